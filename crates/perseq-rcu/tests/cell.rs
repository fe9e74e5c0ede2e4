//! Cells: what readers see, and when old values are freed.

#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{
            AtomicBool, AtomicUsize,
            Ordering::{Relaxed, SeqCst},
        },
    },
    thread,
};

use perseq_rcu::{Error, Rcu, RcuCell, RcuOption};
use proptest::prelude::*;

#[test]
fn a_reader_keeps_what_it_has_loaded() {
    let rcu = Rcu::polled();
    let cell = RcuCell::new_in(String::from("first"), &rcu);
    let guard = rcu.read();
    let first = cell.load(&guard);
    cell.store("second".to_owned());
    rcu.poll();
    assert_eq!((first.as_str(), cell.load(&guard).as_str()), ("first", "second"));
}

#[test]
fn every_value_is_dropped_once_and_none_early() {
    static LIVE: AtomicUsize = AtomicUsize::new(0);
    #[derive(Debug)]
    struct Counted(usize);
    impl Counted {
        fn new(value: usize) -> Self {
            LIVE.fetch_add(1, SeqCst);
            Self(value)
        }
    }
    impl Drop for Counted {
        fn drop(&mut self) {
            LIVE.fetch_sub(1, SeqCst);
            self.0 = usize::MAX;
        }
    }
    let rcu = Rcu::polled();
    let option = RcuOption::new_in(&rcu);
    assert!(option.take().is_none());
    option.store(Counted::new(0));
    let guard = rcu.read();
    for value in 1..10 {
        let old = option.swap(Counted::new(value));
        assert_eq!(old.map(|old| old.0), Some(value - 1));
    }
    assert_eq!(LIVE.load(SeqCst), 10, "a value was freed beside a reader");
    let last = option.take().map(|old| old.into_inner());
    assert!(matches!(last, Some(Err(Error::InsideReader { guards: 1 }))), "{last:?}");
    drop(guard);
    option.store(Counted::new(10));
    let back = option.take().map(|old| old.into_inner().unwrap().0);
    assert_eq!(back, Some(10));
    option.store(Counted::new(11));
    drop(option);
    drop(rcu);
    assert_eq!(LIVE.load(SeqCst), 0);
}

#[test]
fn a_guard_of_another_domain_is_refused() {
    let (mine, other) = (Rcu::polled(), Rcu::polled());
    let cell = RcuCell::new_in(1, &mine);
    let guard = other.read();
    assert_eq!(cell.try_load(&guard), Err(Error::OtherDomain));
    let panic = catch_unwind(AssertUnwindSafe(|| *cell.load(&guard))).unwrap_err();
    assert_eq!(*panic.downcast::<String>().unwrap(), Error::OtherDomain.to_string());
    assert_eq!(cell.try_load(&mine.read()), Ok(&1));
}

#[test]
fn compare_exchange_is_about_the_value_itself_and_not_its_equal() {
    let rcu = Arc::new(Rcu::polled());
    let cell = RcuCell::new_in(1, Arc::clone(&rcu));
    let guard = rcu.read();
    let seen = cell.load(&guard);
    cell.store(1);
    let failed = cell.compare_exchange(&guard, seen, Box::new(2)).unwrap_err();
    assert_eq!((failed.current, *failed.new), (Some(&1), 2));
    let old = cell.compare_exchange(&guard, failed.current.unwrap(), failed.new).unwrap();
    assert_eq!((*old, *cell.load(&guard)), (1, 2));
}

#[test]
fn every_update_counts() {
    const EACH: usize = if cfg!(miri) { 20 } else { 5_000 };
    let rcu = Rcu::polled();
    let cell = RcuCell::new_in(0_usize, &rcu);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..EACH {
                    let guard = rcu.read();
                    cell.update(&guard, |value| value + 1);
                }
            });
        }
    });
    assert_eq!(*cell.load(&rcu.read()), 4 * EACH);
}

