//! Sessions in which each process has buffers of its own: what one does costs the others nothing, whoever is killed.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
#[path = "../../perseq-core/tests/support/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{
    collections::BTreeMap,
    os::unix::fs::FileExt as _,
    path::Path,
    sync::atomic::{AtomicU64, Ordering::SeqCst},
    thread,
    time::{Duration, Instant},
};

use perseq_ctf::{Item, Reader, Value};
use perseq_trace::{
    Buffers, Consumer, Context, Error, Filter, Format, Level, Mode, Options, Recorder, Session, Summary,
    event,
};

use processes::{Scratch, fork, kill, shared, wait};

const OPTIONS: Options = Options {
    sub_buffer: 1 << 16,
    sub_buffers: 4,
    mode: Mode::Discard,
    context: Context::IDS,
    format: Format::Ctf1,
    buffers: Buffers::PerProcess,
};

/// Waits until it is so.
fn until(what: &str, mut is: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is() {
        assert!(start.elapsed() < support::PATIENCE, "{what} did not come");
        thread::sleep(Duration::from_micros(200));
    }
}

/// Looks for so long that new processes are found: the last time when that is over, also on a busy machine.
fn look(recorder: &mut Recorder) {
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(20) {
        recorder.drain().unwrap();
        thread::sleep(Duration::from_millis(1));
    }
    recorder.drain().unwrap();
}

/// What a trace has: the sequence numbers of each producer's events, by their type; and how many are lost.
type Seen = (BTreeMap<(u64, String), Vec<u64>>, u64);

fn read(directory: &Path) -> Seen {
    let mut reader = Reader::open(directory).unwrap();
    let (mut seen, mut lost, mut last) = (BTreeMap::new(), 0, i64::MIN);
    while let Some(item) = reader.next_item().unwrap() {
        match item {
            Item::Loss(loss) => lost += loss.events + loss.packets,
            Item::Event(event) => {
                assert!(event.timestamp_ns() >= last, "all processes' events are in the order of time");
                last = event.timestamp_ns();
                let unsigned = |name| match event.fields().get(name) {
                    Some(Value::Unsigned(number)) => number,
                    other => panic!("{other:?}"),
                };
                let key = (unsigned("producer"), event.name().to_owned());
                seen.entry(key).or_insert_with(Vec::new).push(unsigned("sequence"));
            }
        }
    }
    (seen, lost)
}

/// Whether babeltrace2 shows so many events.
fn check_babeltrace(directory: &Path, events: u64) {
    match std::process::Command::new("babeltrace2").arg(directory).output() {
        Ok(shown) => {
            let errors = String::from_utf8_lossy(&shown.stderr).into_owned();
            assert!(shown.status.success(), "{errors}");
            let lines = String::from_utf8_lossy(&shown.stdout).lines().count() as u64;
            assert_eq!(lines, events, "babeltrace2 shows each of them\n{errors}");
        }
        Err(_) => support::skip("traces shown by babeltrace2", "it is not installed"),
    }
}

/// One more event of this producer.
fn step(producer: u64, sequence: u64) {
    event!(test::first, producer = producer, sequence = sequence);
    event!(test::second, producer = producer, sequence = sequence);
}

/// Events until told to stop, and the last one after that.
fn produce(producer: u64, done: &AtomicU64, stop: &AtomicU64) {
    let mut sequence = 0;
    while stop.load(SeqCst) == 0 {
        step(producer, sequence);
        sequence += 1;
        done.store(sequence, SeqCst);
        thread::sleep(Duration::from_micros(100));
    }
}

/// The program that one of the tests executes: it traces by its environment.
#[test]
#[ignore = "what another test executes"]
fn executed_program() {
    let file = std::env::var("PERSEQ_TEST_NUMBERS").unwrap();
    let file = std::fs::OpenOptions::new().read(true).write(true).open(file).unwrap();
    let number = |at: u64| {
        let mut bytes = [0; 8];
        file.read_exact_at(&mut bytes, 8 * at).unwrap();
        u64::from_ne_bytes(bytes)
    };
    let mut sequence = 0_u64;
    while number(0) == 0 {
        step(3, sequence);
        sequence += 1;
        file.write_all_at(&sequence.to_ne_bytes(), 8).unwrap();
        thread::sleep(Duration::from_micros(100));
    }
}

