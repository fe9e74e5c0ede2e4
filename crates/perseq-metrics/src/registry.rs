//! The metrics of a program, under their names.

use core::fmt::{self, Write as _};
use std::{string::String, sync::Arc, vec::Vec};

use perseq_rcu::{Rcu, RcuOption};

use crate::{
    Description, EnumFamily, EnumLabel, Error, Family, Kind, LabelSet, Metric, Value, name::OVERFLOW,
};

/// One label of a series: its name, and a value to be formatted.
#[derive(Clone, Copy)]
pub struct Label<'a> {
    /// The name.
    pub name: &'a str,
    /// The value, as it is.
    pub value: &'a dyn fmt::Display,
}

impl Label<'_> {
    /// The value as text. One that cannot be formatted ends where it could be.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // A `String` takes everything, so an error is one of the value.
        let _ = write!(text, "{}", self.value);
        text
    }
}

impl fmt::Debug for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={:?}", self.name, self.text())
    }
}

/// What is registered under one name: a metric, or a family of metrics.
pub trait Collect: Send + Sync + 'static {
    /// How the formats call it.
    fn kind(&self) -> Kind;

    /// The names of its labels, as far as the compiler knows them.
    fn labels(&self) -> &'static [&'static str];

    /// Gives each series to `show`: its labels and its value.
    fn collect(&self, show: &mut dyn FnMut(&[Label<'_>], Value<'_>));
}

impl<M: Metric> Collect for M {
    fn kind(&self) -> Kind {
        M::KIND
    }

    fn labels(&self) -> &'static [&'static str] {
        &[]
    }

    fn collect(&self, show: &mut dyn FnMut(&[Label<'_>], Value<'_>)) {
        self.read(&mut |value| show(&[], value));
    }
}

/// The value of one label of a set.
struct OfSet<'a, L>(&'a L, usize);

/// Labels that are shown without memory of their own.
const FEW: usize = 8;

impl<L: LabelSet> OfSet<'_, L> {
    fn label<'a>(set: &'a L, value: &'a Self) -> Label<'a> {
        Label { name: set.name(value.1), value }
    }
}

impl<L: LabelSet> fmt::Display for OfSet<'_, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(self.1, f)
    }
}

