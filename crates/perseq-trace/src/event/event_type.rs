//! Event types of this process, and the way from `event!` to a buffer.
//!
//! ```text
//!   of a type   wanted             state
//!               null               0    off: nothing attached. One load and a branch
//!               `Attached::yes`    1    attached, not asked for yet: the first event describes its type to the session
//!               `Attached::yes`    2    attached, and the session has no room for it: its events are counted as discarded
//!               `Attached::yes`    3    attached, and the session has refused it: the same
//!               `Attached::yes`    4 +  attached, and the process has no buffers: which filter that was, and whether it passes the type
//!               a byte of the      F +  its number in the session + F (`FIRST`); above, which session of this process that was
//!               session's table
//! ```
//!
//! In a forked child that has no buffers of its own yet, state is 1, or a number of its parent's session + F, and nothing above: its first
//! event makes them ([`crate::session::fork`]).
//!
//! `wanted` points to a byte that is not 0 when events are wanted, so that a filter costs one load more than nothing at all.

use core::{
    mem::MaybeUninit,
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr, AtomicU8, AtomicUsize,
        Ordering::{Acquire, Relaxed, SeqCst},
    },
};

use crate::{
    buffer::{file::File, header::MAX_TYPES, section::MOST_WORDS, types::Registration, write::Loss},
    event::{
        field::{Fields, Kind},
        level::Level,
        made,
        record::{Record, WORDS},
    },
    say::say,
    session::{
        attached::{Attached, attached},
        ids,
        unbuffered::Unbuffered,
    },
};

const OFF: usize = 0;
const UNKNOWN: usize = 1;
const NO_ROOM: usize = 2;
const REFUSED: usize = 3;
/// Two for each of so many versions of the filter: the second one if it passes the type.
const UNBUFFERED: usize = 4;
const VERSIONS: usize = 1 << 14;
const FIRST: usize = UNBUFFERED + 2 * VERSIONS;
/// Of one event, which is never kept: the session's lock could not be had.
const BARRED: usize = 1 << CODE | UNKNOWN;
/// Bits of a state below the session's.
const CODE: u32 = 16;
const _: () = assert!(MAX_TYPES + FIRST < 1 << CODE);
/// Times that fields are asked for bytes that had no room the time before.
const LOOKS: u32 = 4;

/// A kind of event, as its place in the source has it. Made by [`event!`](crate::event!).
#[derive(Debug)]
#[repr(C)]
pub struct EventType {
    /// First: programs in C look at it.
    wanted: AtomicPtr<AtomicU8>,
    state: AtomicUsize,
    next: AtomicPtr<EventType>,
    pub(crate) provider: &'static str,
    pub(crate) name: &'static str,
    pub(crate) level: Level,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    pub(crate) fields: &'static [&'static str],
}

/// Types of executables and libraries that were loaded.
static TYPES: AtomicPtr<EventType> = AtomicPtr::new(null_mut());
/// All types of this process.
pub(crate) fn types() -> impl Iterator<Item = &'static EventType> {
    // SAFETY: `register` has put statics in the list, of objects that are never unloaded.
    let next = |place: &AtomicPtr<EventType>| unsafe { place.load(Acquire).as_ref() };
    core::iter::successors(next(&TYPES), move |event| next(&event.next)).chain(made::types())
}

pub(crate) fn set_all(attached: Option<&'static Attached>) {
    types().for_each(|event| event.set(attached));
}

impl Attached {
    /// An event whose type has that state cannot be recorded.
    #[cold]
    fn lose(&self, event: &EventType, state: usize) {
        match (state % (1 << CODE), &self.unbuffered) {
            (OFF, _) => {}
            (_, Some(unbuffered)) => event.count(self, unbuffered, state),
            (NO_ROOM, None) => self.file.lose(Loss::Untyped),
            (REFUSED, None) => self.file.lose(Loss::Unfit),
            (_, None) => self.file.lose(Loss::Barred),
        }
    }
}