#[test]
fn forked_and_executed_processes_have_traces_of_their_own_that_are_one_together() {
    let name = "forked_and_executed_processes_have_traces_of_their_own_that_are_one_together";
    support::alone(name, &[], || {
        let scratch = Scratch::new("processes");
        // Room for what they write while this does something else.
        let options = Options { sub_buffer: 1 << 20, ..OPTIONS };
        let session = Session::create(&scratch.0, &options).unwrap();
        assert!(matches!(Consumer::open(&scratch.0), Err(Error::PerProcess { .. })));
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        assert!(matches!(Recorder::open(&scratch.0), Err(Error::Consumed { .. })));
        session.attach().unwrap();
        assert!(matches!(session.attach(), Err(Error::Attached)));
        step(0, 0);
        let (done, stop) = (shared(4), shared(1));
        let children = [1, 2].map(|producer| fork(|| produce(producer, &done[producer as usize], &stop[0])));
        let numbers = scratch.0.join(".numbers");
        std::fs::write(&numbers, [0; 16]).unwrap();
        let mut executed = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["executed_program", "--exact", "--ignored", "--test-threads=1"])
            .env(perseq_trace::VARIABLE, &scratch.0)
            .env("PERSEQ_TEST_NUMBERS", &numbers)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let written = || {
            let bytes = std::fs::read(&numbers).unwrap();
            u64::from_ne_bytes(bytes[8..16].try_into().unwrap())
        };
        // The filter changes while they make their buffers and trace.
        let mut changes = 0;
        until("all three", || {
            let filter = if changes % 2 == 0 { Filter::all().disable("test::second") } else { Filter::all() };
            session.set_filter(&filter).unwrap();
            changes += 1;
            recorder.drain().unwrap();
            changes > 20 && (1..3).all(|producer| done[producer].load(SeqCst) > 200) && written() > 200
        });
        session.set_filter(&Filter::none().enable("test::first", Level::Info)).unwrap();
        let marks = [done[1].load(SeqCst), done[2].load(SeqCst), written()];
        kill(children[0]);
        until("more of the others", || {
            recorder.drain().unwrap();
            done[2].load(SeqCst) > marks[1] + 100 && written() > marks[2] + 100
        });
        stop[0].store(1, SeqCst);
        std::fs::OpenOptions::new().write(true).open(&numbers).unwrap().write_all_at(&[1], 0).unwrap();
        assert_eq!(wait(children[1]), 0);
        assert!(executed.wait().unwrap().success());
        until("the end of three processes", || {
            recorder.drain().unwrap();
            let buffers = |name: &String| scratch.0.join(name).join(".session").exists();
            scratch.directories().iter().filter(|name| buffers(name)).count() == 1
        });
        let before = session.counts();
        session.stop();
        step(0, 1);
        let summary = recorder.finish().unwrap();
        assert!(recorder.problems().is_empty(), "{:?}", recorder.problems());
        assert_eq!((summary.processes, summary.damaged, summary.discarded), (4, 0, 0), "{summary:?}");
        assert_eq!(before, (summary.events, 0));
        session.remove().unwrap();
        let (seen, lost) = read(&scratch.0);
        assert_eq!(lost, 0);
        let all: u64 = seen.values().map(|events| events.len() as u64).sum();
        assert_eq!(all, summary.events);
        println!("{all} events, {changes} changes of the filter");
        let of = |producer: u64, name: &str| {
            seen.get(&(producer, format!("test:{name}"))).map_or(&[][..], |events| &events[..])
        };
        assert_eq!((of(0, "first"), of(0, "second")), (&[0][..], &[0][..]));
        for (producer, done) in [(1, done[1].load(SeqCst)), (2, done[2].load(SeqCst)), (3, written())] {
            let first = of(producer, "first");
            // The one that it was at when it was killed may be there.
            assert!((done..=done + 1).contains(&(first.len() as u64)), "{} of {done}", first.len());
            assert!(first.iter().copied().eq(0..first.len() as u64), "each of producer {producer}, in order");
            let second = of(producer, "second");
            assert!(second.len() < first.len(), "the filter left some out");
            // The last filter came before that.
            let last = second.last().copied().unwrap_or(0);
            assert!(last <= marks[producer as usize - 1] + 1, "{last} of producer {producer} was not wanted");
        }
        assert!((1..4).any(|producer| !of(producer, "second").is_empty()), "the filter let some through");
        let directories = scratch.directories();
        assert_eq!(directories.len(), 4, "{directories:?}");
        for (directory, child) in [(&children[0], "killed"), (&children[1], "ended")] {
            let name = format!("process-{directory}");
            assert!(directories.contains(&name), "{child}: {name} of {directories:?}");
            let reader = Reader::open(scratch.0.join(name)).unwrap();
            let env = |key: &str| reader.env().iter().find(|(name, _)| name == key).map(|(_, value)| value);
            assert_eq!(env("vpid"), Some(&perseq_ctf::EnvValue::Int((*directory).into())));
            assert!(env("procname").is_some());
        }
        check_babeltrace(&scratch.0, all);
    });
}

