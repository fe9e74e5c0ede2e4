//! The operation that is repeated, and the loop that repeats it: one loop for every rival.
//!
//! A benchmark of operations that take less than a nanosecond measures its own loop unless care is taken. So:
//!
//! * **Every rival runs in the same loop**, monomorphised for it: [`Workload::op`] is inlined, no call and no
//!   branch on the kind of rival is on the way.
//! * **Nothing is merged or moved.** After each operation comes an empty assembly statement that may read and
//!   write memory, as far as the compiler knows ([`touch_memory`]). It is no instruction, but two additions to one
//!   cell can no longer become one addition of 2, a cell cannot stay in a register, and no loop is vectorised.
//! * **Counters are used in turn** ([`InTurn`]). A loop that adds to one word over and over measures how fast this
//!   processor forwards a store to the next load of the same address, and some processors skip even that when
//!   the address is spelt alike in both instructions, so the loop compares spellings, not operations. A program
//!   does not bump one counter ten times in a row; it bumps several. [`OneWord`] is the other loop, for
//!   comparison, and [`BesideWork`] the one that is most like a program: something else between two additions.
//! * **Which counter is a constant at each place of use**, as in a program: the sixteen additions are written out,
//!   so that every rival gets its best addressing, and sixteen of our critical sections are in the code, each with
//!   its own descriptor. The loop around them costs a sixteenth of an iteration.
//! * **CPU numbers are read in the plain loop of the talk** ([`Plain`]): one read per iteration, whose own cost
//!   the row `empty loop` shows. A read that costs no more than that row is hidden by the loop's own count.

use core::{arch::asm, hint::black_box};

/// Operations between two looks at the clock of the run.
pub(crate) const BATCH: u64 = 1024;

/// Counters that [`InTurn`] goes through.
pub(crate) const COUNTERS: usize = 16;

/// One rival: what its operation is.
pub(crate) trait Workload: Sync {
    /// The data that a worker thread keeps for itself.
    type Own;

    /// Called by each worker thread before its first operation; workers are numbered from 0.
    fn enter(&self, worker: usize) -> Self::Own;

    /// The operation that is timed, on counter `which` (below [`COUNTERS`]) where it has several.
    fn op(&self, own: &Self::Own, which: usize);

    /// Called by each worker thread after its last operation.
    fn leave(&self, _own: Self::Own) {}
}

/// A way to run [`BATCH`] operations.
pub(crate) trait Loop {
    /// Runs them. Never inlined, so that each rival's loop is a function of its own in a disassembly.
    fn batch<W: Workload>(work: &W, own: &W::Own);
}

/// Tells the compiler that any memory may have been read and written here. No instruction.
#[inline(always)]
#[expect(unsafe_code, reason = "an empty assembly statement is the only barrier that costs no instruction")]
pub(crate) fn touch_memory() {
    // SAFETY: no instruction is executed, and neither stack nor flags are touched.
    unsafe { asm!("", options(nostack, preserves_flags)) };
}

/// Tells the compiler that `value` is used here, from a register, and that memory may be touched. No instruction.
#[inline(always)]
#[expect(unsafe_code, reason = "an empty assembly statement is the only use that costs no instruction")]
#[allow(asm_sub_register, reason = "the register is named in a comment only, its width does not matter")]
pub(crate) fn use_up(value: u32) {
    // SAFETY: as in `touch_memory`; the register is only read.
    unsafe { asm!("/* {0} */", in(reg) value, options(nostack, preserves_flags)) };
}

/// Sixteen counters in turn, each at its own place in the code.
pub(crate) enum InTurn {}

/// One counter, sixteen times in a row.
pub(crate) enum OneWord {}

/// Sixteen counters in turn, each after a step of other work.
pub(crate) enum BesideWork {}

/// One operation per iteration.
pub(crate) enum Plain {}

/// `work.op(own, n)` for each n, with [`touch_memory`] after each.
macro_rules! written_out {
    ($work:ident, $own:ident: $($which:literal)*) => { $( $work.op($own, $which); touch_memory(); )* };
}

impl Loop for InTurn {
    #[inline(never)]
    fn batch<W: Workload>(work: &W, own: &W::Own) {
        for _ in 0..BATCH / COUNTERS as u64 {
            written_out!(work, own: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        }
    }
}

impl Loop for OneWord {
    #[inline(never)]
    fn batch<W: Workload>(work: &W, own: &W::Own) {
        for _ in 0..BATCH / COUNTERS as u64 {
            written_out!(work, own: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0);
        }
    }
}

impl Loop for BesideWork {
    #[inline(never)]
    fn batch<W: Workload>(work: &W, own: &W::Own) {
        let mut state = black_box(0x2545_f491_4f6c_dd1d_u64);
        for operation in 0..BATCH as usize {
            // A round of xorshift: six operations, each on the result of the one before, no memory.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            work.op(own, operation % COUNTERS);
            touch_memory();
        }
        black_box(state);
    }
}

impl Loop for Plain {
    #[inline(never)]
    fn batch<W: Workload>(work: &W, own: &W::Own) {
        for _ in 0..BATCH {
            work.op(own, 0);
            touch_memory();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[derive(Default)]
    struct Tally([AtomicU64; COUNTERS]);

    impl Workload for Tally {
        type Own = ();

        fn enter(&self, _worker: usize) {}

        fn op(&self, _own: &(), which: usize) {
            self.0[which].fetch_add(1, Ordering::Relaxed);
        }
    }

    fn counts<L: Loop>() -> Vec<u64> {
        let tally = Tally::default();
        L::batch(&tally, &());
        tally.0.iter().map(|count| count.load(Ordering::Relaxed)).collect()
    }

    #[test]
    fn a_batch_is_as_many_operations_as_it_says() {
        assert_eq!(counts::<InTurn>(), [BATCH / COUNTERS as u64; COUNTERS]);
        assert_eq!(counts::<BesideWork>(), [BATCH / COUNTERS as u64; COUNTERS]);
        for one in [counts::<OneWord>(), counts::<Plain>()] {
            assert_eq!(one[0], BATCH);
            assert_eq!(one.iter().sum::<u64>(), BATCH);
        }
    }
}
