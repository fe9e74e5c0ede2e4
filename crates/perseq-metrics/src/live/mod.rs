//! Metrics that other processes see while they are counted: they live in a file. Linux, with the feature `live`.
//!
//! [`Live`] makes the file and is a [`Registry`] of what is in it. Its metrics are those of this crate, and cost the same: an addition is one
//! plain addition to this CPU's row, and the row is a part of the file. No thread exports and nothing is copied. So the figures are there for
//! a reader of the file at any moment, also when the process was killed.
//!
//! ```
//! use perseq::Counter;
//! use perseq_metrics::{Description, label_set, live::{Live, Options}};
//!
//! label_set! {
//!     struct Route { path: &'static str, status: u16 }
//! }
//!
//! # let scratch = perseq_testing::Scratch::private("doc");
//! # let directory = scratch.path();
//! let live = Live::create("shop", Options::new().directory(directory))?;
//! let sent = live.add::<Counter>(Description::new("sent", "Bytes that clients were sent").unit("bytes"), ())?;
//! let requests = live.add_family::<Route, Counter>(Description::new("requests", "Requests by route"), ())?;
//! sent.add(1500);
//! requests.of(&Route { path: "/", status: 200 }).inc();
//!
//! // Another process does that: `perseq stat`, for instance.
//! let seen = perseq_metrics::live::Reader::open(live.path())?.read()?;
//! assert_eq!(seen.series[0].name, "sent_bytes");
//! # Ok::<(), perseq_metrics::live::Error>(())
//! ```
//!
//! # The file
//!
//! It is `NAME_PID` in `$XDG_RUNTIME_DIR/perseq`, or in `/tmp/perseq-UID`: directories of this user alone; or in
//! [a directory that is named](Options::directory). Its format is that of PCP's memory-mapped values (MMV, version 2), with an instance for each
//! CPU, and one, `other`, for threads that cannot run sections: PCP's tools show counters and gauges where they find it. Names by labels and
//! histograms are in tables that PCP does not look at.
//!
//! * **Room.** 32 bytes for each CPU and counter or gauge, [1,023](MOST_SERIES) of them at the most; histograms have rows of their own. A series for
//!   which there is no room is counted in this process's memory, shown by the registry's text, and [told](Seen::refused) by the file. So is one that
//!   is made while the process's limit of files (`ulimit -f`) is below the file's length; one that expires then stays in the file.
//! * **End.** The file goes when the process ends by `exit` or by the return of `main`, or when [`Live`] is dropped, after which its metrics
//!   count unseen; [`Options::keep`] leaves it. A process that is killed leaves it, too: readers [see](State) that it has ended. The next program of that name
//!   removes such files, all but the latest, so a program that is killed again and again leaves one.
//! * **Fork.** A child has the same rows: what it counts is in its parent's file, exactly. It makes no series there; those that it makes
//!   are in its own memory. The file counts as in use as long as the parent or a child of it lives that has executed no other program.
//!   After a fork the room of series that expire is not used again in files that were there before it.
//! * **Other processes of this user** can change the figures in the file, and nothing else of the process. If one of them shortens the
//!   file, the next addition is a `SIGBUS`, which ends this process. Processes of other users can neither, unless the user
//!   says so by the rights of the directory and the file.

mod entry;
mod error;
mod exit;
mod layout;
mod make;
mod place;
mod read;
mod scrape;
mod sum;
mod writer;

use core::{fmt, ops::Deref};
use std::{
    borrow::ToOwned as _,
    format, fs,
    path::{Path, PathBuf},
    string::String,
    sync::Arc,
    time::SystemTime,
    vec::Vec,
};

use perseq::{
    file_rows::FileRows,
    perseq_core::{cpu, pool::HeldBack},
};

use crate::{Description, Family, LabelSet, Metric, Registry, Value, name::OVERFLOW, registry::with_labels};
pub use error::Error;
pub use layout::MOST_SERIES;
use layout::{LONGEST_NAME, Layout, MOST_HISTOGRAMS};
pub use make::{Bounds, FileMetric, Fine};
use place::at;
pub use place::{find, find_in};
pub use read::{Amount, Reader, Seen, Series, State};
pub use scrape::scrape;
use writer::Writer;

/// How a live file is made.
#[derive(Debug, Clone)]
pub struct Options {
    series: u32,
    histograms: u64,
    directory: Option<PathBuf>,
    mode: u32,
    keep: bool,
}

impl Options {
    /// 128 counters and gauges, 64 KiB for each CPU for histograms, in the usual directory, for this user alone.
    #[must_use]
    pub const fn new() -> Self {
        Self { series: 128, histograms: 1 << 16, directory: None, mode: 0o600, keep: false }
    }

    /// Room for so many counters and gauges, each with its labels, 1 to [`MOST_SERIES`]. A row has 32 bytes for each, rounded up to a power of two of
    /// at least a page.
    #[must_use]
    pub fn series(self, series: u32) -> Self {
        Self { series, ..self }
    }

