//! Domains that processes share: readers elsewhere, forks, deaths, values, files that are none.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(miri))]

use perseq_testing as support;

use std::{
    os::fd::AsFd,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

use perseq_rcu::{Error, ProcessError, ProcessOptions, ProcessRcu, ProcessResult, Rcu, Refusal, Stall};

fn domain(members: u32, arena: usize) -> ProcessRcu {
    ProcessRcu::anonymous(&ProcessOptions { members, arena }).unwrap()
}

/// Another member, of this process.
fn another(domain: &ProcessRcu) -> ProcessRcu {
    ProcessRcu::from_descriptor(domain.as_fd().try_clone_to_owned().unwrap()).unwrap()
}

/// What `synchronize` says about guards of this thread.
fn inside(result: ProcessResult<()>) -> usize {
    match result {
        Ok(()) => 0,
        Err(ProcessError::Rcu(Error::InsideReader { guards })) => guards,
        Err(error) => panic!("{error}"),
    }
}

/// A child that runs `body` until it is killed or ends.
struct Child(i32);

impl Child {
    fn new(body: impl FnOnce()) -> Self {
        unsafe {
            match libc::fork() {
                0 => {
                    libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
                    let fine = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).is_ok();
                    libc::_exit(i32::from(!fine))
                }
                child => Self(child),
            }
        }
    }

    fn kill(self) {
        unsafe { libc::kill(self.0, libc::SIGKILL) };
        assert_eq!(self.wait(), -libc::SIGKILL);
    }

    /// Its exit code, or minus the signal that killed it.
    fn wait(self) -> i32 {
        let mut status = 0;
        assert_eq!(unsafe { libc::waitpid(self.0, &mut status, 0) }, self.0);
        if libc::WIFEXITED(status) { libc::WEXITSTATUS(status) } else { -libc::WTERMSIG(status) }
    }
}

/// A word that children see, too.
fn flag() -> &'static AtomicU64 {
    unsafe {
        let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
        let memory = libc::mmap(std::ptr::null_mut(), 8, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0);
        assert_ne!(memory, libc::MAP_FAILED);
        &*memory.cast::<AtomicU64>()
    }
}

fn wait_for(flag: &AtomicU64, value: u64) {
    let start = Instant::now();
    while flag.load(SeqCst) < value {
        assert!(start.elapsed() < support::PATIENCE, "nobody came");
        thread::sleep(Duration::from_micros(100));
    }
}

fn sleep_for_ever() -> ! {
    loop {
        thread::sleep(Duration::from_secs(1));
    }
}

#[test]
fn a_domain_can_be_used_by_code_whose_panics_are_caught() {
    let domain = domain(2, 1 << 16);
    let cell = domain.cell::<u64>("value").unwrap();
    cell.store(4).unwrap();
    // Without `AssertUnwindSafe`, as with a domain of one process.
    assert!(std::panic::catch_unwind(|| cell.update(|_| panic!("of the caller's"))).is_err());
    assert!(std::panic::catch_unwind(|| domain.synchronize()).unwrap().is_ok());
    assert_eq!(cell.load(&domain.read()), Some(&4));
}

#[test]
fn a_grace_period_waits_for_readers_of_other_members_and_not_for_later_ones() {
    let (one, two) = (domain(4, 4096), domain(4, 4096));
    let other = another(&one);
    let guard = other.read();
    let period = one.start_grace_period().unwrap();
    for _ in 0..10 {
        assert!(!period.is_over().unwrap());
    }
    two.synchronize().unwrap();
    let later = other.read();
    drop(guard);
    assert!(period.is_over().unwrap(), "it waits for a reader that came later");
    drop(later);
    one.synchronize().unwrap();
    other.synchronize().unwrap();
}

#[test]
fn who_would_wait_for_itself_gets_an_error() {
    let domain = domain(4, 4096);
    let guards = [domain.read(), domain.read()];
    assert_eq!(inside(domain.synchronize()), 2);
    drop(guards);
    assert_eq!(inside(domain.synchronize()), 0);
}

#[test]
fn a_guard_goes_to_another_thread() {
    let domain = domain(4, 4096);
    let (domain, guard) = (&domain, domain.read());
    thread::scope(|scope| {
        scope.spawn(move || {
            assert!(!domain.start_grace_period().unwrap().is_over().unwrap());
            drop(guard);
            domain.synchronize().unwrap();
        });
    });
    domain.synchronize().unwrap();
}

#[test]
fn a_value_stays_as_long_as_it_is_read_and_is_then_used_again() {
    let domain = domain(4, 4096);
    let elsewhere = another(&domain);
    let cell = domain.cell::<[u64; 4]>("numbers").unwrap();
    let same = elsewhere.cell::<[u64; 4]>("numbers").unwrap();
    let guard = elsewhere.read();
    assert_eq!(same.load(&guard), None);
    cell.store([1; 4]).unwrap();
    let seen = same.load(&guard).unwrap();
    (2..20).for_each(|number| cell.store([number; 4]).unwrap());
    assert_eq!(seen, &[1; 4]);
    drop(guard);
    // Many times what the arena has room for.
    for round in 0..10_000 {
        cell.store([round; 4]).unwrap();
    }
    cell.update(|old| old.unwrap().map(|number| number + 1)).unwrap();
    assert_eq!(same.load(&elsewhere.read()), Some(&[10_000; 4]));
    cell.clear().unwrap();
    assert_eq!(same.load(&elsewhere.read()), None);
}

