//! The allocator: objects that any thread or handler may free, each with its owner's marks in it.
//!
//! An object that two owners have is written by both: its marks change, or a new one has the head of one that lives. Marks are checked when
//! an object is freed or changes its size. When all are freed, the allocator's own figures must say so.

use std::{
    alloc::{GlobalAlloc as _, Layout},
    ptr::NonNull,
    sync::atomic::{
        AtomicU64, AtomicUsize,
        Ordering::{AcqRel, Acquire, Relaxed},
    },
};

use fastrand::Rng;
use perseq_alloc::{Perseq, raw, stats};

use crate::torture::{
    ledger::{Fault, Wrong},
    subject::{Rare, Subject},
};

static ALLOCATOR: Perseq = Perseq::new();

/// Objects that lie where any thread finds them.
const SLOTS: usize = 512;
/// Most objects that a thread takes at a time: more than a row's first depth, so that batches move up and down.
const MOST: usize = 96;
/// Bytes of the largest object that has marks everywhere.
const MARKED: usize = 1024;
/// Bytes between marks of a larger one.
const STRIDE: usize = 4096;
const WORD: usize = size_of::<u64>();

/// The first 16 bits of an object's first word, while it lives and after.
const LIVE: u64 = 0x11fe;
const DEAD: u64 = 0xdead;
/// Those of all other marks.
const MARK: u64 = 0x5555;

/// An object with its marks.
#[derive(Debug, Clone, Copy)]
struct Object(NonNull<u64>);

impl Object {
    fn at(address: usize) -> Option<Self> {
        NonNull::new(std::ptr::with_exposed_provenance_mut(address)).map(Self)
    }

    fn address(self) -> usize {
        self.0.as_ptr().expose_provenance()
    }

    /// Word `index`, which the owner of the object alone touches.
    fn word(self, index: usize) -> *mut u64 {
        self.0.as_ptr().wrapping_add(index)
    }

    fn get(self, index: usize) -> u64 {
        // SAFETY: callers name words of an object that this thread owns.
        unsafe { self.word(index).read_volatile() }
    }

    fn set(self, index: usize, value: u64) {
        // SAFETY: as above.
        unsafe { self.word(index).write_volatile(value) }
    }

    fn head(layout: Layout) -> u64 {
        LIVE << 48 | u64::from(layout.align().trailing_zeros()) << 40 | layout.size() as u64
    }

    /// The layout that a living object's first word tells.
    fn layout(self) -> Option<Layout> {
        let head = self.get(0);
        let (size, align) = (head & 0xff_ffff_ffff, 1_usize << (head >> 40 & 0xf));
        (head >> 48 == LIVE).then(|| Layout::from_size_align(size as usize, align).ok())?
    }

    /// Places of the marks of an object of that many bytes, without the first word.
    fn marks(size: usize) -> impl Iterator<Item = usize> {
        let near = 1..size.min(MARKED) / WORD;
        let far = (MARKED / WORD..size / WORD).step_by(STRIDE / WORD);
        near.chain(far).chain((size > MARKED).then_some(size / WORD - 1))
    }

    /// Of the first word after the head, the whole is the serial number, from which the others follow.
    fn mark(serial: u64, index: usize) -> u64 {
        let mixed = (serial + index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        MARK << 48 | if index == 1 { serial } else { mixed } & 0xffff_ffff_ffff
    }

    fn sign(self, layout: Layout, serial: u64) {
        self.set(0, Self::head(layout));
        Self::marks(layout.size()).for_each(|index| self.set(index, Self::mark(serial, index)));
    }

    /// Returns whether the first `size` bytes have their marks.
    fn is_whole(self, layout: Layout, size: usize) -> bool {
        let serial = self.get(1) & 0xffff_ffff_ffff;
        let places = Self::marks(layout.size()).take_while(|index| (index + 1) * WORD <= size);
        self.get(0) == Self::head(layout)
            && places.into_iter().all(|index| self.get(index) == Self::mark(serial, index))
    }
}

/// The allocator, and objects of it.
pub(super) struct Objects {
    name: &'static str,
    slots: Box<[AtomicUsize]>,
    serial: AtomicU64,
    fault: Fault,
}

impl Objects {
    pub(super) fn new(name: &'static str) -> Self {
        let slots = (0..SLOTS).map(|_| AtomicUsize::new(0)).collect();
        Self { name, slots, serial: AtomicU64::new(0), fault: Fault::new() }
    }

