//! The live files at a moment, and what came since the moment before.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Result, anyhow, bail};
use perseq::histogram::Snapshot;
use perseq_metrics::{
    Kind, Number,
    live::{Amount, Error, Reader, Seen, Series, State, find, find_in},
};

use crate::text::harmless;

/// Which files are looked at.
#[derive(Debug)]
pub(super) struct Wanted {
    which: Vec<Which>,
    directory: Option<PathBuf>,
}

#[derive(Debug)]
enum Which {
    Process(u32),
    File(PathBuf),
    Name(String),
}

impl Wanted {
    /// Arguments: numbers are processes, paths are files, and the rest are names.
    pub(super) fn new(which: &[String], directory: Option<&Path>) -> Self {
        let which = which.iter().map(|text| match text.parse() {
            Ok(process) => Which::Process(process),
            Err(_) if text.contains('/') => Which::File(text.into()),
            Err(_) => Which::Name(text.clone()),
        });
        Self { which: which.collect(), directory: directory.map(Path::to_path_buf) }
    }

    /// The files that there are now, each once. One that was asked for by its path and cannot be read is an error; others are left out, with the reason.
    pub(super) fn open(&self) -> Result<(Vec<Reader>, Vec<Error>)> {
        let (mut readers, mut unread) = (Vec::new(), Vec::new());
        let wants_all = self.which.is_empty();
        if wants_all || self.which.iter().any(|which| !matches!(which, Which::File(_))) {
            let found = self.directory.as_deref().map_or_else(find, find_in);
            for path in found {
                match Reader::open(path) {
                    Ok(reader) if wants_all || self.which.iter().any(|which| which.is(&reader)) => {
                        readers.push(reader);
                    }
                    Ok(_) => {}
                    Err(error) => unread.push(error),
                }
            }
        }
        for which in &self.which {
            if let Which::File(path) = which {
                let reader = Reader::open(path)?;
                // It may be named twice, or be one that was found as well.
                let file = path.canonicalize().ok();
                let is_it = |other: &Reader| other.path().canonicalize().ok() == file;
                if file.is_none() || !readers.iter().any(is_it) {
                    readers.push(reader);
                }
            }
        }
        Ok((readers, unread))
    }

    /// The same, but an error if there is none.
    pub(super) fn open_some(&self) -> Result<Vec<Reader>> {
        let (readers, unread) = self.open()?;
        if readers.is_empty() {
            if let Some(error) = unread.into_iter().next() {
                return Err(anyhow!(error));
            }
            bail!(
                "no live file {} was found; start a program that makes one (`perseq_metrics::live::Live`), or name its file",
                if self.which.is_empty() { "of this user" } else { "of that process or name" }
            );
        }
        Ok(readers)
    }
}

impl Which {
    fn is(&self, reader: &Reader) -> bool {
        match self {
            Self::Process(process) => reader.process() == *process,
            Self::Name(name) => reader.name() == name,
            Self::File(_) => false,
        }
    }
}

/// One file at a moment.
pub(super) struct Looked {
    pub(super) reader: Reader,
    pub(super) state: Option<State>,
    pub(super) seen: Seen,
}

/// All files at a moment.
pub(super) fn look(readers: Vec<Reader>) -> Vec<Looked> {
    let look = |reader: Reader| {
        // One that was cut off since is left out.
        let seen = reader.read().ok()?;
        Some(Looked { state: reader.state().ok(), reader, seen })
    };
    readers.into_iter().filter_map(look).collect()
}

/// A series of a file.
pub(super) type Key = (PathBuf, u64, String);

/// One line: a series, and what came of it in an interval.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) key: Key,
    pub(super) program: String,
    pub(super) process: u32,
    pub(super) is_running: bool,
    /// The name with its labels.
    pub(super) series: String,
    pub(super) unit: String,
    pub(super) kind: Kind,
    /// The value of a gauge, and the count of others.
    pub(super) total: Number,
    /// In a second, of the interval. None of the first look.
    pub(super) rate: Option<f64>,
    /// The counts of each CPU in a second; threads that no section could count for are last. Totals at the first look.
    pub(super) parts: Vec<f64>,
    /// Medians and so on of a histogram, in its unit: of the interval's values, or of all if there is none.
    pub(super) quantiles: Option<[f64; 3]>,
}

/// The shares of [`Line::quantiles`].
pub(super) const QUANTILES: [f64; 3] = [0.5, 0.9, 0.99];

/// The series of the last look, for the differences of the next one.
#[derive(Default)]
pub(super) struct Before {
    at: Option<Instant>,
    looks: u32,
    amounts: HashMap<Key, Amount>,
}

impl Before {
    /// Returns whether there was one look at the most.
    pub(super) const fn is_first(&self) -> bool {
        self.looks < 2
    }

