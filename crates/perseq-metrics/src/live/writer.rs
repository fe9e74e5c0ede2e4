//! The file as its process keeps it: which slots are in use, and PCP's tables of them.
//!
//! A change is made between two generation numbers that differ, as PCP wants it: its agent leaves a file alone while they do. Our reader does not
//! look at them, because a process that is killed in between leaves them so. It has the heads of the directory's entries: each has a check, so a
//! killed process spoils one entry and no more, and a number of its own, so a series that gave its words to another one is told from it.

use std::{
    format,
    fs::File,
    io,
    os::unix::fs::FileExt as _,
    path::PathBuf,
    process,
    string::String,
    sync::{Mutex, MutexGuard, PoisonError},
    vec::Vec,
};

use perseq::file_rows::FileRows;
use rustix::{
    io::Errno,
    process::{Resource, getrlimit},
};

use super::{
    entry::{Entry, Words},
    layout::{BLOCK, Layout, MAGIC, MMV_VERSION, OURS, REFUSED, SLOT},
};

/// The part that all metrics of a file share.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) path: PathBuf,
    pub(super) layout: Layout,
    pub(super) values: &'static FileRows,
    pub(super) tail: Option<&'static FileRows>,
    /// The process that made it.
    process: u32,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Locked as long as a process has it open that made it, or was forked from that one: so readers know that it is in use.
    file: File,
    /// Of each slot: the name for PCP, if it is in use.
    slots: Vec<Option<String>>,
    /// The slots of PCP's metrics, in the order of its table.
    metrics: Vec<u32>,
    generation: u64,
    refused: u64,
    /// Bytes of the file.
    len: u64,
}

/// A series that the file does not show.
#[derive(Debug)]
pub(super) struct Refused {
    /// The file may name its words all the same.
    pub(super) is_named: bool,
}

/// The types of values for PCP.
const PCP_I64: u32 = 2;
const PCP_U64: u32 = 3;
const PCP_DOUBLE: u32 = 5;
/// Its meanings.
const PCP_COUNTER: u32 = 1;
const PCP_INSTANT: u32 = 3;
/// The number of the instance domain, and that of none.
const INDOM: u32 = 1;
const NO_INDOM: u32 = u32::MAX;
/// PCP's table of contents.
const CONTENTS: u64 = 40;
const METRICS_COUNT: u64 = CONTENTS + 2 * 16 + 4;

impl Writer {
    /// Writes the tables of a new file whose rows are mapped.
    pub(super) fn new(
        file: File,
        path: PathBuf,
        layout: Layout,
        (values, tail): (&'static FileRows, Option<&'static FileRows>),
        ours: &[u8],
    ) -> io::Result<Self> {
        let string = |text: &str| {
            let mut bytes = Vec::from(cut(text, 255).as_bytes());
            bytes.resize(256, 0);
            bytes
        };
        let rows = layout.all_rows();
        let mut instances = Vec::new();
        let mut names = Vec::new();
        for row in 0..rows {
            let is_outside = row == u64::from(layout.rows);
            names.extend(string(&if is_outside { String::from("other") } else { format!("cpu{row}") }));
            instances.extend(layout.indoms().to_ne_bytes());
            instances.extend(0_u32.to_ne_bytes());
            instances.extend((row as u32).to_ne_bytes());
            instances.extend(layout.string(row).to_ne_bytes());
        }
        let mut indom = Vec::from(INDOM.to_ne_bytes());
        indom.extend((rows as u32).to_ne_bytes());
        indom.extend(layout.instance(0).to_ne_bytes());
        indom.extend([0; 16]);
        let mut header = Vec::from(MAGIC);
        header.extend(MMV_VERSION.to_ne_bytes());
        header.extend([0; 16]);
        // Five tables; no flags: what was counted is there when the process is not; and PCP numbers the file itself.
        for word in [5, 0, process::id(), 0] {
            header.extend(word.to_ne_bytes());
        }
        let tables = [
            (1_u32, 1, layout.indoms()),
            (2, rows as u32, layout.instance(0)),
            (3, 0, layout.metric(0)),
            (4, (rows * layout.row / BLOCK) as u32, layout.values()),
            (5, layout.strings() as u32, layout.string(0)),
        ];
        for (kind, count, offset) in tables {
            header.extend(kind.to_ne_bytes());
            header.extend(count.to_ne_bytes());
            header.extend(offset.to_ne_bytes());
        }
        file.write_all_at(&names, layout.string(0))?;
        file.write_all_at(&instances, layout.instance(0))?;
        file.write_all_at(&indom, layout.indoms())?;
        file.write_all_at(ours, OURS)?;
        file.write_all_at(&header, 0)?;
        let slots = (0..layout.slots()).map(|_| None).collect();
        let mut state =
            State { file, slots, metrics: Vec::new(), generation: 0, refused: 0, len: layout.len() };
        state.change(|_| Ok(()))?;
        Ok(Self { path, layout, values, tail, process: process::id(), state: Mutex::new(state) })
    }

