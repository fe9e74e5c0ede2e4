//! `Histogram` and `MinMax`: beside the crate `hdrhistogram`, and with every value counted under preemption.

#![allow(clippy::std_instead_of_core, reason = "test code")]

use perseq_testing as support;

use perseq::{ByCpuId, Error, Histogram, Index, MinMax, histogram::Snapshot};
use proptest::prelude::*;

/// Values of every magnitude up to `highest`.
fn values(highest: u64) -> impl Strategy<Value = Vec<u64>> {
    let value = (0_u32..64, any::<u64>()).prop_map(move |(shift, bits)| (bits >> shift) % (highest + 1));
    prop::collection::vec(value, if cfg!(miri) { 0..20 } else { 0..300 })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(miri) { 2 } else { 60 }, ..ProptestConfig::default() })]

    #[test]
    fn what_a_snapshot_says_is_what_hdrhistogram_says(
        // With more digits, not so high that the counts take long to compare.
        (highest, digits, values) in (1_u8..=if cfg!(miri) { 2 } else { 5 }, 0_u32..63).prop_flat_map(|(digits, bits)| {
            let bits = match digits { _ if cfg!(miri) => bits.min(9), 1 | 2 => bits, 3 => bits.min(46), 4 => bits.min(15), _ => bits.min(14) };
            (2_u64 << bits >> 1..=2 << bits, Just(digits))
        }).prop_flat_map(|(highest, digits)| (Just(highest.max(2)), Just(digits), values(highest.max(2)))),
        quantiles in prop::collection::vec(0.0_f64..=1.0, 10),
    ) {
        let ours = Histogram::new(highest, digits).unwrap();
        let mut theirs = hdrhistogram::Histogram::<u64>::new_with_bounds(1, highest, digits).unwrap();
        for &value in &values {
            ours.record(value);
            theirs.record(value).unwrap();
        }
        let ours = ours.snapshot();
        prop_assert_eq!(ours.count(), theirs.len());
        prop_assert_eq!(ours.max(), theirs.max());
        prop_assert_eq!(ours.min(), theirs.min());
        prop_assert!((ours.mean() - theirs.mean()).abs() <= theirs.mean() * 1e-9);
        prop_assert!((ours.stdev() - theirs.stdev()).abs() <= theirs.stdev().max(1.0) * 1e-6);
        for quantile in quantiles.into_iter().chain([0.0, 0.5, 0.99, 1.0]) {
            prop_assert_eq!(ours.value_at_quantile(quantile), theirs.value_at_quantile(quantile), "{}", quantile);
        }
        let recorded: Vec<_> = theirs.iter_recorded().map(|v| (v.value_iterated_to(), v.count_at_value())).collect();
        let counted: Vec<_> = ours.iter().map(|(values, count)| (*values.end(), count)).collect();
        prop_assert_eq!(counted, recorded);
    }

    /// To the crate `hdrhistogram` and back, through HdrHistogram's own format.
    #[test]
    #[cfg_attr(miri, ignore = "thousands of steps a case, and nothing unsafe")]
    fn snapshots_travel_in_hdrhistograms_own_format(
        digits in 1_u8..=3,
        values in prop::collection::vec((0_u32..40, any::<u64>(), 1_u64..u64::MAX >> 9), 0..50),
    ) {
        use hdrhistogram::serialization::{Deserializer, Serializer, V2Serializer};
        const HIGHEST: u64 = 1 << 40;
        let ours = Histogram::new(HIGHEST, digits).unwrap();
        values.iter().for_each(|&(shift, bits, n)| ours.record_n(bits >> shift & (HIGHEST - 1), n));
        let ours = ours.snapshot();
        let bytes = ours.to_v2();
        let theirs: hdrhistogram::Histogram<u64> = Deserializer::new().deserialize(&mut &bytes[..]).unwrap();
        let recorded: Vec<_> = theirs.iter_recorded().map(|v| (v.value_iterated_to(), v.count_at_value())).collect();
        let counted: Vec<_> = ours.iter().map(|(values, count)| (*values.end(), count)).collect();
        prop_assert_eq!((theirs.high(), theirs.sigfig(), counted), (HIGHEST, digits, recorded));
        let mut back = Vec::new();
        V2Serializer::new().serialize(&theirs, &mut back).unwrap();
        prop_assert_eq!(Snapshot::from_v2(&back), Ok(ours.clone()));
        prop_assert_eq!(Snapshot::from_v2(&bytes), Ok(ours));
    }

    #[test]
    #[cfg_attr(miri, ignore = "thousands of steps a case, and nothing unsafe")]
    fn whatever_bytes_are_read_as_a_snapshot_or_refused(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        len in any::<prop::sample::Index>(),
    ) {
        let histogram = Histogram::new(1 << 20, 2).unwrap();
        (0..100).for_each(|n| histogram.record_n(n * n * n, n));
        let mut bytes = histogram.snapshot().to_v2();
        let (at, len) = (at.index(bytes.len()), len.index(bytes.len()));
        prop_assert!(Snapshot::from_v2(&bytes[..len]).is_err(), "a part is no snapshot");
        bytes[at] = byte;
        // One that says that it is shorter may be whole where it is cut.
        for changed in [&bytes[..], &bytes[..len]] {
            if let Ok(read) = Snapshot::from_v2(changed) {
                prop_assert_eq!(Snapshot::from_v2(&read.to_v2()), Ok(read));
            }
        }
    }

    #[test]
    fn the_smallest_and_the_largest_are_kept(values in prop::collection::vec(any::<i64>(), 0..40)) {
        let mut seen = MinMax::new();
        values.iter().for_each(|&value| seen.record(value));
        let expected = values.iter().min().copied().zip(values.iter().max().copied());
        prop_assert_eq!(seen.get(), expected);
        seen.reset();
        prop_assert_eq!(seen.get(), None);
    }
}

