//! Objects that C knows by their addresses.
//!
//! ```text
//!   slot, 512 bytes:   mark │ …  to byte 64 │ the structure
//!
//!   mark:  0: free    1: being made or destroyed    kind XOR address of the slot: a structure of that kind
//! ```
//!
//! Slots are memory that this library never gives back. A pointer is compared with the addresses of the slots before anything is read, so a pointer
//! to anything else, to another kind or to an object that was destroyed is an error. A slot that is free again is used last, but it is used: the
//! address of a destroyed object may be that of a later one.
//!
//! Slots are claimed by compare-and-swap and no lock is held, so a forked child finds them whole, whatever its parent's threads did.

use core::{
    cell::UnsafeCell,
    ffi::c_void,
    marker::PhantomData,
    mem::MaybeUninit,
    ptr::{NonNull, null_mut},
    sync::atomic::{
        AtomicPtr, AtomicUsize,
        Ordering::{AcqRel, Acquire, Relaxed, Release},
    },
};

use crate::error::Why;

/// From one slot to the next.
const SLOT: usize = 512;
const HEADER: usize = 64;
/// Slots of the first chunk; every further chunk has twice as many as the one before.
const FIRST: usize = 256;
/// Chunks: 16 million slots.
const CHUNKS: usize = 16;

const FREE: usize = 0;
const BUSY: usize = 1;
/// The mark that an object of kind 0 would have, XOR its address. Its low 9 bits are 0, as those of addresses are.
const MARK: usize = 0x9e72_5e71_c0de_b600;

/// A structure that C has by its address.
///
/// # Safety
///
/// * No other kind has the same `KIND`, which is from 2 to 255, and `NAMES` has its name in that place.
pub(crate) unsafe trait Kind: Sized {
    const KIND: u8;
    const NAME: &'static str = NAMES[Self::KIND as usize];
}

/// The structures' names in C, by their kinds.
const NAMES: [&str; 13] = [
    "",
    "",
    "struct perseq_array_stack",
    "struct perseq_cache",
    "struct perseq_queue",
    "struct perseq_ring",
    "struct perseq_histogram",
    "struct perseq_snapshot",
    "struct perseq_cpu_lock",
    "struct perseq_rcu",
    "struct perseq_min_max",
    "struct perseq_per_cpu",
    "struct perseq_stack",
];

#[repr(C, align(512))]
struct Slot {
    mark: AtomicUsize,
    _header: MaybeUninit<[u8; HEADER - size_of::<AtomicUsize>()]>,
    value: UnsafeCell<MaybeUninit<[u8; SLOT - HEADER]>>,
}

const _: () = assert!(size_of::<Slot>() == SLOT && core::mem::offset_of!(Slot, value) == HEADER);

// SAFETY: the mark is atomic, and says which thread may use the value: the one that claimed the slot, or all by `&`, as C's contract for the
// structure allows.
unsafe impl Sync for Slot {}

impl Slot {
    const fn new() -> Self {
        Self {
            mark: AtomicUsize::new(FREE),
            _header: MaybeUninit::uninit(),
            value: UnsafeCell::new(MaybeUninit::uninit()),
        }
    }

    fn mark_of<T: Kind>(&self) -> usize {
        MARK ^ T::KIND as usize ^ core::ptr::from_ref(self).addr()
    }

    /// The kind of the object that is here.
    fn kind(&self) -> Option<&'static str> {
        let kind = self.mark.load(Relaxed) ^ MARK ^ core::ptr::from_ref(self).addr();
        NAMES.get(kind).copied().filter(|name| !name.is_empty())
    }
}

/// Slots that follow each other.
struct Chunk {
    /// The first one; null before the chunk's first use, and in chunk 0, which is `SLOTS`.
    slots: AtomicPtr<Slot>,
    /// Slots that are not free.
    used: AtomicUsize,
    /// The slot to look at next.
    next: AtomicUsize,
}

static SLOTS: [Slot; FIRST] = [const { Slot::new() }; FIRST];
static CHUNK: [Chunk; CHUNKS] = [const {
    Chunk { slots: AtomicPtr::new(null_mut()), used: AtomicUsize::new(0), next: AtomicUsize::new(0) }
}; CHUNKS];

/// The slots of chunk `at`; none if it has no memory yet.
fn slots(at: usize) -> &'static [Slot] {
    if at == 0 {
        return &SLOTS;
    }
    let first = CHUNK[at].slots.load(Acquire);
    if first.is_null() {
        return &[];
    }
    // SAFETY: `place` has mapped so many, which stay mapped; zeroes are free slots.
    unsafe { core::slice::from_raw_parts(first, FIRST << at) }
}

/// Maps `bytes` zeroes, which take memory as they are used.
pub(crate) fn map(bytes: usize) -> Result<NonNull<c_void>, Why> {
    // SAFETY: a new mapping changes no memory that is there.
    let memory = unsafe {
        libc::mmap(
            null_mut(),
            bytes,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        )
    };
    let failed = Why::Perseq(perseq::Error::Syscall { call: "mmap", errno: libc::ENOMEM });
    if memory == libc::MAP_FAILED { Err(failed) } else { NonNull::new(memory).ok_or(failed) }
}

