//! Reading a file that another process counts in, and that nothing is believed of: by `pread`, into buffers whose sizes are bounded.

use core::{
    fmt,
    sync::atomic::{self, Ordering::Acquire},
};
use std::{
    boxed::Box,
    fs::File,
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
    string::String,
    vec,
    vec::Vec,
};

use perseq::histogram::Snapshot;

use super::{
    Error,
    entry::{Damaged, Entry, HEAD, Words},
    layout::{
        CREATED, HEADERS, KEPT, Layout, MAGIC, MMV_VERSION, NAME, OUR_MAGIC, OURS, REFUSED, SLOT, VERSION,
        u32_at, u64_at,
    },
    place,
    place::at,
    sum::{self, Sum},
};
use crate::{Buckets, Description, Kind, Number, Value, histogram::show_snapshot, name};

/// A live file of this user, open for reading. It stays readable when it has lost its name.
#[derive(Debug)]
pub struct Reader {
    file: File,
    path: PathBuf,
    layout: Layout,
    name: String,
    process: u32,
    created: u64,
    is_kept: bool,
}

/// The state of the process that counts in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// It runs, or a child of it that has executed no other program.
    Running,
    /// It has ended: killed, or the file was to be kept.
    Ended,
}

/// The contents of a file at a moment.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The series, in the order of the file's directory: counters and gauges before histograms.
    pub series: Vec<Series>,
    /// Entries that were half written, or are none: a process that was killed at that moment has left them, or it is no file of ours.
    pub damaged: usize,
    /// How many series the process had no room for, ever. They are in its memory alone.
    pub refused: u64,
}

/// One series.
#[derive(Debug, Clone)]
pub struct Series {
    /// The metric's name, with its unit.
    pub name: String,
    /// The unit, or nothing.
    pub unit: String,
    /// One sentence for people.
    pub help: String,
    /// The labels' names and values.
    pub labels: Vec<(String, String)>,
    /// How the formats call it.
    pub kind: Kind,
    /// The value.
    pub amount: Amount,
}

/// The value of a series.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Amount {
    /// Of a counter or a gauge.
    Number {
        /// The sum.
        total: Number,
        /// The parts that each CPU has counted, CPU 0 first, and the part of threads that cannot run sections last. None of a gauge.
        parts: Vec<Number>,
    },
    /// Of a [`Histogram`](crate::Histogram).
    Bounded {
        /// The highest value of each bucket, lowest first, and how many values are in it alone.
        counts: Vec<(f64, u64)>,
        /// How many values are above all of them.
        above: u64,
        /// The sum of all values.
        sum: f64,
    },
    /// Of a [`FineHistogram`](crate::FineHistogram).
    Fine {
        /// The values, as they were counted.
        values: Box<Snapshot>,
        /// The highest that is told from lower ones.
        highest: u64,
        /// How many are shown as 1.
        per_unit: f64,
    },
}

