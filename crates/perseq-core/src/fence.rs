//! Fences: when one returns, every critical section that was under way on a CPU has committed or will abort.
//!
//! | method | how | when |
//! |---|---|---|
//! | [`Method::Membarrier`] | `membarrier(2)`, `PRIVATE_EXPEDITED_RSEQ`: an interrupt to that CPU, which marks the thread there as interrupted | Linux 5.10 |
//! | [`Method::RunThere`] | this thread runs on that CPU for a moment, by its affinity, which is restored: any thread in a section there was preempted | older kernels, filters, memory that processes share |
//! | [`Method::Nothing`] | no thread of this process was ever registered, so no section can be under way | rseq refused or missing |
//!
//! A concurrency id may be on any CPU, so rows by it are fenced on all of them. All methods are also full memory
//! barriers between this thread and sections on that CPU: what they committed is seen after the fence, and sections that
//! start later see what this thread wrote before it.
//!
//! Source: `membarrier(2)`; Linux `kernel/sched/membarrier.c`.

use core::sync::atomic::{
    AtomicU8,
    Ordering::{Relaxed, SeqCst},
};

use crate::{
    Index, cpu,
    cpu::CpuSet,
    error::{Error, Result},
    sys::{self, errno},
    thread,
};

/// How fences are made. See the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// By `membarrier(2)`.
    Membarrier,
    /// By running on the CPU.
    RunThere,
    /// Not at all: there is no thread to keep out.
    Nothing,
}

/// 0, or a method that tests have chosen, plus 1.
static FORCED: AtomicU8 = AtomicU8::new(0);
const METHODS: [Method; 3] = [Method::Membarrier, Method::RunThere, Method::Nothing];

/// How the next fence will be made.
#[must_use]
pub fn method() -> Method {
    if !thread::ever_attached() {
        return Method::Nothing;
    }
    match FORCED.load(Relaxed) {
        0 if sys::has_membarrier_rseq() => Method::Membarrier,
        0 => Method::RunThere,
        forced => METHODS[usize::from(forced) - 1],
    }
}

/// Makes fences by `method` from now on, or by what is best for `None`: for tests and for measuring.
///
/// # Errors
///
/// [`Error::Syscall`] if this kernel has no such `membarrier`, and for [`Method::Nothing`], which is never a choice:
/// it is used where no thread was registered.
pub fn force(method: Option<Method>) -> Result<()> {
    match method {
        Some(Method::Nothing) => return Err(Error::Syscall { call: "membarrier", errno: errno::EINVAL }),
        Some(Method::Membarrier) if !sys::has_membarrier_rseq() => {
            return Err(Error::Syscall { call: "membarrier", errno: errno::ENOSYS });
        }
        _ => {}
    }
    FORCED.store(method.map_or(0, |method| method as u8 + 1), Relaxed);
    Ok(())
}

/// Fences CPU `cpu`: 0.5 to 15 µs, of which most is the interrupt.
///
/// # Errors
///
/// [`Error::FenceDenied`] where `membarrier` is missing or refused and this thread may not run on that CPU, or not ask where it may run.
pub fn cpu(cpu: u32) -> Result<()> {
    fence(Some(cpu))
}

/// Fences every CPU.
///
/// # Errors
///
/// As [`cpu()`].
pub fn all() -> Result<()> {
    fence(None)
}

/// Fences row `index` of per-CPU memory by `I`: one CPU, or all of them for concurrency ids.
///
/// # Errors
///
/// As [`cpu()`].
pub fn row<I: Index>(index: u32) -> Result<()> {
    fence(I::ROWS_ARE_CPUS.then_some(index))
}

/// Tells the kernel at load that this process will ask for fences: while it has one thread that takes a microsecond, with
/// many the kernel waits for all of them, for milliseconds.
pub(crate) fn prepare() {
    let _told = sys::register_membarrier_rseq();
}

fn fence(cpu: Option<u32>) -> Result<()> {
    // Pairs with the fence of a thread that registers: either it sees what this thread has written before (a guard that is
    // taken), or this thread sees that there is a thread to fence.
    core::sync::atomic::fence(SeqCst);
    if cfg!(any(miri, perseq_model)) || !thread::ever_attached() {
        return Ok(());
    }
    let forced = FORCED.load(Relaxed);
    if (forced == 0 || METHODS[usize::from(forced) - 1] == Method::Membarrier)
        && sys::membarrier_rseq(cpu).is_ok()
    {
        return Ok(());
    }
    by_running(cpu)
}

