//! Changes of a map.

use core::{
    borrow::Borrow,
    hash::{BuildHasher, Hash},
    sync::atomic::Ordering::{AcqRel, Relaxed},
};

use super::{
    RcuHashMap, RetiredEntry,
    table::{Entry, Found, Table},
};
use crate::{
    Domain, Guard,
    error::other_domain,
    local::deferred::{Deferred, Freed},
};

impl<K, V, D, S> RcuHashMap<K, V, D, S>
where
    K: Send + Sync + 'static,
    V: Send + Sync + 'static,
    D: Domain,
{
    /// Takes out all entries of which `f` says `false`; how many. Each is freed when its readers have left. `f` must not change
    /// the map: the call holds the writers' lock.
    ///
    /// # Panics
    ///
    /// If `f` does; what it had refused until then is out, and freed as ever.
    pub fn retain(&self, mut f: impl FnMut(&K, &V) -> bool) -> usize {
        // Dropped after the lock: deferred functions may run then, and use the map.
        let mut freed = Freed::new(self.domain.rcu());
        let alone = self.lock();
        // SAFETY: the lock is held.
        let table = unsafe { self.table() };
        let mut removed = 0;
        // SAFETY: the lock is held, and nothing is freed before it is released.
        for found in unsafe { table.iter() } {
            if !f(&found.entry.key, &found.entry.value) {
                found.clear();
                self.len.store(self.len() - 1, Relaxed);
                // SAFETY: from `Box::into_raw`, and no longer in the table, whose writers exclude each other.
                freed.objects.push(unsafe { Deferred::free_raw(found.raw) });
                removed += 1;
            }
        }
        freed.objects.extend(self.resize(table));
        drop(alone);
        removed
    }

    /// Takes out all entries. As [`retain`](Self::retain).
    pub fn clear(&self) {
        self.retain(|_, _| false);
    }

    /// Excludes other writers.
    fn lock(&self) -> impl Sized + use<'_, K, V, D, S> {
        let mut inherited = self.writers.lock();
        if *inherited {
            // The parent's writer may have changed the table and not the length.
            // SAFETY: the lock is held, here and below.
            let table = unsafe { self.table() };
            // SAFETY: as above.
            self.len.store(unsafe { table.iter() }.count(), Relaxed);
            *inherited = false;
        }
        inherited
    }

    /// Replaces `table` if another one would be better for the number of entries; what frees it. The writers' lock is held.
    fn resize(&self, table: &Table<K, V>) -> Option<Deferred> {
        let new = Table::new(table.resized(self.len(), self.fewest)?);
        // SAFETY: the lock is held, so no entry is freed.
        for Found { raw, entry, .. } in unsafe { table.iter() } {
            new.add(raw, entry.hash);
        }
        // Release: a reader that loads the table sees what is in it.
        let old = self.table.swap(Box::into_raw(Box::new(new)), AcqRel);
        // SAFETY: from `Box::into_raw`, and replaced: its readers are those of before. Its entries are not dropped with it.
        Some(unsafe { Deferred::free_raw(old) })
    }
}

