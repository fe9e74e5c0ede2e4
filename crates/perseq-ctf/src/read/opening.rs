//! Packets of a file: where each begins, what its headers say, and as much of it in memory as is needed.

use super::{
    again::{Now, is_short},
    bits::Bits,
    decode::{Decoder, Facts},
    error::{ReadError, StreamProblem},
    stream::{File, Loss},
    time::Ticks,
};
use crate::{
    metadata::model::{Role, Scope, Type},
    write::{packet::PACKET_MAGIC, schema::ByteOrder},
};
use std::io::{Read, Seek, SeekFrom};

/// How many bytes are read to look for a packet's sizes.
pub(super) const FIRST_LOOK: u64 = 4096;
/// Of a longer packet only so many bytes are in memory, unless an event has more.
const WINDOW: u64 = 512 << 10;
/// The part of a packet that is in memory begins at a multiple of so many bytes: the largest alignment that there is.
const STEP: u64 = 1 << 17;
/// So many places that only look like a packet are passed over after a bad one.
const CANDIDATES: u32 = 4096;

impl File {
    /// Reads the packet up to `len` bytes from where its part in memory begins.
    pub(super) fn fill(&mut self, len: u64) -> Result<(), ReadError> {
        let have = self.packet.len();
        // The caller has compared `len` with the file's.
        self.packet.resize(usize::try_from(len).unwrap_or(usize::MAX), 0);
        let place = SeekFrom::Start(self.start + self.base + have as u64);
        let read = self.data.seek(place).and_then(|_| self.data.read_exact(&mut self.packet[have..]));
        if read.is_err() {
            self.packet.truncate(have);
        }
        read.map_err(|source| ReadError::Io { path: self.path.clone(), source })
    }

    /// Reads on up to this bit of the packet at least, and forgets what is before the next event.
    pub(super) fn fill_to(&mut self, bit: u64) -> Result<(), ReadError> {
        let base = self.at / 8 / STEP * STEP;
        let forgotten = usize::try_from(base - self.base).unwrap_or(usize::MAX);
        self.packet.drain(..forgotten.min(self.packet.len()));
        self.base = base;
        // If nothing could be forgotten, an event is long: twice as much each time.
        let more = if forgotten == 0 { self.packet.len() as u64 * 2 } else { WINDOW };
        let wanted = (bit.div_ceil(8) - base).max(more);
        self.fill(wanted.min(self.size - base))
    }

    /// The packet is not complete yet.
    fn wait(&mut self, at: u64) -> bool {
        self.next = at;
        false
    }

    /// Reads the next packet and its headers. False at the end of the file.
    pub(super) fn open_packet(&mut self) -> Result<bool, ReadError> {
        self.note_last();
        if self.len == self.next {
            return Ok(false);
        }
        let place = self.next;
        let (mut rest, mut headers) = self.headers_at(place);
        if self.growing {
            match self.last_now()? {
                Now::Gone => return Ok(self.wait(place)),
                Now::Longer { bytes, after, content } => {
                    self.continue_last(bytes, after, content)?;
                    return Ok(true);
                }
                Now::Other => {
                    (self.next, self.last) = (self.start, None);
                    (self.at, self.content) = (0, 0);
                    return self.open_packet();
                }
                // Once more: another one was looked at.
                Now::Same if self.last.is_some() => (rest, headers) = self.headers_at(place),
                Now::Same => {}
            }
        }
        self.open_with(rest, headers)
    }

    /// Reads the headers of the packet at that byte: how many bytes there are from there on, and the bit after the headers.
    fn headers_at(&mut self, place: u64) -> (u64, Result<u64, ReadError>) {
        let rest = self.len.saturating_sub(place);
        self.start = place;
        (rest, self.read_headers(rest))
    }

    /// Begins with the packet whose headers were read.
    fn open_with(&mut self, rest: u64, headers: Result<u64, ReadError>) -> Result<bool, ReadError> {
        let place = self.start;
        // The beginning of the next one is known when this one's sizes are.
        self.next = self.len;
        let bad = match headers {
            Ok(after) => match self.sizes(after) {
                Some((bytes, content)) if bytes <= rest || self.is_last(rest)? => {
                    if bytes > rest && self.growing {
                        return Ok(self.wait(place));
                    }
                    self.begin(bytes.min(rest), after, content)?;
                    return Ok(true);
                }
                _ => self.problem(0, self.wrong_sizes(rest)),
            },
            Err(ReadError::Stream { problem: StreamProblem::Truncated, .. }) if self.growing => {
                return Ok(self.wait(place));
            }
            Err(short) if self.growing && is_short(&short) => return Ok(self.wait(place)),
            Err(bad) => bad,
        };
        if matches!(bad, ReadError::Stream { .. }) {
            self.next = self.find_next()?;
        }
        Err(bad)
    }

