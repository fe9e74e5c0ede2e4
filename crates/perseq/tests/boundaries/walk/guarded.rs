//! The sections with guards, on rows of their own: lists and queues. `guarded_arrays.rs` and
//! `guarded_rings.rs` have the others.

use std::sync::Arc;

use perseq::{
    Index,
    perseq_core::{
        Outcome, cpu,
        guard::{Attempt, Guarded},
        pool::STRIDE_SHIFT,
        section::guarded,
    },
};

use super::{
    families::Family,
    guarded_arrays, guarded_rings,
    scenario::{Answer, COMMITTED, Words},
};

pub(super) const WORD: usize = size_of::<usize>();
/// Words of a row.
const WORDS: usize = 512 / WORD;

/// Rows with guards. Never freed.
pub(super) struct Rows<I: Index>(&'static Guarded<I>);

impl<I: Index> Clone for Rows<I> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<I: Index> Copy for Rows<I> {}

impl<I: Index> Rows<I> {
    pub(super) fn new() -> Self {
        Self(Box::leak(Box::new(Guarded::new(WORDS * WORD, 64).expect("memory"))))
    }

    /// Rows whose second word is their limit.
    pub(super) fn with_limit(limit: usize) -> Self {
        Self(Box::leak(Box::new(Guarded::with_limit(WORDS * WORD, 64, limit).expect("memory"))))
    }

    pub(super) fn base(self) -> *mut usize {
        self.0.base()
    }

    fn count() -> u32 {
        cpu::possible().expect("the kernel tells").iter().max().map_or(1, |highest| highest + 1)
    }

    pub(super) fn row(self, row: u32) -> *mut usize {
        self.0.base().wrapping_byte_add((row as usize) << STRIDE_SHIFT)
    }

    fn write(self, row: u32, words: &[usize]) {
        for (n, &word) in words.iter().enumerate() {
            unsafe { self.row(row).add(n).write_volatile(word) };
        }
    }

    /// The words of a row whose guard no thread holds.
    fn read(self, row: u32) -> Words {
        let words: Words = (0..WORDS).map(|n| unsafe { self.row(row).add(n).read_volatile() }).collect();
        assert_eq!(words[0], 0, "the guard of row {row} is open");
        words
    }

    /// Runs a section to its end; whether it committed.
    pub(super) fn run(self, mut section: impl FnMut() -> Outcome) -> bool {
        for _ in 0..100 {
            match self.0.run(&mut section) {
                Attempt::Committed => return true,
                Attempt::Exited => return false,
                Attempt::Slow => {}
            }
        }
        panic!("the section never ends");
    }

    /// Holds a row's guard while `change` works on its words.
    pub(super) fn hold(self, row: u32, hold: &dyn Fn(), change: impl FnOnce(&mut [usize])) {
        let held = self.0.lock(row).expect("nobody forgets to open it");
        hold();
        // SAFETY: the row is held; the first word is the guard, which is left out.
        change(unsafe { std::slice::from_raw_parts_mut(held.row().add(1), WORDS - 1) });
    }

    /// A family on these rows, whose words begin as `initial` says and mean what `meaning` says.
    pub(super) fn family(
        self,
        name: &str,
        initial: impl Fn(u32) -> Words + Clone + 'static,
        meaning: impl Fn(&Words) -> Words + Clone + 'static,
    ) -> Family {
        let (begin, mean) = (initial.clone(), meaning.clone());
        let fresh = move || (0..Self::count()).for_each(|row| self.write(row, &initial(row)));
        Family::new(
            format!("{name} by {}", std::any::type_name::<I>()),
            I::current,
            Self::count(),
            fresh,
            move |row| {
                let mut words = begin(row);
                words.resize(WORDS, 0);
                mean(&words)
            },
            move |row| meaning(&self.read(row)),
        )
    }
}

/// An answer: whether it committed, and what it took.
pub(super) fn answer(committed: bool, taken: &[usize]) -> Answer {
    let mut answer = vec![if committed { COMMITTED } else { 0 }];
    if committed {
        answer.extend_from_slice(taken);
    }
    answer
}

/// The families of all guarded sections, by one index.
pub(super) fn families<I: Index>() -> Vec<Family> {
    vec![
        guarded_arrays::array::<I>(),
        list::<I>(),
        queue::<I>(),
        guarded_rings::ring::<I>(),
        guarded_rings::lock::<I>(),
        guarded_rings::flag::<I>(),
    ]
}

/// A node of a list that is in no row: a value and the link.
fn node() -> usize {
    Box::leak(Box::new([0_usize; 2])).as_mut_ptr().expose_provenance()
}

/// The place where a node has the address of the next.
fn link(node: usize) -> *mut usize {
    std::ptr::with_exposed_provenance_mut(node + WORD)
}

#[inline(never)]
fn list_push<I: Index>(rows: Rows<I>, node: usize) -> Answer {
    answer(rows.run(|| unsafe { guarded::list_push::<I>(rows.base(), link(node), node) }), &[])
}

#[inline(never)]
fn list_pop<I: Index>(rows: Rows<I>) -> Answer {
    let mut word = 0;
    let out = &raw mut word;
    let committed = rows.run(|| unsafe { guarded::list_pop::<I>(rows.base(), out, WORD) });
    answer(committed, &[word])
}

fn list<I: Index>() -> Family {
    let rows = Rows::<I>::new();
    let at = move |row, word: usize| rows.row(row).wrapping_add(word).expose_provenance();
    let chain = move |words: &Words| {
        let next = |&node: &usize| Some(unsafe { link(node).read_volatile() }).filter(|&node| node != 0);
        let first = Some(words[1]).filter(|&node| node != 0);
        std::iter::successors(first, next).take(10).collect::<Words>()
    };
    let initial = move |row| vec![0, at(row, 4), 0, 0, 0, at(row, 6), 0, at(row, 8), 0, 0];
    let (victims, others) = (node(), node());
    let (push, pop) = (move |node| list_push(rows, node), move || list_pop(rows));
    let mut family = rows.family("list", initial, chain);
    family.initial = Arc::new(move |row| [4, 6, 8].map(|word| at(row, word)).to_vec());
    family
        .operation(
            "push",
            move |side| push(side.of(victims, others)),
            move |side, words| {
                words.insert(0, side.of(victims, others));
                answer(true, &[])
            },
        )
        .operation(
            "pop",
            move |_| pop(),
            |_, words| {
                if words.is_empty() { answer(false, &[]) } else { answer(true, &[words.remove(0)]) }
            },
        )
        .steps(
            "two pops and a push of the first",
            move || {
                let first = pop()[1];
                pop();
                push(first);
            },
            |words| _ = words.remove(1),
        )
        .holder(
            "a holder that takes the second",
            move |row, hold| {
                rows.hold(row, hold, |words| unsafe {
                    let second = link(words[0]).read();
                    link(words[0]).write(link(second).read());
                })
            },
            |words| _ = words.remove(1),
        )
        .holder(
            "a holder that takes all",
            move |row, hold| rows.hold(row, hold, |words| words[0] = 0),
            Vec::clear,
        )
}

/// Slots of a queue.
const SLOTS: usize = 4;
const MASK: usize = SLOTS - 1;

#[inline(never)]
fn queue_push<I: Index>(rows: Rows<I>, word: usize) -> Answer {
    answer(rows.run(|| unsafe { guarded::queue_push::<I>(rows.base(), word, SLOTS, MASK) }), &[])
}

#[inline(never)]
fn queue_pop<I: Index>(rows: Rows<I>) -> Answer {
    let mut word = 0;
    let out = &raw mut word;
    let committed = rows.run(|| unsafe { guarded::queue_pop::<I>(rows.base(), out, MASK) });
    answer(committed, &[word])
}

fn queue<I: Index>() -> Family {
    let rows = Rows::<I>::new();
    let initial = |row: u32| vec![0, 7, 9, 22, 0, 0, 21 + row as usize];
    let meaning = |words: &Words| {
        let (head, tail) = (words[1], words[2]);
        if tail.wrapping_sub(head) > SLOTS {
            return vec![usize::MAX, head, tail];
        }
        (head..tail).map(|n| words[3 + (n & MASK)]).collect()
    };
    let (push, pop) = (move |word| queue_push(rows, word), move || queue_pop(rows));
    let mut family = rows
        .family("queue", initial, meaning)
        .operation(
            "push",
            move |side| push(side.of(77, 88)),
            |side, words| {
                words.push(side.of(77, 88));
                answer(true, &[])
            },
        )
        .operation(
            "pop",
            move |_| pop(),
            |_, words| {
                if words.is_empty() { answer(false, &[]) } else { answer(true, &[words.remove(0)]) }
            },
        )
        .steps(
            "once around",
            move || {
                for word in 1..=SLOTS {
                    pop();
                    push(word);
                }
            },
            |words| {
                for word in 1..=SLOTS {
                    words.remove(0);
                    words.push(word);
                }
            },
        )
        .holder(
            "a holder that replaces all",
            move |row, hold| rows.hold(row, hold, |words| words[2..2 + SLOTS].fill(66)),
            |words| words.fill(66),
        )
        .holder(
            "a holder that takes all",
            move |row, hold| rows.hold(row, hold, |words| words[0] = words[1]),
            Vec::clear,
        );
    family.is_resumable = true;
    family
}
