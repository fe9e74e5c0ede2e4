//! A mutex in memory that processes share, which outlives its holder.
//!
//! One word names the holder ([`ownership`] says how it changes), and the kernel is asked about that name: no pointer is in the
//! shared memory, no list of the kernel's or of a C library's, and zeroes are a free mutex. So processes of any C library share it, a file
//! with the mutex in it can be copied, and a process that writes anything there harms no other process's memory.
//!
//! * **Waiting** is a futex, with signals open. Each sleep has an end, 1 ms at first and 50 ms at last; after it the waiting thread looks whether
//!   the holder lives. So a holder's death is noticed that soon, and a lost wake-up costs one sleep.
//! * **No wait is without end.** A holder that is stopped (`SIGSTOP`, a debugger, a frozen control group) keeps the mutex, and after
//!   [`PATIENCE`](RobustMutex::PATIENCE), or the time that the caller has given, the others get [`Error::HeldElsewhere`].
//! * **Death** is that of the holder's process, killed or not, waited for or not, or its becoming another program. The deaths that are
//!   not noticed are listed in [`process`](crate::process#not-noticed): then waiting ends by the time, and never by a second holder.
//!
//! # Which words a member can spoil
//!
//! The word, and the thread's number. A member that writes to them against the contract lets two processes hold the mutex at once, or makes others
//! wait for the full time, at each attempt. It cannot make them access other memory or wait longer.
//!
//! Source: `futex(2)`; [`process`](crate::process) for deaths. (Robust mutexes of the C library lose wake-ups when two members are killed one
//! after the other, and have pointers in the shared memory, which their unlocking follows.)

use core::{
    cell::Cell,
    fmt,
    marker::PhantomData,
    sync::atomic::{
        AtomicU32, AtomicU64,
        Ordering::{AcqRel, Acquire, Relaxed},
    },
    time::Duration,
};

use super::ownership::{self, Slept, Taken, Waiting, Word};
use crate::{
    error::{Error, Result},
    process::Process,
    sys::{self, SignalsBlocked},
};

/// Nanoseconds of the first sleep, and of the last one; each is twice as long as the one before.
const SLEEPS: [u64; 2] = [1_000_000, 50_000_000];
/// Nanoseconds of waiting after which a look includes what the holder has mapped.
const THOROUGH: u64 = 100_000_000;

/// A mutex that processes share and that outlives its holder. Zeroes are a free one.
#[repr(C)]
pub struct RobustMutex {
    /// The holder, or 0.
    word: AtomicU64,
    /// The holder's thread, or 0: from after it has taken the mutex until before it releases it.
    thread: AtomicU32,
    _rest: u32,
}

/// A [`RobustMutex`], held, with this thread's signals blocked.
pub struct RobustHeld<'a> {
    mutex: &'a RobustMutex,
    died: Option<Process>,
    /// The thread that has taken it: in a forked child, not the thread that drops the copy.
    holder: (Process, u32),
    /// Restored after `Drop::drop` has released the mutex.
    _signals: SignalsBlocked,
    /// The thread that locked the mutex unlocks it.
    not_send: PhantomData<*const ()>,
}

/// One thread's wait.
struct Wait<'a> {
    mutex: &'a RobustMutex,
    me: Process,
    thread: u32,
    patience: u64,
    /// When it began; 0 before the first sleep.
    start: Cell<u64>,
    /// How long the next sleep is.
    length: Cell<u64>,
    /// When the sleep under way ends, however often it is interrupted; 0 where none is.
    end: Cell<u64>,
    /// The owner has been looked at since the time was over.
    looked: Cell<bool>,
    /// The last owner that was found gone.
    gone: Cell<u64>,
}

impl RobustMutex {
    /// How long [`lock`](Self::lock) waits for a holder that lives: ten seconds. No holder is preempted so long on a machine that gets on at
    /// all, and a program that watches another one soon learns that it is stopped.
    pub const PATIENCE: Duration = Duration::from_secs(10);

    /// Makes a free one at `at`.
    ///
    /// # Safety
    ///
    /// * `at` is valid for writes and aligned, in memory that stays mapped as long as any thread uses the mutex.
    /// * No thread uses it yet: one process initialises it before it tells the others.
    pub unsafe fn init(at: *mut Self) {
        // SAFETY: the caller's promise: zeroes are free words.
        unsafe { at.write_bytes(0, 1) };
    }

