//! Any geometry and any order of events, looks, snapshots, parts and consumers, compared with a plain model of one buffer.

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
    collections::VecDeque,
    path::Path,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use perseq_ctf::{Item, Reader, Value};
use perseq_trace::{Consumer, Context, Error, Mode, Options, Session, Summary, detach, event, snapshot};

use processes::Scratch;
use proptest::{prelude::*, test_runner::TestRunner};

/// What happens to a session.
#[derive(Debug, Clone, Copy)]
enum Op {
    /// So many events with a text of that length each.
    Record(usize, u32),
    Drain,
    Snapshot,
    /// Begins a part.
    Rotate,
    /// The consumer goes, and another one comes.
    Reopen,
}

/// Lengths of texts: most are small, some fill a sub-buffer, some nearly, and some are too large for it.
fn length(sub_buffer: usize) -> impl Strategy<Value = usize> {
    prop_oneof![
        6 => 0..64_usize,
        3 => 0..sub_buffer / 2,
        2 => sub_buffer - 64..sub_buffer + 16,
        1 => sub_buffer..4 * sub_buffer,
    ]
}

fn op(sub_buffer: usize) -> impl Strategy<Value = Op> {
    prop_oneof![
        8 => (length(sub_buffer), 1..40_u32).prop_map(|(len, times)| Op::Record(len, times)),
        3 => Just(Op::Drain),
        1 => Just(Op::Snapshot),
        1 => Just(Op::Rotate),
        1 => Just(Op::Reopen),
    ]
}

fn session() -> impl Strategy<Value = (Options, Vec<Op>)> {
    let sizes = (12..15_u32, 1..4_u32, any::<bool>(), any::<bool>());
    sizes.prop_flat_map(|(sub_buffer, sub_buffers, overwrites, ids)| {
        let mode = if overwrites { Mode::Overwrite } else { Mode::Discard };
        let context = if ids { Context::IDS } else { Context::NONE };
        let options = Options {
            sub_buffer: 1 << sub_buffer,
            sub_buffers: 1 << sub_buffers,
            mode,
            context,
            ..Options::default()
        };
        (Just(options), prop::collection::vec(op(options.sub_buffer), 1..60))
    })
}

/// An event: its number and the length of its text.
type Recorded = (u64, usize);

/// One buffer, in bytes.
#[derive(Debug)]
struct Model {
    options: Options,
    position: usize,
    read: usize,
    /// What is in the buffer, and where it begins.
    held: VecDeque<(usize, Recorded)>,
    /// What was taken out.
    taken: Vec<Recorded>,
    accepted: u64,
    discarded: u64,
    too_large: u64,
}

impl Model {
    fn new(options: Options) -> Self {
        let (held, taken) = (VecDeque::new(), Vec::new());
        Self { options, position: 0, read: 0, held, taken, accepted: 0, discarded: 0, too_large: 0 }
    }

    /// Bytes of a record: time and type, process and thread, number, the text's length, and the text.
    fn need(&self, text: usize) -> usize {
        (12 + if self.options.context == Context::IDS { 8 } else { 0 } + 8 + 2 + text).next_multiple_of(8)
    }

    fn record(&mut self, event: Recorded) {
        let Options { sub_buffer, sub_buffers, mode, .. } = self.options;
        let need = self.need(event.1);
        if need > sub_buffer - 8 {
            self.too_large += 1;
            return;
        }
        if self.position % sub_buffer + need > sub_buffer - 8 {
            let next = self.position - self.position % sub_buffer + sub_buffer;
            if mode == Mode::Discard && next + sub_buffer - self.read > sub_buffer * sub_buffers {
                self.discarded += 1;
                return;
            }
            self.position = next;
        }
        self.held.push_back((self.position, event));
        self.position += need;
        self.accepted += 1;
        if mode == Mode::Overwrite {
            let oldest =
                (self.position - self.position % sub_buffer).saturating_sub((sub_buffers - 1) * sub_buffer);
            while self.held.front().is_some_and(|(at, _)| *at < oldest) {
                self.held.pop_front();
            }
        }
    }

    fn drain(&mut self) -> u64 {
        let before = self.taken.len();
        self.taken.extend(self.held.drain(..).map(|(_, event)| event));
        self.read = self.position;
        (self.taken.len() - before) as u64
    }

    fn lost(&self) -> u64 {
        self.discarded + self.too_large
    }
}

/// What happened in all cases together.
#[derive(Debug, Default)]
struct Seen {
    events: AtomicU64,
    discarded: AtomicU64,
    too_large: AtomicU64,
    overwritten: AtomicU64,
    parts: AtomicU64,
    consumers: AtomicU64,
}

impl Seen {
    fn all(&self) -> [&AtomicU64; 6] {
        let Self { events, discarded, too_large, overwritten, parts, consumers } = self;
        [events, discarded, too_large, overwritten, parts, consumers]
    }
}

/// The process's session, which it leaves.
struct Attached;

impl Drop for Attached {
    fn drop(&mut self) {
        detach();
    }
}

/// The byte that the text of event `number` is made of.
fn letter(number: u64) -> u8 {
    b'a' + (number % 26) as u8
}

/// The events of a trace, each of them whole, and how many it says are missing.
fn read(directory: &Path) -> (Vec<Recorded>, u64) {
    let mut reader = Reader::open(directory).unwrap();
    let (mut events, mut lost) = (Vec::new(), 0);
    while let Some(item) = reader.next_item().unwrap() {
        match item {
            Item::Loss(loss) => {
                assert_eq!(loss.packets, 0, "a packet is missing");
                lost += loss.events;
            }
            Item::Event(event) => {
                let Some(Value::Unsigned(number)) = event.fields().get("number") else { panic!("no number") };
                let Some(Value::Text(text)) = event.fields().get("text") else { panic!("no text") };
                assert!(text.iter().all(|byte| *byte == letter(number)), "a torn event");
                events.push((number, text.len()));
            }
        }
    }
    (events, lost)
}

