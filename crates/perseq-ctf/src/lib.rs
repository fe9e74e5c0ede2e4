//! Writer and reader of the Common Trace Format.

#![forbid(unsafe_code)]

mod check;
mod layout;
mod metadata;
mod packet;
mod reader;
mod record;
mod schema;
mod tsdl;

pub use check::SchemaError;
pub use layout::{BadRecord, Layout, RecordProblem, Walk};
pub use packet::{PACKET_HEADER_LEN, PACKET_MAGIC, Packet};
pub use reader::{Array, Data, Event, Fields, Item, Loss, Losses, ReadError, Reader, StreamProblem, Value};
pub use record::Records;
pub use schema::{
    Base, ByteOrder, Clock, EnvValue, EventClass, Field, FieldType, Int, Label, Schema, StreamClass, Uuid,
    Width, identifier,
};
pub use tsdl::{MetadataError, MetadataProblem};
