//! The consumer: takes records out of the buffers and makes packets of them, in one file for each CPU.
//!
//! Producers are never waited for, and never wait. Whoever consumes may be killed and started again: what a packet was made of is given
//! back to producers after the packet is in its file, and the state that belongs to it is in the buffers' own file.
//!
//! ```text
//!   packet → file · state behind it → the slot that is not in use · `read`, and in its lowest bit the slot (the commit) · …
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
    chunk::{Chunk, Decoder, MOST, packet},
    file::{File, MODULUS, Row, at},
    section::{CONSUMER, SUB_BUFFERS},
};

/// Slots for the state of a stream: two, from here on, of so many words.
const SLOTS: [usize; 2] = [CONSUMER + 8, CONSUMER + 20];
const _: () = assert!(SLOTS[1] + 12 <= SUB_BUFFERS);

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
    /// The part that the file belongs to.
    part: u64,
    /// When the last packet ended.
    end: u64,
}

impl State {
    fn load(row: Row<'_>, slot: usize) -> Self {
        let word = |index: usize| row.word(SLOTS[slot] + index).load(Acquire) as u64;
        let [read, len, sequence, events, lost, damaged, told, part] =
            [0, 1, 2, 3, 4, 5, 6, 7].map(|index| word(index) % MOST);
        let end = word(8);
        Self { read, len, sequence, events, lost, damaged, told, part, end }
    }

    fn store(self, row: Row<'_>, slot: usize) {
        let Self { read, len, sequence, events, lost, damaged, told, part, end } = self;
        let words = [read, len, sequence, events, lost, damaged, told, part, end];
        for (index, word) in words.into_iter().enumerate() {
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
    /// Bytes of the parts that this consumer has completed.
    completed: u64,
    /// Whether it has looked at all buffers since it began the current part.
    looked: bool,
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
        let consumer = Self {
            file,
            directory,
            decoder,
            streams,
            bytes: Vec::new(),
            fullness: 0,
            completed: 0,
            looked: false,
        };
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
        let start = self.file.geometry.clock.now();
        self.fullness = 0;
        let (mut events, mut all) = (0, true);
        for place in 0..self.streams.len() {
            // Producers may be faster: everybody's turn comes.
            let mut turns = 0..=self.file.geometry.sub_buffers;
            while let Some(taken) = self.take(place)? {
                events += taken;
                if turns.next().is_none() {
                    all = false;
                    break;
                }
            }
        }
        self.looked = true;
        if all {
            self.file.header().drained.store(start, Release);
        }
        Ok(events)
    }

    /// Completes what was written so far and goes on in a directory of its own, `part-000001` and so on in the session's: each is a trace by
    /// itself, and all together are one. Where it is called before anything was written, everything is in parts.
    ///
    /// # Errors
    ///
    /// As [`drain`](Self::drain).
    pub fn rotate(&mut self) -> Result<()> {
        if self.streams.iter().any(|stream| stream.state.sequence > 0) {
            if !self.looked {
                // So that no event comes more than one part behind later ones of other CPUs.
                self.drain()?;
            }
            self.looked = false;
            self.file.keep_calibration();
            self.complete()?;
        } else {
            // What `open` has made for a trace in one piece.
            let path = self.part().join("metadata");
            fs::remove_file(&path).map_err(at(&path))?;
        }
        self.completed = self.summary().bytes;
        let part = self.file.header().part.load(Relaxed).saturating_add(1);
        let path = part_path(&self.directory, part.into());
        fs::create_dir_all(&path).map_err(at(&path))?;
        // From here on it is the part of whoever consumes.
        self.file.header().part.store(part, Release);
        self.write_metadata()
    }

    /// Where the trace is written at the moment: the session's directory, or that of the last [rotation](Self::rotate).
    #[must_use]
    pub fn part(&self) -> PathBuf {
        part_path(&self.directory, self.file.header().part.load(Acquire).into())
    }

    /// Bytes of that part so far.
    #[must_use]
    pub fn part_bytes(&self) -> u64 {
        self.summary().bytes.saturating_sub(self.completed)
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
        self.fullness = self.fullness.max((used * 256 / self.file.geometry.capacity as u64).min(256) as u32);
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
        self.complete()?;
        Ok(self.summary())
    }

    /// Tells of all that was discarded, and of the types and the clock as they are known by now.
    fn complete(&mut self) -> Result<()> {
        for stream in &mut self.streams {
            stream.tell(&self.file, &self.directory)?;
        }
        self.decoder.learn(&self.file);
        self.write_metadata()
    }

    /// What there is so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary { bytes: self.completed, ..Summary::default() };
        let part = self.file.header().part.load(Relaxed);
        for Stream { cpu, state, .. } in &self.streams {
            summary.events += state.events;
            summary.discarded += state.lost + self.file.row(*cpu).discarded();
            summary.bytes += if state.part == u64::from(part) { state.len } else { 0 };
            summary.streams += u32::from(state.sequence > 0);
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
        write_metadata(&self.file, &self.part())
    }
}

/// Where a part of the trace is.
fn part_path(directory: &Path, part: u64) -> PathBuf {
    if part == 0 { directory.to_owned() } else { directory.join(format!("part-{part:06}")) }
}

/// Writes the metadata of what is known, at once for who reads it.
pub(crate) fn write_metadata(file: &File, directory: &Path) -> Result<()> {
    let text = file.metadata()?;
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
        let slot = row.word(CONSUMER).load(Acquire) & 1;
        Self { cpu, file: None, state: State { read: row.read(), ..State::load(row, slot) }, slot }
    }

