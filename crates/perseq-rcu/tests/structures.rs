//! The list and the map: against plain ones, and beside readers.

#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    collections::HashMap,
    sync::atomic::{
        AtomicBool, AtomicUsize,
        Ordering::{Relaxed, SeqCst},
    },
    thread,
};

use perseq_rcu::{Error, Rcu, RcuHashMap, RcuList};
use proptest::prelude::*;

/// What can be done to a map.
#[derive(Debug, Clone)]
enum Step {
    Insert(u8, u16),
    Remove(u8),
    GetOrInsert(u8, u16),
    Update(u8),
    /// Keeps the keys that it divides.
    Retain(u8),
    Enter,
    Leave,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (any::<u8>(), any::<u16>()).prop_map(|(key, value)| Step::Insert(key, value)),
        3 => any::<u8>().prop_map(Step::Remove),
        2 => (any::<u8>(), any::<u16>()).prop_map(|(key, value)| Step::GetOrInsert(key, value)),
        2 => any::<u8>().prop_map(Step::Update),
        1 => (1..4_u8).prop_map(Step::Retain),
        1 => Just(Step::Enter),
        1 => Just(Step::Leave),
    ];
    prop::collection::vec(step, 0..if cfg!(miri) { 12 } else { 400 })
}

fn few(cases: u32) -> ProptestConfig {
    let cases = if cfg!(miri) { 2 } else { cases };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(few(128))]

    #[test]
    fn a_map_is_what_a_plain_map_is(steps in steps()) {
        let rcu = Rcu::polled();
        let map = RcuHashMap::new_in(&rcu);
        let (mut model, mut guards) = (HashMap::new(), Vec::new());
        for step in steps {
            match step {
                Step::Insert(key, value) => {
                    prop_assert_eq!(map.insert(key, value).as_deref().copied(), model.insert(key, value));
                }
                Step::Remove(key) => {
                    prop_assert_eq!(map.remove(&key).as_deref().copied(), model.remove(&key));
                }
                Step::GetOrInsert(key, value) => {
                    let guard = rcu.read();
                    let found = *map.get_or_insert_with(key, &guard, || value);
                    prop_assert_eq!(found, *model.entry(key).or_insert(value));
                }
                Step::Update(key) => {
                    let changed = map.update(&key, &rcu.read(), |value| value.wrapping_add(1)).is_some();
                    let in_model = model.get_mut(&key).map(|value| *value = value.wrapping_add(1));
                    prop_assert_eq!(changed, in_model.is_some());
                }
                Step::Retain(divisor) => {
                    let before = model.len();
                    model.retain(|key, _| key % divisor == 0);
                    prop_assert_eq!(map.retain(|key, _| key % divisor == 0), before - model.len());
                }
                Step::Enter => guards.push(rcu.read()),
                Step::Leave => _ = guards.pop(),
            }
            prop_assert_eq!(map.len(), model.len());
        }
        let guard = rcu.read();
        for key in 0..=u8::MAX {
            prop_assert_eq!(map.get(&key, &guard), model.get(&key));
            prop_assert_eq!(map.contains_key(&key), model.contains_key(&key));
        }
        let all: HashMap<u8, u16> = map.iter(&guard).map(|(key, value)| (*key, *value)).collect();
        prop_assert_eq!(map.iter(&guard).count(), model.len());
        prop_assert_eq!(all, model);
    }

    #[test]
    fn a_list_is_what_a_vector_is(steps in prop::collection::vec((any::<bool>(), 0..16_u8), 0..60)) {
        let rcu = Rcu::polled();
        let list = RcuList::new_in(&rcu);
        let mut model = Vec::new();
        for (push, value) in steps {
            if push {
                list.push_front(value);
                model.insert(0, value);
            } else {
                let before = model.len();
                model.retain(|other| *other != value);
                prop_assert_eq!(list.remove_if(|other| *other == value), before - model.len());
            }
            prop_assert_eq!(list.iter(&rcu.read()).copied().collect::<Vec<_>>(), model.clone());
        }
    }
}

