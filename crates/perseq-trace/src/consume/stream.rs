//! A CPU's stream in the trace: its file, and the state that belongs to it in the buffers' own file.

use core::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::{
    fs, io,
    os::unix::fs::{FileExt as _, MetadataExt as _},
};

use perseq_ctf::{ByteOrder, Walk};
use rustix::fs::OFlags;

use crate::{
    Error, Losses, Result,
    buffer::{
        file::{File, at},
        reserve::check_limit,
        row::Row,
        section::{CONSUMER, SUB_BUFFERS},
    },
    consume::chunk::{MOST, packet},
    session::place::Place,
};

/// Slots for the state of a stream: two, from here on, of so many words.
const SLOTS: [usize; 2] = [CONSUMER + 8, CONSUMER + 20];
const _: () = assert!(SLOTS[1] + 12 <= SUB_BUFFERS);

/// A stream's state as of some `read`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) read: u64,
    /// Bytes of the file; 0 for no file.
    pub(crate) len: u64,
    pub(crate) sequence: u64,
    pub(crate) events: u64,
    /// Events for which the file had no room.
    pub(crate) lost: u64,
    /// Events whose bytes were not what their types say.
    pub(crate) unread: u64,
    pub(crate) damaged: u64,
    /// The count of discarded events that the last packet gave.
    pub(crate) told: u64,
    /// The part that the file belongs to.
    pub(crate) part: u64,
    /// When the last packet ended.
    pub(crate) end: u64,
    /// Events that were in files of the trace's current parts, which were removed.
    pub(crate) removed: u64,
    /// `events` when the file was begun.
    pub(crate) earlier: u64,
}

impl State {
    /// The one that is in use.
    pub(crate) fn load_of(row: Row<'_>) -> Self {
        Self::load(row, row.word(CONSUMER).load(Acquire) & 1)
    }

    fn load(row: Row<'_>, slot: usize) -> Self {
        let word = |index: usize| row.word(SLOTS[slot] + index).load(Acquire) as u64;
        let [read, len, sequence, events, lost, damaged, told, part, unread, removed, earlier] =
            [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11].map(|index| word(index) % MOST);
        let end = word(8);
        Self { read, len, sequence, events, lost, unread, damaged, told, part, end, removed, earlier }
    }

    fn store(self, row: Row<'_>, slot: usize) {
        let Self { read, len, sequence, events, lost, unread, damaged, told, part, end, removed, earlier } =
            self;
        let words = [read, len, sequence, events, lost, damaged, told, part, end, unread, removed, earlier];
        for (index, word) in words.into_iter().enumerate() {
            row.word(SLOTS[slot] + index).store(word as usize, Release);
        }
    }
}

impl State {
    /// Records that were taken out of the buffer.
    fn taken(&self) -> u64 {
        self.events + self.lost + self.unread + self.removed
    }

    /// Events that are not in the stream.
    pub(crate) fn discarded(&self, row: Row<'_>) -> u64 {
        row.discarded() + self.lost + self.unread + self.removed
    }

    /// The same by reason.
    pub(crate) fn losses(&self, row: Row<'_>) -> Losses {
        Losses { disk: self.lost, unread: self.unread, removed: self.removed, ..row.losses() }
    }
}

/// One CPU's stream.
#[derive(Debug)]
pub(crate) struct Stream {
    pub(crate) cpu: u32,
    file: Option<fs::File>,
    pub(crate) state: State,
    /// The slot that `state` is in.
    slot: usize,
}

/// The directory of a part of the trace.
pub(crate) fn part_place(directory: &Place, part: u64) -> Place {
    if part == 0 { directory.clone() } else { directory.join(format!("part-{part:06}")) }
}

/// The file of a CPU's stream.
pub(crate) fn stream_place(directory: &Place, cpu: u32) -> Place {
    directory.join(format!("stream_{cpu}"))
}

