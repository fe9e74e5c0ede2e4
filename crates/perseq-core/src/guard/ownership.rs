//! The word of a lock between processes: taken, released and inherited by compare-and-swap.
//!
//! ```text
//!   free     0 → owner                        the owner's name is in the word: no instant at which the lock is held by an unknown process
//!   held     owner → owner | WAITERS          a thread announces that it sleeps
//!   open     owner (| WAITERS) → 0, then a wake-up, if WAITERS was there
//!   inherit  owner (| WAITERS) → heir | WAITERS   after a look that has found the owner gone
//! ```
//!
//! Each line is one instruction, so a process that is killed anywhere leaves one of these words.
//!
//! * *One owner.* A name is of one process for ever ([`Process`](crate::process::Process)). A process that is gone makes no store any more, so its
//!   name stays until one heir swaps it, however long ago the look was.
//! * *A lost wake-up costs one sleep.* An owner may die between the swap to 0 and the wake-up, a woken thread before it takes the lock, and a
//!   newcomer may take the word without WAITERS. So no sleep relies on a wake-up: each has an end, after which the thread looks again.
//! * *A death is told once.* Only the swap of a dead owner's name returns [`Taken::Inherited`], and only one can succeed. An heir that dies in
//!   turn leaves its own name, so the next one is told again.
//!
//! The module needs nothing of the crate: `tests/loom/death.rs` runs this file, with a death after every store.

/// No owner, and no thread that sleeps.
pub(crate) const FREE: u64 = 0;
/// Beside the owner's name: a thread may be sleeping. No name has this bit.
pub(crate) const WAITERS: u64 = 1;

/// How a lock was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It was free.
    Free,
    /// Its owner has died with it.
    Inherited,
}

/// Why a sleep has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slept {
    /// A wake-up, a signal, or another word: there may be something to take.
    Woken,
    /// It was long enough: time to look at the owner.
    Enough,
}

/// The word, in memory that processes share.
pub(crate) trait Word {
    /// Reads the word (acquire).
    fn load(&self) -> u64;
    /// Makes `from` `to` in one instruction (acquire and release); `false` if something else is there.
    fn swap(&self, from: u64, to: u64) -> bool;
    /// Wakes one thread that sleeps.
    fn wake(&self);
}

/// How a thread waits.
pub(crate) trait Waiting {
    /// Keeps handlers of this thread away, from before the lock is taken until it is open again.
    type Quiet;
    /// Why a thread does not wait any longer.
    type Refused;

    /// Keeps handlers away while the result lives.
    fn quiet(&self) -> Self::Quiet;
    /// Sleeps while the word is `word`, for a bounded time.
    fn sleep(&self, word: u64) -> Result<Slept, Self::Refused>;
    /// Returns whether this owner has ended and never will run again.
    fn is_gone(&self, owner: u64) -> bool;
}

/// Takes the lock for `me`, a name without [`WAITERS`].
///
/// # Errors
/// Those of [`Waiting::sleep`]; nothing was taken.
pub(crate) fn take<W: Waiting>(
    word: &impl Word,
    waiting: &W,
    me: u64,
) -> Result<(Taken, W::Quiet), W::Refused> {
    // Once this thread has slept others may sleep, too, and the word that it takes has to say so.
    let mut waiters = 0;
    let mut gone = None;
    loop {
        let quiet = waiting.quiet();
        let found = word.load();
        let owner = found & !WAITERS;
        if owner == FREE {
            if word.swap(found, me | found | waiters) {
                return Ok((Taken::Free, quiet));
            }
            continue;
        }
        if gone == Some(owner) {
            if word.swap(found, me | WAITERS) {
                return Ok((Taken::Inherited, quiet));
            }
            continue;
        }
        // Handlers run while this thread waits.
        drop(quiet);
        let marked = found | WAITERS;
        if found != marked && !word.swap(found, marked) {
            continue;
        }
        waiters = WAITERS;
        if waiting.sleep(marked)? == Slept::Enough && waiting.is_gone(owner) {
            gone = Some(owner);
        }
    }
}

/// Opens the lock that `me` has taken. If another name is there, a process has written to it against the contract, and it stays.
pub(crate) fn release(word: &impl Word, me: u64) {
    loop {
        let found = word.load();
        if found & !WAITERS != me {
            return;
        }
        if word.swap(found, FREE) {
            if found & WAITERS != 0 {
                word.wake();
            }
            return;
        }
    }
}