impl Amount {
    /// Gives the value to `show`, once, as the formats know it.
    pub fn read(&self, show: &mut dyn FnMut(Value<'_>)) {
        match self {
            Self::Number { total, .. } => show(Value::Number(*total)),
            // The formats take sums for counters, which negative values are not for.
            Self::Bounded { counts, above, sum } => show(Value::Buckets(Buckets {
                counts,
                above: *above,
                sum: counts.first().is_some_and(|(bound, _)| *bound >= 0.0).then_some(*sum),
            })),
            Self::Fine { values, highest, per_unit } => show_snapshot(values, *highest, *per_unit, show),
        }
    }
}

impl Reader {
    /// Opens a file that is this user's, no link, and that other users may not write to.
    ///
    /// # Errors
    ///
    /// [`Error::Foreign`] if it is not such a file; [`Error::NotLive`] if it is none of perseq; [`Error::Version`] if another version of
    /// perseq has written it; [`Error::File`] for what the system refuses.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let file = place::open(path)?;
        let is_not = |found| Error::NotLive { path: path.into(), found };
        let mut header = [0; HEADERS];
        if file.metadata().map_err(at("look at", path))?.len() < HEADERS as u64 {
            return Err(is_not("it is too short"));
        }
        file.read_exact_at(&mut header, 0).map_err(at("read it", path))?;
        let ours = &header[OURS as usize..];
        if header[..4] != MAGIC || !ours.starts_with(&OUR_MAGIC) {
            return Err(is_not("it begins as something else"));
        }
        let (mmv, found) = (u32_at(&header, 4), u32_at(ours, 8).unwrap_or(0));
        if mmv != Some(MMV_VERSION) || found != VERSION {
            return Err(Error::Version { path: path.into(), found, known: VERSION });
        }
        let layout = Layout::decode(ours).map_err(is_not)?;
        if file.metadata().map_err(at("look at", path))?.len() < layout.len() {
            return Err(is_not("it is shorter than its tables; it was cut off, or is not copied yet"));
        }
        let name = &ours[NAME];
        let name = &name[..name.iter().position(|byte| *byte == 0).unwrap_or(name.len())];
        let name = String::from_utf8_lossy(name).into_owned();
        let process = u32_at(&header, 32).unwrap_or(0);
        let created = u64_at(ours, CREATED).unwrap_or(0);
        let is_kept = u32_at(ours, KEPT) != Some(0);
        Ok(Self { file, path: path.into(), layout, name, process, created, is_kept })
    }

    /// The file's path when it was opened.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name that the program gave it: as it is in the file, with any characters.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The process that has made it, by its id in its own pid namespace.
    #[must_use]
    pub const fn process(&self) -> u32 {
        self.process
    }

    /// When it was made: nanoseconds since 1970.
    #[must_use]
    pub const fn created(&self) -> u64 {
        self.created
    }

    /// Returns whether the program asked that the file be [kept](super::Options::keep).
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// How many CPUs have parts of their own.
    #[must_use]
    pub const fn cpus(&self) -> u32 {
        self.layout.rows
    }

    /// Tells if its process runs. Costs a lock of the file for a moment.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if the file system has no locks.
    pub fn state(&self) -> Result<State, Error> {
        match self.file.try_lock_shared() {
            Ok(()) => {
                self.file.unlock().map_err(at("unlock it", &self.path))?;
                Ok(State::Ended)
            }
            Err(std::fs::TryLockError::WouldBlock) => Ok(State::Running),
            Err(std::fs::TryLockError::Error(error)) => Err(at("lock it", &self.path)(error)),
        }
    }

    /// Reads all series that are there throughout the call, and some of those that come meanwhile. Each word is read at its own moment: every
    /// addition before the call is in, of those during the call some. Costs the read of the directory and of each row.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if it cannot be read, or was cut off since.
    pub fn read(&self) -> Result<Seen, Error> {
        let (listed, damaged) = self.listed()?;
        let words = || listed.iter().map(|listed| &listed.entry.words);
        let rows = self.layout.all_rows() as usize;
        let mut sums: Vec<Sum> = words().map(|words| sum::empty(words, rows)).collect();
        for (start, len) in
            [(self.layout.values(), self.layout.row), (self.layout.tail(), self.layout.tail_row)]
        {
            let is_tail = start == self.layout.tail();
            // No more of a row is read than has words.
            let used = words().map(|words| sum::end(words, is_tail)).max().unwrap_or(0);
            if used == 0 {
                continue;
            }
            let mut bytes = vec![0; used];
            for row in 0..self.layout.all_rows() {
                self.file.read_exact_at(&mut bytes, start + row * len).map_err(at("read it", &self.path))?;
                for (words, sum) in words().zip(&mut sums) {
                    sum::add(words, sum, &bytes, is_tail, row == u64::from(self.layout.rows));
                }
            }
        }
        // A series gives its words up after its entry is gone. So those of an entry that is still there were its own when they were read, which
        // was before this.
        atomic::fence(Acquire);
        let mut series = Vec::new();
        for (Listed { slot, head, entry }, sum) in listed.into_iter().zip(sums) {
            if self.slot(slot, [0; HEAD])? == head {
                series.extend(sum::series(entry, sum).filter(|series| !sum::is_unused_overflow(series)));
            }
        }
        let mut refused = [0; 8];
        self.file.read_exact_at(&mut refused, OURS + REFUSED as u64).map_err(at("read it", &self.path))?;
        Ok(Seen { series, damaged, refused: u64::from_ne_bytes(refused) })
    }

