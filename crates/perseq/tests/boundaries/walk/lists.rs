//! `Queue`, `IntrusiveStack` and `Stack`, through their own functions.

use std::sync::Mutex;

use perseq::{Index, IntrusiveStack, Link, Node, Queue, Stack};

use super::{
    families::Family,
    guarded::answer,
    scenario::{Answer, Words},
    structures::{leak, name, rows},
};

/// The families of all three, by one index.
pub(super) fn families<I: Index>() -> Vec<Family> {
    let list = vec![queue::<I>(), intrusive_stack::<I>(), stack::<I>()];
    list.into_iter().map(Family::with_slow_path).collect()
}

/// The answer of an operation that takes an item.
fn taken(item: Option<usize>) -> Answer {
    item.map_or(answer(false, &[]), |item| answer(true, &[item]))
}

#[inline(never)]
fn queue_push<I: Index>(queue: &Queue<usize, I>, item: usize) -> Answer {
    answer(queue.push(item).is_ok(), &[])
}

#[inline(never)]
fn queue_pop<I: Index>(queue: &Queue<usize, I>) -> Option<usize> {
    queue.pop()
}

fn queue<I: Index>() -> Family {
    let queue = leak(Queue::<usize, I>::try_indexed(8).expect("memory"));
    let initial = |row: u32| vec![11, 12, 13 + row as usize];
    let take_row = move |row, hold: &dyn Fn()| {
        let mut items = Words::with_capacity(8);
        let take = queue.with_row(row, |view| {
            hold();
            view.take_into(&mut items, usize::MAX);
        });
        take.expect("nobody else holds it");
        items
    };
    let refill = move |row, items: Words| {
        let push = queue.with_row(row, |view| items.iter().for_each(|&item| view.push(item).expect("room")));
        push.expect("nobody else holds it");
    };
    let fresh = move || {
        for row in 0..rows() {
            take_row(row, &|| ());
            refill(row, initial(row));
        }
    };
    let observe = move |row| {
        let items = take_row(row, &|| ());
        refill(row, items.clone());
        items
    };
    let first = |words: &mut Words| if words.is_empty() { None } else { Some(words.remove(0)) };
    Family::new(name::<I>("Queue"), I::current, rows(), fresh, initial, observe)
        .operation(
            "push",
            move |side| queue_push(queue, side.of(77, 88)),
            |side, words| {
                words.push(side.of(77, 88));
                answer(true, &[])
            },
        )
        .operation("pop", move |_| taken(queue_pop(queue)), move |_, words| taken(first(words)))
        .steps(
            "two go to the end",
            move || (0..2).for_each(|_| _ = queue_pop(queue).map(|item| queue_push(queue, item))),
            |words| {
                let two = 2 % words.len().max(1);
                words.rotate_left(two);
            },
        )
        .holder("a holder that takes all", move |row, hold| drop(take_row(row, hold)), Vec::clear)
}

/// A node of an intrusive stack.
struct Numbered {
    link: Link,
    number: usize,
}

// SAFETY: that is where the link is, and nothing else uses it.
unsafe impl Node for Numbered {
    const LINK: usize = std::mem::offset_of!(Numbered, link);
}

fn node(number: usize) -> Box<Numbered> {
    Box::new(Numbered { link: Link::new(), number })
}

#[inline(never)]
fn node_push<I: Index>(stack: &IntrusiveStack<Numbered, I>, node: Box<Numbered>) -> Answer {
    answer(stack.push(node).is_ok(), &[])
}

#[inline(never)]
fn node_pop<I: Index>(stack: &IntrusiveStack<Numbered, I>) -> Option<Box<Numbered>> {
    stack.pop()
}

fn intrusive_stack<I: Index>() -> Family {
    let stack = leak(IntrusiveStack::<Numbered, I>::try_indexed().expect("memory"));
    let initial = |row: u32| vec![11, 12, 13 + row as usize];
    let take_row = move |row, hold: &dyn Fn()| {
        let chain = stack.with_row(row, |view| {
            hold();
            view.take_all()
        });
        let mut numbers: Words = chain.expect("nobody else holds it").map(|node| node.number).collect();
        numbers.reverse();
        numbers
    };
    let refill = move |row, numbers: Words| {
        let nodes: Vec<_> = numbers.into_iter().map(node).collect();
        let push = stack.with_row(row, |view| nodes.into_iter().for_each(|node| view.push(node)));
        push.expect("nobody else holds it");
    };
    let fresh = move || {
        for row in 0..rows() {
            take_row(row, &|| ());
            refill(row, initial(row));
        }
    };
    let observe = move |row| {
        let numbers = take_row(row, &|| ());
        refill(row, numbers.clone());
        numbers
    };
    Family::new(name::<I>("IntrusiveStack"), I::current, rows(), fresh, initial, observe)
        .operation(
            "push",
            move |side| node_push(stack, node(side.of(77, 88))),
            |side, words| {
                words.push(side.of(77, 88));
                answer(true, &[])
            },
        )
        .operation(
            "pop",
            move |_| taken(node_pop(stack).map(|node| node.number)),
            |_, words| taken(words.pop()),
        )
        .steps(
            "two pops and a push of the first",
            move || {
                let first = node_pop(stack);
                drop(node_pop(stack));
                first.map(|first| node_push(stack, first));
            },
            |words| _ = words.len().checked_sub(2).map(|second| words.remove(second)),
        )
        .holder("a holder that takes all", move |row, hold| drop(take_row(row, hold)), Vec::clear)
}

#[inline(never)]
fn push<I: Index>(stack: &Stack<usize, I>, value: usize) -> Answer {
    answer(stack.push(value).is_ok(), &[])
}

#[inline(never)]
fn pop<I: Index>(stack: &Stack<usize, I>) -> Option<usize> {
    stack.pop()
}

/// Looked at as a whole: the values in it and in hands, sorted. None may be lost or doubled.
fn stack<I: Index>() -> Family {
    let stack = leak(Stack::<usize, I>::try_indexed().expect("memory"));
    let hands = leak(Mutex::new(Words::new()));
    let take = move |value| hands.lock().expect("no panic").push(value);
    let observe = move |_| {
        stack.drain(take).expect("nobody else holds a row");
        let mut values = hands.lock().expect("no panic").clone();
        values.sort_unstable();
        values
    };
    let fresh = move || {
        stack.drain(|_| ()).expect("nobody else holds a row");
        hands.lock().expect("no panic").clear();
        (1..=3).for_each(|value| drop(push(stack, value)));
    };
    let pop = move || pop(stack).into_iter().for_each(take);
    Family::new(name::<I>("Stack"), I::current, 1, fresh, |_| vec![1, 2, 3], observe)
        .operation(
            "push",
            move |side| push(stack, side.of(77, 88)),
            |side, words| {
                words.push(side.of(77, 88));
                words.sort_unstable();
                answer(true, &[])
            },
        )
        .operation(
            "pop",
            move |_| {
                pop();
                answer(true, &[])
            },
            |_, _| answer(true, &[]),
        )
        .stranger("a drain elsewhere", move |_| stack.drain(take).expect("nobody else holds a row"), |_| ())
}
