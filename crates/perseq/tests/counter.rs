//! Counters lose nothing: under preemption, migration, signals, fork, unregistered threads and storms.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[cfg(not(any(miri, perseq_model)))]
use perseq_testing as support;

use std::sync::atomic::{
    AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};

use perseq::{ByConcurrencyId, Counter, SignedCounter};

const EACH: u64 = if cfg!(miri) { 100 } else { 200_000 };

#[test]
fn every_increment_of_many_threads_is_counted() {
    static BY_CPU: Counter = Counter::new();
    static BY_CID: Counter<ByConcurrencyId> = Counter::indexed();
    static SIGNED: SignedCounter = SignedCounter::new();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            scope.spawn(move || {
                for n in 0..EACH {
                    BY_CPU.inc();
                    BY_CID.add(n % 3);
                    if thread % 2 == 0 { SIGNED.sub(2) } else { SIGNED.inc() }
                }
            });
        }
    });
    assert_eq!(BY_CPU.sum(), 8 * EACH);
    assert_eq!(BY_CID.sum(), 8 * (0..EACH).map(|n| n % 3).sum::<u64>());
    assert_eq!(SIGNED.sum(), -(4 * EACH.cast_signed()));
}

#[test]
fn sums_wrap_like_integers() {
    let counter = Counter::new();
    counter.add(u64::MAX);
    counter.add(3);
    assert_eq!(counter.sum(), 2);
    let signed = SignedCounter::new();
    signed.add(i64::MIN);
    signed.dec();
    assert_eq!(signed.sum(), i64::MAX);
    signed.sub(i64::MIN);
    assert_eq!(signed.sum(), -1);
}

#[test]
fn every_addition_is_in_the_answer_of_one_reset() {
    let counter = Counter::new();
    let [done, resets] = [const { AtomicUsize::new(0) }; 2];
    let mut total = 0;
    let added: u64 = std::thread::scope(|scope| {
        // As many as it takes until some were beside a reset: on few CPUs that may be late.
        let add = || {
            let mut added = 0;
            while added < EACH || resets.load(Relaxed) < 2 {
                counter.inc();
                added += 1;
            }
            done.fetch_add(1, Release);
            added
        };
        let adders = [(); 3].map(|()| scope.spawn(add));
        let other = scope.spawn(|| {
            let mut total = 0;
            for _ in 0..if cfg!(miri) { 20 } else { 2000 } {
                total += counter.reset();
            }
            total
        });
        while done.load(Acquire) < 3 {
            total += counter.reset();
            resets.fetch_add(1, Relaxed);
        }
        total += other.join().unwrap();
        adders.into_iter().map(|adder| adder.join().unwrap()).sum()
    });
    total += counter.reset();
    assert_eq!(total, added);
    assert_eq!(counter.sum(), 0);
}

#[test]
fn a_counter_that_is_dropped_leaves_clean_memory() {
    for round in 0..if cfg!(miri) { 3 } else { 1000 } {
        let counters: Vec<Counter> = (0..10).map(|_| Counter::new()).collect();
        for counter in &counters {
            assert_eq!(counter.sum(), 0, "round {round}");
            counter.add(round + 1);
            assert_eq!(counter.sum(), round + 1);
        }
    }
}

#[test]
fn it_prints_its_sum() {
    let counter = Counter::new();
    counter.add(42);
    assert_eq!(format!("{counter:?}"), "Counter(42)");
    let signed: SignedCounter = SignedCounter::default();
    signed.dec();
    assert_eq!(format!("{signed:?}"), "SignedCounter(-1)");
}

/// Tests that need the real kernel.
#[cfg(not(any(miri, perseq_model)))]
mod real {
    use std::{
        sync::atomic::{AtomicU64, Ordering::Relaxed},
        time::{Duration, Instant},
    };

    use perseq::perseq_core::{Error, cpu, section::aborts, thread};

    use super::{
        support::{self, WITHOUT_GLIBC, alone, deny_rseq, handle_timer, in_child, pin, with_timer},
        *,
    };

    /// How many aborts must be seen: none where counters use no sections.
    const fn wanted_aborts(n: usize) -> usize {
        if cfg!(target_pointer_width = "64") { n } else { 0 }
    }

