//! Metrics by labels.

use core::{
    fmt,
    ops::Deref,
    sync::atomic::{
        AtomicBool, AtomicU64, AtomicUsize,
        Ordering::{AcqRel, Acquire, Relaxed, Release},
    },
};
use std::{boxed::Box, sync::Arc, vec::Vec};

use perseq_rcu::{Rcu, Ref};

use crate::{
    EnumLabel, Error, LabelSet, Metric,
    hash::{self, Map},
};

/// A metric for each label set that was asked for.
///
/// [`of`](Self::of) finds a series by its labels in a map whose readers take no lock and write nothing that threads share, so
/// it costs a hash and a read-side section on any number of CPUs. A series is made when it is first asked for, up to
/// [a limit](Self::limit); the uses of all others beyond it are counted together in one [overflow](Self::overflow) series, which a scrape shows by the
/// label `overflow="true"`.
///
/// ```
/// use perseq::Counter;
/// use perseq_metrics::{Family, label_set};
///
/// label_set! {
///     struct Route { path: String, status: u16 }
/// }
/// let requests = Family::<Route, Counter>::default();
/// let route = Route { path: "/".into(), status: 200 };
/// requests.of(&route).inc();
/// // What is used in a loop is kept.
/// let kept = requests.keep(&route);
/// kept.add(2);
/// assert_eq!(requests.of(&route).sum(), 3);
/// ```
pub struct Family<L: LabelSet, M: Metric> {
    series: Map<L, Arc<Entry<M>>>,
    overflow: Arc<Entry<M>>,
    refused: AtomicBool,
    limit: usize,
    make: Make<L, M>,
}

/// Makes a series of those labels, or the overflow series.
type Make<L, M> = Box<dyn Fn(Option<&L>) -> M + Send + Sync>;

struct Entry<M> {
    metric: M,
    /// How many handles there are, or [`EXPIRED`].
    kept: AtomicUsize,
    /// The metric's activity when unused series were last looked for; not yet in the first time.
    seen: AtomicU64,
    /// Whether `seen` is one.
    looked: AtomicBool,
}

/// The entry is being taken out of the map, by a thread that excludes other writers.
const EXPIRED: usize = usize::MAX;

impl<M> Entry<M> {
    const fn new(metric: M) -> Self {
        let (kept, seen, looked) = (AtomicUsize::new(0), AtomicU64::new(0), AtomicBool::new(false));
        Self { metric, kept, seen, looked }
    }

    /// Counts one more handle, unless the entry has expired.
    fn keep(&self) -> bool {
        let more = |kept| (kept != EXPIRED).then(|| kept + 1);
        self.kept.fetch_update(AcqRel, Acquire, more).is_ok()
    }
}

impl<L: LabelSet, M: Metric + Default> Default for Family<L, M> {
    fn default() -> Self {
        Self::new(M::default)
    }
}

impl<L: LabelSet, M: Metric> Family<L, M> {
    /// Series that a family has at the most, if it is not told another limit.
    pub const LIMIT: usize = 10_000;

    /// A family without series; `make` makes each. It is called once for the [overflow](Self::overflow) series now.
    ///
    /// A function that can fail (a histogram's memory) is called by the program before, and shows there that it does not.
    pub fn new(make: impl Fn() -> M + Send + Sync + 'static) -> Self {
        Self::by_labels(move |_| make())
    }

    /// The same, with the labels of each series for `make`, which are none for the overflow series.
    pub(crate) fn by_labels(make: impl Fn(Option<&L>) -> M + Send + Sync + 'static) -> Self {
        let overflow = Arc::new(Entry::new(make(None)));
        Self {
            series: hash::map(),
            overflow,
            refused: AtomicBool::new(false),
            limit: Self::LIMIT,
            make: Box::new(make),
        }
    }

    /// Has `limit` series at the most, and one more for each thread that makes one at the same moment.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// How many series there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.series.len()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The metric in which everything was counted for which the family had no series left.
    #[must_use]
    pub fn overflow(&self) -> &M {
        &self.overflow.metric
    }

