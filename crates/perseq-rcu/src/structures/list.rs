//! A linked list that is changed while others go through it.

use crate::{
    Domain, Guard, Rcu, Result,
    error::other_domain,
    local::deferred::{Deferred, Freed, drop_each},
    structures::writers::Writers,
};
use core::{
    fmt,
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr,
        Ordering::{Acquire, Relaxed, Release},
    },
};

struct Node<T> {
    next: AtomicPtr<Node<T>>,
    value: T,
}

/// A list whose readers write nothing, and whose writers wait for no reader but exclude each other by a lock.
///
/// A thread that goes through it meets every value that is in it all the time, each once and in order; of those that come and
/// go during that, some.
///
/// ```
/// use perseq_rcu::{Rcu, RcuList};
///
/// let list = RcuList::new();
/// list.push_front(1);
/// list.push_front(2);
/// let guard = Rcu::global().read();
/// let mut values = list.iter(&guard);
/// assert_eq!(values.next(), Some(&2));
/// list.remove_if(|value| *value == 2);
/// assert_eq!(values.next(), Some(&1));
/// assert_eq!(list.iter(&guard).count(), 1);
/// ```
pub struct RcuList<T: Send + Sync + 'static, D: Domain = &'static Rcu> {
    head: AtomicPtr<Node<T>>,
    writers: Writers,
    domain: D,
}

/// The values of an [`RcuList`], from the front.
pub struct Iter<'g, T> {
    at: &'g AtomicPtr<Node<T>>,
}

impl<T: Send + Sync + 'static> RcuList<T> {
    /// Without values, in the [global domain](Rcu::global).
    #[must_use]
    pub fn new() -> Self {
        Self::new_in(Rcu::global())
    }
}

impl<T: Send + Sync + 'static> Default for RcuList<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Send + Sync + 'static, D: Domain> RcuList<T, D> {
    /// Without values, in that domain. `const`: works in a `static`.
    pub const fn new_in(domain: D) -> Self {
        Self { head: AtomicPtr::new(null_mut()), writers: Writers::new(), domain }
    }

    /// The domain that guards must be of.
    pub fn domain(&self) -> &Rcu {
        self.domain.rcu()
    }

    /// The values, valid as long as the guard.
    ///
    /// # Errors
    ///
    /// [`Error::OtherDomain`](crate::Error::OtherDomain).
    #[inline]
    pub fn try_iter<'g>(&'g self, guard: &'g Guard<'_>) -> Result<Iter<'g, T>> {
        self.domain.check(guard)?;
        Ok(Iter { at: &self.head })
    }

    /// As [`try_iter`](Self::try_iter).
    ///
    /// # Panics
    ///
    /// If the guard is of another domain.
    #[inline]
    #[track_caller]
    pub fn iter<'g>(&'g self, guard: &'g Guard<'_>) -> Iter<'g, T> {
        match self.try_iter(guard) {
            Ok(values) => values,
            Err(error) => other_domain(error),
        }
    }

    /// Puts `value` before all others. Allocates.
    pub fn push_front(&self, value: T) {
        let _alone = self.writers.lock();
        let next = AtomicPtr::new(self.head.load(Relaxed));
        // Release: a reader that follows the head sees the node.
        self.head.store(Box::into_raw(Box::new(Node { next, value })), Release);
    }

    /// Puts `value` after all others. Allocates, and goes through the list to its end.
    pub fn push_back(&self, value: T) {
        let _alone = self.writers.lock();
        let mut at = &self.head;
        // SAFETY: only the holder of the lock takes nodes out.
        while let Some(node) = unsafe { at.load(Acquire).as_ref() } {
            at = &node.next;
        }
        let next = AtomicPtr::new(null_mut());
        // Release: a reader that follows the link sees the node.
        at.store(Box::into_raw(Box::new(Node { next, value })), Release);
    }

    /// How many values there are: goes through the list.
    pub fn len(&self) -> usize {
        self.iter(&self.domain().read()).count()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.head.load(Relaxed).is_null()
    }

    /// Takes out all values of which `f` says `false`: see [`remove_if`](Self::remove_if).
    pub fn retain(&self, mut f: impl FnMut(&T) -> bool) -> usize {
        self.remove_if(|value| !f(value))
    }

    /// Takes out all values of which `f` says so; how many. Each is freed when its readers have left. `f` must not
    /// change the list: it would wait for itself.
    ///
    /// # Panics
    ///
    /// If `f` does; what it had chosen until then is out, and freed as ever.
    pub fn remove_if(&self, mut f: impl FnMut(&T) -> bool) -> usize {
        // Dropped after the lock is free: deferred functions may run then, and use the list.
        let mut removed = Freed::new(self.domain.rcu());
        let alone = self.writers.lock();
        let mut at = &self.head;
        loop {
            let found = at.load(Acquire);
            // SAFETY: only the holder of the lock takes nodes out, and this one frees none yet.
            let Some(node) = (unsafe { found.as_ref() }) else { break };
            if f(&node.value) {
                // Release: a reader that continues from here sees the next node as its maker wrote it. The node's own link stays, for
                // readers that are there.
                at.store(node.next.load(Relaxed), Release);
                // SAFETY: from `Box::into_raw`, and out of the list.
                removed.objects.push(unsafe { Deferred::free_raw(found) });
            } else {
                at = &node.next;
            }
        }
        drop(alone);
        removed.objects.len()
    }
}

impl<'g, T> Iterator for Iter<'g, T> {
    type Item = &'g T;

    #[inline]
    fn next(&mut self) -> Option<&'g T> {
        // Acquire: sees what the node's maker wrote.
        let node = self.at.load(Acquire);
        // SAFETY: DOMAIN: the node was in the list after the guard was made, or before one that was; it is freed after the guard is
        // dropped.
        let node = unsafe { node.as_ref() }?;
        self.at = &node.next;
        Some(&node.value)
    }
}

impl<T: Send + Sync + 'static, D: Domain> Drop for RcuList<T, D> {
    /// Frees everything at once: references to values borrow the list. Continues when the drop of a value panics.
    fn drop(&mut self) {
        let mut next = *self.head.get_mut();
        drop_each(core::iter::from_fn(|| {
            if next.is_null() {
                return None;
            }
            // SAFETY: from `Box::into_raw`, and `&mut self`: no other thread has it.
            let mut node = unsafe { Box::from_raw(next) };
            next = *node.next.get_mut();
            Some(node)
        }));
    }
}

impl<T> fmt::Debug for Iter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").finish_non_exhaustive()
    }
}

impl<T: Send + Sync + fmt::Debug + 'static, D: Domain> fmt::Debug for RcuList<T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let guard = self.domain().read();
        f.debug_list().entries(self.iter(&guard)).finish()
    }
}