#[test]
fn values_above_the_highest_are_counted_as_it_and_told() {
    let histogram = Histogram::new(1000, 2).unwrap();
    histogram.record_n(5000, 3);
    histogram.record(1000);
    let seen = histogram.snapshot();
    assert_eq!((seen.count(), seen.above()), (4, 3));
    assert!(seen.iter().all(|(values, count)| values.contains(&1000) && count == 4));
}

#[test]
fn a_histogram_of_next_to_nothing_counts_all_the_same() {
    for highest in [0, 1] {
        let histogram = Histogram::new(highest, 1).unwrap();
        (0..3).for_each(|value| histogram.record(value));
        let seen = histogram.snapshot();
        assert_eq!((seen.count(), seen.above(), seen.max()), (3, 2 - highest, highest));
    }
}

#[test]
fn quantiles_of_more_values_than_a_float_can_tell_are_found() {
    let histogram = Histogram::new(1000, 2).unwrap();
    histogram.record_n(7, u64::MAX / 2);
    histogram.record_n(9, u64::MAX / 2);
    let seen = histogram.snapshot();
    assert_eq!((seen.value_at_quantile(0.25), seen.value_at_quantile(1.0)), (7, 9));
    assert_eq!(seen.value_at_quantile(f64::NAN), 7);
}

#[test]
fn snapshots_add_up_and_subtract() {
    let (one, other) = (Histogram::new(1000, 2).unwrap(), Histogram::new(1000, 2).unwrap());
    one.record_n(5, 3);
    let early = one.snapshot();
    one.record_n(900, 2);
    other.record(5);
    let mut both = one.snapshot();
    both.merge(&other.snapshot()).unwrap();
    assert_eq!(both.iter().map(|(_, count)| count).collect::<Vec<_>>(), [4, 2]);
    let since = one.snapshot().since(&early).unwrap();
    assert_eq!((since.count(), since.min(), since.max()), (2, 900, 903));
    let different = Histogram::new(2000, 2).unwrap().snapshot();
    let error = both.merge(&different).unwrap_err();
    assert_eq!((error.highest, error.other, both.count()), (1000, 2000, 6));
}

