//! Domains, guards and grace periods.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{
            AtomicBool, AtomicUsize,
            Ordering::{Acquire, Relaxed, Release, SeqCst},
        },
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use perseq_rcu::{Error, Guard, Rcu};

fn assert_send<T: Send + Sync>() {}

#[test]
fn guards_may_be_sent_and_shared() {
    assert_send::<Guard<'static>>();
    assert_send::<Rcu>();
}

#[test]
fn a_grace_period_waits_for_who_is_inside_and_not_for_who_comes_later() {
    let rcu = Rcu::polled();
    let before = rcu.read();
    let period = rcu.start_grace_period();
    for _ in 0..10 {
        assert_eq!(period.is_over(), Ok(false));
    }
    let later = rcu.read();
    drop(before);
    assert_eq!(period.is_over(), Ok(true), "it waits for a reader that came later");
    drop(later);
    rcu.synchronize().unwrap();
}

#[test]
fn a_grace_period_that_is_under_way_does_not_serve_who_comes_behind_its_first_look() {
    let rcu = Rcu::polled();
    let first_reader = rcu.read();
    let first = rcu.start_grace_period();
    assert_eq!(first.is_over(), Ok(false));
    let second_reader = rcu.read();
    let second = rcu.start_grace_period();
    drop(first_reader);
    assert_eq!(first.is_over(), Ok(true));
    assert_eq!(second.is_over(), Ok(false), "the second reader came before the second grace period");
    drop(second_reader);
    assert_eq!(second.is_over(), Ok(true));
}

#[test]
fn who_would_wait_for_itself_gets_an_error() {
    let rcu = Rcu::polled();
    let others = Rcu::polled();
    let (one, two) = (rcu.read(), rcu.read());
    let another = others.read();
    drop(another);
    assert_eq!(rcu.synchronize(), Err(Error::InsideReader { guards: 2 }));
    drop(one);
    assert_eq!(rcu.synchronize(), Err(Error::InsideReader { guards: 1 }));
    assert_eq!(others.synchronize(), Ok(()), "another domain's guard is no obstacle");
    drop(two);
    assert_eq!(rcu.synchronize(), Ok(()));
}

#[test]
fn a_guard_dropped_elsewhere_is_not_held_against_its_maker() {
    let rcu = Rcu::polled();
    for _ in 0..3 {
        let guard = rcu.read();
        thread::scope(|scope| {
            scope.spawn(|| {
                drop(guard);
                assert_eq!(rcu.synchronize(), Ok(()), "this thread has made no guard");
                let _inside = rcu.read();
                assert_eq!(rcu.synchronize(), Err(Error::InsideReader { guards: 1 }));
            });
        });
        assert_eq!(rcu.synchronize(), Ok(()));
    }
}

#[test]
fn synchronize_waits_for_a_reader_of_another_thread() {
    let rcu = Rcu::polled();
    let (left, inside) = (AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            let guard = rcu.read();
            inside.store(true, Release);
            thread::sleep(Duration::from_millis(50));
            left.store(true, Release);
            drop(guard);
        });
        while !inside.load(Acquire) {
            thread::yield_now();
        }
        rcu.synchronize().unwrap();
        assert!(left.load(Acquire), "it did not wait");
    });
}

#[test]
fn guards_made_by_one_thread_and_dropped_by_others_end_their_sections() {
    const GUARDS: usize = if cfg!(miri) { 50 } else { 20_000 };
    let rcu = Rcu::polled();
    let (send, receive) = mpsc::sync_channel::<Guard<'_>>(64);
    let receive = Mutex::new(receive);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Ok(guard) = receive.lock().unwrap().recv() else { return };
                    drop(guard);
                }
            });
        }
        for _ in 0..GUARDS {
            send.send(rcu.read()).unwrap();
        }
        drop(send);
    });
    rcu.synchronize().unwrap();
    assert!(format!("{rcu:?}").contains("readers: 0"), "{rcu:?}");
}

#[test]
fn many_may_wait_at_once() {
    const EACH: usize = if cfg!(miri) { 3 } else { 200 };
    let rcu = Rcu::polled();
    let ended = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..EACH {
                    drop(rcu.read());
                    rcu.synchronize().unwrap();
                    ended.fetch_add(1, Relaxed);
                }
            });
        }
    });
    assert_eq!(ended.load(Relaxed), 4 * EACH);
}

