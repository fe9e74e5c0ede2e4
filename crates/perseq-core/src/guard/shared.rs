//! A guard in memory that processes share: it names its holder and survives its death.
//!
//! Who may hold it is said by a robust, process-shared mutex of the C library: the kernel itself releases that when its holder
//! ends, killed at whatever instruction, and tells the next one. So survivors never wait for the dead, and neither reused nor
//! namespaced process ids mislead. The guard word before it is what sections look at, as in a
//! [`Guarded`](super::Guarded) row.
//!
//! ```text
//!   lock:    signals blocked · mutex · owner = me · word = 1 · fence the CPU by running there
//!   unlock:  word = 0 (release) · mutex · signals restored
//!   killed in between: the mutex goes to the next one, who finds word = 1: the data may be half changed, and is told so
//! ```
//!
//! membarrier is private to a process, so the fence is a visit to the CPU: whoever was in a section there, of any process, was
//! preempted.
//!
//! # Limits
//!
//! * Sections on shared memory are by CPU number: concurrency ids are each process's own.
//! * The sharing processes use the same C library for the same architecture: the mutex's layout is its.
//! * A child that is forked while its parent holds the guard does not hold it: dropping the copy opens nothing.
//! * Threads that no C library made have no list of robust mutexes: one that is killed leaves the guard held for ever.
//! * A holder that is stopped, not ended, keeps others waiting, with their signals blocked.
//! * A holder that unwinds opens the guard as always, and nobody is told: whole data is its own affair.
//!
//! Source: `pthread_mutexattr_setrobust(3)`; Linux `Documentation/locking/robust-futexes.rst`.

use core::{
    cell::UnsafeCell,
    fmt,
    marker::PhantomData,
    mem::MaybeUninit,
    sync::atomic::{
        AtomicU32, AtomicUsize,
        Ordering::{Relaxed, Release, SeqCst},
    },
};

use super::slice::Slice;
use crate::{
    error::{Error, Result},
    fence,
    sys::{self, SignalsBlocked},
};

/// A guard for one CPU's data in memory that processes share. Its first word is 0 when nobody holds it.
#[repr(C)]
pub struct SharedGuard {
    /// What sections look at.
    word: AtomicUsize,
    /// Who holds it or held it last.
    process: AtomicU32,
    thread: AtomicU32,
    mutex: UnsafeCell<libc::pthread_mutex_t>,
}

// SAFETY: the word and the owner are atomic, and the mutex is made for sharing.
unsafe impl Sync for SharedGuard {}
// SAFETY: as above.
unsafe impl Send for SharedGuard {}

/// Who holds a [`SharedGuard`], in the numbers of its own pid namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// Process id.
    pub process: u32,
    /// Thread id.
    pub thread: u32,
}

/// A [`SharedGuard`], held, with this thread's signals blocked.
pub struct SharedHeld<'a> {
    guard: &'a SharedGuard,
    died: Option<Owner>,
    /// The holder: in a forked child, another thread than the one that drops the copy.
    holder: Owner,
    /// What the word becomes when the guard is opened.
    leaves: usize,
    slice: Slice,
    /// Restored after `Drop::drop` has opened the guard.
    _signals: SignalsBlocked,
    /// The thread that locked the mutex unlocks it.
    not_send: PhantomData<*const ()>,
}

/// A result of the C library's thread functions, which return the error code.
fn check(call: &'static str, errno: libc::c_int) -> Result<()> {
    if errno == 0 { Ok(()) } else { Err(Error::Syscall { call, errno }) }
}

impl SharedGuard {
    /// Makes a free guard at `at`.
    ///
    /// # Errors
    ///
    /// [`Error::Syscall`] where the C library has no robust mutexes that processes can share.
    ///
    /// # Safety
    ///
    /// * `at` is valid for writes and aligned, in memory that stays mapped as long as anybody uses the guard.
    /// * Nobody uses it yet: one process initialises it before it tells the others.
    pub unsafe fn init(at: *mut Self) -> Result<()> {
        let mut attributes = MaybeUninit::<libc::pthread_mutexattr_t>::uninit();
        let attributes = attributes.as_mut_ptr();
        // SAFETY: valid for writes.
        check("pthread_mutexattr_init", unsafe { libc::pthread_mutexattr_init(attributes) })?;
        // SAFETY: initialised above, here and in the next two.
        let shared = unsafe { libc::pthread_mutexattr_setpshared(attributes, libc::PTHREAD_PROCESS_SHARED) };
        check("pthread_mutexattr_setpshared", shared)?;
        // SAFETY: as above.
        let robust = unsafe { libc::pthread_mutexattr_setrobust(attributes, libc::PTHREAD_MUTEX_ROBUST) };
        check("pthread_mutexattr_setrobust", robust)?;
        // SAFETY: as above. A thread that asks twice gets an error.
        let kind = unsafe { libc::pthread_mutexattr_settype(attributes, libc::PTHREAD_MUTEX_ERRORCHECK) };
        check("pthread_mutexattr_settype", kind)?;
        // SAFETY: the caller's promise: zeroes are free words.
        unsafe { at.write_bytes(0, 1) };
        // SAFETY: the caller's promise.
        let mutex = unsafe { &raw mut (*at).mutex }.cast();
        // SAFETY: the mutex is valid for writes and new; the attributes are initialised.
        check("pthread_mutex_init", unsafe { libc::pthread_mutex_init(mutex, attributes) })
    }

