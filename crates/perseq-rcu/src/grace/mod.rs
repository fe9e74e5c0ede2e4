//! The grace period: the algorithm with its proof, and the words by which one process's readers are counted.

pub(crate) mod algorithm;
pub(crate) mod counts;
pub(crate) mod name;
#[allow(unsafe_code, reason = "rows of per-CPU memory")]
pub(crate) mod rows;
#[allow(unsafe_code, reason = "sections on the domain's own rows")]
pub(crate) mod side;
