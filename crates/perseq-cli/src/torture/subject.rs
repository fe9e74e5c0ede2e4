//! The subjects of torture: the structures, and what every one of them must be able to do here.

use fastrand::Rng;

/// A structure that counts what goes in and what comes out.
///
/// Everything but [`check`](Self::check) is called by any number of threads at once.
pub(super) trait Subject: Send + Sync {
    /// Its name for people.
    fn name(&self) -> &'static str;

    /// Does some operations, as threads of a program do: `operations`, or fewer where each takes long. How many.
    fn work(&self, rng: &mut Rng, operations: u32) -> u32;

    /// Does one operation in a signal handler, which may have interrupted any other; `false` if it has none that a handler
    /// may do.
    fn in_handler(&self, _rng: &mut Rng) -> bool {
        false
    }

    /// Reaches for other CPUs' rows: drains, steals, moves. How many operations that was.
    fn disturb(&self, _rng: &mut Rng) -> u32 {
        0
    }

    /// Calls `f` while this thread holds a row; `false` if there is none to hold.
    fn hold(&self, _rng: &mut Rng, _f: &mut dyn FnMut()) -> bool {
        false
    }

    /// In a process that was forked while other threads were at work: makes ready for [`in_copy`](Self::in_copy) under single steps.
    fn before_steps(&self) {}

    /// One operation in a process that was forked while other threads were at work.
    fn in_copy(&self, rng: &mut Rng) {
        if rng.bool() {
            self.work(rng, 1);
        } else {
            self.disturb(rng);
        }
    }

    /// In a process that was forked while other threads were at work: works on the copy, and finds it sound. The
    /// operations that these threads were about to do are on neither side.
    ///
    /// # Errors
    /// The fault.
    fn check_copy(&self, rng: &mut Rng) -> Result<(), String>;

    /// While no thread uses it: takes everything out and finds every element accounted for.
    ///
    /// # Errors
    /// The fault.
    fn check(&self) -> Result<(), String>;

    /// The fault so far, without waiting for anything.
    fn fault(&self) -> Option<String> {
        None
    }

    /// Returns whether its slow paths take guards.
    fn has_guards(&self) -> bool {
        true
    }

    /// The rare paths that it counts itself, each of which must have been met when a run is over.
    fn rare(&self) -> Vec<Rare> {
        Vec::new()
    }
}

/// A rare path of one structure.
pub(super) struct Rare {
    /// Its name for people.
    pub(super) name: &'static str,
    /// How often it was met so far.
    pub(super) count: u64,
    /// It is met only where threads can run critical sections.
    pub(super) by_sections: bool,
}