    /// Takes the guard and fences `cpu`, whose data it is about; sleeps while another thread of any process holds it.
    ///
    /// # Errors
    ///
    /// [`Error::GuardHeld`] with the CPU if this thread holds it; [`Error::FenceDenied`] if this thread may not run on that
    /// CPU; [`Error::Syscall`] if the mutex is broken. Nothing has changed then.
    pub fn lock(&self, cpu: u32) -> Result<SharedHeld<'_>> {
        let signals = SignalsBlocked::new();
        // SAFETY: initialised, as `init` asks for, and mapped while `self` is borrowed.
        match unsafe { libc::pthread_mutex_lock(self.mutex.get()) } {
            0 => {}
            libc::EOWNERDEAD => {
                // SAFETY: this thread holds the mutex in the state that the call is for.
                check("pthread_mutex_consistent", unsafe {
                    libc::pthread_mutex_consistent(self.mutex.get())
                })?;
            }
            libc::EDEADLK => return Err(Error::GuardHeld { row: cpu }),
            errno => return Err(Error::Syscall { call: "pthread_mutex_lock", errno }),
        }
        // Who died with the word at 0 had not begun, or was done.
        let word = self.word.load(Relaxed);
        let died = (word != 0).then(|| self.owner());
        let holder = Owner::me();
        // Until the fence is made, giving up leaves everything as it was found.
        let mut held = SharedHeld {
            guard: self,
            died,
            holder,
            leaves: word,
            slice: Slice::none(),
            _signals: signals,
            not_send: PhantomData,
        };
        self.set_owner(holder);
        self.word.store(1, SeqCst);
        fence::by_running_on(cpu)?;
        held.leaves = 0;
        held.slice = Slice::request();
        Ok(held)
    }

    /// Who holds the guard, or held it last.
    #[must_use]
    pub fn owner(&self) -> Owner {
        Owner { process: self.process.load(Relaxed), thread: self.thread.load(Relaxed) }
    }

    fn set_owner(&self, owner: Owner) {
        self.process.store(owner.process, Relaxed);
        self.thread.store(owner.thread, Relaxed);
    }

    /// Whether sections are kept out now; out of date when it arrives.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.word.load(Relaxed) != 0
    }
}

impl Owner {
    /// This thread.
    fn me() -> Self {
        Self { process: sys::getpid(), thread: sys::gettid() }
    }
}

impl SharedHeld<'_> {
    /// Who held the guard before and died with it: the data may be half changed, and is this holder's to repair.
    #[must_use]
    pub fn previous_owner_died(&self) -> Option<Owner> {
        self.died
    }
}

impl Drop for SharedHeld<'_> {
    fn drop(&mut self) {
        // What a forked child has is a copy: its parent holds the guard, and may be writing.
        if Owner::me() != self.holder {
            return;
        }
        if let (1.., Some(died)) = (self.leaves, self.died) {
            // Not this holder, who gave up before the fence, but that one has left something to repair.
            self.guard.set_owner(died);
        }
        self.guard.word.store(self.leaves, Release);
        self.slice.end();
        // SAFETY: this thread locked it: a child's copy went another way. Unlocking a mutex that one holds cannot fail.
        unsafe { libc::pthread_mutex_unlock(self.guard.mutex.get()) };
    }
}

impl fmt::Debug for SharedGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedGuard").field("held", &self.is_held()).field("owner", &self.owner()).finish()
    }
}

impl fmt::Debug for SharedHeld<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedHeld").field("died", &self.died).finish_non_exhaustive()
    }
}
