//! What is deferred: when it runs, that it runs, and who waits.

#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use perseq_rcu::{Error, Rcu, RcuCell};

/// Enough to fill batches.
const MANY: usize = if cfg!(miri) { 24 } else { 10_000 };

/// What must happen has happened by then, on the slowest emulator.
const PATIENCE: Duration = Duration::from_secs(120);

fn counting() -> (Arc<AtomicUsize>, impl Fn() -> Box<dyn FnOnce() + Send>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let make = move || {
        let count = Arc::clone(&counted);
        Box::new(move || _ = count.fetch_add(1, SeqCst)) as Box<dyn FnOnce() + Send>
    };
    (count, make)
}

#[test]
fn nothing_runs_before_readers_have_left() {
    let rcu = Rcu::polled();
    let (count, add) = counting();
    let reader = rcu.read();
    for _ in 0..MANY {
        rcu.defer(add());
    }
    for _ in 0..10 {
        assert_eq!(rcu.poll(), 0);
    }
    assert_eq!(count.load(SeqCst), 0);
    assert_eq!(rcu.barrier(), Err(Error::InsideReader { guards: 1 }));
    drop(reader);
    rcu.barrier().unwrap();
    assert_eq!(count.load(SeqCst), MANY);
}

#[test]
fn a_polled_domain_runs_what_is_due_when_it_is_polled_and_when_more_is_deferred() {
    let rcu = Rcu::polled();
    let (count, add) = counting();
    rcu.defer(add());
    assert_eq!(count.load(SeqCst), 0, "it ran before anybody polled");
    assert_eq!(rcu.poll(), 1);
    for _ in 0..MANY {
        rcu.defer(add());
    }
    assert!(count.load(SeqCst) > 1, "full batches were not run");
    rcu.barrier().unwrap();
    assert_eq!(count.load(SeqCst), MANY + 1);
}

#[test]
fn a_domain_with_a_thread_runs_everything_by_itself() {
    let rcu = Rcu::new();
    let (done, wait) = mpsc::channel();
    for number in 0..3 {
        let done = done.clone();
        rcu.defer(move || done.send((number, thread::current().id())).unwrap());
        let (ran, by) = wait.recv().unwrap();
        assert_eq!(ran, number);
        assert_ne!(by, thread::current().id());
    }
}

#[test]
fn a_barrier_waits_for_everything_that_was_deferred_anywhere() {
    let rcu = Rcu::new();
    let (count, add) = counting();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..MANY {
                    rcu.defer(add());
                }
            });
        }
    });
    rcu.barrier().unwrap();
    assert_eq!(count.load(SeqCst), 3 * MANY);
}

#[test]
fn a_barrier_finds_what_others_are_just_collecting() {
    const ROUNDS: usize = if cfg!(miri) { 3 } else { 100_000 };
    let rcu = Rcu::polled();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(SeqCst) {
                rcu.poll();
            }
        });
        let (count, add) = counting();
        let missed = (1..=ROUNDS).find(|round| {
            rcu.defer(add());
            rcu.barrier() != Ok(()) || count.load(SeqCst) != *round
        });
        over.store(true, SeqCst);
        assert_eq!(missed, None, "a barrier did not wait for what was deferred before it");
    });
}

#[test]
fn a_domain_that_is_dropped_runs_what_is_left_and_what_that_defers() {
    for rcu in [Rcu::new(), Rcu::polled()] {
        let (count, add) = counting();
        let rcu = Arc::new(rcu);
        for _ in 0..MANY {
            rcu.defer(add());
        }
        rcu.retire(Box::new(add()));
        rcu.retire_arc(Arc::clone(&count));
        drop(rcu);
        assert_eq!(count.load(SeqCst), MANY, "functions are run, and what is retired is only dropped");
        drop(add);
        assert_eq!(Arc::strong_count(&count), 1, "something leaked");
    }
}

#[test]
fn a_deferred_function_may_defer_and_wait_for_readers_but_not_for_itself() {
    static RCU: Rcu = Rcu::polled();
    let (done, wait) = mpsc::channel();
    RCU.defer(move || {
        let inner = done.clone();
        RCU.defer(move || inner.send(Ok(())).unwrap());
        RCU.synchronize().unwrap();
        done.send(RCU.barrier()).unwrap();
    });
    RCU.barrier().unwrap();
    assert_eq!(wait.recv(), Ok(Err(Error::InsideDeferred)));
    RCU.barrier().unwrap();
    assert_eq!(wait.recv(), Ok(Ok(())));
}

