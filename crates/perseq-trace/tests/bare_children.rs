//! Children of which no C library tells: of the bare system call, and of `_Fork`. They trace as children of `fork` do.

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

use std::{collections::BTreeMap, path::Path, thread};

use perseq_ctf::{Item, Reader, Value};
use perseq_trace::{Buffers, Options, Recorder, Session, event};

use processes::{Scratch, wait};

fn options(buffers: Buffers) -> Options {
    Options { sub_buffer: 1 << 16, buffers, ..Options::default() }
}

/// What makes a child, and returns 0 there.
type Call = extern "C" fn() -> i32;

/// Nothing but the signal and zeroes: on every architecture that is a fork.
extern "C" fn clone() -> i32 {
    let signal = libc::c_long::from(libc::SIGCHLD);
    let arguments = if cfg!(target_arch = "s390x") { [0, signal] } else { [signal, 0] };
    unsafe { libc::syscall(libc::SYS_clone, arguments[0], arguments[1], 0, 0, 0) as i32 }
}

/// `_Fork`, where the C library has one (glibc 2.34).
fn bare_fork() -> Option<Call> {
    let function = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"_Fork".as_ptr()) };
    if function.is_null() {
        support::skip("children of `_Fork`", "this C library has none");
        return None;
    }
    Some(unsafe { std::mem::transmute::<*mut libc::c_void, Call>(function) })
}

/// A child by that call, which ends after `body`.
fn child(call: Call, body: impl FnOnce()) -> i32 {
    match call() {
        0 => {
            unsafe { libc::alarm(support::PATIENCE.as_secs() as u32) };
            let fine = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).is_ok();
            unsafe { libc::_exit(i32::from(!fine)) }
        }
        child => {
            assert!(child > 0, "{}", std::io::Error::last_os_error());
            child
        }
    }
}

/// The numbers of a trace's events, by process and thread.
fn read(directory: &Path) -> BTreeMap<(i64, i64), Vec<u64>> {
    let (mut reader, mut seen) = (Reader::open(directory).unwrap(), BTreeMap::new());
    while let Some(item) = reader.next_item().unwrap() {
        let Item::Event(event) = item else { panic!("a loss") };
        let id = |wanted: &str| match event.context().find(|(name, _)| *name == wanted) {
            Some((_, Value::Signed(id))) => id,
            other => panic!("{other:?}"),
        };
        let Some(Value::Unsigned(number)) = event.fields().get("number") else { panic!("no number") };
        seen.entry((id("vpid"), id("vtid"))).or_insert_with(Vec::new).push(number);
    }
    seen
}

fn step(number: u64) {
    event!(test::step, number = number);
}

fn events_are_the_childs(call: Call, buffers: Buffers) {
    let scratch = Scratch::new("bare");
    let session = Session::create(&scratch.0, &options(buffers)).unwrap();
    session.attach().unwrap();
    step(0);
    let first = child(call, || {
        step(1);
        let second = child(call, || (2..5).for_each(step));
        assert_eq!(wait(second), 0);
        step(5);
    });
    assert_eq!(wait(first), 0);
    step(6);
    perseq_trace::detach();
    session.stop();
    let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
    assert_eq!((summary.events, summary.discarded), (7, 0), "{summary:?}");
    let (seen, own) = (read(&scratch.0), i64::from(std::process::id()));
    // The only thread of each has its process's number.
    assert_eq!(seen.get(&(own, unsafe { libc::gettid() }.into())), Some(&vec![0, 6]), "{seen:?}");
    assert_eq!(seen.get(&(first.into(), first.into())), Some(&vec![1, 5]), "{first}: {seen:?}");
    let second = seen.iter().find(|((process, _), _)| *process != own && *process != i64::from(first));
    let Some((&(process, thread), numbers)) = second else { panic!("no grandchild: {seen:?}") };
    assert_eq!((process, &numbers[..]), (thread, &[2, 3, 4][..]), "{seen:?}");
    if buffers == Buffers::PerProcess {
        assert_eq!(summary.processes, 3, "each has buffers of its own: {summary:?}");
        for process in [own, first.into(), process] {
            let own = read(&scratch.0.join(format!("process-{process}")));
            assert!(own.keys().all(|(of, _)| *of == process), "{process}: {own:?}");
        }
    }
}

fn children_that_should_not_trace_do_not(call: Call, buffers: Buffers) {
    let scratch = Scratch::new("bare-none");
    let session = Session::create(&scratch.0, &options(buffers)).unwrap();
    session.trace_children(false);
    session.attach().unwrap();
    step(0);
    assert_eq!(wait(child(call, || step(1))), 0);
    step(2);
    perseq_trace::detach();
    session.stop();
    let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
    assert_eq!((summary.events, summary.discarded), (2, 0), "{summary:?}");
    assert_eq!(read(&scratch.0).len(), 1);
}

/// Threads of the child are the first ones there to trace, at once; then the thread that it was forked with.
fn threads_of_a_child_agree(call: Call, buffers: Buffers) {
    const THREADS: u64 = 4;
    let scratch = Scratch::new("bare-threads");
    let session = Session::create(&scratch.0, &options(buffers)).unwrap();
    session.attach().unwrap();
    step(0);
    let process = child(call, || {
        let barrier = std::sync::Barrier::new(THREADS as usize);
        thread::scope(|scope| {
            for number in 0..THREADS {
                let barrier = &barrier;
                scope.spawn(move || {
                    barrier.wait();
                    step(number);
                });
            }
        });
        step(THREADS);
    });
    assert_eq!(wait(process), 0);
    perseq_trace::detach();
    session.stop();
    let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
    assert_eq!((summary.events, summary.discarded), (2 + THREADS, 0), "{summary:?}");
    let seen = read(&scratch.0);
    let childs: Vec<_> = seen.iter().filter(|((of, _), _)| *of == i64::from(process)).collect();
    assert_eq!(childs.len() as u64, THREADS + 1, "{process}: {seen:?}");
    assert_eq!(seen.get(&(process.into(), process.into())), Some(&vec![THREADS]), "{process}: {seen:?}");
}

fn each(name: &str, test: fn(Call, Buffers), calls: &[Option<Call>]) {
    support::alone(name, &[], || {
        for call in calls.iter().flatten() {
            for buffers in [Buffers::Shared, Buffers::PerProcess] {
                test(*call, buffers);
            }
        }
    });
}

#[test]
fn events_of_a_child_that_no_c_library_knows_of_are_its_own() {
    let name = "events_of_a_child_that_no_c_library_knows_of_are_its_own";
    each(name, events_are_the_childs, &[Some(clone), bare_fork()]);
}

#[test]
fn a_child_that_no_c_library_knows_of_does_not_trace_where_children_should_not() {
    let name = "a_child_that_no_c_library_knows_of_does_not_trace_where_children_should_not";
    each(name, children_that_should_not_trace_do_not, &[Some(clone), bare_fork()]);
}

/// Only of `_Fork`: the C library makes no threads in a child that it does not know.
#[test]
fn threads_of_a_child_that_begin_to_trace_at_once_agree_whose_they_are() {
    let name = "threads_of_a_child_that_begin_to_trace_at_once_agree_whose_they_are";
    each(name, threads_of_a_child_agree, &[bare_fork()]);
}
