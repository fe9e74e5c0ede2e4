//! Files and directories of a trace that are removed during its recording: what was in them is counted as lost, and what comes is recorded.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use perseq_ctf::Reader;
use perseq_trace::{Buffers, Context, Losses, Options, Recorder, Session, event};

use processes::{Scratch, limit_files, numbers};

/// When the files are removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// More events come.
    Before,
    /// The recorder has ended by then, and another one continues.
    Between,
    /// Nothing comes, but the end.
    Last,
}

/// The thing that is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Removed {
    /// The last part's stream.
    Stream,
    /// The last part.
    Part,
    /// The process's directory, with its buffers.
    Process,
}

/// The streams below a directory.
fn streams(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            found.extend(streams(&path));
        } else if name.to_string_lossy().starts_with("stream_") {
            found.push(path);
        }
    }
    found
}

fn options(buffers: Buffers) -> Options {
    Options { sub_buffer: 1 << 16, buffers, context: Context::NONE, ..Options::default() }
}

/// Records an event for each number.
fn record(numbers: core::ops::Range<u64>) {
    numbers.for_each(|number| event!(test::number, number = number));
    // Readers tell the ends of packets apart.
    thread::sleep(Duration::from_millis(1));
}

/// Removes something that a session is recorded to in each way at each time.
fn remove(removed: Removed, buffers: Buffers, in_parts: bool) {
    for when in [When::Before, When::Between, When::Last] {
        // The next recorder finds no buffers.
        if removed == Removed::Process && when == When::Between {
            continue;
        }
        let what = format!("{removed:?} of {buffers:?}, in parts: {in_parts}, {when:?}");
        let scratch = Scratch::new("removed");
        let session = Session::create(&scratch.0, &options(buffers)).unwrap();
        session.attach().unwrap();
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        if in_parts {
            // In a part that stays, unless it is removed with the process.
            recorder.rotate().unwrap();
            record(0..20);
            recorder.drain().unwrap();
            recorder.rotate().unwrap();
        }
        let first = if in_parts { 20 } else { 0 };
        record(first..100);
        recorder.finish().unwrap();
        if when == When::Between {
            drop(recorder);
            recorder = Recorder::open(&scratch.0).unwrap();
        }
        let last = streams(&scratch.0)
            .into_iter()
            .filter(|path| !in_parts || path.parent().unwrap().ends_with("part-000002"));
        let last: Vec<_> = last.collect();
        assert_eq!(last.len(), 1, "{what}: {last:?}");
        match removed {
            Removed::Stream => fs::remove_file(&last[0]).unwrap(),
            Removed::Part => fs::remove_dir_all(last[0].parent().unwrap()).unwrap(),
            Removed::Process => {
                let directories = scratch.directories();
                assert_eq!(directories.len(), 1, "{what}: {directories:?}");
                fs::remove_dir_all(scratch.0.join(&directories[0])).unwrap();
            }
        }
        if when != When::Last {
            record(100..150);
            assert_eq!(recorder.drain().unwrap(), 50, "{what}");
            record(150..160);
        }
        session.stop();
        let summary = recorder.finish().unwrap();
        assert_eq!(recorder.problems().len(), 0, "{what}: {:?}", recorder.problems());
        let (found, lost) = numbers(Reader::open(&scratch.0).unwrap());
        let kept = if removed == Removed::Process { 0..0 } else { 0..first };
        let rest = if when == When::Last { 100..100 } else { 100..160 };
        assert_eq!(found, kept.chain(rest.clone()).collect::<Vec<_>>(), "{what}");
        assert_eq!(lost, 100 - first, "{what}");
        let told = (summary.events, summary.discarded, summary.losses.removed);
        // Parts before the last one are their owner's to remove.
        assert_eq!(told, (first + rest.end - rest.start, lost, lost), "{what}: {summary:?}");
        perseq_trace::detach();
    }
}

#[test]
fn events_of_streams_that_are_removed_while_recorded_are_counted_as_lost() {
    let name = "events_of_streams_that_are_removed_while_recorded_are_counted_as_lost";
    support::alone(name, &[], || {
        support::pin_to_any();
        remove(Removed::Stream, Buffers::Shared, false);
        remove(Removed::Stream, Buffers::Shared, true);
        remove(Removed::Stream, Buffers::PerProcess, false);
    });
}

#[test]
fn directories_that_are_removed_while_recorded_are_made_again_and_what_was_there_is_counted() {
    let name = "directories_that_are_removed_while_recorded_are_made_again_and_what_was_there_is_counted";
    support::alone(name, &[], || {
        support::pin_to_any();
        remove(Removed::Part, Buffers::Shared, true);
        remove(Removed::Part, Buffers::PerProcess, true);
        remove(Removed::Process, Buffers::PerProcess, false);
        remove(Removed::Process, Buffers::PerProcess, true);
    });
}

/// A later event finds no room, or room for a packet without events.
#[test]
fn a_stream_that_is_removed_before_the_disk_is_full_is_begun_anew_when_there_is_room() {
    let name = "a_stream_that_is_removed_before_the_disk_is_full_is_begun_anew_when_there_is_room";
    support::alone(name, &[], || {
        support::pin_to_any();
        for (buffers, room, again) in [
            (Buffers::Shared, 50, false),
            (Buffers::Shared, 3000, false),
            (Buffers::Shared, 3000, true),
            (Buffers::PerProcess, 3000, false),
        ] {
            let what = format!("{buffers:?}, room for {room} bytes, another recorder: {again}");
            let scratch = Scratch::new("removed-full");
            let session = Session::create(&scratch.0, &options(buffers)).unwrap();
            session.attach().unwrap();
            let mut recorder = Recorder::open(&scratch.0).unwrap();
            record(0..500);
            recorder.finish().unwrap();
            let all = streams(&scratch.0);
            assert_eq!(all.len(), 1, "{what}: {all:?}");
            fs::remove_file(&all[0]).unwrap();
            limit_files(room);
            for round in 1..=2 {
                record(200 + 300 * round..500 + 300 * round);
                assert_eq!(recorder.drain().unwrap(), 300, "{what}");
                let Losses { disk, removed, .. } = recorder.summary().losses;
                assert_eq!((disk, removed, recorder.summary().events), (300 * round, 500, 0), "{what}");
            }
            if again {
                drop(recorder);
                recorder = Recorder::open(&scratch.0).unwrap();
            }
            limit_files(libc::RLIM_INFINITY);
            record(1100..1200);
            recorder.drain().unwrap();
            record(1200..1300);
            session.stop();
            let summary = recorder.finish().unwrap();
            let (found, lost) = numbers(Reader::open(&scratch.0).unwrap());
            assert_eq!(found, (1100..1300).collect::<Vec<_>>(), "{what}");
            assert_eq!(lost, 1100, "{what}");
            let Losses { disk, removed, .. } = summary.losses;
            assert_eq!((summary.events, summary.discarded, disk, removed), (200, 1100, 600, 500), "{what}");
            perseq_trace::detach();
        }
    });
}
