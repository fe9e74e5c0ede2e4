//! `perseq trace export` and `html` of traces that other tracers wrote.

mod support;

use serde_json::{Value, json};
use support::{Scratch, perseq, stdout_of};

const TYPES: &str = "/* CTF 1.8 */
typealias integer { size = 8; align = 8; signed = false; } := u8;
typealias integer { size = 64; align = 8; signed = false; } := u64;
typealias integer { size = 64; align = 8; signed = false; map = clock.c.value; } := time;
typealias floating_point { exp_dig = 11; mant_dig = 53; align = 8; } := f64;
trace { major = 1; minor = 8; byte_order = le; };
clock { name = c; freq = 1000000000; offset_s = 1700000000; };
";

/// A trace of one stream in a directory.
fn trace(name: &str, metadata: &str, stream: &[u8]) -> Scratch {
    let scratch = Scratch::new(name);
    std::fs::create_dir(&scratch.0).expect("it is not there");
    std::fs::write(scratch.0.join("metadata"), format!("{TYPES}{metadata}")).expect("it can be written");
    std::fs::write(scratch.0.join("stream"), stream).expect("it can be written");
    scratch
}

fn export(scratch: &Scratch, format: &str) -> String {
    stdout_of(&mut perseq(&["trace", "export", "-f", format, scratch.path()]))
}

#[test]
fn json_keeps_names_that_are_there_twice_and_numbers_that_it_has_not() {
    let scratch = trace(
        "json",
        "stream { event.header := struct { time timestamp; }; event.context := struct { u8 x; }; };
         event { name = e; context := struct { u8 x; }; fields := struct {
           enum : u64 { A = 1 } large; enum : integer { size = 64; align = 8; signed = true; } { A = 1 } least;
           f64 inf; f64 minus; f64 nan; f64 half;
           integer { size = 8; align = 8; base = 8; } octal; integer { size = 8; align = 8; base = 2; } binary; }; };",
        &[
            1_u64.to_le_bytes().as_slice(),
            &[5, 6],
            &u64::MAX.to_le_bytes(),
            &i64::MIN.to_le_bytes(),
            &f64::INFINITY.to_le_bytes(),
            &f64::NEG_INFINITY.to_le_bytes(),
            &f64::NAN.to_le_bytes(),
            &0.5_f64.to_le_bytes(),
            &[8, 2],
        ]
        .concat(),
    );
    let line: Value = serde_json::from_str(&export(&scratch, "json")).expect("it is JSON");
    let wanted = json!({
        "time_ns": "1700000000000000001",
        "cpu": null,
        "event": "e",
        "context": { "x": 5, "x (2)": 6 },
        "fields": {
            "large": u64::MAX, "least": i64::MIN, "inf": "inf", "minus": "-inf", "nan": "NaN", "half": 0.5,
            "octal": 8, "binary": 2,
        },
    });
    assert_eq!(line, wanted);
}
