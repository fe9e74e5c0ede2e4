//! Operations on one kind of row, each of which is interrupted by all: by each other, and by holders of the row's guard.

use std::sync::Arc;

use super::scenario::{Act, Answer, Conflict, Scenario, Who, Words};

/// Whose operands an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Victim,
    Other,
}

impl Side {
    /// One of two operands.
    pub(super) fn of<T>(self, victims: T, others: T) -> T {
        if self == Self::Victim { victims } else { others }
    }
}

/// The effect of an operation with one side's operands on the words of a row.
type SideModel = dyn Fn(Side, &mut Words) -> Answer;
/// The act of a holder: takes the guard of this row, calls the function, changes the row.
type HoldingAct = dyn Fn(u32, &dyn Fn()) + Send + Sync;

/// An operation, and what it does to the words that a row means.
#[derive(Clone)]
pub(super) struct Operation {
    name: &'static str,
    /// True if it is one section, which takes effect at one instant: only then can it be a victim.
    is_one_section: bool,
    run: Arc<dyn Fn(Side) -> Answer + Send + Sync>,
    model: Arc<SideModel>,
}

/// The act of a holder of a row's guard on it.
#[derive(Clone)]
struct Holding {
    name: &'static str,
    /// Opens the guard at once, or also late.
    holds: &'static [Who],
    act: Arc<HoldingAct>,
    model: Arc<dyn Fn(&mut Words)>,
}

/// One kind of row, with what is done to it.
pub(super) struct Family {
    pub(super) name: String,
    pub(super) current: fn() -> Option<u32>,
    /// Rows, or 1 to look at all as a whole.
    pub(super) rows: u32,
    pub(super) fresh: Arc<dyn Fn()>,
    pub(super) initial: Arc<dyn Fn(u32) -> Words>,
    /// The meaning of a row: nothing of it may be what aborted attempts may leave.
    pub(super) observe: Arc<dyn Fn(u32) -> Words>,
    pub(super) is_resumable: bool,
    pub(super) has_slow_path: bool,
    /// True if what it copies is always whole words.
    pub(super) copies_words: bool,
    operations: Vec<Operation>,
    holdings: Vec<Holding>,
}

impl Family {
    pub(super) fn new(
        name: String,
        current: fn() -> Option<u32>,
        rows: u32,
        fresh: impl Fn() + 'static,
        initial: impl Fn(u32) -> Words + 'static,
        observe: impl Fn(u32) -> Words + 'static,
    ) -> Self {
        Self {
            name,
            current,
            rows,
            fresh: Arc::new(fresh),
            initial: Arc::new(initial),
            observe: Arc::new(observe),
            is_resumable: false,
            has_slow_path: false,
            copies_words: false,
            operations: Vec::new(),
            holdings: Vec::new(),
        }
    }

    /// Says that the operations finish where no section ever commits.
    pub(super) fn with_slow_path(mut self) -> Self {
        self.has_slow_path = true;
        self
    }

    /// Adds an operation that is one section.
    pub(super) fn operation(
        mut self,
        name: &'static str,
        run: impl Fn(Side) -> Answer + Send + Sync + 'static,
        model: impl Fn(Side, &mut Words) -> Answer + 'static,
    ) -> Self {
        let (run, model) = (Arc::new(run), Arc::new(model));
        self.operations.push(Operation { name, is_one_section: true, run, model });
        self
    }

    /// Adds what is done in several steps, and so can be in the way only.
    pub(super) fn steps(
        mut self,
        name: &'static str,
        run: impl Fn() + Send + Sync + 'static,
        model: impl Fn(&mut Words) + 'static,
    ) -> Self {
        let run = move |_| {
            run();
            Vec::new()
        };
        let model = move |_, words: &mut Words| {
            model(words);
            Vec::new()
        };
        let (run, model) = (Arc::new(run), Arc::new(model));
        self.operations.push(Operation { name, is_one_section: false, run, model });
        self
    }

    /// Adds what a holder of the guard does: `act` takes the guard, calls the function, and changes the row.
    pub(super) fn holder(
        mut self,
        name: &'static str,
        act: impl Fn(u32, &dyn Fn()) + Send + Sync + 'static,
        model: impl Fn(&mut Words) + 'static,
    ) -> Self {
        let holds = &[Who::Holder, Who::LateHolder];
        self.holdings.push(Holding { name, holds, act: Arc::new(act), model: Arc::new(model) });
        self
    }

    /// Adds what another thread does to a row without its guard.
    pub(super) fn stranger(
        mut self,
        name: &'static str,
        act: impl Fn(u32) + Send + Sync + 'static,
        model: impl Fn(&mut Words) + 'static,
    ) -> Self {
        let act = Arc::new(move |row, _: &dyn Fn()| act(row));
        self.holdings.push(Holding { name, holds: &[Who::Holder], act, model: Arc::new(model) });
        self
    }

    fn conflicts(&self) -> Vec<Conflict> {
        let neighbours = self.operations.iter().cloned().map(|operation| {
            let (run, model) = (operation.run, operation.model);
            let act: Act = Box::new(move |_, _| drop(run(Side::Other)));
            let model = Box::new(move |_, words: &mut Words| drop(model(Side::Other, words)));
            Conflict { name: operation.name, who: Who::Neighbour, act, model }
        });
        let holders = self.holdings.iter().flat_map(|holding| {
            holding.holds.iter().map(|&who| {
                let Holding { name, act, model, .. } = holding.clone();
                let act: Act = Box::new(move |row, hold| act(row, hold));
                Conflict { name, who, act, model: Box::new(move |_, words: &mut Words| model(words)) }
            })
        });
        neighbours.chain(holders).collect()
    }

    /// Each operation as a victim of all.
    pub(super) fn scenarios(self) -> Vec<Scenario> {
        let victims = self.operations.iter().filter(|operation| operation.is_one_section);
        victims.map(|operation| self.scenario(operation.clone())).collect()
    }

    fn scenario(&self, victim: Operation) -> Scenario {
        let (fresh, initial, observe) = (self.fresh.clone(), self.initial.clone(), self.observe.clone());
        let (run, model) = (victim.run, victim.model);
        Scenario {
            name: format!("{}: {}", self.name, victim.name),
            current: self.current,
            rows: self.rows,
            fresh: Box::new(move || fresh()),
            initial: Box::new(move |row| initial(row)),
            victim: Box::new(move || run(Side::Victim)),
            model: Box::new(move |_, words| model(Side::Victim, words)),
            observe: Box::new(move |row| observe(row)),
            scratch: &[],
            conflicts: self.conflicts(),
            is_resumable: self.is_resumable,
            has_slow_path: self.has_slow_path,
            copies_words: self.copies_words,
            copier: None,
        }
    }
}
