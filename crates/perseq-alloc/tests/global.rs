//! The global allocator from outside: every object is its owner's alone, whichever thread frees it.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(target_os = "linux")]

use std::{
    alloc::{GlobalAlloc, Layout},
    collections::{BTreeMap, HashMap},
    ptr::NonNull,
    sync::{Mutex, mpsc},
    thread,
};

use perseq_alloc::Perseq;

#[global_allocator]
static ALLOCATOR: Perseq = Perseq::new();

/// Memory that is filled with a mark of its own while it lives.
struct Marked {
    start: NonNull<u8>,
    layout: Layout,
    mark: u64,
}

// SAFETY: the memory is this value's alone.
unsafe impl Send for Marked {}

impl Marked {
    fn new(size: usize, align: usize, mark: u64) -> Self {
        let layout = Layout::from_size_align(size, align).unwrap();
        // SAFETY: the size is not 0.
        let start = NonNull::new(unsafe { ALLOCATOR.alloc(layout) }).expect("memory");
        assert!(
            start.addr().get().is_multiple_of(align),
            "{size} bytes at {start:p}, a multiple of {align}?"
        );
        let marked = Self { start, layout, mark };
        marked.fill();
        marked
    }

    /// The places of marks: at most so many words, from both ends.
    fn places(&self) -> impl Iterator<Item = usize> + use<> {
        let (size, most) = (self.layout.size(), self.layout.size().min(64));
        (0..most).chain((size - most).max(most)..size)
    }

    fn byte(&self, at: usize) -> u8 {
        (self.mark.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (at % 8 * 8)) as u8
    }

    fn fill(&self) {
        for at in self.places() {
            // SAFETY: inside the memory.
            let place = unsafe { self.start.add(at) };
            // SAFETY: as above, and this value's alone.
            unsafe { place.write(self.byte(at)) };
        }
    }

    fn check(&self) {
        for at in self.places() {
            // SAFETY: inside the memory.
            let place = unsafe { self.start.add(at) };
            // SAFETY: as above, and written by `fill`.
            let found = unsafe { place.read() };
            assert_eq!(
                found,
                self.byte(at),
                "byte {at} of {:?} at {:p} is another owner's",
                self.layout,
                self.start
            );
        }
    }

    fn resized(self, size: usize) -> Self {
        self.check();
        let layout = Layout::from_size_align(size, self.layout.align()).unwrap();
        // SAFETY: the memory came from this allocator by this layout; the size is not 0.
        let start = unsafe { ALLOCATOR.realloc(self.start.as_ptr(), self.layout, size) };
        let new = Self { start: NonNull::new(start).expect("memory"), layout, mark: self.mark };
        for at in 0..self.layout.size().min(size).min(64) {
            // SAFETY: inside both.
            let place = unsafe { new.start.add(at) };
            // SAFETY: as above, and copied from what `fill` has written.
            assert_eq!(unsafe { place.read() }, self.byte(at), "byte {at} was not kept");
        }
        std::mem::forget(self);
        new.fill();
        new
    }
}

impl Drop for Marked {
    fn drop(&mut self) {
        self.check();
        // SAFETY: allocated by this layout, and not freed.
        unsafe { ALLOCATOR.dealloc(self.start.as_ptr(), self.layout) };
    }
}

/// Sizes of all classes, and beyond.
fn size(random: &mut fastrand::Rng) -> usize {
    let bits = random.u32(0..20);
    1 + random.usize(0..1 << bits)
}

fn align(random: &mut fastrand::Rng) -> usize {
    1 << if random.u8(0..8) == 0 { random.u32(0..14) } else { random.u32(0..5) }
}

