//! A hash map that grows and shrinks while others read it.
//!
//! ```text
//!   table ──► buckets (even) ──► node ──► node ──► …     links[0]
//!             buckets (odd)  ──► node ──► …              links[1]
//! ```
//!
//! Each node has two links. A table uses one of them in all nodes; the table that replaces it chains the same nodes by the
//! other one, while readers still follow the old chains. What a link was before may be overwritten only when no reader follows it:
//! so two resizes are at least a grace period apart, and one that is due earlier is left for the next insertion.
//!
//! A reader loads the table once and follows its chains, and never writes. It finds every key that is in the map
//! for as long as it looks. Writers exclude each other by a lock.

use core::{
    borrow::Borrow,
    fmt,
    hash::{BuildHasher, Hash},
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr, AtomicUsize,
        Ordering::{AcqRel, Acquire, Relaxed, Release},
    },
};
use std::{hash::RandomState, sync::Mutex};

use crate::{Domain, Error, Guard, Rcu, Result, deferred::Deferred, shared::lock};

/// Buckets of an empty map; a power of two.
const FEWEST: usize = 8;

struct Node<K, V> {
    hash: u64,
    key: K,
    value: V,
    links: [AtomicPtr<Node<K, V>>; 2],
}

struct Table<K, V> {
    /// Which of the nodes' links its chains use.
    link: usize,
    buckets: Box<[AtomicPtr<Node<K, V>>]>,
}

/// What writers know, under their lock.
#[derive(Debug)]
struct Writers {
    /// The grace period after which the links of the table before this one are free.
    links_free_after: u64,
}

/// A map whose readers write nothing, and whose writers wait for no reader.
///
/// Lookups cost a guard, a hash, and a load for each node of a short chain. Insertions and removals take a lock; removed entries
/// are freed when their readers have left.
///
/// ```
/// use perseq_rcu::{Rcu, RcuHashMap};
///
/// let ports = RcuHashMap::new();
/// ports.insert("http", 80);
/// let guard = Rcu::global().read();
/// let http = ports.get("http", &guard);
/// ports.remove("http");
/// assert_eq!((http, ports.get("http", &guard)), (Some(&80), None));
/// ```
pub struct RcuHashMap<
    K: Send + Sync + 'static,
    V: Send + Sync + 'static,
    D: Domain = &'static Rcu,
    S = RandomState,
> {
    table: AtomicPtr<Table<K, V>>,
    len: AtomicUsize,
    writers: Mutex<Writers>,
    hasher: S,
    domain: D,
}

impl<K, V> Table<K, V> {
    fn new(buckets: usize, link: usize) -> *mut Self {
        let buckets = (0..buckets).map(|_| AtomicPtr::new(null_mut())).collect();
        Box::into_raw(Box::new(Self { link, buckets }))
    }

    fn bucket(&self, hash: u64) -> &AtomicPtr<Node<K, V>> {
        &self.buckets[hash as usize & (self.buckets.len() - 1)]
    }

    /// The nodes of the chain behind `at`.
    ///
    /// # Safety
    ///
    /// * Nodes of the table live as long as `'g`.
    unsafe fn chain<'g>(&'g self, at: &'g AtomicPtr<Node<K, V>>) -> Chain<'g, K, V> {
        Chain { at, link: self.link }
    }
}

/// The nodes of a chain.
struct Chain<'g, K, V> {
    at: &'g AtomicPtr<Node<K, V>>,
    link: usize,
}

/// A node of a chain.
struct Found<'g, K, V> {
    /// What points to it.
    place: &'g AtomicPtr<Node<K, V>>,
    /// As it is there: the right to free it.
    raw: *mut Node<K, V>,
    node: &'g Node<K, V>,
}

impl<'g, K, V> Iterator for Chain<'g, K, V> {
    type Item = Found<'g, K, V>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        // Acquire: sees what the node's maker wrote.
        let raw = self.at.load(Acquire);
        // SAFETY: promised to `Table::chain`.
        let node = unsafe { raw.as_ref() }?;
        let place = core::mem::replace(&mut self.at, &node.links[self.link]);
        Some(Found { place, raw, node })
    }
}

