//! Event types of this process, the session that it traces into, and the way from `event!` to a buffer.
//!
//! ```text
//!   state of a type   0  off: nothing attached. One load and a branch
//!                     1  attached, not asked for yet: the first event describes its type to the session
//!                     2  attached, and the session has no room for it
//!                   3 +  its number in the session + 3; above, which session of this process that was
//! ```

use core::{
    mem::MaybeUninit,
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr, AtomicUsize,
        Ordering::{Acquire, Relaxed, SeqCst},
    },
};

use crate::{
    field::{Fields, Kind, Record, WORDS},
    file::{File, MAX_TYPES},
    ids,
};

const OFF: usize = 0;
const UNKNOWN: usize = 1;
const NO_ROOM: usize = 2;
const FIRST: usize = 3;
/// Bits of a state below the session's.
const CODE: u32 = 16;
const _: () = assert!(MAX_TYPES + FIRST < 1 << CODE);

/// How important an event is: the numbers of syslog, and LTTng's for debugging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Level {
    /// Something does not work.
    Error = 3,
    /// Something may not work soon.
    Warning = 4,
    /// What happens.
    Info = 6,
    /// What a programmer wants to know.
    Debug = 7,
    /// Every step.
    Trace = 14,
}

/// A kind of event, as its place in the source has it. Made by [`event!`](crate::event!).
#[derive(Debug)]
pub struct EventType {
    state: AtomicUsize,
    next: AtomicPtr<EventType>,
    pub(crate) provider: &'static str,
    pub(crate) name: &'static str,
    pub(crate) level: Level,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    pub(crate) fields: &'static [&'static str],
}

/// All types of this process: those of executables and libraries that were loaded.
static TYPES: AtomicPtr<EventType> = AtomicPtr::new(null_mut());
/// The session that this process traces into. Never freed: an event may be under way.
static ATTACHED: AtomicPtr<Attached> = AtomicPtr::new(null_mut());

/// A session of this process.
#[derive(Debug)]
pub(crate) struct Attached {
    pub(crate) file: File,
    /// Tells it from earlier ones: in the upper bits of states.
    number: usize,
}

/// The session, if there is one.
pub(crate) fn attached() -> Option<&'static Attached> {
    let attached = ATTACHED.load(Acquire);
    // SAFETY: BUFFERS: null, or a leaked box.
    unsafe { attached.as_ref() }
}

/// Makes `file` the session of this process; gives it back if there is one.
pub(crate) fn attach(file: File) -> Result<(), File> {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    let mine = Box::into_raw(Box::new(Attached { file, number: NEXT.fetch_add(1, Relaxed) }));
    if ATTACHED.compare_exchange(null_mut(), mine, SeqCst, Acquire).is_err() {
        // SAFETY: from `into_raw` above, and nobody has seen it.
        return Err(unsafe { Box::from_raw(mine) }.file);
    }
    // SeqCst, with `register`: either this finds a type that is being registered, or that finds the session.
    core::sync::atomic::fence(SeqCst);
    set_all(UNKNOWN);
    Ok(())
}

/// Ends tracing in this process.
pub(crate) fn detach() {
    // What was mapped stays: somebody may be in the middle of an event.
    ATTACHED.store(null_mut(), SeqCst);
    set_all(OFF);
}

fn set_all(state: usize) {
    let mut next = TYPES.load(Acquire);
    // SAFETY: `register` has put statics in the list, of objects that are never unloaded.
    while let Some(event) = unsafe { next.as_ref() } {
        event.state.store(state, SeqCst);
        next = event.next.load(Acquire);
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
        let (state, next) = (AtomicUsize::new(OFF), AtomicPtr::new(null_mut()));
        Self { state, next, provider, name, level, file, line, fields }
    }

    /// Called once for each type, when its object is loaded.
    #[doc(hidden)]
    pub fn register(&'static self) {
        let mine = core::ptr::from_ref(self).cast_mut();
        let mut first = TYPES.load(Acquire);
        loop {
            self.next.store(first, Relaxed);
            match TYPES.compare_exchange_weak(first, mine, SeqCst, Acquire) {
                Ok(_) => break,
                Err(other) => first = other,
            }
        }
        if !ATTACHED.load(SeqCst).is_null() {
            self.state.store(UNKNOWN, SeqCst);
        }
    }

    /// Whether its events may be recorded: whether their arguments are to be evaluated.
    #[inline(always)]
    pub fn is_on(&self) -> bool {
        self.state.load(Relaxed) != OFF
    }

    /// Records an event with these fields, unless the session does not want it.
    #[inline(always)]
    pub fn record<F: Fields>(&'static self, fields: &F) {
        let Some(attached) = attached() else { return };
        let state = self.state.load(Relaxed);
        let state = if state >> CODE == attached.number { state } else { self.ask(attached, F::KINDS) };
        let Some(id) = (state % (1 << CODE)).checked_sub(FIRST) else { return };
        let (file, header) = (&attached.file, attached.file.header());
        if header.enabled[id].load(Relaxed) == 0 || header.stopped.load(Relaxed) != 0 {
            return;
        }
        let ids = if file.geometry.ids { Some(ids::current()) } else { None };
        let mut words = [MaybeUninit::uninit(); WORDS];
        let mut record = Record::new(&mut words, id as u32, ids);
        fields.put(&mut record);
        match record.finish() {
            Ok(words) => _ = file.write(words),
            Err(count) => record_large(file, id as u32, ids, count, &|record| fields.put(record)),
        }
    }

    /// Describes the type to the session; the state from now on.
    #[cold]
    #[inline(never)]
    fn ask(&'static self, attached: &Attached, kinds: &[Kind]) -> usize {
        let before = self.state.load(Relaxed);
        if before == OFF {
            // Detached meanwhile.
            return OFF;
        }
        let code = match attached.file.register(self, kinds) {
            Ok(Some(id)) => id as usize + FIRST,
            Ok(None) | Err(_) => NO_ROOM,
        };
        let state = attached.number << CODE | code;
        // Unless this process was detached meanwhile.
        _ = self.state.compare_exchange(before, state, SeqCst, Relaxed);
        state
    }
}

/// With room from the allocator.
#[cold]
#[inline(never)]
fn record_large(file: &File, id: u32, ids: Option<[u32; 2]>, count: usize, fill: &dyn Fn(&mut Record<'_>)) {
    let mut words = vec![MaybeUninit::uninit(); count];
    let mut record = Record::new(&mut words, id, ids);
    fill(&mut record);
    if let Ok(words) = record.finish() {
        file.write(words);
    }
}
