//! The consumers of a session in which each process has buffers of its own.
//!
//! ```text
//!   a process   its directory is there → consumed → no process can write there any more → taken to its end, metadata
//!               → added to what those that have ended have recorded → its buffers are removed
//! ```

mod completing;

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

use super::{
    Ended, room,
    waiting::{Waiting, WaitingList},
};
use crate::{
    Consumer, Error, Losses, Mode, Result, Summary,
    buffer::file::File,
    consume::{consumer::lock, replace::write_metadata, stream::is_full, unbuffered},
    session::{mapped::Life, place::Place, process},
};

/// So long the clock is measured before a trace is completed: all of a session have the same clock, and so the times of processes compare.
const MEASURED: Duration = Duration::from_secs(1);
/// Between looks whether a process has ended.
const LIFE: Duration = Duration::from_millis(20);
/// Times that `finish` tries in vain to take what processes wait with.
const TRIES: u32 = 10;
/// Between looks for new processes, or at what all processes have mapped: so many times as long as one took. For new ones, so long at most.
const PAUSE: (u32, Duration) = (20, Duration::from_millis(20));

#[derive(Debug)]
struct Process {
    directory: Place,
    consumer: Consumer,
    life: Life,
    looked: Instant,
    /// Everything was taken, and told, since the call of `finish` that is under way.
    finished: bool,
}

#[derive(Debug)]
pub(super) struct Processes {
    session: Arc<File>,
    directory: Place,
    /// Those that were found first come first.
    open: Vec<Process>,
    /// Directories that there is nothing more to be done about, and that keep their names: a process that has no directory any more may have
    /// another one of the same name, after it has become another program.
    done: HashSet<PathBuf>,
    /// Those that this has no descriptors for now.
    waiting: WaitingList,
    /// When it has last given a process's descriptors to another one.
    evicted: Instant,
    ended: Ended,
    problems: Vec<(PathBuf, Error)>,
    begun: Instant,
    /// When it looked for new ones last, how long the list took, and the time by the session's clock before that.
    looked: Option<(Instant, Duration, u64)>,
    /// When it has looked last at what all processes have mapped, and how long that took.
    searched: Option<(Instant, Duration)>,
    /// True if new ones are in parts.
    in_parts: bool,
    /// Of processes that have ended: parts, and their bytes, since the last rotation.
    completed: Vec<PathBuf>,
    completed_bytes: u64,
}

impl Processes {
    pub(super) fn open(file: File, directory: Place) -> Result<Self> {
        let directory = directory.of(&file)?;
        if file.geometry.mode == Mode::Overwrite {
            return Err(Error::Overwrites { path: directory.path().to_owned() });
        }
        lock(&file, &directory)?;
        room::raise_limit();
        let mut processes = Self {
            ended: Ended::of(&file),
            session: Arc::new(file),
            directory,
            open: Vec::new(),
            done: HashSet::new(),
            waiting: WaitingList::default(),
            evicted: Instant::now(),
            problems: Vec::new(),
            begun: Instant::now(),
            looked: None,
            searched: None,
            in_parts: false,
            completed: Vec::new(),
            completed_bytes: 0,
        };
        processes.remove_added()?;
        processes.look()?;
        for process in &processes.open {
            processes.session.adopt_measure(process.consumer.buffers());
        }
        Ok(processes)
    }

    /// Removes the buffers of the process that was added last, if the recorder before was killed before it could: another one that is added would
    /// hide that this one was.
    fn remove_added(&self) -> Result<()> {
        process::each(&self.directory, |buffers, directory| {
            _ = (self.ended.last == buffers.uuid).then(|| process::tidy(directory));
            Ok(())
        })?;
        Ok(())
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
        let all = match process::directories(&self.directory) {
            Err(error) if error.is_for_now() && self.close_streams() => {
                process::directories(&self.directory)?
            }
            all => all?,
        };
        self.looked = Some((start, start.elapsed(), ticks));
        let known: HashSet<&Path> = self.open.iter().map(|process| process.directory.path()).collect();
        // A directory that was removed may be another process's later.
        if !self.done.is_empty() {
            let there: HashSet<&Path> = all.iter().map(Place::path).collect();
            self.done.retain(|directory| there.contains(&**directory));
        }
        for directory in &all {
            if !self.done.contains(directory.path()) && !known.contains(directory.path()) {
                self.waiting.add(directory);
            }
        }
        self.take_turns();
        self.take_waiting();
        Ok(())
    }

