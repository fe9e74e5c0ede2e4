//! Read-copy-update between processes: as in one process, and a process of readers and one of writers that are killed wherever they are, also
//! while others wait for them, and replaced.

use std::{
    sync::{
        Mutex, MutexGuard, TryLockError,
        atomic::{
            AtomicBool, AtomicU64,
            Ordering::{Relaxed, SeqCst},
        },
    },
    time::{Duration, Instant},
};

use fastrand::Rng;
use perseq::{Error, Zeroable};
use perseq_rcu::{ProcessCell, ProcessError, ProcessGuard, ProcessOptions, ProcessRcu, ProcessResult};

use super::circle::Circle;
use crate::torture::{
    arena::Arena,
    childrens_life,
    ledger::{Fault, Wrong},
    patiently,
    subject::Subject,
    sys::{self, Side, Status},
    tally::Event,
};

/// Bytes for values: so few that writers that lose one each time they are killed soon have none.
const ARENA: usize = 64 << 10;
/// The longest that a section of the process of readers sleeps.
const NAP: Duration = Duration::from_millis(1);
/// How long it is tried to stop a reader inside a section, and then how long it is left so until a process waits for it.
const MOMENT: Duration = Duration::from_millis(500);

/// The memory that the processes share besides the domain.
#[repr(C)]
struct Stage {
    circle: Circle,
    /// Sections that the process of readers has entered, and left; stale elements, and halves of values, that it has found.
    entered: AtomicU64,
    left: AtomicU64,
    stale: AtomicU64,
    /// The number of operations that failed for writers.
    failed: AtomicU64,
}

// SAFETY: atomic words.
unsafe impl Zeroable for Stage {}

/// The value in the domain: a number and its complement.
type Pair = [u64; 2];

fn pair(number: u64) -> Pair {
    [number, !number]
}

/// A domain, and its readers and writers in this process and in others.
pub(super) struct SharedReaders {
    name: &'static str,
    domain: ProcessRcu,
    stage: &'static Stage,
    /// Its holder is the only one to replace elements.
    replacing: Mutex<()>,
    /// True if that one waits for readers.
    waiting: AtomicBool,
    /// The processes of readers and of writers.
    children: [Mutex<Option<libc::pid_t>>; 2],
    /// Deaths with the domain's lock held that were counted.
    holders: AtomicU64,
    fault: Fault,
}

/// A child's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Reads,
    Writes,
}

/// Does it again while another member that lives holds the domain's lock.
fn again<T>(f: impl FnMut() -> ProcessResult<T>) -> ProcessResult<T> {
    patiently(|error| matches!(error, ProcessError::Lock(Error::HeldElsewhere { .. })), f)
}

