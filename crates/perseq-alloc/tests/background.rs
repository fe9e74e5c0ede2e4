//! The process does nothing, and its memory comes back: by its background thread, and a child's by that of the child.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    unreachable_pub,
    reason = "test code"
)]
#![cfg(all(target_os = "linux", not(miri)))]

use perseq_testing as processes;

use std::{
    fs,
    ptr::NonNull,
    thread,
    time::{Duration, Instant},
};

use perseq_alloc::{raw, stats};
use processes::alone;

const PATIENCE: Duration = Duration::from_secs(240);
const MIB: usize = 1 << 20;

/// Bytes of this process in memory that no file backs. The test's own memory is that of the C library.
fn resident() -> usize {
    let rollup = fs::read_to_string("/proc/self/smaps_rollup").expect("Linux 4.14");
    let line = rollup.lines().find_map(|line| line.strip_prefix("Anonymous:")).expect("anonymous memory");
    line.trim().trim_end_matches(" kB").trim().parse::<usize>().expect("kB") << 10
}

/// Objects of 1000 bytes, and some large ones, all touched.
fn fill(bytes: usize) -> Vec<(NonNull<u8>, usize)> {
    let sizes = (0..bytes / 2 / 1000).map(|_| 1000).chain((0..bytes / 2 / MIB).map(|_| MIB));
    let touched = |size| {
        let object = raw::allocate(size, 16).expect("memory");
        unsafe { object.as_ptr().write_bytes(0xa5, size) };
        (object, size)
    };
    sizes.map(touched).collect()
}

fn free(objects: Vec<(NonNull<u8>, usize)>) {
    for (object, _) in objects {
        unsafe { raw::free(object) };
    }
}

/// Waits without another call of the allocator's.
fn until(what: &str, happens: impl Fn() -> bool) {
    let start = Instant::now();
    while !happens() {
        assert!(start.elapsed() < PATIENCE, "{what}: {} bytes, {:?}", resident(), stats());
        thread::sleep(Duration::from_millis(50));
    }
}

/// How many threads of the allocator's this process has.
fn threads() -> usize {
    let name = |task: fs::DirEntry| fs::read_to_string(task.path().join("comm")).unwrap_or_default();
    let tasks = fs::read_dir("/proc/self/task").expect("a directory").map(|task| name(task.expect("a task")));
    tasks.filter(|name| name.trim() == "perseq-alloc").count()
}

/// Fills and frees, in a thread that sleeps from then on; all comes back.
fn all_comes_back() {
    // The first objects make what stays: records, rows.
    free(fill(MIB));
    let before = resident();
    let objects =
        fill(64 * MIB).into_iter().map(|(object, size)| (object.as_ptr().expose_provenance(), size));
    let objects: Vec<_> = objects.collect();
    assert!(resident() >= before + 60 * MIB);
    let (freed, is_freed) = std::sync::mpsc::channel();
    let sleeper = thread::spawn(move || {
        for &(object, _) in &objects {
            unsafe { raw::free(NonNull::new_unchecked(std::ptr::with_exposed_provenance_mut(object))) };
        }
        drop(objects);
        freed.send(()).unwrap();
        thread::park();
    });
    is_freed.recv().unwrap();
    until("all comes back", || resident() <= before + 5 * MIB);
    sleeper.thread().unpark();
    sleeper.join().unwrap();
}

#[test]
fn an_idle_process_shrinks_without_another_call() {
    alone("an_idle_process_shrinks_without_another_call", &[], || {
        assert!(raw::start_background_thread() && raw::start_background_thread());
        until("the thread has its name", || threads() == 1);
        all_comes_back();
        assert_eq!(threads(), 1, "one is enough");
    });
}

