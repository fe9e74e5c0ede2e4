//! Guards that have flags, and those that find none: a grace period waits for each, wherever it was made and is dropped.

#![cfg(not(miri))]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

use std::{
    os::fd::AsFd as _,
    sync::{
        Mutex,
        atomic::{AtomicI32, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};

use perseq_core::{ByCpuId, Index as _, cpu};
use perseq_rcu::{Error, Guard, ProcessError, ProcessOptions, ProcessRcu, Rcu, Stall};

/// More than a CPU's row has flags.
const MANY: usize = 12;

#[test]
fn each_of_many_guards_on_one_cpu_is_waited_for() {
    let rcu = Rcu::polled();
    for last in 0..MANY {
        for elsewhere in [false, true] {
            let mut guards: Vec<Guard<'_>> = (0..MANY).map(|_| rcu.read()).collect();
            let period = rcu.start_grace_period();
            let kept = guards.remove(last);
            let mut drop_others = || {
                guards.drain(..).for_each(|guard| {
                    drop(guard);
                    assert_eq!(period.is_over(), Ok(false), "guard {last} is there");
                });
            };
            if elsewhere {
                thread::scope(|scope| scope.spawn(drop_others).join().unwrap());
            } else {
                drop_others();
            }
            drop(kept);
            assert_eq!(period.is_over(), Ok(true));
        }
    }
}

/// The last CPU that this thread may run on, which is pinned to CPU 0 now; says for the test of that name if it cannot be so.
fn far_from_0(name: &str) -> Option<u32> {
    let allowed = cpu::allowed().unwrap();
    let far = allowed.iter().last().filter(|&far| far > 0 && allowed.contains(0));
    if far.is_none() {
        support::skip(name, "this thread may not run on CPU 0 and another one");
        return None;
    }
    if perseq_core::thread::attach().is_err() {
        support::skip(name, "no thread can run sections");
        return None;
    }
    support::pin(0);
    far
}

/// As if the process had gone to a machine with more CPUs than the one that it was started on: readers are in rows that no CPU was
/// expected to have.
#[test]
fn guards_of_cpus_that_were_not_expected_are_waited_for() {
    let name = "guards_of_cpus_that_were_not_expected_are_waited_for";
    support::alone(name, &[], || {
        let Some(far) = far_from_0(name) else { return };
        for (many, widens) in [(1, false), (2, true), (MANY, true)] {
            let guards_there = |rcu: &'static Rcu| {
                let there = move || {
                    support::pin(far);
                    rcu.prepare();
                    cpu::expect_rows(1);
                    (0..many).map(|_| rcu.read()).collect::<Vec<_>>()
                };
                thread::spawn(there).join().unwrap()
            };
            // A section that is aborted enters by the slow path, which widens the rows: then once more.
            let attempt = || {
                let rcu = support::keep(Rcu::polled());
                (rcu, guards_there(rcu))
            };
            let (rcu, mut guards) =
                (0..1000).map(|_| attempt()).find(|_| widens == (cpu::rows() > 1)).unwrap();
            assert_eq!(ByCpuId::current(), Some(0), "the rows are looked at from a CPU that was expected");
            let period = rcu.start_grace_period();
            while !guards.is_empty() {
                assert_eq!(period.is_over(), Ok(false), "{} of {many} guards are there", guards.len());
                drop(guards.remove(0));
            }
            assert_eq!(period.is_over(), Ok(true));
        }
    });
}

/// When a guard stays for long, readers try another flag first, without a slow path that would tell of the row.
#[test]
fn a_guard_beside_one_that_stays_on_a_cpu_that_was_not_expected_is_waited_for() {
    let name = "a_guard_beside_one_that_stays_on_a_cpu_that_was_not_expected_is_waited_for";
    support::alone(name, &[], || {
        let Some(far) = far_from_0(name) else { return };
        let guards_there = |rcu: &'static Rcu| {
            let there = move || {
                support::pin(far);
                rcu.prepare();
                let stays = rcu.read();
                (0..1 << 19).for_each(|_| rcu.prepare());
                cpu::expect_rows(1);
                (stays, rcu.read())
            };
            thread::spawn(there).join().unwrap()
        };
        let attempt = || {
            let rcu = support::keep(Rcu::polled());
            (rcu, guards_there(rcu))
        };
        // A section that is aborted enters by the slow path, which widens the rows: then once more.
        let (rcu, (stays, next)) =
            (0..100).map(|_| attempt()).find(|_| cpu::rows() == 1).expect("a guard by the fast path");
        assert_eq!(ByCpuId::current(), Some(0), "the rows are looked at from a CPU that was expected");
        let period = rcu.start_grace_period();
        assert_eq!(period.is_over(), Ok(false), "both are there");
        drop(stays);
        assert_eq!(period.is_over(), Ok(false), "the one that was made by the fast path is there");
        drop(next);
        assert_eq!(period.is_over(), Ok(true));
    });
}