    /// Returns whether a series was refused.
    pub(crate) fn has_overflown(&self) -> bool {
        self.refused.load(Relaxed)
    }

    /// The metric of those labels. The value that is returned holds a read-side section of [`Rcu::global`]: use it and drop it, and
    /// [keep](Self::keep) what is used for long. Labels that need no memory, as numbers, enumerations and `&'static str`, are the fastest.
    #[inline]
    pub fn of(&self, labels: &L) -> Series<'_, M>
    where
        L: Clone,
    {
        match self.series.read(labels) {
            Some(entry) => Series(Source::Found(entry)),
            None => self.make(labels),
        }
    }

    #[cold]
    fn make(&self, labels: &L) -> Series<'_, M>
    where
        L: Clone,
    {
        if self.len() >= self.limit {
            self.refused.store(true, Relaxed);
            return Series(Source::Overflow(&self.overflow));
        }
        let new = || Arc::new(Entry::new((self.make)(Some(labels))));
        Series(Source::Found(self.series.read_or_insert_with(labels.clone(), new)))
    }

    /// The metric of those labels, to be used as often as is liked at no cost but its own. It stays as long as a handle of it does.
    pub fn keep(&self, labels: &L) -> Handle<M>
    where
        L: Clone,
    {
        loop {
            let series = self.of(labels);
            let entry = series.entry();
            if entry.keep() {
                return Handle(Arc::clone(entry));
            }
            // The thread that has found it unused holds the writers' lock until it is out. With that lock, one that is still there is
            // what a fork has left of such a thread: it is in use again.
            drop(series);
            self.series.retain(|_, entry| {
                let _ = entry.kept.compare_exchange(EXPIRED, 0, AcqRel, Relaxed);
                true
            });
        }
    }

    /// Takes out all series that were not used since the last call and of which no handle is kept, and gives their memory back when the
    /// result is dropped: their labels and final values. An addition is in those, or in a new series.
    ///
    /// A series is unused if its [activity](Metric::activity) is what it was. So a gauge that was set to
    /// the value that it had, and one that went up and down again, count as unused. A series that the last call has not seen stays. Waits
    /// for a grace period.
    ///
    /// # Errors
    ///
    /// [`Error::Reading`] inside of a read-side section, which a [`Series`] that was not dropped is, too: nothing is taken out then.
    pub fn expire(&self) -> Result<Vec<Expired<L, M>>, Error>
    where
        L: Clone,
    {
        let rcu = Rcu::global();
        // An error is told before anything has changed.
        rcu.synchronize().map_err(Error::Reading)?;
        let mut expired = Vec::new();
        self.series.retain(|labels, entry| {
            let activity = entry.metric.activity();
            let is_known = entry.looked.swap(true, Relaxed);
            let is_used = entry.seen.swap(activity, Relaxed) != activity || !is_known;
            if is_used || entry.kept.compare_exchange(0, EXPIRED, AcqRel, Relaxed).is_err() {
                return true;
            }
            expired.push(Expired { labels: labels.clone(), entry: Arc::clone(entry) });
            false
        });
        // A thread that has found one before may still be adding to it.
        if !expired.is_empty() {
            rcu.synchronize().map_err(Error::Reading)?;
        }
        Ok(expired)
    }

    /// Gives each series to `show`.
    pub fn each(&self, mut show: impl FnMut(&L, &M)) {
        let guard = Rcu::global().read();
        for (labels, entry) in self.series.iter(&guard) {
            show(labels, &entry.metric);
        }
    }
}

impl<L: LabelSet + fmt::Debug, M: Metric + fmt::Debug> fmt::Debug for Family<L, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let guard = Rcu::global().read();
        let entries = self.series.iter(&guard).map(|(labels, entry)| (labels, &entry.metric));
        f.debug_map().entries(entries).finish()
    }
}

