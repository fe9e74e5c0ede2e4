//! Guards that own their domain, and values together with the guard that protects them.

use core::{
    borrow::Borrow,
    fmt,
    hash::{BuildHasher, Hash},
    mem::ManuallyDrop,
    ops::Deref,
    ptr::NonNull,
};
use std::sync::Arc;

use crate::{Domain, Guard, Rcu, RcuCell, RcuHashMap, RcuOption};

/// A [`Guard`] that shares the ownership of its domain: for `'static` tasks, where the domain is not a `static`.
///
/// It is a guard by `Deref`. Costs an atomic addition more than a guard, for the domain's count.
///
/// ```
/// use std::sync::Arc;
/// use perseq_rcu::{Rcu, RcuCell};
///
/// let rcu = Arc::new(Rcu::new());
/// let cell = Arc::new(RcuCell::new_in(1, Arc::clone(&rcu)));
/// let guard = Rcu::read_owned(&rcu);
/// std::thread::spawn(move || assert_eq!(*cell.load(&guard), 1)).join().unwrap();
/// ```
#[must_use = "the section ends when the guard is dropped"]
pub struct OwnedGuard {
    /// Of `domain`, which is dropped after it.
    guard: ManuallyDrop<Guard<'static>>,
    _domain: Arc<Rcu>,
}

impl Rcu {
    /// As [`read`](Self::read), with a guard that keeps the domain alive.
    pub fn read_owned(this: &Arc<Self>) -> OwnedGuard {
        let domain = Arc::clone(this);
        // SAFETY: the domain is on the heap, and lives until `domain` is dropped, which is after the guard.
        let longer: &'static Self = unsafe { &*Arc::as_ptr(&domain) };
        OwnedGuard { guard: ManuallyDrop::new(longer.read()), _domain: domain }
    }
}

impl OwnedGuard {
    /// As [`Guard::refresh`].
    pub fn refresh(&mut self) {
        self.guard.refresh();
    }
}

impl Deref for OwnedGuard {
    type Target = Guard<'static>;

    fn deref(&self) -> &Guard<'static> {
        &self.guard
    }
}

impl Drop for OwnedGuard {
    fn drop(&mut self) {
        // SAFETY: once, and it is not used again; the domain is still there.
        unsafe { ManuallyDrop::drop(&mut self.guard) };
    }
}

impl fmt::Debug for OwnedGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnedGuard")
    }
}

/// A value of an [`RcuCell`], [`RcuOption`] or [`RcuHashMap`], with the guard that keeps it: made by `read`.
///
/// It may be returned, sent to another thread, and held across `.await`, as a guard may.
pub struct Ref<'a, T> {
    /// Not a reference: the value may be freed as soon as the guard is dropped, which is before `self` is gone.
    value: NonNull<T>,
    guard: Guard<'a>,
}

// SAFETY: it gives `&T` on whatever thread, and a guard may be sent.
unsafe impl<T: Sync> Send for Ref<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Ref<'_, T> {}

impl<'a, T> Ref<'a, T> {
    /// The guard, to load other values of the same domain with.
    pub fn guard(&self) -> &Guard<'a> {
        &self.guard
    }
}

impl<T> Deref for Ref<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: DOMAIN: loaded from its place under the guard, which lives as long as `self`.
        unsafe { self.value.as_ref() }
    }
}

impl<T: fmt::Debug> fmt::Debug for Ref<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Send + Sync + 'static, D: Domain> RcuOption<T, D> {
    /// The value now, if there is one, with a guard of its own: [`Rcu::read`] and [`load`](Self::load) in one.
    #[inline]
    pub fn read(&self) -> Option<Ref<'_, T>> {
        let guard = self.domain().read();
        let value = self.load(&guard).map(NonNull::from)?;
        Some(Ref { value, guard })
    }
}

impl<T: Send + Sync + 'static, D: Domain> RcuCell<T, D> {
    /// The value now, with a guard of its own: [`Rcu::read`] and [`load`](Self::load) in one.
    ///
    /// ```
    /// use perseq_rcu::RcuCell;
    ///
    /// let limits = RcuCell::new(vec![10, 20]);
    /// let seen = limits.read();
    /// limits.store(vec![30]);
    /// assert_eq!((&*seen, &*limits.read()), (&vec![10, 20], &vec![30]));
    /// ```
    #[inline]
    pub fn read(&self) -> Ref<'_, T> {
        let guard = self.domain().read();
        let value = NonNull::from(self.load(&guard));
        Ref { value, guard }
    }
}

impl<K, V, D, S> RcuHashMap<K, V, D, S>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
    D: Domain,
    S: BuildHasher,
{
    /// The value of `key`, if it has one, with a guard of its own: [`Rcu::read`] and [`get`](Self::get) in one.
    ///
    /// ```
    /// use perseq_rcu::RcuHashMap;
    ///
    /// let ports = RcuHashMap::new();
    /// ports.insert("http", 80);
    /// let http = ports.read("http");
    /// ports.remove("http");
    /// assert_eq!((http.as_deref(), ports.read("http").as_deref()), (Some(&80), None));
    /// ```
    #[inline]
    pub fn read<Q>(&self, key: &Q) -> Option<Ref<'_, V>>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let guard = self.domain().read();
        let value = self.get(key, &guard).map(NonNull::from)?;
        Some(Ref { value, guard })
    }

    /// The value of `key`, which is given the one that `f` makes if it has none, with a guard of its own: [`Rcu::read`] and
    /// [`get_or_insert_with`](Self::get_or_insert_with) in one.
    ///
    /// # Panics
    ///
    /// If `f` does.
    pub fn read_or_insert_with(&self, key: K, f: impl FnOnce() -> V) -> Ref<'_, V> {
        let guard = self.domain().read();
        let value = NonNull::from(self.get_or_insert_with(key, &guard, f));
        Ref { value, guard }
    }
}
