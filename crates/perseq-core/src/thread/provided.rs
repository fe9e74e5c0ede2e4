//! Areas that another library has, at one distance from each thread's pointer: those of Perseq's `librseq.so.0`.
//!
//! C programs that were built with librseq's headers read `thread pointer + rseq_offset`. If the C library registers no thread, the
//! area there has to be the registered one, and a thread has one registration: so the leader (see `peers`) registers that
//! area for all copies of perseq from the moment at which the library is loaded.
//!
//! A thread that was registered before has another area. Its next `acquire` ends that registration, which other
//! copies find out as if another library had ended it: the kernel has made the area's number negative, their next
//! section aborts, and they attach again. The old area stays claimed, since these copies may still look at it.

use core::{
    ffi::c_int,
    ptr::null_mut,
    sync::atomic::{AtomicPtr, Ordering::AcqRel, Ordering::Acquire},
};

use super::{
    arch, auxv, block,
    confirm::{confirm, feature_size},
    glibc, own,
    peers::{self, Acquired},
    restarts,
};
use crate::{
    abi::{self, Rseq},
    error::Error,
    sys::{self, Errno, SignalsBlocked},
};

/// A library that has an area for each thread. Its layout is an interface between versions of the crate.
#[repr(C)]
#[derive(Debug)]
pub struct Provider {
    /// The calling thread's area: valid as long as the thread, all zero but for a `cpu_id` of −1 until it is registered.
    /// Async-signal-safe.
    pub area: extern "C" fn() -> *mut Rseq,
    /// Bytes of each area, which are its alignment, too.
    pub room: u32,
}

/// The provider in force: the leader's word counts.
static PROVIDER: AtomicPtr<Provider> = AtomicPtr::new(null_mut());

/// The leader's part of [`provide`].
pub(super) extern "C" fn lead_provide(provider: &'static Provider) -> &'static Provider {
    let provider = core::ptr::from_ref(provider).cast_mut();
    match PROVIDER.compare_exchange(null_mut(), provider, AcqRel, Acquire) {
        // SAFETY: a reference, made from one.
        Ok(_none) => unsafe { &*provider },
        // SAFETY: as above: the word has null or what was a reference.
        Err(first) => unsafe { &*first },
    }
}

/// This thread's area, where there is a provider. For the leader.
pub(super) fn area() -> Option<Area> {
    // SAFETY: null, or what was a reference to a static of an object that is never unloaded.
    let provider = unsafe { PROVIDER.load(Acquire).as_ref() }?;
    Some(Area { area: (provider.area)(), room: provider.room })
}

/// A thread's area that a provider has.
pub(super) struct Area {
    area: *mut Rseq,
    room: u32,
}

impl Area {
    pub(super) fn is(&self, area: *mut Rseq) -> bool {
        self.area == area
    }

    /// One more use of the area, which is registered for the first. Signals are blocked.
    pub(super) fn acquire(&self) -> Result<Acquired, Errno> {
        let block = block::get();
        let before = block.own_area();
        if !before.is_null() && !self.is(before) {
            // SAFETY: ends the registration of an area of our own, which is never unmapped.
            let _ended_before =
                unsafe { sys::rseq(before, own::registration_len(), abi::REGISTRATION_UNREGISTER) };
        }
        let len = match self.registered_len()? {
            Some(len) => {
                if !self.is(before) {
                    // The program has registered it by a system call of its own, and ends it itself if it wants to.
                    block.set_own_users(block::MANY);
                }
                len
            }
            None => {
                if block.own_users() == block::MANY {
                    // The program has ended the registration that it had made.
                    block.set_own_users(0);
                }
                let len = own::len_within(own::filled_and_align(), self.room);
                // SAFETY: it is this thread's, not registered, as long as `room` and as the thread.
                unsafe { own::register(self.area, len) }?;
                len
            }
        };
        block.set_own_area(self.area);
        block.set_own_users(block.own_users().saturating_add(1));
        Ok(Acquired { area: self.area, len, is_provided: true })
    }

    /// After the last use. Signals are blocked.
    pub(super) fn release(&self) {
        if let Ok(Some(len)) = self.registered_len() {
            // SAFETY: ends the registration that `acquire` made.
            let _ended = unsafe { sys::rseq(self.area, len, abi::REGISTRATION_UNREGISTER) };
        }
    }

    /// How many bytes of it are registered, if it is. Memory that a raw `clone` has left zero looks registered, so the kernel is asked.
    fn registered_len(&self) -> Result<Option<u32>, Errno> {
        if own::has_ended(self.area) {
            return Ok(None);
        }
        confirm(self.area).map_err(errno_of)
    }
}

/// The kernel's answer, if it is known.
fn errno_of(refused: Error) -> Errno {
    match refused {
        Error::Unsupported => libc::ENOSYS,
        Error::ForeignSignature { .. } => libc::EPERM,
        Error::Denied { errno } | Error::Syscall { errno, .. } => errno,
        _ => libc::EINVAL,
    }
}

/// Has each thread's area of `provider` registered from now on, in all copies of perseq in the process; the provider in force,
/// which is the first one. To be called when the library is loaded.
pub fn provide(provider: &'static Provider) -> &'static Provider {
    (peers::leader().provide)(provider)
}

/// One more use of this thread's registration, in an area of the [`Provider`]: how many bytes of it the kernel fills.
///
/// Async-signal-safe.
///
/// # Errors
/// The kernel's, and `ENOSYS` where it does not restart sections.
pub fn hold() -> Result<u32, c_int> {
    let _signals = SignalsBlocked::new();
    restarts::check().map_err(|_| libc::ENOSYS)?;
    let mut acquired = Acquired { area: null_mut(), len: 0, is_provided: false };
    match (peers::leader().acquire)(&mut acquired) {
        0 => Ok(feature_size(acquired.len)),
        errno => Err(errno),
    }
}

/// Ends one use that [`hold`] has counted on this thread. The last one, those of perseq's copies among them, ends the registration.
pub fn let_go() {
    let _signals = SignalsBlocked::new();
    (peers::leader().release)();
}

/// `__rseq_offset` and `__rseq_size` of a C library that registers threads.
#[must_use]
pub fn registered_by_libc() -> Option<(isize, u32)> {
    glibc::symbols().filter(|&(_offset, size)| size != 0)
}

/// This thread's pointer.
#[must_use]
pub fn thread_pointer() -> *mut u8 {
    arch::thread_pointer()
}

/// `AT_RSEQ_FEATURE_SIZE`, or 20 where the kernel does not say.
#[must_use]
pub fn kernel_feature_size() -> u32 {
    match auxv(linux_raw_sys::auxvec::AT_RSEQ_FEATURE_SIZE) {
        0 => abi::FEATURE_SIZE_ORIGINAL,
        size => size,
    }
}
