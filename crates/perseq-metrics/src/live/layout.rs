//! The file: a file of PCP's memory-mapped values (MMV, version 2), with tables of our own where PCP does not look.
//!
//! ```text
//!   0          header, five table-of-contents entries                  PCP's
//!   128        our header: where rows, tail and directory are          ours
//!   256        one instance domain, its instances cpu0 … and other      PCP's
//!              metrics: one for each counter or gauge                   PCP's
//!              strings: names of instances, names and help of metrics   PCP's
//!   directory  4 KiB for each series: name, labels, kind, places       ours
//!   values     a row for each CPU and the row outside: blocks of       PCP's
//!              { value, extra, metric, instance }, the value a word
//!              that sections add to
//!   tail       the same rows for histograms: plain words               ours
//! ```
//!
//! Source: `mmv(5)`, and pcp's `mmv_dev.h`. A block that names no metric is none to PCP, so rows may be a power of two apart.

use core::ops::Range;
use std::vec::Vec;

/// Bytes of the headers, which a reader reads first.
pub(super) const HEADERS: usize = 256;
/// Our header is from here on.
pub(super) const OURS: u64 = 128;
/// The first bytes of a file of PCP's.
pub(super) const MAGIC: [u8; 4] = *b"MMV\0";
/// PCP's version of it.
pub(super) const MMV_VERSION: u32 = 2;
/// The first bytes of our header.
pub(super) const OUR_MAGIC: [u8; 8] = *b"perseq\0\n";
/// The version of our tables. A change that a reader must know makes it another one.
pub(super) const VERSION: u32 = 1;
/// Bytes of a series in the directory.
pub(super) const SLOT: u64 = 4096;
/// Bytes of a value.
pub(super) const BLOCK: u64 = 32;
/// Bytes of a metric's record.
pub(super) const METRIC: u64 = 48;
/// Bytes of a string.
pub(super) const STRING: u64 = 256;
const INSTANCES: u64 = 256 + 32;
const INSTANCE: u64 = 24;
/// Most counters and gauges: as many as PCP takes of a file.
pub const MOST_SERIES: u32 = 1023;
/// Most histograms.
pub(super) const MOST_HISTOGRAMS: u32 = 256;
/// Most rows of a file that is read: as many CPUs as Linux can have.
const MOST_ROWS: u32 = 8192;
/// Longest row.
const MOST_ROW: u64 = 1 << 18;

/// The places of all parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// Rows by CPU. One more, the row outside, follows.
    pub(super) rows: u32,
    /// Counters and gauges, at the most: the first slots.
    pub(super) series: u32,
    /// Histograms, at the most: the slots after these.
    pub(super) histograms: u32,
    /// Bytes of a row of values.
    pub(super) row: u64,
    /// Bytes of a row of the tail, or 0 without one.
    pub(super) tail_row: u64,
    /// Bytes of a page, to which mapped parts are aligned.
    pub(super) page: u64,
}

impl Layout {
    pub(super) fn all_rows(&self) -> u64 {
        u64::from(self.rows) + 1
    }

    pub(super) fn slots(&self) -> u32 {
        self.series + self.histograms
    }

    pub(super) fn indoms(&self) -> u64 {
        HEADERS as u64
    }

    pub(super) fn instance(&self, row: u64) -> u64 {
        INSTANCES + row * INSTANCE
    }

    pub(super) fn metric(&self, index: u64) -> u64 {
        self.instance(self.all_rows()).next_multiple_of(16) + index * METRIC
    }

    /// The strings: the instances' names, and then two for each slot of a metric.
    pub(super) fn string(&self, index: u64) -> u64 {
        self.metric(self.series.into()).next_multiple_of(STRING) + index * STRING
    }

    pub(super) fn strings(&self) -> u64 {
        self.all_rows() + 2 * u64::from(self.series)
    }

    pub(super) fn slot(&self, slot: u32) -> u64 {
        self.string(self.strings()).next_multiple_of(SLOT) + u64::from(slot) * SLOT
    }

    pub(super) fn values(&self) -> u64 {
        self.slot(self.slots()).next_multiple_of(self.page)
    }

    pub(super) fn tail(&self) -> u64 {
        self.values() + self.all_rows() * self.row
    }

    pub(super) fn len(&self) -> u64 {
        self.tail() + self.all_rows() * self.tail_row
    }

    /// The bytes of our header.
    pub(super) fn encode(&self, created: u64, name: &str, keep: bool) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADERS - OURS as usize);
        bytes.extend(OUR_MAGIC);
        for word in [VERSION, self.rows, self.series, self.histograms] {
            bytes.extend(word.to_ne_bytes());
        }
        // The offsets are told for readers in other languages; ours computes them.
        for word in [self.row, self.tail_row, self.page, self.slot(0), self.values(), self.tail(), created, 0]
        {
            bytes.extend(word.to_ne_bytes());
        }
        bytes.extend(name.bytes().take(LONGEST_NAME));
        bytes.resize(KEPT, 0);
        bytes.extend(u32::from(keep).to_ne_bytes());
        bytes
    }

    /// The layout that our header tells, if it is one. No arithmetic on what it tells overflows.
    pub(super) fn decode(ours: &[u8]) -> Result<Self, &'static str> {
        let (Some(rows), Some(series), Some(histograms)) =
            (u32_at(ours, 12), u32_at(ours, 16), u32_at(ours, 20))
        else {
            return Err("its header is cut off");
        };
        let (Some(row), Some(tail_row), Some(page)) = (u64_at(ours, 24), u64_at(ours, 32), u64_at(ours, 40))
        else {
            return Err("its header is cut off");
        };
        let is_row = |row: u64| row.is_power_of_two() && (BLOCK..=MOST_ROW).contains(&row);
        if !(1..=MOST_ROWS).contains(&rows) || series > MOST_SERIES || histograms > MOST_HISTOGRAMS {
            return Err("it tells of more CPUs or series than there can be");
        }
        if !is_row(row) || tail_row != 0 && !is_row(tail_row) || !page.is_power_of_two() || page > 1 << 20 {
            return Err("it tells of rows that no file has");
        }
        let layout = Self { rows, series, histograms, row, tail_row, page };
        let told = [u64_at(ours, 48), u64_at(ours, 56), u64_at(ours, 64)];
        if told != [Some(layout.slot(0)), Some(layout.values()), Some(layout.tail())] {
            return Err("it tells of tables in other places than its sizes do");
        }
        Ok(layout)
    }
}

/// Bytes of a name that the header has room for.
pub(super) const LONGEST_NAME: usize = 36;
/// Places in our header.
pub(super) const CREATED: usize = 72;
pub(super) const REFUSED: usize = 80;
pub(super) const NAME: Range<usize> = 88..88 + LONGEST_NAME;
/// 1 if the file was to be kept.
pub(super) const KEPT: usize = NAME.end;
const _: () = assert!(KEPT + 4 == HEADERS - OURS as usize);

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    let word = bytes.get(at..at.checked_add(8)?)?;
    Some(u64::from_ne_bytes(word.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let word = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_ne_bytes(word.try_into().ok()?))
}

/// FNV-1a, by which a reader knows an entry that is being written, or that its writer left half written.
pub(super) fn check(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