impl EventType {
    /// For [`event!`](crate::event!).
    #[must_use]
    pub const fn new(
        provider: &'static str,
        name: &'static str,
        level: Level,
        file: &'static str,
        line: u32,
        fields: &'static [&'static str],
    ) -> Self {
        let (wanted, state) = (AtomicPtr::new(null_mut()), AtomicUsize::new(OFF));
        let next = AtomicPtr::new(null_mut());
        Self { wanted, state, next, provider, name, level, file, line, fields }
    }

    /// Called once for each type, when its object is loaded.
    #[doc(hidden)]
    pub fn register(&'static self) {
        core::hint::black_box(&crate::session::load::LOAD);
        let mine = core::ptr::from_ref(self).cast_mut();
        let mut first = TYPES.load(Acquire);
        loop {
            self.next.store(first, Relaxed);
            match TYPES.compare_exchange_weak(first, mine, SeqCst, Acquire) {
                Ok(_) => break,
                Err(other) => first = other,
            }
        }
        self.begin();
    }

    /// It is one of this process's types from now on: the session is asked at its first event, if there is one. More than once does no harm.
    pub(crate) fn begin(&self) {
        core::sync::atomic::fence(SeqCst);
        if self.state.load(Acquire) == OFF
            && let Some(attached) = attached()
        {
            self.set(Some(attached));
        }
    }

    /// In a forked child: the next event asks first.
    pub(crate) fn forget(&self, attached: &'static Attached) {
        let state = self.state.load(Relaxed);
        let known = state >> CODE == attached.number || state >> CODE == 0;
        let code = if known { state % (1 << CODE) } else { UNKNOWN };
        self.wanted.store(core::ptr::from_ref(&attached.yes).cast_mut(), SeqCst);
        self.state.store(if code < FIRST { UNKNOWN } else { code }, SeqCst);
    }

    /// Its number in the session, since before the fork.
    pub(crate) fn forgotten(&self) -> Option<usize> {
        let state = self.state.load(Acquire);
        if state >> CODE == 0 { state.checked_sub(FIRST) } else { None }
    }

    /// It has the same number in the buffers that this process has now.
    pub(crate) fn recall(&self, attached: &'static Attached, id: usize) {
        let Some(enabled) = attached.file.header().enabled.get(id) else { return };
        self.wanted.store(core::ptr::from_ref(enabled).cast_mut(), SeqCst);
        self.state.store(attached.number << CODE | (id + FIRST), SeqCst);
    }

    /// Asks that session at the next event, or no longer any.
    fn set(&self, attached: Option<&'static Attached>) {
        let (state, wanted) = match attached {
            Some(attached) => (UNKNOWN, core::ptr::from_ref(&attached.yes).cast_mut()),
            None => (OFF, null_mut()),
        };
        // In this order: a thread that asks in between has taken `wanted` already, and asks again.
        self.wanted.store(wanted, SeqCst);
        self.state.store(state, SeqCst);
    }

    /// Returns whether its events may be recorded, and so whether their arguments are to be evaluated.
    #[inline(always)]
    pub fn is_on(&self) -> bool {
        let wanted = self.wanted.load(Relaxed);
        // SAFETY: BUFFERS: null, of a static, a leaked box, or a mapping that stays.
        !wanted.is_null() && unsafe { &*wanted }.load(Relaxed) != 0
    }

    /// Returns whether the session has refused it, which the program was told.
    pub(crate) fn is_refused(&self) -> bool {
        self.state.load(Relaxed) % (1 << CODE) == REFUSED
    }

    /// Records an event with these fields, unless the session does not want it.
    #[inline(always)]
    pub fn record<F: Fields>(&'static self, fields: &F) {
        let Some((file, id)) = self.wanted_by(F::KINDS) else { return };
        if file.geometry.ids_only {
            let ids = ids::current(file.writer());
            fill(file, id, |record| record.ids(ids), fields);
        } else {
            fill_with_context(file, id, fields);
        }
    }

    /// As `record`, for a type whose fields only the program's other parts know.
    pub(crate) fn record_dynamic(&'static self, kinds: &[Kind], put: &dyn Fn(&mut Record<'_>)) {
        if let Some((file, id)) = self.wanted_by(kinds) {
            fill_by(file, id, put);
        }
    }

    /// As `record_dynamic`. False, and nothing is counted, if the session has no room for the type: the caller has another one.
    #[cfg(feature = "tracing")]
    pub(crate) fn record_if_room(&'static self, kinds: &[Kind], put: &dyn Fn(&mut Record<'_>)) -> bool {
        let Some(attached) = attached() else { return true };
        let state = self.state_in(attached, kinds);
        if state % (1 << CODE) == NO_ROOM {
            return false;
        }
        if let Some((file, id)) = self.wanted_in(attached, state) {
            fill_by(file, id, put);
        }
        true
    }

    /// The session that wants an event of this type, and the type's number there.
    #[inline(always)]
    fn wanted_by(&'static self, kinds: &[Kind]) -> Option<(&'static File, u32)> {
        let attached = attached()?;
        self.wanted_in(attached, self.state_in(attached, kinds))
    }

    /// As `wanted_by`, for a type that has that state there.
    #[inline(always)]
    fn wanted_in(&self, attached: &'static Attached, state: usize) -> Option<(&'static File, u32)> {
        let Some(id) = (state % (1 << CODE)).checked_sub(FIRST) else {
            attached.lose(self, state);
            return None;
        };
        // By a byte of the session: a thread that stores the state has stored first where that byte is.
        self.is_on().then_some((&attached.file, id as u32))
    }

    /// The type's state there, after the session was asked.
    #[inline(always)]
    fn state_in(&'static self, attached: &'static Attached, kinds: &[Kind]) -> usize {
        let state = self.state.load(Acquire);
        if state >> CODE == attached.number { state } else { self.ask(attached, kinds) }
    }

    /// Describes the type to the session; the state from now on, or of this event alone if the session's lock cannot be had: this may be a handler
    /// that has interrupted the thread that has it.
    #[cold]
    #[inline(never)]
    fn ask(&'static self, attached: &'static Attached, kinds: &[Kind]) -> usize {
        if let Some(unbuffered) = &attached.unbuffered {
            return self.ask_unbuffered(attached, unbuffered);
        }
        if !attached.is_of_this_process() {
            return OFF;
        }
        let before = self.state.load(Relaxed);
        if before == OFF || before >> CODE == attached.number {
            // Detached since; or known to the parent of this process, which has just made its own buffers.
            return before;
        }
        let (code, wanted) = match attached.file.register(self, kinds) {
            Ok(Registration::As(id)) => (id as usize + FIRST, &attached.file.header().enabled[id as usize]),
            Ok(Registration::NoRoom) => (NO_ROOM, &attached.yes),
            Ok(Registration::NoMemory) => {
                attached.file.lose(Loss::Memory);
                return OFF;
            }
            Ok(Registration::Refused(why)) => {
                say(format_args!("events {}::{} are not recorded: {why}", self.provider, self.name));
                (REFUSED, &attached.yes)
            }
            Err(_) => return BARRED,
        };
        let state = attached.number << CODE | code;
        // Unless this process was detached since.
        let (yes, wanted) = (core::ptr::from_ref(&attached.yes), core::ptr::from_ref(wanted));
        _ = self.wanted.compare_exchange(yes.cast_mut(), wanted.cast_mut(), SeqCst, Relaxed);
        _ = self.state.compare_exchange(before, state, SeqCst, Relaxed);
        state
    }
}

