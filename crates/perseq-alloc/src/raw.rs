//! Allocation as C has it: the size is not known when the program is compiled, and `free` is not told it.
//!
//! For `perseq-malloc`. Not a stable interface.

use core::ptr::NonNull;

use crate::{classes::Class, hardened, heap::Kind, large, middle::MIDDLE, pages::HugePages, rows};

pub use crate::background::start as start_background_thread;
pub use rows::{look_no_more, trim};

/// Decides by which rule the kernel may back memory of the heap with huge pages that is committed from now on.
pub fn set_huge_pages(huge: HugePages) {
    MIDDLE.heap().pages().set_huge_pages(huge);
}

/// Hardens all operations from now on: each free is checked at once, and writes to freed objects are found. Costs about a microsecond for
/// each operation.
pub fn harden() {
    hardened::start();
}

/// Memory of at least `size` bytes at a multiple of `align`, a power of two; `None` when memory is exhausted or the size is absurd.
#[inline(always)]
#[must_use]
pub fn allocate(size: usize, align: usize) -> Option<NonNull<u8>> {
    match Class::of(size, align) {
        Some(class) => rows::allocate(class),
        None => allocate_large(size, align),
    }
}

/// An object of at least `size` bytes at a multiple of 16 that this thread's row has. `None` is no answer: [`allocate`] gives one.
#[inline(always)]
#[must_use]
pub fn try_allocate(size: usize) -> Option<NonNull<u8>> {
    rows::try_allocate(Class::of_small(size)?)
}

/// Takes an object back if this thread's row has room for it. `false` is no answer: [`free`] has to be called then. Null is none.
///
/// # Safety
///
/// * As for [`free`], unless the result is `false`.
#[inline(always)]
#[must_use]
pub unsafe fn try_free(object: *mut u8) -> bool {
    match MIDDLE.heap().entry_of(object) {
        // SAFETY: the caller's.
        Some(entry) => unsafe { rows::try_free(entry, object) },
        None => false,
    }
}

#[cold]
#[inline(never)]
fn allocate_large(size: usize, align: usize) -> Option<NonNull<u8>> {
    if size > isize::MAX.cast_unsigned() {
        return None;
    }
    large::take(size, align).map(|large| large.start)
}

/// The same, of zeroes, at a multiple of 16.
#[must_use]
pub fn allocate_zeroed(size: usize) -> Option<NonNull<u8>> {
    if Class::of(size, 16).is_none() {
        return large::take_zeroed(size, 16);
    }
    let object = allocate(size, 16)?;
    // SAFETY: new, and of at least that size.
    unsafe { object.write_bytes(0, size) };
    Some(object)
}

/// Takes memory back. A pointer that is not an object's ends the process with a message, at once or when the object reaches the heap.
///
/// # Safety
///
/// * The object came from this module and is used no more.
#[inline(always)]
pub unsafe fn free(object: NonNull<u8>) {
    match MIDDLE.heap().class_of(object.as_ptr()) {
        // SAFETY: the caller's.
        Some(class) => unsafe { rows::free(class, object) },
        // SAFETY: the caller's: memory of no class is a large object.
        None => unsafe { large::give(object) },
    }
}

/// Bytes that an object has, which are all the program's.
#[must_use]
pub fn usable_size(object: NonNull<u8>) -> usize {
    match kind_of(object) {
        Kind::Small { class, .. } => class.size(),
        Kind::Large { size } => size,
        Kind::Foreign => 0,
    }
}

fn kind_of(object: NonNull<u8>) -> Kind {
    let heap = MIDDLE.heap();
    // The records of large objects have a lock.
    match heap.class_of(object.as_ptr()) {
        Some(_) => heap.kind_of(object.as_ptr()),
        None => MIDDLE.quietly(|heap| heap.kind_of(object.as_ptr())),
    }
}

/// Makes an object one of at least `size` bytes, with its contents as far as they fit, at a multiple of 16. `None` when memory is
/// exhausted: then it is as it was.
///
/// # Safety
///
/// * As for [`free`], unless the result is `None`.
pub unsafe fn resize(object: NonNull<u8>, size: usize) -> Option<NonNull<u8>> {
    let old = match kind_of(object) {
        Kind::Small { class, start } if start == object => {
            if size <= class.size() && size > class.size() / 2 || Class::of(size, 16) == Some(class) {
                return Some(object);
            }
            class.size()
        }
        Kind::Large { size: old } => {
            if Class::of(size, 16).is_none() {
                // SAFETY: the caller's: a large object.
                return unsafe { large::resize(object, old, size, 16) };
            }
            old
        }
        _ => MIDDLE.heap().refuse(object.as_ptr()),
    };
    let moved = allocate(size, 16)?;
    // SAFETY: both have at least so many bytes, and they are different objects.
    unsafe { moved.copy_from_nonoverlapping(object, old.min(size)) };
    // SAFETY: the caller's.
    unsafe { free(object) };
    Some(moved)
}

/// How often operations went ways that few of them go, since the process started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paths {
    /// A row ran empty and got a batch.
    pub refills: u64,
    /// A row ran full and gave a batch away.
    pub flushes: u64,
    /// A row was emptied by a thread that held it, wherever its own threads were.
    pub drains: u64,
    /// A thread looked for memory to give back.
    pub looks: u64,
    /// A row was made deeper.
    pub deepened: u64,
}

/// These counts. Costs some loads for each class.
#[must_use]
pub fn paths() -> Paths {
    let passed = Class::all().map(|class| MIDDLE.passed(class));
    let (refills, flushes) = passed.fold((0, 0), |sum, (up, down)| (sum.0 + up as u64, sum.1 + down as u64));
    let [drains, looks] = rows::drains_and_looks();
    Paths { refills, flushes, drains, looks, deepened: rows::deepened() }
}

/// How many objects of a class the deepest row may keep now; 0 before the first use of the class.
#[must_use]
pub fn depth(class: Class) -> usize {
    rows::depth(class)
}