    /// Reads as much of the packet as its headers need; the bit after them.
    pub(super) fn read_headers(&mut self, rest: u64) -> Result<u64, ReadError> {
        self.packet.clear();
        self.base = 0;
        let mut look = FIRST_LOOK.min(rest);
        loop {
            self.fill(look)?;
            match self.headers() {
                Ok(at) => return Ok(at),
                Err((_, StreamProblem::Truncated)) if look < rest => look = look.saturating_mul(8).min(rest),
                Err((at, problem)) => return Err(self.problem(at, problem)),
            }
        }
    }

    /// The bits of the packet by its own account, and those of them that are content.
    fn told(&self, rest: u64) -> (u64, u64) {
        let facts = &self.scratch.facts;
        let packet = facts.packet_size.or(facts.content_size).unwrap_or(rest.saturating_mul(8));
        (packet, facts.content_size.unwrap_or(packet))
    }

    /// The packet's bytes, and the bits of its content, if that can be.
    pub(super) fn sizes(&self, after: u64) -> Option<(u64, u64)> {
        let (packet, content) = self.told(self.len - self.start);
        let fits = packet.is_multiple_of(8) && packet > 0 && (after..=packet).contains(&content);
        fits.then_some((packet / 8, content))
    }

    /// The fault of a packet whose sizes, as it says, cannot be in so many bytes.
    pub(super) fn wrong_sizes(&self, file_bytes: u64) -> StreamProblem {
        let (packet_bits, content_bits) = self.told(file_bytes);
        StreamProblem::Sizes { content_bits, packet_bits, file_bytes }
    }

    /// Returns whether a packet that is longer than the file's rest was cut: otherwise there are others after it, and its size
    /// is wrong.
    fn is_last(&mut self, rest: u64) -> Result<bool, ReadError> {
        let start = self.start;
        let next = self.scan(start + 1)?;
        self.start = start;
        // Once more: others were looked at.
        self.read_headers(rest)?;
        Ok(next >= self.len)
    }

    /// Goes to the first event of a packet of so many bytes, and bits of headers and content.
    pub(super) fn begin(&mut self, bytes: u64, after: u64, content: u64) -> Result<(), ReadError> {
        self.size = bytes;
        let wanted = bytes.min(WINDOW);
        if wanted > self.packet.len() as u64 {
            self.fill(wanted)?;
        }
        self.packet.truncate(usize::try_from(bytes).unwrap_or(usize::MAX));
        self.next = self.start + bytes;
        (self.at, self.content) = (after, content);
        self.facts = self.scratch.facts.clone();
        self.last_ticks = self.facts.ticks;
        self.ticks = Ticks::new(self.clocks.clock_of(self.facts.stream_id.unwrap_or(0)));
        core::mem::swap(&mut self.packet_nodes, &mut self.scratch.nodes);
        core::mem::swap(&mut self.head_texts, &mut self.scratch.texts);
        self.head.clear();
        let head = usize::try_from(after.div_ceil(8)).unwrap_or(usize::MAX);
        self.head.extend_from_slice(&self.packet[..head.min(self.packet.len())]);
        self.account();
        Ok(())
    }

    /// The beginning of the next packet after one that cannot be read: the place where it says itself that it ends, or where one begins
    /// that can be. The file's end if there is none.
    fn find_next(&mut self) -> Result<u64, ReadError> {
        let bad = self.start;
        let facts = &self.scratch.facts;
        let told = facts.packet_size.filter(|bits| facts.magic.is_some() && *bits > 0 && bits % 8 == 0);
        let told = told.and_then(|bits| bad.checked_add(bits / 8)).filter(|end| *end < self.len);
        let found = match told {
            Some(end) if self.is_packet(end)? => end,
            _ => self.scan(bad + 1)?,
        };
        self.start = bad;
        Ok(found)
    }

    /// The beginning of the next packet, from this byte of the file on, by the number that each begins with.
    fn scan(&mut self, mut from: u64) -> Result<u64, ReadError> {
        let Some(magic) = self.magic() else { return Ok(self.len) };
        let mut candidates = 0;
        let mut bytes = Vec::new();
        while from + 4 <= self.len && candidates < CANDIDATES {
            bytes.resize(usize::try_from((self.len - from).min(WINDOW)).unwrap_or(usize::MAX), 0);
            let read = self.data.seek(SeekFrom::Start(from)).and_then(|_| self.data.read_exact(&mut bytes));
            read.map_err(|source| ReadError::Io { path: self.path.clone(), source })?;
            let mut seen = 0;
            while let Some(at) = bytes[seen..].windows(4).position(|window| *window == magic) {
                let place = from + (seen + at) as u64;
                if self.is_packet(place)? {
                    return Ok(place);
                }
                seen += at + 1;
                candidates += 1;
                if candidates >= CANDIDATES {
                    break;
                }
            }
            // The number may continue past what was read.
            from += bytes.len() as u64 - 3;
        }
        Ok(self.len)
    }

