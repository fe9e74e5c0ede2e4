//! The walk: for each scenario, each section on its way, each boundary, each conflict, each mode, one trial.
//!
//! | file | what it is |
//! |---|---|
//! | `x86.rs`, `elsewhere.rs` | the breakpoint, the instruction pointer and the disassembler of the architecture |
//! | `elf.rs` | the sections of this program |
//! | `text.rs` | breakpoints |
//! | `trap.rs` | their handler, which does the conflicting operation |
//! | `peer.rs` | the other thread |
//! | `scenario.rs` | what a scenario is, and the check of a trial |
//! | `share.rs` | a share of the trials, where all would take too long |
//! | `loops.rs` | the last pass of a loop |
//! | `ops.rs`, `ops_conflicts.rs`, `field.rs` | scenarios of librseq's operations, on words |
//! | `families.rs` | scenarios of operations that all conflict with each other, on one kind of row |
//! | `guarded.rs`, `guarded_arrays.rs`, `guarded_rings.rs` | those of sections with guards |
//! | `allocator.rs` | those of the allocator's own sections |
//! | `counters.rs`, `structures.rs`, `lists.rs`, `locks.rs`, `rings.rs`, `measures.rs` | those of what people use |
//! | `report.rs` | what was reached, and what it adds up to |

mod allocator;
#[cfg_attr(any(target_arch = "x86_64", target_arch = "x86"), path = "x86.rs")]
#[cfg_attr(not(any(target_arch = "x86_64", target_arch = "x86")), path = "elsewhere.rs")]
mod arch;
mod counters;
mod elf;
mod families;
mod field;
mod guarded;
mod guarded_arrays;
mod guarded_rings;
mod lists;
mod locks;
mod loops;
mod measures;
mod ops;
mod ops_conflicts;
mod peer;
mod report;
mod rings;
mod scenario;
mod share;
mod structures;
mod text;
mod trap;

use perseq::{
    ByConcurrencyId, ByCpuId, Index,
    perseq_core::{cpu, section::ATTEMPTS, thread},
};

use self::{
    elf::Section,
    families::Family,
    peer::Peer,
    report::Report,
    scenario::{Answer, Conflict, Order, Result, Scenario},
    share::Share,
    text::Breakpoint,
    trap::{Mode, Target, Trial},
};
use crate::support::{pin, skip};

/// Walks all sections of this program.
pub(super) fn run() {
    if let Err(error) = thread::attach() {
        return skip("the walk over every instruction boundary", &error.to_string());
    }
    let sections = elf::sections();
    text::unprotect(&sections);
    trap::install();
    let mut scenarios = all_scenarios::<ByCpuId>();
    let has_concurrency_ids = cpu::concurrency_id().is_some();
    if has_concurrency_ids {
        scenarios.extend(all_scenarios::<ByConcurrencyId>());
    } else {
        skip("sections by concurrency id", "this kernel fills no mm_cid (Linux 6.3)");
    }
    let cpus: Vec<u32> = cpu::allowed().expect("the kernel tells").iter().take(2).collect();
    if cpus.len() < 2 {
        skip("conflicts on the CPU that the victim has left", "one CPU is allowed");
    }
    let mut walk = Walk {
        report: Report::new(&sections, has_concurrency_ids),
        sections: &sections,
        peer: Peer::start(),
        share: Share::from_env(),
        home: cpus[0],
        away: cpus[cpus.len() - 1],
    };
    pin(walk.home);
    let tenth = scenarios.len().div_ceil(10);
    for (number, scenario) in scenarios.iter().enumerate() {
        if number.is_multiple_of(tenth) {
            println!("scenario {} of {}", number + 1, scenarios.len());
        }
        walk.scenario(scenario);
    }
    walk.share.tell();
    walk.report.finish(scenarios.len());
}

/// Every scenario by one index.
fn all_scenarios<I: Index>() -> Vec<Scenario> {
    let mut list = ops::scenarios::<I>();
    let families = guarded::families::<I>().into_iter().chain(structures::families::<I>());
    let families = families.chain(rings::families::<I>());
    let families =
        families.chain(lists::families::<I>()).chain([locks::family::<I>(), allocator::family::<I>()]);
    list.extend(families.flat_map(Family::scenarios));
    // Sections commit a word: where that has 32 bits, counts of 64 have no sections.
    if cfg!(target_pointer_width = "64") {
        list.extend(counters::scenarios::<I>());
        list.extend(measures::families::<I>().into_iter().flat_map(Family::scenarios));
    }
    list
}

struct Walk<'a> {
    sections: &'a [Section],
    peer: Peer,
    home: u32,
    away: u32,
    share: Share,
    report: Report<'a>,
}

