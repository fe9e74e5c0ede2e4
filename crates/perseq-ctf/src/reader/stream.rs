//! One file of a trace: packet after packet, event after event.

use super::{
    bits::Bits,
    decode::{Decoder, Facts, Node, Scratch},
    error::{ReadError, StreamProblem},
    event::Event,
    place::Place,
    time::Ticks,
};
use crate::{
    model::{Class, Model, Scope, Stream, Type},
    packet::PACKET_MAGIC,
};
use std::{
    io::{Read, Seek, SeekFrom},
    path::PathBuf,
    sync::Arc,
};

/// Bytes that may be a data stream: a file, or memory.
pub trait Data: Read + Seek + Send {}
impl<T: Read + Seek + Send> Data for T {}

/// How many bytes are read to look for a packet's sizes.
pub(super) const FIRST_LOOK: u64 = 4096;

/// What was lost before a packet, or in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// Number of the stream's file, as in [`super::Reader::paths`].
    pub file: usize,
    /// The stream class.
    pub stream_id: u64,
    /// The CPU, if the packet names it.
    pub cpu: Option<u64>,
    /// Not before this time, in nanoseconds since 1970.
    pub after_ns: i64,
    /// Not after this time, in nanoseconds since 1970.
    pub before_ns: i64,
    /// Events that were discarded in that time.
    pub events: u64,
    /// Packets that are missing before this one.
    pub packets: u64,
}

/// A file and the place in it.
pub(super) struct File {
    pub(super) path: PathBuf,
    data: Box<dyn Data>,
    pub(super) len: u64,
    pub(super) model: Arc<Model>,
    pub(super) ticks: Ticks,
    pub(super) index: usize,
    /// Which of the traces it is of, and which part of that.
    pub(super) trace: usize,
    pub(super) part: usize,
    /// Somebody writes to it: the last packet may be incomplete.
    pub(super) growing: bool,
    /// There was nothing behind the last packet.
    pub(super) ended: bool,
    /// Where the next packet begins.
    next: u64,
    /// Where the current one does.
    start: u64,
    pub(super) packet: Vec<u8>,
    /// Bits of the packet that are read, and that are content.
    at: u64,
    content: u64,
    pub(super) facts: Facts,
    /// Sequence number, discarded events and end of the packet before.
    pub(super) before: Option<(Option<u64>, Option<u64>, i64)>,
    /// The clock's ticks at the last event or packet.
    pub(super) last_ticks: u64,
    /// The file of the same stream that comes after this one.
    pub(super) successor: Option<usize>,
    pub(super) place: Option<Place>,
    /// Nodes of the packet's own scopes, and where its context begins.
    pub(super) packet_nodes: Vec<Node>,
    pub(super) packet_context: usize,
    pub(super) scratch: Scratch,
    /// How many tags the packet's own scopes have.
    packet_tags: usize,
    pub(super) current: Option<Current>,
    pub(super) loss: Option<Loss>,
}

/// The event that was read last.
pub(super) struct Current {
    pub(super) class: Arc<Class>,
    /// Nodes of the three scopes.
    pub(super) stream_context: usize,
    pub(super) context: usize,
    pub(super) payload: usize,
}

impl core::fmt::Debug for File {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("File").field("path", &self.path).field("next", &self.next).finish_non_exhaustive()
    }
}

/// What a step through a file found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    Event(i64),
    Loss(i64),
    End,
}

impl File {
    pub(super) fn new(
        path: PathBuf,
        mut data: Box<dyn Data>,
        model: Arc<Model>,
        index: usize,
    ) -> Result<File, ReadError> {
        let len =
            data.seek(SeekFrom::End(0)).map_err(|source| ReadError::Io { path: path.clone(), source })?;
        let ticks = Ticks::new(model.clock.as_ref());
        let (scratch, facts) = (Scratch::default(), Facts::default());
        Ok(File {
            path,
            data,
            len,
            model,
            ticks,
            index,
            trace: 0,
            part: 0,
            growing: false,
            ended: false,
            next: 0,
            start: 0,
            packet: Vec::new(),
            at: 0,
            content: 0,
            facts,
            before: None,
            last_ticks: 0,
            successor: None,
            place: None,
            packet_nodes: Vec::new(),
            packet_context: 0,
            scratch,
            packet_tags: 0,
            current: None,
            loss: None,
        })
    }