#[test]
fn readers_that_always_overlap_do_not_keep_a_grace_period_from_ending() {
    let rcu = Rcu::polled();
    let over = AtomicBool::new(false);
    let turns = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut guard = rcu.read();
                while !over.load(Relaxed) {
                    let next = rcu.read();
                    drop(std::mem::replace(&mut guard, next));
                    turns.fetch_add(1, Relaxed);
                }
            });
        }
        while turns.load(Relaxed) == 0 {
            thread::yield_now();
        }
        for _ in 0..if cfg!(miri) { 2 } else { 100 } {
            rcu.synchronize().unwrap();
        }
        over.store(true, Relaxed);
    });
}

#[test]
fn a_domain_that_was_never_used_and_one_that_has_moved_work() {
    let rcu = Rcu::new();
    drop(rcu);
    let rcu = Rcu::polled();
    drop(rcu.read());
    let rcu = Box::new(rcu);
    drop(rcu.read());
    rcu.synchronize().unwrap();
}

#[test]
#[cfg_attr(miri, ignore = "system calls")]
fn readers_survive_preemption_signals_and_their_own_recursion_in_handlers() {
    static RCU: Rcu = Rcu::polled();
    static IN_HANDLER: AtomicUsize = AtomicUsize::new(0);
    extern "C" fn reads(_signal: i32) {
        let guard = RCU.read();
        let _nested = RCU.read();
        drop(guard);
        IN_HANDLER.fetch_add(1, Relaxed);
    }
    if perseq_core::thread::attach().is_err() {
        return support::skip("aborts of readers", "no thread can run sections");
    }
    support::handle_timer(reads);
    RCU.prepare();
    let (over, periods) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (before, start) = (perseq_core::section::aborts(), Instant::now());
    let is_proved = || {
        let aborts = perseq_core::section::aborts() - before;
        aborts > 0 && IN_HANDLER.load(Relaxed) > 0 && periods.load(Relaxed) > 0
    };
    thread::scope(|scope| {
        let readers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    support::with_timer(Duration::from_micros(100), || {
                        for reads in 0.. {
                            let is_over =
                                reads % 1000 == 0 && (is_proved() || start.elapsed() > support::PATIENCE);
                            if reads >= 2_000_000 && is_over {
                                break;
                            }
                            drop(RCU.read());
                        }
                    });
                })
            })
            .collect();
        scope.spawn(|| {
            while !over.load(Relaxed) {
                RCU.synchronize().unwrap();
                periods.fetch_add(1, Relaxed);
            }
        });
        readers.into_iter().for_each(|reader| reader.join().unwrap());
        over.store(true, Relaxed);
    });
    let aborts = perseq_core::section::aborts() - before;
    let handled = IN_HANDLER.load(Relaxed);
    assert!(aborts > 0 && handled > 0 && periods.load(Relaxed) > 0, "{aborts} aborts, {handled} in handlers");
    RCU.synchronize().unwrap();
    assert!(format!("{RCU:?}").contains("readers: 0"), "{RCU:?}");
}

#[test]
#[cfg_attr(miri, ignore = "system calls")]
fn threads_that_cannot_run_sections_are_readers_too() {
    support::alone("threads_that_cannot_run_sections_are_readers_too", &[support::WITHOUT_GLIBC], || {
        let rcu = Arc::new(Rcu::polled());
        let (entered, enters) = mpsc::channel();
        let (leave, leaves) = mpsc::channel::<()>();
        let reader = Arc::clone(&rcu);
        let thread = thread::spawn(move || {
            support::deny_rseq(libc::ENOSYS);
            let guard = reader.read();
            assert!(perseq_core::thread::attach().is_err(), "this thread runs sections");
            entered.send(()).unwrap();
            leaves.recv().unwrap();
            drop(guard);
        });
        enters.recv().unwrap();
        // This thread may run sections, and reads too.
        drop(rcu.read());
        let period = rcu.start_grace_period();
        assert_eq!(period.is_over(), Ok(false));
        leave.send(()).unwrap();
        period.wait().unwrap();
        thread.join().unwrap();
    });
}

