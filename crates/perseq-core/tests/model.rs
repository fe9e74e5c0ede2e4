//! Every operation in plain Rust, aborted before each of its steps: what others can see is as before.
//!
//! The operations and their numbers of steps are read from `section/ops.rs` (those of the structures, in
//! `model/guarded.rs`, from `section/guarded.rs`), so none can be forgotten here. Runs with
//! `RUSTFLAGS='--cfg perseq_model'` and under Miri.

#![cfg(any(miri, perseq_model))]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[path = "model/guarded.rs"]
mod guarded;

use std::collections::BTreeMap;

use perseq_core::{
    ByConcurrencyId, ByCpuId, Index, Outcome,
    model::run_on,
    pool::{Item, Pool},
    section::ops,
    thread,
};
use proptest::prelude::*;

/// The row that the tests run on.
const ROW: u32 = 2;
/// Words of state that an operation may reach, in the row.
const WORDS: usize = 4;
/// The words that `load_cbne_memcpy_store` copies, and to which lists and tables lead: word 1 is the next node.
static SOURCE: [usize; 2] = [0x1111, 0x2222];

/// One operation, under one of its names.
struct Operation {
    name: &'static str,
    head: Head,
    /// Words that only the commit may change; the others are scratch until then.
    published: &'static [usize],
    call: fn(Form, &State) -> Outcome,
    /// The same in plain words.
    oracle: fn(&mut [usize; WORDS], &Arguments) -> Outcome,
}

/// The value that word 0 has to have.
#[derive(Clone, Copy, PartialEq)]
enum Head {
    Value,
    /// The address of a node, or the value that ends the list.
    Node,
    /// The address of a table whose word 1 is the address of word 3.
    Table,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    OnCpu,
    OnConcurrencyId,
    HereByCpu,
    HereByConcurrencyId,
}
const FORMS: [Form; 4] = [Form::OnCpu, Form::OnConcurrencyId, Form::HereByCpu, Form::HereByConcurrencyId];

#[derive(Clone, Debug)]
struct Arguments {
    words: [usize; WORDS],
    x: usize,
    y: usize,
    z: usize,
}

struct State {
    row: *mut usize,
    base: *mut usize,
    arguments: Arguments,
    /// Not a box: moving one would invalidate pointers to it.
    table: Vec<usize>,
}

impl State {
    fn new(item: &Item<ByCpuId>, operation: &Operation, mut arguments: Arguments) -> Self {
        let (row, base) = (item.row(ROW).cast::<usize>(), item.base().cast::<usize>());
        let table = vec![0, row.wrapping_add(3).expose_provenance()];
        match operation.head {
            Head::Node if arguments.words[0] != arguments.x => {
                arguments.words[0] = SOURCE.as_ptr().expose_provenance();
            }
            Head::Table => arguments.words[0] = table.as_ptr().expose_provenance(),
            Head::Value | Head::Node => {}
        }
        unsafe { row.cast::<[usize; WORDS]>().write(arguments.words) };
        Self { row, base, arguments, table }
    }

    fn words(&self) -> [usize; WORDS] {
        unsafe { self.row.cast::<[usize; WORDS]>().read() }
    }
}

/// The relaxed and the release shape of an operation; `$at` are words of the row.
macro_rules! shapes {
    ($list:ident, $head:expr, $published:expr, $oracle:expr,
     $name:ident, $release:ident $at:tt $rest:tt with $state:ident, $arguments:ident) => {
        shapes!(@one $list, $head, $published, $oracle, $name $at $rest with $state, $arguments);
        shapes!(@one $list, $head, $published, $oracle, $release $at $rest with $state, $arguments);
    };
    (@one $list:ident, $head:expr, $published:expr, $oracle:expr,
     $name:ident ($($at:expr),+) ($($rest:expr),*) with $state:ident, $arguments:ident) => {
        $list.push(Operation {
            name: stringify!($name),
            head: $head,
            published: &$published,
            call: |form, $state| {
                let $arguments = &$state.arguments;
                let (row, base) = ($state.row, $state.base);
                unsafe {
                    match form {
                        Form::OnCpu => ops::$name::<ByCpuId>(ROW, $(row.add($at),)+ $($rest),*),
                        Form::OnConcurrencyId => ops::$name::<ByConcurrencyId>(ROW, $(row.add($at),)+ $($rest),*),
                        Form::HereByCpu => ops::here::$name::<ByCpuId>($(base.add($at),)+ $($rest),*),
                        Form::HereByConcurrencyId => {
                            ops::here::$name::<ByConcurrencyId>($(base.add($at),)+ $($rest),*)
                        }
                    }
                }
            },
            oracle: $oracle,
        });
    };
}

