use perseq_core::critical_section;

critical_section! { unsafe fn section(here: v; values: x) { load(v); x += 1; commit_tmp(v); } }

fn main() {}
