//! CPUs, flags and counts, a pointer that readers follow, and the values that it points to.

use loom::{
    cell::UnsafeCell,
    sync::{
        Mutex,
        atomic::{
            AtomicBool, AtomicUsize, Ordering,
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

/// Whether a reader tells that there are counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tells {
    /// A look is at the counts in any case.
    Unasked,
    /// It tells before it adds to a count; a look passes over counts of which it was not told.
    Before,
    /// It does not, and a look passes over counts all the same.
    Never,
}

/// What is done right, or not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    pub(crate) fence: Fence,
    pub(crate) flip: bool,
    /// Rows have a flag for each phase; if not, all readers are counted.
    pub(crate) flags: bool,
    /// Readers have loaded the phase before the last flip, or have been told so.
    pub(crate) late_readers: bool,
    /// Who enters the phase that is not current is not waited for.
    pub(crate) ignores_late_readers: bool,
    /// The reader leaves before it has looked at the value.
    pub(crate) leaves_early: bool,
    /// Readers count atomically, with barriers of their own.
    pub(crate) atomic_readers: bool,
    /// A look is at the flags, and at the counts.
    pub(crate) looks_at_flags: bool,
    pub(crate) looks_at_counts: bool,
    /// Whether a reader tells of counts before it adds to one.
    pub(crate) tells: Tells,
    /// A thread takes another one's count only where no guard is counted.
    pub(crate) leaves_counts_alone: bool,
    /// A look is an acquire, a section's load of the flag is one, and to leave is a release.
    pub(crate) look_acquires: bool,
    pub(crate) section_acquires: bool,
    pub(crate) leaving_releases: bool,
}

pub(crate) const RIGHT: Rules = Rules {
    fence: Fence::Everywhere,
    flip: true,
    flags: true,
    late_readers: false,
    ignores_late_readers: false,
    leaves_early: false,
    atomic_readers: false,
    looks_at_flags: true,
    looks_at_counts: true,
    tells: Tells::Unasked,
    leaves_counts_alone: true,
    look_acquires: true,
    section_acquires: true,
    leaving_releases: true,
};

/// What a word of counts has below the name of its thread.
const GUARDS: usize = 0xf;

/// Counts of both phases: with a thread's name above the number, and of all other threads.
#[derive(Debug, Default)]
struct Counts {
    own: [AtomicUsize; 2],
    others: [AtomicUsize; 2],
}

/// What a reader has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entered {
    Flag,
    Own,
    Others,
}

/// Everything.
pub(crate) struct World {
    pub(crate) rules: Rules,
    /// One instruction at a time; who is interrupted has done what it did.
    cpus: [Mutex<()>; CPUS],
    /// A flag of each phase for each CPU.
    flags: [[AtomicUsize; 2]; CPUS],
    counts: Counts,
    counted: AtomicBool,
    phase: AtomicUsize,
    pointer: AtomicUsize,
    values: [UnsafeCell<u32>; VALUES],
}

impl World {
    pub(crate) fn new(rules: Rules) -> Self {
        Self {
            rules,
            cpus: std::array::from_fn(|_| Mutex::new(())),
            flags: std::array::from_fn(|_| Default::default()),
            counts: Counts::default(),
            counted: AtomicBool::new(false),
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

    /// Enters: by a section, whose load and store nothing on this CPU comes between, or by a count.
    fn enter(&self, name: usize, cpu: usize, phase: usize) -> Entered {
        if self.rules.atomic_readers {
            let has = self.count(name, cpu, phase, SeqCst);
            fence(SeqCst);
            return has;
        }
        let flag = &self.flags[cpu][phase];
        let order = if self.rules.section_acquires { Acquire } else { Relaxed };
        let section = || flag.load(order) == 0 && (flag.store(name, Relaxed), true).1;
        if self.rules.flags && self.step(cpu, section) {
            return Entered::Flag;
        }
        self.count(name, cpu, phase, Relaxed)
    }

    /// Adds 1 to the count with a name, or to that of others.
    fn count(&self, name: usize, cpu: usize, phase: usize, order: Ordering) -> Entered {
        if self.rules.tells == Tells::Before {
            self.step(cpu, || self.counted.store(true, Relaxed));
        }
        let own = &self.counts.own[phase];
        let mut word = self.step(cpu, || own.load(Relaxed));
        loop {
            let more = if word / (GUARDS + 1) == name && word & GUARDS != 0 {
                word + 1
            } else if word & GUARDS == 0 || !self.rules.leaves_counts_alone {
                name * (GUARDS + 1) + 1
            } else {
                self.step(cpu, || self.counts.others[phase].fetch_add(1, order));
                return Entered::Others;
            };
            match self.step(cpu, || own.compare_exchange(word, more, order, Relaxed)) {
                Ok(_) => return Entered::Own,
                Err(other) => word = other,
            }
        }
    }

    /// Leaves what it has entered on CPU `entered`.
    fn leave(&self, entered: usize, phase: usize, has: Entered) {
        let order = if self.rules.leaving_releases { Release } else { Relaxed };
        match has {
            Entered::Flag => self.flags[entered][phase].store(0, order),
            Entered::Own if self.rules.leaves_counts_alone => {
                self.counts.own[phase].fetch_sub(1, order);
            }
            // Another thread may have forgotten this guard: the count must come to 0 all the same.
            Entered::Own => {
                let fewer = |word: usize| (word & GUARDS != 0).then(|| word - 1);
                _ = self.counts.own[phase].fetch_update(order, Relaxed, fewer);
            }
            Entered::Others => _ = self.counts.others[phase].fetch_sub(1, order),
        }
    }

    /// A read-side section of thread `name` that follows the pointer on one CPU, looks at the value on another one, and leaves there.
    pub(crate) fn read(&self, name: usize, enters: usize, leaves: usize) {
        // Any number of things may happen between the load of the phase and the section.
        let phase = self.phase.load(Relaxed) ^ usize::from(self.rules.late_readers);
        let has = self.enter(name, enters, phase);
        if self.rules.atomic_readers {
            let seen = self.pointer.load(Acquire);
            self.values[seen].with(|value| unsafe { *value });
            return self.leave(enters, phase, has);
        }
        let seen = self.step(enters, || self.pointer.load(Relaxed));
        if enters != leaves {
            // The scheduler moves a thread with both CPUs' run queues in order.
            self.step(enters, || self.step(leaves, || ()));
        }
        if self.rules.leaves_early {
            self.step(leaves, || self.leave(enters, phase, has));
        }
        self.step(leaves, || self.values[seen].with(|value| unsafe { *value }));
        if !self.rules.leaves_early {
            self.step(leaves, || self.leave(enters, phase, has));
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

    /// Readers inside of `phase`, each word loaded once.
    pub(crate) fn inside(&self, phase: Phase) -> u64 {
        let order = if self.rules.look_acquires { Acquire } else { Relaxed };
        let Rules { looks_at_flags, looks_at_counts, .. } = self.rules;
        let told = || self.rules.tells == Tells::Unasked || self.counted.load(Relaxed);
        let looks_at_counts = looks_at_counts && told();
        let flags = self.flags.iter().filter(|_| looks_at_flags);
        let flags: usize = flags.map(|flags| usize::from(flags[phase as usize].load(order) != 0)).sum();
        let own = self.counts.own.iter().skip(phase as usize).take(usize::from(looks_at_counts));
        let others = self.counts.others.iter().skip(phase as usize).take(usize::from(looks_at_counts));
        let own: usize = own.map(|word| word.load(order) & GUARDS).sum();
        let others: usize = others.map(|word| word.load(order)).sum();
        (flags + own + others) as u64
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
