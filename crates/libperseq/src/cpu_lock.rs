//! Locks per CPU, each with bytes of the caller's.
//!
//! ```text
//!   block of a CPU:   its holder │ the lock, held │ …  to byte 128 │ bytes of C's
//! ```
//!
//! C has the address of the bytes while it holds the lock, and gives it back to unlock. The block is that of the row that was locked, which need
//! not be this CPU's any more.

use core::{
    cell::UnsafeCell,
    ffi::{c_int, c_void},
    mem::MaybeUninit,
    ptr::{NonNull, null_mut},
    sync::atomic::{
        AtomicUsize,
        Ordering::{Acquire, Relaxed, Release},
    },
};

use perseq::{CpuLock, Error, cpu_lock::Locked, perseq_core::guard};

use crate::{
    error::{Why, status, value},
    item::function,
    object::{Handle, Kind, create},
};

/// From a block to its bytes; also what blocks are aligned to, so that no two share a line or a pair of lines.
const BYTES: usize = 128;
/// Most bytes of a CPU: as many as a row of a pool has.
const MAX_SIZE: usize = perseq::perseq_core::pool::STRIDE;

/// The header before the bytes.
#[repr(C, align(128))]
struct Block {
    /// The number of the thread that has the bytes by `lock`, or 0.
    holder: AtomicUsize,
    /// The lock, while there is a holder.
    locked: UnsafeCell<MaybeUninit<Locked<'static, NonNull<Self>>>>,
}

const _: () = assert!(size_of::<Block>() == BYTES);

/// A lock per CPU, with the blocks.
pub struct Locks {
    /// Each has the address of its block.
    lock: CpuLock<NonNull<Block>>,
    /// Address of the first block, the distance to the next one, and how many there are.
    first: NonNull<Block>,
    stride: usize,
    rows: u32,
    /// Bytes of the mapping.
    mapped: usize,
}

// SAFETY: a kind of its own, named there.
unsafe impl Kind for Locks {
    const KIND: u8 = 8;
}

impl core::fmt::Debug for Locks {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Locks")
            .field("lock", &self.lock)
            .field("mapped", &self.mapped)
            .finish_non_exhaustive()
    }
}

impl Locks {
    fn new(size: usize) -> Result<Self, Why> {
        if size == 0 || size > MAX_SIZE {
            return Err(Why::Size { asked: size, max: MAX_SIZE });
        }
        let stride = BYTES + size.next_multiple_of(BYTES);
        // For every row that there can ever be: how many are visited may change. Only those that are used take memory.
        let mapped = stride * perseq::perseq_core::cpu::bound() as usize;
        let first = crate::object::map(mapped)?.cast::<Block>();
        let block = |row: u32| {
            // SAFETY: inside of the mapping, which has a block for each row that there can be; zeroes are one without a holder.
            unsafe { first.byte_add(stride * row as usize) }
        };
        let lock = CpuLock::new(block).map_err(|why| {
            // SAFETY: mapped above, and no other code knows of it.
            unsafe { unmap(first, mapped) };
            Why::Perseq(why)
        })?;
        Ok(Self { rows: lock.rows(), lock, first, stride, mapped })
    }

    /// The bytes of `block`, for C.
    fn bytes(block: NonNull<Block>) -> *mut c_void {
        // SAFETY: the bytes follow the block.
        unsafe { block.byte_add(BYTES) }.as_ptr().cast()
    }

    /// The block whose bytes are at `address`.
    fn block(&self, bytes: *const c_void) -> Option<&Block> {
        let offset = bytes.addr().checked_sub(self.first.addr().get() + BYTES)?;
        let is_block = offset.is_multiple_of(self.stride) && offset / self.stride < self.rows as usize;
        // SAFETY: the offset of a block in the mapping.
        let block = is_block.then(|| unsafe { self.first.byte_add(offset) })?;
        // SAFETY: a block, which is there as long as `self`.
        Some(unsafe { block.as_ref() })
    }

    fn blocks(&self) -> impl Iterator<Item = &Block> {
        (0..self.rows as usize).filter_map(|row| {
            self.block(self.first.as_ptr().wrapping_byte_add(self.stride * row + BYTES).cast::<c_void>())
        })
    }

    /// The lock was taken: puts it where `unlock` finds it.
    fn keep(locked: Locked<'_, NonNull<Block>>) -> *mut c_void {
        let at = *locked;
        // SAFETY: a block of this structure's.
        let block = unsafe { at.as_ref() };
        // SAFETY: a lock is in its block until `unlock`, and `destroy` refuses a structure that has one: the structure outlives it.
        let locked = unsafe {
            core::mem::transmute::<Locked<'_, NonNull<Block>>, Locked<'static, NonNull<Block>>>(locked)
        };
        // SAFETY: the thread that holds the lock has the block alone.
        unsafe { block.locked.get().write(MaybeUninit::new(locked)) };
        // Release, for `destroy` by another thread.
        block.holder.store(guard::number(), Release);
        Self::bytes(at)
    }

