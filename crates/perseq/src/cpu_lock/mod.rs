//! A lock per CPU, taken by a critical section and released by a plain store.
//!
//! ```text
//!   row:  guard │ holder, or 0 │ T
//!   lock:    holder: 0 → me        one section: on the row of the CPU that the thread is on at that moment
//!   unlock:  holder: → 0           a release store, from whichever CPU the thread is on by then
//! ```
//!
//! The store needs no section: while the word is not 0 no section commits to it, and holders of the row's guard only look at it. So it has
//! one writer at a time, in spite of there being no atomic instruction. If a thread has waited for long, the store is that thread's number:
//! `wait.rs`.

mod abandoned;
mod locked;
mod wait;

use core::{
    fmt,
    mem::MaybeUninit,
    sync::atomic::{
        AtomicUsize,
        Ordering::{AcqRel, Acquire, Relaxed, Release},
        fence,
    },
};
use perseq_core::{
    ByCpuId, Error, Index, Result,
    cpu::{self, CpuId},
    guard::{self, Attempt, Guarded, Held},
    pool::{Pool, STRIDE_SHIFT},
    sanitizer,
    section::guarded,
};

use crate::{
    moved::{InPlace, Moved},
    rows,
    word::Owns,
};
use abandoned::{ByRow, is_gone};
pub use locked::Locked;
use wait::{Line, Place, Wait};

/// The word that names the thread that has the lock.
const HOLDER: usize = 1;
/// Bytes of a row before the value, at least.
const HEADER: usize = 2 * size_of::<usize>();
/// Looks at a lock that is held before a nap.
const SPINS: u32 = 100;

/// A `T` per CPU (or concurrency id), each under a lock that threads on other CPUs do not compete for.
///
/// librseq's `this_cpu_lock`, with the data. Locking and unlocking cost one critical section and a store. The holder may be
/// moved to another CPU: it keeps the lock of the one where it took it. A thread that finds a lock held spins for a moment and then
/// naps, longer each time up to a millisecond: a holder that was preempted runs on, whatever the priorities are. A thread that
/// has napped five times gets in line, and is handed the lock of its row in its turn, past those that have not waited as long. A
/// panic releases the lock, there is no poisoning. [`with_cpu`](Self::with_cpu) reaches any
/// CPU's value.
///
/// Not for signal handlers: one that waits for the thread that it interrupted would wait for ever (as the same thread, it gets an
/// error instead).
///
/// A forked child may find that another thread of its parent had a value, which then may be half changed, as a vector whose
/// memory was just freed. Such a value is *abandoned*: requests for it give [`Error::Abandoned`] until
/// [`replace_abandoned`](Self::replace_abandoned) has put a new one there, and it is not dropped.
///
/// ```
/// let free_lists: perseq::CpuLock<Vec<u32>> = perseq::CpuLock::new(|_cpu| Vec::new())?;
/// free_lists.lock()?.push(7);
/// let all: usize = (0..free_lists.rows()).map(|cpu| free_lists.with_row(cpu, |list| list.len()).unwrap()).sum();
/// assert_eq!(all, 1);
/// # Ok::<(), perseq::Error>(())
/// ```
pub struct CpuLock<T, I: Index = ByCpuId> {
    rows: Guarded<I>,
    /// How many rows have a value. The kernel gives no other number, unless the process goes to another kernel.
    made: u32,
    /// Address of the first row without one.
    end: usize,
    values: Owns<T>,
    /// Threads that have waited for long.
    line: Line,
}

// SAFETY: the values are owned, like a vector of them.
unsafe impl<T: Send, I: Index> Send for CpuLock<T, I> {}
// SAFETY: a shared lock gives out `&mut T`, to one thread at a time, whichever: that is sending it.
unsafe impl<T: Send, I: Index> Sync for CpuLock<T, I> {}

/// A number for this thread that no other thread has while it lives, and that is not 0. A forked child knows by it whether
/// it has the thread.
#[inline]
fn me() -> usize {
    guard::number()
}

