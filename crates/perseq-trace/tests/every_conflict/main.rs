//! An event is interrupted at every instruction of every section, and another one is traced there.
//!
//! The kernel promises that a section which is interrupted before its commit goes to its abort address, and the tracer that nothing which
//! others see has then happened. So at each instruction boundary, from the store of the descriptor to the one behind the commit, in each
//! copy of each section of this program, the handler of a breakpoint writes other events into the same buffer, has a thread write them that
//! cannot run sections, or takes everything out; or it moves the victim to another CPU and has a thread on the old one write. What is in
//! the trace must be what the model (`model.rs`) has after one and the other: the events of each CPU, how many were discarded, times.
//!
//! Where the handler undoes the kernel's abort the trace must be wrong somewhere in each section, or all of this proves nothing.

#![cfg(all(target_arch = "x86_64", target_pointer_width = "64"))]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

mod model;
#[path = "../processes/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
mod report;
mod scenario;
use perseq_testing as support;
mod trap;
#[path = "../walk/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod walk;

use std::{cell::RefCell, path::Path, sync::atomic::Ordering::SeqCst};

use perseq_ctf::{Item, Reader, Value};
use perseq_trace::{Consumer, Context, Options, Session};

use model::{Event, Model, Outcome, Role, SUB_BUFFER, SUB_BUFFERS, text};
use processes::{Scratch, fork, shared, wait};
use report::Report;
use scenario::{At, Conflict, SCENARIOS, Scenario};
use trap::{Mode, Peer, Target, Told, Trial};
use walk::Section;

/// One of so many conflicts is tried at a boundary of a further copy of a section.
const SHARE: usize = 4;

/// Where a victim is interrupted.
struct Place<'a> {
    scenario: &'a Scenario,
    section: usize,
    /// The boundary, and which one of its section it is.
    address: usize,
    number: usize,
    /// The starts of the sections that are aborted before.
    before: &'a [usize],
    /// Whether everything is tried.
    all: bool,
}

struct Walk {
    sections: Vec<Section>,
    scratch: Scratch,
    told: Told,
    home: u32,
    away: u32,
    report: Report,
}

#[test]
fn an_event_may_meet_another_at_every_instruction_of_every_section() {
    support::alone("an_event_may_meet_another_at_every_instruction_of_every_section", &[], || {
        let cpus: Vec<u32> = perseq_core::cpu::allowed().unwrap().iter().take(2).collect();
        if cpus.len() < 2 {
            support::skip("events on the CPU that the victim has left", "one CPU is allowed");
        }
        if let Err(error) = perseq_core::thread::attach() {
            return support::skip("events in the middle of events", &error.to_string());
        }
        let sections = walk::sections();
        let report = Report::new(sections.len());
        let told = Told(shared(Told::WORDS));
        let (home, away) = (cpus[0], cpus[cpus.len() - 1]);
        let mut walk = Walk { sections, scratch: Scratch::in_memory("conflicts"), told, home, away, report };
        support::pin(home);
        SCENARIOS.iter().for_each(|scenario| walk.scenario(scenario));
        walk.report.finish(&walk.sections);
    });
}

impl Walk {
    fn scenario(&mut self, scenario: &Scenario) {
        let starts: Vec<usize> = self.sections.iter().map(|section| section.start).collect();
        self.trial(scenario, None, &starts);
        let trail = self.told.trail();
        assert!(!trail.is_empty(), "{} comes to no section", scenario.name);
        for (place, &section) in trail.iter().enumerate() {
            let Some(all) = self.report.begin(section, self.sections[section].kind, scenario.full) else {
                continue;
            };
            let before: Vec<usize> = trail[..place].iter().map(|&section| starts[section]).collect();
            let places: Vec<usize> = self.sections[section].places().collect();
            for (number, address) in places.into_iter().enumerate() {
                self.boundary(&Place { scenario, section, address, number, before: &before, all });
            }
        }
    }

