//! The tracer's messages to the program's user.

/// Writes one line to standard error, by one system call: the thread may be in a signal handler that has interrupted another writer. A
/// standard error that takes no line holds no thread up and ends no process.
pub(crate) fn say(text: core::fmt::Arguments<'_>) {
    let line = format!("perseq-trace: {text}\n");
    perseq_core::sys::say(line.as_bytes());
}
