//! Every operation in plain Rust, aborted before each of its steps: what others can see is as before.
//!
//! Needs `RUSTFLAGS='--cfg perseq_model'`.

#![cfg(perseq_model)]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use std::collections::BTreeSet;

use perseq_core::{
    ByConcurrencyId, ByCpuId, Index, Outcome,
    model::run_on,
    pool::{Item, Pool},
    section::ops,
    thread,
};
use proptest::prelude::*;

/// The row that the tests run on.
const ROW: u32 = 3;
/// Words of state that an operation may reach, in the row.
const WORDS: usize = 4;

/// One operation: its name, how many steps it has, which words it commits to, and what it does in plain words.
struct Operation {
    name: &'static str,
    steps: u32,
    /// Words that only the commit may change; the others are scratch until then.
    published: &'static [usize],
    call: fn(Form, &mut State) -> Outcome,
    oracle: fn(&mut [usize; WORDS], &Arguments) -> Outcome,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    OnIndex,
    Here,
}

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
}

/// The relaxed and the release shape of an operation; `$at` are words of the row.
macro_rules! shapes {
    ($list:ident, $steps:expr, $published:expr, $oracle:expr,
     $name:ident, $release:ident $at:tt $rest:tt with $arguments:ident) => {
        shapes!(@one $list, $steps, $published, $oracle, $name $at $rest with $arguments);
        shapes!(@one $list, $steps, $published, $oracle, $release $at $rest with $arguments);
    };
    (@one $list:ident, $steps:expr, $published:expr, $oracle:expr,
     $name:ident ($($at:expr),+) ($($rest:expr),*) with $arguments:ident) => {
        $list.push(Operation {
            name: stringify!($name),
            steps: $steps,
            published: &$published,
            call: |form, state| {
                let $arguments = &state.arguments;
                match form {
                    Form::OnIndex => unsafe { ops::$name::<ByCpuId>(ROW, $(state.row.add($at),)+ $($rest),*) },
                    Form::Here => unsafe { ops::here::$name::<ByConcurrencyId>($(state.base.add($at),)+ $($rest),*) },
                }
            },
            oracle: $oracle,
        });
    };
}

/// Where list operations find the next node, and `load_add_load_load_add_store` its table.
static NODES: [usize; 2] = [0x1111, 0x2222];
fn node() -> usize {
    (&raw const NODES[0]).expose_provenance()
}

fn operations() -> Vec<Operation> {
    let mut list = Vec::new();
    shapes!(list, 3, [0], |w, a| { w[0] = w[0].wrapping_add(a.x); Outcome::Committed },
        load_add_store, load_add_store_release (0) (a.x) with a);
    shapes!(list, 3, [0], |w, a| if w[0] == a.x { w[0] = a.y; Outcome::Committed } else { Outcome::Exited },
        load_cbne_store, load_cbne_store_release (0) (a.x, a.y) with a);
    // Word 0 is the head: a node, or `x` for the end. Word 1 takes what was popped (it is the caller's).
    shapes!(list, 5, [0], |w, a| {
            if w[0] == a.x { return Outcome::Exited; }
            w[0] = NODES[1];
            Outcome::Committed
        },
        load_cbeq_store_add_load_store, load_cbeq_store_add_load_store_release
        (0) (&mut 0, a.x, size_of::<usize>()) with a);
    shapes!(list, 4, [0], |w, a| {
            if w[0] != a.x { return Outcome::Exited; }
            (w[1], w[0]) = (a.y, a.z);
            Outcome::Committed
        },
        load_cbne_store_store, load_cbne_store_store_release (0, 1) (a.x, a.y, a.z) with a);
    shapes!(list, 5, [0, 1], |w, a| {
            if w[0] != a.x || w[1] != a.y { return Outcome::Exited; }
            w[0] = a.z;
            Outcome::Committed
        },
        load_cbne_load_cbne_store, load_cbne_load_cbne_store_release (0, 1) (a.x, a.y, a.z) with a);
    shapes!(list, 4, [0], |w, a| {
            if w[0] != a.x { return Outcome::Exited; }
            (w[1], w[2], w[0]) = (NODES[0], NODES[1], a.z);
            Outcome::Committed
        },
        load_cbne_memcpy_store, load_cbne_memcpy_store_release
        (0, 1) ((&raw const NODES[0]).cast_mut(), a.x, size_of_val(&NODES), a.z) with a);
    list
}

fn with_row(item: &Item<ByCpuId>, arguments: &Arguments) -> State {
    let (row, base) = (item.row(ROW).cast::<usize>(), item.base().cast::<usize>());
    unsafe { row.cast::<[usize; WORDS]>().write(arguments.words) };
    State { row, base, arguments: arguments.clone() }
}

fn words(state: &State) -> [usize; WORDS] {
    unsafe { state.row.cast::<[usize; WORDS]>().read() }
}

