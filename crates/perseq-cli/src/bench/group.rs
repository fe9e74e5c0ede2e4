//! The groups of measurements and what belongs to each: names, rivals, cases.

use anyhow::{Context, Result};
use clap::ValueEnum;

use super::{
    cache, counter, cpu_number, histogram,
    parallel::{Times, Width},
    peer::{LIBURCU, Peers},
    rcu, rcu_map, remote, retire, ring, stack, synchronize, whole,
    workload::{BesideWork, InTurn, OneWord},
};
#[cfg(target_pointer_width = "64")]
use super::{lttng::Lttng, trace_peer::Others};

/// The groups that can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Group {
    /// Reading the number of the current CPU
    CpuNumber,
    /// Adding 1 to sixteen counters in turn
    Counter,
    /// Adding 1 to the same counter over and over
    CounterOneWord,
    /// Adding 1 to sixteen counters in turn, between steps of other work
    CounterBesideWork,
    /// Putting an object in a list and taking one out
    Stack,
    /// Taking an object out of a pool and putting it back
    Cache,
    /// Recording a value in a histogram
    Histogram,
    /// Recording a time stamp and a word in a ring
    Ring,
    /// Taking everything out of another CPU's row
    Remote,
    /// Looking at a value that others may replace
    Rcu,
    /// Looking keys up in a map, and replacing a value now and then
    RcuMap,
    /// Waiting for all readers
    RcuSynchronize,
    /// Replacing a value and freeing the old one
    RcuRetire,
    /// Recording an event
    Trace,
    /// Reading a counter
    CounterSum,
    /// Reading a histogram
    HistogramSnapshot,
    /// Looking in vain for an item in all rows
    StealEmpty,
    /// Asking a pool that has nothing, giving to one that is full
    CacheMiss,
}

/// One run's result.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    /// CPU time per operation.
    pub(crate) ns_per_op: f64,
    /// Operations that were timed.
    pub(crate) ops: u64,
    /// True if the answer was right: no addition lost, no wrong CPU.
    pub(crate) exact: bool,
    /// See [`parallel::Run::cpu_share`](super::parallel::Run::cpu_share).
    pub(crate) cpu_share: f64,
}

/// One variant at one number of threads.
pub(crate) struct Case {
    /// Its name, which is part of the interface.
    pub(crate) variant: &'static str,
    /// Threads that work at once.
    pub(crate) threads: usize,
    /// Runs it once.
    pub(crate) measure: Box<dyn Fn(Times) -> Measured>,
}

/// A variant that cannot run here.
#[derive(Debug, Clone)]
pub(crate) struct Skipped {
    /// Its name.
    pub(crate) variant: &'static str,
    /// Why.
    pub(crate) reason: String,
}

impl Group {
    /// Those named, each once; all when none is named.
    pub(crate) fn chosen(named: &[Self]) -> Vec<Self> {
        let wanted = |group: &Self| named.is_empty() || named.contains(group);
        Self::value_variants().iter().copied().filter(wanted).collect()
    }

