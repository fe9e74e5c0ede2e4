//! The system calls of the torture, each as a function that is safe to call.
//!
//! System calls that the standard library does not have: timers that signal one thread, `fork`, `ptrace`, affinity
//! of other threads, a seccomp filter.

#![allow(unsafe_code, reason = "system calls, each in one place and with its reason")]

use std::{
    io::{Error, Result},
    mem::{MaybeUninit, size_of_val, zeroed},
    ptr,
    time::Duration,
};

use perseq::Zeroable;

/// Makes of a call's -1 the error that `errno` has.
fn checked(result: libc::c_int) -> Result<libc::c_int> {
    if result == -1 { Err(Error::last_os_error()) } else { Ok(result) }
}

/// This thread's number.
pub(super) fn gettid() -> libc::pid_t {
    // SAFETY: it has no arguments and never fails.
    unsafe { libc::gettid() }
}

/// This thread's `errno`, which a handler must leave as it was.
pub(super) fn errno() -> i32 {
    // SAFETY: the C library's own address of it.
    let address = unsafe { libc::__errno_location() };
    // SAFETY: it is valid as long as the thread lives.
    unsafe { address.read() }
}

/// Makes `handler`, which is async-signal-safe, the handler of the timers' signal.
pub(super) fn handle_timers(handler: extern "C" fn(i32)) -> Result<()> {
    // SAFETY: zeroes are a valid `sigaction`.
    let mut action: libc::sigaction = unsafe { zeroed() };
    action.sa_sigaction = handler as *const () as usize;
    action.sa_flags = libc::SA_RESTART;
    // SAFETY: `action` is whole, and its handler has the type that these flags call for.
    checked(unsafe { libc::sigaction(libc::SIGRTMIN(), &raw const action, ptr::null_mut()) }).map(drop)
}

/// Blocks all signals that can be blocked, in this thread and those that it starts.
pub(super) fn block_signals() -> Result<()> {
    // SAFETY: zeroes are a valid set.
    let mut all: libc::sigset_t = unsafe { zeroed() };
    // SAFETY: `all` is valid for the call.
    checked(unsafe { libc::sigfillset(&raw mut all) })?;
    // SAFETY: the same.
    checked(unsafe { libc::sigprocmask(libc::SIG_BLOCK, &raw const all, ptr::null_mut()) }).map(drop)
}

/// A timer that sends the thread that started it a signal again and again, until it is dropped.
#[derive(Debug)]
pub(super) struct Timer(libc::timer_t);

impl Timer {
    /// A signal every `period`, which is less than a second.
    pub(super) fn start(period: Duration) -> Result<Self> {
        // SAFETY: zeroes are a valid `sigevent`.
        let mut event: libc::sigevent = unsafe { zeroed() };
        event.sigev_notify = libc::SIGEV_THREAD_ID;
        event.sigev_signo = libc::SIGRTMIN();
        event.sigev_notify_thread_id = gettid();
        let mut id = MaybeUninit::<libc::timer_t>::uninit();
        // SAFETY: both are valid for the call.
        checked(unsafe { libc::timer_create(libc::CLOCK_MONOTONIC, &raw mut event, id.as_mut_ptr()) })?;
        // SAFETY: the call has succeeded, so it has written it.
        let timer = Self(unsafe { id.assume_init() });
        let nanos = libc::c_long::from(period.subsec_nanos() as i32);
        let period = libc::timespec { tv_sec: 0, tv_nsec: nanos };
        let every = libc::itimerspec { it_interval: period, it_value: period };
        // SAFETY: the timer is live, and `every` is valid for the call.
        checked(unsafe { libc::timer_settime(timer.0, 0, &raw const every, ptr::null_mut()) })?;
        Ok(timer)
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        // SAFETY: it was created and is deleted once.
        unsafe { libc::timer_delete(self.0) };
    }
}

/// Which side of a `fork` this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The new process, which has this thread only. It ends by [`exit`].
    Child,
    /// The old one; the number is the child's.
    Parent(libc::pid_t),
}

