//! Nested use: a thread that holds a row uses the same structure, and so does another one, the other way round. Each
//! pattern made two threads wait for each other for ever.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use std::sync::{Barrier, mpsc};

use perseq::{
    ArrayStack, Cache, CpuLock, Error, Queue, Result, RingBuffer, Stack,
    perseq_core::{
        ByCpuId, cpu,
        guard::{Exclusive, Guarded},
    },
};

/// Calls a function while row `row` of some structure is held.
type Hold = &'static (dyn Fn(u32, &mut dyn FnMut()) + Sync);
/// Uses the structure whose row this thread holds; it runs on the CPU `row`, whose row another thread holds.
type Ask = &'static (dyn Fn(u32) -> Result<()> + Sync);

/// Two threads: each holds its row, and when both do, each asks for the other's. Returns what they got.
fn crossed(name: &str, hold: Hold, ask: Ask) -> Option<[Result<()>; 2]> {
    let allowed: Vec<u32> = cpu::allowed().unwrap().iter().take(2).collect();
    let &[first, second] = &allowed[..] else {
        support::skip(name, "two CPUs are needed");
        return None;
    };
    let (answer, answers) = mpsc::channel();
    let barrier: &'static Barrier = Box::leak(Box::new(Barrier::new(2)));
    for (which, mine, others) in [(0, first, second), (1, second, first)] {
        let answer = answer.clone();
        // Not scoped: threads that wait for each other must not keep the test from failing.
        std::thread::spawn(move || {
            support::pin(others);
            hold(mine, &mut || {
                barrier.wait();
                answer.send((which, ask(others))).unwrap();
            });
        });
    }
    let mut got = [Ok(()), Ok(())];
    for _ in 0..2 {
        let (which, result) = answers
            .recv_timeout(support::PATIENCE)
            .unwrap_or_else(|_| panic!("{name}: two threads wait for each other"));
        got[which] = result;
    }
    Some(got)
}

/// An explicit request ends with an error that says so, for one of the two at least.
fn explicit(name: &str, hold: Hold, ask: Ask) {
    let Some(got) = crossed(name, hold, ask) else { return };
    let busy = |result: &Result<()>| matches!(result, Err(Error::RowBusy { held: 1.., .. }));
    assert!(got.iter().any(busy), "{name}: {got:?}");
    assert!(got.iter().all(|result| result.is_ok() || busy(result)), "{name}: {got:?}");
}

