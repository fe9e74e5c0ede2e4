//! A scenario: a victim, the operations that come between its instructions, and what they do in plain words.

use perseq::{ByConcurrencyId, Index};

/// The content of one row, as words; its meaning is the scenario's.
pub(super) type Words = Vec<usize>;
/// The answer of an operation; its first word is [`COMMITTED`] if it did what it is for.
pub(super) type Answer = Vec<usize>;
/// The effect of an operation on the words of a row.
pub(super) type Model<R> = dyn Fn(u32, &mut Words) -> R;
/// An operation that did what it is for.
pub(super) const COMMITTED: usize = 1;

/// The thread that does a conflicting operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// A thread on the victim's CPU: a handler, or another thread after the victim has gone. On its own row.
    Neighbour,
    /// Another thread that holds the guard of the victim's row.
    Holder,
    /// The same, and it opens the guard only after the victim has run into it.
    LateHolder,
}

/// An operation that conflicts with the victim's.
pub(super) struct Conflict {
    pub(super) name: &'static str,
    pub(super) who: Who,
    /// Does it. A holder does it on this row, and calls the function as soon as it holds the guard.
    pub(super) act: Act,
    /// The same on the words of that row.
    pub(super) model: Box<Model<()>>,
}

/// Does a conflicting operation.
pub(super) type Act = Box<dyn Fn(u32, &dyn Fn()) + Sync>;

impl Conflict {
    /// Does it on this thread. The row, and whether this thread's row changed during it, which concurrency ids may do.
    pub(super) fn perform(
        &self,
        current: fn() -> Option<u32>,
        victim_row: u32,
        hold: &dyn Fn(),
    ) -> Option<(u32, bool)> {
        if self.who != Who::Neighbour {
            (self.act)(victim_row, hold);
            return Some((victim_row, false));
        }
        let row = current()?;
        (self.act)(row, hold);
        Some((row, current()? != row))
    }
}

/// An operation to be interrupted.
pub(super) struct Scenario {
    pub(super) name: String,
    /// The row of this thread.
    pub(super) current: fn() -> Option<u32>,
    /// Rows to look at; 1 for a structure that is looked at as a whole.
    pub(super) rows: u32,
    /// Makes every row what `initial` says.
    pub(super) fresh: Box<dyn Fn()>,
    pub(super) initial: Box<dyn Fn(u32) -> Words>,
    /// Runs the operation to its end, however often it is aborted.
    pub(super) victim: Box<dyn Fn() -> Answer>,
    /// The same on the words of its row.
    pub(super) model: Box<Model<Answer>>,
    pub(super) observe: Box<dyn Fn(u32) -> Words>,
    /// Words that an attempt may write before it commits.
    pub(super) scratch: &'static [usize],
    pub(super) conflicts: Vec<Conflict>,
    /// True if an attempt may also be resumed in the middle, which only plain words survive.
    pub(super) is_resumable: bool,
    /// True if it finishes where no section ever commits.
    pub(super) has_slow_path: bool,
    /// True if what it copies is always whole words, so that the loop over single bytes is never reached.
    pub(super) copies_words: bool,
    /// The victim where it copies, for breakpoints that only the last pass of a loop meets.
    pub(super) copier: Option<Copier>,
}

/// A copying operation whose destination and source can be chosen: see `loops.rs`.
pub(super) struct Copier {
    /// Bytes that it copies in words, and after them one by one.
    pub(super) in_words: usize,
    pub(super) in_bytes: usize,
    /// Copies these bytes from the second address to the first, and commits.
    pub(super) victim: Box<dyn Fn(usize, *mut u8) -> Answer>,
}

/// The operation that came first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The victim alone.
    Alone,
    ConflictFirst,
    VictimFirst,
}

/// The state that a trial left.
pub(super) struct Result<'a> {
    pub(super) conflict: Option<&'a Conflict>,
    pub(super) order: Order,
    /// The rows on which the two operations were.
    pub(super) conflict_row: u32,
    pub(super) victim_row: u32,
    pub(super) answer: Answer,
    /// True if the victim has written the scratch words of its row if it committed.
    pub(super) copies: bool,
}

impl Scenario {
    /// Says what is wrong, if anything: the rows and the answer must be those of the operations one after the other.
    ///
    /// A concurrency id may change whenever a thread is not running, so there any two rows will do.
    pub(super) fn check(&self, result: &Result<'_>) -> std::result::Result<(), String> {
        let observed: Vec<Words> = (0..self.rows).map(|row| (self.observe)(row)).collect();
        let first = self.compare(result, result.conflict_row, result.victim_row, &observed);
        let rows_are_sure = self.current as usize != ByConcurrencyId::current as fn() -> Option<u32> as usize;
        if first.is_ok() || rows_are_sure {
            return first;
        }
        let mut pairs = (0..self.rows).flat_map(|c| (0..self.rows).map(move |v| (c, v)));
        if pairs.any(|(c, v)| self.compare(result, c, v, &observed).is_ok()) { Ok(()) } else { first }
    }

    fn compare(
        &self,
        result: &Result<'_>,
        conflict_row: u32,
        victim_row: u32,
        observed: &[Words],
    ) -> std::result::Result<(), String> {
        let (c, v) = (conflict_row.min(self.rows - 1), victim_row.min(self.rows - 1));
        let mut expected: Vec<Words> = (0..self.rows).map(|row| (self.initial)(row)).collect();
        let conflict = |expected: &mut Vec<Words>| {
            if let Some(conflict) = result.conflict {
                (conflict.model)(c, &mut expected[c as usize]);
            }
        };
        if result.order == Order::ConflictFirst {
            conflict(&mut expected);
        }
        let answer = (self.model)(v, &mut expected[v as usize]);
        if result.order == Order::VictimFirst {
            conflict(&mut expected);
        }
        let mut observed = observed.to_vec();
        for row in 0..self.rows {
            if row != v || result.answer[0] != COMMITTED || !result.copies {
                for &word in self.scratch {
                    (expected[row as usize][word], observed[row as usize][word]) = (0, 0);
                }
            }
        }
        if expected == observed && answer == result.answer {
            return Ok(());
        }
        Err(format!(
            "{:?}, conflict on row {c}, victim on row {v}\n  answer   {:x?}\n  expected {answer:x?}\n  rows     \
             {observed:x?}\n  expected {expected:x?}",
            result.order, result.answer
        ))
    }
}
