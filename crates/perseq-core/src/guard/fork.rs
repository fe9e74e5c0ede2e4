//! The threads that hold guards, and which of them are still there after a `fork`.
//!
//! A child has one thread, and memory in which its parent's other threads may hold guards: no thread would ever open those.
//! Waiting for them before the fork would not help: `fork` waits for the C library's own locks as well, and a handler that
//! waits for a guard may have interrupted a thread that holds one of those. So guards are left as they are, and the child
//! knows the dead by their number:
//!
//! * A thread gets its number when it first takes a guard, from a counter, and keeps it: the thread that forks has the same one
//!   in the child.
//! * In the child every number that was given out before the fork is dead, but for that of the thread that it has.
//!
//! A thread that finds a guard of a dead thread takes it over. The row is whole: a holder changes a row as a section does, by
//! one store at a time that leads from one state to the next. (A value that is not changed like that counts as
//! [abandoned](crate::Error::Abandoned).)
//!
//! # Numbers
//!
//! A number is a word in which bit 31 is 0, because guards have a bit of their own there. 64-bit targets have 2⁴⁷ of them: a process
//! that gives out a hundred thousand a second (which no kernel makes threads for) has enough for 44 years, so a number is never given
//! out twice and a smaller one is older. 32-bit targets have 2³¹, and start again: see [`start_again`].
//!
//! # Children that are not told
//!
//! The C library tells a child of `fork`, by `pthread_atfork`, and not one of `_Fork` or of a bare `clone` system call. So there is
//! a page that the kernel gives to children empty (`MADV_WIPEONFORK`, Linux 4.14). Each way to a guard that does more than a
//! section looks at it: the first thread of a child that finds it empty does what the handler would have done. On older
//! kernels the process's id is compared instead, which costs a system call each time.

use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use super::word::CONTENDED;
use crate::thread;

/// The last number: a thread's block has room for 48 bits.
const LAST: usize = if usize::BITS == 64 { usize::MAX >> 16 & !CONTENDED } else { CONTENDED - 1 };

/// The next number.
static NEXT: AtomicUsize = AtomicUsize::new(1);
/// Numbers below are dead, but for `SURVIVOR`.
static DEAD_BELOW: AtomicUsize = AtomicUsize::new(0);
static SURVIVOR: AtomicUsize = AtomicUsize::new(0);
/// True if numbers have started again, in this process or in one from which it was forked.
static STARTED_AGAIN: AtomicBool = AtomicBool::new(false);

/// This thread's number: not 0, and bit 31 is 0. No other thread of the process has it, and the thread keeps it in a child
/// that it forks. Costs two loads. (On 32-bit targets another thread may have it after 2³¹ threads.)
#[inline]
#[must_use]
pub fn number() -> usize {
    match thread::guard_number_now() {
        0 => me(),
        number => number,
    }
}

/// Returns whether `number` is that of a thread of a process from which this one was forked, and that this one does not have.
#[must_use]
pub fn is_gone(number: usize) -> bool {
    is_dead(number)
}

/// This thread's number, which it gets now if it has none yet.
#[cold]
pub(super) fn me() -> usize {
    notice();
    let number = thread::guard_number(new_number);
    if is_among_dead(number) {
        // A thread that runs is not dead: it forked, and another thread of the child noticed that first.
        SURVIVOR.store(number, Relaxed);
    }
    number
}

/// A number that no thread has.
fn new_number() -> usize {
    prepare();
    loop {
        let number = NEXT.load(Relaxed);
        let next = after(number).unwrap_or_else(start_again);
        if NEXT.compare_exchange(number, next, Relaxed, Relaxed).is_ok() {
            return number;
        }
    }
}

/// The number after `number`, unless that is the last.
const fn after(number: usize) -> Option<usize> {
    if number >= LAST {
        return None;
    }
    let next = number + 1;
    // One that would have the bit carries beyond it.
    Some(if next & CONTENDED == 0 { next } else { next + CONTENDED })
}

/// The first number, after the last. From now on numbers do not tell how old they are, so none counts as dead: a thread that lives is
/// never taken for a dead one. Two threads may have the same number: one that holds guards itself gets
/// [`Error::GuardHeld`](crate::Error::GuardHeld) for what the other one holds, and one that holds none waits for that. A child of such a
/// process waits for what its parent's other threads held.
#[cold]
fn start_again() -> usize {
    STARTED_AGAIN.store(true, Relaxed);
    DEAD_BELOW.store(0, Relaxed);
    1
}

/// Goes on with `number`, which is larger than all that were given out. For tests, which cannot start so many threads.
#[doc(hidden)]
pub fn skip_numbers(number: usize) {
    assert!(number & CONTENDED == 0 && number <= LAST, "{number:#x} is no number");
    NEXT.fetch_max(number, Relaxed);
}

/// Returns whether `holder` is a thread that a fork did not copy. Never true of 0.
pub(super) fn is_dead(holder: usize) -> bool {
    if holder == 0 {
        return false;
    }
    notice();
    is_among_dead(holder)
}

fn is_among_dead(number: usize) -> bool {
    number < DEAD_BELOW.load(Relaxed) && number != SURVIVOR.load(Relaxed)
}

/// Called in a child, by the thread that it has.
pub(crate) fn in_child() {
    SURVIVOR.store(thread::guard_number_now(), Relaxed);
    if !STARTED_AGAIN.load(Relaxed) {
        DEAD_BELOW.store(NEXT.load(Relaxed), Relaxed);
    }
    note(KNOWN);
}

