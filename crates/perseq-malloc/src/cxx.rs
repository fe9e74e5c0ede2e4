//! C++: `operator new` and `operator delete`, by their names in the Itanium ABI. `m` is `size_t` of 64-bit machines.
//!
//! If there is no memory, `operator new` calls the program's new-handler until it finds some, throws or is none; then it throws
//! `std::bad_alloc`. Both come from the program's C++ library, which is looked for when it is needed: C programs have none.

use core::{
    ffi::{CStr, c_void},
    mem,
};

use perseq_alloc::raw;
use perseq_core::sys::say;

use crate::{
    aligned::try_aligned,
    basic::{ALIGN, free},
};

/// Alignment of an over-aligned type (`std::align_val_t`).
type Align = usize;
/// `const std::nothrow_t &`.
type Nothrow = *const c_void;
type Handler = unsafe extern "C-unwind" fn();

/// A function of the program's C++ library.
fn library(name: &CStr) -> Option<*mut c_void> {
    // SAFETY: the name is NUL-terminated.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    (!found.is_null()).then_some(found)
}

/// The new-handler that the program has set.
fn handler() -> Option<Handler> {
    let get = library(c"_ZSt15get_new_handlerv")?;
    // SAFETY: `std::get_new_handler()` has this type.
    let get: unsafe extern "C-unwind" fn() -> Option<Handler> = unsafe { mem::transmute(get) };
    // SAFETY: it has no preconditions.
    unsafe { get() }
}

#[cold]
fn throw_bad_alloc() -> ! {
    if let Some(throw) = library(c"_ZSt17__throw_bad_allocv") {
        // SAFETY: `std::__throw_bad_alloc()` has this type.
        let throw: unsafe extern "C-unwind" fn() = unsafe { mem::transmute(throw) };
        // SAFETY: it has no preconditions, and every frame from here to the caller lets exceptions through.
        unsafe { throw() };
    }
    say(b"perseq-malloc: operator new: out of memory, and no C++ library to throw std::bad_alloc\n");
    // SAFETY: no preconditions.
    unsafe { libc::abort() }
}

/// Memory, if need be after the handler has found some; null if there is no handler.
#[inline(always)]
fn try_new(size: usize, align: Align) -> *mut c_void {
    if align == ALIGN
        && let Some(object) = raw::try_allocate(size)
    {
        return object.as_ptr().cast();
    }
    let object = try_aligned(size, align);
    if object.is_null() { new_after_handlers(size, align) } else { object }
}

#[cold]
#[inline(never)]
fn new_after_handlers(size: usize, align: Align) -> *mut c_void {
    while let Some(handler) = handler() {
        // SAFETY: the program's, with no preconditions. It may throw.
        unsafe { handler() };
        let object = try_aligned(size, align);
        if !object.is_null() {
            return object;
        }
    }
    core::ptr::null_mut()
}

#[inline(always)]
fn new(size: usize, align: Align) -> *mut c_void {
    let object = try_new(size, align);
    if object.is_null() { throw_bad_alloc() } else { object }
}

/// Declares operators: what each is in C++, its name, and what it does.
macro_rules! operators {
    ($( $(#[$meta:meta])* $name:ident($($argument:ident: $type:ty),*) -> $body:expr; )*) => {
        $(
            $(#[$meta])*
            #[unsafe(no_mangle)]
            #[allow(non_snake_case, reason = "names of the C++ ABI")]
            pub extern "C-unwind" fn $name($($argument: $type),*) -> *mut c_void {
                $body
            }
        )*
    };
}

operators! {
    /// `operator new(size_t)`
    _Znwm(size: usize) -> new(size, ALIGN);
    /// `operator new[](size_t)`
    _Znam(size: usize) -> new(size, ALIGN);
    /// `operator new(size_t, nothrow)`
    _ZnwmRKSt9nothrow_t(size: usize, _nothrow: Nothrow) -> try_new(size, ALIGN);
    /// `operator new[](size_t, nothrow)`
    _ZnamRKSt9nothrow_t(size: usize, _nothrow: Nothrow) -> try_new(size, ALIGN);
    /// `operator new(size_t, align_val_t)`
    _ZnwmSt11align_val_t(size: usize, align: Align) -> new(size, align);
    /// `operator new[](size_t, align_val_t)`
    _ZnamSt11align_val_t(size: usize, align: Align) -> new(size, align);
    /// `operator new(size_t, align_val_t, nothrow)`
    _ZnwmSt11align_val_tRKSt9nothrow_t(size: usize, align: Align, _nothrow: Nothrow) -> try_new(size, align);
    /// `operator new[](size_t, align_val_t, nothrow)`
    _ZnamSt11align_val_tRKSt9nothrow_t(size: usize, align: Align, _nothrow: Nothrow) -> try_new(size, align);
}

/// Declares forms of `operator delete`, which all free.
macro_rules! deletes {
    ($( $(#[$meta:meta])* $name:ident($($argument:ident: $type:ty),*); )*) => {
        $(
            $(#[$meta])*
            ///
            /// # Safety
            ///
            /// * As for [`free`].
            #[unsafe(no_mangle)]
            #[allow(non_snake_case, reason = "names of the C++ ABI")]
            pub unsafe extern "C" fn $name(object: *mut c_void $(, $argument: $type)*) {
                // SAFETY: the caller's.
                unsafe { free(object) };
            }
        )*
    };
}

deletes! {
    /// `operator delete(void *)`
    _ZdlPv();
    /// `operator delete[](void *)`
    _ZdaPv();
    /// `operator delete(void *, nothrow)`
    _ZdlPvRKSt9nothrow_t(_nothrow: Nothrow);
    /// `operator delete[](void *, nothrow)`
    _ZdaPvRKSt9nothrow_t(_nothrow: Nothrow);
    /// `operator delete(void *, size_t)`
    _ZdlPvm(_size: usize);
    /// `operator delete[](void *, size_t)`
    _ZdaPvm(_size: usize);
    /// `operator delete(void *, align_val_t)`
    _ZdlPvSt11align_val_t(_align: Align);
    /// `operator delete[](void *, align_val_t)`
    _ZdaPvSt11align_val_t(_align: Align);
    /// `operator delete(void *, size_t, align_val_t)`
    _ZdlPvmSt11align_val_t(_size: usize, _align: Align);
    /// `operator delete[](void *, size_t, align_val_t)`
    _ZdaPvmSt11align_val_t(_size: usize, _align: Align);
    /// `operator delete(void *, align_val_t, nothrow)`
    _ZdlPvSt11align_val_tRKSt9nothrow_t(_align: Align, _nothrow: Nothrow);
    /// `operator delete[](void *, align_val_t, nothrow)`
    _ZdaPvSt11align_val_tRKSt9nothrow_t(_align: Align, _nothrow: Nothrow);
}