    #[test]
    fn handlers_may_add_to_the_counter_that_they_interrupt() {
        static COUNTER: Counter = Counter::new();
        static HANDLED: AtomicU64 = AtomicU64::new(0);
        extern "C" fn add(_signal: i32) {
            COUNTER.add(1000);
            HANDLED.fetch_add(1, Relaxed);
        }
        for variables in [&[][..], &[WITHOUT_GLIBC]] {
            alone("real::handlers_may_add_to_the_counter_that_they_interrupt", variables, || {
                handle_timer(add);
                let (start, mut steps) = (Instant::now(), 0);
                with_timer(Duration::from_micros(100), || {
                    while (aborts() < wanted_aborts(20) || HANDLED.load(Relaxed) < 1000)
                        && start.elapsed() < support::PATIENCE
                    {
                        for _ in 0..1000 {
                            COUNTER.inc();
                        }
                        steps += 1000;
                    }
                });
                let handled = HANDLED.load(Relaxed);
                assert!(
                    handled >= 1000 && aborts() >= wanted_aborts(20),
                    "{handled} signals, {} aborts",
                    aborts()
                );
                assert_eq!(COUNTER.sum(), steps + 1000 * handled);
            });
        }
    }

    /// The first thing that a thread does is to be interrupted: registration and placing happen in handlers too.
    #[test]
    fn the_first_use_may_be_in_a_handler() {
        static COUNTERS: [Counter; 200] = [const { Counter::new() }; 200];
        static NEXT: AtomicU64 = AtomicU64::new(0);
        extern "C" fn first_use(_signal: i32) {
            let n = NEXT.fetch_add(1, Relaxed);
            COUNTERS[n as usize % 200].inc();
        }
        alone("real::the_first_use_may_be_in_a_handler", &[WITHOUT_GLIBC], || {
            handle_timer(first_use);
            for round in 0..200 {
                std::thread::spawn(move || {
                    with_timer(Duration::from_micros(50), || {
                        let before = NEXT.load(Relaxed);
                        while NEXT.load(Relaxed) < before + 3 {
                            COUNTERS[(round + 100) % 200].add(1 << 32);
                        }
                    });
                })
                .join()
                .unwrap();
            }
            let sum: u64 = COUNTERS.iter().map(|counter| counter.sum() & 0xffff_ffff).sum();
            assert_eq!(sum, NEXT.load(Relaxed));
            assert!(sum >= 600);
        });
    }

