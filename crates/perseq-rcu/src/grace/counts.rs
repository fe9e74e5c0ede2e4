//! Guards that are counted: those that found no flag free, and those that were made without a section.
//!
//! ```text
//!   place 0        of a thread: its name, 44 bits │ its guards, 20 bits     for each phase
//!   …
//!   place 63       guards of any thread, 64 bits
//! ```
//!
//! A thread has the first place that it finds which has no guards, or guards of its own. So two threads do not count in one word, and
//! a count says which thread has made the guards. To enter takes one compare-and-swap, and to leave one subtraction, on whatever thread.
//! The thread's name stays where its guards have left, until another thread needs the place.
//!
//! If the first 63 places are other threads', or full, the guard is counted in the last one, and its thread is not known. So as many guards
//! can never be forgotten that a count is 0 again.

use core::sync::atomic::{
    AtomicU64,
    Ordering::{Acquire, Relaxed, SeqCst},
    compiler_fence,
};

use crate::grace::{algorithm::Phase, name::Name, side::Ticket};

/// Places of which each is one thread's.
const OWN: usize = 63;
/// Bits of a number of guards beside a name.
const GUARD_BITS: u32 = 20;
/// The most guards beside a name.
const MOST: u64 = (1 << GUARD_BITS) - 1;

/// A table of counts. Any bytes are one.
#[derive(Debug)]
#[repr(C, align(64))]
pub(crate) struct Counts {
    own: [[AtomicU64; 2]; OWN],
    others: [AtomicU64; 2],
}

/// The part of a thread's words that is above the number of guards.
const fn key(name: Name) -> u64 {
    (name.word() as u64) << GUARD_BITS
}

impl Counts {
    pub(crate) const fn new() -> Self {
        Self {
            own: [const { [const { AtomicU64::new(0) }; 2] }; OWN],
            others: [const { AtomicU64::new(0) }; 2],
        }
    }

    /// Counts a guard that thread `name` makes. If the grace period's fence does not reach this thread, the caller makes one of its own
    /// after it.
    pub(crate) fn add(&self, phase: Phase, name: Name) -> Ticket {
        let key = key(name);
        let more = |word: u64| match word & MOST {
            0 => Some(key | 1),
            guards if word - guards == key && guards < MOST => Some(word + 1),
            _ => None,
        };
        // The first places of threads that have started one after the other are on different lines, four places each.
        let first = name.number() % OWN * 4;
        let places = (0..OWN).map(|n| &self.own[(first + n) % OWN][phase as usize]);
        // The success needs no acquire for the proof: a count is not what lets a reader load anything.
        let taken = places.into_iter().find(|word| word.fetch_update(SeqCst, Relaxed, more).is_ok());
        let word = taken.unwrap_or_else(|| {
            let word = &self.others[phase as usize];
            word.fetch_add(1, SeqCst);
            word
        });
        // No load under the guard is made before this.
        compiler_fence(SeqCst);
        Ticket::counted(word)
    }

    /// Guards of both phases, each word loaded once.
    ///
    /// Acquire: what was done under guards that are not there any more comes before what the caller does next.
    pub(crate) fn guards(&self) -> [u64; 2] {
        let others = self.others.each_ref().map(|word| word.load(Acquire));
        self.own.iter().fold(others, |[even, odd], place| {
            let [more, more_odd] = place.each_ref().map(|word| word.load(Acquire) & MOST);
            [even.saturating_add(more), odd.saturating_add(more_odd)]
        })
    }

    /// The threads that have guards of `phase`, and how many, as far as that is known.
    pub(crate) fn names(&self, phase: Phase) -> impl Iterator<Item = (Name, u64)> {
        let words = self.own.iter().map(move |place| place[phase as usize].load(Relaxed));
        words.filter(|word| word & MOST != 0).filter_map(|word| {
            // Below 2⁴⁴, so no bit is lost where a name is as long.
            Some((Name::of((word >> GUARD_BITS) as usize)?, word & MOST))
        })
    }