#[test]
fn each_object_is_its_owners_whichever_thread_frees_it() {
    const THREADS: usize = 8;
    const ROUNDS: usize = 20_000;
    let (senders, receivers): (Vec<_>, Vec<_>) =
        (0..THREADS).map(|_| mpsc::sync_channel::<Marked>(64)).unzip();
    thread::scope(|scope| {
        for (number, inbox) in receivers.into_iter().enumerate() {
            let senders = senders.clone();
            scope.spawn(move || {
                let mut random = fastrand::Rng::with_seed(number as u64);
                let mut mine = Vec::new();
                for round in 0..ROUNDS {
                    let mark = (number * ROUNDS + round) as u64;
                    let object = Marked::new(size(&mut random), align(&mut random), mark);
                    match random.u8(0..8) {
                        // Freed by another thread, or here if that one has many.
                        0..3 => drop(senders[random.usize(0..THREADS)].try_send(object)),
                        3..6 => mine.push(object),
                        6 => mine.push(object.resized(size(&mut random))),
                        _ => drop(object),
                    }
                    if mine.len() > 200 {
                        mine.swap_remove(random.usize(0..mine.len()));
                    }
                    inbox.try_iter().take(2).for_each(drop);
                }
            });
        }
        drop(senders);
    });
}

#[test]
fn zeroed_memory_is_zero_when_it_was_used_before_too() {
    for size in [1, 8, 24, 100, 1000, 5000, 70_000, 300_000, 3 << 20] {
        let layout = Layout::from_size_align(size, 8).unwrap();
        for _ in 0..100_usize.min((64 << 20) / size) {
            // SAFETY: the size is not 0.
            let start = unsafe { ALLOCATOR.alloc_zeroed(layout) };
            assert!(!start.is_null());
            // SAFETY: as long as the layout says, and initialised.
            let bytes = unsafe { std::slice::from_raw_parts_mut(start, size) };
            assert!(bytes.iter().all(|byte| *byte == 0), "{size} bytes");
            bytes.fill(0xff);
            // SAFETY: allocated by this layout above.
            unsafe { ALLOCATOR.dealloc(start, layout) };
        }
    }
}

#[test]
fn alignments_up_to_a_gibibyte_are_kept_also_when_an_object_grows() {
    for align in (0..=30).map(|bits| 1_usize << bits) {
        for size in [1, 100, 10_000, 400_000] {
            let marked = Marked::new(size, align, (align + size) as u64);
            drop(marked.resized(2 * size).resized(size.div_ceil(3)));
        }
    }
}

#[test]
fn absurd_sizes_are_refused_and_nothing_is_lost() {
    let before = Marked::new(1 << 20, 8, 1);
    for size in [isize::MAX as usize - 4095, 1 << 62, 1 << 48] {
        let layout = Layout::from_size_align(size, 1).unwrap();
        // SAFETY: the size is not 0.
        assert!(unsafe { ALLOCATOR.alloc(layout) }.is_null(), "{size} bytes");
        // SAFETY: as above.
        assert!(unsafe { ALLOCATOR.alloc_zeroed(layout) }.is_null(), "{size} bytes");
        // SAFETY: the object came from this allocator by this layout.
        assert!(unsafe { ALLOCATOR.realloc(before.start.as_ptr(), before.layout, size) }.is_null());
    }
    before.check();
    let mut vector = Vec::<u8>::new();
    assert!(vector.try_reserve_exact(1 << 60).is_err());
}

#[test]
fn a_program_with_all_kinds_of_collections_runs() {
    let map = Mutex::new(HashMap::new());
    thread::scope(|scope| {
        for thread in 0..4 {
            let map = &map;
            scope.spawn(move || {
                for n in 0..5000 {
                    map.lock().unwrap().insert(format!("{thread}-{n}"), vec![n; n % 70]);
                }
            });
        }
    });
    let sorted: BTreeMap<_, _> = map.into_inner().unwrap().into_iter().collect();
    assert_eq!(sorted.len(), 20_000);
    for (name, values) in sorted {
        let (_, n) = name.split_once('-').unwrap();
        let n: usize = n.parse().unwrap();
        assert!(values.len() == n % 70 && values.iter().all(|value| *value == n));
    }
}