/// Runs `ops` and the model, and compares them at each step that shows something.
fn compare(directory: &Path, options: Options, ops: &[Op], seen: &Seen) {
    let session = Session::create(directory, &options).unwrap();
    session.attach().unwrap();
    let mut consumer = match Consumer::open(directory) {
        Ok(consumer) => Some(consumer),
        Err(Error::Overwrites { .. }) if options.mode == Mode::Overwrite => None,
        Err(error) => panic!("{error}"),
    };
    let (mut model, mut number, to) = (Model::new(options), 0_u64, directory.with_extension("snapshot"));
    for op in ops {
        match (op, &mut consumer) {
            (Op::Record(len, times), _) => {
                for _ in 0..*times {
                    let text = vec![letter(number); *len];
                    event!(test::one, number = number, text = std::str::from_utf8(&text).unwrap());
                    model.record((number, *len));
                    number += 1;
                }
                assert_eq!(session.counts(), (model.accepted, model.lost()), "recorded and discarded");
            }
            (Op::Drain, Some(consumer)) => assert_eq!(consumer.drain().unwrap(), model.drain()),
            (Op::Rotate, Some(consumer)) => {
                // It may look at the buffers: whether it has is its own affair.
                consumer.rotate().unwrap();
                if consumer.summary().events > model.taken.len() as u64 {
                    model.drain();
                }
                assert_eq!(consumer.summary().events, model.taken.len() as u64);
                seen.parts.fetch_add(1, Relaxed);
            }
            (Op::Reopen, Some(_)) => {
                consumer = None;
                consumer.replace(Consumer::open(directory).unwrap());
                seen.consumers.fetch_add(1, Relaxed);
            }
            (Op::Snapshot, _) => check_snapshot(directory, &to, &model),
            (Op::Drain | Op::Rotate | Op::Reopen, None) => {}
        }
    }
    check_snapshot(directory, &to, &model);
    if let Some(consumer) = &mut consumer {
        let summary = consumer.finish().unwrap();
        model.drain();
        let (events, lost) = read(directory);
        assert_eq!(events, model.taken, "the accepted events, in order, each once");
        assert_eq!((summary.events, summary.damaged), (model.accepted, 0), "{summary:?}");
        assert_eq!((summary.discarded, lost), (model.lost(), model.lost()), "{summary:?}");
        assert_eq!(summary.events + summary.discarded, number);
    }
    seen.events.fetch_add(model.accepted, Relaxed);
    seen.discarded.fetch_add(model.discarded, Relaxed);
    seen.too_large.fetch_add(model.too_large, Relaxed);
    let overwritten = model.accepted - model.taken.len() as u64 - model.held.len() as u64;
    seen.overwritten.fetch_add(overwritten, Relaxed);
}

/// A snapshot has what the buffer holds, and says how many events are missing, but for those that the session's own trace tells of.
fn check_snapshot(directory: &Path, to: &Path, model: &Model) {
    // Before the snapshot's trace is there, too.
    let (_, told) = if model.options.mode == Mode::Discard { read(directory) } else { Default::default() };
    let summary: Summary = snapshot(directory, to).unwrap();
    let held: Vec<Recorded> = model.held.iter().map(|(_, event)| *event).collect();
    let missing = match model.options.mode {
        Mode::Discard => model.lost() - told,
        Mode::Overwrite => model.accepted - held.len() as u64 + model.lost(),
    };
    assert_eq!((summary.events, summary.discarded, summary.damaged), (held.len() as u64, missing, 0));
    assert_eq!(read(to), (held, missing), "what the buffer holds, in order, each once; and what is missing");
    std::fs::remove_dir_all(to).unwrap();
}

/// So many cases, all in this process and on one CPU; and as many again until all that can happen has.
fn cases(cases: u32) {
    support::pin(perseq_core::cpu::allowed().unwrap().iter().next().unwrap());
    let seen = Seen::default();
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 400,
        ..ProptestConfig::default()
    });
    for round in 1.. {
        let result = runner.run(&session(), |(options, ops)| {
            static CASE: AtomicU64 = AtomicU64::new(0);
            let case = CASE.fetch_add(1, Relaxed);
            let scratch = Scratch::in_memory(&format!("model-{case}"));
            let _attached = Attached;
            compare(&scratch.0, options, &ops, &seen);
            Ok(())
        });
        if let Err(error) = result {
            panic!("{error}");
        }
        if seen.all().iter().all(|count| count.load(Relaxed) > 10) {
            break;
        }
        assert!(round < 20, "something hardly happens: {seen:?}");
    }
    println!("{seen:?}");
}

#[test]
fn what_comes_out_is_what_a_plain_model_says() {
    for variables in [&[][..], &[support::WITHOUT_GLIBC]] {
        support::alone("what_comes_out_is_what_a_plain_model_says", variables, || cases(60));
    }
}

#[test]
fn threads_without_sections_put_in_what_the_same_model_says() {
    let name = "threads_without_sections_put_in_what_the_same_model_says";
    support::alone(name, &[support::WITHOUT_GLIBC], || {
        support::deny_rseq(libc::ENOSYS);
        cases(30);
        assert!(perseq_core::thread::attach().is_err(), "this thread runs sections");
    });
}
