//! The raw layer: links with tags, and objects that are retired by pointer.

#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    panic::catch_unwind,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
};

use perseq_rcu::{Atomic, Guard, Rcu, Tagged};

/// Counts its drops.
struct Counted(u64, Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.1.fetch_add(1, Relaxed);
    }
}

#[test]
fn an_object_that_was_retired_lives_as_long_as_its_readers() {
    let (rcu, drops) = (Rcu::polled(), Arc::default());
    let link = Atomic::new(Tagged::from_box(Box::new(Counted(7, Arc::clone(&drops)))));
    let guard = rcu.read();
    let seen = link.load(&guard);
    let taken = link.swap(Tagged::null(), &guard);
    assert_eq!(seen, taken);
    // SAFETY: from a box, out of its only link, and retired once.
    unsafe { rcu.retire_raw(taken.pointer()) };
    for _ in 0..4 {
        rcu.poll();
    }
    // SAFETY: loaded under the guard, before the object was retired in the guard's domain.
    let object = unsafe { seen.as_ref() };
    assert_eq!((object.map(|object| object.0), drops.load(Relaxed)), (Some(7), 0));
    drop(guard);
    rcu.barrier().unwrap();
    assert_eq!(drops.load(Relaxed), 1);
    assert!(link.load(&rcu.read()).is_null());
}

#[test]
fn a_tag_is_compared_and_exchanged_with_its_pointer() {
    let rcu = Rcu::polled();
    let guard = rcu.read();
    let link: Atomic<u64> = Atomic::default();
    let mut value = 5_u64;
    let plain = Tagged::from_raw(&raw mut value);
    let marked = plain.with_tag(3);
    assert_eq!((marked.pointer(), marked.tag(), plain.tag()), (&raw mut value, 3, 0));
    assert_eq!((marked.with_tag(1).tag(), Tagged::<u64>::null().with_tag(7).is_null()), (1, true));
    assert_eq!(Atomic::<u64>::TAGS, align_of::<u64>());

    link.store(plain);
    assert_eq!(link.compare_exchange(marked, Tagged::null(), &guard), Err(plain), "a tag was overlooked");
    assert_eq!(link.compare_exchange(plain, marked, &guard), Ok(plain));
    assert_eq!(link.load(&guard), marked);
    // SAFETY: the value outlives the guard, and no domain frees it.
    assert_eq!(unsafe { link.load(&guard).as_ref() }, Some(&5));
    let mut link = link;
    assert_eq!(link.get_mut().tag(), 3);
    assert_eq!(
        format!("{:?}", link.get_mut()),
        format!("Tagged {{ pointer: {:?}, tag: 3 }}", &raw mut value)
    );
}

#[test]
fn a_tag_that_has_no_room_is_refused() {
    assert!(catch_unwind(|| Tagged::<u64>::null().with_tag(align_of::<u64>())).is_err());
    assert!(catch_unwind(|| Tagged::<u8>::null().with_tag(1)).is_err());
    let odd = std::ptr::without_provenance_mut::<u64>(1);
    assert!(
        catch_unwind(|| Tagged::from_raw(odd)).is_err(),
        "an address that is not aligned has a tag already"
    );
}

/// A stack of R. Kent Treiber's: the shortest structure that is wrong without a domain, for an object that is freed too early is another
/// one's link.
struct Stack<'d> {
    head: Atomic<Node>,
    rcu: &'d Rcu,
}

struct Node {
    value: Counted,
    next: Atomic<Node>,
}

impl Stack<'_> {
    fn push(&self, value: Counted) {
        let guard = self.rcu.read();
        let node = Tagged::from_box(Box::new(Node { value, next: Atomic::null() }));
        // SAFETY: not pushed yet, so it is this thread's.
        let next = unsafe { &node.as_ref().unwrap().next };
        let mut head = self.head.load(&guard);
        loop {
            next.store(head);
            match self.head.compare_exchange(head, node, &guard) {
                Ok(_) => return,
                Err(other) => head = other,
            }
        }
    }

    fn pop(&self) -> Option<u64> {
        let guard = self.rcu.read();
        let mut head = self.head.load(&guard);
        loop {
            // SAFETY: nodes are initialised before they are pushed, and retired in this domain after they are popped.
            let node: &Node = unsafe { head.as_ref() }?;
            match self.head.compare_exchange(head, node.next.load(&guard), &guard) {
                Ok(_) => {
                    let value = node.value.0;
                    // SAFETY: from a box, and popped by this thread.
                    unsafe { self.rcu.retire_raw(head.pointer()) };
                    return Some(value);
                }
                Err(other) => head = other,
            }
        }
    }
}

#[test]
fn a_stack_of_links_loses_and_doubles_nothing() {
    const THREADS: u64 = 3;
    let each = if cfg!(miri) { 20 } else { 20_000 };
    let (rcu, drops) = (Rcu::new(), Arc::default());
    let stack = Stack { head: Atomic::null(), rcu: &rcu };
    let work = |thread: u64| {
        let mut sum = 0;
        for number in 0..each {
            stack.push(Counted(thread * each + number, Arc::clone(&drops)));
            sum += stack.pop().expect("there is one for each thread that has pushed and not popped");
        }
        sum
    };
    let sum: u64 = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || work(thread))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(sum, (0..THREADS * each).sum());
    assert_eq!(stack.pop(), None);
    rcu.barrier().unwrap();
    assert_eq!(drops.load(Relaxed) as u64, THREADS * each);
}

#[test]
fn links_go_where_their_objects_may() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Atomic<Counted>>();
    static LINK: Atomic<u64> = Atomic::null();
    fn load<'g>(guard: &'g Guard<'_>) -> Tagged<'g, u64> {
        LINK.load(guard)
    }
    let rcu = Rcu::polled();
    assert!(load(&rcu.read()).is_null());
}
