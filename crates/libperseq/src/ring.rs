//! Rings of records.

use core::ffi::{c_int, c_void};

use perseq::{Mode, Result, RingBuffer};

use crate::{
    error::{Why, check, fail, status, value},
    item::function,
    object::{Handle, Kind, create},
};

// SAFETY: a kind of its own, named there.
unsafe impl Kind for RingBuffer {
    const KIND: u8 = 5;
}

/// A function of C's that is given records, or null.
pub type EachRecord =
    Option<unsafe extern "C-unwind" fn(row: u32, record: *const c_void, len: usize, context: *mut c_void)>;

/// A ring with a buffer of `capacity` bytes per CPU; `mode` is one of `enum perseq_ring_mode`.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_ring_create(capacity: usize, mode: c_int) -> Handle<RingBuffer> {
    let mode = match mode {
        0 => Ok(Mode::Discard),
        1 => Ok(Mode::Overwrite),
        found => Err(Why::Mode { found }),
    };
    create(mode.and_then(|mode| RingBuffer::try_new(capacity, mode).map_err(Why::Perseq)))
}

/// Writes a record of `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_ring_write(
    handle: Handle<RingBuffer>,
    record: *const c_void,
    len: usize,
) -> c_int {
    // SAFETY: perseq.h's contract: it is not destroyed during the call.
    let written = unsafe { handle.get() }.and_then(|ring| {
        let bytes = match len {
            0 => &[],
            _ => {
                check(record.cast::<u8>(), "record")?;
                // A length that no object can have is not made a slice of.
                let len = len.min(ring.max_record() + 1);
                // SAFETY: perseq.h's contract: `record` has `len` bytes.
                unsafe { core::slice::from_raw_parts(record.cast::<u8>(), len) }
            }
        };
        ring.write(bytes).map_err(|why| match why {
            perseq::Error::RecordTooLong { max, .. } => {
                Why::Perseq(perseq::Error::RecordTooLong { len, max })
            }
            why => Why::Perseq(why),
        })
    });
    status(written)
}

/// Gives every record of all rows to `each`, by `take`; how many, or −1.
unsafe fn each_record(
    handle: Handle<RingBuffer>,
    each: EachRecord,
    context: *mut c_void,
    take: impl FnOnce(&RingBuffer, &mut dyn FnMut(u32, &[u8])) -> Result<usize>,
) -> i64 {
    // SAFETY: perseq.h's contract: it is not destroyed during the call.
    let taken = unsafe { handle.get() }.and_then(|ring| {
        let each = function(each)?;
        let taken = take(ring, &mut |row, record| {
            // SAFETY: perseq.h's contract for the function.
            unsafe { each(row, record.as_ptr().cast(), record.len(), context) };
        });
        taken.map_err(Why::Perseq)
    });
    value(taken.map(|records| records as i64), -1)
}

/// Takes the records of all rows out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_ring_drain(
    handle: Handle<RingBuffer>,
    each: EachRecord,
    context: *mut c_void,
) -> i64 {
    // SAFETY: perseq.h's contract.
    unsafe { each_record(handle, each, context, |ring, f| ring.drain(f)) }
}

/// Takes the records of one row out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_ring_drain_row(
    handle: Handle<RingBuffer>,
    row: u32,
    each: EachRecord,
    context: *mut c_void,
) -> i64 {
    // SAFETY: perseq.h's contract.
    unsafe { each_record(handle, each, context, |ring, f| ring.drain_row(row, |record| f(row, record))) }
}

/// Looks at the records of all rows, which stay.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_ring_look(
    handle: Handle<RingBuffer>,
    each: EachRecord,
    context: *mut c_void,
) -> i64 {
    // SAFETY: perseq.h's contract.
    unsafe { each_record(handle, each, context, |ring, f| ring.snapshot(f)) }
}

/// How many records were refused or overwritten.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_ring_lost(handle: Handle<RingBuffer>) -> u64 {
    // SAFETY: perseq.h's contract: it is not destroyed during the call.
    value(unsafe { handle.get() }.map(RingBuffer::lost), 0)
}

/// Bytes of the longest record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_ring_max_record(handle: Handle<RingBuffer>) -> usize {
    // SAFETY: as above.
    value(unsafe { handle.get() }.map(RingBuffer::max_record), 0)
}

/// Ends a ring, and the records that it has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_ring_destroy(handle: Handle<RingBuffer>) {
    handle.take().map_or_else(fail, drop);
}
