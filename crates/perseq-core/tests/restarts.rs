//! Kernels that restart no section are found out, and then everything takes the slower path, which is exact.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use std::{
    sync::atomic::{AtomicI32, AtomicU64, Ordering::SeqCst},
    time::{Duration, Instant},
};

use perseq_core::{
    ByConcurrencyId, ByCpuId, Error, Index, Outcome, abi, cpu, critical_section,
    fence::{self, Method},
    pool::Pool,
    thread,
};
use support::{WITHOUT_GLIBC, alone, in_child};

/// A variable that makes any kernel one that restarts nothing.
const PRETEND: (&str, &str) = ("PERSEQ_PRETEND", "no-restarts");
const BROKEN: Error = Error::NotRestarted { errno: 0 };

/// Returns whether the kernel has this thread registered.
fn is_registered() -> bool {
    #[repr(align(64))]
    struct Area([u8; 64]);
    let mut area = Area([0; 64]);
    let area = area.0.as_mut_ptr();
    let call = |flags: i32| unsafe { libc::syscall(libc::SYS_rseq, area, 32, flags, abi::SIGNATURE) };
    if call(0) != 0 {
        return true;
    }
    assert_eq!(call(abi::REGISTRATION_UNREGISTER), 0);
    false
}

/// Returns whether this machine's kernel is one that restarts nothing.
fn kernel_is_broken() -> bool {
    thread::report().trial == Some(Err(BROKEN))
}

/// Returns whether sections can be had at all here.
fn has_rseq() -> bool {
    if let Err(error @ (Error::Unsupported | Error::Denied { .. })) = thread::attach() {
        support::skip("trials of this kernel", &error.to_string());
        return false;
    }
    true
}

#[test]
fn a_kernel_that_restarts_sections_passes_the_trial() {
    if !has_rseq() {
        return;
    }
    let expected = if kernel_is_broken() { Err(BROKEN) } else { Ok(()) };
    assert_eq!(thread::try_restarts(true), expected);
    // Several at a time do not meet.
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(|| thread::try_restarts(true))).collect();
        assert!(all.into_iter().all(|trial| trial.join().unwrap() == expected));
    });
}

#[test]
fn a_section_that_goes_on_after_a_signal_fails_the_trial() {
    for _ in 0..20 {
        assert_eq!(thread::try_restarts(false), Err(BROKEN));
    }
}

#[test]
fn a_trial_leaves_no_trace() {
    alone("a_trial_leaves_no_trace", &[], || {
        extern "C" fn mine(_signal: i32) {
            RANG.fetch_add(1, SeqCst);
        }
        static RANG: AtomicU64 = AtomicU64::new(0);
        let handler = |signal| unsafe {
            let mut now: libc::sigaction = std::mem::zeroed();
            assert_eq!(libc::sigaction(signal, std::ptr::null(), &mut now), 0);
            now.sa_sigaction
        };
        let mask = || unsafe {
            let mut now: libc::sigset_t = std::mem::zeroed();
            assert_eq!(libc::pthread_sigmask(libc::SIG_BLOCK, std::ptr::null(), &mut now), 0);
            (1..=64).filter(|&signal| libc::sigismember(&now, signal) == 1).collect::<Vec<_>>()
        };
        let maps = || std::fs::read_to_string("/proc/self/maps").unwrap().lines().count();
        unsafe { libc::signal(libc::SIGALRM, mine as *const () as usize) };
        let attached = (thread::attach(), thread::is_attached(), is_registered());
        // The first one may map what the C library keeps.
        let _first = thread::try_restarts(true);
        let before = (handler(libc::SIGALRM), handler(libc::SIGCHLD), mask(), maps());
        let errno = unsafe { libc::__errno_location() };
        unsafe { errno.write(4711) };
        let _trials = [thread::try_restarts(true), thread::try_restarts(false)];
        assert_eq!(unsafe { errno.read() }, 4711);
        assert_eq!((handler(libc::SIGALRM), handler(libc::SIGCHLD), mask(), maps()), before);
        assert_eq!((thread::attach(), thread::is_attached(), is_registered()), attached);
        assert_eq!(RANG.load(SeqCst), 0, "the trial's signals are its own");
        let children = unsafe { libc::waitpid(-1, std::ptr::null_mut(), libc::WNOHANG | libc::__WALL) };
        assert_eq!((children, unsafe { errno.read() }), (-1, libc::ECHILD), "nobody is left");
    });
}

#[test]
fn a_trial_can_be_made_by_a_signal_handler() {
    static ANSWER: AtomicI32 = AtomicI32::new(-1);
    extern "C" fn handler(_signal: i32) {
        let answer = match thread::try_restarts(false) {
            Ok(()) => 1,
            Err(Error::NotRestarted { errno }) => errno,
            Err(_) => 2,
        };
        ANSWER.store(answer, SeqCst);
    }
    alone("a_trial_can_be_made_by_a_signal_handler", &[], || {
        unsafe { libc::signal(libc::SIGUSR1, handler as *const () as usize) };
        unsafe { libc::raise(libc::SIGUSR1) };
        assert_eq!(ANSWER.load(SeqCst), 0);
    });
}

