//! An entry of the directory: what a series is, and where its words are.

use std::{boxed::Box, string::String, vec::Vec};

use super::layout::{SLOT, check, u32_at, u64_at};
use crate::histogram::{check_bounds, check_unit};

/// One series.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) help: String,
    pub(super) labels: Vec<(String, String)>,
    pub(super) words: Words,
}

/// The words of a series, by their offsets in each row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Words {
    /// A counter of whole numbers.
    Counter(u32),
    /// A counter with fractions.
    CounterF64(u32),
    /// A level that is counted up and down.
    UpDown(u32),
    /// A value that is set, in the row outside.
    Gauge(u32),
    /// A histogram with the buckets of `perseq::Histogram`, in the tail.
    Fine { counts: u32, len: u32, above: u32, sum: u32, highest: u64, digits: u8, per_unit: f64 },
    /// A histogram with bounds of its own, in the tail: one counter more than bounds.
    Bounded { bounds: Box<[f64]>, counts: Box<[u32]>, sum: u32 },
}

impl Words {
    const fn kind(&self) -> u32 {
        match self {
            Self::Counter(_) => 1,
            Self::CounterF64(_) => 2,
            Self::UpDown(_) => 3,
            Self::Gauge(_) => 4,
            Self::Fine { .. } => 5,
            Self::Bounded { .. } => 6,
        }
    }
}

/// Most labels of a series that is read.
const MOST_LABELS: usize = 64;
/// Most bounds of a histogram that is read.
const MOST_BOUNDS: usize = crate::Histogram::MOST;
/// Bytes before the body: its check, the kind and its length.
pub(super) const HEAD: usize = 16;

impl Entry {
    /// The bytes of the slot, if it has room for them. `number` is another one each time that an entry is made, so that no two entries have
    /// equal heads: a reader knows by the head whether a slot has the entry that it had before.
    pub(super) fn encode(&self, number: u64) -> Option<Vec<u8>> {
        let mut body = Vec::new();
        let mut fits = true;
        let mut text = |body: &mut Vec<u8>, text: &str| match u16::try_from(text.len()) {
            Ok(len) => {
                body.extend(len.to_ne_bytes());
                body.extend(text.as_bytes());
            }
            Err(_) => fits = false,
        };
        text(&mut body, &self.name);
        text(&mut body, &self.unit);
        text(&mut body, &self.help);
        body.extend(u16::try_from(self.labels.len()).ok()?.to_ne_bytes());
        for (label, value) in &self.labels {
            text(&mut body, label);
            text(&mut body, value);
        }
        let word = |body: &mut Vec<u8>, word: u32| body.extend(word.to_ne_bytes());
        match &self.words {
            Words::Counter(at) | Words::CounterF64(at) | Words::UpDown(at) | Words::Gauge(at) => {
                word(&mut body, *at);
            }
            Words::Fine { counts, len, above, sum, highest, digits, per_unit } => {
                for at in [*counts, *len, *above, *sum, u32::from(*digits)] {
                    word(&mut body, at);
                }
                body.extend(highest.to_ne_bytes());
                body.extend(per_unit.to_bits().to_ne_bytes());
            }
            Words::Bounded { bounds, counts, sum } => {
                word(&mut body, u32::try_from(bounds.len()).ok()?);
                bounds.iter().for_each(|bound| body.extend(bound.to_bits().to_ne_bytes()));
                counts.iter().for_each(|at| word(&mut body, *at));
                word(&mut body, *sum);
            }
        }
        body.extend(number.to_ne_bytes());
        if !fits || self.labels.len() > MOST_LABELS || HEAD + body.len() > SLOT as usize {
            return None;
        }
        let mut slot = Vec::with_capacity(HEAD + body.len());
        slot.extend(self.words.kind().to_ne_bytes());
        slot.extend(u32::try_from(body.len()).ok()?.to_ne_bytes());
        slot.extend(body);
        let mut bytes = Vec::from(check(&slot).to_ne_bytes());
        bytes.extend(slot);
        Some(bytes)
    }

    /// The entry of a slot: `Ok(None)` if it is free.
    pub(super) fn decode(slot: &[u8]) -> Result<Option<Self>, Damaged> {
        let kind = u32_at(slot, 8).ok_or(Damaged)?;
        if kind == 0 {
            return Ok(None);
        }
        let len = u32_at(slot, 12).ok_or(Damaged)? as usize;
        let end = HEAD.checked_add(len).ok_or(Damaged)?;
        let checked = slot.get(8..end).ok_or(Damaged)?;
        if u64_at(slot, 0) != Some(check(checked)) {
            return Err(Damaged);
        }
        let mut body = Body(&slot[HEAD..end]);
        let (name, unit, help) = (body.text()?, body.text()?, body.text()?);
        let count = usize::from(body.u16()?);
        if count > MOST_LABELS {
            return Err(Damaged);
        }
        let labels = (0..count).map(|_| Ok((body.text()?, body.text()?))).collect::<Result<_, _>>()?;
        let words = match kind {
            1 => Words::Counter(body.u32()?),
            2 => Words::CounterF64(body.u32()?),
            3 => Words::UpDown(body.u32()?),
            4 => Words::Gauge(body.u32()?),
            5 => {
                let (counts, len, above, sum) = (body.u32()?, body.u32()?, body.u32()?, body.u32()?);
                let digits = body.u32()?.try_into().map_err(|_| Damaged)?;
                let (highest, per_unit) = (body.u64()?, f64::from_bits(body.u64()?));
                check_unit(highest, per_unit).map_err(|_| Damaged)?;
                Words::Fine { counts, len, above, sum, highest, digits, per_unit }
            }
            6 => {
                let count = body.u32()? as usize;
                if !(1..=MOST_BOUNDS).contains(&count) {
                    return Err(Damaged);
                }
                let bounds: Box<[f64]> =
                    (0..count).map(|_| body.u64().map(f64::from_bits)).collect::<Result<_, _>>()?;
                check_bounds(&bounds).map_err(|_| Damaged)?;
                let counts = (0..=count).map(|_| body.u32()).collect::<Result<_, _>>()?;
                Words::Bounded { bounds, counts, sum: body.u32()? }
            }
            _ => return Err(Damaged),
        };
        Ok(Some(Self { name, unit, help, labels, words }))
    }
}

/// An entry that is half written, or none of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Damaged;

/// The rest of a body.
struct Body<'a>(&'a [u8]);

impl Body<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Damaged> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or(Damaged)?;
        self.0 = rest;
        Ok(*bytes)
    }

    fn u16(&mut self) -> Result<u16, Damaged> {
        self.take().map(u16::from_ne_bytes)
    }

    fn u32(&mut self) -> Result<u32, Damaged> {
        self.take().map(u32::from_ne_bytes)
    }

    fn u64(&mut self) -> Result<u64, Damaged> {
        self.take().map(u64::from_ne_bytes)
    }

    fn text(&mut self) -> Result<String, Damaged> {
        let len = usize::from(self.u16()?);
        let (text, rest) = self.0.split_at_checked(len).ok_or(Damaged)?;
        self.0 = rest;
        Ok(String::from_utf8_lossy(text).into_owned())
    }
}
