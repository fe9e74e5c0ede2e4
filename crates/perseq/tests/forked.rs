//! A forked child's view of threads that it does not have: rows that are whole are taken over, and values that may be half
//! changed are an error that says so. That holds for each way to make a child.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use std::{
    sync::{
        Barrier,
        atomic::{
            AtomicU32,
            Ordering::{Relaxed, SeqCst},
        },
    },
    time::{Duration, Instant},
};

use perseq::{
    ArrayStack, CpuLock, Error, Histogram,
    perseq_core::{
        cpu,
        guard::{self, Exclusive},
    },
};

/// Ways to make a child.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// `fork`, which tells the child.
    Fork,
    /// `_Fork`, which does not.
    SilentFork,
    /// The system call.
    Clone,
}

const WAYS: [Way; 3] = [Way::Fork, Way::SilentFork, Way::Clone];

impl Way {
    /// Makes a child: 0 in that; `None` if the C library has no such function.
    fn make(self) -> Option<libc::pid_t> {
        unsafe {
            match self {
                Self::Fork => Some(libc::fork()),
                Self::SilentFork => {
                    let address = libc::dlsym(libc::RTLD_DEFAULT, c"_Fork".as_ptr());
                    if address.is_null() {
                        return None;
                    }
                    let fork: extern "C" fn() -> libc::pid_t = std::mem::transmute(address);
                    Some(fork())
                }
                Self::Clone => {
                    let (flags, none) = (libc::c_long::from(libc::SIGCHLD), 0 as libc::c_long);
                    Some(libc::syscall(libc::SYS_clone, flags, none, none, none, none) as libc::pid_t)
                }
            }
        }
    }
}

/// Calls `body` in a child made in that way; it must return `true`.
fn in_child(way: Way, body: impl FnOnce() -> bool) {
    let Some(child) = way.make() else {
        return support::skip("children of _Fork", "this C library has none");
    };
    if child == 0 {
        let sound = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).unwrap_or(false);
        unsafe { libc::_exit(i32::from(!sound)) };
    }
    if end_of(way, child) != 0 {
        fail(way, "the child found what it must not");
    }
}

/// Ends this process without unwinding: the thread that holds something would be waited for.
fn fail(way: Way, what: &str) -> ! {
    eprintln!("{way:?}: {what}");
    unsafe { libc::_exit(1) }
}

/// The status with which a child exits.
fn end_of(way: Way, child: libc::pid_t) -> i32 {
    let (mut status, start) = (0, Instant::now());
    while unsafe { libc::waitpid(child, &mut status, libc::WNOHANG) } == 0 {
        // Its signals are blocked while it waits for a guard, but for one.
        if start.elapsed() > support::PATIENCE / 4 {
            unsafe { libc::kill(child, libc::SIGKILL) };
            fail(way, "the child waits for ever");
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    if libc::WIFSIGNALED(status) {
        fail(way, "the child was killed");
    }
    libc::WEXITSTATUS(status)
}

/// Runs a test in a process of its own: a child that the C library is not told of finds the allocator as other threads have
/// left it, so there must be none that use it.
fn alone(name: &str, body: impl FnOnce()) {
    support::alone(name, &[], body);
}

/// Runs `main` while another thread is inside of `hold`, which calls the function that it is given at that moment.
fn while_held(hold: impl FnOnce(&dyn Fn()) + Send, main: impl FnOnce()) {
    let (held, over) = (Barrier::new(2), Barrier::new(2));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            hold(&|| {
                held.wait();
                over.wait();
            });
        });
        held.wait();
        main();
        over.wait();
    });
}

/// How many values were dropped in this process.
static DROPPED: AtomicU32 = AtomicU32::new(0);

/// Two numbers that are equal whenever it is whole.
struct Pair(u32, u32);

impl Pair {
    fn change(&mut self, midway: impl FnOnce()) {
        self.0 += 1;
        midway();
        self.1 += 1;
    }

    fn is_whole(&self) -> bool {
        self.0 == self.1
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        assert!(self.is_whole(), "a half changed value is dropped");
        DROPPED.fetch_add(1, Relaxed);
    }
}

