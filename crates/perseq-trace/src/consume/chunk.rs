//! Pieces of a CPU's buffer that become packets, and what is in them. Nothing here trusts the processes that have written the buffer.

use core::sync::atomic::Ordering::{Acquire, Relaxed};

use perseq_ctf::{ByteOrder, Layout, Packet, Sifted, StreamClass, Walk};

use crate::{
    Losses,
    buffer::{
        clock::Calibration,
        file::File,
        row::{MODULUS, Position, Row},
        section::{
            BARRED, CLAIMED, CONSUMER, FULL, FULL_ELSEWHERE, LARGE, LARGE_ELSEWHERE, MEMORY, POSITION, UNFIT,
            UNTYPED,
        },
    },
    consume::schema::STREAM,
};

/// Counts in the file are modulo this: none gets that far, and what others have made of one must not overflow sums.
pub(crate) const MOST: u64 = 1 << 48;

/// Records of one sub-buffer, or of a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub(crate) start: u64,
    /// Bytes of records.
    pub(crate) len: usize,
    /// The start of the next chunk.
    pub(crate) next: u64,
    /// The control page has values that cannot be.
    pub(crate) damaged: bool,
}

impl Row<'_> {
    /// Up to where the consumer has taken everything: bytes.
    pub(crate) fn read(self) -> u64 {
        (self.word(CONSUMER).load(Acquire) as u64 % MODULUS) & !7
    }

    /// The position of producers.
    pub(crate) fn position(self) -> u64 {
        // Acquire: sees the records before it.
        Position::of(self.word(POSITION).load(Acquire)).bytes
    }

    /// The bytes to be read from `read` on; `None` if there are none.
    pub(crate) fn chunk(self, read: u64, file: &File) -> Option<Chunk> {
        let position = self.position();
        if position == read {
            return None;
        }
        let size = file.geometry.sub_buffer as u64;
        let start = read - read % size;
        let next = (start + size) % MODULUS;
        let from = |at: u64| at.wrapping_sub(start) % MODULUS;
        let nonsense = Chunk { start: 0, len: 0, next: position, damaged: true };
        if from(position) > file.geometry.capacity as u64 || !read.is_multiple_of(8) || read >= MODULUS {
            return Some(nonsense);
        }
        let inside = from(position) < size;
        let end = if inside { position } else { self.pair(start)[0].load(Acquire) as u64 % MODULUS };
        if from(end) < from(read) || from(end) > size || !end.is_multiple_of(8) {
            return Some(Chunk { next, ..nonsense });
        }
        let len = (from(end) - from(read)) as usize;
        Some(Chunk { start: read, len, next: if inside { position } else { next }, damaged: false })
    }

    /// Events that were ever recorded here.
    pub(crate) fn recorded(self) -> u64 {
        let position = Position::of(self.word(POSITION).load(Acquire));
        self.before(position.bytes).wrapping_add(position.records)
    }

    /// Events that producers have discarded so far.
    pub(crate) fn losses(self) -> Losses {
        let word = |word: usize| self.word(word).load(Relaxed) as u64 % MOST;
        Losses {
            full: word(FULL) + word(FULL_ELSEWHERE),
            large: word(LARGE) + word(LARGE_ELSEWHERE),
            untyped: word(UNTYPED),
            unfit: word(UNFIT),
            barred: word(BARRED),
            memory: word(MEMORY),
            ..Losses::default()
        }
    }

    /// Events that producers have discarded so far, for whichever reason.
    pub(crate) fn discarded(self) -> u64 {
        self.losses().total()
    }

    /// From where on nothing has been written over by producers, nor is about to be.
    pub(crate) fn oldest(self, file: &File) -> u64 {
        let (size, count) = (file.geometry.sub_buffer as u64, file.geometry.sub_buffers as u64);
        let claimed = self.word(CLAIMED).load(Acquire) as u64 % MODULUS;
        let current = claimed - claimed % size;
        // Before the buffer was full for the first time, the oldest is the first. (Positions wrap after 16 TiB: a buffer that is just
        // past that would look young, and gives fewer events than it has.)
        current.saturating_sub((count - 1) * size)
    }

    /// Records before the sub-buffer that byte `at` is in.
    pub(crate) fn before(self, at: u64) -> u64 {
        self.pair(at)[1].load(Relaxed) as u64 % MOST
    }
}

/// The form that records must have: as many event types as were known when it was last asked.
#[derive(Debug)]
pub(crate) struct Decoder {
    layout: Layout,
    known: u32,
}

impl Decoder {
    pub(crate) fn new(file: &File) -> Self {
        let context = file
            .schema(Calibration::default())
            .streams
            .into_iter()
            .next()
            .map(|stream| stream.context)
            .unwrap_or_default();
        let stream = StreamClass { id: STREAM, context, events: Vec::new() };
        Self { layout: Layout::new(&stream, ByteOrder::NATIVE), known: 0 }
    }

    /// Learns the event types that are there by now; whether there were new ones.
    pub(crate) fn learn(&mut self, file: &File) -> bool {
        let count = file.header().count();
        let news = self.known < count;
        for id in self.known..count {
            if let Some(class) = file.event_class(id) {
                self.layout.add(class.id, &class.fields);
            }
        }
        self.known = self.known.max(count);
        news
    }

    /// Leaves of `bytes` what are records of types that are known.
    pub(crate) fn sift(&self, bytes: &mut Vec<u8>) -> Sifted {
        self.layout.sift(bytes)
    }
}

/// The packet of some records.
pub(crate) fn packet(cpu: u32, walk: &Walk, sequence: u64, discarded: u64) -> Packet {
    Packet {
        stream_id: STREAM,
        cpu_id: cpu,
        timestamp_begin: walk.first,
        timestamp_end: walk.last,
        sequence,
        events_discarded: discarded,
    }
}
