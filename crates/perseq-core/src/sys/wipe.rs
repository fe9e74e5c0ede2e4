//! Memory that children do not get.

use core::{ffi::c_long, ptr::NonNull};

use super::checked;

/// Has children get the pages of a mapping empty, not as copies; `false` where the kernel cannot: before Linux 4.14.
pub(crate) fn wipe_on_fork(start: NonNull<u8>, len: usize) -> bool {
    // SAFETY: advice about memory that belongs to the caller; this process's contents stay.
    let advise = || unsafe { libc::madvise(start.as_ptr().cast(), len, libc::MADV_WIPEONFORK) };
    checked(|| c_long::from(advise())).is_ok()
}
