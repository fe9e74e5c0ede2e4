//! A step between `limit` and `branch_outside` that uses the register that the limit is in, on some architecture.
use perseq_core::critical_section;

critical_section! { unsafe fn section(here: v) else out { limit(v[1]); load(v); sub_load(v[2]); branch_outside(out); commit_tmp(v); } }

fn main() {}
