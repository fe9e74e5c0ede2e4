//! Reads a trace: all its streams, merged and in the order of time.
//!
//! Nothing that is in a trace is trusted: a number that leads outside of a packet or file is an error with its place. Of
//! each file one packet is in memory at a time.

mod again;
mod bits;
mod decode;
mod entries;
mod error;
mod event;
mod opening;
mod parts;
mod place;
mod reopened;
mod stream;
mod tags;
mod text;
mod time;
mod value;

use crate::{
    metadata::model::Model,
    write::schema::{Clock, EnvValue, Uuid},
};
use core::cmp::Reverse;
pub use error::{ReadError, StreamProblem};
pub use event::Event;
use parts::Parts;
use reopened::Reopened;
use std::{
    collections::{BinaryHeap, HashSet, VecDeque},
    path::{Path, PathBuf},
    sync::Arc,
};
pub use stream::{Data, Loss};
use stream::{File, Step};
use time::Ticks;
pub use value::{Array, Fields, Value};

/// The items of a trace.
#[derive(Debug, Clone, Copy)]
pub enum Item<'a> {
    /// An event.
    Event(Event<'a>),
    /// Events or packets that are not there. Comes before the packet that tells of it.
    Loss(Loss),
}

/// The losses in all streams that were read so far.
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
    /// Files that have not been looked at, or may have grown.
    unopened: VecDeque<usize>,
    /// The directory, and the traces in it, which are read together.
    root: PathBuf,
    traces: Vec<Parts>,
    losses: Losses,
}

/// The model of the metadata in a file.
fn model_of(text: &[u8], path: &Path) -> Result<Arc<Model>, ReadError> {
    let parsed = Model::parse(text);
    Ok(Arc::new(parsed.map_err(|source| ReadError::Metadata { path: path.to_owned(), source })?))
}

impl Reader {
    /// Opens the trace in a directory: the file `metadata`, and all other files as streams. Directories in it and files whose
    /// name begins with a dot are left out.
    ///
    /// A directory without metadata is searched for directories that have some. Those of one directory whose names begin with `part-` are
    /// parts of one trace, which follow each other as their names do: a recorder went on in another directory from time to time. All others
    /// are traces of things that happened at the same time, as each process's of a recording: they are read together, in the order of
    /// time. [`Reader::uuid`], [`Reader::clock`] and [`Reader::env`] are then those of the first.
    ///
    /// A packet that the end of a file cuts is an error. While a recorder is at work on the trace, such a packet is not complete yet: call
    /// [`grow`](Self::grow) before the first item.
    ///
    /// # Errors
    /// Files that cannot be read, or metadata that cannot be understood. A stream's errors come when it is read.
    pub fn open(directory: impl AsRef<Path>) -> Result<Reader, ReadError> {
        let root = directory.as_ref();
        let mut traces = parts::find(root)?;
        for parts in &mut traces {
            parts.open_next()?;
        }
        traces.retain(|parts| !parts.open.is_empty());
        if traces.is_empty() {
            // Says what is missing.
            traces.push(Parts::of(root)?);
        }
        let model = traces[0].open[0].model.clone();
        let mut reader = Reader { root: root.to_owned(), traces, ..Reader::of(model) };
        for trace in 0..reader.traces.len() {
            reader.open_streams(trace, false)?;
            reader.open_later(trace, false)?;
        }
        Ok(reader)
    }

    fn of(model: Arc<Model>) -> Reader {
        Reader {
            model,
            files: Vec::new(),
            heap: BinaryHeap::new(),
            last: None,
            unopened: VecDeque::new(),
            root: PathBuf::new(),
            traces: Vec::new(),
            losses: Losses::default(),
        }
    }

    /// The clock's ticks as nanoseconds since 1970.
    #[must_use]
    pub fn nanoseconds(&self, ticks: u64) -> i64 {
        Ticks::new(self.clock()).nanoseconds(ticks)
    }

    /// Opens the streams that have come in the last open part of a trace, and reads its metadata again if there is more of it: after the
    /// streams' lengths were measured, for a tracer describes an event before it writes one.
    fn open_streams(&mut self, trace: usize, growing: bool) -> Result<(), ReadError> {
        let parts = &mut self.traces[trace];
        let streams = parts.new_streams()?;
        let Some((number, part)) = parts.open.iter().enumerate().next_back() else { return Ok(()) };
        let first = self.files.len();
        for path in streams {
            let data = Reopened::open(&path, self.files.len());
            let data = data.map_err(|source| ReadError::Io { path: path.clone(), source })?;
            let mut file = File::new(path, data, part.model.clone(), self.files.len())?;
            (file.trace, file.part, file.growing) = (trace, number, growing);
            if growing {
                // While it is written, the clock is still measured: one and the same for the whole of what is read.
                file.clocks = self.model.clone();
            }
            self.files.push(file);
        }
        if let Some(model) = parts.grow()? {
            for file in self.files.iter_mut().filter(|file| (file.trace, file.part) == (trace, number)) {
                file.model = model.clone();
            }
        }
        self.put_in_line(first);
        Ok(())
    }

