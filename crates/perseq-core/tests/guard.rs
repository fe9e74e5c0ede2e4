//! Guards and fences against real sections: exclusion, waiting, recursion, refusal, fork, and each kind of fence.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    time::{Duration, Instant},
};

use perseq_core::{
    ByConcurrencyId, ByCpuId, Error, Index, Outcome, cpu, critical_section,
    fence::{self, Method},
    guard::{self, Attempt, Guarded, Held},
    section::{self, aborts},
    thread,
};

const ROW: usize = 4 * size_of::<usize>();

critical_section! {
    /// Adds 1 to word 2 of the row, with a long copy between load and commit: without a fence the holder of a guard
    /// would often meet one under way.
    unsafe fn add_slowly(guarded: row; pointers: target, source; values: bytes) {
        load(row[2]);
        add(1);
        store_tmp(row[3]);
        copy(target, source, bytes);
        load(row[3]);
        commit_tmp(row[2]);
    }
}

/// One attempt at it.
fn attempt<I: Index>(rows: &Guarded<I>) -> Outcome {
    const WORDS: usize = 256;
    let (mut target, source) = ([0_usize; WORDS], [1_usize; WORDS]);
    let source = source.as_ptr().cast_mut();
    unsafe { add_slowly::<I>(rows.base(), target.as_mut_ptr(), source, size_of_val(&target)) }
}

/// One addition to word 2, by a section or by the guard.
fn add<I: Index>(rows: &Guarded<I>) {
    if rows.run(|| attempt(rows)) == Attempt::Slow {
        add_held(&rows.lock_here().unwrap());
    }
}

/// One addition to word 2 of a held row, with a pause between load and store in which any other writer would be seen.
fn add_held<I: Index>(held: &Held<'_, I>) {
    let word = held.row().wrapping_add(2);
    unsafe {
        let before = word.read_volatile();
        for _ in 0..100 {
            std::hint::spin_loop();
            assert_eq!(word.read_volatile(), before, "row {} was written while it was held", held.index());
        }
        word.write_volatile(before + 1);
    }
}

fn total<I: Index>(rows: &Guarded<I>) -> usize {
    (0..rows.rows()).map(|row| unsafe { rows.peek(row).unwrap().add(2).read_volatile() }).sum()
}

/// Sections on all threads against holders of any row; every addition must be there.
fn contend<I: Index>(rows: &Guarded<I>, patient: bool) {
    let (stop, done) = (AtomicBool::new(false), AtomicU64::new(0));
    let before = guard::stats();
    let held = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !stop.load(Relaxed) {
                    for _ in 0..1000 {
                        add(rows);
                    }
                    done.fetch_add(1000, Relaxed);
                }
            });
        }
        for seed in 0..2_u32 {
            let (held, stop, done) = (&held, &stop, &done);
            scope.spawn(move || {
                let possible = cpu::allowed().unwrap().iter().max().unwrap() + 1;
                let mut row = seed;
                while !stop.load(Relaxed) {
                    row = (row + 1) % possible;
                    add_held(&rows.lock(row).unwrap());
                    held.fetch_add(1, Relaxed);
                    done.fetch_add(1, Relaxed);
                }
            });
        }
        let start = Instant::now();
        let enough = || {
            held.load(Relaxed) > 200
                && (!patient || guard::stats().refusals - before.refusals > 20)
                && guard::stats().waits - before.waits > 5
        };
        while !enough() && start.elapsed() < support::PATIENCE {
            std::thread::sleep(Duration::from_millis(5));
        }
        stop.store(true, Relaxed);
    });
    assert_eq!(total(rows) as u64, done.load(Relaxed));
    let stats = guard::stats();
    assert!(held.load(Relaxed) > 200, "only {held:?} holds");
    if patient {
        assert!(stats.refusals > before.refusals, "no section met a guard");
    }
}

#[test]
fn holders_and_sections_exclude_each_other_by_cpu() {
    contend(&Guarded::<ByCpuId>::new(ROW, 8).unwrap(), thread::attach().is_ok());
}

#[test]
fn holders_and_sections_exclude_each_other_by_concurrency_id() {
    let has = thread::attach().is_ok() && ByConcurrencyId::current().is_some();
    contend(&Guarded::<ByConcurrencyId>::new(ROW, 8).unwrap(), has);
}

