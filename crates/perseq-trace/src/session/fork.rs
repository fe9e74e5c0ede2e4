//! Forked children of a process that has buffers of its own: they make theirs at their first event.
//!
//! ```text
//!   fork    noticed           every type asks at its next event; the parent's lock stays open
//!   …       an event          one thread makes the buffers, with the parent's event types under their numbers, and closes the parent's lock ·
//!                             others wait for it
//!                             a handler on top of the one that makes them: its event is discarded, and counted
//!                             they cannot be made (another user by now, another root, no descriptor, no room): the child writes to its
//!                             parent's, as all processes of a session with shared buffers do
//! ```
//!
//! The lock is one open file of parent and children: the parent's buffers are not completed before the last process has closed it that may
//! write there.
//!
//! Nothing here allocates or takes a lock: the first event may be in a handler that has interrupted the allocator.

use core::sync::atomic::{
    AtomicBool, AtomicI32, AtomicU32, AtomicU64,
    Ordering::{Acquire, Relaxed, Release, SeqCst},
};
use std::{
    fs,
    os::fd::{AsRawFd as _, BorrowedFd, IntoRawFd as _},
};

use crate::{
    EventType,
    buffer::{fault::Fault, file::File, write::Loss},
    event::event_type::types,
    session::{
        attached::{Attached, attached, detach},
        process,
        settings::Settings,
    },
};

/// No thread makes buffers.
const NOBODY: u32 = 0;
/// How often a thread looks whether another one has made them: for two seconds or more, unless signals
/// end its naps. That other one may have no CPU for a while on a busy machine, and is interrupted as often
/// as signals come.
const LOOKS: u32 = 20_000;
/// Between two looks, in microseconds.
const BETWEEN: u32 = 100;

/// A forked child's part in a session of its parent's.
#[derive(Debug)]
pub(crate) struct Heir {
    /// This is a child, and the buffers are its parent's.
    inherited: AtomicBool,
    /// The thread that makes the child's own.
    maker: AtomicU32,
    /// Events that came too early.
    early: AtomicU64,
    lock: Lock,
}

/// The file that this process has open as the lock of its buffers; −1 for none. Another file may be open under its number by now, if a program
/// closes what it does not know: so it is known by device and inode.
#[derive(Debug)]
struct Lock {
    number: AtomicI32,
    device: AtomicU64,
    inode: AtomicU64,
}

/// Device and inode of what is open under a number.
fn identity(number: i32) -> Option<(u64, u64)> {
    if number < 0 {
        return None;
    }
    // SAFETY: it is borrowed for one call, which fails if nothing is open there.
    let about = rustix::fs::fstat(unsafe { BorrowedFd::borrow_raw(number) }).ok()?;
    Some((about.st_dev, about.st_ino))
}

impl Lock {
    fn keep(&self, number: i32) {
        let (device, inode) = identity(number).unwrap_or_default();
        self.device.store(device, Relaxed);
        self.inode.store(inode, Relaxed);
        self.number.store(number, Relaxed);
    }

    /// This process does not write to those buffers: the lock stays with those that do.
    fn leave(&self) {
        let number = self.number.swap(-1, Relaxed);
        if identity(number) == Some((self.device.load(Relaxed), self.inode.load(Relaxed))) {
            // SAFETY: it is the lock, which only this uses: the file of a session that a process traces into is never dropped.
            unsafe { rustix::io::close(number) };
        }
    }
}

/// Types that are known since before the fork, with their numbers.
fn known() -> impl Iterator<Item = (&'static EventType, usize)> {
    types().filter_map(|event| Some((event, event.forgotten()?)))
}

impl Heir {
    pub(crate) fn new(file: &File) -> Self {
        let lock = Lock { number: AtomicI32::new(-1), device: AtomicU64::new(0), inode: AtomicU64::new(0) };
        if let (Some(_), Some(home)) = (file.settings, &file.file) {
            lock.keep(home.as_raw_fd());
        }
        Self {
            inherited: AtomicBool::new(false),
            maker: AtomicU32::new(NOBODY),
            early: AtomicU64::new(0),
            lock,
        }
    }

    /// This process was just forked.
    pub(crate) fn forked(&self) {
        self.maker.store(NOBODY, Relaxed);
        self.early.store(0, Relaxed);
        self.inherited.store(true, SeqCst);
    }
}

impl Attached {
    /// Returns whether this process writes to its own buffers, which are made if need be, and not to its parent's. If not, the event at hand is not
    /// recorded.
    pub(crate) fn is_of_this_process(&'static self) -> bool {
        let me = || rustix::thread::gettid().as_raw_nonzero().get().unsigned_abs();
        for _ in 0..LOOKS {
            if !self.heir.inherited.load(Acquire) {
                return true;
            }
            match self.heir.maker.compare_exchange(NOBODY, me(), Acquire, Relaxed) {
                Ok(_) => {
                    // Another one may have made them since this has looked.
                    let made = !self.heir.inherited.load(Acquire) || self.make_own();
                    self.heir.maker.store(NOBODY, Release);
                    return made;
                }
                // This is a handler on top of it.
                Err(maker) if maker == me() => break,
                Err(_) => perseq_core::sys::nap(BETWEEN),
            }
        }
        self.heir.early.fetch_add(1, Relaxed);
        false
    }

    /// Makes this process's own; if that cannot be, it has its parent's. Returns whether it traces.
    fn make_own(&'static self) -> bool {
        let Some(settings) = self.file.settings else { return false };
        match process::make(settings, Some(&self.file)) {
            Ok(own) => self.take_over(settings, own),
            Err(Fault::Ended) => {
                _ = detach();
                return false;
            }
            Err(Fault::Io(_)) => {}
        }
        // After that: a thread that finds the number finds the buffers.
        known().for_each(|(event, id)| event.recall(self, id));
        self.heir.inherited.store(false, Release);
        (0..self.heir.early.swap(0, Relaxed)).for_each(|_| self.file.lose(Loss::Barred));
        if attached().is_none() {
            // Detached since.
            _ = detach();
        }
        true
    }

    /// From now on `own` are the buffers of this process.
    fn take_over(&self, settings: &Settings, own: File) {
        // They are visible: a process that changes the filter finds them.
        settings.header().by_filter(|filter| {
            for (event, id) in known() {
                let enabled = filter.passes(event.provider, event.name, event.level as u8);
                if let Some(byte) = own.header().enabled.get(id) {
                    byte.store(enabled.into(), Relaxed);
                }
            }
        });
        own.after_enabling();
        let lock: Option<fs::File> = self.file.become_other(own);
        self.heir.lock.leave();
        self.heir.lock.keep(lock.map_or(-1, fs::File::into_raw_fd));
    }

    /// This process traces no more. Its parent's lock is not its own affair then; whether the buffers are its own, or all processes'.
    pub(crate) fn leave_inherited(&self) -> bool {
        let inherited = self.heir.inherited.load(Acquire);
        if inherited {
            self.leave();
        }
        !inherited
    }

    /// This process, or this child of it, does not come back to those buffers. Recorders find that they are mapped, as long as they are.
    pub(crate) fn leave(&self) {
        self.heir.lock.leave();
    }
}
