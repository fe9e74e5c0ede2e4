//! The session that this process traces into, and how a forked child notices that it is one.
//!
//! The C library tells a child of `fork`, and not one of `_Fork` or of a bare `clone` system call. So events find the session by a page that the
//! kernel gives to children empty (`MADV_WIPEONFORK`, Linux 4.14): the first event there finds no session, although there is one, and does
//! what the C library's handler would have done. That is by the count of forks, by which all of perseq knows of them: once.

use core::{
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr, AtomicU8, AtomicU32, AtomicUsize,
        Ordering::{Acquire, Relaxed, Release, SeqCst},
        fence,
    },
};

use perseq_core::{process::Process, thread::forks};
use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap_anonymous, munmap};

use crate::{
    buffer::file::File,
    event::event_type::{set_all, types},
    session::{
        fork::Heir,
        ids, load, retired,
        settings::Settings,
        unbuffered::{self, Unbuffered},
    },
};

/// A session of this process.
#[derive(Debug)]
pub(crate) struct Attached {
    pub(crate) file: File,
    /// Tells it from earlier ones: in the upper bits of states.
    pub(crate) number: usize,
    /// Events of types that it has not been asked about: wanted. At an address of its own, so that a thread that asks cannot take another session's
    /// for it.
    pub(crate) yes: AtomicU8,
    /// A forked child's part in it.
    pub(crate) heir: Heir,
    /// Of a process that could not have buffers: no event comes as far as `file`.
    pub(crate) unbuffered: Option<Unbuffered>,
}

/// The session that this process traces into. Never freed: an event may be under way.
static SESSION: AtomicPtr<Attached> = AtomicPtr::new(null_mut());
/// The place where events find it: a word of a page that children get empty, or `KEPT`.
static PLACE: AtomicPtr<AtomicPtr<Attached>> = AtomicPtr::new((&raw const KEPT).cast_mut());
/// The place if the kernel has no such pages.
static KEPT: AtomicPtr<Attached> = AtomicPtr::new(null_mut());

/// The count of forks that this process knows of: whose child it is has been taken note of, or is about to be, by that thread.
static BEGUN: AtomicU32 = AtomicU32::new(0);
static DONE: AtomicU32 = AtomicU32::new(0);
static WORKER: AtomicU32 = AtomicU32::new(0);

fn place() -> &'static AtomicPtr<Attached> {
    // SAFETY: a static, or a word of a page that stays mapped; children have it too.
    unsafe { &*PLACE.load(Acquire) }
}

/// The session, if there is one. Two loads.
#[inline(always)]
pub(crate) fn attached() -> Option<&'static Attached> {
    // SAFETY: BUFFERS: null, or a leaked box.
    match unsafe { place().load(Acquire).as_ref() } {
        None => missing(),
        attached => attached,
    }
}

/// The session, also where this process has not noticed yet that it is a child.
fn session() -> Option<&'static Attached> {
    // SAFETY: BUFFERS: null, or a leaked box.
    unsafe { SESSION.load(Acquire).as_ref() }
}

/// Events find none: there is none, or this is a child.
#[cold]
#[inline(never)]
fn missing() -> Option<&'static Attached> {
    session()?;
    notice();
    publish();
    session()
}

/// Events find the session that there is. A thread that changes that calls this next; threads that do so at once agree on the last one.
fn publish() {
    loop {
        let now = SESSION.load(SeqCst);
        place().store(now, SeqCst);
        if SESSION.load(SeqCst) == now {
            return;
        }
    }
}

/// Before the first session: makes the page. Threads that do it at once make one each, of which one is kept.
pub(crate) fn prepare() {
    let kept = (&raw const KEPT).cast_mut();
    if PLACE.load(Relaxed) != kept {
        return;
    }
    let (len, access) = (load::page_size(), ProtFlags::READ | ProtFlags::WRITE);
    // SAFETY: a new mapping touches no existing memory.
    let Ok(page) = (unsafe { mmap_anonymous(null_mut(), len, access, MapFlags::PRIVATE) }) else { return };
    // SAFETY: the new mapping, as long as it is.
    let wiped = unsafe { madvise(page, len, Advice::LinuxWipeOnFork) };
    let is_kept = wiped.is_ok()
        && PLACE.compare_exchange(kept, page.cast::<AtomicPtr<Attached>>(), SeqCst, Relaxed).is_ok();
    if !is_kept {
        // SAFETY: the new mapping, of which no other thread knows.
        _ = unsafe { munmap(page, len) };
    }
}

