//! What the torture asks of the system: timers, affinities, children, single steps, CPUs that go away, filters.
#![allow(unsafe_code, reason = "system calls that have no safe form here")]

use std::{fs, io, mem, ptr::null_mut, time::Duration};

use anyhow::{Context, Result, bail};
use perseq::core::{cpu::CpuSet, guard::SharedGuard};

/// The signal of the timers: one that nothing else uses.
fn timer_signal() -> i32 {
    libc::SIGRTMIN() + 2
}

/// Makes `handler` what [`Timer`]s call.
pub(super) fn handle_timers(handler: extern "C" fn(i32)) -> Result<()> {
    // SAFETY: zeroes are a valid action.
    let mut action: libc::sigaction = unsafe { mem::zeroed() };
    action.sa_sigaction = handler as *const () as usize;
    action.sa_flags = libc::SA_RESTART;
    // SAFETY: the handler has the type that these flags ask for, and is a function of the program.
    let failed = unsafe { libc::sigaction(timer_signal(), &raw const action, null_mut()) } != 0;
    if failed { Err(io::Error::last_os_error()).context("cannot handle timer signals") } else { Ok(()) }
}

/// Signals to the thread that made it, until it is dropped.
pub(super) struct Timer(libc::timer_t);

impl Timer {
    /// A signal every `period`.
    pub(super) fn every(period: Duration) -> Result<Self> {
        // SAFETY: zeroes are a valid event.
        let mut event: libc::sigevent = unsafe { mem::zeroed() };
        event.sigev_notify = libc::SIGEV_THREAD_ID;
        event.sigev_signo = timer_signal();
        event.sigev_notify_thread_id = thread_id();
        let mut timer: libc::timer_t = null_mut();
        // SAFETY: both are live locals.
        if unsafe { libc::timer_create(libc::CLOCK_MONOTONIC, &raw mut event, &raw mut timer) } != 0 {
            return Err(io::Error::last_os_error()).context("cannot make a timer");
        }
        let period = libc::timespec { tv_sec: 0, tv_nsec: period.subsec_nanos().into() };
        let every = libc::itimerspec { it_interval: period, it_value: period };
        // SAFETY: the timer was made above; the time is a live local.
        unsafe { libc::timer_settime(timer, 0, &raw const every, null_mut()) };
        Ok(Self(timer))
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        // SAFETY: it was made by timer_create, and is deleted once.
        unsafe { libc::timer_delete(self.0) };
    }
}

/// The kernel's number of this thread.
pub(super) fn thread_id() -> i32 {
    // SAFETY: no arguments.
    unsafe { libc::gettid() }
}

/// Lets thread `thread` run on `cpus` only; whether that worked (it may have ended).
pub(super) fn move_thread(thread: i32, cpus: impl Iterator<Item = u32>) -> bool {
    // SAFETY: zeroes are an empty set.
    let mut set: libc::cpu_set_t = unsafe { mem::zeroed() };
    for cpu in cpus.filter(|&cpu| cpu < libc::CPU_SETSIZE as u32) {
        // SAFETY: the number is below the size of the set.
        unsafe { libc::CPU_SET(cpu as usize, &mut set) };
    }
    // SAFETY: the set is a live local of the size that is said.
    unsafe { libc::sched_setaffinity(thread, size_of_val(&set), &raw const set) == 0 }
}

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// By itself, with this code.
    Exited(i32),
    /// By this signal.
    Killed(i32),
}

/// A forked child.
pub(super) struct Child(i32);

/// Runs `body` in a forked child, which ends with the code that it returns (101 if it panics).
pub(super) fn fork(body: impl FnOnce() -> i32) -> Result<Child> {
    // SAFETY: the child runs `body` alone and ends without returning; the C library and perseq prepare for forks.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()).context("cannot fork"),
        0 => {
            let code = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).unwrap_or(101);
            // SAFETY: ends the child without running what the parent has registered to run at its end.
            unsafe { libc::_exit(code) }
        }
        child => Ok(Child(child)),
    }
}

impl Child {
    /// Waits for its end.
    pub(super) fn wait(self) -> Result<Ended> {
        loop {
            let status = self.next_status()?;
            if libc::WIFEXITED(status) {
                return Ok(Ended::Exited(libc::WEXITSTATUS(status)));
            }
            if libc::WIFSIGNALED(status) {
                return Ok(Ended::Killed(libc::WTERMSIG(status)));
            }
        }
    }

    /// Kills it, at whatever instruction it is.
    pub(super) fn kill(&self) {
        // SAFETY: a child that was not waited for yet: the number is still its own.
        unsafe { libc::kill(self.0, libc::SIGKILL) };
    }