    #[test]
    fn increments_survive_migration() {
        let cpus: Vec<u32> = cpu::allowed().unwrap().iter().collect();
        if cpus.len() < 2 {
            support::skip("migration", "one CPU is allowed");
            return;
        }
        let counter = Counter::new();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let (counter, cpus) = (&counter, &cpus);
                scope.spawn(move || {
                    for n in 0..EACH as usize {
                        if n % 50 == 0 {
                            pin(cpus[(n / 50 + thread) % cpus.len()]);
                        }
                        counter.inc();
                    }
                });
            }
        });
        assert_eq!(counter.sum(), 4 * EACH);
    }

    #[test]
    fn threads_without_rseq_are_counted_beside_threads_with_it() {
        static COUNTER: Counter = Counter::new();
        for variables in [&[][..], &[WITHOUT_GLIBC]] {
            alone("real::threads_without_rseq_are_counted_beside_threads_with_it", variables, || {
                std::thread::scope(|scope| {
                    for denied in [true, false, true, false] {
                        scope.spawn(move || {
                            if denied {
                                deny_rseq(libc::EPERM);
                                assert_eq!(thread::attach(), Err(Error::Denied { errno: libc::EPERM }));
                            }
                            for _ in 0..EACH {
                                COUNTER.inc();
                            }
                            assert_eq!(thread::attach().is_ok(), !denied);
                        });
                    }
                });
                assert_eq!(COUNTER.sum(), 4 * EACH);
            });
        }
    }

    #[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
    #[test]
    fn a_thread_that_no_c_library_made_is_counted() {
        static COUNTER: Counter = Counter::new();
        static STOP: AtomicU64 = AtomicU64::new(0);
        extern "C" fn add(_argument: *mut libc::c_void) -> i32 {
            for _ in 0..EACH {
                COUNTER.inc();
            }
            STOP.fetch_add(1, Relaxed);
            0
        }
        alone("real::a_thread_that_no_c_library_made_is_counted", &[], || {
            if support::allocate_tls().is_none() {
                return;
            }
            // Another thread adds on the same CPU: were the raw thread taken for one on "CPU 0", they would collide.
            pin(cpu::allowed().unwrap().iter().next().unwrap());
            let mine = std::thread::scope(|scope| {
                let beside = scope.spawn(|| {
                    let mut n = 0;
                    while STOP.load(Relaxed) < 3 {
                        COUNTER.inc();
                        n += 1;
                    }
                    n
                });
                for _ in 0..3 {
                    support::on_raw_thread(add, std::ptr::null_mut());
                }
                beside.join().unwrap()
            });
            assert_eq!(COUNTER.sum(), 3 * EACH + mine);
        });
    }

    #[test]
    fn a_child_goes_on_from_its_parents_sum_on_its_own() {
        static COUNTER: Counter = Counter::new();
        for variables in [&[][..], &[WITHOUT_GLIBC]] {
            alone("real::a_child_goes_on_from_its_parents_sum_on_its_own", variables, || {
                COUNTER.add(5);
                for _ in 0..20 {
                    let status = in_child(|| {
                        let fresh = Counter::new();
                        for _ in 0..1000 {
                            COUNTER.inc();
                            fresh.inc();
                        }
                        std::thread::spawn(|| COUNTER.inc()).join().unwrap();
                        i32::from(COUNTER.sum() != 1006 || fresh.sum() != 1000)
                    });
                    assert_eq!(status, 0);
                }
                assert_eq!(COUNTER.sum(), 5);
            });
        }
    }

    /// Each instruction of a section traps, and each trap aborts it. (If an atomic addition is a pair of
    /// instructions, a plain single step makes that pair fail for ever too, in any program.)
    #[cfg(target_arch = "x86_64")]
    #[test]
    fn increments_finish_under_a_debugger_that_steps() {
        const INCREMENTS: u64 = 20;
        for variables in [&[][..], &[WITHOUT_GLIBC]] {
            alone("real::increments_finish_under_a_debugger_that_steps", variables, || unsafe {
                static COUNTER: Counter = Counter::new();
                COUNTER.inc();
                let child = libc::fork();
                if child == 0 {
                    libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0);
                    libc::raise(libc::SIGSTOP);
                    let before = aborts();
                    for _ in 0..INCREMENTS {
                        COUNTER.inc();
                    }
                    let all_aborted = aborts() - before >= wanted_aborts(INCREMENTS as usize);
                    libc::_exit(i32::from(COUNTER.sum() != 1 + INCREMENTS || !all_aborted));
                }
                let (mut status, mut steps) = (0, 0);
                loop {
                    assert_eq!(libc::waitpid(child, &mut status, 0), child);
                    if !libc::WIFSTOPPED(status) || steps == 1_000_000 {
                        break;
                    }
                    libc::ptrace(libc::PTRACE_SINGLESTEP, child, 0, 0);
                    steps += 1;
                }
                libc::kill(child, libc::SIGKILL);
                assert!(libc::WIFEXITED(status), "no end after {steps} steps");
                assert_eq!(libc::WEXITSTATUS(status), 0, "not exact, or nothing was aborted");
            });
        }
    }

    #[test]
    fn a_storm_of_short_threads_is_counted() {
        static COUNTER: Counter = Counter::new();
        const THREADS: u64 = 2000;
        struct AtExit;
        impl Drop for AtExit {
            fn drop(&mut self) {
                COUNTER.add(1);
            }
        }
        thread_local!(static AT_EXIT: AtExit = const { AtExit });
        for variables in [&[][..], &[WITHOUT_GLIBC]] {
            alone("real::a_storm_of_short_threads_is_counted", variables, || {
                for _ in 0..THREADS / 20 {
                    let add = || {
                        AT_EXIT.with(|_| ());
                        COUNTER.add(10);
                    };
                    let threads: Vec<_> = (0..20).map(|_| std::thread::spawn(add)).collect();
                    // Joined one by one: a scope does not wait for destructors of thread-locals.
                    threads.into_iter().for_each(|thread| thread.join().unwrap());
                }
                assert_eq!(COUNTER.sum(), 11 * THREADS);
            });
        }
    }
}
