//! Real aborts: sections that the kernel interrupts by preemption, signals and migration lose and double nothing.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use std::{
    sync::atomic::{AtomicPtr, AtomicUsize, Ordering::Relaxed},
    time::{Duration, Instant},
};

use perseq_core::{
    ByConcurrencyId, ByCpuId, Index, Outcome, cpu,
    pool::{Item, Pool},
    section::{aborts, ops, retry, retry_here},
};
use support::{SIGNALS, count_signal, handle_timer, pin, with_timer};

/// Runs `step` on `threads` threads, interrupted 10,000 times a second each, until aborts were seen and at least
/// half a second went by. Returns how many steps were made.
fn interrupted(threads: usize, step: impl Fn() + Sync) -> usize {
    handle_timer(count_signal);
    let (start, aborts_before, signals_before) = (Instant::now(), aborts(), SIGNALS.load(Relaxed));
    let steps = AtomicUsize::new(0);
    let proved = || {
        start.elapsed() > Duration::from_millis(500)
            && aborts() - aborts_before >= 10
            && steps.load(Relaxed) > 0
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                with_timer(Duration::from_micros(100), || {
                    while !proved() && start.elapsed() < support::PATIENCE {
                        for _ in 0..1000 {
                            step();
                        }
                        steps.fetch_add(1000, Relaxed);
                    }
                });
            });
        }
    });
    let (aborts, signals) = (aborts() - aborts_before, SIGNALS.load(Relaxed) - signals_before);
    let steps = steps.load(Relaxed);
    println!("{steps} steps, {aborts} aborts, {signals} signals");
    assert!(aborts >= 10, "{aborts} aborts in {steps} steps: the test proved nothing");
    steps
}

fn sum<I: Index>(item: &Item<I>) -> usize {
    (0..cpu::rows()).map(|row| unsafe { item.row(row).cast::<usize>().read() }).sum()
}

fn threads() -> usize {
    4 * cpu::allowed().unwrap().len()
}

fn additions_are_exact<I: Index>() {
    let pool = Pool::<I>::new();
    let item = pool.allocate(8, 8).unwrap();
    let steps = interrupted(threads(), || {
        let add = || unsafe { ops::here::add::<I>(item.base().cast(), 1) };
        assert_eq!(retry_here::<I>(add), Outcome::Committed);
    });
    assert_eq!(sum(&item), steps);
    // The librseq way: the row is read before.
    let item = pool.allocate(8, 8).unwrap();
    let steps = interrupted(threads(), || {
        let add = |index| unsafe { ops::load_add_store::<I>(index, item.row(index).cast(), 1) };
        assert_eq!(retry::<I>(add), Outcome::Committed);
    });
    assert_eq!(sum(&item), steps);
}

#[test]
fn additions_by_cpu_id_are_exact_when_interrupted() {
    additions_are_exact::<ByCpuId>();
}

#[test]
fn additions_by_concurrency_id_are_exact_when_interrupted() {
    if cpu::concurrency_id().is_none() {
        support::skip("additions by concurrency id", "this kernel fills no mm_cid (Linux 6.3)");
        return;
    }
    additions_are_exact::<ByConcurrencyId>();
}

#[test]
fn additions_are_exact_while_threads_hop_between_cpus() {
    let cpus: Vec<u32> = cpu::allowed().unwrap().iter().collect();
    if cpus.len() < 2 {
        support::skip("migration", "one CPU is allowed");
        return;
    }
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(8, 8).unwrap();
    const EACH: usize = 400_000;
    let hops = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (item, hops, cpus) = (&item, &hops, &cpus);
            scope.spawn(move || {
                for n in 0..EACH {
                    if n % 50 == 0 {
                        pin(cpus[(n / 50 + thread) % cpus.len()]);
                        hops.fetch_add(1, Relaxed);
                    }
                    let add = || unsafe { ops::here::add::<ByCpuId>(item.base().cast(), 1) };
                    assert_eq!(retry_here::<ByCpuId>(add), Outcome::Committed);
                }
            });
        }
    });
    assert_eq!(sum(&item), 4 * EACH);
    assert!(hops.load(Relaxed) >= 4 * EACH / 50);
    for &cpu in &cpus {
        assert!(unsafe { item.row(cpu).cast::<usize>().read() } > 0, "nothing was added on CPU {cpu}");
    }
}

