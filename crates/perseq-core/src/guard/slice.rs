//! A few microseconds more instead of a preemption: the time-slice extension of Linux 7.0.
//!
//! A thread that holds a guard keeps others waiting, so it asks the kernel not to be preempted for a moment: a byte in the
//! thread's `struct rseq`. Any other short critical section can ask, too, by a [`Slice`]. If the kernel grants that, it sets another byte, and the thread gives the CPU back with
//! `rseq_slice_yield` as soon as it is done; if it takes longer than the kernel allows (5 µs by default) it is preempted
//! all the same. A request is forgotten when the thread is scheduled or makes a call that counts as that (membarrier), and
//! any system call ends what was granted: ask after the last call. On older kernels none of this happens.
//!
//! Nor does it for registrations of 32 bytes, which Linux 7.0 calls "legacy" and leaves as they always were. glibc up to 2.40
//! registers 32 bytes, and Perseq leaves that as it is, for `sched_getcpu` and others rely on it; guards work as well without.
//! glibc 2.41 and later registers as many bytes as the kernel fills, 33 on Linux 7, which is "V2": extensions are given without
//! more ado. With an older glibc they are given to a program that is started with `GLIBC_TUNABLES=glibc.pthread.rseq=0`
//! (`/etc/tunables.conf` says the same for all programs, from glibc 2.44): then Perseq registers every thread, with all that the
//! kernel fills. `perseq doctor` says which it is.
//!
//! The kernel must be built with `CONFIG_RSEQ_SLICE_EXTENSION`, which only x86, s390, riscv and loongarch have in Linux 7.3; Debian's
//! kernels are built without it.
//!
//! Source: Linux `Documentation/userspace-api/rseq.rst`, `prctl(PR_RSEQ_SLICE_EXTENSION)`.

use core::{marker::PhantomData, mem::offset_of, ptr::null_mut, sync::atomic::Ordering::Relaxed};

use super::{SLICES, SLICES_REVOKED};
use crate::{ByCpuId, abi, abi::Rseq, arch, sys, thread};

/// A request, until it is dropped or [`end`](Self::end)s. Not `Send`: it is this thread's.
///
/// For a section of a few microseconds that keeps other threads waiting, such as one under a spin lock: it is asked for after the lock is
/// taken, and ends after the lock is free.
///
/// ```
/// use perseq_core::guard::slice::Slice;
/// use std::sync::atomic::{AtomicBool, Ordering::{Acquire, Release}};
///
/// static LOCK: AtomicBool = AtomicBool::new(false);
///
/// while LOCK.swap(true, Acquire) {
///     std::hint::spin_loop();
/// }
/// let slice = Slice::request(); // no preemption for a moment, where the kernel can do that
/// // … no system call here, and nothing that may make one …
/// LOCK.store(false, Release);
/// drop(slice); // gives the CPU back, if the kernel has lent it
/// ```
///
/// Requests nest: one inside of another changes nothing. A guard that is taken or opened in between is a system call, and ends what was
/// granted. [`stats`](super::stats) counts the requests that were granted, together with those of guards.
#[derive(Debug)]
pub struct Slice {
    /// The area that the request was made in, or null.
    area: *mut Rseq,
    not_send: PhantomData<*const ()>,
}

/// Returns whether the kernel gives this thread extensions: it is built with them, and the registration is long enough.
#[must_use]
pub fn is_available() -> bool {
    if !thread::has_slice_words() {
        return false;
    }
    // SAFETY: contract AREA: this thread's registered area.
    unsafe { flags(arch::area::<ByCpuId>()) & (abi::FLAG_SLICE_AVAILABLE | abi::FLAG_SLICE_ENABLED) != 0 }
}

/// The flags of `area`.
///
/// # Safety
/// * `area` is valid for reads.
unsafe fn flags(area: *const Rseq) -> u32 {
    // SAFETY: the caller's promise.
    let flags = unsafe { &raw const (*area).flags };
    // SAFETY: as above; volatile, because the kernel writes it.
    unsafe { flags.read_volatile() }
}

impl Slice {
    /// No request.
    pub(super) const fn none() -> Self {
        Self { area: null_mut(), not_send: PhantomData }
    }

    /// Asks for an extension, where this thread can have one; elsewhere (before Linux 7.0, other systems, threads that cannot be
    /// registered) nothing happens. Async-signal-safe.
    ///
    /// Registers the thread if no code has. Costs some loads and a store, and once per thread a system call to switch extensions on.
    #[must_use]
    pub fn request() -> Self {
        if !thread::is_attached() {
            let _refused = thread::attach();
        }
        Self::request_if_attached()
    }

    /// [`request`](Self::request), without registering the thread.
    pub(super) fn request_if_attached() -> Self {
        if !thread::has_slice_words() {
            return Self::none();
        }
        let area = arch::area::<ByCpuId>();
        // SAFETY: contract AREA: this thread's registered area, long enough to have the extension's words.
        unsafe { Self::request_in(area, sys::enable_slices) }
    }