#[test]
fn fences_can_be_made_by_running_on_the_cpu() {
    support::alone("fences_can_be_made_by_running_on_the_cpu", &[], || {
        fence::force(Some(Method::RunThere)).unwrap();
        let allowed = cpu::allowed().unwrap();
        let attached = thread::attach().is_ok();
        assert_eq!(fence::method() == Method::RunThere, attached);
        contend(&Guarded::<ByCpuId>::new(ROW, 8).unwrap(), thread::attach().is_ok());
        contend(&Guarded::<ByConcurrencyId>::new(ROW, 8).unwrap(), false);
        assert_eq!(cpu::allowed().unwrap(), allowed);
    });
}

/// A filter refuses membarrier: everything continues by running on the CPUs.
#[test]
fn fences_survive_a_filter_that_refuses_membarrier() {
    support::alone("fences_survive_a_filter_that_refuses_membarrier", &[], || {
        support::deny(libc::SYS_membarrier, libc::EPERM);
        contend(&Guarded::<ByCpuId>::new(ROW, 8).unwrap(), thread::attach().is_ok());
    });
}

/// Without rseq there is no thread to fence: guards alone.
#[test]
fn without_rseq_guards_work_and_nothing_is_fenced() {
    support::alone("without_rseq_guards_work_and_nothing_is_fenced", &[support::WITHOUT_GLIBC], || {
        support::deny(libc::SYS_rseq, libc::ENOSYS);
        assert_eq!(fence::method(), Method::Nothing);
        support::deny(libc::SYS_membarrier, libc::EPERM);
        support::deny(libc::SYS_sched_setaffinity, libc::EPERM);
        contend(&Guarded::<ByCpuId>::new(ROW, 8).unwrap(), false);
        contend(&Guarded::<ByConcurrencyId>::new(ROW, 8).unwrap(), false);
        assert_eq!(fence::method(), Method::Nothing);
        assert_eq!(aborts(), 0);
    });
}

/// Before Linux 6.3 there are no concurrency ids: what is indexed by them is reached by guards.
#[test]
fn without_concurrency_ids_guards_take_their_place() {
    support::alone("without_concurrency_ids_guards_take_their_place", &[], || {
        if thread::attach().is_err() {
            return support::skip("a kernel without mm_cid", "no thread can be registered");
        }
        thread::hide_concurrency_ids();
        std::thread::spawn(|| {
            thread::attach().unwrap();
            assert_eq!((ByCpuId::current().is_some(), ByConcurrencyId::current()), (true, None));
            contend(&Guarded::<ByConcurrencyId>::new(ROW, 8).unwrap(), false);
            assert_eq!(aborts(), 0, "a section by concurrency id was tried");
        })
        .join()
        .unwrap();
    });
}

#[test]
fn a_fence_that_nothing_can_make_is_an_error_and_leaves_the_row_free() {
    let name = "a_fence_that_nothing_can_make_is_an_error_and_leaves_the_row_free";
    support::alone(name, &[], || without_fences(libc::SYS_sched_setaffinity));
}

#[test]
fn a_thread_that_may_not_ask_where_it_may_run_makes_no_fence_either() {
    let name = "a_thread_that_may_not_ask_where_it_may_run_makes_no_fence_either";
    support::alone(name, &[], || without_fences(libc::SYS_sched_getaffinity));
}

/// Without `membarrier`, and without `call`, which a fence would need instead.
fn without_fences(call: libc::c_long) {
    if thread::attach().is_err() {
        return support::skip("fences of registered threads", "no thread can be registered");
    }
    support::deny(libc::SYS_membarrier, libc::EPERM);
    support::deny(call, libc::EPERM);
    let rows = Guarded::<ByCpuId>::new(ROW, 8).unwrap();
    assert_eq!(rows.lock(0).unwrap_err(), Error::FenceDenied { cpu: 0, errno: libc::EPERM });
    let word = unsafe { rows.peek(0).unwrap().read_volatile() };
    assert_eq!(word, 0, "the guard is free again");
    assert_eq!(rows.run(|| attempt(&rows)), Attempt::Committed);
}

