//! The heap on the kernel's memory: threads that exchange objects, and forks.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    unreachable_pub,
    reason = "test code"
)]
#![cfg(all(target_os = "linux", not(miri)))]

use perseq_testing as processes;
mod support;

use std::{
    ptr::NonNull,
    sync::{
        Barrier, Mutex,
        atomic::{
            AtomicBool, AtomicUsize,
            Ordering::{Relaxed, SeqCst},
        },
    },
    thread,
};

use perseq_alloc::internal::{Class, Heap, Linux};
use processes::alone;
use support::take;

static HEAP: Heap<Linux> = Heap::new(Linux::new());

/// Takes objects, marks them, exchanges some with the other threads, checks and gives them, with a purge at times.
fn churn(random: &mut fastrand::Rng, shared: &Mutex<Vec<(Class, usize, u8)>>, rounds: usize) {
    let mut own: Vec<(Class, NonNull<u8>, u8)> = Vec::new();
    for _ in 0..rounds {
        let class = Class::from_index(random.usize(0..Class::COUNT - 8)).expect("a class");
        let mark = random.u8(..);
        for object in take(&HEAP, class, random.usize(0..2), class.batch()) {
            unsafe { object.as_ptr().write_bytes(mark, class.size().min(64)) };
            own.push((class, object, mark));
        }
        let mut pool = shared.lock().unwrap();
        for _ in 0..random.usize(0..=own.len().min(20)) {
            let (class, object, mark) = own.swap_remove(random.usize(0..own.len()));
            pool.push((class, object.as_ptr().expose_provenance(), mark));
        }
        for _ in 0..random.usize(0..=pool.len().min(20)) {
            let place = random.usize(0..pool.len());
            let (class, object, mark) = pool.swap_remove(place);
            own.push((class, NonNull::new(std::ptr::with_exposed_provenance_mut(object)).unwrap(), mark));
        }
        drop(pool);
        while own.len() > 200 {
            let (class, object, mark) = own.swap_remove(random.usize(0..own.len()));
            check_and_give(class, object, mark);
        }
        if random.u8(..) < 8 {
            HEAP.purge(random.bool());
        }
    }
    for (class, object, mark) in own {
        check_and_give(class, object, mark);
    }
}

fn check_and_give(class: Class, object: NonNull<u8>, mark: u8) {
    let bytes = unsafe { std::slice::from_raw_parts(object.as_ptr(), class.size().min(64)) };
    assert!(bytes.iter().all(|&byte| byte == mark), "an object of {class:?} lost its mark");
    unsafe { HEAP.give(class, &[object]) };
}

#[test]
fn threads_that_exchange_objects_and_purge_lose_none() {
    alone("threads_that_exchange_objects_and_purge_lose_none", &[], || {
        let shared = Mutex::new(Vec::new());
        let (barrier, shared) = (&Barrier::new(4), &shared);
        thread::scope(|scope| {
            for number in 0..4 {
                scope.spawn(move || {
                    barrier.wait();
                    churn(&mut fastrand::Rng::with_seed(number), shared, 1500);
                });
            }
        });
        for (class, object, mark) in shared.lock().unwrap().drain(..) {
            let object = NonNull::new(std::ptr::with_exposed_provenance_mut(object)).unwrap();
            check_and_give(class, object, mark);
        }
        HEAP.purge(true);
        let stats = HEAP.stats();
        assert_eq!((stats.small_bytes, stats.spans, stats.free_bytes), (0, 0, 0), "{stats:?}");
    });
}

/// As handlers of a fork do that run between the heap's own.
#[test]
fn a_thread_that_has_the_locks_for_a_fork_uses_the_heap() {
    alone("a_thread_that_has_the_locks_for_a_fork_uses_the_heap", &[], || {
        let use_all = || {
            for class in Class::all() {
                for object in take(&HEAP, class, 0, class.batch()) {
                    unsafe { HEAP.give(class, &[object]) };
                }
            }
            let large = HEAP.take_large(1 << 20, 16).expect("memory").start;
            unsafe { HEAP.give_large(large) };
            HEAP.purge(false);
            assert!(HEAP.stats().large_bytes < 1 << 20);
        };
        HEAP.before_fork();
        use_all();
        let is_through = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                use_all();
                is_through.store(true, SeqCst);
            });
            use_all();
            assert!(!is_through.load(SeqCst), "another thread has had a lock");
            let child = unsafe { libc::fork() };
            if child == 0 {
                unsafe { libc::alarm(60) };
                use_all();
                unsafe { HEAP.after_fork() };
                use_all();
                unsafe { libc::_exit(0) };
            }
            use_all();
            let mut status = 0;
            assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
            assert_eq!(status, 0, "the child waited for ever, or failed");
            unsafe { HEAP.after_fork() };
        });
        assert!(is_through.load(SeqCst));
    });
}

#[test]
fn children_of_busy_parents_have_a_whole_heap() {
    alone("children_of_busy_parents_have_a_whole_heap", &[], || {
        let shared = Mutex::new(Vec::new());
        let (is_over, rounds, shared) = (&AtomicBool::new(false), &AtomicUsize::new(0), &shared);
        thread::scope(|scope| {
            for number in 0..3 {
                scope.spawn(move || {
                    let mut random = fastrand::Rng::with_seed(number);
                    while !is_over.load(Relaxed) {
                        churn(&mut random, shared, 20);
                        rounds.fetch_add(1, SeqCst);
                    }
                });
            }
            for _ in 0..200 {
                HEAP.before_fork();
                let child = unsafe { libc::fork() };
                if child == 0 {
                    unsafe { libc::alarm(60) };
                    unsafe { HEAP.after_fork() };
                    let is_whole = Class::all().all(|class| {
                        let mut out = [std::mem::MaybeUninit::uninit(); 32];
                        let taken = HEAP.take(class, 0, &mut out[..class.batch()]);
                        for object in &out[..taken] {
                            unsafe { HEAP.give(class, &[object.assume_init()]) };
                        }
                        taken == class.batch()
                    });
                    HEAP.purge(true);
                    let large = HEAP.take_large(1 << 20, 16);
                    unsafe { libc::_exit(if is_whole && large.is_some() { 0 } else { 1 }) };
                }
                unsafe { HEAP.after_fork() };
                assert!(child > 0, "fork");
                let mut status = 0;
                assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
                assert!(
                    libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0,
                    "a child ended with {status:#x}"
                );
            }
            // They were busy meanwhile.
            while rounds.load(SeqCst) == 0 {
                thread::yield_now();
            }
            is_over.store(true, Relaxed);
        });
    });
}