#[test]
fn an_update_whose_function_replaces_the_value_itself_is_made_of_what_that_put_there() {
    let rcu = Rcu::polled();
    let option = RcuOption::new_in(&rcu);
    let guard = rcu.read();
    type Change<'a> = &'a dyn Fn(&RcuOption<u32, &Rcu>);
    let changes: [(Change<'_>, Option<u32>); 5] = [
        (&|option| option.store(10), Some(10)),
        (&|option| drop(option.swap(1)), Some(1)),
        (&|option| drop(option.take()), None),
        (&|option| drop(option.update(&guard, |value| value.map(|value| value + 7))), Some(7)),
        // The value of before keeps its address, so the new one is no copy of it.
        (&|option| (1..100).for_each(|n| option.store(100 % n)), Some(1)),
    ];
    for (change, between) in changes {
        option.store(0);
        let mut seen = Vec::new();
        let old = option.update(&guard, |value| {
            seen.push(value.copied());
            if seen.len() == 1 {
                change(&option);
            }
            Some(value.map_or(1000, |value| value + 100))
        });
        assert_eq!((seen.as_slice(), old.as_deref()), (&[Some(0), between][..], between.as_ref()));
        assert_eq!(option.load(&guard), Some(&between.map_or(1000, |value| value + 100)));
    }
    let cell = RcuCell::new_in(String::from("a"), &rcu);
    let mut calls = 0;
    let old = cell.update(&guard, |value| {
        calls += 1;
        if calls < 10 {
            cell.store(format!("{value}b"));
        }
        format!("{value}c")
    });
    assert_eq!((old.as_str(), calls, cell.load(&guard).as_str()), ("abbbbbbbbb", 10, "abbbbbbbbbc"));
}

#[test]
fn readers_beside_a_writer_see_whole_values_that_never_go_back() {
    const STORES: u64 = if cfg!(miri) { 10 } else { 50_000 };
    let rcu = Rcu::polled();
    let cell = RcuCell::new_in([0_u64; 8], &rcu);
    let (over, seen) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut last = 0;
                while !over.load(Relaxed) {
                    let guard = rcu.read();
                    let value = *cell.load(&guard);
                    assert_eq!(value, [value[0]; 8], "a value was freed or half written");
                    assert!(value[0] >= last, "{} after {last}", value[0]);
                    seen.fetch_add(usize::from(value[0] > last), Relaxed);
                    last = value[0];
                }
            });
        }
        // Until a reader has seen one, if these are too few for that.
        for value in 1..=100 * STORES {
            cell.store([value; 8]);
            if cfg!(miri) || value % 64 == 0 {
                rcu.poll();
                thread::yield_now();
            }
            if value >= STORES && seen.load(Relaxed) > 0 {
                break;
            }
        }
        over.store(true, Relaxed);
    });
    assert!(seen.load(Relaxed) > 0, "no reader ever saw a store");
}

/// What can be done to an option.
#[derive(Debug, Clone)]
enum Step {
    Store(u8),
    Take,
    Swap(u8),
    Update(u8),
    Enter,
    Leave,
    Poll,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        any::<u8>().prop_map(Step::Store),
        Just(Step::Take),
        any::<u8>().prop_map(Step::Swap),
        any::<u8>().prop_map(Step::Update),
        Just(Step::Enter),
        Just(Step::Leave),
        Just(Step::Poll),
    ];
    prop::collection::vec(step, 0..if cfg!(miri) { 12 } else { 64 })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(miri) { 3 } else { 256 }, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_option_is_what_was_last_put_there_and_guards_nest_in_any_order(steps in steps()) {
        let rcu = Rcu::polled();
        let option = RcuOption::new_in(&rcu);
        let (mut model, mut guards) = (None, Vec::new());
        for step in steps {
            match step {
                Step::Store(value) => { option.store(value); model = Some(value); }
                Step::Take => prop_assert_eq!(option.take().map(|old| *old), model.take()),
                Step::Swap(value) => prop_assert_eq!(option.swap(value).map(|old| *old), model.replace(value)),
                Step::Update(add) => {
                    let guard = rcu.read();
                    option.update(&guard, |value| value.map(|value| value.wrapping_add(add)));
                    model = model.map(|value| value.wrapping_add(add));
                }
                Step::Enter => guards.push(rcu.read()),
                Step::Leave => if !guards.is_empty() { drop(guards.remove(0)) },
                Step::Poll => _ = rcu.poll(),
            }
            prop_assert_eq!(option.load(&rcu.read()).copied(), model);
            let guards = guards.len();
            let expected = if guards == 0 { Ok(()) } else { Err(Error::InsideReader { guards }) };
            prop_assert_eq!(rcu.synchronize(), expected);
        }
    }
}

#[test]
fn an_option_in_the_global_domain_can_be_a_static() {
    static LIMITS: RcuOption<Vec<u32>> = RcuOption::new();
    let guard = Rcu::global().read();
    assert_eq!(LIMITS.load(&guard), None);
    LIMITS.store(vec![1, 2]);
    assert_eq!(LIMITS.load(&guard), Some(&vec![1, 2]));
}

#[test]
fn a_guard_that_is_refreshed_holds_up_no_grace_period_of_before() {
    let rcu = Arc::new(Rcu::polled());
    let (mut guard, mut owned) = (rcu.read(), Rcu::read_owned(&rcu));
    for _ in 0..10 {
        let period = rcu.start_grace_period();
        assert_eq!(period.is_over(), Ok(false));
        guard.refresh();
        assert_eq!(period.is_over(), Ok(false));
        owned.refresh();
        assert_eq!(period.is_over(), Ok(true));
    }
    let period = rcu.start_grace_period();
    assert_eq!(period.is_over(), Ok(false), "it protects as before");
    drop((guard, owned));
    assert_eq!(period.is_over(), Ok(true));
}

#[test]
fn what_an_update_replaces_can_be_had_back_when_the_guard_is_dropped() {
    let rcu = Rcu::polled();
    let (cell, option) = (RcuCell::new_in(1, &rcu), RcuOption::new_in(&rcu));
    option.store(2);
    let guard = rcu.read();
    let first = cell.update(&guard, |value| value + 10);
    let second = option.update(&guard, |value| value.map(|value| value + 10));
    let third = cell.compare_exchange(&guard, cell.load(&guard), Box::new(0)).unwrap();
    let fourth = option.compare_exchange(&guard, option.load(&guard), Box::new(0)).unwrap();
    drop(guard);
    let back = [Some(first), second, Some(third), fourth].map(|old| old.unwrap().into_inner());
    assert_eq!(back, [Ok(1), Ok(2), Ok(11), Ok(12)]);
}
