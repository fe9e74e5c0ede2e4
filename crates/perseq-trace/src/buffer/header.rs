//! The start of a session's file, in front of the buffers.

use core::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64};

use perseq_core::guard::{RobustMutex, SharedGuard};

use crate::{
    buffer::geometry::{CLAIMS, UNBUFFERED},
    session::filter::FilterText,
};

/// Bytes of a process's name, as the kernel has it.
pub(crate) const NAME_LEN: usize = 16;
/// Words of what processes that have ended have recorded.
pub(crate) const ENDED: usize = 18;
/// Most event types of a session.
pub(crate) const MAX_TYPES: usize = 4096;
/// Bytes for their descriptions.
pub(crate) const DESCRIPTIONS: usize = 512 << 10;
/// Places of the table by which a description is found: twice as many as there can be types.
pub(crate) const SLOTS: usize = 2 * MAX_TYPES;
/// Bytes of the session's filter.
pub(crate) const FILTER: usize = 4096;

/// The header at the start of a file. Any bytes are one.
#[repr(C)]
pub(crate) struct Header {
    pub(crate) claims: [AtomicU64; CLAIMS],
    /// When the session was made.
    pub(crate) start: [AtomicU64; 3],
    /// The trace's identity.
    pub(crate) uuid: [AtomicU64; 2],
    /// Not 0: events are not recorded any more, and no type is enabled.
    pub(crate) stopped: AtomicU32,
    /// Not 0: forked children do not trace.
    pub(crate) parents_only: AtomicU32,
    /// How many processes have attached.
    pub(crate) attached: AtomicU32,
    /// Whose buffers these are, where each process has its own: its id and its name.
    pub(crate) process: AtomicU32,
    pub(crate) name: [AtomicU8; NAME_LEN],
    /// For the table of event types and the filter.
    pub(crate) lock: RobustMutex,
    /// Event types; stored when the description is complete.
    pub(crate) types: AtomicU32,
    /// Bytes of descriptions.
    pub(crate) described: AtomicU32,
    /// How often the filter was changed: it is in the slot of that parity.
    pub(crate) filter_version: AtomicU32,
    /// Which part of the trace the consumer writes; 0 while it is in one piece.
    pub(crate) part: AtomicU32,
    /// The clock's frequency as all parts have it; 0 while it is still measured.
    pub(crate) frequency: AtomicU64,
    /// The same as it was measured last, by a process that switched sub-buffers or described a type; 0 while none has.
    pub(crate) measured: AtomicU64,
    /// The time by the clock up to which everything was taken out.
    pub(crate) drained: AtomicU64,
    /// The summary of processes that have ended, as the consumer has it: twice, and which of both counts.
    pub(crate) ended: [[AtomicU64; ENDED]; 2],
    pub(crate) ended_slot: AtomicU32,
    pub(crate) filters: [FilterText; 2],
    /// Not 0 if events of a type are recorded.
    pub(crate) enabled: [AtomicU8; MAX_TYPES],
    /// How many processes could not have buffers of their own.
    pub(crate) untraced: AtomicU32,
    /// Not 0: the session is of a program that its recorder has started.
    pub(crate) supervised: AtomicU32,
    /// The place of a type's description: its start in the low half, its length in the high one.
    pub(crate) places: [AtomicU64; MAX_TYPES],
    /// Types by what their descriptions hash to: 1 + the number; 0 for none.
    pub(crate) slots: [AtomicU16; SLOTS],
    pub(crate) descriptions: [AtomicU8; DESCRIPTIONS],
}

const _: () = assert!(size_of::<Header>() <= UNBUFFERED);
/// Bytes of a header without descriptions.
pub(crate) const FIXED: usize = core::mem::offset_of!(Header, descriptions);
const _: () = assert!(size_of::<SharedGuard>() <= 8 * crate::buffer::section::POSITION);
