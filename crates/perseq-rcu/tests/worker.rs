//! The domain's thread: where it cannot be started, and how often it looks.

#![cfg(not(miri))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use perseq_testing as support;

use std::{
    fs,
    future::Future,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Poll, Wake, Waker},
    thread,
    time::Duration,
};

use perseq_rcu::Rcu;

/// Counts how often it is woken.
#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

/// From now on no thread can be started, as where a limit is reached (`RLIMIT_NPROC`, which root is exempt from).
fn deny_threads() {
    support::deny(libc::SYS_clone3, libc::EAGAIN);
    support::deny(libc::SYS_clone, libc::EAGAIN);
    assert!(thread::Builder::new().spawn(|| {}).is_err());
}

#[test]
fn an_awaited_grace_period_ends_where_no_thread_can_be_started() {
    support::alone("an_awaited_grace_period_ends_where_no_thread_can_be_started", &[], || {
        deny_threads();
        let rcu = Rcu::new();
        let wakes = Arc::new(Wakes::default());
        let waker = Waker::from(Arc::clone(&wakes));
        let reader = rcu.read();
        let mut period = pin!(rcu.start_grace_period());
        assert_eq!(period.as_mut().poll(&mut Context::from_waker(&waker)), Poll::Pending);
        drop(reader);
        assert!(wakes.0.load(SeqCst) > 0, "nobody looks, and the task is not asked to");
        assert_eq!(period.as_mut().poll(&mut Context::from_waker(&waker)), Poll::Ready(Ok(())));
    });
}

#[test]
fn who_defers_runs_functions_where_no_thread_can_be_started() {
    support::alone("who_defers_runs_functions_where_no_thread_can_be_started", &[], || {
        static RAN: AtomicUsize = AtomicUsize::new(0);
        deny_threads();
        let rcu = Rcu::new();
        for _ in 0..8000 {
            rcu.defer(|| _ = RAN.fetch_add(1, SeqCst));
        }
        assert!(RAN.load(SeqCst) > 0, "all of them wait for a thread that is not there");
        drop(rcu);
        assert_eq!(RAN.load(SeqCst), 8000);
    });
}

/// How often the domains' threads have gone to sleep.
fn sleeps() -> u64 {
    let tasks = fs::read_dir("/proc/self/task").unwrap().map(|task| task.unwrap().path());
    let status = tasks.filter_map(|task| fs::read_to_string(task.join("status")).ok());
    let count = |status: String| -> Option<u64> {
        status.contains("perseq-rcu").then_some(())?;
        status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?.trim().parse().ok()
    };
    status.filter_map(count).sum()
}

#[test]
fn the_thread_looks_less_and_less_often_at_a_reader_that_stays() {
    support::alone("the_thread_looks_less_and_less_often_at_a_reader_that_stays", &[], || {
        let rcu = Rcu::new();
        let reader = rcu.read();
        rcu.defer(|| {});
        let (begun, mut looks) = (std::time::Instant::now(), 0);
        // A busy machine may let the thread begin later, and this one sleep longer.
        while looks == 0 && begun.elapsed() < support::PATIENCE {
            thread::sleep(Duration::from_millis(1000));
            looks = sleeps();
        }
        let every_time = begun.elapsed().as_micros() / 200;
        assert!(looks > 0 && u128::from(looks) * 8 < every_time, "{looks} looks instead of {every_time}");
        drop(reader);
        rcu.barrier().unwrap();
    });
}

#[test]
fn the_domains_threads_are_named_and_take_no_signal_of_the_process() {
    support::alone("the_domains_threads_are_named_and_take_no_signal_of_the_process", &[], || {
        let rcu = Rcu::new();
        let reader = rcu.read();
        rcu.defer(|| {});
        let waker = Waker::from(Arc::new(Wakes::default()));
        let mut period = pin!(rcu.start_grace_period());
        assert_eq!(period.as_mut().poll(&mut Context::from_waker(&waker)), Poll::Pending);
        // A thread has its name when it runs, which may be a moment later.
        let blocked = |name: &str| {
            let begun = std::time::Instant::now();
            while begun.elapsed() < support::PATIENCE {
                for task in fs::read_dir("/proc/self/task").unwrap() {
                    let status = fs::read_to_string(task.unwrap().path().join("status")).unwrap_or_default();
                    if status.lines().next() == Some(&format!("Name:\t{name}")) {
                        let mask = status.lines().find_map(|line| line.strip_prefix("SigBlk:\t")).unwrap();
                        return u64::from_str_radix(mask, 16).unwrap();
                    }
                }
                thread::yield_now();
            }
            panic!("there is no thread {name}");
        };
        // Two signals cannot be blocked, the C library keeps two or three for itself, and the deferred functions may fault as all code may.
        let faults = [libc::SIGSEGV, libc::SIGBUS, libc::SIGFPE, libc::SIGILL, libc::SIGTRAP, libc::SIGSYS];
        let others = [libc::SIGKILL, libc::SIGSTOP].into_iter().chain(faults);
        let expected = others.fold(0b111 << 31, |mask, signal| mask | 1_u64 << (signal - 1));
        for name in ["perseq-rcu", "perseq-rcu-wake"] {
            let open = !blocked(name);
            assert_eq!(open & !expected, 0, "{name} takes signals {open:x}");
        }
        drop(reader);
        rcu.barrier().unwrap();
    });
}
