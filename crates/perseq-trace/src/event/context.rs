//! The context fields that each event of a session has.

use core::cell::{Cell, RefCell};

use perseq_ctf::{Field, FieldType, Int, Width};
use perseq_pmu::{Event, Group};

use crate::{Record, session::ids};

/// The context fields of each event, beside its time, its CPU and its own fields. In traces these have LTTng's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Context {
    /// The process, as `vpid`.
    pub process: bool,
    /// The thread, as `vtid`.
    pub thread: bool,
    /// The thread's name, as `procname`: what it was at the thread's first event, 15 bytes of it at most.
    pub thread_name: bool,
    /// How often something happened in the thread's life from its first event on, as `perf_thread_cycles` and so on. 0 in threads in
    /// which it cannot be counted. 10 to 40 ns in user space, otherwise a system call an event; see [`perseq_pmu`].
    pub counter: Option<Event>,
}

impl Context {
    /// Nothing more.
    pub const NONE: Self = Self { process: false, thread: false, thread_name: false, counter: None };
    /// Process and thread: what costs next to nothing.
    pub const IDS: Self = Self { process: true, thread: true, ..Self::NONE };

    /// As a word of the session's file.
    pub(crate) fn word(self) -> u64 {
        let flags = [self.process, self.thread, self.thread_name];
        let flags = flags.iter().rev().fold(0, |word, flag| 2 * word + u64::from(*flag));
        flags | self.counter.map_or(0, code) << 8
    }

    /// Of a word of a file. A number that is no counter's is none.
    pub(crate) fn of(word: u64) -> Self {
        let flag = |bit: u32| word >> bit & 1 != 0;
        let counter = COUNTERS.iter().find(|(event, _)| code(*event) == word >> 8);
        let counter = counter.map(|(event, _)| *event).or_else(|| raw(word >> 8));
        Self { process: flag(0), thread: flag(1), thread_name: flag(2), counter }
    }

    /// The fields, in the order in which they are put in records.
    pub(crate) fn fields(self) -> Vec<Field> {
        let int = |name: &str, int| Field::new(name, FieldType::Int(int));
        let fields = [
            self.process.then(|| int("vpid", Int::signed(Width::W32))),
            self.thread.then(|| int("vtid", Int::signed(Width::W32))),
            self.thread_name.then(|| Field::new("procname", FieldType::FixedText(16))),
            self.counter.map(|event| int(&name(event), Int::unsigned(Width::W64))),
        ];
        fields.into_iter().flatten().collect()
    }

    /// Puts this thread's in a record; `process` is this process.
    #[inline(never)]
    pub(crate) fn put(self, process: u32, record: &mut Record<'_>) {
        let [process, thread] = ids::current(process);
        if self.process {
            record.number(process.into(), 4);
        }
        if self.thread {
            record.number(thread.into(), 4);
        }
        if self.thread_name {
            ids::name().into_iter().for_each(|word| record.number(word, 8));
        }
        if let Some(event) = self.counter {
            record.number(count(event), 8);
        }
    }
}

/// Counters, and what LTTng calls them.
const COUNTERS: [(Event, &str); 7] = [
    (Event::Cycles, "cycles"),
    (Event::Instructions, "instructions"),
    (Event::CacheReferences, "cache_references"),
    (Event::CacheMisses, "cache_misses"),
    (Event::Branches, "branch_instructions"),
    (Event::BranchMisses, "branch_misses"),
    (Event::PageFaults, "page_faults"),
];
/// Bits of a raw event's number, which processors have fewer of.
const RAW_BITS: u32 = 48;
const RAW: u64 = 255;

/// A counter as a number that fits above the flags.
fn code(event: Event) -> u64 {
    match event {
        Event::Raw(number) => RAW | number << 8,
        // One after the other, from 1 on.
        event => COUNTERS.iter().position(|(one, _)| *one == event).map_or(0, |place| place as u64 + 1),
    }
}

fn raw(code: u64) -> Option<Event> {
    (code & 0xff == RAW).then_some(Event::Raw(code >> 8))
}

fn name(event: Event) -> String {
    match event {
        Event::Raw(number) => format!("perf_thread_raw_{number:x}"),
        event => {
            let named = COUNTERS.iter().find(|(one, _)| *one == event);
            format!("perf_thread_{}", named.map_or("unknown", |(_, name)| name))
        }
    }
}

/// Checks that a session can have that counter: the number is written to its file, and this machine has it.
pub(crate) fn check(event: Event) -> core::result::Result<(), perseq_pmu::OpenError> {
    let too_large = |number: u64| number >= 1 << RAW_BITS;
    if matches!(event, Event::Raw(number) if too_large(number)) {
        return Err(perseq_pmu::OpenError {
            event,
            errno: rustix::io::Errno::INVAL.raw_os_error(),
            paranoid: None,
        });
    }
    Group::open([event]).map(drop)
}

thread_local! {
    /// This thread's counter, if it could be opened.
    static COUNTER: RefCell<Option<(Event, Option<Group<1>>)>> = const { RefCell::new(None) };
    /// True if it has ever had one: the first use of the other word allocates.
    static HAS_COUNTED: Cell<bool> = const { Cell::new(false) };
}

/// The value of this thread's counter.
fn count(event: Event) -> u64 {
    let read = |group: &Option<Group<1>>| {
        group.as_ref().and_then(|group| group.read().ok()).map_or(0, |[value]| value)
    };
    let count = |cell: &RefCell<Option<(Event, Option<Group<1>>)>>| {
        match cell.try_borrow().as_deref() {
            Ok(Some((of, group))) if *of == event => return read(group),
            Ok(_) => {}
            // This is a handler that has interrupted the thread that opens it.
            Err(_) => return 0,
        }
        let Ok(mut cell) = cell.try_borrow_mut() else { return 0 };
        HAS_COUNTED.set(true);
        let (_, group) = cell.insert((event, Group::open([event]).ok()));
        read(group)
    };
    // A thread that ends has none any more.
    COUNTER.try_with(count).unwrap_or(0)
}

/// A forked child's thread has a life of its own.
pub(crate) fn forked() {
    if !HAS_COUNTED.get() {
        return;
    }
    // A handler that forks in the middle of an event keeps its parent's.
    _ = COUNTER.try_with(|cell| cell.try_borrow_mut().map(|mut counter| *counter = None));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_is_the_same_after_a_file() {
        let raw = Some(Event::Raw((1 << RAW_BITS) - 1));
        for counter in COUNTERS.iter().map(|(event, _)| Some(*event)).chain([None, raw]) {
            for flags in 0..8 {
                let flag = |bit: u32| flags >> bit & 1 != 0;
                let context = Context { process: flag(0), thread: flag(1), thread_name: flag(2), counter };
                assert_eq!(Context::of(context.word()), context);
            }
        }
        assert_eq!(Context::of(7 << 8 | 200 << 8).counter, None);
    }
}
