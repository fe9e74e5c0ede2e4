//! Events, and the kernel's descriptors of them.

use core::fmt;
use std::{
    io::{self, Read as _},
    os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd},
    string::String,
};

use crate::kinds;

/// Something that a CPU counts, or the kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Event {
    /// Cycles in which the thread ran, in user space.
    Cycles,
    /// Instructions that it retired there.
    Instructions,
    /// Accesses of the last-level cache.
    CacheReferences,
    /// Those that missed.
    CacheMisses,
    /// Branches.
    Branches,
    /// Those that were mispredicted.
    BranchMisses,
    /// Page faults of the thread in user space: counted by the kernel on any machine, and read by `read(2)`.
    PageFaults,
    /// An event by its number in the processor's manual, as `config` of `PERF_TYPE_RAW`.
    Raw(u64),
}

/// `PERF_PMU_TYPE_SHIFT`.
const KIND_SHIFT: u32 = 32;

impl Event {
    /// The kinds of CPUs that it has to be opened for one by one: `None` for all at once.
    pub(crate) fn kinds(self) -> Vec<Option<u32>> {
        let kinds = if matches!(self, Self::PageFaults) { Vec::new() } else { kinds::all() };
        if kinds.is_empty() { std::vec![None] } else { kinds.into_iter().map(Some).collect() }
    }

    /// `PERF_TYPE_*`, and the number there.
    const fn code(self, kind: Option<u32>) -> (u32, u64) {
        match (self, kind) {
            (Self::Raw(number), Some(kind)) => (kind, number),
            (_, Some(kind)) => (0, self.code(None).1 | (kind as u64) << KIND_SHIFT),
            (_, None) => self.plain(),
        }
    }

    const fn plain(self) -> (u32, u64) {
        match self {
            Self::Cycles => (0, 0),
            Self::Instructions => (0, 1),
            Self::CacheReferences => (0, 2),
            Self::CacheMisses => (0, 3),
            Self::Branches => (0, 4),
            Self::BranchMisses => (0, 5),
            Self::PageFaults => (1, 2),
            Self::Raw(number) => (4, number),
        }
    }
}

/// Why an event cannot be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenError {
    /// The event that was asked for.
    pub event: Event,
    /// `errno` of `perf_event_open`.
    pub errno: i32,
    /// `kernel.perf_event_paranoid`, if it can be read.
    pub paranoid: Option<i32>,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { event, errno, paranoid } = self;
        write!(
            f,
            "{event:?} cannot be counted: perf_event_open: {}; ",
            io::Error::from_raw_os_error(*errno)
        )?;
        match *errno {
            libc::ENOENT | libc::ENODEV | libc::EOPNOTSUPP => {
                write!(f, "this machine has no such counter: a virtual machine may need to be given a PMU")
            }
            libc::ENOSYS => write!(f, "this kernel is built without perf events"),
            libc::EACCES | libc::EPERM => match paranoid {
                Some(level) if *level > 2 => {
                    write!(
                        f,
                        "kernel.perf_event_paranoid is {level}: set it to 2 or lower, or have CAP_PERFMON"
                    )
                }
                _ => write!(f, "a seccomp filter or a security module forbids it"),
            },
            libc::EMFILE | libc::ENFILE => write!(f, "close some files, or raise `ulimit -n`"),
            _ => write!(f, "see perf_event_open(2)"),
        }
    }
}

impl core::error::Error for OpenError {}

/// `struct perf_event_attr`, as long as its first version: later fields are 0.
#[repr(C)]
#[derive(Default)]
struct Attributes {
    kind: u32,
    size: u32,
    config: u64,
    sample_period: u64,
    sample_type: u64,
    read_format: u64,
    flags: u64,
    wakeup: u32,
    breakpoint: u32,
    config1: u64,
}

const _: () = assert!(size_of::<Attributes>() == 64);

/// `exclude_kernel`, `exclude_hv`: user space only, which needs no privilege.
const USER_ONLY: u64 = 1 << 5 | 1 << 6;
/// `PERF_FORMAT_TOTAL_TIME_ENABLED`, `PERF_FORMAT_TOTAL_TIME_RUNNING`.
const TIMES: u64 = 1 | 2;
/// aarch64: a counter of 64 bits, which user space may read. Other architectures give the field other meanings.
const USER_ACCESS: u64 = if cfg!(target_arch = "aarch64") { 1 | 2 } else { 0 };
const CLOSE_ON_EXEC: libc::c_ulong = 8;

/// The result of `read(2)` of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReadFormat {
    pub(crate) value: u64,
    /// Nanoseconds that the event was asked for, and counted.
    pub(crate) enabled: u64,
    pub(crate) running: u64,
}

