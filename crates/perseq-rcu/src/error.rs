//! The errors of domains.

use core::fmt;

/// Why something was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// This thread would wait for guards that it has made itself and that were not dropped. It may have given them away: to another thread,
    /// or to a task that sleeps.
    InsideReader {
        /// How many.
        guards: usize,
    },
    /// This thread runs a deferred function, and would wait for itself to have run it.
    InsideDeferred,
    /// This process was forked from the one that used the domain, whose readers it knows nothing of: see
    /// [`Rcu::restart_after_fork`](crate::Rcu::restart_after_fork).
    Forked,
    /// The guard is of another domain than the structure.
    OtherDomain,
    /// The guard is of a [shared](crate::ProcessRcu) domain, and this process, a forked child, has a copy of it, which protects nothing here.
    ForkedGuard,
    /// Readers cannot be fenced: the kernel refuses `membarrier`, and also to run on one of the CPUs. The grace period continues when
    /// it is possible again.
    Fence(perseq_core::Error),
}

/// With [`Error`].
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// Tells of a guard of another domain, where that is a panic.
#[cold]
#[inline(never)]
#[track_caller]
pub(crate) fn other_domain(error: Error) -> ! {
    panic!("{error}")
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InsideReader { guards } => write!(
                f,
                "this thread has made {guards} guards of the domain that it would wait for: drop them first, or do not wait (`defer` of a domain of one process, `start_grace_period` of any)"
            ),
            Self::InsideDeferred => {
                write!(f, "a deferred function cannot wait for deferred functions: call `barrier` elsewhere")
            }
            Self::Forked => {
                write!(
                    f,
                    "the domain is a forked child's copy of its parent's: call `restart_after_fork` first"
                )
            }
            Self::OtherDomain => {
                write!(f, "the guard is of another domain than the structure: use that domain's `read`")
            }
            Self::ForkedGuard => write!(
                f,
                "the guard is a forked child's copy of its parent's, and protects nothing here: use the domain's `read`"
            ),
            Self::Fence(error) => write!(f, "readers cannot be fenced: {error}"),
        }
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Fence(error) => Some(error),
            _ => None,
        }
    }
}

impl From<perseq_core::Error> for Error {
    fn from(error: perseq_core::Error) -> Self {
        Self::Fence(error)
    }
}