    /// A size and an alignment: most are of few classes, some have a mapping of their own.
    fn layout(rng: &mut Rng) -> Layout {
        let size = match rng.u8(..) {
            0 => rng.usize(1 << 18..1 << 20),
            1..8 => rng.usize(4096..1 << 16),
            8..64 => rng.usize(2 * WORD..4096),
            _ => [16, 48, 64, 512][rng.usize(..4)],
        };
        let align = if rng.u8(..32) == 0 { 1 << rng.u8(4..13) } else { WORD };
        Layout::from_size_align(size, align).unwrap_or(Layout::new::<[u64; 2]>())
    }

    fn allocate(&self, layout: Layout) -> Option<Object> {
        // SAFETY: no layout has a size of 0.
        let object = Object(NonNull::new(unsafe { ALLOCATOR.alloc(layout) })?.cast());
        self.begin(object, layout);
        Some(object)
    }

    /// A new object is in no other hand, and gets its marks.
    fn begin(&self, object: Object, layout: Layout) {
        if object.get(0) >> 48 == LIVE || !object.address().is_multiple_of(layout.align()) {
            self.fault.record(Wrong::NotInside, object.address());
        }
        object.sign(layout, self.serial.fetch_add(1, Relaxed) & 0xffff_ffff_ffff);
    }

    /// Frees an object that has its marks; leaves another one alone.
    fn free(&self, object: Object, by_layout: bool) {
        let Some(layout) = self.end(object) else { return };
        if by_layout {
            // SAFETY: allocated by that layout, and taken from the only place that had it.
            unsafe { ALLOCATOR.dealloc(object.0.as_ptr().cast(), layout) };
        } else {
            // SAFETY: as above.
            unsafe { raw::free(object.0.cast()) };
        }
    }

    /// Checks the marks of an object whose life ends, and takes them away.
    fn end(&self, object: Object) -> Option<Layout> {
        let layout = object.layout().filter(|layout| object.is_whole(*layout, layout.size()));
        match layout {
            Some(_) => object.set(0, DEAD << 48),
            None => self.fault.record(Wrong::Changed, object.address()),
        }
        layout
    }

    /// Makes an object one of another size; frees it if there is no memory.
    fn resize(&self, object: Object, rng: &mut Rng) -> Option<Object> {
        let old = self.end(object)?;
        let new = Layout::from_size_align(Self::layout(rng).size(), old.align()).ok()?;
        // SAFETY: allocated by that layout, and in no other hand.
        let moved = unsafe { ALLOCATOR.realloc(object.0.as_ptr().cast(), old, new.size()) };
        let Some(moved) = NonNull::new(moved) else {
            // SAFETY: it is as it was.
            unsafe { ALLOCATOR.dealloc(object.0.as_ptr().cast(), old) };
            return None;
        };
        let moved = Object(moved.cast());
        if moved.get(0) != DEAD << 48 {
            self.fault.record(Wrong::Changed, moved.address());
        }
        moved.set(0, Object::head(old));
        if !moved.is_whole(old, new.size()) {
            self.fault.record(Wrong::Changed, moved.address());
        }
        moved.sign(new, self.serial.fetch_add(1, Relaxed) & 0xffff_ffff_ffff);
        Some(moved)
    }

    /// Puts an object where others find it, and takes one from there.
    fn exchange(&self, object: Option<Object>, rng: &mut Rng) -> Option<Object> {
        let slot = &self.slots[rng.usize(..SLOTS)];
        Object::at(slot.swap(object.map_or(0, Object::address), AcqRel))
    }