/// The child's view of `lock`, whose value of row `row` was being changed: nothing but an error, until it puts a new
/// value there; and it drops all others.
fn abandoned(mut lock: CpuLock<Pair>, row: u32) -> bool {
    let error = Error::Abandoned { row };
    assert_eq!(lock.with_row(row, |pair| pair.is_whole()), Err(error));
    // It stays so.
    assert_eq!(lock.with_row(row, |pair| pair.is_whole()), Err(error));
    assert_eq!(lock.is_abandoned(row), Ok(true));
    support::pin(row);
    assert_eq!(lock.lock().map(|pair| pair.is_whole()).unwrap_err(), error);
    assert_eq!(lock.try_lock().map(|pair| pair.is_some()).unwrap_err(), error);
    let rows = lock.rows();
    let whole = lock.iter_mut().filter(|pair| pair.is_whole()).count();
    assert_eq!(whole as u32, rows - 1);
    // Others are as good as ever.
    if let Some(other) = (0..rows).find(|&other| other != row) {
        assert_eq!(lock.with_row(other, |pair| pair.is_whole()), Ok(true));
        assert!(lock.replace_abandoned(other, Pair(7, 7)).unwrap().is_err());
    }
    if DROPPED.load(Relaxed).is_multiple_of(2) {
        assert!(lock.replace_abandoned(row, Pair(5, 5)).unwrap().is_ok());
        assert_eq!(lock.with_row(row, |pair| pair.0), Ok(5));
        assert!(lock.lock().unwrap().is_whole());
        DROPPED.store(0, Relaxed);
        drop(lock);
        DROPPED.load(Relaxed) == rows
    } else {
        DROPPED.store(0, Relaxed);
        drop(lock);
        DROPPED.load(Relaxed) == rows - 1
    }
}

#[test]
fn a_value_that_with_row_was_changing_is_abandoned() {
    alone("a_value_that_with_row_was_changing_is_abandoned", || {
        let row = cpu::allowed().unwrap().iter().next().unwrap();
        for (way, replaced) in WAYS.into_iter().flat_map(|way| [(way, 0), (way, 1)]) {
            let lock = CpuLock::new(|_| Pair(0, 0)).unwrap();
            let copy = &raw const lock;
            let copy = copy.expose_provenance();
            while_held(
                |midway| lock.with_row(row, |pair| pair.change(midway)).unwrap(),
                || {
                    in_child(way, || {
                        DROPPED.store(replaced, Relaxed);
                        // The child's memory is its own.
                        let copy = std::ptr::with_exposed_provenance::<CpuLock<Pair>>(copy);
                        abandoned(unsafe { copy.read() }, row)
                    });
                },
            );
            assert_eq!(lock.with_row(row, |pair| pair.is_whole()), Ok(true), "the parent's is as it was");
        }
    });
}

#[test]
fn a_value_whose_lock_another_thread_had_is_abandoned() {
    alone("a_value_whose_lock_another_thread_had_is_abandoned", || {
        let row = cpu::allowed().unwrap().iter().next().unwrap();
        for (way, replaced) in WAYS.into_iter().flat_map(|way| [(way, 0), (way, 1)]) {
            let lock = CpuLock::new(|_| Pair(0, 0)).unwrap();
            let copy = &raw const lock;
            let copy = copy.expose_provenance();
            let hold = |midway: &dyn Fn()| {
                support::pin(row);
                lock.lock().unwrap().change(midway);
            };
            while_held(hold, || {
                in_child(way, || {
                    DROPPED.store(replaced, Relaxed);
                    let copy = std::ptr::with_exposed_provenance::<CpuLock<Pair>>(copy);
                    abandoned(unsafe { copy.read() }, row)
                });
            });
        }
    });
}

/// The thread that forks keeps what it has in the child, too.
#[test]
fn a_thread_that_forks_keeps_what_it_has() {
    alone("a_thread_that_forks_keeps_what_it_has", || {
        for way in WAYS {
            let lock = CpuLock::new(|_| Pair(0, 0)).unwrap();
            let value = Exclusive::new(Pair(0, 0));
            let mut held = Some(value.lock().unwrap());
            let mut pair = Some(lock.lock().unwrap());
            pair.as_mut().unwrap().0 += 1;
            held.as_mut().unwrap().0 += 1;
            in_child(way, || {
                pair.as_mut().unwrap().1 += 1;
                held.as_mut().unwrap().1 += 1;
                drop(pair.take());
                drop(held.take());
                // Threads of the child are threads like others.
                std::thread::scope(|scope| {
                    scope.spawn(|| assert!(value.lock().unwrap().is_whole()));
                });
                assert!(lock.lock().unwrap().is_whole());
                value.lock().unwrap().is_whole()
            });
            // The copies were the child's.
            pair.as_mut().unwrap().1 += 1;
            held.as_mut().unwrap().1 += 1;
        }
    });
}

