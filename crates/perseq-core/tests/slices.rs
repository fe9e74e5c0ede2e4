//! Time-slice extensions, on kernels that have them: holders of guards are granted some, give them back, and lose them
//! when they hold for too long.

#![cfg(not(any(miri, perseq_model)))]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::{Duration, Instant},
};

use perseq_core::{
    ByCpuId, cpu,
    guard::{self, Guarded, slice},
    thread,
};

/// Holds a row for `turns` of a loop again and again, on more threads than there are CPUs, until `enough`. Not for a time:
/// where the kernel has to be asked for it, that ends each slice.
fn hold(turns: u32, enough: impl Fn(guard::Stats) -> bool) -> guard::Stats {
    let before = guard::stats();
    let so_far = || {
        let now = guard::stats();
        guard::Stats {
            entries: now.entries - before.entries,
            waits: now.waits - before.waits,
            refusals: now.refusals - before.refusals,
            slices: now.slices - before.slices,
            slices_revoked: now.slices_revoked - before.slices_revoked,
        }
    };
    let (rows, stop) = (Guarded::<ByCpuId>::new(64, 64).unwrap(), AtomicBool::new(false));
    let start = Instant::now();
    std::thread::scope(|scope| {
        for thread in 0..4 * cpu::allowed().unwrap().len() {
            let (rows, stop) = (&rows, &stop);
            scope.spawn(move || {
                // A thread that never ran a section is not registered, and has no area to ask in.
                thread::attach().unwrap();
                while !stop.load(Relaxed) {
                    let held = rows.lock(u32::try_from(thread).unwrap() % rows.rows()).unwrap();
                    (0..turns).for_each(|turn| _ = std::hint::black_box(turn));
                    drop(held);
                }
            });
        }
        while !enough(so_far()) && start.elapsed() < support::PATIENCE {
            std::thread::sleep(Duration::from_millis(20));
        }
        stop.store(true, Relaxed);
    });
    so_far()
}

#[test]
fn holders_are_granted_slices_and_give_them_back_or_lose_them() {
    let _ = thread::attach();
    if !slice::is_available() {
        return support::lacks(
            "time slices",
            "the kernel gives this registration none (Linux 7.0, more than 32 bytes)",
        );
    }
    let granted = hold(5_000, |stats| stats.slices > 20);
    println!("held for a short time: {granted:?}");
    assert!(granted.slices > 20, "{granted:?}");
    // A slice that the kernel has revoked for good is not seen any more by the thread that held on: it counts that itself.
    let Some(before) = revoked() else {
        return support::lacks("slices that were revoked", "the kernel has no statistics of them");
    };
    let long = hold(1_000_000, |_| revoked() > Some(before + 5));
    println!("held for long: {long:?}, revoked by the kernel: {}", revoked().unwrap() - before);
    assert!(revoked() > Some(before + 5));
}

/// Sections of a program's own, in every kind of thread, also where the kernel has no extensions: the same code everywhere.
#[test]
fn a_section_of_ones_own_can_ask_on_any_thread_and_system() {
    fn section() -> u32 {
        let slice = slice::Slice::request();
        let mut inner = slice::Slice::request();
        let sum = (0..100).map(std::hint::black_box).sum();
        inner.end();
        inner.end();
        drop(slice);
        sum
    }
    extern "C" fn handler(_signal: i32) {
        assert_eq!(section(), 4950);
        support::count_signal(0);
    }
    support::handle_timer(handler);
    for tunables in ["", support::WITHOUT_GLIBC.1] {
        let name = "a_section_of_ones_own_can_ask_on_any_thread_and_system";
        support::alone(name, &[(support::WITHOUT_GLIBC.0, tunables)], || {
            // In handlers that interrupt sections, until some have.
            let before = support::SIGNALS.load(Relaxed);
            support::with_timer(Duration::from_micros(100), || {
                while support::SIGNALS.load(Relaxed) < before + 20 {
                    assert_eq!(section(), 4950);
                }
            });
            let available = slice::is_available();
            // On a thread that no code has registered, and on one that cannot be.
            std::thread::spawn(section).join().unwrap();
            std::thread::spawn(|| {
                support::deny_rseq(libc::EPERM);
                assert_eq!(section(), 4950);
            })
            .join()
            .unwrap();
            if !available {
                // Then it makes no call: a filter that kills for one changes nothing.
                std::thread::spawn(|| {
                    section();
                    support::kill_for(471);
                    support::kill_for(libc::SYS_prctl);
                    assert_eq!(section(), 4950);
                })
                .join()
                .unwrap();
            }
        });
    }
}

/// A request lasts from the request to the end, and holds no lock: signals stay as they are.
#[test]
fn a_request_blocks_no_signal() {
    let blocked = || unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        assert_eq!(libc::pthread_sigmask(libc::SIG_BLOCK, std::ptr::null(), &raw mut set), 0);
        libc::sigismember(&raw const set, libc::SIGUSR1)
    };
    let before = blocked();
    let slice = slice::Slice::request();
    assert_eq!((blocked(), guard::held_here()), (before, 0));
    drop(slice);
}

/// Slices that the kernel has revoked so far, on all CPUs.
fn revoked() -> Option<u64> {
    let stats = std::fs::read_to_string("/sys/kernel/debug/rseq/stats").ok()?;
    let line = stats.lines().find_map(|line| line.strip_prefix("srevok:"))?;
    line.trim().parse().ok()
}
