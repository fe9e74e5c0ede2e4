//! Which names the formats know, and what a metric is called.

use std::{borrow::Cow, format};

use crate::{Error, Kind};

/// What the formats append to a metric's name. A name that ends so could be another metric's sample.
const APPENDED: [&str; 8] = ["_total", "_bucket", "_count", "_sum", "_created", "_info", "_gcount", "_gsum"];

/// The label of the series in which a family counts what it has no series for. A label of its own with that name could make
/// two series of it that the formats take for one.
pub(crate) const OVERFLOW: &str = "overflow";

/// The name, help and unit of a metric.
///
/// ```
/// use perseq_metrics::Description;
///
/// let sent = Description::new("sent", "Bytes that clients were sent").unit("bytes");
/// assert_eq!(sent.name(), "sent_bytes");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    name: Cow<'static, str>,
    help: Cow<'static, str>,
    unit: Cow<'static, str>,
}

impl Description {
    /// A metric without a unit. Counters are named without `_total`, which the formats append.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>, help: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), help: help.into(), unit: Cow::Borrowed("") }
    }

    /// Values are in `unit`: a base unit in the plural, as `seconds` and `bytes`. The name gets it as a suffix, if it has not got it.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<Cow<'static, str>>) -> Self {
        self.unit = unit.into();
        if !self.unit.is_empty() && without_unit(&self.name, &self.unit).is_none() {
            self.name = Cow::Owned(format!("{}_{}", self.name, self.unit));
        }
        self
    }

    /// The name, with the unit.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// One sentence for people.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }

    /// The unit, or nothing.
    #[must_use]
    pub fn unit_name(&self) -> &str {
        &self.unit
    }

    /// Says what of it the formats do not know.
    pub(crate) fn check(&self, labels: &[&str], kind: Kind) -> Result<(), Error> {
        // The unit first, because it is a part of the name.
        if !self.unit.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return Err(Error::Unit(self.unit.as_ref().into()));
        }
        let is_appended = APPENDED.iter().any(|suffix| self.name.ends_with(suffix));
        if is_appended || !is_name(&self.name, true) {
            return Err(Error::Name(self.name.as_ref().into()));
        }
        for (index, &label) in labels.iter().enumerate() {
            let is_reserved =
                label.starts_with("__") || label == OVERFLOW || kind == Kind::Histogram && label == "le";
            if is_reserved || !is_name(label, false) || labels[..index].contains(&label) {
                return Err(Error::Label(label.into()));
            }
        }
        Ok(())
    }
}

/// The name before `_` and its unit; `None` if it does not end so, or if there is no unit.
pub(crate) fn without_unit<'a>(name: &'a str, unit: &str) -> Option<&'a str> {
    if unit.is_empty() { None } else { name.strip_suffix(unit)?.strip_suffix('_') }
}

/// Returns whether `name` is one of a metric, which may have colons, or of a label.
fn is_name(name: &str, colons: bool) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || colons && byte == b':')
}
