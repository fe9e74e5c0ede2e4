//! Which clocks the time stamps of a stream are of.

use crate::metadata::model::{FieldDecl, Stream, Type};
use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

/// The numbers of the clocks, as the parser gave them.
pub(super) fn of(stream: &Stream) -> BTreeSet<usize> {
    let mut search = Search::default();
    let scopes = [&stream.packet_context, &stream.event_header, &stream.event_context];
    let events = stream.events.values().flat_map(|class| [&class.context, &class.fields]);
    scopes.into_iter().chain(events).flatten().for_each(|ty| search.see(ty));
    search.found
}

#[derive(Default)]
struct Search {
    found: BTreeSet<usize>,
    /// Structures that were seen: a type may be in many places.
    seen: HashSet<usize>,
}

impl Search {
    fn see(&mut self, ty: &Type) {
        match ty {
            Type::Int(int) => self.found.extend(int.clock),
            Type::Enum(of) => self.found.extend(of.int.clock),
            Type::Array(array) => self.see(&array.element),
            Type::Struct(of) => self.fields(Arc::as_ptr(of).addr(), &of.fields),
            Type::Variant(of) => self.fields(Arc::as_ptr(of).addr(), &of.options),
            Type::Float(..) | Type::String(_) => {}
        }
    }

    fn fields(&mut self, address: usize, fields: &[FieldDecl]) {
        if self.seen.insert(address) {
            fields.iter().for_each(|field| self.see(&field.ty));
        }
    }
}
