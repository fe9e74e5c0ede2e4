//! Domains in memory that processes share.

pub(crate) mod layout;
