//! Writer and reader of the Common Trace Format, 1.8 and 2: what `babeltrace2` and Trace Compass open.
//!
//! The writer makes files of records as producers leave them in memory: nothing is encoded again. The reader trusts nothing that
//! is in a file.
//!
//! Writing:
//!
//! * [`Schema`]: a [`Clock`], the environment ([`EnvValue`]), each [`StreamClass`] and [`EventClass`], a [`Uuid`], a [`ByteOrder`].
//!   [`Schema::metadata`] is the file `metadata`, [`Schema::metadata_ctf2`] the same for CTF 2; a [`SchemaError`] says why not.
//! * [`Field`]: a name (which [`identifier`] makes valid) and a [`FieldType`]: an [`Int`] of a [`Width`], shown in a [`Base`], perhaps with a
//!   [`Label`] for some of its values.
//! * [`Layout`]: whether records are of that schema, and where the last one ends: a [`Walk`]; or those that are: a [`Sifted`]. [`Records`]
//!   iterates over them. A [`BadRecord`] has a [`RecordProblem`].
//! * [`Packet`]: a header of [`PACKET_HEADER_LEN`] bytes before records, which begins with [`PACKET_MAGIC`].
//!
//! Reading:
//!
//! * [`Reader`]: all streams of a trace, of any [`Data`], merged and in the order of time. It gives [`Item`]s: an [`Event`] or a [`Loss`]; all
//!   [`Losses`] at the end.
//! * [`Value`]: a field's value; of several, [`Fields`] or an [`Array`].
//! * [`MetadataError`] with its [`MetadataProblem`], [`ReadError`] with its [`StreamProblem`]: what cannot be read, and where.
//!
//! The README has an example. Sources: the Common Trace Format specification, version 1.8.3; CTF2-SPEC-2.0.

#![forbid(unsafe_code)]

/// The README's example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod metadata;
mod read;
mod write;

pub use metadata::model::{MetadataError, MetadataProblem};
pub use read::{Array, Data, Event, Fields, Item, Loss, Losses, ReadError, Reader, StreamProblem, Value};
pub use write::check::SchemaError;
pub use write::layout::{BadRecord, Layout, RecordProblem, Sifted, Walk};
pub use write::packet::{PACKET_HEADER_LEN, PACKET_MAGIC, Packet};
pub use write::record::Records;
pub use write::schema::{
    Base, ByteOrder, Clock, EnvValue, EventClass, Field, FieldType, Int, Label, Schema, StreamClass, Uuid,
    Width, identifier,
};
