//! Rows of the group `rcu-map` without writes.

use perseq_rcu::{Guard, Rcu};

use super::maps::{Map, Mixed, Ours};

/// Ours without writes, beside a guard that stays or beside none. (With writes such a guard holds back the writers, for it keeps
/// all that they replace.)
pub(super) struct ReadOnly<const GUARD: bool> {
    map: Ours,
    _guard: Option<Guard<'static>>,
}

static READ_ONLY: Rcu = Rcu::new();

impl<const GUARD: bool> Map for ReadOnly<GUARD> {
    type Own = ();

    const WRITES: bool = false;

    fn new() -> Self {
        let map = Ours::with_hasher_in(Mixed::default(), &READ_ONLY);
        Self { map, _guard: GUARD.then(|| READ_ONLY.read()) }
    }

    fn enter(&self) {}

    #[inline(always)]
    fn get(&self, (): &(), key: u64) -> Option<u64> {
        self.map.get(&key, &READ_ONLY.read()).copied()
    }

    fn store(&self, key: u64, value: u64) {
        self.map.insert(key, value);
    }
}
