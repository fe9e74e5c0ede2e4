//! The smallest and the largest of all values.

use core::ffi::c_int;

use perseq::MinMax;

use crate::{
    error::{Why, check, fail, status},
    object::{Handle, Kind, create},
};

// SAFETY: a kind of its own, named there.
unsafe impl Kind for MinMax {
    const KIND: u8 = 10;
}

/// Nothing seen yet.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_min_max_create() -> Handle<MinMax> {
    let seen = MinMax::new();
    create(seen.prepare().map(|()| seen).map_err(Why::Perseq))
}

/// Takes note of `value`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_min_max_record(handle: Handle<MinMax>, value: i64) {
    // SAFETY: perseq.h's contract: it is not destroyed during the call.
    unsafe { handle.get() }.map_or_else(fail, |seen| seen.record(value));
}

/// Writes the smallest and the largest value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_min_max_get(handle: Handle<MinMax>, min: *mut i64, max: *mut i64) -> c_int {
    // SAFETY: as above.
    let told = unsafe { handle.get() }.and_then(|seen| {
        check(min, "int64_t for the smallest value")?;
        check(max, "int64_t for the largest value")?;
        let (lowest, highest) = seen.get().ok_or(Why::NoValue)?;
        // SAFETY: perseq.h's contract: `min` is a word of the caller's.
        unsafe { min.write(lowest) };
        // SAFETY: perseq.h's contract: `max` is a word of the caller's.
        unsafe { max.write(highest) };
        Ok(())
    });
    status(told)
}

/// Ends it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_min_max_destroy(handle: Handle<MinMax>) {
    handle.take().map_or_else(fail, drop);
}
