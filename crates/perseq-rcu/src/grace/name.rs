//! The names of threads: a word that says which thread has set a flag.
//!
//! ```text
//!   number of the thread │ the kernel's id of it, 22 bits
//! ```
//!
//! The address of the thread's `struct rseq` would do for the section, and costs nothing to get. But a thread that is made later may have
//! it again, and would be taken for the one that has set a flag and ended; and it does not tell the thread's id. Numbers are given in the
//! order of the threads' first guards: no two threads have the same name, unless, on 32-bit targets, where 10 bits are left for the
//! number, a later thread has the id of one that has ended with a guard, and a multiple of 1024 threads lie between them.

use core::sync::atomic::{
    AtomicU32, AtomicUsize,
    Ordering::{Relaxed, SeqCst},
};

use perseq_core::thread::forks;

/// Ids are below: `PID_MAX_LIMIT` of the kernel.
const ID_BITS: u32 = 22;

/// A thread's name, which is not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name(usize);

/// The number that the next thread gets. From 1.
static NEXT: AtomicUsize = AtomicUsize::new(1);

struct Own {
    /// 0 before the first guard.
    name: AtomicUsize,
    /// [`forks`] when it was given.
    forks: AtomicU32,
    /// Guards that found their first flag taken, since there were [`OFTEN`].
    late: AtomicU32,
}

/// So many guards that found their first flag taken show one that stays: a millisecond of nothing but guards.
const OFTEN: u32 = 1 << 18;

thread_local! {
    static OWN: Own = const { Own { name: AtomicUsize::new(0), forks: AtomicU32::new(0), late: AtomicU32::new(0) } };
}

impl Name {
    /// The name in a flag, if it is set.
    pub(crate) fn of(flag: usize) -> Option<Self> {
        (flag != 0).then_some(Self(flag))
    }

    pub(crate) const fn word(self) -> usize {
        self.0
    }

    /// The thread's id, where there are any.
    pub(crate) fn id(self) -> Option<u32> {
        Some(self.0 as u32 & ((1 << ID_BITS) - 1)).filter(|&id| id != 0)
    }

    /// The number: of threads that have started one after the other, one more each.
    pub(crate) const fn number(self) -> usize {
        self.0 >> ID_BITS
    }
}

/// This thread's name, or 0 if it has none yet.
#[inline(always)]
pub(crate) fn known() -> usize {
    OWN.with(|own| own.name.load(Relaxed))
}

/// This thread's name, if it has one: if not, it has made no guard.
pub(crate) fn existing() -> Option<Name> {
    Name::of(known())
}

/// This thread's name. Async-signal-safe.
#[cold]
pub(crate) fn get() -> Name {
    existing().unwrap_or_else(|| {
        let number = NEXT.fetch_add(1, Relaxed);
        let made = (number << ID_BITS | id()).max(1);
        OWN.with(|own| {
            own.forks.store(forks(), Relaxed);
            // A handler may have been first.
            Name(own.name.compare_exchange(0, made, SeqCst, SeqCst).err().unwrap_or(made))
        })
    })
}

/// A guard of this thread has found its first flag taken: true once in [`OFTEN`] times. A handler may come between: then it is another time.
pub(crate) fn is_late_often() -> bool {
    OWN.with(|own| {
        let late = own.late.load(Relaxed) + 1;
        own.late.store(late % OFTEN, Relaxed);
        late >= OFTEN
    })
}

/// In a forked child, whose thread has the name of the parent's: it gets one of its own with its next guard. Guards of the parent's of which
/// it has copies are not its own any more.
pub(crate) fn renew_after_fork() {
    OWN.with(|own| {
        if own.forks.load(Relaxed) != forks() {
            own.name.store(0, Relaxed);
        }
    });
}

#[cfg(all(target_os = "linux", not(miri)))]
fn id() -> usize {
    rustix::thread::gettid().as_raw_nonzero().get() as usize
}

#[cfg(not(all(target_os = "linux", not(miri))))]
fn id() -> usize {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_have_names_of_their_own_with_their_ids() {
        let here = get();
        assert_eq!((existing(), get()), (Some(here), here), "a thread keeps its name");
        let there = std::thread::spawn(get).join().unwrap();
        assert!(here != there && here.number() != there.number(), "{here:?}, {there:?}");
        #[cfg(all(target_os = "linux", not(miri)))]
        assert_eq!(here.id(), Some(id() as u32));
        assert_eq!(Name::of(here.word()), Some(here));
        assert_eq!(Name::of(0), None);
    }
}
