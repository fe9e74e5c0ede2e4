//! Registrations of threads.
//!
//! If the C library registers threads, both functions succeed and do nothing, as librseq's do. Otherwise each thread has an area in
//! this library's thread-local memory, at one distance from the thread pointer. The copies of perseq in the process register that
//! area, too: a thread has one registration, and it ends when the last one of these libraries has let go of it.
//!
//! The distance is the same in all threads because the library's thread-local memory is part of what the C library allocates
//! with each thread. perseq-core's block, which is in the initial-exec model, makes the linker demand that for the whole library.

use core::{
    cell::{Cell, UnsafeCell},
    ffi::c_int,
    ptr::null_mut,
    sync::atomic::{AtomicPtr, Ordering::Relaxed},
};

use perseq_core::{
    abi::{CPU_ID_UNINITIALIZED, Rseq},
    sys::keeping_errno,
    thread::provided::{self, Provider},
};

use crate::{
    data::{self, Registrar},
    errno::{EINVAL, Errno, status},
};

/// A thread's area: 33 bytes and an alignment of 64 are what Linux 7.2 asks for. A library with a larger alignment than the C library's own
/// could not be opened by a program that runs; a kernel that fills more is told of 32 bytes.
#[repr(C, align(64))]
struct Area {
    rseq: Rseq,
    more: [u8; ROOM - size_of::<Rseq>()],
}
const ROOM: usize = 64;
const _: () = assert!(size_of::<Area>() == ROOM && align_of::<Area>() == ROOM);

thread_local! {
    static AREA: UnsafeCell<Area> = const { UnsafeCell::new(Area {
        rseq: Rseq {
            cpu_id_start: 0,
            cpu_id: CPU_ID_UNINITIALIZED,
            rseq_cs: 0,
            flags: 0,
            node_id: 0,
            mm_cid: 0,
            slice_ctrl: 0,
        },
        more: [0; ROOM - size_of::<Rseq>()],
    }) };
    /// True if the program has registered this thread by [`rseq_register_current_thread`].
    static HELD: Cell<bool> = const { Cell::new(false) };
}

static OURS: Provider = Provider { area, room: ROOM as u32 };

extern "C" fn area() -> *mut Rseq {
    AREA.with(|area| area.get().cast())
}

/// Distance from the thread pointer to the area, after which threads are registered there. Another copy of this library in the process
/// may have been first: then it is the distance to that one's.
pub(crate) fn offset() -> isize {
    static IN_FORCE: AtomicPtr<Provider> = AtomicPtr::new(null_mut());
    let mut provider = IN_FORCE.load(Relaxed);
    if provider.is_null() {
        provider = core::ptr::from_ref(provided::provide(&OURS)).cast_mut();
        IN_FORCE.store(provider, Relaxed);
    }
    // SAFETY: it was a reference to a static of an object that is never unloaded.
    let area = unsafe { (*provider).area };
    area().addr().wrapping_sub(provided::thread_pointer().addr()).cast_signed()
}

/// Registers this thread: 0, or −1 and the kernel's `errno`. 0 for a thread that is registered already.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_register_current_thread() -> c_int {
    status(register())
}

fn register() -> Result<(), Errno> {
    if data::registrar() == Registrar::CLibrary {
        return Ok(());
    }
    // If the registration that this thread held has been ended by other means, this makes it again.
    let feature_size = provided::hold().map_err(Errno)?;
    data::registered(feature_size);
    if HELD.replace(true) {
        provided::let_go();
    }
    Ok(())
}

/// Ends this thread's registration: 0, or −1 and `EINVAL` for a thread that has not registered itself.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_unregister_current_thread() -> c_int {
    status(unregister())
}

fn unregister() -> Result<(), Errno> {
    if data::registrar() == Registrar::CLibrary {
        return Ok(());
    }
    if !HELD.replace(false) {
        return Err(EINVAL);
    }
    provided::let_go();
    Ok(())
}

/// `RSEQ_AVAILABLE_QUERY_KERNEL`.
const QUERY_KERNEL: u32 = 0;
/// `RSEQ_AVAILABLE_QUERY_LIBC`.
const QUERY_LIBC: u32 = 1;

/// Returns whether the kernel has rseq (`query` 0), and whether the C library registers threads (1); `false` for other queries, and
/// where a filter answers for the kernel.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_available(query: u32) -> bool {
    match query {
        QUERY_KERNEL => kernel_has_it(),
        QUERY_LIBC => data::registrar() == Registrar::CLibrary,
        _ => false,
    }
}

/// No kernel accepts this call, and each that has rseq says `EINVAL`.
fn kernel_has_it() -> bool {
    let (len, flags, signature): (u32, c_int, u32) = (0, 0, 0);
    // SAFETY: nothing is registered: the address is null and the length 0.
    let call = || unsafe { libc::syscall(libc::SYS_rseq, null_mut::<Rseq>(), len, flags, signature) };
    keeping_errno(call) == (-1, libc::EINVAL)
}
