//! An event, and what its packet says of it.

use super::{
    stream::{Current, File},
    value::{Fields, Source},
};
use crate::metadata::model::{Class, Type};
use std::path::Path;

/// An event, borrowed from the reader until it reads on.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    pub(super) file: &'a File,
    pub(super) class: &'a Class,
}

impl<'a> Event<'a> {
    /// When: nanoseconds since 1970-01-01 00:00 UTC, by the trace's clock.
    #[must_use]
    pub fn timestamp_ns(&self) -> i64 {
        self.file.ticks.nanoseconds(self.ticks())
    }
    /// The same as the clock's ticks.
    #[must_use]
    pub fn ticks(&self) -> u64 {
        self.file.scratch.facts.ticks
    }
    /// The CPU, if the packet names it.
    #[must_use]
    pub fn cpu(&self) -> Option<u64> {
        self.file.facts.cpu_id
    }
    /// The stream class.
    #[must_use]
    pub fn stream_id(&self) -> u64 {
        self.file.facts.stream_id.unwrap_or(0)
    }
    /// Number of the stream's file, as in [`super::Reader::paths`].
    #[must_use]
    pub fn file(&self) -> usize {
        self.file.index
    }
    /// The stream's file.
    #[must_use]
    pub fn path(&self) -> &'a Path {
        &self.file.path
    }
    /// The event class's number.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.file.scratch.facts.event_id.unwrap_or(0)
    }
    /// The event class's name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        &self.class.name
    }
    /// The event class's level, if it has one: 0 (emergency) to 14 (debug).
    #[must_use]
    pub fn loglevel(&self) -> Option<i64> {
        self.class.loglevel
    }
    /// Its place in the source, if the metadata says it.
    #[must_use]
    pub fn source(&self) -> Option<&'a str> {
        self.class.source.as_deref()
    }
    /// The payload's fields.
    #[must_use]
    pub fn fields(&self) -> Fields<'a> {
        self.scope(self.class.fields.as_ref(), |current| current.payload)
    }
    /// The context's fields: those of all events of the stream, and those of this class.
    pub fn context(&self) -> impl Iterator<Item = (&'a str, super::Value<'a>)> + use<'a> {
        let stream = self.file.model.streams.get(&self.stream_id());
        let stream = stream.and_then(|stream| stream.event_context.as_ref());
        let first = self.scope(stream, |current| current.stream_context);
        first.chain(self.scope(self.class.context.as_ref(), |current| current.context))
    }

    /// The packet's fields about its events, beside what readers need for themselves (sizes, times, counts, the CPU).
    pub fn packet_context(&self) -> impl Iterator<Item = (&'a str, super::Value<'a>)> + use<'a> {
        let stream = self.file.model.streams.get(&self.stream_id());
        let source =
            Source { bytes: &self.file.head, texts: &self.file.head_texts, nodes: &self.file.packet_nodes };
        let ty = stream.and_then(|stream| stream.packet_context.as_ref());
        let fields = ty.map_or_else(Fields::none, |ty| Fields::new(source, ty, self.file.packet_context));
        fields.without_roles()
    }

    fn scope(&self, ty: Option<&'a Type>, node: impl Fn(&Current) -> usize) -> Fields<'a> {
        let source = Source {
            bytes: &self.file.packet,
            texts: &self.file.scratch.texts,
            nodes: &self.file.scratch.nodes,
        };
        match (ty, &self.file.current) {
            (Some(ty), Some(current)) => Fields::new(source, ty, node(current)),
            _ => Fields::none(),
        }
    }
}
