//! Waiting between looks, from which the death of a process that holds it up wakes.

use core::{
    sync::atomic::Ordering::{Acquire, Relaxed},
    time::Duration,
};
use std::{os::fd::OwnedFd, thread, time::Instant};

use perseq_core::process::Process;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::{ProcessResult, domain::ProcessRcu, process::handle};

/// Looks that follow each other at once.
const SPINS: u32 = 32;
/// Looks between which the CPU is offered to others.
const YIELDS: u32 = 16;
/// Then naps: this long at first, twice as long each time, up to the last.
const NAPS: [Duration; 2] = [Duration::from_micros(20), Duration::from_millis(1)];
/// Processes whose deaths wake a thread that naps. Those of others are found after the nap.
const MOST: usize = 64;

impl ProcessRcu {
    /// Waits until grace period `number` is over, or until `end`: looks at once first, and then less and less often. Returns whether it is over.
    pub(super) fn wait_for(&self, number: u64, end: Option<Instant>) -> ProcessResult<bool> {
        let (mut looks, mut time, mut watched) = (0, NAPS[0], Vec::new());
        while !self.look(number, end)? {
            looks += 1;
            if looks <= SPINS {
                core::hint::spin_loop();
            } else if looks <= SPINS + YIELDS {
                thread::yield_now();
            } else if end.is_some_and(|end| Instant::now() >= end) {
                return Ok(false);
            } else {
                self.nap(&mut watched, time);
                time = (2 * time).min(NAPS[1]);
            }
        }
        Ok(true)
    }

    /// Sleeps for `time`, or until a process dies that has readers inside. `watched` are such processes, from one nap to the next.
    fn nap(&self, watched: &mut Vec<(Process, OwnedFd)>, time: Duration) {
        let mine = self.mine.get().member.load(Acquire);
        let inside = self.members().filter(|(member, _)| member + 1 != mine && self.inside(*member) > 0);
        let inside: Vec<Process> = inside.map(|(_, entry)| entry.process()).take(MOST).collect();
        // A process that has left is not watched: the next look would not remove it, were it dead, and each nap would end at once.
        watched.retain(|(process, _)| inside.contains(process));
        for process in inside {
            if !watched.iter().any(|(known, _)| *known == process) {
                // Before Linux 5.3, or refused, or with too many files: the nap is as long as it is.
                watched.extend(handle(process).ok().map(|handle| (process, handle)));
            }
        }
        let mut handles: Vec<_> =
            watched.iter().map(|(_, handle)| PollFd::new(handle, PollFlags::IN)).collect();
        let time = Timespec { tv_sec: 0, tv_nsec: time.subsec_nanos().into() };
        // Also where a signal has interrupted it there is nothing to do but to look.
        if matches!(poll(&mut handles, Some(&time)), Ok(1..)) {
            self.wakes.fetch_add(1, Relaxed);
        }
    }
}
