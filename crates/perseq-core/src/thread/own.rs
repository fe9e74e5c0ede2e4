//! Areas of perseq's own, for threads that no other code has registered.
//!
//! One copy of perseq in the process, the leader, registers for all (see [`peers`]); each copy holds at most one use
//! per thread. Areas come in chunks of a page that are never unmapped, so whatever a thread leaves in one when it
//! ends, the kernel never has a dangling pointer. Claims are single atomic operations: they work in signal handlers
//! and after `fork` (a child inherits the claims of threads that it does not have: 64 bytes each).

use core::{
    ptr::null_mut,
    sync::atomic::{AtomicPtr, AtomicUsize, Ordering::AcqRel, Ordering::Acquire, Ordering::Relaxed},
};

use super::{Owner, auxv, block, block::Attachment, peers, peers::Acquired, provided, refusal};
use crate::{
    abi::{self, CPU_ID_UNINITIALIZED, Rseq},
    error::{Error, Result},
    sys,
};

/// Bytes of an area, at least: room for the features of Linux 7, and their alignment.
const AREA_MIN: usize = 64;
/// And at most. A kernel that fills more gets areas of the least size, and fills what it always did.
const AREA_MAX: usize = 1024;

/// Room for an area of any kernel.
#[repr(C, align(1024))]
pub(super) struct Area([u8; AREA_MAX]);

/// A length that is more than the 32 bytes which kernels since 7.0.10 treat as of old, and that every kernel since 6.3 takes.
pub(super) const LONG: u32 = AREA_MIN as u32;

/// The head of a page of areas (half of one on 32-bit targets), which takes the first one's place.
#[repr(C)]
struct Chunk {
    next: *mut Chunk,
    /// A bit per area that is in use or that there is no room for, bit 0 always.
    claimed: AtomicUsize,
}
const CHUNK_SIZE: usize = AREA_MIN * usize::BITS as usize;
const _: () = assert!(size_of::<Chunk>() <= AREA_MIN && 2 * AREA_MAX <= CHUNK_SIZE);

/// Areas of one size, which each call is told.
struct Areas(AtomicPtr<Chunk>);

static AREAS: Areas = Areas(AtomicPtr::new(null_mut()));

/// Takes one use of this thread's own registration, making it if there is none. Signals are blocked.
pub(super) fn acquire() -> Result<Attachment> {
    let leader = peers::leader();
    let mut acquired = Acquired { area: null_mut(), len: 0, is_provided: false };
    match (leader.acquire)(&mut acquired) {
        0 => {
            let owner = match () {
                () if acquired.is_provided => Owner::Librseq,
                () if core::ptr::eq(leader, &raw const peers::ENTRY) => Owner::Perseq,
                () => Owner::Peer,
            };
            Ok(Attachment { area: acquired.area, registered_len: acquired.len, owner })
        }
        libc::ENOMEM => Err(Error::Syscall { call: "mmap", errno: libc::ENOMEM }),
        errno => Err(refusal(errno)),
    }
}

/// Gives back what [`acquire`] took. Signals are blocked.
pub(super) fn release() {
    (peers::leader().release)();
}

/// The leader's part of [`acquire`]: the area of this thread, registered, or an errno.
pub(super) fn lead_acquire() -> core::result::Result<Acquired, sys::Errno> {
    if let Some(provided) = provided::area() {
        return provided.acquire();
    }
    let block = block::get();
    if block.own_area().is_null() {
        let size = area_size(filled_and_align());
        let area = AREAS.claim(size).ok_or(libc::ENOMEM)?;
        // SAFETY: the area was claimed, is as long as what is registered of it, and never unmapped.
        if let Err(errno) = unsafe { register(area, registration_len()) } {
            AREAS.unclaim(area, size);
            return Err(errno);
        }
        block.set_own_area(area);
    } else if has_ended(block.own_area()) {
        // SAFETY: this thread's area, which no other thread uses, and never unmapped.
        unsafe { register(block.own_area(), registration_len()) }?;
    }
    block.set_own_users(block.own_users().saturating_add(1));
    Ok(Acquired { area: block.own_area(), len: registration_len(), is_provided: false })
}

