//! The disturbances of the threads at work, each kind on a thread of its own.

mod affinity;
mod fence;
mod fork;
mod hold;
#[allow(unsafe_code, reason = "a section on memory that processes share")]
mod kill;
pub(super) mod offline;
mod remote;
pub(super) mod step;
mod storm;

use std::time::Duration;

use fastrand::Rng;

use super::{
    arena::{Arena, Post},
    facilities::Facilities,
};

/// A disturbance: what it is called and what its thread does until the epoch is over.
pub(super) struct Disturbance {
    /// The thread's part.
    pub(super) name: &'static str,
    /// The function that disturbs.
    pub(super) run: fn(&'static Arena, &Post, Rng, &Facilities),
}

/// All that can be done here.
pub(super) fn all(facilities: &Facilities) -> Vec<Disturbance> {
    let mut all = vec![
        Disturbance { name: "remote access", run: remote::run },
        Disturbance { name: "holder of rows", run: hold::run },
        Disturbance { name: "thread storm", run: storm::run },
        Disturbance { name: "fork", run: fork::run },
        Disturbance { name: "kills", run: kill::run },
    ];
    if facilities.cpus.len() > 1 {
        all.push(Disturbance { name: "affinity", run: affinity::run });
    }
    if facilities.sections {
        all.push(Disturbance { name: "ways of fencing", run: fence::run });
    }
    if facilities.offline.is_ok() {
        all.push(Disturbance { name: "CPUs offline", run: offline::run });
    }
    if facilities.steps.is_ok() {
        all.push(Disturbance { name: "single steps", run: step::run });
    }
    all
}

/// Sleeps for a time of up to `most`.
fn pause(rng: &mut Rng, most: Duration) {
    std::thread::sleep(Duration::from_micros(rng.u64(1..=most.as_micros() as u64)));
}
