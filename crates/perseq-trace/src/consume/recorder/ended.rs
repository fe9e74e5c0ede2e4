//! The totals of processes that have ended: in the session's file, since their own are removed.

use core::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use perseq_ctf::Uuid;

use crate::{
    Losses, Summary,
    buffer::{file::File, header::ENDED},
    consume::chunk::MOST,
};

/// The sum over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) summary: Summary,
    /// The trace that was added last. Its buffers are removed after that: a recorder that is killed in between does not have to add it again.
    pub(crate) last: Uuid,
}

/// Words beside those of losses.
const OTHERS: usize = 7;
const _: () = assert!(OTHERS + Losses::REASONS == ENDED);

/// Those, and the losses.
fn split(words: [u64; ENDED]) -> ([u64; OTHERS], [u64; Losses::REASONS]) {
    (core::array::from_fn(|at| words[at]), core::array::from_fn(|at| words[OTHERS + at]))
}

impl Ended {
    /// As of the session whose file that is.
    pub(crate) fn of(session: &File) -> Self {
        let header = session.header();
        let slot = &header.ended[header.ended_slot.load(Acquire) as usize % 2];
        let words = slot.each_ref().map(|word| word.load(Relaxed));
        let ([events, bytes, streams, damaged, processes, first, second], losses) = split(words);
        // Any process may have written there.
        let [events, bytes, damaged] = [events, bytes, damaged].map(|count| count % MOST);
        let losses = Losses::of_words(losses.map(|count| count % MOST));
        let (streams, processes) = (streams as u32, processes as u32);
        let discarded = losses.total();
        let mut last = Uuid([0; 16]);
        last.0.as_chunks_mut().0.copy_from_slice(&[first.to_ne_bytes(), second.to_ne_bytes()]);
        Self {
            summary: Summary { events, discarded, losses, bytes, streams, damaged, processes, untraced: 0 },
            last,
        }
    }

    /// Adds what was taken of a process whose buffers were removed.
    pub(crate) fn add_left(&mut self, session: &File, own: Summary) {
        if own != Summary::default() {
            self.summary = self.summary.and(own);
            self.store(session);
        }
    }

    /// Writes it to the slot that is not in use, and makes that the one.
    pub(crate) fn store(self, session: &File) {
        let header = session.header();
        let slot = header.ended_slot.load(Relaxed).wrapping_add(1);
        let Summary { events, losses, bytes, streams, damaged, processes, .. } = self.summary;
        let [first, second] = [0, 8].map(|at| {
            let mut word = [0; 8];
            word.copy_from_slice(&self.last.0[at..at + 8]);
            u64::from_ne_bytes(word)
        });
        let words = [events, bytes, streams.into(), damaged, processes.into(), first, second];
        for (to, word) in header.ended[slot as usize % 2].iter().zip(words.into_iter().chain(losses.words()))
        {
            to.store(word, Relaxed);
        }
        header.ended_slot.store(slot, Release);
    }
}
