//! Counters that scale with CPUs: an addition touches its own CPU's memory only, and none is ever lost.

use core::fmt;

use perseq_core::{ByCpuId, Index, Result, pool::Pool};

use crate::cells::Cells;

/// Counts up: a `u64` that every CPU adds to at its own pace.
///
/// ```
/// use perseq::Counter;
///
/// static BYTES: Counter = Counter::new();
/// BYTES.add(1500);
/// BYTES.inc();
/// assert_eq!(BYTES.sum(), 1501);
/// assert_eq!(BYTES.reset(), 1501);
/// assert_eq!(BYTES.sum(), 0);
/// ```
///
/// # Exactness
///
/// Every addition is counted once: across preemption, migration, signal handlers that add to the same
/// counter, threads that cannot use rseq, and `fork` (the child's counters continue from the parent's values and
/// are the child's own). Arithmetic wraps.
///
/// # Cost
///
/// An addition is about ten instructions with one plain read-modify-write of memory that no other CPU
/// writes; figures in `docs/benchmarks.md`. 24 bytes, and 8 bytes per CPU that it is used on: thousands of counters
/// share each CPU's cache lines. The first addition allocates. If there is no memory, additions go to
/// an atomic in the counter itself (some 20 ns), and ever fewer of them ask for memory again.
///
/// The type parameter is the index: [`ByCpuId`], or [`ByConcurrencyId`](crate::ByConcurrencyId) (Linux 6.3),
/// with which a process with few threads touches the memory of few rows, on any machine.
#[repr(transparent)]
pub struct Counter<I: Index = ByCpuId> {
    cells: Cells<I>,
}

/// Counts up and down: an `i64`, say of connections that are open. As exact as a [`Counter`], and at its cost.
///
/// ```
/// use perseq::SignedCounter;
///
/// static OPEN: SignedCounter = SignedCounter::new();
/// OPEN.inc();
/// OPEN.inc();
/// OPEN.dec();
/// assert_eq!(OPEN.sum(), 1);
/// ```
#[repr(transparent)]
pub struct SignedCounter<I: Index = ByCpuId> {
    cells: Cells<I>,
}

/// The methods that both have: they differ in the type that they count in.
macro_rules! count_in {
    ($type:ty, $name:ident, $to_bits:expr, $from_bits:expr) => {
        impl $name {
            /// A counter at 0, indexed by CPU number. `const`: works in a `static`.
            #[must_use]
            pub const fn new() -> Self {
                Self::indexed()
            }
        }

        impl<I: Index> $name<I> {
            /// A counter at 0, with the index of its type: `Counter::<ByConcurrencyId>::indexed()`.
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

            /// Adds `n`. Async-signal-safe.
            #[inline]
            pub fn add(&self, n: $type) {
                self.cells.add($to_bits(n));
            }

            /// Adds 1. Async-signal-safe.
            #[inline]
            pub fn inc(&self) {
                self.add(1);
            }

            /// The sum since the last [`reset`](Self::reset).
            ///
            /// Includes every addition that happened before the call (in the sense of the memory model); of additions during
            /// the call, some. Costs a load for each of [`cpu::rows`](perseq_core::cpu::rows).
            #[must_use]
            pub fn sum(&self) -> $type {
                $from_bits(self.cells.sum())
            }

            /// The sum that each row (a CPU's, or that of a concurrency id) has counted, row 0 first.
            ///
            /// A reset changes none of these values: they count from the start, wrapping. Additions of threads that cannot
            /// run sections, or for whose rows there was no memory, are in none of them. Before its first addition a counter
            /// has no rows. Costs a load for each row.
            pub fn rows(&self) -> impl Iterator<Item = $type> + '_ {
                self.cells.rows().map($from_bits)
            }

            /// Starts again from 0 and returns what was counted until then.
            ///
            /// Every addition is in the answer of exactly one reset, or still in the sum, whatever runs at the same
            /// time. Additions are not slowed down: the CPUs' words stay, and the sum at the reset is remembered.
            pub fn reset(&self) -> $type {
                $from_bits(self.cells.reset())
            }
        }

        #[cfg(target_os = "linux")]
        impl $name {
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

        impl<I: Index> Default for $name<I> {
            fn default() -> Self {
                Self::indexed()
            }
        }

        impl<I: Index> fmt::Debug for $name<I> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.sum()).finish()
            }
        }
    };
}

count_in!(u64, Counter, core::convert::identity, core::convert::identity);
count_in!(i64, SignedCounter, i64::cast_unsigned, u64::cast_signed);

impl<I: Index> SignedCounter<I> {
    /// Subtracts `n`. Async-signal-safe.
    #[inline]
    pub fn sub(&self, n: i64) {
        self.add(n.wrapping_neg());
    }

    /// Subtracts 1. Async-signal-safe.
    #[inline]
    pub fn dec(&self) {
        self.add(-1);
    }
}
