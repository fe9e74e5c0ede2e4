//! Taking tells why it could not look: "nothing there" and "could not look" are two answers.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use std::sync::mpsc;

use perseq::{
    ArrayStack, ByConcurrencyId, Cache, CpuLock, Error, Index, IntrusiveStack, Link, Mode, Node, Queue,
    Result, RingBuffer, Stack,
    perseq_core::{cpu, guard::Guarded, thread},
};

/// A structure by its taking verbs.
trait Takes<I: Index>: Sync {
    fn put(&self) -> Result<()>;
    fn try_take(&self) -> Result<bool>;
    fn take(&self) -> bool;
    /// Takes an item of row `row`.
    fn take_from(&self, row: u32) -> bool;
    /// Calls `f` with row `row` held.
    fn hold(&self, row: u32, f: &mut dyn FnMut());
}

macro_rules! takes {
    ($($type:ident, $put:ident, $take:ident, $try_take:ident;)*) => { $(
        impl<I: Index> Takes<I> for $type<usize, I> {
            fn put(&self) -> Result<()> {
                self.$put(7).map_err(|rejected| rejected.why())
            }

            fn try_take(&self) -> Result<bool> {
                self.$try_take().map(|item| item.is_some())
            }

            fn take(&self) -> bool {
                self.$take().is_some()
            }

            fn take_from(&self, row: u32) -> bool {
                self.with_row(row, |view| view.pop().is_some()).unwrap()
            }

            fn hold(&self, row: u32, f: &mut dyn FnMut()) {
                self.with_row(row, |_| f()).unwrap();
            }
        }
    )* };
}

takes! {
    ArrayStack, push, pop, try_pop;
    Queue, push, pop, try_pop;
    Stack, push, pop, try_pop;
    Cache, put, get, try_get;
}

/// Calls `f` with this row and all below it held.
fn with_all<I: Index>(structure: &dyn Takes<I>, rows: u32, f: &mut dyn FnMut()) {
    match rows.checked_sub(1) {
        Some(row) => structure.hold(row, &mut || with_all(structure, row, f)),
        None => f(),
    }
}

/// Every way of taking, with an item in reach and without the way to it.
fn tells<I: Index>(name: &str, structure: &dyn Takes<I>) {
    assert_eq!(structure.try_take(), Ok(false), "{name}: empty is not an error");
    assert!(!structure.take());
    structure.put().unwrap();
    // This thread holds every row.
    with_all(structure, cpu::rows(), &mut || {
        assert!(matches!(structure.try_take(), Err(Error::GuardHeld { .. })), "{name}");
        assert!(!structure.take());
        assert!(matches!(structure.put(), Err(Error::GuardHeld { .. })), "{name}");
    });
    // Another one holds every row, and this one a guard that the other may wait for.
    let other = Guarded::<I>::new(64, 64).unwrap();
    let (held, is_held) = mpsc::channel();
    let (done, is_done) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            with_all(structure, cpu::rows(), &mut || {
                held.send(()).unwrap();
                is_done.recv().unwrap();
            });
        });
        is_held.recv().unwrap();
        let mine = other.lock(0).unwrap();
        let answers = [structure.try_take().map(drop), structure.put()];
        let short = structure.take();
        drop(mine);
        done.send(()).unwrap();
        for answer in answers {
            assert!(matches!(answer, Err(Error::RowBusy { held: 1, .. })), "{name}: {answer:?}");
        }
        assert!(!short);
    });
    // Nothing was lost: the item is in some row, perhaps not in this thread's.
    let mut found = 0;
    while structure.take() {
        found += 1;
    }
    assert!(found <= 1, "{name}: {found}");
}

/// A node without a value.
struct Bare(Link);

// SAFETY: that is where the link is, and nothing else uses it.
unsafe impl Node for Bare {
    const LINK: usize = std::mem::offset_of!(Bare, 0);
}

impl<I: Index> Takes<I> for IntrusiveStack<Bare, I> {
    fn put(&self) -> Result<()> {
        self.push(Box::new(Bare(Link::new()))).map_err(|rejected| rejected.why())
    }

    fn try_take(&self) -> Result<bool> {
        self.try_pop().map(|node| node.is_some())
    }

    fn take(&self) -> bool {
        self.pop().is_some()
    }

    fn take_from(&self, row: u32) -> bool {
        self.with_row(row, |view| view.pop().is_some()).unwrap()
    }

    fn hold(&self, row: u32, f: &mut dyn FnMut()) {
        self.with_row(row, |_| f()).unwrap();
    }
}

fn every_structure_tells<I: Index>() {
    tells("ArrayStack", &ArrayStack::<usize, I>::try_indexed(4).unwrap());
    tells("Queue", &Queue::<usize, I>::try_indexed(4).unwrap());
    tells("Stack", &Stack::<usize, I>::try_indexed().unwrap());
    tells("IntrusiveStack", &IntrusiveStack::<Bare, I>::try_indexed().unwrap());
    tells("Cache", &Cache::<usize, I>::try_indexed(4, 0).unwrap());
}

#[test]
fn taking_tells_why_it_could_not_look() {
    every_structure_tells::<perseq::ByCpuId>();
    every_structure_tells::<ByConcurrencyId>();
}

