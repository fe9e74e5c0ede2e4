//! Per-CPU memory: pools of items that each have a row for every CPU, a stride apart.
//!
//! Strides are the caller's (powers of two, from a page on), and `free` is given an item's address and the stride alone. So a pool's
//! memory comes in ranges whose rows are aligned to the stride, with a header before the first row:
//!
//! ```text
//!   page      page          stride      stride           stride      stride
//! ┌────────┬────────┬─────┬───────────┬───────────┬───┬───────────┬───────────┐
//! │ canary │        │Range│ row 0     │ row 1     │ … │ initial   │ free list │
//! │        │        │     │           │           │   │ values    │           │
//! └────────┴────────┴─────┴───────────┴───────────┴───┴───────────┴───────────┘
//!                         └ item: the address is row 0's       └ COW_INIT alone
//! ```
//!
//! A pool of the policy COW_INIT has its initial values in an anonymous file. They are mapped once to be written, and in each
//! row privately, so a row gets memory of its own at its first store. The mapping is not shared with forked children: the canary, which
//! the kernel clears there, tells a child that it does not have the rows.
//!
//! Free items are chained in a row of their own, so that freeing an item takes no memory for the rows of CPUs that never use it. A table
//! of all ranges tells pointers of other origin from items.

pub mod exports;
mod item;
mod range;
mod robust;
mod shape;

use core::{
    ffi::{CStr, c_char, c_ulong, c_void},
    ptr::null_mut,
};

pub(crate) use item::Contents;
use item::Rows;
use range::Range;
pub(crate) use range::page_size;
pub(crate) use shape::Shape;

use crate::{
    attributes::{Attributes, allocate},
    errno::{EINVAL, ENOMEM, Errno},
    lock::{Held, Locked},
    report::fatal,
    table::Table,
};

/// `RSEQ_MEMPOOL_STRIDE`, which is compiled into programs.
pub(crate) const DEFAULT_STRIDE: usize = 1 << 16;

/// `struct rseq_mempool`.
#[derive(Debug)]
pub struct Pool {
    pub(crate) shape: Shape,
    name: Name,
    state: Locked<State>,
}

/// The part of a pool that changes.
#[derive(Debug)]
struct State {
    /// The newest range, which leads to the others. There is one, always.
    ranges: *mut Range,
    count: c_ulong,
    /// The first free item's node.
    free: *mut Node,
    /// True if this process was forked amid a change: an item may be lost.
    is_torn: bool,
}

// SAFETY: the ranges are the pool's own.
unsafe impl Send for State {}

/// In the free list's row, at a free item's offset.
#[derive(Debug)]
struct Node {
    next: *mut Node,
}

/// A pool's name, for reports and `/proc/self/maps`.
#[derive(Debug)]
struct Name(*mut c_char);

// SAFETY: a text that is never changed.
unsafe impl Send for Name {}
// SAFETY: as above.
unsafe impl Sync for Name {}

impl Name {
    /// A copy of `name`.
    ///
    /// # Safety
    /// * `name` is null or a C string.
    unsafe fn copy(name: *const c_char) -> Result<Self, Errno> {
        if name.is_null() {
            return Ok(Self(null_mut()));
        }
        // SAFETY: the caller's promise.
        let copy = unsafe { libc::strdup(name) };
        if copy.is_null() { Err(ENOMEM) } else { Ok(Self(copy)) }
    }

    fn bytes(&self) -> &[u8] {
        if self.0.is_null() {
            return b"<anonymous>";
        }
        // SAFETY: `strdup` made it.
        unsafe { CStr::from_ptr(self.0) }.to_bytes()
    }
}

impl Drop for Name {
    fn drop(&mut self) {
        // SAFETY: `strdup` made it, or it is null.
        unsafe { libc::free(self.0.cast()) };
    }
}

/// All pools.
static POOLS: Table = Table::new();
/// The first rows of all ranges.
static RANGES: Table = Table::new();

