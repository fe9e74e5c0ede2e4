//! A thread that would wait for itself gets an error: inside readers of any other domains, with any number of guards, wherever they are
//! dropped.

#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{sync::mpsc, thread, time::Duration};

use perseq_rcu::{Error, Guard, Rcu};

const NO_TIME: Duration = Duration::ZERO;

#[test]
fn a_thread_inside_any_readers_is_told_which_domains_it_would_wait_for_itself_in() {
    let domains: Vec<Rcu> = (0..7).map(|_| Rcu::polled()).collect();
    for (n, outer) in domains.iter().enumerate() {
        for inner in domains.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, inner)| inner) {
            let guards = (outer.read(), inner.read(), outer.read());
            assert_eq!(outer.synchronize(), Err(Error::InsideReader { guards: 2 }));
            assert_eq!(inner.synchronize(), Err(Error::InsideReader { guards: 1 }));
            let others =
                domains.iter().filter(|domain| [outer, inner].iter().all(|one| !std::ptr::eq(*one, *domain)));
            others.for_each(|domain| assert_eq!(domain.synchronize(), Ok(())));
            drop(guards);
            assert_eq!(outer.synchronize(), Ok(()));
            assert_eq!(inner.synchronize(), Ok(()));
        }
    }
    drop(domains);
    let (next, another) = (Rcu::polled(), Rcu::polled());
    let guards = (next.read(), another.read());
    assert_eq!(next.synchronize(), Err(Error::InsideReader { guards: 1 }), "a domain that is made later");
    drop(guards);
}

#[test]
fn all_guards_of_a_thread_are_counted_however_many_they_are_and_in_whatever_order_they_go() {
    const GUARDS: usize = 600;
    let (one, other) = (Rcu::polled(), Rcu::polled());
    let mut guards: Vec<Guard<'_>> = (0..GUARDS).map(|_| one.read()).collect();
    assert_eq!(one.synchronize(), Err(Error::InsideReader { guards: GUARDS }));
    assert_eq!(other.synchronize(), Ok(()));
    for left in (0..GUARDS).rev() {
        // The oldest, the youngest, and those in the middle.
        drop(guards.swap_remove(left * 7 % (left + 1)));
        if left % 50 == 0 && left > 0 {
            assert_eq!(one.synchronize(), Err(Error::InsideReader { guards: left }));
        }
    }
    assert_eq!(one.synchronize(), Ok(()));
}

#[test]
fn guards_that_are_dropped_elsewhere_are_not_held_against_their_thread_however_many_they_were() {
    const GUARDS: usize = if cfg!(miri) { 100 } else { 10_000 };
    let rcu = Rcu::polled();
    let (send, receive) = mpsc::sync_channel::<Guard<'_>>(64);
    thread::scope(|scope| {
        scope.spawn(|| receive.into_iter().for_each(drop));
        (0..GUARDS).for_each(|_| send.send(rcu.read()).unwrap());
        drop(send);
    });
    assert_eq!(rcu.synchronize(), Ok(()));
    let guards = (rcu.read(), rcu.read());
    assert_eq!(rcu.synchronize(), Err(Error::InsideReader { guards: 2 }));
    drop(guards);
    assert_eq!(rcu.synchronize(), Ok(()));
}

#[test]
fn guards_that_a_thread_has_left_behind_are_not_held_against_later_ones() {
    let rcu = Rcu::polled();
    for guards in [1, 20] {
        // A thread that is made later may have all of its memory.
        let left: Vec<Guard<'_>> =
            thread::scope(|scope| scope.spawn(|| (0..guards).map(|_| rcu.read()).collect()).join().unwrap());
        for _ in 0..20 {
            thread::scope(|scope| {
                scope.spawn(|| {
                    assert_eq!(rcu.synchronize_timeout(NO_TIME), Ok(false), "it waits for the guards");
                    let _own = rcu.read();
                    assert_eq!(rcu.synchronize_timeout(NO_TIME), Err(Error::InsideReader { guards: 1 }));
                });
            });
        }
        drop(left);
        assert_eq!(rcu.synchronize(), Ok(()));
    }
}
