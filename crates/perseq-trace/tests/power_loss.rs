//! A machine that loses its power: pages of the trace and of the buffers' file were kept, or not, in any order. What is in the trace stays there, and
//! nothing is there twice.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::{fs, ops::Range, path::Path};

use perseq_trace::{Consumer, Context, Options, Session, event, snapshot};

use processes::{Scratch, numbers_in};

const SUB_BUFFER: usize = 1 << 14;
const SUB_BUFFERS: usize = 4;
/// The start of a file, and a CPU's control page; of that the words that the consumer keeps.
const HEAD: usize = 1 << 20;
const CONTROL: usize = 4096;
const CONSUMER: Range<usize> = 256..512;

/// Which pages of the buffers' file are older than the trace.
#[derive(Debug, Clone, Copy)]
enum Kept {
    /// All are as after the first packet.
    Old,
    /// None of the CPU's own was ever written.
    Nothing,
    /// The producers' are new, and the consumer's words old.
    Producers,
    /// All are new: an orderly end.
    All,
}

fn record(numbers: Range<u64>) {
    numbers.for_each(|number| event!(test::number, number = number));
}

/// The file of a session of before this machine has booted.
fn of_another_boot(mut bytes: Vec<u8>) -> Vec<u8> {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
    let boot = u128::from_str_radix(&boot.trim().replace('-', ""), 16).unwrap();
    let words: Vec<u8> =
        [(boot >> 64) as u64, boot as u64].iter().flat_map(|word| word.to_ne_bytes()).collect();
    let at = bytes.windows(16).position(|bytes| bytes == words).expect("the boot's id");
    bytes[at..at + 16].copy_from_slice(&7_u128.to_ne_bytes());
    bytes
}

#[test]
fn whole_packets_that_the_buffers_do_not_know_of_stay_in_the_trace() {
    support::alone("whole_packets_that_the_buffers_do_not_know_of_stay_in_the_trace", &[], || {
        support::pin_to_any();
        let cpu = perseq_core::cpu::current().get() as usize;
        let control = HEAD + cpu * (CONTROL + SUB_BUFFER * SUB_BUFFERS);
        let scratch = Scratch::new("power");
        fs::create_dir(&scratch.0).unwrap();
        for in_parts in [false, true] {
            let session = scratch.0.join(format!("session-{in_parts}"));
            let options = Options {
                sub_buffer: SUB_BUFFER,
                sub_buffers: SUB_BUFFERS,
                context: Context::NONE,
                ..Options::default()
            };
            Session::create(&session, &options).unwrap().attach().unwrap();
            let mut consumer = Consumer::open(&session).unwrap();
            if in_parts {
                consumer.rotate().unwrap();
            }
            let file = session.join(".session");
            record(0..100);
            consumer.drain().unwrap();
            record(100..150);
            let old = fs::read(&file).unwrap();
            record(150..200);
            consumer.drain().unwrap();
            record(200..300);
            consumer.drain().unwrap();
            record(300..350);
            let new = fs::read(&file).unwrap();
            drop(consumer);
            perseq_trace::detach();
            for kept in [Kept::Old, Kept::Nothing, Kept::Producers, Kept::All] {
                for torn in [false, true] {
                    let mut bytes = new.clone();
                    match kept {
                        Kept::Old => bytes.clone_from(&old),
                        Kept::Nothing => bytes[control..control + CONTROL].fill(0),
                        Kept::Producers => {
                            let words = control + CONSUMER.start..control + CONSUMER.end;
                            bytes[words.clone()].copy_from_slice(&old[words]);
                        }
                        Kept::All => {}
                    }
                    // Events that are in the buffer alone are there if its pages are.
                    let last = if matches!(kept, Kept::Producers | Kept::All) { 350 } else { 300 };
                    for resumed in [false, true] {
                        let what =
                            format!("{kept:?}, torn: {torn}, in parts: {in_parts}, resumed: {resumed}");
                        let (copy, to) = (scratch.0.join("copy"), scratch.0.join("to"));
                        copy_trace(&session, &copy, torn);
                        fs::write(copy.join(".session"), of_another_boot(bytes.clone())).unwrap();
                        let (mut found, lost) = if resumed {
                            let summary = Consumer::open(&copy).unwrap().finish().unwrap();
                            assert_eq!((summary.discarded, summary.damaged), (0, 0), "{what}: {summary:?}");
                            numbers_in(&copy)
                        } else {
                            snapshot(&copy, &to).unwrap();
                            let ((mut trace, lost), (more, others)) = (numbers_in(&copy), numbers_in(&to));
                            trace.extend(more);
                            (trace, lost + others)
                        };
                        found.sort_unstable();
                        assert_eq!((found, lost), ((0..last).collect(), 0), "{what}");
                        _ = (fs::remove_dir_all(&copy), fs::remove_dir_all(&to));
                    }
                }
            }
        }
    });
}

/// Copies a trace; a torn one has half a packet at the end of each stream.
fn copy_trace(from: &Path, to: &Path, torn: bool) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_trace(&path, &target, torn);
        } else if entry.file_name().to_string_lossy().starts_with("stream_") {
            let mut bytes = fs::read(&path).unwrap();
            let half = bytes[..100].to_vec();
            bytes.extend(if torn { half } else { Vec::new() });
            fs::write(target, bytes).unwrap();
        } else {
            fs::copy(path, target).unwrap();
        }
    }
}
