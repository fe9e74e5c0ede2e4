//! What the documentation promises of deferred code, tasks and panics, from the outside.

#![forbid(unsafe_code)]
#![cfg(not(miri))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    collections::HashSet,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind, panic_any, resume_unwind},
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    task::{Context, Poll, Wake, Waker},
    thread,
    time::Duration,
};

use perseq_rcu::{Rcu, RcuCell};

/// A bound for what must happen, on the slowest emulator.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs `body` on another thread, which must return in time.
fn ends<R: Send + 'static>(what: &str, body: impl FnOnce() -> R + Send + 'static) -> R {
    let (done, ended) = mpsc::channel();
    thread::spawn(move || done.send(body()));
    ended.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("{what}: {error}"))
}

#[test]
fn values_whose_drop_takes_the_writers_lock_are_dropped_on_the_domains_thread_alone() {
    static RCU: Rcu = Rcu::new();
    static LIVE: Mutex<usize> = Mutex::new(0);
    static DROPPED_BY: Mutex<Option<HashSet<thread::ThreadId>>> = Mutex::new(None);
    struct Connection;
    impl Drop for Connection {
        fn drop(&mut self) {
            *LIVE.lock().unwrap() -= 1;
            DROPPED_BY.lock().unwrap().get_or_insert_default().insert(thread::current().id());
        }
    }
    // More than may wait at once, and more than once.
    const STORES: usize = 40_000;
    let writers = ends("a store waits for the lock that its thread holds", || {
        *LIVE.lock().unwrap() += 1;
        let cell = RcuCell::new_in(Connection, &RCU);
        thread::scope(|scope| {
            let writer = || {
                for _ in 0..STORES {
                    let mut live = LIVE.lock().unwrap();
                    *live += 1;
                    cell.store(Connection);
                }
                thread::current().id()
            };
            let writers = [scope.spawn(writer), scope.spawn(writer)].map(|writer| writer.join().unwrap());
            RCU.barrier().unwrap();
            writers
        })
    });
    assert_eq!(*LIVE.lock().unwrap(), 0);
    let dropped_by = DROPPED_BY.lock().unwrap().take().unwrap();
    assert!(writers.iter().all(|writer| !dropped_by.contains(writer)), "a storing thread ran others' drops");
}

#[test]
fn waiting_runs_nothing_in_a_domain_with_a_thread() {
    let rcu = Rcu::new();
    let (told, threads) = mpsc::channel();
    for _ in 0..1000 {
        let told = told.clone();
        rcu.defer(move || told.send(thread::current().id()).unwrap());
        assert_eq!(rcu.poll(), 0);
    }
    rcu.barrier().unwrap();
    drop(told);
    assert!(threads.into_iter().all(|thread| thread != thread::current().id()));
}

/// Tells of each call.
struct Calls(AtomicUsize, mpsc::Sender<()>);

impl Wake for Calls {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
        _ = self.1.send(());
    }
}

fn waker() -> (Arc<Calls>, mpsc::Receiver<()>) {
    let (called, calls) = mpsc::channel();
    (Arc::new(Calls(AtomicUsize::new(0), called)), calls)
}

#[test]
fn an_awaited_grace_period_ends_while_a_deferred_function_takes_its_time() {
    static RCU: Rcu = Rcu::new();
    let (begin, begun) = mpsc::channel();
    let (end, ending) = mpsc::channel::<()>();
    RCU.defer(move || {
        begin.send(()).unwrap();
        _ = ending.recv_timeout(PATIENCE);
    });
    begun.recv_timeout(PATIENCE).unwrap();
    let reader = RCU.read();
    let (wakes, woken) = waker();
    let waker = Waker::from(wakes);
    let mut period = pin!(RCU.start_grace_period());
    assert_eq!(period.as_mut().poll(&mut Context::from_waker(&waker)), Poll::Pending);
    drop(reader);
    woken.recv_timeout(PATIENCE).expect("the task waits for a function that has nothing to do with it");
    assert_eq!(period.as_mut().poll(&mut Context::from_waker(&waker)), Poll::Ready(Ok(())));
    end.send(()).unwrap();
}

