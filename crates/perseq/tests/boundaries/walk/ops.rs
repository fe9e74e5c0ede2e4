//! librseq's operations in their four shapes.

use perseq::{
    Index,
    perseq_core::{Outcome, cpu, section::ops},
};

use super::{
    field::{Args, Attempt, Field, Head, VALUE, WORD, done, initial, place},
    ops_conflicts::conflicts,
    scenario::{Answer, COMMITTED, Conflict, Copier, Scenario, Who, Words},
};

/// Bytes that are copied: two words and three single bytes.
const LEN: usize = 2 * WORD + 3;
static SOURCE: [usize; 3] = [0x1111_2222, 0x3333_4444, 0x0077_8899];
static OTHER_SOURCE: [usize; 3] = [0xaaaa, 0xbbbb, 0xcccccc];

/// The four shapes of an operation: each a function with one section.
macro_rules! shapes {
    ($I:ident: $name:ident, $release:ident ($($at:literal),+ $(; $($arg:ident),+)?)) => {
        vec![
            shapes!(@on $I $name ($($at),+ $(; $($arg),+)?)),
            shapes!(@on $I $release ($($at),+ $(; $($arg),+)?)),
            shapes!(@here $I $name ($($at),+ $(; $($arg),+)?)),
            shapes!(@here $I $release ($($at),+ $(; $($arg),+)?)),
        ]
    };
    (@on $I:ident $name:ident ($($at:literal),+ $(; $($arg:ident),+)?)) => {{
        #[inline(never)]
        fn $name<I: Index>(field: &Field<I>, args: &Args) -> Outcome {
            let Some(row) = I::current() else { return Outcome::Aborted };
            unsafe { ops::$name::<I>(row, $(field.operand(Some(row), args, $at),)+ $($(args.$arg),+)?) }
        }
        (stringify!($name), $name::<$I> as Attempt<$I>)
    }};
    (@here $I:ident $name:ident ($($at:literal),+ $(; $($arg:ident),+)?)) => {{
        #[inline(never)]
        fn $name<I: Index>(field: &Field<I>, args: &Args) -> Outcome {
            unsafe { ops::here::$name::<I>($(field.operand(None, args, $at),)+ $($(args.$arg),+)?) }
        }
        (concat!("here::", stringify!($name)), $name::<$I> as Attempt<$I>)
    }};
}