impl Stream {
    pub(crate) fn new(cpu: u32, file: &File) -> Self {
        let row = file.row(cpu);
        let slot = row.word(CONSUMER).load(Acquire) & 1;
        Self { cpu, file: None, state: State { read: row.read(), ..State::load(row, slot) }, slot }
    }

    /// The stream's file in the trace's current part, cut to what was committed; begun with a packet that says what was lost before.
    /// The next record has the time `first`.
    fn open(&mut self, file: &File, directory: &Place, first: u64) -> Result<()> {
        let part = u64::from(file.header().part.load(Acquire));
        if self.state.part != part {
            self.file = None;
            self.state = State { part, len: 0, earlier: self.state.events, ..self.state };
        }
        if self.file.is_none() {
            let place = self.place(directory);
            let path = place.path();
            let stream = place.file(OFlags::RDWR | OFlags::CREATE).map_err(at(path))?;
            // If the file was cut, or the state was changed, it must not grow by that.
            self.state.len = self.state.len.min(stream.metadata().map_err(at(path))?.len());
            // If that fails, bytes past the end are written over by the next packet, or stay as a torn one.
            stream.set_len(self.state.len).map_err(at(path))?;
            self.file = Some(stream);
        }
        // Also in a file that is open: its disk had no room for what followed this packet.
        if self.state.len == 0 {
            self.append_nothing(file, directory, first, self.state.told)?;
        }
        Ok(())
    }

    /// If the file was removed, its events are lost: what comes is in a new one, which is made after that was committed.
    pub(crate) fn notice_removal(&mut self, file: &File, directory: &Place) -> Result<()> {
        if self.state.len == 0 || self.state.part != u64::from(file.header().part.load(Acquire)) {
            return Ok(());
        }
        let place = self.place(directory);
        let removed = match &self.file {
            Some(file) => file.metadata().map(|about| about.nlink() == 0),
            None => match place.len() {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
                len => len.map(|len| len == Some(0)),
            },
        };
        if removed.map_err(at(place.path()))? {
            self.file = None;
            let State { events, removed, earlier, .. } = self.state;
            let gone = events.saturating_sub(earlier);
            self.commit(file, State { len: 0, events: events - gone, removed: removed + gone, ..self.state });
        }
        Ok(())
    }

