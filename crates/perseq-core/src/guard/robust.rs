//! A mutex in memory that processes share, which its holder's death releases.
//!
//! It is the C library's robust, process-shared mutex: the kernel itself releases it when its holder ends, killed at whatever instruction
//! (or becomes another program), and tells the next one. So survivors never wait for the dead, and neither reused nor namespaced
//! process ids mislead.
//!
//! The sharing processes use the same C library for the same architecture: the mutex's layout is its. A thread that no C library made
//! has no list of robust mutexes: one that is killed leaves it held for ever.
//!
//! Source: `pthread_mutexattr_setrobust(3)`; Linux `Documentation/locking/robust-futexes.rst`.

use core::{cell::UnsafeCell, fmt, marker::PhantomData, mem::MaybeUninit};

use crate::{
    error::{Error, Result},
    sys::{self, SignalsBlocked},
};

/// A mutex that processes share and that is released when its holder ends.
#[repr(C)]
pub struct RobustMutex(UnsafeCell<libc::pthread_mutex_t>);

// SAFETY: made for sharing, by threads and by processes.
unsafe impl Sync for RobustMutex {}
// SAFETY: as above; it is moved before it is locked, if at all.
unsafe impl Send for RobustMutex {}

/// A [`RobustMutex`], held, with this thread's signals blocked.
pub struct RobustHeld<'a> {
    mutex: &'a RobustMutex,
    died: bool,
    /// Process and thread: in a forked child, others than those of who drops the copy.
    holder: (u32, u32),
    /// Restored after `Drop::drop` has released the mutex.
    _signals: SignalsBlocked,
    /// The thread that locked the mutex unlocks it.
    not_send: PhantomData<*const ()>,
}

/// A result of the C library's thread functions, which return the error code.
fn check(call: &'static str, errno: libc::c_int) -> Result<()> {
    if errno == 0 { Ok(()) } else { Err(Error::Syscall { call, errno }) }
}

impl RobustMutex {
    /// Makes a free one at `at`.
    ///
    /// # Errors
    ///
    /// [`Error::Syscall`] where the C library has no robust mutexes that processes can share.
    ///
    /// # Safety
    ///
    /// * `at` is valid for writes and aligned, in memory that stays mapped as long as anybody uses the mutex.
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
        // SAFETY: the caller's promise; the attributes are initialised.
        check("pthread_mutex_init", unsafe { libc::pthread_mutex_init(at.cast(), attributes) })
    }

    /// Takes it; sleeps, with signals blocked, while another thread of any process holds it.
    ///
    /// # Errors
    ///
    /// [`Error::Syscall`] with `EDEADLK` if this thread holds it, and with another code if the mutex is broken.
    pub fn lock(&self) -> Result<RobustHeld<'_>> {
        let signals = SignalsBlocked::new();
        // SAFETY: initialised, as `init` asks for, and mapped while `self` is borrowed.
        let died = match unsafe { libc::pthread_mutex_lock(self.0.get()) } {
            0 => false,
            libc::EOWNERDEAD => {
                // SAFETY: this thread holds the mutex in the state that the call is for.
                let repaired = unsafe { libc::pthread_mutex_consistent(self.0.get()) };
                check("pthread_mutex_consistent", repaired)?;
                true
            }
            errno => return Err(Error::Syscall { call: "pthread_mutex_lock", errno }),
        };
        let holder = (sys::getpid(), sys::gettid());
        Ok(RobustHeld { mutex: self, died, holder, _signals: signals, not_send: PhantomData })
    }
}

impl RobustHeld<'_> {
    /// Whether the one before ended while it held the mutex: what it protects may be half changed.
    #[must_use]
    pub fn previous_owner_died(&self) -> bool {
        self.died
    }

    /// Whether this is the holder, and not a forked child's copy.
    #[must_use]
    pub(super) fn is_mine(&self) -> bool {
        self.holder == (sys::getpid(), sys::gettid())
    }
}

impl Drop for RobustHeld<'_> {
    fn drop(&mut self) {
        if self.is_mine() {
            // SAFETY: this thread locked it: a child's copy went another way. Unlocking a mutex that one holds cannot fail.
            unsafe { libc::pthread_mutex_unlock(self.mutex.0.get()) };
        }
    }
}

impl fmt::Debug for RobustMutex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RobustMutex")
    }
}

impl fmt::Debug for RobustHeld<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RobustHeld").field("died", &self.died).finish_non_exhaustive()
    }
}
