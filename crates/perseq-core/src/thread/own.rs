//! Areas of our own, for threads that nobody has registered.
//!
//! One copy of perseq in the process, the leader, registers for all (see [`peers`]); each copy holds at most one use
//! per thread. Areas come in chunks of a page that are never unmapped, so whatever a thread leaves behind, the kernel
//! never has a dangling pointer. Claims are single atomic operations: they work in signal handlers and after `fork`
//! (a child inherits the claims of threads that it does not have: 64 bytes each).

use core::{
    ptr::null_mut,
    sync::atomic::{AtomicPtr, AtomicUsize, Ordering::AcqRel, Ordering::Acquire, Ordering::Relaxed},
};

use super::{Owner, auxv, block, block::Attachment, peers, refusal};
use crate::{
    abi::{self, CPU_ID_UNINITIALIZED, Rseq},
    error::{Error, Result},
    sys,
};

/// Bytes of an area: room for the features of Linux 7 and more, and its alignment.
const AREA_SIZE: usize = 64;
/// A bit of a word for each.
const AREAS: usize = usize::BITS as usize;

/// A page of areas (half of one on 32-bit targets); the first one's place is taken by the head.
#[repr(C, align(64))]
struct Chunk {
    next: *mut Chunk,
    /// A bit per area that is in use, bit 0 always.
    claimed: AtomicUsize,
    head: [u8; AREA_SIZE - 2 * size_of::<usize>()],
    areas: [[u8; AREA_SIZE]; AREAS - 1],
}
const _: () = assert!(size_of::<Chunk>() == AREA_SIZE * AREAS);

static CHUNKS: AtomicPtr<Chunk> = AtomicPtr::new(null_mut());

