//! The consumer: takes records out of the buffers and makes packets of them, in one file for each CPU.
//!
//! Producers are never waited for, and never wait. Whoever consumes may be killed and started again: what a packet was made of is given
//! back to producers after the packet is in its file, and the state that belongs to it is in the buffers' own file.
//!
//! ```text
//!   state of the next packet → the slot that is not in use · packet → file · read (the commit) · …
//!   killed before `read`: the slot in use is of before, and what was written behind its length is cut off
//! ```

use core::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::{
    fs, io,
    os::unix::fs::{FileExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use perseq_ctf::{ByteOrder, Walk};
use rustix::fs::{FlockOperation, flock};

use crate::{
    Error, Mode, Result,
    chunk::{Chunk, Decoder, packet},
    file::{File, MODULUS, Row, at},
    section::CONSUMER,
};

/// Slots for the state of a stream: two, from here on, of so many words.
const SLOTS: [usize; 2] = [CONSUMER + 8, CONSUMER + 16];

/// What was consumed of a session so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Events that are in the trace.
    pub events: u64,
    /// Events that were not recorded: the buffer was full, or they were too large for it, or there was no room for the trace.
    pub discarded: u64,
    /// Bytes of the streams.
    pub bytes: u64,
    /// CPUs that have a stream.
    pub streams: u32,
    /// Pieces of buffers that were no records: somebody has written there who should not.
    pub damaged: u64,
}

/// A stream's state as of some `read`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct State {
    read: u64,
    /// Bytes of the file; 0 for no file.
    len: u64,
    sequence: u64,
    events: u64,
    /// Events for which the file had no room.
    lost: u64,
    damaged: u64,
    /// What the last packet said of discarded events.
    told: u64,
}

impl State {
    fn load(row: Row<'_>, slot: usize) -> Self {
        let word = |index: usize| row.word(SLOTS[slot] + index).load(Acquire) as u64;
        let [read, len, sequence, events, lost, damaged, told] = [0, 1, 2, 3, 4, 5, 6].map(word);
        Self { read, len, sequence, events, lost, damaged, told }
    }

    fn store(self, row: Row<'_>, slot: usize) {
        let Self { read, len, sequence, events, lost, damaged, told } = self;
        for (index, word) in [read, len, sequence, events, lost, damaged, told].into_iter().enumerate() {
            row.word(SLOTS[slot] + index).store(word as usize, Release);
        }
    }
}

/// One CPU's stream.
#[derive(Debug)]
struct Stream {
    cpu: u32,
    file: Option<fs::File>,
    state: State,
    /// The slot that `state` is in.
    slot: usize,
}

/// Makes a trace of a session's events, in the session's directory. One at a time.
#[derive(Debug)]
pub struct Consumer {
    file: File,
    directory: PathBuf,
    decoder: Decoder,
    streams: Vec<Stream>,
    /// Of the chunk at work.
    bytes: Vec<u8>,
    /// The fullest buffer at the last look, in parts of 256.
    fullness: u32,
}

impl Consumer {
    /// Becomes the consumer of the session in `directory`, or goes on where the one before has stopped or was killed.
    ///
    /// # Errors
    ///
    /// [`Error::Consumed`] if it has one; [`Error::Overwrites`]; otherwise as [`Session::open`](crate::Session::open).
    pub fn open(directory: impl AsRef<Path>) -> Result<Self> {
        let directory = directory.as_ref().to_owned();
        let file = File::open(&directory)?;
        if file.geometry.mode == Mode::Overwrite {
            return Err(Error::Overwrites { path: directory });
        }
        flock(&file.file, FlockOperation::NonBlockingLockExclusive).map_err(|errno| match errno {
            rustix::io::Errno::WOULDBLOCK => Error::Consumed { path: directory.clone() },
            errno => at(&file.path)(errno.into()),
        })?;
        let decoder = Decoder::new(&file);
        let streams = (0..file.geometry.cpus).map(|cpu| Stream::new(cpu, &file)).collect();
        let consumer = Self { file, directory, decoder, streams, bytes: Vec::new(), fullness: 0 };
        consumer.write_metadata()?;
        Ok(consumer)
    }