impl<K, V, D, S> RcuHashMap<K, V, D, S>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
    D: Domain,
    S: BuildHasher,
{
    /// Gives `key` the value; the entry that it had. Allocates.
    pub fn insert(&self, key: K, value: V) -> Option<RetiredEntry<'_, K, V>> {
        let hash = self.hasher.hash_one(&key);
        let new = Box::new(Entry { hash, key, value });
        let alone = self.lock();
        // SAFETY: the lock is held.
        match unsafe { self.find(hash, &new.key) } {
            Some(found) => {
                found.replace(Box::into_raw(new));
                drop(alone);
                Some(self.taken(found.raw))
            }
            None => {
                let replaced = self.add(Box::into_raw(new), hash);
                drop(alone);
                // Without the lock: deferred functions may run here, and use the map.
                self.domain.rcu().later_all(replaced);
                None
            }
        }
    }

    /// Adds an entry whose key is not there; what frees the table that is too small then. The writers' lock is held.
    fn add(&self, new: *mut Entry<K, V>, hash: u64) -> Option<Deferred> {
        // SAFETY: the lock is held.
        let table = unsafe { self.table() };
        table.add(new, hash);
        self.len.store(self.len() + 1, Relaxed);
        self.resize(table)
    }

    /// The value of `key`, which is given the one that `f` makes if it has none, valid as long as the guard. `f` is called without the
    /// lock, and may change the map: what it makes is dropped if another thread was faster, or `f` itself has given `key` a value.
    ///
    /// # Panics
    ///
    /// If the guard is of another domain, or if `f` does.
    #[track_caller]
    pub fn get_or_insert_with<'g>(&'g self, key: K, guard: &'g Guard<'_>, f: impl FnOnce() -> V) -> &'g V {
        if let Some(value) = self.get(&key, guard) {
            return value;
        }
        let hash = self.hasher.hash_one(&key);
        let new = Box::new(Entry { hash, key, value: f() });
        let alone = self.lock();
        // SAFETY: DOMAIN: the guard is of this domain: `get` has looked.
        if let Some(found) = unsafe { self.find(hash, &new.key) } {
            drop(alone);
            return &found.entry.value;
        }
        let raw = Box::into_raw(new);
        let replaced = self.add(raw, hash);
        drop(alone);
        self.domain.rcu().later_all(replaced);
        // SAFETY: DOMAIN: it came into the table after the guard was made.
        unsafe { &(*raw).value }
    }

    /// Replaces the value of `key`, if it has one, by what `f` makes of it, and calls `f` again if another thread was faster; the entry that
    /// was there.
    ///
    /// `f` is called without the lock and may change the map. If it replaces the value of `key` itself it is called again, with the value that it
    /// has put there, and for ever if it does so each time; if it takes `key` out nothing is replaced.
    ///
    /// # Panics
    ///
    /// If the guard is of another domain, or if `f` does.
    #[track_caller]
    pub fn update<Q>(
        &self,
        key: &Q,
        guard: &Guard<'_>,
        mut f: impl FnMut(&V) -> V,
    ) -> Option<RetiredEntry<'_, K, V>>
    where
        K: Borrow<Q> + Clone,
        Q: Hash + Eq + ?Sized,
    {
        self.domain.check(guard).unwrap_or_else(|error| other_domain(error));
        let hash = self.hasher.hash_one(key);
        loop {
            // SAFETY: DOMAIN: the guard is of this domain.
            let before: Found<'_, K, V> = unsafe { self.find(hash, key) }?;
            let (own_key, value) = (before.entry.key.clone(), f(&before.entry.value));
            let new = Box::new(Entry { hash, key: own_key, value });
            let alone = self.lock();
            // SAFETY: as above.
            let now = unsafe { self.find(hash, key) };
            // The guard keeps the address from being another entry's.
            if let Some(now) = now.filter(|now| core::ptr::eq(now.raw, before.raw)) {
                now.replace(Box::into_raw(new));
                drop(alone);
                return Some(self.taken(now.raw));
            }
        }
    }

    /// Takes `key` out; the entry that it had.
    pub fn remove<Q>(&self, key: &Q) -> Option<RetiredEntry<'_, K, V>>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let hash = self.hasher.hash_one(key);
        let alone = self.lock();
        // SAFETY: the lock is held.
        let found = unsafe { self.find(hash, key) }?;
        found.clear();
        self.len.store(self.len() - 1, Relaxed);
        // SAFETY: as above.
        let replaced = self.resize(unsafe { self.table() });
        drop(alone);
        let taken = self.taken(found.raw);
        self.domain.rcu().later_all(replaced);
        Some(taken)
    }

    fn taken(&self, raw: *mut Entry<K, V>) -> RetiredEntry<'_, K, V> {
        // SAFETY: from `Box::into_raw`, and no longer in the table, whose writers exclude each other.
        unsafe { RetiredEntry::new(raw, self.domain.rcu()) }
    }
}
