//! `CpuLock`: exclusion with and without sections, remote access, recursion, panics.

#![allow(clippy::std_instead_of_core, clippy::undocumented_unsafe_blocks, reason = "test code")]

use perseq_testing as support;

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};

use perseq::{
    ByCpuId, CpuLock, Error, Index,
    perseq_core::{cpu, thread},
};

/// A value that is changed in two steps: another thread that is there sees the difference.
#[derive(Default)]
struct Pair(u64, u64);

impl Pair {
    fn change(&mut self) {
        assert_eq!(self.0, self.1, "somebody else is here");
        self.0 += 1;
        (0..50).for_each(|_| std::hint::spin_loop());
        std::hint::black_box(&mut *self).1 += 1;
    }
}

/// Threads that lock, and one that reaches into every row.
fn contend<I: Index>(rounds: u64) {
    let mut lock = CpuLock::<Pair, I>::indexed(|_| Pair::default()).unwrap();
    let (changes, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4)
            .map(|worker| {
                let (lock, changes) = (&lock, &changes);
                scope.spawn(move || {
                    for round in 0..rounds {
                        let mut pair = lock.lock().unwrap();
                        pair.change();
                        // Elsewhere when it is released, as often as not.
                        if round % 64 == worker && !cfg!(miri) {
                            std::thread::yield_now();
                        }
                        drop(pair);
                        changes.fetch_add(1, Relaxed);
                    }
                })
            })
            .collect();
        scope.spawn(|| {
            let rows = cpu::allowed().unwrap().iter().max().unwrap() + 1;
            while !stop.load(Relaxed) {
                for row in 0..rows {
                    lock.with_row(row, Pair::change).unwrap();
                    changes.fetch_add(1, Relaxed);
                }
                std::thread::yield_now();
            }
        });
        workers.into_iter().for_each(|worker| worker.join().unwrap());
        stop.store(true, Relaxed);
    });
    let done: u64 = lock.iter_mut().map(|pair| pair.0).sum();
    assert_eq!(done, changes.load(Relaxed));
}

#[test]
fn holders_exclude_each_other() {
    contend::<ByCpuId>(if cfg!(miri) { 5 } else { 20_000 });
}

#[cfg(not(miri))]
#[test]
fn holders_exclude_each_other_by_concurrency_id() {
    contend::<perseq::ByConcurrencyId>(20_000);
}

#[cfg(not(miri))]
#[test]
fn holders_exclude_each_other_without_rseq() {
    support::alone("holders_exclude_each_other_without_rseq", &[support::WITHOUT_GLIBC], || {
        support::deny_rseq(libc::ENOSYS);
        contend::<ByCpuId>(2000);
    });
}

#[test]
fn asking_twice_is_an_error_and_another_thread_waits() {
    std::thread::spawn(|| {
        if !cfg!(miri) {
            support::pin(cpu::allowed().unwrap().iter().next().unwrap());
        }
        let lock = CpuLock::new(|_| 0).unwrap();
        let row = thread::row::<ByCpuId>();
        let mut held = lock.lock().unwrap();
        assert_eq!(lock.lock().map(drop).unwrap_err(), Error::GuardHeld { row });
        assert_eq!(lock.with_row(row, |_| ()), Err(Error::GuardHeld { row }));
        *held += 1;
        std::thread::scope(|scope| {
            // On the same CPU, whose lock is held.
            assert!(scope.spawn(|| lock.try_lock().unwrap().is_none()).join().unwrap());
            let waits = scope.spawn(|| *lock.lock().unwrap());
            std::thread::sleep(std::time::Duration::from_millis(20));
            *held += 1;
            drop(held);
            assert_eq!(waits.join().unwrap(), 2);
        });
    })
    .join()
    .unwrap();
}

#[test]
fn asking_twice_is_an_error_also_while_another_thread_waits_for_the_row() {
    std::thread::spawn(|| {
        if !cfg!(miri) {
            support::pin(cpu::allowed().unwrap().iter().next().unwrap());
        }
        let lock = CpuLock::new(|_| 0).unwrap();
        let row = thread::row::<ByCpuId>();
        let entries = perseq::perseq_core::guard::stats().entries;
        std::thread::scope(|scope| {
            let held = lock.lock().unwrap();
            let waits = scope.spawn(|| lock.with_row(row, |value| *value += 1));
            while perseq::perseq_core::guard::stats().entries == entries {
                std::thread::yield_now();
            }
            for _ in 0..if cfg!(miri) { 2 } else { 200 } {
                assert_eq!(lock.lock().map(drop).unwrap_err(), Error::GuardHeld { row });
                assert_eq!(lock.try_lock().map(drop).unwrap_err(), Error::GuardHeld { row });
                assert_eq!(lock.with_row(row, |_| ()), Err(Error::GuardHeld { row }));
            }
            assert!(!waits.is_finished(), "the lock is held");
            drop(held);
            assert_eq!(waits.join().unwrap(), Ok(()));
        });
        assert_eq!(lock.with_row(row, |value| *value), Ok(1));
    })
    .join()
    .unwrap();
}