#[test]
fn a_full_arena_is_an_error_inside_a_reader_and_no_value_is_lost() {
    let domain = domain(4, 4096);
    let cell = domain.cell::<[u64; 8]>("numbers").unwrap();
    let guard = domain.read();
    let mut stored = 0;
    let full = loop {
        match cell.store([stored; 8]) {
            Ok(()) => stored += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(full, ProcessError::ArenaFull { asked: 64, arena: 4096 }), "{full}");
    assert!((4096 / 128 - 1..=4096 / 128).contains(&stored), "{stored} values of 64 bytes fit");
    assert_eq!(cell.load(&guard), Some(&[stored - 1; 8]));
    drop(guard);
    cell.store([0; 8]).unwrap();
    assert!(matches!(
        domain.cell::<[u64; 1024]>("large").unwrap().store([0; 1024]),
        Err(ProcessError::ArenaFull { asked: 8192, .. })
    ));
}

#[test]
fn a_value_of_nearly_half_the_arena_can_be_replaced() {
    let domain = domain(4, 1 << 16);
    let cell = domain.cell::<[u64; 4000]>("half").unwrap();
    for value in 0..10 {
        cell.store([value; 4000]).unwrap();
        assert_eq!(cell.load(&domain.read()), Some(&[value; 4000]));
    }
}

#[test]
fn memory_of_values_that_are_gone_serves_smaller_ones() {
    let domain = domain(4, 1 << 16);
    let cells: Vec<_> = (0..60).map(|n| domain.cell::<[u8; 1000]>(&n.to_string()).unwrap()).collect();
    cells.iter().for_each(|cell| cell.store([1; 1000]).unwrap());
    cells.iter().for_each(|cell| cell.clear().unwrap());
    let small: Vec<_> = (0..60).map(|n| domain.cell::<[u8; 300]>(&format!("small {n}")).unwrap()).collect();
    small.iter().for_each(|cell| cell.store([2; 300]).unwrap());
    assert!(small.iter().all(|cell| cell.load(&domain.read()) == Some(&[2; 300])));
    // And then the larger ones again.
    small.iter().for_each(|cell| cell.clear().unwrap());
    cells.iter().for_each(|cell| cell.store([3; 1000]).unwrap());
    assert!(cells.iter().all(|cell| cell.load(&domain.read()) == Some(&[3; 1000])));
}

#[test]
fn a_cell_is_of_one_type_and_a_guard_of_one_domain() {
    let (domain, other) = (domain(4, 4096), domain(4, 4096));
    let cell = domain.cell::<u64>("limit").unwrap();
    assert!(matches!(domain.cell::<u32>("limit"), Err(ProcessError::Type { is: (8, _), asked: (4, 4), .. })));
    assert!(matches!(domain.cell::<u64>(""), Err(ProcessError::Name(_))));
    assert!(matches!(domain.cell::<u64>(&"x".repeat(49)), Err(ProcessError::Name(_))));
    let foreign = other.read();
    let wrong = cell.try_load(&foreign);
    assert!(matches!(wrong, Err(ProcessError::Rcu(Error::OtherDomain))), "{wrong:?}");
    for number in 1..ProcessRcu::MAX_CELLS {
        domain.cell::<u8>(&number.to_string()).unwrap();
    }
    assert!(matches!(domain.cell::<u8>("one too many"), Err(ProcessError::Name(_))));
}

#[test]
fn an_update_whose_function_replaces_the_value_itself_is_made_of_what_that_put_there() {
    let domain = ProcessRcu::anonymous(&ProcessOptions { members: 2, arena: 8192 }).unwrap();
    let cell = domain.cell::<[u64; 150]>("value").unwrap();
    let value = |number| [number; 150];
    for between in [Some(10), Some(7), None] {
        cell.store(value(0)).unwrap();
        let mut seen = Vec::new();
        let update = cell.update(|old| {
            seen.push(old.map(|old| old[0]));
            if seen.len() == 1 {
                match between {
                    Some(10) => cell.store(value(10)).unwrap(),
                    Some(_) => cell.update(|old| old.unwrap().map(|number| number + 7)).unwrap(),
                    None => cell.clear().unwrap(),
                }
            }
            value(old.map_or(1000, |old| old[0] + 100))
        });
        assert!(update.is_ok(), "{update:?}");
        assert_eq!(seen, [Some(0), between]);
        let expected = between.map_or(1000, |number| number + 100);
        assert_eq!(cell.load(&domain.read()), Some(&value(expected)));
    }
    // The replaced value stays for the update's own reader, so there is an end.
    let (mut calls, mut errors) = (0, Vec::new());
    let update = cell.update(|old| {
        calls += 1;
        errors.extend(cell.store(value(calls)).err());
        value(old.unwrap()[0] + 1)
    });
    assert!(update.is_ok(), "{update:?}");
    assert!(matches!(errors[..], [ProcessError::ArenaFull { .. }]), "{errors:?}");
    assert_eq!(cell.load(&domain.read()), Some(&value(calls)));
}

#[test]
fn memory_of_small_values_serves_large_ones_and_that_of_large_ones_small_ones() {
    let domain = ProcessRcu::anonymous(&ProcessOptions { members: 2, arena: 64 << 10 }).unwrap();
    let large = domain.cell::<[u64; 900]>("large").unwrap();
    // So few that wherever their values are there is room for large ones between them.
    let small = ["a", "b", "c"].map(|name| domain.cell::<[u64; 9]>(name).unwrap());
    for round in 0..5 {
        // The arena has values of one size only, because the reader keeps what is replaced.
        let guard = domain.read();
        let fill = |store: &dyn Fn() -> Result<(), ProcessError>| {
            let results: Vec<_> = (0..1000).map(|_| store()).take_while(Result::is_ok).collect();
            assert!(results.len() < 1000, "a reader keeps no values");
        };
        if round % 2 == 0 {
            fill(&|| small[0].store([round; 9]));
        } else {
            fill(&|| large.store([round; 900]));
        }
        drop(guard);
        for number in round..round + 100 {
            small.iter().for_each(|small| small.store([number; 9]).unwrap());
            large.store([number; 900]).unwrap();
        }
        let guard = domain.read();
        assert_eq!(large.load(&guard), Some(&[round + 99; 900]));
        assert!(small.iter().all(|small| small.load(&guard) == Some(&[round + 99; 9])));
    }
}

#[test]
fn concurrent_updates_are_all_made() {
    let domain = domain(4, 1 << 16);
    let count = domain.cell::<u64>("count").unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..500 {
                    count.update(|old| old.copied().unwrap_or(0) + 1).unwrap();
                }
            });
        }
    });
    assert_eq!(count.load(&domain.read()), Some(&2000));
}

