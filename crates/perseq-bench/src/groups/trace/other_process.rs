//! Recording an event beside another process, and while a consumer takes the events out.
//!
//! The other process is this program again (`perseq-bench child-trace`), which traces into the session of its environment and runs when it is
//! asked to, as rivals in C do.

use core::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::{
    cell::RefCell,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    rc::Rc,
    sync::Arc,
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use perseq_trace::{Consumer, Context, Mode, Options, Session, VARIABLE};

use super::{
    PERSEQ_U32_2_PROCESSES, PERSEQ_U32_CONSUMED,
    recorders::{self, OneNumber, Recording},
};
use crate::{
    case::{Case, Measured, Skipped},
    parallel::{self, Run, Times, Width},
    peer::{self, Peer, told},
    workload::Plain,
};

/// Bytes of the consumed trace after which it continues in another directory, and the one before is removed.
const PART: u64 = 64 << 20;

/// The other processes.
pub(super) struct Others {
    beside: Option<Rc<RefCell<Peer>>>,
    consumed: Option<Rc<Consumed>>,
    /// Why they are not there.
    pub(super) skipped: Vec<Skipped>,
}

impl Others {
    /// Starts them, or says what is missing.
    pub(super) fn start() -> Self {
        let mut skipped = Vec::new();
        let mut told = |variant, error: anyhow::Error| {
            skipped.push(Skipped { variant, reason: format!("{error:#}") });
        };
        let beside = recorders::with_directory(start)
            .and_then(|started| started)
            .map_err(|error| told(PERSEQ_U32_2_PROCESSES, error))
            .ok();
        let consumed = Consumed::start().map_err(|error| told(PERSEQ_U32_CONSUMED, error)).ok();
        Self { beside: beside.map(RefCell::new).map(Rc::new), consumed: consumed.map(Rc::new), skipped }
    }

    /// Recording at that many threads, half of them in the other process where there are two.
    pub(super) fn cases(&self, width: Width) -> Vec<Case> {
        let mut cases = Vec::new();
        let mut add = |variant, measure| cases.push(Case { variant, threads: width.threads, measure });
        if let Some(peer) = self.beside.clone().filter(|_| width.threads.is_multiple_of(2)) {
            let half = Width { threads: width.threads / 2, cpus: width.cpus.div_ceil(2) };
            add(
                PERSEQ_U32_2_PROCESSES,
                Box::new(move |times| {
                    told(PERSEQ_U32_2_PROCESSES, beside(&mut peer.borrow_mut(), half, times))
                }),
            );
        }
        if let Some(consumed) = self.consumed.clone() {
            add(
                PERSEQ_U32_CONSUMED,
                Box::new(move |times| told(PERSEQ_U32_CONSUMED, consumed.measure(width, times))),
            );
        }
        cases
    }
}

/// This program, as the other process, which traces into the session in `directory`.
fn start(directory: &Path) -> Result<Peer> {
    let mut peer = Peer::start(Command::new(peer::tool()?).arg("child-trace").env(VARIABLE, directory))?;
    // It has the session's file by now.
    let [_hello] = peer.answer()?;
    Ok(peer)
}

/// Half of the threads here, half there.
fn beside(peer: &mut Peer, half: Width, times: Times) -> Result<Measured> {
    let before = recorders::counted();
    peer.tell("read", half.threads, times)?;
    let here = parallel::run::<Plain, _>(&Recording::<OneNumber>::new(), half, times);
    let there = answer(peer, half)?;
    let ops = here.timed + there.timed;
    // CPU time of both, shared among the events of both.
    let time = here.ns_per_op * here.timed as f64 + there.ns_per_op * there.timed as f64;
    Ok(Measured {
        grown: None,
        ns_per_op: time / ops as f64,
        ops,
        exact: recorders::counted() - before == here.done + there.done,
        cpu_share: here.cpu_share.min(there.cpu_share),
    })
}

/// The other process's measurement.
fn answer(peer: &mut Peer, width: Width) -> Result<Run> {
    let [elapsed, cpu_time, timed, done] = peer.answer()?;
    let could_have_had = elapsed as f64 * width.threads.min(width.cpus) as f64;
    Ok(Run {
        ns_per_op: could_have_had / timed as f64,
        timed,
        done,
        cpu_share: cpu_time as f64 / could_have_had,
    })
}

/// A session of the other process's that is consumed here.
struct Consumed {
    peer: RefCell<Peer>,
    session: Session,
    over: Arc<AtomicBool>,
    consumer: Option<thread::JoinHandle<Result<()>>>,
    _directory: Directory,
}

/// In memory; if it stays, its name says whose it was.
struct Directory(PathBuf);

impl Drop for Directory {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

impl Consumed {
    fn start() -> Result<Self> {
        let directory = Directory(recorders::scratch("consumed"));
        let options =
            Options { sub_buffers: 16, mode: Mode::Discard, context: Context::IDS, ..Options::default() };
        let session = Session::create(&directory.0, &options)?;
        let peer = RefCell::new(start(&directory.0)?);
        let over = Arc::new(AtomicBool::new(false));
        let consumer = Consumer::open(&directory.0)?;
        let consumer = {
            let over = Arc::clone(&over);
            thread::spawn(move || consume(consumer, &over))
        };
        Ok(Self { peer, session, over, consumer: Some(consumer), _directory: directory })
    }

    /// Events of the other process, all of which are recorded, or counted as discarded.
    fn measure(&self, width: Width, times: Times) -> Result<Measured> {
        let counted = || {
            let (recorded, discarded) = self.session.counts();
            recorded + discarded
        };
        let (before, mut peer) = (counted(), self.peer.borrow_mut());
        peer.tell("read", width.threads, times)?;
        let run = answer(&mut peer, width)?;
        let exact = counted() - before == run.done;
        Ok(Measured::of(run, exact))
    }
}

impl Drop for Consumed {
    fn drop(&mut self) {
        self.over.store(true, Relaxed);
        match self.consumer.take().map(thread::JoinHandle::join) {
            Some(Ok(Err(error))) => tell!("the consumer failed: {error:#}"),
            Some(Err(_)) => tell!("the consumer failed"),
            _ => {}
        }
    }
}

/// Takes events out until it is over, as `perseq trace record` does, and keeps little of them.
fn consume(mut consumer: Consumer, over: &AtomicBool) -> Result<()> {
    consumer.rotate()?;
    while !over.load(Relaxed) {
        consumer.drain()?;
        if consumer.part_bytes() > PART {
            let old = consumer.part();
            consumer.rotate()?;
            fs::remove_dir_all(&old).with_context(|| format!("cannot remove {}", old.display()))?;
        }
        if consumer.fullness() < 0.25 {
            thread::sleep(Duration::from_millis(1));
        }
    }
    Ok(())
}

/// The other process: runs what it is asked for, a line for each run, until its input ends.
///
/// # Errors
/// When it is asked for something else, or cannot answer.
pub(crate) fn main() -> Result<()> {
    let cpus =
        perseq::perseq_core::cpu::allowed().context("cannot tell which CPUs this process may use")?.len();
    println!("0");
    for line in io::stdin().lines() {
        let line = line?;
        let mut words = line.split(' ');
        let (Some("read"), numbers) = (words.next(), words.map(str::parse)) else { bail!("{line:?}?") };
        let numbers: Vec<u64> = numbers.collect::<Result<_, _>>().with_context(|| format!("{line:?}?"))?;
        let [threads, warm_up, measure] = numbers[..] else { bail!("{line:?}?") };
        let times = Times { warm_up: Duration::from_nanos(warm_up), measure: Duration::from_nanos(measure) };
        let width = Width { threads: threads as usize, cpus };
        let run = parallel::run::<Plain, _>(&Recording::<OneNumber>::new(), width, times);
        let had = run.ns_per_op * run.timed as f64;
        let elapsed = had / width.threads.min(cpus) as f64;
        println!("{elapsed:.0} {:.0} {} {}", had * run.cpu_share, run.timed, run.done);
    }
    Ok(())
}
