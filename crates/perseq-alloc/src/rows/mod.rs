//! Rows: for each CPU (or concurrency id) and each class, an array of pointers to free objects.
//!
//! ```text
//!   row of a class:  guard │ limit │ length │ slot 0 … slot capacity − 1 │ notes
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
//! short time ([`depth`]). The array has room for the deepest from the start: pages that were never reached cost nothing.
//!
//! Rows are by concurrency id: a process with four threads uses at most four rows, on any machine, and a cgroup's two CPUs use
//! two. Before Linux 6.3, which gives none, they are by CPU number.

mod depth;
mod drain;
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
    pool::{Options, Pool},
    section::guarded,
};

use crate::classes::Class;

/// Words before a row's slots: guard, limit, length.
const HEADER: usize = 3;
const LENGTH: usize = 2;
const WORD: usize = size_of::<usize>();

static IDS: Pool<ByConcurrencyId> = Pool::with(Options::new().name(c"perseq-alloc"));
static CPUS: Pool<ByCpuId> = Pool::with(Options::new().name(c"perseq-alloc"));
pub(crate) static BY_ID: Rows<ByConcurrencyId> = Rows::new(&IDS);
pub(crate) static BY_CPU: Rows<ByCpuId> = Rows::new(&CPUS);

/// Whether a thread has found that the kernel gives no concurrency ids. It decides which rows are tried first, and nothing else:
/// either kind of rows is right for each thread that can run sections by it.
static NO_IDS: AtomicBool = AtomicBool::new(false);

/// The arrays of all classes, in rows by `I`.
pub(crate) struct Rows<I: Index> {
    classes: [Guarded<I>; Class::COUNT],
}

/// An object of a class, or `None` when memory is exhausted.
#[inline(always)]
pub(crate) fn allocate(class: Class) -> Option<NonNull<u8>> {
    if NO_IDS.load(Relaxed) { BY_CPU.allocate(class) } else { BY_ID.allocate(class) }
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
            let size = (HEADER + capacity(class) + depth::NOTES) * WORD;
            classes[index] = MaybeUninit::new(Guarded::unplaced(size, 64, depth::first(class), Some(pool)));
            index += 1;
        }
        // SAFETY: each element was initialised, and an array of `MaybeUninit<T>` has the layout of one of `T`.
        Self { classes: unsafe { core::mem::transmute_copy(&classes) } }
    }

    #[inline(always)]
    fn array(&self, class: Class) -> &Guarded<I> {
        &self.classes[class.index()]
    }

    #[inline(always)]
    fn allocate(&self, class: Class) -> Option<NonNull<u8>> {
        let mut word = MaybeUninit::<*mut u8>::uninit();
        let out = word.as_mut_ptr().cast();
        // SAFETY: PLAIN, OWNED, GUARDED: the array has the layout that the section names and lives as long as the process; `word` is
        // a live local.
        match self.array(class).attempt(|base| unsafe { guarded::array_pop_open::<I>(base, out) }) {
            Outcome::Committed => {
                perseq_core::sanitizer::written(word.as_ptr().cast::<usize>(), WORD);
                // SAFETY: a section that commits has written it: a pointer that `free` has put into the row.
                NonNull::new(unsafe { word.assume_init() })
            }
            _ => self.allocate_slow(class),
        }
    }

    #[inline(always)]
    fn free(&self, class: Class, object: NonNull<u8>) {
        let word = object.as_ptr().expose_provenance();
        // SAFETY: as in `allocate`.
        match self.array(class).attempt(|base| unsafe { guarded::array_push_open::<I>(base, word) }) {
            Outcome::Committed => {}
            _ => self.free_slow(class, object),
        }
    }
}

/// Slots of a class's array: 256 KiB of objects, 8 to 2048 of them, and four batches at least.
const fn capacity(class: Class) -> usize {
    let fit = (256 << 10) / class.size();
    let fit = if fit > 2048 { 2048 } else { fit };
    if fit < 4 * class.batch() { 4 * class.batch() } else { fit }
}
