//! The grace period: when it ends, every reader that was inside when it started has left.
//!
//! There are two phases. A reader enters by adding 1 to a `lock` count of the phase that it finds current, and leaves by
//! adding 1 to an `unlock` count of the same phase, on whatever CPU it is then. So a phase is quiet when its two
//! sums are equal. New readers must not keep a phase busy for ever, so the phases are exchanged in between:
//!
//! ```text
//!   until the other phase is quiet:     unlocks, FENCE, locks       only late readers can be there
//!   was the current one quiet too?      done: nobody was reading
//!   flip
//!   until what was current is quiet:    unlocks, FENCE, locks       new readers are in the other one
//! ```
//!
//! A FENCE is a full memory barrier of this thread and of every reader's, wherever that is in its program:
//! `membarrier(2)`. So readers need none.
//!
//! # Why it is right
//!
//! Take a reader R that may still see what was removed before the grace period. L is its addition to `lock`, U the one to
//! `unlock`, F a fence.
//!
//! 1. *R is counted.* Some load of R did not see the removal, so it came before the first F in R's program; so did L, which comes
//!    before that load. Every sum of locks after the first F has L in it, in whichever phase that is: it does not matter that R may
//!    have read the phase long before it added (it was preempted in between, or interrupted).
//! 2. *Equal sums mean that R has left.* In a look, `unlocks` is summed first. Each U in that sum has its L in the sum of locks, for
//!    L came before U, and F lies between the two sums. So there are at least as many L as U, and if there are as many, each L
//!    in the sum has its U in the other: R's too.
//! 3. *R's loads are over.* They came before U, which this thread has seen before F. So F, on R's side, comes after them, and what
//!    this thread does after F (free the memory) comes later.
//!
//! Both phases were quiet after the first F, one after the other: wherever R was, it has left.
//! The flip is not needed for any of this; it is what makes the second wait end.
//!
//! A guard may be dropped on another thread than the one that made it, or in a signal handler: what hands it over orders L and the
//! loads before U, which is all that was used. A guard that is held for long holds up this grace period and no reader.

/// Which of two sets of counts.
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

/// Sums, wrapping, of one phase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// All that ever entered it.
    pub(crate) locks: usize,
    /// All that ever left it.
    pub(crate) unlocks: usize,
}

/// What a grace period needs to know of readers and do to them.
pub(crate) trait Readers {
    /// Why a fence could not be made.
    type Error;

    /// The phase that new readers enter.
    fn phase(&self) -> Phase;
    /// Makes new readers enter the other phase.
    fn flip(&self);
    /// All that ever entered and left, by phase.
    fn counts(&self) -> [Count; 2];
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

/// Grace periods, one after the other. Whoever calls [`advance`](Self::advance) has it alone.
#[derive(Debug)]
pub(crate) struct Machine {
    stage: Stage,
    /// Number of the grace period under way, or of the last one.
    started: u64,
    /// Number of the last one that anybody waits for.
    wanted: u64,
}

impl Machine {
    /// At rest.
    pub(crate) const fn new() -> Self {
        Self { stage: Stage::Idle, started: 0, wanted: 0 }
    }

    /// As numbers, to be kept where other processes find them.
    #[cfg(not(any(miri, perseq_loom)))]
    pub(crate) const fn parts(&self) -> [u64; 3] {
        let stage = match self.stage {
            Stage::Idle => 0,
            Stage::Before => 1,
            Stage::After(Phase::Even) => 2,
            Stage::After(Phase::Odd) => 3,
        };
        [self.wanted, self.started, stage]
    }

    /// What [`parts`](Self::parts) has given. Anything else is a grace period at its start, which is right at any time.
    #[cfg(not(any(miri, perseq_loom)))]
    pub(crate) const fn from_parts([wanted, started, stage]: [u64; 3]) -> Self {
        let stage = match stage {
            0 => Stage::Idle,
            2 => Stage::After(Phase::Even),
            3 => Stage::After(Phase::Odd),
            _ => Stage::Before,
        };
        Self { stage, started, wanted }
    }

    /// Who had it has died, and may have changed some of it: whoever waits is served by one that begins now.
    #[cfg(not(any(miri, perseq_loom)))]
    pub(crate) fn begin_again(&mut self) {
        self.started = self.started.max(self.wanted);
        self.wanted = self.started;
        // Unless nobody has ever waited.
        self.stage = if self.started == 0 { Stage::Idle } else { Stage::Before };
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

    /// Begins the next grace period, if somebody wants it and none is under way.
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

    /// Whether none is under way, and so none is wanted.
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
            Stage::After(old) => look(readers, [old])?.map(|_| Stage::Idle),
        };
        let progress = next.is_some();
        self.stage = next.unwrap_or(self.stage);
        self.begin();
        Ok(progress)
    }

    /// The first wait, and the flip.
    fn before<R: Readers>(readers: &R) -> Result<Option<Stage>, R::Error> {
        let current = readers.phase();
        let Some([_, quiet]) = look(readers, [current.other(), current])? else { return Ok(None) };
        if quiet {
            return Ok(Some(Stage::Idle));
        }
        readers.flip();
        Ok(Some(Stage::After(current)))
    }
}

/// Which of `phases` were quiet; `None` if the first was not.
fn look<R: Readers, const N: usize>(readers: &R, phases: [Phase; N]) -> Result<Option<[bool; N]>, R::Error> {
    let before = readers.counts();
    let first = before[phases[0] as usize];
    // A hint, that saves the fence: to say that it is not quiet is always right.
    if first.locks != first.unlocks {
        return Ok(None);
    }
    readers.fence()?;
    let after = readers.counts();
    let quiet = phases.map(|phase| after[phase as usize].locks == before[phase as usize].unlocks);
    Ok(quiet[0].then_some(quiet))
}
