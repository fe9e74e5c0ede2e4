//! Memory of the test's own under a heap: limits, faults on request, and checks of what the heap asks for.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use std::{
    alloc::{Layout, alloc_zeroed, dealloc},
    collections::BTreeMap,
    mem::MaybeUninit,
    panic::panic_any,
    ptr::{self, NonNull},
    sync::{
        Mutex, PoisonError,
        atomic::{
            AtomicBool, AtomicU32, AtomicU64, AtomicUsize,
            Ordering::{Relaxed, SeqCst},
        },
    },
};

use perseq_alloc::internal::{Class, Heap, Pages};

#[derive(Debug, Default)]
struct State {
    /// Each piece's start, with its layout.
    pieces: BTreeMap<usize, (*mut u8, Layout, Made)>,
    /// Ranges that have memory: start and end.
    committed: BTreeMap<usize, usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Made {
    Reserved,
    Mapped,
}

unsafe impl Send for State {}

/// Memory from the test's allocator.
#[derive(Debug)]
pub struct Memory {
    state: Mutex<State>,
    /// Bytes that can still be committed or mapped.
    left: AtomicUsize,
    /// Requests before one that fails, once.
    fault: AtomicU32,
    /// Bytes released so far.
    pub released: AtomicUsize,
    pub clock: AtomicU64,
    pub refuses_release: AtomicBool,
}

impl Memory {
    pub fn with(bytes: usize) -> Self {
        Self {
            state: Mutex::default(),
            left: AtomicUsize::new(bytes),
            fault: AtomicU32::new(u32::MAX),
            released: AtomicUsize::new(0),
            clock: AtomicU64::new(1 << 20),
            refuses_release: AtomicBool::new(false),
        }
    }

    pub fn fail_after(&self, requests: u32) {
        self.fault.store(requests, SeqCst);
    }

    /// Returns whether the fault that was asked for is still to come.
    pub fn is_fault_pending(&self) -> bool {
        self.fault.load(SeqCst) != u32::MAX
    }

    fn may(&self, bytes: usize) -> bool {
        match self.fault.load(SeqCst) {
            u32::MAX => {}
            0 => {
                self.fault.store(u32::MAX, SeqCst);
                return false;
            }
            requests => self.fault.store(requests - 1, SeqCst),
        }
        self.left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(bytes)).is_ok()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn make(&self, bytes: usize, align: usize, made: Made) -> Option<NonNull<u8>> {
        let layout = Layout::from_size_align(bytes, align).ok()?;
        let start = unsafe { alloc_zeroed(layout) };
        let start = NonNull::new(start)?;
        self.state().pieces.insert(start.addr().get(), (start.as_ptr(), layout, made));
        Some(start)
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        for (start, layout, _) in self.state().pieces.values() {
            unsafe { dealloc(*start, *layout) };
        }
    }
}

unsafe impl Pages for Memory {
    // Miri keeps books of every byte.
    const FIRST_REGION: usize = if cfg!(miri) { 4 << 20 } else { 8 << 20 };

    fn page_size(&self) -> usize {
        4096
    }

    fn reserve(&self, bytes: usize, align: usize) -> Option<NonNull<u8>> {
        assert!(align.is_power_of_two() && bytes.is_multiple_of(4096));
        if !self.may(0) {
            return None;
        }
        self.make(bytes, align, Made::Reserved)
    }

    unsafe fn commit(&self, start: NonNull<u8>, bytes: usize) -> bool {
        let start = start.addr().get();
        let mut state = self.state();
        let (_, (piece, layout, made)) = state.pieces.range(..=start).next_back().expect("a reservation");
        assert!(*made == Made::Reserved && start + bytes <= piece.addr() + layout.size());
        assert!(
            state.committed.range(..start + bytes).next_back().is_none_or(|(_, &end)| end <= start),
            "committed twice"
        );
        if !self.may(bytes) {
            return false;
        }
        state.committed.insert(start, start + bytes);
        true
    }

    unsafe fn release(&self, start: NonNull<u8>, bytes: usize) -> bool {
        assert!(start.addr().get().is_multiple_of(4096) && bytes.is_multiple_of(4096) && bytes != 0);
        if self.refuses_release.load(Relaxed) {
            return false;
        }
        // Each byte has to have memory.
        let state = self.state();
        let (mut at, end) = (start.addr().get(), start.addr().get() + bytes);
        while at < end {
            let (_, &to) = state.committed.range(..=at).next_back().expect("released memory is committed");
            assert!(to > at, "released memory is committed");
            at = to;
        }
        unsafe { start.as_ptr().write_bytes(0, bytes) };
        self.released.fetch_add(bytes, SeqCst);
        true
    }

    fn map(&self, bytes: usize, align: usize) -> Option<NonNull<u8>> {
        assert!(align >= 4096 && bytes.is_multiple_of(4096));
        if !self.may(bytes) {
            return None;
        }
        self.make(bytes, align, Made::Mapped)
    }

    unsafe fn unmap(&self, start: NonNull<u8>, bytes: usize) {
        let (start, layout, made) = self.state().pieces.remove(&start.addr().get()).expect("a mapping");
        assert!(layout.size() == bytes && made == Made::Mapped);
        unsafe { dealloc(start, layout) };
        self.left.fetch_add(bytes, SeqCst);
    }

    unsafe fn remap(
        &self,
        start: NonNull<u8>,
        old: usize,
        new: usize,
        may_move: bool,
    ) -> Option<NonNull<u8>> {
        let align = {
            let state = self.state();
            let (_, layout, made) = state.pieces.get(&start.addr().get()).expect("a mapping");
            assert!(layout.size() == old && *made == Made::Mapped);
            layout.align()
        };
        if new == old {
            return Some(start);
        }
        if !may_move || !self.may(new) {
            return None;
        }
        let moved = self.make(new, align, Made::Mapped)?;
        unsafe { ptr::copy_nonoverlapping(start.as_ptr(), moved.as_ptr(), old.min(new)) };
        unsafe { self.unmap(start, old) };
        Some(moved)
    }

    fn now(&self) -> u64 {
        self.clock.load(Relaxed)
    }

    fn thread(&self) -> usize {
        thread_local!(static PLACE: u8 = const { 0 });
        PLACE.with(|place| ptr::from_ref(place).addr())
    }

    fn wait(&self, _: &AtomicU32, _: u32) {
        std::thread::yield_now();
    }

    fn wake(&self, _: &AtomicU32) {}

    fn abort(&self, message: &[u8]) -> ! {
        panic_any(String::from_utf8_lossy(message).into_owned())
    }
}

/// Up to `count` objects.
pub fn take<P: Pages>(heap: &Heap<P>, class: Class, node: usize, count: usize) -> Vec<NonNull<u8>> {
    let mut out = vec![MaybeUninit::uninit(); count];
    let taken = heap.take(class, node, &mut out);
    out[..taken].iter().map(|object| unsafe { object.assume_init() }).collect()
}

pub fn class(size: usize) -> Class {
    Class::of(size, 16).expect("a class")
}
