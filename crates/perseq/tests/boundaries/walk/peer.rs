//! The other thread: does on a CPU of the handler's choice what the handler asks for, while the handler waits, or until
//! the victim has run into the guard that it holds.

use std::{
    cell::Cell,
    sync::{
        atomic::{AtomicBool, Ordering::SeqCst},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
};

use perseq::perseq_core::{guard, thread};

use super::scenario::{Conflict, Who};
use crate::support::pin;

/// The result of a job: the row of the conflict, and whether the row of that thread changed during it.
pub(super) type Answer = Option<(u32, bool)>;

/// The conflict to do, and where. The thread that lends the conflict calls `Peer::finish` before it goes.
struct Job {
    cpu: u32,
    conflict: *const Conflict,
    current: fn() -> Option<u32>,
    victim_row: u32,
}
// SAFETY: a conflict's operation is `Sync`, and is lent until `Peer::finish`.
unsafe impl Send for Job {}

/// Another thread that waits for jobs. It ends with the process.
pub(super) struct Peer {
    jobs: SyncSender<Job>,
    answers: Receiver<Answer>,
    ends: Receiver<std::thread::Result<()>>,
    is_busy: Cell<bool>,
}

/// True when the victim has returned, so that no thread will run into a guard any more.
static IS_OVER: AtomicBool = AtomicBool::new(false);

/// How often a thread has run into a guard.
fn refused() -> u64 {
    let stats = guard::stats();
    stats.refusals + stats.waits
}

impl Peer {
    pub(super) fn start() -> Self {
        let (jobs, work) = sync_channel::<Job>(1);
        let (answer, answers) = sync_channel(2);
        let (end, ends) = sync_channel(1);
        std::thread::spawn(move || {
            thread::attach().expect("like the first thread");
            for job in work {
                let run = std::panic::AssertUnwindSafe(|| job.run(&answer));
                let result = std::panic::catch_unwind(run);
                if result.is_err() {
                    answer.send(None).expect("somebody waits");
                }
                end.send(result).expect("somebody waits");
            }
        });
        Self { jobs, answers, ends, is_busy: Cell::new(false) }
    }

    /// Has `conflict` done on `cpu`, and waits for it; for a late one, until the guard is held.
    pub(super) fn run(
        &self,
        cpu: u32,
        conflict: &Conflict,
        current: fn() -> Option<u32>,
        victim_row: u32,
    ) -> Answer {
        IS_OVER.store(false, SeqCst);
        self.is_busy.set(true);
        self.jobs.send(Job { cpu, conflict, current, victim_row }).expect("the thread lives");
        self.answers.recv().expect("the thread lives")
    }

    /// Waits for the end of what [`run`](Self::run) has begun: the victim has returned.
    pub(super) fn finish(&self) {
        if self.is_busy.take() {
            IS_OVER.store(true, SeqCst);
            if let Err(panic) = self.ends.recv().expect("the thread lives") {
                std::panic::resume_unwind(panic);
            }
            // A panic after an early answer leaves a second one.
            while self.answers.try_recv().is_ok() {}
        }
    }
}

impl Job {
    fn run(&self, answer: &SyncSender<Answer>) {
        pin(self.cpu);
        // SAFETY: lent.
        let conflict = unsafe { &*self.conflict };
        let before = refused();
        let hold = || {
            if conflict.who == Who::LateHolder {
                answer.send(Some((self.victim_row, false))).expect("somebody waits");
                while refused() == before && !IS_OVER.load(SeqCst) {
                    std::thread::yield_now();
                }
            }
        };
        let result = conflict.perform(self.current, self.victim_row, &hold);
        if conflict.who != Who::LateHolder {
            answer.send(result).expect("somebody waits");
        }
    }
}