    /// Returns whether this process has made the file: a child's records are a copy, and the file is its parent's.
    pub(super) fn is_ours(&self) -> bool {
        process::id() == self.process
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows a series; an error, which is counted, if there is no room or the file cannot be written.
    pub(super) fn show(&self, entry: &Entry) -> Result<u32, Refused> {
        let mut state = self.state();
        self.try_show(&mut state, entry).inspect_err(|_| state.count_refused())
    }

    /// Counts a series that is not in the file.
    pub(super) fn refuse(&self) {
        self.state().count_refused();
    }

    fn try_show(&self, state: &mut State, entry: &Entry) -> Result<u32, Refused> {
        let none = || Refused { is_named: false };
        let bytes = entry.encode(state.generation).ok_or_else(none)?;
        let is_histogram = matches!(entry.words, Words::Fine { .. } | Words::Bounded { .. });
        let series = self.layout.series;
        let range = if is_histogram { series..self.layout.slots() } else { 0..series };
        let slot = range.clone().find(|slot| state.slots[*slot as usize].is_none()).ok_or_else(none)?;
        let mut name = pcp_name(entry);
        if state.slots.iter().flatten().any(|other| *other == name) {
            name = format!("{}_{slot}", cut(&name, 240));
        }
        let at = self.layout.slot(slot);
        let shown = state.change(|state| {
            if !is_histogram {
                self.show_to_pcp(state, slot, &name, entry)?;
            }
            state.file.write_all_at(&bytes, at)
        });
        state.slots[slot as usize] = Some(name);
        match shown {
            Ok(()) => Ok(slot),
            Err(_) => Err(Refused { is_named: !self.hide_in(state, slot) }),
        }
    }

    /// Adds a metric to PCP's table, and its name to the blocks of its words.
    fn show_to_pcp(&self, state: &mut State, slot: u32, name: &str, entry: &Entry) -> io::Result<()> {
        let (kind, meaning, at, indom) = match entry.words {
            Words::Counter(at) => (PCP_U64, PCP_COUNTER, at, INDOM),
            Words::CounterF64(at) => (PCP_DOUBLE, PCP_COUNTER, at, INDOM),
            Words::UpDown(at) => (PCP_I64, PCP_INSTANT, at, INDOM),
            Words::Gauge(at) => (PCP_DOUBLE, PCP_INSTANT, at, NO_INDOM),
            Words::Fine { .. } | Words::Bounded { .. } => return Ok(()),
        };
        let layout = &self.layout;
        let strings = layout.string(layout.all_rows() + 2 * u64::from(slot));
        let mut texts = Vec::from(cut(name, 255).as_bytes());
        texts.resize(256, 0);
        texts.extend(cut(&entry.help, 255).as_bytes());
        texts.resize(512, 0);
        state.file.write_all_at(&texts, strings)?;
        let mut record = Vec::from(strings.to_ne_bytes());
        // The number of the metric is that of its slot. Units of ours are names, of which PCP has its own: none is told.
        for word in [slot + 1, kind, meaning, 0, indom, 0] {
            record.extend(word.to_ne_bytes());
        }
        record.extend((strings + 256).to_ne_bytes());
        record.extend((strings + 256).to_ne_bytes());
        let index = state.metrics.len() as u64;
        state.file.write_all_at(&record, layout.metric(index))?;
        // Before blocks name it: a metric that cannot be hidden again keeps its place.
        state.metrics.push(slot);
        self.name_blocks(&state.file, at, Some(layout.metric(index)), indom == NO_INDOM)?;
        state.count_metrics()
    }

    /// Writes the names of a word's blocks, or none. Its value is left alone: it is counted in.
    fn name_blocks(&self, file: &File, at: u32, metric: Option<u64>, only_outside: bool) -> io::Result<()> {
        let first = if only_outside { self.layout.rows.into() } else { 0 };
        for row in first..self.layout.all_rows() {
            let instance = if only_outside || metric.is_none() { 0 } else { self.layout.instance(row) };
            let mut names = [0; 24];
            names[8..16].copy_from_slice(&metric.unwrap_or(0).to_ne_bytes());
            names[16..].copy_from_slice(&instance.to_ne_bytes());
            file.write_all_at(&names, self.layout.values() + row * self.layout.row + u64::from(at) + 8)?;
        }
        Ok(())
    }

    /// Shows a series no longer; returns whether its words may be given back.
    #[must_use]
    pub(super) fn hide(&self, slot: u32) -> bool {
        self.hide_in(&mut self.state(), slot)
    }

    fn hide_in(&self, state: &mut State, slot: u32) -> bool {
        // A slot that cannot be cleared stays taken.
        let hidden = state.change(|state| {
            let at = self.layout.slot(slot);
            state.file.write_all_at(&[0; 16], at)?;
            if let Some(index) = state.metrics.iter().position(|other| *other == slot) {
                self.hide_from_pcp(state, index)?;
            }
            Ok(())
        });
        if hidden.is_ok() {
            state.slots[slot as usize] = None;
        }
        hidden.is_ok()
    }

    /// Takes a metric out of PCP's table: the last one takes its place.
    fn hide_from_pcp(&self, state: &mut State, index: usize) -> io::Result<()> {
        let (last, layout) = (state.metrics.len() - 1, &self.layout);
        let record = layout.metric(index as u64);
        let mut blocks = self.blocks_of(&state.file, record)?;
        blocks.try_for_each(|at| self.name_blocks(&state.file, at, None, false))?;
        if index < last {
            let moved = layout.metric(last as u64);
            let mut bytes = [0; 48];
            state.file.read_exact_at(&mut bytes, moved)?;
            state.file.write_all_at(&bytes, record)?;
            let is_single = bytes[24..28] == NO_INDOM.to_ne_bytes();
            let mut blocks = self.blocks_of(&state.file, moved)?;
            blocks.try_for_each(|at| self.name_blocks(&state.file, at, Some(record), is_single))?;
        }
        state.metrics.swap_remove(index);
        state.count_metrics()
    }

    /// The words in the row outside that name this record.
    fn blocks_of(&self, file: &File, record: u64) -> io::Result<std::vec::IntoIter<u32>> {
        let mut row = std::vec![0; self.layout.row as usize];
        file.read_exact_at(&mut row, self.layout.values() + u64::from(self.layout.rows) * self.layout.row)?;
        let names_it = |block: &[u8]| block[16..24] == record.to_ne_bytes();
        let blocks = row.chunks_exact(BLOCK as usize).zip(0_u32..);
        let found: Vec<u32> =
            blocks.filter(|(block, _)| names_it(block)).map(|(_, index)| index * BLOCK as u32).collect();
        Ok(found.into_iter())
    }
}

impl State {
    fn count_refused(&mut self) {
        self.refused += 1;
        if self.check_limit().is_ok() {
            let _best_effort = self.file.write_all_at(&self.refused.to_ne_bytes(), OURS + REFUSED as u64);
        }
    }

