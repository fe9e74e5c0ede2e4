//! Descriptors: how many the recorder leaves free, so that its own work never fails for want of one.

use std::os::fd::OwnedFd;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::buffer::file::File;

/// That a process has for as long as it is recorded: the file of its buffers, for its lock.
pub(super) const PROCESS: usize = 1;
/// For what is open for a moment: lists of directories in directories, metadata, a stream, lists of mappings, and some of the program's.
pub(super) const SPARE: usize = 6;

/// As many open files as this process may have: a few for each process that is recorded.
pub(super) fn raise_limit() {
    let limit = getrlimit(Resource::Nofile);
    // Otherwise it stays as it is.
    _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
}

/// Returns whether this process may open `count` files now: they are opened and closed.
pub(super) fn is_free(session: &File, count: usize) -> bool {
    let Some(file) = &session.file else { return true };
    let one = |_| rustix::io::fcntl_dupfd_cloexec(file, 0);
    (0..count).map(one).collect::<Result<Vec<OwnedFd>, _>>().is_ok()
}