    /// Cuts the file to what was committed: also that of a part in which nothing was committed yet. It stays if that is nothing, for readers that
    /// follow the trace have it open, and see what a resumed recorder writes there.
    pub(crate) fn cut(&self, file: &File, directory: &Place) -> Result<()> {
        let part = u64::from(file.header().part.load(Acquire));
        if part != self.state.part {
            let begun = Self { state: State { part, len: 0, ..self.state }, file: None, ..*self };
            begun.cut(file, directory)?;
        }
        let place = self.place(directory);
        let path = place.path();
        let stream = match place.file(OFlags::RDWR) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened.map_err(at(path))?,
        };
        if stream.metadata().map_err(at(path))?.len() > self.state.len {
            stream.set_len(self.state.len).map_err(at(path))?;
        }
        Ok(())
    }

    /// Returns whether its file is open.
    pub(crate) fn is_open(&self) -> bool {
        self.file.is_some()
    }

    /// Closes its file, which is opened again when there is something to write; whether it was open.
    pub(crate) fn close(&mut self) -> bool {
        self.file.take().is_some()
    }

    fn place(&self, directory: &Place) -> Place {
        stream_place(&part_place(directory, self.state.part), self.cpu)
    }

    /// Writes a packet after the file's committed length, which grows.
    fn append(
        &mut self,
        file: &File,
        directory: &Place,
        records: &[u8],
        walk: &Walk,
        discarded: u64,
    ) -> Result<()> {
        let Some(stream) = &self.file else { return Ok(()) };
        let packet = packet(self.cpu, walk, self.state.sequence, discarded);
        let mut bytes = Vec::with_capacity(packet.packet_len(walk.content_len));
        let written = packet
            .write(&mut bytes, ByteOrder::NATIVE, file.uuid, records, walk.content_len)
            .and_then(|_| check_limit(self.state.len + bytes.len() as u64))
            .and_then(|()| stream.write_all_at(&bytes, self.state.len));
        if let Err(error) = written {
            // Nothing of it stays.
            _ = stream.set_len(self.state.len);
            return Err(at(self.place(directory).path())(error));
        }
        self.state.len += bytes.len() as u64;
        self.state.sequence += 1;
        self.state.end = packet.timestamp_end;
        Ok(())
    }

    /// Writes a packet that only says how many events were discarded until the last look at the buffers, or until the next event, at the
    /// time `next`. If there is no nanosecond between that and the last event, the next packet says it.
    fn append_nothing(&mut self, file: &File, directory: &Place, next: u64, discarded: u64) -> Result<()> {
        // Readers sort packets by their beginning: it has one of its own, between the last event that was taken and the next one. (That may be
        // of before the last look: its thread was interrupted between reading the clock and writing it.)
        let time = if self.state.sequence == 0 {
            file.header().start[0].load(Relaxed)
        } else {
            // Ticks that readers tell apart, which have nanoseconds.
            let apart = file.header().frequency.load(Relaxed) / 1_000_000_000 + 1;
            let (earliest, latest) = (self.state.end.saturating_add(apart), next.saturating_sub(apart));
            if earliest > latest {
                return Ok(());
            }
            file.header().drained.load(Relaxed).clamp(earliest, latest)
        };
        let nothing = Walk { first: time, last: time, ..Walk::default() };
        self.append(file, directory, &[], &nothing, discarded)
    }

    /// Makes a packet of `records`, or counts them as lost where the disk has no room.
    pub(crate) fn write(
        &mut self,
        file: &File,
        directory: &Place,
        records: &[u8],
        walk: &Walk,
        after: &mut State,
    ) -> Result<()> {
        let before = self.state;
        // Also those that were between these records.
        let discarded = after.discarded(file.row(self.cpu));
        let written = self
            .open(file, directory, walk.first)
            .and_then(|()| self.append(file, directory, records, walk, discarded));
        let now = core::mem::replace(&mut self.state, before);
        match written {
            Ok(()) => {
                let State { read, unread, damaged, .. } = *after;
                *after = State {
                    read,
                    unread,
                    damaged,
                    told: discarded,
                    events: now.events + walk.records,
                    ..now
                };
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
    pub(crate) fn commit(&mut self, file: &File, after: State) {
        let row = file.row(self.cpu);
        self.slot = 1 - self.slot;
        after.store(row, self.slot);
        // Release: the bytes were copied before.
        row.word(CONSUMER).store(after.read as usize | self.slot, Release);
        self.state = after;
    }

    /// Counts what a damaged buffer has taken with it, where no producer is at work: every record that was there was taken otherwise.
    fn count_missing(&mut self, file: &File) {
        let row = file.row(self.cpu);
        let recorded = row.recorded();
        let missing = recorded.wrapping_sub(self.state.taken());
        // More than there can be is a count that is damaged as well.
        let most = file.geometry.capacity as u64 / 16;
        if self.state.damaged > 0 && row.position() == self.state.read && missing <= most {
            self.state.unread += missing;
        }
    }

    /// Writes an empty packet if there are discarded events that no packet has told of.
    pub(crate) fn tell(&mut self, file: &File, directory: &Place) -> Result<()> {
        self.count_missing(file);
        self.notice_removal(file, directory)?;
        let discarded = self.state.discarded(file.row(self.cpu));
        if discarded == self.state.told {
            return Ok(());
        }
        self.open(file, directory, u64::MAX)?;
        self.append_nothing(file, directory, u64::MAX, discarded)?;
        self.commit(file, State { told: discarded, ..self.state });
        Ok(())
    }
}

/// Returns whether that is because there is no room.
pub(crate) fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}
