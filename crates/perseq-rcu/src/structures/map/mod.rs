//! A hash map that grows and shrinks while others read it.
//!
//! A reader loads the [table] once and looks for keys in it, and never writes. It finds every key that is in the map for as long as
//! it looks. Writers exclude each other by a lock, and replace the table by a larger or smaller one over the same entries; the old
//! table, and each entry that is taken out, is freed when its readers have left. So neither a write nor a resize waits for a reader,
//! and a guard that is held for long costs the memory of what was replaced since, and nothing else.

mod table;
mod write;

use core::{
    borrow::Borrow,
    fmt,
    hash::{BuildHasher, Hash},
    ops::Deref,
    sync::atomic::{
        AtomicPtr, AtomicUsize,
        Ordering::{Acquire, Relaxed},
    },
};
use std::hash::RandomState;

use self::table::{Entry, Found, Table};
use crate::{
    Domain, Guard, Rcu, Result, Retired, error::other_domain, local::deferred::drop_each,
    structures::writers::Writers,
};

/// A map whose readers write nothing, and whose writers wait for no reader.
///
/// A lookup costs a guard, a hash, and three dependent loads: the table, a bucket of six entries, the entry. Insertions and removals
/// take a lock; removed entries are freed when their readers have left. `Hash` and `Eq` of keys must not use the map: an insertion
/// calls them with that lock.
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
    /// Written with the writers' lock.
    len: AtomicUsize,
    /// Buckets that the table always has.
    fewest: usize,
    writers: Writers,
    hasher: S,
    domain: D,
}

/// An entry that was taken out of a map. Readers may still see it, so it is freed after a grace period.
///
/// It can be looked at until then, and is its value by `Deref`. Dropping it retires it, and waits for nothing.
pub struct RetiredEntry<'a, K: Send + Sync + 'static, V: Send + Sync + 'static>(Retired<'a, Entry<K, V>>);

impl<K: Hash + Eq + Send + Sync + 'static, V: Send + Sync + 'static> RcuHashMap<K, V> {
    /// Without entries, in the [global domain](Rcu::global).
    #[must_use]
    pub fn new() -> Self {
        Self::new_in(Rcu::global())
    }

    /// Without entries, in the [global domain](Rcu::global), with a table for `capacity` entries.
    ///
    /// # Panics
    ///
    /// As [`with_capacity_in`](Self::with_capacity_in).
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self::with_capacity_in(capacity, Rcu::global())
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
        Self::with_capacity_in(0, domain)
    }

    /// Without entries, in that domain, with a table for `capacity` entries that is never replaced by a smaller one.
    ///
    /// # Panics
    ///
    /// If the table would be larger than the address space.
    pub fn with_capacity_in(capacity: usize, domain: D) -> Self {
        Self::with_capacity_and_hasher_in(capacity, RandomState::new(), domain)
    }
}

