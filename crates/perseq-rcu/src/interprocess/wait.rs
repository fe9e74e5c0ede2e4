//! Grace periods between processes: numbered in the file, moved on by the threads that wait.

use core::{
    fmt,
    sync::atomic::{
        AtomicU64,
        Ordering::{Acquire, Relaxed, Release, SeqCst},
    },
    time::Duration,
};
use std::time::Instant;

use perseq_core::{cpu, fence, guard::RobustMutex};

use super::{
    ProcessError, ProcessResult,
    domain::{Locked, ProcessRcu},
    members::{BY_SECTIONS, Search},
    process::is_stopped,
    step::step,
};
use crate::{
    Error, Stall,
    grace::{
        algorithm::{Machine, Phase, Readers},
        name::Name,
        side::{ODD, phase_of},
    },
    local::stall::{Holders, most_frequent},
};

/// Looks without progress between thorough searches for the dead, which read what each process has mapped.
const THOROUGH: u32 = 64;

/// Steps of the machine, and removals of the dead, under one hold of the lock: more than are ever needed where the words are right.
const STEPS: u32 = 64;

/// A grace period that [`ProcessRcu::start_grace_period`] has started. When it is over, every reader that was inside then, in any process, has left
/// or died.
///
/// It is no future, as [`GracePeriod`](crate::GracePeriod) is: the threads that wait move it on, in any process, and no process is there to tell this
/// process's tasks of a death. A task calls [`is_over`](Self::is_over) between sleeps of its runtime (each costs a look at the members' lines), or
/// has a thread [`wait`](Self::wait) for it, as tokio's `spawn_blocking` does.
#[must_use = "what was unlinked may be freed when it is over, and not before"]
#[derive(Clone, Copy)]
pub struct ProcessGracePeriod<'a> {
    domain: &'a ProcessRcu,
    number: u64,
}

impl ProcessGracePeriod<'_> {
    /// Returns whether it is over: looks once at all members, and waits only for a thread that looks at the same time. Allowed inside a reader.
    ///
    /// # Errors
    ///
    /// As [`ProcessRcu::synchronize`], but for `InsideReader`.
    pub fn is_over(&self) -> ProcessResult<bool> {
        self.domain.look(self.number, None)
    }

    /// Waits until it is over.
    ///
    /// # Errors
    ///
    /// As [`ProcessRcu::synchronize`].
    pub fn wait(&self) -> ProcessResult<()> {
        self.wait_until(None).map(drop)
    }

    /// Waits until it is over, for `time` at most: whether it is over.
    ///
    /// # Errors
    ///
    /// As [`ProcessRcu::synchronize`]; [`ProcessError::Lock`] also where a member that is seen to be stopped (in `/proc`) has the domain's lock
    /// when `time` is up. A member that runs with the lock is no error.
    pub fn wait_within(&self, time: Duration) -> ProcessResult<bool> {
        let end = Instant::now().checked_add(time);
        match self.wait_until(end) {
            Err(ProcessError::Lock(perseq_core::Error::HeldElsewhere { process, .. }))
                if end.is_some_and(|end| Instant::now() >= end) && !is_stopped(process) =>
            {
                Ok(false)
            }
            result => result,
        }
    }

    /// Waits until it is over, or until `end`, if this thread would not wait for itself.
    fn wait_until(&self, end: Option<Instant>) -> ProcessResult<bool> {
        let guards = self.domain.own();
        if guards > 0 && !self.domain.look(self.number, end)? {
            return Err(Error::InsideReader { guards }.into());
        }
        self.domain.wait_for(self.number, end)
    }
}

impl fmt::Debug for ProcessGracePeriod<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProcessGracePeriod").field("number", &self.number).finish_non_exhaustive()
    }
}

impl ProcessRcu {
    /// Waits until every reader that is inside now, in any process, has left, or its process is dead. Readers that come
    /// later are not waited for.
    ///
    /// It waits as long as a reader is inside, also one that is stopped: [`on_stall`](Self::on_stall) tells which one, and
    /// [`ProcessGracePeriod::wait_within`] gives up. Signals are open during the wait.
    ///
    /// Costs a fence (`membarrier(2)`: an interrupt to each CPU that runs a thread of a member) and walks over the
    /// words of each member: one line a CPU, and its counts. Not for signal handlers.
    ///
    /// # Errors
    ///
    /// [`Error::InsideReader`] if this thread has made guards of this domain that were not dropped, by this handle or another one of this process; [`Error::Fence`] where this process may not call
    /// `membarrier`, and others rely on it; [`ProcessError::Lock`] where a member has had the domain's lock for ten seconds, because it is
    /// stopped. Then nothing may be freed.
    pub fn synchronize(&self) -> ProcessResult<()> {
        let (number, over) = {
            // Under one lock, where to start it and to look would take it twice.
            let locked = self.lock()?;
            let number = locked.start();
            (number, locked.advance(number)?)
        };
        if over { Ok(()) } else { ProcessGracePeriod { domain: self, number }.wait() }
    }

