//! The kernel's word on a thread's registration: whether there is one, how long it is, and why it is refused.

use super::{auxv, glibc, own};
use crate::{
    abi::{self, Rseq},
    error::{Error, Result},
    sys,
};

/// Asks the kernel whether this thread is registered with `area`: the length if so, `None` if it is not registered.
pub(super) fn confirm(area: *mut Rseq) -> Result<Option<u32>> {
    let align = auxv(linux_raw_sys::auxvec::AT_RSEQ_ALIGN).max(32);
    let filled = auxv(linux_raw_sys::auxvec::AT_RSEQ_FEATURE_SIZE).max(abi::REGISTERED_LEN_MIN);
    let said = glibc::symbols().map_or(0, |(_offset, size)| size);
    // 32 by glibc up to 2.40, then what the kernel fills (33 on Linux 7); the rest is for what may come, or for what other
    // code registered again (a checkpoint that was restored on another kernel).
    for len in [
        abi::REGISTERED_LEN_MIN,
        filled,
        filled.next_multiple_of(align),
        filled.next_multiple_of(32),
        said,
        abi::FEATURE_SIZE_SLICE,
        own::LONG,
    ] {
        // SAFETY: if this registers the area (then this thread was not registered), it is ended at once below.
        match unsafe { sys::rseq(area, len, 0) } {
            Ok(()) => {
                // SAFETY: unregistering needs no valid memory beyond the area itself.
                let _ended = unsafe { sys::rseq(area, len, abi::REGISTRATION_UNREGISTER) };
                return Ok(None);
            }
            Err(libc::EBUSY) => return Ok(Some(len)),
            Err(libc::EINVAL) => {}
            Err(errno) => return Err(refusal(errno)),
        }
    }
    Err(Error::ForeignArea)
}

/// The meaning of an error by which the kernel (or a filter in front of it) refuses a registration.
pub(super) fn refusal(errno: sys::Errno) -> Error {
    // A call that no kernel accepts: if the answer is something else than EINVAL, it is not from the kernel's
    // rseq. SAFETY: nothing is registered: the address is null and the length 0.
    let bogus = unsafe { sys::rseq(core::ptr::null_mut(), 0, 0) };
    let kernel_has_it = auxv(linux_raw_sys::auxvec::AT_RSEQ_FEATURE_SIZE) != 0 || glibc::area().is_some();
    match (bogus, errno) {
        (Err(libc::ENOSYS), _) if !kernel_has_it => Error::Unsupported,
        (Err(libc::EINVAL), libc::EPERM) => Error::ForeignSignature { ours: abi::SIGNATURE },
        (Err(libc::EINVAL), libc::EINVAL) => Error::ForeignArea,
        (Err(libc::EINVAL), errno) => Error::Syscall { call: "rseq", errno },
        (Err(answer), _) => Error::Denied { errno: answer },
        (Ok(()), errno) => Error::Syscall { call: "rseq", errno },
    }
}

/// Bytes that the kernel fills of a registration of `registered_len` bytes.
pub(super) fn feature_size(registered_len: u32) -> u32 {
    let told = match auxv(linux_raw_sys::auxvec::AT_RSEQ_FEATURE_SIZE) {
        0 => abi::FEATURE_SIZE_ORIGINAL,
        size => size,
    };
    told.min(registered_len)
}
