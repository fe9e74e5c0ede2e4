//! Directories that are no trace: some have one in them, and others are a mistake.

mod support;

use perseq_ctf::{ReadError, Reader};
use std::fs;
use support::Scratch;

#[test]
fn a_directory_of_many_without_a_trace_is_refused_and_not_searched_to_its_end() {
    let scratch = Scratch::new("directories");
    let open = || Reader::open(scratch.path());
    // A trace that is some directories away, beside others.
    let trace = scratch.path().join("0/ust/uid/1000/64-bit");
    fs::create_dir_all(&trace).unwrap();
    fs::write(trace.join("metadata"), "/* CTF 1.8 */\ntrace { major = 1; minor = 8; byte_order = le; };\n")
        .unwrap();
    let make = |numbers: core::ops::Range<u32>| {
        numbers.for_each(|number| fs::create_dir(scratch.path().join(format!("other-{number}"))).unwrap());
    };
    make(0..100);
    assert!(open().unwrap().next_item().unwrap().is_none());
    make(100..10_000);
    let refused = open().unwrap_err();
    let ReadError::Directories { path, most } = &refused else { panic!("{refused}") };
    assert_eq!((&**path, *most), (scratch.path(), 10_000));
    let text = refused.to_string();
    assert!(
        text.contains(scratch.path().to_str().unwrap()) && text.contains("directory of a trace"),
        "{text}"
    );
    // As a recording of many processes has them, each a trace, or parts of one.
    for number in 0..10_000 {
        let directory = scratch.path().join(format!("other-{number}/part-000001"));
        fs::create_dir(&directory).unwrap();
        fs::copy(trace.join("metadata"), directory.join("metadata")).unwrap();
    }
    assert!(open().unwrap().next_item().unwrap().is_none(), "there are 10,001 traces");
}