    /// Starts a grace period, and waits for nothing.
    ///
    /// # Errors
    ///
    /// [`ProcessError::Lock`].
    pub fn start_grace_period(&self) -> ProcessResult<ProcessGracePeriod<'_>> {
        let number = self.lock()?.start();
        Ok(ProcessGracePeriod { domain: self, number })
    }

    /// Tells `hook` of grace periods that this process waits for and that take longer than `after`, once for each. A forked child is told
    /// of those that it waits for by the same hook, until it calls this.
    pub fn on_stall(&self, after: Duration, hook: fn(Stall)) {
        self.watch.set(after, hook);
    }

    /// Returns whether grace period `number` is over; helps it on.
    pub(super) fn look(&self, number: u64, end: Option<Instant>) -> ProcessResult<bool> {
        // Acquire: what follows comes after the grace period.
        if self.file.header().completed.load(Acquire) >= number {
            return Ok(true);
        }
        let patience = end.map_or(RobustMutex::PATIENCE, |end| {
            end.saturating_duration_since(Instant::now()).min(RobustMutex::PATIENCE)
        });
        let over = self.lock_within(patience)?.advance(number)?;
        if !over {
            self.no_progress();
        }
        Ok(over)
    }

    /// The grace period under way waits for a reader, whichever period a thread has asked for.
    fn no_progress(&self) {
        let header = self.file.header();
        // The readers that it waits for: the flip is made before a reader in the current phase need be waited for.
        let phase = phase_of(header.current.0.load(Relaxed)).other();
        let holders = || {
            let inside = |member| self.inside_by_phase(member)[phase as usize];
            let all = self.members().map(|(member, entry)| (inside(member), member, entry.process().pid()));
            let (sum, most) =
                all.fold((0_u64, (0, 0, 0)), |(sum, most), one| (sum.saturating_add(one.0), most.max(one)));
            let (guards, member, process) = most;
            let names = || {
                let flags = self.lines(member).flat_map(|line| line[phase as usize].names());
                flags.map(|name| (name, 1)).chain(self.file.counts(member).names(phase))
            };
            let thread = (guards > 0).then(|| most_frequent(names())).flatten();
            Holders {
                readers: usize::try_from(sum).unwrap_or(usize::MAX),
                process: (guards > 0).then_some(process),
                cpu: None,
                thread: thread.and_then(Name::id),
            }
        };
        let number = header.completed.load(Relaxed).wrapping_add(1);
        self.watch.no_progress(number, holders);
    }
}

impl Locked<'_> {
    fn words(&self) -> [&AtomicU64; 4] {
        let header = self.domain.file.header();
        let [wanted, started, stage] = &header.machine.0;
        [wanted, started, stage, &header.completed]
    }

    fn machine(&self) -> Machine {
        Machine::from_words(self.plausible_words())
    }

    /// The words, made such that no arithmetic on them overflows, whatever a member has written there.
    fn plausible_words(&self) -> [u64; 4] {
        const MOST: u64 = u64::MAX / 2;
        let [wanted, started, stage, completed] = self.words().map(|word| word.load(Relaxed));
        // A period under way has a number.
        [wanted.min(MOST), started.clamp(u64::from(stage != 0), MOST), stage, completed.min(MOST)]
    }

    /// Stores the machine, in the order that `grace.rs` relies on if the thread that does this dies.
    fn keep(&self, machine: &Machine) {
        for (word, value) in self.words().into_iter().zip(machine.words()) {
            // Release, for a thread that looks at `completed` without the lock; and in order, for the one that takes over.
            word.store(value, Release);
            step();
        }
    }

    /// Starts a grace period: its number.
    pub(super) fn start(&self) -> u64 {
        let mut machine = self.machine();
        let number = machine.start();
        self.keep(&machine);
        number
    }

    /// Moves on until `number` is over or a reader must be waited for; returns whether it is over.
    fn advance(&self, number: u64) -> ProcessResult<bool> {
        let mut machine = self.machine();
        let result = self.advance_machine(&mut machine, number);
        // Also after an error: steps that were made stay made.
        self.keep(&machine);
        result
    }

    fn advance_machine(&self, machine: &mut Machine, number: u64) -> ProcessResult<bool> {
        for _ in 0..STEPS {
            if machine.completed() < number && machine.advance(self)? {
                continue;
            }
            if machine.completed() >= number {
                return Ok(true);
            }
            let looks = self.domain.looks.fetch_add(1, Relaxed);
            let search = if looks.is_multiple_of(THOROUGH) { Search::Replaced } else { Search::Ended };
            if !self.bury(search) {
                return Ok(false);
            }
        }
        Ok(false)
    }

    /// The thread that held the lock has died: what it may have left half done is done again.
    pub(super) fn repair(&self) {
        self.keep(&Machine::begin_again(self.plausible_words()));
        self.repair_arena();
    }
}

impl Readers for Locked<'_> {
    type Error = perseq_core::Error;

    fn phase(&self) -> Phase {
        phase_of(self.domain.file.header().current.0.load(Relaxed))
    }

    fn flip(&self) {
        self.domain.file.header().current.0.fetch_xor(ODD, SeqCst);
    }

    fn inside(&self) -> [u64; 2] {
        self.domain.members().fold([0; 2], |[even, odd], (member, _)| {
            let inside = self.domain.inside_by_phase(member);
            [even.saturating_add(inside[0]), odd.saturating_add(inside[1])]
        })
    }

    /// Only at the rows that CPUs are expected to have, as in a domain of one process.
    fn seems_busy(&self, phase: Phase) -> bool {
        let lines = |member| self.domain.lines(member).take(cpu::rows() as usize);
        self.domain.members().any(|(member, _)| lines(member).any(|line| line[phase as usize].guards() > 0))
    }

    fn fence(&self) -> Result<(), Self::Error> {
        // It starts with a fence of this thread, also where it fails: for readers that make fences of their own.
        let fenced = fence::processes();
        let needed = || self.domain.members().any(|(_, entry)| entry.state.load(Relaxed) == BY_SECTIONS);
        if fenced.is_err() && needed() {
            return fenced;
        }
        core::sync::atomic::fence(SeqCst);
        Ok(())
    }
}
