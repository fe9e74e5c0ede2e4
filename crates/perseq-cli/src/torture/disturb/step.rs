//! Single steps: in a traced child an operation is executed instruction by instruction, each of which interrupts it.
//!
//! No section commits that way, so operations end only because the number of attempts is bounded and the slow path
//! needs no section.

use std::{
    sync::atomic::Ordering::SeqCst,
    time::{Duration, Instant},
};

use fastrand::Rng;
use perseq::perseq_core::section;

use crate::torture::{
    arena::{Arena, Post},
    childrens_patience,
    facilities::Facilities,
    slate::Slate,
    sys::{self, Side, Status},
    tally::Event,
};

/// Steps after which an operation counts as hanging.
const PATIENCE: u64 = 5_000_000;
/// Steps below which nothing was done.
const LEAST: u64 = 100;
/// Steps for which an epoch that is over waits, while something rare has not happened: not for ever, nor for a dear operation.
const DEAR: u64 = 50_000;
/// Steps after which the thread says that it is still there.
const SIGN_OF_LIFE: u64 = 1000;

/// Steps through operations until the epoch is over.
pub(super) fn run(arena: &'static Arena, post: &Post, mut rng: Rng, facilities: &Facilities) {
    // A step is two switches between processes: if it had to queue after all other threads it would take milliseconds.
    if facilities.goes_first && sys::go_first().is_err() {
        arena.report("a thread gets no large share of a CPU any more".to_owned());
    }
    let slate = match Slate::new() {
        Ok(slate) => slate,
        Err(error) => return arena.report(format!("no memory to share with children: {error}")),
    };
    // On an emulator an epoch is over before a single operation is: what has to happen is waited for.
    let (mut late, mut turn) = (0, 0);
    while !is_enough(arena, facilities) && late < DEAR {
        // Between CPUs the switches are dearer still.
        _ = sys::set_affinity(0, &[facilities.cpus[rng.usize(..facilities.cpus.len())]]);
        // The first ones are the cheapest, and have sections.
        let operation = if lacks_abort(arena, facilities) { turn } else { rng.usize(..arena.entries.len()) };
        turn = (turn + 1) % arena.entries.len();
        let steps = step_through(arena, post, slate, &mut rng, operation, |steps| {
            is_enough(arena, facilities) || (arena.is_over() && late + steps >= DEAR)
        });
        late += if arena.is_over() { steps } else { 0 };
        super::pause(&mut rng, Duration::from_millis(30));
        post.has_done();
    }
}

/// Returns whether no section has been aborted by a step, although one could have been.
fn lacks_abort(arena: &Arena, facilities: &Facilities) -> bool {
    facilities.sections && arena.tally.of(Event::StepAbort) == 0
}

/// Returns whether this may end: the epoch is over, and what only happens here has happened.
fn is_enough(arena: &Arena, facilities: &Facilities) -> bool {
    let is_complete = arena.tally.of(Event::Stepped) > 0 && !lacks_abort(arena, facilities);
    arena.is_over() && (is_complete || !arena.faults().is_empty())
}

/// Steps through one operation of a subject, or gives it up if `is_enough`, which is told the steps so far, says so. How many
/// these were.
fn step_through(
    arena: &'static Arena,
    post: &Post,
    slate: Slate,
    rng: &mut Rng,
    place: usize,
    is_enough: impl Fn(u64) -> bool,
) -> u64 {
    slate.clear();
    let entry = &arena.entries[place];
    let name = entry.subject.name();
    let mut rng = rng.fork();
    let child = match sys::fork() {
        Err(error) => {
            arena.report(format!("fork: {error}"));
            return 0;
        }
        Ok(Side::Child) => sys::exit(be_stepped(arena, slate, &mut rng, place)),
        Ok(Side::Parent(child)) => child,
    };
    let (steps, end) = follow(child, |steps| {
        post.turns.fetch_add(1, SeqCst);
        is_enough(steps)
    });
    match end {
        End::Status(Status::Exited(0)) => {
            // Some operations find nothing to do.
            arena.tally.add(Event::Stepped, u64::from(steps >= LEAST));
            arena.tally.add(Event::Step, steps);
            arena.tally.add(Event::StepAbort, slate.number(0).load(SeqCst));
        }
        End::Status(Status::Exited(1)) => arena.report(format!("under single steps, {}", slate.text())),
        End::Status(how) => arena.report(format!("{name} ended by {how:?} after {steps} single steps")),
        End::Endless => arena.report(format!("{name} made no end in {steps} single steps")),
        // The epoch is over: the next one has others.
        End::GivenUp => {}
    }
    steps
}

/// How following a child ended.
enum End {
    Status(Status),
    Endless,
    GivenUp,
}

/// Lets the child execute instruction by instruction between its two stops; how many these were, and its end. Gives up if
/// `is_over`, which is told the steps so far, says so.
fn follow(child: libc::pid_t, mut is_over: impl FnMut(u64) -> bool) -> (u64, End) {
    let mut steps = 0;
    let end = loop {
        match sys::wait(child) {
            // The first stop asks for steps, the second for none any more.
            Ok(Status::Stopped(libc::SIGSTOP)) if steps > 0 => sys::go_on(child),
            Ok(Status::Stopped(_)) => {
                sys::step(child);
                steps += 1;
            }
            Ok(status) => return (steps, End::Status(status)),
            Err(_) => break End::GivenUp,
        }
        if steps == PATIENCE {
            break End::Endless;
        }
        if steps.is_multiple_of(SIGN_OF_LIFE) && is_over(steps) {
            break End::GivenUp;
        }
    };
    sys::kill(child);
    // It is stopped or stepping, and dies in any case.
    while matches!(sys::wait(child), Ok(Status::Stopped(_))) {}
    (steps, end)
}

/// In the child: asks to be stepped, operates, and looks at the result without steps.
fn be_stepped(arena: &'static Arena, slate: Slate, rng: &mut Rng, place: usize) -> i32 {
    let entry = &arena.entries[place];
    entry.subject.before_steps();
    if let Err(error) = sys::trace_me() {
        slate.write(&format!("a child cannot be traced: {error}"));
        return 1;
    }
    let before = section::aborts();
    entry.subject.in_copy(rng);
    sys::stop();
    slate.number(0).store((section::aborts() - before) as u64, SeqCst);
    sys::end_after(childrens_patience());
    match entry.subject.check_copy(rng) {
        Ok(()) => 0,
        Err(fault) => {
            slate.write(&format!("{}: {fault}", entry.subject.name()));
            1
        }
    }
}

/// Tells whether a child can be stepped through here at all.
///
/// # Errors
/// Why not.
pub(in crate::torture) fn possible() -> Result<(), String> {
    if !cfg!(target_arch = "x86_64") {
        return Err(
            "atomic operations may be pairs of instructions here, which no step leaves whole".to_owned()
        );
    }
    match sys::fork() {
        Err(error) => Err(error.to_string()),
        Ok(Side::Child) => sys::exit(sys::trace_me().map_or(1, |()| 0)),
        Ok(Side::Parent(child)) => {
            let start = Instant::now();
            match follow(child, |_| start.elapsed() > Duration::from_secs(5)) {
                (steps, End::Status(Status::Exited(0))) if steps > 0 => Ok(()),
                _ => Err("children cannot be traced here".to_owned()),
            }
        }
    }
}
