//! A session whose disk has no room: nobody waits and nobody is ended, what is lost is counted, and the trace goes on when there is room
//! again.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::{
    path::Path,
    sync::atomic::Ordering::SeqCst,
    thread,
    time::{Duration, Instant, SystemTime},
};

use perseq_ctf::{Item, Reader, Value};
use perseq_trace::{Buffers, Consumer, Context, Error, Mode, Options, Recorder, Session, event};

use processes::{Scratch, fork, limit_files, shared, until, wait};

/// Records as many events, numbered from `next` on.
fn record(next: &mut u64, count: u64) {
    for _ in 0..count {
        event!(test::one, number = *next);
        *next += 1;
    }
}

/// The numbers of a trace's events, and how many are missing before some of them, as it says.
fn read(directory: &Path) -> (Vec<u64>, Vec<(u64, u64)>) {
    let mut reader = Reader::open(directory).unwrap();
    let (mut numbers, mut missing) = (Vec::new(), Vec::new());
    while let Some(item) = reader.next_item().unwrap() {
        match item {
            Item::Loss(loss) => {
                assert_eq!(loss.packets, 0, "a packet is missing");
                missing.push((numbers.last().map_or(0, |number| number + 1), loss.events));
            }
            Item::Event(event) => match event.fields().get("number") {
                Some(Value::Unsigned(number)) => numbers.push(number),
                other => panic!("{other:?}"),
            },
        }
    }
    (numbers, missing)
}

#[test]
fn what_a_full_disk_has_no_room_for_is_counted_and_later_events_are_in_the_trace() {
    let name = "what_a_full_disk_has_no_room_for_is_counted_and_later_events_are_in_the_trace";
    support::alone(name, &[], || {
        let scratch = support::Scratch::new("full");
        let directory = scratch.join("session");
        let cpu = perseq_core::cpu::allowed().unwrap().iter().next().unwrap();
        support::pin(cpu);
        let options = Options {
            sub_buffer: 1 << 14,
            sub_buffers: 4,
            mode: Mode::Discard,
            context: Context::NONE,
            ..Options::default()
        };
        let session = Session::create(&directory, &options).unwrap();
        session.attach().unwrap();
        let mut consumer = Consumer::open(&directory).unwrap();
        let (mut next, stream) = (0, directory.join(format!("stream_{cpu}")));
        let len = || std::fs::metadata(&stream).unwrap().len();
        record(&mut next, 1000);
        consumer.drain().unwrap();
        let full = len();
        // Longer than the metadata, which is a file as well.
        assert!(full > 16_000, "{full}");
        // Room for half a packet, which must not stay there.
        limit_files(full + 1000);
        for round in 0..6 {
            record(&mut next, 300);
            assert_eq!(consumer.drain().unwrap(), 300, "they make room in the buffer");
            assert_eq!((consumer.summary().events, len()), (1000, full), "nothing of them is in the trace");
            assert_eq!(consumer.summary().discarded, 300 * (round + 1));
            if round == 2 {
                drop(consumer);
                consumer = Consumer::open(&directory).unwrap();
            }
        }
        // What the buffer has no room for is counted beside what the disk has none for.
        record(&mut next, 10_000);
        let discarded = session.counts().1;
        assert!(discarded > 1000, "{discarded}");
        while consumer.drain().unwrap() > 0 {}
        // There is no room for the packet that tells of it, either.
        assert_eq!(consumer.summary().discarded, next - 1000);
        limit_files(full);
        let told = consumer.finish();
        assert!(matches!(&told, Err(Error::File { path, .. }) if *path == stream), "{told:?}");
        limit_files(libc::RLIM_INFINITY);
        record(&mut next, 500);
        consumer.drain().unwrap();
        record(&mut next, 700);
        let summary = consumer.finish().unwrap();
        assert_eq!((summary.events, summary.discarded, summary.damaged), (2200, next - 2200, 0));
        let (numbers, missing) = read(&directory);
        let wanted: Vec<u64> = (0..1000).chain(next - 1200..next).collect();
        assert_eq!(numbers, wanted, "what was before, and what came after");
        assert_eq!(missing, [(1000, next - 2200)], "where they are missing, once");
        match std::process::Command::new("babeltrace2").arg(&directory).output() {
            Ok(output) => {
                let errors = String::from_utf8_lossy(&output.stderr);
                assert!(output.status.success(), "{errors}");
                assert_eq!(output.stdout.split(|byte| *byte == b'\n').count() - 1, 2200);
                assert!(errors.contains(&format!("discarded {} events", next - 2200)), "{errors}");
            }
            Err(_) => support::skip("traces shown by babeltrace2", "it is not installed"),
        }
        std::fs::remove_dir_all(&directory).unwrap();
    });
}

