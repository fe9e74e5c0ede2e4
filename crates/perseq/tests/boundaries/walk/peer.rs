//! The other thread: does on a CPU of the handler's choice what the handler asks for, while the handler waits.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use perseq::core::thread;

use crate::support::pin;

/// What a job returns: its row, and whether that changed.
type Answer = Option<(u32, bool)>;

/// What to do, and where. The handler that lends it waits for the end.
struct Job {
    cpu: u32,
    act: *const (dyn Fn() -> Answer + Sync),
}
// SAFETY: the closure is `Sync`, and `Peer::run` waits until it has run.
unsafe impl Send for Job {}

/// Another thread that waits for jobs. It ends with the process.
pub(super) struct Peer {
    jobs: SyncSender<Job>,
    answers: Receiver<std::thread::Result<Answer>>,
}

impl Peer {
    pub(super) fn start() -> Self {
        let (jobs, work) = sync_channel::<Job>(1);
        let (done, answers) = sync_channel(1);
        std::thread::spawn(move || {
            thread::attach().expect("like the first thread");
            for job in work {
                pin(job.cpu);
                // SAFETY: `run` waits, so what it borrowed is still there.
                let act = unsafe { &*job.act };
                let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(act));
                done.send(answer).expect("somebody waits");
            }
        });
        Self { jobs, answers }
    }

    /// Runs `act` on `cpu` and waits for it. Returns what it returned.
    pub(super) fn run(&self, cpu: u32, act: &(dyn Fn() -> Answer + Sync)) -> Answer {
        // SAFETY: the lifetime only; see `Job`.
        let act = unsafe {
            std::mem::transmute::<
                *const (dyn Fn() -> Answer + Sync + '_),
                *const (dyn Fn() -> Answer + Sync + 'static),
            >(std::ptr::from_ref(act))
        };
        self.jobs.send(Job { cpu, act }).expect("the thread lives");
        match self.answers.recv().expect("the thread lives") {
            Ok(answer) => answer,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}
