//! Options for a pool of one's own.

use core::{ffi::CStr, ptr::NonNull};

use super::STRIDE;
use crate::{
    Index,
    cpu::{self, CpuSet, MAX_CPUS},
    sys,
};

/// Options for a pool's ranges: how many there may be, how the system is to keep them, and what they are called.
///
/// ```
/// use perseq_core::{ByCpuId, pool::{Options, Pool}};
///
/// static BUFFERS: Pool<ByCpuId> = Pool::with(Options::new().ranges(4).name(c"buffers"));
///
/// let item = BUFFERS.allocate(64, 64)?;
/// // SAFETY: no other code knows the item.
/// unsafe { BUFFERS.free(item) };
/// # Ok::<(), perseq_core::Error>(())
/// ```
///
/// The stride is not among these: it is a constant of every section, which so finds its row without a load.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    pub(super) ranges: usize,
    pub(super) name: Option<&'static CStr>,
    huge_pages: bool,
    nodes: bool,
}

impl Options {
    /// Any number of ranges, without a name, in small pages that the first write places.
    #[must_use]
    pub const fn new() -> Self {
        Self { ranges: usize::MAX, name: None, huge_pages: false, nodes: false }
    }

    /// At most `ranges` ranges of [`STRIDE`] bytes per row.
    #[must_use]
    pub const fn ranges(self, ranges: usize) -> Self {
        Self { ranges, ..self }
    }

    /// The ranges' name in `/proc/self/maps`, as `[anon:name]`: up to 79 printable characters other than `[]\$` and the grave accent.
    /// Costs `prctl(PR_SET_VMA)` for each range; without effect before Linux 5.17 and where the kernel is built without such names.
    #[must_use]
    pub const fn name(self, name: &'static CStr) -> Self {
        Self { name: Some(name), ..self }
    }

    /// Lets the system use huge pages, which other pools forbid. One such page spans several rows: the first write to one of them gives
    /// memory to all, on the writer's node. It is for rows that are used as a whole, on machines of one node. A range is then opened,
    /// and charged, as a whole.
    #[must_use]
    pub const fn huge_pages(self) -> Self {
        Self { huge_pages: true, ..self }
    }

    /// Asks the system to place each row on the NUMA node of its CPU, whichever thread writes it first. For pools by CPU number; without
    /// effect for others. Costs `mbind(2)` for each run of CPUs of one node, which makes as many mappings of a range, and reads
    /// `/sys/devices/system/node` when a range is mapped: not for signal handlers on small stacks. Without effect where that is
    /// missing or refused. A filter that kills a process for `mbind` kills this one.
    #[must_use]
    pub const fn nodes(self) -> Self {
        Self { nodes: true, ..self }
    }

    /// Returns whether a range is opened as a whole.
    pub(super) const fn opens_all(&self) -> bool {
        self.huge_pages
    }

    /// Tells the system about `rows` rows from `base` on, of which none was written yet. All of it is best effort.
    pub(super) fn advise<I: Index>(&self, base: NonNull<u8>, rows: u32) {
        let len = rows as usize * STRIDE;
        sys::advise_huge_pages(base, len, self.huge_pages);
        if self.nodes && I::ROWS_ARE_CPUS {
            place_by_node(base, rows);
        }
        if let Some(name) = self.name {
            sys::name_memory(base, len, name);
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

/// Asks for the node of its CPU for each row, runs of one node at once.
#[inline(never)]
fn place_by_node(base: NonNull<u8>, rows: u32) {
    let Ok(nodes) = cpu::nodes() else { return };
    for node in nodes.iter() {
        let Ok(cpus) = cpu::of_node(node) else { continue };
        let mut first = 0;
        while first < rows.min(MAX_CPUS) {
            let run = run_from(&cpus, first, rows);
            if run > 0 {
                // SAFETY: `run` rows from `first` on are in the range.
                let start = unsafe { base.byte_add(first as usize * STRIDE) };
                sys::prefer_node(start, run as usize * STRIDE, node);
            }
            first += run + 1;
        }
    }
}

/// How many numbers from `first` on are in the set, below `end`.
fn run_from(cpus: &CpuSet, first: u32, end: u32) -> u32 {
    let outside = (first..end).find(|&cpu| !cpus.contains(cpu)).unwrap_or(end);
    outside - first
}