#[cfg(target_os = "linux")]
use page::note;
#[cfg(target_os = "linux")]
pub(crate) use page::{notice, prepare, told};

/// Elsewhere only the C library tells.
#[cfg(not(target_os = "linux"))]
const fn note(_state: u32) {}

/// Elsewhere only the C library tells: from the first call on.
#[cfg(not(target_os = "linux"))]
pub(crate) fn notice() {
    thread::watch_forks();
}

/// Elsewhere only the C library tells.
#[cfg(not(target_os = "linux"))]
pub(crate) const fn prepare() {}

/// In the page: this process is known to the guards.
const KNOWN: u32 = 2;

/// The page by which a child notices that it is one.
#[cfg(target_os = "linux")]
mod page {
    use core::{
        ptr::null_mut,
        sync::atomic::{
            AtomicPtr, AtomicU32,
            Ordering::{Acquire, Relaxed, Release},
        },
    };

    use super::KNOWN;
    use crate::{
        sys::{self, SignalsBlocked},
        thread,
    };

    /// A word of a page that children get empty; null where the kernel has no such pages, or before it was made.
    static PAGE: AtomicPtr<AtomicU32> = AtomicPtr::new(null_mut());
    /// The process that is known, where there is no page; 0 before `prepare`.
    static PROCESS: AtomicU32 = AtomicU32::new(0);

    /// In the page: a child that no thread has noticed yet.
    const UNKNOWN: u32 = 0;
    /// A thread is about to.
    const NOTICED: u32 = 1;
    /// Bytes of a page, at least.
    const PAGE_SIZE: usize = 4096;

    /// Called at load, or by the first thread that needs a number before that: makes the page.
    pub(crate) fn prepare() {
        if cfg!(miri) || PROCESS.compare_exchange(0, sys::getpid(), Relaxed, Relaxed).is_err() {
            return;
        }
        let Ok(page) = sys::map_memory(PAGE_SIZE) else { return };
        if sys::wipe_on_fork(page, PAGE_SIZE) {
            // SAFETY: a word of the page, which no other code knows yet.
            unsafe { page.cast::<u32>().write(KNOWN) };
            PAGE.store(page.as_ptr().cast(), Release);
        } else {
            // SAFETY: it was just mapped, and no other code knows it.
            unsafe { sys::unmap_memory(page, PAGE_SIZE) };
        }
    }

    fn page() -> Option<&'static AtomicU32> {
        // SAFETY: null, or a page of `prepare`, which stays mapped; children have it too.
        unsafe { PAGE.load(Acquire).as_ref() }
    }

    /// Writes to the page, or to its substitute.
    pub(super) fn note(state: u32) {
        match page() {
            Some(page) => page.store(state, Release),
            None if cfg!(miri) => {}
            None => PROCESS.store(sys::getpid(), Relaxed),
        }
    }

    /// Notices that this process is a child that the C library has not told. Costs two loads where there is a page. Async-signal-safe.
    #[inline]
    pub(crate) fn notice() {
        let known = match page() {
            Some(page) => page.load(Acquire) == KNOWN,
            // 0: no number was given out yet.
            None => {
                let process = PROCESS.load(Relaxed);
                process == 0 || process == sys::getpid()
            }
        };
        if !known {
            noticed();
        }
    }

    /// The C library says that this process is a child: once is enough, wherever it can be told whether it was noticed before.
    pub(crate) fn told() {
        match page() {
            Some(_) => notice(),
            None => thread::forked(),
        }
    }

    #[cold]
    fn noticed() {
        let _signals = SignalsBlocked::new();
        let Some(page) = page() else {
            // An old kernel.
            return thread::forked();
        };
        // One thread does it; others, of which there may be some by now, wait: it is a few instructions.
        match page.compare_exchange(UNKNOWN, NOTICED, Acquire, Acquire) {
            Ok(_) => thread::forked(),
            Err(_) => {
                while page.load(Acquire) != KNOWN {
                    core::hint::spin_loop();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_rise_and_leave_the_bit_of_the_waiters_out() {
        assert_eq!(after(1), Some(2));
        assert_eq!(after(CONTENDED - 2), Some(CONTENDED - 1));
        #[cfg(target_pointer_width = "64")]
        for upper in [0_usize, 1, 7, 0xfffe] {
            assert_eq!(
                after(upper << 32 | 0x7fff_ffff),
                Some((upper + 1) << 32),
                "the next one beyond the bit"
            );
        }
        assert_eq!(after(LAST), None);
        assert!(after(LAST - 1) == Some(LAST) && LAST & CONTENDED == 0);
    }

    /// The counter's end cannot be reached in a test: it is set, in a process of its own, by a forked child.
    #[test]
    #[cfg(not(miri))]
    fn a_child_of_a_process_whose_numbers_started_again_takes_no_living_thread_for_dead() {
        // SAFETY: the child calls nothing but the functions here and `_exit`.
        let child = unsafe { libc::fork() };
        if child == 0 {
            NEXT.store(LAST, Relaxed);
            let last = new_number();
            let first = new_number();
            let old = last - 5;
            in_child();
            let sound = last == LAST && first == 1 && !is_dead(first) && !is_dead(last) && !is_dead(old);
            // SAFETY: ends the child.
            unsafe { libc::_exit(i32::from(!sound)) };
        }
        assert!(child > 0, "fork");
        let mut status = 0;
        // SAFETY: `status` is valid for writes.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert_eq!(status, 0);
    }
}