    fn problem(&self, bit: u64, problem: StreamProblem) -> ReadError {
        ReadError::Stream { path: self.path.clone(), offset: self.start + bit / 8, problem }
    }

    /// Reads the first `len` bytes of the packet.
    pub(super) fn fill(&mut self, len: u64) -> Result<(), ReadError> {
        let have = self.packet.len();
        // The caller has compared `len` with the file's.
        self.packet.resize(usize::try_from(len).unwrap_or(usize::MAX), 0);
        let place = SeekFrom::Start(self.start + have as u64);
        let read = self.data.seek(place).and_then(|_| self.data.read_exact(&mut self.packet[have..]));
        read.map_err(|source| ReadError::Io { path: self.path.clone(), source })
    }

    /// Looks how long the file is now; whether it was read to its end before, and there is more.
    pub(super) fn grow(&mut self) -> Result<bool, ReadError> {
        self.growing = true;
        let len = self.data.seek(SeekFrom::End(0));
        self.len = len.map_err(|source| ReadError::Io { path: self.path.clone(), source })?;
        let more = self.ended && self.len > self.next;
        self.ended &= !more;
        Ok(more)
    }

    /// The packet is not complete yet.
    fn wait(&mut self) -> bool {
        self.next = self.start;
        false
    }

    /// Reads the next packet and its headers. False at the end of the file.
    fn open_packet(&mut self) -> Result<bool, ReadError> {
        let rest = self.len.saturating_sub(self.next);
        if rest == 0 {
            return Ok(false);
        }
        self.start = self.next;
        // Whatever goes wrong before the packet's size is known ends the stream.
        self.next = self.len;
        self.packet.clear();
        let mut look = FIRST_LOOK.min(rest);
        let after = loop {
            self.fill(look)?;
            match self.headers() {
                Ok(at) => break at,
                Err((_, StreamProblem::Truncated)) if look < rest => look = look.saturating_mul(8).min(rest),
                Err((_, StreamProblem::Truncated)) if self.growing => return Ok(self.wait()),
                Err((at, problem)) => return Err(self.problem(at, problem)),
            }
        };
        let facts = &self.scratch.facts;
        let packet = facts.packet_size.or(facts.content_size).unwrap_or(rest.saturating_mul(8));
        let content = facts.content_size.unwrap_or(packet);
        let bytes = packet / 8;
        if self.growing && bytes > rest {
            return Ok(self.wait());
        }
        if !packet.is_multiple_of(8) || bytes > rest || content > packet || content < after || bytes == 0 {
            let problem =
                StreamProblem::Sizes { content_bits: content, packet_bits: packet, file_bytes: rest };
            return Err(self.problem(0, problem));
        }
        if bytes > self.packet.len() as u64 {
            self.fill(bytes)?;
        }
        self.packet.truncate(usize::try_from(bytes).unwrap_or(usize::MAX));
        self.next = self.start + bytes;
        (self.at, self.content) = (after, content);
        self.facts = self.scratch.facts.clone();
        self.last_ticks = self.facts.ticks;
        core::mem::swap(&mut self.packet_nodes, &mut self.scratch.nodes);
        self.account();
        Ok(true)
    }

