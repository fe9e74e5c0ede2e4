//! Levels of events.

/// How important an event is: the numbers of syslog, and LTTng's for debugging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Level {
    /// Something does not work.
    Error = 3,
    /// Something may not work soon.
    Warning = 4,
    /// Something happens.
    Info = 6,
    /// Something that a programmer wants to know.
    Debug = 7,
    /// Every step.
    Trace = 14,
}
