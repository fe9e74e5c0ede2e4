//! The group `remote`: taking everything out of one other CPU's row while threads there fill it.
//!
//! The thread that is timed stays on one CPU, the busy ones on the others, and what they push is drained from the first of
//! these. A time is that of one drain on the clock, and a run's figure the median of its drains: a drain that has to wait
//! for a thread that is not running would otherwise speak for all. A run is exact when every item that was pushed was
//! drained, once.

use std::{
    sync::{
        Barrier,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::Instant,
};

use crossbeam_utils::CachePadded;
use parking_lot::Mutex;
use perseq::{
    ArrayStack,
    perseq_core::{
        cpu::{self, CpuSet},
        fence::{self, Method},
    },
};

use super::cache::had;
use crate::{
    affinity,
    case::{Case, Cases, Group, Measured, Runs, Skipped, Variant},
    getcpu::Getcpu,
    parallel::Times,
    stats::Summary,
};

const PERSEQ_MEMBARRIER: Variant = Variant::new("perseq membarrier");
const PERSEQ_RUN_THERE: Variant = Variant::new("perseq run-there");
const FENCE: Variant = Variant::new("fence");
const SCHED_SETAFFINITY_SECTION: Variant = Variant::new("sched_setaffinity + section");
const MUTEX_PER_CPU: Variant = Variant::new("mutex per CPU");

/// Taking everything out of another CPU's row.
pub(crate) static REMOTE: Group = Group {
    name: "remote",
    help: "Taking everything out of another CPU's row",
    title: "taking everything out of another CPU's row",
    explanation: "One drain of up to 64 items from a CPU where that many busy threads push without a pause; the \
         time is the median on the clock. `fence` is only the fence that our drain makes. The other rows \
         pay elsewhere: every push takes the mutex, and whoever moves to the other CPU waits until it is \
         his turn there. Every item was drained once.",
    ours: PERSEQ_MEMBARRIER,
    rivals: &[FENCE, PERSEQ_RUN_THERE, SCHED_SETAFFINITY_SECTION, MUTEX_PER_CPU],
    runs: Runs::Usual,
    cases: |place| cases(&place.allowed),
};

/// Items that a row has room for.
const CAPACITY: usize = 64;
/// How many threads are busy.
const BUSY: [usize; 2] = [1, 8];

/// A way to keep items per CPU and to take another CPU's.
trait Rows: Sync + Sized {
    /// Rows without items.
    fn new() -> Self;

    /// Puts an item on this CPU's row; whether there was room.
    fn push(&self) -> bool;

    /// Takes all items of that CPU, from another one; how many they were.
    fn drain(&self, cpu: u32) -> u64;

    /// Takes what is left, everywhere, when no thread pushes any more.
    fn rest(&self) -> u64;
}

/// All rivals, ours first, and what cannot run here.
fn cases(allowed: &CpuSet) -> Cases {
    let skipped = |variant: Variant, reason: &str| Skipped { variant, reason: reason.to_owned() };
    let cpus: Vec<u32> = allowed.iter().collect();
    let [home, away @ ..] = cpus.as_slice() else { return (Vec::new(), Vec::new()) };
    if away.is_empty() {
        return (
            Vec::new(),
            vec![skipped(PERSEQ_MEMBARRIER, "there is no other CPU that this process may use")],
        );
    }
    let (mut cases, mut missing) = (Vec::new(), Vec::new());
    let has_membarrier = fence::force(Some(Method::Membarrier)).and_then(|()| fence::force(None)).is_ok();
    for busy in BUSY {
        let places = || Places { home: *home, away: away.to_vec(), busy };
        if has_membarrier {
            cases.push(case::<Stack>(PERSEQ_MEMBARRIER, places(), Some(Method::Membarrier)));
        }
        cases.push(case::<Stack>(PERSEQ_RUN_THERE, places(), Some(Method::RunThere)));
        cases.push(case::<Fence>(FENCE, places(), None));
        cases.push(case::<MoveThere>(SCHED_SETAFFINITY_SECTION, places(), None));
        cases.push(case::<Mutexes>(MUTEX_PER_CPU, places(), None));
    }
    if !has_membarrier {
        missing.push(skipped(
            PERSEQ_MEMBARRIER,
            "this kernel has no membarrier for critical sections (Linux 5.10)",
        ));
    }
    (cases, missing)
}

/// The CPUs of the threads.
struct Places {
    home: u32,
    away: Vec<u32>,
    busy: usize,
}

fn case<R: Rows>(variant: Variant, places: Places, method: Option<Method>) -> Case {
    let threads = places.busy;
    Case { variant, threads, measure: Box::new(move |times| measure::<R>(&places, method, times)) }
}

/// A run under way.
struct Run<R> {
    rows: R,
    /// Pushes that threads on the CPU that is drained have tried.
    tried: CachePadded<AtomicU64>,
    /// Pushes that found room, everywhere.
    pushed: AtomicU64,
    start: Barrier,
    is_over: AtomicBool,
}

fn measure<R: Rows>(places: &Places, method: Option<Method>, times: Times) -> Measured {
    let run = Run {
        rows: R::new(),
        tried: CachePadded::default(),
        pushed: AtomicU64::new(0),
        start: Barrier::new(places.busy + 1),
        is_over: AtomicBool::new(false),
    };
    had(fence::force(method));
    let (samples, drained) = thread::scope(|scope| {
        let run = &run;
        for worker in 0..places.busy {
            scope.spawn(move || run.push(places.away[worker % places.away.len()], places.away[0]));
        }
        let drains = scope.spawn(|| run.drain(places.home, places.away[0], times));
        drains.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    had(fence::force(None));
    let exact = drained + run.rows.rest() == run.pushed.into_inner();
    let ns_per_op = Summary::of(&samples).median;
    // The busy threads are there to take CPU time: what is left is no sign of other programs.
    Measured { grown: None, ns_per_op, ops: samples.len() as u64, exact, cpu_share: 1.0 }
}

impl<R: Rows> Run<R> {
    /// Pushes on `cpu` until the run is over; `drained` is the CPU that is drained.
    fn push(&self, cpu: u32, drained: u32) {
        bind_to(cpu);
        self.start.wait();
        let mut pushed = 0;
        while !self.is_over.load(Relaxed) {
            pushed += u64::from(self.rows.push());
            if cpu == drained {
                self.tried.fetch_add(1, Relaxed);
            }
        }
        self.pushed.fetch_add(pushed, Relaxed);
    }

    /// Drains `cpu` again and again from `home`: the time of each in nanoseconds, and how many items came out.
    fn drain(&self, home: u32, cpu: u32, times: Times) -> (Vec<f64>, u64) {
        bind_to(home);
        self.start.wait();
        let (mut samples, mut drained) = (Vec::new(), 0);
        let begin = Instant::now();
        while samples.is_empty() || begin.elapsed() < times.warm_up + times.measure {
            // Drains in a row would meet a CPU whose threads sleep: they wait for the guard or the mutex.
            let tried = self.tried.load(Relaxed);
            while self.tried.load(Relaxed) < tried + CAPACITY as u64 {
                core::hint::spin_loop();
            }
            let start = Instant::now();
            drained += self.rows.drain(cpu);
            let time = start.elapsed();
            if begin.elapsed() > times.warm_up || samples.is_empty() {
                samples.push(time.as_secs_f64() * 1e9);
            }
        }
        self.is_over.store(true, Relaxed);
        (samples, drained)
    }
}

fn bind_to(cpu: u32) {
    affinity::bind_to(cpu).unwrap_or_else(|error| panic!("CPU {cpu}, which was allowed: {error}"));
}

/// Ours.
struct Stack(ArrayStack<usize>);

impl Rows for Stack {
    fn new() -> Self {
        Self(had(ArrayStack::try_new(CAPACITY)))
    }

    #[inline(always)]
    fn push(&self) -> bool {
        self.0.push(1).is_ok()
    }

    fn drain(&self, cpu: u32) -> u64 {
        had(self.0.take_row(cpu)).len() as u64
    }

    fn rest(&self) -> u64 {
        let mut count = 0;
        had(self.0.drain(|_| count += 1));
        count
    }
}

/// Ours, of which only the fence is timed.
struct Fence(Stack);

impl Rows for Fence {
    fn new() -> Self {
        Self(Stack::new())
    }

    #[inline(always)]
    fn push(&self) -> bool {
        self.0.push()
    }

    fn drain(&self, cpu: u32) -> u64 {
        had(fence::cpu(cpu));
        0
    }

    fn rest(&self) -> u64 {
        self.0.rest()
    }
}

/// Our sections without guards: the thread moves to the other CPU, pops there, and moves back.
struct MoveThere(Stack);

impl Rows for MoveThere {
    fn new() -> Self {
        Self(Stack::new())
    }

    #[inline(always)]
    fn push(&self) -> bool {
        self.0.push()
    }

    fn drain(&self, cpu: u32) -> u64 {
        let home = cpu::current().get();
        bind_to(cpu);
        let mut items = Vec::with_capacity(CAPACITY);
        let count = self.0.0.pop_batch(&mut items, CAPACITY);
        bind_to(home);
        count as u64
    }

    fn rest(&self) -> u64 {
        self.0.rest()
    }
}

/// A vector with a mutex for each CPU, and the vDSO asked which.
struct Mutexes {
    getcpu: Getcpu,
    rows: Vec<CachePadded<Mutex<Vec<usize>>>>,
}

impl Rows for Mutexes {
    fn new() -> Self {
        let row = |_| CachePadded::new(Mutex::new(Vec::with_capacity(CAPACITY)));
        Self { getcpu: Getcpu::best(), rows: (0..cpu::bound()).map(row).collect() }
    }

    #[inline(always)]
    fn push(&self) -> bool {
        let mut row = self.rows[self.getcpu.call() as usize].lock();
        let has_room = row.len() < CAPACITY;
        if has_room {
            row.push(1);
        }
        has_room
    }

    fn drain(&self, cpu: u32) -> u64 {
        let mut taken = Vec::with_capacity(CAPACITY);
        core::mem::swap(&mut *self.rows[cpu as usize].lock(), &mut taken);
        taken.len() as u64
    }

    fn rest(&self) -> u64 {
        self.rows.iter().map(|row| row.lock().drain(..).count() as u64).sum()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_item_is_drained_once() {
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        let (cases, skipped) = cases(&cpu::allowed().unwrap());
        assert!(!cases.is_empty() || !skipped.is_empty());
        for case in cases {
            let measured = (case.measure)(times);
            assert!(measured.exact, "{} lost or invented items", case.variant);
            assert!(measured.ops > 0, "{} did nothing", case.variant);
        }
    }
}
