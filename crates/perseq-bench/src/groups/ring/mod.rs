//! The group `ring`.

mod batches;
mod recorders;

use crate::case::{Group, Runs, Variant};

const PERSEQ_DISCARD: Variant = Variant::new("perseq discard");
const PERSEQ_DISCARD_MM_CID: Variant = Variant::new("perseq discard mm_cid");
const PERSEQ_OVERWRITE: Variant = Variant::new("perseq overwrite");
const CLOCK: Variant = Variant::new("clock");
const THREAD_LOCAL_RING: Variant = Variant::new("thread-local ring");
const GETCPU_ATOMIC: Variant = Variant::new("getcpu+atomic");
const CROSSBEAM_ARRAYQUEUE: Variant = Variant::new("crossbeam ArrayQueue");
const STD_MUTEX_VECDEQUE: Variant = Variant::new("std Mutex<VecDeque>");

/// Recording a time stamp and a word in a ring.
pub(crate) static RING: Group = Group {
    name: "ring",
    help: "Recording a time stamp and a word in a ring",
    title: "recording a time stamp and a word",
    explanation: "A record of 16 bytes per iteration: what the processor's cheapest clock says, and a word. \
         `clock` reads the clock and records nothing. Between batches of 512 records, which are timed, \
         their writers take them out again, which is not; nobody takes out those of `perseq overwrite` \
         and `getcpu+atomic`. Every record was read, or counted as overwritten.",
    ours: PERSEQ_DISCARD,
    rivals: &[CLOCK, THREAD_LOCAL_RING, GETCPU_ATOMIC, CROSSBEAM_ARRAYQUEUE],
    runs: Runs::Usual,
    cases: |place| place.all(recorders::cases),
};
