//! Rows that are held while a function of C's runs.
//!
//! C has the address of a [`Row`] in a frame of this library's. Each thread has a list of those that it holds, so an address is compared
//! with them before anything is read there.

use core::{
    cell::Cell,
    ffi::{c_int, c_void},
    ptr::null_mut,
};

use perseq::{array_stack, queue, stack};

use crate::{
    error::{Why, status, value},
    item::{Item, refused},
    stack::{Node, into_pointer, node},
};

/// A row of a structure, as its owner gives it to C.
pub(crate) enum View<'a, 'b> {
    Array(&'a mut array_stack::View<'b, Item>),
    Queue(&'a mut queue::View<'b, Item>),
    List(&'a mut stack::View<'b, Node>),
}

/// A row of `struct perseq_held_row`.
pub struct Row<'a, 'b> {
    view: View<'a, 'b>,
    /// The row that this thread has held for longer.
    before: *mut Row<'static, 'static>,
}

impl core::fmt::Debug for Row<'_, '_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Row").finish_non_exhaustive()
    }
}

thread_local! {
    /// The row that this thread has taken last, of those that it holds.
    static LAST: Cell<*mut Row<'static, 'static>> = const { Cell::new(null_mut()) };
}

/// A function of C's that is given a row, or null.
pub type WithRow = Option<unsafe extern "C-unwind" fn(row: *mut c_void, context: *mut c_void)>;

/// Calls `f` with a row.
///
/// # Safety
///
/// * `f` is as perseq.h asks: it returns.
pub(crate) unsafe fn lend(
    view: View<'_, '_>,
    f: unsafe extern "C-unwind" fn(*mut c_void, *mut c_void),
    context: *mut c_void,
) {
    let mut row = Row { view, before: LAST.get() };
    let place = (&raw mut row).cast::<Row<'static, 'static>>();
    LAST.set(place);
    // SAFETY: the caller's promise.
    unsafe { f(place.cast(), context) };
    // SAFETY: as long as this frame, which `f` has returned to.
    LAST.set(unsafe { (*place).before });
}

/// The row at `place`, which this thread holds.
fn held<'a>(place: *mut c_void) -> Result<&'a mut View<'static, 'static>, Why> {
    if place.is_null() {
        return Err(Why::Null("struct perseq_held_row"));
    }
    let mut at = LAST.get();
    while !at.is_null() {
        if at.cast() == place {
            // SAFETY: a row in a frame of `lend` on this thread, which has not ended; no other reference to its view is in use: signals
            // are blocked, and no function of this module calls one of C's.
            return Ok(unsafe { &mut (*at).view });
        }
        // SAFETY: as above.
        at = unsafe { (*at).before };
    }
    Err(Why::NotHeld)
}

/// Puts a pointer in.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_held_row_push(row: *mut c_void, item: *mut c_void) -> c_int {
    let put = held(row).and_then(|view| match view {
        View::Array(view) => view.push(Item::new(item)?).map_err(refused),
        View::Queue(view) => view.push(Item::new(item)?).map_err(refused),
        View::List(view) => {
            // SAFETY: perseq.h's contract: a node that is in no stack.
            view.push(unsafe { node(item) }?);
            Ok(())
        }
    });
    status(put)
}

/// Takes a pointer out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_held_row_pop(row: *mut c_void) -> *mut c_void {
    let taken = held(row).and_then(|view| {
        let item = match view {
            View::Array(view) => view.pop().map(Item::into_pointer),
            View::Queue(view) => view.pop().map(Item::into_pointer),
            View::List(view) => view.pop().map(into_pointer),
        };
        item.ok_or(Why::EmptyRow)
    });
    value(taken, null_mut())
}

/// The number of the row.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_held_row_number(row: *mut c_void) -> u32 {
    let number = held(row).map(|view| match view {
        View::Array(view) => view.row(),
        View::Queue(view) => view.row(),
        View::List(view) => view.row(),
    });
    value(number, u32::MAX)
}