    /// How many guards of `phase` thread `name` has made that were not dropped, as far as that is known.
    pub(crate) fn of(&self, phase: Phase, name: Name) -> usize {
        let words = self.own.iter().map(|place| place[phase as usize].load(Relaxed));
        words.filter(|word| word & !MOST == key(name)).map(|word| (word & MOST) as usize).sum()
    }

    /// Makes all words 0, each by a store of its own, after which `stored` is called. A word that is 0 stays untouched.
    #[cfg_attr(any(miri, not(target_os = "linux")), allow(dead_code, reason = "between processes only"))]
    pub(crate) fn clear(&self, stored: impl Fn()) {
        let words = self.own.iter().chain([&self.others]).flatten();
        for word in words.filter(|word| word.load(Relaxed) != 0) {
            word.store(0, Relaxed);
            stored();
        }
    }
}

#[cfg(test)]
#[allow(unsafe_code, reason = "guards leave by the address of their word")]
mod tests {
    use super::*;
    use crate::grace::name;

    const PHASES: [Phase; 2] = [Phase::Even, Phase::Odd];

    fn leave(ticket: Ticket) {
        // SAFETY: the tables of these tests live, and each guard leaves once.
        unsafe { ticket.leave() }
    }

    #[test]
    fn guards_are_counted_by_thread_and_leave_the_place_to_the_next_thread() {
        let counts = Counts::new();
        let (here, there) = (name::get(), std::thread::spawn(name::get).join().unwrap());
        let mut tickets: Vec<Ticket> = (0..1000).map(|_| counts.add(Phase::Even, here)).collect();
        tickets.extend((0..10).map(|_| counts.add(Phase::Odd, there)));
        assert_eq!(counts.guards(), [1000, 10]);
        let of = |name| PHASES.map(|phase| counts.of(phase, name));
        assert_eq!((of(here), of(there)), ([1000, 0], [0, 10]));
        let told: Vec<_> = counts.names(Phase::Odd).map(|(name, guards)| (name.id(), guards)).collect();
        assert_eq!(told, [(there.id(), 10)]);
        tickets.drain(..).for_each(leave);
        assert_eq!((counts.guards(), of(here), of(there)), ([0; 2], [0; 2], [0; 2]));
        assert_eq!(counts.names(Phase::Even).count(), 0);
    }

    #[test]
    fn guards_that_find_no_place_are_counted_all_the_same() {
        let counts = Counts::new();
        let names: Vec<Name> = (0..=OWN).map(|_| std::thread::spawn(name::get).join().unwrap()).collect();
        let mut tickets: Vec<Ticket> = names.iter().map(|name| counts.add(Phase::Even, *name)).collect();
        let known: Vec<usize> = names.iter().map(|name| counts.of(Phase::Even, *name)).collect();
        assert_eq!(known.iter().sum::<usize>(), OWN, "each place is one thread's: {known:?}");
        while let Some(ticket) = tickets.pop() {
            assert_eq!(counts.guards(), [tickets.len() as u64 + 1, 0]);
            leave(ticket);
        }
        assert_eq!(counts.guards(), [0, 0]);
    }

    #[test]
    fn as_many_forgotten_guards_as_a_count_has_numbers_hide_no_reader() {
        let (counts, here) = (Counts::new(), name::get());
        let live = counts.add(Phase::Even, here);
        // As many were forgotten that the place is full.
        let places = || counts.own.iter().map(|place| &place[0]);
        let full = places().find(|word| word.load(Relaxed) & MOST == 1).unwrap();
        full.fetch_add(MOST - 1, Relaxed);
        let next = counts.add(Phase::Even, here);
        assert_eq!(counts.guards(), [MOST + 1, 0], "a live guard beside 2²⁰ − 1");
        // All places are.
        places().for_each(|word| word.store(key(here) | MOST, Relaxed));
        let last = counts.add(Phase::Even, here);
        counts.others[0].fetch_add((1 << 32) - 1, Relaxed);
        let full = OWN as u64 * MOST;
        assert_eq!(counts.guards(), [full + (1 << 32), 0], "and beside 2³² − 1 that found no place");
        [live, next, last].into_iter().for_each(leave);
        assert_eq!(counts.guards(), [full + (1 << 32) - 3, 0]);
    }
}
