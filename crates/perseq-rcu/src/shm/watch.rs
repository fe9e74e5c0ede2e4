//! Whom a process tells of grace periods that take long, also where it was forked while another thread of its parent was here.

use core::{
    mem::transmute,
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr, AtomicU64,
        Ordering::{Acquire, Relaxed, Release},
    },
    time::Duration,
};

use perseq_core::{guard::Exclusive, thread::forks};

use crate::stall::{Current, Holders, Stall, USUAL, USUAL_HOOK};

/// See the module.
pub(super) struct Watch {
    /// A `fn(Stall)`; null for the usual one, if there is any.
    hook: AtomicPtr<()>,
    /// Nanoseconds.
    after: AtomicU64,
    /// With [`forks`] of the process that waits: a child is told, too, of what its parent was told.
    current: Exclusive<(u32, Current)>,
}

impl Watch {
    pub(super) const fn new() -> Self {
        let after = AtomicU64::new(USUAL.as_nanos() as u64);
        Self { hook: AtomicPtr::new(null_mut()), after, current: Exclusive::new((0, Current::new())) }
    }

    /// Who sees the new hook sees the new time, too. The old hook may be told by the new time once more.
    pub(super) fn set(&self, after: Duration, hook: fn(Stall)) {
        self.after.store(u64::try_from(after.as_nanos()).unwrap_or(u64::MAX), Relaxed);
        self.hook.store(hook as *mut (), Release);
    }

    fn hook(&self) -> Option<fn(Stall)> {
        let hook = self.hook.load(Acquire);
        if hook.is_null() {
            return USUAL_HOOK;
        }
        // SAFETY: not null, so it is what `set` has stored: a function of that type, made a pointer.
        Some(unsafe { transmute::<*mut (), fn(Stall)>(hook) })
    }

    /// Grace period `number` has made no progress: tells the hook, once for each, with nothing held.
    pub(super) fn no_progress(&self, number: u64, holders: impl FnOnce() -> Holders) {
        let Some(hook) = self.hook() else { return };
        let after = Duration::from_nanos(self.after.load(Relaxed));
        let due = match self.current.lock_innermost() {
            Ok(mut current) => {
                if current.0 != forks() {
                    *current = (forks(), Current::new());
                }
                current.1.due(number, after)
            }
            // A forked child's copy that another thread was changing: the time begins anew.
            Err(_) => {
                _ = self.current.replace_abandoned((forks(), Current::new()));
                None
            }
        };
        if let Some(waited) = due {
            hook(holders().stall(waited));
        }
    }
}
