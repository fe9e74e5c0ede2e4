//! Sums of floating-point numbers that scale with CPUs.

use core::fmt;

use perseq_core::{ByCpuId, Index, Result, pool::Pool};

use crate::cells::Cells;

/// A sum of `f64`s, say of seconds or of money: every CPU adds to a partial sum of its own.
///
/// # Exactness
///
/// Every addition goes into exactly one partial sum: across preemption, migration, signal handlers that add to the same
/// counter, threads that cannot use rseq, and `fork`. As with any sum of floating-point numbers, each addition rounds, and its
/// result depends on the order: which values meet in which partial sum is up to the scheduler. Sums of whole numbers are exact up
/// to 2⁵³. An infinity or a NaN stays. There is no reset, because the difference of two sums would not be what was added in between.
///
/// # Cost
///
/// An addition loads the partial sum, adds, and commits by a section that compares: about twice the cost of
/// [`Counter`](crate::Counter). Memory as there.
///
/// ```
/// use perseq::CounterF64;
///
/// static SECONDS: CounterF64 = CounterF64::new();
/// SECONDS.add(0.5);
/// SECONDS.add(0.25);
/// assert_eq!(SECONDS.sum(), 0.75);
/// ```
#[repr(transparent)]
pub struct CounterF64<I: Index = ByCpuId> {
    /// Words are the bits of numbers: zero is 0.0.
    cells: Cells<I>,
}

impl CounterF64 {
    /// A counter at 0, indexed by CPU number. `const`: works in a `static`.
    #[must_use]
    pub const fn new() -> Self {
        Self::indexed()
    }
}

impl<I: Index> CounterF64<I> {
    /// A counter at 0, with the index of its type: `CounterF64::<ByConcurrencyId>::indexed()`.
    #[must_use]
    pub const fn indexed() -> Self {
        Self { cells: Cells::new() }
    }

    /// A counter at 0 in a pool of one's own, with rows from the start.
    ///
    /// # Errors
    ///
    /// [`Error::Exhausted`](crate::Error::Exhausted) and [`Error::Syscall`](crate::Error::Syscall) when there is no memory.
    pub fn new_in(pool: &'static Pool<I>) -> Result<Self> {
        Cells::new_in(pool).map(|cells| Self { cells })
    }

    /// Adds `x`. Async-signal-safe.
    #[inline]
    pub fn add(&self, x: f64) {
        self.cells.update(move |bits| (f64::from_bits(bits) + x).to_bits());
    }

    /// The sum of all partial sums. Includes every addition that happened before the call (in the sense of the memory
    /// model); of additions at the same time, some. Costs a load for each of [`cpu::rows`](perseq_core::cpu::rows).
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.rows().fold(f64::from_bits(self.cells.spare()), |sum, row| sum + row)
    }

    /// The partial sum of each row, row 0 first. Additions of threads that cannot run sections, or for whose rows there was no
    /// memory, are in none of them. Before its first addition a counter has no rows.
    pub fn rows(&self) -> impl Iterator<Item = f64> + '_ {
        self.cells.rows().map(f64::from_bits)
    }
}

#[cfg(target_os = "linux")]
impl CounterF64 {
    /// A counter with rows [in a file](crate::file_rows::FileRows) that other processes can read, at a multiple of `align` bytes
    /// there, and its place. An addition costs the same. Forked children share the counter with their parent.
    ///
    /// # Errors
    ///
    /// [`Error::Exhausted`](crate::Error::Exhausted) if the rows have no room, or in a forked child;
    /// [`Error::Layout`](crate::Error::Layout) unless `align` is a power of two up to 4096.
    pub fn in_file(
        rows: &'static crate::file_rows::FileRows,
        align: usize,
    ) -> Result<(Self, crate::file_rows::Place)> {
        rows.cells(align).map(|(cells, place)| (Self { cells }, place))
    }
}

impl<I: Index> Default for CounterF64<I> {
    fn default() -> Self {
        Self::indexed()
    }
}

impl<I: Index> fmt::Debug for CounterF64<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CounterF64").field(&self.sum()).finish()
    }
}