/// Shapes of an operation, by name.
type Shapes<I> = Vec<(&'static str, Attempt<I>)>;

/// The effect of an operation on the words of a row that begins at this address, in plain words.
pub(super) type Oracle = fn(usize, &mut Words, &Args) -> Outcome;

/// One operation, with all that makes it differ from the others.
pub(super) struct Operation<I: Index> {
    pub(super) shapes: Shapes<I>,
    pub(super) head: Head,
    pub(super) args: Args,
    /// The operands with which it is its own conflict.
    pub(super) other: Args,
    pub(super) oracle: Oracle,
    pub(super) scratch: &'static [usize],
}

/// Every operation. The first four are also what other conflicts are made of.
fn operations<I: Index>() -> Vec<Operation<I>> {
    let mut list = of_values();
    list.insert(2, pop());
    list.push(add_behind_table());
    list
}

const fn args(x: usize, y: usize, z: usize) -> Args {
    Args { at: [0, 1], p: std::ptr::null_mut(), beyond: 0, x, y, z }
}

impl<I: Index> Operation<I> {
    /// One whose word 0 is a value, and that writes nothing before its commit.
    fn on_value(shapes: Shapes<I>, args: Args, other: Args, oracle: Oracle) -> Self {
        Self { shapes, head: Head::Value, args, other, oracle, scratch: &[] }
    }
}

fn of_values<I: Index>() -> Vec<Operation<I>> {
    let copied =
        |source: &'static [usize; 3], z| Args { p: source.as_ptr().cast_mut(), ..args(VALUE, LEN, z) };
    let add_store = shapes!(I: load_add_store, load_add_store_release (0; x));
    let swap = shapes!(I: load_cbne_store, load_cbne_store_release (0; x, y));
    let store_and_swap = shapes!(I: load_cbne_store_store, load_cbne_store_store_release (0, 1; x, y, z));
    let compare_two =
        shapes!(I: load_cbne_load_cbne_store, load_cbne_load_cbne_store_release (0, 1; x, y, z));
    let copy = shapes!(I: load_cbne_memcpy_store, load_cbne_memcpy_store_release (0, 1; p, x, y, z));
    vec![
        Operation::on_value(add_store, args(5, 0, 0), args(1000, 0, 0), added),
        Operation::on_value(swap, args(VALUE, 99, 0), args(VALUE, 55, 0), swapped),
        Operation {
            scratch: &[1],
            ..Operation::on_value(
                store_and_swap,
                args(VALUE, 98, 99),
                args(VALUE, 44, 55),
                stored_and_swapped,
            )
        },
        Operation::on_value(compare_two, args(VALUE, 8, 99), args(VALUE, 8, 55), two_compared),
        Operation {
            scratch: &[1, 2, 3],
            ..Operation::on_value(copy, copied(&SOURCE, 99), copied(&OTHER_SOURCE, 55), copied_and_swapped)
        },
        Operation::on_value(vec![shapes!(@here I add (0; x))], args(5, 0, 0), args(1000, 0, 0), added),
    ]
}

fn pop<I: Index>() -> Operation<I> {
    Operation {
        shapes: shapes!(I: load_cbeq_store_add_load_store, load_cbeq_store_add_load_store_release (0; p, x, y)),
        head: Head::List,
        args: Args { p: place(), ..args(0, WORD, 0) },
        other: Args { p: place(), ..args(0, WORD, 0) },
        oracle: popped,
        scratch: &[],
    }
}

fn add_behind_table<I: Index>() -> Operation<I> {
    Operation {
        shapes: shapes!(I: load_add_load_load_add_store, load_add_load_load_add_store_release (0; x, y)),
        head: Head::Table,
        args: args(WORD, 5, 0),
        other: args(WORD, 1000, 0),
        oracle: added_behind_table,
        scratch: &[],
    }
}

fn added(_base: usize, words: &mut Words, args: &Args) -> Outcome {
    words[0] += args.x;
    Outcome::Committed
}

fn swapped(_base: usize, words: &mut Words, args: &Args) -> Outcome {
    if words[0] != args.x {
        return Outcome::Exited;
    }
    words[0] = args.y;
    Outcome::Committed
}

fn stored_and_swapped(_base: usize, words: &mut Words, args: &Args) -> Outcome {
    if words[0] != args.x {
        return Outcome::Exited;
    }
    (words[1], words[0]) = (args.y, args.z);
    Outcome::Committed
}

fn two_compared(_base: usize, words: &mut Words, args: &Args) -> Outcome {
    if words[0] != args.x || words[1] != args.y {
        return Outcome::Exited;
    }
    words[0] = args.z;
    Outcome::Committed
}

fn copied_and_swapped(_base: usize, words: &mut Words, args: &Args) -> Outcome {
    if words[0] != args.x {
        return Outcome::Exited;
    }
    unsafe { words.as_mut_ptr().add(1).cast::<u8>().copy_from(args.p.cast(), args.y) };
    words[0] = args.z;
    Outcome::Committed
}

fn popped(base: usize, words: &mut Words, args: &Args) -> Outcome {
    if words[0] == args.x {
        return Outcome::Exited;
    }
    words[0] = words[(words[0] + args.y - base) / WORD];
    Outcome::Committed
}

fn added_behind_table(base: usize, words: &mut Words, args: &Args) -> Outcome {
    let target = (words[(words[0] + args.x - base) / WORD] - base) / WORD;
    words[target] += args.y;
    Outcome::Committed
}

/// The copying operation with another destination, wherever its row is.
fn copier<I: Index>(field: &'static Field<I>, attempt: Attempt<I>, args: Args) -> Copier {
    let victim = move |destination: usize, source: *mut u8| {
        let again = |field: &Field<I>, args: &Args| {
            let Some(row) = I::current() else { return Outcome::Aborted };
            let beyond = destination.wrapping_sub(field.word(row, args.at[1]).addr());
            attempt(field, &Args { p: source.cast(), beyond, ..*args })
        };
        answer(done(field, again, &args), Head::Value, || 0)
    };
    Copier { in_words: 2 * WORD, in_bytes: LEN - 2 * WORD, victim: Box::new(victim) }
}

/// The scenarios of every operation in every shape, by one index.
pub(super) fn scenarios<I: Index>() -> Vec<Scenario> {
    let field = Field::<I>::new();
    let all = operations::<I>();
    let shapes =
        all.iter().flat_map(|operation| operation.shapes.iter().map(move |shape| (operation, *shape)));
    shapes.map(|(operation, shape)| scenario(field, operation, shape, &all)).collect()
}

fn scenario<I: Index>(
    field: &'static Field<I>,
    operation: &Operation<I>,
    (name, attempt): (&'static str, Attempt<I>),
    all: &[Operation<I>],
) -> Scenario {
    let (head, args, other, oracle) = (operation.head, operation.args, operation.other, operation.oracle);
    let base = |row| field.word(row, 0).addr();
    let allowed = cpu::allowed().map_or(1, |cpus| cpus.len());
    let mut conflicts = conflicts(field, head, all);
    conflicts.push(Conflict {
        name: "the same",
        who: Who::Neighbour,
        act: Box::new(move |_, _| _ = done(field, attempt, &other)),
        model: Box::new(move |row, words| _ = oracle(base(row), words, &other)),
    });
    Scenario {
        name: format!("{name}::<{}>", std::any::type_name::<I>()),
        current: I::current,
        rows: field.rows,
        fresh: Box::new(move || field.fill(head)),
        initial: Box::new(move |row| initial(base(row), head, row)),
        victim: Box::new(move || answer(done(field, attempt, &args), head, || unsafe { *args.p })),
        model: Box::new(move |row, words| {
            let first = words[0];
            answer(oracle(base(row), words, &args), head, || first)
        }),
        observe: Box::new(move |row| field.words(row)),
        scratch: operation.scratch,
        conflicts,
        // One addition in memory needs no restart but for its row.
        is_resumable: name != "here::add" || field.rows_are_cpus() && allowed > 1,
        has_slow_path: false,
        copies_words: false,
        copier: name.contains("memcpy").then(|| copier(field, attempt, args)),
    }
}

/// The answer of an operation: how it ended, and the node that it found.
fn answer(outcome: Outcome, head: Head, node: impl FnOnce() -> usize) -> Answer {
    let committed = outcome == Outcome::Committed;
    let node = if committed && head == Head::List { node() } else { 0 };
    vec![if committed { COMMITTED } else { 0 }, node]
}