    /// Its name, which is part of the interface.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CpuNumber => "cpu-number",
            Self::Counter => "counter",
            Self::CounterOneWord => "counter-one-word",
            Self::CounterBesideWork => "counter-beside-work",
            Self::Stack => "stack",
            Self::Cache => "cache",
            Self::Histogram => "histogram",
            Self::Ring => "ring",
            Self::Remote => "remote",
            Self::Rcu => "rcu",
            Self::RcuMap => "rcu-map",
            Self::RcuSynchronize => "rcu-synchronize",
            Self::RcuRetire => "rcu-retire",
            Self::Trace => "trace",
            Self::CounterSum => "counter-sum",
            Self::HistogramSnapshot => "histogram-snapshot",
            Self::StealEmpty => "steal-empty",
            Self::CacheMiss => "cache-miss",
        }
    }

    /// The variant that the others are compared with.
    pub(crate) const fn ours(self) -> &'static str {
        match self {
            Self::CpuNumber => "perseq",
            Self::Counter | Self::CounterOneWord | Self::CounterBesideWork => "perseq cpu_id",
            Self::Stack => "perseq stack",
            Self::Cache | Self::CacheMiss => "perseq cache",
            Self::Histogram | Self::CounterSum | Self::HistogramSnapshot => "perseq cpu_id",
            Self::StealEmpty => "perseq array-stack",
            Self::Ring => "perseq discard",
            Self::Remote => "perseq membarrier",
            Self::Rcu | Self::RcuMap | Self::RcuSynchronize | Self::RcuRetire => "perseq",
            Self::Trace => "perseq u32",
        }
    }

    /// Those of its variants that a sentence compares ours with, those first that the talk has a figure for.
    pub(crate) const fn rivals(self) -> &'static [&'static str] {
        match self {
            Self::CpuNumber => &["vdso getcpu", "getcpu syscall", "thread-local load"],
            Self::Counter | Self::CounterOneWord | Self::CounterBesideWork => {
                &["getcpu+atomic", "shared atomic", "thread-local"]
            }
            Self::Cache => {
                &["vec", "perseq unguarded", "thread_local", "getcpu + mutex", "crossbeam ArrayQueue"]
            }
            Self::Stack => &["vec", "crossbeam Worker", "crossbeam SegQueue", "std Mutex<Vec>"],
            Self::Histogram => &["thread-local", "getcpu+atomic", "hdrhistogram sync", "hdrhistogram mutex"],
            Self::Ring => &["clock", "thread-local ring", "getcpu+atomic", "crossbeam ArrayQueue"],
            Self::Remote => &["fence", "perseq run-there", "sched_setaffinity + section", "mutex per CPU"],
            Self::Rcu => &["getcpu+atomic", "liburcu memb", "crossbeam-epoch", "seize", "arc-swap", "sdd"],
            Self::RcuMap => &["papaya", "scc", "dashmap", "left-right", "std RwLock"],
            Self::RcuSynchronize => &["fence", "liburcu memb", "crossbeam-epoch"],
            Self::RcuRetire => &["plain box", "crossbeam-epoch", "seize", "haphazard", "sdd", "arc-swap"],
            Self::Trace => &[
                "clock",
                "lttng-ust discard",
                "lttng-ust overwrite",
                "tracing fmt",
                "log + env_logger",
                "fastrace",
            ],
            Self::CounterSum => &["padded atomics", "shared atomic", "fast-counter"],
            Self::HistogramSnapshot => &["hdrhistogram per CPU", "hdrhistogram mutex"],
            Self::StealEmpty => &["crossbeam Stealer per CPU", "mutex per CPU", "crossbeam SegQueue"],
            Self::CacheMiss => {
                &["perseq cache full", "object-pool", "crossbeam ArrayQueue", "parking_lot Mutex<Vec>"]
            }
        }
    }

    /// Returns whether its threads are started once for all rounds, so that each number of them is measured for itself.
    pub(crate) const fn keeps_its_threads(self) -> bool {
        matches!(self, Self::RcuSynchronize)
    }

    /// The cases, and what cannot run here.
    ///
    /// # Errors
    /// When the CPUs that this process may use cannot be read.
    pub(crate) fn cases(self) -> Result<(Vec<Case>, Vec<Skipped>)> {
        let allowed =
            perseq::perseq_core::cpu::allowed().context("cannot tell which CPUs this process may use")?;
        let cpus = allowed.len();
        Ok(match self {
            Self::CpuNumber => cpu_number::cases(&allowed),
            Self::Counter => (at_all_widths(cpus, counter::cases::<InTurn>), Vec::new()),
            Self::Cache => (at_all_widths(cpus, cache::cases), Vec::new()),
            Self::Stack => (at_all_widths(cpus, stack::cases), Vec::new()),
            Self::Histogram => (at_all_widths(cpus, histogram::cases), Vec::new()),
            Self::Ring => (at_all_widths(cpus, ring::cases), Vec::new()),
            Self::Remote => remote::cases(&allowed),
            Self::Rcu => {
                let peers = Peers::start(&LIBURCU);
                (at_all_widths(cpus, |width| rcu::cases(width, &peers)), peers.skipped)
            }
            Self::RcuMap => (at_all_widths(cpus, rcu_map::cases), Vec::new()),
            Self::RcuSynchronize => {
                let peers = Peers::start(&[LIBURCU[0], LIBURCU[3]]);
                (synchronize::cases(&peers), peers.skipped)
            }
            Self::RcuRetire => (at_all_widths(cpus, retire::cases), Vec::new()),
            #[cfg(target_pointer_width = "64")]
            Self::Trace => {
                let (others, lttng) = (Others::start(), Lttng::start());
                let cases = |width| {
                    let ours = super::trace::cases(width).into_iter().chain(others.cases(width));
                    ours.chain(lttng.cases(width)).collect()
                };
                let cases = at_all_widths(cpus, cases);
                (cases, others.skipped.into_iter().chain(lttng.skipped).collect())
            }
            #[cfg(not(target_pointer_width = "64"))]
            Self::Trace => {
                let reason = "the tracer is for 64-bit targets".to_owned();
                (Vec::new(), vec![Skipped { variant: self.ours(), reason }])
            }
            Self::CounterSum => (whole::sums(), Vec::new()),
            Self::HistogramSnapshot => (whole::snapshots(), Vec::new()),
            Self::StealEmpty => (whole::steals(), Vec::new()),
            Self::CacheMiss => (whole::misses(), Vec::new()),
            Self::CounterOneWord => (counter::cases::<OneWord>(Width { threads: 1, cpus }), Vec::new()),
            Self::CounterBesideWork => (counter::cases::<BesideWork>(Width { threads: 1, cpus }), Vec::new()),
        })
    }
}

/// The cases for one thread, all CPUs busy, and four threads per CPU.
fn at_all_widths(cpus: usize, cases: impl Fn(Width) -> Vec<Case>) -> Vec<Case> {
    let mut widths = vec![1, cpus, 4 * cpus];
    widths.dedup();
    widths.into_iter().flat_map(|threads| cases(Width { threads, cpus })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_on_the_command_line_are_the_names_in_the_results() {
        for group in Group::value_variants() {
            let value = group.to_possible_value().unwrap();
            assert_eq!(value.get_name(), group.name());
        }
    }

    #[test]
    fn groups_are_measured_once_each_in_a_fixed_order() {
        let twice = [Group::CounterOneWord, Group::CpuNumber, Group::CpuNumber];
        assert_eq!(Group::chosen(&twice), [Group::CpuNumber, Group::CounterOneWord]);
        assert_eq!(Group::chosen(&[]), Group::value_variants());
    }

    #[test]
    fn each_group_has_the_variant_it_is_compared_with() {
        for &group in Group::value_variants() {
            let (cases, skipped) = group.cases().unwrap();
            let has = |name| {
                cases.iter().any(|case| case.variant == name) || skipped.iter().any(|s| s.variant == name)
            };
            assert!(has(group.ours()));
        }
    }
}