    /// [`request`](Self::request) in `area`; `enable` switches extensions on and tells whether that worked.
    ///
    /// # Safety
    /// * `area` is valid for reads and writes, and outlives the result.
    unsafe fn request_in(area: *mut Rseq, enable: impl FnOnce() -> bool) -> Self {
        // SAFETY: the caller's promise.
        let flags = unsafe { flags(area) };
        let enabled =
            flags & abi::FLAG_SLICE_ENABLED != 0 || (flags & abi::FLAG_SLICE_AVAILABLE != 0 && enable());
        // SAFETY: the caller's promise.
        let requested = unsafe { byte(area, REQUEST).read_volatile() } != 0;
        // A request that is under way is another one's to end.
        if !enabled || requested {
            return Self::none();
        }
        // SAFETY: the caller's promise; this byte is user space's to write.
        unsafe { byte(area, REQUEST).write_volatile(1) };
        Self { area, not_send: PhantomData }
    }

    /// Takes the request back, and yields if the kernel has granted it. Does nothing the second time.
    pub fn end(&mut self) {
        self.end_by(sys::slice_yield);
    }

    /// `yield_now` tells whether the extension lasted until then.
    fn end_by(&mut self, yield_now: impl FnOnce() -> bool) {
        let area = core::mem::replace(&mut self.area, null_mut());
        if area.is_null() {
            return;
        }
        // SAFETY: as in `request_in`, and it outlives `self`.
        unsafe { byte(area, REQUEST).write_volatile(0) };
        // SAFETY: as above.
        if unsafe { byte(area, GRANTED).read_volatile() } != 0 {
            SLICES.fetch_add(1, Relaxed);
            SLICES_REVOKED.fetch_add(usize::from(!yield_now()), Relaxed);
        }
    }
}

impl Drop for Slice {
    fn drop(&mut self) {
        self.end();
    }
}

/// Which byte of `slice_ctrl` user space writes.
const REQUEST: usize = 0;
/// Which one the kernel writes.
const GRANTED: usize = 1;

fn byte(area: *mut Rseq, which: usize) -> *mut u8 {
    area.cast::<u8>().wrapping_add(offset_of!(Rseq, slice_ctrl) + which)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(flags: u32) -> Rseq {
        Rseq { cpu_id_start: 0, cpu_id: 0, rseq_cs: 0, flags, node_id: 0, mm_cid: 0, slice_ctrl: 0 }
    }

    /// A request and its end in a made-up area: the bytes in between, and whether the thread yielded.
    fn one(flags: u32, enable: bool, granted: bool) -> (u8, u8, bool) {
        let mut area = area(flags);
        let at = &raw mut area;
        let mut yielded = false;
        // SAFETY: a live local.
        let mut slice = unsafe { Slice::request_in(at, || enable) };
        // SAFETY: as above.
        let requested = unsafe { byte(at, REQUEST).read() };
        if granted {
            // SAFETY: as above.
            unsafe { byte(at, GRANTED).write(1) };
        }
        slice.end_by(|| {
            yielded = true;
            true
        });
        slice.end_by(|| unreachable!("ended twice"));
        // SAFETY: as above.
        (requested, unsafe { byte(at, REQUEST).read() }, yielded)
    }

    #[test]
    fn a_slice_is_requested_where_the_kernel_has_it_and_given_back_when_it_was_granted() {
        assert_eq!(one(0, true, false), (0, 0, false), "not available");
        assert_eq!(one(abi::FLAG_SLICE_AVAILABLE, false, false), (0, 0, false), "refused");
        assert_eq!(one(abi::FLAG_SLICE_AVAILABLE, true, false), (1, 0, false));
        assert_eq!(one(abi::FLAG_SLICE_ENABLED, false, false), (1, 0, false));
        assert_eq!(one(abi::FLAG_SLICE_ENABLED, false, true), (1, 0, true));
    }

    #[test]
    fn a_request_in_a_request_leaves_the_outer_one_alone() {
        let mut area = area(abi::FLAG_SLICE_ENABLED);
        let at = &raw mut area;
        // SAFETY: a live local.
        let requested = || unsafe { byte(at, REQUEST).read() };
        // SAFETY: as above.
        let request = || unsafe { Slice::request_in(at, || true) };
        let mut outer = request();
        let mut inner = request();
        inner.end_by(|| unreachable!("the inner one asks for nothing"));
        assert_eq!(requested(), 1);
        // SAFETY: as above.
        unsafe { byte(at, GRANTED).write(1) };
        outer.end_by(|| true);
        assert_eq!(requested(), 0);
        request().end_by(|| true);
        assert_eq!(requested(), 0, "the next one is a request of its own");
    }

    #[test]
    fn asking_is_harmless_whatever_this_kernel_has() {
        for _ in 0..1000 {
            let mut slice = Slice::request();
            assert!(slice.area.is_null() || thread::has_slice_words());
            slice.end();
            assert!(slice.area.is_null());
        }
    }
}