/// Gives the series of `labels` to `show`.
fn show_series<L: LabelSet>(labels: &L, metric: &impl Metric, show: &mut dyn FnMut(&[Label<'_>], Value<'_>)) {
    with_labels(labels, |labels| metric.read(&mut |value| show(labels, value)));
}

/// Gives the labels of a set to `to`.
pub(crate) fn with_labels<L: LabelSet, R>(labels: &L, to: impl FnOnce(&[Label<'_>]) -> R) -> R {
    let count = labels.count();
    let label = |value| OfSet::label(labels, value);
    if count <= FEW {
        // No memory is asked for, which a scrape would do for each series.
        let values: [_; FEW] = core::array::from_fn(|index| OfSet(labels, index));
        let none = Label { name: "", value: &"" };
        let few: [_; FEW] =
            core::array::from_fn(|index| if index < count { label(&values[index]) } else { none });
        return to(&few[..count]);
    }
    let values: Vec<_> = (0..count).map(|index| OfSet(labels, index)).collect();
    to(&values.iter().map(label).collect::<Vec<_>>())
}

impl<L: LabelSet, M: Metric> Collect for Family<L, M> {
    fn kind(&self) -> Kind {
        M::KIND
    }

    fn labels(&self) -> &'static [&'static str] {
        L::NAMES
    }

    fn collect(&self, show: &mut dyn FnMut(&[Label<'_>], Value<'_>)) {
        self.each(|labels, metric| show_series(labels, metric, show));
        if self.has_overflown() {
            self.overflow().read(&mut |value| show(&[Label { name: OVERFLOW, value: &"true" }], value));
        }
    }
}

impl<L: EnumLabel, M: Metric> Collect for EnumFamily<L, M> {
    fn kind(&self) -> Kind {
        M::KIND
    }

    fn labels(&self) -> &'static [&'static str] {
        L::NAMES
    }

    fn collect(&self, show: &mut dyn FnMut(&[Label<'_>], Value<'_>)) {
        L::ALL.iter().for_each(|label| show_series(label, self.of(*label), show));
    }
}

/// A registered metric.
#[derive(Clone)]
struct Registered {
    description: Arc<Description>,
    metric: Held,
}

#[derive(Clone)]
enum Held {
    Static(&'static dyn Collect),
    Shared(Arc<dyn Collect>),
}

/// The metrics that a program shows, each under a name of its own. Works in a `static`.
///
/// Metrics are what they are without it: it names them for those that look at all. A scrape reads each while it is counted in, takes no lock, and
/// shows every addition that came before it.
///
/// ```
/// use perseq::Counter;
/// use perseq_metrics::{Description, Format, Registry};
///
/// static REGISTRY: Registry = Registry::new();
/// static SENT: Counter = Counter::new();
///
/// REGISTRY.add(Description::new("sent", "Bytes that clients were sent").unit("bytes"), &SENT)?;
/// SENT.add(1500);
/// assert!(REGISTRY.text(Format::Prometheus).ends_with("\nsent_bytes_total 1500\n"));
/// # Ok::<(), perseq_metrics::Error>(())
/// ```
#[derive(Default)]
pub struct Registry {
    metrics: RcuOption<Vec<Registered>>,
}

impl Registry {
    /// A registry without metrics.
    #[must_use]
    pub const fn new() -> Self {
        Self { metrics: RcuOption::new() }
    }

    /// Registers a metric or a family that lives as long as the program.
    ///
    /// # Errors
    ///
    /// Those of [`register`](Self::register).
    pub fn add(&self, description: Description, metric: &'static impl Collect) -> Result<(), Error> {
        description.check(metric.labels(), metric.kind())?;
        self.put(description, Held::Static(metric))
    }

    /// Registers a metric or a family, and shares it with the caller.
    ///
    /// # Errors
    ///
    /// [`Error::Name`], [`Error::Label`] and [`Error::Unit`] if the formats do not know what it is called; [`Error::Taken`] if another one is called that.
    pub fn register<C: Collect>(&self, description: Description, metric: C) -> Result<Arc<C>, Error> {
        description.check(metric.labels(), metric.kind())?;
        let metric = Arc::new(metric);
        self.put(description, Held::Shared(Arc::<C>::clone(&metric)))?;
        Ok(metric)
    }

    /// Registers a metric, whose name is one of the formats.
    fn put(&self, description: Description, metric: Held) -> Result<(), Error> {
        let new = Registered { description: Arc::new(description), metric };
        let mut is_there = false;
        let mut is_taken = false;
        let guard = Rcu::global().read();
        self.metrics.update(&guard, |metrics| {
            let metrics = metrics.map_or(&[][..], Vec::as_slice);
            is_there = metrics.iter().any(|other| other.is(&new));
            is_taken = metrics.iter().any(|other| other.clashes_with(&new));
            (!is_taken).then(|| metrics.iter().chain([&new]).cloned().collect())
        });
        if is_taken && !is_there { Err(Error::Taken(new.description.name().into())) } else { Ok(()) }
    }

    /// Registers a metric of a facade, under a name that the formats know; once if the facade does so by several threads.
    #[cfg(any(feature = "metrics", feature = "opentelemetry", feature = "tracing"))]
    pub(crate) fn show(&self, description: Description, metric: Arc<dyn Collect>) -> Result<(), Error> {
        self.put(description, Held::Shared(metric))
    }

    /// Says something else of the metric of that name.
    #[cfg(any(feature = "metrics", feature = "opentelemetry", feature = "tracing"))]
    pub(crate) fn describe(&self, description: Description) {
        let description = Arc::new(description);
        let guard = Rcu::global().read();
        self.metrics.update(&guard, |metrics| {
            let mut metrics = metrics?.clone();
            let metric = metrics.iter_mut().find(|metric| metric.description.name() == description.name())?;
            metric.description = Arc::clone(&description);
            Some(metrics)
        });
    }

    /// No longer shows the metric of that name; returns whether there was one.
    pub fn remove(&self, name: &str) -> bool {
        let guard = Rcu::global().read();
        let others = |metrics: Option<&Vec<Registered>>| {
            let metrics = metrics?;
            let others: Vec<_> =
                metrics.iter().filter(|metric| metric.description.name() != name).cloned().collect();
            (others.len() < metrics.len()).then_some(others)
        };
        self.metrics.update(&guard, others).is_some()
    }

    /// Gives each metric to `show`, in the order in which they were registered.
    pub fn each(&self, mut show: impl FnMut(&Description, &dyn Collect)) {
        if let Some(metrics) = self.metrics.read() {
            metrics.iter().for_each(|metric| show(&metric.description, metric.metric.get()));
        }
    }
}

/// A registry that another one collects.
#[cfg(any(feature = "prometheus", feature = "prometheus-client"))]
#[derive(Debug)]
pub(crate) enum Source {
    Static(&'static Registry),
    Shared(Arc<Registry>),
}

#[cfg(any(feature = "prometheus", feature = "prometheus-client"))]
impl Source {
    pub(crate) fn get(&self) -> &Registry {
        match self {
            Self::Static(registry) => registry,
            Self::Shared(registry) => registry,
        }
    }
}

impl Registered {
    /// Returns whether both are the same metric, under one name.
    fn is(&self, other: &Self) -> bool {
        let place = |of: &Self| core::ptr::from_ref(of.metric.get()).cast::<()>();
        self.description.name() == other.description.name() && place(self) == place(other)
    }

    /// Returns whether a sample of one could have the name of the other or of one of its samples.
    fn clashes_with(&self, other: &Self) -> bool {
        let samples = |of: &Self| match of.metric.get().kind() {
            Kind::Counter => &["", "_total", "_created"][..],
            Kind::Gauge => &[""],
            Kind::Histogram => &["", "_bucket", "_count", "_sum", "_created"],
        };
        let (mine, theirs) = (self.description.name(), other.description.name());
        // Two equal names with suffixes begin with the shorter one.
        (mine.starts_with(theirs) || theirs.starts_with(mine))
            && samples(self).iter().any(|suffix| {
                let mut others = samples(other).iter().map(|end| theirs.bytes().chain(end.bytes()));
                others.any(|sample| sample.eq(mine.bytes().chain(suffix.bytes())))
            })
    }
}

impl Held {
    fn get(&self) -> &dyn Collect {
        match self {
            Self::Static(metric) => *metric,
            Self::Shared(metric) => &**metric,
        }
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = f.debug_set();
        self.each(|description, _| {
            names.entry(&description.name());
        });
        names.finish()
    }
}
