//! Deferred functions: in batches, each with the grace period that it waits for.
//!
//! ```text
//!   defer ──► shard of this CPU ──(full, or collected)──► sealed batch, with its grace period ──(over)──► run, in order
//! ```
//!
//! Batches run in the order in which they were sealed, on one thread at a time, with no lock that `defer` needs.

use core::{
    any::Any,
    cell::Cell,
    panic::AssertUnwindSafe,
    sync::atomic::{
        AtomicU64, AtomicUsize,
        Ordering::{Acquire, Relaxed, SeqCst},
    },
};
use std::{
    collections::VecDeque,
    panic::{catch_unwind, resume_unwind},
    sync::Mutex,
};

use perseq_core::cpu;

use crate::local::{
    deferred::Deferred,
    state::{lock, try_lock},
    wakers::Wakers,
};

/// Functions that go together, at most, in a domain of which nothing else was said.
pub(crate) const BATCH: usize = if cfg!(miri) { 4 } else { 256 };
/// Functions in sealed batches from which on a thread that defers more waits, likewise.
pub(crate) const LIMIT: usize = 64 * BATCH;
/// The value that a panic carries.
pub(crate) type Payload = Box<dyn Any + Send>;

/// Drops a payload, which is other people's code too: if that panics, its own payload is leaked, for dropping that one could continue for
/// ever.
pub(crate) fn discard(payload: Payload) {
    if let Err(another) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        core::mem::forget(another);
    }
}

/// Keeps the first of several panics.
fn keep_first(first: &mut Option<Payload>, payload: Payload) {
    match first {
        None => *first = Some(payload),
        Some(_) => discard(payload),
    }
}

/// A power of two.
const SHARDS: usize = 16;

/// Functions, and the grace period that they wait for.
#[derive(Debug)]
struct Batch {
    period: u64,
    functions: Vec<Deferred>,
}

/// Functions of one CPU, or of some.
#[derive(Debug)]
#[repr(align(128))]
struct Shard(Mutex<Vec<Deferred>>);

/// See the module.
#[derive(Debug)]
pub(crate) struct Queue {
    /// Functions of a full batch.
    batch: usize,
    /// Functions in sealed batches from which on a thread that defers more waits.
    limit: usize,
    shards: [Shard; SHARDS],
    sealed: Mutex<VecDeque<Batch>>,
    /// Batches that were ever sealed; written with `sealed` locked.
    batches: AtomicU64,
    /// Functions in sealed batches that have not run.
    waiting: AtomicUsize,
    /// The thread that runs functions has it.
    running: Mutex<()>,
    /// Batches that have run.
    run: AtomicU64,
    /// Tasks that wait for so many batches.
    pub(crate) wakers: Wakers,
}

thread_local! {
    /// True while this thread runs a deferred function.
    static RUNS: Cell<bool> = const { Cell::new(false) };
}

/// Returns whether this thread runs a deferred function.
pub(crate) fn is_inside() -> bool {
    RUNS.get()
}

/// The outcome for a function that was deferred.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Pushed {
    /// It is the first of its shard.
    First,
    /// It is one of many.
    Another,
    /// It filled a batch, which was sealed.
    Full,
}

impl Queue {
    pub(crate) const fn new() -> Self {
        Self {
            batch: BATCH,
            limit: LIMIT,
            shards: [const { Shard(Mutex::new(Vec::new())) }; SHARDS],
            sealed: Mutex::new(VecDeque::new()),
            batches: AtomicU64::new(0),
            waiting: AtomicUsize::new(0),
            running: Mutex::new(()),
            run: AtomicU64::new(0),
            wakers: Wakers::new(),
        }
    }

    /// With full batches of `batch` functions, and back-pressure from `limit` on.
    pub(crate) const fn sized(batch: usize, limit: usize) -> Self {
        let mut queue = Self::new();
        (queue.batch, queue.limit) = (batch, limit);
        queue
    }

    /// Returns whether a thread that defers more has to wait.
    pub(crate) fn is_over_limit(&self) -> bool {
        self.waiting() >= self.limit
    }

    /// Returns whether so much waits that it is not gathered any longer.
    pub(crate) fn is_filling(&self) -> bool {
        self.waiting() >= self.limit / 4
    }

    /// Adds a function; `start` starts a grace period for a batch that is full.
    pub(crate) fn push(&self, function: Deferred, start: impl FnOnce() -> u64) -> Pushed {
        let shard = &self.shards[cpu::current().get() as usize % SHARDS];
        let mut functions = lock(&shard.0);
        functions.push(function);
        if functions.len() >= self.batch {
            // As long as one usually gets: a batch may be larger than is ever deferred.
            let full = core::mem::replace(&mut *functions, Vec::with_capacity(self.batch.min(BATCH)));
            self.seal(full, start);
            return Pushed::Full;
        }
        if functions.len() == 1 { Pushed::First } else { Pushed::Another }
    }

