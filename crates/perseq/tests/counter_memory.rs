//! Counters and memory: where there is none, and how little they take.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use perseq::{
    Counter, SignedCounter,
    perseq_core::{
        Error, cpu,
        pool::{Pool, STRIDE},
    },
};
use support::alone;

/// Takes all that the process-wide pool can get.
fn fill() -> impl Drop {
    struct Fill(Vec<Box<dyn std::any::Any>>);
    impl Drop for Fill {
        fn drop(&mut self) {
            self.0.clear();
        }
    }
    fn take<const BYTES: usize>(all: &mut Vec<Box<dyn std::any::Any>>) -> Error {
        loop {
            match perseq::PerCpu::<[u8; BYTES]>::zeroed() {
                Ok(values) => all.push(Box::new(values)),
                Err(error) => return error,
            }
        }
    }
    let mut all = Vec::with_capacity(1 << 16);
    limit_addresses(Some(1));
    let errors =
        [take::<STRIDE>(&mut all), take::<16384>(&mut all), take::<512>(&mut all), take::<8>(&mut all)];
    let is_full = |error: &Error| matches!(error, Error::Syscall { call: "mmap" | "mprotect", .. });
    assert!(errors.iter().all(is_full), "{errors:?}");
    assert!(errors[3].to_string().contains("ulimit -v"), "{}", errors[3]);
    Fill(all)
}

fn limit_addresses(bytes: Option<usize>) {
    let rlim_cur = bytes.map_or(libc::RLIM_INFINITY, |bytes| bytes as libc::rlim_t);
    let limit = libc::rlimit { rlim_cur, rlim_max: libc::RLIM_INFINITY };
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_AS, &raw const limit) }, 0);
}

#[test]
fn a_counter_without_memory_still_counts() {
    alone("a_counter_without_memory_still_counts", &[], || {
        let all = fill();
        static COUNTER: Counter = Counter::new();
        for _ in 0..1000 {
            COUNTER.inc();
        }
        assert_eq!((COUNTER.sum(), COUNTER.rows().count()), (1000, 0));
        // Some time after there is memory, it is used, and nothing is counted twice.
        drop(all);
        limit_addresses(None);
        let mut made = 1000;
        while COUNTER.rows().count() == 0 {
            COUNTER.inc();
            made += 1;
            assert!(made < 1 << 22, "rows were never asked for again");
        }
        (0..1000).for_each(|_| COUNTER.inc());
        assert_eq!(COUNTER.sum(), made + 1000);
    });
}

#[test]
fn a_counter_without_memory_asks_for_it_ever_more_rarely() {
    alone("a_counter_without_memory_asks_for_it_ever_more_rarely", &[], || {
        let all = fill();
        let asked = || <perseq::ByCpuId as perseq::Index>::shared_pool().failures();
        let (counter, signed) = (Counter::new(), SignedCounter::new());
        for (additions, at_most) in [(1, 1), (1000, 10), (100_000, 7), (1 << 20, 4), (1 << 22, 5)] {
            let before = asked();
            (0..additions).for_each(|_| counter.inc());
            let times = asked() - before;
            assert!((1..=at_most).contains(&times), "{times} times in {additions} additions");
        }
        // Up and down, around one value.
        let before = asked();
        (0..50_000).for_each(|_| {
            signed.inc();
            signed.dec();
        });
        assert!(asked() - before <= 20, "{}", asked() - before);
        assert_eq!(signed.sum(), 0);
        drop(all);
    });
}

#[test]
fn thousands_of_counters_share_the_lines_of_each_cpu() {
    alone("thousands_of_counters_share_the_lines_of_each_cpu", &[], || {
        let resident = || {
            let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
            statm.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
        };
        const COUNTERS: usize = 30_000;
        let counters: Vec<Counter> = (0..COUNTERS).map(|_| Counter::new()).collect();
        counters[0].inc();
        let before = resident();
        for counter in &counters {
            counter.inc();
        }
        let cost = resident() - before;
        let words = (COUNTERS * 8 * cpu::allowed().unwrap().len()) as u64;
        assert!(cost < words + (1 << 20), "{cost} bytes for {COUNTERS} counters");
        assert_eq!(counters.iter().map(Counter::sum).sum::<u64>(), COUNTERS as u64 + 1);
    });
}

#[test]
fn a_pool_of_ones_own_is_apart_from_the_counters() {
    let pool = Pool::<perseq::ByCpuId>::new();
    let item = pool.allocate(STRIDE, 8).unwrap();
    let counter = Counter::new();
    counter.inc();
    assert!((0..cpu::bound()).all(|row| unsafe { item.row(row).cast::<u64>().read() } == 0));
}
