//! Sessions: made, opened, attached to, filtered, ended.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use crate::{
    Error, Filter, Options, Result, event,
    file::{File, at},
};

/// Environment variable with the directory of the session that a program traces into from its start.
pub const VARIABLE: &str = "PERSEQ_TRACE";

/// A session: a directory with the buffers that processes trace into, and later the trace.
#[derive(Debug)]
pub struct Session {
    file: File,
    directory: PathBuf,
}

impl Session {
    /// Makes a session in `directory`, which is made if it is not there, for this user's processes. A tmpfs (`/dev/shm`, `/run`) keeps the
    /// buffers out of the disk's way.
    ///
    /// # Errors
    ///
    /// [`Error::File`], with `AlreadyExists` if there is one; [`Error::Refused`] for options out of range; [`Error::Lock`].
    pub fn create(directory: impl AsRef<Path>, options: &Options) -> Result<Self> {
        let directory = std::path::absolute(&directory).map_err(at(directory.as_ref()))?;
        Ok(Self { file: File::create(&directory, options)?, directory })
    }

    /// Opens the session in `directory`, running or not.
    ///
    /// # Errors
    ///
    /// [`Error::File`]; [`Error::Refused`] with what is wrong with its file; [`Error::Foreign`] if it is another user's.
    pub fn open(directory: impl AsRef<Path>) -> Result<Self> {
        let directory = std::path::absolute(&directory).map_err(at(directory.as_ref()))?;
        Ok(Self { file: File::open(&directory)?, directory })
    }

    /// Its directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// From now on this process traces into the session.
    ///
    /// # Errors
    ///
    /// [`Error::Attached`] if it traces into one already; otherwise as [`open`](Self::open).
    pub fn attach(&self) -> Result<()> {
        event::attach(File::open(&self.directory)?).map_err(|_file| Error::Attached)
    }

    /// Records events that pass `filter` from now on, in all processes, and no others. For later: those are asked first that the session
    /// has already, so `Filter::all()` and later filters add up by [`extend_filter`](Self::extend_filter).
    ///
    /// # Errors
    ///
    /// [`Error::Lock`].
    pub fn set_filter(&self, filter: &Filter) -> Result<()> {
        self.file.set_filter(filter)
    }

    /// As [`set_filter`](Self::set_filter), for the rules that the session has and `later` ones behind them.
    ///
    /// # Errors
    ///
    /// [`Error::Lock`].
    pub fn extend_filter(&self, later: &Filter) -> Result<()> {
        self.file.set_filter(&Filter::of(self.file.header()).and_then(later))
    }

    /// Whether children that processes fork from now on trace, too. They do unless somebody says no.
    pub fn trace_children(&self, yes: bool) {
        self.file.header().parents_only.store(u32::from(!yes), core::sync::atomic::Ordering::Relaxed);
    }

    /// Ends it: events are not recorded any more. What is in the buffers stays for the consumer.
    pub fn stop(&self) {
        self.file.stop();
    }

    /// How many events were recorded and how many discarded since the session was made. Exact when nobody traces at the moment.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        let rows = (0..self.file.geometry.cpus).map(|cpu| self.file.row(cpu));
        rows.fold((0, 0), |(recorded, discarded), row| {
            (recorded + row.recorded(), discarded + row.discarded())
        })
    }

    /// The time by the session's clock, in ticks, up to which the consumer has taken everything out: in the trace nothing earlier is still to
    /// come, but for an event whose thread was interrupted for long between reading the clock and writing it.
    #[must_use]
    pub fn drained(&self) -> u64 {
        self.file.header().drained.load(core::sync::atomic::Ordering::Acquire)
    }

    /// Whether its buffers have been [removed](Self::remove): the trace is complete.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        !self.file.path.exists()
    }

    /// Removes the buffers of a session that has ended and was consumed. The trace stays.
    ///
    /// # Errors
    ///
    /// [`Error::File`].
    pub fn remove(self) -> Result<()> {
        std::fs::remove_file(&self.file.path).map_err(at(&self.file.path))
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.file.header().stopped.load(core::sync::atomic::Ordering::Acquire) != 0
    }
}

/// This process traces no more, and may attach to another session.
pub fn detach() {
    event::detach();
}

/// What a program does at its start. What goes wrong is told, and is no reason not to run.
pub(crate) fn attach_by_environment() {
    let Some(directory) = std::env::var_os(VARIABLE) else { return };
    if let Err(error) = Session::open(&directory).and_then(|session| session.attach()) {
        // Nobody may be there to read it.
        _ = writeln!(
            std::io::stderr(),
            "perseq-trace: {VARIABLE}: {error}; this program runs without tracing"
        );
    }
}