/// The pool at this address, if there is one.
pub(crate) fn find<'a>(pool: *mut Pool) -> Option<&'a Pool> {
    let pool = POOLS.find(pool.addr())?.cast::<Pool>();
    // SAFETY: it is in the table: made here, and not destroyed. That it stays so during the call is the caller's promise.
    Some(unsafe { &*pool })
}

/// `rseq_mempool_create`.
///
/// # Safety
/// * `name` is null or a C string.
unsafe fn create(name: *const c_char, item_len: usize, attributes: &Attributes) -> Result<*mut Pool, Errno> {
    let shape = Shape::new(item_len, attributes)?;
    // SAFETY: the caller's promise.
    let name = unsafe { Name::copy(name) }?;
    let state = State { ranges: null_mut(), count: 0, free: null_mut(), is_torn: false };
    let pool = allocate(Pool { shape, name, state: Locked::new(state) })?;
    // SAFETY: just made, and unknown to others.
    let made = unsafe { &*pool };
    let result = made.add_range(&mut made.state.lock()).and_then(|()| POOLS.insert(pool.cast()));
    if result.is_err() {
        let _unmapped = made.unmap();
        // SAFETY: it was made above, and nothing has its address.
        unsafe { release(pool) };
        // The documented error for every resource, the program's function among them.
        return Err(ENOMEM);
    }
    Ok(pool)
}

/// Frees what a pool is described by.
///
/// # Safety
/// * The pool is of [`create`], has no ranges, and nothing uses it.
unsafe fn release(pool: *mut Pool) {
    // SAFETY: the caller's promise.
    unsafe { pool.drop_in_place() };
    // SAFETY: as above: it is the C library's memory.
    unsafe { libc::free(pool.cast()) };
}

/// `rseq_mempool_destroy`: `ENOENT` for what is no pool.
pub(crate) fn destroy(pool: *mut Pool) -> Result<(), Errno> {
    let found = find(pool).ok_or(Errno(libc::ENOENT))?;
    found.check_before_destroy();
    found.unmap()?;
    if POOLS.remove(pool.addr()) {
        // SAFETY: it was in the table, and by the caller's promise no thread uses it. No range is left.
        unsafe { release(pool) };
    }
    Ok(())
}

/// The item at an address that a program hands back: its range, and the offset in it.
fn item_at(item: *mut c_void, stride: usize) -> Result<(*mut Range, usize), Errno> {
    if !stride.is_power_of_two() {
        return Err(EINVAL);
    }
    let base = RANGES.find(item.addr() & !(stride - 1)).ok_or(EINVAL)?;
    Ok((Range::below(base), item.addr() - base.addr()))
}

/// `librseq_mempool_percpu_free`: `EINVAL` for what is no item of a pool with this stride, and in a child that does not have the rows.
fn free(item: *mut c_void, stride: usize) -> Result<(), Errno> {
    let (range, offset) = item_at(item, stride)?;
    // SAFETY: a range of the table is whole, and its pool never changes.
    let pool = unsafe { (*range).pool };
    // SAFETY: a range's pool lives as long.
    let pool = unsafe { &*pool };
    let mut state = pool.lock();
    if pool.shape.stride != stride || !pool.has_rows(&state) {
        return Err(EINVAL);
    }
    // SAFETY: the lock is held.
    let range = unsafe { &mut *range };
    let is_item = offset.is_multiple_of(pool.shape.item_len) && offset < range.used;
    if pool.shape.is_robust {
        pool.clear_slot(range, offset, is_item);
    }
    if !is_item {
        return Err(EINVAL);
    }
    if let Some(poison) = pool.shape.poison {
        range.rows.fill(&pool.shape, offset, Contents::Word(poison));
    }
    let node = range.free_list.wrapping_byte_add(offset).cast::<Node>();
    // SAFETY: the free list's row has room for a word of each item.
    unsafe { node.write(Node { next: state.free }) };
    state.free = node;
    Ok(())
}

