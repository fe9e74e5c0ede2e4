//! Everything of the crate beside the standard library's `core`, which a glob import must not make ambiguous.

use core::cell::Cell;
use perseq::*;

fn main() {
    let counter = Counter::new();
    counter.inc();
    let sum = Cell::new(core::mem::take(&mut counter.sum()));
    assert_eq!(sum.get(), 1);
    assert!(perseq_core::cpu::bound() > 0);
}
