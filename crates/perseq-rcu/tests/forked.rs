//! A forked child's copy of a domain: it refuses instead of waiting for readers that are not there, and starts over.

#![cfg(not(miri))]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

use std::{
    pin::pin,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, Instant},
};

use perseq_rcu::{Error, Rcu, RcuCell, RcuHashMap, RcuList};

/// Runs `body` in a forked child of a process in which another thread holds a guard of `rcu`, with what `before` has made in the parent.
fn in_child_of_a_reader<T>(rcu: &Rcu, before: impl FnOnce() -> T, body: impl FnOnce(T)) {
    let (entered, enters) = std::sync::mpsc::channel();
    let (leave, leaves) = std::sync::mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let _held_in_the_parent = rcu.read();
            entered.send(()).unwrap();
            leaves.recv().unwrap();
        });
        enters.recv().unwrap();
        let made = before();
        let code = support::in_child(|| {
            unsafe { libc::alarm(support::PATIENCE.as_secs() as u32) };
            body(made);
            0
        });
        leave.send(()).unwrap();
        assert_eq!(code, 0, "the child failed");
    });
}

#[test]
fn a_forked_child_that_has_not_started_over_is_refused_and_never_waits() {
    static RCU: Rcu = Rcu::new();
    static RAN: AtomicUsize = AtomicUsize::new(0);
    in_child_of_a_reader(
        &RCU,
        || (),
        |()| {
            let cell = RcuCell::new_in(0, &RCU);
            for number in 0..40_000 {
                cell.store(number);
                RCU.defer(|| _ = RAN.fetch_add(1, SeqCst));
            }
            assert_eq!(*cell.load(&RCU.read()), 39_999);
            assert_eq!(RCU.synchronize(), Err(Error::Forked));
            assert_eq!(RCU.barrier(), Err(Error::Forked));
            assert_eq!(RCU.start_grace_period().is_over(), Err(Error::Forked));
            let awaited = pin!(RCU.start_grace_period()).poll(&mut Context::from_waker(Waker::noop()));
            assert_eq!(awaited, Poll::Ready(Err(Error::Forked)));
            assert_eq!(cell.swap(1).into_inner(), Err(Error::Forked));
            assert_eq!(RCU.poll(), 0);
            assert_eq!(RAN.load(SeqCst), 0);
        },
    );
    RCU.synchronize().unwrap();
}

#[test]
fn a_domain_of_the_parents_may_be_dropped_in_the_child() {
    let rcu = Rcu::new();
    // So that it has a thread, which the child has not.
    rcu.defer(|| {});
    rcu.barrier().unwrap();
    let code = support::in_child(|| {
        unsafe { libc::alarm(support::PATIENCE.as_secs() as u32) };
        drop(unsafe { std::ptr::read(&raw const rcu) });
        0
    });
    assert_eq!(code, 0);
}

#[test]
fn grace_periods_of_before_the_fork_are_over_after_a_restart_and_maps_are_resized() {
    static RCU: Rcu = Rcu::polled();
    let map = RcuHashMap::new_in(&RCU);
    for key in 0..100 {
        map.insert(key, key);
        RCU.synchronize().unwrap();
    }
    assert!(RCU.poll() > 0, "the map was not resized");
    let before = || {
        let first = RCU.start_grace_period();
        assert_eq!(first.is_over(), Ok(false));
        // The first has looked: it serves who starts no more.
        [first, RCU.start_grace_period()]
    };
    in_child_of_a_reader(&RCU, before, |[first, second]| {
        let periods = [first.clone(), second, RCU.start_grace_period()];
        assert_eq!(first.is_over(), Err(Error::Forked));
        unsafe { RCU.restart_after_fork() };
        for period in periods {
            assert_eq!(period.is_over(), Ok(true));
        }
        let reader = RCU.read();
        assert_eq!(
            RCU.start_grace_period().is_over(),
            Ok(false),
            "a new one is over although there is a reader"
        );
        drop(reader);
        for key in 100..10_000 {
            map.insert(key, key);
        }
        // No value was replaced: what is freed is a table.
        RCU.synchronize().unwrap();
        assert!(RCU.poll() > 0, "the map is resized no more");
        let guard = RCU.read();
        assert!((0..10_000).all(|key| map.get(&key, &guard) == Some(&key)));
    });
}

