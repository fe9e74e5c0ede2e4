//! Stacks of nodes of the caller's: each begins with the link to the next.

use core::{
    ffi::{c_int, c_void},
    ptr::null_mut,
};
use std::boxed::Box;

use perseq::{IntrusiveStack, Link};

use crate::{
    error::{Why, check, status, value},
    held::{View, WithRow, lend},
    item::{Each, function},
    object::{Handle, Kind, create},
};

/// `struct perseq_node`: the start of C's memory for a node.
///
/// A `Box` of it is never dropped, because that would give C's memory to the allocator of this library. So each path out of a stack ends
/// with [`into_pointer`], and a stack is dropped when it is empty.
#[repr(transparent)]
#[derive(Debug)]
pub struct Node(Link);

// SAFETY: that is where the link is, and nothing else uses it.
unsafe impl perseq::stack::Node for Node {
    const LINK: usize = 0;
}

const _: () = assert!(size_of::<Node>() == 8);

type Stack = IntrusiveStack<Node>;

// SAFETY: a kind of its own, named there.
unsafe impl Kind for Stack {
    const KIND: u8 = 12;
}

/// C's node, as the stack has it.
///
/// # Safety
///
/// * If `pointer` is neither null nor misaligned, a node is there that is in no stack, and that no other code uses.
pub(crate) unsafe fn node(pointer: *mut c_void) -> Result<Box<Node>, Why> {
    let pointer = pointer.cast::<Node>();
    check(pointer, "struct perseq_node")?;
    // SAFETY: the caller's promise: memory of a node's, which is this function's alone. The box is never dropped.
    Ok(unsafe { Box::from_raw(pointer) })
}

/// The node, which is C's again.
pub(crate) fn into_pointer(node: Box<Node>) -> *mut c_void {
    Box::into_raw(node).cast()
}

/// A stack.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_stack_create() -> Handle<Stack> {
    create(Stack::try_new().map_err(Why::Perseq))
}

/// Puts a node on the row of this CPU.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_stack_push(handle: Handle<Stack>, pointer: *mut c_void) -> c_int {
    // SAFETY: perseq.h's contract: it is not destroyed during the call.
    let pushed = unsafe { handle.get() }.and_then(|stack| {
        // SAFETY: perseq.h's contract: a node that is in no stack.
        let node = unsafe { node(pointer) }?;
        stack.push(node).map_err(|rejected| {
            let why = rejected.why();
            into_pointer(rejected.into_item());
            Why::Perseq(why)
        })
    });
    status(pushed)
}

/// The pointer, or null and `errno`.
fn taken(result: Result<Option<Box<Node>>, Why>) -> *mut c_void {
    let node = result.and_then(|node| node.ok_or(Why::Empty));
    value(node.map(into_pointer), null_mut())
}

/// Takes the last node of this CPU's row.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_stack_pop(handle: Handle<Stack>) -> *mut c_void {
    // SAFETY: as above.
    taken(unsafe { handle.get() }.and_then(|stack| stack.try_pop().map_err(Why::Perseq)))
}

/// Takes a node from another CPU's row.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_stack_steal(handle: Handle<Stack>) -> *mut c_void {
    // SAFETY: as above.
    taken(unsafe { handle.get() }.and_then(|stack| stack.steal().map_err(Why::Perseq)))
}

/// Gives every node to `each`.
fn drain(
    stack: &Stack,
    each: unsafe extern "C-unwind" fn(*mut c_void, *mut c_void),
    context: *mut c_void,
) -> Result<(), Why> {
    // SAFETY: perseq.h's contract for the function.
    stack.drain(|node| unsafe { each(into_pointer(node), context) }).map_err(Why::Perseq)
}

/// Gives every node to a function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_stack_drain(
    handle: Handle<Stack>,
    each: Each,
    context: *mut c_void,
) -> c_int {
    // SAFETY: as above.
    status(unsafe { handle.get() }.and_then(|stack| drain(stack, function(each)?, context)))
}

/// Returns whether there are no nodes: 1 or 0, or −1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_stack_is_empty(handle: Handle<Stack>) -> c_int {
    // SAFETY: as above.
    value(unsafe { handle.get() }.map(|stack| c_int::from(stack.is_empty())), -1)
}

/// Calls `f` with a row, held.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_stack_with_row(
    handle: Handle<Stack>,
    row: u32,
    f: WithRow,
    context: *mut c_void,
) -> c_int {
    // SAFETY: as above.
    let called = unsafe { handle.get() }.and_then(|stack| {
        let f = function(f)?;
        // SAFETY: perseq.h's contract for the function.
        stack.with_row(row, |view| unsafe { lend(View::List(view), f, context) }).map_err(Why::Perseq)
    });
    status(called)
}

/// Leaves nodes of C's where they are.
unsafe extern "C-unwind" fn leave(_node: *mut c_void, _context: *mut c_void) {}

/// Ends a stack, and gives the nodes that it has to a function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_stack_destroy(
    handle: Handle<Stack>,
    each: Each,
    context: *mut c_void,
) -> c_int {
    // SAFETY: as above.
    let ended = unsafe { handle.get() }.and_then(|stack| {
        // `each` may push again.
        while !stack.is_empty() {
            drain(stack, each.unwrap_or(leave), context)?;
        }
        handle.take().map(drop)
    });
    status(ended)
}
