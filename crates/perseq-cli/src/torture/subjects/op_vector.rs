//! Operation vectors: all or nothing on any CPU's row, beside sections that add there.

use std::sync::atomic::{
    AtomicU64,
    Ordering::{Relaxed, SeqCst},
};

use fastrand::Rng;
use perseq::{
    Index,
    perseq_core::{
        critical_section,
        guard::{Attempt, Guarded},
        op_vector::{Ended, Op, OpVector, Word},
    },
};

use super::array_stack::rows;
use crate::torture::{
    ledger::{Fault, Wrong},
    subject::Subject,
};

/// The words of a row: two that vectors keep equal, and one that sections add to as well.
const PAIR: [usize; 2] = [1, 2];
const SUM: usize = 3;

critical_section! {
    /// Adds `n` to the row's sum.
    unsafe fn add_to_sum(guarded: row; values: n) {
        load(row[3]);
        add(n);
        commit_tmp(row[3]);
    }
}

/// Rows that vectors and sections change.
pub(super) struct Vectors<I: Index> {
    name: &'static str,
    rows: Guarded<I>,
    /// Vectors that were done.
    vectors: AtomicU64,
    /// The total that was added to sums.
    added: AtomicU64,
    fault: Fault,
}

impl<I: Index> Vectors<I> {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        let rows = Guarded::new(4 * size_of::<usize>(), 64)?;
        Ok(Self { name, rows, vectors: AtomicU64::new(0), added: AtomicU64::new(0), fault: Fault::new() })
    }

    /// The address of a word of a row.
    fn word(&self, row: u32, word: usize) -> *mut u8 {
        let row = self.rows.peek(row).unwrap_or(std::ptr::null());
        row.wrapping_add(word).cast_mut().cast()
    }

    /// One vector on any row.
    fn vector(&self, row: u32) {
        let [left, right] = PAIR.map(|word| self.word(row, word));
        let number = |at| Word { at, size: size_of::<usize>() };
        let vector = OpVector::new(&[
            Op::CompareEq { a: left, b: right, len: size_of::<usize>() },
            Op::Add(number(left), 1),
            Op::Barrier,
            Op::Add(number(self.word(row, SUM)), 1),
            Op::Add(number(right), 1),
        ]);
        let Ok(vector) = vector else { return self.fault.record(Wrong::Failed, row as usize) };
        self.added.fetch_add(1, Relaxed);
        self.vectors.fetch_add(1, Relaxed);
        // SAFETY: words of the row, which live as long as `self`; others change them while they hold it, or by sections that
        // look at its guard.
        match unsafe { vector.run(&self.rows, row) } {
            Ok(Ended::Done) => {}
            Ok(Ended::Failed(_)) => self.fault.record(Wrong::NotExclusive, row as usize),
            Err(_) => self.fault.record(Wrong::Failed, row as usize),
        }
    }

    fn add(&self, n: usize) {
        self.added.fetch_add(n as u64, Relaxed);
        // SAFETY: PLAIN, OWNED, GUARDED: rows of four words, of which sections by `I` change the last.
        let attempt = self.rows.run(|| unsafe { add_to_sum::<I>(self.rows.base(), n) });
        if attempt != Attempt::Committed {
            match self.rows.lock_here() {
                Ok(held) => {
                    // SAFETY: GUARDED: a word of the row, which is held.
                    let sum = unsafe { held.word(SUM).read() };
                    held.publish(SUM, sum.wrapping_add(n));
                }
                Err(_) => self.fault.record(Wrong::Failed, 0),
            }
        }
    }

    /// The rows' words, summed.
    fn sums(&self) -> Result<[u64; 3], String> {
        let mut sums = [0; 3];
        for row in 0..rows() {
            let held = self.rows.lock(row).map_err(|error| error.to_string())?;
            for (sum, word) in sums.iter_mut().zip([PAIR[0], PAIR[1], SUM]) {
                // SAFETY: GUARDED: a word of the row, which is held.
                *sum += unsafe { held.word(word).read() } as u64;
            }
        }
        Ok(sums)
    }
}

impl<I: Index> Subject for Vectors<I> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        for _ in 0..operations {
            // A vector costs a fence.
            if rng.u8(..16) == 0 { self.vector(rng.u32(..rows())) } else { self.add(rng.usize(..8)) }
        }
        operations
    }

    fn in_handler(&self, rng: &mut Rng) -> bool {
        if rng.u8(..4) == 0 {
            self.vector(rng.u32(..rows()))
        } else {
            self.add(1)
        }
        true
    }

    fn disturb(&self, rng: &mut Rng) -> u32 {
        self.vector(rng.u32(..rows()));
        1
    }

    fn hold(&self, rng: &mut Rng, f: &mut dyn FnMut()) -> bool {
        self.rows.lock(rng.u32(..rows())).map(|_held| f()).is_ok()
    }

    fn in_copy(&self, _rng: &mut Rng) {
        // A vector that another thread of the parent was in is half done.
        self.add(1);
    }

    fn check_copy(&self, rng: &mut Rng) -> Result<(), String> {
        let before = self.sums()?[2];
        (0..100).for_each(|_| self.in_copy(rng));
        let after = self.sums()?[2];
        if after == before + 100 { Ok(()) } else { Err(format!("100 additions to {before} made {after}")) }
    }

    fn check(&self) -> Result<(), String> {
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        let (vectors, added) = (self.vectors.load(SeqCst), self.added.load(SeqCst));
        let sums = self.sums()?;
        if sums == [vectors, vectors, added] {
            return Ok(());
        }
        Err(format!("after {vectors} vectors and {added} added, rows have {sums:?}"))
    }

    fn fault(&self) -> Option<String> {
        self.fault.get()
    }
}
