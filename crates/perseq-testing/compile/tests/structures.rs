//! Programs that must not compile: items that may not be sent, in structures that send them; guards that leave their thread.

#[test]
#[cfg_attr(
    any(miri, perseq_model, not(debug_assertions)),
    ignore = "the compiler is started, and its messages do not depend on this"
)]
fn what_is_not_send_cannot_be_shared() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/structures/accepted*.rs");
    cases.compile_fail("tests/structures/refused_*.rs");
}