/// A payload whose drop panics.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        if !thread::panicking() {
            resume_unwind(Box::new("dropped a payload"));
        }
    }
}

#[test]
fn a_payload_whose_drop_panics_costs_no_other_function() {
    for rcu in [Rcu::new(), Rcu::polled()] {
        let count = Arc::new(AtomicUsize::new(0));
        for round in 1..=3 {
            for number in 0..100 {
                let count = Arc::clone(&count);
                if number % 10 == 0 {
                    rcu.defer(|| panic_any(Bomb));
                } else {
                    rcu.defer(move || _ = count.fetch_add(1, SeqCst));
                }
            }
            while let Err(payload) = catch_unwind(AssertUnwindSafe(|| rcu.barrier().unwrap())) {
                std::mem::forget(payload);
            }
            assert_eq!(count.load(SeqCst), round * 90, "functions were lost, and the barrier said nothing");
        }
        let panic = catch_unwind(AssertUnwindSafe(|| drop(rcu)));
        assert!(panic.is_ok());
        assert_eq!(Arc::strong_count(&count), 1, "functions leaked");
    }
}

#[test]
fn a_waker_that_panics_keeps_no_other_task_from_being_woken() {
    struct Panics;
    impl Wake for Panics {
        fn wake(self: Arc<Self>) {
            resume_unwind(Box::new("on purpose"));
        }
    }
    for rcu in [Rcu::new(), Rcu::polled()] {
        let reader = rcu.read();
        let (wakes, woken) = waker();
        let good = Waker::from(wakes);
        let bad = Waker::from(Arc::new(Panics));
        let mut periods: Vec<_> = (0..8).map(|_| Box::pin(rcu.start_grace_period())).collect();
        for (number, period) in periods.iter_mut().enumerate() {
            let waker = if number % 2 == 0 { &bad } else { &good };
            assert_eq!(period.as_mut().poll(&mut Context::from_waker(waker)), Poll::Pending);
        }
        drop(reader);
        for _ in 0..4 {
            woken.recv_timeout(PATIENCE).expect("a task was not woken");
        }
        rcu.synchronize().unwrap();
    }
}

#[test]
fn a_future_that_is_dropped_keeps_nothing_of_its_task() {
    let rcu = Rcu::new();
    let reader = rcu.read();
    let (wakes, _woken) = waker();
    let waker = Waker::from(Arc::clone(&wakes));
    let before = Arc::strong_count(&wakes);
    for _ in 0..1000 {
        let mut period = Box::pin(rcu.start_grace_period());
        for _ in 0..2 {
            assert_eq!(period.as_mut().poll(&mut Context::from_waker(&waker)), Poll::Pending);
        }
    }
    assert_eq!(Arc::strong_count(&wakes), before, "wakers of futures that are gone");
    drop(reader);
    rcu.synchronize().unwrap();
    assert_eq!(wakes.0.load(SeqCst), 0, "a task was woken for a future that it had dropped");
}

#[test]
fn a_stall_hook_may_use_the_map_that_an_insertion_reports_from() {
    use perseq_rcu::RcuHashMap;
    static RCU: Rcu = Rcu::polled();
    type Map = RcuHashMap<u32, u32, &'static Rcu>;
    static MAP: Mutex<Option<Arc<Map>>> = Mutex::new(None);
    static CALLED: AtomicBool = AtomicBool::new(false);
    let map = Arc::new(RcuHashMap::new_in(&RCU));
    *MAP.lock().unwrap() = Some(Arc::clone(&map));
    RCU.on_stall(Duration::ZERO, |_stall| {
        let map = MAP.lock().unwrap().clone();
        map.unwrap().insert(u32::MAX, 1);
        CALLED.store(true, SeqCst);
    });
    ends("the hook waits for the lock of the insertion that called it", move || {
        let reader = RCU.read();
        // In a polled domain a full batch looks at the readers, and the second look at one that stays reports it.
        for key in 0..100_000 {
            map.insert(key % 1000, key);
            if CALLED.load(SeqCst) {
                break;
            }
        }
        drop(reader);
    });
    assert!(CALLED.load(SeqCst), "no insertion ever reported the reader");
}

