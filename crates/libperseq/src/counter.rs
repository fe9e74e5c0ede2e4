//! Counters in memory of the caller's.
//!
//! Memory of zeroes is a counter at 0. A [`Counter`] of Rust's that has no rows is not all zeroes, so the first use of one that C has
//! zeroed makes it one.

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use perseq::{Counter, CounterF64};

use crate::error::{Why, check, fail, value};

/// The first word of a counter without rows.
const FIRST: usize = {
    assert!(size_of::<Counter>() == 24 && align_of::<Counter>() == 8);
    assert!(size_of::<CounterF64>() == 24 && align_of::<CounterF64>() == 8);
    // SAFETY: three words of 8 bytes, without padding.
    let words: [usize; 3] = unsafe { core::mem::transmute(Counter::new()) };
    // SAFETY: as above.
    let words_f64: [usize; 3] = unsafe { core::mem::transmute(CounterF64::new()) };
    assert!(words[1] == 0 && words[2] == 0 && words_f64[1] == 0 && words_f64[2] == 0);
    assert!(words[0] != 0 && words[0] == words_f64[0]);
    words[0]
};

/// The counter at `pointer`, which C may have zeroed.
///
/// # Safety
///
/// If `pointer` is neither null nor misaligned, there are 24 bytes that live for `'a`, zeroes at first, which only these functions use.
#[inline]
unsafe fn counter<'a, T>(pointer: *const T, name: &'static str) -> Result<&'a T, Why> {
    check(pointer, name)?;
    // SAFETY: the caller's promise; the first word of a counter is an atomic one (`Cells`).
    let first = unsafe { &*pointer.cast::<AtomicUsize>() };
    if first.load(Relaxed) == 0 {
        // Relaxed: nothing but the word itself changes. Another thread may do the same, or go on and give the counter rows.
        let _done = first.compare_exchange(0, FIRST, Relaxed, Relaxed);
    }
    // SAFETY: the words of a counter now: those of a new one, or what counters have made of them.
    Ok(unsafe { &*pointer })
}

/// Frees a counter's rows; its memory is zeroed.
///
/// # Safety
///
/// As [`counter`], and no other thread uses it.
unsafe fn destroy<T>(pointer: *mut T, name: &'static str) {
    // SAFETY: the caller's promise.
    if let Err(why) = unsafe { counter(pointer, name) } {
        return fail(why);
    }
    // SAFETY: a counter that this call alone uses.
    unsafe { pointer.drop_in_place() };
    // SAFETY: its memory, which has no value now: zeroes are a new one.
    unsafe { pointer.write_bytes(0, 1) };
}

const COUNTER: &str = "struct perseq_counter";
const COUNTER_F64: &str = "struct perseq_counter_f64";

/// Adds `n`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_counter_add(pointer: *const Counter, n: u64) {
    // SAFETY: perseq.h's contract.
    match unsafe { counter(pointer, COUNTER) } {
        Ok(counter) => counter.add(n),
        Err(why) => fail(why),
    }
}

/// The sum; 0 and `errno` if it is no counter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_counter_sum(pointer: *const Counter) -> u64 {
    // SAFETY: perseq.h's contract.
    value(unsafe { counter(pointer, COUNTER) }.map(Counter::sum), 0)
}

/// Starts again from 0, and returns the sum until then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_counter_reset(pointer: *const Counter) -> u64 {
    // SAFETY: perseq.h's contract.
    value(unsafe { counter(pointer, COUNTER) }.map(Counter::reset), 0)
}

/// Copies the sums of the first `len` rows, and returns how many rows there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_counter_rows(pointer: *const Counter, rows: *mut u64, len: usize) -> usize {
    // SAFETY: perseq.h's contract.
    let counted = unsafe { counter(pointer, COUNTER) }.and_then(|counter| {
        if len > 0 {
            check(rows, "rows")?;
        }
        Ok(counter.rows().enumerate().fold(0, |_, (at, sum)| {
            if at < len {
                // SAFETY: perseq.h's contract: `rows` has room for `len`.
                let place = unsafe { rows.add(at) };
                // SAFETY: as above.
                unsafe { place.write(sum) };
            }
            at + 1
        }))
    });
    value(counted, 0)
}

/// Gives back a counter's memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_counter_destroy(pointer: *mut Counter) {
    // SAFETY: perseq.h's contract.
    unsafe { destroy(pointer, COUNTER) };
}

/// Adds `x`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_counter_f64_add(pointer: *const CounterF64, x: f64) {
    // SAFETY: perseq.h's contract.
    match unsafe { counter(pointer, COUNTER_F64) } {
        Ok(counter) => counter.add(x),
        Err(why) => fail(why),
    }
}

/// The sum; 0 and `errno` if it is no counter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_counter_f64_sum(pointer: *const CounterF64) -> f64 {
    // SAFETY: perseq.h's contract.
    value(unsafe { counter(pointer, COUNTER_F64) }.map(CounterF64::sum), 0.0)
}

/// Gives back a counter's memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_counter_f64_destroy(pointer: *mut CounterF64) {
    // SAFETY: perseq.h's contract.
    unsafe { destroy(pointer, COUNTER_F64) };
}
