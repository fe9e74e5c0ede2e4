//! The code that `critical_section!` must refuse, with the message that it gives.

#[test]
#[cfg_attr(
    any(miri, perseq_model, not(debug_assertions)),
    ignore = "the compiler does the work, and its messages do not depend on this"
)]
fn sections_that_are_none_are_refused() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/section/accepted.rs");
    cases.compile_fail("tests/section/refused_*.rs");
}
