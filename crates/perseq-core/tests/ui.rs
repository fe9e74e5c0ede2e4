//! The code that `critical_section!` must refuse, with the message that it gives.

#[test]
#[cfg_attr(any(miri, perseq_model), ignore = "the compiler does the work")]
fn sections_that_are_none_are_refused() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/accepted.rs");
    cases.compile_fail("tests/ui/refused_*.rs");
}
