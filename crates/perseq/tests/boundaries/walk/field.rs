//! Rows of words that librseq's operations work on, their operands, and the words to begin with.
//!
//! ```text
//! word 0      1 2 3     4 5      6 7      8 9      10 11
//!      head   values    node 0   node 1   node 2   node 3      lists: a node's second word leads to the next
//!                       table 0  table 1                       tables: the second word leads to word 1 or 2
//! ```

use perseq::{
    Index,
    perseq_core::{
        Outcome, cpu,
        pool::{Item, Pool},
    },
};

use super::scenario::Words;

pub(super) const WORDS: usize = 12;
pub(super) const WORD: usize = size_of::<usize>();

/// Rows that the operations work on.
pub(super) struct Field<I: Index> {
    item: Item<I>,
    pub(super) rows: u32,
}

impl<I: Index> Field<I> {
    /// Never freed.
    pub(super) fn new() -> &'static Self {
        let pool = Box::leak(Box::new(Pool::<I>::new()));
        let rows = cpu::possible().expect("the kernel tells").iter().max().map_or(1, |highest| highest + 1);
        Box::leak(Box::new(Self { item: pool.allocate(WORDS * WORD, 64).expect("memory"), rows }))
    }

    /// Operand `n` of an operation, in row 0 or another.
    pub(super) fn operand(&self, row: Option<u32>, args: &Args, n: usize) -> *mut usize {
        let row = row.map_or(self.item.base(), |row| self.item.row(row)).cast::<usize>();
        row.wrapping_add(args.at[n]).wrapping_byte_add(n * args.beyond)
    }

    pub(super) fn word(&self, row: u32, word: usize) -> *mut usize {
        self.item.row(row).cast::<usize>().wrapping_add(word)
    }

    /// Makes every row what a trial begins with.
    pub(super) fn fill(&self, head: Head) {
        for row in 0..self.rows {
            for (word, value) in initial(self.word(row, 0).addr(), head, row).into_iter().enumerate() {
                unsafe { self.word(row, word).write_volatile(value) };
            }
        }
    }

    /// Returns whether a row stays where it is as long as the CPU does.
    pub(super) fn rows_are_cpus(&self) -> bool {
        std::any::TypeId::of::<I>() == std::any::TypeId::of::<perseq::ByCpuId>()
    }

    pub(super) fn words(&self, row: u32) -> Words {
        (0..WORDS).map(|word| unsafe { self.word(row, word).read_volatile() }).collect()
    }
}

/// Operands, whatever their meaning to an operation.
#[derive(Clone, Copy)]
pub(super) struct Args {
    /// Words of the row.
    pub(super) at: [usize; 2],
    /// The place where a node is stored, or the words that are copied.
    pub(super) p: *mut usize,
    /// Bytes from the second word to the destination of a copy.
    pub(super) beyond: usize,
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) z: usize,
}
// SAFETY: `p` is the address of a static or leaked word.
unsafe impl Sync for Args {}
unsafe impl Send for Args {}

pub(super) type Attempt<I> = fn(&Field<I>, &Args) -> Outcome;

/// Attempts until it is not aborted.
pub(super) fn done<I: Index>(
    field: &Field<I>,
    attempt: impl Fn(&Field<I>, &Args) -> Outcome,
    args: &Args,
) -> Outcome {
    for _ in 0..1000 {
        match attempt(field, args) {
            Outcome::Aborted => {}
            outcome => return outcome,
        }
    }
    panic!("1000 attempts were aborted");
}

/// The kind of word 0.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Head {
    Value,
    /// Address of node 0, from which node 1 and node 2 follow.
    List,
    /// Address of table 0.
    Table,
}

pub(super) const VALUE: usize = 7;

pub(super) fn initial(base: usize, head: Head, row: u32) -> Words {
    let to = |word: usize| base + word * WORD;
    let first = match head {
        Head::Value => VALUE,
        Head::List => to(4),
        Head::Table => to(4),
    };
    let mut words = vec![first, 8, 9, 10 + row as usize, 0, 0, 0, 0, 0, 0, 0, 0];
    match head {
        Head::Value => {}
        Head::List => (words[5], words[7]) = (to(6), to(8)),
        Head::Table => (words[5], words[7]) = (to(1), to(2)),
    }
    words
}

/// A place for what a pop finds: one for victims, one for conflicts.
pub(super) fn place() -> *mut usize {
    Box::leak(Box::new(0_usize))
}