#[test]
fn an_exclusive_value_that_another_thread_was_changing_is_abandoned() {
    alone("an_exclusive_value_that_another_thread_was_changing_is_abandoned", || {
        for way in WAYS {
            let value = Exclusive::new(Pair(0, 0));
            let copy = (&raw const value).expose_provenance();
            while_held(
                |midway| value.lock().unwrap().change(midway),
                || {
                    in_child(way, || {
                        let copy = std::ptr::with_exposed_provenance::<Exclusive<Pair>>(copy);
                        let mut value = unsafe { copy.read() };
                        assert!(value.is_abandoned());
                        for _ in 0..2 {
                            assert_eq!(
                                value.lock().map(|pair| pair.is_whole()).unwrap_err(),
                                Error::Abandoned { row: 0 }
                            );
                            assert!(value.get_mut().is_none());
                        }
                        // Not dropped: that would fail.
                        drop(unsafe { copy.read() });
                        assert!(value.replace_abandoned(Pair(5, 5)).unwrap().is_ok());
                        assert!(!value.is_abandoned());
                        assert!(value.replace_abandoned(Pair(6, 6)).unwrap().is_err());
                        value.lock().unwrap().0 == 5
                    });
                    // And with the child's leave, as it is.
                    in_child(way, || {
                        let held = unsafe { value.lock_abandoned() }.unwrap().unwrap();
                        !held.is_whole() && !value.is_abandoned()
                    });
                },
            );
            assert!(value.lock().unwrap().is_whole());
        }
    });
}

/// Rows of structures are whole at every moment: a child continues with them.
#[test]
fn a_row_that_another_thread_held_is_taken_over() {
    alone("a_row_that_another_thread_held_is_taken_over", || {
        let row = cpu::allowed().unwrap().iter().next().unwrap();
        for way in WAYS {
            let stack = ArrayStack::<usize>::try_new(4).unwrap();
            let hold = |midway: &dyn Fn()| {
                stack
                    .with_row(row, |view| {
                        view.push(1).unwrap();
                        midway();
                        view.push(2).unwrap();
                    })
                    .unwrap();
            };
            while_held(hold, || {
                in_child(way, || {
                    support::pin(row);
                    assert_eq!(stack.with_row(row, |view| view.len()), Ok(1));
                    stack.push(3).unwrap();
                    let waits = guard::stats().waits;
                    // A child of the child knows, too.
                    in_child(way, || {
                        assert_eq!((stack.pop(), stack.pop(), stack.pop()), (Some(3), Some(1), None));
                        true
                    });
                    guard::stats().waits == waits
                });
            });
        }
    });
}

/// A thread does nothing but ask for intervals, so nearly every child is forked while it is in that call.
#[test]
fn a_child_forked_in_the_middle_of_an_interval_asks_for_its_own() {
    const MIDDLE: i32 = 7;
    alone("a_child_forked_in_the_middle_of_an_interval_asks_for_its_own", || {
        let histogram = Histogram::new(1_000_000, 3).unwrap().with_sum();
        let [begun, complete, stop] = [const { AtomicU32::new(0) }; 3];
        let mut in_the_middle = 0;
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while stop.load(Relaxed) == 0 {
                    histogram.record(3);
                    begun.fetch_add(1, SeqCst);
                    let told = histogram.interval().unwrap();
                    complete.fetch_add(1, SeqCst);
                    assert_eq!((told.count(), told.sum()), (1, Some(3)));
                }
            });
            let start = Instant::now();
            while in_the_middle < 20 && start.elapsed() < support::PATIENCE {
                let child = Way::Fork.make().unwrap();
                if child == 0 {
                    let sound = std::panic::catch_unwind(|| {
                        // The parent had recorded at most one value that it had not told.
                        assert!(histogram.interval().unwrap().count() <= 1);
                        histogram.record(5);
                        histogram.record_n(7, 2);
                        let own = histogram.interval().unwrap();
                        assert_eq!((own.count(), own.sum()), (3, Some(19)));
                        assert_eq!(histogram.interval().unwrap().count(), 0);
                    });
                    let middle = if begun.load(SeqCst) == complete.load(SeqCst) { 0 } else { MIDDLE };
                    unsafe { libc::_exit(if sound.is_ok() { middle } else { 1 }) };
                }
                match end_of(Way::Fork, child) {
                    0 => {}
                    MIDDLE => in_the_middle += 1,
                    _ => fail(Way::Fork, "the child found what it must not"),
                }
            }
            stop.store(1, Relaxed);
        });
        assert_eq!(in_the_middle, 20, "hardly any child was forked in the middle of a call");
    });
}