fn operations() -> Vec<Operation> {
    let mut list = Vec::new();
    let word = size_of::<usize>();
    assert_eq!(word, 8);
    shapes!(list, Head::Value, [0], |w, a| { w[0] = w[0].wrapping_add(a.x); Outcome::Committed },
        load_add_store, load_add_store_release (0) (a.x) with s, a);
    shapes!(list, Head::Value, [0], |w, a| {
            if w[0] != a.x { return Outcome::Exited; }
            w[0] = a.y;
            Outcome::Committed
        },
        load_cbne_store, load_cbne_store_release (0) (a.x, a.y) with s, a);
    shapes!(list, Head::Node, [0], |w, a| {
            if w[0] == a.x { return Outcome::Exited; }
            (w[1], w[0]) = (w[0], SOURCE[1]);
            Outcome::Committed
        },
        load_cbeq_store_add_load_store, load_cbeq_store_add_load_store_release (0) (s.row.add(1), a.x, 8) with s, a);
    shapes!(list, Head::Value, [0], |w, a| {
            if w[0] != a.x { return Outcome::Exited; }
            (w[1], w[0]) = (a.y, a.z);
            Outcome::Committed
        },
        load_cbne_store_store, load_cbne_store_store_release (0, 1) (a.x, a.y, a.z) with s, a);
    shapes!(list, Head::Value, [0, 1], |w, a| {
            if w[0] != a.x || w[1] != a.y { return Outcome::Exited; }
            w[0] = a.z;
            Outcome::Committed
        },
        load_cbne_load_cbne_store, load_cbne_load_cbne_store_release (0, 1) (a.x, a.y, a.z) with s, a);
    shapes!(list, Head::Value, [0, 3], |w, a| {
            if w[0] != a.x { return Outcome::Exited; }
            (w[1], w[2], w[0]) = (SOURCE[0], SOURCE[1], a.z);
            Outcome::Committed
        },
        load_cbne_memcpy_store, load_cbne_memcpy_store_release
        (0, 1) (SOURCE.as_ptr().cast_mut(), a.x, 16, a.z) with s, a);
    shapes!(list, Head::Table, [0, 3], |w, a| { w[3] = w[3].wrapping_add(a.x); Outcome::Committed },
        load_add_load_load_add_store, load_add_load_load_add_store_release (0) (8, a.x) with s, a);
    // The counter's, which exists in the `here` form only.
    list.push(Operation {
        name: "add",
        head: Head::Value,
        published: &[0],
        call: |form, state| unsafe {
            match form {
                Form::OnCpu | Form::HereByCpu => ops::here::add::<ByCpuId>(state.base, state.arguments.x),
                Form::OnConcurrencyId | Form::HereByConcurrencyId => {
                    ops::here::add::<ByConcurrencyId>(state.base, state.arguments.x)
                }
            }
        },
        oracle: |w, a| {
            w[0] = w[0].wrapping_add(a.x);
            Outcome::Committed
        },
    });
    list
}

/// The operations of the source: name and number of steps, the commit among them.
fn declared() -> BTreeMap<String, u32> {
    let source = include_str!("../src/section/ops.rs");
    let mut list = BTreeMap::from([("add".to_owned(), 1)]);
    for text in source.split("$declare! {").skip(1) {
        let code: String = text.lines().filter(|line| !line.trim_start().starts_with("///")).collect();
        let (names, rest) = code.split_once('(').unwrap();
        let (_, body) = rest.split_once('{').unwrap();
        let (body, _) = body.split_once('}').unwrap();
        let steps = body.matches(';').count() as u32 + 1;
        list.extend(names.split(',').map(|name| (name.trim().to_owned(), steps)));
    }
    list
}

/// Arguments with which every operation commits.
fn committing(operation: &Operation) -> Arguments {
    let x = if operation.head == Head::Node { 0 } else { 7 };
    Arguments { words: [7, 8, 9, 10], x, y: 8, z: 99 }
}