#[test]
fn a_panic_of_one_function_does_not_stop_the_others() {
    let rcu = Rcu::polled();
    let (count, add) = counting();
    rcu.defer(add());
    rcu.defer(|| std::panic::resume_unwind(Box::new("on purpose")));
    rcu.defer(add());
    let panic = catch_unwind(AssertUnwindSafe(|| rcu.barrier())).unwrap_err();
    assert_eq!(*panic.downcast::<&str>().unwrap(), "on purpose");
    assert_eq!(count.load(SeqCst), 2);
    rcu.defer(add());
    rcu.barrier().unwrap();
    assert_eq!(count.load(SeqCst), 3);
}

#[test]
fn who_defers_a_flood_waits_for_readers_and_memory_stays_bounded() {
    const FLOOD: usize = if cfg!(miri) { 340 } else { 200_000 };
    /// 64 batches, one for each of 16 shards, and one that runs.
    const BOUND: usize = if cfg!(miri) { (64 + 16 + 2) * 4 } else { (64 + 16 + 2) * 256 };
    static LIVE: AtomicUsize = AtomicUsize::new(0);
    struct Counted;
    impl Drop for Counted {
        fn drop(&mut self) {
            LIVE.fetch_sub(1, SeqCst);
        }
    }
    let rcu = Rcu::new();
    let mut most = 0;
    for _ in 0..FLOOD {
        most = most.max(LIVE.fetch_add(1, SeqCst) + 1);
        rcu.retire(Box::new((Counted, [0_u64; 4])));
    }
    assert!(most <= BOUND, "{most} objects at once");
    rcu.barrier().unwrap();
    assert_eq!(LIVE.load(SeqCst), 0);
}

#[test]
fn who_is_inside_a_reader_is_not_made_to_wait_for_itself() {
    let rcu = Rcu::new();
    let (count, add) = counting();
    let reader = rcu.read();
    let flood = if cfg!(miri) { 40 } else { 40_000 };
    for _ in 0..flood {
        rcu.defer(add());
    }
    assert_eq!(count.load(SeqCst), 0);
    drop(reader);
    rcu.barrier().unwrap();
    assert_eq!(count.load(SeqCst), flood);
}

#[test]
fn a_deferred_function_that_runs_another_domains_is_still_one() {
    static OUTER: Rcu = Rcu::polled();
    let (answer, answers) = mpsc::channel();
    OUTER.defer(move || {
        let inner = Rcu::polled();
        inner.defer(|| {});
        inner.barrier().unwrap_err();
        assert_eq!(inner.poll(), 1);
        let after_a_poll = OUTER.barrier();
        inner.defer(|| {});
        drop(inner);
        answer.send([after_a_poll, OUTER.barrier()]).unwrap();
    });
    // On another thread: it would never come back.
    let other = thread::spawn(|| OUTER.barrier());
    let answers = answers.recv_timeout(PATIENCE).expect("a deferred function waits for itself");
    assert_eq!(answers, [Err(Error::InsideDeferred); 2]);
    assert_eq!(other.join().unwrap(), Ok(()));
}

#[test]
fn a_panic_in_a_domain_that_is_dropped_comes_out_when_everything_has_run() {
    let (count, add) = counting();
    let rcu = Rcu::polled();
    let reader = rcu.read();
    for number in 0..MANY {
        if number % 20 == 0 {
            rcu.defer(move || std::panic::resume_unwind(Box::new(number)));
        } else {
            rcu.defer(add());
        }
    }
    drop(reader);
    let panic = catch_unwind(AssertUnwindSafe(|| drop(rcu))).unwrap_err();
    assert_eq!(*panic.downcast::<usize>().unwrap(), 0, "not the first panic");
    assert_eq!(count.load(SeqCst), MANY - MANY.div_ceil(20), "functions were not run");
    drop(add);
    assert_eq!(Arc::strong_count(&count), 1, "functions leaked");
}

#[test]
fn a_panic_of_anothers_function_does_not_come_out_where_more_is_deferred_if_there_is_a_thread() {
    let rcu = Rcu::new();
    let reader = rcu.read();
    let flood = if cfg!(miri) { 40 } else { 40_000 };
    for _ in 0..flood {
        rcu.defer(|| std::panic::resume_unwind(Box::new("on purpose")));
    }
    drop(reader);
    // More than may wait: this thread helps.
    for _ in 0..flood {
        rcu.defer(|| std::panic::resume_unwind(Box::new("on purpose")));
    }
    while catch_unwind(AssertUnwindSafe(|| rcu.barrier())).is_err() {}
}

