//! Errors as C has them: a result that says that there is one, `errno`, and a text on demand.

use core::{
    cell::{Cell, UnsafeCell},
    ffi::{c_char, c_int},
    fmt::{self, Write},
    sync::atomic::{Ordering::SeqCst, compiler_fence},
};

use perseq::{Error, histogram::DifferentBuckets, perseq_core::op_vector::Invalid};

/// Why a call failed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Why {
    /// No call has failed yet.
    Nothing,
    /// A null pointer where there must be a thing of this name.
    Null(&'static str),
    /// A pointer that cannot be to a thing of this name.
    Foreign(&'static str),
    /// A pointer that is to no object of this library.
    NoObject(&'static str),
    /// A pointer to an object of another kind.
    OtherObject {
        asked: &'static str,
        found: &'static str,
    },
    /// There are as many objects as there can be.
    Objects,
    /// No item was there to be taken.
    Empty,
    /// No item was in the row that is held.
    EmptyRow,
    /// A pointer that is to no row that this thread holds.
    NotHeld,
    /// No value was recorded.
    NoValue,
    /// An operation of a kind that there is not.
    Operation {
        number: usize,
        kind: u32,
    },
    Vector(Invalid),
    /// No allocator of this project serves the process.
    NoHeap,
    /// No memory for what the call needs beside the structure's own.
    Memory,
    /// No mode of a ring.
    Mode {
        found: c_int,
    },
    /// Not a share of a whole.
    Quantile,
    /// The histogram keeps no sum.
    NoSum,
    Buckets(DifferentBuckets),
    /// No lock has so many bytes.
    Size {
        asked: usize,
        max: usize,
    },
    /// Another thread has the lock.
    Locked,
    /// This thread does not hold the lock that it would release.
    NotLocked,
    /// The bytes of a row may be half changed, for a thread that a fork did not copy.
    Abandoned {
        row: u32,
    },
    /// The bytes that were to be repaired are whole.
    Whole {
        row: u32,
    },
    /// A guard that was left already, or that none is.
    NoGuard,
    Rcu(perseq_rcu::Error),
    Perseq(Error),
}

impl Why {
    fn errno(self) -> c_int {
        match self {
            Self::Nothing => 0,
            Self::Null(_) | Self::Foreign(_) | Self::NoObject(_) | Self::OtherObject { .. } => libc::EINVAL,
            Self::Objects | Self::Memory => libc::ENOMEM,
            Self::Empty | Self::EmptyRow => libc::EAGAIN,
            Self::Mode { .. } | Self::Quantile | Self::Buckets(_) => libc::EINVAL,
            Self::Size { .. } | Self::Whole { .. } | Self::NoGuard => libc::EINVAL,
            Self::NotHeld | Self::Operation { .. } | Self::Vector(_) => libc::EINVAL,
            Self::NoSum | Self::NoValue => libc::ENODATA,
            Self::NoHeap => libc::ENOSYS,
            Self::Locked => libc::EBUSY,
            Self::NotLocked => libc::EPERM,
            Self::Abandoned { .. } => libc::EOWNERDEAD,
            Self::Rcu(error) => of_rcu(error),
            Self::Perseq(error) => of_core(error),
        }
    }
}

fn of_core(error: Error) -> c_int {
    match error {
        Error::Unsupported | Error::NotRestarted { .. } => libc::ENOSYS,
        Error::ForeignSignature { .. } | Error::ForeignArea | Error::RowBusy { .. } => libc::EBUSY,
        Error::ReaderHeld { .. } => libc::EBUSY,
        Error::ThreadExiting => libc::ESRCH,
        Error::Exhausted { .. } => libc::ENOMEM,
        Error::Full { .. } => libc::ENOSPC,
        Error::RecordTooLong { .. } => libc::EMSGSIZE,
        Error::GuardHeld { .. } | Error::HeldByThread => libc::EDEADLK,
        Error::HeldElsewhere { .. } => libc::ETIMEDOUT,
        Error::Abandoned { .. } => libc::EOWNERDEAD,
        Error::Denied { errno } | Error::FenceDenied { errno, .. } | Error::Syscall { errno, .. } => errno,
        Error::SysFile { errno, .. } => {
            if errno == 0 {
                libc::EIO
            } else {
                errno
            }
        }
        // Layout, Capacity, NoSuchCpu, NoSuchRow.
        _ => libc::EINVAL,
    }
}

fn of_rcu(error: perseq_rcu::Error) -> c_int {
    match error {
        perseq_rcu::Error::InsideReader { .. } | perseq_rcu::Error::InsideDeferred => libc::EDEADLK,
        perseq_rcu::Error::Forked => libc::ECHILD,
        perseq_rcu::Error::Fence(error) => of_core(error),
        _ => libc::EINVAL,
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Null(name) => write!(f, "a {name} was asked for and a null pointer was given"),
            Self::Foreign(name) => {
                write!(f, "the pointer is not to a {name}: its address is not a multiple of the alignment")
            }
            Self::NoObject(asked) => write!(
                f,
                "a {asked} was asked for and the pointer is to none: it was destroyed, or no function of this library returned it"
            ),
            Self::OtherObject { asked, found } => {
                write!(f, "a {asked} was asked for and the pointer is to a {found}")
            }
            Self::Objects => f.write_str("this library has as many objects as it can have; destroy some"),
            Self::Empty => f.write_str(
                "there was no item: the row of this CPU has none; look into those of other CPUs (steal)",
            ),
            Self::EmptyRow => f.write_str("the row that is held has no item"),
            Self::NotHeld => f.write_str(
                "a struct perseq_held_row was asked for and the pointer is to none that this thread holds: a row is held until the function \
                 returns that it was given to",
            ),
            Self::NoValue => f.write_str("no value was recorded, so none is the smallest"),
            Self::Operation { number, kind } => {
                write!(f, "operation {number} is of kind {kind}; enum perseq_op_kind has 0 to 9")
            }
            Self::Vector(invalid) => invalid.fmt(f),
            Self::NoHeap => f.write_str(
                "this process has no libperseq_malloc.so: link it with -lperseq_malloc, or run it with that library in LD_PRELOAD",
            ),
            Self::Memory => f.write_str("the process has no memory for this; raise its limits (ulimit -v, ulimit -d), or free some"),
            Self::Mode { found } => {
                write!(f, "a ring of mode {found} was asked for; PERSEQ_DISCARD (0) and PERSEQ_OVERWRITE (1) can be had")
            }
            Self::Quantile => f.write_str("the value of a quantile was asked for which is not from 0 to 1"),
            Self::NoSum => f.write_str(
                "the snapshot has no sum of all its values: make the histogram by perseq_histogram_create_with_sum",
            ),
            Self::Buckets(different) => different.fmt(f),
            Self::Size { asked, max } => {
                write!(f, "{asked} bytes for each CPU were asked for; 1 to {max} can be had")
            }
            Self::Locked => f.write_str("another thread has the lock; wait for it (perseq_cpu_lock_lock), or ask again"),
            Self::NotLocked => f.write_str(
                "this thread does not hold the lock: pass what perseq_cpu_lock_lock returned on this thread, once",
            ),
            Self::Abandoned { row } => write!(
                f,
                "the bytes of row {row} may be half changed: a thread that this forked process does not have was changing them at \
                 the fork; call perseq_cpu_lock_repair"
            ),
            Self::Whole { row } => write!(f, "the bytes of row {row} are whole: there is nothing to repair"),
            Self::NoGuard => f.write_str("the struct perseq_rcu_guard is none, or was left already; leave each once"),
            Self::Rcu(error) => error.fmt(f),
            Self::Perseq(error) => error.fmt(f),
        }
    }
}

/// Checks that C has given a pointer to memory that may be a `T`.
#[inline]
pub(crate) fn check<T>(pointer: *const T, name: &'static str) -> Result<(), Why> {
    if pointer.is_null() {
        return Err(Why::Null(name));
    }
    if !pointer.is_aligned() {
        return Err(Why::Foreign(name));
    }
    Ok(())
}

/// A thread's record of its last failure.
struct Last {
    why: Cell<Why>,
    text: UnsafeCell<Text>,
    /// A call on this thread is at work here. A signal handler that has interrupted it leaves no text.
    busy: Cell<bool>,
}

impl Last {
    /// Calls `f` alone on this thread; `None` in a handler that has interrupted such a call.
    fn alone<R>(&self, f: impl FnOnce(&Self) -> R) -> Option<R> {
        if self.busy.replace(true) {
            return None;
        }
        compiler_fence(SeqCst);
        let result = f(self);
        compiler_fence(SeqCst);
        self.busy.set(false);
        Some(result)
    }
}

thread_local! {
    static LAST: Last = const {
        Last { why: Cell::new(Why::Nothing), text: UnsafeCell::new(Text { bytes: [0; 400], len: 0 }), busy: Cell::new(false) }
    };
}

/// Bytes that end with 0.
struct Text {
    bytes: [u8; 400],
    len: usize,
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.bytes.len() - 1 - self.len;
        let text = &text.as_bytes()[..text.floor_char_boundary(room)];
        self.bytes[self.len..self.len + text.len()].copy_from_slice(text);
        self.len += text.len();
        self.bytes[self.len] = 0;
        Ok(())
    }
}

