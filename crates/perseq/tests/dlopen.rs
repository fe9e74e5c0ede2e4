//! Copies of perseq in shared objects: they share one registration per thread and survive `dlclose`.
//!
//! This program itself contains no perseq, so that a shared object is the leader.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use std::{
    ffi::{CString, c_void},
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::{Duration, Instant},
};

use support::{Scratch, WITHOUT_GLIBC, alone, count_signal, handle_timer, with_timer};

/// The example's shared object, which `cargo test` has built beside this program.
fn library() -> PathBuf {
    let path = std::env::current_exe().unwrap();
    let path = path.parent().unwrap().parent().unwrap().join("examples/libcounted_library.so");
    assert!(path.exists(), "{} is missing: run `cargo build --examples -p perseq`", path.display());
    path
}

struct Library {
    handle: *mut c_void,
    add: extern "C" fn(u64),
    sum: extern "C" fn() -> u64,
    owner: extern "C" fn() -> i32,
    aborts: extern "C" fn() -> usize,
}
unsafe impl Sync for Library {}

fn open(path: &Path) -> Library {
    let path = CString::new(path.as_os_str().as_bytes()).unwrap();
    unsafe {
        let handle = libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL);
        assert!(!handle.is_null(), "{:?}", std::ffi::CStr::from_ptr(libc::dlerror()));
        let symbol = |name: &std::ffi::CStr| {
            let address = libc::dlsym(handle, name.as_ptr());
            assert!(!address.is_null(), "{name:?}");
            address
        };
        Library {
            handle,
            add: std::mem::transmute::<*mut c_void, extern "C" fn(u64)>(symbol(c"counted_add")),
            sum: std::mem::transmute::<*mut c_void, extern "C" fn() -> u64>(symbol(c"counted_sum")),
            owner: std::mem::transmute::<*mut c_void, extern "C" fn() -> i32>(symbol(c"counted_owner")),
            aborts: std::mem::transmute::<*mut c_void, extern "C" fn() -> usize>(symbol(c"counted_aborts")),
        }
    }
}

/// Copies of the library's file: each is an object of its own to the dynamic linker.
fn copies(to: &Scratch, n: usize) -> Vec<PathBuf> {
    let copy = |i| {
        let to = to.join(format!("libcounted_{i}.so"));
        std::fs::copy(library(), &to).unwrap();
        to
    };
    (0..n).map(copy).collect()
}

#[test]
fn copies_share_one_registration_per_thread() {
    alone("copies_share_one_registration_per_thread", &[WITHOUT_GLIBC], || {
        let scratch = Scratch::new("dlopen");
        let files = copies(&scratch, 3);
        let libraries: Vec<Library> = files.iter().map(|file| open(file)).collect();
        for _ in 0..20 {
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    // In any order: the first object loaded leads, whichever asks first.
                    assert_eq!((libraries[2].owner)(), 2);
                    assert_eq!((libraries[0].owner)(), 1);
                    assert_eq!((libraries[1].owner)(), 2);
                    for library in &libraries {
                        for _ in 0..1000 {
                            (library.add)(1);
                        }
                    }
                });
            });
        }
        for library in &libraries {
            assert_eq!((library.sum)(), 20_000);
        }
    });
}

#[test]
fn a_library_can_be_opened_and_closed_while_its_sections_are_interrupted() {
    for variables in [&[][..], &[WITHOUT_GLIBC]] {
        alone("a_library_can_be_opened_and_closed_while_its_sections_are_interrupted", variables, || {
            let scratch = Scratch::new("dlopen");
            let file = copies(&scratch, 1).remove(0);
            handle_timer(count_signal);
            let (start, stop) = (Instant::now(), AtomicBool::new(false));
            let mut closings = 0;
            let added: u64 = std::thread::scope(|scope| {
                let threads: Vec<_> = (0..3)
                    .map(|_| {
                        scope.spawn(|| {
                            let mut added = 0;
                            with_timer(Duration::from_micros(100), || {
                                while !stop.load(Relaxed) {
                                    // Sections of the library, then it is closed, then preemptions, whose
                                    // descriptor the kernel looks up in it.
                                    let library = open(&file);
                                    for _ in 0..2000 {
                                        (library.add)(1);
                                    }
                                    added += 2000;
                                    assert_eq!(unsafe { libc::dlclose(library.handle) }, 0);
                                    std::thread::yield_now();
                                }
                            });
                            added
                        })
                    })
                    .collect();
                let seen = open(&file);
                while (closings < 300 || (seen.aborts)() < 10) && start.elapsed() < support::PATIENCE {
                    assert_eq!(unsafe { libc::dlclose(open(&file).handle) }, 0);
                    closings += 1;
                    std::thread::sleep(Duration::from_millis(1));
                }
                stop.store(true, Relaxed);
                let added = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
                assert_eq!(unsafe { libc::dlclose(seen.handle) }, 0);
                added
            });
            let library = open(&file);
            assert_eq!((library.sum)(), added, "the object stayed, and with it every addition");
            assert!((library.aborts)() >= 10 && closings >= 300, "{} aborts, {closings}", (library.aborts)());
        });
    }
}

#[test]
fn a_closed_library_stays_loaded() {
    alone("a_closed_library_stays_loaded", &[], || {
        let scratch = Scratch::new("dlopen");
        let file = copies(&scratch, 1).remove(0);
        let library = open(&file);
        (library.add)(7);
        assert_eq!(unsafe { libc::dlclose(library.handle) }, 0);
        let path = CString::new(file.as_os_str().as_bytes()).unwrap();
        let still = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_NOLOAD) };
        assert!(!still.is_null(), "it was unloaded: the kernel may read a descriptor in it");
        assert_eq!((library.sum)(), 7);
    });
}

/// How many copies of the library this process can open one after the other.
#[cfg(target_env = "gnu")]
fn opened() -> usize {
    let scratch = Scratch::new("dlopen");
    let files = copies(&scratch, 64);
    let opens = |path: &PathBuf| {
        let path = CString::new(path.as_os_str().as_bytes()).unwrap();
        // Never closed: copies stay anyway.
        !unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL) }.is_null()
    };
    files.iter().take_while(|path| opens(path)).count()
}

#[cfg(all(target_env = "gnu", target_pointer_width = "64"))]
#[test]
fn a_dozen_copies_fit_into_glibcs_room_for_thread_local_memory_and_more_where_it_is_told() {
    const NAME: &str =
        "a_dozen_copies_fit_into_glibcs_room_for_thread_local_memory_and_more_where_it_is_told";
    const ROOM: &str = "glibc.rtld.optional_static_tls=8192";
    for (tunable, least) in [("", "12"), (ROOM, "60")] {
        alone(NAME, &[("GLIBC_TUNABLES", tunable), ("LEAST", least)], || {
            let (opened, least) = (opened(), std::env::var("LEAST").unwrap().parse().unwrap());
            assert!(opened >= least, "{opened} of 64 copies were opened, {least} are expected to be");
            println!("{opened} copies");
        });
    }
}
