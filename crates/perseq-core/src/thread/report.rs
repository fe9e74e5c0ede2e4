//! A report on a thread's registration, for people and for tests.

use core::fmt;

use super::{State, attach, auxv, block, feature_size, glibc, restarts};
use crate::{
    abi,
    error::{Error, Result},
    features::Features,
};

/// The code that registered a thread.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The C library: glibc 2.35 or later.
    Glibc,
    /// This copy of perseq.
    Perseq,
    /// Another copy of perseq in this process.
    Peer,
    /// A copy of perseq, with the area that Perseq's `librseq.so.0` has for the thread: C programs read the same one.
    Librseq,
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Glibc => "glibc",
            Self::Perseq => "perseq",
            Self::Peer => "another copy of perseq in this process",
            Self::Librseq => "perseq, in the area of librseq.so.0",
        })
    }
}

/// The facts about this thread's registration.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    /// The owner of the registration, or the reason why there is none.
    pub owner: Result<Owner>,
    /// Bytes registered, 0 if not registered.
    pub registered_len: u32,
    /// Bytes that the kernel fills in this registration, 0 if not registered.
    pub feature_size: u32,
    /// `AT_RSEQ_FEATURE_SIZE`, 0 before Linux 6.3.
    pub auxv_feature_size: u32,
    /// `AT_RSEQ_ALIGN` in bytes, 0 before Linux 6.3.
    pub auxv_align: u32,
    /// The fields in those bytes.
    pub features: Features,
    /// `__rseq_offset` and `__rseq_size` of glibc, where it has them.
    pub glibc: Option<(isize, u32)>,
    /// The signature of this build.
    pub signature: u32,
    /// How the trial has ended that tells whether this kernel restarts sections; `None` where its version leaves no doubt.
    pub trial: Option<Result<()>>,
}

/// Reports on this thread's registration; attaches it first.
#[must_use]
pub fn report() -> Report {
    let attached = attach();
    let (owner, registered_len) = match (attached, block::get().state()) {
        (Ok(()), State::Attached(attachment)) => (Ok(attachment.owner), attachment.registered_len),
        (Ok(()), _) => (Err(Error::Unsupported), 0),
        (Err(error), _) => (Err(error), 0),
    };
    let feature_size = feature_size(registered_len);
    Report {
        owner,
        registered_len,
        feature_size,
        auxv_feature_size: auxv(linux_raw_sys::auxvec::AT_RSEQ_FEATURE_SIZE),
        auxv_align: auxv(linux_raw_sys::auxvec::AT_RSEQ_ALIGN),
        features: Features::of_size(feature_size),
        glibc: glibc::symbols(),
        signature: abi::SIGNATURE,
        trial: restarts::trial(),
    }
}
