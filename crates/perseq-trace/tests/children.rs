//! Forked and executed children of processes that have buffers of their own: each has its own, or writes to its parent's.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod own_buffers;
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::{
    os::unix::{fs::FileExt as _, process::CommandExt as _},
    sync::atomic::Ordering::SeqCst,
    thread,
    time::{Duration, Instant},
};

use perseq_ctf::Reader;
use perseq_trace::{Consumer, Error, Filter, Level, Options, Recorder, Session, event};

use own_buffers::{OPTIONS, check_babeltrace, produce, read, step};
use processes::{Scratch, fork, kill, shared, until, wait};

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
        // The filter changes while they make their buffers and trace, until each has recorded under either.
        let counts = || [done[1].load(SeqCst), done[2].load(SeqCst), written()];
        let (mut changes, mut since, mut under) = (0, [0; 3], [[false; 3]; 2]);
        until("all three", || {
            let now = counts();
            for ((now, since), under) in now.iter().zip(since).zip(&mut under[changes % 2]) {
                // The second of two steps was begun and done under the filter that is there.
                *under |= changes > 0 && *now >= since + 2;
            }
            let filter = if changes % 2 == 0 { Filter::all().disable("test::second") } else { Filter::all() };
            session.set_filter(&filter).unwrap();
            changes += 1;
            since = counts();
            recorder.drain().unwrap();
            changes > 20 && now.iter().all(|steps| *steps > 200) && under == [[true; 3]; 2]
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

/// Its first program has no events, and so leaves no directory: that of the second program has the same name.
#[test]
fn a_program_is_recorded_that_comes_after_another_one_of_the_same_process() {
    let name = "a_program_is_recorded_that_comes_after_another_one_of_the_same_process";
    support::alone(name, &[], || {
        let scratch = Scratch::new("one-after-another");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        let (numbers, go) = (scratch.0.join(".numbers"), scratch.0.join(".go"));
        std::fs::write(&numbers, [0; 16]).unwrap();
        let told = shared(2);
        let process = fork(|| {
            session.attach().unwrap();
            told[0].store(1, SeqCst);
            until("the word to go on", || told[1].load(SeqCst) == 1);
            // A program in between, which does not trace.
            let error = std::process::Command::new("sh")
                .args(["-c", r#"until test -e "$0"; do sleep 0.01; done; exec "$@""#])
                .arg(&go)
                .arg(std::env::current_exe().unwrap())
                .args(["executed_program", "--exact", "--ignored", "--test-threads=1"])
                .env(perseq_trace::VARIABLE, &scratch.0)
                .env("PERSEQ_TEST_NUMBERS", &numbers)
                .stdout(std::process::Stdio::null())
                .exec();
            panic!("{error}");
        });
        until("its buffers", || told[0].load(SeqCst) == 1);
        let directory = scratch.0.join(format!("process-{process}"));
        recorder.finish().unwrap();
        assert!(directory.exists());
        told[1].store(1, SeqCst);
        until("the end of its first program", || {
            recorder.finish().unwrap();
            !directory.exists()
        });
        std::fs::write(go, []).unwrap();
        let events = || u64::from_ne_bytes(std::fs::read(&numbers).unwrap()[8..].try_into().unwrap());
        until("events of its second program", || events() > 0);
        assert!(directory.exists());
        let file = std::fs::OpenOptions::new().write(true).open(&numbers).unwrap();
        file.write_all_at(&[1; 8], 0).unwrap();
        assert_eq!(wait(process), 0);
        session.stop();
        let summary = recorder.finish().unwrap();
        assert!(recorder.problems().is_empty(), "{:?}", recorder.problems());
        assert_eq!((summary.events, summary.discarded), (2 * events(), 0), "{summary:?}");
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
        // At least so many, and then in pairs until a handler has come while buffers were made.
        const CHILDREN: u64 = 200;
        const MOST: u64 = 20 * CHILDREN;
        let (start, mut children) = (Instant::now(), 0);
        let is_proved = || signals[0].load(SeqCst) > 0 && session.counts().1 > 0;
        let may_go_on = |children: u64| children < MOST && start.elapsed() < support::PATIENCE;
        while children < CHILDREN || children % 2 == 1 || !is_proved() && may_go_on(children) {
            let number = children;
            children += 1;
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
            (3 + handled + 4 * children, summary.discarded)
        );
        // What is not in a handler is not discarded.
        for producer in 1..4 {
            for name in ["first", "second"] {
                let events = &seen[&(producer, format!("test:{name}"))];
                assert_eq!(events.len() as u64, children / 2, "{name} of producer {producer}");
            }
        }
        assert!(
            handled > 0 && summary.discarded > 0,
            "no handler came while buffers were made, in {children} children"
        );
    });
}
