//! The groups of measurements and what belongs to each: names, cases, and what its loop does in words.

use anyhow::{Context, Result};
use clap::ValueEnum;

use super::{
    cache, counter, cpu_number, histogram,
    parallel::{Times, Width},
    peer::{LIBURCU, Peers},
    rcu, rcu_map, remote, retire, ring, stack, synchronize,
    workload::{BesideWork, InTurn, OneWord},
};
#[cfg(target_pointer_width = "64")]
use super::{lttng::Lttng, trace_peer::Others};

/// What can be measured.
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
}

/// One run's result.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    /// CPU time per operation.
    pub(crate) ns_per_op: f64,
    /// Operations that were timed.
    pub(crate) ops: u64,
    /// Whether the answer was right: no addition lost, no wrong CPU.
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
        }
    }

    /// The variant that the others are compared with.
    pub(crate) const fn ours(self) -> &'static str {
        match self {
            Self::CpuNumber => "perseq",
            Self::Counter | Self::CounterOneWord | Self::CounterBesideWork => "perseq cpu_id",
            Self::Stack => "perseq stack",
            Self::Cache => "perseq cache",
            Self::Histogram => "perseq cpu_id",
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
        }
    }

    /// What it measures, as a heading.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::CpuNumber => "reading the CPU number",
            Self::Counter => "adding 1 to counters",
            Self::CounterOneWord => "adding 1 to one and the same counter",
            Self::CounterBesideWork => "adding 1 to counters, between steps of other work",
            Self::Stack => "putting an object in a list and taking one out",
            Self::Cache => "taking an object out of a pool and putting it back",
            Self::Histogram => "recording a value in a histogram",
            Self::Ring => "recording a time stamp and a word",
            Self::Remote => "taking everything out of another CPU's row",
            Self::Rcu => "looking at a value that others may replace",
            Self::RcuMap => "looking keys up in a map, 1 % of the time replacing a value",
            Self::RcuSynchronize => "waiting for all readers, beside threads that sleep",
            Self::RcuRetire => "replacing a value and freeing the old one",
            Self::Trace => "recording an event",
        }
    }

    /// What the loop does, and how to read the figures.
    pub(crate) const fn explanation(self) -> &'static str {
        match self {
            Self::CpuNumber => {
                "One read per iteration of a plain loop, as in the talk. A read that costs no more than `empty \
                 loop` is hidden behind the loop's own count. `perseq` reads through a registration that the \
                 thread holds, `perseq lazy` without one. Every way was checked on every CPU."
            }
            Self::Counter => {
                "The loop adds 1 to sixteen counters in turn, written out, as a program that counts several things \
                 does; every rival runs the same loop. Time per addition is CPU time: elapsed × busy CPUs ÷ \
                 additions, so equal figures at all thread counts mean perfect scaling. Ours stores twice per \
                 addition (descriptor, counter), a thread-local cell once: a processor that finishes one store \
                 per cycle cannot bring that ratio below 2 in a loop that does nothing else."
            }
            Self::CounterOneWord => {
                "The same loop with every addition going to one counter: what is timed then is mostly how soon \
                 this processor lets an addition read what the one before it stored. Some skip even that when \
                 the address is a constant (thread-local), which no program of several counters sees."
            }
            Self::CounterBesideWork => {
                "As `counter`, with six operations of arithmetic before each addition, each waiting for the one \
                 before, as something always happens in a program. The figures include that work: what differs between the rows is what \
                 an addition adds to a program, as far as the processor cannot do it meanwhile."
            }
            Self::Cache => {
                "One pair per iteration: a `Box<u64>` out, memory touched, and back in. `vec` is a vector of the \
                 thread's own: what the pair costs when nothing is shared. `perseq unguarded` are our sections without \
                 the look at the guard that lets others take a row. Every object was there afterwards."
            }
            Self::Stack => {
                "As `cache`, for each kind of list: linked nodes, an array, a queue, a vector behind a lock per CPU. \
                 `vec` and `crossbeam Worker` are the thread's own. Every object was there afterwards."
            }
            Self::Histogram => {
                "One value between 1 and a million per iteration, from four instructions of arithmetic that the \
                 figures include, in buckets that keep two digits. `getcpu+atomic` has a bucket for each power of two \
                 only. Every value was counted."
            }
            Self::Ring => {
                "A record of 16 bytes per iteration: what the processor's cheapest clock says, and a word. \
                 `clock` reads the clock and records nothing. Between batches of 512 records, which are timed, \
                 their writers take them out again, which is not; nobody takes out those of `perseq overwrite` \
                 and `getcpu+atomic`. Every record was read, or counted as overwritten."
            }
            Self::Remote => {
                "One drain of up to 64 items from a CPU where that many busy threads push without a pause; the \
                 time is the median on the clock. `fence` is only the fence that our drain makes. The other rows \
                 pay elsewhere: every push takes the mutex, and whoever moves to the other CPU waits until it is \
                 his turn there. Every item was drained once."
            }
            Self::Rcu => {
                "One read-side section per iteration: enter, follow the pointer, compare what is there, leave. Nobody \
                 replaces the value meanwhile. `plain pointer` protects nothing: it is what the section is added to. `liburcu` is C, \
                 with its read side inlined, in a process of its own; threads of its qsbr say once in 1024 sections that they hold \
                 nothing. Every value was the expected one."
            }
            Self::RcuMap => {
                "One lookup per iteration of one of 1024 keys in no order, and every hundredth time a new value for a key instead. \
                 All maps hash alike. `left-right` publishes each new value at once, as the others do. Every key was there each time, \
                 and had the last value that it was given in the end."
            }
            Self::RcuSynchronize => {
                "One grace period at a time, by one thread, while the others sleep, each of which has read before: the median on the \
                 clock. `fence` is one fence of all CPUs. `crossbeam-epoch` advances epochs until what it has deferred has run. `liburcu` is C, in a process of its own, and so are its threads that sleep. Each value \
                 could be taken over afterwards."
            }
            Self::RcuRetire => {
                "One value replaced per iteration, each thread its own, with what it takes until the old one is freed: an allocation, \
                 grace periods, and the freeing. `perseq` has a thread that does the last part, and needs a CPU for it. `plain box` \
                 frees at once. Every value was dropped once by the end."
            }
            Self::Trace => {
                "One event per iteration: with its time, and process and thread, and a number of 32 bits, or five fields, or a text of 64 \
                 bytes. The buffers overwrite their oldest events, as a flight recorder's do. `perseq disabled` is an event that a filter \
                 leaves out. With `2 processes` half of the threads are in another one, which traces into the same buffers; `consumed` is another \
                 process in a session that discards what has no room, whose events a thread of this one takes out meanwhile, on the same CPUs. \
                 `clock` reads the clock. `tracing no-op` has a subscriber that does nothing, as has `fastrace`, whose spans are 256 to a trace; \
                 `tracing fmt` and `log + env_logger` write to /dev/null. `lttng-ust` is C, in a process of its own, with sub-buffers as \
                 large as ours; `lttng-ust with ids` overwrites and says which process and thread, as ours do and the other two do not; a \
                 daemon writes the events of its discarding session meanwhile, on the same CPUs. Every event of ours was counted in the buffers."
            }
        }
    }

    /// Whether its threads are started once for all rounds, so that each number of them is measured for itself.
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