impl<K, V, D, S> RcuHashMap<K, V, D, S>
where
    K: Send + Sync + 'static,
    V: Send + Sync + 'static,
    D: Domain,
{
    /// The domain that guards must be of.
    pub fn domain(&self) -> &Rcu {
        self.domain.rcu()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len.load(Relaxed)
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries, in no order, valid as long as the guard. Each entry that is in the map all the time is met once; of those that
    /// are added or taken out during that, some.
    ///
    /// # Errors
    ///
    /// [`Error::OtherDomain`](crate::Error::OtherDomain).
    pub fn try_iter<'g>(
        &'g self,
        guard: &'g Guard<'_>,
    ) -> Result<impl Iterator<Item = (&'g K, &'g V)> + use<'g, K, V, D, S>> {
        self.domain.check(guard)?;
        // SAFETY: DOMAIN: the guard is of this domain and lives as long as `'g`.
        let table: &'g Table<K, V> = unsafe { self.table() };
        // SAFETY: as above: entries that are in the table after the guard was made are freed after it is dropped.
        let entries = unsafe { table.iter() };
        Ok(entries.map(|found: Found<'g, K, V>| (&found.entry.key, &found.entry.value)))
    }

    /// As [`try_iter`](Self::try_iter).
    ///
    /// # Panics
    ///
    /// If the guard is of another domain.
    #[track_caller]
    pub fn iter<'g>(
        &'g self,
        guard: &'g Guard<'_>,
    ) -> impl Iterator<Item = (&'g K, &'g V)> + use<'g, K, V, D, S> {
        match self.try_iter(guard) {
            Ok(entries) => entries,
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
        // SAFETY: DOMAIN: it was in its place after the guard was made, or no other thread may replace it.
        unsafe { &*table }
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
        Self::with_capacity_and_hasher_in(0, hasher, domain)
    }

    /// Without entries, in that domain and with that hasher, with a table for `capacity` entries that is never replaced by a smaller one.
    ///
    /// # Panics
    ///
    /// As [`with_capacity_in`](Self::with_capacity_in).
    pub fn with_capacity_and_hasher_in(capacity: usize, hasher: S, domain: D) -> Self {
        let fewest = Table::<K, V>::buckets_for(capacity);
        let table = AtomicPtr::new(Box::into_raw(Box::new(Table::new(fewest))));
        Self { table, len: AtomicUsize::new(0), fewest, writers: Writers::new(), hasher, domain }
    }

    /// The value of `key`, valid as long as the guard.
    ///
    /// # Errors
    ///
    /// [`Error::OtherDomain`](crate::Error::OtherDomain).
    #[inline]
    pub fn try_get<'g, Q>(&'g self, key: &Q, guard: &'g Guard<'_>) -> Result<Option<&'g V>>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.domain.check(guard)?;
        // SAFETY: DOMAIN: the guard is of this domain.
        let found = unsafe { self.find(self.hasher.hash_one(key), key) };
        Ok(found.map(|found| &found.entry.value))
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

    /// Returns whether `key` has a value now.
    pub fn contains_key<Q>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let guard = self.domain.rcu().read();
        self.get(key, &guard).is_some()
    }

    /// The entry of `key`.
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
        // SAFETY: an entry that is in a table after the guard was made is freed after it is dropped.
        unsafe { table.find(hash, |other| other.borrow() == key) }
    }
}

impl<'a, K: Send + Sync + 'static, V: Send + Sync + 'static> RetiredEntry<'a, K, V> {
    /// The entry at `raw`.
    ///
    /// # Safety
    ///
    /// * `raw` is from `Box::into_raw`, and was taken out of a map of the domain `rcu` by this thread.
    unsafe fn new(raw: *mut Entry<K, V>, rcu: &'a Rcu) -> Self {
        // SAFETY: promised by the caller.
        Self(unsafe { Retired::from_raw(raw, rcu) })
    }

    /// Its key.
    pub fn key(&self) -> &K {
        &self.0.key
    }

    /// Its value.
    pub fn value(&self) -> &V {
        &self.0.value
    }

    /// Key and value, when their readers have left: see [`Retired::into_inner`].
    ///
    /// # Errors
    ///
    /// As [`Rcu::synchronize`]; the entry is retired then.
    pub fn into_inner(self) -> Result<(K, V)> {
        self.0.into_inner().map(|entry| (entry.key, entry.value))
    }
}

impl<K: Send + Sync + 'static, V: Send + Sync + 'static> Deref for RetiredEntry<'_, K, V> {
    type Target = V;

    fn deref(&self) -> &V {
        self.value()
    }
}

impl<K: Send + Sync + 'static, V: Send + Sync + 'static, D: Domain, S> Drop for RcuHashMap<K, V, D, S> {
    /// Frees everything at once: references to entries borrow the map. Continues when the drop of an entry panics.
    fn drop(&mut self) {
        // SAFETY: from `Box::into_raw`, and `&mut self`: no other thread has it.
        let table = unsafe { Box::from_raw(*self.table.get_mut()) };
        // The pointers alone: no reference to an entry is an argument of what frees it.
        let pointers = table.places().map(|(_, raw)| raw);
        // SAFETY: from `Box::into_raw`, and in one slot only.
        drop_each(pointers.map(|raw| unsafe { Box::from_raw(raw) }));
    }
}

impl<K, V> fmt::Debug for RetiredEntry<'_, K, V>
where
    K: fmt::Debug + Send + Sync + 'static,
    V: fmt::Debug + Send + Sync + 'static,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RetiredEntry").field(self.key()).field(self.value()).finish()
    }
}

impl<K, V, D, S> fmt::Debug for RcuHashMap<K, V, D, S>
where
    K: Send + Sync + 'static,
    V: Send + Sync + 'static,
    D: Domain,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RcuHashMap").field("len", &self.len()).finish_non_exhaustive()
    }
}
