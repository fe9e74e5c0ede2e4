//! The sections of the structures and of the allocator: aborted before each of their steps, kept out by a guard, leaving by their exits.
//!
//! Words that others read must not change: the guard, the header, and the items between the header's counts. Free slots
//! and free bytes are scratch until the commit.

use std::collections::BTreeMap;

use perseq_core::{
    ByConcurrencyId, ByCpuId, Outcome,
    model::run_on,
    pool::{Item, Pool},
};

use super::ROW;

/// Those that the allocator has beside the structures'.
#[path = "../../../perseq-alloc/src/rows/sections.rs"]
mod allocator;

mod all {
    pub(super) use super::allocator::*;
    pub(super) use perseq_core::section::guarded::*;
}

/// Words of a row: 8 of a ring's head, 8 of its buffer.
const WORDS: usize = 16;
type Words = [usize; WORDS];
/// A value that a taken guard may hold: anything but 0.
const TAKEN: usize = 4711;

#[derive(Clone, Copy, Debug)]
enum Form {
    ByCpu,
    ByConcurrencyId,
}
const FORMS: [Form; 2] = [Form::ByCpu, Form::ByConcurrencyId];

/// The row, and memory beside it.
struct Place {
    row: *mut usize,
    base: *mut usize,
    /// Four words that sections write to.
    out: *mut usize,
    /// Four words that they copy.
    source: *mut usize,
    /// Two nodes of a list, whose second words are their links.
    nodes: *mut usize,
}

/// A section, and what it does.
struct Case {
    name: &'static str,
    /// True if it looks at the guard.
    looks: bool,
    /// A row on which it commits: the first words, the others are 0.
    before: fn(&Place) -> Vec<usize>,
    /// The words of that row that only the commit may change.
    live: &'static [usize],
    /// The commit's changes to them, and to `out`.
    after: fn(&Place, &mut Words, &mut Vec<usize>),
    /// Changes to `before` that make it leave by its exit.
    exits: &'static [(usize, usize)],
    call: fn(Form, &Place) -> Outcome,
}

impl Place {
    fn new(item: &Item<ByCpuId>, beside: &Item<ByCpuId>) -> Self {
        let out = beside.row(0).cast::<usize>();
        Self {
            row: item.row(ROW).cast(),
            base: item.base().cast(),
            out,
            source: out.wrapping_add(4),
            nodes: out.wrapping_add(8),
        }
    }

    fn node(&self, n: usize) -> usize {
        self.nodes.wrapping_add(2 * n).expose_provenance()
    }

    fn set(&self, case: &Case, changes: &[(usize, usize)]) -> Words {
        let beside = [0, 0, 0, 0, 0x51, 0x52, 0x53, 0x54, 0, self.node(1), 0, 0];
        unsafe { self.out.cast::<[usize; 12]>().write(beside) };
        let mut words = [0; WORDS];
        let before = (case.before)(self);
        words[..before.len()].copy_from_slice(&before);
        changes.iter().for_each(|&(word, value)| words[word] = value);
        unsafe { self.row.cast::<Words>().write(words) };
        words
    }

    fn words(&self) -> Words {
        unsafe { self.row.cast::<Words>().read() }
    }

    fn out(&self) -> Vec<usize> {
        unsafe { self.out.cast::<[usize; 4]>().read() }.to_vec()
    }

    fn call(&self, case: &Case, form: Form, abort_before: Option<u32>) -> Outcome {
        run_on(ROW, abort_before, || (case.call)(form, self))
    }

    /// The row and `out` as the section leaves them when it commits.
    fn expected(&self, case: &Case) -> (Words, Vec<usize>) {
        let (mut words, mut out) = (self.set(case, &[]), vec![0; 4]);
        (case.after)(self, &mut words, &mut out);
        (words, out)
    }
}

/// Rows to work on.
fn with_place(test: impl FnOnce(&Place)) {
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(WORDS * size_of::<usize>(), 8).unwrap();
    let beside = pool.allocate(12 * size_of::<usize>(), 8).unwrap();
    test(&Place::new(&item, &beside));
}

macro_rules! cases {
    ($( $look:ident $name:ident |$p:ident| ($($arg:expr),*), before: $before:expr, live: $live:expr,
        after: $after:expr, exits: $exits:expr; )*) => {
        vec![$( Case {
            name: stringify!($name),
            looks: stringify!($look) == "guarded",
            before: |$p| { let _ = $p; $before.to_vec() },
            live: &$live,
            after: $after,
            exits: &$exits,
            call: |form, $p| unsafe {
                match form {
                    Form::ByCpu => all::$name::<ByCpuId>($p.base, $($arg),*),
                    Form::ByConcurrencyId => all::$name::<ByConcurrencyId>($p.base, $($arg),*),
                }
            },
        } ),*]
    };
}

/// Pointer for an operand that the section sets before it uses it.
const ANY: *mut usize = core::ptr::null_mut();