    /// The stream's file in the trace's current part, cut to what was committed; begun with a packet that says what was lost before.
    /// What comes next has the time `first`.
    fn open(&mut self, file: &File, directory: &Path, first: u64) -> Result<()> {
        let part = u64::from(file.header().part.load(Acquire));
        if self.state.part != part {
            self.file = None;
            self.state = State { part, len: 0, ..self.state };
        }
        if self.file.is_some() {
            return Ok(());
        }
        let path = self.path(directory);
        let mut options = fs::OpenOptions::new();
        let opened = options.create(true).truncate(false).read(true).write(true).mode(0o600).open(&path);
        let stream = opened.map_err(at(&path))?;
        // Where somebody has cut it, or changed what the state says, it must not grow by that.
        self.state.len = self.state.len.min(stream.metadata().map_err(at(&path))?.len());
        // Where that fails, bytes behind the end are written over by the next packet, or stay as a torn one.
        stream.set_len(self.state.len).map_err(at(&path))?;
        self.file = Some(stream);
        if self.state.len == 0 {
            self.append_nothing(file, directory, first, self.state.told)?;
        }
        Ok(())
    }

    fn path(&self, directory: &Path) -> PathBuf {
        stream_path(&part_path(directory, self.state.part), self.cpu)
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
        let path = self.path(directory);
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
        self.state.end = packet.timestamp_end;
        Ok(())
    }

    /// Writes a packet that only says how many events were discarded until the last look at the buffers, or until the time `latest`.
    fn append_nothing(&mut self, file: &File, directory: &Path, latest: u64, discarded: u64) -> Result<()> {
        // Readers sort packets by their beginning: it has one of its own, between the last event that was taken and the next one.
        let time = match self.state.sequence {
            0 => file.header().start[0].load(Relaxed),
            _ => file.header().drained.load(Relaxed).min(latest).max(self.state.end.saturating_add(1)),
        };
        let nothing = Walk { first: time, last: time, ..Walk::default() };
        self.append(file, directory, &[], &nothing, discarded)
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
        let written = self
            .open(file, directory, walk.first)
            .and_then(|()| self.append(file, directory, records, walk, discarded));
        let now = core::mem::replace(&mut self.state, before);
        match written {
            Ok(()) => {
                let State { read, damaged, .. } = *after;
                *after = State { read, damaged, told: discarded, events: now.events + walk.records, ..now };
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
        row.word(CONSUMER).store(after.read as usize | self.slot, Release);
        self.state = after;
    }

    /// Writes an empty packet if there are discarded events that no packet has told of.
    fn tell(&mut self, file: &File, directory: &Path) -> Result<()> {
        let discarded = file.row(self.cpu).discarded() + self.state.lost;
        if discarded == self.state.told {
            return Ok(());
        }
        self.open(file, directory, u64::MAX)?;
        self.append_nothing(file, directory, u64::MAX, discarded)?;
        self.commit(file, State { told: discarded, ..self.state });
        Ok(())
    }
}

/// Whether that is because there is no room.
fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}