#[test]
fn digits_that_no_histogram_has_are_refused() {
    let refused = |highest, digits| Histogram::new(highest, digits).map(drop).unwrap_err();
    for asked in [0, 6, u8::MAX] {
        assert_eq!(refused(1000, asked), Error::Digits { asked, max: 5 });
        let text = refused(1000, asked).to_string();
        assert_eq!(text, format!("{asked} decimal digits were asked for; a histogram keeps 1 to 5"));
    }
}

/// An hour in nanoseconds with 3 digits is what HdrHistogram's users ask for: more counts than one item of a row has.
#[cfg(not(miri))]
#[test]
fn values_of_every_magnitude_are_counted_whatever_the_digits() {
    for (highest, digits) in [(3_600_000_000_000, 3), (u64::MAX / 2, 3), (1 << 40, 4), (u64::MAX / 2, 1)] {
        let ours = Histogram::new(highest, digits).unwrap();
        let mut theirs = hdrhistogram::Histogram::<u64>::new_with_bounds(1, highest, digits).unwrap();
        for value in
            (0..64).map(|bit| 1 << bit).chain([highest - 1, highest]).filter(|&value| value <= highest)
        {
            ours.record(value);
            theirs.record(value).unwrap();
        }
        let ours = ours.snapshot();
        let counted: Vec<_> = ours.iter().map(|(values, count)| (*values.end(), count)).collect();
        let recorded: Vec<_> =
            theirs.iter_recorded().map(|v| (v.value_iterated_to(), v.count_at_value())).collect();
        assert_eq!(counted, recorded, "{highest} with {digits} digits");
    }
    let whole = Histogram::new(u64::MAX, 3).unwrap();
    whole.record(u64::MAX);
    assert_eq!((whole.snapshot().max(), whole.snapshot().count()), (u64::MAX, 1));
}

#[cfg(not(miri))]
#[test]
fn a_process_can_have_more_large_histograms_than_it_once_could_have_ranges() {
    let histograms: Vec<Histogram> = (0..100).map(|_| Histogram::new(60_000_000_000, 3).unwrap()).collect();
    histograms.iter().for_each(|histogram| histogram.record(59_000_000_000));
    assert!(histograms.iter().all(|histogram| histogram.snapshot().count() == 1));
}

#[test]
fn sums_and_means_are_exact_where_they_are_kept() {
    let histogram = Histogram::new(1000, 1).unwrap().with_sum();
    [1, 17, 999, 5000].iter().for_each(|&value| histogram.record(value));
    histogram.record_n(33, 3);
    let seen = histogram.snapshot();
    assert_eq!((seen.sum(), seen.count()), (Some(1 + 17 + 999 + 5000 + 99), 7));
    assert_eq!(seen.mean(), 6116.0 / 7.0);
    assert_eq!(Histogram::new(1000, 1).unwrap().snapshot().sum(), None);
    histogram.record(2);
    assert_eq!(histogram.snapshot().since(&seen).unwrap().sum(), Some(2));
}

