//! One value per CPU: made, reached, dropped, and kept whole when user code panics.

#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
};

use perseq::{
    ByConcurrencyId, Error, PerCpu,
    perseq_core::{cpu, pool::Pool},
};

#[test]
fn each_row_has_its_value() {
    let mut values = PerCpu::new(AtomicU32::new).unwrap();
    assert_eq!(
        values.iter().map(|value| value.load(Relaxed)).collect::<Vec<_>>(),
        (0..cpu::rows()).collect::<Vec<_>>()
    );
    assert!(values.get(cpu::rows()).is_none());
    *values.iter_mut().nth(1).unwrap().get_mut() = 77;
    assert_eq!(values.get(1).unwrap().load(Relaxed), 77);
}

#[test]
fn here_is_a_row_that_exists_and_nothing_is_lost() {
    let by_cpu: PerCpu<AtomicU64> = PerCpu::zeroed().unwrap();
    let by_cid: PerCpu<AtomicU64, ByConcurrencyId> = PerCpu::zeroed_indexed().unwrap();
    let each = if cfg!(miri) { 50 } else { 100_000 };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..each {
                    by_cpu.here().fetch_add(1, Relaxed);
                    by_cid.here().fetch_add(1, Relaxed);
                }
            });
        }
    });
    assert_eq!(by_cpu.iter().map(|value| value.load(Relaxed)).sum::<u64>(), 4 * each);
    assert_eq!(by_cid.iter().map(|value| value.load(Relaxed)).sum::<u64>(), 4 * each);
}

#[test]
fn every_value_is_dropped_once() {
    let witness = Arc::new(());
    let values = PerCpu::new(|_| witness.clone()).unwrap();
    assert_eq!(Arc::strong_count(&witness), 1 + cpu::rows() as usize);
    drop(values);
    assert_eq!(Arc::strong_count(&witness), 1);
}

/// Miri and MemorySanitizer see it if the pool looks at padding.
#[test]
fn memory_of_values_with_padding_is_zero_when_it_is_used_again() {
    static POOL: Pool = Pool::new();
    /// Seven bytes of padding.
    #[derive(Clone, Copy)]
    struct Padded {
        byte: u8,
        number: u64,
    }
    let padded = PerCpu::new_in(|_| Padded { byte: 1, number: u64::MAX }, &POOL).unwrap();
    let address = padded.base().addr();
    assert!(padded.iter().all(|value| value.byte == 1 && value.number == u64::MAX));
    drop(padded);
    let zeroes: PerCpu<[AtomicU64; 2]> = PerCpu::zeroed_in(&POOL).unwrap();
    assert_eq!(zeroes.base().addr(), address, "the same memory");
    assert!(zeroes.iter().flatten().all(|word| word.load(Relaxed) == 0));
}

#[test]
fn a_panic_in_a_drop_leaves_the_others_dropped() {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    struct Fuse(u32);
    impl Drop for Fuse {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Relaxed);
            assert!(self.0 != 3, "boom");
        }
    }
    let values = PerCpu::new(Fuse).unwrap();
    assert!(catch_unwind(AssertUnwindSafe(|| drop(values))).is_err());
    assert_eq!(DROPPED.load(Relaxed), cpu::rows() as usize);
}

#[test]
#[cfg_attr(miri, ignore = "gigabytes")]
fn a_panic_while_values_are_made_gives_the_memory_back() {
    struct Large([u64; 1 << 14]);
    for _ in 0..200 {
        let made =
            catch_unwind(|| PerCpu::new(|row| if row == 2 { panic!("boom") } else { Large([1; 1 << 14]) }));
        assert!(made.is_err());
    }
    // 200 leaked ones would be more than the pool holds.
    let values = PerCpu::new(|_| Large([7; 1 << 14])).unwrap();
    assert_eq!(values.get(0).unwrap().0[999], 7);
}

#[test]
fn what_does_not_fit_is_refused() {
    assert!(matches!(PerCpu::new(|_| ()).err().unwrap(), Error::Layout { size: 0, .. }));
    assert!(matches!(PerCpu::<[u8; 1 << 19]>::zeroed().err().unwrap(), Error::Layout { size: 0x80000, .. }));
    #[repr(align(8192))]
    struct Aligned;
    assert!(matches!(
        PerCpu::new(|_| [Aligned, Aligned]).err().unwrap(),
        Error::Layout { size: 0, align: 8192, .. }
    ));
    #[repr(align(8192))]
    struct AlignedByte(#[allow(dead_code, reason = "for its size")] u8);
    assert!(matches!(PerCpu::new(|_| AlignedByte(1)).err().unwrap(), Error::Layout { align: 8192, .. }));
}