/// The leader's part of [`release`].
pub(super) fn lead_release() {
    let block = block::get();
    if block.own_users() == block::MANY {
        return;
    }
    let users = block.own_users().saturating_sub(1);
    block.set_own_users(users);
    let area = block.own_area();
    if users == 0 && !area.is_null() {
        block.set_own_area(null_mut());
        if let Some(provided) = provided::area()
            && provided.is(area)
        {
            return provided.release();
        }
        // SAFETY: ends the registration that lead_acquire made.
        let ended = unsafe { sys::rseq(area, registration_len(), abi::REGISTRATION_UNREGISTER) };
        if ended.is_ok() || has_ended(area) {
            AREAS.unclaim(area, area_size(filled_and_align()));
        }
    }
}

/// Returns whether another library has ended the registration of `area`, which is this thread's.
pub(super) fn has_ended(area: *mut Rseq) -> bool {
    // SAFETY: chunks are never unmapped, and a provided area lives as long as its thread.
    let cpu_id = unsafe { &raw const (*area).cpu_id };
    // SAFETY: as above; volatile, because the kernel writes it.
    unsafe { cpu_id.read_volatile() }.cast_signed() < 0
}

/// The bytes that the kernel fills of an area, and their alignment; 0 where it does not say.
pub(super) fn filled_and_align() -> (u32, u32) {
    let (filled, align) = (linux_raw_sys::auxvec::AT_RSEQ_FEATURE_SIZE, linux_raw_sys::auxvec::AT_RSEQ_ALIGN);
    (auxv(filled), auxv(align))
}

/// Bytes of an area, which are its alignment, too: a power of two, the same for the life of the process.
fn area_size((filled, align): (u32, u32)) -> usize {
    let wanted = filled.max(align) as usize;
    if wanted <= AREA_MAX { wanted.next_power_of_two().max(AREA_MIN) } else { AREA_MIN }
}

/// How many bytes of an area are registered.
pub(super) fn registration_len() -> u32 {
    len_of(filled_and_align())
}

/// The same for an area of `room` bytes, which is its alignment, too.
pub(super) fn len_within(kernel: (u32, u32), room: u32) -> u32 {
    Some(len_of(kernel)).filter(|&len| len <= room && kernel.1 <= room).unwrap_or(abi::REGISTERED_LEN_MIN)
}

/// All of it where the kernel fills more than the original 32 and the area is aligned enough, which also makes slices possible
/// on Linux 7; else the 32 that every kernel takes.
fn len_of((filled, align): (u32, u32)) -> u32 {
    let whole = area_size((filled, align)) as u32;
    if filled > abi::REGISTERED_LEN_MIN && filled <= whole && align <= whole {
        whole
    } else {
        abi::REGISTERED_LEN_MIN
    }
}

/// Registers this thread with `len` bytes of `area`.
///
/// # Safety
/// * `area` is `len` bytes that no other code uses, and valid until the thread unregisters or ends.
pub(super) unsafe fn register(area: *mut Rseq, len: u32) -> core::result::Result<(), sys::Errno> {
    // SAFETY: the caller's promise.
    unsafe { area.cast::<u8>().write_bytes(0, len as usize) };
    // SAFETY: as above.
    let cpu_id = unsafe { &raw mut (*area).cpu_id };
    // SAFETY: as above.
    unsafe { cpu_id.write_volatile(CPU_ID_UNINITIALIZED) };
    // SAFETY: as above.
    unsafe { sys::rseq(area, len, 0) }
}

impl Areas {
    /// An area of `size` bytes that no thread uses.
    fn claim(&self, size: usize) -> Option<*mut Rseq> {
        loop {
            let first = self.0.load(Acquire);
            let mut chunk = first;
            // SAFETY: the list holds chunks that were initialised before they were published and live for ever.
            while let Some(here) = unsafe { chunk.as_ref() } {
                let claimed = here.claimed.load(Relaxed);
                let free = claimed.trailing_ones();
                if free == usize::BITS {
                    chunk = here.next;
                } else if here.claimed.compare_exchange(claimed, claimed | 1 << free, AcqRel, Relaxed).is_ok()
                {
                    return Some(chunk.wrapping_byte_add(free as usize * size).cast());
                }
            }
            self.add_chunk(first, size)?;
        }
    }