/// How often thread `tid` has gone to sleep.
#[cfg(all(target_os = "linux", not(miri)))]
fn sleeps(tid: libc::pid_t) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/self/task/{tid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")).unwrap();
    line.trim().parse().unwrap()
}

/// Waits until thread `tid` has napped often since it was seen.
#[cfg(all(target_os = "linux", not(miri)))]
fn naps_often(tid: libc::pid_t) {
    const NAPS: u64 = 60;
    let (before, start) = (sleeps(tid), std::time::Instant::now());
    while sleeps(tid) < before + NAPS {
        assert!(start.elapsed() < support::PATIENCE, "the thread does not nap");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

/// No other thread acquires the lock that threads have waited for: not even the one that releases it, at once.
#[cfg(all(target_os = "linux", not(miri)))]
#[test]
fn threads_that_have_waited_are_handed_the_lock_in_their_order() {
    type Way = fn(&CpuLock<Vec<usize>>, u32, usize);
    const WAYS: [Way; 2] = [
        |lock, _, name| lock.lock().unwrap().push(name),
        |lock, row, name| lock.with_row(row, |names| names.push(name)).unwrap(),
    ];
    // All on one CPU: they ask for the lock of one row.
    let cpu = cpu::allowed().unwrap().iter().next().unwrap();
    std::thread::spawn(move || {
        support::pin(cpu);
        for order in [[0, 0, 0], [1, 1, 1], [0, 1, 0], [1, 0, 1]] {
            let lock = &CpuLock::<Vec<usize>>::new(|_| Vec::new()).unwrap();
            let row = thread::row::<ByCpuId>();
            std::thread::scope(|scope| {
                let held = lock.lock().unwrap();
                assert_eq!(row, thread::row::<ByCpuId>());
                let (tell, told) = std::sync::mpsc::channel();
                for (name, way) in order.into_iter().enumerate() {
                    let tell = tell.clone();
                    scope.spawn(move || {
                        support::pin(cpu);
                        tell.send(unsafe { libc::gettid() }).unwrap();
                        WAYS[way](lock, row, name);
                    });
                    naps_often(told.recv().unwrap());
                }
                drop(held);
                lock.lock().unwrap().push(order.len());
            });
            let names = lock.with_row(row, |names| names.clone()).unwrap();
            assert_eq!(names, [0, 1, 2, 3], "asked for in the ways {order:?}");
        }
    })
    .join()
    .unwrap();
}

/// As a mutex of the standard library: a reference to it may be used after a panic that was caught.
const _: () = {
    const fn outlives_panics<T: std::panic::RefUnwindSafe + std::panic::UnwindSafe>() {}
    outlives_panics::<CpuLock<u64>>();
};

#[test]
fn a_panic_releases_the_lock_and_every_value_is_dropped_once() {
    struct Counted<'a>(&'a AtomicUsize);
    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            self.0.fetch_add(1, Relaxed);
        }
    }
    let dropped = AtomicUsize::new(0);
    let lock = CpuLock::new(|_| Counted(&dropped)).unwrap();
    let panics = |body: &dyn Fn()| {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).expect_err("it panics");
    };
    panics(&|| {
        let _held = lock.lock().unwrap();
        panic!("with the lock held");
    });
    panics(&|| lock.with_row(0, |_| panic!("with the row held")).unwrap());
    for row in 0..lock.rows() {
        lock.with_row(row, |_| ()).unwrap();
    }
    let rows = lock.rows() as usize;
    drop(lock);
    assert_eq!(dropped.load(Relaxed), rows);
}

#[test]
fn a_value_that_does_not_fit_is_refused() {
    let refused = CpuLock::new(|_| [0_u8; perseq::perseq_core::pool::STRIDE]).map(drop).unwrap_err();
    assert!(matches!(refused, Error::Layout { size, max_size, .. } if size > max_size), "{refused}");
}