/// The sum of values that were recorded before it was kept is not known, and no other number is told for it.
#[test]
fn a_sum_that_is_kept_late_is_told_only_of_values_that_are_all_in_it() {
    let histogram = Histogram::new(1000, 1).unwrap();
    histogram.record(500);
    let without = histogram.interval().unwrap();
    assert_eq!((without.count(), without.sum()), (1, None));
    histogram.record_n(7, 2);
    let before = histogram.snapshot();
    let histogram = histogram.with_sum();
    let at_first = histogram.snapshot();
    histogram.record(9);
    // Values above the first width, so that a mean by the middles of counts is another one.
    histogram.record_n(901, 3);

    let all = histogram.snapshot();
    assert_eq!((all.count(), all.sum()), (7, None));
    assert_eq!((at_first.count(), at_first.sum()), (3, None));
    for earlier in [&before, &at_first] {
        let since = all.clone().since(earlier).unwrap();
        assert_eq!((since.count(), since.sum(), since.mean()), (4, Some(2712), 678.0));
    }
    let mixed = histogram.interval().unwrap();
    assert_eq!((mixed.count(), mixed.sum()), (6, None));
    histogram.record(901);
    let interval = histogram.interval().unwrap();
    assert_eq!((interval.count(), interval.sum(), interval.mean()), (1, Some(901), 901.0));

    // Nor does one appear when snapshots are added and subtracted, of which one lacks it.
    let other = Histogram::new(1000, 1).unwrap().with_sum();
    other.record(901);
    let mut early = before;
    early.merge(&other.snapshot()).unwrap();
    assert_eq!((early.count(), early.sum()), (4, None));
    let mut late = all;
    late.merge(&other.snapshot()).unwrap();
    assert_eq!((late.count(), late.sum()), (8, None));
    assert_eq!(late.since(&early).unwrap().sum(), Some(2712));
}

#[test]
fn a_sum_that_is_kept_already_stays() {
    let histogram = Histogram::new(1000, 1).unwrap().with_sum();
    histogram.record(901);
    let histogram = histogram.with_sum();
    histogram.record(3);
    assert_eq!(histogram.snapshot().sum(), Some(904));
}

#[test]
fn every_value_is_in_exactly_one_interval() {
    const EACH: u64 = if cfg!(miri) { 20 } else { 100_000 };
    let histogram = Histogram::new(100, 1).unwrap().with_sum();
    let told = std::sync::Mutex::new((0, 0));
    let done = std::sync::atomic::AtomicUsize::new(0);
    let tell = || {
        let interval = histogram.interval().unwrap();
        let mut told = told.lock().unwrap();
        told.0 += interval.count();
        told.1 += interval.sum().unwrap();
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                (0..EACH).for_each(|_| histogram.record(3));
                done.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            });
            scope.spawn(|| {
                while done.load(std::sync::atomic::Ordering::SeqCst) < 2 {
                    tell();
                }
            });
        }
    });
    tell();
    assert_eq!(*told.lock().unwrap(), (2 * EACH, 6 * EACH));
    assert_eq!(histogram.interval().unwrap().count(), 0);
    assert_eq!(histogram.snapshot().count(), 2 * EACH);
}

/// The thread does nothing but ask for intervals, so handlers interrupt it there.
#[cfg(all(target_os = "linux", not(miri)))]
#[test]
fn a_handler_that_interrupts_an_interval_on_its_thread_gets_an_error() {
    use std::sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    };
    static HISTOGRAM: LazyLock<Histogram> = LazyLock::new(|| Histogram::new(10, 1).unwrap());
    static REFUSED: AtomicU64 = AtomicU64::new(0);
    static TOLD: AtomicU64 = AtomicU64::new(0);
    extern "C" fn handler(_signal: i32) {
        // The allocator is in use only inside of the call: what it returns is not freed.
        match HISTOGRAM.interval() {
            Ok(told) => drop(TOLD.fetch_add(std::mem::ManuallyDrop::new(told).count(), Relaxed)),
            Err(error) => {
                assert_eq!(error, perseq::Error::GuardHeld { row: 0 });
                REFUSED.fetch_add(1, Relaxed);
            }
        }
    }
    support::alone("a_handler_that_interrupts_an_interval_on_its_thread_gets_an_error", &[], || {
        LazyLock::force(&HISTOGRAM);
        support::handle_timer(handler);
        let (mut recorded, start) = (0, std::time::Instant::now());
        support::with_timer(std::time::Duration::from_micros(50), || {
            while REFUSED.load(Relaxed) < 20 && start.elapsed() < support::PATIENCE {
                HISTOGRAM.record(3);
                recorded += 1;
                let told = std::mem::ManuallyDrop::new(HISTOGRAM.interval().unwrap());
                TOLD.fetch_add(told.count(), Relaxed);
            }
        });
        assert!(REFUSED.load(Relaxed) >= 20, "handlers hardly met a call");
        assert_eq!(TOLD.load(Relaxed), recorded);
    });
}

