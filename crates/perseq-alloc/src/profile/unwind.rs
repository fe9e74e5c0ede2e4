//! Stacks by the unwinder that the standard library has linked: it needs no frame pointers, and reads what compilers leave for exceptions.

use core::ffi::{c_int, c_void};

use super::DEPTH;

type Step = extern "C" fn(context: *mut c_void, walk: *mut c_void) -> c_int;

unsafe extern "C" {
    fn _Unwind_Backtrace(step: Step, walk: *mut c_void) -> c_int;
    fn _Unwind_GetIP(context: *mut c_void) -> usize;
    fn _Unwind_GetCFA(context: *mut c_void) -> usize;
}

/// `_URC_NO_REASON`: the walk continues.
const NEXT: c_int = 0;
/// `_URC_NORMAL_STOP`.
const STOP: c_int = 4;

struct Walk<'a> {
    frames: &'a mut [usize; DEPTH],
    len: usize,
    base: usize,
    is_above: bool,
}

/// Takes the calling thread's stack, as [`start`](super::start) wants it. Costs about a microsecond, and 4 KiB of stack. Its first call
/// in a process may allocate.
pub fn unwind(frames: &mut [usize; DEPTH], base: usize) -> usize {
    let mut walk = Walk { frames, len: 0, base, is_above: false };
    // SAFETY: `step` has the required type, and gets this walk, which outlives the call. It does not unwind.
    unsafe { _Unwind_Backtrace(step, (&raw mut walk).cast()) };
    walk.len
}

extern "C" fn step(context: *mut c_void, walk: *mut c_void) -> c_int {
    // SAFETY: `unwind` has passed its own, which no other reference is to.
    let walk = unsafe { &mut *walk.cast::<Walk<'_>>() };
    // SAFETY: the unwinder's context, during its call.
    let end = unsafe { _Unwind_GetCFA(context) };
    // SAFETY: as above.
    let address = unsafe { _Unwind_GetIP(context) };
    // The stack grows down: frames that end below `base` are of what its function has called. The first above is its own.
    if end <= walk.base {
        return NEXT;
    }
    if !core::mem::replace(&mut walk.is_above, true) {
        return NEXT;
    }
    // A return address may be the next function's.
    let Some(address) = address.checked_sub(1) else { return STOP };
    let Some(place) = walk.frames.get_mut(walk.len) else { return STOP };
    *place = address;
    walk.len += 1;
    NEXT
}
