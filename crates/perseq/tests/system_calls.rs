//! System calls: the structures make those that `docs/system-calls.md` lists, and no other.

#![cfg(all(target_os = "linux", target_pointer_width = "64", not(any(miri, perseq_model))))]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

use std::collections::BTreeMap;

use perseq::{
    ArrayStack, ByConcurrencyId, Cache, Counter, CpuLock, Histogram, MinMax, Mode, PerCpu, Queue, RingBuffer,
    Stack, perseq_core::cpu,
};

/// Numbers of the calls that the document names, and of those that a filter may well kill for.
macro_rules! numbers {
    ($($name:ident)*) => { [$((stringify!($name), concat_call!($name))),*] };
}
macro_rules! concat_call {
    ($name:ident) => {
        calls::$name
    };
}

/// The C library's constants under the calls' own names.
#[allow(non_upper_case_globals, reason = "names of calls")]
mod calls {
    macro_rules! calls {
        ($($name:ident = $number:ident;)*) => { $(pub(super) const $name: libc::c_long = libc::$number;)* };
    }
    calls! {
        rseq = SYS_rseq; mmap = SYS_mmap; mprotect = SYS_mprotect; munmap = SYS_munmap; madvise = SYS_madvise;
        rt_sigprocmask = SYS_rt_sigprocmask; membarrier = SYS_membarrier; futex = SYS_futex; gettid = SYS_gettid;
        getpid = SYS_getpid; getcpu = SYS_getcpu; nanosleep = SYS_nanosleep; clock_nanosleep = SYS_clock_nanosleep;
        clock_gettime = SYS_clock_gettime; sched_yield = SYS_sched_yield;
        mbind = SYS_mbind; set_mempolicy = SYS_set_mempolicy; get_mempolicy = SYS_get_mempolicy;
        move_pages = SYS_move_pages; migrate_pages = SYS_migrate_pages; sched_setaffinity = SYS_sched_setaffinity;
        sched_getaffinity = SYS_sched_getaffinity; sched_setscheduler = SYS_sched_setscheduler;
        sched_setparam = SYS_sched_setparam; sched_setattr = SYS_sched_setattr; setpriority = SYS_setpriority;
        ioprio_set = SYS_ioprio_set; prlimit64 = SYS_prlimit64; mlock = SYS_mlock; mlock2 = SYS_mlock2;
        munlock = SYS_munlock; mlockall = SYS_mlockall; mincore = SYS_mincore; prctl = SYS_prctl; openat = SYS_openat;
        read = SYS_read; perf_event_open = SYS_perf_event_open; userfaultfd = SYS_userfaultfd;
        process_vm_readv = SYS_process_vm_readv; ptrace = SYS_ptrace; kcmp = SYS_kcmp; pidfd_open = SYS_pidfd_open;
    }
}

/// Calls that hardened services are killed for: systemd's `@resources`, `@memlock`, `@debug` and some more.
fn risky() -> Vec<(&'static str, libc::c_long)> {
    numbers!(mbind set_mempolicy get_mempolicy move_pages migrate_pages sched_setaffinity sched_getaffinity
        sched_setscheduler sched_setparam sched_setattr setpriority ioprio_set prlimit64 mlock mlock2 munlock mlockall
        mincore prctl openat read perf_event_open userfaultfd process_vm_readv ptrace kcmp pidfd_open)
    .to_vec()
}

/// The calls of the document's second table.
fn documented() -> Vec<(&'static str, libc::c_long)> {
    let known: BTreeMap<_, _> =
        numbers!(rseq mmap mprotect munmap madvise rt_sigprocmask membarrier futex gettid
        getpid getcpu nanosleep clock_nanosleep clock_gettime sched_yield)
        .into_iter()
        .collect();
    let text = include_str!("../../../docs/system-calls.md");
    let section =
        text.split("\n## ").find(|section| section.starts_with("Structures in one process")).unwrap();
    let table = section.split("Only where something else").next().unwrap();
    let cells = table.lines().filter_map(|line| line.strip_prefix("| `")?.split(" |").next());
    let names = cells.flat_map(|cell| cell.split(", ")).map(|name| name.trim_matches('`'));
    let calls: Vec<_> = names.map(|name| (name, *known.get(name).expect(name))).collect();
    assert!(calls.len() >= 10, "{calls:?}");
    calls
}

/// Runs `body` in a forked child under a filter: what it answers to `calls`, and to all others. How the child ended.
fn under(calls: &[libc::c_long], answers: [u32; 2], body: fn()) -> i32 {
    let child = unsafe { libc::fork() };
    assert!(child >= 0);
    if child == 0 {
        // An item that was put into a row is taken from there: the thread stays where it is.
        support::pin_to_any();
        let done = std::panic::catch_unwind(|| {
            support::filter(calls, answers);
            body();
        });
        unsafe { libc::_exit(i32::from(done.is_err())) };
    }
    let mut status = 0;
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    status
}

/// Answers of [`under`]: these calls end the process, or all but these do.
const KILLS: [u32; 2] = [libc::SECCOMP_RET_KILL_PROCESS, libc::SECCOMP_RET_ALLOW];
const KILLS_OTHERS: [u32; 2] = [libc::SECCOMP_RET_ALLOW, libc::SECCOMP_RET_KILL_PROCESS];