/// Counts of discarded events are sums: a reader that knows no sum before them, as `babeltrace2`, can tell nothing of a first packet's.
#[test]
fn a_stream_whose_first_events_found_no_room_begins_with_a_packet_from_before_they_were_lost() {
    let name = "a_stream_whose_first_events_found_no_room_begins_with_a_packet_from_before_they_were_lost";
    support::alone(name, &[], || {
        support::pin_to_any();
        let scratch = Scratch::new("full-first");
        let options = Options { sub_buffer: 1 << 16, context: Context::NONE, ..Options::default() };
        let session = Session::create(&scratch.0, &options).unwrap();
        session.attach().unwrap();
        let mut consumer = Consumer::open(&scratch.0).unwrap();
        // Room for a packet without events.
        limit_files(3000);
        let mut next = 0;
        for round in 1..=3 {
            record(&mut next, 300);
            consumer.drain().unwrap();
            assert_eq!(consumer.summary().losses.disk, 300 * round);
        }
        let lost = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos() as i128;
        // Longer than clocks differ.
        thread::sleep(Duration::from_millis(5));
        limit_files(libc::RLIM_INFINITY);
        record(&mut next, 100);
        assert_eq!(consumer.finish().unwrap().events, 100);
        let mut reader = Reader::open(&scratch.0).unwrap();
        let Some(Item::Loss(loss)) = reader.next_item().unwrap() else { panic!("900 events are missing") };
        assert_eq!((loss.events, loss.packets), (900, 0));
        let between = i128::from(loss.after_ns)..i128::from(loss.before_ns);
        assert!(between.contains(&lost), "lost at {lost}, and told to be {between:?}");
        match std::process::Command::new("babeltrace2").arg(&scratch.0).output() {
            Ok(output) => {
                let errors = String::from_utf8_lossy(&output.stderr);
                assert!(output.status.success() && errors.contains("discarded 900 events"), "{errors}");
            }
            Err(_) => support::skip("traces shown by babeltrace2", "it is not installed"),
        }
    });
}

#[test]
fn a_type_that_comes_while_the_disk_is_full_is_in_the_metadata_when_there_is_room() {
    let name = "a_type_that_comes_while_the_disk_is_full_is_in_the_metadata_when_there_is_room";
    support::alone(name, &[], || {
        let scratch = support::Scratch::new("type");
        let directory = scratch.join("session");
        let session =
            Session::create(&directory, &Options { sub_buffer: 1 << 14, ..Options::default() }).unwrap();
        session.attach().unwrap();
        let mut consumer = Consumer::open(&directory).unwrap();
        // No room for anything.
        limit_files(100);
        event!(test::new, number = 1_u64);
        consumer.drain().unwrap();
        consumer.drain().unwrap();
        assert!(consumer.finish().is_err(), "the metadata is not complete");
        limit_files(libc::RLIM_INFINITY);
        event!(test::new, number = 2_u64);
        consumer.drain().unwrap();
        let (numbers, missing) = read(&directory);
        assert_eq!((numbers, missing), (vec![2], vec![(0, 1)]));
        let summary = consumer.finish().unwrap();
        assert_eq!((summary.events, summary.losses.disk), (1, 1), "{summary:?}");
        std::fs::remove_dir_all(&directory).unwrap();
    });
}

