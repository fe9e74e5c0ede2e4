//! Labels and names that are known only when the program runs.

use core::{
    fmt::{self, Write},
    hash::Hash,
};
use std::{borrow::Cow, boxed::Box, format, vec::Vec};

#[cfg(any(feature = "metrics", feature = "opentelemetry", feature = "tracing"))]
use crate::Kind;
use crate::{LabelSet, name::OVERFLOW};

/// Labels whose names are known only when the program runs. In a [`Family`](crate::Family) of them each series has its own.
///
/// Names are made into names that the formats know: other characters than letters, digits and `_` become `_`, and names that mean
/// something already (`le`, `overflow`, and those with `__` before them) begin with `exported_`. Of two labels with one name the first is kept.
///
/// ```
/// use perseq::Counter;
/// use perseq_metrics::{Family, Labels};
///
/// let requests = Family::<Labels, Counter>::default();
/// requests.of(&Labels::new([("http.method", "GET")])).inc();
/// assert_eq!(requests.of(&Labels::new([("http_method", "GET")])).sum(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Labels(Box<[(Box<str>, Box<str>)]>);

impl Labels {
    /// The labels of those names and values, in no particular order.
    pub fn new<N: AsRef<str>, V: AsRef<str>>(labels: impl IntoIterator<Item = (N, V)>) -> Self {
        let labels = labels.into_iter();
        let mut labels: Vec<(Box<str>, Box<str>)> =
            labels.map(|(name, value)| (label(name.as_ref()), value.as_ref().into())).collect();
        labels.sort_by(|a, b| a.0.cmp(&b.0));
        labels.dedup_by(|next, first| next.0 == first.0);
        Self(labels.into())
    }
}

impl LabelSet for Labels {
    const NAMES: &'static [&'static str] = &[];

    fn write(&self, label: usize, to: &mut dyn Write) -> fmt::Result {
        to.write_str(&self.0[label].1)
    }

    fn count(&self) -> usize {
        self.0.len()
    }

    fn name(&self, label: usize) -> &str {
        &self.0[label].0
    }
}

/// The name of a label.
fn label(name: &str) -> Box<str> {
    let name = known(name, false);
    if name == "le" || name == OVERFLOW || name.starts_with("__") {
        return format!("exported_{name}").into();
    }
    name.into()
}

/// The name of a metric, without what the formats append.
#[cfg(any(feature = "metrics", feature = "opentelemetry", feature = "tracing"))]
pub(crate) fn metric(name: &str, kind: Kind) -> std::string::String {
    let name = if kind == Kind::Counter { name.strip_suffix("_total").unwrap_or(name) } else { name };
    known(name, true).into_owned()
}

/// `name`, with `_` in the places of all that the formats do not know.
fn known(name: &str, colons: bool) -> Cow<'_, str> {
    let is_known = |c: char| c.is_ascii_alphanumeric() || c == '_' || colons && c == ':';
    let before = if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
    if before.is_empty() && name.chars().all(is_known) {
        return Cow::Borrowed(name);
    }
    let known = name.chars().map(|c| if is_known(c) { c } else { '_' });
    Cow::Owned(before.chars().chain(known).collect())
}

/// A sum that goes up and down, of numbers with fractions.
#[cfg(any(feature = "opentelemetry", feature = "tracing"))]
#[derive(Default)]
pub(crate) struct UpDown(pub(crate) perseq::CounterF64);

#[cfg(any(feature = "opentelemetry", feature = "tracing"))]
impl crate::Metric for UpDown {
    const KIND: Kind = Kind::Gauge;

    fn read(&self, show: &mut dyn FnMut(crate::Value<'_>)) {
        self.0.read(show);
    }

    fn activity(&self) -> u64 {
        self.0.activity()
    }
}
