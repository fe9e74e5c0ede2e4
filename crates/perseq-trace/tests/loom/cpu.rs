//! A CPU: what sections see of each other.
//!
//! It executes one instruction at a time, which are accesses under its mutex. Whoever starts a section has the CPU, and aborts the section of
//! another thread that was under way. A switch of threads is a full fence; going on on the same thread is none: what
//! one thread's sections do is ordered, for who looks from another CPU, by their own instructions only.

use loom::sync::{
    Mutex,
    atomic::{Ordering::SeqCst, fence},
};

/// A CPU.
pub(crate) struct Cpu(Mutex<State>);

struct State {
    /// Which thread it executes.
    thread: usize,
    /// How often it went over to another one.
    switches: usize,
}

/// A section that a thread has started.
pub(crate) struct Section<'a> {
    cpu: &'a Cpu,
    started_at: usize,
}

/// How a section ended without its commit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Left {
    Aborted,
    Exited,
    Guarded,
}

impl Cpu {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(State { thread: 0, switches: 0 }))
    }

    /// Thread `me` has the CPU and starts a section.
    pub(crate) fn start(&self, me: usize) -> Section<'_> {
        let mut state = self.0.lock().unwrap();
        if state.thread != me {
            state.thread = me;
            state.switches += 1;
            fence(SeqCst);
        }
        Section { cpu: self, started_at: state.switches }
    }

    /// Thread `me` runs here for a moment, and goes on elsewhere: a full fence for it and for whichever thread comes next.
    pub(crate) fn visit(&self, me: usize) {
        let mut state = self.0.lock().unwrap();
        state.thread = me;
        state.switches += 1;
        fence(SeqCst);
    }
}

impl Section<'_> {
    /// One instruction.
    pub(crate) fn step<R>(&self, access: impl FnOnce() -> R) -> Result<R, Left> {
        let state = self.cpu.0.lock().unwrap();
        if state.switches != self.started_at {
            return Err(Left::Aborted);
        }
        Ok(access())
    }
}