    /// Takes some objects of one class, and lets others free as many.
    fn burst(&self, rng: &mut Rng, most: usize) -> usize {
        let layout = Self::layout(rng);
        // A row that runs empty and full within one burst is what makes it deeper.
        let count = match rng.u8(..4) {
            _ if layout.size() > MARKED => 1,
            0 => most,
            _ => rng.usize(1..=most),
        };
        let (mut taken, by_layout) = ([None; MOST], rng.bool());
        for place in &mut taken[..count] {
            *place = self.allocate(layout);
        }
        for object in taken.into_iter().flatten() {
            let own = if rng.u8(..4) == 0 { self.exchange(Some(object), rng) } else { Some(object) };
            own.into_iter().for_each(|object| self.free(object, by_layout));
        }
        2 * count
    }

    /// Finds all objects in their places whole.
    fn look(&self) -> Result<(), String> {
        for slot in &self.slots {
            if let Some(object) = Object::at(slot.load(Acquire))
                && !object.layout().is_some_and(|layout| object.is_whole(layout, layout.size()))
            {
                self.fault.record(Wrong::Changed, object.address());
            }
        }
        self.fault().map_or(Ok(()), Err)
    }
}

impl Subject for Objects {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        let mut done = 0;
        while done < operations {
            done += if rng.u8(..8) == 0 {
                let object = self.exchange(None, rng);
                let resized = object.and_then(|object| self.resize(object, rng));
                self.exchange(resized, rng).into_iter().for_each(|object| self.free(object, true));
                2
            } else {
                u32::try_from(self.burst(rng, MOST)).unwrap_or(operations)
            };
        }
        done
    }

    fn in_handler(&self, rng: &mut Rng) -> bool {
        self.burst(rng, 4);
        true
    }

    fn disturb(&self, rng: &mut Rng) -> u32 {
        if rng.u8(..8) == 0 {
            // All rows, of all CPUs.
            ALLOCATOR.trim();
            return 1;
        }
        let by_layout = rng.bool();
        let freed = (0..16).filter_map(|_| self.exchange(None, rng));
        freed.map(|object| self.free(object, by_layout)).count() as u32
    }

    fn before_steps(&self) {
        // A look at all rows and the heap takes more than 100,000 steps, and 250 ms after the last one it is due: in each stepped
        // operation that has to go to the heap.
        raw::look_no_more();
        // A row with an object and room: both operations begin with their section.
        let small = Layout::new::<[u64; 4]>();
        let taken = [self.allocate(small), self.allocate(small)];
        taken.into_iter().flatten().for_each(|object| self.free(object, true));
    }

    fn in_copy(&self, rng: &mut Rng) {
        let small = Layout::new::<[u64; 4]>();
        match rng.bool().then(|| raw::try_allocate(small.size())) {
            // By the section alone, which has nothing where it was interrupted.
            Some(object) => {
                let Some(object) = object.map(|object| Object(object.cast())) else { return };
                self.begin(object, small);
                self.free(object, true);
            }
            None => self.allocate(small).into_iter().for_each(|object| self.free(object, false)),
        }
    }

    fn check_copy(&self, rng: &mut Rng) -> Result<(), String> {
        self.look()?;
        self.work(rng, 200);
        self.disturb(rng);
        self.look()
    }

    fn check(&self) -> Result<(), String> {
        self.look()?;
        let objects = self.slots.iter().filter_map(|slot| Object::at(slot.swap(0, AcqRel)));
        objects.for_each(|object| self.free(object, true));
        let stats = stats();
        match (self.fault(), stats.object_bytes, stats.large_objects) {
            (Some(fault), ..) => Err(fault),
            (None, 0, 0) => Ok(()),
            (None, bytes, large) => {
                Err(format!("{bytes} bytes and {large} large objects live when all are freed"))
            }
        }
    }

    fn fault(&self) -> Option<String> {
        self.fault.get()
    }

    /// Rows are held within its operations alone, so that there is none to hold for longer.
    fn has_guards(&self) -> bool {
        false
    }

    fn rare(&self) -> Vec<Rare> {
        let raw::Paths { refills, flushes, drains, looks, deepened } = raw::paths();
        let by_sections = |name, count| Rare { name, count, by_sections: true };
        vec![
            by_sections("rows of objects filled", refills),
            by_sections("rows of objects half emptied", flushes),
            by_sections("rows of objects drained", drains),
            by_sections("rows of objects made deeper", deepened),
            Rare { name: "looks for memory to give back", count: looks, by_sections: false },
        ]
    }
}
