//! Making metrics in a file.

use std::{boxed::Box, vec::Vec};

use perseq::{
    Counter, CounterF64, SignedCounter,
    file_rows::{FileRows, FileWord, Place},
};

use super::{entry::Words, layout::BLOCK};
use crate::{Error, FineHistogram, Gauge, Histogram, Metric};

/// Counters and gauges are at multiples of PCP's blocks, in each of which they are the first word.
const ALIGN: usize = BLOCK as usize;
const WORD: usize = size_of::<u64>();

/// The metrics that a live file can have: `perseq`'s counters, [`Gauge`], [`Histogram`] and [`FineHistogram`].
#[allow(private_bounds, reason = "no other types can be made in a file")]
pub trait FileMetric: Metric + Sized + sealed::Make {
    /// The arguments that it is made with.
    type Shape: Clone + Send + Sync + 'static;

    /// Makes one in this process's memory.
    #[doc(hidden)]
    fn in_memory(shape: &Self::Shape) -> Result<Self, Error>;

    /// Makes one in the rows of a file; `None` if there is no room.
    #[doc(hidden)]
    #[allow(private_interfaces, reason = "the trait is sealed")]
    fn in_file(
        values: &'static FileRows,
        tail: Option<&'static FileRows>,
        shape: &Self::Shape,
    ) -> Option<(Self, Words)>;
}

mod sealed {
    pub(super) trait Make {}
    impl Make for perseq::Counter {}
    impl Make for perseq::CounterF64 {}
    impl Make for perseq::SignedCounter {}
    impl Make for crate::Gauge {}
    impl Make for crate::Histogram {}
    impl Make for crate::FineHistogram {}
}

fn offset(place: Place) -> Option<u32> {
    place.offset().try_into().ok()
}

macro_rules! counters {
    ($($counter:ident $words:ident),+) => {$(
        impl FileMetric for $counter {
            type Shape = ();

            fn in_memory((): &()) -> Result<Self, Error> {
                Ok(Self::new())
            }

            #[allow(private_interfaces, reason = "the trait is sealed")]
            fn in_file(values: &'static FileRows, _: Option<&'static FileRows>, (): &()) -> Option<(Self, Words)> {
                let (counter, place) = Self::in_file(values, ALIGN).ok()?;
                Some((counter, Words::$words(offset(place)?)))
            }
        }
    )+};
}

counters!(Counter Counter, CounterF64 CounterF64, SignedCounter UpDown);

impl FileMetric for Gauge {
    type Shape = ();

    fn in_memory((): &()) -> Result<Self, Error> {
        Ok(Self::new())
    }

    #[allow(private_interfaces, reason = "the trait is sealed")]
    fn in_file(values: &'static FileRows, _: Option<&'static FileRows>, (): &()) -> Option<(Self, Words)> {
        let (word, place) = FileWord::in_file(values, ALIGN).ok()?;
        Some((Self::of(word), Words::Gauge(offset(place)?)))
    }
}

/// The bounds of a [`Histogram`] in a file: each is higher than the one before, and finite.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds(pub Vec<f64>);

impl FileMetric for Histogram {
    type Shape = Bounds;

    fn in_memory(Bounds(bounds): &Bounds) -> Result<Self, Error> {
        Self::new(bounds.iter().copied())
    }

    #[allow(private_interfaces, reason = "the trait is sealed")]
    fn in_file(
        _: &'static FileRows,
        tail: Option<&'static FileRows>,
        Bounds(bounds): &Bounds,
    ) -> Option<(Self, Words)> {
        let tail = tail?;
        let made: Option<Vec<_>> = (0..=bounds.len())
            .map(|_| {
                let (counter, place) = Counter::in_file(tail, WORD).ok()?;
                Some((counter, offset(place)?))
            })
            .collect();
        let (counters, counts): (Vec<_>, Vec<u32>) = made?.into_iter().unzip();
        let (sum, of_sum) = CounterF64::in_file(tail, WORD).ok()?;
        let histogram = Self::of(bounds.iter().copied(), counters, sum).ok()?;
        let (bounds, counts): (Box<[f64]>, Box<[u32]>) = (bounds.as_slice().into(), counts.into());
        Some((histogram, Words::Bounded { bounds, counts, sum: offset(of_sum)? }))
    }
}

/// The arguments of a [`FineHistogram`] in a file: see [`FineHistogram::new`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fine {
    /// The highest value that is told from lower ones.
    pub highest: u64,
    /// The decimal digits that are kept.
    pub digits: u8,
    /// How many of a value's unit are shown as 1.
    pub per_unit: f64,
}

impl FileMetric for FineHistogram {
    type Shape = Fine;

    fn in_memory(shape: &Fine) -> Result<Self, Error> {
        Self::new(shape.highest, shape.digits, shape.per_unit)
    }

    #[allow(private_interfaces, reason = "the trait is sealed")]
    fn in_file(
        _: &'static FileRows,
        tail: Option<&'static FileRows>,
        &Fine { highest, digits, per_unit }: &Fine,
    ) -> Option<(Self, Words)> {
        let (values, place) = perseq::Histogram::in_file(highest, digits, tail?).ok()?;
        let histogram = Self::of(values, per_unit).ok()?;
        let words = Words::Fine {
            counts: offset(place.counts)?,
            len: place.len.try_into().ok()?,
            above: offset(place.above)?,
            sum: offset(place.sum)?,
            highest,
            digits,
            per_unit,
        };
        Some((histogram, words))
    }
}
