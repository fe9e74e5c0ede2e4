//! Rows from outside: what no thread uses comes back, and arrays get as deep as they need to be and no deeper.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(target_os = "linux")]

use std::{
    ptr::NonNull,
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use perseq_alloc::{internal::Class, raw, stats};

/// No test waits longer.
const PATIENCE: Duration = Duration::from_secs(60);
/// The counts are of the whole process.
static ALONE: Mutex<()> = Mutex::new(());

fn class(size: usize) -> Class {
    Class::of(size, 16).unwrap()
}

/// Allocates and frees so many objects.
fn swing(size: usize, objects: usize) {
    let all: Vec<_> = (0..objects).map(|_| raw::allocate(size, 16).expect("memory")).collect();
    for object in all {
        // SAFETY: allocated above, and not used any more.
        unsafe { raw::free(object) };
    }
}

/// Objects of a class that the program or a cache has.
fn live(size: usize) -> usize {
    let of_class = stats().classes()[class(size).index()];
    of_class.objects + of_class.cached
}

/// Sends this thread on slow paths, a bit later each time, until `done`.
fn allocate_until(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        swing(100, 1000);
        thread::sleep(Duration::from_millis(10));
    }
}

/// A thread that has freed objects of these sizes, and sleeps until the result is dropped.
fn sleeper(sizes: &'static [usize]) -> impl Drop {
    struct Sleeper(Option<std::sync::mpsc::Sender<()>>, Option<thread::JoinHandle<()>>);
    impl Drop for Sleeper {
        fn drop(&mut self) {
            drop(self.0.take());
            self.1.take().unwrap().join().unwrap();
        }
    }
    let (awake, sleeping) = std::sync::mpsc::channel();
    let (ready, is_ready) = std::sync::mpsc::channel();
    let handle = thread::spawn(move || {
        sizes.iter().for_each(|&size| swing(size, 200));
        ready.send(()).unwrap();
        _ = sleeping.recv();
    });
    is_ready.recv().unwrap();
    Sleeper(Some(awake), Some(handle))
}

#[test]
fn objects_in_the_row_of_a_thread_that_sleeps_come_back_by_what_others_do() {
    const SIZES: &[usize] = &[1500, 3000, 6000];
    let _alone = ALONE.lock();
    let _sleeper = sleeper(SIZES);
    let kept: usize = SIZES.iter().map(|&size| live(size)).sum();
    assert!(kept > 0, "its row and the transfer caches keep some");
    allocate_until("the sleeper's objects come back", || SIZES.iter().all(|&size| live(size) == 0));
}

#[test]
fn a_trim_takes_all_that_is_free_from_every_row() {
    const SIZES: &[usize] = &[24, 700, 20_000];
    let _alone = ALONE.lock();
    let before: Vec<_> = SIZES.iter().map(|&size| raw::allocate(size, 16).expect("memory")).collect();
    let _sleeper = sleeper(SIZES);
    SIZES.iter().for_each(|&size| swing(size, 1000));
    assert!(SIZES.iter().any(|&size| live(size) > 1));
    let bytes = raw::trim();
    for (&size, &object) in SIZES.iter().zip(&before) {
        assert_eq!(live(size), 1, "of {size} bytes: the one in use");
        assert!(raw::usable_size(object) >= size);
        // SAFETY: allocated above, and not used any more.
        unsafe { raw::free(object) };
    }
    assert!(bytes > 0);
}

#[test]
fn an_array_that_swings_wider_than_its_depth_gets_deeper_within_its_bounds() {
    let _alone = ALONE.lock();
    let swing_until_deeper = |size: usize| {
        let (first, start) = (2 * class(size).batch(), Instant::now());
        loop {
            // Once before the first look: rows that were never used have no depth.
            swing(size, 4 * first);
            let depth = raw::depth(class(size));
            assert!(
                depth <= 513 && depth.saturating_sub(first) * class(size).size() <= 2 << 20,
                "{depth} deep"
            );
            if depth > first || depth == 0 {
                return depth;
            }
            assert!(start.elapsed() < PATIENCE, "{size} bytes: still {depth} deep");
        }
    };
    // 0: no thread can run sections here, so nothing is kept in rows.
    let deeper = swing_until_deeper(400);
    if deeper == 0 {
        return perseq_testing::lacks("depths", "no rows are used here");
    }
    // Large ones have their bound soon.
    for _ in 0..20 {
        let depth = swing_until_deeper(200_000);
        assert!(depth * class(200_000).size() <= 4 << 20, "{depth} deep");
    }
    // Where the swings have ended, and others allocate, it is as before.
    allocate_until("the depth of an idle array ends", || raw::depth(class(400)) == 2 * class(400).batch());
}

#[test]
fn a_child_finds_rows_and_heap_whole() {
    let _alone = ALONE.lock();
    let object: NonNull<u8> = raw::allocate(48, 16).expect("memory");
    for _ in 0..20 {
        // SAFETY: the child calls nothing but this allocator and `_exit`.
        let child = unsafe { libc::fork() };
        if child == 0 {
            for size in [16, 48, 3000, 70_000, 400_000] {
                let some = raw::allocate(size, 16).map_or(1, |object| {
                    // SAFETY: allocated here, and not used any more.
                    unsafe { raw::free(object) };
                    0
                });
                if some != 0 {
                    // SAFETY: ends the child.
                    unsafe { libc::_exit(some) };
                }
            }
            raw::trim();
            // SAFETY: ends the child.
            unsafe { libc::_exit(0) };
        }
        let mut status = 0;
        // SAFETY: `status` is valid for writes.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert_eq!(status, 0);
    }
    // SAFETY: allocated above, and not used any more.
    unsafe { raw::free(object) };
}

#[test]
fn an_object_that_is_freed_twice_in_a_row_ends_the_process_with_a_message() {
    let _alone = ALONE.lock();
    let mut pipe = [0; 2];
    // SAFETY: `pipe` is valid for writes.
    assert_eq!(unsafe { libc::pipe(pipe.as_mut_ptr()) }, 0);
    // SAFETY: the child calls nothing but this allocator and system calls.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: `none` is valid for reads.
        unsafe { libc::setrlimit(libc::RLIMIT_CORE, &raw const none) };
        // SAFETY: both are open.
        unsafe { libc::dup2(pipe[1], libc::STDERR_FILENO) };
        // More than once: the thread may be moved between the two.
        for _ in 0..100 {
            let object = raw::allocate(300, 16).expect("memory");
            // SAFETY: allocated above.
            unsafe { raw::free(object) };
            // SAFETY: it is not: that is what the child is for.
            unsafe { raw::free(object) };
        }
        // SAFETY: ends the child.
        unsafe { libc::_exit(0) };
    }
    // SAFETY: opened above, and not used again.
    unsafe { libc::close(pipe[1]) };
    let mut text = [0_u8; 512];
    // SAFETY: `text` is valid for writes.
    let bytes = unsafe { libc::read(pipe[0], text.as_mut_ptr().cast(), text.len()) };
    // SAFETY: opened above, and not used again.
    unsafe { libc::close(pipe[0]) };
    let mut status = 0;
    // SAFETY: `status` is valid for writes.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    let message = String::from_utf8_lossy(&text[..usize::try_from(bytes).unwrap()]);
    assert!(libc::WIFSIGNALED(status) && libc::WTERMSIG(status) == libc::SIGABRT, "{status:#x}: {message}");
    let told = ["perseq-alloc: free of 0x", "double free: this object of 320 bytes (class "];
    assert!(told.iter().all(|part| message.contains(part)), "{message}");
}