#[test]
fn taking_a_guard_twice_is_an_error_with_the_row_in_it() {
    let rows = Guarded::<ByCpuId>::new(ROW, 8).unwrap();
    let first = rows.lock(1).unwrap();
    assert_eq!(rows.lock(1).unwrap_err(), Error::GuardHeld { row: 1 });
    let bound = cpu::rows();
    assert_eq!(rows.lock(bound).unwrap_err(), Error::NoSuchRow { row: bound, bound });
    drop(first);
    assert_eq!(rows.lock(1).unwrap().index(), 1);
}

/// An operation inside `lock` of its own row: the section leaves, and the slow path takes another CPU's row, never one that no CPU has.
#[test]
fn an_operation_finds_another_row_while_its_thread_holds_this_one() {
    let rows = Guarded::<ByCpuId>::new(ROW, 8).unwrap();
    let last = cpu::allowed().unwrap().iter().max().unwrap();
    let _everything_but_one: Vec<_> = (0..last).map(|row| rows.lock(row).unwrap()).collect();
    add(&rows);
    assert_eq!(unsafe { rows.peek(last).unwrap().add(2).read_volatile() }, 1);
    let _last = rows.lock(last).unwrap();
    assert!(matches!(rows.lock_here().unwrap_err(), Error::GuardHeld { .. }));
}

#[test]
fn a_section_leaves_by_the_guard_and_commits_nothing() {
    if thread::attach().is_err() {
        return support::skip("sections and guards", "this thread cannot run sections");
    }
    let rows = Guarded::<ByCpuId>::new(ROW, 8).unwrap();
    let _all: Vec<_> = (0..cpu::rows()).map(|row| rows.lock(row).unwrap()).collect();
    let mut guarded = 0;
    while guarded < 1000 {
        match attempt(&rows) {
            Outcome::Guarded => guarded += 1,
            Outcome::Aborted => {}
            outcome => panic!("{outcome:?}"),
        }
    }
    assert_eq!(total(&rows), 0);
}

/// Signals wait while a guard is held, and come when it is free.
#[test]
fn a_holder_is_not_interrupted() {
    support::alone("a_holder_is_not_interrupted", &[], || {
        support::handle_timer(support::count_signal);
        let rows = Guarded::<ByCpuId>::new(ROW, 8).unwrap();
        support::with_timer(Duration::from_micros(200), || {
            let held = rows.lock(0).unwrap();
            let before = support::SIGNALS.load(Relaxed);
            let start = Instant::now();
            while start.elapsed() < Duration::from_millis(5) {}
            assert_eq!(support::SIGNALS.load(Relaxed), before);
            drop(held);
            let start = Instant::now();
            while support::SIGNALS.load(Relaxed) == before && start.elapsed() < support::PATIENCE {}
            assert!(support::SIGNALS.load(Relaxed) > before);
        });
    });
}

/// Forks of a process whose other threads are in and out of guards all the time: children take over those that are held.
#[test]
fn a_forked_child_takes_over_what_threads_held_that_it_has_not() {
    support::alone("a_forked_child_takes_over_what_threads_held_that_it_has_not", &[], || {
        let rows = Guarded::<ByCpuId>::new(ROW, 8).unwrap();
        let stop = AtomicBool::new(false);
        let mut found_held = 0;
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !stop.load(Relaxed) {
                        add_held(&rows.lock(0).unwrap());
                        add(&rows);
                    }
                });
            }
            let start = Instant::now();
            for forks in 0.. {
                // The child may find the guard held; then it is its to take.
                found_held += support::in_child(|| {
                    let held = unsafe { rows.peek(0).unwrap().read_volatile() } != 0;
                    add_held(&rows.lock(0).unwrap());
                    add(&rows);
                    add_held(&rows.lock(0).unwrap());
                    i32::from(held)
                });
                if (forks > 100 && found_held > 5) || start.elapsed() > support::PATIENCE {
                    break;
                }
            }
            // Also from inside a guard, which the child's thread holds on: it is not the dead's.
            let held = rows.lock(1).unwrap();
            let code = support::in_child(|| {
                assert_eq!(rows.lock(1).unwrap_err(), Error::GuardHeld { row: 1 });
                i32::from(rows.lock(0).is_err())
            });
            assert_eq!(code, 0);
            drop(held);
            stop.store(true, Relaxed);
        });
        assert!(found_held > 5, "only {found_held} children found a guard held");
    });
}