#[test]
#[cfg_attr(miri, ignore = "system calls")]
fn where_no_fence_can_be_made_readers_make_their_own() {
    support::alone("where_no_fence_can_be_made_readers_make_their_own", &[], || {
        support::deny(libc::SYS_membarrier, libc::ENOSYS);
        support::deny(libc::SYS_sched_setaffinity, libc::EPERM);
        let rcu = Rcu::polled();
        let reader = rcu.read();
        let period = rcu.start_grace_period();
        assert_eq!(period.is_over(), Ok(false));
        drop(reader);
        assert_eq!(period.wait(), Ok(()));
    });
}

#[test]
#[cfg_attr(miri, ignore = "system calls")]
fn without_membarrier_cpus_are_visited() {
    support::alone("without_membarrier_cpus_are_visited", &[], || {
        support::deny(libc::SYS_membarrier, libc::ENOSYS);
        let rcu = Rcu::polled();
        let reader = rcu.read();
        let period = rcu.start_grace_period();
        assert_eq!(period.is_over(), Ok(false));
        drop(reader);
        assert_eq!(period.wait(), Ok(()));
    });
}

#[test]
#[cfg_attr(miri, ignore = "system calls")]
fn a_fence_that_is_refused_later_is_an_error_and_ends_nothing() {
    support::alone("a_fence_that_is_refused_later_is_an_error_and_ends_nothing", &[], || {
        let rcu = Rcu::polled();
        drop(rcu.read());
        if perseq_core::thread::attach().is_err() {
            return support::skip("a fence that is refused", "no thread can run sections");
        }
        support::deny(libc::SYS_membarrier, libc::ENOSYS);
        support::deny(libc::SYS_sched_setaffinity, libc::EPERM);
        assert!(matches!(rcu.synchronize(), Err(Error::Fence(_))), "{:?}", rcu.synchronize());
    });
}

#[test]
#[cfg_attr(miri, ignore = "system calls")]
fn a_forked_child_reads_at_once_and_waits_after_a_restart() {
    static RCU: Rcu = Rcu::new();
    let (inside, over) = (AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            let _held_in_the_parent = RCU.read();
            inside.store(true, SeqCst);
            while !over.load(SeqCst) {
                thread::sleep(Duration::from_millis(1));
            }
        });
        while !inside.load(SeqCst) {
            thread::yield_now();
        }
        let code = support::in_child(|| {
            drop(RCU.read());
            let refused = RCU.start_grace_period().is_over() == Err(Error::Forked);
            unsafe { RCU.restart_after_fork() };
            let (ran, runs) = mpsc::channel();
            RCU.defer(move || ran.send(()).unwrap());
            let waited = RCU.barrier() == Ok(()) && RCU.synchronize() == Ok(());
            i32::from(!(refused && waited && runs.try_recv().is_ok()))
        });
        over.store(true, SeqCst);
        assert_eq!(code, 0, "the child could not go on");
    });
    RCU.synchronize().unwrap();
}

#[test]
#[cfg_attr(miri, ignore = "real time")]
fn a_grace_period_that_takes_long_is_told_once() {
    static TOLD: AtomicUsize = AtomicUsize::new(0);
    let rcu = Rcu::polled();
    rcu.on_stall(Duration::from_millis(5), |stall| {
        assert_eq!(stall.readers, 1, "{stall}");
        // The one guard was made on one of the CPUs, if by a section.
        let named = stall.cpu.is_some_and(|cpu| stall.to_string().ends_with(&format!("made on CPU {cpu}")));
        assert_eq!(named, perseq_core::thread::attach().is_ok(), "{stall}");
        assert!(stall.waited >= Duration::from_millis(5), "{stall}");
        TOLD.fetch_add(1, Relaxed);
    });
    let guard = rcu.read();
    let period = rcu.start_grace_period();
    for _ in 0..10 {
        assert_eq!(period.is_over(), Ok(false));
        thread::sleep(Duration::from_millis(5));
    }
    drop(guard);
    period.wait().unwrap();
    assert_eq!(TOLD.load(Relaxed), 1);
}
