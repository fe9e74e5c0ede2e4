//! The integration tests' shared code: running a test again in a process of its own, timer signals, threads that no
//! C library registered.

#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use std::{
    cell::Cell,
    io::Write,
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{
            AtomicBool, AtomicU64, AtomicUsize,
            Ordering::{Relaxed, SeqCst},
        },
    },
    time::Duration,
};

/// Set in processes that [`alone`] starts.
const ALONE: &str = "PERSEQ_TEST_ALONE";
/// The line that such a process prints when its body has returned.
const DONE: &str = "the body ran to its end";

/// The line that such a process prints when a CPU went away under a thread that was pinned to it: nothing of what it
/// found counts.
const MOVED: &str = "a pinned thread was moved: its CPU went offline";
/// How often a test is run again for that reason.
pub const TRIALS: usize = 10;

/// Runs `body` in a process of its own, in which nothing but the test `name` runs, with `variables` set.
///
/// The test calls this with its own name; the call runs the test binary again for that test only, and the call in
/// that process runs the body. If that fails and a thread was moved off the CPU that it was pinned to, it is run again.
pub fn alone(name: &str, variables: &[(&str, &str)], body: impl FnOnce()) {
    if std::env::var_os(ALONE).is_some_and(|running| running == name) {
        tell_of_moves();
        body();
        println!("{DONE}");
        std::process::exit(0);
    }
    for _ in 0..TRIALS {
        let output = Command::new(std::env::current_exe().unwrap())
            .args([name, "--exact", "--nocapture", "--test-threads=1"])
            .env(ALONE, name)
            .envs(variables.iter().copied())
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        let text = String::from_utf8_lossy(&output.stdout);
        let is_done = output.status.success() && text.contains(DONE);
        if !is_done && errors.contains(MOVED) {
            continue;
        }
        for line in errors.lines().filter(|line| line.starts_with("SKIPPED")) {
            std::io::stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
        }
        assert!(is_done, "{name} with {variables:?}: {}\n{text}\n{errors}", output.status);
        return;
    }
    skip(name, "its threads are moved off their CPUs each time: CPUs go offline and come back");
}

/// A value for the rest of the process. A static has its address: LeakSanitizer reports what no other memory points to.
pub fn keep<T>(value: T) -> &'static T {
    static KEPT: Mutex<Vec<usize>> = Mutex::new(Vec::new());
    let kept: &'static T = Box::leak(Box::new(value));
    KEPT.lock().unwrap().push(std::ptr::from_ref(kept).expose_provenance());
    kept
}

/// How long a test waits for what must happen in the end, on the slowest emulator.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// How often something must happen to prove anything: `count` times, or a tenth of it where there are no `sections`, and each
/// operation takes a guard.
pub const fn often(count: usize, sections: bool) -> usize {
    if sections { count } else { count / 10 }
}

/// Returns whether threads and CPUs are so few that sections run into guards all the time, if their rows are held at all.
pub fn is_crowded() -> bool {
    std::thread::available_parallelism().is_ok_and(|cpus| cpus.get() <= 4)
}

/// Says that a test, or a part of one, cannot run here, on a line of its own that the caller of the tests can
/// count. With `PERSEQ_TEST_REQUIRE_ALL` set, that is a failure.
pub fn skip(what: &str, why: &str) {
    assert!(std::env::var_os("PERSEQ_TEST_REQUIRE_ALL").is_none(), "{what} must run here: {why}");
    // Not captured by the test harness, unlike the macros.
    std::io::stderr().write_all(format!("SKIPPED {what}: {why}\n").as_bytes()).unwrap();
}

/// As [`skip`], for what no setting of this machine can change: hardware that it has not. Never a failure.
pub fn lacks(what: &str, why: &str) {
    std::io::stderr().write_all(format!("SKIPPED {what}: {why}\n").as_bytes()).unwrap();
}

/// A directory on a tmpfs of `bytes`, which only this process and its children see; `None` where this user may not mount. For what runs [`alone`].
pub fn small_tmpfs(bytes: usize) -> Option<std::path::PathBuf> {
    let directory = std::env::temp_dir().join(format!("perseq-small-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let path = std::ffi::CString::new(directory.to_str().unwrap()).unwrap();
    let size = std::ffi::CString::new(format!("size={bytes}")).unwrap();
    let private = libc::MS_REC | libc::MS_PRIVATE;
    let mounted = unsafe {
        let (none, root, tmpfs) = (c"none".as_ptr(), c"/".as_ptr(), c"tmpfs".as_ptr());
        libc::unshare(libc::CLONE_NEWNS) == 0
            && libc::mount(none, root, std::ptr::null(), private, std::ptr::null()) == 0
            && libc::mount(none, path.as_ptr(), tmpfs, 0, size.as_ptr().cast()) == 0
    };
    mounted.then_some(directory)
}

/// glibc does not register threads.
pub const WITHOUT_GLIBC: (&str, &str) = ("GLIBC_TUNABLES", "glibc.pthread.rseq=0");

/// How many signals [`with_timer`]'s timers have delivered.
pub static SIGNALS: AtomicU64 = AtomicU64::new(0);

/// The function that [`timer_rang`] calls: a handler, as an address.
static HANDLER: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// This thread's timer, and how long after each signal it rings again.
    static TIMER: Cell<Option<(libc::timer_t, libc::itimerspec)>> = const { Cell::new(None) };
}

/// Makes `handler` the handler of [`with_timer`]'s signals.
pub fn handle_timer(handler: extern "C" fn(i32)) {
    HANDLER.store(handler as *const () as usize, SeqCst);
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = timer_rang as *const () as usize;
        action.sa_flags = libc::SA_RESTART;
        assert_eq!(libc::sigaction(libc::SIGRTMIN(), &action, std::ptr::null_mut()), 0);
    }
}

