//! A CPU's buffer: what producers do.

use std::sync::atomic::Ordering::{self, Acquire, Relaxed, Release, SeqCst};

use loom::{
    cell::UnsafeCell,
    sync::{
        Mutex,
        atomic::{AtomicUsize, fence},
    },
};

use crate::{
    Count,
    cpu::{Cpu, Left, Section},
};

/// Words of a record.
pub(crate) const LEN: usize = 2;
/// Words of a sub-buffer: one record, and one word that nothing is put in.
pub(crate) const SIZE: usize = 3;
/// Sub-buffers.
pub(crate) const COUNT: usize = 2;
/// In `position`: one record. Below, words that were ever written.
const RECORD: usize = 1 << 8;

/// The protocol, or one with something wrong.
#[derive(Clone, Copy)]
pub(crate) struct Rules {
    /// Whether a full buffer discards.
    pub(crate) discards: bool,
    /// Of the stores of `position`.
    pub(crate) commit: Ordering,
    /// Whether `position` is stored before the record.
    pub(crate) commit_first: bool,
    /// Of the producers' load of `read`; `None` where they do not look.
    pub(crate) room: Option<Ordering>,
    /// Of the consumer's store of `read`.
    pub(crate) give_back: Ordering,
    /// Whether the consumer gives back before it copies.
    pub(crate) give_back_first: bool,
    /// Whether there is a fence between `claim` and `switch`.
    pub(crate) fence_behind_claim: bool,
    /// Whether there is one between a snapshot's copy and its second look.
    pub(crate) fence_behind_copy: bool,
    /// What the second look is at.
    pub(crate) second_look: Look,
    /// Of the sections' load of the guard; `None` where they do not look.
    pub(crate) guard: Option<Ordering>,
    /// Of the store that opens the guard.
    pub(crate) open: Ordering,
    /// Whether the holder of the guard visits the CPU before it touches anything.
    pub(crate) visits: bool,
}

/// How often a section is tried before its thread takes the guard.
const ATTEMPTS: usize = 2;

/// Where a snapshot looks for what was written over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Claimed,
    Position,
    Nowhere,
}

/// The protocol as it is.
pub(crate) const RIGHT: Rules = Rules {
    discards: true,
    commit: Release,
    commit_first: false,
    room: Some(Acquire),
    give_back: Release,
    give_back_first: false,
    fence_behind_claim: true,
    fence_behind_copy: true,
    second_look: Look::Claimed,
    guard: Some(Acquire),
    open: Release,
    visits: true,
};

/// A word of a record.
pub(crate) trait Word {
    fn new() -> Self;
    fn get(&self) -> usize;
    fn set(&self, value: usize);
}

/// Of a buffer whose reader and writers must never be at the same word: loom reports accesses without an order.
pub(crate) struct Plain(UnsafeCell<usize>);

impl Word for Plain {
    fn new() -> Self {
        Self(UnsafeCell::new(0))
    }
    fn get(&self) -> usize {
        self.0.with(|at| unsafe { *at })
    }
    fn set(&self, value: usize) {
        self.0.with_mut(|at| unsafe { *at = value });
    }
}

/// Of one that is written over while it is read.
impl Word for AtomicUsize {
    fn new() -> Self {
        Self::new(0)
    }
    fn get(&self) -> usize {
        self.load(Relaxed)
    }
    fn set(&self, value: usize) {
        self.store(value, Relaxed);
    }
}

/// What happened to producers, in all executions together.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) aborted: Count,
    pub(crate) discarded: Count,
    /// Sections that the guard has kept out.
    pub(crate) guarded: Count,
    /// Records that were written by the guard.
    pub(crate) by_guard: Count,
}

impl Seen {
    pub(crate) const fn new() -> Self {
        Self { aborted: Count::new(), discarded: Count::new(), guarded: Count::new(), by_guard: Count::new() }
    }
}

pub(crate) struct Buffer<W> {
    pub(crate) rules: Rules,
    cpu: Cpu,
    /// Which thread may set the guard.
    holder: Mutex<()>,
    guard: AtomicUsize,
    /// Stored, and never looked at, before each look at `position` and each store of it. loom remembers the last access of each word only: it
    /// would not see that a look comes before or after a store if the producer looks in between.
    turn: AtomicUsize,
    position: AtomicUsize,
    claimed: AtomicUsize,
    pub(crate) read: AtomicUsize,
    pairs: [[AtomicUsize; 2]; COUNT],
    data: [W; SIZE * COUNT],
}

impl<W: Word> Buffer<W> {
    pub(crate) fn new(rules: Rules) -> Self {
        let zero = || AtomicUsize::new(0);
        Self {
            rules,
            cpu: Cpu::new(),
            holder: Mutex::new(()),
            guard: zero(),
            turn: zero(),
            position: zero(),
            claimed: zero(),
            read: zero(),
            pairs: core::array::from_fn(|_| [zero(), zero()]),
            data: core::array::from_fn(|_| W::new()),
        }
    }

    pub(crate) fn position(&self) -> usize {
        self.turn.store(0, Relaxed);
        self.position.load(Acquire) % RECORD
    }

    fn commit(&self, position: usize) {
        self.turn.store(0, Relaxed);
        self.position.store(position, self.rules.commit);
    }