impl Pool {
    fn lock(&self) -> Held<'_, State> {
        let mut state = self.state.lock();
        state.is_torn |= state.is_orphaned;
        state
    }

    /// Returns whether this process has the rows, and is not a child of the one that made them.
    fn has_rows(&self, state: &State) -> bool {
        // SAFETY: the lock is held, so the newest range is whole.
        self.shape.copies_zeroes() || unsafe { state.ranges.as_ref() }.is_none_or(Range::is_here)
    }

    /// An item; `ENOMEM` where no range has one and no range can be added, and in a child that does not have the rows.
    pub(crate) fn allocate(&self, contents: Contents) -> Result<*mut c_void, Errno> {
        if contents.len() > self.shape.item_len {
            return Err(EINVAL);
        }
        let (rows, offset) = self.take()?;
        rows.fill(&self.shape, offset, contents);
        Ok(rows.base.wrapping_byte_add(offset).cast())
    }

    /// An item that is free, or was never used.
    fn take(&self) -> Result<(Rows, usize), Errno> {
        let mut state = self.lock();
        if !self.has_rows(&state) {
            return Err(ENOMEM);
        }
        let (range, offset) = if state.free.is_null() {
            // SAFETY: the lock is held, and there is a range.
            if unsafe { (*state.ranges).used } + self.shape.item_len > self.shape.stride {
                self.add_range(&mut state)?;
            }
            let range = state.ranges;
            // SAFETY: as above.
            let range = unsafe { &mut *range };
            let offset = range.used;
            range.used += self.shape.item_len;
            (core::ptr::from_mut(range), offset)
        } else {
            let node = state.free;
            let Some((range, offset)) = self.of_node(&state, node) else {
                fatal(format_args!("pool {self}: the free list is corrupted at {node:p}"));
            };
            // SAFETY: a node of the list, which is inside of the free list's row.
            state.free = unsafe { (*node).next };
            if self.shape.is_robust {
                // SAFETY: the lock is held.
                self.check_poison(unsafe { &*range }, offset);
            }
            (range, offset)
        };
        // SAFETY: the lock is held.
        let range = unsafe { &mut *range };
        if self.shape.is_robust {
            self.set_slot(range, offset);
        }
        Ok((range.rows, offset))
    }

    /// The range and the offset of a node of the free list, if it is one. The lock is held.
    fn of_node(&self, _held: &State, node: *mut Node) -> Option<(*mut Range, usize)> {
        let item = node.addr().wrapping_sub(self.shape.free_list_at());
        let base = RANGES.find(item & !(self.shape.stride - 1))?;
        let (range, offset) = (Range::below(base), item - base.addr());
        // SAFETY: a range of the table is whole, and its pool never changes.
        if !core::ptr::eq(unsafe { (*range).pool }, self) {
            return None;
        }
        // SAFETY: the lock is held.
        let used = unsafe { (*range).used };
        let is_ours = offset < used && offset.is_multiple_of(self.shape.item_len);
        is_ours.then_some((range, offset))
    }

    /// A new range, the first of all. The lock is held.
    fn add_range(&self, state: &mut State) -> Result<(), Errno> {
        if self.shape.max_nr_ranges != 0 && state.count >= self.shape.max_nr_ranges {
            return Err(ENOMEM);
        }
        let range = Range::create(self, state.ranges)?;
        // SAFETY: just made.
        if let Err(errno) = RANGES.insert(unsafe { (*range).rows.base }) {
            // SAFETY: made above, and unknown to others.
            let _unmapped = unsafe { Range::destroy(range) };
            return Err(errno);
        }
        state.ranges = range;
        state.count += 1;
        Ok(())
    }

    /// Gives the memory of all ranges back.
    fn unmap(&self) -> Result<(), Errno> {
        let mut state = self.lock();
        // SAFETY: the lock is held: ranges are whole.
        while let Some(range) = unsafe { state.ranges.as_ref() } {
            let (this, next) = (state.ranges, range.next);
            let base = range.rows.base;
            RANGES.remove(base.addr());
            // SAFETY: the pool is destroyed: nothing uses the range any more.
            if let Err(errno) = unsafe { Range::destroy(this) } {
                // It was here a moment ago, so there is room for it.
                let _there = RANGES.insert(base);
                return Err(errno);
            }
            state.ranges = next;
            state.count -= 1;
        }
        Ok(())
    }
}
