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

#[cfg(target_os = "linux")]
pub mod aligned;
#[cfg(target_os = "linux")]
pub mod basic;
#[cfg(target_os = "linux")]
pub mod cxx;
#[cfg(target_os = "linux")]
pub mod info;