    pub(crate) fn claimed(&self) -> usize {
        self.claimed.load(Acquire)
    }

    pub(crate) fn word(&self, at: usize) -> &W {
        &self.data[at % self.data.len()]
    }

    /// Where the records of the sub-buffer of `at` end, and how many are before it.
    pub(crate) fn pair(&self, at: usize) -> &[AtomicUsize; 2] {
        &self.pairs[at / SIZE % COUNT]
    }

    /// `File::write`: thread `me` records `value`, if there is room.
    pub(crate) fn write(&self, me: usize, value: usize, seen: &Seen) -> bool {
        let mut guarded = 0;
        while guarded < ATTEMPTS {
            match self.append(me, value) {
                Ok(()) => return true,
                Err(Left::Aborted) => seen.aborted.add(1),
                Err(Left::Guarded) => {
                    guarded += 1;
                    seen.guarded.add(1);
                }
                Err(Left::Exited) => {
                    if !self.make_room(me, seen) {
                        seen.discarded.add(1);
                        return false;
                    }
                }
            }
        }
        self.write_by_guard(me, value, seen)
    }

    /// `File::write_by_guard`: thread `me` records `value` from wherever it is, if there is room.
    pub(crate) fn write_by_guard(&self, me: usize, value: usize, seen: &Seen) -> bool {
        let _held = self.holder.lock().unwrap();
        self.guard.store(1, SeqCst);
        if self.rules.visits {
            self.cpu.visit(me);
        }
        let written = loop {
            let position = self.position.load(Relaxed);
            let (bytes, records) = (position % RECORD, position / RECORD);
            if bytes % SIZE <= SIZE - 1 - LEN {
                (0..LEN).for_each(|place| self.word(bytes + place).set(value));
                self.commit(position + LEN + RECORD);
                seen.by_guard.add(1);
                break true;
            }
            let start = bytes - bytes % SIZE;
            let next = start + SIZE;
            if self.is_full(next) {
                seen.discarded.add(1);
                break false;
            }
            let before = self.pair(start)[1].load(Relaxed) + records;
            self.claimed.store(next, Relaxed);
            if self.rules.fence_behind_claim {
                fence(Release);
            }
            self.pair(bytes)[0].store(bytes, Relaxed);
            self.pair(next)[1].store(before, Relaxed);
            self.commit(next);
        };
        self.guard.store(0, self.rules.open);
        written
    }

    /// Whether the buffer has no room for a sub-buffer that begins at `next`.
    fn is_full(&self, next: usize) -> bool {
        let read = |order| self.read.load(order);
        self.rules.discards && self.rules.room.is_some_and(|order| next - read(order) + SIZE > SIZE * COUNT)
    }

    /// What each section begins with.
    fn look_at_guard(&self, section: &Section<'_>) -> Result<(), Left> {
        match self.rules.guard {
            Some(order) if section.step(|| self.guard.load(order))? != 0 => Err(Left::Guarded),
            _ => Ok(()),
        }
    }

    fn append(&self, me: usize, value: usize) -> Result<(), Left> {
        let section = self.cpu.start(me);
        self.look_at_guard(&section)?;
        let position = section.step(|| self.position.load(Relaxed))?;
        if position % RECORD % SIZE > SIZE - 1 - LEN {
            return Err(Left::Exited);
        }
        let commit = || self.commit(position + LEN + RECORD);
        if self.rules.commit_first {
            section.step(commit)?;
        }
        for place in 0..LEN {
            section.step(|| self.word(position % RECORD + place).set(value))?;
        }
        if !self.rules.commit_first {
            section.step(commit)?;
        }
        Ok(())
    }

    /// Whether there may be room now.
    fn make_room(&self, me: usize, seen: &Seen) -> bool {
        let expected = self.position.load(Acquire);
        let (bytes, records) = (expected % RECORD, expected / RECORD);
        if bytes % SIZE <= SIZE - 1 - LEN {
            return true;
        }
        let start = bytes - bytes % SIZE;
        let next = start + SIZE;
        if self.is_full(next) {
            return false;
        }
        let before = self.pair(start)[1].load(Relaxed) + records;
        match self.claim_and_switch(me, expected, next, before) {
            Err(Left::Aborted) => seen.aborted.add(1),
            Err(Left::Guarded) => seen.guarded.add(1),
            Ok(()) | Err(Left::Exited) => {}
        }
        true
    }

    fn claim_and_switch(&self, me: usize, expected: usize, next: usize, before: usize) -> Result<(), Left> {
        let is_there = || self.position.load(Relaxed) == expected;
        let claim = self.cpu.start(me);
        self.look_at_guard(&claim)?;
        if !claim.step(is_there)? {
            return Err(Left::Exited);
        }
        claim.step(|| self.claimed.store(next, Release))?;
        if self.rules.fence_behind_claim {
            fence(Release);
        }
        let switch = self.cpu.start(me);
        self.look_at_guard(&switch)?;
        if !switch.step(is_there)? {
            return Err(Left::Exited);
        }
        switch.step(|| self.pair(expected % RECORD)[0].store(expected % RECORD, Relaxed))?;
        switch.step(|| self.pair(next)[1].store(before, Relaxed))?;
        switch.step(|| self.commit(next))
    }
}
