//! Errors: each says what was asked, what was found and what to do.

use core::fmt;

use crate::{section, sys::errno};

/// A result whose error is [`Error`].
pub type Result<T> = core::result::Result<T, Error>;

/// Why something could not be had. Nothing is lost when an error is returned: the caller's state is as before.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// The kernel has no `rseq(2)`: Linux before 4.18, `CONFIG_RSEQ=n`, qemu-user or valgrind, or no Linux.
    Unsupported,
    /// `rseq(2)` is refused before the kernel looks at it: a seccomp filter.
    Denied {
        /// Positive code that the filter answers with.
        errno: i32,
    },
    /// The thread is registered with another abort signature than this build's, so its sections would kill it.
    ForeignSignature {
        /// The signature of this build.
        ours: u32,
    },
    /// The thread is registered with an area that belongs to other code and cannot be found.
    ForeignArea,
    /// This kernel does not restart the sections that it interrupts (arm64, Linux 6.19 to 7.0.13), or it may be one of those and could
    /// not be tried.
    NotRestarted {
        /// 0 if a trial has shown it; otherwise the positive code that the trial failed with.
        errno: i32,
    },
    /// The thread is past its exit hook and is not registered again.
    ThreadExiting,
    /// The item does not fit: its size is below the least that can be had, or its size or alignment is above the limit.
    Layout {
        /// Bytes asked for.
        size: usize,
        /// Alignment asked for, in bytes.
        align: usize,
        /// Smallest size, in bytes: 1, or what is needed before the item.
        min_size: usize,
        /// Largest size, in bytes: the stride of a pool.
        max_size: usize,
        /// Largest alignment, in bytes: a page.
        max_align: usize,
    },
    /// The pool has all the ranges that it may have, and none has room.
    Exhausted {
        /// Bytes asked for, per CPU.
        size: usize,
        /// Ranges in use, which is the pool's limit.
        ranges: usize,
    },
    /// A structure of that capacity cannot be made.
    Capacity {
        /// Items or bytes asked for, per CPU.
        asked: usize,
        /// The most that can be had; the least is 1.
        max: usize,
    },
    /// A cache that shares so many items between CPUs cannot be made.
    Overflow {
        /// Shared items asked for.
        asked: usize,
        /// The most that can be had.
        max: usize,
    },
    /// A histogram cannot keep that many digits.
    Digits {
        /// Decimal digits asked for.
        asked: u8,
        /// The most that can be kept; the least is 1.
        max: u8,
    },
    /// The row has no room for the item.
    Full {
        /// Items or bytes that a row holds.
        capacity: usize,
    },
    /// The record is longer than a row can ever hold.
    RecordTooLong {
        /// Its bytes.
        len: usize,
        /// Bytes of the longest one.
        max: usize,
    },
    /// A CPU number beyond those that this kernel can have.
    NoSuchCpu {
        /// The number asked for.
        cpu: u32,
        /// Upper bound of the numbers, exclusive.
        bound: u32,
    },
    /// A row number beyond those that structures have.
    NoSuchRow {
        /// The number asked for.
        row: u32,
        /// Upper bound of the numbers, exclusive.
        bound: u32,
    },
    /// The thread asked for a guard that it holds itself: it would wait for ever.
    GuardHeld {
        /// The row.
        row: u32,
    },
    /// The thread asked for a lock between processes that it holds itself: it would wait for ever.
    HeldByThread,
    /// Another process has held a lock that processes share for as long as the thread would wait. It lives, as far as can be told from here.
    HeldElsewhere {
        /// Its id, in its own pid namespace.
        process: u32,
        /// Milliseconds that the thread has waited.
        waited_ms: u32,
    },
    /// Another thread holds the row, and this thread holds something that the other one may wait for: it did not wait
    /// any longer.
    RowBusy {
        /// The row that was asked for.
        row: u32,
        /// How many guards and locks this thread holds.
        held: u32,
    },
    /// A thread of the process that this one was forked from was changing the value at that moment: it may be half
    /// changed, and no thread that could complete it is here.
    Abandoned {
        /// The row.
        row: u32,
    },
    /// The row of a ring has a reader already, and one at a time is what there can be.
    ReaderHeld {
        /// The row.
        row: u32,
    },
    /// A CPU could not be fenced: `membarrier(2)` is missing or refused, and this thread may not run there.
    FenceDenied {
        /// The CPU.
        cpu: u32,
        /// Positive code that `sched_setaffinity(2)` failed with.
        errno: i32,
    },
    /// A file of the kernel's could not be read as expected.
    SysFile {
        /// Its path.
        path: &'static str,
        /// Positive error code, or 0 when the text was not understood.
        errno: i32,
    },
    /// A system call failed.
    Syscall {
        /// Its name.
        call: &'static str,
        /// Positive error code.
        errno: i32,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Unsupported if !section::AVAILABLE => f.write_str(
                "restartable sequences are Linux's, on processors that its rseq.h knows, and this program was built for another \
                 system or processor; operations take the slower path",
            ),
            Self::Unsupported => f.write_str(
                "the kernel answers rseq(2) with ENOSYS: it is older than Linux 4.18, built without CONFIG_RSEQ, \
                 or emulated (qemu-user, valgrind); operations take the slower path",
            ),
            Self::Denied { errno } => write!(
                f,
                "a seccomp filter answers rseq(2) with {}; allow system call `rseq` in the filter, \
                 operations take the slower path until then",
                Errno(errno)
            ),
            Self::ForeignSignature { ours } => write!(
                f,
                "this thread is registered for rseq with another signature than {ours:#010x}; build whoever \
                 registered it for the standard signature, operations take the slower path until then"
            ),
            Self::ForeignArea => f.write_str(
                "this thread is registered for rseq by other code than the C library and perseq; \
                 let the C library register (no glibc.pthread.rseq=0 in GLIBC_TUNABLES or /etc/tunables.conf), \
                 operations take the slower path until then",
            ),
            Self::NotRestarted { errno: 0 } => f.write_str(
                "this kernel does not restart sections: a signal interrupted one, which went on and committed (kernels of \
                 arm64 from 6.19 to 7.0.13 lack fix 411c1cf43039); use Linux 7.0.14, 7.1 or later, \
                 operations take the slower path until then",
            ),
            Self::NotRestarted { errno } => write!(
                f,
                "this kernel may not restart sections (kernels of arm64 from 6.19 to 7.0.13 do not), and the trial that tells \
                 failed with {}; use Linux 7.0.14, 7.1 or later, or allow system calls `clone`, `rseq`, `rt_sigaction`, \
                 `timer_create` and `timer_settime` in the seccomp filter, operations take the slower path until then",
                Errno(errno)
            ),
            Self::ThreadExiting => f.write_str("this thread is exiting and is not registered for rseq again"),
            Self::Layout { size, align, min_size, max_size, max_align } => write!(
                f,
                "an item of {size} bytes aligned to {align} was asked for; a size from {min_size} to {max_size} and an \
                 alignment up to {max_align} can be had"
            ),
            Self::Exhausted { size, ranges } => write!(
                f,
                "no room for {size} bytes per CPU: all {ranges} ranges of the pool are in use; drop structures that are in \
                 it, or make this one in a pool that may have more (`pool::Options::ranges`, `new_in`)"
            ),
            Self::Capacity { asked, max } => {
                write!(f, "a capacity of {asked} per CPU was asked for; 1 to {max} can be had")
            }
            Self::Overflow { asked, max } => {
                write!(f, "an overflow of {asked} items was asked for; 0 to {max} can be had")
            }
            Self::Digits { asked, max } => {
                write!(f, "{asked} decimal digits were asked for; a histogram keeps 1 to {max}")
            }
            Self::Full { capacity } => {
                write!(f, "this CPU's row is full: it holds {capacity}; take something out, or make it larger")
            }
            Self::RecordTooLong { len, max } => {
                write!(f, "a record of {len} bytes was given; the longest that fits is {max}")
            }
            Self::NoSuchCpu { cpu, bound } => {
                write!(f, "CPU {cpu} was asked for; this kernel numbers its CPUs below {bound}")
            }
            Self::NoSuchRow { row, bound } => {
                write!(f, "row {row} was asked for; rows are numbered below {bound}")
            }
            Self::GuardHeld { row } => write!(
                f,
                "this thread holds the guard of row {row} already; drop it first, or use another row"
            ),
            Self::HeldByThread => {
                f.write_str("this thread holds the lock between processes already; drop what it holds first")
            }
            Self::HeldElsewhere { process, waited_ms } => write!(
                f,
                "process {process} has held a lock between processes for {waited_ms} ms, and lives as far as can be told from \
                 here; if it is stopped (SIGSTOP, a debugger), let it continue or end it, and try again"
            ),
            Self::RowBusy { row, held } => write!(
                f,
                "row {row} was asked for, which another thread holds, and this thread holds {held} guards or locks \
                 itself: each might wait for the other for ever; drop those first, or ask again"
            ),
            Self::Abandoned { row } => write!(
                f,
                "the value of row {row} may be half changed: a thread that this forked process does not have was \
                 changing it when the process was forked; put a new value there with `replace_abandoned`"
            ),
            Self::ReaderHeld { row } => {
                write!(f, "row {row} has another reader; drop that one first, or read the other rows meanwhile")
            }
            Self::FenceDenied { cpu, errno } => write!(
                f,
                "CPU {cpu} cannot be fenced: membarrier(2) is missing or refused, and sched_setaffinity(2) to that \
                 CPU fails with {}; allow one of them in the seccomp filter or cpuset",
                Errno(errno)
            ),
            Self::SysFile { path, errno: 0 } => write!(f, "{path} does not hold a list of numbers"),
            Self::SysFile { path, errno } => {
                write!(f, "{path} cannot be read ({}); is /sys mounted?", Errno(errno))
            }
            Self::Syscall { call: call @ ("mmap" | "mprotect"), errno: errno::ENOMEM } => write!(
                f,
                "system call {call} failed with {}: the process has no memory, addresses or mappings left; raise its \
                 limits (ulimit -v, ulimit -d, ulimit -l, vm.max_map_count), or drop structures",
                Errno(errno::ENOMEM)
            ),
            Self::Syscall { call, errno } => write!(f, "system call {call} failed with {}", Errno(errno)),
        }
    }
}

impl core::error::Error for Error {}

/// An error code with its name, where it is one that is met here.
struct Errno(i32);

impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.0 {
            errno::EPERM => "EPERM",
            errno::ENOENT => "ENOENT",
            errno::EACCES => "EACCES",
            errno::EINVAL => "EINVAL",
            errno::ENOMEM => "ENOMEM",
            errno::ENOSYS => "ENOSYS",
            errno => return write!(f, "errno {errno}"),
        };
        write!(f, "{name} (errno {})", self.0)
    }
}
