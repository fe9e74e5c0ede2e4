//! Snapshots in HdrHistogram's V2 format: each that is written is read, in no more memory than the snapshot has.

#![allow(clippy::multiple_unsafe_ops_per_block, clippy::std_instead_of_core, reason = "test code")]
#![cfg(not(miri))]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use perseq::{
    Histogram,
    histogram::{NotV2, Snapshot},
};

/// Counts the bytes that this thread has allocated.
struct Counting;

thread_local! {
    static ALLOCATED: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: the system's allocator does it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.set(ALLOCATED.get() + layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.set(ALLOCATED.get() + layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The result of `from_v2`, and how many bytes it has allocated for that.
fn read(bytes: &[u8]) -> (Result<Snapshot, NotV2>, usize) {
    let before = ALLOCATED.get();
    let read = Snapshot::from_v2(bytes);
    (read, ALLOCATED.get() - before)
}

/// The size of the counts of a histogram: that of the vector that a clone of its snapshot has.
fn size(snapshot: &Snapshot) -> usize {
    let before = ALLOCATED.get();
    let copy = snapshot.clone();
    let size = ALLOCATED.get() - before;
    drop(copy);
    size
}

#[test]
fn each_snapshot_that_is_written_is_read_in_the_memory_that_it_has() {
    // All values with all digits, where there is the address space; and 5 digits of few more values than 2^20 counts have.
    let largest = cfg!(target_pointer_width = "64").then_some((u64::MAX, 5));
    let usual = [(0, 1), (1_000_000, 3), (60_000_000_000, 3), (1 << 25, 5)];
    for (highest, digits) in usual.into_iter().chain(largest) {
        let histogram = <Histogram>::new(highest, digits).unwrap();
        histogram.record(highest.min(7));
        histogram.record_n(highest, 3);
        let written = histogram.snapshot();
        let bytes = written.to_v2();
        let (read, allocated) = read(&bytes);
        assert!(read.as_ref() == Ok(&written), "{highest} with {digits} digits: {:?}", read.err());
        let size = size(&written);
        assert!(size > 0 && allocated <= size, "{highest} with {digits} digits: {allocated} of {size} bytes");
    }
}

/// A few bytes may say that they are of the largest histogram.
#[test]
fn nothing_is_allocated_for_bytes_that_are_refused() {
    let few = <Histogram>::new(1000, 1).unwrap();
    few.record(7);
    let mut bytes = few.snapshot().to_v2();
    bytes[15] = 5;
    bytes[24..32].fill(0xff);
    let refused = |bytes: &[u8], why: NotV2| {
        let (read, allocated) = read(bytes);
        assert_eq!(read.err(), Some(why));
        assert_eq!(allocated, 0);
    };
    refused(&bytes[..bytes.len() - 1], NotV2::Short { len: bytes.len() - 1 });
    // More zeros than there are counts.
    let mut zeros = bytes[..40].to_vec();
    zeros[4..8].copy_from_slice(&5_u32.to_be_bytes());
    zeros.extend([0xff, 0xff, 0xff, 0xff, 0x0f]);
    refused(&zeros, NotV2::Counts);
    // A number that its bytes end in.
    let mut cut = bytes[..40].to_vec();
    cut[4..8].copy_from_slice(&1_u32.to_be_bytes());
    cut.push(0x80);
    refused(&cut, NotV2::Counts);
    let mut digits = bytes;
    digits[15] = 6;
    refused(&digits, NotV2::Field { name: "number of digits", found: 6 });
}
