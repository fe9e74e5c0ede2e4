//! Structures, through their own functions.

use std::sync::{Mutex, PoisonError};

use perseq::{ArrayStack, Cache, Index, array_stack::View, perseq_core::cpu};

use super::{
    families::{Family, Side},
    guarded::answer,
    scenario::Words,
};

/// The families of all structures, by one index.
pub(super) fn families<I: Index>() -> Vec<Family> {
    let list = vec![
        array_stack::<I>(),
        cache::<I>("Cache, neither empty nor full,", 11, false),
        cache::<I>("Cache, full,", 12, false),
        cache::<I>("Cache, empty,", 11, true),
    ];
    list.into_iter().map(Family::with_slow_path).collect()
}

/// Rows that a thread can be on.
pub(super) fn rows() -> u32 {
    cpu::possible().expect("the kernel tells").iter().max().map_or(1, |highest| highest + 1)
}

/// A value that is never dropped.
pub(super) fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// A family's name.
pub(super) fn name<I: Index>(structure: &str) -> String {
    format!("{structure} by {}", std::any::type_name::<I>())
}

/// Operands of batches.
fn batch(side: Side) -> Vec<usize> {
    side.of(vec![71, 72, 73], vec![81, 82])
}

#[inline(never)]
fn push<I: Index>(stack: &ArrayStack<usize, I>, item: usize) -> bool {
    stack.push(item).is_ok()
}

#[inline(never)]
fn pop<I: Index>(stack: &ArrayStack<usize, I>) -> Option<usize> {
    stack.pop()
}

#[inline(never)]
fn push_batch<I: Index>(stack: &ArrayStack<usize, I>, mut items: Vec<usize>) -> bool {
    stack.push_batch(&mut items) > 0
}

/// Items that one batch takes.
const TAKEN: usize = 2;

/// Every item of a row that is held.
fn taken<I: Index>(view: &mut View<'_, usize, I>) -> Words {
    let mut items = Words::with_capacity(64);
    view.take_into(&mut items, usize::MAX);
    items
}

#[inline(never)]
fn pop_batch<I: Index>(stack: &ArrayStack<usize, I>, items: &mut Vec<usize>) -> bool {
    stack.pop_batch(items, TAKEN) > 0
}

fn array_stack<I: Index>() -> Family {
    let stack = leak(ArrayStack::<usize, I>::try_indexed(16).expect("memory"));
    let initial = |row: u32| vec![11, 12, 13, 14 + row as usize];
    let refill = move |row, items: Words| {
        let refill = stack.with_row(row, |view| {
            drop(taken(view));
            items.into_iter().for_each(|item| view.push(item).expect("room"));
        });
        refill.expect("nobody holds it");
    };
    let fresh = move || (0..rows()).for_each(|row| refill(row, initial(row)));
    let observe = move |row| {
        let items = stack.take_row(row).expect("nobody holds it");
        refill(row, items.clone());
        items
    };
    let family = Family::new(name::<I>("ArrayStack"), I::current, rows(), fresh, initial, observe)
        .operation(
            "push",
            move |side| answer(push(stack, side.of(77, 88)), &[]),
            |side, words| {
                words.push(side.of(77, 88));
                answer(true, &[])
            },
        )
        .operation(
            "pop",
            move |_| pop(stack).map_or(answer(false, &[]), |item| answer(true, &[item])),
            |_, words| words.pop().map_or(answer(false, &[]), |item| answer(true, &[item])),
        )
        .steps(
            "two pops and two pushes",
            move || {
                let [first, second] = [pop(stack), pop(stack)];
                [second, first].into_iter().flatten().for_each(|item| assert!(push(stack, item + 100)));
            },
            |words| {
                let rest = words.len().saturating_sub(2);
                words[rest..].iter_mut().for_each(|item| *item += 100);
            },
        );
    with_batches_and_holders(family, stack)
}

fn with_batches_and_holders<I: Index>(family: Family, stack: &'static ArrayStack<usize, I>) -> Family {
    let mut family = family
        .operation(
            "push of a batch",
            move |side| answer(push_batch(stack, batch(side)), &[]),
            |side, words| {
                words.extend(batch(side));
                answer(true, &[])
            },
        )
        .operation(
            "pop of a batch",
            move |_| {
                let mut items = Vec::new();
                answer(pop_batch(stack, &mut items), &items)
            },
            |_, words| {
                let items: Words = (0..TAKEN).filter_map(|_| words.pop()).collect();
                answer(!items.is_empty(), &items)
            },
        )
        .holder(
            "a holder that pushes",
            move |row, hold| {
                let push = stack.with_row(row, |view| {
                    hold();
                    view.push(99).expect("room");
                });
                push.expect("nobody else holds it");
            },
            |words| words.push(99),
        )
        .holder(
            "a holder that takes all",
            move |row, hold| {
                let take = stack.with_row(row, |view| {
                    hold();
                    taken(view)
                });
                drop(take.expect("nobody else holds it"));
            },
            Vec::clear,
        );
    family.copies_words = true;
    family
}

#[inline(never)]
fn put<I: Index>(cache: &Cache<usize, I>, item: usize) -> bool {
    cache.put(item).is_ok()
}

#[inline(never)]
fn get<I: Index>(cache: &Cache<usize, I>) -> Option<usize> {
    cache.get()
}

/// A cache, looked at as a whole: the items in it and in hands, sorted. None may be lost or doubled.
///
/// At first `items` were put in, so that some are in the overflow, and if `is_empty` the row's are taken out again.
fn cache<I: Index>(what: &'static str, items: usize, is_empty: bool) -> Family {
    let cache = leak(Cache::<usize, I>::try_indexed(4, 64).expect("memory"));
    let hands = leak(Mutex::new(Words::new()));
    let take = move |item| hands.lock().unwrap_or_else(PoisonError::into_inner).push(item);
    let take_row = move |row, hold: &dyn Fn()| {
        let taken = cache.with_row(row, |view| {
            hold();
            taken(view)
        });
        taken.expect("nobody else holds it").into_iter().for_each(take);
    };
    let observe = move |_| {
        cache.drain(take).expect("nobody holds a row");
        let mut items = hands.lock().expect("no panic").clone();
        items.sort_unstable();
        items
    };
    let fresh = move || {
        cache.drain(drop).expect("nobody holds a row");
        hands.lock().expect("no panic").clear();
        (1..=items).for_each(|item| assert!(put(cache, item)));
        if is_empty {
            take_row(I::current().expect("registered"), &|| ());
        }
    };
    Family::new(name::<I>(what), I::current, 1, fresh, move |_| (1..=items).collect(), observe)
        .operation(
            "put",
            move |side| answer(put(cache, side.of(7777, 8888)), &[]),
            |side, words| {
                words.push(side.of(7777, 8888));
                words.sort_unstable();
                answer(true, &[])
            },
        )
        .operation(
            "get",
            move |_| {
                get(cache).into_iter().for_each(take);
                answer(true, &[])
            },
            |_, _| answer(true, &[]),
        )
        .holder("a holder that takes all", take_row, |_| ())
}