#[test]
fn a_reader_that_is_killed_inside_is_waited_for_no_longer() {
    let name = "a_reader_that_is_killed_inside_is_waited_for_no_longer";
    support::alone(name, &[], || {
        let (domain, came) = (domain(8, 1 << 16), flag());
        let cell = domain.cell::<u64>("value").unwrap();
        for round in 1..=20 {
            cell.store(round).unwrap();
            let child = Child::new(|| {
                let guard = domain.read();
                assert_eq!(cell.load(&guard), Some(&round));
                came.store(round, SeqCst);
                sleep_for_ever();
            });
            wait_for(came, round);
            let period = domain.start_grace_period().unwrap();
            assert!(!period.is_over().unwrap(), "a reader is inside");
            let text = format!("{domain:?}");
            assert!(text.contains(&format!("({}, 1)", child.0)), "{text}");
            child.kill();
            let killed = Instant::now();
            period.wait().unwrap();
            println!("over {:?} after the kill was seen", killed.elapsed());
        }
    });
}

#[test]
fn a_reader_that_becomes_another_program_is_waited_for_no_longer() {
    let name = "a_reader_that_becomes_another_program_is_waited_for_no_longer";
    support::alone(name, &[], || {
        let (domain, came) = (domain(8, 1 << 16), flag());
        let child = Child::new(|| {
            let guard = domain.read();
            came.store(1, SeqCst);
            std::mem::forget(guard);
            // What runs these tests may have no other programs: this one lists its tests, slowly enough.
            let exe = std::ffi::CString::new(std::env::current_exe().unwrap().to_str().unwrap()).unwrap();
            let arguments = [exe.as_ptr(), c"sleeper".as_ptr(), c"--ignored".as_ptr(), std::ptr::null()];
            unsafe { libc::execv(exe.as_ptr(), arguments.as_ptr()) };
        });
        wait_for(came, 1);
        domain.synchronize().unwrap();
        child.kill();
    });
}

#[test]
#[ignore = "what another test becomes"]
fn sleeper() {
    thread::sleep(support::PATIENCE);
}

#[test]
fn a_forked_child_is_a_member_of_its_own_and_its_copies_of_guards_are_nothing() {
    let name = "a_forked_child_is_a_member_of_its_own_and_its_copies_of_guards_are_nothing";
    support::alone(name, &[], || {
        let (domain, came) = (domain(8, 1 << 16), flag());
        let guard = domain.read();
        let mut copy = Some(guard);
        let child = Child::new(|| {
            // Before and behind the child's joining: neither may count as the parent's leaving.
            let copied = copy.take();
            let own = domain.read();
            drop(copied);
            came.store(1, SeqCst);
            wait_for(came, 2);
            drop(own);
            assert!(
                !domain.start_grace_period().unwrap().is_over().unwrap(),
                "the parent's reader is inside"
            );
            came.store(3, SeqCst);
            wait_for(came, 4);
            domain.synchronize().unwrap();
        });
        wait_for(came, 1);
        let period = domain.start_grace_period().unwrap();
        assert!(!period.is_over().unwrap());
        came.store(2, SeqCst);
        wait_for(came, 3);
        for _ in 0..10 {
            assert!(!period.is_over().unwrap(), "the parent's reader is inside");
        }
        drop(copy.take());
        period.wait().unwrap();
        came.store(4, SeqCst);
        assert_eq!(child.wait(), 0);
    });
}

/// Two numbers that are each other's complement, as long as nobody frees what is read.
fn pair(number: u64) -> [u64; 2] {
    [number, !number]
}

#[test]
fn members_that_are_killed_anywhere_leave_a_domain_that_the_others_can_use() {
    let name = "members_that_are_killed_anywhere_leave_a_domain_that_the_others_can_use";
    support::alone(name, &[], || {
        let (domain, wrong, reads) = (domain(8, 1 << 16), flag(), flag());
        let cell = domain.cell::<[u64; 2]>("pair").unwrap();
        cell.store(pair(0)).unwrap();
        let look = || {
            let guard = domain.read();
            let value: *const [u64; 2] = cell.load(&guard).unwrap();
            // Volatile, for the compiler may take what a reference points to for constant.
            let [first, second] = [0, 1].map(|again| {
                (0..again * 200).for_each(|_| std::hint::spin_loop());
                unsafe { value.read_volatile() }
            });
            if first != second || first != pair(first[0]) {
                wrong.fetch_add(1, SeqCst);
            }
            reads.fetch_add(1, Relaxed);
        };
        let work = |mut number: u64| loop {
            number = number.wrapping_mul(6364136223846793005).wrapping_add(1);
            match number >> 60 {
                0 => cell.store(pair(number)).unwrap(),
                1 => cell.update(|old| pair(old.unwrap()[0] + 1)).unwrap(),
                2 => domain.synchronize().unwrap(),
                _ => look(),
            }
        };
        let mut children: Vec<Child> = (0..3).map(|seed| Child::new(|| work(seed))).collect();
        let kills = 300;
        for kill in 0..kills {
            thread::sleep(Duration::from_micros(kill * 7919 % 3000));
            let victim = children.swap_remove(kill as usize % 3);
            victim.kill();
            // Whatever it was at, the others go on.
            cell.store(pair(kill)).unwrap();
            domain.synchronize().unwrap();
            look();
            children.push(Child::new(|| work(kill)));
        }
        // Not as many as a slow machine has time for: they read on until that is enough.
        wait_for(reads, kills * 10 + 1);
        children.into_iter().for_each(Child::kill);
        domain.synchronize().unwrap();
        println!("{} reads, {kills} kills, {domain:?}", reads.load(SeqCst));
        assert_eq!(wrong.load(SeqCst), 0, "a value was freed while it was read");
        assert!(reads.load(SeqCst) > kills * 10);
        // Room that was lost with its holder is little.
        (0..1000).for_each(|round| cell.store(pair(round)).unwrap());
    });
}

