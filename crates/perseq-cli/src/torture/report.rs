//! The work that was done, as a table for people and as JSON, and whether it is enough.

use std::sync::atomic::Ordering::Relaxed;

use perseq::perseq_core::{guard, section};
use serde::Serialize;

use super::{
    arena::Arena,
    facilities::{Absence, Facilities},
    subjects,
    tally::Event,
};
use crate::{
    terminal::{Paint, Tone},
    text::{grouped, wrap},
};

/// Characters of a line of prose.
pub(super) const WIDTH: usize = 78;

/// One structure's line.
#[derive(Debug, Serialize)]
pub(super) struct Worked {
    name: &'static str,
    /// By threads.
    operations: u64,
    /// By signal handlers.
    in_handlers: u64,
    /// From other CPUs.
    remote: u64,
}

/// Something rare.
#[derive(Debug, Serialize)]
pub(super) struct Rare {
    name: &'static str,
    count: u64,
    /// Why it need not have happened, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_here: Option<String>,
    /// It was asked for, and this machine or this user cannot have it.
    skipped: bool,
}

/// A run.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) seed: u64,
    pub(super) seconds: f64,
    /// Times that everything was stopped and counted.
    pub(super) checks: u64,
    registration: String,
    structures: Vec<Worked>,
    rare_paths: Vec<Rare>,
    pub(super) faults: Vec<String>,
}

impl Report {
    /// The observations of `arena` in `seconds`.
    pub(super) fn of(arena: &Arena, facilities: &Facilities, seed: u64, seconds: f64, checks: u64) -> Self {
        let structures = arena.entries.iter().map(|entry| Worked {
            name: entry.subject.name(),
            operations: entry.operations.load(Relaxed),
            in_handlers: entry.handled.load(Relaxed),
            remote: entry.remote.load(Relaxed),
        });
        Self {
            seed,
            seconds,
            checks,
            registration: facilities.registration.clone(),
            structures: structures.collect(),
            rare_paths: rare_paths(arena, facilities),
            faults: Vec::new(),
        }
    }

    /// Rare paths and structures that were not met although they could have been.
    pub(super) fn missing(&self) -> Vec<String> {
        let rare = self.rare_paths.iter().filter(|rare| rare.count == 0 && rare.not_here.is_none());
        let idle = self.structures.iter().filter(|worked| worked.operations == 0);
        rare.map(|rare| rare.name).chain(idle.map(|worked| worked.name)).map(str::to_owned).collect()
    }

    /// The events that were asked for and cannot happen here, and why.
    pub(super) fn skipped(&self) -> Vec<String> {
        let skipped = self.rare_paths.iter().filter(|rare| rare.skipped);
        skipped.filter_map(|rare| Some(format!("{}: {}", rare.name, rare.not_here.as_deref()?))).collect()
    }

    /// The table.
    pub(super) fn render(&self, paint: Paint) -> String {
        let mut out = paint.text(
            Tone::Faint,
            &format!("  {:30}{:>16}{:>16}{:>14}", "", "operations", "in handlers", "remote"),
        );
        out.push('\n');
        for Worked { name, operations, in_handlers, remote } in &self.structures {
            let [operations, in_handlers, remote] = [*operations, *in_handlers, *remote].map(or_dash);
            out += &format!("  {name:30}{operations:>16}{in_handlers:>16}{remote:>14}\n");
        }
        out.push('\n');
        for rare in &self.rare_paths {
            let line = format!("  {:30}{:>16}", rare.name, grouped(rare.count));
            let (line, tone) = match &rare.not_here {
                None if rare.count == 0 => (format!("{line}  MISSING"), Tone::Bad),
                None => (line, Tone::Good),
                Some(why) => (format!("{line}  {why}"), Tone::Faint),
            };
            out += &if tone == Tone::Good { line } else { paint.text(tone, &line) };
            out.push('\n');
        }
        out.push('\n');
        out
    }