impl ReadFormat {
    /// How often it happened: more than was counted, if others had the counter for a time.
    pub(crate) fn estimate(self) -> io::Result<u64> {
        let Self { value, enabled, running } = self;
        if running == 0 && enabled > 0 {
            return Err(io::Error::other(
                "the event never had a counter: others have them all; count fewer at a time",
            ));
        }
        if running >= enabled {
            return Ok(value);
        }
        let estimate = u128::from(value) * u128::from(enabled) / u128::from(running);
        Ok(u64::try_from(estimate).unwrap_or(u64::MAX))
    }
}

/// An event that the kernel counts for this thread.
pub(crate) struct Descriptor {
    file: OwnedFd,
}

impl Descriptor {
    /// Opens `event` for this thread, on CPUs of that kind, in the group of `leader`.
    pub(crate) fn open(event: Event, kind: Option<u32>, leader: Option<RawFd>) -> Result<Self, OpenError> {
        let code = event.code(kind);
        // User access is refused where the kernel knows nothing of it: then without.
        let opened = Self::try_open(code, leader, USER_ACCESS);
        let file = opened
            .or_else(|error| if USER_ACCESS == 0 { Err(error) } else { Self::try_open(code, leader, 0) });
        file.map(|file| Self { file }).map_err(|error| {
            let paranoid = std::fs::read_to_string("/proc/sys/kernel/perf_event_paranoid");
            let paranoid = paranoid.ok().and_then(|level: String| level.trim().parse().ok());
            OpenError { event, errno: error.raw_os_error().unwrap_or(0), paranoid }
        })
    }

    fn try_open((kind, config): (u32, u64), leader: Option<RawFd>, config1: u64) -> io::Result<OwnedFd> {
        let attributes = Attributes {
            kind,
            size: size_of::<Attributes>() as u32,
            config,
            read_format: TIMES,
            flags: USER_ONLY,
            config1,
            ..Attributes::default()
        };
        let (this_thread, any_cpu, group) = (0, -1, leader.unwrap_or(-1));
        // SAFETY: the attributes are live, and as long as they say.
        let file = unsafe {
            libc::syscall(
                libc::SYS_perf_event_open,
                &raw const attributes,
                this_thread,
                any_cpu,
                group,
                CLOSE_ON_EXEC,
            )
        };
        if file < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: a new descriptor, which no other code knows.
        Ok(unsafe { OwnedFd::from_raw_fd(file as RawFd) })
    }

    pub(crate) fn number(&self) -> RawFd {
        self.file.as_raw_fd()
    }

    /// Asks the kernel.
    pub(crate) fn read(&self) -> io::Result<ReadFormat> {
        let mut bytes = [0_u8; 24];
        // A duplicate of the descriptor's number, which is not closed.
        // SAFETY: open for as long as `self`.
        let mut file = core::mem::ManuallyDrop::new(unsafe { std::fs::File::from_raw_fd(self.number()) });
        file.read_exact(&mut bytes)?;
        let word = |n: usize| u64::from_ne_bytes(core::array::from_fn(|byte| bytes[8 * n + byte]));
        Ok(ReadFormat { value: word(0), enabled: word(1), running: word(2) })
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn what_was_counted_for_a_part_of_the_time_is_scaled() {
        let read = |value, enabled, running| ReadFormat { value, enabled, running }.estimate();
        assert_eq!(read(100, 10, 10).unwrap(), 100);
        assert_eq!(read(100, 30, 10).unwrap(), 300);
        assert_eq!(read(0, 0, 0).unwrap(), 0, "just opened");
        assert!(read(0, 30, 0).unwrap_err().to_string().contains("never had a counter"));
        assert_eq!(read(u64::MAX, 3, 1).unwrap(), u64::MAX);
    }

    #[test]
    fn an_event_of_a_kind_of_cpus_names_it() {
        assert_eq!(Event::Instructions.code(None), (0, 1));
        assert_eq!(Event::Instructions.code(Some(10)), (0, 10 << 32 | 1));
        assert_eq!(Event::Raw(0xc0).code(None), (4, 0xc0));
        assert_eq!(Event::Raw(0xc0).code(Some(10)), (10, 0xc0));
        assert_eq!(Event::PageFaults.kinds(), [None]);
    }

    #[test]
    fn errors_say_what_to_do() {
        let error = |errno, paranoid| OpenError { event: Event::Cycles, errno, paranoid }.to_string();
        assert!(error(libc::ENOENT, None).contains("given a PMU"));
        assert!(error(libc::EACCES, Some(3)).contains("is 3: set it to 2"));
        assert!(error(libc::EACCES, Some(1)).contains("seccomp"));
    }
}
