//! Threads that no C library knows.

use crate::{keep, skip};

/// glibc's own allocator of thread-local memory; a static executable does not tell where it is.
pub fn allocate_tls() -> Option<extern "C" fn(*mut libc::c_void) -> *mut usize> {
    let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"_dl_allocate_tls".as_ptr()) };
    if address.is_null() {
        skip("threads that no C library made", "_dl_allocate_tls is hidden (a static executable)");
        return None;
    }
    Some(unsafe {
        std::mem::transmute::<*mut libc::c_void, extern "C" fn(*mut libc::c_void) -> *mut usize>(address)
    })
}

/// Runs `body(argument)` on a thread that was made by `clone(2)` with a thread pointer of its own and that the C
/// library knows nothing of: it is not registered, and its copy of glibc's area is all zeroes, as if on CPU 0.
pub fn on_raw_thread(body: extern "C" fn(*mut libc::c_void) -> i32, argument: *mut libc::c_void) {
    const STACK: usize = 256 * 1024;
    unsafe {
        let allocate = allocate_tls().expect("asked before by the test");
        let tcb = allocate(std::ptr::null_mut());
        // The words that the x86-64 ABI and the compiler find at the thread pointer: itself, and the stack guards.
        let mine: *const usize;
        std::arch::asm!("mov {}, fs:[0]", out(reg) mine);
        for word in [0, 2] {
            tcb.add(word).write(tcb as usize);
        }
        for word in [5, 6] {
            tcb.add(word).write(mine.add(word).read());
        }
        let stack = std::alloc::alloc_zeroed(std::alloc::Layout::from_size_align(STACK, 16).unwrap());
        let alive = keep(std::sync::atomic::AtomicI32::new(1));
        let flags = libc::CLONE_VM
            | libc::CLONE_FS
            | libc::CLONE_FILES
            | libc::CLONE_SIGHAND
            | libc::CLONE_THREAD
            | libc::CLONE_SYSVSEM
            | libc::CLONE_SETTLS
            | libc::CLONE_CHILD_CLEARTID;
        let (top, none) = (stack.add(STACK).cast(), std::ptr::null_mut::<i32>());
        assert!(libc::clone(body, top, flags, argument, none, tcb, alive.as_ptr()) > 0, "clone");
        while alive.load(std::sync::atomic::Ordering::Acquire) != 0 {
            std::thread::yield_now();
        }
    }
}
