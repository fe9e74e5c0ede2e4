//! Hardware counters: exact where the machine has them, a clear error where it has not.

#![cfg(not(any(miri, perseq_model)))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[path = "../../perseq-core/tests/support/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    time::{Duration, Instant},
};

use perseq::{
    core::cpu,
    pmu::{Event, Group, Support, support},
};

/// Work of a known size.
fn work(turns: u64) -> u64 {
    (0..turns).fold(1, |sum, turn| std::hint::black_box(sum ^ turn))
}

#[test]
fn a_machine_without_counters_says_so() {
    match support() {
        Support::None(error) => {
            let said = error.to_string();
            assert!(said.contains("perf_event_open") && said.contains("; "), "{said}");
            let again = Group::open([Event::Cycles, Event::Raw(0x11)]).unwrap_err();
            assert_eq!((again.event, again.errno), (Event::Cycles, error.errno));
        }
        Support::UserSpace | Support::SystemCall => assert!(Group::open([Event::Cycles]).is_ok()),
    }
}

#[test]
fn more_work_takes_more_cycles() {
    let group = match Group::open([Event::Cycles]) {
        Ok(group) => group,
        Err(error) => return support::lacks("hardware counters", &error.to_string()),
    };
    let cycles = |turns| group.measure(|| work(turns)).unwrap().1[0];
    work(1_000_000);
    let (some, more) = (cycles(1_000_000), cycles(20_000_000));
    assert!(some > 0 && more > 5 * some, "{some} cycles, {more} for twenty times the work");
    let readings = group.readings();
    assert_eq!(readings.in_user_space + readings.by_system_call, 4);
}

/// Values never run backwards, whatever interrupts their reading.
#[test]
fn readings_are_in_order_under_signals_and_migrations() {
    if !matches!(support(), Support::UserSpace) {
        return support::lacks("counters read in user space", &format!("{:?}", support()));
    }
    support::handle_timer(support::count_signal);
    let (stop, start, repeated) = (AtomicBool::new(false), Instant::now(), AtomicU64::new(0));
    let enough = || repeated.load(Relaxed) > 20;
    std::thread::scope(|scope| {
        for _ in 0..2 * cpu::allowed().unwrap().len() {
            scope.spawn(|| {
                let group = Group::open([Event::Cycles]).unwrap();
                support::with_timer(Duration::from_micros(200), || {
                    let mut last = 0;
                    while !stop.load(Relaxed) {
                        let [now] = group.read().unwrap();
                        assert!(now >= last, "{now} after {last}");
                        last = now;
                        repeated.fetch_max(group.readings().repeated, Relaxed);
                    }
                });
                let readings = group.readings();
                assert!(readings.in_user_space > 0, "{readings:?}");
            });
        }
        while !enough() && start.elapsed() < support::PATIENCE {
            std::thread::sleep(Duration::from_millis(20));
        }
        stop.store(true, Relaxed);
    });
    println!("{} aborts", repeated.load(Relaxed));
    assert!(enough(), "nobody was interrupted while reading");
}
