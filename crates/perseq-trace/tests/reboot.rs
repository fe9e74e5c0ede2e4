//! Sessions that a machine has gone down under: their events are recovered with their times, and no process goes on with them.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::{os::unix::fs::FileExt as _, path::Path, time::Duration};

use perseq_ctf::Reader;
use perseq_trace::{Buffers, Consumer, Error, Mode, Options, Refusal, Session, event, snapshot};

use processes::Scratch;

/// Makes the session's file, and those of its processes, ones that were made before the machine has booted: the boot's id is another one, and
/// the counter was further than it is now.
fn before_the_last_boot(directory: &Path) {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
    let id = u128::from_str_radix(&text.trim().replace('-', ""), 16).unwrap();
    let words = [(id >> 64) as u64, id as u64];
    let wanted: Vec<u8> = words.iter().flat_map(|word| word.to_ne_bytes()).collect();
    let inner = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    for directory in inner.filter(|path| path.is_dir()).chain([directory.to_owned()]) {
        let path = directory.join(".session");
        let Ok(file) = std::fs::OpenOptions::new().read(true).write(true).open(&path) else { continue };
        let mut head = [0; 4096];
        file.read_exact_at(&mut head, 0).unwrap();
        let at = head.windows(16).position(|bytes| bytes == wanted).expect("the boot's id");
        file.write_all_at(&7_u128.to_ne_bytes(), at as u64).unwrap();
        // Ticks at the session's start come next.
        let mut ticks = [0; 8];
        file.read_exact_at(&mut ticks, at as u64 + 16).unwrap();
        let later = u64::from_ne_bytes(ticks) + (1 << 50);
        file.write_all_at(&later.to_ne_bytes(), at as u64 + 16).unwrap();
    }
}

/// Nanoseconds between the first and the last event of a trace.
fn span(directory: &Path) -> i64 {
    let mut reader = Reader::open(directory).unwrap();
    let mut times = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        times.push(event.timestamp_ns());
    }
    assert_eq!(times.len(), 2);
    times[1] - times[0]
}

#[test]
fn events_of_before_a_reboot_are_as_far_from_each_other_as_they_were() {
    support::alone("events_of_before_a_reboot_are_as_far_from_each_other_as_they_were", &[], || {
        for (mode, buffers) in [
            (Mode::Overwrite, Buffers::Shared),
            (Mode::Discard, Buffers::Shared),
            (Mode::Overwrite, Buffers::PerProcess),
        ] {
            let scratch = Scratch::new("reboot");
            let options = Options { sub_buffer: 4096, mode, buffers, ..Options::default() };
            let session = Session::create(&scratch.0, &options).unwrap();
            session.attach().unwrap();
            std::thread::sleep(Duration::from_millis(5));
            event!(test::first);
            std::thread::sleep(Duration::from_millis(30));
            event!(test::second);
            perseq_trace::detach();
            let [now, later] = ["now", "later"].map(|name| scratch.0.with_extension(name));
            snapshot(&scratch.0, &now).unwrap();
            before_the_last_boot(&scratch.0);
            if mode == Mode::Discard {
                assert_eq!(Consumer::open(&scratch.0).unwrap().finish().unwrap().events, 2);
                std::fs::create_dir(&later).unwrap();
                for entry in std::fs::read_dir(&scratch.0).unwrap().map(Result::unwrap) {
                    std::fs::copy(entry.path(), later.join(entry.file_name())).unwrap();
                }
            } else {
                snapshot(&scratch.0, &later).unwrap();
            }
            let (right, found) = (span(&now), span(&later));
            assert!(right >= 30_000_000, "{right}");
            // The counter was measured for some milliseconds only.
            assert!((found - right).abs() < right / 20, "{found} instead of {right}: {mode:?}, {buffers:?}");
            for directory in [now, later] {
                std::fs::remove_dir_all(directory).unwrap();
            }
            let refused = Session::open(&scratch.0).unwrap().attach().unwrap_err();
            assert!(matches!(refused, Error::Refused { why: Refusal::Boot, .. }), "{refused}");
        }
    });
}