#[test]
fn a_process_that_is_killed_while_it_joins_leaves_a_domain_that_works() {
    let name = "a_process_that_is_killed_while_it_joins_leaves_a_domain_that_works";
    support::alone(name, &[], || {
        for delay in 0..200 {
            let domain = domain(8, 4096);
            let child = Child::new(|| drop(domain.read()));
            thread::sleep(Duration::from_micros(delay * 5));
            unsafe { libc::kill(child.0, libc::SIGKILL) };
            child.wait();
            // The first to take the lock behind it, and the first to wait at all.
            drop(another(&domain));
            domain.synchronize().unwrap();
        }
    });
}

#[test]
fn there_is_room_for_as_many_members_as_it_was_made_for_and_for_heirs_of_the_dead() {
    let name = "there_is_room_for_as_many_members_as_it_was_made_for_and_for_heirs_of_the_dead";
    support::alone(name, &[], || {
        let (first, came) = (domain(3, 4096), flag());
        let second = another(&first);
        let child = Child::new(|| {
            drop(first.read());
            came.store(1, SeqCst);
            sleep_for_ever();
        });
        wait_for(came, 1);
        let full = ProcessRcu::from_descriptor(first.as_fd().try_clone_to_owned().unwrap()).unwrap_err();
        assert!(matches!(full, ProcessError::Full { members: 3 }), "{full}");
        child.kill();
        let heir = another(&first);
        drop(second);
        drop((another(&first), heir));
        first.synchronize().unwrap();
    });
}

#[test]
fn a_place_in_the_table_is_no_childs_whose_copies_of_guards_are_of_there() {
    let name = "a_place_in_the_table_is_no_childs_whose_copies_of_guards_are_of_there";
    support::alone(name, &[], || {
        let (domain, came) = (domain(2, 4096), flag());
        let child = Child::new(|| {
            let guard = domain.read();
            // A child of the child, which outlives it.
            if unsafe { libc::fork() } == 0 {
                came.store(1, SeqCst);
                wait_for(came, 2);
                let full = domain.try_read().err();
                let fine = matches!(full, Some(ProcessError::Full { members: 2 }));
                drop(guard);
                came.store(if fine { 3 } else { 4 }, SeqCst);
                unsafe { libc::_exit(0) };
            }
            sleep_for_ever();
        });
        wait_for(came, 1);
        child.kill();
        domain.synchronize().unwrap();
        came.store(2, SeqCst);
        wait_for(came, 3);
        assert_eq!(came.load(SeqCst), 3, "it has taken the dead one's place");
        drop(another(&domain));
    });
}

#[test]
fn a_forked_child_that_returns_from_an_update_leaves_its_parents_room_alone() {
    let domain = domain(4, 1 << 20);
    let cell = domain.cell::<u64>("value").unwrap();
    cell.store(4).unwrap();
    let (parent, mut calls, mut status) = (std::process::id(), 0, 0);
    let updated = cell.update(|value| {
        calls += 1;
        let value = value.unwrap();
        if calls == 1 {
            match unsafe { libc::fork() } {
                0 => {}
                child => assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child),
            }
            assert_eq!(*value, 4);
        }
        value + 1
    });
    if std::process::id() != parent {
        let refused = matches!(updated, Err(ProcessError::Rcu(Error::ForkedGuard)));
        // An update of its own is one of a member as others are.
        let own = cell.update(|value| value.unwrap() + 36);
        unsafe { libc::_exit(if refused && own.is_ok() { 0 } else { 1 }) }
    }
    assert_eq!(status, 0, "the child has published what its parent has in hand");
    updated.unwrap();
    assert_eq!((calls, cell.load(&domain.read())), (2, Some(&41)));
}

#[test]
fn a_child_in_another_pid_namespace_cannot_join() {
    let name = "a_child_in_another_pid_namespace_cannot_join";
    support::alone(name, &[], || {
        let domain = domain(8, 4096);
        if unsafe { libc::unshare(libc::CLONE_NEWPID) } != 0 {
            return support::lacks(name, "this user may not make pid namespaces");
        }
        let child = Child::new(|| {
            let refused = domain.try_read().unwrap_err();
            assert!(matches!(refused, ProcessError::Refused { why: Refusal::Namespace, .. }), "{refused}");
        });
        assert_eq!(child.wait(), 0, "its ids mean others here");
    });
}