impl<T> CpuLock<T> {
    /// A value per CPU number, made by `value(number)`.
    ///
    /// # Errors
    ///
    /// As [`indexed`](Self::indexed).
    pub fn new(value: impl FnMut(u32) -> T) -> Result<Self> {
        Self::indexed(value)
    }

    /// Calls `f` with the value of `cpu`, from any CPU. See [`with_row`](Self::with_row).
    ///
    /// # Errors
    ///
    /// As [`with_row`](Self::with_row).
    pub fn with_cpu<R>(&self, cpu: CpuId, f: impl FnOnce(&mut T) -> R) -> Result<R> {
        self.with_row(cpu.get(), f)
    }
}

impl<T, I: Index> CpuLock<T, I> {
    /// The offset of the value in a row, in bytes.
    const VALUE: usize = HEADER.next_multiple_of(align_of::<T>());

    /// A value per row, made by `value(row)`; there are [`rows`](Self::rows) rows, each of which then takes memory.
    ///
    /// If `value` panics, the values that it made are leaked, and nothing else.
    ///
    /// # Errors
    ///
    /// [`Error::Layout`] if `T` and the two words before it are larger than a stride, or `T` is aligned to more than a page; [`Error::Exhausted`] and
    /// [`Error::Syscall`] when there is no memory.
    pub fn indexed(value: impl FnMut(u32) -> T) -> Result<Self> {
        Self::of(value, None)
    }

    /// The same in a pool of one's own.
    ///
    /// # Errors
    ///
    /// As [`indexed`](Self::indexed).
    pub fn new_in(value: impl FnMut(u32) -> T, pool: &'static Pool<I>) -> Result<Self> {
        Self::of(value, Some(pool))
    }

    fn of(mut value: impl FnMut(u32) -> T, pool: Option<&'static Pool<I>>) -> Result<Self> {
        let size = Self::VALUE.saturating_add(size_of::<T>());
        let rows = Guarded::unplaced(size, align_of::<T>().max(64), 0, pool);
        rows.place()?;
        let count = cpu::rows();
        for row in 0..count {
            let made = value(row);
            // SAFETY: room for a `T` in a row that no other thread knows yet.
            unsafe { Self::value(rows::row(&rows, row)).write(made) };
        }
        let end = rows.base().addr() + ((count as usize) << STRIDE_SHIFT);
        Ok(Self { rows, made: count, end, values: core::marker::PhantomData, line: Line::new() })
    }

    /// How many rows there are.
    #[must_use]
    pub const fn rows(&self) -> u32 {
        self.made
    }

    fn row(&self, row: u32) -> *mut usize {
        rows::row(&self.rows, row)
    }

    fn value(row: *mut usize) -> *mut T {
        row.cast::<u8>().wrapping_add(Self::VALUE).cast()
    }

    fn holder(&self, row: *mut usize) -> &AtomicUsize {
        // SAFETY: a live, aligned word of a row, which lives as long as `self`.
        unsafe { AtomicUsize::from_ptr(row.wrapping_add(HOLDER)) }
    }

