//! The families that facades count in: those of a registry whose names, labels and kinds are known only when they are used.

use core::{
    any::Any,
    sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering::Relaxed},
};
use std::{borrow::Cow, boxed::Box, collections::HashMap, string::String, sync::Arc, vec::Vec};

use perseq::Counter;
use perseq_rcu::Rcu;

use crate::{
    Collect, Description, Error, Family, Histogram, Kind, Labels, Metric, Registry, Value,
    hash::{self, Map},
    histogram::check_bounds,
    name::without_unit,
    run_time,
};

/// Families of one facade, by the names that a scrape shows.
pub(crate) struct Facade {
    registry: &'static Registry,
    /// Uses that came to nothing, and the name and the help under which they are shown: not metrics, of which one may be used often.
    refused: (Arc<Counter>, [&'static str; 2]),
    /// Tells if the registry has that counter, or has refused it.
    tells: AtomicBool,
    families: Map<Box<str>, Entry>,
    /// Names of what is no family.
    others: AtomicUsize,
    described: Map<Box<str>, Text>,
    bounds: HashMap<String, Arc<[f64]>>,
    default_bounds: Arc<[f64]>,
}

/// A facade's description of a metric.
#[derive(Clone)]
struct Text {
    help: Cow<'static, str>,
    unit: Cow<'static, str>,
}

struct Entry {
    family: Arc<dyn Dynamic>,
    state: AtomicU8,
}

/// The registry was not asked yet.
const NEW: u8 = 0;
const SHOWN: u8 = 1;
/// Its name is another metric's.
const REFUSED_BY_NAME: u8 = 2;

/// Takes the name, the labels and the last value of a series that has expired.
pub(crate) type Gone<'a> = dyn FnMut(&str, &Labels, Value<'_>) + 'a;

/// A family of any metric.
trait Dynamic: Any + Collect {
    fn expire(&self, name: &str, gone: &mut Gone<'_>) -> Result<(), Error>;
}

impl<M: Metric> Dynamic for Family<Labels, M> {
    fn expire(&self, name: &str, gone: &mut Gone<'_>) -> Result<(), Error> {
        let expired = Self::expire(self)?;
        expired.iter().for_each(|series| series.read(&mut |value| gone(name, series.labels(), value)));
        Ok(())
    }
}

impl Facade {
    /// Most names. A registry looks through all of them when one comes to it, and a scrape shows all.
    pub(crate) const NAMES: usize = 1_000;

    pub(crate) fn new(registry: &'static Registry, refused: [&'static str; 2]) -> Self {
        // 1, 2 and 5 times each power of ten, from a microsecond to a thousand million.
        let steps = (-6..9).flat_map(|power| [1, 2, 5].map(|step| std::format!("{step}e{power}")));
        let bounds = steps.filter_map(|bound| bound.parse().ok());
        Self {
            registry,
            refused: (Arc::new(Counter::new()), refused),
            tells: AtomicBool::new(false),
            families: hash::map(),
            others: AtomicUsize::new(0),
            described: hash::map(),
            bounds: HashMap::new(),
            default_bounds: bounds.chain([1e9]).collect(),
        }
    }

    /// Gives the histograms of a name these bounds, from now on.
    #[cfg(any(feature = "metrics", feature = "tracing"))]
    pub(crate) fn set_bounds(&mut self, name: &str, bounds: &[f64]) -> Result<(), Error> {
        check_bounds(bounds)?;
        self.bounds.insert(run_time::metric(name, Kind::Histogram), bounds.into());
        Ok(())
    }

    /// Keeps what is said of a metric, for the registry as well if it has the metric already.
    pub(crate) fn describe(&self, name: &str, kind: Kind, help: Cow<'static, str>, unit: Cow<'static, str>) {
        let shown = run_time::metric(name, kind);
        let entry = self.families.read(&*shown);
        // One of another kind comes to nothing, and says nothing of the metric that has its name.
        if entry.as_ref().is_some_and(|entry| entry.family.kind() != kind) {
            return;
        }
        if self.described.len() < Self::NAMES || self.described.contains_key(&*shown) {
            self.described.insert(shown.as_str().into(), Text { help, unit });
        }
        if entry.is_some_and(|entry| entry.state.load(Relaxed) == SHOWN) {
            self.registry.describe(self.description(shown));
        }
    }

    fn description(&self, shown: String) -> Description {
        let text = self.described.read(&*shown);
        let Some(text) = text.as_deref() else { return Description::new(shown, "") };
        // The name is the same whether its unit is told before or after the metric is used.
        let has_unit = without_unit(&shown, &text.unit).is_some();
        let description = Description::new(shown, text.help.clone());
        if has_unit { description.unit(text.unit.clone()) } else { description }
    }