#[test]
fn children_change_maps_and_lists_whose_locks_threads_of_the_parent_held() {
    const CHILDREN: usize = 40;
    static RCU: Rcu = Rcu::polled();
    /// Children that were forked while the other thread was between the two locks: only there it holds neither.
    static INSIDE: AtomicUsize = AtomicUsize::new(0);
    let (map, list) = (RcuHashMap::new_in(&RCU), RcuList::new_in(&RCU));
    let over = AtomicUsize::new(0);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut key = 0;
            while over.load(SeqCst) == 0 {
                key += 1;
                // With the locks held for long: a fork in the middle of either is certain.
                map.insert(key % 1000, key);
                map.retain(|key, _| {
                    INSIDE.store(1, SeqCst);
                    key % 7 != 0
                });
                list.push_front(key);
                list.remove_if(|value| value % 3 == 0);
                INSIDE.store(0, SeqCst);
                if key % 256 == 0 {
                    list.remove_if(|_| true);
                    RCU.poll();
                }
            }
        });
        let mut inside = 0;
        for child in 0..CHILDREN {
            while INSIDE.load(SeqCst) == 0 {
                thread::yield_now();
            }
            let code = support::in_child(|| {
                unsafe { libc::alarm(support::PATIENCE.as_secs() as u32) };
                let was_inside = INSIDE.load(SeqCst) as i32;
                if child % 2 == 1 {
                    unsafe { RCU.restart_after_fork() };
                }
                for key in 10_000..12_000 {
                    map.insert(key, key);
                    list.push_front(key);
                }
                let guard = RCU.read();
                assert!((10_000..12_000).all(|key| map.get(&key, &guard) == Some(&key)));
                assert_eq!(
                    map.iter(&guard).count(),
                    map.len(),
                    "the length is what the parent's thread left"
                );
                assert!(list.iter(&guard).count() >= 2000);
                was_inside
            });
            assert!(code == 0 || code == 1, "child {child} ended with {code:#x}");
            inside += code;
        }
        over.store(1, SeqCst);
        assert!(inside > 0, "no child was forked while a lock was held");
    });
}

/// The kernel's own call, of which no C library tells.
#[cfg(target_os = "linux")]
#[test]
fn a_child_that_no_c_library_knows_of_is_refused_and_never_waits() {
    static RCU: Rcu = Rcu::new();
    let (entered, enters) = std::sync::mpsc::channel();
    let (leave, leaves) = std::sync::mpsc::channel::<()>();
    let cell = RcuCell::new_in(0, &RCU);
    drop(RCU.read());
    thread::scope(|scope| {
        scope.spawn(move || {
            let _held_in_the_parent = RCU.read();
            entered.send(()).unwrap();
            leaves.recv().unwrap();
        });
        enters.recv().unwrap();
        let signal = libc::c_long::from(libc::SIGCHLD);
        // Nothing but the signal and zeroes: on every architecture that is a fork.
        let arguments = if cfg!(target_arch = "s390x") { [0, signal] } else { [signal, 0] };
        let child = unsafe { libc::syscall(libc::SYS_clone, arguments[0], arguments[1], 0, 0, 0) };
        assert!(child >= 0, "{}", std::io::Error::last_os_error());
        if child == 0 {
            unsafe { libc::alarm(support::PATIENCE.as_secs() as u32) };
            let refused = RCU.synchronize() == Err(Error::Forked);
            cell.store(1);
            let fine = refused && *cell.load(&RCU.read()) == 1;
            unsafe { libc::_exit(i32::from(!fine)) };
        }
        leave.send(()).unwrap();
        let mut status = 0;
        assert_eq!(unsafe { libc::waitpid(child as libc::pid_t, &raw mut status, 0) }, child as libc::pid_t);
        assert_eq!(status, 0, "the child failed, or waited");
    });
    RCU.synchronize().unwrap();
}

#[test]
fn a_child_that_starts_over_tells_of_stalls_whom_its_parent_told() {
    static RCU: Rcu = Rcu::polled();
    static TOLD: AtomicUsize = AtomicUsize::new(0);
    RCU.on_stall(Duration::ZERO, |stall| TOLD.store(stall.readers, SeqCst));
    in_child_of_a_reader(
        &RCU,
        || (),
        |()| {
            unsafe { RCU.restart_after_fork() };
            let guards = [RCU.read(), RCU.read()];
            let period = RCU.start_grace_period();
            let begin = Instant::now();
            while TOLD.load(SeqCst) == 0 {
                assert_eq!(period.is_over(), Ok(false));
                assert!(begin.elapsed() < support::PATIENCE, "the hook was never told");
            }
            assert_eq!(TOLD.load(SeqCst), guards.len());
        },
    );
}
