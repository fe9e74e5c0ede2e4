//! The hardened mode: each free is checked at once, freed objects are kept back for a while, and writes to them are found.
//!
//! ```text
//!   free ──► checked by page map and bitmap ──► filled ──► quarantine ──► a random one leaves: still filled? ──► heap
//!   allocate ──► heap ──► filled with something else
//! ```
//!
//! No object lies in a row, so the heap's bitmaps tell of each one whether the program has it. Large objects are unmapped when they are
//! freed, and an access to them faults.

use core::ptr::NonNull;

use perseq_core::sys::with_signals_blocked;

use crate::{
    classes::Class,
    lock::Lock,
    middle::MIDDLE,
    pages::{Linux, Pages},
    report::{self, Misuse},
    rows,
};

/// Each byte of an object that was freed, and of one that was never written.
const FREED: u8 = 0xdf;
const NEW: u8 = 0xa5;

/// Objects that are kept back, and their bytes: at most, or a single one.
const OBJECTS: usize = 1024;
const BYTES: usize = 4 << 20;

/// An object that was freed.
#[derive(Clone, Copy)]
struct Kept {
    object: NonNull<u8>,
    class: Class,
}

struct Quarantine {
    objects: [Option<Kept>; OBJECTS],
    len: usize,
    bytes: usize,
    random: u64,
}

// SAFETY: the objects are free, and the quarantine's alone.
unsafe impl Send for Quarantine {}

static QUARANTINE: Lock<Quarantine> =
    Lock::new(Quarantine { objects: [None; OBJECTS], len: 0, bytes: 0, random: 0 });

impl Quarantine {
    /// Returns whether an object is here.
    fn has(&self, object: NonNull<u8>) -> bool {
        self.objects[..self.len].iter().flatten().any(|kept| kept.object == object)
    }

    /// Keeps an object back; another one, if there is no room for both.
    fn exchange(&mut self, new: Kept) -> Option<Kept> {
        let size = new.class.size();
        let leaves =
            (self.len == OBJECTS || self.len > 0 && self.bytes + size > BYTES).then(|| self.take_random());
        self.objects[self.len] = Some(new);
        self.len += 1;
        self.bytes += size;
        leaves.flatten()
    }

    /// Takes a random object, if more bytes are here than should be.
    fn take_excess(&mut self) -> Option<Kept> {
        (self.bytes > BYTES && self.len > 1).then(|| self.take_random()).flatten()
    }

    /// Takes a random object, of at least one.
    fn take_random(&mut self) -> Option<Kept> {
        // Xorshift.
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        let index = (self.random % self.len as u64) as usize;
        self.len -= 1;
        self.objects.swap(index, self.len);
        let kept = self.objects[self.len].take()?;
        self.bytes -= kept.class.size();
        Some(kept)
    }
}

/// Hardens all operations from now on.
pub(crate) fn start() {
    let pages = Linux::new();
    // An address that the kernel has drawn, and the time.
    let here = (&raw const pages).addr() as u64;
    with_signals_blocked(|| QUARANTINE.lock(&pages).random = here << 20 ^ pages.now() | 1);
    MIDDLE.heap().keep_no_mappings();
    rows::harden();
    // Those that lie in rows are the heap's again, whose bitmaps know them.
    rows::trim();
}

/// An object, filled.
pub(crate) fn allocate(class: Class) -> Option<NonNull<u8>> {
    let object = rows::take_one(class)?;
    // SAFETY: new, and of that size.
    unsafe { object.write_bytes(NEW, class.size()) };
    Some(object)
}

/// Takes an object back, or ends the process with a message.
///
/// # Safety
///
/// * The object is of this class and used no more, or the process ends here.
pub(crate) unsafe fn free(class: Class, object: NonNull<u8>) {
    let heap = MIDDLE.heap();
    heap.check(class, object.as_ptr());
    let pages = heap.pages();
    // SAFETY: an object that the heap has handed out: it has memory. The rest of it is looked at only if this byte may be the
    // quarantine's.
    let may_be_kept = unsafe { object.read() } == FREED;
    if may_be_kept && with_signals_blocked(|| QUARANTINE.lock(pages).has(object)) {
        report::misused(pages, object.addr().get(), Misuse::Kept(class));
    }
    // SAFETY: the program has freed it, and it is in no other hand.
    unsafe { object.write_bytes(FREED, class.size()) };
    let mut leaving = with_signals_blocked(|| QUARANTINE.lock(pages).exchange(Kept { object, class }));
    while let Some(kept) = leaving {
        release(kept);
        leaving = with_signals_blocked(|| QUARANTINE.lock(pages).take_excess());
    }
}

/// Gives the heap an object that has left the quarantine, if it is as it was.
fn release(Kept { object, class }: Kept) {
    // SAFETY: an object of that size, free, and this call's alone; each byte was written. (A program that still writes there is what this
    // looks for.)
    let bytes = unsafe { core::slice::from_raw_parts(object.as_ptr(), class.size()) };
    if let Some(offset) = bytes.iter().position(|byte| *byte != FREED) {
        report::written(MIDDLE.heap().pages(), object.addr().get(), class, offset);
    }
    rows::give_one(class, object);
}

/// Before a fork: no other thread is in the quarantine. Before the heap's locks are taken.
pub(crate) fn before_fork() {
    QUARANTINE.hold(MIDDLE.heap().pages());
}

/// After it, in the parent and in the child.
///
/// # Safety
/// This thread, or the one that it is the forked copy of, called [`before_fork`].
pub(crate) unsafe fn after_fork() {
    // SAFETY: the caller's.
    unsafe { QUARANTINE.let_go(MIDDLE.heap().pages()) };
}