#[test]
fn a_process_that_may_not_fence_makes_its_own_fences_and_others_are_not_fenced_by_it() {
    let name = "a_process_that_may_not_fence_makes_its_own_fences_and_others_are_not_fenced_by_it";
    support::alone(name, &[], || {
        let (domain, came) = (domain(8, 1 << 16), flag());
        let cell = domain.cell::<u64>("value").unwrap();
        let child = Child::new(|| {
            support::deny(libc::SYS_membarrier, libc::EPERM);
            let guard = match domain.try_read() {
                Err(ProcessError::Rcu(Error::Fence(_))) if cfg!(target_pointer_width = "32") => {
                    came.store(9, SeqCst);
                    sleep_for_ever();
                }
                guard => guard.unwrap(),
            };
            came.store(1, SeqCst);
            wait_for(came, 2);
            drop(guard);
            // The parent counts by sections.
            let refused = domain.synchronize().unwrap_err();
            assert!(matches!(refused, ProcessError::Rcu(Error::Fence(_))), "{refused}");
            came.store(3, SeqCst);
            loop {
                let guard = domain.read();
                assert!(cell.load(&guard).is_none_or(|value| *value < 1_000_000));
            }
        });
        wait_for(came, 1);
        if came.load(SeqCst) == 9 {
            // No address is one that its sections would refuse.
            return child.kill();
        }
        let period = domain.start_grace_period().unwrap();
        assert!(!period.is_over().unwrap(), "its reader is inside");
        came.store(2, SeqCst);
        wait_for(came, 3);
        period.wait().unwrap();
        (0..2000).for_each(|round| cell.store(round).unwrap());
        child.kill();
        domain.synchronize().unwrap();
    });
}

#[test]
fn threads_without_sections_are_waited_for() {
    support::alone("threads_without_sections_are_waited_for", &[support::WITHOUT_GLIBC], || {
        let domain = domain(8, 1 << 16);
        thread::scope(|scope| {
            scope.spawn(|| {
                support::deny_rseq(libc::ENOSYS);
                let guard = domain.read();
                assert!(perseq_core::thread::attach().is_err(), "this thread runs sections");
                assert!(!domain.start_grace_period().unwrap().is_over().unwrap());
                drop(guard);
                domain.synchronize().unwrap();
            });
        });
    });
}

#[test]
fn a_stall_names_the_process_that_holds_it_up() {
    static SEEN: Mutex<Vec<Stall>> = Mutex::new(Vec::new());
    let name = "a_stall_names_the_process_that_holds_it_up";
    support::alone(name, &[], || {
        let (domain, came) = (domain(8, 1 << 16), flag());
        let child = Child::new(|| {
            let _guards = [domain.read(), domain.read()];
            came.store(1, SeqCst);
            sleep_for_ever();
        });
        wait_for(came, 1);
        domain.on_stall(Duration::from_millis(1), |stall| SEEN.lock().unwrap().push(stall));
        let period = domain.start_grace_period().unwrap();
        let start = Instant::now();
        while SEEN.lock().unwrap().is_empty() && start.elapsed() < support::PATIENCE {
            assert!(!period.is_over().unwrap());
        }
        let stall = SEEN.lock().unwrap()[0];
        assert_eq!((stall.readers, stall.process), (2, Some(child.0 as u32)), "{stall}");
        child.kill();
        period.wait().unwrap();
    });
}

#[test]
fn a_stall_is_told_of_also_where_two_wait_for_different_grace_periods() {
    static SEEN: Mutex<Vec<Stall>> = Mutex::new(Vec::new());
    let domain = domain(4, 4096);
    let other = another(&domain);
    let guard = other.read();
    domain.on_stall(Duration::from_millis(1), |stall| SEEN.lock().unwrap().push(stall));
    let first = domain.start_grace_period().unwrap();
    // Behind the flip another one is needed.
    (0..3).for_each(|_| assert!(!first.is_over().unwrap()));
    let second = domain.start_grace_period().unwrap();
    let start = Instant::now();
    while SEEN.lock().unwrap().is_empty() {
        assert!(start.elapsed() < support::PATIENCE, "nobody was told");
        assert!(!first.is_over().unwrap() && !second.is_over().unwrap());
    }
    assert_eq!(SEEN.lock().unwrap().len(), 1);
    drop(guard);
    second.wait().unwrap();
}

#[test]
fn a_stall_names_who_holds_a_guard_and_not_who_reads_most() {
    static SEEN: Mutex<Vec<Stall>> = Mutex::new(Vec::new());
    let name = "a_stall_names_who_holds_a_guard_and_not_who_reads_most";
    support::alone(name, &[], || {
        let (domain, came, reads) = (domain(8, 1 << 16), flag(), flag());
        let (asked, paused, resumed) = (flag(), flag(), flag());
        let busy: Vec<Child> = (0..2)
            .map(|_| {
                Child::new(|| {
                    for pauses in 1.. {
                        while asked.load(SeqCst) < pauses {
                            drop((domain.read(), domain.read(), domain.read()));
                            reads.fetch_add(1, Relaxed);
                        }
                        paused.fetch_add(1, SeqCst);
                        wait_for(resumed, pauses);
                    }
                })
            })
            .collect();
        domain.on_stall(Duration::from_millis(100), |stall| SEEN.lock().unwrap().push(stall));
        // Whether the stall that a holder makes names it, and nobody else.
        let mut rounds = 0;
        let mut names_the_holder = || {
            rounds += 1;
            let holder = Child::new(|| {
                let _guard = domain.read();
                came.store(rounds, SeqCst);
                sleep_for_ever();
            });
            wait_for(came, rounds);
            let (period, start) = (domain.start_grace_period().unwrap(), Instant::now());
            SEEN.lock().unwrap().clear();
            while SEEN.lock().unwrap().is_empty() {
                assert!(start.elapsed() < support::PATIENCE && !period.is_over().unwrap());
            }
            let stall = SEEN.lock().unwrap()[0];
            assert!(stall.readers < 100, "{stall}");
            let right = stall.process == Some(holder.0 as u32) && stall.readers == 1;
            holder.kill();
            period.wait().unwrap();
            right
        };
        // While they read: where a busy one stands inside when the other processes are looked at, it may be named.
        let start = Instant::now();
        let mut right = 0;
        while right < 3 && start.elapsed() < support::PATIENCE {
            right += u32::from(names_the_holder());
        }
        assert_eq!(right, 3, "{:?}", SEEN.lock().unwrap());
        wait_for(reads, 1000);
        // While they stand outside: never.
        for pauses in 1..=3 {
            asked.store(pauses, SeqCst);
            wait_for(paused, 2 * pauses);
            assert!(names_the_holder(), "{:?}", SEEN.lock().unwrap());
            resumed.store(pauses, SeqCst);
            wait_for(reads, reads.load(SeqCst) + 1000);
        }
        busy.into_iter().for_each(Child::kill);
    });
}

