//! What the victim does, what conflicts with it, and what both are, one after the other.

use perseq_trace::{DynamicType, Level, Value, event};

use crate::{
    model::{Event, Model, Operation, Role, SUB_BUFFER, SUB_BUFFERS, text},
    walk::Kind,
};

/// How full the victim's buffer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Full {
    /// There is room.
    No,
    /// The sub-buffer has no room for the victim's event, and for a shorter one.
    SubBuffer,
    /// There is no sub-buffer left.
    Yes,
}

/// By what the victim writes its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Macro,
    DynamicType,
}

/// Where a victim was interrupted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    pub(crate) kind: Kind,
    /// Behind the last look whether there is room.
    pub(crate) has_room: bool,
    /// Behind the commit.
    pub(crate) is_behind: bool,
}

#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) ids: bool,
    pub(crate) full: Full,
    by: By,
    victim: Event,
}

/// Each way to a section: every copy of one is on one of them.
pub(crate) const SCENARIOS: [Scenario; 8] = [
    Scenario::new("an event", true, Full::No, By::Macro, 30),
    Scenario::new("an event without ids", false, Full::No, By::Macro, 30),
    Scenario::new("a long event", true, Full::No, By::Macro, 700),
    Scenario::new("an event of a type made at run time", true, Full::No, By::DynamicType, 30),
    Scenario::new("an event that begins a sub-buffer", true, Full::SubBuffer, By::Macro, 30),
    Scenario::new("a long event that begins a sub-buffer", false, Full::SubBuffer, By::Macro, 700),
    Scenario::new("an event without room", true, Full::Yes, By::Macro, 30),
    Scenario::new("an event larger than a sub-buffer", true, Full::No, By::Macro, SUB_BUFFER),
];

/// The one place of all events that the macro makes: conflicts run the sections that they interrupt.
#[inline(never)]
pub(crate) fn write(Event { role, sequence, text: len }: Event) {
    event!(walk::event, role = role as u64, sequence = sequence, text = text(sequence, len));
}

/// The type of events with the same fields that is made at run time.
pub(crate) fn dynamic_type() -> &'static DynamicType {
    let number = perseq_trace::Kind::Int { bytes: 8, signed: false };
    let fields = [("role", number), ("sequence", number), ("text", perseq_trace::Kind::Text)];
    DynamicType::leak("walk", "dynamic", Level::Info, file!(), line!(), &fields)
}

impl Scenario {
    const fn new(name: &'static str, ids: bool, full: Full, by: By, text: usize) -> Self {
        Self { name, ids, full, by, victim: Event { role: Role::Victim, sequence: 0, text } }
    }

    /// What was written before, all of it recorded.
    pub(crate) fn before(&self, cpu: u32) -> Vec<Event> {
        let (mut model, mut all) = (Model::new(self.ids), Vec::new());
        for sequence in 0.. {
            let event = Event { role: Role::Before, sequence, text: 6 };
            let is_enough = match self.full {
                Full::No => sequence == 3,
                Full::SubBuffer => sequence > 0 && !model.fits(cpu, self.victim),
                Full::Yes => false,
            };
            if is_enough || !model.append(cpu, event) {
                break;
            }
            all.push(event);
        }
        all
    }

    /// Does it.
    pub(crate) fn run(&self, dynamic: &'static DynamicType) {
        match self.by {
            By::Macro => write(self.victim),
            By::DynamicType => write_dynamic(dynamic, self.victim),
        }
    }

    /// What happens one after the other if the victim was interrupted there, on CPU `home`, and goes on on CPU `now`: first the conflict, or
    /// first what the victim has committed to.
    pub(crate) fn serial(
        &self,
        at: Option<At>,
        conflict: &[Operation],
        [home, now]: [u32; 2],
    ) -> Vec<Operation> {
        let victim = |cpu| vec![Operation::Event(cpu, self.victim)];
        let Some(At { kind, has_room, is_behind }) = at else { return victim(home) };
        match kind {
            // That there is no room was found before it is counted.
            Kind::Count => [&victim(home), conflict].concat(),
            Kind::Append if is_behind => [&victim(home), conflict].concat(),
            // The victim has switched, now or before.
            Kind::Append if has_room && self.full == Full::SubBuffer => {
                [&[Operation::Switch(home)], conflict, &victim(now)].concat()
            }
            Kind::Switch if is_behind => [&[Operation::Switch(home)], conflict, &victim(now)].concat(),
            // A claim changes nothing that events tell of.
            Kind::Append | Kind::Claim | Kind::Switch => [conflict, &victim(now)].concat(),
        }
    }
}

fn write_dynamic(event: &'static DynamicType, Event { role, sequence, text: len }: Event) {
    let text = text(sequence, len);
    event.record(&[Value::Int(role as u64), Value::Int(sequence), Value::Text(text.as_bytes())]);
}

/// What is done while the victim is interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Conflict {
    /// One event, for which there is room.
    Event,
    /// Events that need the next sub-buffer.
    Switch,
    /// Events until some are discarded.
    Fill,
    /// An event that is larger than a sub-buffer.
    TooLarge,
    /// The same as `Switch`, by a thread that cannot run sections, on the same CPU.
    ByGuard,
    /// The consumer takes everything out.
    Drain,
}

impl Conflict {
    pub(crate) const ALL: [Self; 6] =
        [Self::Event, Self::Switch, Self::Fill, Self::TooLarge, Self::ByGuard, Self::Drain];

    /// Whether a section that goes on in spite of it must be wrong somewhere.
    pub(crate) fn is_noticed(self) -> bool {
        matches!(self, Self::Event | Self::Switch | Self::ByGuard)
    }

    /// Its events.
    pub(crate) fn events(self) -> impl Iterator<Item = Event> {
        let (count, text) = match self {
            Self::Event => (1, 6),
            Self::Switch | Self::ByGuard => (2, 3000),
            // Records of 40 bytes, or 48.
            Self::Fill => (SUB_BUFFER * SUB_BUFFERS / 40 + 2, 6),
            Self::TooLarge => (1, SUB_BUFFER),
            Self::Drain => (0, 0),
        };
        (0..count as u64).map(move |sequence| Event { role: Role::Conflict, sequence, text })
    }

    /// As operations on `cpu`.
    pub(crate) fn operations(self, cpu: u32) -> Vec<Operation> {
        match self {
            Self::Drain => vec![Operation::Drain],
            _ => self.events().map(|event| Operation::Event(cpu, event)).collect(),
        }
    }
}
