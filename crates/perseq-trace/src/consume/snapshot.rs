//! The events that are in the buffers now, as a trace: of a flight recorder, or of a session whose processes have all died.

use core::{
    hash::BuildHasher as _,
    sync::atomic::{
        Ordering::{Acquire, Relaxed},
        fence,
    },
};
use std::{collections::HashSet, fs, hash::RandomState, io::Write as _, path::Path};

use perseq_ctf::{ByteOrder, Sifted, Walk};
use rustix::{fs::OFlags, io::Errno};

use crate::{
    Error, Losses, Result, Summary,
    buffer::{
        clock::Calibration,
        file::{File, at},
        geometry::Mode,
        reserve::check_limit,
        row::{MODULUS, Row},
    },
    consume::{
        chunk::{Chunk, Decoder, packet},
        consumer::lock,
        replace::write_metadata,
        stream::{self, State, stream_place},
        unbuffered,
    },
    session::{open, place::Place, process},
};

/// Writes what the buffers of the session in `directory` hold to a new trace in the directory `to`, which must not be there. The session continues,
/// and nothing is taken out. (It is written to a hidden directory beside it, and gets its name when it is whole.) It needs none of the processes that have traced: their buffers are files.
///
/// In a session that discards, these are the events that the consumer has not taken yet. Those that a consumer was writing when it was killed are
/// among them, and cut off the session's trace, if there is no other one: no event is in both. The same holds for losses: the new trace tells of those
/// that the session's trace does not tell of, and so both together have each event, or count it, once. (Which reasons were told of
/// is not known: the summary has the total exactly, and the most common reasons are taken for those that were.)
///
/// If each process has buffers of its own, each has a directory in `to`; they are of processes that have ended, too, unless a recorder has taken
/// what they had. Buffers that cannot be used are left out, and counted in [`damaged`](Summary::damaged).
///
/// # Errors
///
/// [`Error::File`], with `AlreadyExists` for `to`; [`Error::Inside`] for `to` in a session that discards; otherwise as
/// [`Session::open`](crate::Session::open).
pub fn snapshot(directory: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<Summary> {
    let directory = Place::open_session(directory.as_ref())?;
    let file = File::open(&directory)?;
    let directory = directory.of(&file)?;
    let to = &*open::path_to_make(to.as_ref())?;
    if file.geometry.mode == Mode::Discard && to.starts_with(directory.path()) {
        // Readers would take it for a part of the session's trace.
        return Err(Error::Inside { path: to.to_owned(), session: directory.path().to_owned() });
    }
    let (Some(parent), Some(name)) = (to.parent(), to.file_name()) else {
        return Err(at(to)(Errno::EXIST.into()));
    };
    let parent = Place::open(parent)?;
    if parent.join(name).is_there() {
        return Err(at(to)(Errno::EXIST.into()));
    }
    // Hidden until it is whole: this process may be killed, and the disk get full.
    let chance = RandomState::new().hash_one(0_u8);
    let hidden =
        parent.join(format!(".perseq-snapshot.{}.{chance:016x}.new", std::process::id())).told_as(to);
    hidden.make_new().map_err(at(to))?;
    let written = write(file, &directory, &hidden);
    let shown = written.and_then(|summary| hidden.rename_new(name).map_err(at(to)).map(|()| summary));
    if shown.is_err() {
        hidden.remove_all();
    }
    shown
}

fn write(file: File, directory: &Place, to: &Place) -> Result<Summary> {
    // Processes whose traces cannot be cut: their events may be there already.
    let mut uncut = HashSet::new();
    if file.geometry.mode == Mode::Discard && lock(&file, directory).is_ok() {
        // No consumer begins during this.
        cut(&file, directory)?;
        if file.geometry.per_process {
            process::each(directory, |buffers, directory| match cut(&buffers, directory) {
                Err(error) if !error.is_for_now() => {
                    uncut.insert(directory.path().to_owned());
                    Ok(())
                }
                cut => cut,
            })?;
        }
    }
    let told = unbuffered::told(file.uuid, directory);
    let file = file.without_descriptor().for_looking().with_new_uuid()?;
    if file.geometry.per_process {
        process::each(directory, |buffers, _| {
            file.adopt_measure(&buffers);
            Ok(())
        })?;
    }
    // One for all of them: their times compare.
    let clock = file.calibration();
    if !file.geometry.per_process {
        return copy_all(&file, to, clock);
    }
    let mut summary = Summary::default();
    let unusable = process::each(directory, |buffers, directory| {
        if uncut.contains(directory.path()) {
            return Ok(());
        }
        let to = to.join(directory.name());
        to.make_new().map_err(at(to.path()))?;
        let copied = copy_all(&buffers.with_new_uuid()?, &to, clock)?;
        if copied.streams == 0 {
            process::tidy(&to);
        }
        let processes = u32::from(copied != Summary::default());
        summary = summary.and(Summary { processes, ..copied });
        Ok(())
    })?;
    summary.damaged += unusable + uncut.len() as u64;
    // An overwriting session has no other trace that could tell.
    let untraced = unbuffered::summary(&file, told);
    summary = summary.and(untraced);
    if untraced.discarded > 0 {
        unbuffered::write(&file, to, untraced.discarded, clock)?;
    } else if summary.streams == 0 {
        // A trace without events.
        write_metadata(&file, to, clock, &Losses::default())?;
    }
    Ok(summary)
}

/// Cuts off what a consumer has written that was killed before it could say so.
fn cut(file: &File, directory: &Place) -> Result<()> {
    (0..file.geometry.rows).try_for_each(|cpu| {
        let mut stream = stream::Stream::new(cpu, file);
        stream.adopt(file, directory)?;
        stream.cut(file, directory)
    })
}

/// All records of a file.
fn copy_all(file: &File, to: &Place, clock: Calibration) -> Result<Summary> {
    let (mut summary, mut decoder) = (Summary::default(), Decoder::new(file));
    for cpu in 0..file.geometry.rows {
        copy(file, cpu, to, &mut decoder, &mut summary)?;
    }
    // After the records: their types are known by now.
    write_metadata(file, to, clock, &summary.losses)?;
    Ok(summary)
}

/// Times that a buffer is copied whose producers come round during the copy.
const ATTEMPTS: u32 = 8;

/// A chunk, copied.
struct Piece {
    start: u64,
    /// Records before its sub-buffer.
    before: u64,
    bytes: Vec<u8>,
    damaged: bool,
}

/// The part of a CPU's buffer that was not written over while it was copied; whether there was anything at all.
fn look(file: &File, row: Row<'_>) -> (Vec<Piece>, bool) {
    let position = row.position();
    let mut read = match file.geometry.mode {
        Mode::Overwrite => row.oldest(file),
        Mode::Discard => row.read(),
    };
    let mut pieces = Vec::new();
    // As many as there can be: producers may continue during the loop.
    for _ in 0..=file.geometry.sub_buffers {
        let before = row.before(read);
        let Some(Chunk { start, len, next, damaged }) = row.chunk(read, file) else { break };
        let mut bytes = Vec::new();
        row.copy(start, len, &mut bytes);
        pieces.push(Piece { start: read, before, bytes, damaged });
        read = next;
        if position.wrapping_sub(read) % MODULUS > file.geometry.capacity as u64 {
            break;
        }
    }
    let any = !pieces.is_empty();
    // With the one of `make_room`: bytes that producers have claimed by now may be anything, and so may what was said of them. In sessions
    // that discard, those were taken by the consumer.
    fence(Acquire);
    let oldest = row.oldest(file);
    pieces.retain(|piece| !is_before(piece.start, oldest));
    (pieces, any)
}

/// The records of `cpu`.
fn copy(file: &File, cpu: u32, to: &Place, decoder: &mut Decoder, summary: &mut Summary) -> Result<()> {
    let row = file.row(cpu);
    let looks = (0..ATTEMPTS).map(|_| look(file, row));
    let found = looks.into_iter().find(|(pieces, any)| !pieces.is_empty() || !any);
    let mut pieces = found.map_or_else(Vec::new, |(pieces, _)| pieces);
    let state = State::load_of(row);
    let mut losses = match file.geometry.mode {
        Mode::Overwrite => {
            let overwritten = pieces.first().map_or_else(|| row.recorded(), |piece| piece.before);
            Losses { overwritten, ..row.losses() }
        }
        // The session's trace tells of the others.
        Mode::Discard => state.losses(row).without(state.told),
    };
    // After the copy: its records may be of new types.
    decoder.learn(file);
    // A session that discards loses its newest events, after those that it holds.
    let later = if file.geometry.mode == Mode::Overwrite { 0 } else { losses.total() };
    let mut out: Option<Stream> = None;
    let mut last = if state.sequence > 0 { state.end } else { file.header().start[0].load(Relaxed) };
    let begin = last;
    for Piece { bytes, damaged, .. } in &mut pieces {
        let Sifted { walk, skipped, whole } = decoder.sift(bytes);
        summary.damaged += u64::from(*damaged || !whole);
        losses.unread += skipped;
        summary.events += walk.records;
        if walk.records > 0 {
            let stream = match &mut out {
                Some(stream) => stream,
                none => none.insert(Stream::begin(file, cpu, to, begin)?),
            };
            let packet = packet(cpu, &walk, stream.packets, losses.total() - later);
            stream.add(file, &packet, bytes, &walk)?;
            last = walk.last;
        }
    }
    if later > 0 || out.is_none() && losses.total() > 0 {
        let stream = match &mut out {
            Some(stream) => stream,
            none => none.insert(Stream::begin(file, cpu, to, begin)?),
        };
        // After the last event, by as many ticks as readers tell apart.
        let apart = file.calibration().frequency / 1_000_000_000 + 1;
        let time = last.saturating_add(apart);
        let nothing = Walk { first: time, last: time, ..Walk::default() };
        let packet = packet(cpu, &nothing, stream.packets, losses.total());
        stream.add(file, &packet, &[], &nothing)?;
    }
    *summary = summary.and(Summary { discarded: losses.total(), losses, ..Summary::default() });
    if let Some(stream) = out {
        summary.bytes += stream.bytes;
        summary.streams += 1;
    }
    Ok(())
}

/// Returns whether count `at` comes before `other`, less than half the counts away.
fn is_before(at: u64, other: u64) -> bool {
    (1..MODULUS / 2).contains(&(other.wrapping_sub(at) % MODULUS))
}

/// A stream's file.
struct Stream {
    path: std::path::PathBuf,
    file: fs::File,
    /// Of those that have events: a reader takes a number that is left out for a lost packet, and believes what a first one says of
    /// events before only if its number is 0.
    packets: u64,
    bytes: u64,
}

impl Stream {
    /// Begun with a packet that counts no loss: from there on, readers that compare counts of packets know what was lost.
    fn begin(file: &File, cpu: u32, to: &Place, time: u64) -> Result<Self> {
        let place = stream_place(to, cpu);
        let path = place.path().to_owned();
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL;
        let made = place.file(flags).map_err(at(&path))?;
        let mut stream = Self { path, file: made, packets: 0, bytes: 0 };
        let nothing = Walk { first: time, last: time, ..Walk::default() };
        stream.add(file, &packet(cpu, &nothing, 0, 0), &[], &nothing)?;
        Ok(stream)
    }

    fn add(&mut self, file: &File, packet: &perseq_ctf::Packet, records: &[u8], walk: &Walk) -> Result<()> {
        let mut bytes = Vec::with_capacity(packet.packet_len(walk.content_len));
        packet
            .write(&mut bytes, ByteOrder::NATIVE, file.uuid, records, walk.content_len)
            .and_then(|_| check_limit(self.bytes + bytes.len() as u64))
            .and_then(|()| self.file.write_all(&bytes))
            .map_err(at(&self.path))?;
        self.packets += 1;
        self.bytes += bytes.len() as u64;
        Ok(())
    }
}