/// Batches, too: an error means that nothing moved.
#[test]
fn batches_tell_why_they_could_not_look() {
    let stack = ArrayStack::<usize>::try_new(4).unwrap();
    let (mut into, mut from) = (Vec::new(), vec![1, 2, 3]);
    assert_eq!(stack.try_pop_batch(&mut into, 4), Ok(0));
    with_all(&stack, cpu::rows(), &mut || {
        assert!(matches!(stack.try_pop_batch(&mut into, 4), Err(Error::GuardHeld { .. })));
        assert!(matches!(stack.try_push_batch(&mut from), Err(Error::GuardHeld { .. })));
        assert_eq!((stack.pop_batch(&mut into, 4), stack.push_batch(&mut from)), (0, 0));
    });
    assert_eq!((into.len(), from.len()), (0, 3));
    assert_eq!(stack.try_push_batch(&mut from), Ok(3));
}

/// The overflow of a cache can be reached where no row can.
#[test]
fn a_cache_serves_from_its_overflow_what_its_rows_cannot_give() {
    let cache = Cache::<usize>::try_new(1, 64).unwrap();
    // Fill the row and more.
    (0..16).for_each(|item| cache.put(item).unwrap());
    with_all(&cache, cpu::rows(), &mut || {
        assert!(matches!(cache.try_get(), Ok(Some(_))));
        assert_eq!(cache.put(99).map_err(|rejected| rejected.why()), Ok(()));
    });
}

/// A row of a structure by concurrency id is no CPU's.
#[test]
fn a_row_that_there_is_not_is_named_as_a_row() {
    let bound = cpu::rows();
    let stack = ArrayStack::<usize, ByConcurrencyId>::indexed(4);
    let lock = CpuLock::<usize, ByConcurrencyId>::indexed(|_| 0).unwrap();
    let cache = Cache::<usize, ByConcurrencyId>::indexed(4, 4);
    let ring = RingBuffer::<ByConcurrencyId>::indexed(64, Mode::Discard);
    let answers = [
        stack.take_row(bound).map(drop),
        stack.drain_row(bound, drop),
        lock.with_row(bound, |_| ()),
        lock.is_abandoned(bound).map(drop),
        cache.with_row(bound, |_| ()),
        ring.drain_row(bound, |_| ()).map(drop),
    ];
    for answer in answers {
        assert_eq!(answer, Err(Error::NoSuchRow { row: bound, bound }));
        let text = answer.unwrap_err().to_string();
        assert!(text.contains(&format!("row {bound}")) && !text.contains("CPU"), "{text}");
    }
    let error = cpu::CpuId::new(bound).unwrap_err();
    assert!(error == Error::NoSuchCpu { cpu: bound, bound } && error.to_string().contains("CPU"));
}

/// Inside of `with_row` a thread that asks for the lock of the CPU that it is on may get another row's.
#[test]
fn a_lock_that_is_asked_for_inside_of_with_row_may_be_another_rows() {
    let lock = CpuLock::<u32>::new(|row| row).unwrap();
    let allowed = cpu::allowed().unwrap();
    for row in 0..lock.rows() {
        let other = lock.with_row(row, |_| lock.lock().map(|value| *value)).unwrap();
        if allowed.len() == 1 && allowed.contains(row) {
            // It has no other row to go to.
            assert_eq!(other, Err(Error::GuardHeld { row }));
        } else {
            assert!(other.is_ok_and(|other| other != row), "row {row}: {other:?}");
        }
    }
}

/// A thread whose sections are refused, where nothing can fence the others'.
#[test]
fn taking_tells_that_no_fence_can_be_made() {
    const NAME: &str = "taking_tells_that_no_fence_can_be_made";
    support::alone(NAME, &[], || {
        if thread::attach().is_err() {
            return support::skip("refused fences", "where no thread runs sections none has to be fenced");
        }
        let all: [(&str, Box<dyn Takes<perseq::ByCpuId>>); 4] = [
            ("ArrayStack", Box::new(ArrayStack::<usize>::new(4))),
            ("Queue", Box::new(Queue::<usize>::new(4))),
            ("Stack", Box::new(Stack::<usize>::new())),
            ("Cache", Box::new(Cache::<usize>::new(4, 0))),
        ];
        for (_, structure) in &all {
            structure.put().unwrap();
        }
        let refused = || {
            support::deny_rseq(libc::EPERM);
            support::deny(libc::SYS_membarrier, libc::EPERM);
            support::deny(libc::SYS_sched_setaffinity, libc::EPERM);
            for (name, structure) in &all {
                for answer in [structure.try_take().map(drop), structure.put()] {
                    assert!(matches!(answer, Err(Error::FenceDenied { .. })), "{name}: {answer:?}");
                }
                assert!(!structure.take());
            }
        };
        std::thread::scope(|scope| scope.spawn(refused).join().unwrap());
        // All items that were there still are.
        for (name, structure) in &all {
            let rows = 0..cpu::rows();
            let found = rows.filter(|&row| structure.take_from(row)).count();
            assert_eq!(found, 1, "{name}");
        }
    });
}