    /// The last line, of a run in which nothing was wrong.
    pub(super) fn verdict(&self, paint: Paint) -> String {
        let operations: u64 =
            self.structures.iter().map(|worked| worked.operations + worked.in_handlers + worked.remote).sum();
        let text = format!(
            "Nothing lost, nothing doubled: {} operations, everything stopped and counted {} times.",
            grouped(operations),
            grouped(self.checks)
        );
        wrap(&text, WIDTH).iter().map(|line| paint.text(Tone::Good, line) + "\n").collect()
    }
}

fn or_dash(count: u64) -> String {
    if count == 0 { "–".to_owned() } else { grouped(count) }
}

/// Everything rare, with what was counted.
fn rare_paths(arena: &Arena, facilities: &Facilities) -> Vec<Rare> {
    let stats = guard::stats();
    let not_asked = |why: &str| Some(Absence::NotAsked(why.to_owned()));
    let impossible = |why: &str| Some(Absence::Impossible(why.to_owned()));
    let no_sections = match (facilities.sections, facilities.denied) {
        (true, _) => None,
        (false, true) => not_asked("no critical sections with --deny-rseq"),
        (false, false) => impossible("no critical sections here"),
    };
    let has_guards = arena.entries.iter().any(|entry| entry.subject.has_guards());
    let no_guards = if has_guards { None } else { not_asked("none of the structures takes guards") };
    let one_cpu = if facilities.cpus.len() > 1 { None } else { impossible("one CPU only") };
    let has = |name, count, absence: &Option<Absence>| {
        let (not_here, skipped) = match absence.clone() {
            None => (None, false),
            Some(Absence::NotAsked(why)) => (Some(why), false),
            Some(Absence::Impossible(why)) => (Some(why), true),
        };
        Rare { name, count, not_here, skipped }
    };
    let of = |name, event, absence: &Option<Absence>| has(name, arena.tally.of(event), absence);
    let has_shared = arena.entries.iter().any(|entry| entry.subject.name() == subjects::SHARED_RCU);
    let no_shared = if has_shared { None } else { not_asked("no domain between processes") };
    let always = None;
    let no_steps = facilities.steps.clone().err().map(Absence::Impossible);
    let no_step_aborts = no_steps.clone().or_else(|| no_sections.clone());
    let own = arena.entries.iter().flat_map(|entry| entry.subject.rare());
    let own = own.map(|rare| has(rare.name, rare.count, if rare.by_sections { &no_sections } else { &None }));
    let shared = [
        has("aborts", section::aborts() as u64, &no_sections),
        has("guards taken", stats.entries, &no_guards),
        has("waits for guards", stats.waits, &no_guards),
        has(
            "sections kept out by guards",
            stats.refusals,
            &no_guards.clone().or_else(|| no_sections.clone()),
        ),
        of("rows held for long", Event::Hold, &no_guards),
        of("changes of the way to fence", Event::FenceMethod, &no_sections),
        of("signals", Event::Signal, &always),
        of("operations in handlers", Event::Handled, &always),
        of("affinity changes", Event::Affinity, &one_cpu),
        of("migrations", Event::Migration, &one_cpu),
        of("CPUs offline and back", Event::Offline, &facilities.offline.clone().err()),
        of("threads of storms", Event::StormThread, &always),
        of("operations at threads' ends", Event::AtThreadEnd, &always),
        of("forked children, all sound", Event::Fork, &always),
        of("forks beside holders", Event::ForkBesideHolder, &no_guards),
        of("processes killed", Event::Kill, &always),
        of("readers killed inside", Event::ReaderKilled, &no_shared),
        of("… that were waited for", Event::AwaitedKilled, &no_shared),
        of("locks of the dead taken over", Event::HolderDied, &no_shared),
        of("guards of the dead taken over", Event::OwnerDied, &always),
        of("operations stepped through", Event::Stepped, &no_steps),
        of("single steps", Event::Step, &no_steps),
        of("aborts under single steps", Event::StepAbort, &no_step_aborts),
    ];
    shared.into_iter().chain(own).collect()
}