    /// Publishes a new chunk in front of `first`, unless another thread was faster.
    fn add_chunk(&self, first: *mut Chunk, size: usize) -> Option<()> {
        let memory = sys::map_memory(CHUNK_SIZE).ok()?;
        let chunk = memory.as_ptr().cast::<Chunk>();
        // SAFETY: the mapping is as large as a chunk and not shared yet, and zeroes are a valid head.
        let head = unsafe { &mut *chunk };
        let none = usize::MAX.checked_shl((CHUNK_SIZE / size) as u32).unwrap_or(0);
        (head.next, head.claimed) = (first, AtomicUsize::new(none | 1));
        if self.0.compare_exchange(first, chunk, AcqRel, Relaxed).is_err() {
            // SAFETY: it was not published.
            unsafe { sys::unmap_memory(memory, CHUNK_SIZE) };
        }
        Some(())
    }

    fn unclaim(&self, area: *mut Rseq, size: usize) {
        let offset = area.addr() % CHUNK_SIZE;
        let chunk = area.wrapping_byte_sub(offset).cast::<Chunk>();
        // SAFETY: a chunk's size divides a page, and it is mapped page-aligned: this is the start of the area's chunk.
        let claimed = unsafe { &(*chunk).claimed };
        claimed.fetch_and(!(1 << (offset / size)), AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, vec::Vec};

    use super::*;

    #[test]
    fn an_area_is_as_long_as_the_kernel_fills_it_and_as_aligned_as_it_asks() {
        // Filled, alignment; bytes of the area, of the registration.
        for (kernel, size, len) in [
            ((0, 0), 64, 32),
            ((28, 32), 64, 32),
            ((32, 32), 64, 32),
            ((33, 64), 64, 64),
            ((64, 64), 64, 64),
            ((65, 128), 128, 128),
            ((72, 128), 128, 128),
            ((33, 256), 256, 256),
            ((300, 64), 512, 512),
            ((1024, 1024), 1024, 1024),
            ((1025, 64), 64, 32),
            ((33, 2048), 64, 32),
        ] {
            assert_eq!((area_size(kernel), len_of(kernel)), (size, len), "{kernel:?}");
            assert_eq!(len_within(kernel, 64), if len <= 64 { len } else { 32 }, "{kernel:?}");
        }
    }

    #[test]
    fn claims_are_apart_and_what_is_given_back_is_used_again() {
        for (size, to_a_page) in [(64, 63), (128, 31), (1024, 3)] {
            let to_a_page = to_a_page * CHUNK_SIZE / 4096;
            claims(size, if cfg!(miri) { 30 } else { 100 }, to_a_page.max(1));
        }
    }

    fn claims(size: usize, of_each: usize, to_a_page: usize) {
        let areas = Areas(AtomicPtr::new(null_mut()));
        let page = |area: &usize| area / CHUNK_SIZE;
        let mut pages = HashSet::new();
        for _round in 0..if cfg!(miri) { 2 } else { 20 } {
            let claimed = std::sync::Mutex::new(Vec::new());
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        let mine: Vec<usize> =
                            (0..of_each).map(|_| areas.claim(size).unwrap().expose_provenance()).collect();
                        claimed.lock().unwrap().extend(mine);
                    });
                }
            });
            let claimed: HashSet<usize> = claimed.into_inner().unwrap().into_iter().collect();
            assert_eq!(claimed.len(), 4 * of_each);
            for area in &claimed {
                assert!(area % size == 0 && area % CHUNK_SIZE != 0);
                let end = core::ptr::with_exposed_provenance_mut::<u8>(area + size - 1);
                // SAFETY: it was claimed, with its last byte.
                unsafe { end.write(1) };
            }
            pages.extend(claimed.iter().map(page));
            for area in claimed {
                areas.unclaim(core::ptr::with_exposed_provenance_mut(area), size);
            }
        }
        // Whenever all are full, each of the threads may add one before it sees another's.
        let enough = (4 * of_each).div_ceil(to_a_page);
        assert!(pages.len() <= enough * 4, "{} pages for {} areas of {size}", pages.len(), 4 * of_each);
    }
}
