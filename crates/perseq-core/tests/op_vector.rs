//! `OpVector`: against a plain model, what it refuses, and other CPUs' rows under sections.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_core::{
    ByCpuId, Error, cpu,
    guard::Guarded,
    op_vector::{Ended, Invalid, MAX_DATA, MAX_LEN, MAX_OPS, Op, OpVector, Word},
};
use proptest::prelude::*;

const MEMORY: usize = 128;

/// Memory that operations are on: aligned for the largest number.
#[repr(C, align(8))]
#[derive(Clone, Debug, PartialEq)]
struct Memory([u8; MEMORY]);

/// An operation by offsets into memory.
#[derive(Debug, Clone, Copy)]
enum Sketch {
    Compare(bool, usize, usize, usize),
    Copy(usize, usize, usize),
    Number(u8, usize, usize, u64),
    Barrier,
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let range = || (0_usize..MEMORY - 16, 0_usize..MEMORY - 16, 1_usize..16);
    prop_oneof![
        1 => (any::<bool>(), range()).prop_map(|(equal, (a, b, len))| Sketch::Compare(equal, a, b, len)),
        2 => range().prop_map(|(to, from, len)| Sketch::Copy(to, from, len)),
        5 => (0_u8..6, 0_u32..4, 0_usize..MEMORY / 8, any::<u64>())
            .prop_map(|(kind, size, at, n)| Sketch::Number(kind, at * 8, 1 << size, n)),
        1 => Just(Sketch::Barrier),
    ]
}

fn op(sketch: Sketch, memory: *mut u8) -> Op {
    let at = |offset: usize| memory.wrapping_add(offset);
    match sketch {
        Sketch::Compare(true, a, b, len) => Op::CompareEq { a: at(a), b: at(b), len },
        Sketch::Compare(false, a, b, len) => Op::CompareNe { a: at(a), b: at(b), len },
        Sketch::Copy(to, from, len) => Op::Copy { to: at(to), from: at(from), len },
        Sketch::Number(kind, offset, size, n) => {
            let (word, bits) = (Word { at: at(offset), size }, (n % (size as u64 * 8)) as u32);
            match kind {
                0 => Op::Add(word, n.cast_signed()),
                1 => Op::Or(word, n),
                2 => Op::And(word, n),
                3 => Op::Xor(word, n),
                4 => Op::ShiftLeft(word, bits),
                _ => Op::ShiftRight(word, bits),
            }
        }
        Sketch::Barrier => Op::Barrier,
    }
}