    /// Decodes packet header and packet context; returns the bit behind them.
    pub(super) fn headers(&mut self) -> Result<u64, (u64, StreamProblem)> {
        self.scratch.nodes.clear();
        self.scratch.tags.clear();
        self.scratch.facts = Facts { ticks: self.last_ticks, ..Facts::default() };
        let model = self.model.clone();
        let bits = Bits::new(&self.packet, 0, u64::MAX);
        let bytes = &self.packet;
        let mut decoder = Decoder {
            bytes,
            bits,
            scratch: &mut self.scratch,
            scope: Scope::PacketHeader,
            top: 0,
            is_end: false,
        };
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
            decoder.top = decoder.scratch.nodes.len();
            self.packet_context = decoder.top;
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
        // Counts go on over files that a trace was cut into: what the first packet says is of this file only if
        // it is the stream's first.
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

    /// Goes to the next event, or to a loss before it.
    pub(super) fn step(&mut self) -> Result<Step, ReadError> {
        self.current = None;
        self.loss = None;
        while self.at >= self.content {
            if !self.open_packet()? {
                self.ended = true;
                // Of a trace in many parts most files have ended.
                self.packet = Vec::new();
                (self.at, self.content) = (0, 0);
                return Ok(Step::End);
            }
            if let Some(loss) = &self.loss {
                return Ok(Step::Loss(loss.after_ns));
            }
        }
        match self.event() {
            Ok(ticks) => Ok(Step::Event(self.ticks.nanoseconds(ticks))),
            Err((at, problem)) => {
                // The rest of the packet cannot be read; the next packet can.
                self.at = self.content;
                Err(self.problem(at, problem))
            }
        }
    }

    /// Decodes an event; returns its time stamp.
    fn event(&mut self) -> Result<u64, (u64, StreamProblem)> {
        self.scratch.nodes.clear();
        self.scratch.tags.truncate(self.packet_tags);
        self.scratch.facts.event_id = None;
        let bits = Bits::new(&self.packet, self.at, self.content);
        let bytes = &self.packet;
        let mut decoder = Decoder {
            bytes,
            bits,
            scratch: &mut self.scratch,
            scope: Scope::EventHeader,
            top: 0,
            is_end: false,
        };
        let id = self.facts.stream_id.unwrap_or(0);
        let Some(stream) = self.model.streams.get(&id) else {
            return Err((self.at, StreamProblem::UnknownStream(id)));
        };
        let current = event(&mut decoder, stream).map_err(|problem| (decoder.bits.at(), problem))?;
        let at = decoder.bits.at();
        if at == self.at {
            return Err((at, StreamProblem::EmptyRecord));
        }
        self.at = at;
        self.last_ticks = self.scratch.facts.ticks;
        self.current = Some(current);
        Ok(self.scratch.facts.ticks)
    }

    /// The event that [`File::step`] went to.
    pub(super) fn current(&self) -> Option<Event<'_>> {
        let class = &self.current.as_ref()?.class;
        Some(Event { file: self, class })
    }
}

/// Decodes the four scopes of an event.
fn event(decoder: &mut Decoder<'_>, stream: &Stream) -> Result<Current, StreamProblem> {
    scope(decoder, Scope::EventHeader, stream.event_header.as_ref())?;
    let id = match decoder.scratch.facts.event_id {
        Some(id) => id,
        // A stream with one event class needs no number for it.
        None if stream.events.len() == 1 => stream.events.keys().next().copied().unwrap_or(0),
        None => 0,
    };
    let class = stream.events.get(&id).ok_or(StreamProblem::UnknownEvent(id))?.clone();
    let stream_context = scope(decoder, Scope::StreamContext, stream.event_context.as_ref())?;
    let context = scope(decoder, Scope::EventContext, class.context.as_ref())?;
    let payload = scope(decoder, Scope::Payload, class.fields.as_ref())?;
    Ok(Current { class, stream_context, context, payload })
}

fn scope(decoder: &mut Decoder<'_>, scope: Scope, ty: Option<&Type>) -> Result<usize, StreamProblem> {
    decoder.scope = scope;
    decoder.top = decoder.scratch.nodes.len();
    ty.map_or(Ok(()), |ty| decoder.value(ty))?;
    Ok(decoder.top)
}
