//! A row with a guard, as `guard::Guarded` has it: sections try a few times, then the guard is taken.

use std::sync::atomic::Ordering::{self, Acquire, Relaxed, Release};

use loom::{cell::UnsafeCell, sync::atomic::AtomicU32};

use crate::{
    Attempt, Count, Outcome,
    guard::{self, Guard},
    kernel::{Aborted, Cpu, Section},
};

/// How often a section is tried.
const ATTEMPTS: usize = 2;

/// When who takes a row fences its CPU.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fence {
    AfterTaking,
    BeforeTaking,
    Never,
}

/// When a section looks whether it is kept out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Inside, before it reads anything else of the row.
    First,
    /// Inside, but after it has read the row.
    Late,
    BeforeStart,
    Never,
}

/// By what it is kept out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closed {
    /// The guard word.
    ByGuard,
    /// A limit that the holder sets to 0: `array_push_open` and its like.
    ByLimit,
}

/// The protocol, or one with something wrong.
#[derive(Clone, Copy)]
pub(crate) struct Rules {
    pub(crate) closed: Closed,
    pub(crate) fence: Fence,
    pub(crate) look: Look,
    /// The order of the section's look.
    pub(crate) load: Ordering,
    /// The order of the store that opens the row again.
    pub(crate) open: Ordering,
    /// True if the thread that opens the guard wakes those that wait.
    pub(crate) wake: bool,
    /// True if the kernel aborts sections.
    pub(crate) aborts: bool,
}

/// The protocol as it is.
pub(crate) const RIGHT: Rules = Rules {
    closed: Closed::ByGuard,
    fence: Fence::AfterTaking,
    look: Look::First,
    load: Acquire,
    open: Release,
    wake: true,
    aborts: true,
};

/// A row and the CPU that it belongs to.
pub(crate) struct Row<T> {
    cpu: Cpu,
    guard: Guard,
    /// 0 while the row is closed by it.
    limit: AtomicU32,
    pub(crate) rules: Rules,
    pub(crate) data: T,
}

/// The outcomes of attempts, in all executions together.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) committed: Count,
    pub(crate) aborted: Count,
    pub(crate) guarded: Count,
    pub(crate) slow: Count,
}

impl Seen {
    pub(crate) const fn new() -> Self {
        Self { committed: Count::new(), aborted: Count::new(), guarded: Count::new(), slow: Count::new() }
    }

    /// Fails if something that the model is about never happened.
    pub(crate) fn assert_all(&self) {
        for count in [&self.committed, &self.aborted, &self.guarded, &self.slow] {
            assert!(count.get() > 0, "the model has shown nothing about one of {self:?}");
        }
    }
}

impl<T> Row<T> {
    pub(crate) fn new(rules: Rules, data: T) -> Self {
        Self { cpu: Cpu::new(rules.aborts), guard: Guard::free(), limit: AtomicU32::new(1), rules, data }
    }

    /// Returns whether the row is not closed, as a section sees it.
    pub(crate) fn is_open(&self) -> bool {
        match self.rules.closed {
            Closed::ByGuard => self.guard.state().load(self.rules.load) == 0,
            Closed::ByLimit => self.limit.load(self.rules.load) != 0,
        }
    }

    fn attempt(&self, body: &impl Fn(&Section<'_>) -> Result<Outcome, Aborted>) -> Outcome {
        let was_open = self.rules.look != Look::BeforeStart || self.is_open();
        let section = self.cpu.start();
        let steps = || {
            if !was_open || self.rules.look == Look::First && !section.step(|| self.is_open())? {
                return Ok(Outcome::Guarded);
            }
            body(&section)
        };
        steps().unwrap_or(Outcome::Aborted)
    }

    /// `Guarded::run`: tries `body` as a section of thread `me`.
    pub(crate) fn run(
        &self,
        me: u32,
        seen: &Seen,
        body: impl Fn(&Section<'_>) -> Result<Outcome, Aborted>,
    ) -> Attempt {
        for _ in 0..ATTEMPTS {
            match self.attempt(&body) {
                Outcome::Committed => {
                    seen.committed.add(1);
                    return Attempt::Committed;
                }
                Outcome::Exited => return Attempt::Exited,
                Outcome::Aborted => seen.aborted.add(1),
                Outcome::Guarded => {
                    seen.guarded.add(1);
                    assert!(self.guard.wait(me as usize));
                }
            }
        }
        seen.slow.add(1);
        Attempt::Slow
    }

    /// `Guarded::lock`: thread `me` holds the row while `f` runs.
    pub(crate) fn hold<R>(&self, me: u32, f: impl FnOnce(&T) -> R) -> R {
        let Rules { closed, fence, open, wake, .. } = self.rules;
        if fence == Fence::BeforeTaking {
            self.cpu.fence();
        }
        assert!(self.guard.take(me as usize).is_ok());
        if closed == Closed::ByLimit {
            self.limit.store(0, Relaxed);
        }
        if fence == Fence::AfterTaking {
            self.cpu.fence();
        }
        let result = f(&self.data);
        if closed == Closed::ByLimit {
            self.limit.store(1, open);
        }
        if wake && (open == Release || closed == Closed::ByLimit) {
            self.guard.open();
        } else {
            self.guard.state().swap(0, open);
            if wake {
                guard::wake(self.guard.state());
            }
        }
        result
    }
}

/// A word of a row: accessed plainly, and loom reports it if two accesses are not ordered.
#[derive(Debug)]
pub(crate) struct Plain(UnsafeCell<usize>);

impl Plain {
    pub(crate) fn new(value: usize) -> Self {
        Self(UnsafeCell::new(value))
    }

    pub(crate) fn get(&self) -> usize {
        self.0.with(|at| unsafe { *at })
    }

    pub(crate) fn set(&self, value: usize) {
        self.0.with_mut(|at| unsafe { *at = value });
    }
}
