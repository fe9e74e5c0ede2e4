//! Domains of one process: guards, waiting for readers, and what is deferred until they have left.

pub(crate) mod barrier;
pub(crate) mod builder;
pub(crate) mod defer;
#[allow(unsafe_code, reason = "objects that are pointers until they are freed")]
pub(crate) mod deferred;
#[allow(unsafe_code, reason = "a pointer that is shared and counted")]
pub(crate) mod domain;
#[allow(unsafe_code, reason = "guards that own what they borrow")]
pub(crate) mod owned;
pub(crate) mod period;
pub(crate) mod queue;
#[allow(unsafe_code, reason = "a function in an atomic word")]
pub(crate) mod stall;
pub(crate) mod state;
pub(crate) mod wakers;
pub(crate) mod worker;
