//! A comparison with a limit that was used up by the one before.
use perseq_core::critical_section;

critical_section! { unsafe fn section(here: v) else out { limit(v[1]); load(v); branch_outside(out); add(1); branch_outside(out); commit_tmp(v); } }

fn main() {}