    /// Closes the files of all streams, which are opened again when they are needed; whether there were any.
    fn close_streams(&mut self) -> bool {
        let closed = self.open.iter_mut().map(|process| usize::from(process.consumer.close_streams()));
        closed.sum::<usize>() > 0
    }

    /// Returns whether there are descriptors for one more process. One at least is recorded, whatever the limit is.
    fn has_room(&self) -> bool {
        self.open.is_empty() || room::is_free(&self.session, room::PROCESS + room::SPARE)
    }

    /// If processes wait for descriptors, those that have them longest wait next: so that each one's buffers are emptied now and then.
    fn take_turns(&mut self) {
        if !self.waiting.is_empty() && self.evicted.elapsed() >= LIFE && !self.has_room() {
            self.evict(self.open.len().div_ceil(4));
        }
    }

    /// Gives up the descriptors of the first `count` processes. All that there is to know of them is in their files.
    fn evict(&mut self, count: usize) {
        self.evicted = Instant::now();
        for Process { directory, consumer, finished, .. } in self.open.drain(..count) {
            let summary = Summary { processes: 1, ..consumer.summary() };
            self.waiting.push(Waiting { directory, summary, finished, why: None });
        }
    }

    /// Begins with those that wait, as far as there are descriptors for them.
    fn take_waiting(&mut self) {
        for _ in 0..self.waiting.len() {
            if !self.has_room() {
                break;
            }
            let Some(next) = self.waiting.pop() else { break };
            let found = self.find(next.directory.clone());
            self.note_failure(&next.directory, next.summary, found);
        }
    }

    /// Begins to consume a process's buffers, unless it has none any more.
    fn find(&mut self, directory: Place) -> Result<()> {
        let life = Life::of(&directory);
        let mut consumer = Consumer::of_process(directory.clone(), self.session.clone())?;
        if self.in_parts && !consumer.in_parts() {
            consumer.rotate()?;
        }
        self.open.push(Process { directory, consumer, life, looked: Instant::now(), finished: false });
        Ok(())
    }

    /// Takes note of a failure, which is the affair of one process's buffers: they are given up, for now or for ever. Returns whether it was one.
    fn note_failure(&mut self, directory: &Place, summary: Summary, result: Result<()>) -> bool {
        let Err(error) = result else { return false };
        let full = matches!(&error, Error::File { source, .. } if is_full(source));
        if full || error.is_for_now() {
            // Found again at a later look.
            let directory = directory.clone();
            self.waiting.push(Waiting { directory, summary, finished: false, why: Some(error) });
            return true;
        }
        // Otherwise it was completed before, or was removed while there were no descriptors for it.
        let is_there = directory.buffers().is_there();
        if is_there {
            self.problems.push((directory.path().to_owned(), error));
        }
        let has_trace = process::has_trace_only(directory);
        if is_there || has_trace {
            self.done.insert(directory.path().to_owned());
        }
        if !is_there && self.directory.names().is_ok() {
            self.ended.add_left(&self.session, if has_trace { summary } else { summary.removed() });
        }
        true
    }

    /// Does something with each consumer; what goes wrong with one ends that one.
    fn each(&mut self, mut with: impl FnMut(&mut Process) -> Result<()>) {
        let mut at = 0;
        while let Some(process) = self.open.get_mut(at) {
            let before = process.consumer.open_streams();
            let result = with(process);
            // Files of streams must leave enough for the rest of the work.
            if process.consumer.open_streams() > before && !room::is_free(&self.session, room::SPARE) {
                process.consumer.close_streams();
            }
            if result.is_ok() {
                at += 1;
                continue;
            }
            let Process { directory, consumer, .. } = self.open.remove(at);
            let summary = Summary { processes: 1, ..consumer.summary() };
            drop(consumer);
            self.note_failure(&directory, summary, result);
        }
    }