    /// Conflicts in several modes at one boundary: all of them in the first copy of a section, a share of them in others.
    fn boundary(&mut self, place: &Place<'_>) {
        let Place { scenario, section, address, .. } = *place;
        let restarts = self.sections[section].restarts_at(address);
        let mut misses = 0;
        let pairs = Conflict::ALL.into_iter().flat_map(|conflict| Mode::ALL.map(|mode| (conflict, mode)));
        for (number, (conflict, mode)) in pairs.enumerate() {
            let makes_sense = match mode {
                Mode::Handler => true,
                // Whoever drains does so from anywhere.
                Mode::Migrate => self.home != self.away && conflict != Conflict::Drain,
                Mode::Resume => restarts && conflict.is_noticed(),
            };
            let is_wanted = place.all
                || (number + place.number).is_multiple_of(SHARE)
                || mode == Mode::Resume && self.report.lacks_wrong(section);
            if makes_sense && is_wanted {
                let target = Target { section, address, conflict, mode, home: self.home, away: self.away };
                misses +=
                    u32::from(!self.trial(scenario, Some(target), &[place.before, &[address]].concat()));
                // Not on this way, unless the victim was preempted there: nothing else would be there either.
                if misses == 2 {
                    return;
                }
            }
        }
    }

    /// Runs a victim in a process of its own and checks what is in the trace. Returns whether it was interrupted at the place.
    fn trial(&mut self, scenario: &Scenario, target: Option<Target>, addresses: &[usize]) -> bool {
        let (directory, told) = (&self.scratch.0, self.told);
        told.0.iter().for_each(|word| word.store(0, SeqCst));
        _ = std::fs::remove_dir_all(directory);
        let options = Options {
            sub_buffer: SUB_BUFFER,
            sub_buffers: SUB_BUFFERS,
            context: if scenario.ids { Context::IDS } else { Context::NONE },
            ..Options::default()
        };
        drop(Session::create(directory, &options).unwrap());
        let ended = wait(fork(|| self.run_victim(scenario, target, addresses)));
        let is_hit = told.hits().load(SeqCst) == 1;
        let hit = target.filter(|_| is_hit);
        let verdict = match ended {
            0 => check(directory, scenario, self.home, &self.orders(scenario, hit)),
            ended => Err(format!("the victim ended with {ended}")),
        };
        self.report.ran(&told);
        match hit {
            Some(Target { section, mode: Mode::Resume, .. }) => {
                self.report.resumed(section, verdict.is_err());
            }
            _ => {
                let what = self.describe(scenario, target);
                self.report.checked(verdict, &what);
            }
        }
        if let Some(hit) = hit.filter(|hit| hit.mode != Mode::Resume) {
            self.report.reached(hit.section, hit.address);
        }
        is_hit
    }

    fn describe(&self, scenario: &Scenario, target: Option<Target>) -> String {
        let place = target.map(|target| {
            let it = &self.sections[target.section];
            let at = target.address.cast_signed() - it.start.cast_signed();
            format!("{:?} {at:+}, {:?} by {:?}", it.kind, target.conflict, target.mode)
        });
        format!("{}: {}", scenario.name, place.unwrap_or_default())
    }

    /// The serial orders that a trial may have come to: the one that it must have, or either if nobody restarts sections.
    fn orders(&self, scenario: &Scenario, hit: Option<Target>) -> Vec<Vec<model::Operation>> {
        let Some(Target { section, address, conflict, mode, home, away }) = hit else {
            return vec![scenario.serial(None, &[], [self.home; 2])];
        };
        let it = &self.sections[section];
        let is_behind = address == it.post_commit;
        let (operations, now) = (conflict.operations(home), if mode == Mode::Migrate { away } else { home });
        let order = |is_behind| {
            let at = At { kind: it.kind, has_room: address > it.last_exit, is_behind };
            scenario.serial(Some(at), &operations, [home, now])
        };
        if mode == Mode::Resume { vec![order(false), order(true)] } else { vec![order(is_behind)] }
    }