    /// Seals a batch, whose shard is still locked: a function is always in a shard or in a batch, where a barrier looks for it. The
    /// grace period is started with the lock held, so numbers rise.
    fn seal(&self, functions: Vec<Deferred>, start: impl FnOnce() -> u64) {
        let mut sealed = lock(&self.sealed);
        self.waiting.fetch_add(functions.len(), Relaxed);
        sealed.push_back(Batch { period: start(), functions });
        self.batches.fetch_add(1, Relaxed);
    }

    /// Seals what is in the shards; whether there was anything.
    pub(crate) fn collect(&self, start: impl Fn() -> u64) -> bool {
        let mut some = false;
        for shard in &self.shards {
            let mut functions = lock(&shard.0);
            if !functions.is_empty() {
                self.seal(core::mem::take(&mut *functions), &start);
                some = true;
            }
        }
        some
    }

    /// Returns whether nothing is deferred.
    pub(crate) fn is_empty(&self) -> bool {
        // One lock after the other: a thread that seals takes them the other way round. Shards first, as functions go.
        let shards = self.shards.iter().all(|shard| lock(&shard.0).is_empty());
        shards && lock(&self.sealed).is_empty()
    }

    /// Functions that have not run.
    pub(crate) fn len(&self) -> usize {
        // Shards first, as functions go: one that is sealed in between counts twice and not never.
        let shards: usize = self.shards.iter().map(|shard| lock(&shard.0).len()).sum();
        shards + self.waiting()
    }

    /// Functions in sealed batches that have not run.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Relaxed)
    }

    /// The grace period that the oldest batch waits for.
    pub(crate) fn oldest(&self) -> Option<u64> {
        lock(&self.sealed).front().map(|batch| batch.period)
    }

    /// How many batches were sealed until now.
    pub(crate) fn sealed(&self) -> u64 {
        let _no_one_seals = lock(&self.sealed);
        self.batches.load(Relaxed)
    }

    /// The same, and the last grace period that one of them waits for, unless all are taken out.
    pub(crate) fn sealed_with_period(&self) -> (u64, Option<u64>) {
        let sealed = lock(&self.sealed);
        (self.batches.load(Relaxed), sealed.back().map(|batch| batch.period))
    }

    /// How many of them have run.
    pub(crate) fn run(&self) -> u64 {
        self.run.load(Acquire)
    }

    /// Runs batches whose grace period is over, unless another thread is doing so; how many functions.
    ///
    /// # Panics
    ///
    /// With the first panic of a function, after the others of its batch have run.
    pub(crate) fn run_completed(&self, completed: u64) -> usize {
        self.run_while(|batch| batch.period <= completed)
    }

    /// Runs everything, whatever it waits for, also what the functions defer; the first panic of one.
    pub(crate) fn run_everything(&self) -> Option<Payload> {
        let mut panic = None;
        loop {
            let some = self.collect(|| 0);
            match catch_unwind(AssertUnwindSafe(|| self.run_while(|_| true))) {
                Ok(0) if !some => return panic,
                Ok(_) => {}
                // The batches after it would leak.
                Err(payload) => keep_first(&mut panic, payload),
            }
        }
    }

    fn run_while(&self, due: impl Fn(&Batch) -> bool) -> usize {
        // Dropped when no lock is held any more, also where a function has panicked.
        let _wakes = Wakes { queue: self, before: self.run() };
        let Some(_running) = try_lock(&self.running) else { return 0 };
        let mut ran = 0;
        loop {
            let mut sealed = lock(&self.sealed);
            if !sealed.front().is_some_and(&due) {
                return ran;
            }
            let Some(batch) = sealed.pop_front() else { return ran };
            drop(sealed);
            ran += batch.functions.len();
            self.run_batch(batch);
        }
    }

    fn run_batch(&self, batch: Batch) {
        let mut panic = None;
        let running = Running::new(self, batch.functions.len());
        for function in batch.functions {
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| function.run())) {
                keep_first(&mut panic, payload);
            }
        }
        drop(running);
        if let Some(payload) = panic {
            resume_unwind(payload);
        }
    }
}

/// Wakes tasks that wait for batches, when dropped.
struct Wakes<'a> {
    queue: &'a Queue,
    /// Batches that had run before.
    before: u64,
}

impl Drop for Wakes<'_> {
    fn drop(&mut self) {
        let run = self.queue.run();
        if run > self.before {
            self.queue.wakers.wake(run);
        }
    }
}

/// A batch that this thread runs, until dropped.
struct Running<'a> {
    queue: &'a Queue,
    functions: usize,
    /// A deferred function of another domain may be what runs this one's.
    outer: bool,
}

impl<'a> Running<'a> {
    fn new(queue: &'a Queue, functions: usize) -> Self {
        Self { queue, functions, outer: RUNS.replace(true) }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        RUNS.set(self.outer);
        self.queue.waiting.fetch_sub(self.functions, Relaxed);
        // SeqCst: `Wakers::wake` rests on it.
        self.queue.run.fetch_add(1, SeqCst);
    }
}