/// Takes a lock that no thread has. In a forked child it may be held for ever.
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
        let options = ProcessOptions { arena: ARENA, ..ProcessOptions::default() };
        let domain = ProcessRcu::anonymous(&options).map_err(|_no_file| failed("memfd_create"))?;
        let stage: &Stage = sys::shared().map_err(|_no_memory| failed("mmap"))?;
        stage.circle.begin();
        Ok(Self {
            name,
            domain,
            stage,
            replacing: Mutex::new(()),
            waiting: AtomicBool::new(false),
            children: [const { Mutex::new(None) }; 2],
            holders: AtomicU64::new(0),
            fault: Fault::new(),
        })
    }

    fn cell(&self) -> ProcessResult<ProcessCell<'_, Pair>> {
        again(|| self.domain.cell("pair"))
    }

    fn enter(&self) -> (ProcessGuard<'_>, usize) {
        let guard = self.domain.read();
        (guard, self.stage.circle.find())
    }

    /// Looks at the age for the last time and leaves; whether that was right.
    fn leave(&self, (guard, element): (ProcessGuard<'_>, usize)) -> bool {
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
    fn read_for_ever(&self, rng: &mut Rng) -> ProcessResult<()> {
        let cell = self.cell()?;
        loop {
            self.stage.entered.fetch_add(1, SeqCst);
            let visit = self.enter();
            // Volatile, for the compiler may take what a reference points to for constant.
            let value: Option<*const Pair> = cell.load(&visit.0).map(core::ptr::from_ref);
            // SAFETY: valid while the guard lives, or a fault of what is tortured here.
            let look = || value.map(|value| unsafe { value.read_volatile() });
            let before = look();
            match rng.u8(..) {
                0..8 => std::thread::sleep(NAP * rng.u32(1..=8) / 8),
                8..64 => (0..rng.u32(..500)).for_each(|_| core::hint::spin_loop()),
                _ => {}
            }
            let whole = look() == before && before.is_none_or(|value| value == pair(value[0]));
            if !self.leave(visit) || !whole {
                self.stage.stale.fetch_add(1, SeqCst);
            }
            self.stage.left.fetch_add(1, SeqCst);
        }
    }

    /// The life of the process of writers.
    fn write_for_ever(&self, rng: &mut Rng) -> ProcessResult<()> {
        let cell = self.cell()?;
        loop {
            match rng.u8(..8) {
                0 => again(|| self.domain.synchronize())?,
                1 => again(|| cell.clear())?,
                2 => again(|| cell.update(|old| pair(old.map_or(0, |pair| pair[0].wrapping_add(1)))))?,
                _ => again(|| cell.store(pair(rng.u64(..))))?,
            }
        }
    }

    /// A child's life until it is killed.
    fn live(&self, role: Role, mut rng: Rng) -> ! {
        sys::end_with_parent();
        sys::end_after(childrens_life());
        let Err(_failed) = (match role {
            Role::Reads => self.read_for_ever(&mut rng),
            Role::Writes => self.write_for_ever(&mut rng),
        }) else {
            sys::exit(0)
        };
        self.stage.failed.fetch_add(1, SeqCst);
        loop {
            std::thread::sleep(NAP);
        }
    }

    /// Kills a child, if there is one.
    fn kill(&self, role: Role, child: &mut Option<libc::pid_t>) {
        let Some(child) = child.take() else { return };
        let waiting = self.waiting.load(SeqCst);
        sys::kill(child);
        // It may have ended with the thread that had started it.
        if !matches!(sys::wait(child), Ok(Status::Killed(libc::SIGKILL))) {
            return self.fault.record(Wrong::Failed, child as usize);
        }
        let Some(arena) = Arena::get().filter(|_| role == Role::Reads) else { return };
        let entered = self.stage.entered.load(SeqCst);
        if self.stage.left.swap(entered, SeqCst) != entered {
            arena.tally.count(Event::ReaderKilled);
            if waiting {
                arena.tally.count(Event::AwaitedKilled);
            }
        }
    }

    /// Stops the child inside a section, until a process waits for it: by chance a kill finds that too rarely on some machines.
    fn stop_awaited(&self, child: libc::pid_t) {
        let start = Instant::now();
        while start.elapsed() < MOMENT {
            // Between two stops it continues, at least to its next section: it may have a lock that others want.
            let entered = self.stage.entered.load(SeqCst);
            while self.stage.entered.load(SeqCst) == entered && start.elapsed() < MOMENT {
                std::thread::sleep(Duration::from_micros(50));
            }
            if !sys::stop_child(child) {
                return;
            }
            if self.stage.entered.load(SeqCst) != self.stage.left.load(SeqCst) {
                while !self.waiting.load(SeqCst) && start.elapsed() < 2 * MOMENT {
                    std::thread::yield_now();
                }
                return;
            }
            sys::continue_child(child);
        }
    }

    /// Kills a child, or starts one where there is none.
    fn kill_or_start(&self, role: Role, rng: &mut Rng) {
        let Some(mut child) = try_lock(&self.children[role as usize]) else { return };
        if let Some(reader) = *child {
            if role == Role::Reads && rng.bool() {
                self.stop_awaited(reader);
            }
            return self.kill(role, &mut child);
        }
        let own = rng.fork();
        match sys::fork() {
            Ok(Side::Child) => self.live(role, own),
            Ok(Side::Parent(started)) => *child = Some(started),
            Err(error) => self.fault.record(Wrong::Failed, error.raw_os_error().unwrap_or(0) as usize),
        }
    }

    /// Tells the tally how many processes have died with the lock held.
    fn count_holders(&self) {
        let holders = self.domain.deaths().holders;
        let before = self.holders.fetch_max(holders, SeqCst);
        if let Some(arena) = Arena::get() {
            arena.tally.add(Event::HolderDied, holders.saturating_sub(before));
        }
    }

    /// Replaces the current element, waits for a grace period, and makes all others older.
    fn replace(&self) {
        let Some(_alone) = try_lock(&self.replacing) else { return };
        let Some((before, next)) = self.stage.circle.replace() else {
            return self.fault.record(Wrong::Unknown, 0);
        };
        self.waiting.store(true, SeqCst);
        let waited = again(|| self.domain.synchronize());
        self.waiting.store(false, SeqCst);
        match waited {
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

    /// Kills while another thread waits: what the dead were at is that one's to put right.
    fn disturb(&self, rng: &mut Rng) -> u32 {
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(SeqCst) {
                    self.replace();
                }
            });
            for _ in 0..4 {
                (0..rng.u32(..20_000)).for_each(|_| core::hint::spin_loop());
                let role = if rng.bool() { Role::Reads } else { Role::Writes };
                self.kill_or_start(role, rng);
            }
            over.store(true, SeqCst);
        });
        self.count_holders();
        1
    }

    /// A member of its own, which others may find dead.
    fn in_copy(&self, rng: &mut Rng) {
        self.visit_here(rng);
    }

    fn check_copy(&self, rng: &mut Rng) -> std::result::Result<(), String> {
        self.in_copy(rng);
        // Readers of the parent continue, and are waited for.
        again(|| self.domain.synchronize()).map_err(|error| format!("in a child: {error}"))?;
        self.fault().map_or(Ok(()), Err)
    }

    fn check(&self) -> std::result::Result<(), String> {
        for role in [Role::Reads, Role::Writes] {
            if let Some(mut child) = try_lock(&self.children[role as usize]) {
                self.kill(role, &mut child);
            }
        }
        again(|| self.domain.synchronize()).map_err(|error| error.to_string())?;
        // Whatever the dead had in hand.
        let full = |error| format!("a value cannot be stored: {error}");
        self.cell()
            .and_then(|cell| (0..1000).try_for_each(|number| again(|| cell.store(pair(number)))))
            .map_err(full)?;
        self.count_holders();
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        match (self.stage.stale.load(Relaxed), self.stage.failed.load(Relaxed)) {
            (0, 0) => Ok(()),
            (0, failed) => Err(format!("{failed} other processes could not write")),
            (stale, _) => {
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
