//! Packets past what the buffers' own file tells of.
//!
//! ```text
//!   the recorder was killed    the last packet was not committed: its records are in the buffer, and it is cut off
//!   the machine lost its power pages of both files were kept in any order: whole packets are the trace's,
//!                              and their records are not taken from the buffer again
//! ```

use core::sync::atomic::Ordering::Acquire;
use std::{fs, io, os::unix::fs::FileExt as _};

use perseq_ctf::{ByteOrder, PACKET_HEADER_LEN, Packet};
use rustix::fs::OFlags;

use crate::{
    Result,
    buffer::file::{File, at},
    consume::{
        chunk::MOST,
        stream::{State, Stream, part_place, stream_place},
    },
    session::place::Place,
};

/// Times of a record and bytes to the next one, by the header that each has.
fn records(bytes: &[u8]) -> impl Iterator<Item = (u64, usize)> {
    let mut rest = bytes;
    core::iter::from_fn(move || {
        let (time, after) = rest.split_first_chunk::<8>()?;
        let words = after.get(2..4)?;
        let len = 8 * usize::from(u16::from_ne_bytes([words[0], words[1]]));
        // The last one may be without its padding.
        rest = rest.get(len.min(rest.len())..)?;
        (len >= 12).then_some((u64::from_ne_bytes(*time), len))
    })
}

/// The whole packet of `cpu` at byte `from` of a stream's file of that length: what it says, its records, and its length.
fn packet_at(
    file: &File,
    stream: &fs::File,
    cpu: u32,
    [from, len]: [u64; 2],
) -> io::Result<Option<(Packet, Vec<u8>, u64)>> {
    let mut header = [0; PACKET_HEADER_LEN];
    if len - from < header.len() as u64 {
        return Ok(None);
    }
    stream.read_exact_at(&mut header, from)?;
    let Some((packet, content)) = Packet::of_header(ByteOrder::NATIVE, file.uuid, &header) else {
        return Ok(None);
    };
    let whole = packet.packet_len(content) as u64;
    // A recorder makes none that is longer.
    if packet.cpu_id != cpu || content > file.geometry.sub_buffer || whole > len - from {
        return Ok(None);
    }
    let mut records = vec![0; content];
    stream.read_exact_at(&mut records, from + header.len() as u64)?;
    Ok(Some((packet, records, whole)))
}

impl Stream {
    /// Takes whole packets past the state's length for the trace's, of a session from before this machine has booted.
    pub(crate) fn adopt(&mut self, file: &File, directory: &Place) -> Result<()> {
        if file.is_of_this_boot() {
            return Ok(());
        }
        let part = u64::from(file.header().part.load(Acquire));
        let mut state = self.state;
        if state.part != part {
            state = State { part, len: 0, earlier: state.events, ..state };
        }
        let place = stream_place(&part_place(directory, part), self.cpu);
        let path = place.path();
        let stream = match place.file(OFlags::RDWR) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened.map_err(at(path))?,
        };
        let len = stream.metadata().map_err(at(path))?.len();
        let before = state.len;
        while state.len <= len {
            let found = packet_at(file, &stream, self.cpu, [state.len, len]).map_err(at(path))?;
            let Some((packet, bytes, whole)) = found else { break };
            let follows =
                state.len == 0 || packet.sequence == state.sequence && packet.timestamp_begin >= state.end;
            if !follows {
                break;
            }
            state.len += whole;
            state.sequence = packet.sequence % MOST + 1;
            state.events += records(&bytes).count() as u64;
            state.end = packet.timestamp_end;
            state.told = packet.events_discarded % MOST;
        }
        if len > state.len {
            // Of what is no packet nothing may be left in the buffer, and so nothing be written over it.
            stream.set_len(state.len).map_err(at(path))?;
        }
        if state.len == before {
            return Ok(());
        }
        let row = file.row(self.cpu);
        // Counts that were lost with the power: sums must not become less.
        state.lost += state.told.saturating_sub(state.discarded(row));
        for _ in 0..=file.geometry.sub_buffers {
            let Some(chunk) = row.chunk(state.read, file) else { break };
            let mut bytes = Vec::new();
            row.copy(chunk.start, chunk.len, &mut bytes);
            let taken = records(&bytes).take_while(|(time, _)| *time <= state.end);
            let taken = taken.map(|(_, len)| len).sum::<usize>();
            if taken < chunk.len || chunk.damaged {
                state.read += taken as u64;
                break;
            }
            state.read = chunk.next;
        }
        self.commit(file, state);
        Ok(())
    }
}