/// Notes a failure: `errno`, and the reason for [`perseq_error_text`].
#[cold]
pub(crate) fn fail(why: Why) {
    LAST.with(|last| last.alone(|last| last.why.set(why)));
    // SAFETY: the C library's `errno` is this thread's own.
    let errno = unsafe { libc::__errno_location() };
    // SAFETY: as above.
    unsafe { errno.write(why.errno()) };
}

/// 0, or −1 with `errno`.
#[inline]
pub(crate) fn status(result: Result<(), Why>) -> c_int {
    result.map_or_else(
        |why| {
            fail(why);
            -1
        },
        |()| 0,
    )
}

/// A value, or `otherwise` with `errno`.
#[inline]
pub(crate) fn value<T>(result: Result<T, Why>, otherwise: T) -> T {
    result.unwrap_or_else(|why| {
        fail(why);
        otherwise
    })
}

/// The text of this thread's last failure.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_error_text() -> *const c_char {
    let text = LAST.with(|last| {
        last.alone(|last| {
            // SAFETY: this thread's own, and no other call on it is here.
            let text = unsafe { &mut *last.text.get() };
            (text.bytes[0], text.len) = (0, 0);
            let Ok(()) = write!(text, "{}", last.why.get()) else { unreachable!("a text that is cut") };
            text.bytes.as_ptr()
        })
    });
    text.unwrap_or(c"".as_ptr().cast()).cast()
}
