//! Rows: for each CPU (or concurrency id) and each class, an array of pointers to free objects.
//!
//! ```text
//!   row of a class:  guard │ limit │ length │ slots … │ notes
//!
//!   allocate:  length − 1 below the limit?   take the last slot, length −= 1        one section
//!   free:      length below the limit?       fill the next slot, length += 1        one section
//! ```
//!
//! A row of zeroes is empty and full at once, since no length is below a limit of 0. So a row that was never used, one that
//! another thread holds, and rows without memory all send both operations to their slow path, and the fast path asks none of
//! this. It looks at no lock, at nothing of the thread's but its number, and at no cache line that another CPU writes.
//!
//! The limit is how deep the array may be now. It starts at two batches and grows where a class runs both empty and full within a
//! short time ([`depth`]). The array has room for the deepest from the start.
//!
//! Rows are by concurrency id: a process with four threads uses at most four rows, on any machine, and a cgroup's two CPUs use
//! two. Before Linux 6.3, which gives none, they are by CPU number.

mod counted;
mod depth;
mod drain;
mod sections;
mod slow;

pub(crate) use counted::{count, harden, is_counting};
pub(crate) use depth::deepened;
pub(crate) use drain::{cached, drains_and_looks, tick};
pub use drain::{look_no_more, trim};
pub(crate) use slow::{give_one, take_one};

use core::{
    mem::MaybeUninit,
    ptr::NonNull,
    sync::atomic::{AtomicBool, AtomicU8, Ordering::Relaxed},
};

use perseq_core::{
    ByConcurrencyId, ByCpuId, Index, Outcome,
    guard::Guarded,
    pool::{LazyItem, Options, Pool, STRIDE},
    sanitizer,
    section::guarded,
};

use crate::classes::Class;

/// Words before a row's slots: guard, limit, length.
const HEADER: usize = 3;
const LIMIT: usize = 1;
const LENGTH: usize = 2;
const WORD: usize = size_of::<usize>();

/// A thread has found that the kernel has no concurrency ids: rows by CPU number are tried first. Either kind of rows is right for each thread
/// that can run sections by it.
const BY_CPUS: u8 = 1;
/// A heap profile is taken: no fast path is.
const COUNTED: u8 = 2;
/// Operations are hardened, and touch no row.
const HARDENED: u8 = 4;
/// The way in which operations begin: some of these, or 0. Read where `is_passed` is set.
static MODE: AtomicU8 = AtomicU8::new(0);

/// Has operations begin in this way, too.
fn begin_by(way: u8) {
    MODE.fetch_or(way, Relaxed);
    BY_ID.is_passed.store(true, Relaxed);
}

/// True if rows by CPU number are tried first, and nothing else is asked for.
#[inline(always)]
fn is_by_cpus_alone() -> bool {
    MODE.load(Relaxed) == BY_CPUS
}

static IDS: Pool<ByConcurrencyId> = Pool::with(Options::new().name(c"perseq-alloc"));
static CPUS: Pool<ByCpuId> = Pool::with(Options::new().name(c"perseq-alloc"));
pub(crate) static BY_ID: Rows<ByConcurrencyId> = Rows::new(&IDS);
pub(crate) static BY_CPU: Rows<ByCpuId> = Rows::new(&CPUS);

/// Bytes from one class's array to the next one's: not a multiple of a page, so that the arrays' first lines are in different sets
/// of a CPU's cache. The array of a class is at a distance from the first one that takes no table.
const ARRAY: usize = 65 * 64;
/// Slots of each array.
const CAPACITY: usize = ARRAY / WORD - HEADER - depth::NOTES;
/// Bytes of all arrays in a row. The first one is never used, so it is all zeroes: an entry of the page map is an array's number,
/// and 0, for no class, is that of an array which is full.
const ALL: usize = ARRAY * (Class::COUNT + 1);
const _: () = assert!(ALL <= STRIDE);

/// The arrays of all classes, in rows by `I`.
#[repr(C)]
pub(crate) struct Rows<I: Index> {
    /// Memory for all of them: one load tells the fast path where they are, or that they are nowhere yet.
    all: LazyItem<I>,
    /// True if operations begin in another way than by these rows: [`MODE`] tells. Used of rows by concurrency id only, whose fast path
    /// has the rest of this line anyway.
    is_passed: AtomicBool,
    /// The guards and limits in it, for slow paths.
    classes: [Guarded<I>; Class::COUNT],
}

/// An object of a class, or `None` when memory is exhausted.
#[inline(always)]
pub(crate) fn allocate(class: Class) -> Option<NonNull<u8>> {
    if !BY_ID.is_passed.load(Relaxed) {
        BY_ID.allocate(class)
    } else if is_by_cpus_alone() {
        BY_CPU.allocate(class)
    } else {
        counted::allocate(class)
    }
}