    /// So many bytes for each CPU for histograms, up to 256 KiB, rounded up to a power of two of at least a page; 0 for none. A [`FineHistogram`](crate::FineHistogram) of
    /// values up to a minute in nanoseconds, with 2 digits, takes 31 KiB.
    #[must_use]
    pub fn histograms(self, bytes: u64) -> Self {
        Self { histograms: bytes, ..self }
    }

    /// In that directory, which is there. In one that other users may write to, they may take the name before.
    #[must_use]
    pub fn directory(self, directory: impl Into<PathBuf>) -> Self {
        Self { directory: Some(directory.into()), ..self }
    }

    /// Other users may read the file, as PCP's agent, where the directory lets them.
    #[must_use]
    pub fn readable_by_all(self) -> Self {
        Self { mode: 0o644, ..self }
    }

    /// The file stays when the process ends.
    #[must_use]
    pub fn keep(self) -> Self {
        Self { keep: true, ..self }
    }

    fn layout(&self) -> Result<Layout, Error> {
        if !(1..=MOST_SERIES).contains(&self.series) {
            return Err(Error::Size(
                "a live file has room for 1 to 1,023 counters and gauges; ask for fewer, or make a second file",
            ));
        }
        if self.histograms > 1 << 18 {
            return Err(Error::Size(
                "a live file has up to 256 KiB for each CPU for histograms; ask for less, or make a second file",
            ));
        }
        let page = rustix::param::page_size() as u64;
        let row = |bytes: u64| bytes.next_power_of_two().max(page);
        Ok(Layout {
            rows: cpu::bound(),
            series: self.series,
            histograms: if self.histograms > 0 { MOST_HISTOGRAMS } else { 0 },
            row: row(u64::from(self.series) * layout::BLOCK),
            tail_row: if self.histograms > 0 { row(self.histograms) } else { 0 },
            page,
        })
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

/// A file with metrics in it, and the registry of these. Its drop removes the file. See [the module](self).
#[derive(Debug)]
pub struct Live {
    registry: Registry,
    writer: Arc<Writer>,
    /// The file that goes with this; `None` if it is kept.
    noted: Option<(u64, u64)>,
}

impl Live {
    /// Makes the file `NAME_PID`. One that a process left behind which had this process's id is replaced.
    ///
    /// Costs a few hundred system calls, 256 KiB of addresses and a mapping for each CPU and kind of row, which stay until the process ends.
    ///
    /// # Errors
    ///
    /// [`Error::Name`] unless `name` is up to 36 letters, digits and `_`, a letter first; [`Error::Foreign`] if the directory is not
    /// this user's alone; [`Error::InUse`] if this process has a file of that name; [`Error::Rows`] if the file system is full, or the
    /// process has [32 files](FileRows::MOST); [`Error::File`] for what the system refuses.
    pub fn create(name: &str, options: Options) -> Result<Self, Error> {
        let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        if name.len() > LONGEST_NAME
            || !name.starts_with(|first: char| first.is_ascii_alphabetic())
            || !name.chars().all(is_letter)
        {
            return Err(Error::Name(name.into()));
        }
        let layout = options.layout()?;
        let directory = match &options.directory {
            Some(directory) => directory.clone(),
            None => place::directory()?,
        };
        let path = directory.join(format!("{name}_{}", std::process::id()));
        // Readers look for names that begin with a letter, so they find the file when it is whole.
        let new = directory.join(format!(".{name}_{}.new", std::process::id()));
        let is_used = place::open(&path).is_ok_and(|file| file.try_lock_shared().is_err());
        if is_used {
            return Err(Error::InUse(path));
        }
        // A process of this id has left it half made.
        if place::open(&new).is_ok_and(|file| file.try_lock_shared().is_ok()) {
            fs::remove_file(&new).map_err(at("remove it", &new))?;
        }
        place::sweep(&directory, name);
        let file = place::create(&new, options.mode)?;
        let writer = Self::fill(file, name, &path, layout, options.keep).and_then(|writer| {
            fs::rename(&new, &path).map_err(at("give it its name", &new))?;
            Ok(writer)
        });
        let writer = writer.inspect_err(|_| _ = fs::remove_file(&new))?;
        let noted = if options.keep { None } else { exit::note(&path) };
        Ok(Self { registry: Registry::new(), writer: Arc::new(writer), noted })
    }

    fn fill(file: fs::File, name: &str, path: &Path, layout: Layout, keep: bool) -> Result<Writer, Error> {
        file.lock().map_err(at("lock it", path))?;
        let rows = |offset, row: u64| {
            FileRows::map(&file, offset, row as usize)
                .map_err(|source| Error::Rows { path: path.into(), source })
        };
        let values = rows(layout.values(), layout.row)?;
        let tail = (layout.tail_row > 0).then(|| rows(layout.tail(), layout.tail_row)).transpose()?;
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let created = u64::try_from(since.as_nanos()).unwrap_or(u64::MAX);
        let ours = layout.encode(created, name, keep);
        Writer::new(file, path.into(), layout, (values, tail), &ours).map_err(at("write its tables", path))
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.writer.path
    }

    /// Makes a metric in the file, registers it, and shares it with the caller. `shape` is what it is made with: `()` for counters and gauges,
    /// [`Bounds`] or [`Fine`] for histograms.
    ///
    /// # Errors
    ///
    /// [`Error::Metric`], as [`Registry::register`], and if the shape is none.
    pub fn add<M: FileMetric>(
        &self,
        description: Description,
        shape: M::Shape,
    ) -> Result<Arc<InFile<M>>, Error> {
        let new = self.make(&description, &shape, Vec::new())?;
        self.registry.register(description, new).map_err(Error::Metric)
    }

    /// Makes a family whose series are in the file, each from the moment on at which it is first asked for, until it expires.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add).
    pub fn add_family<L: LabelSet + Clone, M: FileMetric>(
        &self,
        description: Description,
        shape: M::Shape,
    ) -> Result<Arc<Family<L, InFile<M>>>, Error> {
        // An error of the shape is told here, and not where series are made.
        drop(M::in_memory(&shape).map_err(Error::Metric)?);
        let (writer, of) = (Arc::clone(&self.writer), description.clone());
        let make = move |labels: Option<&L>| {
            let labels = labels.map_or_else(|| Vec::from([(OVERFLOW.to_owned(), "true".to_owned())]), texts);
            match InFile::new(&writer, &of, &shape, labels) {
                Ok(metric) => metric,
                Err(error) => unreachable!("the shape has made a metric before: {error}"),
            }
        };
        self.registry.register(description, Family::by_labels(make)).map_err(Error::Metric)
    }

    fn make<M: FileMetric>(
        &self,
        description: &Description,
        shape: &M::Shape,
        labels: Vec<(String, String)>,
    ) -> Result<InFile<M>, Error> {
        InFile::new(&self.writer, description, shape, labels).map_err(Error::Metric)
    }
}

impl Drop for Live {
    /// Removes the file. Not when the last of its metrics goes: the registry's readers hold on to what it had before.
    fn drop(&mut self) {
        if let Some(noted) = self.noted.filter(|_| self.writer.is_ours()) {
            exit::forget(noted);
        }
    }
}

/// The registry of the metrics, which other metrics can be registered in, too.
impl Deref for Live {
    type Target = Registry;

    fn deref(&self) -> &Registry {
        &self.registry
    }
}

/// The labels' names and values.
fn texts<L: LabelSet>(labels: &L) -> Vec<(String, String)> {
    with_labels(labels, |all| all.iter().map(|label| (label.name.to_owned(), label.text())).collect())
}

/// A metric in a live file, by `Deref`. It goes from the file when it is dropped.
pub struct InFile<M> {
    shown: Option<Shown>,
    metric: M,
    /// Of a metric whose words the file may still name: another series of these words would be read under its name. Dropped after the metric.
    held_back: Option<HeldBack>,
}

/// An entry of the directory.
struct Shown {
    slot: u32,
    writer: Arc<Writer>,
}

impl<M> Drop for InFile<M> {
    fn drop(&mut self) {
        let Some(shown) = &self.shown else { return };
        if shown.writer.is_ours() && !shown.writer.hide(shown.slot) {
            self.held_back = Some(HeldBack::new());
        }
    }
}

impl<M: FileMetric> InFile<M> {
    fn new(
        writer: &Arc<Writer>,
        description: &Description,
        shape: &M::Shape,
        labels: Vec<(String, String)>,
    ) -> Result<Self, crate::Error> {
        // In a child another thread of the parent may have held its lock.
        if writer.is_ours() {
            let placed = M::in_file(writer.values, writer.tail, shape);
            if let Some((metric, words)) = placed {
                let (name, help) = (description.name().into(), description.help().into());
                let unit = description.unit_name().into();
                let entry = entry::Entry { name, unit, help, labels, words };
                match writer.show(&entry) {
                    Ok(slot) => {
                        let writer = Arc::clone(writer);
                        return Ok(Self { shown: Some(Shown { slot, writer }), metric, held_back: None });
                    }
                    Err(refused) => {
                        let _held_back = refused.is_named.then(HeldBack::new);
                        drop(metric);
                    }
                }
            } else {
                writer.refuse();
            }
        }
        M::in_memory(shape).map(|metric| Self { shown: None, metric, held_back: None })
    }
}

impl<M> InFile<M> {
    /// Returns whether readers of the file see it. There was no room for one that they do not see.
    #[must_use]
    pub const fn is_shown(&self) -> bool {
        self.shown.is_some()
    }
}

impl<M> Deref for InFile<M> {
    type Target = M;

    #[inline]
    fn deref(&self) -> &M {
        &self.metric
    }
}

impl<M: Metric> Metric for InFile<M> {
    const KIND: crate::Kind = M::KIND;

    fn read(&self, show: &mut dyn FnMut(Value<'_>)) {
        self.metric.read(show);
    }

    fn activity(&self) -> u64 {
        self.metric.activity()
    }
}

impl<M: fmt::Debug> fmt::Debug for InFile<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.metric.fmt(f)
    }
}