fn arrays() -> Vec<Case> {
    // Guard, limit, length, four slots.
    cases! {
        here array_push_open |p| (42), before: [0, 4, 2, 10, 11], live: [0, 1, 2, 3, 4],
            after: |_, w, _| (w[5], w[2]) = (42, 3), exits: [(2, 4), (1, 0)];
        here array_pop_open |p| (p.out), before: [0, 4, 2, 10, 11], live: [0, 1, 2, 3, 4],
            after: |_, w, out| (out[0], w[2]) = (11, 1), exits: [(2, 0), (1, 0)];
        guarded array_push |p| (42, 4), before: [0, 4, 2, 10, 11], live: [0, 1, 2, 3, 4],
            after: |_, w, _| (w[5], w[2]) = (42, 3), exits: [(2, 4)];
        guarded array_pop |p| (p.out), before: [0, 4, 2, 10, 11], live: [0, 1, 2, 3, 4],
            after: |_, w, out| (out[0], w[2]) = (11, 1), exits: [(2, 0)];
        guarded array_push_batch |p| (p.source, ANY, 2, 2, 16), before: [0, 4, 2, 10, 11], live: [0, 1, 2, 3, 4],
            after: |_, w, _| (w[5], w[6], w[2]) = (0x51, 0x52, 4), exits: [(2, 3), (2, 4)];
        guarded array_pop_batch |p| (p.out, ANY, 2, 2_usize.wrapping_neg(), 16),
            before: [0, 4, 3, 10, 11, 12], live: [0, 1, 2, 3, 4, 5],
            after: |_, w, out| (out[0], out[1], w[2]) = (11, 12, 1), exits: [(2, 1), (2, 0)];
    }
}

fn allocators() -> Vec<Case> {
    // Guard, limit, length, four slots.
    cases! {
        here push_once |p| (42), before: [0, 4, 2, 10, 11], live: [0, 1, 2, 3, 4],
            after: |_, w, _| (w[5], w[2]) = (42, 3), exits: [(2, 4), (1, 0), (4, 42)];
        guarded is_last |p| (p.out, 11), before: [0, 4, 2, 10, 11], live: [0, 1, 2, 3, 4],
            after: |_, _, out| out[0] = 11, exits: [(2, 1), (2, 0), (4, 12)];
    }
}

fn lists_queues_locks_and_flags() -> Vec<Case> {
    // Guard, first node; guard, head, tail, four slots; guard, held; flag.
    cases! {
        guarded list_push |p| (p.nodes.wrapping_add(3), p.node(1)), before: [0, p.node(0)], live: [0, 1],
            after: |p, w, _| w[1] = p.node(1), exits: [];
        guarded list_pop |p| (p.out, 8), before: [0, p.node(0)], live: [0, 1],
            after: |p, w, out| (out[0], w[1]) = (p.node(0), p.node(1)), exits: [(1, 0)];
        guarded queue_push |p| (42, 4, 3), before: [0, 6, 8, 0, 0, 12, 13], live: [0, 1, 2, 5, 6],
            after: |_, w, _| (w[3], w[2]) = (42, 9), exits: [(2, 10)];
        guarded queue_pop |p| (p.out, 3), before: [0, 6, 8, 0, 0, 12, 13], live: [0, 1, 2, 5, 6],
            after: |_, w, out| (out[0], w[1]) = (12, 7), exits: [(1, 8)];
        guarded lock_acquire |p| (p.out, 0, 1), before: [0, 0], live: [0, 1],
            after: |p, w, out| (out[0], w[1]) = (p.row.addr(), 1), exits: [(1, 1)];
        guarded flag_set |p| (p.out, 42), before: [0], live: [0],
            after: |p, w, out| (out[0], w[0]) = (p.row.addr(), 42), exits: [];
    }
}

fn rings() -> Vec<Case> {
    // Guard, written, read; a buffer of 64 bytes from word 8 on. One record of 16 bytes is inside.
    cases! {
        guarded ring_write |p| (p.source, ANY, 8, 16, 48, 63),
            before: [0, 80, 64, 0, 0, 0, 0, 0, 8, 1], live: [0, 1, 2, 8, 9],
            after: |_, w, _| (w[10], w[11], w[1]) = (8, 0x51, 96), exits: [(1, 128), (1, 120), (2, 24)];
        guarded ring_pad |p| (ANY, 112, 40, 63, 0x99, 128),
            before: [0, 112, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 1], live: [0, 1, 2, 12, 13],
            after: |_, w, _| (w[14], w[1]) = (0x99, 128), exits: [(1, 104), (2, 64)];
        guarded ring_discard |p| (64, 64 + p.row.addr(), 80),
            before: [0, 80, 64, 0, 0, 0, 0, 0, 8, 1], live: [0, 1, 2, 8, 9],
            after: |_, w, _| w[2] = 80, exits: [(2, 80)];
    }
}

fn cases() -> Vec<Case> {
    let mut all = arrays();
    all.extend(allocators());
    all.extend(lists_queues_locks_and_flags());
    all.extend(rings());
    all
}