/// The same on a plain array; `None` for a comparison that fails.
fn model(sketch: Sketch, memory: &mut [u8; MEMORY]) -> Option<()> {
    match sketch {
        Sketch::Compare(equal, a, b, len) => {
            ((memory[a..a + len] == memory[b..b + len]) == equal).then_some(())
        }
        Sketch::Copy(to, from, len) => {
            memory.copy_within(from..from + len, to);
            Some(())
        }
        Sketch::Number(kind, at, size, n) => {
            let mut old = [0; 8];
            let low = |size| if cfg!(target_endian = "little") { 0..size } else { 8 - size..8 };
            old[low(size)].copy_from_slice(&memory[at..at + size]);
            let (old, bits) = (u64::from_ne_bytes(old), n % (size as u64 * 8));
            let new = match kind {
                0 => old.wrapping_add(n),
                1 => old | n,
                2 => old & n,
                3 => old ^ n,
                4 => old << bits,
                _ => old >> bits,
            };
            memory[at..at + size].copy_from_slice(&new.to_ne_bytes()[low(size)]);
            Some(())
        }
        Sketch::Barrier => Some(()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(miri) { 3 } else { 2000 }, ..ProptestConfig::default() })]

    #[test]
    fn a_vector_does_all_or_nothing_and_says_which_comparison_failed(
        first in prop::collection::vec((any::<bool>(), 0_usize..100, 0_usize..100, 1_usize..16), 0..3),
        rest in prop::collection::vec(sketch(), 1..=MAX_OPS - 3),
        bytes in prop::collection::vec(0_u8..3, MEMORY),
    ) {
        let comparisons = first.into_iter().map(|(equal, a, b, len)| Sketch::Compare(equal, a, b, len));
        let sketches: Vec<_> = comparisons.chain(rest).collect();
        let mut memory = Memory(bytes.try_into().unwrap());
        let mut expected = memory.clone();
        let at = memory.0.as_mut_ptr();
        let ops: Vec<_> = sketches.iter().map(|&sketch| op(sketch, at)).collect();
        match OpVector::new(&ops) {
            Ok(vector) => {
                let failed = sketches.iter().position(|&sketch| model(sketch, &mut expected.0).is_none());
                let ended = unsafe { vector.apply() };
                prop_assert_eq!(ended, failed.map_or(Ended::Done, Ended::Failed));
                prop_assert_eq!(memory, expected);
            }
            Err(Invalid::Overlap { op }) => {
                let Sketch::Copy(to, from, len) = sketches[op] else { panic!("{op} is no copy") };
                prop_assert!(to.abs_diff(from) < len);
            }
            Err(Invalid::ComparisonAfterWrite { op }) => {
                prop_assert!(matches!(sketches[op], Sketch::Compare(..)));
                prop_assert!(sketches[..op].iter().any(|s| matches!(s, Sketch::Copy(..) | Sketch::Number(..))));
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}

#[test]
fn what_breaks_a_rule_is_refused_by_number_and_with_the_figures() {
    let mut memory = Memory([0; MEMORY]);
    let at = memory.0.as_mut_ptr();
    let null = std::ptr::null_mut();
    let refused = |ops: &[Op]| OpVector::new(ops).unwrap_err();
    let fine = Op::Add(Word { at, size: 8 }, 1);
    assert_eq!(refused(&[]), Invalid::Count { ops: 0 });
    assert_eq!(refused(&[fine; MAX_OPS + 1]), Invalid::Count { ops: MAX_OPS + 1 });
    assert!(OpVector::new(&[fine; MAX_OPS]).is_ok());
    assert_eq!(refused(&[fine, Op::Add(Word { at: null, size: 8 }, 1)]), Invalid::Null { op: 1 });
    assert_eq!(refused(&[Op::Or(Word { at, size: 3 }, 1)]), Invalid::Size { op: 0, size: 3 });
    let odd = at.wrapping_add(2);
    let misaligned = Invalid::Misaligned { op: 0, address: odd.addr(), size: 4 };
    assert_eq!(refused(&[Op::Xor(Word { at: odd, size: 4 }, 1)]), misaligned);
    let shift = Op::ShiftLeft(Word { at, size: 2 }, 16);
    assert_eq!(refused(&[shift]), Invalid::Shift { op: 0, bits: 16, width: 16 });
    let copy = |to: usize, len| Op::Copy { to: at.wrapping_add(to), from: at, len };
    assert_eq!(refused(&[copy(7, 8)]), Invalid::Overlap { op: 0 });
    assert!(OpVector::new(&[copy(8, 8)]).is_ok());
    assert_eq!(refused(&[copy(8, 0)]), Invalid::Len { op: 0, len: 0 });
    let far = |len| Op::CompareEq { a: at, b: at.wrapping_add(1 << 20), len };
    assert_eq!(refused(&[far(MAX_LEN + 1)]), Invalid::Len { op: 0, len: MAX_LEN + 1 });
    assert_eq!(refused(&[far(MAX_LEN), far(MAX_DATA - MAX_LEN + 1)]), Invalid::Data { bytes: MAX_DATA + 1 });
    assert!(OpVector::new(&[far(MAX_LEN), far(MAX_DATA - MAX_LEN)]).is_ok());
    assert_eq!(refused(&[fine, far(1)]), Invalid::ComparisonAfterWrite { op: 1 });
    let last = std::ptr::without_provenance(usize::MAX - 2);
    assert_eq!(refused(&[Op::CompareNe { a: at, b: last, len: 4 }]), Invalid::Wraps { op: 0 });
    for error in [refused(&[]), refused(&[fine, far(1)]), misaligned] {
        assert!(error.to_string().len() > 20, "{error}");
    }
}

/// Moves one unit from row 0 to row 1 if row 0 has any, whichever CPU runs this: what no section can do.
#[test]
fn a_vector_runs_on_any_row_and_leaves_it_free() {
    let word = size_of::<usize>();
    let rows = Guarded::<ByCpuId>::new(4 * word, 8).unwrap();
    let address = |row: u32| rows.peek(row).unwrap().cast_mut().wrapping_add(1).cast::<u8>();
    let number = |row| Word { at: address(row), size: word };
    let zero = 0_usize;
    let some = Op::CompareNe { a: address(0), b: (&raw const zero).cast(), len: word };
    unsafe { address(0).cast::<usize>().write(2) };
    let vector = OpVector::new(&[some, Op::Add(number(0), -1), Op::Add(number(1), 1)]).unwrap();
    let ended: Vec<_> = (0..3).map(|_| unsafe { vector.run(&rows, 0) }).collect();
    assert_eq!(ended, [Ok(Ended::Done), Ok(Ended::Done), Ok(Ended::Failed(0))]);
    let at = |row: u32| unsafe { address(row).cast::<usize>().read() };
    assert_eq!((at(0), at(1)), (0, 2));
    let held = rows.lock(0).unwrap();
    assert_eq!(unsafe { vector.run(&rows, 0) }, Err(Error::GuardHeld { row: 0 }));
    drop(held);
    let bound = cpu::rows();
    assert_eq!(unsafe { vector.run(&rows, bound) }, Err(Error::NoSuchRow { row: bound, bound }));
    assert_eq!(unsafe { rows.peek(0).unwrap().read() }, 0, "the guard is free");
}