#[test]
fn the_death_of_a_reader_wakes_who_waits_for_it() {
    let name = "the_death_of_a_reader_wakes_who_waits_for_it";
    support::alone(name, &[], || {
        let (domain, came) = (domain(8, 1 << 16), flag());
        let mut times = Vec::new();
        let begun = Instant::now();
        // Where it does not get so far as to nap it need not be woken.
        for round in 1.. {
            let child = Child::new(|| {
                let _guard = domain.read();
                came.store(round, SeqCst);
                sleep_for_ever();
            });
            wait_for(came, round);
            times.push(thread::scope(|scope| {
                let waits = scope.spawn(|| {
                    domain.synchronize().unwrap();
                    Instant::now()
                });
                // It naps by now, and each time as long as it ever does.
                thread::sleep(Duration::from_millis(30));
                let killed = Instant::now();
                child.kill();
                waits.join().unwrap().saturating_duration_since(killed)
            }));
            if round >= 20 && domain.deaths().wakes >= 10 || begun.elapsed() > support::PATIENCE {
                break;
            }
        }
        times.sort_unstable();
        let (median, most) = (times[times.len() / 2], times[times.len() - 1]);
        println!(
            "synchronize returned {median:?} after the kill (median of {}), at most {most:?}",
            times.len()
        );
        let deaths = domain.deaths();
        assert_eq!(deaths.members, times.len() as u64);
        if rustix::process::pidfd_open(rustix::process::getpid(), rustix::process::PidfdFlags::empty())
            .is_err()
        {
            return support::lacks(name, "no handles of processes here (before Linux 5.3)");
        }
        assert!(deaths.wakes >= 10, "{deaths:?}");
    });
}

#[test]
fn writers_that_are_killed_anywhere_lose_no_memory() {
    let name = "writers_that_are_killed_anywhere_lose_no_memory";
    support::alone(name, &[], || {
        let (domain, stores) = (domain(8, 4096), flag());
        let cell = domain.cell::<[u64; 2]>("pair").unwrap();
        let work = || loop {
            cell.store(pair(1)).unwrap();
            cell.update(|old| pair(old.map_or(0, |pair| pair[0] + 1))).unwrap();
            stores.fetch_add(2, Relaxed);
        };
        // And more until one was killed with the lock held.
        let mut kill = 0;
        while kill < 500 || domain.deaths().holders == 0 {
            assert!(kill < 50_000, "no writer was killed with the lock held");
            let before = stores.load(SeqCst);
            let child = Child::new(work);
            wait_for(stores, before + 2);
            (0..kill * 7919 % 20_000).for_each(|_| std::hint::spin_loop());
            child.kill();
            cell.store(pair(kill)).unwrap();
            kill += 1;
        }
        // Who comes where there is no place has the dead removed, and what they had in hand freed.
        let members: Vec<ProcessRcu> = (0..8)
            .map_while(|_| ProcessRcu::from_descriptor(domain.as_fd().try_clone_to_owned().unwrap()).ok())
            .collect();
        assert_eq!(members.len(), 7);
        drop(members);
        domain.synchronize().unwrap();
        let guard = domain.read();
        let mut room = 0;
        while cell.store(pair(room)).is_ok() {
            room += 1;
        }
        assert_eq!(room, 4096 / 128 - 1, "every block but the value's own is free");
        drop(guard);
        println!("{} stores, {:?}", stores.load(SeqCst), domain.deaths());
        assert!(domain.deaths().holders > 0, "nobody died with the lock held");
    });
}

#[test]
fn a_full_file_system_is_an_error_and_kills_nobody() {
    let name = "a_full_file_system_is_an_error_and_kills_nobody";
    support::alone(name, &[], || {
        // The head is 64 KiB, and each possible CPU has a page.
        let needed = (64 << 10) + perseq_core::cpu::bound() as usize * 4096;
        let Some(directory) = support::small_tmpfs(needed + (64 << 10)) else {
            return support::skip(name, "this user may not mount file systems");
        };
        let (path, filler) = (directory.join("domain"), directory.join("filler"));
        let options = ProcessOptions { members: 8, arena: 1 << 20 };
        let is_full = |error: &ProcessError| matches!(error, ProcessError::File { source, .. } if source.kind() == std::io::ErrorKind::StorageFull);
        // Too little for the head; enough for that, and not for the rows.
        for filled in [needed + (32 << 10), needed] {
            std::fs::write(&filler, vec![1; filled]).unwrap();
            let full = ProcessRcu::create(&path, &options).unwrap_err();
            assert!(is_full(&full) && full.to_string().contains(path.to_str().unwrap()), "{full}");
            assert!(!path.exists());
            std::fs::remove_file(&filler).unwrap();
        }

        let domain = ProcessRcu::create(&path, &options).unwrap();
        let cell = domain.cell::<[u64; 512]>("page").unwrap();
        let guard = domain.read();
        let mut stored = 0;
        let full = loop {
            match cell.store([stored; 512]) {
                Ok(()) => stored += 1,
                Err(error) => break error,
            }
        };
        assert!(is_full(&full) && stored > 4, "{full} behind {stored}");
        assert_eq!(cell.load(&guard).unwrap()[7], stored - 1);
        drop(guard);
        domain.synchronize().unwrap();
        // What was freed is used again.
        (0..100).for_each(|round| cell.store([round; 512]).unwrap());
        // Also by smaller values, until none of those blocks is left.
        let smaller = domain.cell::<[u64; 64]>("smaller").unwrap();
        let guard = domain.read();
        let more = (0_u64..).take_while(|round| smaller.store([*round; 64]).is_ok()).count() as u64;
        assert!(is_full(&cell.store([0; 512]).unwrap_err()), "a block was left behind {more} smaller ones");
        assert_eq!(smaller.load(&guard).unwrap()[63], more - 1);
        drop(guard);
        domain.synchronize().unwrap();
        // On each CPU, with no room for anything new.
        thread::scope(|scope| {
            (0..8).for_each(|_| drop(scope.spawn(|| (0..1000).for_each(|_| drop(domain.read())))))
        });
        drop(another(&domain));
    });
}

