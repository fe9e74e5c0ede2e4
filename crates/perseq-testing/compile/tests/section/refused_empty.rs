use perseq_core::critical_section;

critical_section! { unsafe fn section(here: v) { } }

fn main() {}
