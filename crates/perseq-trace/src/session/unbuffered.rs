//! Programs that know of a session and have no buffers: the disk was full when they began, or files may not be long, or no descriptor was
//! left. Their events are in no trace. They are counted:
//!
//! ```text
//!   the session's file could be mapped    in a page of it, which belongs to the session: also if the program is killed
//!   not even that                         in memory that the program and its forked children share: the program says how many they were when
//!                                         it ends; of those that came after that, the children that end later do
//! ```
//!
//! The session's settings are mapped for reading, and one page for writing. A type's state says whether the session's filter passes the type, and
//! which filter that was.

use core::{
    ffi::c_int,
    sync::atomic::{
        AtomicPtr, AtomicU32, AtomicU64,
        Ordering::{Acquire, Relaxed, SeqCst},
    },
};

use rustix::{
    io::Errno,
    mm::{Advice, MapFlags, ProtFlags, madvise, mmap, mmap_anonymous},
};

use crate::{
    EventType,
    buffer::{file::File, geometry::UNBUFFERED},
    say::say,
    session::{
        attached::{self, Attached},
        load, retired,
        settings::Settings,
    },
};

/// The events of a program that cannot reach the session, and of its forked children.
#[derive(Debug)]
struct Here {
    events: AtomicU64,
    /// 1 when that program has ended.
    ended: AtomicU32,
}

/// For systems on which no memory can be shared.
static ALONE: Here = Here { events: AtomicU64::new(0), ended: AtomicU32::new(0) };
/// Null before a program needs it.
static HERE: AtomicPtr<Here> = AtomicPtr::new(core::ptr::null_mut());
/// 1 in forked children of a process that has such a page.
static IS_CHILD: AtomicU32 = AtomicU32::new(0);

/// Those of this process. The page is made before events come there, and stays.
fn here() -> &'static Here {
    let (null, access) = (core::ptr::null_mut(), ProtFlags::READ | ProtFlags::WRITE);
    let before = HERE.load(Acquire);
    let before = if before.is_null() {
        // SAFETY: a new mapping touches no existing memory.
        let page = unsafe { mmap_anonymous(null, load::page_size(), access, MapFlags::SHARED) };
        let page = page.map_or_else(|_| (&raw const ALONE).cast_mut(), <*mut _>::cast::<Here>);
        // A page that another thread's is in the place of stays empty.
        HERE.compare_exchange(core::ptr::null_mut(), page, SeqCst, Acquire)
            .map_or_else(|other| other, |_| page)
    } else {
        before
    };
    // SAFETY: the static, or a page of zeroes, aligned, that stays mapped: atomics only.
    unsafe { &*before }
}

/// How a process without buffers counts its events.
#[derive(Debug)]
pub(crate) struct Unbuffered {
    settings: Option<&'static Settings>,
    events: &'static AtomicU64,
}

impl Unbuffered {
    /// Of the session with those settings, whose file `session` is; of this process alone if that cannot be.
    fn new(of: Option<(&'static Settings, &File)>) -> Self {
        match of.and_then(|(settings, session)| Some((settings, page(session)?))) {
            Some((settings, events)) => Self { settings: Some(settings), events },
            None => {
                tell_at_the_end();
                Self { settings: None, events: &here().events }
            }
        }
    }

    /// The session's settings, if they are known.
    pub(crate) fn settings(&self) -> Option<&'static Settings> {
        self.settings
    }

    /// The version of the filter that is the session's now.
    pub(crate) fn version(&self) -> u32 {
        self.settings.map_or(0, |settings| settings.header().filter_version.load(Relaxed))
    }

    /// Returns whether the session's filter passes that type.
    pub(crate) fn passes(&self, event: &EventType) -> bool {
        let mut passes = true;
        if let Some(settings) = self.settings {
            settings.header().by_filter(|filter| {
                passes = filter.passes(event.provider, event.name, event.level as u8);
            });
        }
        passes
    }

    /// Counts an event, as long as the session has not ended.
    pub(crate) fn count(&self) {
        if self.settings.is_some_and(Settings::is_stopped) {
            _ = attached::detach();
        } else {
            self.events.fetch_add(1, Relaxed);
        }
    }
}

/// The page of a session's file that has the count. Its room is there since the session was made, or is found now.
fn page(session: &File) -> Option<&'static AtomicU64> {
    let file = session.file.as_ref()?;
    let (len, access) = (load::page_size(), ProtFlags::READ | ProtFlags::WRITE);
    let null = core::ptr::null_mut();
    // SAFETY: a new mapping touches no existing memory.
    let start = unsafe { mmap(null, len, access, MapFlags::SHARED, file, UNBUFFERED as u64) }.ok()?;
    // SAFETY: the new mapping, as long as it is.
    match unsafe { madvise(start, len, Advice::LinuxPopulateWrite) } {
        // Before Linux 5.14 the room is what the session has set aside.
        Ok(()) | Err(Errno::INVAL) => {}
        Err(_) => return None,
    }
    // SAFETY: BUFFERS: page-aligned, in the file, which is at least a header's place long, and mapped for ever.
    Some(unsafe { &*start.cast::<AtomicU64>() })
}

/// This process, which could not have buffers, counts its events from now on, unless it traces by now. `programs` counts it as one, the
/// first time.
pub(crate) fn attach(of: Option<(&'static Settings, &File)>, programs: &AtomicU32) {
    let session = of.map_or((0, 0), |(_, session)| session.session);
    if let Some(before) = retired::unbuffered_of(session) {
        _ = attached::attach_again(before);
        return;
    }
    // First: the page for events stays as long as there are such programs.
    programs.fetch_add(1, SeqCst);
    let Some(mut file) = File::nowhere() else { return };
    file.session = session;
    // Otherwise it traces.
    _ = attached::attach(file, Some(Unbuffered::new(of)));
}

/// This process may have buffers now.
pub(crate) fn detach() {
    if attached::attached().is_some_and(Attached::is_unbuffered)
        && let Some(before) = attached::detach()
    {
        retired::keep(before);
    }
}

/// This process was just forked: its parent says what both have counted, if it ends later. A child may end without a word (`_exit`).
pub(crate) fn forked() {
    let page = HERE.load(Relaxed);
    if core::ptr::eq(page, &raw const ALONE) {
        ALONE.events.store(0, Relaxed);
    } else if !page.is_null() {
        IS_CHILD.store(1, Relaxed);
    }
}

fn tell_at_the_end() {
    unsafe extern "C" {
        fn atexit(function: extern "C" fn()) -> c_int;
    }
    extern "C" fn tell() {
        let here = here();
        if IS_CHILD.load(Relaxed) == 0 {
            here.ended.store(1, SeqCst);
        } else if here.ended.load(SeqCst) == 0 {
            return;
        }
        match here.events.swap(0, SeqCst) {
            0 => {}
            1 => say(format_args!("1 event of this program is in no trace")),
            events => say(format_args!("{events} events of this program are in no trace")),
        }
    }
    static ASKED: AtomicU32 = AtomicU32::new(0);
    if ASKED.swap(1, SeqCst) == 0 {
        // SAFETY: a function of this object, which is never unloaded (LOADED). Without memory for it the events are counted in vain.
        let _registered = unsafe { atexit(tell) };
    }
}
