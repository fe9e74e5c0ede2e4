//! The events that can happen on this machine, and so must have happened when a run is over.

use perseq::perseq_core::{cpu, fence, thread};

use super::{disturb, sys};

/// Why something does not happen in a run.
#[derive(Debug, Clone)]
pub(super) enum Absence {
    /// The run was not asked for it.
    NotAsked(String),
    /// This machine or this user cannot have it: that is skipped, and said.
    Impossible(String),
}

/// The facilities that there are.
#[derive(Debug)]
pub(super) struct Facilities {
    /// Threads can run critical sections.
    pub(super) sections: bool,
    /// rseq is refused to this run because that was asked for.
    pub(super) denied: bool,
    /// In words, which code registers threads, or why they are not registered.
    pub(super) registration: String,
    /// CPUs that threads may run on.
    pub(super) cpus: Vec<u32>,
    /// How many threads work.
    pub(super) threads: u32,
    /// CPUs that may be switched off, or why none.
    pub(super) offline: Result<Vec<u32>, Absence>,
    /// Children can be stepped through, or why not.
    pub(super) steps: Result<(), String>,
    /// A thread may have the largest share of a CPU.
    pub(super) goes_first: bool,
}

impl Facilities {
    /// Looks. `offline_cpus`: CPUs are to be switched off; `denied`: rseq was to be refused.
    pub(super) fn here(offline_cpus: bool, denied: bool) -> Self {
        let sections = thread::attach().is_ok();
        let registration = match thread::report().owner {
            Ok(owner) => format!("rseq by {owner}, fences by {:?}", fence::method()),
            Err(error) => format!("no rseq: {error}"),
        };
        let cpus: Vec<u32> = cpu::allowed().map(|set| set.iter().collect()).unwrap_or_default();
        let offline = if offline_cpus {
            disturb::offline::possible(&cpus).map_err(Absence::Impossible)
        } else {
            Err(Absence::NotAsked("not asked for: --offline-cpus".to_owned()))
        };
        // Asked on a thread of its own, which keeps what it is granted.
        let goes_first = std::thread::spawn(|| sys::go_first().is_ok()).join().unwrap_or(false);
        let threads = u32::try_from(2 * cpus.len()).unwrap_or(u32::MAX).max(4);
        Self {
            sections,
            denied,
            registration,
            cpus,
            threads,
            offline,
            steps: disturb::step::possible(),
            goes_first,
        }
    }
}