    /// Takes what there is, once; how many events that were.
    ///
    /// Events that there is no room for on the disk are counted as discarded, and so given up.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if the metadata cannot be written or a stream not be opened.
    pub fn drain(&mut self) -> Result<u64> {
        self.fullness = 0;
        let mut events = 0;
        for place in 0..self.streams.len() {
            // Producers may be faster: everybody's turn comes.
            for _ in 0..=self.file.geometry.sub_buffers {
                let Some(taken) = self.take(place)? else { break };
                events += taken;
            }
        }
        Ok(events)
    }

    /// How full the fullest buffer was at the last [`drain`](Self::drain), from 0 to 1: who waits before the next one waits
    /// for less where it is more.
    #[must_use]
    pub fn fullness(&self) -> f64 {
        f64::from(self.fullness) / 256.0
    }

    /// Takes one chunk of a stream: its events; `None` if there is nothing.
    fn take(&mut self, place: usize) -> Result<Option<u64>> {
        let (stream, row) = (&mut self.streams[place], self.file.row(place as u32));
        let read = stream.state.read;
        let used = row.position().wrapping_sub(read) % MODULUS;
        self.fullness =
            self.fullness.max((used * 256 / self.file.geometry.capacity() as u64).min(256) as u32);
        let Some(Chunk { start, len, next, damaged }) = row.chunk(read, &self.file) else { return Ok(None) };
        self.bytes.clear();
        row.copy(start, len, &mut self.bytes);
        if self.decoder.learn(&self.file) {
            self.write_metadata()?;
        }
        let stream = &mut self.streams[place];
        let (walk, whole) = self.decoder.walk(&self.bytes);
        let mut after = State { read: next, ..stream.state };
        after.damaged += u64::from(damaged || !whole);
        if walk.records > 0 {
            stream.write(&self.file, &self.directory, &self.bytes, &walk, &mut after)?;
        }
        stream.commit(&self.file, after);
        Ok(Some(walk.records))
    }

    /// Takes everything, tells of what was discarded last, and writes the metadata with the clock as it was measured to the end. The
    /// session goes on unless it was [stopped](crate::Session::stop).
    ///
    /// # Errors
    ///
    /// As [`drain`](Self::drain).
    pub fn finish(&mut self) -> Result<Summary> {
        while self.drain()? > 0 {}
        for stream in &mut self.streams {
            stream.tell(&self.file, &self.directory)?;
        }
        self.decoder.learn(&self.file);
        self.write_metadata()?;
        Ok(self.summary())
    }

    /// What there is so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for Stream { cpu, state, .. } in &self.streams {
            summary.events += state.events;
            summary.discarded += state.lost + self.file.row(*cpu).discarded();
            summary.bytes += state.len;
            summary.streams += u32::from(state.len > 0);
            summary.damaged += state.damaged;
        }
        summary
    }

    /// Whether the session has ended: after that, one more [`finish`](Self::finish) has everything.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.file.header().stopped.load(Acquire) != 0
    }

    fn write_metadata(&self) -> Result<()> {
        write_metadata(&self.file, &self.directory)
    }
}

/// Writes the metadata of what is known, at once for who reads it.
pub(crate) fn write_metadata(file: &File, directory: &Path) -> Result<()> {
    let text = file.schema().metadata().map_err(Error::Metadata)?;
    let (path, new) = (directory.join("metadata"), directory.join(".metadata.new"));
    fs::write(&new, text).map_err(at(&new))?;
    fs::rename(&new, &path).map_err(at(&path))
}

/// The file of a CPU's stream.
pub(crate) fn stream_path(directory: &Path, cpu: u32) -> PathBuf {
    directory.join(format!("stream_{cpu}"))
}

