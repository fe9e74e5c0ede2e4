//! Spans that have begun and not ended yet.

use std::{
    collections::{HashMap, hash_map::Entry},
    hash::Hash,
};

/// By what a beginning has in common with its end: a thread, or the value of a field. A value may be in use in several processes at once, which know
/// nothing of each other, or go over from one to another: so an end takes the beginning of its own process, if there is one.
#[derive(Debug)]
pub(super) struct Open<K, B>(HashMap<K, Vec<(Option<u64>, B)>>);

impl<K, B> Default for Open<K, B> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Hash + Eq, B> Open<K, B> {
    /// Something begins in that process.
    pub(super) fn begin(&mut self, key: K, process: Option<u64>, begun: B) {
        self.0.entry(key).or_default().push((process, begun));
    }

    /// Something begins in that process instead of what has begun there, which is returned.
    pub(super) fn begin_anew(&mut self, key: K, process: Option<u64>, begun: B) -> Option<B> {
        let open = self.0.entry(key).or_default();
        match open.iter_mut().find(|(of, _)| *of == process) {
            Some((_, before)) => Some(core::mem::replace(before, begun)),
            None => {
                open.push((process, begun));
                None
            }
        }
    }

    /// The span that ends in that process, and whether it has begun there: its own last one, or the first one of any other.
    pub(super) fn end(&mut self, key: K, process: Option<u64>) -> Option<(B, bool)> {
        let Entry::Occupied(mut all) = self.0.entry(key) else { return None };
        let open = all.get_mut();
        let own = open.iter().rposition(|(of, _)| *of == process);
        let (of, begun) = open.remove(own.unwrap_or(0));
        if open.is_empty() {
            all.remove();
        }
        Some((begun, of == process))
    }

    /// Spans that have no end, in any order.
    pub(super) fn finish(self) -> impl Iterator<Item = (K, B)>
    where
        K: Clone,
    {
        self.0.into_iter().flat_map(|(key, all)| all.into_iter().map(move |(_, begun)| (key.clone(), begun)))
    }
}
