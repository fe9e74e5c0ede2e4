//! Whatever stands in a session's file: who consumes it, looks at it or reads the trace goes on to the end.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use perseq_testing as support;

#[path = "../fuzz/spoiled.rs"]
#[allow(unreachable_pub, reason = "shared with the fuzz target")]
mod spoiled;

/// Runs the committed inputs with these flags besides.
fn consume_corpus(flags: u8) -> [u64; 4] {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/consume");
    let (mut inputs, mut whole, mut damaged, mut refused) = (0, 0, 0, 0);
    for entry in std::fs::read_dir(corpus).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        let mut input = std::fs::read(path).unwrap();
        if let Some(first) = input.first_mut() {
            *first |= flags;
        }
        let consumed = spoiled::consume(&input);
        inputs += 1;
        whole += u64::from(consumed.events > 0);
        damaged += u64::from(consumed.damaged + consumed.unread > 0);
        refused += u64::from(consumed.refused > 0);
    }
    println!("{inputs} inputs: {whole} with events, {damaged} damaged, {refused} refused");
    [inputs, whole, damaged, refused]
}

#[test]
fn the_committed_corpus_of_the_fuzz_target_is_consumed_to_its_end() {
    support::alone("the_committed_corpus_of_the_fuzz_target_is_consumed_to_its_end", &[], || {
        let [inputs, whole, damaged, refused] = consume_corpus(0);
        assert!(inputs >= 40 && whole > 20 && damaged > 10 && refused > 10, "{whole}, {damaged}, {refused}");
    });
}

#[test]
fn the_same_bytes_in_one_process_s_buffers_are_recorded_to_their_end() {
    support::alone("the_same_bytes_in_one_process_s_buffers_are_recorded_to_their_end", &[], || {
        let [inputs, whole, damaged, _] = consume_corpus(spoiled::OWN);
        assert!(inputs >= 40 && whole > 20 && damaged > 10, "{whole}, {damaged}");
    });
}

#[test]
fn the_same_bytes_in_the_file_of_a_session_without_buffers_are_recorded_to_their_end() {
    let name = "the_same_bytes_in_the_file_of_a_session_without_buffers_are_recorded_to_their_end";
    support::alone(name, &[], || {
        let [inputs, whole, _, refused] = consume_corpus(spoiled::OWN | spoiled::SESSION);
        assert!(inputs >= 40 && whole > 20 && refused > 10, "{whole}, {refused}");
    });
}