    fn next_status(&self) -> Result<i32> {
        let mut status = 0;
        // SAFETY: the status is a live local.
        while unsafe { libc::waitpid(self.0, &raw mut status, 0) } != self.0 {
            let error = io::Error::last_os_error();
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(error).context("cannot wait for a child");
            }
        }
        Ok(status)
    }

    /// Single-steps a child that stopped itself by [`let_parent_step`], to its end or for at most `limit` steps; returns how
    /// many it took.
    pub(super) fn step(self, limit: u64) -> Result<u64> {
        for steps in 0..limit {
            let status = self.next_status()?;
            if libc::WIFEXITED(status) {
                let code = libc::WEXITSTATUS(status);
                if code != 0 {
                    bail!("a child that was single-stepped ended with code {code}");
                }
                return Ok(steps);
            }
            if libc::WIFSIGNALED(status) {
                bail!("a child that was single-stepped was killed by signal {}", libc::WTERMSIG(status));
            }
            let null = null_mut::<libc::c_void>();
            // SAFETY: the child is stopped and traced by this thread; no addresses.
            if unsafe { libc::ptrace(libc::PTRACE_SINGLESTEP, self.0, null, null) } != 0 {
                return Err(io::Error::last_os_error()).context("cannot single-step a child");
            }
        }
        self.kill();
        bail!("operations did not end within {limit} single steps")
    }
}

/// Called in a child: stops, traced by the parent, which goes on with [`Child::step`]. `false` if tracing is not allowed.
pub(super) fn let_parent_step() -> bool {
    let null = null_mut::<libc::c_void>();
    // SAFETY: no addresses.
    let traced = unsafe { libc::ptrace(libc::PTRACE_TRACEME, 0, null, null) } == 0;
    // SAFETY: a signal to this process, which stops it.
    traced && unsafe { libc::raise(libc::SIGSTOP) } == 0
}

/// Zeroed memory for a `T` that children share, mapped until the process ends; its guard, which `guard` finds, is made.
pub(super) fn map_shared<T: Sync>(guard: impl FnOnce(*mut T) -> *mut SharedGuard) -> Result<&'static T> {
    let (flags, protection) = (libc::MAP_SHARED | libc::MAP_ANONYMOUS, libc::PROT_READ | libc::PROT_WRITE);
    // SAFETY: a new mapping.
    let memory = unsafe { libc::mmap(null_mut(), size_of::<T>(), protection, flags, -1, 0) };
    if memory == libc::MAP_FAILED {
        return Err(io::Error::last_os_error()).context("cannot map memory to share");
    }
    let memory = memory.cast::<T>();
    // SAFETY: new memory that is never unmapped, aligned to a page, and nobody else knows it.
    unsafe { SharedGuard::init(guard(memory)) }.context("cannot make a guard to share")?;
    // SAFETY: as above; what is beside the guard is plain atomics, of which zeroes are valid.
    Ok(unsafe { &*memory })
}

/// Switches a CPU on or off; whether the system let us.
pub(super) fn set_online(cpu: u32, online: bool) -> bool {
    fs::write(format!("/sys/devices/system/cpu/cpu{cpu}/online"), if online { "1" } else { "0" }).is_ok()
}

/// CPUs that can be switched off here: all but the first that have the switch, if it moves.
pub(super) fn removable(online: &CpuSet) -> Vec<u32> {
    online.iter().skip(1).filter(|&cpu| set_online(cpu, true)).collect()
}

/// Makes `rseq(2)` answer ENOSYS in this process from now on, and in programs that it becomes.
pub(super) fn deny_rseq() -> Result<()> {
    const LOAD: u16 = (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16;
    const JUMP_IF_EQUAL: u16 = (libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K) as u16;
    const RETURN: u16 = (libc::BPF_RET | libc::BPF_K) as u16;
    let op = |code, jt, jf, k| libc::sock_filter { code, jt, jf, k };
    let mut filter = [
        op(LOAD, 0, 0, 0),
        op(JUMP_IF_EQUAL, 0, 1, libc::SYS_rseq as u32),
        op(RETURN, 0, 0, libc::SECCOMP_RET_ERRNO | libc::ENOSYS as u32),
        op(RETURN, 0, 0, libc::SECCOMP_RET_ALLOW),
    ];
    let program = libc::sock_fprog { len: filter.len() as u16, filter: filter.as_mut_ptr() };
    // SAFETY: no addresses.
    let private = unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) } == 0;
    let mode = libc::SECCOMP_MODE_FILTER;
    // SAFETY: the program is a live local, and the kernel copies it.
    if !private || unsafe { libc::prctl(libc::PR_SET_SECCOMP, mode, &raw const program) } != 0 {
        return Err(io::Error::last_os_error()).context("cannot install a seccomp filter");
    }
    Ok(())
}
