//! Guards in memory that processes share: exclusion, holders that are killed anywhere, sections of other processes.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use std::{
    sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    time::{Duration, Instant},
};

use perseq_core::{
    ByCpuId, Error, Index, Outcome, cpu, critical_section,
    guard::{Owner, SharedGuard},
    pool::STRIDE_SHIFT,
    thread,
};

/// The memory that the processes share. `left` and `right` are changed one after the other: they differ only while
/// a process holds the guard, or died there.
#[repr(C)]
struct Shared {
    guard: SharedGuard,
    left: AtomicU64,
    right: AtomicU64,
    entries: AtomicU64,
    repairs: AtomicU64,
    refusals: AtomicU64,
    commits: AtomicU64,
    /// The word that sections add to.
    word: AtomicUsize,
}

/// Shared memory, mapped until the process ends.
fn shared() -> &'static Shared {
    unsafe {
        let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        let memory = libc::mmap(std::ptr::null_mut(), 4096, protection, flags, -1, 0);
        assert_ne!(memory, libc::MAP_FAILED);
        let shared = memory.cast::<Shared>();
        SharedGuard::init(&raw mut (*shared).guard);
        &*shared
    }
}

/// One change under the guard, after repairing what a holder that died has left.
fn change(shared: &Shared, pause: u32) {
    let held = shared.guard.lock(0).unwrap();
    let me = Owner { process: std::process::id(), thread: unsafe { libc::gettid() as u32 } };
    assert_eq!(shared.guard.owner(), me);
    let (left, right) = (shared.left.load(Relaxed), shared.right.load(Relaxed));
    if let Some(died) = held.previous_owner_died() {
        assert_ne!(died, me);
        shared.right.store(left, Relaxed);
        shared.repairs.fetch_add(1, Relaxed);
    } else {
        assert_eq!(left, right, "half a change, and nobody died");
    }
    shared.left.store(left + 1, Relaxed);
    (0..pause).for_each(|_| std::hint::spin_loop());
    shared.right.store(left + 1, Relaxed);
    shared.entries.fetch_add(1, Relaxed);
    drop(held);
}

fn fork(body: impl FnOnce()) -> i32 {
    unsafe {
        match libc::fork() {
            0 => {
                let fine = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).is_ok();
                libc::_exit(i32::from(!fine))
            }
            child => child,
        }
    }
}

/// How `child` ended: its code, or minus its signal.
fn reap(child: i32) -> i32 {
    let mut status = 0;
    assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
    if libc::WIFEXITED(status) { libc::WEXITSTATUS(status) } else { -libc::WTERMSIG(status) }
}

#[test]
fn holders_that_are_killed_anywhere_leave_a_guard_that_others_can_take() {
    support::alone("holders_that_are_killed_anywhere_leave_a_guard_that_others_can_take", &[], || {
        let shared = shared();
        let survivor = fork(|| {
            let start = Instant::now();
            while shared.refusals.load(Relaxed) == 0 && start.elapsed() < support::PATIENCE {
                change(shared, 50);
            }
        });
        let start = Instant::now();
        let mut kills = 0_u32;
        while (kills < 300 || shared.repairs.load(Relaxed) < 20) && start.elapsed() < support::PATIENCE {
            let victim = fork(|| {
                loop {
                    change(shared, 3000);
                }
            });
            std::thread::sleep(Duration::from_micros(u64::from(kills * 7919 % 3000)));
            // Every second one is killed when it is seen to hold the guard: on a busy machine another one may not have begun.
            let seen = Instant::now();
            while kills % 2 == 1
                && shared.guard.owner().process != victim.cast_unsigned()
                && seen.elapsed() < Duration::from_secs(1)
            {
                std::thread::yield_now();
            }
            unsafe { libc::kill(victim, libc::SIGKILL) };
            assert_eq!(reap(victim), -libc::SIGKILL);
            kills += 1;
            // Whatever it was at, the guard can be taken.
            change(shared, 0);
        }
        // The survivor's sign to stop.
        shared.refusals.store(1, Relaxed);
        assert_eq!(reap(survivor), 0);
        let (entries, repairs) = (shared.entries.load(Relaxed), shared.repairs.load(Relaxed));
        println!("{kills} kills, {repairs} with the guard held, {entries} entries");
        assert!(kills >= 300 && repairs >= 20, "{kills} kills, {repairs} repairs");
        assert!(!shared.guard.is_held());
    });
}

