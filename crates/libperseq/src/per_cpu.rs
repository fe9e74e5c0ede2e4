//! Bytes of the caller's for each CPU, and vectors of operations on them.
//!
//! ```text
//!   row:  guard │ …  to byte 64 │ bytes of C's
//! ```

use core::{
    ffi::{c_int, c_void},
    ptr::null_mut,
};

use perseq::{
    ByCpuId, Index,
    perseq_core::{
        guard::Guarded,
        op_vector::{Ended, Invalid, MAX_OPS, Op, OpVector, Word},
        pool::STRIDE,
        thread,
    },
};

use crate::{
    error::{Why, check, fail, value},
    object::{Handle, Kind, create},
};

/// From the start of a row to its bytes; also what they are aligned to.
const BYTES: usize = 64;
/// Most bytes of a CPU.
const MAX_SIZE: usize = STRIDE - BYTES;

/// Rows with a guard.
#[derive(Debug)]
pub struct PerCpu {
    rows: Guarded,
}

// SAFETY: a kind of its own, named there.
unsafe impl Kind for PerCpu {
    const KIND: u8 = 11;
}

impl PerCpu {
    fn new(size: usize) -> Result<Self, Why> {
        if size == 0 || size > MAX_SIZE {
            return Err(Why::Size { asked: size, max: MAX_SIZE });
        }
        // Sections of `perseq/rseq.h` may use the rows, and the library is told of none: a thread that takes a row has to fence even
        // where no thread has run a section of the library. If this thread cannot be attached, no section commits.
        _ = thread::attach();
        let rows = Guarded::new(BYTES + size, BYTES).map_err(Why::Perseq)?;
        Ok(Self { rows })
    }

    fn bytes(&self, row: u32) -> Result<*mut c_void, Why> {
        let row = self.rows.peek(row).map_err(Why::Perseq)?;
        Ok(row.wrapping_byte_add(BYTES).cast_mut().cast())
    }
}

/// `size` bytes per CPU.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_per_cpu_create(size: usize) -> Handle<PerCpu> {
    create(PerCpu::new(size))
}

/// The bytes of the CPU that this thread is on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_per_cpu_here(handle: Handle<PerCpu>) -> *mut c_void {
    // SAFETY: perseq.h's contract: it is not destroyed during the call.
    let here = unsafe { handle.get() }.and_then(|per_cpu| {
        let row = ByCpuId::current().unwrap_or_else(thread::row::<ByCpuId>);
        per_cpu.bytes(row)
    });
    value(here, null_mut())
}

/// The bytes of row `row`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_per_cpu_row(handle: Handle<PerCpu>, row: u32) -> *mut c_void {
    // SAFETY: as above.
    value(unsafe { handle.get() }.and_then(|per_cpu| per_cpu.bytes(row)), null_mut())
}

/// Ends the bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_per_cpu_destroy(handle: Handle<PerCpu>) {
    handle.take().map_or_else(fail, drop);
}

/// `struct perseq_op`.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// One of `enum perseq_op_kind`.
    kind: u32,
    /// Bytes.
    len: u32,
    /// The word that is changed, or one side of a comparison.
    to: *mut c_void,
    /// The bytes that are copied, or the other side.
    from: *const c_void,
    /// The number that is added, a mask, or how many bits.
    n: u64,
}

impl Operation {
    fn op(&self, number: usize) -> Result<Op, Why> {
        let (to, from, len) = (self.to.cast::<u8>(), self.from.cast::<u8>(), self.len as usize);
        let word = Word { at: to, size: len };
        // As many as no number has, if there are more: they are refused.
        let bits = u32::try_from(self.n).unwrap_or(u32::MAX);
        Ok(match self.kind {
            0 => Op::CompareEq { a: to, b: from, len },
            1 => Op::CompareNe { a: to, b: from, len },
            2 => Op::Copy { to, from, len },
            3 => Op::Add(word, self.n.cast_signed()),
            4 => Op::Or(word, self.n),
            5 => Op::And(word, self.n),
            6 => Op::Xor(word, self.n),
            7 => Op::ShiftLeft(word, bits),
            8 => Op::ShiftRight(word, bits),
            9 => Op::Barrier,
            kind => return Err(Why::Operation { number, kind }),
        })
    }
}

/// The vector of C's operations.
///
/// # Safety
///
/// * There are `count` operations at `ops`, if that is no more than a vector can have.
unsafe fn vector(ops: *const Operation, count: usize) -> Result<OpVector, Why> {
    if count == 0 || count > MAX_OPS {
        return Err(Why::Vector(Invalid::Count { ops: count }));
    }
    check(ops, "struct perseq_op")?;
    // SAFETY: the caller's promise.
    let given = unsafe { core::slice::from_raw_parts(ops, count) };
    let mut all = [Op::Barrier; MAX_OPS];
    for (number, (place, operation)) in all.iter_mut().zip(given).enumerate() {
        *place = operation.op(number)?;
    }
    OpVector::new(&all[..count]).map_err(Why::Vector)
}

/// Runs operations with a row held: 0, the number from 1 on of a comparison that failed, or −1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_per_cpu_run(
    handle: Handle<PerCpu>,
    row: u32,
    ops: *const Operation,
    count: usize,
) -> c_int {
    // SAFETY: as above.
    let ended = unsafe { handle.get() }.and_then(|per_cpu| {
        // SAFETY: perseq.h's contract: there are `count` operations.
        let vector = unsafe { vector(ops, count) }?;
        // SAFETY: perseq.h's contract: each address is valid for its operation, and none is the guard's.
        unsafe { vector.run(&per_cpu.rows, row) }.map_err(Why::Perseq)
    });
    let result = ended.map(|ended| match ended {
        Ended::Done => 0,
        Ended::Failed(number) => number as c_int + 1,
    });
    value(result, -1)
}