#[test]
fn a_process_that_overflows_its_buffers_loses_its_own_events_only() {
    let name = "a_process_that_overflows_its_buffers_loses_its_own_events_only";
    support::alone(name, &[], || {
        let scratch = Scratch::new("chatty");
        let options = Options { sub_buffer: 4096, ..OPTIONS };
        let session = Session::create(&scratch.0, &options).unwrap();
        session.attach().unwrap();
        let done = shared(2);
        let quiet = fork(|| {
            for sequence in 0..50 {
                step(0, sequence);
                done[0].store(sequence + 1, SeqCst);
                thread::sleep(Duration::from_millis(2));
            }
        });
        // More than the buffers of two hundred CPUs hold, while nobody takes any out.
        let chatty = fork(|| {
            for sequence in 0..200_000 {
                step(1, sequence);
            }
        });
        assert_eq!((wait(chatty), wait(quiet)), (0, 0));
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        session.stop();
        let summary = recorder.finish().unwrap();
        let (seen, lost) = read(&scratch.0);
        let of = |producer| {
            let of = seen.iter().filter(|((of, _), _)| *of == producer);
            of.map(|(_, events)| events.len() as u64).sum::<u64>()
        };
        assert_eq!(of(0), 100, "each of the quiet one's");
        assert!(summary.discarded > 0 && of(1) > 100, "{summary:?}");
        assert_eq!((of(1) + summary.discarded, lost), (400_000, summary.discarded));
    });
}