#[test]
fn asking_twice_is_an_error_and_the_guard_stays_held() {
    let shared = shared();
    let held = shared.guard.lock(0).unwrap();
    assert_eq!(shared.guard.lock(0).unwrap_err(), Error::GuardHeld { row: 0 });
    assert!(shared.guard.is_held() && held.previous_owner_died().is_none());
    drop(held);
    assert!(!shared.guard.is_held());
}

#[test]
fn a_cpu_that_cannot_be_visited_leaves_the_guard_free_and_what_was_left_to_repair() {
    let name = "a_cpu_that_cannot_be_visited_leaves_the_guard_free_and_what_was_left_to_repair";
    support::alone(name, &[], || {
        let shared = shared();
        let victim = fork(|| {
            let _held = shared.guard.lock(0).unwrap();
            unsafe { libc::kill(libc::getpid(), libc::SIGKILL) };
        });
        assert_eq!(reap(victim), -libc::SIGKILL);
        std::thread::scope(|scope| {
            let denied = scope.spawn(|| {
                support::deny(libc::SYS_sched_setaffinity, libc::EPERM);
                shared.guard.lock(0).map(drop)
            });
            let error = Error::FenceDenied { cpu: 0, errno: libc::EPERM };
            assert_eq!(denied.join().unwrap(), Err(error));
        });
        assert!(shared.guard.is_held(), "sections stay out until somebody has repaired");
        let died = shared.guard.lock(0).unwrap().previous_owner_died();
        let number = victim.cast_unsigned();
        assert_eq!(died, Some(Owner { process: number, thread: number }), "not who gave up");
        assert!(!shared.guard.is_held());
    });
}

#[test]
fn a_child_that_drops_what_its_parent_holds_opens_nothing() {
    let name = "a_child_that_drops_what_its_parent_holds_opens_nothing";
    support::alone(name, &[], || {
        let shared = shared();
        let mut held = Some(shared.guard.lock(0).unwrap());
        let owner = shared.guard.owner();
        assert_eq!(reap(fork(|| drop(held.take()))), 0);
        assert!(shared.guard.is_held(), "the parent holds it");
        assert_eq!(shared.guard.owner(), owner);
        drop(held);
        assert!(!shared.guard.is_held());
        assert_eq!(reap(fork(|| change(shared, 0))), 0);
    });
}

critical_section! {
    /// Adds 1 to `*word` unless the guard at `guard` is taken. Both are of one CPU: pointers to its row 0 equivalent.
    unsafe fn add(on index, guarded: guard; pointers: word) {
        load(word);
        add(1);
        commit_tmp(word);
    }
}

critical_section! {
    /// Adds 1 to word 32 of this CPU's row, with a long copy between load and commit: without a fence the holder of the
    /// guard would often meet one under way.
    unsafe fn add_here(guarded: row; pointers: target, source; values: bytes) {
        load(row[32]);
        add(1);
        store_tmp(row[33]);
        copy(target, source, bytes);
        load(row[33]);
        commit_tmp(row[32]);
    }
}

/// The word of a row that [`add_here`] adds to. The guard is before it.
const WORD: usize = 32;

/// Row 0 of shared memory that has a row for every CPU.
fn shared_rows() -> *mut usize {
    let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    let bytes = (cpu::bound() as usize) << STRIDE_SHIFT;
    let protection = libc::PROT_READ | libc::PROT_WRITE;
    let rows = unsafe { libc::mmap(std::ptr::null_mut(), bytes, protection, flags, -1, 0) };
    assert_ne!(rows, libc::MAP_FAILED);
    rows.cast()
}

