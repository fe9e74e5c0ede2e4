//! Processes that share a guarded pair of numbers, killed while they change it.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use anyhow::{Result, ensure};
use fastrand::Rng;
use perseq::core::guard::SharedGuard;

use super::system::{self, Ended};

/// What the processes share. The two numbers differ only while somebody holds the guard, or died there.
#[repr(C)]
pub(super) struct Pair {
    guard: SharedGuard,
    left: AtomicU64,
    right: AtomicU64,
}

impl Pair {
    /// In memory that children share, until the process ends.
    pub(super) fn map() -> Result<&'static Self> {
        system::map_shared(|at: *mut Self| {
            // The guard is the first field.
            at.cast::<SharedGuard>()
        })
    }

    /// One change, after repairing what somebody who died has left; whether somebody had.
    fn change(&self, pause: u32) -> Result<bool> {
        let held = self.guard.lock(0)?;
        let left = self.left.load(Relaxed);
        let died = held.previous_owner_died().is_some();
        ensure!(died || left == self.right.load(Relaxed), "half a change under a guard, and nobody died");
        self.left.store(left + 1, Relaxed);
        (0..pause).for_each(|_| core::hint::spin_loop());
        self.right.store(left + 1, Relaxed);
        drop(held);
        Ok(died)
    }

    /// Kills a child at a random moment and takes what it held; whether it died holding it.
    pub(super) fn kill_holder(&self, rng: &mut Rng) -> Result<bool> {
        let victim = system::fork(|| {
            loop {
                if self.change(5000).is_err() {
                    return 1;
                }
            }
        })?;
        std::thread::sleep(std::time::Duration::from_micros(rng.u64(200..5000)));
        victim.kill();
        let ended = victim.wait()?;
        ensure!(
            ended == Ended::Killed(libc::SIGKILL),
            "a process that shares a guard ended badly: {ended:?}"
        );
        self.change(0)
    }
}