/// Threads under timer signals whose handlers record too.
#[cfg(not(miri))]
fn record_under_fire<I: Index>(sections: bool) {
    // Elsewhere counts have two words, and no section can commit both.
    let expect_aborts = sections && cfg!(target_pointer_width = "64");
    use std::sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    };
    static HANDLED: AtomicU64 = AtomicU64::new(0);
    static HANDLER: OnceLock<Box<dyn Fn() + Sync + Send>> = OnceLock::new();
    extern "C" fn handler(_signal: i32) {
        if let Some(record) = HANDLER.get() {
            record();
            HANDLED.fetch_add(1, Relaxed);
        }
    }
    let histogram: &'static Histogram<I> = support::keep(Histogram::indexed(1 << 20, 2).unwrap());
    let seen: &'static MinMax<I> = support::keep(MinMax::indexed());
    let record = |value: u64| {
        histogram.record(value);
        seen.record(value.cast_signed());
    };
    HANDLER.set(Box::new(move || record(1 << 20))).map_err(|_| ()).unwrap();
    support::handle_timer(handler);
    let (stop, recorded, before) =
        (AtomicBool::new(false), AtomicU64::new(0), perseq::perseq_core::section::aborts());
    let aborts = || perseq::perseq_core::section::aborts() - before;
    std::thread::scope(|scope| {
        for thread in 0..4_u64 {
            let (stop, recorded) = (&stop, &recorded);
            scope.spawn(move || {
                support::with_timer(std::time::Duration::from_micros(100), || {
                    while !stop.load(Relaxed) {
                        (0..1000).for_each(|n| record(1 + (n * 977 + thread) % 1_000_000));
                        recorded.fetch_add(1000, Relaxed);
                    }
                });
            });
        }
        let start = std::time::Instant::now();
        while (HANDLED.load(Relaxed) < 300 || (expect_aborts && aborts() < 20))
            && start.elapsed() < support::PATIENCE
        {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        stop.store(true, Relaxed);
    });
    let handled = HANDLED.load(Relaxed);
    assert!(handled >= 300 && (!expect_aborts || aborts() >= 20), "{handled} signals, {} aborts", aborts());
    let snapshot = histogram.snapshot();
    assert_eq!(snapshot.count(), recorded.load(Relaxed) + handled);
    let top = snapshot.iter().next_back().unwrap();
    assert!(top.0.contains(&(1 << 20)) && top.1 == handled, "{top:?}, {handled} handled");
    assert_eq!(seen.get(), Some((1, 1 << 20)));
}

#[cfg(not(miri))]
#[test]
fn every_value_is_counted() {
    let sections = perseq::perseq_core::thread::attach().is_ok();
    support::alone("every_value_is_counted", &[], || record_under_fire::<ByCpuId>(sections));
}

#[cfg(not(miri))]
#[test]
fn every_value_is_counted_by_concurrency_id() {
    support::alone("every_value_is_counted_by_concurrency_id", &[], || {
        let sections =
            perseq::perseq_core::thread::attach().is_ok() && perseq::ByConcurrencyId::current().is_some();
        record_under_fire::<perseq::ByConcurrencyId>(sections);
    });
}

#[cfg(not(miri))]
#[test]
fn every_value_is_counted_without_rseq() {
    support::alone("every_value_is_counted_without_rseq", &[support::WITHOUT_GLIBC], || {
        support::deny_rseq(libc::ENOSYS);
        record_under_fire::<ByCpuId>(false);
    });
}