/// Gives chunk `at` memory.
fn place(at: usize) -> Result<(), Why> {
    let bytes = (FIRST << at) * SLOT;
    let memory = map(bytes)?.as_ptr();
    if CHUNK[at].slots.compare_exchange(null_mut(), memory.cast(), AcqRel, Acquire).is_err() {
        // SAFETY: mapped above, and no other thread has seen it.
        unsafe { libc::munmap(memory, bytes) };
    }
    Ok(())
}

/// The slot at `address`, and its chunk.
#[inline(always)]
fn find(address: usize) -> Option<(usize, &'static Slot)> {
    let offset = address.wrapping_sub(SLOTS.as_ptr().addr());
    if offset < size_of_val(&SLOTS) {
        return offset.is_multiple_of(SLOT).then(|| (0, &SLOTS[offset / SLOT]));
    }
    find_later(address)
}

#[cold]
fn find_later(address: usize) -> Option<(usize, &'static Slot)> {
    (1..CHUNKS).find_map(|at| {
        let slots = slots(at);
        let offset = address.wrapping_sub(slots.as_ptr().addr());
        offset.is_multiple_of(SLOT).then(|| slots.get(offset / SLOT)).flatten().map(|slot| (at, slot))
    })
}

/// A slot that is this thread's until it changes the mark.
fn claim() -> Result<&'static Slot, Why> {
    for (at, chunk) in CHUNK.iter().enumerate() {
        if slots(at).is_empty() {
            place(at)?;
        }
        let slots = slots(at);
        if chunk.used.load(Relaxed) >= slots.len() {
            continue;
        }
        let next = chunk.next.load(Relaxed);
        for index in (next..next + slots.len()).map(|index| index % slots.len()) {
            let mark = &slots[index].mark;
            // Acquire: the thread that destroyed the object before is done with it.
            if mark.load(Relaxed) == FREE && mark.compare_exchange(FREE, BUSY, Acquire, Relaxed).is_ok() {
                chunk.used.fetch_add(1, Relaxed);
                chunk.next.store(index + 1, Relaxed);
                return Ok(&slots[index]);
            }
        }
    }
    Err(Why::Objects)
}

/// A structure as C has it: the address of its slot.
#[repr(transparent)]
pub struct Handle<T>(*const c_void, PhantomData<*const T>);

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Handle<T> {}

impl<T> core::fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Handle").field(&self.0).finish()
    }
}

impl<T> Handle<T> {
    pub(crate) const NULL: Self = Self(core::ptr::null(), PhantomData);

    pub(crate) fn is_null(self) -> bool {
        self.0.is_null()
    }
}

#[expect(private_bounds, reason = "only this library has kinds")]
impl<T: Kind> Handle<T> {
    const FITS: () = assert!(size_of::<T>() <= SLOT - HEADER && align_of::<T>() <= HEADER);

    /// Makes an object of `value`.
    pub(crate) fn of(value: T) -> Result<Self, Why> {
        const { Self::FITS };
        let slot = claim()?;
        // SAFETY: the slot is this thread's, and has room for a `T`.
        unsafe { slot.value.get().cast::<T>().write(value) };
        slot.mark.store(slot.mark_of::<T>(), Release);
        Ok(Self(core::ptr::from_ref(slot).cast(), PhantomData))
    }

    /// The object.
    ///
    /// # Safety
    ///
    /// * It is not destroyed during `'a`.
    #[inline(always)]
    pub(crate) unsafe fn get<'a>(self) -> Result<&'a T, Why> {
        match find(self.0.addr()) {
            Some((_, slot)) if slot.mark.load(Acquire) == slot.mark_of::<T>() => {
                // SAFETY: the mark says that there is a `T`, which was written before, and which lives for `'a`: the caller's promise.
                Ok(unsafe { &*slot.value.get().cast::<T>() })
            }
            _ => Err(self.wrong()),
        }
    }

    /// Takes the object out of its slot, whose address is that of no object any more. Of several threads one gets it.
    pub(crate) fn take(self) -> Result<T, Why> {
        let (at, slot) = find(self.0.addr()).ok_or_else(|| self.wrong())?;
        slot.mark.compare_exchange(slot.mark_of::<T>(), BUSY, Acquire, Relaxed).map_err(|_| self.wrong())?;
        // SAFETY: there is a `T`, which this thread alone has taken.
        let value = unsafe { slot.value.get().cast::<T>().read() };
        slot.mark.store(FREE, Release);
        CHUNK[at].used.fetch_sub(1, Relaxed);
        Ok(value)
    }

    /// Why this is no object of this kind.
    #[cold]
    fn wrong(self) -> Why {
        let asked = T::NAME;
        if self.0.is_null() {
            return Why::Null(asked);
        }
        let found = find(self.0.addr()).and_then(|(_, slot)| slot.kind());
        found.map_or(Why::NoObject(asked), |found| Why::OtherObject { asked, found })
    }
}

/// The object that `make` makes, for C: null and `errno` if there is none.
pub(crate) fn create<T: Kind>(made: Result<T, Why>) -> Handle<T> {
    crate::error::value(made.and_then(Handle::of), Handle::NULL)
}
