//! Items: pointers of C's in a structure, and what a structure that is destroyed does with them.

use core::{cell::Cell, ffi::c_void, ptr::NonNull};

use perseq::{Rejected, Word};

use crate::error::Why;

/// A function of C's that is given items, or null.
pub type Each = Option<unsafe extern "C-unwind" fn(item: *mut c_void, context: *mut c_void)>;

/// A pointer that C has put into a structure. Its drop gives it to the function of the structure's `destroy`, if that runs.
#[derive(Debug)]
pub struct Item(NonNull<c_void>);

thread_local! {
    /// The function of the `destroy` that runs on this thread, and its context.
    static SINK: Cell<(Each, *mut c_void)> = const { Cell::new((None, core::ptr::null_mut())) };
}

impl Item {
    pub(crate) fn new(pointer: *mut c_void) -> Result<Self, Why> {
        NonNull::new(pointer).map(Self).ok_or(Why::Null("pointer as an item"))
    }

    /// The pointer, which is C's again.
    pub(crate) fn into_pointer(self) -> *mut c_void {
        let pointer = self.0.as_ptr();
        core::mem::forget(self);
        pointer
    }
}

// SAFETY: the pointer survives the way there and back with its provenance exposed in between.
unsafe impl Word for Item {
    #[inline(always)]
    fn into_word(self) -> usize {
        self.into_pointer().expose_provenance()
    }

    #[inline(always)]
    unsafe fn from_word(word: usize) -> Self {
        // SAFETY: no item is null.
        Self(unsafe { NonNull::new_unchecked(core::ptr::with_exposed_provenance_mut(word)) })
    }
}

impl Drop for Item {
    fn drop(&mut self) {
        let (each, context) = SINK.get();
        if let Some(each) = each {
            // SAFETY: perseq.h's contract for the function of `destroy`.
            unsafe { each(self.0.as_ptr(), context) };
        }
    }
}

/// Why an item was not put in; it is C's as before.
pub(crate) fn refused(rejected: Rejected<Item>) -> Why {
    let why = rejected.why();
    rejected.into_item().into_pointer();
    Why::Perseq(why)
}

/// Drops `structure`, and gives the items that it has to `each`.
pub(crate) fn drop_into<T>(structure: T, each: Each, context: *mut c_void) {
    // `each` may destroy another structure.
    let before = SINK.replace((each, context));
    drop(structure);
    SINK.set(before);
}

/// The function that perseq.h asks for.
pub(crate) fn function<F>(f: Option<F>) -> Result<F, Why> {
    f.ok_or(Why::Null("function"))
}
