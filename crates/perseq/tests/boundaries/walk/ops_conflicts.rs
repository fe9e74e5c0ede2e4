//! The conflicts of librseq's operations: others of them, alone and together.

use perseq::{Index, perseq_core::Outcome};

use super::{
    field::{Args, Attempt, Field, Head, WORD, done, place},
    ops::Operation,
    scenario::{Conflict, Who, Words},
};

/// The first three nodes of a list (0 past its end), and the word that links the first to the second.
fn first_nodes(base: usize, words: &Words) -> (usize, usize, usize, usize) {
    let link = |node: usize| (node - base) / WORD + 1;
    let (first, second) = (words[0], words[link(words[0])]);
    (first, second, words[link(second)], link(first))
}

/// A conflict that is made of several operations: `steps` finds the words of its row and says which.
fn composed<I: Index>(
    name: &'static str,
    field: &'static Field<I>,
    steps: impl Fn(usize, Words) -> Vec<(Attempt<I>, Args)> + Sync + Copy + 'static,
    model: fn(usize, &mut Words),
) -> Conflict {
    let act = move |_: u32, _: &dyn Fn()| {
        let row = I::current().expect("this thread is registered");
        for (attempt, args) in steps(field.word(row, 0).addr(), field.words(row)) {
            assert_eq!(done(field, attempt, &args), Outcome::Committed, "{name}");
        }
    };
    let model = move |row, words: &mut Words| model(field.word(row, 0).addr(), words);
    Conflict { name, who: Who::Neighbour, act: Box::new(act), model: Box::new(model) }
}

/// The conflicts with any operation on a row with such a head.
pub(super) fn conflicts<I: Index>(
    field: &'static Field<I>,
    head: Head,
    all: &[Operation<I>],
) -> Vec<Conflict> {
    let [add, swap, pop, store_and_swap, ..] = all else { unreachable!("the list above") };
    let (add, swap, pop, store_and_swap) =
        (add.shapes[0].1, swap.shapes[0].1, pop.shapes[0].1, store_and_swap.shapes[0].1);
    let args = |word, x, y, z| Args { at: [word, 1], p: std::ptr::null_mut(), beyond: 0, x, y, z };
    let mut list = vec![
        composed(
            "away and back",
            field,
            move |_, words| {
                let (now, away) = (words[0], 1);
                vec![(store_and_swap, args(0, now, 1234, away)), (swap, args(0, away, now, 0))]
            },
            |_, words| words[1] = 1234,
        ),
        composed(
            "an addition beside it",
            field,
            move |_, _| vec![(add, args(1, 100, 0, 0))],
            |_, words| words[1] += 100,
        ),
    ];
    match head {
        Head::Value => list.push(composed(
            "an addition",
            field,
            move |_, _| vec![(add, args(0, 100, 0, 0))],
            |_, words| words[0] += 100,
        )),
        Head::List => {
            let out = Args { p: place(), ..args(0, 0, WORD, 0) };
            list.push(composed(
                "a push",
                field,
                move |base, words| {
                    let node = base + 10 * WORD;
                    vec![(swap, args(11, 0, words[0], 0)), (swap, args(0, words[0], node, 0))]
                },
                |base, words| (words[11], words[0]) = (words[0], base + 10 * WORD),
            ));
            list.push(composed(
                "two pops and a push of the first",
                field,
                move |base, words| {
                    let (first, second, third, link) = first_nodes(base, &words);
                    vec![
                        (pop, out),
                        (pop, out),
                        (swap, args(link, second, third, 0)),
                        (swap, args(0, third, first, 0)),
                    ]
                },
                |base, words| {
                    let (_, _, third, link) = first_nodes(base, words);
                    words[link] = third;
                },
            ));
        }
        Head::Table => list.push(composed(
            "another table",
            field,
            move |base, words| vec![(swap, args(0, words[0], base + 6 * WORD, 0))],
            |base, words| words[0] = base + 6 * WORD,
        )),
    }
    list
}
