//! System calls: a domain and its structures make none that a hardened service is killed for.

#![cfg(all(target_os = "linux", target_pointer_width = "64", not(miri)))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use perseq_testing as support;

use std::{
    panic::catch_unwind,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use perseq_rcu::{Rcu, RcuCell, RcuHashMap, RcuList, RcuOption};

/// systemd's `@resources`.
const RESOURCES: [libc::c_long; 11] = [
    libc::SYS_mbind,
    libc::SYS_set_mempolicy,
    libc::SYS_move_pages,
    libc::SYS_migrate_pages,
    libc::SYS_sched_setaffinity,
    libc::SYS_sched_setscheduler,
    libc::SYS_sched_setparam,
    libc::SYS_sched_setattr,
    libc::SYS_setpriority,
    libc::SYS_ioprio_set,
    libc::SYS_prlimit64,
];
/// `@memlock`, `@debug` and some more, among them calls that the standard library makes for each thread that it starts.
const OTHERS: [libc::c_long; 15] = [
    libc::SYS_get_mempolicy,
    libc::SYS_sched_getaffinity,
    libc::SYS_mlock,
    libc::SYS_mlock2,
    libc::SYS_munlock,
    libc::SYS_mlockall,
    libc::SYS_mincore,
    libc::SYS_openat,
    libc::SYS_read,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_ptrace,
    libc::SYS_kcmp,
    libc::SYS_pidfd_open,
    // The last, because it makes the filters.
    libc::SYS_prctl,
];

/// Runs `body` in a child that is killed if it makes one of these calls.
fn under(calls: &[libc::c_long], body: fn()) {
    let status = support::in_child(|| {
        calls.iter().for_each(|&call| support::kill_for(call));
        body();
        0
    });
    assert_eq!(status, 0, "under a filter of {calls:?}");
}

/// Readers, writers, grace periods and deferred functions of a domain, and every structure.
fn use_domain(rcu: &'static Rcu) {
    let dropped = Arc::new(AtomicUsize::new(0));
    let cell = RcuCell::new_in(1, rcu);
    let option = RcuOption::<i32, &Rcu>::new_in(rcu);
    let list = RcuList::new_in(rcu);
    let map = RcuHashMap::new_in(rcu);
    for n in 0..100 {
        let guard = rcu.read();
        assert_eq!(*cell.load(&guard), n + 1);
        drop(guard);
        cell.store(n + 2);
        option.store(n);
        list.push_back(n);
        drop(map.insert(n, n));
        let dropped = Arc::clone(&dropped);
        rcu.defer(move || _ = dropped.fetch_add(1, SeqCst));
    }
    rcu.synchronize().unwrap();
    assert!(rcu.synchronize_timeout(Duration::from_secs(120)).unwrap());
    let guard = rcu.read();
    assert_eq!(
        (option.load(&guard), list.iter(&guard).count(), map.get(&7, &guard)),
        (Some(&99), 100, Some(&7))
    );
    drop(guard);
    assert_eq!(list.retain(|n| n % 2 == 0), 50);
    drop((cell, option, list, map));
    rcu.barrier().unwrap();
    assert_eq!(dropped.load(SeqCst), 100);
}

#[test]
fn a_domain_makes_no_call_that_a_filter_may_well_kill_for() {
    static RCU: Rcu = Rcu::polled();
    support::alone("a_domain_makes_no_call_that_a_filter_may_well_kill_for", &[], || {
        if !has_membarrier() {
            return support::skip("kill filters", "without membarrier a fence needs sched_setaffinity");
        }
        let killed = || under(&[libc::SYS_getppid], || _ = std::os::unix::process::parent_id());
        assert!(catch_unwind(killed).is_err(), "a filter that kills does not");
        let all = [&RESOURCES[..], &OTHERS].concat();
        all.iter().for_each(|&call| under(&[call], || use_domain(&RCU)));
        under(&all, || use_domain(&RCU));
    });
}

/// As in a service with `SystemCallFilter=~@resources`. Its other threads are readers, too.
#[test]
fn a_domain_with_a_thread_lives_under_a_filter_that_kills_for_resources() {
    static RCU: Rcu = Rcu::new();
    support::alone("a_domain_with_a_thread_lives_under_a_filter_that_kills_for_resources", &[], || {
        if !has_membarrier() {
            return support::skip("kill filters", "without membarrier a fence needs sched_setaffinity");
        }
        under(&RESOURCES, || {
            thread::scope(|scope| (0..3).for_each(|_| _ = scope.spawn(|| use_domain(&RCU))));
        });
    });
}

fn has_membarrier() -> bool {
    perseq_core::sys::membarrier_commands().is_ok_and(|mask| mask & 1 << 7 != 0)
}