/// Sections of the `guarded` form, of two other processes, on rows in shared memory, each of which begins with a guard.
#[test]
fn guarded_sections_of_other_processes_leave_by_guarded_and_never_commit_meanwhile() {
    if thread::attach().is_err() {
        return support::skip("guarded sections of other processes", "this thread cannot run sections");
    }
    let name = "guarded_sections_of_other_processes_leave_by_guarded_and_never_commit_meanwhile";
    support::alone(name, &[], || {
        assert!(size_of::<SharedGuard>() <= WORD * size_of::<usize>());
        let shared = shared();
        let rows = shared_rows();
        let home = cpu::allowed().unwrap().iter().next().unwrap();
        let row = rows.wrapping_byte_add((home as usize) << STRIDE_SHIFT);
        unsafe { SharedGuard::init(row.cast()) };
        let (guard, word) = unsafe { (&*row.cast::<SharedGuard>(), &*row.add(WORD).cast::<AtomicUsize>()) };
        let work = || {
            support::pin(home);
            let (mut target, source) = ([0_usize; 512], [1_usize; 512]);
            let (target, source) = (target.as_mut_ptr(), source.as_ptr().cast_mut());
            let start = Instant::now();
            while shared.left.load(Relaxed) == 0 && start.elapsed() < support::PATIENCE {
                match unsafe { add_here::<ByCpuId>(rows, target, source, 512 * size_of::<usize>()) } {
                    Outcome::Committed => shared.commits.fetch_add(1, Relaxed),
                    Outcome::Guarded => shared.refusals.fetch_add(1, Relaxed),
                    _ => thread::attach().map_or(0, |_| 0),
                };
            }
        };
        let workers = [fork(work), fork(work)];
        let start = Instant::now();
        let enough = || shared.commits.load(Relaxed) > 10_000 && shared.refusals.load(Relaxed) > 1000;
        let mut rounds = 0;
        while (!enough() || rounds < 200) && start.elapsed() < support::PATIENCE {
            let held = guard.lock(home).unwrap();
            let before = word.load(Relaxed);
            std::thread::sleep(Duration::from_micros(100));
            assert_eq!(word.load(Relaxed), before, "a section committed while the guard was held");
            // The holder's own change, which a section that was under way would undo.
            word.store(before + 1, Relaxed);
            drop(held);
            rounds += 1;
            std::thread::sleep(Duration::from_micros(50));
        }
        shared.left.store(1, Relaxed);
        assert_eq!(workers.map(reap), [0, 0]);
        let (commits, refusals) = (shared.commits.load(Relaxed), shared.refusals.load(Relaxed));
        println!("{commits} commits, {refusals} left by Guarded, {rounds} rounds");
        assert!(enough() && rounds >= 200);
        assert_eq!(word.load(Relaxed) as u64, commits + rounds);
    });
}

/// Sections of another process on one CPU, while this one holds that CPU's guard: not one commits.
#[test]
fn sections_of_other_processes_are_kept_out() {
    if thread::attach().is_err() {
        return support::skip("sections of other processes", "this thread cannot run sections");
    }
    support::alone("sections_of_other_processes_are_kept_out", &[], || {
        let shared = shared();
        let home = cpu::allowed().unwrap().iter().next().unwrap();
        let worker = fork(|| {
            support::pin(home);
            let guard = (&raw const shared.guard).cast::<usize>().cast_mut();
            let start = Instant::now();
            while shared.left.load(Relaxed) == 0 && start.elapsed() < support::PATIENCE {
                let Some(cpu) = ByCpuId::current() else { continue };
                match unsafe { add::<ByCpuId>(cpu, guard, shared.word.as_ptr()) } {
                    Outcome::Committed => shared.commits.fetch_add(1, Relaxed),
                    Outcome::Guarded => shared.refusals.fetch_add(1, Relaxed),
                    _ => 0,
                };
            }
        });
        let start = Instant::now();
        let enough = || shared.commits.load(Relaxed) > 10_000 && shared.refusals.load(Relaxed) > 1000;
        let mut rounds = 0_u64;
        while (!enough() || rounds < 200) && start.elapsed() < support::PATIENCE {
            let held = shared.guard.lock(home).unwrap();
            let before = shared.word.load(Relaxed);
            std::thread::sleep(Duration::from_micros(100));
            assert_eq!(shared.word.load(Relaxed), before, "a section committed while the guard was held");
            // The holder's own change, which a section that was under way would undo.
            shared.word.store(before + 1, Relaxed);
            drop(held);
            rounds += 1;
            std::thread::sleep(Duration::from_micros(50));
        }
        shared.left.store(1, Relaxed);
        assert_eq!(reap(worker), 0);
        let (commits, refusals) = (shared.commits.load(Relaxed), shared.refusals.load(Relaxed));
        println!("{commits} commits, {refusals} refusals, {rounds} rounds");
        assert!(enough() && rounds >= 200);
        assert_eq!(shared.word.load(Relaxed) as u64, commits + rounds);
    });
}
