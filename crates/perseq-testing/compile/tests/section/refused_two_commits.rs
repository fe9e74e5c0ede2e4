use perseq_core::critical_section;

critical_section! { unsafe fn section(here: v; values: x) { commit_add(x, v); commit_add(x, v); } }

fn main() {}