/// On that CPU, or on each. A function of its own, for sets of CPUs are large and fences are made in handlers.
#[cold]
#[inline(never)]
fn by_running(cpu: Option<u32>) -> Result<()> {
    match cpu {
        Some(cpu) => by_running_on(cpu),
        None => cpu::online()?.iter().try_for_each(by_running_on),
    }
}

/// A full memory barrier of this thread and of every running thread of every process that has [joined](join_processes).
///
/// Unlike the other fences it aborts no section: it orders what threads do, and serves threads that only read
/// counts. Costs an interrupt to each CPU that runs such a thread. Linux 4.16.
///
/// # Errors
///
/// [`Error::Syscall`] where `membarrier(2)` is missing or refused.
pub fn processes() -> Result<()> {
    // Also where the call fails: for threads that make fences of their own.
    core::sync::atomic::fence(SeqCst);
    sys::membarrier_processes(false).map_err(|errno| Error::Syscall { call: "membarrier", errno })
}

/// From now on this process's threads take part in [`processes`]. A program that is executed later has to join again; a forked child
/// should, too.
///
/// # Errors
///
/// As [`processes`].
pub fn join_processes() -> Result<()> {
    sys::membarrier_processes(true).map_err(|errno| Error::Syscall { call: "membarrier", errno })
}

/// How often a visit is tried: others may move this thread, or switch the CPU, in the middle.
const VISITS: u32 = 264;
/// Naps between visits of a CPU that is being switched (online, but no thread may be sent there): these many µs, then twice that
/// and so on, up to the last. Five seconds in all: on a busy machine a CPU takes one or two to go.
const NAPS_MICROS: [u32; 2] = [50, 20_000];

/// Fences CPU `cpu` for every process, by running there for a moment: what memory shared between processes needs.
///
/// This thread's affinity is changed and restored; a change made from outside at the same time is overridden. (The kernel's
/// answer leaves out CPUs that are offline.) An offline CPU needs no fence.
///
/// # Errors
///
/// [`Error::FenceDenied`] if this thread may not run there (cpusets, filters): known after five seconds where the kernel's
/// answer is that of a CPU that is just being switched.
pub fn by_running_on(cpu: u32) -> Result<()> {
    if cpu >= cpu::MAX_CPUS {
        return Err(Error::NoSuchCpu { cpu, bound: cpu::MAX_CPUS });
    }
    let before = cpu::allowed().map_err(|error| match error {
        Error::Syscall { errno, .. } => Error::FenceDenied { cpu, errno },
        error => error,
    })?;
    let visited = visit(cpu);
    // This fails if all of these CPUs have gone offline since: the kernel has then chosen others.
    let _back = sys::sched_setaffinity(before.words());
    visited
}

/// Runs on CPU `cpu` for a moment, and stays there, or finds that it is offline.
fn visit(cpu: u32) -> Result<()> {
    let mut there = CpuSet::empty();
    there.insert(cpu);
    let (mut last, mut nap) = (0, NAPS_MICROS[0]);
    for _ in 0..VISITS {
        match sys::sched_setaffinity(there.words()) {
            // The call returns on the CPU, unless this thread was moved again before it ran there: by others, or because the CPU
            // is on its way down.
            Ok(()) => match sys::getcpu_call() {
                Ok((at, _node)) if at != cpu => last = errno::EAGAIN,
                _there => return Ok(()),
            },
            // Offline for a moment is enough: every thread that ran there has been moved away.
            Err(_) if cpu::online().is_ok_and(|online| !online.contains(cpu)) => return Ok(()),
            // On its way down or up: that takes some milliseconds. Or refused, which looks the same.
            Err(errno::EINVAL) => last = errno::EINVAL,
            Err(errno) => return Err(Error::FenceDenied { cpu, errno }),
        }
        sys::nap(nap);
        nap = (2 * nap).min(NAPS_MICROS[1]);
    }
    Err(Error::FenceDenied { cpu, errno: last })
}