#[test]
fn readers_find_every_key_that_stays_while_the_map_grows_and_shrinks() {
    const STAY: usize = 16;
    const ROUNDS: usize = if cfg!(miri) { 2 } else { 60 };
    const COME_AND_GO: usize = if cfg!(miri) { 8 } else { 1000 };
    let rcu = Rcu::polled();
    let map = RcuHashMap::new_in(&rcu);
    for key in 0..STAY {
        map.insert(key, Box::new(key));
    }
    let (over, found) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !over.load(Relaxed) {
                    let guard = rcu.read();
                    for key in 0..STAY {
                        assert_eq!(map.get(&key, &guard).map(|value| **value), Some(key), "a key was missed");
                    }
                    for key in STAY..STAY + COME_AND_GO {
                        let value = map.get(&key, &guard);
                        assert!(value.is_none_or(|value| **value == key), "a freed value");
                        found.fetch_add(usize::from(value.is_some()), Relaxed);
                    }
                }
            });
        }
        // Until a reader has met one, if these are too few for that.
        for round in 1..=100 * ROUNDS {
            for key in STAY..STAY + COME_AND_GO {
                map.insert(key, Box::new(key));
            }
            rcu.poll();
            thread::yield_now();
            for key in STAY..STAY + COME_AND_GO {
                assert!(map.remove(&key).is_some());
            }
            rcu.poll();
            if round >= ROUNDS && (cfg!(miri) || found.load(Relaxed) > 0) {
                break;
            }
        }
        over.store(true, Relaxed);
    });
    assert_eq!(map.len(), STAY);
    if !cfg!(miri) {
        assert!(found.load(Relaxed) > 0, "no reader ever met a key that comes and goes");
    }
}

#[test]
fn a_map_may_be_changed_inside_a_reader_which_keeps_what_it_has() {
    let rcu = Rcu::polled();
    let map = RcuHashMap::new_in(&rcu);
    map.insert("one".to_owned(), String::from("1"));
    let guard = rcu.read();
    let one = map.get("one", &guard);
    let count = if cfg!(miri) { 20 } else { 200 };
    for number in 0..count {
        map.insert(number.to_string(), number.to_string());
    }
    map.insert("one".to_owned(), String::from("another"));
    map.remove("one");
    rcu.poll();
    assert_eq!((one.map(String::as_str), map.get("one", &guard)), (Some("1"), None));
    assert_eq!(map.len(), count);
    for number in 0..count {
        assert!(map.get(number.to_string().as_str(), &guard).is_some());
    }
}

#[test]
fn a_list_may_be_changed_while_a_reader_stands_on_what_is_removed() {
    let rcu = Rcu::polled();
    let list = RcuList::new_in(&rcu);
    (0..5).rev().for_each(|value| list.push_front(value));
    let guard = rcu.read();
    let mut values = list.iter(&guard);
    assert_eq!(values.next(), Some(&0));
    assert_eq!(values.next(), Some(&1));
    assert_eq!(list.remove_if(|value| *value == 1 || *value == 2), 2);
    rcu.poll();
    assert_eq!(values.next(), Some(&2), "the link of what was removed is still there");
    assert_eq!(values.copied().collect::<Vec<_>>(), [3, 4]);
    assert_eq!(list.iter(&guard).copied().collect::<Vec<_>>(), [0, 3, 4]);
}

#[test]
fn structures_free_everything() {
    static LIVE: AtomicUsize = AtomicUsize::new(0);
    #[derive(PartialEq, Eq, Hash)]
    struct Counted(u32);
    impl Counted {
        fn new(number: u32) -> Self {
            LIVE.fetch_add(1, SeqCst);
            Self(number)
        }
    }
    impl Drop for Counted {
        fn drop(&mut self) {
            LIVE.fetch_sub(1, SeqCst);
        }
    }
    let rcu = Rcu::polled();
    let (map, list) = (RcuHashMap::new_in(&rcu), RcuList::new_in(&rcu));
    for number in 0..100 {
        map.insert(Counted::new(number % 70), Counted::new(number));
        list.push_front(Counted::new(number));
    }
    assert!((0..20).all(|number| map.remove(&Counted::new(number)).is_some()));
    assert_eq!(list.remove_if(|value| value.0 < 30), 30);
    rcu.barrier().unwrap();
    assert_eq!(LIVE.load(SeqCst), 50 + 50 + 70);
    drop((map, list));
    assert_eq!(LIVE.load(SeqCst), 0);
}

