//! The heap's needs of the system: address space, memory, time, a word to wait at, an end.

#[cfg(target_os = "linux")]
mod linux;

use core::{ptr::NonNull, sync::atomic::AtomicU32};

#[cfg(target_os = "linux")]
pub use linux::{HugePages, Linux};

/// The system under the heap. Tests put memory of their own under it.
///
/// Every size and address is a multiple of [`page_size`](Self::page_size), every alignment a power of two.
///
/// # Safety
/// Memory that [`reserve`](Self::reserve) and [`map`](Self::map) return is the caller's alone until it is unmapped.
/// Once it is committed, reads and writes of it are valid, and what was not written since the last release reads as 0.
pub unsafe trait Pages: Sync {
    /// Bytes of address space that the first region asks for.
    const FIRST_REGION: usize;

    /// Bytes of a page of the system.
    fn page_size(&self) -> usize;

    /// Address space of `bytes` at a multiple of `align`, without memory: no access is valid before
    /// [`commit`](Self::commit). `None` where the process may not have that much.
    fn reserve(&self, bytes: usize, align: usize) -> Option<NonNull<u8>>;

    /// Makes a part of a reservation readable and writable. `false` where the system has no memory for it.
    ///
    /// # Safety
    /// The range is inside one reservation.
    unsafe fn commit(&self, start: NonNull<u8>, bytes: usize) -> bool;

    /// Gives the memory of a committed range back; the range stays committed and reads as 0. `false` where the
    /// system refuses (locked memory): the contents are as before.
    ///
    /// # Safety
    /// The range is committed, or mapped, and nothing else accesses it during the call.
    unsafe fn release(&self, start: NonNull<u8>, bytes: usize) -> bool;

    /// A mapping of `bytes` at a multiple of `align`, which reads as 0. `None` where the system has no memory.
    fn map(&self, bytes: usize, align: usize) -> Option<NonNull<u8>>;

    /// Gives a mapping, or a whole reservation, back.
    ///
    /// # Safety
    /// The range is exactly what was mapped or remapped last, and nothing accesses it again.
    unsafe fn unmap(&self, start: NonNull<u8>, bytes: usize);

    /// Makes a mapping `new` bytes long, elsewhere if need be and `may_move`; bytes beyond `old` read as 0. `None`:
    /// the mapping is as it was.
    ///
    /// # Safety
    /// The range is exactly what was mapped or remapped last. If the result is elsewhere, the old one is not
    /// accessed again.
    unsafe fn remap(&self, start: NonNull<u8>, old: usize, new: usize, may_move: bool)
    -> Option<NonNull<u8>>;

    /// Milliseconds since some moment. Never goes back.
    fn now(&self) -> u64;

    /// This thread's number, which is not 0, and which no other thread that lives has. A forked child's one thread keeps its number.
    fn thread(&self) -> usize;

    /// Waits while `word` is `value`; may return early.
    fn wait(&self, word: &AtomicU32, value: u32);

    /// Wakes one thread that waits at `word`.
    fn wake(&self, word: &AtomicU32);

    /// Ends the process with a message, which is whole lines.
    fn abort(&self, message: &[u8]) -> !;
}
