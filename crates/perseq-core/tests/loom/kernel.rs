//! A kernel of one mutex per CPU: what sections see of preemptions, migrations, signals and `membarrier`.
//!
//! A CPU executes one instruction at a time, and interrupts come between instructions. So a step of a section is an
//! access under the CPU's mutex, and the mutex holds how often the CPU was interrupted:
//!
//! * a section notes that number when it **starts**; each of its steps first compares it, and a section that was
//!   interrupted never makes another one: it is at its abort handler, or not running;
//! * the last step is the **commit**. It is nothing special: the comparison and the store are one instruction;
//! * a thread that **starts** a section was given the CPU: a thread that was in a section there has been preempted;
//! * a **fence** interrupts the CPU.
//!
//! The mutex orders exactly what the kernel orders: steps on one CPU (a switch of threads is a full barrier), and steps before
//! and after an interrupt with the thread that sent it. It orders nothing else: a thread that sends no interrupt sees of a
//! section what atomic operations show it.

use loom::sync::Mutex;

/// A CPU.
pub(crate) struct Cpu {
    interrupts: Mutex<u32>,
    /// True if an interrupt aborts the section: it does, but for one broken variant.
    aborts: bool,
}

/// A section that a thread has started.
pub(crate) struct Section<'a> {
    cpu: &'a Cpu,
    started_at: u32,
}

/// The section was interrupted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Aborted;

impl Cpu {
    pub(crate) fn new(aborts: bool) -> Self {
        Self { interrupts: Mutex::new(0), aborts }
    }

    /// Starts a section: this thread has the CPU now, and another one that was in a section there has not.
    pub(crate) fn start(&self) -> Section<'_> {
        Section { cpu: self, started_at: self.interrupt() }
    }

    /// Fences the CPU.
    pub(crate) fn fence(&self) {
        self.interrupt();
    }

    fn interrupt(&self) -> u32 {
        let mut interrupts = self.interrupts.lock().unwrap();
        *interrupts += 1;
        *interrupts
    }
}

impl Section<'_> {
    /// One instruction of the section.
    pub(crate) fn step<R>(&self, access: impl FnOnce() -> R) -> Result<R, Aborted> {
        let interrupts = self.cpu.interrupts.lock().unwrap();
        if *interrupts != self.started_at && self.cpu.aborts {
            return Err(Aborted);
        }
        Ok(access())
    }
}
