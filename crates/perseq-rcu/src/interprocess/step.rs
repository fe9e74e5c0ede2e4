//! Between stores that must be made in their order: a process may be killed there, and a test has it die there.
//!
//! A processor makes what it has executed visible to the next holder, all of it, before the kernel says that the process has ended. So what is to be
//! kept in order is the compiler.

#[cfg(not(test))]
use core::sync::atomic::{Ordering::SeqCst, compiler_fence};

/// A store was made; whatever comes later is made later.
#[cfg(not(test))]
#[inline(always)]
pub(super) fn step() {
    compiler_fence(SeqCst);
}

#[cfg(test)]
pub(super) use test::step;

#[cfg(test)]
pub(super) mod test {
    use core::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    /// Stores until the end.
    static LEFT: AtomicUsize = AtomicUsize::new(usize::MAX);
    /// The exit status of a process that has died of this.
    const DIED: i32 = 77;

    pub(in crate::interprocess) fn step() {
        if LEFT.fetch_sub(1, SeqCst) == 0 {
            // SAFETY: it does not return, and runs nothing at exit: as if it were killed.
            unsafe { libc::_exit(DIED) };
        }
    }

    /// Runs `body` in a child that dies after its store number `stores`; returns whether it has come so far.
    pub(in crate::interprocess) fn dies_behind(stores: usize, body: impl FnOnce()) -> bool {
        // SAFETY: the child is a copy with this thread only; the C library keeps its allocator whole.
        match unsafe { libc::fork() } {
            0 => {
                LEFT.store(stores, SeqCst);
                let fine = std::panic::catch_unwind(core::panic::AssertUnwindSafe(body)).is_ok();
                // SAFETY: as in `step`.
                unsafe { libc::_exit(i32::from(!fine)) }
            }
            child => {
                let mut status = 0;
                // SAFETY: `status` is valid for the call.
                assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
                let code = libc::WEXITSTATUS(status);
                assert!(libc::WIFEXITED(status) && (code == 0 || code == DIED), "{status:#x}");
                code == DIED
            }
        }
    }
}