    /// The bytes that each packet begins with, if it does.
    fn magic(&self) -> Option<[u8; 4]> {
        let Some(Type::Struct(header)) = &self.model.packet_header else { return None };
        match header.fields.first().map(|field| (field.role, &field.ty)) {
            Some((Role::Magic, Type::Int(int))) if int.bits == 32 && !int.reversed && !int.variable => {
                Some(match int.order {
                    ByteOrder::Little => PACKET_MAGIC.to_le_bytes(),
                    ByteOrder::Big => PACKET_MAGIC.to_be_bytes(),
                })
            }
            _ => None,
        }
    }

    /// Returns whether there is a packet at that byte of the file, as far as one look says.
    fn is_packet(&mut self, place: u64) -> Result<bool, ReadError> {
        self.start = place;
        self.packet.clear();
        let rest = self.len - place;
        self.fill(FIRST_LOOK.min(rest))?;
        Ok(match self.headers() {
            Ok(after) => {
                let is_whole = self.sizes(after).is_some_and(|(bytes, _)| bytes <= rest);
                is_whole && self.scratch.facts.magic.is_some()
            }
            Err(_) => false,
        })
    }

    /// Decodes packet header and packet context; returns the bit after them.
    pub(super) fn headers(&mut self) -> Result<u64, (u64, StreamProblem)> {
        self.scratch.nodes.clear();
        self.scratch.texts.clear();
        self.scratch.tags.truncate(0);
        self.scratch.facts = Facts { ticks: self.last_ticks, ..Facts::default() };
        let model = self.model.clone();
        let bits = Bits::new(&self.packet, 0, u64::MAX);
        let bytes = &self.packet;
        let (scratch, scope) = (&mut self.scratch, Scope::PacketHeader);
        let mut decoder = Decoder { bytes, bits, scratch, scope, is_end: false };
        let wrong = |problem| Err((0, problem));
        if let Some(header) = &model.packet_header {
            decoder.value(header).map_err(|problem| (decoder.bits.at(), problem))?;
        }
        let facts = &decoder.scratch.facts;
        if let Some(word) = facts.magic.filter(|&word| word != u64::from(PACKET_MAGIC)) {
            return wrong(StreamProblem::Magic(word));
        }
        // Its identity may be another one than the metadata's: some tracers write none, or zeroes.
        let id = facts.stream_id.unwrap_or(0);
        let Some(stream) = model.streams.get(&id) else { return wrong(StreamProblem::UnknownStream(id)) };
        if let Some(context) = &stream.packet_context {
            decoder.scope = Scope::PacketContext;
            self.packet_context = decoder.scratch.nodes.len();
            decoder.value(context).map_err(|problem| (decoder.bits.at(), problem))?;
        }
        let at = decoder.bits.at();
        self.packet_tags = self.scratch.tags.len();
        Ok(at)
    }

    /// Compares the packet with the one before.
    fn account(&mut self) {
        let facts = &self.facts;
        let begin = self.ticks.nanoseconds(facts.begin.unwrap_or(facts.ticks));
        let end = facts.end.map_or(begin, |end| self.ticks.nanoseconds(end));
        let (sequence, discarded) = (facts.sequence, facts.discarded);
        // Counts continue over files that a trace was cut into: what the first packet says is of this file only
        // if it is the stream's first.
        let first = (sequence, if sequence.unwrap_or(0) == 0 { Some(0) } else { discarded }, begin);
        let (last_sequence, last_discarded, after_ns) = self.before.unwrap_or(first);
        let events = discarded.zip(last_discarded).map_or(0, |(now, then)| now.saturating_sub(then));
        let packets = match (self.before, sequence.zip(last_sequence)) {
            (Some(_), Some((now, then))) => now.saturating_sub(then).saturating_sub(1),
            _ => 0,
        };
        if events > 0 || packets > 0 {
            let (file, stream_id, cpu) = (self.index, facts.stream_id.unwrap_or(0), facts.cpu_id);
            self.loss = Some(Loss { file, stream_id, cpu, after_ns, before_ns: end, events, packets });
        }
        self.before = Some((sequence, discarded, end));
    }
}
