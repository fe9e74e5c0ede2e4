//! Adding up the words of series over the rows of a file.

use std::{boxed::Box, vec, vec::Vec};

use perseq::histogram::Snapshot;

use super::{
    Amount, Series,
    entry::{Entry, Words},
    layout::u64_at,
};
use crate::{Kind, Number, name};

/// The words of an entry's series, added up over the rows.
pub(super) enum Sum {
    Whole(Vec<u64>),
    Float(Vec<f64>),
    Words(Vec<u64>, f64),
}

/// Sums of which nothing was added up.
pub(super) fn empty(words: &Words, rows: usize) -> Sum {
    match words {
        Words::Counter(_) | Words::UpDown(_) => Sum::Whole(Vec::with_capacity(rows)),
        Words::CounterF64(_) => Sum::Float(Vec::with_capacity(rows)),
        Words::Gauge(_) => Sum::Float(Vec::with_capacity(1)),
        Words::Fine { len, .. } => Sum::Words(vec![0; *len as usize + 2], 0.0),
        Words::Bounded { counts, .. } => Sum::Words(vec![0; counts.len()], 0.0),
    }
}

/// The bytes of a row of values, or of the tail, up to the end of these words.
pub(super) fn end(words: &Words, of_tail: bool) -> usize {
    let last = match words {
        Words::Counter(at) | Words::CounterF64(at) | Words::UpDown(at) | Words::Gauge(at) if !of_tail => *at,
        Words::Fine { counts, len, above, sum, .. } if of_tail => {
            (counts + 8 * len.saturating_sub(1)).max(*above).max(*sum)
        }
        Words::Bounded { counts, sum, .. } if of_tail => counts.iter().fold(*sum, |last, at| last.max(*at)),
        _ => return 0,
    };
    last as usize + 8
}

/// Adds a row to a sum, if it is one of the kind that has the words.
pub(super) fn add(words: &Words, sum: &mut Sum, row: &[u8], is_tail: bool, is_outside: bool) {
    let word = |at: u32| u64_at(row, at as usize).unwrap_or(0);
    match (words, sum) {
        (Words::Counter(at) | Words::UpDown(at), Sum::Whole(parts)) if !is_tail => parts.push(word(*at)),
        (Words::CounterF64(at), Sum::Float(parts)) if !is_tail => parts.push(f64::from_bits(word(*at))),
        (Words::Gauge(at), Sum::Float(parts)) if !is_tail && is_outside => {
            parts.push(f64::from_bits(word(*at)))
        }
        (Words::Fine { counts, len, above, sum, .. }, Sum::Words(all, _)) if is_tail => {
            let at = (0..*len).map(|index| counts + 8 * index).chain([*above, *sum]);
            all.iter_mut().zip(at).for_each(|(all, at)| *all = all.wrapping_add(word(at)));
        }
        (Words::Bounded { counts, sum: of_sum, .. }, Sum::Words(all, sum)) if is_tail => {
            all.iter_mut().zip(counts).for_each(|(all, at)| *all = all.wrapping_add(word(*at)));
            *sum += f64::from_bits(word(*of_sum));
        }
        _ => {}
    }
}

/// The series of an entry; `None` if its sums are none.
pub(super) fn series(entry: Entry, sum: Sum) -> Option<Series> {
    let whole = |parts: &[u64]| parts.iter().fold(0_u64, |sum, part| sum.wrapping_add(*part));
    let (kind, amount) = match (entry.words, sum) {
        (Words::Counter(_), Sum::Whole(parts)) => {
            let total = Number::Unsigned(whole(&parts));
            (
                Kind::Counter,
                Amount::Number { total, parts: parts.into_iter().map(Number::Unsigned).collect() },
            )
        }
        (Words::UpDown(_), Sum::Whole(parts)) => {
            let signed = |word: u64| Number::Signed(word.cast_signed());
            let total = signed(whole(&parts));
            (Kind::Gauge, Amount::Number { total, parts: parts.into_iter().map(signed).collect() })
        }
        (Words::CounterF64(_), Sum::Float(parts)) => {
            let total = Number::Float(parts.iter().sum());
            (Kind::Counter, Amount::Number { total, parts: parts.into_iter().map(Number::Float).collect() })
        }
        (Words::Gauge(_), Sum::Float(parts)) => {
            (Kind::Gauge, Amount::Number { total: Number::Float(*parts.first()?), parts: Vec::new() })
        }
        (Words::Fine { len, highest, digits, per_unit, .. }, Sum::Words(mut words, _)) => {
            let (above, sum) = (*words.get(len as usize)?, *words.get(len as usize + 1)?);
            words.truncate(len as usize);
            let values = Snapshot::from_counts(highest, digits, words, above, Some(sum)).ok()?;
            (Kind::Histogram, Amount::Fine { values: Box::new(values), highest, per_unit })
        }
        (Words::Bounded { bounds, .. }, Sum::Words(mut words, sum)) => {
            let above = words.pop()?;
            (Kind::Histogram, Amount::Bounded { counts: bounds.into_iter().zip(words).collect(), above, sum })
        }
        _ => return None,
    };
    let Entry { name, unit, help, labels, .. } = entry;
    Some(Series { name, unit, help, labels, kind, amount })
}

/// Returns whether it is a family's series for what it has no room for, which is nothing to see until then.
pub(super) fn is_unused_overflow(series: &Series) -> bool {
    let is_overflow = matches!(&*series.labels, [(name, value)] if name == name::OVERFLOW && value == "true");
    let is_unused = match &series.amount {
        Amount::Number { total, .. } => {
            matches!(total, Number::Unsigned(0) | Number::Signed(0)) || *total == Number::Float(0.0)
        }
        Amount::Bounded { counts, above, .. } => *above == 0 && counts.iter().all(|(_, count)| *count == 0),
        Amount::Fine { values, .. } => values.count() == 0,
    };
    is_overflow && is_unused
}
