//! Per-CPU data for user space, on restartable sequences.
//!
//! ```
//! use perseq::Counter;
//!
//! static REQUESTS: Counter = Counter::new();
//!
//! std::thread::scope(|scope| {
//!     for _ in 0..4 {
//!         scope.spawn(|| (0..1000).for_each(|_| REQUESTS.inc()));
//!     }
//! });
//! assert_eq!(REQUESTS.sum(), 4000);
//! ```
//!
//! The [guide] helps to choose a structure, and explains memory, signals and forks.
//!
//! | | for | the fast path |
//! |---|---|---|
//! | [`Counter`], [`SignedCounter`], [`CounterF64`] | statistics | one addition |
//! | [`Histogram`], [`MinMax`] | latencies, with the buckets of HdrHistogram | one addition |
//! | [`PerCpu<T>`](PerCpu) | one `T` per CPU; zeroes of any [`Zeroable`] type | two loads |
//! | [`ArrayStack<T>`](ArrayStack), [`Queue<T>`](Queue) | bounded LIFO and FIFO, with batches and stealing | one section |
//! | [`Stack<T>`](Stack), [`IntrusiveStack`] of [`Link`]s in [`Node`]s | unbounded LIFO | one section |
//! | [`Cache<T>`](Cache), with [`CacheStats`] | reusing objects, in memory bounded by CPUs | one section |
//! | [`RingBuffer`] in a [`Mode`] | records, each whole or not at all | one section |
//! | [`CpuLock<T>`](CpuLock) | a lock per CPU | one section and a store |
//! | [`file_rows`] | counters and histograms that other processes read, in a file | one addition |
//! | [`Slice`] | a few microseconds more instead of a preemption | two stores |
//!
//! Items are [`Word`]s: what a section can move. An item that finds no room comes back as [`Rejected`]. Structures are by an
//! [`Index`]: [`ByCpuId`] or [`ByConcurrencyId`]. Operations that can fail return this crate's [`Result`], with its [`Error`].
//!
//! # Structures of rows
//!
//! [`array_stack`], [`queue`], [`stack`], [`ring_buffer`], [`cpu_lock`] and [`histogram`] are the modules of what these structures give out:
//! views of rows, readers, guards, snapshots. A verb means the same in every structure that has it. A short form of taking (`pop`, `get`) gives `None` also where the `try_` form
//! gives an error. The other verbs are of all rows: they take a row's guard and cost a [fence](perseq_core::fence).
//!
//! | | `ArrayStack` | `Queue` | `Stack` | `IntrusiveStack` | `Cache` | `RingBuffer` | `CpuLock` |
//! |---|---|---|---|---|---|---|---|
//! | `new`, `indexed`, `new_in` | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ |
//! | `try_new`, `try_indexed`, `prepare` | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ | |
//! | this CPU's row: `push`, `pop`, `try_pop` | ✓ | ✓ | ✓ | ✓ | | | |
//! | `put`, `get`, `try_get`, `get_or_else` | | | | | ✓ | | |
//! | `write` | | | | | | ✓ | |
//! | `lock`, `try_lock` | | | | | | | ✓ |
//! | several items in one section: `push_batch`, `try_push_batch`, `pop_batch`, `try_pop_batch` | ✓ | | | | | | |
//! | the first other row that has items: `steal`, `steal_into` | ✓ | ✓ | ✓ | ✓ | ✓ | | |
//! | one row: `with_row`, `with_cpu` | ✓ | ✓ | ✓ | ✓ | ✓ | | ✓ |
//! | `take_row` | ✓ | ✓ | ✓ | ✓ | ✓ | | |
//! | `drain_row` | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ | |
//! | `reader` | | | | | | ✓ | |
//! | all rows: `drain` | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ | |
//! | `drain_idle` | | | | | ✓ | | |
//! | `snapshot` | | | | | | ✓ | |
//! | `iter_mut` | | | | | | | ✓ |
//! | `rows` | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ |
//! | `is_empty` | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ | |
//! | `len` | ✓ | ✓ | | | ✓ | | |
//! | `capacity` | ✓ | ✓ | | | ✓ | ✓ | |
//! | `stats` | | | | | ✓ | | |
//! | `mode`, `max_record`, `lost` | | | | | | ✓ | |
//! | values after a fork: `is_abandoned`, `replace_abandoned`, `with_abandoned` | | | | | | | ✓ |
//!
//! `new` and `indexed` are `const`, for a `static`: memory comes at the first use or by `prepare`. Two structures cannot have that: the
//! values of a `CpuLock` (and those of a [`PerCpu`]) are made by a function, so a `static` of it is a
//! [`LazyLock`](std::sync::LazyLock), and so is one of a [`Histogram`], whose size is computed.
//!
//! A list has no `len`: its nodes are not counted. A ring's records are read in place, so a [`Reader`](ring_buffer::Reader) of a row is
//! `with_row` of the other structures, and there is nothing to take as a whole. The value under a lock is never absent, so it is not drained.
//!
//! Everything works on every thread of every Linux: where restartable sequences cannot be used (old kernel, seccomp
//! filter, emulator) the same calls take a slower path. `perseq doctor` tells which one a machine takes.
//!
//! [`perseq_core`] is the floor below, for programs that write their own sections and structures.