/// Calls the handler, and sets the timer again.
extern "C" fn timer_rang(signal: i32) {
    let handler = HANDLER.load(SeqCst) as *const ();
    unsafe { std::mem::transmute::<*const (), extern "C" fn(i32)>(handler)(signal) };
    if let Some((timer, once)) = TIMER.get() {
        unsafe { libc::timer_settime(timer, 0, &once, std::ptr::null_mut()) };
    }
}

/// A handler that does nothing but count.
pub extern "C" fn count_signal(_signal: i32) {
    SIGNALS.fetch_add(1, Relaxed);
}

/// Sends this thread `SIGRTMIN` while `body` runs, `period` after the handler has returned from the one before: it gets on
/// also where a handler takes longer than that.
pub fn with_timer<R>(period: Duration, body: impl FnOnce() -> R) -> R {
    unsafe {
        let mut event: libc::sigevent = std::mem::zeroed();
        event.sigev_notify = libc::SIGEV_THREAD_ID;
        event.sigev_signo = libc::SIGRTMIN();
        event.sigev_notify_thread_id = libc::gettid();
        let mut timer: libc::timer_t = std::mem::zeroed();
        assert_eq!(libc::timer_create(libc::CLOCK_MONOTONIC, &mut event, &mut timer), 0);
        let mut once: libc::itimerspec = std::mem::zeroed();
        once.it_value.tv_nsec = period.subsec_nanos() as libc::c_long;
        TIMER.set(Some((timer, once)));
        assert_eq!(libc::timer_settime(timer, 0, &once, std::ptr::null_mut()), 0);
        let result = body();
        TIMER.set(None);
        libc::timer_delete(timer);
        result
    }
}

/// The affinity of thread `tid`, 0 for this one.
fn affinity(tid: libc::pid_t) -> libc::cpu_set_t {
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::sched_getaffinity(tid, size_of_val(&set), &mut set);
        set
    }
}

fn only(cpu: u32) -> libc::cpu_set_t {
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::CPU_SET(cpu as usize, &mut set);
        set
    }
}

/// Which threads are pinned, and to which CPU. The kernel lets a thread run anywhere when the last of its CPUs goes offline.
static PINS: Mutex<Vec<(libc::pid_t, u32)>> = Mutex::new(Vec::new());
/// True if one was moved.
static WAS_MOVED: AtomicBool = AtomicBool::new(false);

/// Notes whether any thread is not where it was pinned to.
fn note_moves(pins: &[(libc::pid_t, u32)]) {
    // A thread that has ended has no affinity.
    let is_moved = |&(tid, cpu): &(libc::pid_t, u32)| {
        let now = affinity(tid);
        let any = unsafe { libc::CPU_COUNT(&now) } > 0;
        any && !unsafe { libc::CPU_EQUAL(&now, &only(cpu)) }
    };
    if pins.iter().any(is_moved) {
        WAS_MOVED.store(true, SeqCst);
    }
}

/// Has each panic tell whether a pinned thread was moved before it.
fn tell_of_moves() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if let Ok(pins) = PINS.try_lock() {
            note_moves(&pins);
        }
        if WAS_MOVED.load(SeqCst) {
            std::io::stderr().write_all(format!("{MOVED}\n").as_bytes()).unwrap();
        }
        before(panic);
    }));
}

/// Moves this thread to `cpu`.
pub fn pin(cpu: u32) {
    let tid = unsafe { libc::gettid() };
    // Never waits: handlers pin, too, and forked children.
    if let Ok(mut pins) = PINS.try_lock() {
        if let Some(at) = pins.iter().position(|(pinned, _)| *pinned == tid) {
            let pin = pins.swap_remove(at);
            note_moves(&[pin]);
        }
        pins.push((tid, cpu));
    }
    let pinned = try_pin(cpu);
    if !pinned {
        WAS_MOVED.store(true, SeqCst);
    }
    assert!(pinned, "pin to CPU {cpu}: {}", std::io::Error::last_os_error());
}

/// Moves this thread to `cpu`; `false` if that is offline.
pub fn try_pin(cpu: u32) -> bool {
    let set = only(cpu);
    unsafe { libc::sched_setaffinity(0, size_of_val(&set), &set) == 0 }
}