#[test]
fn a_thread_that_is_to_be_cancelled_completes_its_trial() {
    alone("a_thread_that_is_to_be_cancelled_completes_its_trial", &[], || {
        let trial = || assert_eq!(thread::try_restarts(false), Err(BROKEN));
        assert!(support::is_completed_by_a_cancelled_thread(trial));
    });
}

#[test]
fn a_trial_that_is_refused_says_by_what() {
    for (call, errno) in [
        (libc::SYS_clone, libc::EPERM),
        (libc::SYS_timer_create, libc::ENOSYS),
        (libc::SYS_timer_settime, libc::EACCES),
        (libc::SYS_rseq, libc::EPERM),
        (libc::SYS_rt_sigaction, libc::EPERM),
    ] {
        let (number, code) = (call.to_string(), errno.to_string());
        alone("a_trial_that_is_refused_says_by_what", &[("CALL", &number), ("ERRNO", &code)], || {
            let number = |name| std::env::var(name).unwrap().parse::<i64>().unwrap();
            let errno = number("ERRNO") as i32;
            support::deny(number("CALL") as libc::c_long, errno);
            assert_eq!(thread::try_restarts(true), Err(Error::NotRestarted { errno }));
        });
    }
}

#[test]
fn a_filter_that_kills_ends_the_trial_and_not_the_program() {
    for call in [libc::SYS_timer_create, libc::SYS_timer_settime, libc::SYS_rt_sigaction, libc::SYS_rseq] {
        let number = call.to_string();
        alone("a_filter_that_kills_ends_the_trial_and_not_the_program", &[("CALL", &number)], || {
            support::kill_for(std::env::var("CALL").unwrap().parse().unwrap());
            assert_eq!(thread::try_restarts(true), Err(Error::NotRestarted { errno: libc::ECHILD }));
        });
    }
}

#[test]
fn where_the_kernel_restarts_nothing_no_thread_runs_sections() {
    for variables in [&[PRETEND][..], &[PRETEND, WITHOUT_GLIBC]] {
        alone("where_the_kernel_restarts_nothing_no_thread_runs_sections", variables, || {
            let of_glibc = is_registered();
            let refused = move || {
                assert_eq!(thread::attach(), Err(BROKEN));
                assert_eq!(thread::register().err(), Some(BROKEN));
                let report = thread::report();
                assert_eq!((report.owner, report.trial), (Err(BROKEN), Some(Err(BROKEN))));
                assert_eq!((ByCpuId::current(), ByConcurrencyId::current()), (None, None));
                assert_eq!(fence::method(), Method::Nothing);
                assert!(cpu::allowed().unwrap().contains(cpu::current().get()), "numbers go on working");
                assert_eq!(is_registered(), of_glibc, "nothing is left registered");
            };
            refused();
            std::thread::spawn(refused).join().unwrap();
            let in_a_child = in_child(|| {
                refused();
                std::thread::spawn(refused).join().unwrap();
                7
            });
            assert_eq!(in_a_child, 7);
        });
    }
}

critical_section! {
    /// `*v += n`, with as long between the load and the store as `len` bytes take to copy.
    unsafe fn slow_add(here: v; pointers: sum, to, from; values: n, len) {
        load(v);
        add(n);
        store_tmp(sum);
        copy(to, from, len);
        load(sum);
        commit_tmp(v);
    }
}

#[test]
fn trusting_a_kernel_that_restarts_nothing_loses_additions() {
    alone("trusting_a_kernel_that_restarts_nothing_loses_additions", &[], || {
        if !kernel_is_broken() {
            support::lacks("a kernel without restarts", "this one restarts sections, or leaves no doubt");
            return;
        }
        assert_eq!(ByCpuId::current(), None, "sections are refused");
        let pool = Pool::<ByCpuId>::new();
        let item = pool.allocate(8, 8).unwrap();
        let row = item.base().cast::<usize>().expose_provenance();
        thread::trust_kernel();
        let (start, mut made, mut found) = (Instant::now(), 0, 0);
        while made == found && start.elapsed() < support::PATIENCE {
            let add = move || {
                thread::attach().unwrap();
                let (mut sum, mut to, mut from) = (0, [0_usize; 512], [0_usize; 512]);
                let until = Instant::now() + Duration::from_millis(200);
                let mut committed = 0;
                while Instant::now() < until {
                    let row = std::ptr::with_exposed_provenance_mut(row);
                    let (to, from) = (to.as_mut_ptr(), from.as_mut_ptr());
                    let outcome = unsafe {
                        slow_add::<ByCpuId>(row, &raw mut sum, to, from, 1, size_of::<[usize; 512]>())
                    };
                    committed += usize::from(outcome == Outcome::Committed);
                }
                committed
            };
            let threads: Vec<_> =
                (0..4 * cpu::allowed().unwrap().len()).map(|_| std::thread::spawn(add)).collect();
            made += threads.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>();
            found = (0..cpu::bound())
                .map(|cpu| unsafe { item.row(cpu).cast::<usize>().read_volatile() })
                .sum::<usize>();
        }
        println!("{made} additions were committed, {found} are left");
        assert!(found < made, "nothing was lost: {found} of {made}");
    });
}
