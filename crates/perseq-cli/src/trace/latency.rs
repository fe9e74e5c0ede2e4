//! How long it is from one event to another.

use core::cmp::Reverse;
use std::{
    collections::{BTreeSet, BinaryHeap},
    fmt::Write as _,
    path::Path,
};

use anyhow::{Result, ensure};
use hdrhistogram::Histogram;
use perseq_ctf::Event;
use perseq_trace::Pattern;
use serde::Serialize;

use super::{
    events::{duration, of_context, time_of_day},
    export::thread,
    pairs::Open,
};
use crate::{
    terminal::{Paint, Tone},
    text::{grouped, harmless},
};

/// Bars are so long at most.
const BAR: u64 = 40;

/// Times in nanoseconds.
#[derive(Debug, Serialize)]
pub(super) struct Latency {
    pub(super) count: u64,
    min: u64,
    p50: u64,
    p90: u64,
    p99: u64,
    p999: u64,
    max: u64,
    mean: f64,
    /// Pairs that begin in one process and end in another.
    across_processes: u64,
    /// Beginnings without an end, and ends without a beginning.
    without_end: u64,
    without_begin: u64,
    /// Fields that both have, by which they could be paired.
    #[serde(skip)]
    fields: Vec<String>,
    #[serde(skip)]
    bars: Vec<(u64, u64)>,
    /// The longest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    slowest: Vec<Slow>,
}

/// A pair that took long.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Slow {
    ns: u64,
    begin_ns: i64,
    end_ns: i64,
    /// By which value of which field it was paired; none for CPUs.
    field: Option<String>,
    value: String,
}

/// The longest of all pairs: so many at most.
#[derive(Debug, Default)]
struct Slowest {
    most: usize,
    /// The shortest of them first.
    heap: BinaryHeap<Reverse<Slow>>,
}

impl Slowest {
    fn see(&mut self, ns: u64, make: impl FnOnce() -> Slow) {
        let is_full = self.heap.len() >= self.most;
        if self.most == 0 || is_full && self.heap.peek().is_some_and(|least| least.0.ns >= ns) {
            return;
        }
        if is_full {
            self.heap.pop();
        }
        self.heap.push(Reverse(make()));
    }

    fn finish(self) -> Vec<Slow> {
        self.heap.into_sorted_vec().into_iter().map(|slow| slow.0).collect()
    }
}

/// Pairs of events under way.
pub(super) struct Pairs<'a> {
    ends: [Pattern; 2],
    by: Option<&'a str>,
    begun: Open<String, i64>,
    /// Pairs of two processes.
    across: u64,
    times: Histogram<u64>,
    /// Beginnings after which another one came before an end, and ends without a beginning.
    nested: u64,
    ends_alone: u64,
    /// Fields of the events at both ends, and whether one of them had the field that was asked for.
    fields: [BTreeSet<String>; 2],
    has_field: bool,
    slowest: Slowest,
}

impl<'a> Pairs<'a> {
    pub(super) fn new(ends: &[Pattern], by: Option<&'a str>, slowest: usize) -> Result<Self> {
        Ok(Self {
            slowest: Slowest { most: slowest, ..Slowest::default() },
            ends: [ends[0].clone(), ends[1].clone()],
            by,
            begun: Open::default(),
            across: 0,
            times: Histogram::new(3)?,
            nested: 0,
            ends_alone: 0,
            fields: Default::default(),
            has_field: false,
        })
    }

    pub(super) fn see(&mut self, event: &Event<'_>) {
        let ends = self.ends.each_ref().map(|end| end.matches(event.name()));
        if ends == [false, false] {
            return;
        }
        for (fields, is) in self.fields.iter_mut().zip(ends) {
            // Of one kind of event: the first ones have them all.
            if is && fields.is_empty() {
                fields.extend(event.fields().map(|(name, _)| name.to_owned()));
            }
        }
        self.has_field |= self.by.is_none_or(|field| event.fields().get(field).is_some());
        let key = match self.by {
            Some(field) => event.fields().get(field).map(|value| value.to_string()),
            None => of_context(event, "vtid").map(|value| value.to_string()),
        };
        let field = key.as_ref().map(|_| self.by.unwrap_or("vtid"));
        let process = thread(event).map(|[process, _]| process);
        // Without threads in the trace: by CPU.
        let key = key.unwrap_or_else(|| event.cpu().map_or("?".to_owned(), |cpu| format!("CPU {cpu}")));
        // An event that is both ends what was begun before it begins anew.
        if ends[1] {
            match self.begun.end(key.clone(), process) {
                // It grows as it must; what has no room in any is no time.
                Some((begun, same)) => {
                    self.across += u64::from(!same);
                    let end = event.timestamp_ns();
                    let ns = u64::try_from(end - begun).unwrap_or(0);
                    _ = self.times.record(ns);
                    self.slowest.see(ns, || Slow {
                        ns,
                        begin_ns: begun,
                        end_ns: end,
                        field: field.map(str::to_owned),
                        value: key.clone(),
                    });
                }
                None if !ends[0] => self.ends_alone += 1,
                None => {}
            }
        }
        if ends[0] {
            let before = self.begun.begin_anew(key, process, event.timestamp_ns());
            self.nested += u64::from(before.is_some());
        }
    }

