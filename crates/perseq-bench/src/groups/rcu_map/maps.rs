//! The group `rcu-map`: lookups in a map, and a new value for one of its keys now and then.
//!
//! Each thread writes keys of its own, so that it knows what they must be at the end, and reads all. A value tells its key and how
//! often the key was written. A run is exact when each lookup found its key, and each key has its last value at the end.

use std::{
    cell::Cell,
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::{Mutex, PoisonError, RwLock},
};

use dashmap::DashMap;
use left_right::{Absorb, ReadHandle, ReadHandleFactory, WriteHandle};
use perseq_rcu::{Rcu, RcuHashMap};

use super::read_only::ReadOnly;
use crate::{
    case::{Case, Measured, Variant},
    parallel::{self, Times, Width},
    workload::{Plain, Workload},
};

/// Keys in each map, unless there are more threads.
const KEYS: usize = 1024;
/// Operations of which one is a write.
const ROUND: u32 = 100;

/// One multiplication, both of whose halves matter: cheap, so that the maps are what differs.
#[derive(Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(byte.into()));
    }

    #[inline]
    fn write_u64(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * 0x9e37_79b9_7f4a_7c15;
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
}

pub(super) type Mixed = BuildHasherDefault<Mix>;

/// A rival.
pub(super) trait Map: Sync + Sized {
    /// The data that a worker keeps for itself.
    type Own;

    /// Whether one operation of [`ROUND`] is a write.
    const WRITES: bool = true;

    /// Without keys.
    fn new() -> Self;

    /// Called by each worker.
    fn enter(&self) -> Self::Own;

    /// The value of `key`.
    fn get(&self, own: &Self::Own, key: u64) -> Option<u64>;

    /// Gives `key` the value.
    fn store(&self, key: u64, value: u64);
}

/// A rival at work.
struct Looking<M> {
    map: M,
    keys: usize,
    workers: usize,
    /// The value that each key must have at the end, and how many lookups found something else.
    ends: Mutex<(Vec<u64>, u64)>,
}

/// A worker's state.
struct Worker<O> {
    own: O,
    number: usize,
    random: Cell<u64>,
    turn: Cell<u32>,
    wrong: Cell<u64>,
    /// How often it has written its keys.
    versions: Vec<Cell<u32>>,
}

/// The value of a key that was written so often.
fn value(key: usize, version: u32) -> u64 {
    (key as u64) << 32 | u64::from(version)
}

impl<M: Map> Workload for Looking<M> {
    type Own = Worker<M::Own>;

    fn enter(&self, worker: usize) -> Self::Own {
        Worker {
            own: self.map.enter(),
            number: worker,
            random: Cell::new(0x2545_f491_4f6c_dd1d ^ worker as u64),
            turn: Cell::new(0),
            wrong: Cell::new(0),
            versions: vec![Cell::new(0); self.keys / self.workers],
        }
    }

    #[inline(always)]
    fn op(&self, worker: &Self::Own, _which: usize) {
        let mut random = worker.random.get();
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        worker.random.set(random);
        let turn = worker.turn.get();
        if M::WRITES && turn == ROUND - 1 {
            worker.turn.set(0);
            return self.write(worker, random as usize);
        }
        worker.turn.set(turn + 1);
        let key = random as usize & (self.keys - 1);
        let found = self.map.get(&worker.own, key as u64);
        if found.is_none_or(|value| value >> 32 != key as u64) {
            worker.wrong.set(worker.wrong.get() + 1);
        }
    }

    fn leave(&self, worker: Self::Own) {
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        for (at, version) in worker.versions.iter().enumerate() {
            let key = at * self.workers + worker.number;
            ends.0[key] = value(key, version.get());
        }
        ends.1 += worker.wrong.get();
    }
}

impl<M: Map> Looking<M> {
    fn new(Width { threads, .. }: Width) -> Self {
        let keys = KEYS.max(threads).next_power_of_two();
        let values: Vec<u64> = (0..keys).map(|key| value(key, 0)).collect();
        let map = M::new();
        values.iter().for_each(|&value| map.store(value >> 32, value));
        Self { map, keys, workers: threads, ends: Mutex::new((values, 0)) }
    }

    /// Out of the way of lookups.
    #[inline(never)]
    fn write(&self, worker: &Worker<M::Own>, random: usize) {
        let at = random % worker.versions.len();
        let version = worker.versions[at].get().wrapping_add(1);
        worker.versions[at].set(version);
        let key = at * self.workers + worker.number;
        self.map.store(key as u64, value(key, version));
    }

    /// Returns whether everything is as it must be.
    fn exact(self) -> bool {
        let (values, wrong) = self.ends.into_inner().unwrap_or_else(PoisonError::into_inner);
        let own = self.map.enter();
        wrong == 0 && values.iter().all(|&value| self.map.get(&own, value >> 32) == Some(value))
    }
}

/// All rivals at that many threads, ours first.
pub(super) fn cases(width: Width) -> Vec<Case> {
    vec![
        case::<Ours>(super::PERSEQ, width),
        case::<ReadOnly<false>>(super::PERSEQ_READ_ONLY, width),
        case::<ReadOnly<true>>(super::PERSEQ_READ_ONLY_BESIDE_A_GUARD, width),
        case::<papaya::HashMap<u64, u64, Mixed>>(super::PAPAYA, width),
        case::<scc::HashMap<u64, u64, Mixed>>(super::SCC, width),
        case::<DashMap<u64, u64, Mixed>>(super::DASHMAP, width),
        case::<LeftRight>(super::LEFT_RIGHT, width),
        case::<RwLock<Table>>(super::STD_RWLOCK, width),
        case::<parking_lot::RwLock<Table>>(super::PARKING_LOT, width),
    ]
}

