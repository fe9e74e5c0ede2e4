//! The consumers of a session in which each process has buffers of its own.
//!
//! ```text
//!   a process   its directory is there → consumed → nobody can write there any more → taken to its end, metadata
//!               → added to what those that have ended have recorded → its buffers are removed
//! ```

use core::{
    sync::atomic::Ordering::{Relaxed, Release},
    time::Duration,
};
use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::Ended;
use crate::{
    Consumer, Error, Mode, Result, Summary,
    consumer::{lock, write_metadata},
    file::{File, NAME},
    process::{self, Life},
};

/// So long the clock is measured before a trace is completed: all of a session have the same clock, and so the times of processes compare.
const MEASURED: Duration = Duration::from_secs(1);
/// Between looks whether a process has ended.
const LIFE: Duration = Duration::from_millis(20);
/// Between looks for new processes: so many times as long as one took, and so long at most.
const PAUSE: (u32, Duration) = (20, Duration::from_millis(20));

/// Whether that is because this process has too much open.
fn is_for_now(error: &Error) -> bool {
    use rustix::io::Errno;
    let is = |errno: Errno| matches!(errno, Errno::MFILE | Errno::NFILE | Errno::NOMEM);
    matches!(error, Error::File { source, .. } if Errno::from_io_error(source).is_some_and(is))
}

/// As many open files as this process may have: a few for each process that is recorded.
fn raise_limit() {
    let limit = getrlimit(Resource::Nofile);
    // Otherwise it stays as it is.
    _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
}

#[derive(Debug)]
struct Process {
    directory: PathBuf,
    consumer: Consumer,
    life: Life,
    looked: Instant,
}

#[derive(Debug)]
pub(super) struct Processes {
    session: Arc<File>,
    directory: PathBuf,
    open: Vec<Process>,
    /// Directories that there is nothing more to be done about.
    done: HashSet<PathBuf>,
    /// Those of which this had no room for now.
    waiting: HashSet<PathBuf>,
    ended: Ended,
    problems: Vec<(PathBuf, Error)>,
    begun: Instant,
    /// When it looked for new ones last, how long the list took, and the time by the session's clock before that.
    looked: Option<(Instant, Duration, u64)>,
    /// Whether new ones are in parts.
    in_parts: bool,
    /// Of processes that have ended: parts, and their bytes, since the last rotation.
    completed: Vec<PathBuf>,
    completed_bytes: u64,
}

impl Processes {
    pub(super) fn open(file: File, directory: PathBuf) -> Result<Self> {
        if file.geometry.mode == Mode::Overwrite {
            return Err(Error::Overwrites { path: directory });
        }
        lock(&file, &directory)?;
        raise_limit();
        let mut processes = Self {
            ended: Ended::of(&file),
            session: Arc::new(file),
            directory,
            open: Vec::new(),
            done: HashSet::new(),
            waiting: HashSet::new(),
            problems: Vec::new(),
            begun: Instant::now(),
            looked: None,
            in_parts: false,
            completed: Vec::new(),
            completed_bytes: 0,
        };
        processes.look()?;
        for process in &processes.open {
            processes.session.adopt_measure(process.consumer.buffers());
        }
        Ok(processes)
    }

    /// Looks for new processes. Every time would be much where thousands have been.
    fn look_sometimes(&mut self) -> Result<()> {
        match self.looked {
            Some((last, took, _)) if last.elapsed() < (PAUSE.0 * took).min(PAUSE.1) => Ok(()),
            _ => self.look(),
        }
    }

    fn look(&mut self) -> Result<()> {
        let (start, ticks) = (Instant::now(), self.session.geometry.clock.now());
        let all = process::directories(&self.directory)?;
        self.looked = Some((start, start.elapsed(), ticks));
        for directory in &all {
            let known = self.done.contains(directory)
                || self.open.iter().any(|process| process.directory == *directory);
            if !known {
                self.waiting.remove(directory);
                let found = self.find(directory.clone());
                self.keep(directory, found);
            }
        }
        // A directory that was removed may be another process's later.
        if self.done.len() > all.len() {
            let all: HashSet<PathBuf> = all.into_iter().collect();
            self.done.retain(|directory| all.contains(directory));
        }
        Ok(())
    }

    /// Begins to consume a process's buffers, unless it has none any more.
    fn find(&mut self, directory: PathBuf) -> Result<()> {
        let life = Life::of(&directory)?;
        let mut consumer = Consumer::open_of(directory.clone(), Some(self.session.clone()))?;
        if self.in_parts && !consumer.in_parts() {
            consumer.rotate()?;
        }
        self.open.push(Process { directory, consumer, life, looked: Instant::now() });
        Ok(())
    }

    /// What is wrong with one process's buffers is its own affair. Whether it is given up.
    fn keep(&mut self, directory: &Path, result: Result<()>) -> bool {
        let Err(error) = result else { return false };
        if is_for_now(&error) {
            // Found again at the next look, when another process has ended.
            self.waiting.insert(directory.to_owned());
            return true;
        }
        // Otherwise it was completed before, or somebody has removed it.
        if directory.join(NAME).exists() {
            self.problems.push((directory.to_owned(), error));
        }
        self.done.insert(directory.to_owned());
        true
    }