impl Stream {
    fn new(cpu: u32, file: &File) -> Self {
        let row = file.row(cpu);
        let read = row.word(CONSUMER).load(Acquire) as u64;
        let slots = [0, 1].map(|slot| State::load(row, slot));
        let slot = usize::from(slots[0].read != read && slots[1].read == read);
        Self { cpu, file: None, state: State { read, ..slots[slot] }, slot }
    }

    /// The stream's file, cut to what was committed; with a packet that says that nothing was lost before.
    fn open(&mut self, file: &File, directory: &Path) -> Result<()> {
        if self.file.is_some() {
            return Ok(());
        }
        let path = stream_path(directory, self.cpu);
        let mut options = fs::OpenOptions::new();
        let opened = options.create(true).truncate(false).read(true).write(true).mode(0o600).open(&path);
        let stream = opened.map_err(at(&path))?;
        // Where that fails, bytes behind the end are written over by the next packet, or stay as a torn one.
        stream.set_len(self.state.len).map_err(at(&path))?;
        self.file = Some(stream);
        if self.state.len == 0 {
            let start = file.header().start[0].load(Relaxed);
            let nothing = Walk { first: start, last: start, ..Walk::default() };
            self.append(file, directory, &[], &nothing, 0)?;
        }
        Ok(())
    }

    /// Writes a packet behind the file's committed length, which grows.
    fn append(
        &mut self,
        file: &File,
        directory: &Path,
        records: &[u8],
        walk: &Walk,
        discarded: u64,
    ) -> Result<()> {
        let path = stream_path(directory, self.cpu);
        let Some(stream) = &self.file else { return Ok(()) };
        let packet = packet(self.cpu, walk, self.state.sequence, discarded);
        let mut bytes = Vec::with_capacity(packet.packet_len(walk.content_len));
        let written = packet
            .write(&mut bytes, ByteOrder::NATIVE, file.uuid(), records, walk.content_len)
            .and_then(|_| stream.write_all_at(&bytes, self.state.len));
        if let Err(error) = written {
            // Nothing of it stays.
            _ = stream.set_len(self.state.len);
            return Err(at(&path)(error));
        }
        self.state.len += bytes.len() as u64;
        self.state.sequence += 1;
        Ok(())
    }

    /// Makes a packet of `records`, or counts them as lost where the disk has no room.
    fn write(
        &mut self,
        file: &File,
        directory: &Path,
        records: &[u8],
        walk: &Walk,
        after: &mut State,
    ) -> Result<()> {
        let before = self.state;
        let discarded = file.row(self.cpu).discarded() + self.state.lost;
        let written =
            self.open(file, directory).and_then(|()| self.append(file, directory, records, walk, discarded));
        let (len, sequence) = (self.state.len, self.state.sequence);
        self.state = before;
        match written {
            Ok(()) => {
                (after.len, after.sequence, after.told) = (len, sequence, discarded);
                after.events += walk.records;
                Ok(())
            }
            Err(Error::File { source, .. }) if is_full(&source) => {
                after.lost += walk.records;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Makes `after` the state: what was taken is the producers' again.
    fn commit(&mut self, file: &File, after: State) {
        let row = file.row(self.cpu);
        self.slot = 1 - self.slot;
        after.store(row, self.slot);
        // Release: the bytes were copied before.
        row.word(CONSUMER).store(after.read as usize, Release);
        self.state = after;
    }

    /// Writes an empty packet if there are discarded events that no packet has told of.
    fn tell(&mut self, file: &File, directory: &Path) -> Result<()> {
        let discarded = file.row(self.cpu).discarded() + self.state.lost;
        if discarded == self.state.told {
            return Ok(());
        }
        self.open(file, directory)?;
        let now = file.geometry.clock.now();
        let nothing = Walk { first: now, last: now, ..Walk::default() };
        self.append(file, directory, &[], &nothing, discarded)?;
        self.state.told = discarded;
        // The same `read`: the slot in use is changed where it is. Killed in between, the next consumer cuts the packet off and tells again.
        self.state.store(file.row(self.cpu), self.slot);
        Ok(())
    }
}

/// Whether that is because there is no room.
fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}
