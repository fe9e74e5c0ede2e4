//! `Histogram` and `MinMax`, looked at as a whole.

use perseq::{Histogram, Index, MinMax};

use super::{
    counters::Fresh,
    families::{Family, Side},
    guarded::answer,
    scenario::Words,
    structures::name,
};

/// The families of both, by one index.
pub(super) fn families<I: Index>() -> Vec<Family> {
    vec![histogram::<I>(), min_max::<I>()]
}

#[inline(never)]
fn count<I: Index>(histogram: &Histogram<I>, value: u64, n: usize) {
    histogram.record_n(value, n as u64);
}

/// How many values there are, and how many of them are above the highest.
fn histogram<I: Index>() -> Family {
    const HIGHEST: u64 = 100;
    let histogram = Fresh::<Histogram<I>>::new();
    let times = |side: Side| side.of(1, 1000);
    let fresh = move || {
        histogram.set(Histogram::indexed(HIGHEST, 1).expect("memory"));
        count(histogram.get(), 7, 2);
        count(histogram.get(), HIGHEST + 1, 1);
    };
    let observe = move |_| {
        let seen = histogram.get().snapshot();
        vec![seen.count() as usize, seen.above() as usize]
    };
    Family::new(name::<I>("Histogram"), I::current, 1, fresh, |_| vec![3, 1], observe)
        .operation(
            "record",
            move |side| {
                count(histogram.get(), 7, times(side));
                answer(true, &[])
            },
            move |side, words| {
                words[0] += times(side);
                answer(true, &[])
            },
        )
        .operation(
            "record above the highest",
            move |side| {
                count(histogram.get(), HIGHEST + 1, times(side));
                answer(true, &[])
            },
            move |side, words| {
                words.iter_mut().for_each(|count| *count += times(side));
                answer(true, &[])
            },
        )
        .with_slow_path()
}

#[inline(never)]
fn record<I: Index>(min_max: &MinMax<I>, value: i64) {
    min_max.record(value);
}

/// The smallest value and the largest, a million above what they are.
fn min_max<I: Index>() -> Family {
    const ABOVE: i64 = 1_000_000;
    let min_max = Fresh::<MinMax<I>>::new();
    let fresh = move || {
        let extremes = MinMax::indexed();
        extremes.prepare().expect("memory");
        min_max.set(extremes);
    };
    let observe = move |_| {
        let seen = min_max.get().get().map(|(min, max)| [min, max].map(|value| (value + ABOVE) as usize));
        seen.map_or(Words::new(), Words::from)
    };
    let see = |words: &mut Words, value: i64| {
        let value = (value + ABOVE) as usize;
        *words = match words[..] {
            [min, max] => vec![min.min(value), max.max(value)],
            _ => vec![value, value],
        };
    };
    let other = move |family: Family, name, value| {
        family.steps(name, move || record(min_max.get(), value), move |words| see(words, value))
    };
    let mut family = Family::new(name::<I>("MinMax"), I::current, 1, fresh, |_| Words::new(), observe);
    family = other(family, "a lower value", -200);
    family = other(family, "a higher value", 900);
    family = family.operation(
        "record",
        move |side| {
            record(min_max.get(), side.of(50, 51));
            answer(true, &[])
        },
        move |side, words| {
            see(words, side.of(50, 51));
            answer(true, &[])
        },
    );
    family.is_resumable = true;
    family.with_slow_path()
}