/// Takes note of it if this process is a child: called in children of the C library's `fork`, and where an event finds no session.
pub(crate) extern "C" fn notice() {
    let (now, me) = (forks(), || rustix::thread::gettid().as_raw_nonzero().get().unsigned_abs());
    while DONE.load(Acquire) != now {
        let before = BEGUN.load(Relaxed);
        if before != now && BEGUN.compare_exchange(before, now, Acquire, Relaxed).is_ok() {
            WORKER.store(me(), SeqCst);
            forked();
            DONE.store(now, Release);
        } else if WORKER.load(SeqCst) == me() {
            // A handler on top of that.
            return;
        } else {
            // Another thread of the child is at it, which waits for none.
            std::thread::yield_now();
        }
    }
}

/// This process was just forked.
fn forked() {
    if let Some(attached) = session() {
        attached.file.is_of(std::process::id());
        if attached.parents_only() {
            attached.forked();
            _ = detach();
        } else {
            attached.forked();
        }
    }
    ids::forked();
    retired::forked();
    unbuffered::forked();
    publish();
}

/// Makes `file` the session of this process, unless there is one.
pub(crate) fn attach(file: File, unbuffered: Option<Unbuffered>) -> crate::Result<()> {
    prepare();
    // It reads `/proc`: now, since a sandbox may be closed before the first event, which takes the session's lock.
    let _kept = Process::me();
    let mine = Box::into_raw(Box::new(Attached::new(file, unbuffered)));
    if SESSION.compare_exchange(null_mut(), mine, SeqCst, Acquire).is_err() {
        // SAFETY: from `into_raw` above, and no other thread has seen it.
        drop(unsafe { Box::from_raw(mine) });
        return Err(crate::Error::Attached);
    }
    // SAFETY: BUFFERS: leaked above.
    ask_for_all(unsafe { &*mine });
    Ok(())
}

/// Makes the session `before` that of this process again, unless there is one.
pub(crate) fn attach_again(before: &'static Attached) -> crate::Result<()> {
    let again = core::ptr::from_ref(before).cast_mut();
    before.file.is_of(std::process::id());
    if SESSION.compare_exchange(null_mut(), again, SeqCst, Acquire).is_err() {
        retired::keep(before);
        return Err(crate::Error::Attached);
    }
    ask_for_all(before);
    Ok(())
}

fn ask_for_all(attached: &'static Attached) {
    publish();
    // SeqCst, with `register`: either this finds a type that is being registered, or that finds the session.
    fence(SeqCst);
    set_all(Some(attached));
}

/// Ends tracing in this process; in which session, if it may come back to it.
pub(crate) fn detach() -> Option<&'static Attached> {
    let before = SESSION.swap(null_mut(), SeqCst);
    publish();
    set_all(None);
    // A mapping of before stays: a thread may be in the middle of an event.
    // SAFETY: BUFFERS: null, or a leaked box.
    let before = unsafe { before.as_ref() }?;
    before.leave_inherited().then_some(before)
}

impl Attached {
    fn new(file: File, unbuffered: Option<Unbuffered>) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        let (number, heir) = (NEXT.fetch_add(1, Relaxed), Heir::new(&file));
        Self { file, number, yes: AtomicU8::new(1), heir, unbuffered }
    }

    /// Returns whether forked children do not trace.
    fn parents_only(&self) -> bool {
        let here = || self.file.header().parents_only.load(Relaxed) != 0;
        let settings = self.unbuffered.as_ref().map_or(self.file.settings, Unbuffered::settings);
        settings.map_or_else(here, Settings::parents_only)
    }

    /// Returns whether events are counted only.
    pub(crate) fn is_unbuffered(&self) -> bool {
        self.unbuffered.is_some()
    }

    /// This process was just forked.
    fn forked(&'static self) {
        if self.file.settings.is_some() {
            self.heir.forked();
            types().for_each(|event| event.forget(self));
        }
    }
}
