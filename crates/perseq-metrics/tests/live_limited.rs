//! A live file beside a limit of files' sizes (`ulimit -f`) that is lowered while the program runs: no signal, and no series that has
//! another one's value.

#![cfg(all(target_os = "linux", not(miri)))]
#![allow(clippy::multiple_unsafe_ops_per_block, reason = "test code")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use perseq::Counter;
use perseq_metrics::{
    Description, Family, Number, label_set,
    live::{Amount, Bounds, FileMetric, InFile, Live, Options, Reader},
};
use perseq_rcu::Rcu;

use perseq_testing as support;

label_set! {
    struct Round { number: u64 }
}

/// Runs a test in a process of its own, whose limit is its own, with a directory that goes afterwards.
fn limited(name: &str, body: impl FnOnce(&Path)) {
    support::alone(name, &[], || {
        let directory = support::Scratch::private("limited");
        body(&directory);
    });
}

/// Files of this process get no longer than `bytes` from here on.
fn limit(bytes: u64) {
    let limit = libc::rlimit { rlim_cur: bytes as libc::rlim_t, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: the limit is valid for reads.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit) }, 0);
}

fn no_limit() {
    limit(u64::MAX);
}

/// Has the family give up what it has.
fn expire<M: FileMetric>(family: &Family<Round, InFile<M>>) {
    // The first call looks, the second one takes out what was not used since.
    drop(family.expire().unwrap());
    drop(family.expire().unwrap());
    Rcu::global().barrier().unwrap();
    assert!(family.is_empty());
}

/// The series of the file, by number, each with its value.
fn values(path: &PathBuf) -> Vec<(u64, u64)> {
    let seen = Reader::open(path).unwrap().read().unwrap();
    assert_eq!(seen.damaged, 0, "{seen:?}");
    let mut values: Vec<_> = seen
        .series
        .iter()
        .map(|series| {
            let value = match &series.amount {
                Amount::Number { total: Number::Unsigned(total), .. } => *total,
                Amount::Bounded { counts, .. } => counts.iter().map(|(_, count)| count).sum(),
                other => panic!("{other:?}"),
            };
            (series.labels[0].1.parse().unwrap(), value)
        })
        .collect();
    values.sort_unstable();
    values
}

#[test]
fn a_limit_that_is_lowered_is_no_signal_and_series_are_shown_again_without_it() {
    limited("a_limit_that_is_lowered_is_no_signal_and_series_are_shown_again_without_it", |directory| {
        let live = Live::create("lowered", Options::new().directory(directory)).unwrap();
        let family = live.add_family::<Round, Counter>(Description::new("rounds", ""), ()).unwrap();
        let of = |number| family.of(&Round { number });
        of(1).add(11);
        limit(0);
        of(2).add(22);
        assert!(!of(2).is_shown(), "nothing can be written to the file");
        assert_eq!(of(2).sum(), 22);
        drop(live.add::<Counter>(Description::new("other", ""), ()).unwrap());
        no_limit();
        assert_eq!(values(&live.path().into()), [(1, 11)]);
        of(3).add(33);
        assert!(of(3).is_shown());
        assert_eq!(values(&live.path().into()), [(1, 11), (3, 33)]);
    });
}

/// Has series expire under a limit that is at some place of the file, then makes others: each has its own value, and so has each that is
/// left over.
fn keep_their_words<M: FileMetric>(directory: &Path, shape: M::Shape, count: fn(&M), ignored: bool) {
    if ignored {
        // SAFETY: it ignores a signal, which has no handler then.
        unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
    }
    let options = Options::new().directory(directory).series(64);
    let live = Live::create(if ignored { "ignored" } else { "deadly" }, options).unwrap();
    let family = live.add_family::<Round, M>(Description::new("rounds", ""), shape).unwrap();
    let len = fs::metadata(live.path()).unwrap().len();
    for round in 0..20_u64 {
        let add = |number: u64| {
            let series = family.of(&Round { number });
            assert!(series.is_shown(), "there is room");
            (0..number).for_each(|_| count(&series));
        };
        add(2 * round + 1);
        limit(len * round / 20);
        expire(&family);
        no_limit();
        add(2 * round + 2);
        let found = values(&live.path().into());
        assert!(found.contains(&(2 * round + 2, 2 * round + 2)), "{found:?}");
        assert!(found.iter().all(|(number, value)| number == value), "{found:?}");
        expire(&family);
    }
}

#[test]
fn a_series_whose_entry_cannot_be_cleared_keeps_its_words() {
    limited("a_series_whose_entry_cannot_be_cleared_keeps_its_words", |directory| {
        // In this order: the signal stays ignored.
        keep_their_words::<Counter>(directory, (), Counter::inc, false);
        keep_their_words::<Counter>(directory, (), Counter::inc, true);
    });
}

#[test]
fn a_histogram_whose_entry_cannot_be_cleared_keeps_its_words() {
    limited("a_histogram_whose_entry_cannot_be_cleared_keeps_its_words", |directory| {
        let observe = |histogram: &perseq_metrics::Histogram| histogram.observe(1.5);
        keep_their_words(directory, Bounds(vec![1.0, 2.0]), observe, true);
    });
}
