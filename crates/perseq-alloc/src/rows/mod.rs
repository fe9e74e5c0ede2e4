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

mod depth;
mod drain;
mod sections;
mod slow;

pub(crate) use drain::cached_bytes;
pub use drain::trim;

use core::{
    mem::MaybeUninit,
    ptr::NonNull,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use perseq_core::{
    ByConcurrencyId, ByCpuId, Index, Outcome,
    guard::Guarded,
    pool::{LazyItem, Options, Pool, STRIDE},
    section::guarded,
};

use crate::classes::Class;

/// Words before a row's slots: guard, limit, length.
const HEADER: usize = 3;
const LIMIT: usize = 1;
const LENGTH: usize = 2;
const WORD: usize = size_of::<usize>();

static IDS: Pool<ByConcurrencyId> = Pool::with(Options::new().name(c"perseq-alloc"));
static CPUS: Pool<ByCpuId> = Pool::with(Options::new().name(c"perseq-alloc"));
pub(crate) static BY_ID: Rows<ByConcurrencyId> = Rows::new(&IDS);
pub(crate) static BY_CPU: Rows<ByCpuId> = Rows::new(&CPUS);

/// True if a thread has found that the kernel gives no concurrency ids. It decides which rows are tried first, and nothing else:
/// either kind of rows is right for each thread that can run sections by it.
static NO_IDS: AtomicBool = AtomicBool::new(false);

/// Bytes from one class's array to the next one's: not a multiple of a page, so that the arrays' first lines are in different sets
/// of a CPU's cache. The array of a class is at a distance from the first one that takes no table.
const ARRAY: usize = 65 * 64;
/// Slots of each array.
const CAPACITY: usize = ARRAY / WORD - HEADER - depth::NOTES;
const _: () = assert!(ARRAY * Class::COUNT <= STRIDE);

/// The arrays of all classes, in rows by `I`.
pub(crate) struct Rows<I: Index> {
    /// Memory for all of them: one load tells the fast path where they are, or that they are nowhere yet.
    all: LazyItem<I>,
    /// The guards and limits in it, for slow paths.
    classes: [Guarded<I>; Class::COUNT],
}

/// An object of a class, or `None` when memory is exhausted.
#[inline(always)]
pub(crate) fn allocate(class: Class) -> Option<NonNull<u8>> {
    if NO_IDS.load(Relaxed) { BY_CPU.allocate(class) } else { BY_ID.allocate(class) }
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
    if NO_IDS.load(Relaxed) { BY_CPU.free(class, object) } else { BY_ID.free(class, object) }
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
            all: LazyItem::of(ARRAY * Class::COUNT, 64, Some(pool)),
            // SAFETY: each element was initialised, and an array of `MaybeUninit<T>` has the layout of one of `T`.
            classes: unsafe { core::mem::transmute_copy(&classes) },
        }
    }

    /// The array of a class, with its memory; `None` where there is none.
    fn array(&'static self, class: Class) -> Option<&'static Guarded<I>> {
        let array = &self.classes[class.index()];
        if !array.is_placed() {
            // SAFETY: ITEM: each class has a part of its own, and the fast path's sections are those of its array.
            unsafe { array.place_in(&self.all, class.index() * ARRAY) }.ok()?;
        }
        Some(array)
    }

    /// Returns whether sections can be given [`base`](Self::base). On targets whose addresses have a sign, they abort by themselves
    /// as long as there is no memory.
    #[inline(always)]
    fn has_base(&self) -> bool {
        cfg!(target_pointer_width = "64") || self.all.is_placed()
    }

    /// Row 0 of a class's array, for sections: no row's address as long as there is no memory.
    #[inline(always)]
    fn base(&self, class: Class) -> *mut usize {
        self.all.base().wrapping_add(class.index() * ARRAY).cast()
    }

    #[inline(always)]
    fn allocate(&'static self, class: Class) -> Option<NonNull<u8>> {
        if !self.has_base() {
            return self.allocate_slow(class);
        }
        let mut word = MaybeUninit::<*mut u8>::uninit();
        let out = word.as_mut_ptr().cast();
        // SAFETY: PLAIN, OWNED, GUARDED: the array has the layout that the section names and lives as long as the process, or the base
        // is no row's and the section aborts; `word` is a live local.
        match unsafe { guarded::array_pop_open::<I>(self.base(class), out) } {
            Outcome::Committed => {
                perseq_core::sanitizer::written(word.as_ptr().cast::<usize>(), WORD);
                // SAFETY: a section that commits has written it: a pointer that `free` has put into the row.
                NonNull::new(unsafe { word.assume_init() })
            }
            _ => self.allocate_slow(class),
        }
    }

    #[inline(always)]
    fn free(&'static self, class: Class, object: NonNull<u8>) {
        if !self.has_base() {
            return self.free_slow(class, object);
        }
        let word = object.as_ptr().expose_provenance();
        // SAFETY: as in `allocate`.
        match unsafe { sections::push_once::<I>(self.base(class), word) } {
            Outcome::Committed => {}
            _ => self.free_slow(class, object),
        }
    }
}
