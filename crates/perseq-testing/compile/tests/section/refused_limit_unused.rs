//! A limit that nothing is compared with.
use perseq_core::critical_section;

critical_section! { unsafe fn section(here: v) { limit(v[1]); load(v); commit_tmp(v); } }

fn main() {}