#[test]
fn a_process_that_writes_garbage_to_its_buffers_spoils_its_own_only() {
    let name = "a_process_that_writes_garbage_to_its_buffers_spoils_its_own_only";
    support::alone(name, &[], || {
        let scratch = Scratch::new("garbage-own");
        // Room for what the good one writes while nobody takes it out.
        let options = Options { sub_buffer: 1 << 20, ..OPTIONS };
        let session = Session::create(&scratch.0, &options).unwrap();
        session.attach().unwrap();
        let mut random = 12345_u64;
        let mut next = || {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            random >> 16
        };
        let (done, stop) = (shared(1), shared(1));
        let good = fork(|| produce(0, &done[0], &stop[0]));
        let (mut damaged, mut problems) = (0, 0);
        for round in 1..60 {
            let mut recorder = Recorder::open(&scratch.0).unwrap();
            let garbage: Vec<(u64, u64)> = (0..200).map(|_| (next(), next() << 20 ^ next())).collect();
            let ready = shared(1);
            let bad = fork(|| {
                for sequence in 0..100 {
                    step(round, sequence);
                }
                ready[0].store(1, SeqCst);
                until("the recorder's look", || ready[0].load(SeqCst) == 2);
                let own = scratch.0.join(format!("process-{}/.session", std::process::id()));
                let file = std::fs::OpenOptions::new().write(true).open(own).unwrap();
                let control = (1 << 20) + u64::from(perseq_core::cpu::current().get()) * (4096 + (4 << 20));
                for (place, value) in garbage {
                    // In the claims, the settings, the types; the words, the pairs, the records.
                    let at = [place % 4096, place % (1 << 20), control + 128 + place % 8192, control + 4096];
                    file.write_all_at(&value.to_ne_bytes(), at[place as usize % 4] & !7).unwrap();
                }
                ready[0].store(3, SeqCst);
                until("the end", || false);
            });
            until("its events", || ready[0].load(SeqCst) == 1);
            if round % 2 == 0 {
                look(&mut recorder);
            }
            ready[0].store(2, SeqCst);
            until("the garbage", || ready[0].load(SeqCst) == 3);
            look(&mut recorder);
            // Who changes the filter waits for nobody.
            session.set_filter(&Filter::all()).unwrap();
            kill(bad);
            look(&mut recorder);
            damaged += u64::from(recorder.summary().damaged > recorder.problems().len() as u64);
            problems += recorder.problems().len();
            drop(recorder);
            // Unless it was completed.
            _ = std::fs::remove_dir_all(scratch.0.join(format!("process-{bad}")));
        }
        stop[0].store(1, SeqCst);
        assert_eq!(wait(good), 0);
        session.stop();
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        recorder.finish().unwrap();
        assert!(recorder.problems().is_empty());
        let (seen, lost) = read(&scratch.0);
        let first = &seen[&(0, "test:first".to_owned())];
        assert_eq!(seen.len(), 2);
        assert!(
            first.iter().copied().eq(0..done[0].load(SeqCst)) && lost == 0,
            "the other one's are all there"
        );
        println!("{damaged} buffers, {problems} files were spoilt; {} events of the other one", first.len());
        assert!(damaged > 0 && problems > 0, "the test spoilt nothing");
    });
}

#[test]
fn children_that_do_not_trace_have_no_buffers_nor_have_those_that_have_no_events() {
    let name = "children_that_do_not_trace_have_no_buffers_nor_have_those_that_have_no_events";
    support::alone(name, &[], || {
        let scratch = Scratch::new("children");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        session.attach().unwrap();
        step(0, 0);
        let own = format!("process-{}", std::process::id());
        assert_eq!(wait(fork(|| {})), 0);
        session.trace_children(false);
        assert_eq!(wait(fork(|| step(1, 0))), 0);
        assert_eq!(scratch.directories(), [&own[..]]);
        session.trace_children(true);
        // A grandchild whose parent had no event, and then its parent.
        let child = fork(|| {
            assert_eq!(wait(fork(|| step(3, 0))), 0);
            step(2, 0);
        });
        assert_eq!(wait(child), 0);
        assert_eq!(scratch.directories().len(), 3);
        session.stop();
        // Too late: there is nobody any more who would consume them.
        assert_eq!(wait(fork(|| step(4, 0))), 0);
        perseq_trace::detach();
        assert!(matches!(session.attach(), Err(Error::Ended { .. })));
        assert_eq!(scratch.directories().len(), 3);
        let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
        session.remove().unwrap();
        let (seen, _) = read(&scratch.0);
        let producers: Vec<u64> = seen.keys().map(|(producer, _)| *producer).collect();
        assert_eq!((producers, summary.events), (vec![0, 0, 2, 2, 3, 3], 6));
    });
}

