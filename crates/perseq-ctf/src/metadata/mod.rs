//! Metadata as readers need it: types, from TSDL (CTF 1.8) or from JSON (CTF 2).

pub(crate) mod ctf2;
pub(crate) mod model;
pub(crate) mod tsdl;