#[test]
fn guards_of_another_domain_are_refused() {
    let (mine, other) = (Rcu::polled(), Rcu::polled());
    let (map, list) = (RcuHashMap::<u8, u8, _>::new_in(&mine), RcuList::<u8, _>::new_in(&mine));
    let guard = other.read();
    assert_eq!(map.try_get(&1, &guard), Err(Error::OtherDomain));
    assert!(matches!(list.try_iter(&guard), Err(Error::OtherDomain)));
}

#[test]
fn what_a_list_has_given_up_is_freed_also_where_a_panic_comes_between() {
    use std::{
        panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
        sync::Arc,
    };
    let rcu = Rcu::polled();
    let list = RcuList::new_in(&rcu);
    let count = Arc::new(());
    for number in 0..10 {
        list.push_front((number, Arc::clone(&count)));
    }
    let choose = |(number, _): &(i32, _)| {
        if *number == 4 {
            resume_unwind(Box::new("on purpose"));
        }
        *number % 2 == 1
    };
    assert!(catch_unwind(AssertUnwindSafe(|| list.remove_if(choose))).is_err());
    rcu.barrier().unwrap();
    let left: Vec<i32> = list.iter(&rcu.read()).map(|(number, _)| *number).collect();
    assert_eq!(left, [8, 6, 4, 3, 2, 1, 0]);
    assert_eq!(Arc::strong_count(&count), left.len() + 1, "what was removed leaked");

    // A full batch is run here, with a panic in it, in the middle of what is retired.
    rcu.defer(|| resume_unwind(Box::new("on purpose")));
    for number in 0..1000 {
        list.push_front((number, Arc::clone(&count)));
    }
    let removed = catch_unwind(AssertUnwindSafe(|| list.remove_if(|_| true)));
    rcu.barrier().unwrap();
    assert_eq!(list.iter(&rcu.read()).count(), 0);
    assert_eq!(Arc::strong_count(&count), 1, "what was removed leaked");
    assert!(removed.is_err(), "no panic came between");
}

#[test]
fn a_structure_that_is_dropped_frees_everything_also_where_the_drop_of_a_value_panics() {
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    static LIVE: AtomicUsize = AtomicUsize::new(0);
    struct Fragile(u32);
    impl Fragile {
        fn new(number: u32) -> Self {
            LIVE.fetch_add(1, SeqCst);
            Self(number)
        }
    }
    impl Drop for Fragile {
        fn drop(&mut self) {
            LIVE.fetch_sub(1, SeqCst);
            if self.0 == 3 {
                resume_unwind(Box::new("on purpose"));
            }
        }
    }
    let rcu = Rcu::polled();
    let (map, list) = (RcuHashMap::new_in(&rcu), RcuList::new_in(&rcu));
    for number in 0..40 {
        map.insert(number, Fragile::new(number));
        list.push_back(Fragile::new(number));
    }
    assert!(catch_unwind(AssertUnwindSafe(|| drop(list))).is_err());
    assert_eq!(LIVE.load(SeqCst), 40, "the rest of the list leaked");
    assert!(catch_unwind(AssertUnwindSafe(|| drop(map))).is_err());
    assert_eq!(LIVE.load(SeqCst), 0, "the rest of the map leaked");
}

#[test]
fn a_map_keeps_its_chains_short_while_a_guard_is_held_all_the_time() {
    use std::hash::{BuildHasher, Hash, Hasher};

    // A key's comparisons are what a lookup costs, and their number does not depend on the machine.
    static COMPARED: AtomicUsize = AtomicUsize::new(0);
    struct Key(u32);
    impl Hash for Key {
        fn hash<H: Hasher>(&self, hasher: &mut H) {
            self.0.hash(hasher);
        }
    }
    impl PartialEq for Key {
        fn eq(&self, other: &Self) -> bool {
            COMPARED.fetch_add(1, Relaxed);
            self.0 == other.0
        }
    }
    impl Eq for Key {}
    /// Equal hashes for 16 keys each: a comparison of hashes alone does not tell them apart.
    struct Coarse;
    struct CoarseHasher(u64);
    impl Hasher for CoarseHasher {
        fn finish(&self) -> u64 {
            (self.0 / 16).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        }
        fn write(&mut self, bytes: &[u8]) {
            self.0 = bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
        }
    }
    impl BuildHasher for Coarse {
        type Hasher = CoarseHasher;
        fn build_hasher(&self) -> CoarseHasher {
            CoarseHasher(0)
        }
    }
    const KEYS: u32 = if cfg!(miri) { 60 } else { 50_000 };
    let rcu = Rcu::polled();
    let map = RcuHashMap::with_hasher_in(Coarse, &rcu);
    let guard = rcu.read();
    for key in 0..KEYS {
        map.insert(Key(key), key);
    }
    COMPARED.store(0, Relaxed);
    for key in 0..KEYS {
        assert_eq!(map.get(&Key(key), &guard), Some(&key));
    }
    let compared = COMPARED.load(Relaxed);
    assert!(compared <= 16 * KEYS as usize, "{compared} comparisons in {KEYS} lookups");
}