    /// Takes the lock of the CPU that the thread is on; waits while another thread holds it.
    ///
    /// A thread that holds a lock and was moved takes a second one, of another CPU. Another thread may do the same in the
    /// other order: so a thread that holds a lock of this structure, or a guard of any, waits for 50 ms of naps at most, which take longer on a busy machine. A
    /// thread that nests locks of two structures must bring an order, as with other mutexes.
    ///
    /// Inside of [`with_row`](Self::with_row) (of this structure or another one) the lock may be that of another row: a thread that
    /// holds a guard does not wait for a row that is held, but takes a free one, the next lower one first. The row that it has itself is
    /// such a row.
    ///
    /// # Errors
    ///
    /// [`Error::GuardHeld`] if this thread holds that lock already; [`Error::RowBusy`] if it holds another one and this one
    /// did not become free; if sections cannot run, the errors of [`Guarded::lock_here`].
    #[inline]
    pub fn lock(&self) -> Result<Locked<'_, T, I>> {
        match self.try_lock()? {
            Some(locked) => Ok(locked),
            None => self.wait(),
        }
    }

    /// Takes the lock of the CPU that the thread is on, unless another thread holds it. Waits while a thread is in
    /// [`with_row`](Self::with_row) there.
    ///
    /// # Errors
    ///
    /// As [`lock`](Self::lock).
    #[inline]
    pub fn try_lock(&self) -> Result<Option<Locked<'_, T, I>>> {
        let (mut row, held) = (MaybeUninit::<usize>::uninit(), me());
        let out = row.as_mut_ptr();
        // SAFETY: PLAIN, OWNED, GUARDED: `rows` has the layout of a lock and lives as long as `self`; `out` is a live local.
        let acquire =
            move || self.rows.attempt(|base| unsafe { guarded::lock_acquire::<I>(base, out, 0, held) });
        match self.rows.run(acquire) {
            Attempt::Committed => {
                // The section has read the 0 that a thread stored when it released, perhaps on another CPU: see its writes.
                // And changes of the value come after the section's store: as in `ByRow`.
                fence(AcqRel);
                // SAFETY: a section that commits has written it.
                let row = unsafe { sanitizer::output(&row) };
                let row: *mut usize = core::ptr::with_exposed_provenance_mut(row);
                if row.addr() < self.end {
                    return Ok(Some(Locked::new(self, row)));
                }
                self.holder(row).store(0, Release);
                self.try_lock_slow()
            }
            Attempt::Exited => self.busy(),
            Attempt::Slow => self.try_lock_slow(),
        }
    }

    /// Releases the lock of `row`, which this thread has, or hands it over.
    #[inline]
    fn release(&self, row: *mut usize) {
        sanitizer::release(self.rows.base());
        let holder = self.holder(row);
        if self.line.is_empty() {
            holder.store(0, Release);
        } else {
            self.line.hand_over(row, |next| holder.store(next, Release));
        }
    }

    /// `None` for a lock that another thread has; an error if this one has it, or one that is gone.
    #[cold]
    fn busy(&self) -> Result<Option<Locked<'_, T, I>>> {
        let row = perseq_core::thread::row::<I>();
        let holder = self.holder(self.row(row)).load(Relaxed);
        match holder {
            _ if holder == me() => Err(Error::GuardHeld { row }),
            _ if is_gone(holder) => Err(Error::Abandoned { row }),
            _ => Ok(None),
        }
    }

    /// Without sections: the row's guard keeps every other thread from taking the lock.
    #[cold]
    #[inline(never)]
    fn try_lock_slow(&self) -> Result<Option<Locked<'_, T, I>>> {
        let mut held = match self.rows.lock_here() {
            Ok(held) => held,
            // Threads hold the rows, for a moment or more.
            Err(Error::RowBusy { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        if held.index() >= self.made {
            let row = held.index() % self.made;
            drop(held);
            held = self.rows.lock(row)?;
        }
        match self.holder(held.row()).load(Acquire) {
            0 => {
                held.publish(HOLDER, me());
                Ok(Some(Locked::new(self, held.row())))
            }
            holder if holder == me() => Err(Error::GuardHeld { row: held.index() }),
            holder if is_gone(holder) => Err(Error::Abandoned { row: held.index() }),
            _ => Ok(None),
        }
    }

    #[cold]
    #[inline(never)]
    fn wait(&self) -> Result<Locked<'_, T, I>> {
        let place = Place::new();
        let mut wait = Wait::new(self, &place);
        loop {
            let here = perseq_core::thread::row::<I>() % self.made;
            self.spin(self.row(here));
            let tried = match self.try_lock() {
                Ok(None) if !wait.is_given() => wait.nap(here),
                Ok(Some(locked)) => return Ok(locked),
                tried => tried.map(drop),
            };
            if tried.is_err() || wait.is_given() {
                // The lock of the row where the thread is in line, if it was given that.
                if let Some(row) = wait.leave() {
                    return Ok(Locked::new(self, row));
                }
                tried?;
            }
        }
    }

    /// How many guards this thread holds, of any structure, and locks of this one: what another thread may wait for.
    fn held_here(&self) -> u32 {
        let mine = |&row: &u32| self.holder(self.row(row)).load(Relaxed) == me();
        let locks = (0..self.made).filter(mine).count();
        guard::held_here() + u32::try_from(locks).unwrap_or(u32::MAX)
    }

    /// Calls `f` with the value of row `row`, from any CPU, when no other thread has it: the row's guard is taken (one
    /// [fence](perseq_core::fence) each time), so that no thread takes the lock any more. The holder of the lock is given a moment; then
    /// the guard is opened again for a nap, because that thread may need it before it releases. Waits for ever for a
    /// [`Locked`] that was leaked.
    ///
    /// Signals are blocked until `f` returns or panics. A thread or a program that `f` starts begins with them blocked.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRow`]; [`Error::GuardHeld`] if this thread holds that row or its lock; [`Error::RowBusy`] if this thread holds a
    /// guard, or another lock of this structure, and the row did not become free within 50 ms of naps; the errors of [`Guarded::lock`].
    /// `f` was not called then.
    pub fn with_row<R>(&self, row: u32, f: impl FnOnce(&mut T) -> R) -> Result<R> {
        let (held, abandoned) = self.reach(row)?;
        if abandoned {
            return Err(Error::Abandoned { row });
        }
        let _by_row = ByRow::new(self, &held);
        // SAFETY: GUARDED: no thread takes the lock while the row is held, and none had it.
        Ok(f(unsafe { &mut *Self::value(held.row()) }))
    }

    /// Row `row`, held, when no thread that is there has its lock; and whether the value is abandoned.
    fn reach(&self, row: u32) -> Result<(Held<'_, I>, bool)> {
        self.check(row)?;
        let place = Place::new();
        let mut wait = Wait::new(self, &place);
        loop {
            let held = self.rows.lock(row)?;
            match self.spin(held.row()) {
                0 => return Ok((held, false)),
                holder if holder == me() => {
                    wait.leave().ok_or(Error::GuardHeld { row })?;
                    // The guard is enough: no other thread takes the lock while it is held.
                    held.publish(HOLDER, 0);
                    return Ok((held, false));
                }
                holder if is_gone(holder) => return Ok((held, true)),
                _ => drop(held),
            }
            wait.nap(row)?;
        }
    }

    fn check(&self, row: u32) -> Result<()> {
        if row < self.made { Ok(()) } else { Err(Error::NoSuchRow { row, bound: self.made }) }
    }

    /// Looks at the holder of the lock of `row` until there is none, a limited number of times.
    fn spin(&self, row: *mut usize) -> usize {
        let mut holder = self.holder(row).load(Acquire);
        for _ in 0..SPINS {
            if holder == 0 || holder == me() {
                break;
            }
            core::hint::spin_loop();
            holder = self.holder(row).load(Acquire);
        }
        holder
    }

    /// Every value that is not [abandoned](Self::is_abandoned), row 0 first: `&mut self` proves that no thread has a lock.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        let this = &*self;
        // SAFETY: live values, each once, under `&mut self`.
        this.whole().map(|row| unsafe { &mut *Self::value(row) })
    }
}

impl<T, I: Index> Drop for CpuLock<T, I> {
    fn drop(&mut self) {
        if core::mem::needs_drop::<T>() {
            // SAFETY: `&mut self`: live values, each once, and not looked at again.
            drop(Moved(self.whole().map(|row| unsafe { InPlace::new(Self::value(row)) })));
        }
    }
}

impl<T, I: Index> fmt::Debug for CpuLock<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CpuLock").field("rows", &self.rows()).finish_non_exhaustive()
    }
}
