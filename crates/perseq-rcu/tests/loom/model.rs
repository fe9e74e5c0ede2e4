//! CPUs, counts, a pointer that readers follow, and the values that it points to.

use loom::{
    cell::UnsafeCell,
    sync::{
        Mutex,
        atomic::{
            AtomicUsize,
            Ordering::{Acquire, Relaxed, Release, SeqCst},
            fence,
        },
    },
};

use crate::grace::Phase;

const CPUS: usize = 2;
/// Values that the pointer points to, one after the other.
const VALUES: usize = 3;

/// How the writer's fence is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fence {
    /// An interrupt to every CPU.
    Everywhere,
    /// The writer's own barrier.
    OwnOnly,
    /// Not at all.
    Never,
}

/// Counts that are summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sums {
    Locks,
    Unlocks,
    /// Of rules: the one instead of the other.
    Swapped,
}

/// What is done right, or not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    pub(crate) fence: Fence,
    pub(crate) sums: Sums,
    pub(crate) flip: bool,
    /// Readers have loaded the phase before the last flip, or have been told so.
    pub(crate) late_readers: bool,
    /// Who enters the phase that is not current is not waited for.
    pub(crate) ignores_late_readers: bool,
    /// The reader leaves before it has looked at the value.
    pub(crate) leaves_early: bool,
    /// Readers add atomically, with barriers of their own.
    pub(crate) atomic_readers: bool,
}

pub(crate) const RIGHT: Rules = Rules {
    fence: Fence::Everywhere,
    sums: Sums::Locks,
    flip: true,
    late_readers: false,
    ignores_late_readers: false,
    leaves_early: false,
    atomic_readers: false,
};

/// `lock` and `unlock` of both phases.
#[derive(Debug, Default)]
struct Row {
    locks: [AtomicUsize; 2],
    unlocks: [AtomicUsize; 2],
}

/// Everything.
pub(crate) struct World {
    pub(crate) rules: Rules,
    /// One instruction at a time; who is interrupted has done what it did.
    cpus: [Mutex<()>; CPUS],
    rows: [Row; CPUS],
    phase: AtomicUsize,
    pointer: AtomicUsize,
    values: [UnsafeCell<u32>; VALUES],
}

impl World {
    pub(crate) fn new(rules: Rules) -> Self {
        Self {
            rules,
            cpus: std::array::from_fn(|_| Mutex::new(())),
            rows: std::array::from_fn(|_| Row::default()),
            phase: AtomicUsize::new(0),
            pointer: AtomicUsize::new(0),
            values: std::array::from_fn(|_| UnsafeCell::new(0)),
        }
    }

    /// One instruction of a reader on `cpu`.
    fn step<R>(&self, cpu: usize, instruction: impl FnOnce() -> R) -> R {
        let _alone = self.cpus[cpu].lock().unwrap();
        instruction()
    }

    /// One addition to a count: a section, whose load and store nothing on this CPU comes between.
    fn add(&self, cpu: usize, count: &AtomicUsize) {
        if self.rules.atomic_readers {
            count.fetch_add(1, SeqCst);
            fence(SeqCst);
        } else {
            self.step(cpu, || count.store(count.load(Relaxed) + 1, Relaxed));
        }
    }

    /// A read-side section that follows the pointer.
    pub(crate) fn read(&self, enters: usize, leaves: usize) {
        // Any number of things may happen between the load of the phase and the section.
        let phase = self.phase.load(Relaxed) ^ usize::from(self.rules.late_readers);
        self.add(enters, &self.rows[enters].locks[phase]);
        if self.rules.atomic_readers {
            let seen = self.pointer.load(Acquire);
            self.values[seen].with(|value| unsafe { *value });
            return self.add(leaves, &self.rows[leaves].unlocks[phase]);
        }
        let seen = self.step(enters, || self.pointer.load(Relaxed));
        if self.rules.leaves_early {
            self.add(leaves, &self.rows[leaves].unlocks[phase]);
        }
        self.step(enters, || self.values[seen].with(|value| unsafe { *value }));
        if !self.rules.leaves_early {
            if enters != leaves {
                // The scheduler moves a thread with both CPUs' run queues in order.
                self.step(enters, || self.step(leaves, || ()));
            }
            self.add(leaves, &self.rows[leaves].unlocks[phase]);
        }
    }

    /// Makes the pointer point to the value behind value `number`.
    pub(crate) fn unlink(&self, number: usize) {
        self.pointer.store(number + 1, Release);
    }

    /// Frees value `number`: nobody may look at it any more.
    pub(crate) fn free(&self, number: usize) {
        self.values[number].with_mut(|value| unsafe { *value = u32::MAX });
    }

    pub(crate) fn phase(&self) -> Phase {
        if self.phase.load(Relaxed) == 0 { Phase::Even } else { Phase::Odd }
    }

    pub(crate) fn flip(&self) {
        self.phase.fetch_xor(1, SeqCst);
    }

    pub(crate) fn sum(&self, which: Sums, phase: Phase) -> usize {
        let count = |row: &Row| match which {
            Sums::Unlocks => row.unlocks[phase as usize].load(Relaxed),
            Sums::Locks | Sums::Swapped => row.locks[phase as usize].load(Relaxed),
        };
        self.rows.iter().map(count).sum()
    }

    pub(crate) fn fence(&self) {
        match self.rules.fence {
            Fence::Never => {}
            Fence::OwnOnly => fence(SeqCst),
            Fence::Everywhere => {
                fence(SeqCst);
                self.cpus.iter().for_each(|cpu| drop(cpu.lock().unwrap()));
            }
        }
    }
}
