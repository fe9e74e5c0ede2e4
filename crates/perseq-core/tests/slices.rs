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

/// Holds a row for `time` again and again, on as many threads per CPU as compete for it, until `enough`.
fn hold(time: Duration, enough: impl Fn(guard::Stats) -> bool) -> guard::Stats {
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
                while !stop.load(Relaxed) {
                    let held = rows.lock(u32::try_from(thread).unwrap() % rows.rows()).unwrap();
                    let since = Instant::now();
                    while since.elapsed() < time {
                        std::hint::spin_loop();
                    }
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
    let short = hold(Duration::from_micros(20), |stats| stats.slices > 20);
    println!("held for 20 µs: {short:?}");
    assert!(short.slices > 20, "{short:?}");
    let long = hold(Duration::from_millis(2), |stats| stats.slices_revoked > 5);
    println!("held for 2 ms: {long:?}");
    assert!(long.slices_revoked > 5, "{long:?}");
}