/// A list per CPU, pushed and popped by sections: every node is somewhere exactly once.
#[test]
fn list_nodes_are_neither_lost_nor_doubled() {
    const NODES: usize = 64;
    #[derive(Default)]
    struct Node {
        next: AtomicUsize,
        pops: AtomicUsize,
    }
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(8, 8).unwrap();
    let nodes: Vec<Node> = (0..NODES).map(|_| Node::default()).collect();
    // `*v == head: store node.next = head, commit v = node`, all in one section.
    let push = |node: &Node| {
        retry::<ByCpuId>(|index| unsafe {
            let v = item.row(index).cast::<usize>();
            let head = v.read_volatile();
            node.next.store(head, Relaxed);
            ops::load_cbne_store::<ByCpuId>(index, v, head, (&raw const *node).addr())
        }) == Outcome::Committed
    };
    // Some on every CPU: there may be more of them than threads.
    let cpus: Vec<u32> = cpu::allowed().unwrap().iter().collect();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for (node, &cpu) in nodes.iter().zip(cpus.iter().cycle()) {
                pin(cpu);
                while !push(node) {}
            }
        });
    });
    let pops = AtomicUsize::new(0);
    let steps = interrupted(threads(), || {
        let mut popped = 0_usize;
        let out = &raw mut popped;
        let pop =
            || unsafe { ops::here::load_cbeq_store_add_load_store::<ByCpuId>(item.base().cast(), out, 0, 0) };
        if retry_here::<ByCpuId>(pop) == Outcome::Committed {
            pops.fetch_add(1, Relaxed);
            let node = unsafe { &*(popped as *const Node) };
            assert_eq!(node.pops.fetch_add(1, Relaxed), 0, "a node was popped twice");
            node.pops.store(0, Relaxed);
            while !push(node) {}
        }
    });
    println!("{steps} steps, {} pops", pops.load(Relaxed));
    assert!(pops.load(Relaxed) > 0);
    let mut found = std::collections::HashSet::new();
    for row in 0..cpu::rows() {
        let mut at = unsafe { item.row(row).cast::<usize>().read() };
        while at != 0 {
            assert!(found.insert(at), "a node is in two places");
            at = unsafe { &*(at as *const Node) }.next.load(Relaxed);
        }
    }
    assert_eq!(found.len(), NODES);
}

/// The handler does to the row what the interrupted section does.
#[test]
fn a_handler_may_run_the_section_that_it_interrupts() {
    static BASE: AtomicPtr<usize> = AtomicPtr::new(std::ptr::null_mut());
    static IN_HANDLER: AtomicUsize = AtomicUsize::new(0);
    extern "C" fn add(_signal: i32) {
        let add = || unsafe { ops::here::add::<ByCpuId>(BASE.load(Relaxed), 1) };
        if retry_here::<ByCpuId>(add) == Outcome::Committed {
            IN_HANDLER.fetch_add(1, Relaxed);
        }
    }
    support::alone("a_handler_may_run_the_section_that_it_interrupts", &[], || {
        let pool = Pool::<ByCpuId>::new();
        let item = pool.allocate(8, 8).unwrap();
        BASE.store(item.base().cast(), Relaxed);
        handle_timer(add);
        let (start, before, mut steps) = (Instant::now(), aborts(), 0);
        with_timer(Duration::from_micros(100), || {
            while (aborts() - before < 10 || IN_HANDLER.load(Relaxed) < 100)
                && start.elapsed() < support::PATIENCE
            {
                for _ in 0..1000 {
                    let add = || unsafe { ops::here::add::<ByCpuId>(item.base().cast(), 1) };
                    assert_eq!(retry_here::<ByCpuId>(add), Outcome::Committed);
                }
                steps += 1000;
            }
        });
        let in_handler = IN_HANDLER.load(Relaxed);
        assert!(
            in_handler >= 100 && aborts() - before >= 10,
            "{in_handler} signals, {} aborts",
            aborts() - before
        );
        assert_eq!(sum(&item), steps + in_handler);
    });
}
