//! Reads a trace: all its streams, merged and in the order of time.
//!
//! Nothing that stands in a trace is trusted: a number that leads outside of a packet or file is an error with its place. Of
//! each file one packet is in memory at a time.

mod bits;
mod decode;
mod error;
mod stream;
mod time;
mod value;

use crate::{
    schema::{Clock, EnvValue, Uuid},
    tsdl::{self, Model},
};
use core::cmp::Reverse;
pub use error::{ReadError, StreamProblem};
use std::{
    collections::{BinaryHeap, VecDeque},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};
pub use stream::{Data, Event, Loss};
use stream::{File, Step};
pub use value::{Array, Fields, Value};

/// What a trace has in it.
#[derive(Debug, Clone, Copy)]
pub enum Item<'a> {
    /// An event.
    Event(Event<'a>),
    /// Events or packets that are not there. Comes before the packet that tells of it.
    Loss(Loss),
}

/// What was lost in all streams that were read so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Losses {
    /// Discarded events.
    pub events: u64,
    /// Missing packets.
    pub packets: u64,
}

/// A trace that is read from its beginning to its end.
#[derive(Debug)]
pub struct Reader {
    model: Arc<Model>,
    files: Vec<File>,
    /// The next time in each file.
    heap: BinaryHeap<Reverse<(i64, usize)>>,
    /// The file that must read on before the next item is chosen.
    last: Option<usize>,
    /// Files that have not been looked at.
    unopened: VecDeque<usize>,
    losses: Losses,
}

impl Reader {
    /// Opens the trace in a directory: the file `metadata`, and all other files as streams. Directories in it and files whose
    /// name begins with a dot are left out.
    ///
    /// # Errors
    /// Files that cannot be read, or metadata that cannot be understood. A stream's errors come when it is read.
    pub fn open(directory: impl AsRef<Path>) -> Result<Reader, ReadError> {
        let directory = directory.as_ref();
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source: io::Error| ReadError::Io { path, source }
        };
        let metadata = directory.join("metadata");
        let text = fs::read(&metadata).map_err(failed(&metadata))?;
        let mut paths = Vec::new();
        for entry in fs::read_dir(directory).map_err(failed(directory))? {
            let path = entry.map_err(failed(directory))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name != "metadata" && !name.starts_with('.') && path.is_file() {
                paths.push(path);
            }
        }
        paths.sort();
        let mut streams: Vec<(PathBuf, Box<dyn Data>)> = Vec::new();
        for path in paths {
            let file = fs::File::open(&path).map_err(failed(&path))?;
            streams.push((path, Box::new(file)));
        }
        let mut reader = Reader::from_streams(&text, streams);
        if let Err(ReadError::Metadata { path, .. }) = &mut reader {
            *path = metadata;
        }
        reader
    }

    /// Reads metadata and streams that are somewhere else than in a directory. The paths are for errors.
    ///
    /// # Errors
    /// Metadata that cannot be understood, streams whose length cannot be found.
    pub fn from_streams(
        metadata: &[u8],
        streams: impl IntoIterator<Item = (PathBuf, Box<dyn Data>)>,
    ) -> Result<Reader, ReadError> {
        let parsed = tsdl::parse(metadata);
        let model = parsed.map_err(|source| ReadError::Metadata { path: "metadata".into(), source })?;
        let model = Arc::new(model);
        let mut files = Vec::new();
        for (index, (path, data)) in streams.into_iter().enumerate() {
            files.push(File::new(path, data, model.clone(), index)?);
        }
        let unopened = (0..files.len()).collect();
        let losses = Losses::default();
        Ok(Reader { model, files, heap: BinaryHeap::new(), last: None, unopened, losses })
    }

    /// The trace's own identifier.
    #[must_use]
    pub fn uuid(&self) -> Option<Uuid> {
        self.model.uuid
    }

    /// The clock of the time stamps.
    #[must_use]
    pub fn clock(&self) -> Option<&Clock> {
        self.model.clock.as_ref()
    }

    /// What the trace was made in.
    #[must_use]
    pub fn env(&self) -> &[(String, EnvValue)] {
        &self.model.env
    }

    /// The streams' files.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|file| &*file.path)
    }

    /// What was lost in what was read.
    #[must_use]
    pub fn losses(&self) -> Losses {
        self.losses
    }

    /// The next event or loss of all streams, in the order of time; `None` at the end of all of them.
    ///
    /// Where a stream has time stamps that go backwards, so do the items.
    ///
    /// # Errors
    /// A packet or stream that is not what the metadata says. The call after that goes on with the next packet if it can be
    /// found, and with the other streams.
    pub fn next_item(&mut self) -> Result<Option<Item<'_>>, ReadError> {
        while let Some(index) = self.last.take().or_else(|| self.unopened.pop_front()) {
            match self.files[index].step() {
                Ok(Step::Event(time) | Step::Loss(time)) => self.heap.push(Reverse((time, index))),
                Ok(Step::End) => {}
                Err(error) => {
                    self.last = Some(index);
                    return Err(error);
                }
            }
        }
        let Some(Reverse((_, index))) = self.heap.pop() else { return Ok(None) };
        self.last = Some(index);
        let file = &self.files[index];
        if let Some(loss) = file.loss {
            self.losses.events = self.losses.events.saturating_add(loss.events);
            self.losses.packets = self.losses.packets.saturating_add(loss.packets);
            return Ok(Some(Item::Loss(loss)));
        }
        Ok(file.current().map(Item::Event))
    }

    /// As [`Reader::next_item`], over losses: [`Reader::losses`] has their sum.
    ///
    /// # Errors
    /// As [`Reader::next_item`].
    pub fn next_event(&mut self) -> Result<Option<Event<'_>>, ReadError> {
        loop {
            match self.next_item()? {
                None => return Ok(None),
                Some(Item::Event(_)) => break,
                Some(Item::Loss(_)) => {}
            }
        }
        // The borrow checker does not let the loop return what it borrowed.
        Ok(self.last.and_then(|index| self.files[index].current()))
    }
}
