//! The consumer: takes records out of the buffers and makes packets of them, in one file for each CPU.
//!
//! Producers are never waited for, and never wait. A consumer may be killed and started again: the bytes that a packet was made of are given
//! back to producers after the packet is in its file, and the state that belongs to it is in the buffers' own file.
//!
//! ```text
//!   packet → file · state after it → the slot that is not in use · `read`, and in its lowest bit the slot (the commit) · …
//!   killed before `read`: the slot in use is of before, and bytes that were written past its length are cut off
//! ```

use core::{
    sync::atomic::Ordering::{Acquire, Relaxed, Release},
    time::Duration,
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use perseq_ctf::Sifted;
use rustix::fs::{FlockOperation, flock};

use crate::{
    Error, Mode, Result, Summary,
    buffer::{
        file::{File, at},
        row::MODULUS,
    },
    consume::{
        chunk::{Chunk, Decoder},
        replace::write_metadata,
        stream::{State, Stream, is_full, part_place},
    },
    session::{place::Place, process},
};

/// Makes a trace of a session's events, in the session's directory. One at a time.
#[derive(Debug)]
pub struct Consumer {
    file: File,
    directory: Place,
    decoder: Decoder,
    streams: Vec<Stream>,
    /// Of the chunk at work.
    bytes: Vec<u8>,
    /// The fullest buffer at the last look, in parts of 256.
    fullness: u32,
    /// Bytes of the parts that this consumer has completed.
    completed: u64,
    /// True if it has looked at all buffers since it began the current part.
    looked: bool,
    /// True if the last look found an end of each.
    emptied: bool,
    /// There are types that the metadata does not have yet.
    stale: bool,
    /// The session's file, where these are one process's buffers: the clock is the session's.
    session: Option<Arc<File>>,
}

impl Consumer {
    /// Becomes the consumer of the session in `directory`, or continues where the one before has stopped or was killed.
    ///
    /// # Errors
    ///
    /// [`Error::Consumed`] if it has one; [`Error::Overwrites`]; [`Error::PerProcess`]; otherwise as [`Session::open`](crate::Session::open).
    pub fn open(directory: impl AsRef<Path>) -> Result<Self> {
        let directory = Place::open_session(directory.as_ref())?;
        let file = File::open(&directory)?;
        Self::of_session(file, directory)
    }

    /// The same, of the session with that file, in that directory.
    pub(crate) fn of_session(file: File, directory: Place) -> Result<Self> {
        let directory = directory.of(&file)?;
        if file.geometry.per_process {
            return Err(Error::PerProcess { path: directory.path().to_owned() });
        }
        if file.geometry.mode == Mode::Overwrite {
            return Err(Error::Overwrites { path: directory.path().to_owned() });
        }
        lock(&file, &directory)?;
        Self::new(file, directory, None)
    }

    /// As `open`, for one process's part of a session, whose consumer the caller is.
    pub(crate) fn of_process(directory: Place, session: Arc<File>) -> Result<Self> {
        let file = File::open(&directory)?;
        if file.geometry.per_process || file.geometry.mode == Mode::Overwrite {
            return Err(Error::PerProcess { path: directory.path().to_owned() });
        }
        // For those that ask whether the process is recorded.
        lock(&file, &directory)?;
        Self::new(file, directory, Some(session))
    }

    fn new(file: File, directory: Place, session: Option<Arc<File>>) -> Result<Self> {
        let file = file.for_looking();
        let decoder = Decoder::new(&file);
        let mut streams: Vec<_> = (0..file.geometry.rows).map(|cpu| Stream::new(cpu, &file)).collect();
        streams.iter_mut().try_for_each(|stream| stream.adopt(&file, &directory))?;
        let mut consumer = Self {
            file,
            directory,
            decoder,
            streams,
            bytes: Vec::new(),
            fullness: 0,
            completed: 0,
            looked: false,
            emptied: false,
            stale: false,
            session,
        };
        consumer.renew_metadata()?;
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
        self.file.measure();
        self.with_room(Self::refresh_metadata)?;
        let (mut events, mut all) = (0, true);
        for place in 0..self.streams.len() {
            // Producers may be faster: each buffer gets its turn.
            let mut turns = 0..=self.file.geometry.sub_buffers;
            while let Some(taken) = self.with_room(|consumer| consumer.take(place))? {
                events += taken;
                if turns.next().is_none() {
                    all = false;
                    break;
                }
            }
        }
        (self.looked, self.emptied) = (true, all);
        if all {
            self.file.header().drained.store(start, Release);
        }
        Ok(events)
    }

    /// Completes what was written so far and continues in a directory of its own, `part-000001` and so on in the session's: each is a trace by
    /// itself, and all together are one. If it is called before anything was written, everything is in parts.
    ///
    /// # Errors
    ///
    /// As [`drain`](Self::drain).
    pub fn rotate(&mut self) -> Result<()> {
        if self.streams.iter().any(|stream| stream.state.sequence > 0) {
            if !self.looked {
                // So that no event comes more than one part after later ones of other CPUs.
                self.drain()?;
            }
            self.looked = false;
            self.clock().keep_calibration();
            self.complete()?;
        } else {
            // The file that `open` has made for a trace in one piece.
            let metadata = self.part_place().join("metadata");
            match metadata.remove().map_err(at(metadata.path())) {
                Err(error) if error.is_missing() => {}
                removed => removed?,
            }
        }
        self.completed = self.summary().bytes;
        let part = self.file.header().part.load(Relaxed).saturating_add(1);
        let place = part_place(&self.directory, part.into());
        self.with_room(|_| place.make().map_err(at(place.path())))?;
        // From here on it is the part of every consumer.
        self.file.header().part.store(part, Release);
        self.with_room(|consumer| consumer.write_metadata())
    }

    /// The directory in which the trace is written at the moment: the session's, or that of the last [rotation](Self::rotate).
    #[must_use]
    pub fn part(&self) -> PathBuf {
        self.part_place().path().to_owned()
    }

    fn part_place(&self) -> Place {
        part_place(&self.directory, self.file.header().part.load(Acquire).into())
    }

    /// Returns whether the trace is in parts.
    pub(crate) fn in_parts(&self) -> bool {
        self.file.header().part.load(Acquire) > 0
    }

    /// Bytes of that part so far.
    #[must_use]
    pub fn part_bytes(&self) -> u64 {
        self.summary().bytes.saturating_sub(self.completed)
    }

    /// How full the fullest buffer was at the last [`drain`](Self::drain), from 0 to 1: a caller that waits before the next one
    /// waits for less if it is more.
    #[must_use]
    pub fn fullness(&self) -> f64 {
        f64::from(self.fullness) / 256.0
    }

    /// Does what needs a directory and may need a descriptor. If no descriptor is left, it tries again with
    /// those of the streams, which are opened again when they are needed; if the directory was removed,
    /// with another one.
    fn with_room<T>(&mut self, mut work: impl FnMut(&mut Self) -> Result<T>) -> Result<T> {
        match work(self) {
            Err(error) if error.is_for_now() && self.close_streams() => work(self),
            Err(error) if error.is_missing() && self.make_directories() => {
                self.stale = true;
                work(self)
            }
            done => done,
        }
    }

    /// Makes those directories again that the trace is written to and that are in the session's; whether
    /// there are any. If buffers were removed with them, these are still mapped.
    fn make_directories(&self) -> bool {
        let of_process = self.session.is_some().then(|| self.directory.clone());
        let all = of_process.into_iter().chain(self.in_parts().then(|| self.part_place()));
        all.map(|place| place.make().is_ok()).reduce(|one, other| one && other).unwrap_or(false)
    }

    /// Files of streams that are open.
    pub(crate) fn open_streams(&self) -> usize {
        self.streams.iter().filter(|stream| stream.is_open()).count()
    }

    /// Closes the files of streams; whether there were any.
    pub(crate) fn close_streams(&mut self) -> bool {
        self.streams.iter_mut().map(|stream| usize::from(stream.close())).sum::<usize>() > 0
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
        self.stale |= self.decoder.learn(&self.file);
        self.refresh_metadata()?;
        let stream = &mut self.streams[place];
        let Sifted { walk, skipped, whole } = self.decoder.sift(&mut self.bytes);
        if walk.records > 0 {
            stream.notice_removal(&self.file, &self.directory)?;
        }
        let mut after = State { read: next, unread: stream.state.unread + skipped, ..stream.state };
        after.damaged = after.damaged.wrapping_add(u64::from(damaged || !whole));
        if walk.records > 0 {
            stream.write(&self.file, &self.directory, &self.bytes, &walk, &mut after)?;
        }
        stream.commit(&self.file, after);
        Ok(Some(walk.records))
    }

    /// Takes everything, tells of what was discarded last, and writes the metadata with the clock as it was measured to the end. The
    /// session continues unless it was [stopped](crate::Session::stop).
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
        for place in 0..self.streams.len() {
            self.with_room(|consumer| consumer.streams[place].tell(&consumer.file, &consumer.directory))?;
        }
        self.decoder.learn(&self.file);
        self.with_room(|consumer| consumer.write_metadata())
    }

    /// Writes the metadata anew; later where the disk has no room.
    pub(crate) fn renew_metadata(&mut self) -> Result<()> {
        self.stale = true;
        self.with_room(Self::refresh_metadata)
    }

    /// Writes the metadata of new types; later where the disk has no room.
    fn refresh_metadata(&mut self) -> Result<()> {
        if self.stale {
            match self.write_metadata() {
                Err(Error::File { source, .. }) if is_full(&source) => {}
                written => {
                    written?;
                    self.stale = false;
                }
            }
        }
        Ok(())
    }

    /// The summary so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary { bytes: self.completed, ..Summary::default() };
        let part = self.file.header().part.load(Relaxed);
        for Stream { cpu, state, .. } in &self.streams {
            let losses = state.losses(self.file.row(*cpu));
            summary = summary.and(Summary {
                events: state.events,
                discarded: losses.total(),
                losses,
                bytes: if state.part == u64::from(part) { state.len } else { 0 },
                streams: u32::from(state.sequence > 0),
                damaged: state.damaged,
                processes: 0,
                untraced: 0,
            });
        }
        summary
    }

    /// Returns whether the session has ended: after that, one more [`finish`](Self::finish) has everything.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.file.is_stopped()
    }

    /// Whose clock it is.
    fn clock(&self) -> &File {
        self.session.as_deref().unwrap_or(&self.file)
    }

    fn write_metadata(&self) -> Result<()> {
        let losses = self.summary().losses;
        write_metadata(&self.file, &self.part_place(), self.clock().calibration(), &losses)
    }

    /// Returns whether the last look found an end of each buffer.
    pub(crate) fn has_emptied(&self) -> bool {
        self.emptied
    }

    /// Removes the buffers, of which everything was taken.
    pub(crate) fn remove(&self) -> Result<()> {
        process::remove_session(&self.directory, false)
    }

    pub(crate) fn buffers(&self) -> &File {
        &self.file
    }
}

/// Becomes the one consumer of a file.
///
/// # Errors
/// [`Error::Consumed`]; [`Error::File`], with `NotFound` if the session was removed since its file was opened: its trace is complete then.
pub(crate) fn lock(file: &File, directory: &Place) -> Result<()> {
    let Some(open) = &file.file else { return Ok(()) };
    let mut locked = flock(open, FlockOperation::NonBlockingLockExclusive);
    // `Session::is_recorded` has it for a moment.
    for _ in 0..20 {
        if locked != Err(rustix::io::Errno::WOULDBLOCK) {
            break;
        }
        std::thread::sleep(Duration::from_millis(2));
        locked = flock(open, FlockOperation::NonBlockingLockExclusive);
    }
    locked.map_err(|errno| match errno {
        rustix::io::Errno::WOULDBLOCK => Error::Consumed { path: directory.path().to_owned() },
        errno => at(&file.path)(errno.into()),
    })?;
    if directory.is_of(file) { Ok(()) } else { Err(at(&file.path)(rustix::io::Errno::NOENT.into())) }
}