#[test]
fn an_abort_before_any_step_changes_nothing_that_others_see() {
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(WORDS * size_of::<usize>(), 8).unwrap();
    let mut covered = BTreeMap::new();
    for operation in operations() {
        for form in FORMS {
            let mut steps = 0;
            loop {
                let state = State::new(&item, &operation, committing(&operation));
                let before = state.words();
                let outcome = run_on(ROW, Some(steps), || (operation.call)(form, &state));
                if outcome == Outcome::Committed {
                    break;
                }
                let at = format!("{} {form:?} aborted before step {steps}", operation.name);
                assert_eq!(outcome, Outcome::Aborted, "{at}");
                for &word in operation.published {
                    assert_eq!(state.words()[word], before[word], "{at}");
                }
                steps += 1;
            }
            let known = *covered.entry(operation.name.to_owned()).or_insert(steps);
            assert_eq!(known, steps, "{} {form:?}", operation.name);
        }
    }
    assert_eq!(covered, declared(), "the operations and steps that were aborted, and those that there are");
}

#[test]
fn an_aborted_attempt_that_is_tried_again_commits_once() {
    let declared = declared();
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(WORDS * size_of::<usize>(), 8).unwrap();
    for operation in operations() {
        for form in FORMS {
            for step in 0..declared[operation.name] {
                let state = State::new(&item, &operation, committing(&operation));
                let mut expected = state.arguments.words;
                assert_eq!((operation.oracle)(&mut expected, &state.arguments), Outcome::Committed);
                run_on(ROW, Some(step), || {
                    assert_eq!((operation.call)(form, &state), Outcome::Aborted);
                    assert_eq!((operation.call)(form, &state), Outcome::Committed);
                });
                assert_eq!(state.words(), expected, "{} {form:?} after step {step}", operation.name);
            }
        }
    }
}

#[test]
fn a_thread_that_is_not_registered_or_elsewhere_touches_nothing() {
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(WORDS * size_of::<usize>(), 8).unwrap();
    assert!(thread::attach().is_err());
    assert_eq!((ByCpuId::current(), ByConcurrencyId::current()), (None, None));
    for operation in operations() {
        for form in FORMS {
            let state = State::new(&item, &operation, committing(&operation));
            assert_eq!((operation.call)(form, &state), Outcome::Aborted, "{} {form:?}", operation.name);
            assert_eq!(state.words(), state.arguments.words, "{} {form:?}", operation.name);
            if operation.name != "add" && matches!(form, Form::OnCpu | Form::OnConcurrencyId) {
                let elsewhere = run_on(ROW + 1, None, || (operation.call)(form, &state));
                assert_eq!(elsewhere, Outcome::Aborted, "{} {form:?}", operation.name);
                assert_eq!(state.words(), state.arguments.words, "{} {form:?}", operation.name);
            }
        }
    }
}

#[test]
fn a_registered_thread_works_on_its_own_row_and_on_no_unplaced_one() {
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(8, 8).unwrap();
    run_on(ROW + 1, None, || {
        assert!(thread::attach().is_ok());
        let unplaced = perseq_core::pool::UNPLACED as *mut usize;
        assert_eq!(unsafe { ops::here::add::<ByCpuId>(unplaced, 1) }, Outcome::Aborted);
        assert_eq!(unsafe { ops::here::add::<ByCpuId>(item.base().cast(), 1) }, Outcome::Committed);
    });
    assert!(thread::attach().is_err());
    let word = |row| unsafe { *item.row(row).cast::<usize>() };
    assert_eq!((word(ROW), word(ROW + 1)), (0, 1));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(miri) { 2 } else { 256 }, failure_persistence: None, ..ProptestConfig::default() })]

    /// Against the plain words of each operation, over arguments that often match and often do not.
    #[test]
    fn every_operation_does_what_it_says(
        choices in proptest::collection::vec(prop_oneof![3 => 0_usize..3, 1 => any::<usize>()], WORDS + 3),
    ) {
        let pool = Pool::<ByCpuId>::new();
        let item = pool.allocate(WORDS * size_of::<usize>(), 8).unwrap();
        for operation in operations() {
            for form in FORMS {
                let arguments = Arguments {
                    words: std::array::from_fn(|n| choices[n]), x: choices[4], y: choices[5], z: choices[6],
                };
                let state = State::new(&item, &operation, arguments);
                let mut expected = state.arguments.words;
                let outcome = (operation.oracle)(&mut expected, &state.arguments);
                prop_assert_eq!(run_on(ROW, None, || (operation.call)(form, &state)), outcome);
                prop_assert_eq!(state.words(), expected, "{} {:?}", operation.name, form);
                prop_assert_eq!(state.table[0], 0);
            }
        }
    }
}