/// Returns whether this thread is on `cpu`, and is allowed nowhere else.
pub fn is_pinned(cpu: u32) -> bool {
    let here = unsafe { libc::sched_getcpu() };
    here.cast_unsigned() == cpu && unsafe { libc::CPU_EQUAL(&affinity(0), &only(cpu)) }
}

/// Pins this thread to the CPU that it is on.
pub fn pin_to_any() {
    pin(unsafe { libc::sched_getcpu() }.unsigned_abs());
}

/// Runs `body` in a forked child; returns its exit status, or panics if it was killed.
pub fn in_child(body: impl FnOnce() -> i32) -> i32 {
    unsafe {
        match libc::fork() {
            0 => {
                let code = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).unwrap_or(101);
                libc::_exit(code)
            }
            child => {
                assert!(child > 0, "fork");
                let mut status = 0;
                assert_eq!(libc::waitpid(child, &mut status, 0), child);
                assert!(libc::WIFEXITED(status), "the child was killed by signal {}", libc::WTERMSIG(status));
                libc::WEXITSTATUS(status)
            }
        }
    }
}

/// Makes `rseq(2)` answer `errno` from now on, in this thread and those that it starts.
pub fn deny_rseq(errno: i32) {
    deny(libc::SYS_rseq, errno);
}

/// Makes a system call answer `errno` from now on, in this thread and those that it starts.
pub fn deny(call: libc::c_long, errno: i32) {
    filter(call, libc::SECCOMP_RET_ERRNO | errno as u32);
}

/// Makes a system call end its process from now on, in this thread and those that it starts.
pub fn kill_for(call: libc::c_long) {
    filter(call, libc::SECCOMP_RET_KILL_PROCESS);
}

/// Sets the kernel's answer from now on to a system call of this thread and those that it starts.
fn filter(call: libc::c_long, action: u32) {
    const LOAD: u16 = (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16;
    const JUMP_IF_EQUAL: u16 = (libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K) as u16;
    const RETURN: u16 = (libc::BPF_RET | libc::BPF_K) as u16;
    let op = |code, jt, jf, k| libc::sock_filter { code, jt, jf, k };
    let mut filter = [
        op(LOAD, 0, 0, 0),
        op(JUMP_IF_EQUAL, 0, 1, call as u32),
        op(RETURN, 0, 0, action),
        op(RETURN, 0, 0, libc::SECCOMP_RET_ALLOW),
    ];
    let program = libc::sock_fprog { len: filter.len() as u16, filter: filter.as_mut_ptr() };
    unsafe {
        assert_eq!(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
        assert_eq!(libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &program), 0, "seccomp");
    }
}

/// glibc's own allocator of thread-local memory; a static executable does not tell where it is.
#[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
pub fn allocate_tls() -> Option<extern "C" fn(*mut libc::c_void) -> *mut usize> {
    let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"_dl_allocate_tls".as_ptr()) };
    if address.is_null() {
        skip("threads that no C library made", "_dl_allocate_tls is hidden (a static executable)");
        return None;
    }
    Some(unsafe {
        std::mem::transmute::<*mut libc::c_void, extern "C" fn(*mut libc::c_void) -> *mut usize>(address)
    })
}

/// Runs `body(argument)` on a thread that was made by `clone(2)` with a thread pointer of its own and that the C
/// library knows nothing of: it is not registered, and its copy of glibc's area is all zeroes, as if on CPU 0.
#[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
pub fn on_raw_thread(body: extern "C" fn(*mut libc::c_void) -> i32, argument: *mut libc::c_void) {
    const STACK: usize = 256 * 1024;
    unsafe {
        let allocate = allocate_tls().expect("asked before by the test");
        let tcb = allocate(std::ptr::null_mut());
        // The words that the x86-64 ABI and the compiler find at the thread pointer: itself, and the stack guards.
        let mine: *const usize;
        std::arch::asm!("mov {}, fs:[0]", out(reg) mine);
        for word in [0, 2] {
            tcb.add(word).write(tcb as usize);
        }
        for word in [5, 6] {
            tcb.add(word).write(mine.add(word).read());
        }
        let stack = std::alloc::alloc_zeroed(std::alloc::Layout::from_size_align(STACK, 16).unwrap());
        let alive = keep(std::sync::atomic::AtomicI32::new(1));
        let flags = libc::CLONE_VM
            | libc::CLONE_FS
            | libc::CLONE_FILES
            | libc::CLONE_SIGHAND
            | libc::CLONE_THREAD
            | libc::CLONE_SYSVSEM
            | libc::CLONE_SETTLS
            | libc::CLONE_CHILD_CLEARTID;
        let (top, none) = (stack.add(STACK).cast(), std::ptr::null_mut::<i32>());
        assert!(libc::clone(body, top, flags, argument, none, tcb, alive.as_ptr()) > 0, "clone");
        while alive.load(std::sync::atomic::Ordering::Acquire) != 0 {
            std::thread::yield_now();
        }
    }
}
