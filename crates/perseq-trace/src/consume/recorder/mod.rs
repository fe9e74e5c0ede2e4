//! The recorder of a session: the consumer of its buffers, or those of each process's.

mod ended;
mod processes;
mod room;
mod waiting;

use std::path::{Path, PathBuf};

pub(crate) use self::ended::Ended;
use self::processes::Processes;
use crate::{Consumer, Error, Result, Summary, buffer::file::File, session::place::Place};

/// Makes a trace of a session's events, in the session's directory, whether its processes share the buffers or not. One at a time.
///
/// If each process has its own, this finds new ones at each look, completes the trace of those that have ended (also killed, also by
/// having become another program), and removes their buffers. It is a [`Consumer`] otherwise: it may be killed and started again at any time.
#[derive(Debug)]
pub struct Recorder {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Shared(Box<Consumer>),
    PerProcess(Box<Processes>),
}

impl Recorder {
    /// Becomes the recorder of the session in `directory`, or continues where the one before has stopped or was killed.
    ///
    /// # Errors
    ///
    /// [`Error::Consumed`] if it has one; [`Error::Overwrites`]; otherwise as [`Session::open`](crate::Session::open).
    pub fn open(directory: impl AsRef<Path>) -> Result<Self> {
        let directory = Place::open_session(directory.as_ref())?;
        let file = File::open(&directory)?;
        let kind = if file.geometry.per_process {
            Kind::PerProcess(Box::new(Processes::open(file, directory)?))
        } else {
            Kind::Shared(Box::new(Consumer::of_session(file, directory)?))
        };
        Ok(Self { kind })
    }

    /// As [`Consumer::drain`], of all processes.
    ///
    /// # Errors
    ///
    /// As there; but a fault of one process's buffers is one of the [`problems`](Self::problems). If this process has no descriptors left (`EMFILE`,
    /// `ENFILE`), what needs one is done at a later call; processes that there are too many of have them by turns.
    pub fn drain(&mut self) -> Result<u64> {
        match &mut self.kind {
            Kind::Shared(consumer) => match consumer.drain() {
                // The events in the buffers stay there until then.
                Err(error) if error.is_for_now() => Ok(0),
                drained => drained,
            },
            Kind::PerProcess(processes) => processes.drain(),
        }
    }

    /// As [`Consumer::rotate`], of all processes: each has its parts in its own directory. Returns the directories that were completed; none
    /// the first time.
    ///
    /// # Errors
    ///
    /// As [`drain`](Self::drain).
    pub fn rotate(&mut self) -> Result<Vec<PathBuf>> {
        match &mut self.kind {
            Kind::Shared(consumer) => {
                let completed = consumer.in_parts().then(|| consumer.part());
                consumer.rotate()?;
                Ok(completed.into_iter().collect())
            }
            Kind::PerProcess(processes) => processes.rotate(),
        }
    }

    /// As [`Consumer::part_bytes`], of all processes.
    #[must_use]
    pub fn part_bytes(&self) -> u64 {
        match &self.kind {
            Kind::Shared(consumer) => consumer.part_bytes(),
            Kind::PerProcess(processes) => processes.part_bytes(),
        }
    }

    /// As [`Consumer::fullness`], of all processes.
    #[must_use]
    pub fn fullness(&self) -> f64 {
        match &self.kind {
            Kind::Shared(consumer) => consumer.fullness(),
            Kind::PerProcess(processes) => processes.fullness(),
        }
    }

    /// As [`Consumer::finish`], of all processes.
    ///
    /// # Errors
    ///
    /// As [`drain`](Self::drain).
    pub fn finish(&mut self) -> Result<Summary> {
        match &mut self.kind {
            Kind::Shared(consumer) => consumer.finish(),
            Kind::PerProcess(processes) => processes.finish(),
        }
    }

    /// Removes the buffers of a session that has [ended](crate::Session::stop) and was [finished](Self::finish), as
    /// [`Session::remove`](crate::Session::remove): also if its directory has another name by now, and before another recorder can begin. The trace
    /// stays.
    ///
    /// # Errors
    ///
    /// [`Error::File`], with `NotFound` if the directory is another session's by now.
    pub fn remove(self) -> Result<()> {
        match &self.kind {
            Kind::Shared(consumer) => consumer.remove(),
            Kind::PerProcess(processes) => processes.remove(),
        }
    }

    /// The summary so far, also of processes that have ended.
    #[must_use]
    pub fn summary(&self) -> Summary {
        match &self.kind {
            Kind::Shared(consumer) => consumer.summary(),
            Kind::PerProcess(processes) => processes.summary(),
        }
    }

    /// Returns whether the session has ended: after that, one more [`finish`](Self::finish) has everything.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        match &self.kind {
            Kind::Shared(consumer) => consumer.is_stopped(),
            Kind::PerProcess(processes) => processes.is_stopped(),
        }
    }

    /// Processes whose buffers could not be consumed, or not to their end, with their directories.
    #[must_use]
    pub fn problems(&self) -> &[(PathBuf, Error)] {
        match &self.kind {
            Kind::Shared(_) => &[],
            Kind::PerProcess(processes) => processes.problems(),
        }
    }
}