#[test]
fn a_flood_under_a_guard_that_another_thread_has_made_comes_to_its_end() {
    static RCU: Rcu = Rcu::polled();
    let (count, add) = counting();
    let guard = thread::spawn(|| RCU.read()).join().unwrap();
    let (done, ended) = mpsc::channel();
    let task = thread::spawn(move || {
        // As a task that went on elsewhere after an `.await`.
        for _ in 0..if cfg!(miri) { 100 } else { 20_000 } {
            RCU.defer(add());
        }
        drop(guard);
        done.send(RCU.barrier()).unwrap();
    });
    let ended = ended.recv_timeout(PATIENCE).expect("it waits for its own guard");
    assert_eq!(ended, Ok(()));
    assert!(count.load(SeqCst) > 0);
    task.join().unwrap();
}

/// Functions that defer themselves again until the flag is set, so that as many are pending all the time; all calls of `defer` return.
#[cfg(not(miri))]
fn returns_while_functions_defer_themselves_again(rcu: &'static Rcu, over: &'static AtomicBool) {
    /// More than the number from which on a thread that defers waits.
    const PENDING: usize = 20_000;

    fn again(rcu: &'static Rcu, over: &'static AtomicBool) {
        if !over.load(SeqCst) {
            rcu.defer(move || again(rcu, over));
        }
    }

    let (sends, receives) = mpsc::channel();
    thread::spawn(move || {
        (0..PENDING).for_each(|_| rcu.defer(move || again(rcu, over)));
        sends.send(rcu.pending()).unwrap();
    });
    let pending = receives.recv_timeout(PATIENCE);
    over.store(true, SeqCst);
    let pending = pending.expect("a call of defer waits for ever");
    assert!(pending >= 16_384, "only {pending} functions were pending: no call had to wait");
    rcu.barrier().unwrap();
}

#[test]
#[cfg(not(miri))]
fn who_defers_while_functions_defer_themselves_again_does_not_wait_for_ever() {
    static RCU: Rcu = Rcu::new();
    static OVER: AtomicBool = AtomicBool::new(false);
    returns_while_functions_defer_themselves_again(&RCU, &OVER);
}

#[test]
#[cfg(not(miri))]
fn who_defers_in_a_polled_domain_while_functions_defer_themselves_again_does_not_wait_for_ever() {
    static RCU: Rcu = Rcu::polled();
    static OVER: AtomicBool = AtomicBool::new(false);
    returns_while_functions_defer_themselves_again(&RCU, &OVER);
}

#[test]
#[cfg(not(miri))]
fn who_defers_with_a_lock_that_a_function_takes_does_not_wait_for_ever_beside_grace_periods() {
    static RCU: Rcu = Rcu::new();
    static LOCK: Mutex<()> = Mutex::new(());
    let (sends, receives) = mpsc::channel();
    let defers = thread::spawn(move || {
        let held = LOCK.lock().unwrap();
        RCU.defer(|| drop(LOCK.lock()));
        (0..20_000).for_each(|_| RCU.defer(|| ()));
        let pending = RCU.pending();
        drop(held);
        sends.send(pending).unwrap();
    });
    // Each ends a grace period, as far apart as they may be.
    let begin = Instant::now();
    let pending = loop {
        match receives.recv_timeout(Duration::from_millis(5)) {
            Ok(pending) => break pending,
            Err(_) => assert!(begin.elapsed() < PATIENCE, "a call of defer waits for ever"),
        }
        RCU.synchronize().unwrap();
    };
    defers.join().unwrap();
    assert!(pending >= 16_384, "only {pending} functions were pending: no call had to wait");
    RCU.barrier().unwrap();
}

#[test]
#[cfg(not(miri))]
fn who_updates_under_guards_of_a_moment_is_held_back_and_memory_stays_bounded() {
    static RCU: Rcu = Rcu::new();
    static LIVE: AtomicUsize = AtomicUsize::new(0);
    static MOST: AtomicUsize = AtomicUsize::new(0);
    /// Each takes the domain's thread so long that two threads make them faster.
    struct Slow;
    impl Drop for Slow {
        fn drop(&mut self) {
            let begin = Instant::now();
            while begin.elapsed() < Duration::from_micros(20) {}
            LIVE.fetch_sub(1, SeqCst);
        }
    }
    let cell = RcuCell::new_in(None::<Slow>, &RCU);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..50_000 {
                    let guard = RCU.read();
                    cell.update(&guard, |_| {
                        MOST.fetch_max(LIVE.fetch_add(1, SeqCst) + 1, SeqCst);
                        Some(Slow)
                    });
                }
            });
        }
    });
    let most = MOST.load(SeqCst);
    assert!(most >= 16_384, "{most} values at once: the threads never had to wait");
    assert!(most <= 2 * 16_384, "{most} values at once");
}
