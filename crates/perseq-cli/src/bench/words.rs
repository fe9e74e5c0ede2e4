//! Each group in words: its heading, and what its loop does.

use super::group::Group;

impl Group {
    /// The operation that it measures, as a heading.
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
            Self::CounterSum => "reading a counter",
            Self::HistogramSnapshot => "reading a histogram",
            Self::StealEmpty => "looking in vain for an item in all rows",
            Self::CacheMiss => "asking a pool that has nothing, giving to one that is full",
        }
    }

    /// The loop, and how to read the figures.
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
            Self::CounterSum => {
                "One sum per iteration, of a counter that as many threads have added to as there are CPUs. `padded atomics` has one for \
                 each CPU. The time is the median of batches on the clock. Every sum was the right one."
            }
            Self::HistogramSnapshot => {
                "One snapshot per iteration of a histogram of up to a minute in nanoseconds, with three digits. `hdrhistogram per CPU` \
                 adds up one for each CPU, each behind a mutex; `hdrhistogram mutex` copies one. The time is the median of batches on the \
                 clock. Every snapshot had every value."
            }
            Self::StealEmpty => {
                "One look per iteration for an item in any row, while there is none. `crossbeam Stealer per CPU` and `mutex per CPU` have a \
                 list for each CPU. The time is the median of batches on the clock. Nothing was ever found."
            }
            Self::CacheMiss => {
                "One object asked for per iteration while there is none; `full`: one given while there is no room, neither in this CPU's \
                 row nor in the overflow. The time is the median of batches on the clock. Every answer was the right one."
            }
        }
    }
}
