//! Read-copy-update between processes: as in one process, and a process of readers that is killed wherever it is, and replaced.

use std::{
    io::Result,
    sync::{
        Mutex, MutexGuard, TryLockError,
        atomic::{
            AtomicU64,
            Ordering::{Relaxed, SeqCst},
        },
    },
};

use fastrand::Rng;
use perseq::Zeroable;
use perseq_rcu::{SharedOptions, SharedRcu, SharedReadGuard};

use super::circle::Circle;
use crate::torture::{
    arena::Arena,
    ledger::{Fault, Wrong},
    subject::Subject,
    sys::{self, Side, Status},
    tally::Event,
};

/// Seconds after which a process of readers ends by itself, should nobody kill it.
const LIFE: u32 = 60;

/// What the processes share besides the domain.
#[repr(C)]
struct Stage {
    circle: Circle,
    /// Sections that the process of readers has entered, and left; stale elements that it has found.
    entered: AtomicU64,
    left: AtomicU64,
    stale: AtomicU64,
}

// SAFETY: atomic words.
unsafe impl Zeroable for Stage {}

/// A domain, and its readers in this process and in another one.
pub(super) struct SharedReaders {
    name: &'static str,
    domain: SharedRcu,
    stage: &'static Stage,
    /// The process of readers. Who has the lock is also the only one to replace elements.
    child: Mutex<Option<libc::pid_t>>,
    fault: Fault,
}

/// Takes a lock that nobody has. In a forked child somebody may have it for ever.
fn try_lock<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match mutex.try_lock() {
        Ok(held) => Some(held),
        Err(TryLockError::Poisoned(held)) => Some(held.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

impl SharedReaders {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        let failed = |call| perseq::Error::Syscall { call, errno: sys::errno() };
        let domain =
            SharedRcu::anonymous(&SharedOptions::default()).map_err(|_no_file| failed("memfd_create"))?;
        let stage: &Stage = sys::shared().map_err(|_no_memory| failed("mmap"))?;
        stage.circle.begin();
        Ok(Self { name, domain, stage, child: Mutex::new(None), fault: Fault::new() })
    }

    fn enter(&self) -> (SharedReadGuard<'_>, usize) {
        let guard = self.domain.read();
        (guard, self.stage.circle.find())
    }

    /// Looks at the age for the last time and leaves; whether that was right.
    fn leave(&self, (guard, element): (SharedReadGuard<'_>, usize)) -> bool {
        let stale = self.stage.circle.is_stale(element);
        drop(guard);
        !stale
    }

    /// One section, of a length that chance decides.
    fn visit(&self, rng: &mut Rng) -> bool {
        let visit = self.enter();
        match rng.u8(..) {
            0 => std::thread::yield_now(),
            1..64 => (0..rng.u32(..500)).for_each(|_| core::hint::spin_loop()),
            // Sections nest.
            64..80 if !self.leave(self.enter()) => return false,
            _ => {}
        }
        self.leave(visit)
    }

    /// As [`visit`](Self::visit), in this process.
    fn visit_here(&self, rng: &mut Rng) {
        if !self.visit(rng) {
            self.fault.record(Wrong::Changed, 0);
        }
    }

    /// The life of the process of readers.
    fn read_for_ever(&self, mut rng: Rng) -> ! {
        sys::end_with_parent();
        sys::end_after(LIFE);
        loop {
            self.stage.entered.fetch_add(1, SeqCst);
            if !self.visit(&mut rng) {
                self.stage.stale.fetch_add(1, SeqCst);
            }
            self.stage.left.fetch_add(1, SeqCst);
        }
    }

    /// Kills the process of readers, if there is one.
    fn kill(&self, child: &mut Option<libc::pid_t>) {
        let Some(child) = child.take() else { return };
        sys::kill(child);
        // It may have ended with the thread that had started it.
        if !matches!(sys::wait(child), Ok(Status::Killed(libc::SIGKILL))) {
            return self.fault.record(Wrong::Failed, child as usize);
        }
        let entered = self.stage.entered.load(SeqCst);
        if self.stage.left.swap(entered, SeqCst) != entered
            && let Some(arena) = Arena::get()
        {
            arena.tally.count(Event::ReaderKilled);
        }
    }

    fn start(&self, child: &mut Option<libc::pid_t>, rng: &mut Rng) -> Result<()> {
        let own = rng.fork();
        match sys::fork()? {
            Side::Child => self.read_for_ever(own),
            Side::Parent(started) => *child = Some(started),
        }
        Ok(())
    }

    /// Replaces the current element, waits for a grace period, and makes all others older.
    fn replace(&self) {
        let Some((before, next)) = self.stage.circle.replace() else {
            return self.fault.record(Wrong::Unknown, 0);
        };
        match self.domain.synchronize() {
            Ok(()) => self.stage.circle.age(next),
            Err(_) => self.fault.record(Wrong::Failed, before),
        }
    }
}

impl Subject for SharedReaders {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        (0..operations).for_each(|_| self.visit_here(rng));
        operations
    }

    fn in_handler(&self, _rng: &mut Rng) -> bool {
        if !self.leave(self.enter()) {
            self.fault.record(Wrong::Changed, 0);
        }
        true
    }

    fn disturb(&self, rng: &mut Rng) -> u32 {
        let Some(mut child) = try_lock(&self.child) else { return 0 };
        match (rng.u8(..3), *child) {
            (0, Some(_)) => self.kill(&mut child),
            (_, None) => {
                if let Err(error) = self.start(&mut child, rng) {
                    self.fault.record(Wrong::Failed, error.raw_os_error().unwrap_or(0) as usize);
                }
            }
            _ => self.replace(),
        }
        1
    }

    /// A member of its own, which others may find dead.
    fn in_copy(&self, rng: &mut Rng) {
        self.visit_here(rng);
    }

    fn check_copy(&self, rng: &mut Rng) -> std::result::Result<(), String> {
        self.in_copy(rng);
        // Readers of the parent go on, and are waited for.
        self.domain.synchronize().map_err(|error| format!("in a child: {error}"))?;
        self.fault().map_or(Ok(()), Err)
    }

    fn check(&self) -> std::result::Result<(), String> {
        if let Some(mut child) = try_lock(&self.child) {
            self.kill(&mut child);
        }
        self.domain.synchronize().map_err(|error| error.to_string())?;
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        match self.stage.stale.load(Relaxed) {
            0 => Ok(()),
            stale => {
                Err(format!("another process has found {stale} elements that no grace period had waited for"))
            }
        }
    }

    fn fault(&self) -> Option<String> {
        self.fault.get()
    }

    fn has_guards(&self) -> bool {
        false
    }
}