    /// Files from number `first` on have come. Those of one stream are read one after the other, as a tracer has left them that began another
    /// file when one was long enough: what is missing between them is missing in the stream.
    fn put_in_line(&mut self, first: usize) {
        self.files[first..].iter_mut().for_each(File::look);
        let place = |file: &File| Some((file.trace, file.part, file.place?, file.index));
        let mut places: Vec<_> = self.files.iter().filter_map(place).collect();
        places.sort_unstable();
        // Those that wait for another one's end: a file that comes between two takes the place of the first of them.
        let mut followers: HashSet<usize> = self.files.iter().filter_map(|file| file.successor).collect();
        for pair in places.windows(2) {
            let [(.., one, index), (.., other, next)] = [pair[0], pair[1]];
            let is_same = (pair[0].0, pair[0].1, one.stream) == (pair[1].0, pair[1].1, other.stream);
            if !is_same || next < first && !followers.contains(&next) {
                continue;
            }
            let Ok([before, after]) = self.files.get_disjoint_mut([index, next]) else { continue };
            if before.ended {
                after.follow(before);
            } else {
                before.successor = Some(next);
                followers.insert(next);
            }
        }
        self.unopened.extend((first..self.files.len()).filter(|index| !followers.contains(index)));
    }

    /// Opens parts of a trace until two have something left: what is in one may be earlier than some of what is in the one before, by as much
    /// as its recorder took to look at all buffers.
    fn open_later(&mut self, trace: usize, growing: bool) -> Result<(), ReadError> {
        while self.traces.get(trace).is_some_and(|parts| !parts.later.is_empty()) {
            let files = self.files.iter().filter(|file| file.trace == trace && !file.ended);
            let mut busy = files.map(|file| file.part);
            let first = busy.next();
            if first.is_some_and(|first| busy.any(|part| part != first)) || !self.traces[trace].open_next()? {
                break;
            }
            self.open_streams(trace, growing)?;
        }
        Ok(())
    }

    /// Looks for what was written since the trace was opened, or since the last time: packets, streams, event classes, parts, and whole traces
    /// beside those that there were. From now on a packet at the end of a file may be incomplete, and is left until it is complete. The clock
    /// stays as it was.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn grow(&mut self) -> Result<(), ReadError> {
        if self.traces.is_empty() {
            return Ok(());
        }
        for found in parts::find(&self.root)? {
            match self.traces.iter_mut().find(|parts| parts.home == found.home) {
                Some(parts) => parts.extend(found),
                None => self.traces.push(found),
            }
        }
        for file in &mut self.files {
            if file.grow()? {
                self.unopened.push_back(file.index);
            }
        }
        for trace in 0..self.traces.len() {
            self.open_streams(trace, true)?;
            self.open_later(trace, true)?;
        }
        Ok(())
    }

    /// Reads metadata and streams that are somewhere else than in a directory. The paths are for errors.
    ///
    /// # Errors
    /// Metadata that cannot be understood, streams whose length cannot be found.
    pub fn from_streams(
        metadata: &[u8],
        streams: impl IntoIterator<Item = (PathBuf, Box<dyn Data>)>,
    ) -> Result<Reader, ReadError> {
        let model = model_of(metadata, Path::new("metadata"))?;
        let mut reader = Reader::of(model.clone());
        for (index, (path, data)) in streams.into_iter().enumerate() {
            reader.files.push(File::new(path, data, model.clone(), index)?);
        }
        reader.put_in_line(0);
        Ok(reader)
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

    /// The environment that the trace was made in.
    #[must_use]
    pub fn env(&self) -> &[(String, EnvValue)] {
        &self.model.env
    }

    /// The environments of all traces that are read together: of one in parts, the last part's that is open.
    pub fn envs(&self) -> impl Iterator<Item = &[(String, EnvValue)]> {
        let of_traces = self.traces.iter().filter_map(|parts| Some(&*parts.open.last()?.model.env));
        of_traces.chain(self.traces.is_empty().then_some(self.env()))
    }

    /// The streams' files.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|file| &*file.path)
    }

    /// The losses in what was read.
    #[must_use]
    pub fn losses(&self) -> Losses {
        self.losses
    }

    /// The next event or loss of all streams, in the order of time; `None` at the end of all of them.
    ///
    /// If a stream has time stamps that go backwards, so do the items.
    ///
    /// # Errors
    /// A packet or stream that is not what the metadata says. The call after that continues with the next packet if it can
    /// be found, and with the other streams.
    pub fn next_item(&mut self) -> Result<Option<Item<'_>>, ReadError> {
        self.next_until(i64::MAX)
    }

    /// As [`Reader::next_item`], up to that time in nanoseconds since 1970: `None` if what comes next is later. For traces that grow: what
    /// is known to be complete.
    ///
    /// # Errors
    /// As [`Reader::next_item`].
    pub fn next_until(&mut self, last_ns: i64) -> Result<Option<Item<'_>>, ReadError> {
        while let Some(index) = self.last.take().or_else(|| self.unopened.pop_front()) {
            match self.files[index].step() {
                Ok(Step::Event(time) | Step::Loss(time)) => self.heap.push(Reverse((time, index))),
                Ok(Step::End) => {
                    if let Some(next) = self.files[index].successor.take()
                        && let Ok([before, after]) = self.files.get_disjoint_mut([index, next])
                    {
                        after.follow(before);
                        self.unopened.push_front(next);
                    }
                    self.open_later(self.files[index].trace, self.files[index].growing)?;
                }
                Err(error) => {
                    self.last = Some(index);
                    return Err(error);
                }
            }
        }
        if self.heap.peek().is_none_or(|Reverse((time, _))| *time > last_ns) {
            return Ok(None);
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
