//! The frame's own steps are not for sections.
use perseq_core::critical_section;

critical_section! { unsafe fn section(here: v) { enter(); load(v); commit_tmp(v); } }

fn main() {}
