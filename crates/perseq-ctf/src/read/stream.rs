//! One file of a trace: packet after packet, event after event.

use super::{
    again::{Last, is_short},
    bits::Bits,
    decode::{Decoder, Facts, Node, Scratch},
    error::{ReadError, StreamProblem},
    event::Event,
    place::Place,
    time::Ticks,
};
use crate::metadata::model::{Class, Model, Scope, Stream, Type};
use std::{
    io::{Read, Seek, SeekFrom},
    path::PathBuf,
    sync::Arc,
};

/// Bytes that may be a data stream: a file, or memory.
pub trait Data: Read + Seek + Send {}
impl<T: Read + Seek + Send> Data for T {}

/// The loss before a packet, or in it.
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
    pub(super) data: Box<dyn Data>,
    pub(super) len: u64,
    pub(super) model: Arc<Model>,
    /// The metadata whose clocks are taken, and the one of the packet.
    pub(super) clocks: Arc<Model>,
    pub(super) ticks: Ticks,
    pub(super) index: usize,
    /// Which of the traces it is of, and which part of that.
    pub(super) trace: usize,
    pub(super) part: usize,
    /// A tracer writes to it: the last packet may be incomplete.
    pub(super) growing: bool,
    /// There was nothing after the last packet.
    pub(super) ended: bool,
    /// The packet that was read last, while a tracer writes to the file.
    pub(super) last: Option<Last>,
    /// The beginning of the next packet.
    pub(super) next: u64,
    /// That of the current one.
    pub(super) start: u64,
    /// The part of the packet that is in memory, from this byte of it on, and how many bytes it has.
    pub(super) packet: Vec<u8>,
    pub(super) base: u64,
    pub(super) size: u64,
    /// Bits of the packet that are read, and that are content.
    pub(super) at: u64,
    pub(super) content: u64,
    pub(super) facts: Facts,
    /// Sequence number, discarded events and end of the packet before.
    pub(super) before: Option<(Option<u64>, Option<u64>, i64)>,
    /// The clock's ticks at the last event or packet.
    pub(super) last_ticks: u64,
    /// The file of the same stream that comes after this one.
    pub(super) successor: Option<usize>,
    pub(super) place: Option<Place>,
    /// Bytes, texts and nodes of the packet's own scopes, and where its context begins.
    pub(super) head: Vec<u8>,
    pub(super) head_texts: Vec<u8>,
    pub(super) packet_nodes: Vec<Node>,
    pub(super) packet_context: usize,
    pub(super) scratch: Scratch,
    /// How many tags the packet's own scopes have.
    pub(super) packet_tags: usize,
    pub(super) current: Option<Current>,
    pub(super) loss: Option<Loss>,
}

/// Why an event was not decoded.
struct Failed {
    /// At which bit of the packet.
    at: u64,
    problem: StreamProblem,
    /// Up to which bit the packet has to be in memory, if that is all that is wrong.
    short: Option<u64>,
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

/// The result of a step through a file.
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
            clocks: model.clone(),
            model,
            ticks,
            index,
            trace: 0,
            part: 0,
            growing: false,
            ended: false,
            last: None,
            next: 0,
            start: 0,
            packet: Vec::new(),
            base: 0,
            size: 0,
            at: 0,
            content: 0,
            facts,
            before: None,
            last_ticks: 0,
            successor: None,
            place: None,
            head: Vec::new(),
            head_texts: Vec::new(),
            packet_nodes: Vec::new(),
            packet_context: 0,
            scratch,
            packet_tags: 0,
            current: None,
            loss: None,
        })
    }

    pub(super) fn problem(&self, bit: u64, problem: StreamProblem) -> ReadError {
        ReadError::Stream { path: self.path.clone(), offset: self.start + bit / 8, problem }
    }

    /// Looks how long the file is now; whether it was read to its end before, and there is more.
    pub(super) fn grow(&mut self) -> Result<bool, ReadError> {
        self.growing = true;
        let len = self.data.seek(SeekFrom::End(0));
        self.len = len.map_err(|source| ReadError::Io { path: self.path.clone(), source })?;
        // Shorter where a recorder is about to write the last packet again, of which some may be unread.
        let more = self.ended && (self.len != self.next || self.at < self.content);
        self.ended &= !more;
        Ok(more)
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
                (self.at, self.content, self.base) = (0, 0, 0);
                return Ok(Step::End);
            }
            if let Some(loss) = &self.loss {
                return Ok(Step::Loss(loss.after_ns));
            }
        }
        loop {
            match self.event() {
                Ok(ticks) => return Ok(Step::Event(self.ticks.nanoseconds(ticks))),
                Err(Failed { short: Some(end), .. }) if end.div_ceil(8) <= self.size => {
                    match self.fill_to(end) {
                        // It was cut since its length was measured: the packet will be written again.
                        Err(error) if self.growing && is_short(&error) => {
                            self.ended = true;
                            return Ok(Step::End);
                        }
                        filled => filled?,
                    }
                }
                Err(Failed { short: Some(_), .. }) => {
                    // The file was cut in this packet: its whole events were read.
                    let (at, problem) = (self.at, self.wrong_sizes(self.len - self.start));
                    self.at = self.content;
                    return Err(self.problem(at, problem));
                }
                Err(Failed { at, problem, .. }) => {
                    // The rest of the packet cannot be read; the next packet can.
                    self.at = self.content;
                    return Err(self.problem(at, problem));
                }
            }
        }
    }

    /// Decodes an event; returns its time stamp.
    fn event(&mut self) -> Result<u64, Failed> {
        self.scratch.nodes.clear();
        self.scratch.texts.clear();
        self.scratch.tags.truncate(self.packet_tags);
        self.scratch.facts.event_id = None;
        self.scratch.facts.ticks = self.last_ticks;
        let before = self.base * 8;
        let bits = Bits::new(&self.packet, self.at - before, self.content - before);
        let bytes = &self.packet;
        let (scratch, scope) = (&mut self.scratch, Scope::EventHeader);
        let mut decoder = Decoder { bytes, bits, scratch, scope, is_end: false };
        let id = self.facts.stream_id.unwrap_or(0);
        let Some(stream) = self.model.streams.get(&id) else {
            let problem = StreamProblem::UnknownStream(id);
            return Err(Failed { at: self.at, problem, short: None });
        };
        let current = event(&mut decoder, stream).map_err(|problem| {
            let short = decoder.bits.short().map(|end| before + end);
            Failed { at: before + decoder.bits.at(), problem, short }
        })?;
        let at = before + decoder.bits.at();
        if at == self.at {
            return Err(Failed { at, problem: StreamProblem::EmptyRecord, short: None });
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
    let top = decoder.scratch.nodes.len();
    ty.map_or(Ok(()), |ty| decoder.value(ty))?;
    Ok(top)
}
