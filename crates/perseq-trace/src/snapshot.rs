//! What is in the buffers now, as a trace: of a flight recorder, or of a session whose processes have all died.

use std::{fs, io::Write as _, path::Path};

use perseq_ctf::{ByteOrder, Walk};

use crate::{
    Result, Summary,
    chunk::{Chunk, Decoder, packet},
    consumer::{stream_path, write_metadata},
    file::{File, MODULUS, at},
    geometry::Mode,
};

/// Writes what the buffers of the session in `directory` hold to a new trace in the directory `to`, which must not be there. The session goes
/// on, and nothing is taken out. It needs nobody of those who have traced: their buffers are files.
///
/// In a session that discards, these are the events that the consumer has not taken yet.
///
/// # Errors
///
/// [`Error::File`](crate::Error::File), with `AlreadyExists` for `to`; otherwise as [`Session::open`](crate::Session::open).
pub fn snapshot(directory: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<Summary> {
    let (file, to) = (File::open(directory.as_ref())?, to.as_ref());
    fs::create_dir(to).map_err(at(to))?;
    let mut summary = Summary::default();
    for cpu in 0..file.geometry.cpus {
        copy(&file, cpu, to, &mut summary)?;
    }
    // Behind the records: their types are known by now.
    write_metadata(&file, to)?;
    Ok(summary)
}

/// The records of `cpu`.
fn copy(file: &File, cpu: u32, to: &Path, summary: &mut Summary) -> Result<()> {
    let row = file.row(cpu);
    let position = row.position();
    let (mut read, mut before) = file.unread(cpu, position);
    let mut chunks = Vec::new();
    // As many as there can be: producers may go on meanwhile.
    for _ in 0..=file.geometry.sub_buffers {
        let Some(Chunk { start, len, next, damaged }) = row.chunk(read, file) else { break };
        let mut bytes = Vec::new();
        row.copy(start, len, &mut bytes);
        summary.damaged += u64::from(damaged);
        chunks.push((start, bytes));
        read = next;
        if position.wrapping_sub(read) % MODULUS > file.geometry.capacity as u64 {
            break;
        }
    }
    if file.geometry.mode == Mode::Overwrite {
        // What producers have reached meanwhile may be anything.
        core::sync::atomic::fence(core::sync::atomic::Ordering::Acquire);
        let (oldest, records) = row.oldest(row.position(), file);
        if chunks.first().is_some_and(|(start, _)| is_before(*start, oldest)) {
            before = records;
        }
        chunks.retain(|(start, _)| !is_before(*start, oldest));
    }
    summary.discarded += before;
    let mut decoder = Decoder::new(file);
    decoder.learn(file);
    let mut out = None;
    for (sequence, (_, bytes)) in (0..).zip(&chunks) {
        let (walk, whole) = decoder.walk(bytes);
        summary.damaged += u64::from(!whole);
        summary.events += walk.records;
        if walk.records > 0 {
            let packet = packet(cpu, &walk, sequence, before);
            let stream = match &mut out {
                Some(stream) => stream,
                none => none.insert(Stream::create(file, cpu, to)?),
            };
            stream.add(file, &packet, bytes, &walk)?;
        }
    }
    if let Some(stream) = out {
        summary.bytes += stream.bytes;
        summary.streams += 1;
    }
    Ok(())
}

/// Whether count `at` comes before `other`, less than half the counts away.
fn is_before(at: u64, other: u64) -> bool {
    (1..MODULUS / 2).contains(&(other.wrapping_sub(at) % MODULUS))
}

/// A stream's file.
struct Stream {
    path: std::path::PathBuf,
    file: fs::File,
    bytes: u64,
}

impl Stream {
    fn create(_file: &File, cpu: u32, to: &Path) -> Result<Self> {
        let path = stream_path(to, cpu);
        let file = fs::File::create_new(&path).map_err(at(&path))?;
        Ok(Self { path, file, bytes: 0 })
    }

    fn add(&mut self, file: &File, packet: &perseq_ctf::Packet, records: &[u8], walk: &Walk) -> Result<()> {
        let mut bytes = Vec::with_capacity(packet.packet_len(walk.content_len));
        packet
            .write(&mut bytes, ByteOrder::NATIVE, file.uuid(), records, walk.content_len)
            .and_then(|_| self.file.write_all(&bytes))
            .map_err(at(&self.path))?;
        self.bytes += bytes.len() as u64;
        Ok(())
    }
}