    /// Asked before each write: of a place beyond this process's limit (`ulimit -f`), which may be lowered at any time, the kernel would end
    /// the process by `SIGXFSZ`. It is asked of the whole file, so that no change stops half-way.
    fn check_limit(&self) -> io::Result<()> {
        let is_beyond = getrlimit(Resource::Fsize).current.is_some_and(|limit| limit < self.len);
        if is_beyond { Err(Errno::FBIG.into()) } else { Ok(()) }
    }

    /// Has `change` made between two generations.
    fn change(&mut self, change: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        self.check_limit()?;
        self.generation += 1;
        self.file.write_all_at(&self.generation.to_ne_bytes(), 8)?;
        let changed = change(self);
        self.file.write_all_at(&self.generation.to_ne_bytes(), 16)?;
        changed
    }

    fn count_metrics(&self) -> io::Result<()> {
        self.file.write_all_at(&(self.metrics.len() as u32).to_ne_bytes(), METRICS_COUNT)
    }
}

/// The name for PCP, in which labels' values are parts: letters, digits and `_`, a letter first.
fn pcp_name(entry: &Entry) -> String {
    let clean = |text: &str| -> String {
        text.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
    };
    let mut name = clean(&entry.name);
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        name.insert(0, 'm');
    }
    for (label, value) in &entry.labels {
        let part = format!("{label}_{value}");
        let part = clean(part.trim_start_matches('_'));
        name.push('.');
        name.push_str(if part.is_empty() { "none" } else { &part });
    }
    cut(&name, 255).trim_end_matches('.').into()
}

/// The first `most` bytes of a text, in whole characters.
fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

const _: () = assert!(SLOT > 16);