    pub(super) fn drain(&mut self) -> Result<u64> {
        let start = self.session.geometry.clock.now();
        match self.look_sometimes() {
            // Later: those that are known have their turn.
            Err(error) if error.is_for_now() => {}
            looked => looked?,
        }
        let (mut events, mut all) = (0, true);
        self.each(|Process { consumer, .. }| {
            events += consumer.drain()?;
            all &= consumer.has_emptied();
            Ok(())
        });
        all &= self.waiting.is_empty();
        // One before may have measured it.
        if self.begun.elapsed() >= MEASURED || self.session.header().frequency.load(Relaxed) > 0 {
            self.keep_clock();
            self.complete_ended(false);
        }
        if let (true, Some((_, _, looked))) = (all, self.looked) {
            // A process that is not known has made its buffers after that.
            self.session.header().drained.store(start.min(looked), Release);
        }
        Ok(events)
    }

    /// From now on the clock is as it was measured until now, in all traces.
    fn keep_clock(&mut self) {
        if self.session.header().frequency.load(Relaxed) == 0 {
            self.session.keep_calibration();
            self.each(|process| process.consumer.renew_metadata());
        }
    }

    pub(super) fn rotate(&mut self) -> Result<Vec<PathBuf>> {
        self.look()?;
        self.in_parts = true;
        // Nothing was taken of these: all that they have recorded is in parts, the first of which begins now.
        let mut begun = HashSet::new();
        self.each(|Process { directory, consumer, .. }| {
            if consumer.in_parts() || consumer.part_bytes() > 0 {
                return Ok(());
            }
            begun.insert(directory.path().to_owned());
            consumer.rotate()
        });
        // Events that were recorded before are in the parts of before, also of new processes.
        self.drain()?;
        self.session.keep_calibration();
        let mut completed = core::mem::take(&mut self.completed);
        self.completed_bytes = 0;
        self.each(|Process { directory, consumer, .. }| {
            let (part, in_parts) = (consumer.part(), consumer.in_parts());
            // A process that has written nothing has a part for the events to come.
            if in_parts && (consumer.part_bytes() == 0 || begun.contains(directory.path())) {
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
        self.finish_all();
        let clock = self.session.calibration();
        unbuffered::tell(&self.session, &self.directory, clock)?;
        let summary = self.summary();
        let is_empty = summary.streams == 0 && summary.losses.unbuffered == 0;
        let is_empty = is_empty && process::directories(&self.directory)?.is_empty();
        if self.is_stopped() && is_empty && self.problems.is_empty() {
            // A trace without events. Beside traces of processes, which may come of what stays, readers would take it for the whole.
            write_metadata(&self.session, &self.directory, clock, &Losses::default())?;
        }
        Ok(summary)
    }

    /// Takes what all processes have recorded, also those that wait for descriptors: by turns.
    fn finish_all(&mut self) {
        // Those that were unfinished the last time have another chance.
        self.problems.retain(|(directory, _)| self.done.contains(directory));
        self.open.iter_mut().for_each(|process| process.finished = false);
        self.waiting.begin();
        let (mut before, mut idle) = (usize::MAX, 0);
        loop {
            self.each(|process| {
                if !process.finished {
                    process.consumer.finish()?;
                    process.finished = true;
                }
                Ok(())
            });
            self.complete_ended(true);
            let left = self.waiting.unfinished();
            idle = if left < before { 0 } else { idle + 1 };
            if left == 0 || idle == TRIES {
                break;
            }
            before = left;
            if idle > 0 {
                // Other threads may have the descriptors.
                std::thread::sleep(LIFE);
            }
            self.evict(self.open.len());
            self.waiting.sort();
            self.take_waiting();
        }
        self.problems.extend(self.waiting.take_unfinished());
    }

    pub(super) fn summary(&self) -> Summary {
        let running = self.open.iter().map(|process| Summary { processes: 1, ..process.consumer.summary() });
        let summary = running.fold(self.ended.summary, Summary::and);
        let summary = self.waiting.summaries().fold(summary, Summary::and);
        let summary = summary.and(unbuffered::summary(&self.session, 0));
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

    /// Removes the buffers, of which everything was taken.
    pub(super) fn remove(&self) -> Result<()> {
        process::remove_session(&self.directory, true)
    }

    pub(super) fn problems(&self) -> &[(PathBuf, Error)] {
        &self.problems
    }
}