    /// The lines of a look, with what came since the last one.
    pub(super) fn lines(&mut self, looked: &[Looked]) -> Vec<Line> {
        let now = Instant::now();
        let seconds = self.at.map(|at| now.duration_since(at).as_secs_f64().max(1e-6));
        let mut amounts = HashMap::new();
        let mut lines = Vec::new();
        for Looked { reader, state, seen } in looked {
            let program = harmless(reader.name());
            for series in &seen.series {
                let name = shown_name(series);
                let key = (reader.path().to_path_buf(), reader.created(), name.clone());
                let before = self.amounts.get(&key);
                let quantiles = quantiles(&series.amount, before);
                let (parts, rate) = rates(&series.amount, before, seconds);
                lines.push(Line {
                    key: key.clone(),
                    program: program.clone().into_owned(),
                    process: reader.process(),
                    is_running: *state == Some(State::Running),
                    series: name,
                    unit: series.unit.clone(),
                    kind: series.kind,
                    total: total(&series.amount),
                    rate,
                    parts,
                    quantiles,
                });
                amounts.insert(key, series.amount.clone());
            }
        }
        (self.at, self.amounts) = (Some(now), amounts);
        self.looks = self.looks.saturating_add(1);
        lines
    }
}

/// The name and the labels, as a scrape has them, without what a terminal would obey.
fn shown_name(series: &Series) -> String {
    let quoted = |value: &str| harmless(value).replace('\\', "\\\\").replace('"', "\\\"");
    let labels: Vec<_> =
        series.labels.iter().map(|(name, value)| format!("{name}=\"{}\"", quoted(value))).collect();
    if labels.is_empty() { series.name.clone() } else { format!("{}{{{}}}", series.name, labels.join(",")) }
}

/// A number as a float.
#[allow(clippy::cast_precision_loss, reason = "shown with few digits")]
pub(super) fn float(number: Number) -> f64 {
    match number {
        Number::Unsigned(number) => number as f64,
        Number::Signed(number) => number as f64,
        Number::Float(number) => number,
    }
}

fn total(amount: &Amount) -> Number {
    match amount {
        Amount::Number { total, .. } => *total,
        Amount::Bounded { counts, above, .. } => {
            Number::Unsigned(counts.iter().fold(*above, |sum, (_, count)| sum.wrapping_add(*count)))
        }
        Amount::Fine { values, .. } => Number::Unsigned(values.count()),
        _ => Number::Unsigned(0),
    }
}

/// The difference of two numbers. Counts wrap.
#[allow(clippy::cast_precision_loss, reason = "shown with few digits")]
fn since(now: Number, before: Number) -> f64 {
    match (now, before) {
        (Number::Unsigned(now), Number::Unsigned(before)) => now.wrapping_sub(before).cast_signed() as f64,
        (Number::Signed(now), Number::Signed(before)) => now.wrapping_sub(before) as f64,
        (now, before) => float(now) - float(before),
    }
}

fn rates(amount: &Amount, before: Option<&Amount>, seconds: Option<f64>) -> (Vec<f64>, Option<f64>) {
    let parts: &[Number] = if let Amount::Number { parts, .. } = amount { parts } else { &[] };
    let (Some(before), Some(seconds)) = (before, seconds) else {
        return (parts.iter().copied().map(float).collect(), None);
    };
    let parts_before: &[Number] = if let Amount::Number { parts, .. } = before { parts } else { &[] };
    let of_parts = parts.iter().zip(parts_before).map(|(now, before)| since(*now, *before) / seconds);
    (of_parts.collect(), Some(since(total(amount), total(before)) / seconds))
}

#[allow(clippy::cast_precision_loss, reason = "shown with few digits")]
fn quantiles(amount: &Amount, before: Option<&Amount>) -> Option<[f64; 3]> {
    match (amount, before) {
        (Amount::Fine { values, per_unit, .. }, before) => {
            let since: Option<Snapshot> = match before {
                Some(Amount::Fine { values: before, .. }) => (**values).clone().since(before).ok(),
                _ => None,
            };
            let since = since.filter(|since| since.count() > 0);
            let of = since.as_ref().unwrap_or(values);
            (of.count() > 0).then(|| QUANTILES.map(|share| of.value_at_quantile(share) as f64 / per_unit))
        }
        (Amount::Bounded { counts, above, .. }, before) => {
            let mut of: Vec<(f64, u64)> = counts.iter().copied().chain([(f64::INFINITY, *above)]).collect();
            if let Some(Amount::Bounded { counts, above, .. }) = before {
                let before = counts.iter().map(|(_, count)| *count).chain([*above]);
                let since: Vec<_> = of
                    .iter()
                    .zip(before)
                    .map(|((bound, now), then)| (*bound, now.wrapping_sub(then)))
                    .collect();
                if since.iter().any(|(_, count)| *count > 0) {
                    of = since;
                }
            }
            let all = of.iter().fold(0_u64, |sum, (_, count)| sum.saturating_add(*count));
            let at = |share: f64| {
                let (wanted, mut below) = ((share * all as f64).ceil(), 0.0);
                let found = of.iter().find(|(_, count)| {
                    below += *count as f64;
                    below >= wanted
                });
                found.map_or(f64::INFINITY, |(bound, _)| *bound)
            };
            (all > 0).then(|| QUANTILES.map(at))
        }
        _ => None,
    }
}
