//! The group `rcu`.

mod copies;
mod handed;
mod readers;

use crate::{
    case::{Group, Runs, Variant},
    peer::{LIBURCU, LIBURCU_MEMB, Peers},
};

const PERSEQ: Variant = Variant::new("perseq").in_the_talk(28.6);
const PERSEQ_SHARED: Variant = Variant::new("perseq shared");
const PERSEQ_HANDED_OVER: Variant = Variant::new("perseq handed over");
const HAND_OVER_ALONE: Variant = Variant::new("hand-over alone");
const PLAIN_POINTER: Variant = Variant::new("plain pointer");
const GETCPU_ATOMIC: Variant = Variant::new("getcpu+atomic").in_the_talk(53.4);
const CROSSBEAM_EPOCH: Variant = Variant::new("crossbeam-epoch");
const SEIZE: Variant = Variant::new("seize");
const HAPHAZARD: Variant = Variant::new("haphazard");
const ARC_SWAP: Variant = Variant::new("arc-swap");
const SDD: Variant = Variant::new("sdd");
const LEFT_RIGHT: Variant = Variant::new("left-right");
const STD_RWLOCK: Variant = Variant::new("std RwLock");
const PARKING_LOT: Variant = Variant::new("parking_lot");

/// Looking at a value that others may replace.
pub(crate) static RCU: Group = Group {
    name: "rcu",
    help: "Looking at a value that others may replace",
    title: "looking at a value that others may replace",
    explanation: "One read-side section per iteration: enter, follow the pointer, compare what is there, leave. Nobody \
         replaces the value meanwhile. `plain pointer` protects nothing: it is what the section is added to. `liburcu` is C, \
         with its read side inlined, in a process of its own; threads of its qsbr say once in 1024 sections that they hold \
         nothing. In `perseq handed over` most guards are dropped by another thread than made them; `hand-over alone` does that without \
         guards. Every value was the expected one.",
    ours: PERSEQ,
    rivals: &[GETCPU_ATOMIC, LIBURCU_MEMB.0, CROSSBEAM_EPOCH, SEIZE, ARC_SWAP, SDD],
    runs: Runs::Usual,
    cases: |place| {
        let peers = Peers::start(&LIBURCU);
        (place.at_all_widths(|width| readers::cases(width, &peers)), peers.skipped)
    },
};