impl EventType {
    /// The state in a process without buffers: by the session's filter as it is now.
    fn ask_unbuffered(&self, attached: &Attached, unbuffered: &Unbuffered) -> usize {
        let before = self.state.load(Relaxed);
        if before == OFF {
            // Detached since.
            return OFF;
        }
        // In this order: if the filter changes in between, the next event asks again.
        let version = unbuffered.version() as usize % VERSIONS;
        let code = UNBUFFERED + 2 * version + usize::from(unbuffered.passes(self));
        let state = attached.number << CODE | code;
        // Unless this process was detached since.
        _ = self.state.compare_exchange(before, state, SeqCst, Relaxed);
        state
    }

    /// Counts an event of a process without buffers, if the session's filter passes its type.
    fn count(&self, attached: &Attached, unbuffered: &Unbuffered, state: usize) {
        let code = |state: usize| (state % (1 << CODE)).saturating_sub(UNBUFFERED);
        let is_current = code(state) / 2 == unbuffered.version() as usize % VERSIONS;
        let state = if is_current { state } else { self.ask_unbuffered(attached, unbuffered) };
        if code(state) % 2 == 1 {
            unbuffered.count();
        }
    }
}

/// The place of each field is known at compile time, up to the first text: as long as `put` is not one function for both ways.
#[inline(always)]
fn fill<F: Fields>(file: &File, id: u32, context: impl Fn(&mut Record<'_>), fields: &F) {
    let mut words = [MaybeUninit::uninit(); WORDS];
    let mut record = Record::new(&mut words, id);
    context(&mut record);
    fields.put(&mut record);
    match record.finish() {
        Ok(words) => _ = file.write(words),
        Err(count) => write_large(file, id, count, &|record| {
            context(record);
            fields.put(record);
        }),
    }
}

/// With the session's context, and fields that `put` puts.
fn fill_by(file: &File, id: u32, put: &dyn Fn(&mut Record<'_>)) {
    let put = |record: &mut Record<'_>| {
        file.geometry.context.put(file.writer(), record);
        put(record);
    };
    fill(file, id, put, &());
}

/// Out of line: programs have many events, and most sessions want ids.
#[inline(never)]
fn fill_with_context<F: Fields>(file: &File, id: u32, fields: &F) {
    fill(file, id, |record| file.geometry.context.put(file.writer(), record), fields);
}

/// With room from the allocator.
#[cold]
#[inline(never)]
fn write_large(file: &File, id: u32, count: usize, put: &dyn Fn(&mut Record<'_>)) {
    let mut count = count;
    // A field whose value other threads change may be longer each time.
    for _ in 0..LOOKS {
        if count > MOST_WORDS {
            break;
        }
        let mut words = vec![MaybeUninit::uninit(); count];
        let mut record = Record::new(&mut words, id);
        put(&mut record);
        match record.finish() {
            Ok(words) => {
                file.write(words);
                return;
            }
            Err(more) => count = more,
        }
    }
    file.lose_large();
}
