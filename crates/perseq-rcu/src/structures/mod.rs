//! Structures whose values readers see while writers replace them.

#[allow(unsafe_code, reason = "pointers to objects that readers see")]
pub(crate) mod atomic;
#[allow(unsafe_code, reason = "pointers to values that readers see")]
pub(crate) mod cell;
#[allow(unsafe_code, reason = "nodes that readers see")]
pub(crate) mod list;
#[allow(unsafe_code, reason = "nodes and tables that readers see")]
pub(crate) mod map;
#[allow(unsafe_code, reason = "objects that readers see")]
pub(crate) mod retired;
#[allow(unsafe_code, reason = "a pointer to a mutex that lives as long as its structure")]
pub(crate) mod writers;