#[test]
fn a_value_and_its_guard_travel_together_into_tasks_that_outlive_the_caller() {
    let rcu = Arc::new(Rcu::polled());
    let cell = Arc::new(RcuCell::new_in(vec![1, 2, 3], Arc::clone(&rcu)));
    fn newest(cell: &RcuCell<Vec<u32>, Arc<Rcu>>) -> perseq_rcu::Ref<'_, Vec<u32>> {
        cell.read()
    }
    let seen = newest(&cell);
    cell.store(vec![4]);
    assert_eq!(rcu.poll(), 0, "it was freed under a guard");
    thread::scope(|scope| _ = scope.spawn(|| drop(seen)));
    rcu.barrier().unwrap();

    let guard = Rcu::read_owned(&rcu);
    let theirs = Arc::clone(&cell);
    let task = thread::spawn(move || {
        let value = theirs.load(&guard);
        theirs.store(vec![5]);
        assert_eq!(*value, [4]);
    });
    task.join().unwrap();
    // The last owner of the domain may be a guard.
    let guard = Rcu::read_owned(&rcu);
    let weak = Arc::downgrade(&rcu);
    drop((rcu, cell));
    assert!(weak.upgrade().is_some());
    drop(guard);
    assert!(weak.upgrade().is_none(), "the domain leaked");
}

#[test]
fn waits_with_a_limit_come_back_and_say_what_was_reached() {
    const SOON: Duration = Duration::from_millis(2);
    for rcu in [Rcu::new(), Rcu::polled()] {
        let (enter, entered) = mpsc::channel();
        let (leave, leaving) = mpsc::channel::<()>();
        thread::scope(|scope| {
            let rcu = &rcu;
            scope.spawn(move || {
                let _reader = rcu.read();
                enter.send(()).unwrap();
                leaving.recv_timeout(PATIENCE).unwrap();
            });
            entered.recv_timeout(PATIENCE).unwrap();
            rcu.defer(|| {});
            assert_eq!(rcu.synchronize_timeout(SOON), Ok(false));
            assert_eq!(rcu.start_grace_period().wait_timeout(Duration::ZERO), Ok(false));
            assert_eq!(rcu.barrier_timeout(SOON), Ok(false));
            assert_eq!(rcu.pending(), 1);
            let before = rcu.completed();
            leave.send(()).unwrap();
            assert_eq!(rcu.synchronize_timeout(PATIENCE), Ok(true));
            assert_eq!(rcu.barrier_timeout(PATIENCE), Ok(true));
            assert_eq!(rcu.barrier_timeout(Duration::MAX), Ok(true), "a time that no clock reaches");
            assert_eq!(rcu.pending(), 0);
            assert!(rcu.completed() > before);
        });
    }
}

#[test]
fn cells_and_lists_give_back_what_no_reader_can_see() {
    use perseq_rcu::{RcuList, RcuOption};
    let mut cell = RcuCell::from(String::from("a"));
    cell.get_mut().push('b');
    assert_eq!(cell.into_inner(), "ab");
    assert_eq!(*RcuCell::<u32>::default().read(), 0);
    let mut option = RcuOption::<u32>::new();
    assert!(option.read().is_none() && option.get_mut().is_none());
    option.store(7);
    assert_eq!(option.read().as_deref(), Some(&7));
    assert_eq!(option.into_inner(), Some(7));

    let list = RcuList::new();
    (0..6).for_each(|value| list.push_back(value));
    list.push_front(100);
    assert_eq!(list.retain(|value| value % 2 == 0), 3);
    assert_eq!(list.iter(&Rcu::global().read()).copied().collect::<Vec<_>>(), [100, 0, 2, 4]);
    assert_eq!((list.len(), list.is_empty()), (4, false));
}
