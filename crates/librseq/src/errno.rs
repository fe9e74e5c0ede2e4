//! Errors as C has them: a result that says that there is one, and `errno`.

use core::{ffi::c_int, ptr::null_mut};

/// A positive error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Errno(pub(crate) c_int);

pub(crate) const EINVAL: Errno = Errno(libc::EINVAL);
pub(crate) const ENOMEM: Errno = Errno(libc::ENOMEM);

impl Errno {
    /// The error that the last call of the C library left.
    pub(crate) fn last() -> Self {
        // SAFETY: the C library's `errno` is this thread's own.
        let errno = unsafe { libc::__errno_location() };
        // SAFETY: as above.
        Self(unsafe { errno.read() })
    }

    fn set(self) {
        // SAFETY: the C library's `errno` is this thread's own.
        let errno = unsafe { libc::__errno_location() };
        // SAFETY: as above.
        unsafe { errno.write(self.0) };
    }
}

/// 0, or −1 with `errno`.
pub(crate) fn status(result: Result<(), Errno>) -> c_int {
    match result {
        Ok(()) => 0,
        Err(errno) => {
            errno.set();
            -1
        }
    }
}

/// A number, or −1 with `errno`.
pub(crate) fn number(result: Result<c_int, Errno>) -> c_int {
    result.unwrap_or_else(|errno| status(Err(errno)))
}

/// An address, or null with `errno`.
pub(crate) fn address<T>(result: Result<*mut T, Errno>) -> *mut T {
    result.unwrap_or_else(|errno| {
        errno.set();
        null_mut()
    })
}

/// Nothing, but `errno` where there is an error.
pub(crate) fn quiet(result: Result<(), Errno>) {
    if let Err(errno) = result {
        errno.set();
    }
}
