//! The tracer's messages to the program's user.

/// Writes one line to standard error, by one system call: the thread may be in a signal handler that has interrupted another writer.
pub(crate) fn say(text: core::fmt::Arguments<'_>) {
    let line = format!("perseq-trace: {text}\n");
    // It may be closed.
    _ = rustix::io::write(rustix::stdio::stderr(), line.as_bytes());
}