impl<K: Hash + Eq + Send + Sync + 'static, V: Send + Sync + 'static> RcuHashMap<K, V> {
    /// Without entries, in the [global domain](Rcu::global).
    #[must_use]
    pub fn new() -> Self {
        Self::new_in(Rcu::global())
    }
}

impl<K: Hash + Eq + Send + Sync + 'static, V: Send + Sync + 'static> Default for RcuHashMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Hash + Eq + Send + Sync + 'static, V: Send + Sync + 'static, D: Domain> RcuHashMap<K, V, D> {
    /// Without entries, in that domain.
    pub fn new_in(domain: D) -> Self {
        Self::with_hasher_in(RandomState::new(), domain)
    }
}

impl<K, V, D, S> RcuHashMap<K, V, D, S>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
    D: Domain,
    S: BuildHasher,
{
    /// Without entries, in that domain and with that hasher.
    pub fn with_hasher_in(hasher: S, domain: D) -> Self {
        Self {
            table: AtomicPtr::new(Table::new(FEWEST, 0)),
            len: AtomicUsize::new(0),
            writers: Mutex::new(Writers { links_free_after: 0 }),
            hasher,
            domain,
        }
    }

    /// The domain that guards must be of.
    pub fn domain(&self) -> &Rcu {
        self.domain.rcu()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len.load(Relaxed)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of `key`, valid as long as the guard.
    ///
    /// # Errors
    ///
    /// [`Error::OtherDomain`].
    #[inline]
    pub fn try_get<'g, Q>(&'g self, key: &Q, guard: &'g Guard<'_>) -> Result<Option<&'g V>>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.domain.check(guard)?;
        // SAFETY: DOMAIN: the guard is of this domain.
        let found = unsafe { self.find(self.hasher.hash_one(key), key) };
        Ok(found.map(|found| &found.node.value))
    }

    /// As [`try_get`](Self::try_get).
    ///
    /// # Panics
    ///
    /// If the guard is of another domain.
    #[inline]
    #[track_caller]
    pub fn get<'g, Q>(&'g self, key: &Q, guard: &'g Guard<'_>) -> Option<&'g V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        match self.try_get(key, guard) {
            Ok(value) => value,
            Err(error) => other_domain(error),
        }
    }

    /// The table now.
    ///
    /// # Safety
    ///
    /// * For `'g`, a guard of this domain lives, or the writers' lock is held.
    #[inline]
    unsafe fn table<'g>(&self) -> &'g Table<K, V> {
        let table = self.table.load(Acquire);
        // SAFETY: DOMAIN: it was in its place after the guard was made, or nobody may replace it.
        unsafe { &*table }
    }

    /// The node of `key`, and the place that points to it.
    ///
    /// # Safety
    ///
    /// * As of [`table`](Self::table).
    #[inline]
    unsafe fn find<'g, Q>(&self, hash: u64, key: &Q) -> Option<Found<'g, K, V>>
    where
        K: Borrow<Q>,
        Q: Eq + ?Sized,
    {
        // SAFETY: promised by the caller.
        let table: &'g Table<K, V> = unsafe { self.table() };
        // SAFETY: a node that is in a table after the guard was made is freed after it is dropped.
        let mut chain = unsafe { table.chain(table.bucket(hash)) };
        chain.find(|found| found.node.hash == hash && found.node.key.borrow() == key)
    }

    /// Gives `key` the value; whether it had one, which is freed when its readers have left. Allocates.
    pub fn insert(&self, key: K, value: V) -> bool {
        let hash = self.hasher.hash_one(&key);
        let mut writers = lock(&self.writers);
        // SAFETY: the lock is held, here and below.
        let table = unsafe { self.table() };
        let links = [const { AtomicPtr::new(null_mut()) }; 2];
        let new = Box::new(Node { hash, key, value, links });
        // SAFETY: as above.
        let old = unsafe { self.find(hash, &new.key) };
        let place = old.as_ref().map_or_else(|| table.bucket(hash), |old| old.place);
        let next = old.as_ref().map_or(place, |old| &old.node.links[table.link]).load(Relaxed);
        new.links[table.link].store(next, Relaxed);
        // Release: who follows the place sees the node.
        place.store(Box::into_raw(new), Release);
        let replaced = old.is_some();
        let freed = match old {
            Some(old) => Some(freed(old)),
            None => self.count(&mut writers, table, self.len.load(Relaxed) + 1),
        };
        // Without the lock: deferred functions may run here, and use the map.
        drop(writers);
        self.domain.rcu().later_all(freed);
        replaced
    }

    /// Takes `key` out; whether it was there. It is freed when its readers have left.
    pub fn remove<Q>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let hash = self.hasher.hash_one(key);
        let mut writers = lock(&self.writers);
        // SAFETY: the lock is held.
        let Some(found) = (unsafe { self.find(hash, key) }) else { return false };
        // SAFETY: as above.
        let table = unsafe { self.table() };
        // Release: who goes on from here sees the next node as its maker wrote it.
        found.place.store(found.node.links[table.link].load(Relaxed), Release);
        let freed = [Some(freed(found)), self.count(&mut writers, table, self.len.load(Relaxed) - 1)];
        drop(writers);
        self.domain.rcu().later_all(freed.into_iter().flatten());
        true
    }
}

