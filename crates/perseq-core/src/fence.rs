//! Fences: when one returns, every critical section that was under way on a CPU has committed or will abort.
//!
//! | method | how | when |
//! |---|---|---|
//! | [`Method::Membarrier`] | `membarrier(2)`, `PRIVATE_EXPEDITED_RSEQ`: an interrupt to that CPU, which marks the thread there as interrupted | Linux 5.10 |
//! | [`Method::RunThere`] | this thread runs on that CPU for a moment: whoever was in a section there was preempted | older kernels, filters, memory that processes share |
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
    sys, thread,
};

/// How fences are made. See the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// By `membarrier(2)`.
    Membarrier,
    /// By running on the CPU.
    RunThere,
    /// Not at all: there is nobody to keep out.
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
        Some(Method::Nothing) => return Err(Error::Syscall { call: "membarrier", errno: libc::EINVAL }),
        Some(Method::Membarrier) if !sys::has_membarrier_rseq() => {
            return Err(Error::Syscall { call: "membarrier", errno: libc::ENOSYS });
        }
        _ => {}
    }
    FORCED.store(method.map_or(0, |method| method as u8 + 1), Relaxed);
    Ok(())
}

/// Fences CPU `cpu`: 0.5 to 10 µs.
///
/// # Errors
///
/// [`Error::FenceDenied`] where `membarrier` is missing or refused and this thread may not run on that CPU.
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

fn fence(cpu: Option<u32>) -> Result<()> {
    // Pairs with the fence of a thread that registers: either it sees what this thread has written before (a guard that is
    // taken), or this thread sees that there is somebody to fence.
    core::sync::atomic::fence(SeqCst);
    if cfg!(any(miri, perseq_model, perseq_loom)) || !thread::ever_attached() {
        return Ok(());
    }
    let forced = FORCED.load(Relaxed);
    if (forced == 0 || METHODS[usize::from(forced) - 1] == Method::Membarrier)
        && sys::membarrier_rseq(cpu).is_ok()
    {
        return Ok(());
    }
    match cpu {
        Some(cpu) => by_running_on(cpu),
        None => cpu::online()?.iter().try_for_each(by_running_on),
    }
}

/// Fences CPU `cpu` for every process, by running there for a moment: what memory shared between processes needs.
///
/// This thread's affinity is changed and restored; who changes it from outside at the same time is overridden. Costs two
/// migrations. An offline CPU needs no fence.
///
/// # Errors
///
/// [`Error::FenceDenied`] if this thread may not run there (cpusets, filters).
pub fn by_running_on(cpu: u32) -> Result<()> {
    let before = cpu::allowed()?;
    let mut there = CpuSet::empty();
    if cpu >= cpu::MAX_CPUS {
        return Err(Error::NoSuchCpu { cpu, bound: cpu::MAX_CPUS });
    }
    there.insert(cpu);
    // The call returns on the CPU: the kernel has moved the thread.
    if let Err(errno) = sys::sched_setaffinity(there.words()) {
        let offline = cpu::online().is_ok_and(|online| !online.contains(cpu));
        return if offline { Ok(()) } else { Err(Error::FenceDenied { cpu, errno }) };
    }
    sys::sched_setaffinity(before.words())
        .map_err(|errno| Error::Syscall { call: "sched_setaffinity", errno })
}