    /// The family of a name, which is made and registered if it is new. None, which is counted, if there is one of another kind, if the registry
    /// has another metric of that name, or if there are too many.
    pub(crate) fn family<M: Metric>(
        &self,
        name: &str,
        make: impl Fn() -> M + Send + Sync + 'static,
    ) -> Option<Arc<Family<Labels, M>>> {
        let family = self.find(name, make);
        if family.is_none() {
            self.refuse();
        }
        family
    }

    /// Counts a use that came to nothing, and has the registry show that.
    pub(crate) fn refuse(&self) {
        let (refused, [name, help]) = &self.refused;
        refused.inc();
        // Once: a program may come here each time that it counts.
        if self.tells.swap(true, Relaxed) {
            return;
        }
        // If that name is taken as well, the count can be asked for.
        let _ = self.registry.show(Description::new(*name, *help), Arc::<Counter>::clone(refused));
    }

    fn find<M: Metric>(
        &self,
        name: &str,
        make: impl Fn() -> M + Send + Sync + 'static,
    ) -> Option<Arc<Family<Labels, M>>> {
        let shown = run_time::metric(name, M::KIND);
        let entry = match self.families.read(&*shown) {
            Some(entry) => entry,
            None if self.names() >= Self::NAMES => return None,
            None => {
                let new =
                    || Entry { family: Arc::new(Family::<Labels, M>::new(make)), state: AtomicU8::new(NEW) };
                self.families.read_or_insert_with(shown.as_str().into(), new)
            }
        };
        let any: Arc<dyn Any + Send + Sync> = Arc::<dyn Dynamic>::clone(&entry.family);
        let family = any.downcast::<Family<Labels, M>>().ok()?;
        if entry.state.load(Relaxed) == NEW {
            // By each thread that comes here meanwhile; all get the same answer.
            let answer =
                self.registry.show(self.description(shown), Arc::<dyn Dynamic>::clone(&entry.family));
            entry.state.store(if answer.is_ok() { SHOWN } else { REFUSED_BY_NAME }, Relaxed);
        }
        (entry.state.load(Relaxed) == SHOWN).then_some(family)
    }

    fn names(&self) -> usize {
        self.families.len() + self.others.load(Relaxed)
    }

    /// Shows something that is no family, under a name of the formats. Returns whether that name was free, and there are not too many.
    #[cfg(feature = "opentelemetry")]
    pub(crate) fn show(&self, shown: &str, metric: Arc<dyn Collect>) -> bool {
        let is_shown =
            self.names() < Self::NAMES && self.registry.show(self.description(shown.into()), metric).is_ok();
        self.others.fetch_add(usize::from(is_shown), Relaxed);
        is_shown
    }

    /// Tells the registry what is known by now of something that it shows already.
    #[cfg(feature = "opentelemetry")]
    pub(crate) fn describe_again(&self, shown: String) {
        self.registry.describe(self.description(shown));
    }

    /// How many uses came to nothing.
    pub(crate) fn refused(&self) -> u64 {
        self.refused.0.sum()
    }

    /// The family of the histograms of a name: with these bounds, those that are set for it, or the usual ones. None as above, and if the bounds
    /// are bad.
    pub(crate) fn histograms(
        &self,
        name: &str,
        bounds: Option<&[f64]>,
    ) -> Option<Arc<Family<Labels, Histogram>>> {
        let set = self.bounds.get(&run_time::metric(name, Kind::Histogram));
        let bounds: Arc<[f64]> = match bounds {
            Some(bounds) if check_bounds(bounds).is_err() => {
                self.refuse();
                return None;
            }
            Some(bounds) => bounds.into(),
            None => Arc::clone(set.unwrap_or(&self.default_bounds)),
        };
        self.family(name, move || {
            Histogram::new(bounds.iter().copied())
                .unwrap_or_else(|error| unreachable!("they were checked: {error}"))
        })
    }

    /// Takes out the series that were not used since the last call.
    pub(crate) fn expire(&self, gone: &mut Gone<'_>) -> Result<(), Error> {
        let families: Vec<_> = {
            let guard = Rcu::global().read();
            self.families
                .iter(&guard)
                .map(|(name, entry)| (name.clone(), Arc::clone(&entry.family)))
                .collect()
        };
        families.iter().try_for_each(|(name, family)| family.expire(name, gone))
    }
}
