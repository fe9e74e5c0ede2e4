//! The grace period: when it ends, every reader that was inside when it started has left.
//!
//! There are two phases. A reader enters the phase that it finds current, in one of two ways: it sets a flag that it has found to be 0, or,
//! where no flag is free, it adds 1 to a count. It leaves by undoing that: it stores 0 to the same flag, or subtracts 1 from the same count.
//! (A count has its thread's name above the number, until it is 0 and another thread takes it: "0" is said of the number.) So a phase is quiet when each of its words was seen to be 0. New readers must not keep a phase busy for ever, so the phases are exchanged
//! in between:
//!
//! ```text
//!   until the other phase is quiet:     FENCE, all words            only late readers can be there
//!   was the current one quiet too?      done: no reader was inside
//!   flip
//!   until what was current is quiet:    all words                   new readers are in the other one
//! ```
//!
//! A FENCE is a full memory barrier of this thread and of every reader's, wherever that is in its program:
//! `membarrier(2)`. So readers need none. One is enough for a grace period; each look of the first wait has its own, for a removal
//! that the period still serves may have come after the look before.
//!
//! # Why it is right
//!
//! Take a reader R that may still see what was removed before the grace period. W is its word (a flag or a count), L its store or
//! addition to W, U the store of 0 or the subtraction, and F the fence of the look that ends the first wait. The removal came before F.
//!
//! 1. *R is in W.* Some load of R did not see the removal, so it came before F in R's program; so did L, which comes
//!    before that load. Every load of W after F sees L or what was stored to W later, in whichever phase that is: it does not
//!    matter that R may have read the phase long before L (it was preempted in between, or interrupted).
//! 2. *To see 0 there means that R has left.* A count is 0 only where U has come: additions and subtractions are atomic, and a thread
//!    that makes another one's count its own does so by a compare-and-swap of a 0. A flag is R's own from L to U: no section stores to a
//!    flag that it has not read as 0 on its CPU, and sections on one CPU come one after the other, so none stores between L and U; and no
//!    other guard stores to it, for each guard stores once, after its own L. So the first 0 after L is U.
//! 3. *R's loads are over.* U is a release, and this thread's load of the 0 is an acquire. If that 0 is U's own, R's loads come before all
//!    that this thread does next. If it is that of a later reader, whose section has read U's 0 or that of another one in between: each
//!    section reads the flag by an acquire, and leaves by a release, so the order goes from each to the next, and to this thread.
//!    (An operation that adds to a count, or makes it another thread's, needs no acquire for that: it reads and writes at once, so it belongs to the
//!    release before it.)
//!
//! Each word of both phases was seen to be 0 after F: wherever R was, it has left.
//! The flip is not needed for any of this; it is what makes the second wait end.
//!
//! A guard may be dropped on another thread than the one that made it, or in a signal handler: what hands it over orders L and the
//! loads before U, which is all that was used. A guard that is held for long holds up this grace period and no reader; readers on the CPU
//! of its flag take the next flag, or the count.
//!
//! # Words that a look may pass over
//!
//! A look is long where there are many words, and most of them were never used. A reader may **tell** of its word before it loads anything:
//! "there are counts", or "this row is used". A look passes over words of which it has not been told, if it reads what was told after F: some
//! load of R did not see the removal, so it came before F, and so did what R has told before that load. All that is never told of is
//! always looked at: the first flags of all rows, which the fast path sets. The thread that makes the fast path set others tells of that before,
//! and each reader that does so has read what that thread has stored (a release) after it told.
//!
//! `tests/loom.rs` leaves out each of these: the fence, the look at the flags, that at the counts, the word that tells of counts, the 0 that
//! a count must be which another thread takes, the acquire of this thread, that of a section, and the release.
//!
//! # When the thread that moves it on dies
//!
//! Between processes the machine is kept as words under a lock, and its holder may die after any store. The next holder trusts two of the words only:
//!
//! * *completed*, stored last: the periods up to it have ended, for the looks that showed it were made before that store. It may say too
//!   little.
//! * *wanted*, stored first: no number above it was ever given to any thread, since numbers are given after all stores.
//!
//! The next holder begins the period after *completed* again, with the first look, if any is wanted. So **a repair never makes `completed` rise**:
//! that a period has ended is known by looks alone, and the readers that were looked at before may be looked at again, which is right at any time
//! (what was unlinked before the number was given was unlinked before the new look). The words for the stage and *started* do not matter: they may
//! be of different machines. Nor does it matter whether the flip was made: both phases are waited for. A period that is wanted is another matter than
//! one that was started: to begin again after *wanted* would free what readers of the period under way look at.
//!
//! Numbers may be given twice that way, to a thread that asked the dead one and to a thread that asks now: both asked before the first look of that
//! period.

/// Which of two sets of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The first.
    Even,
    /// The second.
    Odd,
}