impl Walk<'_> {
    fn scenario(&mut self, scenario: &Scenario) {
        self.rehearse(scenario);
        let trail = self.discover(scenario);
        for (n, &section) in trail.iter().enumerate() {
            let it = &self.sections[section];
            for address in it.places() {
                for conflict in &scenario.conflicts {
                    for mode in Mode::ALL {
                        let (trail, before) = (trail.as_slice(), &trail[..n]);
                        self.boundary(&Place {
                            scenario,
                            conflict,
                            mode,
                            trail,
                            before,
                            section,
                            address,
                            copies: true,
                        });
                    }
                }
            }
            if scenario.copies_words {
                self.report.has_dead_loop(section);
            }
            if let Some(copier) = scenario.copier.as_ref().filter(|_| arch::COPIES_ITSELF) {
                self.last_passes(scenario, copier, section);
            }
        }
    }

    /// Without interruptions: the model is right, and so are the conflicting operations.
    fn rehearse(&mut self, scenario: &Scenario) {
        for conflict in scenario.conflicts.iter().map(Some).chain([None]) {
            (scenario.fresh)();
            let row = (scenario.current)().expect("this thread is registered");
            if let Some(conflict) = conflict {
                (conflict.act)(row, &|| ());
            }
            let answer = (scenario.victim)();
            let order = if conflict.is_some() { Order::ConflictFirst } else { Order::Alone };
            let result = Result { conflict, order, conflict_row: row, victim_row: row, answer, copies: true };
            let what =
                || format!("{}, uninterrupted, {:?}", scenario.name, conflict.map(|conflict| conflict.name));
            self.report.checked(scenario.check(&result), what);
        }
    }

    /// The sections on the victim's way, if each that it comes to aborts once.
    fn discover(&mut self, scenario: &Scenario) -> Vec<usize> {
        (scenario.fresh)();
        let trial = Trial::new(self.sections, None);
        let starts = self.sections.iter().map(|section| Breakpoint::plant(section.start));
        trial.run(starts.collect(), &scenario.victim);
        self.report.ran(&trial);
        let trail = trial.trail.take();
        assert!(!trail.is_empty(), "{} reaches no section", scenario.name);
        trail
    }

    /// One trial of the scenario's own victim.
    fn boundary(&mut self, place: &Place<'_>) {
        let Place { scenario, mode, section, address, .. } = *place;
        let restarts = self.sections[section].restarts_at(address);
        let is_first = place.before.is_empty();
        if mode.moves() && self.home == self.away
            || mode.resumes() && (!restarts || !scenario.is_resumable)
            || mode == Mode::Starve && (!restarts || !scenario.has_slow_path || !is_first)
        {
            return;
        }
        if !self.share.takes(self.report.lacks(section, address, mode)) {
            return;
        }
        let others = if mode == Mode::Starve { &place.trail[1..] } else { place.before };
        let starts = others.iter().map(|&other| self.sections[other].start);
        let addresses: Vec<usize> = starts.chain([address]).collect();
        let plant = || addresses.iter().copied().map(Breakpoint::plant).collect();
        if self.trial(place, plant, &scenario.victim) && !mode.resumes() {
            self.report.reached(section, address);
        }
    }

    /// Runs `victim` among breakpoints and checks what it left. Returns whether it was interrupted at the place.
    fn trial(
        &mut self,
        place: &Place<'_>,
        plant: impl Fn() -> Vec<Breakpoint>,
        victim: impl Fn() -> Answer,
    ) -> bool {
        let Place { scenario, conflict, mode, section, address, copies, .. } = *place;
        let (peer, home, away, current) = (&self.peer, self.home, self.away, scenario.current);
        let target = Target { section, address, conflict, mode, current, peer, home, away };
        let trial = Trial::new(self.sections, Some(target));
        (scenario.fresh)();
        let answer = trial.run(plant(), &victim);
        self.peer.finish();
        let row = (scenario.current)().expect("this thread is registered");
        if mode.moves() {
            pin(self.home);
        }
        self.report.ran(&trial);
        self.report.starved(usize::from(mode == Mode::Starve && trial.aborts.get() >= ATTEMPTS as usize));
        let it = &self.sections[section];
        let (conflict, order, conflict_row, victim_row) = match trial.hit.get() {
            Some(hit) if hit.is_void => return self.trial(place, plant, victim),
            None => (None, Order::Alone, row, row),
            Some(hit) if address == it.post_commit => {
                (Some(conflict), Order::VictimFirst, hit.conflict_row, hit.victim_row)
            }
            Some(hit) => (Some(conflict), Order::ConflictFirst, hit.conflict_row, row),
        };
        let result = Result { conflict, order, conflict_row, victim_row, answer, copies };
        let verdict = scenario.check(&result);
        if mode.resumes() {
            self.report.resumed(section, verdict.is_err());
        } else {
            let (at, name) = (address.cast_signed() - it.start.cast_signed(), place.conflict.name);
            let what = || format!("{}: {} (section {at:+}), {name}, {mode:?}", scenario.name, it.symbol);
            self.report.checked(verdict, what);
        }
        trial.hit.get().is_some()
    }
}

/// The place at which a victim is interrupted, and how.
#[derive(Clone, Copy)]
struct Place<'a> {
    scenario: &'a Scenario,
    conflict: &'a Conflict,
    mode: Mode,
    /// Sections on the way, if each is aborted once; and those before the one that counts.
    trail: &'a [usize],
    before: &'a [usize],
    section: usize,
    address: usize,
    /// True if the victim writes the scratch words of its row.
    copies: bool,
}