#[test]
fn what_an_insertion_or_a_removal_replaces_is_handed_back() {
    let rcu = Rcu::polled();
    let map = RcuHashMap::new_in(&rcu);
    assert!(map.insert("one", String::from("1")).is_none());
    let old = map.insert("one", String::from("2")).unwrap();
    assert_eq!((*old.key(), old.value().as_str()), ("one", "1"));
    assert_eq!(old.into_inner().unwrap(), ("one", String::from("1")));
    let guard = rcu.read();
    let seen = map.get("one", &guard).unwrap();
    let removed = map.remove("one").unwrap();
    drop(removed);
    rcu.poll();
    assert_eq!(seen, "2", "what was dropped is still there for its reader");
}

#[test]
fn a_value_that_is_updated_from_several_threads_loses_none() {
    const ROUNDS: u32 = if cfg!(miri) { 6 } else { 5_000 };
    let rcu = Rcu::polled();
    let map = RcuHashMap::new_in(&rcu);
    map.insert(1, 0_u32);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for round in 0..ROUNDS {
                    let guard = rcu.read();
                    drop(map.update(&1, &guard, |count| count + 1));
                    assert_eq!(map.get_or_insert_with(round + 2, &guard, || round + 2), &(round + 2));
                }
            });
        }
    });
    assert_eq!(map.get(&1, &rcu.read()), Some(&(3 * ROUNDS)));
    assert_eq!(map.len(), ROUNDS as usize + 1);
}

#[test]
fn an_update_whose_function_changes_the_map_is_made_of_what_that_put_there() {
    const OTHERS: u32 = if cfg!(miri) { 30 } else { 1_000 };
    let rcu = Rcu::polled();
    let map = RcuHashMap::new_in(&rcu);
    let guard = rcu.read();
    type Change<'a> = &'a dyn Fn(&RcuHashMap<u32, u32, &Rcu>);
    let changes: [(Change<'_>, Option<u32>); 6] = [
        (&|map| drop(map.insert(1, 10)), Some(10)),
        (&|map| drop(map.update(&1, &guard, |value| value + 7)), Some(7)),
        (&|map| drop((map.remove(&1), map.insert(1, 3))), Some(3)),
        (&|map| drop(map.remove(&1)), None),
        (&|map| assert_eq!(map.retain(|key, _| *key != 1), 1), None),
        // Its table is another one then.
        (&|map| (2..OTHERS).for_each(|key| drop(map.insert(key, key))), Some(0)),
    ];
    for (change, between) in changes {
        map.insert(1, 0);
        let mut seen = Vec::new();
        let old = map.update(&1, &guard, |value| {
            seen.push(*value);
            if seen.len() == 1 {
                change(&map);
            }
            value + 100
        });
        assert_eq!(seen[0], 0);
        assert_eq!(old.as_deref(), between.as_ref());
        assert!(seen.len() <= 2 && seen.get(1).is_none_or(|second| Some(*second) == between), "{seen:?}");
        assert_eq!(map.get(&1, &guard).copied(), between.map(|value| value + 100));
    }
    let given = map.get_or_insert_with(OTHERS, &guard, || {
        map.insert(OTHERS, 5);
        6
    });
    assert_eq!((given, map.get(&OTHERS, &guard)), (&5, Some(&5)));
    assert_eq!(map.len(), OTHERS as usize);
}

#[test]
fn the_entry_that_an_update_replaces_can_be_had_back_when_the_guard_is_dropped() {
    let rcu = Rcu::polled();
    let map = RcuHashMap::new_in(&rcu);
    map.insert(1, 2);
    let guard = rcu.read();
    let old = map.update(&1, &guard, |value| value + 1).unwrap();
    drop(guard);
    assert_eq!((old.into_inner(), map.get(&1, &rcu.read())), (Ok((1, 2)), Some(&3)));
}