/// What frees a node that was taken out.
fn freed<K: Send + 'static, V: Send + 'static>(taken: Found<'_, K, V>) -> Deferred {
    // SAFETY: from `Box::into_raw`, and no longer in the table, whose writers exclude each other.
    unsafe { Deferred::free_raw(taken.raw) }
}

#[cold]
#[inline(never)]
#[track_caller]
fn other_domain(error: Error) -> ! {
    panic!("{error}")
}

impl<K, V, D, S> RcuHashMap<K, V, D, S>
where
    K: Send + Sync + 'static,
    V: Send + Sync + 'static,
    D: Domain,
{
    /// Notes that there are `len` entries, and replaces the table if these are too many for it, or much too few, and readers have
    /// left the one before; what frees the old one.
    fn count(&self, writers: &mut Writers, table: &Table<K, V>, len: usize) -> Option<Deferred> {
        self.len.store(len, Relaxed);
        let buckets = table.buckets.len();
        let wanted = len.next_power_of_two().max(FEWEST);
        let due = wanted > buckets || wanted < buckets / 4;
        // A fence that is refused is an error for who waits; here it means: not now.
        let may = due && self.domain.rcu().shared().look(writers.links_free_after) == Ok(true);
        may.then(|| self.resize(writers, table, wanted))
    }

    fn resize(&self, writers: &mut Writers, table: &Table<K, V>, wanted: usize) -> Deferred {
        let new = Table::new(wanted, 1 - table.link);
        // SAFETY: made above, and nobody has seen it.
        let chains: &Table<K, V> = unsafe { &*new };
        for bucket in &table.buckets {
            // SAFETY: the writers' lock is held.
            for Found { raw, node, .. } in unsafe { table.chain(bucket) } {
                let place = chains.bucket(node.hash);
                node.links[chains.link].store(place.load(Relaxed), Relaxed);
                place.store(raw, Relaxed);
            }
        }
        // Release: who loads the table sees its chains.
        let old = self.table.swap(new, AcqRel);
        writers.links_free_after = self.domain.rcu().shared().start();
        // SAFETY: from `Box::into_raw`, and replaced: readers of before are the only ones. Its nodes are not dropped with it.
        unsafe { Deferred::free_raw(old) }
    }
}

impl<K: Send + Sync + 'static, V: Send + Sync + 'static, D: Domain, S> Drop for RcuHashMap<K, V, D, S> {
    /// Frees everything at once: references to entries borrow the map.
    fn drop(&mut self) {
        // SAFETY: from `Box::into_raw`, and `&mut self`: nobody else has it.
        let table = unsafe { Box::from_raw(*self.table.get_mut()) };
        for bucket in &table.buckets {
            let mut next = bucket.load(Relaxed);
            while !next.is_null() {
                // SAFETY: as above; each node is in one chain.
                let node = unsafe { Box::from_raw(next) };
                next = node.links[table.link].load(Relaxed);
            }
        }
    }
}

impl<K, V, D, S> fmt::Debug for RcuHashMap<K, V, D, S>
where
    K: Send + Sync + 'static,
    V: Send + Sync + 'static,
    D: Domain,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RcuHashMap").field("len", &self.len.load(Relaxed)).finish_non_exhaustive()
    }
}