/// What a parent has described after the fork is in the table that its child copies.
#[test]
fn a_child_records_what_its_parent_has_first_recorded_after_the_fork() {
    let name = "a_child_records_what_its_parent_has_first_recorded_after_the_fork";
    support::alone(name, &[], || {
        let scratch = Scratch::new("late-child");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        session.set_filter(&Filter::all().disable("test::other")).unwrap();
        session.attach().unwrap();
        fn served(producer: u64, sequence: u64) {
            event!(test::served, producer = producer, sequence = sequence);
            event!(test::other, producer = producer, sequence = sequence);
        }
        let ready = shared(1);
        let child = fork(|| {
            until("the parent's event", || ready[0].load(SeqCst) == 1);
            (0..100).for_each(|sequence| served(1, sequence));
        });
        served(0, 0);
        ready[0].store(1, SeqCst);
        assert_eq!(wait(child), 0);
        session.stop();
        let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
        assert_eq!((summary.events, summary.discarded), (101, 0), "{summary:?}");
        let (seen, lost) = read(&scratch.0);
        assert_eq!(lost, 0);
        assert_eq!(seen[&(1, "test:served".to_owned())], (0..100).collect::<Vec<_>>());
    });
}

/// As servers do: a worker becomes another user, and its root is an empty directory. Another one has no descriptor left.
#[test]
fn workers_that_cannot_make_buffers_of_their_own_write_to_their_parents() {
    let name = "workers_that_cannot_make_buffers_of_their_own_write_to_their_parents";
    support::alone(name, &[], || {
        let scratch = Scratch::new("workers");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        session.set_filter(&Filter::all().disable("test::second")).unwrap();
        let empty = Scratch::new("workers-root");
        std::fs::create_dir(&empty.0).unwrap();
        let root = std::ffi::CString::new(empty.0.to_str().unwrap()).unwrap();
        let no_descriptor = || {
            let limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
            assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &limit) }, 0);
        };
        let no_rights = || unsafe {
            assert_eq!((libc::chroot(root.as_ptr()), libc::chdir(c"/".as_ptr())), (0, 0));
            assert_eq!((libc::setgid(65_534), libc::setuid(65_534)), (0, 0));
        };
        let is_root = unsafe { libc::geteuid() } == 0;
        if !is_root {
            support::skip("a worker that becomes another user", "this user may not");
        }
        let (done, go) = (shared(1), shared(1));
        let work = |producer: u64| {
            (0..50).for_each(|sequence| step(producer, sequence));
            // Of a type that its parent does not have.
            event!(test::own, producer = producer, sequence = 0_u64);
            // A child of the worker's, and what its parent does after that.
            assert_eq!(wait(fork(|| step(producer + 10, 0))), 0);
            done[0].fetch_add(1, SeqCst);
            // The master has ended by then.
            until("the master's end", || go[0].load(SeqCst) == 1);
            (50..100).for_each(|sequence| step(producer, sequence));
            done[0].fetch_add(1, SeqCst);
        };
        let workers = if is_root { 2 } else { 1 };
        let buffers = scratch.0.clone();
        let master = fork(|| {
            session.attach().unwrap();
            step(0, 0);
            let worker = |producer, drop: &dyn Fn()| {
                let child = unsafe { libc::fork() };
                if child == 0 {
                    drop();
                    work(producer);
                    unsafe { libc::_exit(0) };
                }
            };
            worker(1, &no_descriptor);
            if is_root {
                worker(2, &no_rights);
            }
            // One that does not trace, and ends late.
            worker(3, &|| {
                until("the others", || done[0].load(SeqCst) == 2 * workers);
                unsafe { libc::_exit(0) };
            });
            until("the workers", || done[0].load(SeqCst) == workers);
        });
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        let own = buffers.join(format!("process-{master}/.session"));
        until("the workers", || {
            recorder.drain().unwrap();
            done[0].load(SeqCst) == workers
        });
        assert_eq!(wait(master), 0);
        // The clock is known by then, and those that have ended are completed.
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(1500) {
            recorder.drain().unwrap();
            thread::sleep(Duration::from_millis(10));
        }
        assert!(own.exists(), "processes write there");
        go[0].store(1, SeqCst);
        until("the end of the buffers", || {
            recorder.drain().unwrap();
            !own.exists()
        });
        session.stop();
        let summary = recorder.finish().unwrap();
        assert_eq!((summary.events, summary.discarded), (1 + 102 * workers, 0), "{summary:?}");
        let (seen, lost) = read(&scratch.0);
        assert_eq!(lost, 0);
        for producer in 1..=workers {
            assert_eq!(seen[&(producer, "test:first".to_owned())], (0..100).collect::<Vec<_>>());
            assert_eq!(seen[&(producer + 10, "test:first".to_owned())], [0]);
        }
        assert!(!seen.keys().any(|(_, name)| name == "test:second"), "the filter is theirs, too");
    });
}

