//! What can happen on this machine, and so must have happened when a run is over.

use perseq::core::{cpu, fence, thread};

use super::{disturb, sys};

/// What there is.
#[derive(Debug)]
pub(super) struct Facilities {
    /// Threads can run critical sections.
    pub(super) sections: bool,
    /// In words, who registers threads, or why nobody does.
    pub(super) registration: String,
    /// CPUs that threads may run on.
    pub(super) cpus: Vec<u32>,
    /// How many threads work.
    pub(super) threads: u32,
    /// CPUs that may be switched off, or why none.
    pub(super) offline: Result<Vec<u32>, String>,
    /// Children can be stepped through, or why not.
    pub(super) steps: Result<(), String>,
    /// A thread may have the largest share of a CPU.
    pub(super) goes_first: bool,
}

impl Facilities {
    /// Looks. `keep_cpus`: none is to be switched off.
    pub(super) fn here(keep_cpus: bool) -> Self {
        let sections = thread::attach().is_ok();
        let registration = match thread::report().owner {
            Ok(owner) => format!("rseq by {owner}, fences by {:?}", fence::method()),
            Err(error) => format!("no rseq: {error}"),
        };
        let cpus: Vec<u32> = cpu::allowed().map(|set| set.iter().collect()).unwrap_or_default();
        let offline =
            if keep_cpus { Err("not wanted".to_owned()) } else { disturb::offline::possible(&cpus) };
        // Asked on a thread of its own, which keeps what it is granted.
        let goes_first = std::thread::spawn(|| sys::go_first().is_ok()).join().unwrap_or(false);
        let threads = u32::try_from(2 * cpus.len()).unwrap_or(u32::MAX).max(4);
        Self { sections, registration, cpus, threads, offline, steps: disturb::step::possible(), goes_first }
    }
}
