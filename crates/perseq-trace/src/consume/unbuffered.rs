//! The events of programs that could not have buffers, as a trace beside those of processes: it has no event, and says how many were discarded.

use core::sync::atomic::Ordering::Relaxed;
use std::io::Read as _;

use perseq_ctf::{ByteOrder, PACKET_HEADER_LEN, Packet, Uuid, Walk};
use rustix::fs::OFlags;

use crate::{
    Error, Losses, Result, Summary,
    buffer::{
        clock::Calibration,
        file::{File, at},
        reserve::give_back,
    },
    consume::{
        chunk::{MOST, packet},
        replace::{replace, write_metadata},
        stream::{is_full, stream_place},
    },
    session::place::Place,
};

/// Its directory in that of the session, or of the snapshot.
pub(crate) const DIRECTORY: &str = "untraced";

/// How many there are. Any process may have written there.
pub(crate) fn count(session: &File) -> u64 {
    session.unbuffered() % MOST
}

/// The same as losses, without those that another trace `told` of; with the number of programs.
pub(crate) fn summary(session: &File, told: u64) -> Summary {
    let losses = Losses { unbuffered: count(session).saturating_sub(told), ..Losses::default() };
    let untraced = session.header().untraced.load(Relaxed);
    Summary { discarded: losses.unbuffered, losses, untraced, ..Summary::default() }
}

/// How many the trace of a session with that identity tells of, in that session's directory.
pub(crate) fn told(uuid: Uuid, directory: &Place) -> u64 {
    let mut bytes = Vec::new();
    let stream = stream_place(&directory.join(DIRECTORY), 0).file(OFlags::RDONLY);
    // A stream that cannot be read to its end tells of less.
    _ = stream.and_then(|mut stream| stream.read_to_end(&mut bytes));
    let packets = bytes
        .chunks(PACKET_HEADER_LEN)
        .map_while(|packet| Packet::of_header(ByteOrder::NATIVE, uuid, packet));
    packets.last().map_or(0, |(packet, _)| packet.events_discarded)
}

/// Writes a trace that tells of so many.
///
/// # Errors
/// [`Error::File`].
pub(crate) fn write(session: &File, directory: &Place, discarded: u64, clock: Calibration) -> Result<()> {
    let directory = directory.join(DIRECTORY);
    directory.make().map_err(at(directory.path()))?;
    let losses = Losses { unbuffered: discarded, ..Losses::default() };
    write_metadata(session, &directory, clock, &losses)?;
    let header = session.header();
    let start = header.start[0].load(Relaxed);
    let now =
        if session.is_of_this_boot() { session.geometry.clock.now() } else { header.drained.load(Relaxed) };
    // Ticks that readers tell apart.
    let apart = clock.frequency / 1_000_000_000 + 1;
    // Readers compare the counts of two packets.
    let packets = [(start, 0), (now.max(start.saturating_add(apart)), discarded)];
    let mut bytes = Vec::new();
    for (sequence, (time, discarded)) in packets.into_iter().enumerate() {
        let nothing = Walk { first: time, last: time, ..Walk::default() };
        bytes.extend(packet(0, &nothing, sequence as u64, discarded).header(
            ByteOrder::NATIVE,
            session.uuid,
            0,
        ));
    }
    replace(&directory, stream_place(&directory, 0).name(), &bytes)
}

/// As `write`, of a session's own trace, which is written anew if there are more since. If the disk has no room, the session's own file gives
/// some back as soon as the session has ended; if that is not enough, only the summary tells.
///
/// # Errors
/// As `write`.
pub(crate) fn tell(session: &File, directory: &Place, clock: Calibration) -> Result<()> {
    let count = count(session);
    if count == told(session.uuid, directory) {
        return Ok(());
    }
    let is_full = |error: &Error| matches!(error, Error::File { source, .. } if is_full(source));
    let written = match (write(session, directory, count, clock), &session.file) {
        (Err(error), Some(file)) if is_full(&error) && session.is_stopped() => {
            give_back(file);
            write(session, directory, count, clock)
        }
        (written, _) => written,
    };
    written.or_else(|error| if is_full(&error) { Ok(()) } else { Err(error) })
}