    /// The field that was asked for is there, or which ones are.
    pub(super) fn check(&self) -> Result<()> {
        let all: Vec<&str> = self.fields.iter().flatten().map(String::as_str).collect();
        ensure!(
            self.has_field || all.is_empty(),
            "no event at either end has a field {}: they have {}",
            self.by.unwrap_or_default(),
            all.join(", ")
        );
        Ok(())
    }

    pub(super) fn finish(self) -> Latency {
        let at = |quantile| self.times.value_at_quantile(quantile);
        let bars = self
            .times
            .iter_log(1000, 2.0)
            .map(|step| (step.value_iterated_to(), step.count_since_last_iteration()));
        Latency {
            count: self.times.len(),
            min: self.times.min(),
            p50: at(0.5),
            p90: at(0.9),
            p99: at(0.99),
            p999: at(0.999),
            max: self.times.max(),
            mean: self.times.mean(),
            across_processes: self.across,
            without_end: self.begun.finish().count() as u64 + self.nested,
            without_begin: self.ends_alone,
            fields: if self.by.is_some() {
                Vec::new()
            } else {
                self.fields[0].intersection(&self.fields[1]).cloned().collect()
            },
            bars: bars.collect(),
            slowest: self.slowest.finish(),
        }
    }
}

impl Latency {
    /// As text.
    pub(super) fn render(&self, directory: &Path, paint: Paint, out: &mut String) {
        histogram(self, paint, out);
        slowest(&self.slowest, directory, paint, out);
    }
}

fn slowest(slowest: &[Slow], directory: &Path, paint: Paint, out: &mut String) {
    if !slowest.is_empty() {
        out.push('\n');
    }
    for Slow { ns, begin_ns, end_ns, field, value } in slowest {
        let who = field.as_ref().map_or(value.clone(), |field| format!("{} = {value}", harmless(field)));
        // Writing to a string does not fail.
        _ = writeln!(
            out,
            "  {} from {} to {}, {who}",
            paint.text(Tone::Strong, &format!("{:>12}", duration(*ns))),
            time_of_day(*begin_ns),
            time_of_day(*end_ns)
        );
    }
    if let Some(Slow { begin_ns, end_ns, .. }) = slowest.first() {
        let text = format!(
            "  what happened meanwhile: perseq trace view {} --from {} --to {}",
            directory.display(),
            time_of_day(*begin_ns),
            time_of_day(*end_ns)
        );
        _ = writeln!(out, "{}", paint.text(Tone::Note, &text));
    }
}

fn histogram(latency: &Latency, paint: Paint, out: &mut String) {
    let Latency { count, min, p50, p90, p99, p999, max, without_end, without_begin, fields, .. } = latency;
    let across = latency.across_processes;
    // Writing to a string does not fail.
    _ = writeln!(out, "\n  {} pairs, on average {}", grouped(*count), duration(latency.mean as u64));
    for (name, value) in
        [("least", min), ("p50", p50), ("p90", p90), ("p99", p99), ("p99.9", p999), ("most", max)]
    {
        _ = writeln!(out, "  {name:8}{:>12}", duration(*value));
    }
    if across > 0 {
        let text = format!("  {} begin in one process and end in another", grouped(across));
        _ = writeln!(out, "{}", paint.text(Tone::Note, &text));
    }
    if without_end + without_begin > 0 {
        let text = format!(
            "  {} beginnings have no end, and {} ends no beginning",
            grouped(*without_end),
            grouped(*without_begin)
        );
        _ = writeln!(out, "{}", paint.text(Tone::Note, &text));
        if !fields.is_empty() {
            let text = format!(
                "  they are paired by thread; where work goes over from one to another, pair by a field: --by {}",
                fields.join(", --by ")
            );
            _ = writeln!(out, "{}", paint.text(Tone::Note, &text));
        }
    }
    let most = latency.bars.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    out.push('\n');
    for (to, count) in latency.bars.iter().skip_while(|(_, count)| *count == 0) {
        let bar = "█".repeat((count * BAR).div_ceil(most) as usize);
        _ = writeln!(
            out,
            "  < {:>10} {:>12} {}",
            duration(*to),
            grouped(*count),
            paint.text(Tone::Strong, &bar)
        );
    }
}