#[test]
fn first_events_of_a_child_in_many_threads_and_handlers_are_recorded_or_counted() {
    extern "C" fn handler(signal: i32) {
        event!(test::first, producer = 9_u64, sequence = support::SIGNALS.load(SeqCst));
        support::count_signal(signal);
    }
    let name = "first_events_of_a_child_in_many_threads_and_handlers_are_recorded_or_counted";
    support::alone(name, &[], || {
        let scratch = Scratch::new("first");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        session.attach().unwrap();
        // So that the child knows the types: describing allocates.
        step(0, 0);
        handler(0);
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        let signals = shared(1);
        const CHILDREN: u64 = 200;
        for number in 0..CHILDREN {
            // The first signal comes before the buffers are made, meanwhile or after that, so each is tried: it does not matter how fast this
            // machine makes them.
            let period = Duration::from_micros(20 + 10 * (number / 2 % 25));
            let child = fork(|| {
                support::SIGNALS.store(0, SeqCst);
                support::handle_timer(handler);
                support::with_timer(period, || {
                    if number % 2 == 0 {
                        // The timer's signals are this thread's, as a rule.
                        return step(4, 0);
                    }
                    thread::scope(|scope| {
                        for producer in 1..4 {
                            scope.spawn(move || step(producer, 0));
                        }
                    });
                });
                signals[0].fetch_add(support::SIGNALS.load(SeqCst), SeqCst);
            });
            assert_eq!(wait(child), 0);
            recorder.drain().unwrap();
        }
        session.stop();
        let summary = recorder.finish().unwrap();
        let (seen, lost) = read(&scratch.0);
        let handled = signals[0].load(SeqCst);
        println!("{summary:?}, {handled} events in handlers");
        assert_eq!(
            (summary.events + summary.discarded, lost),
            (3 + handled + 4 * CHILDREN, summary.discarded)
        );
        // What is not in a handler is not discarded.
        for producer in 1..4 {
            for name in ["first", "second"] {
                let events = &seen[&(producer, format!("test:{name}"))];
                assert_eq!(events.len() as u64, CHILDREN / 2, "{name} of producer {producer}");
            }
        }
        assert!(handled > 0 && summary.discarded > 0, "no handler came while buffers were made");
    });
}