/// A metric that a [`Family`] has found. Holds a read-side section until it is dropped.
#[must_use = "it is the metric to be counted in"]
pub struct Series<'a, M>(Source<'a, M>);

enum Source<'a, M> {
    Found(Ref<'a, Arc<Entry<M>>>),
    Overflow(&'a Arc<Entry<M>>),
}

impl<M> Series<'_, M> {
    fn entry(&self) -> &Arc<Entry<M>> {
        match &self.0 {
            Source::Found(entry) => entry,
            Source::Overflow(entry) => entry,
        }
    }
}

impl<M> Deref for Series<'_, M> {
    type Target = M;

    #[inline]
    fn deref(&self) -> &M {
        &self.entry().metric
    }
}

impl<M: fmt::Debug> fmt::Debug for Series<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// A metric that is kept: it does not expire as long as this lives.
pub struct Handle<M>(Arc<Entry<M>>);

impl<M> Deref for Handle<M> {
    type Target = M;

    #[inline]
    fn deref(&self) -> &M {
        &self.0.metric
    }
}

impl<M> Clone for Handle<M> {
    fn clone(&self) -> Self {
        // It has not expired, because this handle keeps it.
        self.0.kept.fetch_add(1, Relaxed);
        Self(Arc::clone(&self.0))
    }
}

impl<M> Drop for Handle<M> {
    fn drop(&mut self) {
        // What was counted by it is seen by the thread that finds no handle.
        self.0.kept.fetch_sub(1, Release);
    }
}

impl<M: fmt::Debug> fmt::Debug for Handle<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// A series that a family has taken out: its labels, and by `Deref` the metric with its final value.
pub struct Expired<L, M> {
    labels: L,
    entry: Arc<Entry<M>>,
}

impl<L, M> Expired<L, M> {
    /// Which series it was.
    pub const fn labels(&self) -> &L {
        &self.labels
    }
}

impl<L, M> Deref for Expired<L, M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.entry.metric
    }
}

impl<L: fmt::Debug, M: fmt::Debug> fmt::Debug for Expired<L, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expired").field(&self.labels).field(&self.entry.metric).finish()
    }
}

/// A metric for each value of an [`EnumLabel`]: an array, in which a series is found by an index.
///
/// ```
/// use perseq::Counter;
/// use perseq_metrics::{EnumFamily, label_enum};
///
/// label_enum! {
///     enum Outcome("outcome") { Hit = "hit", Miss = "miss" }
/// }
/// let lookups = EnumFamily::<Outcome, Counter>::default();
/// lookups.of(Outcome::Miss).inc();
/// assert_eq!(lookups.of(Outcome::Miss).sum(), 1);
/// ```
pub struct EnumFamily<L: EnumLabel, M> {
    series: Box<[M]>,
    labels: core::marker::PhantomData<fn(L)>,
}

impl<L: EnumLabel, M: Metric> EnumFamily<L, M> {
    /// A family of the metrics that `make` makes for each label.
    pub fn new(make: impl FnMut(L) -> M) -> Self {
        Self { series: L::ALL.iter().copied().map(make).collect(), labels: core::marker::PhantomData }
    }

    /// The metric of that label.
    #[inline]
    #[must_use]
    pub fn of(&self, label: L) -> &M {
        &self.series[label.index()]
    }
}

impl<L: EnumLabel, M: Metric + Default> Default for EnumFamily<L, M> {
    fn default() -> Self {
        Self::new(|_| M::default())
    }
}

impl<L: EnumLabel + fmt::Debug, M: fmt::Debug> fmt::Debug for EnumFamily<L, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(L::ALL.iter().zip(&self.series)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_has_expired_is_not_kept() {
        let entry = Entry::new(());
        assert!(entry.keep() && entry.keep());
        // As the thread does that takes it out of the map, between another thread's lookup and its count.
        entry.kept.store(EXPIRED, Release);
        assert!(!entry.keep());
        assert_eq!(entry.kept.load(Acquire), EXPIRED);
    }
}
