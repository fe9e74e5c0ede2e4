//! Processes that have ended: their traces are completed, and their buffers removed.

use std::time::Instant;

use super::{LIFE, PAUSE, Process, Processes};
use crate::{
    Consumer, Summary,
    consume::recorder::Ended,
    session::{mapped, process},
};

impl Processes {
    /// Completes what processes have recorded that have ended, and removes their buffers. Not each time, unless it is to be `now`.
    pub(super) fn complete_ended(&mut self, now: bool) {
        if !now && self.searched.is_some_and(|(end, took)| end.elapsed() < PAUSE.0 * took) {
            return;
        }
        let due = |process: &Process| now || process.looked.elapsed() >= LIFE;
        let over: Vec<bool> = (self.open.iter_mut())
            .map(|process| {
                let due = due(process);
                if due {
                    process.looked = Instant::now();
                }
                due && process.life.is_over(process.consumer.buffers())
            })
            .collect();
        if !over.contains(&true) {
            return;
        }
        let start = Instant::now();
        let ended = self.open.iter().zip(&over).filter(|(_, over)| **over);
        let ended: Vec<_> = ended.map(|(process, _)| process.consumer.buffers()).collect();
        let mut written = mapped::are_written(&ended).into_iter();
        self.searched = Some((Instant::now(), start.elapsed()));
        let mut at = 0;
        for over in over {
            if !over || written.next().unwrap_or(true) {
                at += 1;
                continue;
            }
            let Process { directory, mut consumer, .. } = self.open.remove(at);
            let finished = consumer.finish().map(|_summary| ());
            let summary = Summary { processes: 1, ..consumer.summary() };
            if self.note_failure(&directory, summary, finished) {
                continue;
            }
            self.add(&consumer);
            if !process::tidy(&directory) || process::has_trace_only(&directory) {
                self.done.insert(directory.path().to_owned());
            }
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
}
