//! Wrong frees end the process, with a message that says which address, of which class, and how it was seen.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(all(target_os = "linux", not(miri)))]

mod support;

use std::{os::unix::process::ExitStatusExt, process::Command, ptr::NonNull};

use perseq_alloc::internal::{Class, Heap, Linux};
use support::{class, take};

static HEAP: Heap<Linux> = Heap::new(Linux::new());
const WITHIN: &str = "PERSEQ_ALLOC_MISUSE";
const REACHED: &str = "about to free ";

fn give(class: Class, object: *mut u8) {
    eprintln!("{REACHED}{object:p}");
    unsafe { HEAP.give(class, &[NonNull::new(object).expect("an address")]) };
}

fn give_large(object: *mut u8) {
    eprintln!("{REACHED}{object:p}");
    unsafe { HEAP.give_large(NonNull::new(object).expect("an address")) };
}

fn object(class: Class) -> *mut u8 {
    take(&HEAP, class, 0, 3)[1].as_ptr()
}

fn large() -> *mut u8 {
    HEAP.take_large(1 << 20, 16).expect("memory").start.as_ptr()
}

/// Runs the test `name` again in a process of its own, where it does `misuse`: that process must end by SIGABRT, and say
/// each of `parts` of the address.
fn aborts(name: &str, misuse: impl FnOnce(), parts: &[&str]) {
    if std::env::var_os(WITHIN).is_some_and(|within| within == name) {
        // No core file.
        let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        unsafe { libc::setrlimit(libc::RLIMIT_CORE, &none) };
        misuse();
        std::process::exit(0);
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture", "--test-threads=1"])
        .env(WITHIN, name)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.signal(), Some(libc::SIGABRT), "{}: {errors}", output.status);
    let address =
        errors.lines().filter_map(|line| line.strip_prefix(REACHED)).next_back().expect("the address");
    let message = errors.lines().find(|line| line.starts_with("perseq-alloc: ")).expect("a message");
    assert!(message.starts_with(&format!("perseq-alloc: free of {address}: ")), "{message}");
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in {message:?}");
    }
}

#[test]
fn a_double_free_is_seen_in_the_bitmap() {
    let misuse = || {
        let object = object(class(100));
        give(class(100), object);
        give(class(100), object);
    };
    aborts(
        "a_double_free_is_seen_in_the_bitmap",
        misuse,
        &["double free", "112 bytes (class 7)", "span's bitmap"],
    );
}

#[test]
fn a_double_free_in_one_batch_is_seen() {
    let misuse = || {
        let object = NonNull::new(object(class(64))).expect("an address");
        eprintln!("{REACHED}{object:p}");
        unsafe { HEAP.give(class(64), &[object, object]) };
    };
    aborts("a_double_free_in_one_batch_is_seen", misuse, &["double free", "64 bytes", "span's bitmap"]);
}

#[test]
fn a_double_free_after_the_span_went_is_seen_in_the_page_map() {
    let misuse = || {
        let objects = take(&HEAP, class(100), 0, 3);
        give(class(100), objects[0].as_ptr());
        give(class(100), objects[2].as_ptr());
        give(class(100), objects[1].as_ptr());
        HEAP.purge(true);
        assert_eq!(HEAP.stats().spans, 0);
        give(class(100), objects[1].as_ptr());
    };
    aborts(
        "a_double_free_after_the_span_went_is_seen_in_the_page_map",
        misuse,
        &["double free", "no object lies there", "page map"],
    );
}

#[test]
fn an_interior_pointer_is_told_with_its_object() {
    let misuse = || give(class(512), unsafe { object(class(512)).add(24) });
    aborts(
        "an_interior_pointer_is_told_with_its_object",
        misuse,
        &["interior pointer: 24 bytes after the start 0x", "object of 512 bytes", "by its address"],
    );
}

#[test]
fn a_free_with_the_wrong_class_is_seen_in_the_page_map() {
    let misuse = || give(class(48), object(class(32)));
    aborts(
        "a_free_with_the_wrong_class_is_seen_in_the_page_map",
        misuse,
        &["wrong size", "32 bytes (class 2), freed as one of 48 bytes (class 3)", "page map"],
    );
}

#[test]
fn the_end_of_a_span_is_no_object() {
    let misuse = || {
        let class = class(48);
        let start = take(&HEAP, class, 0, 1)[0].as_ptr();
        give(class, unsafe { start.add(class.objects() * 48) });
    };
    aborts(
        "the_end_of_a_span_is_no_object",
        misuse,
        &["foreign pointer", "after the last object", "48 bytes"],
    );
}

#[test]
fn a_static_address_is_foreign() {
    static BYTES: [u8; 64] = [1; 64];
    let misuse = || {
        object(class(64));
        give(class(64), (&raw const BYTES).cast_mut().cast());
    };
    aborts("a_static_address_is_foreign", misuse, &["foreign pointer", "page map"]);
}

#[test]
fn a_page_without_a_span_has_no_objects() {
    let misuse = || {
        let start = object(class(64)).map_addr(|address| address | ((2 << 20) - 16));
        give(class(64), start);
    };
    aborts("a_page_without_a_span_has_no_objects", misuse, &["no object lies there", "page map"]);
}

#[test]
fn a_large_object_that_is_freed_twice_is_seen_in_the_cache() {
    let misuse = || {
        let object = large();
        give_large(object);
        give_large(object);
    };
    aborts(
        "a_large_object_that_is_freed_twice_is_seen_in_the_cache",
        misuse,
        &["double free", "1048576 bytes", "cache of mappings"],
    );
}

#[test]
fn a_large_object_that_is_freed_twice_and_has_no_mapping_is_foreign() {
    let misuse = || {
        let object = large();
        give_large(object);
        HEAP.purge(true);
        give_large(object);
    };
    aborts(
        "a_large_object_that_is_freed_twice_and_has_no_mapping_is_foreign",
        misuse,
        &["foreign pointer", "given back already"],
    );
}

#[test]
fn the_middle_of_a_large_object_is_told() {
    let misuse = || give_large(unsafe { large().add(4096) });
    aborts(
        "the_middle_of_a_large_object_is_told",
        misuse,
        &["interior pointer: 4096 bytes after the start 0x", "1048576 bytes"],
    );
}

#[test]
fn a_large_object_is_not_one_of_a_class() {
    let misuse = || {
        object(class(64));
        give(class(64), large());
    };
    aborts("a_large_object_is_not_one_of_a_class", misuse, &["a large object of 1048576 bytes", "record"]);
}

#[test]
fn a_small_object_is_not_a_large_one() {
    let misuse = || {
        let object = object(class(64));
        give_large(unsafe { object.add(5) });
    };
    aborts("a_small_object_is_not_a_large_one", misuse, &["interior pointer: 5 bytes", "64 bytes"]);
}
