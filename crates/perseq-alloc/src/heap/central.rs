//! Central lists: the spans of one class and node, by how full they are.

use super::{
    index::SpanId,
    list::List,
    region::Regions,
    span::{IDLE, LISTS},
};
use crate::{classes::Class, pages::Pages};

/// The spans of one class and node that have free objects.
#[derive(Debug)]
pub(crate) struct Central {
    lists: [List; LISTS],
}

impl Central {
    pub(crate) const fn new() -> Self {
        Self { lists: [const { List::EMPTY }; LISTS] }
    }

    /// The fullest span with a free object: the emptiest ones drain, and their pages are given back.
    pub(crate) fn fullest(&self) -> Option<SpanId> {
        self.lists[..IDLE].iter().rev().find_map(List::first).or_else(|| self.idle())
    }

    /// A span without objects in use.
    pub(crate) fn idle(&self) -> Option<SpanId> {
        self.lists[IDLE].first()
    }

    /// Puts a span in the list that it fits now.
    pub(crate) fn relist<P: Pages>(&mut self, regions: &Regions, pages: &P, class: Class, id: SpanId) {
        self.put(regions, pages, id, regions.span(pages, id).fitting_list(class));
    }

    /// Takes a span out of its list, so that no object of it is taken.
    pub(crate) fn unlist<P: Pages>(&mut self, regions: &Regions, pages: &P, id: SpanId) {
        self.put(regions, pages, id, None);
    }

    fn put<P: Pages>(&mut self, regions: &Regions, pages: &P, id: SpanId, new: Option<usize>) {
        let span = regions.span(pages, id);
        let old = span.list();
        if old == new {
            return;
        }
        let links = |id| &regions.span(pages, id).links;
        if let Some(old) = old {
            self.lists[old].remove(id, links);
        }
        if let Some(new) = new {
            self.lists[new].push(id, links);
        }
        span.set_list(new);
    }
}