/// Makes a copy of this process with one thread.
///
/// The child must not touch what a thread that it does not have may have locked.
pub(super) fn fork() -> Result<Side> {
    // SAFETY: the child is a copy; what it may do is its code's business.
    match checked(unsafe { libc::fork() })? {
        0 => Ok(Side::Child),
        child => Ok(Side::Parent(child)),
    }
}

/// Ends this process at once: nothing is flushed or run at exit.
pub(super) fn exit(code: i32) -> ! {
    // SAFETY: it does not return.
    unsafe { libc::_exit(code) }
}

/// Has this process killed by `SIGKILL` in `seconds` unless it has ended by then: the process may hang with its signals blocked,
/// and then `alarm` would end nothing.
pub(super) fn end_after(seconds: u32) {
    // SAFETY: all zero is a valid event, none of whose fields is a reference.
    let mut event: libc::sigevent = unsafe { std::mem::zeroed() };
    event.sigev_notify = libc::SIGEV_SIGNAL;
    event.sigev_signo = libc::SIGKILL;
    let mut timer = std::ptr::null_mut();
    // SAFETY: both pointers are valid for the call, which makes a timer of this process's own.
    let made = unsafe { libc::timer_create(libc::CLOCK_MONOTONIC, &raw mut event, &raw mut timer) };
    let once = libc::itimerspec {
        it_interval: libc::timespec { tv_sec: 0, tv_nsec: 0 },
        it_value: libc::timespec { tv_sec: seconds.into(), tv_nsec: 0 },
    };
    // SAFETY: the timer was made above, and `once` is valid for the call.
    if made != 0 || unsafe { libc::timer_settime(timer, 0, &raw const once, std::ptr::null_mut()) } != 0 {
        // No timer is left for this user.
        // SAFETY: it has no other effect than a signal later; nothing in this program handles that signal.
        unsafe { libc::alarm(seconds) };
    }
}

/// How a child ended or paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// It has ended, with this code.
    Exited(i32),
    /// It was killed, by this signal.
    Killed(i32),
    /// It has stopped, with this signal.
    Stopped(i32),
}

/// Waits until the child ends, or stops while it is traced.
pub(super) fn wait(child: libc::pid_t) -> Result<Status> {
    let mut status = 0;
    loop {
        // SAFETY: `status` is valid for the call.
        match checked(unsafe { libc::waitpid(child, &raw mut status, 0) }) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(_) => break,
        }
    }
    Ok(if libc::WIFEXITED(status) {
        Status::Exited(libc::WEXITSTATUS(status))
    } else if libc::WIFSIGNALED(status) {
        Status::Killed(libc::WTERMSIG(status))
    } else {
        Status::Stopped(libc::WSTOPSIG(status))
    })
}

/// Stops the child; whether it has stopped, and not ended before. Either way it is still to be waited for.
pub(super) fn stop_child(child: libc::pid_t) -> bool {
    // SAFETY: a child that was not waited for keeps its number, so no other process is meant.
    unsafe { libc::kill(child, libc::SIGSTOP) };
    // SAFETY: zeroes are a valid `siginfo_t`.
    let mut told: libc::siginfo_t = unsafe { zeroed() };
    let what = libc::WSTOPPED | libc::WEXITED | libc::WNOWAIT;
    // SAFETY: `told` is valid for the call.
    while unsafe { libc::waitid(libc::P_PID, child.unsigned_abs(), &raw mut told, what) } == -1 {
        if Error::last_os_error().kind() != std::io::ErrorKind::Interrupted {
            return false;
        }
    }
    told.si_code == libc::CLD_STOPPED
}

/// Lets a child run again that [`stop_child`] has stopped.
pub(super) fn continue_child(child: libc::pid_t) {
    // SAFETY: as above.
    unsafe { libc::kill(child, libc::SIGCONT) };
}

/// Kills the child, which has not been waited for since it ended.
pub(super) fn kill(child: libc::pid_t) {
    // SAFETY: a child that was not waited for keeps its number, so no other process is meant.
    unsafe { libc::kill(child, libc::SIGKILL) };
}

