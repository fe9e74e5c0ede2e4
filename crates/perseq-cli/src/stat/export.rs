//! A look as JSON and as CSV.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use perseq_metrics::{
    Number, Value,
    live::{Amount, Series, State},
};
use serde::Serialize;

use super::look::{Line, Looked, QUANTILES};

/// The version of the output: a change that a reader must know makes it another one.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    programs: Vec<Program<'a>>,
}

#[derive(Serialize)]
struct Program<'a> {
    name: &'a str,
    pid: u32,
    file: String,
    /// True while the process runs.
    running: bool,
    /// Nanoseconds since 1970.
    created_ns: u64,
    /// Series that had no room in the file.
    refused: u64,
    /// Entries of the file that were half written, or are none.
    damaged: usize,
    series: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Told<'a> {
    name: &'a str,
    labels: BTreeMap<&'a str, &'a str>,
    kind: &'static str,
    unit: &'a str,
    help: &'a str,
    /// The value of a gauge, and the count of others.
    total: Figure,
    /// `null` where there was no earlier look.
    per_second: Option<f64>,
    /// By CPU; the last is of threads that cannot run sections.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cpus: Vec<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    histogram: Option<Histogram>,
}

#[derive(Serialize)]
struct Histogram {
    sum: Option<f64>,
    /// The highest value of each bucket, and how many values are in it alone.
    buckets: Vec<(f64, u64)>,
    above: u64,
    /// Of the values between the two looks, or of all if there was none.
    quantiles: BTreeMap<String, f64>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Figure {
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

impl From<Number> for Figure {
    fn from(number: Number) -> Self {
        match number {
            Number::Unsigned(number) => Self::Unsigned(number),
            Number::Signed(number) => Self::Signed(number),
            Number::Float(number) => Self::Float(number),
        }
    }
}

fn told<'a>(series: &'a Series, line: &Line) -> Told<'a> {
    let mut histogram = None;
    series.amount.read(&mut |value| {
        if let Value::Buckets(buckets) = value {
            let named = |quantiles: [f64; 3]| {
                QUANTILES.iter().zip(quantiles).map(|(share, value)| (share.to_string(), value)).collect()
            };
            histogram = Some(Histogram {
                sum: buckets.sum,
                buckets: buckets.counts.to_vec(),
                above: buckets.above,
                quantiles: line.quantiles.map(named).unwrap_or_default(),
            });
        }
    });
    let parts: &[Number] = if let Amount::Number { parts, .. } = &series.amount { parts } else { &[] };
    Told {
        name: &series.name,
        labels: series.labels.iter().map(|(name, value)| (&**name, &**value)).collect(),
        kind: series.kind.name(),
        unit: &series.unit,
        help: &series.help,
        total: line.total.into(),
        per_second: line.rate,
        cpus: parts.iter().copied().map(Figure::from).collect(),
        histogram,
    }
}

/// A look whose lines are those of all its series, in the same order, as JSON; of these, the lines that `is_shown`.
pub(super) fn json(looked: &[Looked], lines: &[Line], is_shown: impl Fn(&Line) -> bool) -> Result<String> {
    let mut lines = lines.iter();
    let mut programs = Vec::new();
    for Looked { reader, state, seen } in looked {
        let of_file = seen.series.iter().zip(lines.by_ref());
        let series =
            of_file.filter(|(_, line)| is_shown(line)).map(|(series, line)| told(series, line)).collect();
        programs.push(Program {
            name: reader.name(),
            pid: reader.process(),
            file: reader.path().display().to_string(),
            running: *state == Some(State::Running),
            created_ns: reader.created(),
            refused: seen.refused,
            damaged: seen.damaged,
            series,
        });
    }
    let text = serde_json::to_string_pretty(&Report { version: VERSION, programs });
    Ok(text.context("the figures are no JSON")? + "\n")
}

/// Lines as CSV (RFC 4180).
pub(super) fn csv(lines: &[&Line]) -> String {
    let mut text = String::from("program,pid,running,series,kind,unit,total,per_second,p50,p90,p99\r\n");
    for line in lines {
        let total = match line.total {
            Number::Unsigned(number) => number.to_string(),
            Number::Signed(number) => number.to_string(),
            Number::Float(number) => number.to_string(),
        };
        let rate = line.rate.map(|rate| rate.to_string()).unwrap_or_default();
        let quantiles =
            line.quantiles.map(|quantiles| quantiles.map(|value| value.to_string())).unwrap_or_default();
        let fields = [
            quoted(&line.program),
            line.process.to_string(),
            line.is_running.to_string(),
            quoted(&line.series),
            line.kind.name().to_owned(),
            quoted(&line.unit),
            total,
            rate,
            quantiles.join(","),
        ];
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}
