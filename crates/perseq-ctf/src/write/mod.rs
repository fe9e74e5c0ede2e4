//! The parts that a writer of traces needs: its schema, the check of it, the metadata as TSDL or as JSON, records and packets.

pub(crate) mod check;
pub(crate) mod json;
pub(crate) mod layout;
pub(crate) mod packet;
pub(crate) mod record;
pub(crate) mod schema;
pub(crate) mod tsdl;
