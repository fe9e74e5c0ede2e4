//! Doubly linked lists of records, by number.

use core::num::NonZeroU32;

use super::index::Id;
use crate::cells::U32;

/// A record's links; 0 where there is none.
#[derive(Debug)]
pub(crate) struct Links {
    next: U32,
    previous: U32,
}

fn id<I: Id>(link: u32) -> Option<I> {
    NonZeroU32::new(link).map(I::from_link)
}

fn link<I: Id>(id: Option<I>) -> u32 {
    id.map_or(0, |id| id.link().get())
}

/// The first record's number, or 0.
#[derive(Debug)]
pub(crate) struct List(u32);

impl List {
    pub(crate) const EMPTY: Self = Self(0);

    pub(crate) fn first<I: Id>(&self) -> Option<I> {
        id(self.0)
    }

    /// Puts a record that is in no list in front.
    pub(crate) fn push<'a, I: Id>(&mut self, new: I, links: impl Fn(I) -> &'a Links) {
        let first = self.first::<I>();
        links(new).next.set(link(first));
        links(new).previous.set(0);
        if let Some(first) = first {
            links(first).previous.set(link(Some(new)));
        }
        self.0 = link(Some(new));
    }

    /// Takes a record of this list out.
    pub(crate) fn remove<'a, I: Id>(&mut self, old: I, links: impl Fn(I) -> &'a Links) {
        let (next, previous) = (links(old).next.get(), links(old).previous.get());
        match id::<I>(previous) {
            Some(previous) => links(previous).next.set(next),
            None => self.0 = next,
        }
        if let Some(next) = id::<I>(next) {
            links(next).previous.set(previous);
        }
    }
}