#![deny(unsafe_code)]

#[cfg(not(target_has_atomic = "64"))]
compile_error!("perseq's counters need 64-bit atomics, which this target has not; perseq-core works without");

#[doc = include_str!("../guide.md")]
pub mod guide {}

/// The examples of the README are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct RepositoryReadme;
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[allow(unsafe_code, reason = "sections on the stack's rows, and rows that are held")]
pub mod array_stack;
#[allow(unsafe_code, reason = "words become items again")]
mod cache;
#[allow(unsafe_code, reason = "a section on the counter's own memory")]
mod cells;
mod counter;
mod counter_f64;
#[allow(unsafe_code, reason = "values in rows, and a section on the lock's word")]
pub mod cpu_lock;
#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "a pool whose rows other processes may write")]
pub mod file_rows;
#[allow(unsafe_code, reason = "a section on the histogram's own counts")]
pub mod histogram;
#[allow(unsafe_code, reason = "a section on two words")]
mod min_max;
#[allow(unsafe_code, reason = "drops values where they are")]
mod moved;
#[allow(unsafe_code, reason = "a value behind a pointer that changes once")]
mod once;
#[allow(unsafe_code, reason = "values in per-CPU memory")]
mod per_cpu;
#[allow(unsafe_code, reason = "sections on the queue's rows, and rows that are held")]
pub mod queue;
mod rejected;
#[allow(unsafe_code, reason = "sections on the ring's rows, and records in them")]
pub mod ring_buffer;
#[allow(unsafe_code, reason = "looks at rows")]
mod rows;
#[allow(unsafe_code, reason = "sections on the lists, and nodes in them")]
pub mod stack;
#[allow(unsafe_code, reason = "words become values again")]
mod word;
mod zeroable;

pub use perseq_core;
pub use perseq_core::{ByConcurrencyId, ByCpuId, Error, Index, Result, guard::slice::Slice};

pub use array_stack::ArrayStack;
pub use cache::{Cache, CacheStats};
pub use counter::{Counter, SignedCounter};
pub use counter_f64::CounterF64;
pub use cpu_lock::CpuLock;
pub use histogram::Histogram;
pub use min_max::MinMax;
pub use per_cpu::PerCpu;
pub use queue::Queue;
pub use rejected::Rejected;
pub use ring_buffer::{Mode, RingBuffer};
pub use stack::{IntrusiveStack, Link, Node, Stack};
pub use word::Word;
pub use zeroable::Zeroable;