    /// Takes it; sleeps, with signals open, while another thread of any process holds it, for [`PATIENCE`](Self::PATIENCE) at most.
    ///
    /// # Errors
    ///
    /// As [`lock_within`](Self::lock_within).
    pub fn lock(&self) -> Result<RobustHeld<'_>> {
        self.lock_within(Self::PATIENCE)
    }

    /// Takes it; sleeps, with signals open, while another thread of any process holds it, for `patience` at most. With no patience, it
    /// looks once whether the holder lives.
    ///
    /// # Errors
    ///
    /// [`Error::HeldByThread`] if this thread holds it; [`Error::HeldElsewhere`] if a process that lives, or of which that cannot be told, has held
    /// it all that time.
    pub fn lock_within(&self, patience: Duration) -> Result<RobustHeld<'_>> {
        let (me, thread) = (Process::me(), sys::gettid());
        let wait = Wait {
            mutex: self,
            me,
            thread,
            patience: u64::try_from(patience.as_nanos()).unwrap_or(u64::MAX),
            start: Cell::new(0),
            length: Cell::new(SLEEPS[0]),
            end: Cell::new(0),
            looked: Cell::new(false),
            gone: Cell::new(ownership::FREE),
        };
        let (taken, signals) = ownership::take(self, &wait, me.word())?;
        self.thread.store(thread, Relaxed);
        let died = (taken == Taken::Inherited).then(|| Process::from_word(wait.gone.get()));
        Ok(RobustHeld { mutex: self, died, holder: (me, thread), _signals: signals, not_send: PhantomData })
    }

    /// The process that holds it, or that has died with it; out of date when it arrives.
    #[must_use]
    pub fn holder(&self) -> Option<Process> {
        let owner = self.word.load(Relaxed) & !ownership::WAITERS;
        (owner != ownership::FREE).then(|| Process::from_word(owner))
    }

    /// The half of the word that has the owner's id and `WAITERS`: where the kernel looks.
    fn half(&self) -> *const u32 {
        let low = if cfg!(target_endian = "big") { 4 } else { 0 };
        self.word.as_ptr().cast_const().cast::<u8>().wrapping_add(low).cast()
    }
}

impl Word for RobustMutex {
    fn load(&self) -> u64 {
        self.word.load(Acquire)
    }

    fn swap(&self, from: u64, to: u64) -> bool {
        self.word.compare_exchange(from, to, AcqRel, Relaxed).is_ok()
    }

    fn wake(&self) {
        sys::futex_wake_one_shared(self.half());
    }
}

impl Waiting for Wait<'_> {
    type Quiet = SignalsBlocked;
    type Refused = Error;

    fn quiet(&self) -> SignalsBlocked {
        SignalsBlocked::new()
    }

    fn sleep(&self, word: u64) -> Result<Slept> {
        let owner = Process::from_word(word);
        // This thread has cleared its number before it has released the mutex the last time, so it has not.
        if owner == self.me && self.mutex.thread.load(Relaxed) == self.thread {
            return Err(Error::HeldByThread);
        }
        let now = sys::monotonic();
        if self.start.get() == 0 {
            self.start.set(now);
        }
        let last = self.start.get().saturating_add(self.patience);
        if now >= last {
            if self.looked.replace(true) {
                let waited_ms = (now - self.start.get()) / 1_000_000;
                let waited_ms = u32::try_from(waited_ms).unwrap_or(u32::MAX);
                return Err(Error::HeldElsewhere { process: owner.pid(), waited_ms });
            }
            return Ok(Slept::Enough);
        }
        if self.end.get() == 0 {
            self.end.set(now + self.length.get());
        }
        let end = self.end.get().min(last);
        if now < end {
            sys::futex_wait_shared(self.mutex.half(), word as u32, end - now);
        }
        if sys::monotonic() < end {
            return Ok(Slept::Woken);
        }
        self.end.set(0);
        self.length.set((2 * self.length.get()).min(SLEEPS[1]));
        Ok(Slept::Enough)
    }

    fn is_gone(&self, owner: u64) -> bool {
        let process = Process::from_word(owner);
        let thorough = sys::monotonic() - self.start.get() >= THOROUGH;
        let gone = process.is_gone() || (thorough && process.has_unmapped(self.mutex.word.as_ptr().addr()));
        if gone {
            self.gone.set(owner);
        }
        gone
    }
}

impl RobustHeld<'_> {
    /// Returns whether the holder before ended while it held the mutex: the data that it protects may be half changed. Told to one holder;
    /// to the next one again if that one dies, too.
    #[must_use]
    pub fn previous_owner_died(&self) -> bool {
        self.died.is_some()
    }

    /// The process that ended while it held the mutex before.
    #[must_use]
    pub fn died(&self) -> Option<Process> {
        self.died
    }

    /// Returns whether this is the holder, and not a forked child's copy.
    #[must_use]
    pub(super) fn is_mine(&self) -> bool {
        self.holder == (Process::me(), sys::gettid())
    }
}

impl Drop for RobustHeld<'_> {
    fn drop(&mut self) {
        // A child's copy releases nothing.
        if self.is_mine() {
            self.mutex.thread.store(0, Relaxed);
            ownership::release(self.mutex, self.holder.0.word());
        }
    }
}

impl fmt::Debug for RobustMutex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RobustMutex").field("holder", &self.holder()).finish()
    }
}

impl fmt::Debug for RobustHeld<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RobustHeld").field("died", &self.died).finish_non_exhaustive()
    }
}
