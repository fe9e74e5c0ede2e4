//! The hook that a process tells of grace periods that take long, also if it was forked while another thread of its parent was here.

use core::{panic::RefUnwindSafe, time::Duration};

use perseq_core::{guard::Exclusive, thread::forks};

use crate::local::stall::{Current, Holders, Hook, Stall};

/// See the module.
pub(super) struct Watch {
    hook: Hook,
    /// With [`forks`] of the process that waits: a child is told, too, of what its parent was told.
    current: Exclusive<(u32, Current)>,
}

/// No code that may panic runs while `current` is held: the hook is called after.
impl RefUnwindSafe for Watch {}

impl Watch {
    pub(super) const fn new() -> Self {
        Self { hook: Hook::new(), current: Exclusive::new((0, Current::new())) }
    }

    pub(super) fn set(&self, after: Duration, hook: fn(Stall)) {
        self.hook.set(after, hook);
    }

    /// Grace period `number` has made no progress: tells the hook, once for each, with nothing held.
    pub(super) fn no_progress(&self, number: u64, holders: impl FnOnce() -> Holders) {
        let Some((hook, after)) = self.hook.get() else { return };
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
