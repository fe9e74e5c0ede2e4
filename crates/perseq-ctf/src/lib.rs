//! Writer and reader of the Common Trace Format, 1.8 and 2: what `babeltrace2` and Trace Compass open.
//!
//! The writer makes files of records as producers leave them in memory: nothing is encoded again. The reader trusts nothing that
//! stands in a file.
//!
//! * [`Schema`]: clock, streams, event classes; [`Schema::metadata`] is the file `metadata`, [`Schema::metadata_ctf2`] the same for CTF 2.
//! * [`Layout`]: are these records of that schema, and where does the last one end.
//! * [`Packet`]: a header of fixed length before records.
//! * [`Reader`]: all streams of a trace, merged and in the order of time.
//!
//! The README has an example. Sources: the Common Trace Format specification, version 1.8.3; CTF2-SPEC-2.0.

#![forbid(unsafe_code)]

/// The README's example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod check;
mod ctf2;
mod layout;
mod metadata;
mod model;
mod packet;
mod reader;
mod record;
mod schema;
mod tsdl;

pub use check::SchemaError;
pub use layout::{BadRecord, Layout, RecordProblem, Sifted, Walk};
pub use model::{MetadataError, MetadataProblem};
pub use packet::{PACKET_HEADER_LEN, PACKET_MAGIC, Packet};
pub use reader::{Array, Data, Event, Fields, Item, Loss, Losses, ReadError, Reader, StreamProblem, Value};
pub use record::Records;
pub use schema::{
    Base, ByteOrder, Clock, EnvValue, EventClass, Field, FieldType, Int, Label, Schema, StreamClass, Uuid,
    Width, identifier,
};
