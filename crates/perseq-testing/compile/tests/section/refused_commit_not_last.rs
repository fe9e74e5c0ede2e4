use perseq_core::critical_section;

critical_section! { unsafe fn section(here: v; values: x) { load(v); commit_tmp(v); store(x, v); } }

fn main() {}
