//! Fields of the standard library's types, of options and slices, and of whatever can be shown.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    borrow::Cow,
    cell::Cell,
    ffi::OsStr,
    fmt,
    net::Ipv4Addr,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use perseq_ctf::Reader;
use perseq_testing as support;
use perseq_trace::{AsDebug, AsDisplay, Consumer, Context, Options, Session, event};

/// The events of what `work` does, as texts, and how many are missing.
fn traced(name: &str, work: impl FnOnce()) -> (Vec<String>, u64) {
    let scratch = support::Scratch::new(name);
    let directory = scratch.join("session");
    let options = Options { sub_buffer: 1 << 18, context: Context::NONE, ..Options::default() };
    Session::create(&directory, &options).unwrap().attach().unwrap();
    work();
    let summary = Consumer::open(&directory).unwrap().finish().unwrap();
    let mut reader = Reader::open(&directory).unwrap();
    let mut texts = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        texts.push(event.fields().to_string());
    }
    if let Ok(output) = std::process::Command::new("babeltrace2").arg(&directory).output() {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), texts.len());
    }
    std::fs::remove_dir_all(&directory).unwrap();
    (texts, summary.discarded)
}

#[test]
fn each_is_read_as_it_was_written() {
    support::alone("each_is_read_as_it_was_written", &[], || {
        let (texts, missing) = traced("kinds", || {
            let (count, name) = (7_u32, "by its name");
            event!(richer::shorthand, count, text = "between", name, last = 1_u8);
            event!(Debug, richer::level, count,);
            event!(
                richer::path,
                path = Path::new("/tmp/x"),
                owned = PathBuf::from("y"),
                wrong = OsStr::from_bytes(b"a\xffb")
            );
            event!(richer::time, took = Duration::from_millis(1500), forever = Duration::MAX, letter = 'é');
            event!(
                richer::slices,
                numbers = &[1_u16, 2, 3][..],
                vec = vec![-1_i64, 5],
                none = &[0_u32; 0][..],
                bytes = vec![1_u8, 2]
            );
            event!(
                richer::options,
                some = Some(5_u32),
                none = None::<i64>,
                text = Some("here"),
                no_text = None::<String>,
                nan = None::<f64>,
                yes = Some(true)
            );
            event!(
                richer::pointers,
                boxed = Box::new(3_u8),
                shared = Arc::<str>::from("arc"),
                cow = Cow::Borrowed("cow")
            );
            event!(
                richer::shown,
                ip = AsDisplay(&Ipv4Addr::LOCALHOST),
                debug = AsDebug(&Some("x")),
                text = AsDisplay("unsized")
            );
        });
        assert_eq!(missing, 0);
        let wanted = [
            r#"{ count = 7, text = "between", name = "by its name", last = 1 }"#,
            "{ count = 7 }",
            "{ path = \"/tmp/x\", owned = \"y\", wrong = \"a\u{fffd}b\" }",
            r#"{ took = 1500000000, forever = 18446744073709551615, letter = "é" }"#,
            "{ numbers = [ [0] = 1, [1] = 2, [2] = 3 ], vec = [ [0] = -1, [1] = 5 ], none = [ ], bytes = [ [0] = 1, [1] = 2 ] }",
            r#"{ some = [ [0] = 5 ], none = [ ], text = "here", no_text = "", nan = nan, yes = [ [0] = 1 ] }"#,
            r#"{ boxed = 3, shared = "arc", cow = "cow" }"#,
            r#"{ ip = "127.0.0.1", debug = "Some(\"x\")", text = "unsized" }"#,
        ];
        for (text, wanted) in texts.iter().zip(wanted) {
            // Lengths of sequences are not fields.
            assert_eq!(text.to_lowercase(), wanted.to_lowercase());
        }
        assert_eq!(texts.len(), wanted.len());
    });
}

#[test]
fn an_event_has_up_to_32_fields() {
    support::alone("an_event_has_up_to_32_fields", &[], || {
        let (texts, _) = traced("many", || {
            let [a, b, c, d] = [1_u64, 2, 3, 4];
            event!(
                richer::many,
                a,
                b,
                c,
                d,
                e = 5_u8,
                f = 6_u8,
                g = 7_u8,
                h = 8_u8,
                i = 9_u8,
                j = 10_u8,
                k = 11_u8,
                l = 12_u8,
                m = 13_u8,
                n = 14_u8,
                o = 15_u8,
                p = 16_u8,
                q = 17_u8,
                r = 18_u8,
                s = 19_u8,
                t = 20_u8,
                u = 21_u8,
                v = 22_u8,
                w = 23_u8,
                x = 24_u8,
                y = 25_u8,
                z = 26_u8,
                a1 = 27_u8,
                b1 = 28_u8,
                c1 = 29_u8,
                d1 = 30_u8,
                e1 = 31_u8,
                f1 = "last"
            );
        });
        assert!(
            texts[0].starts_with("{ a = 1, b = 2") && texts[0].ends_with("e1 = 31, f1 = \"last\" }"),
            "{texts:?}"
        );
    });
}

/// Shows itself longer each time.
struct Grows(Cell<usize>);

impl fmt::Display for Grows {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.set(self.0.get() + 1000);
        to.write_str(&"x".repeat(self.0.get()))
    }
}

#[test]
fn a_text_of_any_length_is_there_or_is_counted() {
    support::alone("a_text_of_any_length_is_there_or_is_counted", &[], || {
        let lengths = [0, 1, 255, 256, 257, 600, 65_535, 65_536];
        let (texts, missing) = traced("lengths", || {
            for length in lengths {
                // In two pieces.
                let text = "y".repeat(length / 2);
                event!(
                    richer::text,
                    text = AsDisplay(&format_args!("{text}{}", "z".repeat(length - length / 2)))
                );
            }
            event!(richer::grows, grows = AsDisplay(&Grows(Cell::new(0))));
        });
        for (text, length) in texts.iter().zip(lengths) {
            let shown = text.chars().filter(|one| matches!(one, 'y' | 'z')).count();
            assert_eq!(shown, if length > 65_535 { 65_532 } else { length });
        }
        assert_eq!((texts.len(), missing), (lengths.len(), 1), "one that changes while it is put is counted");
    });
}

#[test]
fn nothing_is_evaluated_that_no_session_wants() {
    let grows = Grows(Cell::new(0));
    event!(richer::unwanted, grows = AsDisplay(&grows));
    assert_eq!(grows.0.get(), 0);
}
