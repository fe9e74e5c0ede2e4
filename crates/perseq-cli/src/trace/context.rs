//! The context that each event says of the process and thread that recorded it, as people name it.

use anyhow::{Result, bail};
use clap::ValueEnum as _;
use perseq_pmu::Event;
use perseq_trace::Context;

/// A field of the context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Name {
    /// Nothing
    None,
    /// The process
    Vpid,
    /// The thread
    Vtid,
    /// The thread's name
    Procname,
    /// Cycles that the thread took
    Cycles,
    /// Instructions that it retired
    Instructions,
    /// Its accesses of the last-level cache
    CacheReferences,
    /// Those that missed
    CacheMisses,
    /// Its branches
    Branches,
    /// Those that were mispredicted
    BranchMisses,
    /// Its page faults, which every machine can count
    PageFaults,
}

impl Name {
    fn counter(self) -> Option<Event> {
        Some(match self {
            Self::Cycles => Event::Cycles,
            Self::Instructions => Event::Instructions,
            Self::CacheReferences => Event::CacheReferences,
            Self::CacheMisses => Event::CacheMisses,
            Self::Branches => Event::Branches,
            Self::BranchMisses => Event::BranchMisses,
            Self::PageFaults => Event::PageFaults,
            Self::None | Self::Vpid | Self::Vtid | Self::Procname => return None,
        })
    }
}

/// The context of all of them together.
///
/// # Errors
/// For two counters: an event has room for one.
pub(super) fn context(names: &[Name]) -> Result<Context> {
    let mut context = Context::NONE;
    for name in names {
        match (name, name.counter()) {
            (Name::Vpid, _) => context.process = true,
            (Name::Vtid, _) => context.thread = true,
            (Name::Procname, _) => context.thread_name = true,
            (_, None) => {}
            (_, counter) if context.counter.is_none() || context.counter == counter => {
                context.counter = counter
            }
            (name, _) => {
                let name = name.to_possible_value();
                bail!(
                    "an event says one counter: {} is one too many",
                    name.as_ref().map_or("it", |name| name.get_name())
                )
            }
        }
    }
    Ok(context)
}