    /// The entries of the directory, and how many are none.
    fn listed(&self) -> Result<(Vec<Listed>, usize), Error> {
        let (mut all, mut damaged) = (Vec::new(), 0);
        for slot in 0..self.layout.slots() {
            // Perhaps it is being written: a second look is at another moment.
            match self.entry(slot)?.or_else(|_| self.entry(slot).unwrap_or(Err(Damaged))) {
                Ok(None) => {}
                Ok(Some(listed)) => all.push(listed),
                Err(Damaged) => damaged += 1,
            }
        }
        Ok((all, damaged))
    }

    fn entry(&self, slot: u32) -> Result<core::result::Result<Option<Listed>, Damaged>, Error> {
        // Most slots are free, which their heads tell.
        if u32_at(&self.slot(slot, [0; HEAD])?, 8) == Some(0) {
            return Ok(Ok(None));
        }
        let bytes = self.slot(slot, [0; SLOT as usize])?;
        let head = *bytes.first_chunk().unwrap_or(&[0; HEAD]);
        Ok(match Entry::decode(&bytes) {
            Ok(Some(entry)) if self.is_sound(&entry, slot) => Ok(Some(Listed { slot, head, entry })),
            Ok(Some(_)) | Err(Damaged) => Err(Damaged),
            Ok(None) => Ok(None),
        })
    }

    /// The first bytes of a slot, as many as `bytes` has.
    fn slot<const N: usize>(&self, slot: u32, mut bytes: [u8; N]) -> Result<[u8; N], Error> {
        self.file.read_exact_at(&mut bytes, self.layout.slot(slot)).map_err(at("read it", &self.path))?;
        Ok(bytes)
    }

    /// Returns whether an entry has names that the formats know, and words that are in the rows.
    fn is_sound(&self, entry: &Entry, slot: u32) -> bool {
        let is_in = |at: u32, words: u64, row: u64| at.is_multiple_of(8) && u64::from(at) + words * 8 <= row;
        let (row, tail_row) = (self.layout.row, self.layout.tail_row);
        let is_number = slot < self.layout.series;
        let are_in = match &entry.words {
            Words::Counter(at) | Words::CounterF64(at) | Words::UpDown(at) | Words::Gauge(at) => {
                is_number && is_in(*at, 1, row)
            }
            Words::Fine { counts, len, above, sum, digits, .. } => {
                !is_number
                    && (1..=5).contains(digits)
                    && is_in(*counts, u64::from(*len), tail_row)
                    && is_in(*above, 1, tail_row)
                    && is_in(*sum, 1, tail_row)
            }
            Words::Bounded { counts, sum, .. } => {
                !is_number && is_in(*sum, 1, tail_row) && counts.iter().all(|at| is_in(*at, 1, tail_row))
            }
        };
        are_in && is_described(entry)
    }
}

/// An entry of the directory, as it was found there.
struct Listed {
    slot: u32,
    head: [u8; HEAD],
    entry: Entry,
}

/// Returns whether the formats know the names of an entry, as they do those of all that a registry takes.
fn is_described(entry: &Entry) -> bool {
    let kind = match entry.words {
        Words::Fine { .. } | Words::Bounded { .. } => Kind::Histogram,
        _ => Kind::Gauge,
    };
    let labels: Vec<&str> = match &*entry.labels {
        [(label, _)] if label == name::OVERFLOW => Vec::new(),
        labels => labels.iter().map(|(label, _)| &**label).collect(),
    };
    let description = Description::new(entry.name.clone(), "").unit(entry.unit.clone());
    description.name() == entry.name && description.check(&labels, kind).is_ok()
}

impl fmt::Display for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())
    }
}