#[test]
fn readers_of_a_cpu_that_sleep_or_have_gone_elsewhere_leave_the_others_their_places() {
    let rcu = Rcu::polled();
    let cpus: Vec<u32> = perseq_core::cpu::allowed().unwrap().iter().collect();
    let (sends, receives) = mpsc::channel::<Guard<'_>>();
    thread::scope(|scope| {
        for &cpu in &cpus {
            for _ in 0..MANY {
                let sends = sends.clone();
                let rcu = &rcu;
                scope.spawn(move || {
                    support::pin(cpu);
                    sends.send(rcu.read()).unwrap();
                    drop(rcu.read());
                });
            }
        }
    });
    drop(sends);
    let period = rcu.start_grace_period();
    let mut guards: Vec<Guard<'_>> = receives.into_iter().collect();
    assert_eq!(guards.len(), MANY * cpus.len());
    assert!(format!("{rcu:?}").contains(&format!("readers: {},", guards.len())), "{rcu:?}");
    while let Some(guard) = guards.pop() {
        assert_eq!(period.is_over(), Ok(false), "{} guards are there", guards.len() + 1);
        drop(guard);
    }
    assert_eq!(period.is_over(), Ok(true));
}

#[test]
fn a_forked_child_that_drops_copies_of_guards_ends_none_of_the_parents_sections() {
    static RCU: Rcu = Rcu::polled();
    static TOLD: Mutex<Option<Stall>> = Mutex::new(None);
    let guards: Vec<Guard<'static>> = (0..MANY).map(|_| RCU.read()).collect();
    let period = RCU.start_grace_period();
    let mut copies = Some(unsafe { std::ptr::read(&raw const guards) });
    let code = support::in_child(|| {
        drop(copies.take());
        drop(RCU.read());
        unsafe { RCU.restart_after_fork() };
        let inside = RCU.read();
        let refused = RCU.synchronize() == Err(Error::InsideReader { guards: 1 });
        // The thread's name is not the parent's.
        RCU.on_stall(Duration::ZERO, |stall| *TOLD.lock().unwrap() = Some(stall));
        let period = RCU.start_grace_period();
        while TOLD.lock().unwrap().is_none() {
            _ = period.is_over();
        }
        let thread = TOLD.lock().unwrap().and_then(|stall| stall.thread);
        let has_flag = perseq_core::thread::attach().is_ok();
        let named = thread == has_flag.then_some(unsafe { libc::gettid() } as u32);
        drop(inside);
        i32::from(!refused || !named || RCU.synchronize() != Ok(()))
    });
    std::mem::forget(copies);
    assert_eq!(code, 0, "the child starts over without the parent's guards");
    assert_eq!(period.is_over(), Ok(false));
    drop(guards);
    assert_eq!(period.is_over(), Ok(true));
}

#[test]
fn copies_of_guards_of_a_shared_domain_are_nothing_in_a_forked_child_however_many_they_are() {
    let domain = ProcessRcu::anonymous(&ProcessOptions { members: 4, arena: 4096 }).unwrap();
    let mut guards: Vec<_> = (0..MANY).map(|_| domain.read()).collect();
    let inside = |guards| Err(ProcessError::Rcu(Error::InsideReader { guards }).to_string());
    assert_eq!(domain.synchronize().map_err(|error| error.to_string()), inside(MANY));
    let period = domain.start_grace_period().unwrap();
    let mut copies = Some(unsafe { std::ptr::read(&raw const guards) });
    let code = support::in_child(|| {
        let other = domain.read();
        let own = domain.synchronize().map_err(|error| error.to_string()) == inside(1);
        drop((copies.take(), other));
        let waits = matches!(period.wait_within(Duration::ZERO), Ok(false));
        i32::from(!own) + 2 * i32::from(!waits)
    });
    std::mem::forget(copies);
    assert_eq!(code, 0, "1: its own guard is not the only one, 2: it does not wait for the parent");
    thread::scope(|scope| {
        let (period, domain) = (&period, &domain);
        for left in (0..MANY).rev() {
            assert!(!period.is_over().unwrap());
            // Half of them elsewhere.
            let guard = guards.swap_remove(left * 5 % (left + 1));
            if left % 2 == 0 {
                scope.spawn(|| drop(guard)).join().unwrap();
            } else {
                drop(guard);
            }
            if left > 0 {
                let refused = domain.synchronize().map_err(|error| error.to_string());
                assert_eq!(refused, inside(left));
            }
        }
    });
    period.wait().unwrap();
    domain.synchronize().unwrap();
}