/// Takes one use of this thread's own registration, making it if there is none. Signals are blocked.
pub(super) fn acquire() -> Result<Attachment> {
    let leader = peers::leader();
    let mut acquired = peers::Acquired { area: null_mut(), len: 0 };
    match (leader.acquire)(&mut acquired) {
        0 => {
            let owner =
                if core::ptr::eq(leader, &raw const peers::ENTRY) { Owner::Perseq } else { Owner::Peer };
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
pub(super) fn lead_acquire() -> core::result::Result<(*mut Rseq, u32), sys::Errno> {
    let block = block::get();
    if block.own_area().is_null() {
        let area = claim().ok_or(libc::ENOMEM)?;
        if let Err(errno) = register(area) {
            unclaim(area);
            return Err(errno);
        }
        block.set_own_area(area);
    } else if has_ended(block.own_area()) {
        register(block.own_area())?;
    }
    block.set_own_users(block.own_users().saturating_add(1));
    Ok((block.own_area(), registration_len()))
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
        // SAFETY: ends the registration that lead_acquire made.
        let ended = unsafe { sys::rseq(area, registration_len(), abi::REGISTRATION_UNREGISTER) };
        if ended.is_ok() || has_ended(area) {
            unclaim(area);
        }
    }
}

/// Whether another library has ended the registration of `area`, which is this thread's.
fn has_ended(area: *mut Rseq) -> bool {
    // SAFETY: chunks are never unmapped.
    let cpu_id = unsafe { &raw const (*area).cpu_id };
    // SAFETY: as above; volatile, because the kernel writes it.
    unsafe { cpu_id.read_volatile() }.cast_signed() < 0
}

/// How many bytes of an area are registered: all of it where the kernel fills more than the original 32 and the
/// area is aligned enough, which also makes slices possible on Linux 7; else the 32 that every kernel takes.
fn registration_len() -> u32 {
    let filled = auxv(linux_raw_sys::auxvec::AT_RSEQ_FEATURE_SIZE);
    let align = auxv(linux_raw_sys::auxvec::AT_RSEQ_ALIGN);
    let whole = AREA_SIZE as u32;
    if filled > abi::REGISTERED_LEN_MIN && filled <= whole && align <= whole {
        whole
    } else {
        abi::REGISTERED_LEN_MIN
    }
}

fn register(area: *mut Rseq) -> core::result::Result<(), sys::Errno> {
    // SAFETY: the area was claimed: it is valid and nobody else's.
    unsafe { area.cast::<[u8; AREA_SIZE]>().write_volatile([0; AREA_SIZE]) };
    // SAFETY: as above.
    let cpu_id = unsafe { &raw mut (*area).cpu_id };
    // SAFETY: as above.
    unsafe { cpu_id.write_volatile(CPU_ID_UNINITIALIZED) };
    // SAFETY: the area is valid for ever: chunks are never unmapped.
    unsafe { sys::rseq(area, registration_len(), 0) }
}

/// An area that nobody uses.
fn claim() -> Option<*mut Rseq> {
    loop {
        let first = CHUNKS.load(Acquire);
        let mut chunk = first;
        // SAFETY: the list holds chunks that were initialised before they were published and live for ever.
        while let Some(here) = unsafe { chunk.as_ref() } {
            let claimed = here.claimed.load(Relaxed);
            let free = claimed.trailing_ones();
            if free == AREAS as u32 {
                chunk = here.next;
            } else if here.claimed.compare_exchange(claimed, claimed | 1 << free, AcqRel, Relaxed).is_ok() {
                return Some(chunk.cast::<[u8; AREA_SIZE]>().wrapping_add(free as usize).cast());
            }
        }
        add_chunk(first)?;
    }
}

/// Publishes a new chunk in front of `first`, unless somebody else was faster.
fn add_chunk(first: *mut Chunk) -> Option<()> {
    let len = size_of::<Chunk>();
    let memory = sys::map_memory(len).ok()?;
    let chunk = memory.as_ptr().cast::<Chunk>();
    // SAFETY: the mapping is as large as a chunk and not shared yet, and zeroes are a valid one.
    let head = unsafe { &mut *chunk };
    (head.next, head.claimed) = (first, AtomicUsize::new(1));
    if CHUNKS.compare_exchange(first, chunk, AcqRel, Relaxed).is_err() {
        // SAFETY: it was not published.
        unsafe { sys::unmap_memory(memory, len) };
    }
    Some(())
}

fn unclaim(area: *mut Rseq) {
    let offset = area.addr() % size_of::<Chunk>();
    let index = offset / AREA_SIZE;
    let chunk = area.wrapping_byte_sub(offset).cast::<Chunk>();
    // SAFETY: a chunk's size divides a page, and it is mapped page-aligned: this is the start of the area's chunk.
    let claimed = unsafe { &(*chunk).claimed };
    claimed.fetch_and(!(1 << index), AcqRel);
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, vec::Vec};

    use super::*;

    #[test]
    fn claims_are_apart_and_what_is_given_back_is_used_again() {
        let page = |area: &usize| area / size_of::<Chunk>();
        let mut pages = HashSet::new();
        for _round in 0..if cfg!(miri) { 2 } else { 20 } {
            let claimed = std::sync::Mutex::new(Vec::new());
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        let mine: Vec<usize> =
                            (0..100).map(|_| claim().unwrap().expose_provenance()).collect();
                        claimed.lock().unwrap().extend(mine);
                    });
                }
            });
            let claimed: HashSet<usize> = claimed.into_inner().unwrap().into_iter().collect();
            assert_eq!(claimed.len(), 400);
            assert!(claimed.iter().all(|area| area % AREA_SIZE == 0 && area % size_of::<Chunk>() != 0));
            pages.extend(claimed.iter().map(page));
            for area in claimed {
                unclaim(core::ptr::with_exposed_provenance_mut(area));
            }
        }
        // 63 to a page makes 7; whenever they are full, each of the threads may add one before it sees another's.
        assert!(pages.len() <= 7 * 4, "{} pages for 400 areas", pages.len());
    }
}