fn case<M: Map>(variant: Variant, width: Width) -> Case {
    Case::new(variant, width, measure::<M>)
}

fn measure<M: Map>(width: Width, times: Times) -> Measured {
    let looking = Looking::<M>::new(width);
    let run = parallel::run::<Plain, _>(&looking, width, times);
    Measured::of(run, looking.exact())
}

static DOMAIN: Rcu = Rcu::new();

pub(super) type Ours = RcuHashMap<u64, u64, &'static Rcu, Mixed>;

impl Map for Ours {
    type Own = ();

    fn new() -> Self {
        Self::with_hasher_in(Mixed::default(), &DOMAIN)
    }

    fn enter(&self) {}

    #[inline(always)]
    fn get(&self, (): &(), key: u64) -> Option<u64> {
        self.get(&key, &DOMAIN.read()).copied()
    }

    fn store(&self, key: u64, value: u64) {
        self.insert(key, value);
    }
}

impl Map for papaya::HashMap<u64, u64, Mixed> {
    type Own = ();

    fn new() -> Self {
        Self::with_hasher(Mixed::default())
    }

    fn enter(&self) {}

    #[inline(always)]
    fn get(&self, (): &(), key: u64) -> Option<u64> {
        self.pin().get(&key).copied()
    }

    fn store(&self, key: u64, value: u64) {
        self.pin().insert(key, value);
    }
}

impl Map for scc::HashMap<u64, u64, Mixed> {
    type Own = ();

    fn new() -> Self {
        Self::with_hasher(Mixed::default())
    }

    fn enter(&self) {}

    #[inline(always)]
    fn get(&self, (): &(), key: u64) -> Option<u64> {
        self.read_sync(&key, |_, value| *value)
    }

    fn store(&self, key: u64, value: u64) {
        self.upsert_sync(key, value);
    }
}

impl Map for DashMap<u64, u64, Mixed> {
    type Own = ();

    fn new() -> Self {
        Self::with_hasher(Mixed::default())
    }

    fn enter(&self) {}

    #[inline(always)]
    fn get(&self, (): &(), key: u64) -> Option<u64> {
        self.get(&key).map(|value| *value)
    }

    fn store(&self, key: u64, value: u64) {
        self.insert(key, value);
    }
}

type Table = HashMap<u64, u64, Mixed>;

impl Map for RwLock<Table> {
    type Own = ();

    fn new() -> Self {
        Self::default()
    }

    fn enter(&self) {}

    #[inline(always)]
    fn get(&self, (): &(), key: u64) -> Option<u64> {
        self.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied()
    }

    fn store(&self, key: u64, value: u64) {
        self.write().unwrap_or_else(PoisonError::into_inner).insert(key, value);
    }
}

impl Map for parking_lot::RwLock<Table> {
    type Own = ();

    fn new() -> Self {
        Self::default()
    }

    fn enter(&self) {}

    #[inline(always)]
    fn get(&self, (): &(), key: u64) -> Option<u64> {
        self.read().get(&key).copied()
    }

    fn store(&self, key: u64, value: u64) {
        self.write().insert(key, value);
    }
}

/// A table that there are two of.
#[derive(Clone, Default)]
struct Copied(Table);

impl Absorb<(u64, u64)> for Copied {
    fn absorb_first(&mut self, &mut (key, value): &mut (u64, u64), _other: &Self) {
        self.0.insert(key, value);
    }

    fn sync_with(&mut self, first: &Self) {
        self.0.clone_from(&first.0);
    }
}

/// The maker of readers, and the one writer.
struct LeftRight(ReadHandleFactory<Copied>, Mutex<WriteHandle<Copied, (u64, u64)>>);

impl Map for LeftRight {
    type Own = ReadHandle<Copied>;

    fn new() -> Self {
        let (writer, reader) = left_right::new();
        Self(reader.factory(), Mutex::new(writer))
    }

    fn enter(&self) -> Self::Own {
        self.0.handle()
    }

    #[inline(always)]
    fn get(&self, own: &Self::Own, key: u64) -> Option<u64> {
        own.enter()?.0.get(&key).copied()
    }

    fn store(&self, key: u64, value: u64) {
        self.1.lock().unwrap_or_else(PoisonError::into_inner).append((key, value)).publish();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_map_keeps_what_it_was_given_with_more_threads_than_cpus() {
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        for threads in [1, 5] {
            for case in cases(Width { threads, cpus: 2 }) {
                let measured = (case.measure)(times);
                assert!(measured.exact, "{} lost or mixed up values", case.variant);
                assert!(measured.ops > 0, "{} did nothing", case.variant);
            }
        }
    }

    #[test]
    fn a_value_that_was_lost_is_found_out() {
        let width = Width { threads: 3, cpus: 2 };
        let looking = Looking::<RwLock<Table>>::new(width);
        let worker = Workload::enter(&looking, 1);
        (0..4 * ROUND).for_each(|_| Workload::op(&looking, &worker, 0));
        let written = worker.versions.iter().position(|version| version.get() > 0).expect("it writes");
        looking.leave(worker);
        let key = written * 3 + 1;
        looking.map.store(key as u64, value(key, 0));
        assert!(!looking.exact());
    }
}
