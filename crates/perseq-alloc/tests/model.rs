//! The heap beside a model of it: random sequences of what callers do, and memory that runs out anywhere.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

mod support;

use std::{collections::BTreeMap, ptr::NonNull, sync::atomic::Ordering::Relaxed};

use perseq_alloc::internal::{Class, Heap, Kind, NODES, Pages};
use proptest::prelude::*;
use support::{Memory, class, take};

#[derive(Clone, Debug)]
enum Step {
    Take {
        class: usize,
        node: usize,
        count: usize,
    },
    /// As many objects, from a random place on.
    Give {
        from: usize,
        count: usize,
    },
    TakeLarge {
        size: usize,
        align: u32,
    },
    GiveLarge {
        which: usize,
    },
    ResizeLarge {
        which: usize,
        size: usize,
    },
    Purge {
        everything: bool,
        milliseconds: u64,
    },
}

/// Most classes are small, where most objects are.
fn classes() -> impl Strategy<Value = usize> {
    prop_oneof![4 => 0..16_usize, 2 => 16..40_usize, 1 => 40..Class::COUNT]
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let count = || prop_oneof![3 => 1..33_usize, 1 => 33..200_usize];
    let size = || prop_oneof![Just(0_usize), 1..5000_usize, (256 << 10)..(1_usize << 20)];
    let step = prop_oneof![
        6 => (classes(), 0..NODES, count()).prop_map(|(class, node, count)| Step::Take { class, node, count }),
        6 => (any::<usize>(), count()).prop_map(|(from, count)| Step::Give { from, count }),
        2 => (size(), 0..18_u32).prop_map(|(size, align)| Step::TakeLarge { size, align }),
        2 => any::<usize>().prop_map(|which| Step::GiveLarge { which }),
        1 => (any::<usize>(), size()).prop_map(|(which, size)| Step::ResizeLarge { which, size }),
        1 => (any::<bool>(), 0..20_000_u64)
            .prop_map(|(everything, milliseconds)| Step::Purge { everything, milliseconds }),
    ];
    prop::collection::vec(step, 1..most)
}

#[derive(Clone, Copy)]
enum Object {
    Small(Class, NonNull<u8>, u8),
    Large(usize, NonNull<u8>, u8),
}

impl Object {
    fn bytes(self) -> usize {
        match self {
            Self::Small(class, ..) => class.size(),
            Self::Large(bytes, ..) => bytes,
        }
    }

    fn start(self) -> NonNull<u8> {
        let (Self::Small(_, start, _) | Self::Large(_, start, _)) = self;
        start
    }

    /// Marks both ends.
    fn mark(self) {
        let (Self::Small(_, start, mark) | Self::Large(_, start, mark)) = self;
        for at in [0, self.bytes() - 1] {
            unsafe { start.as_ptr().add(at).write(mark) };
        }
    }

    fn check(self) {
        let (Self::Small(_, start, mark) | Self::Large(_, start, mark)) = self;
        for at in [0, self.bytes() - 1] {
            assert_eq!(unsafe { start.as_ptr().add(at).read() }, mark, "a byte of an object changed");
        }
    }
}

/// Objects by address, none of which may lie in another one.
#[derive(Default)]
struct Model {
    objects: BTreeMap<usize, Object>,
    marks: u8,
}

impl Model {
    fn add(&mut self, object: impl FnOnce(u8) -> Object) {
        self.marks = self.marks.wrapping_add(1);
        let object = object(self.marks);
        let start = object.start().addr().get();
        let before = self.objects.range(..start + object.bytes()).next_back();
        assert!(
            before.is_none_or(|(&other, found)| other + found.bytes() <= start),
            "an object lies in another one"
        );
        object.mark();
        self.objects.insert(start, object);
    }

    fn nth(&self, which: usize, is_kind: impl Fn(&Object) -> bool) -> Option<Object> {
        let all: Vec<_> = self.objects.values().filter(|object| is_kind(object)).copied().collect();
        (!all.is_empty()).then(|| all[which % all.len()])
    }

    fn check(&self, heap: &Heap<impl Pages>) {
        for object in self.objects.values() {
            object.check();
            match *object {
                Object::Small(class, start, _) => {
                    for at in [0, class.size() / 2, class.size() - 1] {
                        let address = unsafe { start.as_ptr().add(at) };
                        assert_eq!(heap.kind_of(address), Kind::Small { class, start });
                        assert_eq!(heap.class_of(address), Some(class));
                    }
                    assert!(heap.is_taken(start.as_ptr()));
                }
                Object::Large(size, ..) => {
                    assert_eq!(heap.kind_of(object.start().as_ptr()), Kind::Large { size });
                    assert_eq!(heap.kind_of(unsafe { object.start().as_ptr().add(1) }), Kind::Foreign);
                }
            }
        }
        let stats = heap.stats();
        let small = self.objects.values().filter(|object| matches!(object, Object::Small(..)));
        assert_eq!(stats.small_bytes, small.map(|object| object.bytes()).sum::<usize>());
        let large = self.objects.values().filter(|object| matches!(object, Object::Large(..)));
        assert_eq!(stats.large_bytes, large.clone().map(|object| object.bytes()).sum::<usize>());
        assert_eq!(stats.large, large.count());
        assert_eq!(stats.huge_bytes, stats.span_bytes + stats.free_bytes + stats.bare_bytes);
    }

