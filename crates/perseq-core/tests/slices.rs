//! Time-slice extensions, on kernels that have them: holders of guards are granted some, give them back, and lose them
//! when they hold for too long.

#![cfg(not(any(miri, perseq_model)))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

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
                // Who never ran a section is not registered, and has no area to ask in.
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
    // What the kernel has revoked for good is not seen any more by who held on: it counts that itself.
    let Some(before) = revoked() else {
        return support::lacks("slices that were revoked", "the kernel has no statistics of them");
    };
    let long = hold(1_000_000, |_| revoked() > Some(before + 5));
    println!("held for long: {long:?}, revoked by the kernel: {}", revoked().unwrap() - before);
    assert!(revoked() > Some(before + 5));
}

/// Slices that the kernel has revoked so far, on all CPUs.
fn revoked() -> Option<u64> {
    let stats = std::fs::read_to_string("/sys/kernel/debug/rseq/stats").ok()?;
    let line = stats.lines().find_map(|line| line.strip_prefix("srevok:"))?;
    line.trim().parse().ok()
}