/// Asks to be traced by the parent, and stops.
pub(super) fn trace_me() -> Result<()> {
    // SAFETY: no memory is involved.
    let asked = unsafe { libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0) };
    checked(asked as libc::c_int)?;
    stop();
    Ok(())
}

/// Stops this thread until the tracer lets it continue.
pub(super) fn stop() {
    // SAFETY: the default action of this signal is to stop.
    unsafe { libc::raise(libc::SIGSTOP) };
}

/// Lets the stopped child execute one instruction.
pub(super) fn step(child: libc::pid_t) {
    // SAFETY: no memory of this process is involved.
    unsafe { libc::ptrace(libc::PTRACE_SINGLESTEP, child, 0, 0) };
}

/// Lets the stopped child continue.
pub(super) fn go_on(child: libc::pid_t) {
    // SAFETY: no memory of this process is involved.
    unsafe { libc::ptrace(libc::PTRACE_CONT, child, 0, 0) };
}

/// Gives this thread, and children that it forks, the largest share of the CPU that there is. Only the superuser may.
pub(super) fn go_first() -> Result<()> {
    // SAFETY: no memory is involved. 0 is this thread.
    checked(unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, -20) }).map(drop)
}

/// Lets thread `tid` run on `cpus` only.
pub(super) fn set_affinity(tid: libc::pid_t, cpus: &[u32]) -> Result<()> {
    // SAFETY: zeroes are the empty set.
    let mut set: libc::cpu_set_t = unsafe { zeroed() };
    for &cpu in cpus.iter().filter(|&&cpu| cpu < libc::CPU_SETSIZE as u32) {
        // SAFETY: the number is in the set's range.
        unsafe { libc::CPU_SET(cpu as usize, &mut set) };
    }
    // SAFETY: `set` is valid for the call and as long as it says.
    checked(unsafe { libc::sched_setaffinity(tid, size_of_val(&set), &raw const set) }).map(drop)
}

/// Zero bytes that this process shares with those that it forks from now on, aligned to a page. They are never unmapped.
pub(super) fn map_shared(bytes: usize) -> Result<*mut u8> {
    let (access, kind) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED | libc::MAP_ANONYMOUS);
    // SAFETY: new memory somewhere.
    let memory = unsafe { libc::mmap(ptr::null_mut(), bytes, access, kind, -1, 0) };
    if memory == libc::MAP_FAILED { Err(Error::last_os_error()) } else { Ok(memory.cast()) }
}

/// A zero `T` in such memory.
pub(super) fn shared<T: Zeroable + Sync>() -> Result<&'static T> {
    let memory = map_shared(size_of::<T>())?;
    // SAFETY: it is aligned to a page and large enough, zeroes are a `T`, and it is never unmapped.
    Ok(unsafe { &*memory.cast::<T>() })
}

/// Has this process killed when the thread that forked it ends.
pub(super) fn end_with_parent() {
    // SAFETY: no memory is involved.
    unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL, 0, 0, 0) };
}

/// Makes `rseq(2)` fail with ENOSYS from now on, in this thread, those that it starts, and programs that it executes.
pub(super) fn deny_rseq() -> Result<()> {
    const LOAD: u16 = (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16;
    const JUMP_IF_EQUAL: u16 = (libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K) as u16;
    const RETURN: u16 = (libc::BPF_RET | libc::BPF_K) as u16;
    let operation = |code, jt, jf, k| libc::sock_filter { code, jt, jf, k };
    let mut filter = [
        // The first word of what a filter is given is the call's number.
        operation(LOAD, 0, 0, 0),
        operation(JUMP_IF_EQUAL, 0, 1, libc::SYS_rseq as u32),
        operation(RETURN, 0, 0, libc::SECCOMP_RET_ERRNO | libc::ENOSYS as u32),
        operation(RETURN, 0, 0, libc::SECCOMP_RET_ALLOW),
    ];
    let program = libc::sock_fprog { len: filter.len() as u16, filter: filter.as_mut_ptr() };
    // SAFETY: no memory is involved.
    checked(unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) })?;
    // SAFETY: `program` and its filter are valid for the call, which copies them.
    let set = unsafe { libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const program) };
    checked(set).map(drop)
}