impl Phase {
    /// The other one.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Even => Self::Odd,
            Self::Odd => Self::Even,
        }
    }
}

/// The readers, as far as a grace period needs to know of them and act on them.
pub(crate) trait Readers {
    /// Why a fence could not be made.
    type Error;

    /// The phase that new readers enter.
    fn phase(&self) -> Phase;
    /// Makes new readers enter the other phase.
    fn flip(&self);
    /// How many readers are inside of each phase, each of whose words is loaded once, with acquire. Which readers come and go in the
    /// meantime does not matter: only a word that is not 0 makes it other than 0.
    fn inside(&self) -> [u64; 2];
    /// Returns whether a look at `phase` is not worth a fence. A hint: both answers are right at any time.
    fn seems_busy(&self, phase: Phase) -> bool {
        self.inside()[phase as usize] != 0
    }
    /// A full barrier of this thread and of all readers' threads.
    ///
    /// # Errors
    /// It could not be made: nothing is known of readers.
    fn fence(&self) -> Result<(), Self::Error>;
}

/// How far the grace period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// There is none.
    Idle,
    /// The phase that is not current must be quiet before the flip.
    Before,
    /// The flip was made; this phase must be quiet.
    After(Phase),
}

/// Grace periods, one after the other. The caller of [`advance`](Self::advance) has it alone.
#[derive(Debug)]
pub(crate) struct Machine {
    stage: Stage,
    /// Number of the grace period under way, or of the last one.
    started: u64,
    /// Number of the last one that any thread waits for.
    wanted: u64,
}

impl Machine {
    /// At rest.
    pub(crate) const fn new() -> Self {
        Self::idle_at(0)
    }

    /// At rest, after grace period `number`.
    pub(crate) const fn idle_at(number: u64) -> Self {
        Self { stage: Stage::Idle, started: number, wanted: number }
    }

    /// As words, in the order in which they are stored where other processes find them: how many are wanted, how many were started, the
    /// stage, and what has [`completed`](Self::completed).
    #[cfg_attr(any(miri, not(target_os = "linux")), allow(dead_code, reason = "between processes only"))]
    pub(crate) fn words(&self) -> [u64; 4] {
        let stage = match self.stage {
            Stage::Idle => 0,
            Stage::Before => 1,
            Stage::After(Phase::Even) => 2,
            Stage::After(Phase::Odd) => 3,
        };
        [self.wanted, self.started, stage, self.completed()]
    }

    /// The machine whose [`words`](Self::words) these are; the last one follows from the others.
    #[cfg_attr(any(miri, not(target_os = "linux")), allow(dead_code, reason = "between processes only"))]
    pub(crate) const fn from_words([wanted, started, stage, _]: [u64; 4]) -> Self {
        let stage = match stage {
            0 => Stage::Idle,
            2 => Stage::After(Phase::Even),
            3 => Stage::After(Phase::Odd),
            _ => Stage::Before,
        };
        Self { stage, started, wanted }
    }

    /// The machine that continues from `words`, of which a holder that has died has stored the first few: see the head of this module.
    #[cfg_attr(any(miri, not(target_os = "linux")), allow(dead_code, reason = "between processes only"))]
    pub(crate) fn begin_again([wanted, _, _, completed]: [u64; 4]) -> Self {
        let mut machine = Self { stage: Stage::Idle, started: completed, wanted };
        machine.begin();
        machine
    }

    /// Asks for a grace period: its number.
    ///
    /// One that is under way serves as long as its first wait has not succeeded: all that the proof needs of the removal is that
    /// it came before that look.
    pub(crate) fn start(&mut self) -> u64 {
        let number = match self.stage {
            Stage::Before => self.started,
            Stage::Idle | Stage::After(_) => self.started + 1,
        };
        self.wanted = self.wanted.max(number);
        self.begin();
        number
    }

    /// Begins the next grace period, if a thread wants it and none is under way.
    fn begin(&mut self) {
        if self.stage == Stage::Idle && self.wanted > self.started {
            self.started += 1;
            self.stage = Stage::Before;
        }
    }

    /// The last grace period that has ended.
    pub(crate) fn completed(&self) -> u64 {
        if self.stage == Stage::Idle { self.started } else { self.started - 1 }
    }

    /// Returns whether none is under way, and so none is wanted.
    pub(crate) fn is_idle(&self) -> bool {
        self.stage == Stage::Idle
    }

    /// Looks at the readers once, without waiting; whether that made progress.
    ///
    /// # Errors
    /// The fence's; nothing has changed.
    pub(crate) fn advance<R: Readers>(&mut self, readers: &R) -> Result<bool, R::Error> {
        let next = match self.stage {
            Stage::Idle => return Ok(false),
            Stage::Before => Self::before(readers)?,
            // No fence: the one of the first wait is before these loads too.
            Stage::After(old) => (readers.inside()[old as usize] == 0).then_some(Stage::Idle),
        };
        let progress = next.is_some();
        self.stage = next.unwrap_or(self.stage);
        self.begin();
        Ok(progress)
    }