    fn step(&mut self, heap: &Heap<Memory>, step: &Step) {
        match *step {
            Step::Take { class, node, count } => {
                let class = Class::from_index(class).expect("a class");
                for start in take(heap, class, node, count) {
                    let align = 1 << class.size().trailing_zeros();
                    assert!(start.addr().get().is_multiple_of(align), "{class:?} at {start:?}");
                    self.add(|mark| Object::Small(class, start, mark));
                }
            }
            Step::Give { from, count } => {
                let Some(Object::Small(class, ..)) =
                    self.nth(from, |object| matches!(object, Object::Small(..)))
                else {
                    return;
                };
                let mut given = Vec::new();
                for number in 0..count {
                    let Some(object) = self.nth(
                        from.wrapping_add(number * 7),
                        |object| matches!(object, Object::Small(is, ..) if *is == class),
                    ) else {
                        break;
                    };
                    object.check();
                    self.objects.remove(&object.start().addr().get());
                    given.push(object.start());
                }
                unsafe { heap.give(class, &given) };
            }
            Step::TakeLarge { size, align } => {
                let Some(large) = heap.take_large(size, 1 << align) else { return };
                assert!(large.bytes >= size && large.start.addr().get().is_multiple_of(1 << align));
                if large.is_zero {
                    for at in [0, large.bytes / 2, large.bytes - 1] {
                        assert_eq!(unsafe { large.start.as_ptr().add(at).read() }, 0);
                    }
                }
                self.add(|mark| Object::Large(large.bytes, large.start, mark));
            }
            Step::GiveLarge { which } => {
                if let Some(object) = self.nth(which, |object| matches!(object, Object::Large(..))) {
                    object.check();
                    self.objects.remove(&object.start().addr().get());
                    unsafe { heap.give_large(object.start()) };
                }
            }
            Step::ResizeLarge { which, size } => {
                let Some(Object::Large(bytes, start, mark)) =
                    self.nth(which, |object| matches!(object, Object::Large(..)))
                else {
                    return;
                };
                let Some(large) = (unsafe { heap.resize_large(start, size) }) else { return };
                self.objects.remove(&start.addr().get());
                assert!(large.bytes >= size);
                assert_eq!(unsafe { large.start.as_ptr().read() }, mark, "the first byte stays");
                if large.bytes > bytes {
                    assert_eq!(unsafe { large.start.as_ptr().add(bytes - 1).read() }, mark, "and the last");
                    assert_eq!(
                        unsafe { large.start.as_ptr().add(large.bytes - 1).read() },
                        0,
                        "the rest is 0"
                    );
                }
                self.add(|mark| Object::Large(large.bytes, large.start, mark));
            }
            Step::Purge { everything, milliseconds } => {
                heap.pages().clock.fetch_add(milliseconds, Relaxed);
                heap.purge(everything);
            }
        }
    }

    fn give_all(self, heap: &Heap<impl Pages>) {
        for object in self.objects.into_values() {
            object.check();
            match object {
                Object::Small(class, start, _) => unsafe { heap.give(class, &[start]) },
                Object::Large(_, start, _) => unsafe { heap.give_large(start) },
            }
        }
        heap.purge(true);
        let stats = heap.stats();
        assert_eq!((stats.small_bytes, stats.spans, stats.large, stats.kept_bytes), (0, 0, 0, 0));
        assert_eq!((stats.free_bytes, stats.bare_bytes), (0, stats.huge_bytes), "all memory is given back");
    }
}

fn run(steps: &[Step], bytes: usize) {
    let heap = Heap::new(Memory::with(bytes));
    let mut model = Model::default();
    for step in steps {
        model.step(&heap, step);
        model.check(&heap);
    }
    model.give_all(&heap);
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        cases: if cfg!(miri) { 1 } else { count },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

const STEPS: usize = if cfg!(miri) { 5 } else { 100 };

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn the_heap_does_what_its_model_does(steps in steps(STEPS)) {
        run(&steps, usize::MAX);
    }

    #[test]
    fn memory_that_runs_out_spoils_nothing(steps in steps(STEPS), mebibytes in 0..12_usize) {
        run(&steps, mebibytes << 20);
    }

    #[test]
    fn one_refusal_anywhere_spoils_nothing(steps in steps(STEPS), requests in 0..40_u32) {
        let heap = Heap::new(Memory::with(usize::MAX));
        heap.pages().fail_after(requests);
        let mut model = Model::default();
        for step in &steps {
            model.step(&heap, step);
            model.check(&heap);
        }
        model.give_all(&heap);
    }
}

#[test]
fn every_request_for_memory_can_be_refused() {
    let mut refused = 0;
    for requests in 0.. {
        let heap = Heap::new(Memory::with(usize::MAX));
        heap.pages().fail_after(requests);
        let mut model = Model::default();
        let (sizes, count): (&[usize], _) =
            if cfg!(miri) { (&[64], 2) } else { (&[16, 64, 1024, 40_000, 200 << 10], 40) };
        for &size in sizes {
            model.step(&heap, &Step::Take { class: class(size).index(), node: 0, count });
        }
        model.step(&heap, &Step::TakeLarge { size: 300 << 10, align: 4 });
        model.check(&heap);
        let is_pending = heap.pages().is_fault_pending();
        model.give_all(&heap);
        if is_pending {
            break;
        }
        refused += 1;
    }
    assert!(refused > 8, "only {refused} requests for memory were refused");
}