    /// Does something with each consumer; what goes wrong with one ends that one.
    fn each(&mut self, mut with: impl FnMut(&mut Consumer) -> Result<()>) {
        let mut at = 0;
        while let Some(process) = self.open.get_mut(at) {
            let (result, directory) = (with(&mut process.consumer), process.directory.clone());
            if self.keep(&directory, result) {
                self.open.swap_remove(at);
            } else {
                at += 1;
            }
        }
    }

    pub(super) fn drain(&mut self) -> Result<u64> {
        let start = self.session.geometry.clock.now();
        self.look_sometimes()?;
        let (mut events, mut all) = (0, true);
        self.each(|consumer| {
            events += consumer.drain()?;
            all &= consumer.has_emptied();
            Ok(())
        });
        // One before may have measured it.
        if self.begun.elapsed() >= MEASURED || self.session.header().frequency.load(Relaxed) > 0 {
            self.keep_clock();
            self.complete_ended();
        }
        if let (true, Some((_, _, looked))) = (all, self.looked) {
            // Who is not known has made its buffers after that.
            self.session.header().drained.store(start.min(looked), Release);
        }
        Ok(events)
    }

    /// From now on the clock is as it was measured until now, in all traces.
    fn keep_clock(&mut self) {
        if self.session.header().frequency.load(Relaxed) == 0 {
            self.session.keep_calibration();
            self.each(|consumer| consumer.write_metadata());
        }
    }

    /// Completes what processes have recorded that have ended, and removes their buffers.
    fn complete_ended(&mut self) {
        let mut at = 0;
        while let Some(process) = self.open.get_mut(at) {
            let due = process.looked.elapsed() >= LIFE;
            if due {
                process.looked = Instant::now();
            }
            if !due || !process.life.has_ended(process.consumer.buffers()) {
                at += 1;
                continue;
            }
            let Process { directory, mut consumer, .. } = self.open.swap_remove(at);
            let finished = consumer.finish().map(|_summary| ());
            if self.keep(&directory, finished) {
                continue;
            }
            self.add(&consumer);
            process::tidy(&directory);
            self.done.insert(directory);
        }
    }

    /// Adds what a process that has ended has recorded, once.
    fn add(&mut self, consumer: &Consumer) {
        // One without events goes now.
        if consumer.in_parts() && consumer.part_bytes() > 0 {
            self.completed.push(consumer.part());
        }
        self.completed_bytes = self.completed_bytes.wrapping_add(consumer.part_bytes());
        let last = consumer.buffers().uuid;
        if self.ended.last != last {
            let own = Summary { processes: 1, ..consumer.summary() };
            self.ended = Ended { summary: self.ended.summary.and(own), last };
            self.ended.store(&self.session);
        }
    }

    pub(super) fn rotate(&mut self) -> Result<Vec<PathBuf>> {
        // What was recorded before is in the parts of before, also of new processes.
        self.look()?;
        self.drain()?;
        self.session.keep_calibration();
        self.in_parts = true;
        let mut completed = core::mem::take(&mut self.completed);
        self.completed_bytes = 0;
        self.each(|consumer| {
            let (part, in_parts) = (consumer.part(), consumer.in_parts());
            // Who has written nothing has a part for what comes.
            if in_parts && consumer.part_bytes() == 0 {
                return Ok(());
            }
            consumer.rotate()?;
            completed.extend(in_parts.then_some(part));
            Ok(())
        });
        Ok(completed)
    }

    pub(super) fn finish(&mut self) -> Result<Summary> {
        self.look()?;
        while self.drain()? > 0 {}
        self.keep_clock();
        self.each(|consumer| consumer.finish().map(|_summary| ()));
        self.complete_ended();
        // Of those that there was no room for, some at a time: as others are found to have ended.
        let mut idle = 0;
        while !self.waiting.is_empty() && idle < 10 {
            let before = self.waiting.len();
            self.look()?;
            while self.drain()? > 0 {}
            self.each(|consumer| consumer.finish().map(|_summary| ()));
            self.complete_ended();
            idle = if self.waiting.len() < before { 0 } else { idle + 1 };
            if idle > 0 {
                std::thread::sleep(LIFE);
            }
        }
        for directory in core::mem::take(&mut self.waiting) {
            let source = rustix::io::Errno::MFILE.into();
            self.problems.push((directory.clone(), Error::File { path: directory, source }));
        }
        let summary = self.summary();
        if self.is_stopped() && summary.streams == 0 {
            // A trace without events.
            write_metadata(&self.session, &self.directory, self.session.calibration())?;
        }
        Ok(summary)
    }

    pub(super) fn summary(&self) -> Summary {
        let running = self.open.iter().map(|process| Summary { processes: 1, ..process.consumer.summary() });
        let summary = running.fold(self.ended.summary, Summary::and);
        summary.and(Summary { damaged: self.problems.len() as u64, ..Summary::default() })
    }

    pub(super) fn part_bytes(&self) -> u64 {
        self.open
            .iter()
            .fold(self.completed_bytes, |sum, process| sum.wrapping_add(process.consumer.part_bytes()))
    }

    pub(super) fn fullness(&self) -> f64 {
        self.open.iter().map(|process| process.consumer.fullness()).fold(0.0, f64::max)
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.session.is_stopped()
    }

    pub(super) fn problems(&self) -> &[(PathBuf, Error)] {
        &self.problems
    }
}
