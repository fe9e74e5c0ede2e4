//! A library with an event, for programs that load it while they run: it traces by a tracer of its own, into the session of
//! `PERSEQ_TRACE`, or into one that it is told of later.

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
use core::ffi::{CStr, c_char};

/// Records an event.
#[unsafe(no_mangle)]
pub extern "C" fn traced_call(answer: u32) {
    perseq_trace::event!(library::called, answer = answer);
}

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
/// Traces into the session in that directory; whether that can be.
///
/// # Safety
///
/// `directory` is a string that ends with 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn traced_attach(directory: *const c_char) -> bool {
    // SAFETY: the caller's.
    let directory = unsafe { CStr::from_ptr(directory) }.to_string_lossy();
    perseq_trace::Session::open(&*directory).and_then(|session| session.attach()).is_ok()
}

/// Traces no more.
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
#[unsafe(no_mangle)]
pub extern "C" fn traced_detach() {
    perseq_trace::detach();
}
