//! Histograms, and what they have counted until a moment.

use core::ffi::{c_int, c_void};

use perseq::{Histogram, histogram::Snapshot};

use crate::{
    error::{Why, check, fail, status, value},
    item::function,
    object::{Handle, Kind, create},
};

// SAFETY: kinds of their own, named there.
unsafe impl Kind for Histogram {
    const KIND: u8 = 6;
}

// SAFETY: as above.
unsafe impl Kind for Snapshot {
    const KIND: u8 = 7;
}

fn histogram(highest: u64, digits: u32) -> Result<Histogram, Why> {
    // More than a byte has are too many, whatever they are.
    let digits = u8::try_from(digits).unwrap_or(u8::MAX);
    Histogram::new(highest, digits).map_err(Why::Perseq)
}

/// A histogram of values up to `highest` that keeps `digits` decimal digits.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_histogram_create(highest: u64, digits: u32) -> Handle<Histogram> {
    create(histogram(highest, digits))
}

/// The same with the exact sum of all values.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_histogram_create_with_sum(highest: u64, digits: u32) -> Handle<Histogram> {
    create(histogram(highest, digits).map(Histogram::with_sum))
}

/// Counts `value` `n` times.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_histogram_record_n(handle: Handle<Histogram>, value: u64, n: u64) {
    // SAFETY: perseq.h's contract: it is not destroyed during the call.
    unsafe { handle.get() }.map_or_else(fail, |histogram| histogram.record_n(value, n));
}

/// A snapshot of the counts until now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_histogram_snapshot(handle: Handle<Histogram>) -> Handle<Snapshot> {
    // SAFETY: as above.
    create(unsafe { handle.get() }.map(Histogram::snapshot))
}

/// A snapshot of the counts since the last call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_histogram_interval(handle: Handle<Histogram>) -> Handle<Snapshot> {
    // SAFETY: as above.
    create(unsafe { handle.get() }.and_then(|histogram| histogram.interval().map_err(Why::Perseq)))
}

/// Ends a histogram.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_histogram_destroy(handle: Handle<Histogram>) {
    handle.take().map_or_else(fail, drop);
}

/// How many values were counted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_snapshot_count(handle: Handle<Snapshot>) -> u64 {
    // SAFETY: perseq.h's contract: it is not destroyed during the call.
    value(unsafe { handle.get() }.map(Snapshot::count), 0)
}

/// How many of them were above the highest.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_snapshot_above(handle: Handle<Snapshot>) -> u64 {
    // SAFETY: as above.
    value(unsafe { handle.get() }.map(Snapshot::above), 0)
}

/// The smallest value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_snapshot_min(handle: Handle<Snapshot>) -> u64 {
    // SAFETY: as above.
    value(unsafe { handle.get() }.map(Snapshot::min), 0)
}

/// The largest value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_snapshot_max(handle: Handle<Snapshot>) -> u64 {
    // SAFETY: as above.
    value(unsafe { handle.get() }.map(Snapshot::max), 0)
}

/// The mean.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_snapshot_mean(handle: Handle<Snapshot>) -> f64 {
    // SAFETY: as above.
    value(unsafe { handle.get() }.map(Snapshot::mean), 0.0)
}

/// The standard deviation.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_snapshot_stdev(handle: Handle<Snapshot>) -> f64 {
    // SAFETY: as above.
    value(unsafe { handle.get() }.map(Snapshot::stdev), 0.0)
}

/// The value at or below which a share of `quantile` of all values are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_snapshot_quantile(handle: Handle<Snapshot>, quantile: f64) -> u64 {
    // SAFETY: as above.
    let found = unsafe { handle.get() }.and_then(|snapshot| {
        let is_share = (0.0..=1.0).contains(&quantile);
        if is_share { Ok(snapshot.value_at_quantile(quantile)) } else { Err(Why::Quantile) }
    });
    value(found, 0)
}

/// The exact sum of all values, if it was kept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_snapshot_sum(handle: Handle<Snapshot>, sum: *mut u64) -> c_int {
    // SAFETY: as above.
    let told = unsafe { handle.get() }.and_then(|snapshot| {
        check(sum, "uint64_t for the sum")?;
        let kept = snapshot.sum().ok_or(Why::NoSum)?;
        // SAFETY: perseq.h's contract: `sum` is a word of the caller's.
        unsafe { sum.write(kept) };
        Ok(())
    });
    status(told)
}

/// A function of C's that is given counts that are not 0, or null.
pub type EachCount =
    Option<unsafe extern "C-unwind" fn(lowest: u64, highest: u64, count: u64, context: *mut c_void)>;

/// Gives every count that is not 0 to `each`, with the values that share it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_snapshot_each(
    handle: Handle<Snapshot>,
    each: EachCount,
    context: *mut c_void,
) -> c_int {
    // SAFETY: as above.
    let given = unsafe { handle.get() }.and_then(|snapshot| {
        let each = function(each)?;
        for (values, count) in snapshot.iter() {
            // SAFETY: perseq.h's contract for the function.
            unsafe { each(*values.start(), *values.end(), count, context) };
        }
        Ok(())
    });
    status(given)
}

/// The sum of two snapshots.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_snapshot_merged(
    one: Handle<Snapshot>,
    other: Handle<Snapshot>,
) -> Handle<Snapshot> {
    // SAFETY: as above.
    let both = unsafe { one.get() }.and_then(|one| {
        // SAFETY: as above.
        let other = unsafe { other.get() }?;
        let mut both = one.clone();
        both.merge(other).map_err(Why::Buckets)?;
        Ok(both)
    });
    create(both)
}

/// Writes the snapshot in HdrHistogram's format V2, if it fits, and returns how many bytes that has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_snapshot_v2(handle: Handle<Snapshot>, bytes: *mut u8, len: usize) -> usize {
    // SAFETY: as above.
    let written = unsafe { handle.get() }.and_then(|snapshot| {
        let v2 = snapshot.to_v2();
        if len >= v2.len() {
            check(bytes, "buffer")?;
            // SAFETY: perseq.h's contract: `bytes` has room for `len`.
            unsafe { bytes.copy_from_nonoverlapping(v2.as_ptr(), v2.len()) };
        }
        Ok(v2.len())
    });
    value(written, 0)
}

/// Ends a snapshot.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_snapshot_destroy(handle: Handle<Snapshot>) {
    handle.take().map_or_else(fail, drop);
}