#[test]
fn an_abort_before_any_step_changes_nothing_that_others_see() {
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(WORDS * size_of::<usize>(), 8).unwrap();
    let mut aborted = BTreeSet::new();
    for operation in operations() {
        for form in [Form::OnIndex, Form::Here] {
            // Arguments with which it would commit.
            let head = if operation.name.contains("cbeq") { node() } else { 7 };
            let x = if operation.name.contains("cbeq") { 0 } else { 7 };
            let arguments = Arguments { words: [head, 8, 9, 10], x, y: 8, z: 99 };
            for before in 0..operation.steps {
                let mut state = with_row(&item, &arguments);
                let outcome = run_on(ROW, Some(before), || (operation.call)(form, &mut state));
                let at = format!("{} {form:?} aborted before step {before}", operation.name);
                assert_eq!(outcome, Outcome::Aborted, "{at}");
                for &word in operation.published {
                    assert_eq!(words(&state)[word], arguments.words[word], "{at}");
                }
                aborted.insert((operation.name, before));
            }
            // With one step more there is nothing left to abort.
            let mut state = with_row(&item, &arguments);
            let outcome = run_on(ROW, Some(operation.steps), || (operation.call)(form, &mut state));
            assert_eq!(
                outcome,
                Outcome::Committed,
                "{} has more than {} steps",
                operation.name,
                operation.steps
            );
        }
    }
    assert_eq!(aborted.len(), 2 * (3 + 3 + 5 + 4 + 5 + 4));
}

#[test]
fn the_pointer_chase_adds_where_it_points_and_nowhere_when_aborted() {
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(8, 8).unwrap();
    let mut target = 5_usize;
    let target = &raw mut target;
    let table = [0, target.expose_provenance()];
    let table = (&raw const table[0]).expose_provenance();
    let offset = size_of::<usize>();
    unsafe { item.row(ROW).cast::<usize>().write(table) };
    let on = |release: bool| unsafe {
        let v = item.row(ROW).cast();
        if release {
            ops::load_add_load_load_add_store_release::<ByCpuId>(ROW, v, offset, 10)
        } else {
            ops::load_add_load_load_add_store::<ByCpuId>(ROW, v, offset, 10)
        }
    };
    let here = |release: bool| unsafe {
        let v = item.base().cast();
        if release {
            ops::here::load_add_load_load_add_store_release::<ByCpuId>(v, offset, 10)
        } else {
            ops::here::load_add_load_load_add_store::<ByCpuId>(v, offset, 10)
        }
    };
    let mut expected = 5;
    for release in [false, true] {
        for call in [&on as &dyn Fn(bool) -> Outcome, &here] {
            for before in 0..3 {
                assert_eq!(run_on(ROW, Some(before), || call(release)), Outcome::Aborted);
                assert_eq!(unsafe { *target }, expected);
            }
            assert_eq!(run_on(ROW, None, || call(release)), Outcome::Committed);
            expected += 10;
            assert_eq!(unsafe { *target }, expected);
        }
    }
}

#[test]
fn a_thread_that_is_not_registered_or_elsewhere_touches_nothing() {
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(8, 8).unwrap();
    assert!(thread::attach().is_err());
    assert_eq!(ByCpuId::current(), None);
    let (row, base) = (item.row(ROW).cast(), item.base().cast());
    assert_eq!(unsafe { ops::load_add_store::<ByCpuId>(ROW, row, 1) }, Outcome::Aborted);
    assert_eq!(unsafe { ops::here::add::<ByCpuId>(base, 1) }, Outcome::Aborted);
    run_on(ROW + 1, None, || {
        assert!(thread::attach().is_ok());
        assert_eq!(unsafe { ops::load_add_store::<ByCpuId>(ROW, row, 1) }, Outcome::Aborted);
        let unplaced = perseq_core::pool::UNPLACED as *mut usize;
        assert_eq!(unsafe { ops::here::add::<ByCpuId>(unplaced, 1) }, Outcome::Aborted);
        assert_eq!(unsafe { ops::here::add::<ByCpuId>(base, 1) }, Outcome::Committed);
    });
    assert_eq!(unsafe { *item.row(ROW).cast::<usize>() }, 0);
    assert_eq!(unsafe { *item.row(ROW + 1).cast::<usize>() }, 1);
}

proptest! {
    /// Against the plain words of each operation, over arguments that often match and often do not.
    #[test]
    fn every_operation_does_what_it_says(
        choices in proptest::collection::vec(0_usize..3, WORDS + 3), head_is_node in any::<bool>(),
    ) {
        let pool = Pool::<ByCpuId>::new();
        let item = pool.allocate(WORDS * size_of::<usize>(), 8).unwrap();
        for operation in operations() {
            let mut arguments = Arguments {
                words: std::array::from_fn(|n| choices[n]), x: choices[4], y: choices[5], z: choices[6],
            };
            if operation.name.contains("cbeq") {
                arguments.words[0] = if head_is_node { node() } else { arguments.x };
            }
            for form in [Form::OnIndex, Form::Here] {
                let mut expected = arguments.words;
                let outcome = (operation.oracle)(&mut expected, &arguments);
                let mut state = with_row(&item, &arguments);
                prop_assert_eq!(run_on(ROW, None, || (operation.call)(form, &mut state)), outcome);
                prop_assert_eq!(words(&state), expected, "{} {:?}", operation.name, form);
            }
        }
    }
}
