//! The group `rcu-map`.

mod maps;
mod read_only;

use crate::case::{Group, Runs, Variant};

const PERSEQ: Variant = Variant::new("perseq");
const PERSEQ_READ_ONLY: Variant = Variant::new("perseq read only");
const PERSEQ_READ_ONLY_BESIDE_A_GUARD: Variant = Variant::new("perseq read only, beside a guard");
const PAPAYA: Variant = Variant::new("papaya");
const SCC: Variant = Variant::new("scc");
const DASHMAP: Variant = Variant::new("dashmap");
const LEFT_RIGHT: Variant = Variant::new("left-right");
const STD_RWLOCK: Variant = Variant::new("std RwLock");
const PARKING_LOT: Variant = Variant::new("parking_lot");

/// Looking keys up in a map, and replacing a value now and then.
pub(crate) static RCU_MAP: Group = Group {
    name: "rcu-map",
    help: "Looking keys up in a map, and replacing a value now and then",
    title: "looking keys up in a map, 1 % of the time replacing a value",
    explanation: "One lookup per iteration of one of 1024 keys in no order, and every hundredth time a new value for a key instead. \
         All maps hash alike. The rows that read only write nothing, one of them beside a guard that stays. `left-right` publishes each new value at once, as the others do. Every key was there each time, \
         and had the last value that it was given in the end.",
    ours: PERSEQ,
    rivals: &[PAPAYA, SCC, DASHMAP, LEFT_RIGHT, STD_RWLOCK],
    runs: Runs::Usual,
    cases: |place| place.all(maps::cases),
};