#[test]
fn a_copy_of_a_guard_of_a_shared_domain_loads_nothing_in_a_forked_child() {
    let domain = ProcessRcu::anonymous(&ProcessOptions { members: 4, arena: 4096 }).unwrap();
    let cell = domain.cell::<u64>("value").unwrap();
    cell.store(1).unwrap();
    for guards in [1, MANY] {
        let guards: Vec<_> = (0..guards).map(|_| domain.read()).collect();
        let guard = guards.last().unwrap();
        assert_eq!(cell.load(guard), Some(&1));
        let code = support::in_child(|| {
            let refused = || matches!(cell.try_load(guard), Err(ProcessError::Rcu(Error::ForkedGuard)));
            let before = refused();
            // It joins.
            let own = domain.read();
            i32::from(!before) + 2 * i32::from(cell.load(&own) != Some(&1)) + 4 * i32::from(!refused())
        });
        assert_eq!(code, 0, "1, 4: a copy is no guard; 2: the child has its own");
    }
}

#[test]
fn a_thread_does_not_wait_for_itself_by_another_handle_of_the_domain() {
    let one = ProcessRcu::anonymous(&ProcessOptions { members: 4, arena: 4096 }).unwrap();
    let other = ProcessRcu::from_descriptor(one.as_fd().try_clone_to_owned().unwrap()).unwrap();
    for many in [1, MANY] {
        let guards: Vec<_> = (0..many).map(|_| one.read()).collect();
        for handle in [&one, &other] {
            let refused = handle.synchronize().map_err(|error| error.to_string());
            let inside = ProcessError::Rcu(Error::InsideReader { guards: many });
            assert_eq!(refused, Err(inside.to_string()));
        }
        drop(guards);
    }
    one.synchronize().unwrap();
    other.synchronize().unwrap();
}

#[test]
fn a_stall_names_the_thread_that_has_made_most_of_the_guards() {
    static TOLD: Mutex<Option<Stall>> = Mutex::new(None);
    static MAKER: AtomicI32 = AtomicI32::new(0);
    if perseq_core::thread::attach().is_err() {
        return support::skip("the thread of a flag", "no thread can run sections");
    }
    let rcu = Rcu::polled();
    rcu.on_stall(Duration::ZERO, |stall| *TOLD.lock().unwrap() = Some(stall));
    // On one CPU, so that the flags of this thread and those of the other one are beside each other.
    support::pin(perseq_core::cpu::allowed().unwrap().iter().next().unwrap());
    let (guards, mine) = thread::scope(|scope| {
        let made = scope.spawn(|| {
            MAKER.store(unsafe { libc::gettid() }, SeqCst);
            (rcu.read(), rcu.read())
        });
        (made.join().unwrap(), rcu.read())
    });
    let period = rcu.start_grace_period();
    while TOLD.lock().unwrap().is_none() {
        assert_eq!(period.is_over(), Ok(false));
    }
    let stall = TOLD.lock().unwrap().unwrap();
    assert_eq!((stall.readers, stall.thread), (3, Some(MAKER.load(SeqCst) as u32)), "{stall}");
    assert!(stall.to_string().contains(&format!("made by thread {}", MAKER.load(SeqCst))), "{stall}");
    drop((guards, mine));
    period.wait().unwrap();
}

/// The trap of each instruction aborts the section, so no flag is ever set: guards are counted, and waited for all the same.
#[test]
#[cfg(target_arch = "x86_64")]
fn a_guard_is_made_and_dropped_under_a_debugger_that_steps() {
    static RCU: Rcu = Rcu::polled();
    RCU.prepare();
    for entered in [false, true] {
        let child = unsafe { libc::fork() };
        assert!(child >= 0, "fork");
        if child == 0 {
            unsafe { RCU.restart_after_fork() };
            RCU.prepare();
            let before = perseq_core::section::aborts();
            let made = entered.then(|| RCU.read());
            unsafe {
                libc::alarm(support::PATIENCE.as_secs() as u32);
                libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0);
                libc::raise(libc::SIGSTOP);
            }
            let guard = made.unwrap_or_else(|| RCU.read());
            if entered {
                drop(guard);
            } else {
                std::mem::forget(guard);
            }
            // From here on without steps.
            unsafe { libc::raise(libc::SIGSTOP) };
            let aborted = perseq_core::section::aborts() > before || perseq_core::thread::attach().is_err();
            let is_over = RCU.start_grace_period().is_over() == Ok(true);
            unsafe { libc::_exit(i32::from(is_over != entered) + 2 * i32::from(!entered && !aborted)) };
        }
        let (mut status, mut steps, mut stops) = (0, 0_u32, 0);
        loop {
            unsafe { assert_eq!(libc::waitpid(child, &raw mut status, 0), child) };
            if libc::WIFEXITED(status) {
                break;
            }
            assert!(libc::WIFSTOPPED(status), "{status:#x}");
            stops += i32::from(libc::WSTOPSIG(status) == libc::SIGSTOP);
            steps += 1;
            let how = if stops == 1 { libc::PTRACE_SINGLESTEP } else { libc::PTRACE_CONT };
            assert_eq!(unsafe { libc::ptrace(how, child, 0, 0) }, 0);
        }
        assert_eq!((libc::WEXITSTATUS(status), stops), (0, 2), "1: the wrong answer, 2: nothing aborted");
        assert!(steps > 4, "{steps} steps");
    }
}
