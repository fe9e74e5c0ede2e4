//! The index of per-CPU memory in sections: the CPU number or the concurrency id.
//!
//! The CPU number is valid across processes and for whatever is pinned to hardware. The concurrency id
//! (`mm_cid`, Linux 6.3) is dense: a process with four threads uses at most four values, on any machine.
//! Both work at once in one process; each pool chooses.

use core::mem::offset_of;

use crate::{abi::Rseq, arch, pool::Pool, thread::Block};

mod sealed {
    pub trait Sealed {}
}

/// Which number of [`Rseq`] selects a row of per-CPU memory. Implemented by [`ByCpuId`] and [`ByConcurrencyId`].
pub trait Index: sealed::Sealed + Copy + Send + Sync + 'static {
    /// Offset of the number in [`Rseq`], in bytes.
    #[doc(hidden)]
    const FIELD: usize;
    /// Offset in the thread's [`Block`] of the pointer that sections with this index go through, in bytes.
    #[doc(hidden)]
    const SLOT: usize;
    /// True if row n belongs to CPU n: one fence there is enough for it.
    #[doc(hidden)]
    const ROWS_ARE_CPUS: bool;
    /// The process-wide pool of this index.
    #[doc(hidden)]
    fn shared_pool() -> &'static Pool<Self>
    where
        Self: Sized;

    /// The number now, or `None` where this thread cannot run sections by it: it is not registered (see
    /// [`crate::thread::attach`]), or the kernel has no such number. Costs two loads.
    #[inline]
    fn current() -> Option<u32>
    where
        Self: Sized,
    {
        let id = load_index::<Self>();
        (id >= 0).then_some(id.cast_unsigned())
    }
}

/// Index by `cpu_id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByCpuId;

/// Index by `mm_cid`. Linux 6.3; on older kernels sections by it abort, and operations take their slower path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByConcurrencyId;

impl sealed::Sealed for ByCpuId {}
impl sealed::Sealed for ByConcurrencyId {}

impl Index for ByCpuId {
    const FIELD: usize = offset_of!(Rseq, cpu_id);
    const SLOT: usize = offset_of!(Block, by_cpu_id);
    const ROWS_ARE_CPUS: bool = true;

    fn shared_pool() -> &'static Pool<Self> {
        static POOL: Pool<ByCpuId> = Pool::new();
        &POOL
    }
}

impl Index for ByConcurrencyId {
    const FIELD: usize = offset_of!(Rseq, mm_cid);
    const SLOT: usize = offset_of!(Block, by_concurrency_id);
    const ROWS_ARE_CPUS: bool = false;

    fn shared_pool() -> &'static Pool<Self> {
        static POOL: Pool<ByConcurrencyId> = Pool::new();
        &POOL
    }
}

/// The index by `I` of this thread: negative where it cannot run sections by it.
#[inline(always)]
pub(crate) fn load_index<I: Index>() -> i32 {
    let area = arch::area::<I>();
    // SAFETY: contract AREA: the area that sections go through is always valid, registered or not.
    let load = |field: usize| unsafe { area.wrapping_byte_add(field).cast::<i32>().read_volatile() };
    let index = load(I::FIELD);
    // When a registration ends, the kernel sets `cpu_id` to −1 and `mm_cid` to 0, which is a row.
    if I::FIELD == ByCpuId::FIELD || load(ByCpuId::FIELD) >= 0 { index } else { -1 }
}