/// An object of a class that this thread's row has; `None` if it has none, or the section was interrupted.
#[inline(always)]
pub(crate) fn try_allocate(class: Class) -> Option<NonNull<u8>> {
    if !BY_ID.is_passed.load(Relaxed) {
        BY_ID.try_allocate(class)
    } else if is_by_cpus_alone() {
        BY_CPU.try_allocate(class)
    } else {
        None
    }
}

/// Takes back an object of the class whose number, plus 1, is `entry`, if this thread's row has room for it. `false` if the entry
/// is 0, or the section was interrupted.
///
/// # Safety
///
/// * As for [`free`].
#[inline(always)]
pub(crate) unsafe fn try_free(entry: u8, object: *mut u8) -> bool {
    if !BY_ID.is_passed.load(Relaxed) {
        BY_ID.try_free(entry, object)
    } else if is_by_cpus_alone() {
        BY_CPU.try_free(entry, object)
    } else {
        false
    }
}

/// How deep the deepest array of a class is now; 0 if none was used.
pub(crate) fn depth(class: Class) -> usize {
    BY_ID.depth(class).max(BY_CPU.depth(class))
}

/// Takes an object back.
///
/// # Safety
///
/// * `object` is of this class, came from this process's heap, and is used no more.
#[inline(always)]
pub(crate) unsafe fn free(class: Class, object: NonNull<u8>) {
    if !BY_ID.is_passed.load(Relaxed) {
        BY_ID.free(class, object)
    } else if is_by_cpus_alone() {
        BY_CPU.free(class, object)
    } else {
        // SAFETY: the caller's.
        unsafe { counted::free(class, object) }
    }
}

impl<I: Index> Rows<I> {
    const fn new(pool: &'static Pool<I>) -> Self {
        let mut classes = [const { MaybeUninit::uninit() }; Class::COUNT];
        let mut index = 0;
        while let Some(class) = Class::from_index(index) {
            classes[index] = MaybeUninit::new(Guarded::unplaced(ARRAY, 64, depth::first(class), Some(pool)));
            index += 1;
        }
        Self {
            all: LazyItem::of(ALL, 64, Some(pool)),
            is_passed: AtomicBool::new(false),
            // SAFETY: each element was initialised, and an array of `MaybeUninit<T>` has the layout of one of `T`.
            classes: unsafe { core::mem::transmute_copy(&classes) },
        }
    }

    /// The array of a class, with its memory; `None` where there is none.
    fn array(&'static self, class: Class) -> Option<&'static Guarded<I>> {
        let array = &self.classes[class.index()];
        if !array.is_placed() {
            // SAFETY: ITEM: each class has a part of its own, and the fast path's sections are those of its array.
            unsafe { array.place_in(&self.all, usize::from(class.entry()) * ARRAY) }.ok()?;
        }
        Some(array)
    }

    /// Returns whether sections can be given [`base`](Self::base). On targets whose addresses have a sign, they abort by themselves
    /// as long as there is no memory.
    #[inline(always)]
    fn has_base(&self) -> bool {
        cfg!(target_pointer_width = "64") || self.all.is_placed()
    }

    /// Row 0 of an array, for sections: no row's address as long as there is no memory.
    #[inline(always)]
    fn base(&self, entry: u8) -> *mut usize {
        self.all.base().wrapping_add(usize::from(entry) * ARRAY).cast()
    }

    #[inline(always)]
    fn allocate(&'static self, class: Class) -> Option<NonNull<u8>> {
        match self.try_allocate(class) {
            Some(object) => Some(object),
            None => self.allocate_slow(class),
        }
    }

    #[inline(always)]
    fn try_allocate(&'static self, class: Class) -> Option<NonNull<u8>> {
        if !self.has_base() {
            return None;
        }
        let mut word = MaybeUninit::<*mut u8>::uninit();
        let out = word.as_mut_ptr().cast();
        // SAFETY: PLAIN, OWNED, GUARDED: the array has the layout that the section names and lives as long as the process, or the base
        // is no row's and the section aborts; `word` is a live local.
        match unsafe { guarded::array_pop_open::<I>(self.base(class.entry()), out) } {
            Outcome::Committed => {
                // SAFETY: a section that commits has written it.
                let object = unsafe { sanitizer::output(&word) };
                // SAFETY: rows hold addresses of objects, which `try_free` and `put_back` have put there.
                Some(unsafe { NonNull::new_unchecked(object) })
            }
            _ => None,
        }
    }

    #[inline(always)]
    fn free(&'static self, class: Class, object: NonNull<u8>) {
        if !self.try_free(class.entry(), object.as_ptr()) {
            self.free_slow(class, object);
        }
    }

    #[inline(always)]
    fn try_free(&'static self, entry: u8, object: *mut u8) -> bool {
        if !self.has_base() {
            return false;
        }
        let word = object.expose_provenance();
        // SAFETY: as in `try_allocate`. The array of entry 0 is full.
        unsafe { sections::push_once::<I>(self.base(entry), word) == Outcome::Committed }
    }
}
