//! `CounterF64`: no addition is lost or made twice, on any path.

#![allow(clippy::undocumented_unsafe_blocks, clippy::std_instead_of_core, reason = "test code")]

#[cfg(not(any(miri, perseq_model)))]
use perseq_testing as support;

use perseq::{ByConcurrencyId, CounterF64, Index};

const EACH: u32 = if cfg!(miri) { 50 } else { 200_000 };

/// Halves: so few that every partial sum of them is exact.
fn every_addition_is_counted<I: Index>() {
    let counter = CounterF64::<I>::indexed();
    std::thread::scope(|scope| {
        for thread in 0..6 {
            let counter = &counter;
            scope.spawn(move || (0..EACH).for_each(|_| counter.add(f64::from(thread) + 0.5)));
        }
    });
    assert_eq!(counter.sum(), 18.0 * f64::from(EACH));
}

#[test]
fn every_addition_of_many_threads_is_counted() {
    every_addition_is_counted::<perseq::ByCpuId>();
    every_addition_is_counted::<ByConcurrencyId>();
}

#[test]
fn what_is_no_number_stays() {
    let counter = CounterF64::new();
    assert_eq!(counter.sum().to_bits(), 0);
    counter.add(f64::INFINITY);
    counter.add(1.0);
    assert_eq!(counter.sum(), f64::INFINITY);
    counter.add(f64::NEG_INFINITY);
    assert!(counter.sum().is_nan());
}

#[cfg(not(any(miri, perseq_model)))]
mod real {
    use super::{
        support::{WITHOUT_GLIBC, alone, deny_rseq, handle_timer, with_timer},
        *,
    };

    static HANDLED: CounterF64 = CounterF64::new();
    static SIGNALS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

    extern "C" fn add_one(_signal: i32) {
        HANDLED.add(1.0);
        SIGNALS.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    }

    #[test]
    fn handlers_may_add_to_the_counter_that_they_interrupt() {
        handle_timer(add_one);
        let mut made = 0_u64;
        with_timer(std::time::Duration::from_micros(50), || {
            while SIGNALS.load(std::sync::atomic::Ordering::SeqCst) < 2_000 {
                (0..10_000).for_each(|_| HANDLED.add(1.0));
                made += 10_000;
            }
        });
        let handled = SIGNALS.load(std::sync::atomic::Ordering::SeqCst);
        assert_eq!(HANDLED.sum(), (made + handled) as f64);
    }

    #[test]
    fn additions_are_counted_without_rseq() {
        alone("real::additions_are_counted_without_rseq", &[WITHOUT_GLIBC], || {
            deny_rseq(libc::ENOSYS);
            every_addition_is_counted::<perseq::ByCpuId>();
        });
    }
}
