//! `libperseq_malloc.so`: [`perseq_alloc`] in place of the C library's `malloc`, for programs in any language.
//!
//! ```sh
//! LD_PRELOAD=/path/to/libperseq_malloc.so ./program       # or link with -lperseq_malloc
//! ```
//!
//! All of `malloc.h` and `stdlib.h` that allocates, and C++'s `operator new` and `operator delete`. Nothing of it is per thread, so there is
//! nothing to set up before a thread's first call and nothing to clean up after its last: it may be called before
//! constructors, in destructors of thread-locals, after `exit`, and in children of `fork`. Between `vfork` and `exec` it must not be
//! called, as POSIX says.
//!
//! Functions set `errno` where they fail, and leave it alone where they do not.

#[cfg(all(target_os = "linux", not(target_pointer_width = "64")))]
compile_error!(
    "perseq-malloc takes the place of malloc on machines of 64 bits: on others the C++ operators have other names. \
     perseq-alloc works there, as the #[global_allocator] of a Rust program"
);

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
pub mod aligned;
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
mod at_exit;
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
pub mod basic;
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
pub mod cxx;
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
mod environment;
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
pub mod info;
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
mod name;
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
pub mod profile;
