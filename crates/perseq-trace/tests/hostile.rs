//! Whatever stands in a session's file: who consumes it, looks at it or reads the trace goes on to the end.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[path = "../../perseq-core/tests/support/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

#[path = "../fuzz/spoiled.rs"]
#[allow(unreachable_pub, reason = "shared with the fuzz target")]
mod spoiled;

#[test]
fn the_committed_corpus_of_the_fuzz_target_is_consumed_to_its_end() {
    support::alone("the_committed_corpus_of_the_fuzz_target_is_consumed_to_its_end", &[], || {
        let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/consume");
        let (mut inputs, mut whole, mut damaged, mut refused) = (0, 0, 0, 0);
        for entry in std::fs::read_dir(corpus).unwrap() {
            let path = entry.unwrap().path();
            println!("{}", path.display());
            let consumed = spoiled::consume(&std::fs::read(path).unwrap());
            inputs += 1;
            whole += u64::from(consumed.events > 0);
            damaged += u64::from(consumed.damaged + consumed.unread > 0);
            refused += u64::from(consumed.refused > 0);
        }
        println!("{inputs} inputs: {whole} with events, {damaged} damaged, {refused} refused");
        assert!(inputs >= 40 && whole > 20 && damaged > 10 && refused > 10, "{whole}, {damaged}, {refused}");
    });
}