/// An operation that can do without the row does, or says that it could not.
fn implicit(name: &str, hold: Hold, ask: Ask) {
    let Some(got) = crossed(name, hold, ask) else { return };
    for result in got {
        assert!(matches!(result, Ok(()) | Err(Error::RowBusy { .. })), "{name}: {result:?}");
    }
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

#[test]
fn two_threads_that_ask_for_each_others_row_get_an_error() {
    let rows = leak(Guarded::<ByCpuId>::new(64, 64).unwrap());
    explicit(
        "Guarded",
        leak(|row, f: &mut dyn FnMut()| {
            let _held = rows.lock(row).unwrap();
            f();
        }),
        leak(|row| rows.lock(row).map(drop)),
    );

    let stack = leak(ArrayStack::<usize>::try_new(4).unwrap());
    explicit(
        "ArrayStack",
        leak(|row, f: &mut dyn FnMut()| stack.with_row(row, |_| f()).unwrap()),
        leak(|row| stack.take_row(row).map(drop)),
    );

    let cache = leak(Cache::<usize>::try_new(4, 8).unwrap());
    explicit(
        "Cache",
        leak(|row, f: &mut dyn FnMut()| cache.with_row(row, |_| f()).unwrap()),
        leak(|row| cache.drain_row(row, drop)),
    );

    let queue = leak(Queue::<usize>::try_new(4).unwrap());
    explicit(
        "Queue",
        leak(|row, f: &mut dyn FnMut()| queue.with_row(row, |_| f()).unwrap()),
        leak(|row| queue.with_row(row, |_| ())),
    );

    let lists = leak(CpuLock::new(|_| 0).unwrap());
    explicit(
        "CpuLock",
        leak(|row, f: &mut dyn FnMut()| lists.with_row(row, |_| f()).unwrap()),
        leak(|row| lists.with_row(row, |_| ())),
    );
}

#[test]
fn two_threads_that_ask_across_structures_get_an_error() {
    // Which of the two is held depends on the row: the first thread holds the first, and asks for the second.
    static PAIR: [Exclusive<u32>; 2] = [const { Exclusive::new(0) }; 2];
    let first = cpu::allowed().unwrap().iter().next().unwrap();
    explicit(
        "Exclusive",
        leak(move |row, f: &mut dyn FnMut()| {
            let _held = PAIR[usize::from(row != first)].lock().unwrap();
            f();
        }),
        leak(move |row| PAIR[usize::from(row != first)].lock().map(drop)),
    );
}

/// A thread that has the lock of a CPU, and reaches for the value of another one: each may have what the other wants.
#[test]
fn two_threads_that_have_a_lock_and_ask_for_the_others_value_get_an_error() {
    let lists = leak(CpuLock::new(|_| 0).unwrap());
    let hold = |row: u32, f: &mut dyn FnMut()| {
        let there = cpu::current().get();
        support::pin(row);
        let _mine = lists.lock().unwrap();
        support::pin(there);
        f();
    };
    explicit("CpuLock::with_row in lock", leak(hold), leak(|row| lists.with_row(row, |_| ())));
    explicit("CpuLock::lock in lock", leak(hold), leak(|_| lists.lock().map(drop)));
}

#[test]
fn an_operation_of_a_thread_that_holds_a_row_does_not_sleep_on_another() {
    let cache = leak(Cache::<usize>::try_new(4, 8).unwrap());
    let hold: Hold = leak(|row, f: &mut dyn FnMut()| cache.with_row(row, |_| f()).unwrap());
    implicit("Cache::put", hold, leak(|_| cache.put(1).map_err(|rejected| rejected.why())));
    implicit(
        "Cache::get",
        hold,
        leak(|_| {
            let _ = cache.get();
            Ok(())
        }),
    );
    implicit("Cache::drain_idle", hold, leak(|_| cache.drain_idle(drop)));

    let stack = leak(ArrayStack::<usize>::try_new(4).unwrap());
    (0..2).for_each(|row| stack.with_row(row, |view| view.push(1).unwrap()).unwrap());
    let hold: Hold = leak(|row, f: &mut dyn FnMut()| stack.with_row(row, |_| f()).unwrap());
    implicit("ArrayStack::push", hold, leak(|_| stack.push(1).map_err(|rejected| rejected.why())));
    implicit(
        "ArrayStack::pop",
        hold,
        leak(|_| {
            let _ = stack.pop();
            Ok(())
        }),
    );
    implicit("ArrayStack::steal", hold, leak(|_| stack.steal().map(drop)));

    let queue = leak(Queue::<usize>::try_new(4).unwrap());
    (0..2).for_each(|row| queue.with_row(row, |view| view.push(1).unwrap()).unwrap());
    let hold: Hold = leak(|row, f: &mut dyn FnMut()| queue.with_row(row, |_| f()).unwrap());
    implicit("Queue::push", hold, leak(|_| queue.push(1).map_err(|rejected| rejected.why())));
    implicit(
        "Queue::pop",
        hold,
        leak(|_| {
            let _ = queue.pop();
            Ok(())
        }),
    );
    implicit("Queue::steal", hold, leak(|_| queue.steal().map(drop)));

    // A row of another structure is as good.
    let list = leak(Stack::<usize>::try_new().unwrap());
    let ring = leak(RingBuffer::try_new(64, perseq::Mode::Discard).unwrap());
    implicit("Stack::push in Queue", hold, leak(|_| list.push(1).map_err(|rejected| rejected.why())));
    implicit("RingBuffer::write in Queue", hold, leak(|_| ring.write(b"one")));

    let lists = leak(CpuLock::new(|_| 0).unwrap());
    let hold: Hold = leak(|row, f: &mut dyn FnMut()| lists.with_row(row, |_| f()).unwrap());
    implicit("CpuLock::try_lock", hold, leak(|_| lists.try_lock().map(drop)));
    implicit("CpuLock::lock", hold, leak(|_| lists.lock().map(drop)));
}

/// "Move the other CPU's objects to mine", on more threads than CPUs: nothing is lost, and every thread gets on.
#[test]
fn objects_move_between_rows_from_all_sides() {
    const ROUNDS: usize = 4_000;
    let rows: Vec<u32> = cpu::allowed().unwrap().iter().take(2).collect();
    let (cache, lists) = (
        leak(Cache::<Box<usize>>::try_new(16, 64).unwrap()),
        leak(CpuLock::new(|_| Vec::<usize>::new()).unwrap()),
    );
    lists.with_row(rows[0], |list| list.extend(0..64)).unwrap();
    let (done, dones) = mpsc::channel();
    for worker in 0..4 {
        let (done, rows) = (done.clone(), rows.clone());
        std::thread::spawn(move || {
            let mut balance = 0_isize;
            for round in 0..ROUNDS {
                let other = rows[(worker + round) % rows.len()];
                balance += isize::from(cache.put(Box::new(round)).is_ok());
                cache
                    .with_row(other, |row| {
                        while let Some(item) = row.pop() {
                            if cache.put(item).is_err() {
                                balance -= 1;
                                break;
                            }
                        }
                    })
                    .unwrap();
                lists
                    .with_row(other, |theirs| {
                        if let Ok(mut ours) = lists.lock() {
                            ours.extend(theirs.pop());
                        }
                    })
                    .unwrap();
            }
            done.send(balance).unwrap();
        });
    }
    let balances =
        (0..4).map(|_| dones.recv_timeout(support::PATIENCE).expect("threads wait for each other"));
    let balance: isize = balances.sum();
    let mut inside = 0;
    cache.drain(|_| inside += 1).unwrap();
    assert_eq!(inside, balance);
    let sum = |list: &mut Vec<usize>| list.iter().sum::<usize>();
    let total: usize = (0..lists.rows()).map(|row| lists.with_row(row, sum).unwrap()).sum();
    assert_eq!(total, (0..64).sum::<usize>());
}

/// Items that are put in while this CPU's row is held go to a row where a thread may look for them.
#[test]
fn no_item_goes_to_the_row_of_a_cpu_that_there_is_not() {
    let allowed: Vec<u32> = cpu::allowed().unwrap().iter().collect();
    let possible = cpu::possible().unwrap();
    for &here in &allowed {
        let (stack, queue) = (ArrayStack::<usize>::new(4), Queue::<usize>::new(4));
        std::thread::scope(|scope| {
            let pushed = || {
                support::pin(here);
                let on_stack = stack.with_row(here, |_| stack.push(7).is_ok()).unwrap();
                (on_stack, queue.with_row(here, |_| queue.push(7).is_ok()).unwrap())
            };
            let (on_stack, in_queue) = scope.spawn(pushed).join().unwrap();
            for row in 0..stack.rows() {
                let items = (
                    stack.with_row(row, |view| view.len()).unwrap(),
                    queue.with_row(row, |view| view.len()).unwrap(),
                );
                assert!(items == (0, 0) || possible.contains(row), "{items:?} items in row {row}");
            }
            assert_eq!((stack.len(), queue.len()), (on_stack.into(), in_queue.into()));
            if allowed.len() > 1 {
                assert!(on_stack && in_queue, "another CPU's row was free");
            }
        });
    }
}