    /// The first wait, and the flip.
    fn before<R: Readers>(readers: &R) -> Result<Option<Stage>, R::Error> {
        let current = readers.phase();
        let [old, new] = [current.other() as usize, current as usize];
        if readers.seems_busy(current.other()) {
            return Ok(None);
        }
        readers.fence()?;
        let inside = readers.inside();
        if inside[old] != 0 {
            return Ok(None);
        }
        if inside[new] == 0 {
            return Ok(Some(Stage::Idle));
        }
        readers.flip();
        Ok(Some(Stage::After(current)))
    }
}

#[cfg(all(test, not(perseq_loom)))]
mod tests {
    use core::{cell::Cell, convert::Infallible};
    use std::collections::HashSet;

    use super::*;

    /// Readers of which nothing is known but which phases they are in.
    struct Inside {
        phase: Cell<Phase>,
        inside: [u64; 2],
    }

    impl Readers for Inside {
        type Error = Infallible;

        fn phase(&self) -> Phase {
            self.phase.get()
        }

        fn flip(&self) {
            self.phase.set(self.phase.get().other());
        }

        fn inside(&self) -> [u64; 2] {
            self.inside
        }

        fn fence(&self) -> Result<(), Infallible> {
            Ok(())
        }
    }

    /// All that one holder of the lock can do to `words`.
    fn holds(words: [u64; 4]) -> Vec<[u64; 4]> {
        let asked = {
            let mut machine = Machine::from_words(words);
            machine.start();
            machine.words()
        };
        let mut all = vec![asked];
        for phase in [Phase::Even, Phase::Odd] {
            for inside in [[0, 0], [0, 1], [1, 0], [1, 1]] {
                let (readers, mut machine) =
                    (Inside { phase: Cell::new(phase), inside }, Machine::from_words(words));
                // One hold may end several periods.
                while let Ok(true) = machine.advance(&readers) {
                    all.push(machine.words());
                }
            }
        }
        all
    }

    /// All words that can be found, and those that a holder leaves that dies after some of its stores: the words from before beside them.
    fn deaths() -> Vec<([u64; 4], [u64; 4])> {
        let (mut known, mut deaths) = (HashSet::from([[0; 4]]), Vec::new());
        let mut open = vec![[0; 4]];
        while let Some(before) = open.pop() {
            let mut next = Vec::new();
            for after in holds(before) {
                for stores in 0..=after.len() {
                    let mut left = before;
                    left[..stores].copy_from_slice(&after[..stores]);
                    deaths.push((before, left));
                    next.push(Machine::begin_again(left).words());
                }
                next.push(after);
            }
            // Few periods are enough: nothing depends on how many there were.
            open.extend(next.into_iter().filter(|words| words[0] <= 4 && known.insert(*words)));
        }
        deaths
    }

    #[test]
    fn nothing_is_over_because_a_holder_has_died() {
        let deaths = deaths();
        assert!(deaths.iter().any(|(_, [wanted, started, stage, _])| wanted > started && *stage >= 2));
        assert!(deaths.iter().any(|(_, [_, started, stage, completed])| *stage == 0 && started > completed));
        for (before, left) in deaths {
            let machine = Machine::begin_again(left);
            assert_eq!(machine.completed(), left[3], "{before:?}, {left:?}");
            assert!(machine.completed() <= machine.started && machine.started <= machine.wanted.max(left[3]));
            // If the holder that repairs dies in turn, the next one does the same.
            let repaired = machine.words();
            for stores in 0..=repaired.len() {
                let mut again = left;
                again[..stores].copy_from_slice(&repaired[..stores]);
                assert_eq!(Machine::begin_again(again).words(), repaired, "{left:?}");
            }
        }
    }

    #[test]
    fn whoever_asked_before_a_holder_died_is_waited_for_from_the_start_and_to_the_end() {
        for (before, left) in deaths() {
            let mut machine = Machine::begin_again(left);
            // Numbers from before were given to a thread; those of the dead one to none.
            let asked = before[0];
            let busy = Inside { phase: Cell::new(Phase::Even), inside: [1, 1] };
            while let Ok(true) = machine.advance(&busy) {}
            assert_eq!(machine.completed(), left[3], "with a reader in each phase nothing ends: {left:?}");
            let nobody = Inside { phase: Cell::new(Phase::Even), inside: [0, 0] };
            while let Ok(true) = machine.advance(&nobody) {}
            assert!(machine.completed() >= asked && machine.is_idle(), "{before:?}, {left:?}");
        }
    }
}
