//! When the program starts: the session of the environment, and what forked children do first.

use core::ffi::{c_int, c_ulong};

unsafe extern "C" {
    safe fn getauxval(kind: c_ulong) -> c_ulong;
}

/// Returns whether the kernel says that this program has more rights than the user who has started it (`AT_SECURE`).
pub(crate) fn is_privileged() -> bool {
    const AT_SECURE: c_ulong = 23;
    getauxval(AT_SECURE) != 0
}

/// Bytes of a page: a power of two.
pub(crate) fn page_size() -> usize {
    const AT_PAGESZ: c_ulong = 6;
    match getauxval(AT_PAGESZ) as usize {
        size if size.is_power_of_two() => size,
        // The largest that there is.
        _ => 1 << 16,
    }
}

/// After the C library is ready, before `main`. Code that has event types refers to it: of an archive, linkers take only what is referred to.
#[used]
#[unsafe(link_section = ".init_array")]
pub(crate) static LOAD: extern "C" fn() = {
    extern "C" fn load() {
        unsafe extern "C" {
            fn pthread_atfork(
                prepare: Option<extern "C" fn()>,
                parent: Option<extern "C" fn()>,
                child: Option<extern "C" fn()>,
            ) -> c_int;
        }
        crate::session::attached::prepare();
        // SAFETY: a function of this object, which is never unloaded (LOADED). Without memory for it the first event of a child notices.
        let _registered = unsafe { pthread_atfork(None, None, Some(crate::session::attached::notice)) };
        crate::session::environment::attach_by_environment();
    }
    load
};