    fn unlock(&self, bytes: *const c_void) -> Result<(), Why> {
        let block = self.block(bytes).ok_or(Why::NotLocked)?;
        // A thread that finds its own number has stored it.
        if block.holder.load(Relaxed) != guard::number() {
            return Err(Why::NotLocked);
        }
        block.holder.store(0, Relaxed);
        // SAFETY: this thread holds the lock, so the block is its own.
        let locked = unsafe { block.locked.get().read() };
        // SAFETY: `keep` has put the lock here; the holder above says so once.
        drop(unsafe { locked.assume_init() });
        Ok(())
    }

    /// Returns whether a thread of this process holds a lock.
    fn is_held(&self) -> bool {
        let holders = self.blocks().map(|block| block.holder.load(Acquire));
        holders.into_iter().any(|holder| holder != 0 && !guard::is_gone(holder))
    }
}

impl Drop for Locks {
    fn drop(&mut self) {
        // SAFETY: mapped by `new`; no thread holds a lock, and the addresses in `self.lock` are not followed any more.
        unsafe { unmap(self.first, self.mapped) };
    }
}

/// Unmaps blocks.
///
/// # Safety
///
/// * `bytes` from `first` on were mapped, and are not used.
unsafe fn unmap(first: NonNull<Block>, bytes: usize) {
    // SAFETY: the caller's promise.
    unsafe { libc::munmap(first.as_ptr().cast(), bytes) };
}

/// An error, with the name of the function in C that mends it.
fn why(error: Error) -> Why {
    match error {
        Error::Abandoned { row } => Why::Abandoned { row },
        error => Why::Perseq(error),
    }
}

/// A lock and `size` bytes per CPU.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_cpu_lock_create(size: usize) -> Handle<Locks> {
    create(Locks::new(size))
}

/// Takes the lock of this CPU; waits for it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_cpu_lock_lock(handle: Handle<Locks>) -> *mut c_void {
    // SAFETY: perseq.h's contract: it is not destroyed during the call.
    let locked = unsafe { handle.get() }.and_then(|locks| locks.lock.lock().map_err(why));
    value(locked.map(Locks::keep), null_mut())
}

/// Takes the lock of this CPU, unless another thread has it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_cpu_lock_try_lock(handle: Handle<Locks>) -> *mut c_void {
    // SAFETY: as above.
    let locked = unsafe { handle.get() }.and_then(|locks| locks.lock.try_lock().map_err(why));
    value(locked.and_then(|locked| locked.map(Locks::keep).ok_or(Why::Locked)), null_mut())
}

/// Releases the lock whose bytes are at `bytes`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_cpu_lock_unlock(handle: Handle<Locks>, bytes: *const c_void) -> c_int {
    // SAFETY: as above.
    status(unsafe { handle.get() }.and_then(|locks| locks.unlock(bytes)))
}

/// A function of C's that is given bytes, or null.
pub type WithBytes = Option<unsafe extern "C-unwind" fn(bytes: *mut c_void, context: *mut c_void)>;

/// Calls `f` with the bytes of a row, when no thread has them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_cpu_lock_with_row(
    handle: Handle<Locks>,
    row: u32,
    f: WithBytes,
    context: *mut c_void,
) -> c_int {
    // SAFETY: as above.
    let called = unsafe { handle.get() }.and_then(|locks| {
        let f = function(f)?;
        // SAFETY: perseq.h's contract for the function.
        locks.lock.with_row(row, |block| unsafe { f(Locks::bytes(*block), context) }).map_err(why)
    });
    status(called)
}

/// Calls `f` with bytes that a thread had which a fork did not copy; they are whole after it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_cpu_lock_repair(
    handle: Handle<Locks>,
    row: u32,
    f: WithBytes,
    context: *mut c_void,
) -> c_int {
    // SAFETY: as above.
    let called = unsafe { handle.get() }.and_then(|locks| {
        let f = function(f)?;
        let repair = |block: &mut NonNull<Block>| {
            // SAFETY: a block of this structure's. The lock that the thread has left in it is forgotten.
            unsafe { block.as_ref() }.holder.store(0, Relaxed);
            // SAFETY: perseq.h's contract for the function, which expects bytes that may be half changed.
            unsafe { f(Locks::bytes(*block), context) };
        };
        // SAFETY: the value is an address that never changes.
        let repaired = unsafe { locks.lock.with_abandoned(row, repair) }.map_err(why)?;
        repaired.ok_or(Why::Whole { row })
    });
    status(called)
}

/// Ends the locks and their bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_cpu_lock_destroy(handle: Handle<Locks>) -> c_int {
    // SAFETY: as above.
    let ended = unsafe { handle.get() }.and_then(|locks| {
        if locks.is_held() {
            return Err(Why::Locked);
        }
        handle.take().map(drop)
    });
    status(ended)
}
