//! Guards across `.await`, and grace periods that are awaited, on tokio's runtimes.

#![cfg(not(miri))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    sync::{
        Arc,
        atomic::{
            AtomicBool, AtomicUsize,
            Ordering::{Relaxed, SeqCst},
        },
    },
    thread,
    time::{Duration, Instant},
};

use perseq_rcu::{Rcu, RcuCell};
use tokio::{
    runtime::{Builder, Runtime},
    sync::{Barrier, oneshot},
    task::yield_now,
    time::sleep,
};

/// A bound for what must happen, on the slowest emulator.
const PATIENCE: Duration = Duration::from_secs(120);

fn two_threads() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap()
}

fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}

#[test]
fn a_guard_held_across_await_protects_on_whatever_thread_the_task_is() {
    two_threads().block_on(async {
        static RCU: Rcu = Rcu::new();
        /// Guards that were dropped on another thread than made them.
        static MOVED: AtomicUsize = AtomicUsize::new(0);
        let cell = Arc::new(RcuCell::new_in([0_u64; 8], &RCU));
        let over = Arc::new(AtomicBool::new(false));
        let readers: Vec<_> = (0..8)
            .map(|_| {
                let (cell, over) = (Arc::clone(&cell), Arc::clone(&over));
                tokio::spawn(async move {
                    while !over.load(Relaxed) {
                        let guard = RCU.read();
                        let made_on = thread::current().id();
                        let value = cell.load(&guard);
                        let first = value[0];
                        for _ in 0..3 {
                            yield_now().await;
                            assert_eq!(*value, [first; 8], "a value was freed under a guard");
                        }
                        sleep(Duration::from_micros(50)).await;
                        assert_eq!(*value, [first; 8], "a value was freed under a guard");
                        MOVED.fetch_add(usize::from(thread::current().id() != made_on), Relaxed);
                    }
                })
            })
            .collect();
        let begun = Instant::now();
        // A busy machine may leave all tasks on one thread for a while.
        for value in 1.. {
            cell.store([value; 8]);
            RCU.start_grace_period().await.unwrap();
            if value >= 300 && MOVED.load(Relaxed) > 0 {
                break;
            }
            assert!(begun.elapsed() < PATIENCE, "no guard was ever dropped on another thread than made it");
        }
        over.store(true, Relaxed);
        for reader in readers {
            reader.await.unwrap();
        }
        RCU.start_grace_period().await.unwrap();
    });
}

#[test]
fn an_awaited_grace_period_lets_the_reader_on_the_same_thread_go_on() {
    one_thread().block_on(async {
        static RCU: Rcu = Rcu::polled();
        static LEFT: AtomicUsize = AtomicUsize::new(0);
        let (entered, enters) = oneshot::channel();
        let reader = tokio::spawn(async {
            let guard = RCU.read();
            entered.send(()).unwrap();
            // A reader that sleeps for a second.
            sleep(Duration::from_secs(1)).await;
            LEFT.fetch_add(1, SeqCst);
            drop(guard);
        });
        enters.await.unwrap();
        assert!(RCU.synchronize().is_err(), "waiting on this thread would be for ever");
        RCU.start_grace_period().await.unwrap();
        assert_eq!(LEFT.load(SeqCst), 1, "the grace period did not wait for the task");
        reader.await.unwrap();
    });
}

#[test]
fn many_tasks_may_await_grace_periods_at_once() {
    two_threads().block_on(async {
        const TASKS: usize = 64;
        static RCU: Rcu = Rcu::new();
        let start = Arc::new(Barrier::new(TASKS));
        let tasks: Vec<_> = (0..TASKS)
            .map(|_| {
                let start = Arc::clone(&start);
                tokio::spawn(async move {
                    start.wait().await;
                    for _ in 0..5 {
                        drop(RCU.read());
                        RCU.start_grace_period().await.unwrap();
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
}

/// Counts drops.
struct Counted(&'static AtomicUsize);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, SeqCst);
    }
}

#[test]
fn a_barrier_that_is_awaited_is_ready_when_everything_before_has_run() {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    for rcu in [Rcu::new(), Rcu::polled()] {
        let rcu: &'static Rcu = Box::leak(Box::new(rcu));
        for runtime in [one_thread(), two_threads()] {
            runtime.block_on(async {
                for functions in [0, 1, 1000] {
                    let before = DROPPED.load(SeqCst);
                    (0..functions).for_each(|_| rcu.retire(Box::new(Counted(&DROPPED))));
                    // Two that wait for the same, in tasks of their own, and one that nothing awaits.
                    drop(rcu.start_barrier());
                    let another = tokio::spawn(async { rcu.start_barrier().await });
                    let barrier = tokio::time::timeout(PATIENCE, rcu.start_barrier());
                    assert_eq!(barrier.await.expect("it is woken"), Ok(()));
                    assert_eq!(DROPPED.load(SeqCst) - before, functions);
                    assert_eq!(another.await.unwrap(), Ok(()));
                }
            });
        }
    }
}

#[test]
fn a_barrier_that_is_awaited_waits_for_a_reader_and_for_functions_that_take_long() {
    static RUNNING: AtomicUsize = AtomicUsize::new(0);
    for rcu in [Rcu::new(), Rcu::polled()] {
        let rcu: &'static Rcu = Box::leak(Box::new(rcu));
        one_thread().block_on(async {
            let guard = rcu.read();
            rcu.defer(|| {
                RUNNING.fetch_add(1, SeqCst);
                thread::sleep(Duration::from_millis(20));
                RUNNING.fetch_sub(1, SeqCst);
            });
            let barrier = tokio::spawn(async { (rcu.start_barrier().await, RUNNING.load(SeqCst)) });
            sleep(Duration::from_millis(20)).await;
            assert!(!barrier.is_finished(), "a reader is inside");
            drop(guard);
            let (result, running) =
                tokio::time::timeout(PATIENCE, barrier).await.expect("it is woken").unwrap();
            assert_eq!((result, running), (Ok(()), 0), "it was ready while the function ran");
        });
    }
}

#[test]
fn a_replaced_value_is_had_back_by_a_task_when_its_readers_have_left() {
    static RCU: Rcu = Rcu::new();
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    one_thread().block_on(async {
        let cell = RcuCell::new_in(Counted(&DROPPED), &RCU);
        let guard = RCU.read();
        let old = Box::leak(Box::new(cell)).swap(Counted(&DROPPED));
        let back = tokio::spawn(old.into_inner_async());
        sleep(Duration::from_millis(5)).await;
        assert!(!back.is_finished(), "a reader is inside");
        drop(guard);
        let value = tokio::time::timeout(PATIENCE, back).await.expect("it is woken").unwrap().unwrap();
        RCU.start_barrier().await.unwrap();
        assert_eq!(DROPPED.load(SeqCst), 0, "it is the task's now");
        drop(value);
        assert_eq!(DROPPED.load(SeqCst), 1);
    });
}