#[test]
fn a_limit_on_the_length_of_files_is_an_error_and_kills_no_process() {
    let directory = support::Scratch::new("limit");
    let path = directory.join("domain");
    let child = Child::new(|| {
        let limit = libc::rlimit { rlim_cur: 4096, rlim_max: 4096 };
        assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &limit) }, 0);
        let options = ProcessOptions::default();
        for made in [ProcessRcu::create(&path, &options), ProcessRcu::anonymous(&options)] {
            let error = made.unwrap_err();
            let ProcessError::File { source, .. } = &error else { panic!("{error}") };
            assert_eq!(source.raw_os_error(), Some(libc::EFBIG));
        }
        assert!(!path.exists());
    });
    assert_eq!(child.wait(), 0);
}

#[test]
fn a_domain_is_made_once_by_any_number_of_threads_and_whatever_a_crash_has_left() {
    let directory = support::Scratch::new("made");
    let options = ProcessOptions { members: 32, arena: 4096 };
    // What a process with this id was making when it died.
    std::fs::write(directory.join(format!("domain.{}.new", std::process::id())), b"half").unwrap();
    for round in 0..20 {
        let path = directory.join("domain");
        let start = std::sync::Barrier::new(8);
        let domains: Vec<ProcessRcu> = thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        ProcessRcu::open_or_create(&path, &options).unwrap()
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let guard = domains[0].read();
        for domain in &domains[1..] {
            assert!(
                !domain.start_grace_period().unwrap().is_over().unwrap(),
                "round {round}: it is another domain"
            );
        }
        drop(guard);
        drop(domains);
        std::fs::remove_file(&path).unwrap();
    }
    assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 1, "only what was left is there");
}

#[test]
fn a_member_without_permission_gets_an_error() {
    let name = "a_member_without_permission_gets_an_error";
    support::alone(name, &[], || {
        let directory = support::Scratch::new("denied");
        let path = directory.join("domain");
        let domain = ProcessRcu::create(&path, &ProcessOptions::default()).unwrap();
        let denied = |result: ProcessResult<ProcessRcu>| match result.map(drop) {
            Err(ProcessError::File { source, .. }) => source.kind() == std::io::ErrorKind::PermissionDenied,
            other => panic!("{other:?}"),
        };
        let readable = std::fs::File::open(&path).unwrap();
        assert!(denied(ProcessRcu::from_descriptor(readable.into())), "it cannot be written");
        let child = Child::new(|| {
            // The superuser may everything.
            if unsafe { libc::geteuid() } == 0 {
                assert_eq!(unsafe { libc::setuid(65534) }, 0);
            } else {
                std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o400)).unwrap();
            }
            assert!(denied(ProcessRcu::open(&path)));
            assert!(denied(ProcessRcu::open_or_create(&path, &ProcessOptions::default())));
        });
        assert_eq!(child.wait(), 0);
        drop(domain);
    });
}

#[test]
fn a_reader_that_started_by_another_clock_is_not_taken_for_another_process() {
    let name = "a_reader_that_started_by_another_clock_is_not_taken_for_another_process";
    support::alone(name, &[], || {
        let (domain, came) = (domain(8, 4096), flag());
        let child = Child::new(|| {
            let moved = unsafe { libc::unshare(libc::CLONE_NEWTIME) } == 0
                && std::fs::write("/proc/self/timens_offsets", "boottime 86400 0\n").is_ok();
            if !moved {
                came.store(9, SeqCst);
                return;
            }
            // Its children are in there.
            let inside = Child::new(|| {
                let guard = domain.read();
                came.store(1, SeqCst);
                wait_for(came, 2);
                drop(guard);
            });
            assert_eq!(inside.wait(), 0);
        });
        wait_for(came, 1);
        if came.load(SeqCst) == 9 {
            return support::lacks(name, "this user may not make time namespaces");
        }
        let period = domain.start_grace_period().unwrap();
        for _ in 0..200 {
            assert!(!period.is_over().unwrap(), "its reader is inside");
        }
        assert_eq!(domain.deaths().members, 0);
        came.store(2, SeqCst);
        period.wait().unwrap();
        assert_eq!(child.wait(), 0);
    });
}

#[test]
fn guards_that_were_forgotten_are_not_those_of_a_later_domain() {
    let name = "guards_that_were_forgotten_are_not_those_of_a_later_domain";
    support::alone(name, &[], || {
        let first = domain(4, 4096);
        std::mem::forget(first.read());
        drop(first);
        let later: Vec<ProcessRcu> = (0..4).map(|_| domain(4, 4096)).collect();
        for domain in &later {
            let (entered, start) = (&AtomicBool::new(false), Instant::now());
            thread::scope(|scope| {
                scope.spawn(|| {
                    let _guard = domain.read();
                    entered.store(true, SeqCst);
                    thread::sleep(Duration::from_millis(50));
                });
                while !entered.load(SeqCst) {
                    assert!(start.elapsed() < support::PATIENCE);
                }
                // Somebody is inside, and not this thread.
                assert_eq!(inside(domain.synchronize()), 0);
            });
        }
    });
}

