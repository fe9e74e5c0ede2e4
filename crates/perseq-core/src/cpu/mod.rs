//! Numbers: the current CPU, its NUMA node, the concurrency id; possible, online and allowed CPUs.

mod nodes;
mod rows;
mod set;

use core::{fmt, mem::offset_of};

pub(crate) use nodes::{nodes, of_node};
pub(crate) use rows::seen;
pub use rows::{bound, expect_rows, note, outside, rows};
pub use set::{CpuSet, MAX_CPUS};

use crate::{
    ByConcurrencyId, ByCpuId, Index,
    abi::Rseq,
    arch,
    error::{Error, Result},
    index::load_index,
    sys, thread,
};

/// Number of a CPU.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CpuId(u32);

impl CpuId {
    /// CPU `number`.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchCpu`] if this kernel can have no CPU of that number.
    pub fn new(number: u32) -> Result<Self> {
        let bound = rows();
        if number < bound { Ok(Self(number)) } else { Err(Error::NoSuchCpu { cpu: number, bound }) }
    }

    /// A number that the kernel has just told.
    #[inline]
    pub(crate) const fn from_kernel(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    #[inline]
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for CpuId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Number of a NUMA node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// Concurrency id (`mm_cid`): below the number of this process's threads and of its allowed CPUs, and no other
/// running thread of the process has the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConcurrencyId(u32);

impl ConcurrencyId {
    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// The CPU on which this thread runs: two loads and a test. Never fails.
///
/// The answer may be out of date when it arrives: the thread can be moved at any time. Registers the thread on its
/// first call; where that cannot be, the C library is asked (vDSO, 2–30 ns), then the kernel.
#[inline]
#[must_use]
pub fn current() -> CpuId {
    let id = load_index::<ByCpuId>();
    if id >= 0 { CpuId(id.cast_unsigned()) } else { current_slow() }
}

#[cold]
#[inline(never)]
fn current_slow() -> CpuId {
    CpuId(attached::<ByCpuId>().unwrap_or_else(sys::getcpu))
}

/// The NUMA node of the CPU on which this thread runs, from the registered area (Linux 6.3) or the kernel.
#[must_use]
pub fn node() -> Option<NodeId> {
    // `node_id` is filled from a smaller feature size on than `mm_cid`: an area that has the one has the other.
    if attached::<ByConcurrencyId>().is_none() {
        return sys::getcpu_call().ok().map(|(_cpu, node)| NodeId(node));
    }
    // SAFETY: contract AREA.
    let node = unsafe { arch::area::<ByConcurrencyId>().byte_add(offset_of!(Rseq, node_id)) };
    // SAFETY: as above; volatile, because the kernel writes it.
    Some(NodeId(unsafe { node.cast::<u32>().read_volatile() }))
}

/// This thread's concurrency id; `None` before Linux 6.3 or where the thread cannot be registered.
#[must_use]
pub fn concurrency_id() -> Option<ConcurrencyId> {
    attached::<ByConcurrencyId>().map(ConcurrencyId)
}

/// The index by `I`, after registering the thread if need be.
fn attached<I: Index>() -> Option<u32> {
    I::current().or_else(|| thread::attach().ok().and_then(|()| I::current()))
}

/// CPUs that may ever be present, as the kernel was told at boot.
///
/// # Errors
///
/// [`Error::SysFile`] where `/sys/devices/system/cpu/possible` is missing or odd.
pub fn possible() -> Result<CpuSet> {
    CpuSet::read(c"/sys/devices/system/cpu/possible", "/sys/devices/system/cpu/possible")
}

/// CPUs that are running now.
///
/// # Errors
///
/// [`Error::SysFile`] where `/sys/devices/system/cpu/online` is missing or odd.
pub fn online() -> Result<CpuSet> {
    CpuSet::read(c"/sys/devices/system/cpu/online", "/sys/devices/system/cpu/online")
}

/// CPUs on which this thread may run: its affinity.
///
/// # Errors
///
/// [`Error::Syscall`] if `sched_getaffinity(2)` fails.
pub fn allowed() -> Result<CpuSet> {
    let mut set = CpuSet::empty();
    sys::sched_getaffinity(set.words_mut())
        .map_err(|errno| Error::Syscall { call: "sched_getaffinity", errno })?;
    Ok(set)
}

/// From now on this thread runs on `cpus` only, as far as they are there: sets its affinity, which threads that it starts inherit.
///
/// # Errors
///
/// [`Error::Syscall`] if `sched_setaffinity(2)` fails: `EINVAL` if none of them is there, or allowed by a cpuset.
pub fn allow(cpus: &CpuSet) -> Result<()> {
    sys::sched_setaffinity(cpus.words()).map_err(|errno| Error::Syscall { call: "sched_setaffinity", errno })
}
