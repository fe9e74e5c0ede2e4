//! librseq's operations on rows of our own: an addition, a list that is pushed to and popped from.
//!
//! The functions of [`perseq::perseq_core::section`] for authors of structures, with nothing around them: if a section is aborted as
//! often as it is tried, nothing has happened, and the ledger must agree.

use std::sync::atomic::{
    AtomicU64, AtomicUsize,
    Ordering::{Relaxed, SeqCst},
};

use fastrand::Rng;
use perseq::{
    Index, PerCpu, Zeroable,
    perseq_core::{Outcome, section},
};

use crate::torture::{ledger::Ledger, subject::Subject};

/// Nodes of the lists.
const NODES: usize = 128;

/// A row.
#[repr(C)]
struct Row {
    /// The sum of what was added.
    sum: AtomicUsize,
    /// The list's first node, or 0.
    head: AtomicUsize,
}

// SAFETY: two atomics, of which zeroes are the zero.
unsafe impl Zeroable for Row {}

/// A node of a list: at offset 0 the next one's address, or 0.
#[repr(C)]
struct Node {
    next: AtomicUsize,
}

/// Rows beside what they must hold.
pub(super) struct Sections<I: Index> {
    name: &'static str,
    rows: PerCpu<Row, I>,
    nodes: Box<[Node]>,
    ledger: Ledger,
    added: AtomicU64,
}

impl<I: Index> Sections<I> {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        Ok(Self {
            name,
            rows: PerCpu::zeroed_indexed()?,
            nodes: (0..NODES).map(|_| Node { next: AtomicUsize::new(0) }).collect(),
            ledger: Ledger::new(NODES),
            added: AtomicU64::new(0),
        })
    }

    fn add(&self, n: usize) {
        let sum = self.rows.base().cast::<usize>();
        // SAFETY: PLAIN, OWNED: the first word of every row, which sections by `I` alone write.
        let outcome = section::retry_here::<I>(|| unsafe { section::ops::here::load_add_store::<I>(sum, n) });
        if outcome == Outcome::Committed {
            self.added.fetch_add(n as u64, Relaxed);
        }
    }

    fn push(&self, rng: &mut Rng) {
        let Some(item) = self.ledger.enter(rng) else { return };
        let node = &self.nodes[item];
        let outcome = section::retry::<I>(|index| {
            let Some(row) = self.rows.get(index) else { return Outcome::Aborted };
            let head = row.head.load(Relaxed);
            node.next.store(head, Relaxed);
            // SAFETY: PLAIN, OWNED: the word is the row's, and sections by `I` on it alone write it.
            let pushed = unsafe {
                section::ops::load_cbne_store_release::<I>(index, row.head.as_ptr(), head, address(node))
            };
            // Another thread was there between the look and the section: again.
            if pushed == Outcome::Exited { Outcome::Aborted } else { pushed }
        });
        if outcome != Outcome::Committed {
            self.ledger.leave(item);
        }
    }

    fn pop(&self) {
        let mut out = 0;
        let outcome = section::retry::<I>(|index| {
            let Some(row) = self.rows.get(index) else { return Outcome::Aborted };
            let (head, out) = (row.head.as_ptr(), &raw mut out);
            // SAFETY: PLAIN, OWNED: as in `push`; what a list holds is a node, whose first word is the next one; `out` is a
            // live local.
            unsafe { section::ops::load_cbeq_store_add_load_store::<I>(index, head, out, 0, 0) }
        });
        if outcome == Outcome::Committed {
            self.ledger.leave(self.number(out));
        }
    }

    /// Which node has that address; a number that no node has if none.
    fn number(&self, address: usize) -> usize {
        address.wrapping_sub(self.nodes.as_ptr().addr()) / size_of::<Node>()
    }

    /// Adds and lists as they are: the sum of all rows, and the nodes of all lists, at most as many as there are.
    fn look(&self) -> (u64, Vec<usize>) {
        let sum = self.rows.iter().map(|row| row.sum.load(SeqCst) as u64).sum();
        let mut items = Vec::new();
        for row in self.rows.iter() {
            let mut at = row.head.load(SeqCst);
            while at != 0 && items.len() <= NODES {
                items.push(self.number(at));
                at = self.nodes.get(self.number(at)).map_or(0, |node| node.next.load(SeqCst));
            }
        }
        (sum, items)
    }
}

/// The address that sections store.
fn address(node: &Node) -> usize {
    (&raw const *node).expose_provenance()
}

impl<I: Index> Subject for Sections<I> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        for _ in 0..operations {
            match rng.u8(..3) {
                0 => self.add(rng.usize(..8)),
                1 => self.push(rng),
                _ => self.pop(),
            }
        }
        operations
    }

    fn in_handler(&self, rng: &mut Rng) -> bool {
        self.work(rng, 1);
        true
    }

    fn check_copy(&self, rng: &mut Rng) -> Result<(), String> {
        self.work(rng, 200);
        let (_, items) = self.look();
        let mut apart = items.clone();
        apart.sort_unstable();
        apart.dedup();
        if apart.len() == items.len() { Ok(()) } else { Err(format!("a node is in lists twice: {items:?}")) }
    }

    fn check(&self) -> Result<(), String> {
        let (sum, items) = self.look();
        // No thread is in a section, so the lists may be cut off here.
        self.rows.iter().for_each(|row| row.head.store(0, SeqCst));
        items.into_iter().for_each(|item| self.ledger.leave(item));
        self.ledger.check_empty()?;
        let added = self.added.load(SeqCst);
        if sum == added { Ok(()) } else { Err(format!("{added} was added and {sum} is there")) }
    }

    fn fault(&self) -> Option<String> {
        self.ledger.fault.get()
    }

    fn has_guards(&self) -> bool {
        false
    }
}