#[test]
fn files_that_are_no_domains_are_refused_with_what_is_wrong() {
    let directory = support::Scratch::new("refused");
    let path = directory.join("domain");
    let options = ProcessOptions { members: 4, arena: 4096 };
    let named = |error: ProcessError| {
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
        match error {
            ProcessError::Refused { path: Some(named), why } if named == path => why,
            other => panic!("{other:?}"),
        }
    };
    let refusal = |path| named(ProcessRcu::open(path).unwrap_err());
    assert!(matches!(ProcessRcu::open(&path), Err(ProcessError::File { path: Some(_), .. })));
    let domain = ProcessRcu::create(&path, &options).unwrap();
    let again = ProcessRcu::create(&path, &options).unwrap_err();
    assert!(again.to_string().contains(path.to_str().unwrap()), "{again}");
    let opened = ProcessRcu::open_or_create(&path, &options).unwrap();
    let guard = opened.read();
    assert!(!domain.start_grace_period().unwrap().is_over().unwrap(), "it is one domain");
    drop(guard);
    drop((domain, opened));
    assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 1, "only the domain is there");

    let file = std::fs::OpenOptions::new().read(true).write(true).open(&path).unwrap();
    let length = file.metadata().unwrap().len();
    file.set_len(length - 4096).unwrap();
    assert_eq!(refusal(&path), Refusal::Truncated { is: length - 4096, should_be: length });
    file.set_len(100).unwrap();
    assert_eq!(refusal(&path), Refusal::Foreign);
    file.set_len(length).unwrap();
    std::os::unix::fs::FileExt::write_all_at(&file, &9_u32.to_ne_bytes(), 8).unwrap();
    assert!(matches!(refusal(&path), Refusal::Version { theirs: 9, .. }));
    std::fs::write(&path, [b'x'; 1 << 17]).unwrap();
    assert_eq!(refusal(&path), Refusal::Foreign);
    let none = ProcessRcu::anonymous(&ProcessOptions { members: 0, arena: 0 }).unwrap_err();
    let why = Refusal::Members { asked: 0, most: 1024 };
    assert!(matches!(none, ProcessError::Refused { path: None, why: found } if found == why), "{none}");
    std::fs::remove_file(&path).unwrap();
    let none = ProcessRcu::create(&path, &ProcessOptions { members: 0, arena: 0 }).unwrap_err();
    assert_eq!(named(none), why);
}

#[test]
fn handlers_read_while_the_thread_that_they_interrupt_does() {
    static STOP: AtomicBool = AtomicBool::new(false);
    static INSTANCE: std::sync::OnceLock<ProcessRcu> = std::sync::OnceLock::new();
    extern "C" fn handler(signal: i32) {
        drop(INSTANCE.get().unwrap().read());
        support::count_signal(signal);
    }
    let name = "handlers_read_while_the_thread_that_they_interrupt_does";
    support::alone(name, &[], || {
        let domain = INSTANCE.get_or_init(|| domain(4, 4096));
        support::handle_timer(handler);
        thread::scope(|scope| {
            scope.spawn(|| {
                support::with_timer(Duration::from_micros(50), || {
                    while !STOP.load(Relaxed) {
                        drop(domain.read());
                    }
                });
            });
            let start = Instant::now();
            while support::SIGNALS.load(SeqCst) < 1000 && start.elapsed() < support::PATIENCE {
                domain.synchronize().unwrap();
            }
            STOP.store(true, Relaxed);
        });
        assert!(support::SIGNALS.load(SeqCst) >= 1000);
        domain.synchronize().unwrap();
        assert!(format!("{domain:?}").contains(", 0)"), "{domain:?}");
    });
}

#[test]
fn a_domain_of_one_process_is_no_obstacle() {
    let (domain, private) = (domain(4, 4096), Rcu::polled());
    let guard = private.read();
    domain.synchronize().unwrap();
    drop(guard);
}

#[test]
fn two_programs_share_a_table_and_either_may_be_killed() {
    let name = "two_programs_share_a_table_and_either_may_be_killed";
    // Beside the directory of tests, where cargo has built them.
    let examples = std::env::current_exe().unwrap().parent().unwrap().with_file_name("examples");
    let directory = support::Scratch::new("table");
    let path = directory.join("table");
    let start = |program: &str, seconds: &str| {
        let mut command = std::process::Command::new(examples.join(program));
        command.arg(&path).arg(seconds).stdout(std::process::Stdio::piped());
        command.spawn()
    };
    let Ok(mut writer) = start("table_writer", "1000") else {
        return support::lacks(name, "the examples are not here");
    };
    let mut victim = start("table_reader", "1000").unwrap();
    // Versions replace one another.
    let domain = ProcessRcu::open_or_create(&path, &ProcessOptions::default()).unwrap();
    let prices = domain.cell::<[[u32; 2]; 256]>("prices").unwrap();
    let begin = Instant::now();
    while prices.load(&domain.read()).is_none_or(|table| table[0][1] < 100) {
        assert!(begin.elapsed() < support::PATIENCE, "nothing is written");
        thread::sleep(Duration::from_millis(1));
    }
    drop(domain);
    for process in [&mut writer, &mut victim] {
        process.kill().unwrap();
        process.wait().unwrap();
    }
    let [writer, reader] = ["table_writer", "table_reader"].map(|program| start(program, "1").unwrap());
    let [writer, reader] = [writer, reader].map(|process| process.wait_with_output().unwrap());
    let said = String::from_utf8_lossy(&reader.stdout).into_owned();
    assert!(writer.status.success() && reader.status.success(), "{said}");
    assert!(said.contains("each of them whole") && !said.starts_with("0 looks"), "{said}");
}