/// A handler that needs a guard may have interrupted an allocation while another thread forks: no thread waits for ever.
#[test]
fn handlers_that_take_guards_and_forks_do_not_wait_for_each_other() {
    static ROWS: std::sync::OnceLock<Guarded<ByCpuId>> = std::sync::OnceLock::new();
    extern "C" fn handler(_signal: i32) {
        if let Some(rows) = ROWS.get() {
            drop(rows.lock_here());
            support::SIGNALS.fetch_add(1, Relaxed);
        }
    }
    support::alone("handlers_that_take_guards_and_forks_do_not_wait_for_each_other", &[], || {
        ROWS.set(Guarded::new(ROW, 8).unwrap()).unwrap();
        support::handle_timer(handler);
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    support::with_timer(Duration::from_micros(100), || {
                        while !stop.load(Relaxed) {
                            std::hint::black_box(vec![1_u8; 3000]);
                        }
                    });
                });
            }
            let (start, mut forks) = (Instant::now(), 0);
            while forks < 300 || support::SIGNALS.load(Relaxed) <= 100 && start.elapsed() < support::PATIENCE
            {
                assert_eq!(support::in_child(|| 0), 0);
                forks += 1;
            }
            stop.store(true, Relaxed);
        });
        assert!(support::SIGNALS.load(Relaxed) > 100);
    });
}

#[test]
fn a_row_keeps_the_limit_that_a_holder_has_given_it() {
    const CAPACITY: usize = 8;
    let rows = Guarded::<ByCpuId>::with_limit((3 + CAPACITY) * size_of::<usize>(), 64, CAPACITY).unwrap();
    let length = |row| unsafe { rows.peek(row).unwrap().wrapping_add(2).read_volatile() };
    let longest = || (0..rows.rows()).map(length).max().unwrap();
    let fill = || {
        let push = || unsafe { section::guarded::array_push_open::<ByCpuId>(rows.base(), 7) };
        while rows.run(push) == Attempt::Committed {}
        longest()
    };
    for limit in [2, 5] {
        for row in 0..rows.rows() {
            let mut held = rows.lock(row).unwrap();
            held.set_limit(limit);
            assert_eq!(held.limit(), limit);
        }
        // A holder that says nothing changes nothing.
        (0..rows.rows()).for_each(|row| assert_eq!(rows.lock(row).unwrap().limit(), limit));
        if thread::attach().is_ok() {
            assert_eq!(fill(), limit);
        }
    }
}

#[test]
fn what_never_works_is_refused_when_it_is_asked_for() {
    let word = size_of::<usize>();
    for size in [0, 1, word - 1] {
        let (max_size, max_align) = (perseq_core::pool::STRIDE, perseq_core::pool::MAX_ALIGN);
        let refused = Error::Layout { size, align: word, min_size: word, max_size, max_align };
        assert_eq!(Guarded::<ByCpuId>::new(size, 1).unwrap_err(), refused);
        let unplaced = Guarded::<ByCpuId>::unplaced(size, 1, 0, None);
        assert_eq!(unplaced.place().unwrap_err(), refused);
        assert_eq!(unplaced.lock(0).unwrap_err(), refused);
        // With a limit, two words.
        let (size, min_size) = (size + word, 2 * word);
        let refused = Error::Layout { size, align: word, min_size, max_size, max_align };
        assert_eq!(Guarded::<ByCpuId>::with_limit(size, 1, 5).unwrap_err(), refused);
    }
    let large = perseq_core::pool::STRIDE + 1;
    assert!(
        matches!(Guarded::<ByCpuId>::new(large, 8).unwrap_err(), Error::Layout { size, .. } if size == large)
    );
    assert!(fence::force(Some(Method::Nothing)).is_err());
}

#[test]
fn an_attempt_that_always_aborts_ends_in_the_slow_path() {
    let rows = Guarded::<ByCpuId>::new(ROW, 8).unwrap();
    let mut attempts = 0;
    let result = rows.run(|| {
        attempts += 1;
        Outcome::Aborted
    });
    assert_eq!(result, Attempt::Slow);
    assert!(attempts <= section::ATTEMPTS);
}
