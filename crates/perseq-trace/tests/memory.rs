//! Buffers of processes take the memory that they use, and a file system without room costs events, which are counted.

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

use std::{os::unix::fs::MetadataExt as _, path::Path};

use perseq_ctf::{Item, Reader};
use perseq_trace::{Buffers, Consumer, Options, Recorder, Session, event};

use processes::{Scratch, fork, wait};

fn options(sub_buffer: usize) -> Options {
    Options { sub_buffer, sub_buffers: 8, buffers: Buffers::PerProcess, ..Options::default() }
}

/// Bytes that the file system has set aside.
fn kept(directory: &Path) -> u64 {
    512 * std::fs::metadata(directory.join(".session")).unwrap().blocks()
}

/// The directory of this process's buffers.
fn own(scratch: &Scratch) -> std::path::PathBuf {
    scratch.0.join(format!("process-{}", std::process::id()))
}

fn record(count: u64) {
    for number in 0..count {
        event!(test::number, number = number, text = "some text that takes room in a buffer");
    }
}

#[test]
fn a_process_takes_the_memory_that_it_uses() {
    let name = "a_process_takes_the_memory_that_it_uses";
    support::alone(name, &[], || {
        support::pin_to_any();
        let scratch = Scratch::in_memory("memory");
        const SUB_BUFFER: usize = 1 << 17;
        let session = Session::create(&scratch.0, &options(SUB_BUFFER)).unwrap();
        session.attach().unwrap();
        // A header, a control page for each CPU that there can be, and no buffer.
        let possible = u64::from(perseq_core::cpu::rows());
        let fixed = (64 << 10) + 4096 * possible;
        assert!(kept(&own(&scratch)) <= fixed, "{} before the first event", kept(&own(&scratch)));
        record(1);
        // Where a page is larger than 4 KiB, its neighbours come with a sub-buffer.
        let one = SUB_BUFFER as u64 + (128 << 10);
        assert!(kept(&own(&scratch)) <= fixed + one, "{} for one event", kept(&own(&scratch)));
        println!("{} bytes for a process with one event", kept(&own(&scratch)));
        // Three sub-buffers of events.
        const MANY: u64 = SUB_BUFFER as u64 / 100;
        record(3 * MANY);
        let many = fixed + 4 * SUB_BUFFER as u64 + (128 << 10);
        assert!((3 * SUB_BUFFER as u64..many).contains(&kept(&own(&scratch))), "{}", kept(&own(&scratch)));
        let before = kept(&own(&scratch));
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        recorder.drain().unwrap();
        assert_eq!(kept(&own(&scratch)), before, "who looks takes none");
        // A child's.
        let child = fork(|| {
            record(1);
            assert!(kept(&own(&scratch)) <= fixed + one, "{}", kept(&own(&scratch)));
        });
        assert_eq!(wait(child), 0);
        // Around the whole buffer, again and again.
        for _ in 0..40 {
            record(MANY);
            recorder.drain().unwrap();
        }
        session.stop();
        let summary = recorder.finish().unwrap();
        assert_eq!((summary.events, summary.discarded), (2 + 43 * MANY, 0));
    });
}

#[test]
fn a_file_system_without_room_costs_events_that_are_counted_and_kills_nobody() {
    let name = "a_file_system_without_room_costs_events_that_are_counted_and_kills_nobody";
    support::alone(name, &[], || {
        support::pin_to_any();
        // Room for the session's file, a page for each CPU that there can be, and two sub-buffers of eight.
        let Some(root) = support::small_tmpfs((4 << 20) + 4096 * perseq_core::cpu::rows() as usize) else {
            return support::skip(name, "this user may not mount file systems");
        };
        let directory = root.join("session");
        let session = Session::create(&directory, &options(1 << 20)).unwrap();
        session.attach().unwrap();
        // More than there is room for, and less than the buffer would hold.
        record(60_000);
        event!(test::another);
        let (recorded, discarded) = session.counts();
        assert_eq!(recorded + discarded, 60_001);
        assert!(recorded > 10_000 && discarded > 10_000, "{recorded} recorded, {discarded} discarded");
        // Its children have no room for buffers, and write to these, which have none.
        let child = fork(|| record(10));
        assert_eq!(wait(child), 0);
        let (still, more) = session.counts();
        assert_eq!((still, more), (recorded, discarded + 10));
        // There is room again, in a larger file system.
        let remount = std::ffi::CString::new(root.to_str().unwrap()).unwrap();
        let flags = libc::MS_REMOUNT;
        let done = unsafe {
            libc::mount(
                c"none".as_ptr(),
                remount.as_ptr(),
                c"tmpfs".as_ptr(),
                flags,
                c"size=128m".as_ptr().cast(),
            )
        };
        assert_eq!(done, 0, "{}", std::io::Error::last_os_error());
        record(1000);
        session.stop();
        let mut recorder = Recorder::open(&directory).unwrap();
        let summary = recorder.finish().unwrap();
        assert_eq!((summary.events, summary.losses.memory), (recorded + 1000, discarded + 10), "{summary:?}");
        assert_eq!(summary.discarded, summary.losses.memory, "for no other reason");
        let mut reader = Reader::open(&directory).unwrap();
        let (mut events, mut lost) = (0, 0);
        while let Some(item) = reader.next_item().unwrap() {
            match item {
                Item::Event(_) => events += 1,
                Item::Loss(loss) => lost += loss.events,
            }
        }
        assert_eq!((events, lost), (summary.events, summary.discarded));
    });
}

/// Buffers that processes share have their room from the start, but for CPUs that are not online then.
#[test]
fn kernels_that_cannot_find_room_later_find_it_at_once() {
    let name = "kernels_that_cannot_find_room_later_find_it_at_once";
    support::alone(name, &[], || {
        // As before Linux 5.14.
        support::deny(libc::SYS_madvise, libc::EINVAL);
        let scratch = Scratch::in_memory("old-kernel");
        let session = Session::create(&scratch.0, &options(1 << 16)).unwrap();
        session.attach().unwrap();
        assert!(kept(&own(&scratch)) >= 8 << 16, "a whole buffer");
        record(1000);
        let child = fork(|| record(1000));
        assert_eq!(wait(child), 0);
        session.stop();
        let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
        assert_eq!((summary.events, summary.discarded), (2000, 0));
        perseq_trace::detach();
        let shared = Scratch::in_memory("old-kernel-shared");
        let session =
            Session::create(&shared.0, &Options { buffers: Buffers::Shared, ..options(1 << 16) }).unwrap();
        session.attach().unwrap();
        record(1000);
        assert_eq!(Consumer::open(&shared.0).unwrap().finish().unwrap().events, 1000);
    });
}
