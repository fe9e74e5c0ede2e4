//! The three data objects, and whose registration they describe.
//!
//! An executable has copies of them, by copy relocations, and the dynamic linker makes this library use those.

use core::sync::atomic::{
    AtomicIsize, AtomicU8, AtomicU32,
    Ordering::{Acquire, Relaxed, Release},
};

use perseq_core::thread::provided;

use crate::registration;

/// Distance in bytes from the thread pointer to the thread's `struct rseq`.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals, reason = "librseq's name")]
pub static rseq_offset: AtomicIsize = AtomicIsize::new(0);

/// Bytes of the area that the kernel fills. 0 before the first thread has been registered.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals, reason = "librseq's name")]
pub static rseq_size: AtomicU32 = AtomicU32::new(NOT_LOADED);

/// Flags of the registrations: 0.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals, reason = "librseq's name")]
pub static rseq_flags: AtomicU32 = AtomicU32::new(0);

/// `rseq_size` before this library is initialised.
const NOT_LOADED: u32 = u32::MAX;

/// Which library registers threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Registrar {
    /// The C library registers each thread that it makes.
    CLibrary = 1,
    /// This library does, on demand.
    Here = 2,
}

static REGISTRAR: AtomicU8 = AtomicU8::new(0);

/// Which library registers threads. Initialises the three objects if nothing has done so. Threads that do it at the same time write the same.
pub(crate) fn registrar() -> Registrar {
    match REGISTRAR.load(Acquire) {
        1 => Registrar::CLibrary,
        2 => Registrar::Here,
        _ => initialise(),
    }
}

fn initialise() -> Registrar {
    let (registrar, offset, size) = match provided::registered_by_libc() {
        Some((offset, size)) => {
            (Registrar::CLibrary, offset, size_of_libc(size, provided::kernel_feature_size()))
        }
        None => (Registrar::Here, registration::offset(), 0),
    };
    rseq_offset.store(offset, Relaxed);
    // A thread that was faster may have registered itself, and then the size is the kernel's.
    let _kept = rseq_size.compare_exchange(NOT_LOADED, size, Relaxed, Relaxed);
    REGISTRAR.store(registrar as u8, Release);
    registrar
}

/// The first registration says how much the kernel fills.
pub(crate) fn registered(feature_size: u32) {
    let _kept = rseq_size.compare_exchange(0, feature_size, Relaxed, Relaxed);
}

/// `rseq_size` where glibc says `said`. glibc 2.35 to 2.39 say 32 and 2.40 says 20 on every kernel, while all of them register 32 bytes.
fn size_of_libc(said: u32, kernel: u32) -> u32 {
    const ORIGINAL: u32 = 20;
    const REGISTERED: u32 = 32;
    if said == ORIGINAL || said == REGISTERED { kernel.min(REGISTERED) } else { said }
}

/// Before `main`, or before `dlopen` returns: programs read the objects without a call.
extern "C" fn on_load() {
    registrar();
}

#[used]
#[unsafe(link_section = ".init_array")]
static ON_LOAD: extern "C" fn() = on_load;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_glibc_says_is_corrected_where_it_is_known_to_be_wrong() {
        for (said, kernel, size) in [
            (20, 28, 28),
            (32, 28, 28),
            (32, 20, 20),
            (20, 33, 32),
            (32, 33, 32),
            (28, 33, 28),
            (33, 33, 33),
            (33, 64, 33),
        ] {
            assert_eq!(size_of_libc(said, kernel), size, "{said} of {kernel}");
        }
    }
}