#[test]
fn processes_and_recorders_that_are_killed_anywhere_lose_nothing_that_was_committed() {
    let name = "processes_and_recorders_that_are_killed_anywhere_lose_nothing_that_was_committed";
    support::alone(name, &[], || {
        let scratch = Scratch::new("killed-own");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        session.attach().unwrap();
        step(0, 0);
        const VICTIMS: u64 = 150;
        let (done, looks) = (shared(VICTIMS as usize + 1), shared(1));
        let record = || {
            fork(|| {
                let mut recorder = Recorder::open(&scratch.0).unwrap();
                loop {
                    recorder.drain().unwrap();
                    looks[0].fetch_add(1, SeqCst);
                }
            })
        };
        let mut recorder = record();
        // From then on those that have ended are completed.
        assert_eq!(wait(fork(|| step(0, 1))), 0);
        until("the first one's end", || {
            let completed = |name: &String| !scratch.0.join(name).join(".session").exists();
            scratch.directories().iter().filter(|name| completed(name)).count() == 1
        });
        let mut halves = 0;
        for victim in 1..=VICTIMS {
            // Killed while it makes its buffers, or later: half of them live until they have an event.
            let child = fork(|| {
                for sequence in 0.. {
                    step(victim, sequence);
                    done[victim as usize].store(sequence + 1, SeqCst);
                    thread::sleep(Duration::from_micros(10));
                }
            });
            until("its first event", || victim % 2 == 0 || done[victim as usize].load(SeqCst) > 0);
            thread::sleep(Duration::from_micros(victim * 7919 % 1500));
            kill(child);
            halves += u64::from(done[victim as usize].load(SeqCst) == 0);
            if victim % 5 == 0 {
                // At any time of what it does to complete those that have ended.
                thread::sleep(Duration::from_micros(victim * 104_729 % 60_000));
                kill(recorder);
                recorder = record();
            }
        }
        let before = looks[0].load(SeqCst);
        until("looks", || looks[0].load(SeqCst) > before + 5);
        kill(recorder);
        let buffers = |name: &String| scratch.0.join(name).join(".session").exists();
        let (open, completed): (Vec<_>, Vec<_>) =
            scratch.directories().into_iter().filter(|name| !name.starts_with('.')).partition(buffers);
        session.stop();
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        let summary = recorder.finish().unwrap();
        assert!(recorder.problems().is_empty(), "{:?}", recorder.problems());
        drop(recorder);
        assert_eq!(session.counts(), (summary.events, summary.discarded));
        session.remove().unwrap();
        let left = scratch.directories();
        assert!(left.iter().all(|name| name.starts_with("process-")), "{left:?}");
        let (seen, lost) = read(&scratch.0);
        assert_eq!((summary.damaged, lost), (0, summary.discarded), "{summary:?}");
        let all: u64 = seen.values().map(|events| events.len() as u64).sum();
        assert_eq!(all, summary.events, "{summary:?}");
        for (victim, done) in done.iter().enumerate().skip(1) {
            let (done, key) = (done.load(SeqCst), (victim as u64, "test:first".to_owned()));
            let events = seen.get(&key).map_or(&[][..], |events| &events[..]);
            let whole = events.iter().copied().eq(0..events.len() as u64);
            assert!((done..=done + 1).contains(&(events.len() as u64)) && whole, "{done} of {victim}");
        }
        println!(
            "{summary:?}, {halves} were killed before their first event, {} looks",
            looks[0].load(SeqCst)
        );
        println!(
            "{} were completed and {} not when the last recorder was killed",
            completed.len(),
            open.len()
        );
        assert!(completed.len() > 20, "{completed:?}");
        assert!((1..VICTIMS).contains(&halves), "{halves}");
        check_babeltrace(&scratch.0, all);
    });
}

#[test]
fn a_program_that_closes_what_it_does_not_know_is_recorded_to_its_end() {
    let name = "a_program_that_closes_what_it_does_not_know_is_recorded_to_its_end";
    support::alone(name, &[], || {
        let scratch = Scratch::new("closes");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        session.attach().unwrap();
        let (done, stop) = (shared(1), shared(1));
        let child = fork(|| {
            step(1, 0);
            // As daemons do; the lock is closed with the rest, and its number is something else's.
            assert_eq!(unsafe { libc::close_range(3, u32::MAX, 0) }, 0);
            let other = std::fs::File::open("/dev/null").unwrap();
            assert_eq!(wait(fork(|| _ = other.metadata().unwrap())), 0);
            step(1, 1);
            done[0].store(1, SeqCst);
            until("the end", || stop[0].load(SeqCst) == 1);
            step(1, 2);
        });
        until("its events", || done[0].load(SeqCst) == 1);
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        let buffers = scratch.0.join(format!("process-{child}/.session"));
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(1500) {
            recorder.drain().unwrap();
            thread::sleep(Duration::from_millis(10));
        }
        assert!(buffers.exists(), "it is still there");
        stop[0].store(1, SeqCst);
        assert_eq!(wait(child), 0);
        until("its end", || {
            recorder.drain().unwrap();
            !buffers.exists()
        });
        let (seen, _) = read(&scratch.0.join(format!("process-{child}")));
        assert_eq!(seen[&(1, "test:first".to_owned())], [0, 1, 2]);
    });
}

