//! A branch needs the exit that `else` names.
use perseq_core::critical_section;

critical_section! { unsafe fn section(here: v; values: x) { load(v); branch_ne(x, out); commit_tmp(v); } }

fn main() {}
