//! Packets on their way to a file: names that are written once, and blocks that are compressed.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use flate2::{Compression, write::ZlibEncoder};
use prost::Message as _;

use super::schema::{
    BufferStats, Clock, ClockSnapshot, INCREMENTAL_STATE_CLEARED, InternedData, InternedName,
    NEEDS_INCREMENTAL_STATE, REALTIME, TracePacket, TracePacketDefaults, TraceStats, TrackDescriptor,
    TrackEvent,
};

/// All packets are of one sequence, whose names they share.
const SEQUENCE: u32 = 1;
/// The tag of `Trace.packet`: field 1, of so many bytes.
const PACKET: u8 = 1 << 3 | 2;
/// So much is compressed at once, and kept until then.
const BLOCK: usize = 1 << 18;

/// The writer of a trace.
pub(super) struct Packets<'a> {
    out: &'a mut dyn Write,
    /// Packets that are not written yet.
    block: Vec<u8>,
    compress: bool,
    began: bool,
    categories: Names,
    events: Names,
    fields: Names,
}

/// Names with their numbers, which packets have instead.
#[derive(Default)]
struct Names {
    all: HashMap<String, u64>,
    /// They go with the next packet.
    fresh: Vec<InternedName>,
}

impl Names {
    fn of(&mut self, name: &str) -> u64 {
        if let Some(iid) = self.all.get(name) {
            return *iid;
        }
        let iid = self.all.len() as u64 + 1;
        self.all.insert(name.to_owned(), iid);
        self.fresh.push(InternedName { iid: Some(iid), name: Some(name.to_owned()) });
        iid
    }
}

impl<'a> Packets<'a> {
    pub(super) fn new(out: &'a mut dyn Write, compress: bool) -> Self {
        let block = Vec::with_capacity(BLOCK + BLOCK / 8);
        let (categories, events, fields) = Default::default();
        Self { out, block, compress, began: false, categories, events, fields }
    }

    pub(super) fn category(&mut self, name: &str) -> u64 {
        self.categories.of(name)
    }

    pub(super) fn event_name(&mut self, name: &str) -> u64 {
        self.events.of(name)
    }

    pub(super) fn field_name(&mut self, name: &str) -> u64 {
        self.fields.of(name)
    }

    /// Writes an event.
    ///
    /// # Errors
    /// Those of the file.
    pub(super) fn event(&mut self, time: u64, event: TrackEvent) -> io::Result<()> {
        self.begin(time)?;
        let names = [&mut self.categories, &mut self.events, &mut self.fields];
        let interned_data = names.iter().any(|names| !names.fresh.is_empty()).then(|| {
            let [event_categories, event_names, debug_annotation_names] =
                names.map(|names| core::mem::take(&mut names.fresh));
            InternedData { event_categories, event_names, debug_annotation_names }
        });
        self.put(&TracePacket {
            timestamp: Some(time),
            trusted_packet_sequence_id: Some(SEQUENCE),
            sequence_flags: Some(NEEDS_INCREMENTAL_STATE),
            interned_data,
            track_event: Some(event),
            ..TracePacket::default()
        })
    }

    /// Describes a track, again if there is more to say.
    ///
    /// # Errors
    /// Those of the file.
    pub(super) fn track(&mut self, time: u64, track: TrackDescriptor) -> io::Result<()> {
        self.begin(time)?;
        self.put(&TracePacket {
            timestamp: Some(time),
            trusted_packet_sequence_id: Some(SEQUENCE),
            track_descriptor: Some(track),
            ..TracePacket::default()
        })
    }

    /// Before the first packet: times are those of the wall clock, which readers take them for when they know its time once.
    fn begin(&mut self, time: u64) -> io::Result<()> {
        if self.began {
            return Ok(());
        }
        self.began = true;
        self.put(&TracePacket {
            trusted_packet_sequence_id: Some(SEQUENCE),
            sequence_flags: Some(INCREMENTAL_STATE_CLEARED),
            clock_snapshot: Some(ClockSnapshot {
                clocks: vec![Clock { clock_id: Some(REALTIME), timestamp: Some(time) }],
                primary_trace_clock: Some(REALTIME),
            }),
            trace_packet_defaults: Some(TracePacketDefaults { timestamp_clock_id: Some(REALTIME) }),
            ..TracePacket::default()
        })
    }

    fn put(&mut self, packet: &TracePacket) -> io::Result<()> {
        self.block.push(PACKET);
        // A vector has room.
        packet.encode_length_delimited(&mut self.block).map_err(io::Error::other)?;
        if self.block.len() >= BLOCK { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        if self.compress {
            let mut zlib = ZlibEncoder::new(Vec::with_capacity(self.block.len() / 4), Compression::default());
            zlib.write_all(&self.block)?;
            let packet = TracePacket { compressed_packets: Some(zlib.finish()?), ..TracePacket::default() };
            self.block.clear();
            self.block.push(PACKET);
            packet.encode_length_delimited(&mut self.block).map_err(io::Error::other)?;
        }
        self.out.write_all(&self.block)?;
        self.block.clear();
        Ok(())
    }

    /// Writes what is left, and how many events are missing: Perfetto's page shows that beside the trace.
    ///
    /// # Errors
    /// Those of the file.
    pub(super) fn finish(mut self, lost: u64) -> io::Result<()> {
        if lost > 0 {
            let buffer_stats = vec![BufferStats { trace_writer_packet_loss: Some(lost) }];
            self.put(&TracePacket {
                trace_stats: Some(TraceStats { buffer_stats }),
                ..TracePacket::default()
            })?;
        }
        self.flush()?;
        self.out.flush()
    }
}