#[test]
fn each_process_has_parts_and_a_snapshot_has_all_processes() {
    let name = "each_process_has_parts_and_a_snapshot_has_all_processes";
    support::alone(name, &[], || {
        let scratch = Scratch::new("parts-own");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        session.attach().unwrap();
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        assert!(recorder.rotate().unwrap().is_empty());
        let mut completed = Vec::new();
        for round in 0..3 {
            step(0, round);
            assert_eq!(wait(fork(|| step(round + 1, 0))), 0);
            recorder.drain().unwrap();
            assert!(recorder.part_bytes() > 0);
            completed.push(recorder.rotate().unwrap());
        }
        let own = scratch.0.join(format!("process-{}", std::process::id()));
        let parts: Vec<_> = (1..4).map(|part| own.join(format!("part-{part:06}"))).collect();
        for (round, completed) in completed.iter().enumerate() {
            assert!(completed.contains(&parts[round]), "{completed:?}");
            assert_eq!(completed.len(), 2, "{completed:?}");
        }
        step(0, 3);
        step(5, 0);
        let to = scratch.0.join("snapshot");
        let Summary { events, processes, .. } = perseq_trace::snapshot(&scratch.0, &to).unwrap();
        assert_eq!((events, processes), (4, 1), "what was not taken, and nothing of those that have nothing");
        assert_eq!(read(&to).0.len(), 4);
        std::fs::remove_dir_all(&to).unwrap();
        session.stop();
        let summary = recorder.finish().unwrap();
        session.remove().unwrap();
        let (seen, lost) = read(&scratch.0);
        let all: u64 = seen.values().map(|events| events.len() as u64).sum();
        assert_eq!((all, lost, summary.events), (16, 0, 16));
        check_babeltrace(&scratch.0, all);
    });
}

#[test]
fn a_flight_recorder_has_the_newest_events_of_each_process_also_of_the_dead() {
    let name = "a_flight_recorder_has_the_newest_events_of_each_process_also_of_the_dead";
    support::alone(name, &[], || {
        let scratch = Scratch::new("flight-own");
        let options = Options { sub_buffer: 4096, mode: Mode::Overwrite, ..OPTIONS };
        let session = Session::create(&scratch.0, &options).unwrap();
        session.attach().unwrap();
        assert!(matches!(Recorder::open(&scratch.0), Err(Error::Overwrites { .. })));
        step(0, 0);
        let done = shared(1);
        let chatty = fork(|| {
            for sequence in 0.. {
                step(1, sequence);
                done[0].store(sequence + 1, SeqCst);
            }
        });
        until("many events", || done[0].load(SeqCst) > 100_000);
        kill(chatty);
        let to = scratch.0.join("recovered");
        let summary = perseq_trace::snapshot(&scratch.0, &to).unwrap();
        let (seen, _) = read(&to);
        assert_eq!(seen[&(0, "test:first".to_owned())], [0], "the old one of the other process");
        let last = *seen[&(1, "test:first".to_owned())].last().unwrap();
        let done = done[0].load(SeqCst);
        assert!((done - 1..=done).contains(&last), "the newest one of the dead: {last} of {done}");
        assert!(summary.discarded > 100_000 && summary.processes == 2, "{summary:?}");
        assert_eq!(session.counts().0, summary.events + summary.discarded);
        check_babeltrace(&to, summary.events);
    });
}

#[test]
fn a_session_in_which_nobody_traced_is_a_trace_without_events() {
    let scratch = Scratch::new("nobody");
    let session = Session::create(&scratch.0, &OPTIONS).unwrap();
    assert_eq!(std::fs::metadata(scratch.0.join(".session")).unwrap().len(), 1 << 20, "no buffers");
    session.stop();
    let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
    session.remove().unwrap();
    assert_eq!(summary, Summary::default());
    assert!(read(&scratch.0).0.is_empty());
}
