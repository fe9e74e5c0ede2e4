//! Domains that a builder makes: each of its settings is seen from the outside.

#![cfg(not(miri))]
#![allow(clippy::undocumented_unsafe_blocks, clippy::std_instead_of_core, reason = "test code")]

use perseq_testing as support;

use std::{
    panic::catch_unwind,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use perseq_core::cpu::{self, CpuSet};
use perseq_rcu::{Rcu, RcuBuilder};

/// Defers `functions` functions, of which each adds 1.
fn defer(rcu: &Rcu, functions: usize, ran: &Arc<AtomicUsize>) {
    for _ in 0..functions {
        let ran = Arc::clone(ran);
        rcu.defer(move || _ = ran.fetch_add(1, SeqCst));
    }
}

#[test]
fn the_thread_has_its_name_and_its_cpus() {
    let mut cpus = CpuSet::empty();
    cpus.insert(cpu::allowed().unwrap().iter().last().unwrap());
    let rcu = RcuBuilder::new().thread_name("prices").cpus(cpus.clone()).build();
    let (tells, told) = mpsc::channel();
    rcu.defer(move || {
        tells.send((thread::current().name().map(str::to_owned), cpu::allowed().unwrap())).unwrap();
    });
    rcu.barrier().unwrap();
    let (name, allowed) = told.recv().unwrap();
    assert_eq!(name.as_deref(), Some("prices"));
    assert_eq!(allowed, cpus);
}

#[test]
fn cpus_that_are_not_there_keep_the_thread_from_nothing() {
    let mut cpus = CpuSet::empty();
    cpus.insert(cpu::MAX_CPUS - 1);
    let (rcu, ran) = (RcuBuilder::new().cpus(cpus).build(), Arc::default());
    defer(&rcu, 1, &ran);
    rcu.barrier().unwrap();
    assert_eq!(ran.load(SeqCst), 1);
}

#[test]
fn a_batch_is_as_long_as_was_said() {
    support::alone("a_batch_is_as_long_as_was_said", &[], || {
        // Functions are gathered by CPU.
        support::pin_to_any();
        for batch in [1, 3, 1000] {
            let (rcu, ran) = (RcuBuilder::polled().batch(batch).build(), Arc::default());
            defer(&rcu, batch - 1, &ran);
            assert_eq!(ran.load(SeqCst), 0, "of {batch}");
            defer(&rcu, 1, &ran);
            assert_eq!((ran.load(SeqCst), rcu.pending()), (batch, 0));
        }
    });
}

#[test]
fn threads_are_held_back_from_the_limit_on() {
    support::alone("threads_are_held_back_from_the_limit_on", &[], || {
        support::pin_to_any();
        for rcu in [RcuBuilder::new(), RcuBuilder::polled()] {
            let (rcu, ran) = (rcu.batch(2).limit(4).build(), Arc::default());
            let reader = thread::scope(|scope| scope.spawn(|| rcu.read()).join().unwrap());
            let begun = Instant::now();
            // The second batch and each one after it meet the limit: 50 ms each.
            defer(&rcu, 10, &ran);
            assert!(begun.elapsed() >= Duration::from_millis(4 * 50), "{:?}", begun.elapsed());
            assert_eq!((ran.load(SeqCst), rcu.pending()), (0, 10));
            drop(reader);
            rcu.barrier().unwrap();
            assert_eq!(ran.load(SeqCst), 10);
        }
    });
}

/// Waits for readers until a stall is told of, which is counted in `told`.
fn stall(rcu: &Rcu, told: &AtomicUsize) {
    let (before, reader, period, begun) =
        (told.load(SeqCst), rcu.read(), rcu.start_grace_period(), Instant::now());
    while told.load(SeqCst) == before {
        assert_eq!(period.is_over(), Ok(false));
        assert!(begun.elapsed() < support::PATIENCE, "no stall was told of");
    }
    drop(reader);
    period.wait().unwrap();
}

#[test]
fn a_closure_is_told_of_stalls_until_it_is_replaced() {
    static REPLACED: AtomicUsize = AtomicUsize::new(0);
    let told = Arc::new(AtomicUsize::new(0));
    let tells = Arc::clone(&told);
    let rcu = RcuBuilder::polled().on_stall(Duration::ZERO, move |_| _ = tells.fetch_add(1, SeqCst)).build();
    stall(&rcu, &told);
    // A forked child that starts over has the settings of its parent.
    let in_child = || {
        // SAFETY: a forked child with one thread, which holds no guard.
        unsafe { rcu.restart_after_fork() };
        stall(&rcu, &told);
        told.load(SeqCst) as i32
    };
    assert_eq!(support::in_child(in_child), 2);
    rcu.on_stall(Duration::ZERO, |_| _ = REPLACED.fetch_add(1, SeqCst));
    stall(&rcu, &REPLACED);
    assert_eq!((told.load(SeqCst), REPLACED.load(SeqCst)), (1, 1));
    drop(rcu);
    assert_eq!(Arc::strong_count(&told), 1, "the closure goes with the domain");
}

#[test]
fn settings_that_make_no_sense_are_refused_by_name() {
    let refused = |build: fn() -> RcuBuilder| *catch_unwind(build).unwrap_err().downcast::<String>().unwrap();
    assert!(refused(|| RcuBuilder::new().thread_name("a\0b")).contains("no 0 byte"));
    let none = catch_unwind(|| RcuBuilder::new().batch(0)).unwrap_err();
    assert_eq!(none.downcast_ref(), Some(&"a batch of 0 functions is never full"));
}
