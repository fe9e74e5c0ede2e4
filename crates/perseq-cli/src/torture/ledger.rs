//! The place of every item: with a thread, or inside a structure. And the first thing that went wrong.
//!
//! A structure under torture is given numbers from a ledger. A number enters before it is put in and leaves after it was
//! taken out, so an item that comes out twice, or that never went in, is noticed when it comes, and one that was lost
//! when everything has been taken out. All of it is atomic, for handlers use it too.

use std::{
    fmt,
    sync::atomic::{
        AtomicBool, AtomicI64, AtomicU64,
        Ordering::{AcqRel, Acquire, Relaxed},
    },
};

use fastrand::Rng;

/// How many numbers are tried before a ledger says that none is free.
const TRIES: usize = 4;

/// The first thing that went wrong with a structure. Recorded by handlers too, which cannot make text.
#[derive(Debug, Default)]
pub(super) struct Fault {
    /// 0, or what happened and to which number: see [`Fault::record`].
    first: AtomicU64,
}

/// The faults that can show in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Wrong {
    /// An item came out that was not inside.
    NotInside = 1,
    /// An item came out that was never made.
    Unknown,
    /// An item's contents have changed.
    Changed,
    /// A record is not what its writer wrote.
    Torn,
    /// A record came out after a later one of its writer.
    OutOfOrder,
    /// An operation failed with an error that it must not fail with.
    Failed,
    /// Two threads were where only one can be.
    NotExclusive,
}

impl Fault {
    /// Nothing yet.
    pub(super) const fn new() -> Self {
        Self { first: AtomicU64::new(0) }
    }

    /// Records what went wrong, with number `item`, unless something has before.
    pub(super) fn record(&self, what: Wrong, item: usize) {
        let word = (what as u64) << 56 | (item as u64 & ((1 << 56) - 1));
        // Only the first is kept.
        _ = self.first.compare_exchange(0, word, AcqRel, Relaxed);
    }

    /// The first fault, if there is one.
    pub(super) fn get(&self) -> Option<String> {
        let word = self.first.load(Acquire);
        let item = word & ((1 << 56) - 1);
        Some(match word >> 56 {
            0 => return None,
            1 => format!("item {item} came out, which was not inside: it came out twice"),
            2 => format!("an item {item:#x} came out, which nobody has made"),
            3 => format!("item {item} has changed while it was inside"),
            4 => format!("record {item} is not what was written"),
            5 => format!("record {item} came after a later one of its writer"),
            6 => format!("an operation failed that must not: errno or row {item}"),
            _ => format!("two threads at once were where one can be: {item}"),
        })
    }
}

/// Which numbers are inside a structure.
#[derive(Debug)]
pub(super) struct Ledger {
    /// Number n is inside.
    inside: Box<[AtomicBool]>,
    /// The first fault.
    pub(super) fault: Fault,
}

impl Ledger {
    /// A ledger of `items` numbers, all outside.
    pub(super) fn new(items: usize) -> Self {
        Self { inside: (0..items).map(|_| AtomicBool::new(false)).collect(), fault: Fault::new() }
    }

    /// A number that is outside, entered; `None` if some tries find only such as are inside.
    pub(super) fn enter(&self, rng: &mut Rng) -> Option<usize> {
        (0..TRIES).find_map(|_| {
            let item = rng.usize(..self.inside.len());
            self.inside[item].compare_exchange(false, true, Acquire, Relaxed).is_ok().then_some(item)
        })
    }

    /// Number `item` has come out, or was refused.
    pub(super) fn leave(&self, item: usize) {
        match self.inside.get(item) {
            None => self.fault.record(Wrong::Unknown, item),
            Some(inside) if !inside.swap(false, AcqRel) => self.fault.record(Wrong::NotInside, item),
            Some(_) => {}
        }
    }

    /// How many numbers are inside.
    pub(super) fn len(&self) -> usize {
        self.inside.iter().filter(|inside| inside.load(Relaxed)).count()
    }

    /// After everything was taken out: nothing is inside, and nothing went wrong.
    ///
    /// # Errors
    /// The item that is lost, or the fault from before.
    pub(super) fn check_empty(&self) -> Result<(), String> {
        if let Some(fault) = self.fault.get() {
            return Err(fault);
        }
        match self.inside.iter().position(|inside| inside.load(Relaxed)) {
            None => Ok(()),
            Some(first) => Err(format!("{} items are lost, the first is {first}", self.len())),
        }
    }
}

/// An object on the heap whose life is counted.
pub(super) struct Token {
    /// Its number in the ledger.
    number: usize,
    /// The number's complement: shows memory that is not a token, or not any more.
    complement: usize,
    live: &'static AtomicI64,
}

impl Token {
    /// Number `number`, counted in `live`.
    pub(super) fn new(number: usize, live: &'static AtomicI64) -> Box<Self> {
        live.fetch_add(1, Relaxed);
        Box::new(Self { number, complement: !number, live })
    }

    /// Its number, or a fault.
    pub(super) fn number(&self, fault: &Fault) -> usize {
        if self.number != !self.complement {
            fault.record(Wrong::Changed, self.number);
        }
        self.number
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.complement = self.number;
        self.live.fetch_sub(1, Relaxed);
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Token").field(&self.number).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_that_comes_out_twice_is_noticed_and_so_is_one_that_is_lost() {
        let mut rng = Rng::with_seed(1);
        let ledger = Ledger::new(64);
        let item = ledger.enter(&mut rng).unwrap();
        assert!(ledger.check_empty().unwrap_err().contains(&format!("the first is {item}")));
        ledger.leave(item);
        assert_eq!(ledger.check_empty(), Ok(()));
        ledger.leave(item);
        assert!(ledger.check_empty().unwrap_err().contains("came out twice"));
    }

    #[test]
    fn an_item_that_nobody_made_is_noticed() {
        let ledger = Ledger::new(4);
        ledger.leave(4);
        assert!(ledger.check_empty().unwrap_err().contains("nobody has made"));
    }

    #[test]
    fn a_number_is_given_once() {
        let mut rng = Rng::with_seed(2);
        let ledger = Ledger::new(16);
        let mut given: Vec<usize> = (0..1000).filter_map(|_| ledger.enter(&mut rng)).collect();
        given.sort_unstable();
        assert_eq!(given, (0..16).collect::<Vec<_>>());
        assert_eq!(ledger.len(), 16);
    }

    #[test]
    fn a_token_that_was_dropped_is_no_token() {
        static LIVE: AtomicI64 = AtomicI64::new(0);
        let fault = Fault::new();
        let mut token = *Token::new(3, &LIVE);
        assert_eq!((token.number(&fault), fault.get()), (3, None));
        token.complement = 3;
        token.number(&fault);
        assert!(fault.get().unwrap().contains("item 3 has changed"));
        drop(token);
        assert_eq!(LIVE.load(Relaxed), 0);
    }
}