/// Each with its own buffers: what one has recorded that ends while the disk is full is completed when there is room, and removed then.
#[test]
fn processes_that_record_and_end_while_the_disk_is_full_lose_what_is_counted_and_nothing_else() {
    let name = "processes_that_record_and_end_while_the_disk_is_full_lose_what_is_counted_and_nothing_else";
    support::alone(name, &[], || {
        support::pin_to_any();
        let scratch = Scratch::new("full-own");
        let options = Options {
            sub_buffer: 1 << 16,
            context: Context::NONE,
            buffers: Buffers::PerProcess,
            ..Options::default()
        };
        let session = Session::create(&scratch.0, &options).unwrap();
        // How far the child is, and may go.
        let (done, go) = (shared(1), shared(1));
        let child = fork(|| {
            session.attach().unwrap();
            let mut next = 0;
            for (round, count) in [(1, 1000), (2, 300), (3, 200)] {
                record(&mut next, count);
                if round == 2 {
                    // Of a type that nobody has recorded before.
                    event!(test::late, number = next);
                    next += 1;
                }
                done[0].store(round, SeqCst);
                until("the word to go on", || go[0].load(SeqCst) == round);
            }
        });
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        let directory = scratch.0.join(format!("process-{child}"));
        let step = |recorder: &mut Recorder, round: u64, events: u64| {
            until("the child's events", || done[0].load(SeqCst) == round);
            until("what it has recorded", || {
                recorder.drain().unwrap();
                let summary = recorder.summary();
                summary.events + summary.discarded == events
            });
            go[0].store(round, SeqCst);
        };
        step(&mut recorder, 1, 1000);
        // No room for anything from here on.
        limit_files(100);
        step(&mut recorder, 2, 1301);
        assert_eq!(recorder.summary().losses.disk, 301);
        step(&mut recorder, 3, 1501);
        assert_eq!(wait(child), 0);
        // It is found to have ended, and not to be complete.
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(1500) {
            recorder.drain().unwrap();
            thread::sleep(Duration::from_millis(5));
        }
        assert!(directory.join(".session").exists(), "it is not removed before its trace is complete");
        assert_eq!(recorder.summary().losses.disk, 501, "{:?}", recorder.summary());
        limit_files(libc::RLIM_INFINITY);
        until("its end", || {
            recorder.drain().unwrap();
            !directory.join(".session").exists()
        });
        // And at the end of the session, another one.
        let last = fork(|| {
            session.attach().unwrap();
            record(&mut 1501, 100);
        });
        assert_eq!(wait(last), 0);
        session.stop();
        limit_files(100);
        let summary = recorder.finish().unwrap();
        assert!(recorder.problems().len() == 1 && summary.damaged == 1, "told: {:?}", recorder.problems());
        drop(recorder);
        limit_files(libc::RLIM_INFINITY);
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        let summary = recorder.finish().unwrap();
        assert!(recorder.problems().is_empty(), "{:?}", recorder.problems());
        assert_eq!((summary.events + summary.discarded, summary.discarded), (1601, summary.losses.disk));
        let (numbers, missing) = read(&scratch.0);
        assert_eq!(numbers.len() as u64, summary.events);
        assert!(numbers.iter().copied().take(1000).eq(0..1000), "what was before");
        assert_eq!(missing.iter().map(|(_, events)| events).sum::<u64>(), summary.discarded, "{missing:?}");
    });
}

/// Mounts a file system in memory with so much room at `path`, which is made, for this process alone.
fn mount(path: &Path, bytes: usize) -> std::io::Result<()> {
    std::fs::create_dir_all(path)?;
    let text = |text: &str| std::ffi::CString::new(text).unwrap();
    let (at, tmpfs, options) = (text(path.to_str().unwrap()), text("tmpfs"), text(&format!("size={bytes}")));
    let done = |result: i32| if result == 0 { Ok(()) } else { Err(std::io::Error::last_os_error()) };
    unsafe {
        done(libc::unshare(libc::CLONE_NEWNS))?;
        let (nothing, all) = (std::ptr::null(), libc::MS_REC | libc::MS_PRIVATE);
        done(libc::mount(nothing, c"/".as_ptr(), nothing, all, std::ptr::null()))?;
        done(libc::mount(tmpfs.as_ptr(), at.as_ptr(), tmpfs.as_ptr(), 0, options.as_ptr().cast()))
    }
}

#[test]
fn a_disk_that_gets_full_under_the_buffers_ends_nobody() {
    support::alone("a_disk_that_gets_full_under_the_buffers_ends_nobody", &[], || {
        let disk = support::Scratch::new("disk");
        // A buffer for each CPU, and room for something else.
        let room = (64 + perseq_core::cpu::rows() as usize) << 20;
        if let Err(error) = mount(&disk, room) {
            support::skip("buffers on a full disk", &format!("nothing can be mounted: {error}"));
            return;
        }
        let options = Options {
            sub_buffer: 1 << 18,
            sub_buffers: 4,
            mode: Mode::Overwrite,
            context: Context::NONE,
            ..Options::default()
        };
        let session = Session::create(disk.join("session"), &options).unwrap();
        let filled = std::fs::write(disk.join("everything else"), vec![1; room]).unwrap_err();
        assert_eq!(filled.kind(), std::io::ErrorKind::StorageFull);
        session.attach().unwrap();
        let mut next = 0;
        // Every page of the buffer, and all over again.
        record(&mut next, 200_000);
        assert_eq!(session.counts(), (200_000, 0));
        let none = Session::create(disk.join("another"), &options).unwrap_err();
        let is_full = |error: &std::io::Error| error.kind() == std::io::ErrorKind::StorageFull;
        assert!(matches!(&none, Error::File { source, .. } if is_full(source)), "{none}");
        assert_eq!(std::fs::read_dir(disk.join("another")).unwrap().count(), 0, "nothing of it stays");
        let at = std::ffi::CString::new(disk.to_str().unwrap()).unwrap();
        unsafe { libc::umount2(at.as_ptr(), libc::MNT_DETACH) };
    });
}