/// Every structure: made, used here and from elsewhere, dropped.
fn use_everything() {
    let (counter, dense) = (Counter::new(), Counter::<ByConcurrencyId>::indexed());
    (0..100).for_each(|n| counter.add(n));
    dense.inc();
    assert_eq!((counter.sum(), dense.sum(), counter.reset()), (4950, 1, 4950));
    let histogram = Histogram::new(60_000_000_000, 3).unwrap();
    histogram.record(7);
    assert_eq!(histogram.snapshot().count(), 1);
    let extremes = MinMax::new();
    extremes.record(-3);
    assert_eq!(extremes.get(), Some((-3, -3)));
    let cells = PerCpu::new(|row| vec![row]).unwrap();
    assert_eq!(cells.here().len(), 1);
    let lock = CpuLock::new(|_| 0).unwrap();
    *lock.lock().unwrap() += 1;
    let total: i32 = (0..lock.rows()).map(|row| lock.with_row(row, |value| *value).unwrap()).sum();
    assert_eq!(total, 1);
    let (stack, array, queue) =
        (Stack::try_new().unwrap(), ArrayStack::try_new(8).unwrap(), Queue::try_new(8).unwrap());
    for n in 0..8 {
        stack.push(n).unwrap();
        array.push(Box::new(n)).unwrap();
        queue.push(Box::new(n)).unwrap();
    }
    let far = cpu::rows() - 1;
    array.with_row(far, |view| view.push(Box::new(9)).unwrap()).unwrap();
    assert!(array.steal().unwrap().is_some());
    assert!(queue.steal().unwrap().is_some() && stack.steal().unwrap().is_some());
    assert!(array.pop().is_some() && queue.pop().is_some() && stack.pop().is_some());
    let mut left = 0;
    array.drain(|_| left += 1).unwrap();
    queue.drain(|_| left += 1).unwrap();
    stack.drain(|_| left += 1).unwrap();
    assert!(left > 0);
    let cache = Cache::try_new(4, 16).unwrap();
    (0..16).for_each(|n| cache.put(Box::new(n)).unwrap());
    (0..16).for_each(|_| assert!(cache.get().is_some()));
    assert!(cache.get().is_none());
    for mode in [Mode::Discard, Mode::Overwrite] {
        let ring = RingBuffer::try_new(1 << 12, mode).unwrap();
        ring.write(b"record").unwrap();
        assert_eq!(ring.drain(|_, record| assert_eq!(record, b"record")).unwrap(), 1);
    }
}

#[test]
fn no_structure_makes_a_call_that_a_filter_may_well_kill_for() {
    support::alone("no_structure_makes_a_call_that_a_filter_may_well_kill_for", &[], || {
        if !has_membarrier() {
            return support::skip("kill filters", "without membarrier a fence needs sched_setaffinity");
        }
        assert_eq!(
            under(&[libc::SYS_getppid], KILLS, || _ = unsafe { libc::getppid() }) & 0x7f,
            libc::SIGSYS
        );
        let risky = risky();
        for (name, call) in &risky {
            assert_eq!(under(&[*call], KILLS, use_everything), 0, "killed for {name}");
        }
        let all: Vec<_> = risky.iter().map(|(_, call)| *call).collect();
        assert_eq!(under(&all, KILLS, use_everything), 0, "with all of them");
    });
}

#[test]
fn every_call_that_the_structures_make_is_documented() {
    support::alone("every_call_that_the_structures_make_is_documented", &[], || {
        if !has_membarrier() {
            return support::skip("kill filters", "without membarrier a fence needs sched_setaffinity");
        }
        let mut calls: Vec<_> = documented().iter().map(|(_, call)| *call).collect();
        // The calls of memory allocation, and the end of the process.
        calls.extend([libc::SYS_brk, libc::SYS_mremap, libc::SYS_exit_group, libc::SYS_write]);
        assert_eq!(under(&calls, KILLS_OTHERS, use_everything), 0);
    });
}

/// A broker: calls that its filter does not let through raise `SIGSYS`, whose handler answers, here that there is no such call.
#[cfg(target_arch = "x86_64")]
#[test]
fn a_handler_may_answer_the_calls_that_a_filter_traps() {
    extern "C" fn answer(_signal: i32, _about: *mut libc::siginfo_t, context: *mut libc::c_void) {
        let context = context.cast::<libc::ucontext_t>();
        unsafe { (*context).uc_mcontext.gregs[libc::REG_RAX as usize] = (-libc::ENOSYS).into() };
    }
    support::alone("a_handler_may_answer_the_calls_that_a_filter_traps", &[], || {
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = answer as *const () as usize;
            action.sa_flags = libc::SA_SIGINFO;
            assert_eq!(libc::sigaction(libc::SIGSYS, &action, std::ptr::null_mut()), 0);
        }
        let traps = [libc::SECCOMP_RET_TRAP, libc::SECCOMP_RET_ALLOW];
        // Without membarrier a fence moves the thread.
        for call in
            [libc::SYS_membarrier, libc::SYS_rseq, libc::SYS_madvise, libc::SYS_mbind, libc::SYS_getcpu]
        {
            assert_eq!(under(&[call], traps, use_everything), 0, "call {call} is trapped");
        }
    });
}

fn has_membarrier() -> bool {
    perseq::perseq_core::sys::membarrier_commands().is_ok_and(|mask| mask & 1 << 7 != 0)
}