    /// In the victim's process.
    fn run_victim(&self, scenario: &Scenario, target: Option<Target>, addresses: &[usize]) {
        // Who was resumed may do anything.
        unsafe { libc::alarm(60) };
        Session::open(&self.scratch.0).unwrap().attach().unwrap();
        let dynamic = scenario::dynamic_type();
        scenario.before(self.home).into_iter().for_each(scenario::write);
        let conflict = target.map(|target| target.conflict);
        let is_refused = conflict == Some(Conflict::ByGuard);
        let needs_peer = is_refused || target.is_some_and(|target| target.mode == Mode::Migrate);
        let consumer = (conflict == Some(Conflict::Drain)).then(|| Consumer::open(&self.scratch.0).unwrap());
        let trial = Trial {
            sections: &self.sections,
            target,
            told: self.told,
            peer: conflict
                .filter(|_| needs_peer)
                .map(|conflict| Peer::start(self.home, conflict, is_refused)),
            consumer: RefCell::new(consumer),
            planted: Default::default(),
        };
        trial.run(addresses.iter().copied(), || scenario.run(dynamic));
    }
}

/// Whether the trace is what one of the orders leads to.
fn check(
    directory: &Path,
    scenario: &Scenario,
    cpu: u32,
    orders: &[Vec<model::Operation>],
) -> Result<(), String> {
    let summary = Consumer::open(directory).and_then(|mut consumer| consumer.finish());
    let summary = summary.map_err(|error| error.to_string())?;
    if summary.damaged > 0 {
        return Err(format!("{summary:?}"));
    }
    let (outcome, times) = read(directory)?;
    if summary.discarded != outcome.discarded {
        return Err(format!("{summary:?}, and the trace tells of {}", outcome.discarded));
    }
    let before = scenario.before(cpu).into_iter().map(|event| model::Operation::Event(cpu, event));
    let before: Vec<_> = before.collect();
    let mut wrong = String::new();
    for order in orders {
        let mut model = Model::new(scenario.ids);
        model.run(&before);
        model.run(order);
        let time = |event: &Event| times.iter().find(|(other, _)| other == event).map(|(_, time)| *time);
        if outcome != model.outcome {
            wrong = outcome.difference(&model.outcome);
        } else if !model.order.iter().map(time).is_sorted() {
            wrong = format!("times go backwards: {times:?}");
        } else {
            return Ok(());
        }
    }
    Err(wrong)
}

/// What is in the trace: the events of each CPU, each of them whole, and their times, which never go backwards.
fn read(directory: &Path) -> Result<(Outcome, Vec<(Event, u64)>), String> {
    let mut reader = Reader::open(directory).map_err(|error| error.to_string())?;
    let (mut outcome, mut times) = (Outcome::default(), Vec::new());
    let mut last = std::collections::BTreeMap::new();
    while let Some(item) = reader.next_item().map_err(|error| error.to_string())? {
        match item {
            Item::Loss(loss) if loss.packets > 0 => return Err(format!("{loss:?}")),
            Item::Loss(loss) => outcome.discarded += loss.events,
            Item::Event(event) => {
                let (time, cpu) = (event.ticks(), event.cpu().ok_or("no CPU")? as u32);
                let event = event_of(&event).ok_or_else(|| format!("torn: {}", event.fields()))?;
                if last.insert(cpu, time).is_some_and(|last| last > time) {
                    return Err(format!("the time goes backwards at {event:?}"));
                }
                outcome.streams.entry(cpu).or_default().push(event);
                times.push((event, time));
            }
        }
    }
    Ok((outcome, times))
}

/// The event, if it is whole.
fn event_of(event: &perseq_ctf::Event<'_>) -> Option<Event> {
    let fields = event.fields();
    let number = |name| match fields.get(name) {
        Some(Value::Unsigned(number)) => Some(number),
        _ => None,
    };
    let role = match number("role")? {
        0 => Role::Before,
        1 => Role::Victim,
        2 => Role::Conflict,
        _ => return None,
    };
    let (sequence, Value::Text(found)) = (number("sequence")?, fields.get("text")?) else { return None };
    let is_whole = found == text(sequence, found.len()).as_bytes();
    is_whole.then_some(Event { role, sequence, text: found.len() })
}