#[test]
fn holes_between_objects_that_stay_come_back_to_the_system() {
    alone("holes_between_objects_that_stay_come_back_to_the_system", &[], || {
        if unsafe { libc::sysconf(libc::_SC_PAGESIZE) } != 4096 {
            return processes::lacks("holes", "pages of this size are as large as spans of small objects");
        }
        assert!(raw::start_background_thread());
        let objects: Vec<_> = (0..64 * MIB / 512).map(|_| raw::allocate(512, 16).expect("memory")).collect();
        objects.iter().for_each(|object| unsafe { object.as_ptr().write_bytes(0x5a, 512) });
        // Every 64th stays: seven of its span's eight system pages have none that does.
        let (kept, given): (Vec<_>, Vec<_>) = (0..).zip(objects).partition(|(number, _)| number % 64 == 0);
        given.iter().for_each(|&(_, object)| unsafe { raw::free(object) });
        // The kernel tells if a page has memory.
        let has_memory = |object: NonNull<u8>| {
            let page = object.as_ptr().map_addr(|address| address & !4095);
            let mut told = 0_u8;
            assert_eq!(unsafe { libc::mincore(page.cast(), 1, &raw mut told) }, 0);
            told & 1 == 1
        };
        let holes = || given.iter().step_by(8).filter(|(_, object)| !has_memory(*object)).count();
        until("three of four holes have no memory", || holes() * 4 >= given.len() / 8 * 3);
        for (_, object) in kept {
            let bytes = unsafe { std::slice::from_raw_parts(object.as_ptr(), 512) };
            assert!(bytes.iter().all(|&byte| byte == 0x5a), "an object in use lost bytes");
        }
    });
}

#[test]
fn a_child_has_a_thread_of_its_own() {
    alone("a_child_has_a_thread_of_its_own", &[], || {
        assert!(raw::start_background_thread());
        let child = unsafe { libc::fork() };
        if child == 0 {
            let passed = std::panic::catch_unwind(|| {
                until("the child has the thread", || threads() == 1);
                all_comes_back();
            });
            unsafe { libc::_exit(i32::from(passed.is_err())) };
        }
        let mut status = 0;
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert_eq!(status, 0);
    });
}

#[test]
fn the_thread_takes_no_signal_of_the_program() {
    alone("the_thread_takes_no_signal_of_the_program", &[], || {
        assert!(raw::start_background_thread());
        until("the thread has its name", || threads() == 1);
        for task in fs::read_dir("/proc/self/task").unwrap() {
            let status = fs::read_to_string(task.unwrap().path().join("status")).unwrap();
            let field =
                |name| status.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned();
            if field("Name:") == "perseq-alloc" {
                let blocked = u64::from_str_radix(&field("SigBlk:"), 16).unwrap();
                for signal in [libc::SIGTERM, libc::SIGCHLD, libc::SIGALRM, libc::SIGPROF, libc::SIGUSR1] {
                    assert!(blocked >> (signal - 1) & 1 == 1, "signal {signal} is not blocked: {blocked:x}");
                }
            }
        }
    });
}

#[test]
fn mappings_come_back_in_a_program_that_has_large_objects_only() {
    alone("mappings_come_back_in_a_program_that_has_large_objects_only", &[], || {
        let large: Vec<_> = (0..8).map(|_| raw::allocate(2 * MIB, 16).expect("memory")).collect();
        large.into_iter().for_each(|object| unsafe { raw::free(object) });
        assert!(stats().kept_bytes >= 2 * MIB, "some are kept: {:?}", stats());
        // Another size, whose mapping is kept and used again.
        let comes_by = || {
            let object = raw::allocate(MIB / 2, 16).expect("memory");
            unsafe { raw::free(object) };
            stats().kept_bytes <= MIB
        };
        until("the others go", comes_by);
    });
}

#[test]
fn mappings_come_back_in_a_program_that_only_resizes() {
    alone("mappings_come_back_in_a_program_that_only_resizes", &[], || {
        let mut object = raw::allocate(8 * MIB, 16).expect("memory");
        let large: Vec<_> = (0..8).map(|_| raw::allocate(2 * MIB, 16).expect("memory")).collect();
        large.into_iter().for_each(|object| unsafe { raw::free(object) });
        assert!(stats().kept_bytes >= 2 * MIB, "some are kept: {:?}", stats());
        let start = Instant::now();
        for round in 0.. {
            object = unsafe { raw::resize(object, (8 + round % 2) * MIB) }.expect("memory");
            if stats().kept_bytes == 0 {
                break;
            }
            assert!(start.elapsed() < PATIENCE, "they stay: {:?}", stats());
            thread::sleep(Duration::from_millis(50));
        }
        unsafe { raw::free(object) };
    });
}