/// The sections of the source: name, and form and number of steps, the commit among them.
fn declared() -> BTreeMap<String, (bool, u32)> {
    let source = include_str!("../../src/section/guarded.rs");
    let (_, code) = source.split_once("\nsections! {").unwrap();
    let mut list = BTreeMap::new();
    for text in code.split("\n    }") {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("///"));
        let lines: Vec<_> = lines.collect();
        let Some(head) = lines.first().filter(|head| head.ends_with('{')) else { continue };
        let mut words = head.split([' ', '(']);
        let (form, name) = (words.next().unwrap(), words.next().unwrap());
        assert!(form == "guarded" || form == "here", "{head}");
        let steps = lines.iter().filter(|line| line.ends_with(';')).count();
        assert_eq!(steps, lines.len() - 1, "one step a line: {head}");
        list.insert(name.to_owned(), (form == "guarded", u32::try_from(steps).unwrap()));
    }
    let source = include_str!("../../../perseq-alloc/src/rows/sections.rs");
    for text in source.split("critical_section! {").skip(1) {
        let (_, code) = text.split_once("unsafe fn ").unwrap();
        let (name, rest) = code.split_once('(').unwrap();
        let steps = rest.lines().filter(|line| line.ends_with(';')).count();
        list.insert(name.to_owned(), (rest.starts_with("guarded:"), u32::try_from(steps).unwrap()));
    }
    list
}

#[test]
fn an_abort_before_any_step_of_a_guarded_section_changes_nothing_that_others_see() {
    with_place(|place| {
        let mut covered = BTreeMap::new();
        for case in cases() {
            let after = place.expected(&case);
            for form in FORMS {
                let mut steps = 0;
                loop {
                    let before = place.set(&case, &[]);
                    let outcome = place.call(&case, form, Some(steps));
                    if outcome == Outcome::Committed {
                        break;
                    }
                    let at = format!("{} {form:?} aborted before step {steps}", case.name);
                    assert_eq!(outcome, Outcome::Aborted, "{at}");
                    let words = place.words();
                    case.live
                        .iter()
                        .for_each(|&word| assert_eq!(words[word], before[word], "{at}: word {word}"));
                    assert_eq!(place.call(&case, form, None), Outcome::Committed, "{at}, and again");
                    assert_eq!((place.words(), place.out()), after, "{at}, and again");
                    steps += 1;
                }
                assert_eq!((place.words(), place.out()), after, "{} {form:?}", case.name);
                let known = *covered.entry(case.name.to_owned()).or_insert((case.looks, steps));
                assert_eq!(known, (case.looks, steps), "{} {form:?}", case.name);
            }
        }
        assert_eq!(covered, declared(), "the sections and steps that were aborted, and those that there are");
    });
}

#[test]
fn a_taken_guard_keeps_every_guarded_section_out_and_nothing_changes() {
    with_place(|place| {
        for case in cases() {
            for form in FORMS {
                // A section that looks at the limit instead finds it 0.
                let closed = if case.looks { &[(0, TAKEN)][..] } else { &[(0, TAKEN), (1, 0)] };
                let before = place.set(&case, closed);
                let left = if case.looks { Outcome::Guarded } else { Outcome::Exited };
                assert_eq!(place.call(&case, form, None), left, "{} {form:?}", case.name);
                assert_eq!((place.words(), place.out()), (before, vec![0; 4]), "{} {form:?}", case.name);
            }
        }
    });
}

#[test]
fn an_exit_changes_nothing() {
    with_place(|place| {
        let mut exits = 0;
        for case in cases() {
            for form in FORMS {
                for &change in case.exits {
                    let before = place.set(&case, &[change]);
                    let at = format!("{} {form:?} with word {} = {}", case.name, change.0, change.1);
                    assert_eq!(place.call(&case, form, None), Outcome::Exited, "{at}");
                    assert_eq!((place.words(), place.out()), (before, vec![0; 4]), "{at}");
                    exits += 1;
                }
            }
        }
        assert!(exits > cases().len(), "only {exits} exits");
    });
}

#[test]
fn a_guarded_section_of_an_unregistered_thread_touches_nothing() {
    with_place(|place| {
        for case in cases() {
            for form in FORMS {
                let before = place.set(&case, &[(0, TAKEN)]);
                assert_eq!((case.call)(form, place), Outcome::Aborted, "{} {form:?}", case.name);
                assert_eq!((place.words(), place.out()), (before, vec![0; 4]), "{} {form:?}", case.name);
            }
        }
    });
}

#[test]
fn records_are_discarded_on_the_row_where_somebody_has_looked_only() {
    with_place(|place| {
        let case = rings().into_iter().find(|case| case.name == "ring_discard").unwrap();
        let words = place.set(&case, &[]);
        let other =
            Place { row: place.row.wrapping_byte_add(1 << perseq_core::pool::STRIDE_SHIFT), ..*place };
        unsafe { other.row.cast::<Words>().write(words) };
        for form in FORMS {
            assert_eq!(run_on(ROW + 1, None, || (case.call)(form, place)), Outcome::Exited);
            assert_eq!((place.words(), other.words()), (words, words));
        }
    });
}
