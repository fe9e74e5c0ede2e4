//! A file's name, which is copied when the library is loaded: programs write over their environment.

use core::{
    cell::UnsafeCell,
    ffi::CStr,
    sync::atomic::{
        AtomicUsize,
        Ordering::{Acquire, Release},
    },
};

/// Room for a name, with its NUL.
const ROOM: usize = libc::PATH_MAX as usize;

/// A name, or none.
pub(crate) struct Name {
    /// Bytes of it; 0 if there is none.
    len: AtomicUsize,
    bytes: UnsafeCell<[u8; ROOM]>,
}

// SAFETY: `bytes` is written before `len` is published, once, by `remember`; from then on it is only read.
unsafe impl Sync for Name {}

impl Name {
    pub(crate) const fn new() -> Self {
        Self { len: AtomicUsize::new(0), bytes: UnsafeCell::new([0; ROOM]) }
    }

    /// Keeps a name, unless it is empty or too long for one.
    ///
    /// # Safety
    ///
    /// * Called once, before any other thread can ask for it.
    pub(crate) unsafe fn remember(&self, name: &[u8]) {
        if name.is_empty() || name.len() >= ROOM {
            return;
        }
        let bytes: *mut u8 = self.bytes.get().cast();
        // SAFETY: fewer bytes than there is room for, the rest of which stays 0; the caller is alone, and no reader looks at them before
        // the length is there.
        unsafe { bytes.copy_from_nonoverlapping(name.as_ptr(), name.len()) };
        self.len.store(name.len(), Release);
    }

    /// The name.
    pub(crate) fn get(&self) -> Option<&CStr> {
        let len = self.len.load(Acquire);
        if len == 0 {
            return None;
        }
        // SAFETY: the bytes up to the NUL after the name are initialised, and are not written any more.
        let bytes = unsafe { core::slice::from_raw_parts(self.bytes.get().cast(), len + 1) };
        CStr::from_bytes_until_nul(bytes).ok()
    }
}
