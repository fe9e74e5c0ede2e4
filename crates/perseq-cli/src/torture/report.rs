//! What was done, and whether all is there.

use std::{
    path::Path,
    sync::atomic::{
        AtomicBool, AtomicU64,
        Ordering::{Relaxed, SeqCst},
    },
    time::Duration,
};

use anyhow::{Context, Result, bail};
use perseq::core::{fence, guard, section};
use serde::Serialize;

use super::{Arena, has_sections};
use crate::{
    terminal::{self, Paint, Tone},
    text::grouped,
};

/// What the disturbers count.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) signals: AtomicU64,
    pub(super) moves: AtomicU64,
    pub(super) reached: AtomicU64,
    pub(super) threads: AtomicU64,
    pub(super) forks: AtomicU64,
    pub(super) steps: AtomicU64,
    pub(super) kills: AtomicU64,
    pub(super) killed_holding: AtomicU64,
    pub(super) unplugged: AtomicU64,
    pub(super) cannot_unplug: AtomicBool,
}

/// What the library counts of its slow paths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slow {
    aborts: u64,
    guards: guard::Stats,
}

impl Slow {
    pub(super) fn now() -> Self {
        Self { aborts: section::aborts() as u64, guards: guard::stats() }
    }
}

/// A line of the table.
#[derive(Debug, Serialize)]
struct Line {
    what: &'static str,
    count: u64,
    /// Why it can stay at zero here, if it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    may_be_zero: Option<&'static str>,
}

/// A subject's end.
#[derive(Debug, Serialize)]
struct End {
    subject: &'static str,
    index: &'static str,
    elements: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    wrong: Option<String>,
}

/// Everything, as it is written to JSON.
#[derive(Debug, Serialize)]
struct Report {
    seed: u64,
    seconds: u64,
    sections: bool,
    fences: String,
    done: Vec<Line>,
    subjects: Vec<End>,
}

/// Shows what was done, and fails where something is wrong or did not happen.
pub(super) fn show(arena: &Arena, before: &Slow, length: Duration, json: Option<&Path>) -> Result<()> {
    let done = done(arena, before);
    let half = arena.subjects.len() / 2;
    let subjects: Vec<End> = (0..)
        .zip(&arena.subjects)
        .map(|(number, subject)| {
            let index = if number < half { "cpu_id" } else { "mm_cid" };
            let (elements, wrong) = match subject.check() {
                Ok(elements) => (elements, None),
                Err(wrong) => (0, Some(wrong)),
            };
            End { subject: subject.name(), index, elements, wrong }
        })
        .collect();
    let report = Report {
        seed: arena.seed,
        seconds: length.as_secs(),
        sections: has_sections(),
        fences: format!("{:?}", fence::method()),
        done,
        subjects,
    };
    if let Some(path) = json {
        let text = serde_json::to_string_pretty(&report).context("cannot write the result as JSON")?;
        std::fs::write(path, text + "\n").with_context(|| format!("cannot write {}", path.display()))?;
    }
    let paint = Paint::for_stdout();
    terminal::print(&report.text(paint))?;
    report.verdict().and_then(|text| terminal::print(&format!("{}\n", paint.text(Tone::Good, &text))))
}

fn done(arena: &Arena, before: &Slow) -> Vec<Line> {
    const NO_SECTIONS: Option<&str> = Some("no thread can run sections here");
    let (now, counts, sections) = (Slow::now(), &arena.counts, has_sections());
    let line = |what, count, may_be_zero| Line { what, count, may_be_zero };
    let always = |what, count: &AtomicU64| line(what, count.load(SeqCst), None);
    let only = |what, count: &AtomicU64, possible: bool, why| {
        line(what, count.load(SeqCst), (!possible).then_some(why))
    };
    let sections_only = |what, count| line(what, count, if sections { None } else { NO_SECTIONS });
    vec![
        always("operations", &arena.operations),
        sections_only("sections aborted", now.aborts.wrapping_sub(before.aborts)),
        sections_only("sections that met a guard", now.guards.refusals - before.guards.refusals),
        line("guards taken", now.guards.entries - before.guards.entries, None),
        line("waits for a guard", now.guards.waits - before.guards.waits, None),
        always("signals that interrupted workers", &counts.signals),
        always("workers moved to other CPUs", &counts.moves),
        always("elements taken from other CPUs", &counts.reached),
        always("short threads", &counts.threads),
        always("forks", &counts.forks),
        only("single steps", &counts.steps, cfg!(target_arch = "x86_64"), "single steps are for x86-64"),
        always("processes killed", &counts.kills),
        always("of them while holding a guard", &counts.killed_holding),
        only(
            "CPUs switched off",
            &counts.unplugged,
            !counts.cannot_unplug.load(Relaxed),
            "no CPU can be switched off here",
        ),
    ]
}

impl Report {
    fn text(&self, paint: Paint) -> String {
        let Self { seed, seconds, sections, fences, .. } = self;
        let how = if *sections { "sections run" } else { "no sections, guards only" };
        let head = format!("torture · {seconds} s · seed {seed} · {how} · fences: {fences}");
        let mut out = paint.text(Tone::Strong, &head) + "\n";
        for Line { what, count, may_be_zero } in &self.done {
            let why = may_be_zero.map(|why| format!("  ({why})")).unwrap_or_default();
            let line = format!("  {what:<34}{:>18}", grouped(*count));
            let never = *count == 0 && may_be_zero.is_none();
            out += &if never { paint.text(Tone::Bad, &line) } else { line };
            out += &(paint.text(Tone::Faint, &why) + "\n");
        }
        out.push('\n');
        for End { subject, index, elements, wrong } in &self.subjects {
            let line = format!("  {subject:<24}{index:<10}{:>18}", grouped(*elements));
            out += &match wrong {
                None => line + " elements, all there",
                Some(wrong) => paint.text(Tone::Bad, &format!("{line}  WRONG: {wrong}")),
            };
            out.push('\n');
        }
        out
    }

    fn verdict(&self) -> Result<String> {
        let wrong: Vec<_> =
            self.subjects.iter().filter(|end| end.wrong.is_some()).map(|end| end.subject).collect();
        if !wrong.is_empty() {
            bail!(
                "elements were lost or doubled in: {}; run again with --seed {}",
                wrong.join(", "),
                self.seed
            );
        }
        let never = |line: &&Line| line.count == 0 && line.may_be_zero.is_none();
        let never: Vec<_> = self.done.iter().filter(never).map(|line| line.what).collect();
        if !never.is_empty() {
            bail!(
                "this did not happen, so it was not tested: {}; run for longer (--seconds)",
                never.join(", ")
            );
        }
        Ok("Every element is there.".to_owned())
    }
}
