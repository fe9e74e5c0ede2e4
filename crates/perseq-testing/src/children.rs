//! Forked children, and threads that are cancelled.

/// Runs `body` in a forked child; returns its exit status, or panics if it was killed.
pub fn in_child(body: impl FnOnce() -> i32) -> i32 {
    unsafe {
        match libc::fork() {
            0 => {
                let code = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).unwrap_or(101);
                libc::_exit(code)
            }
            child => {
                assert!(child > 0, "fork");
                let mut status = 0;
                assert_eq!(libc::waitpid(child, &mut status, 0), child);
                assert!(libc::WIFEXITED(status), "the child was killed by signal {}", libc::WTERMSIG(status));
                libc::WEXITSTATUS(status)
            }
        }
    }
}

/// Runs `body` on a thread that is to be cancelled, at its first cancellation point; returns whether it has come to the end of `body`. A C
/// library that unwinds a cancelled thread ends the process instead: for what runs [`alone`](crate::alone()).
pub fn is_completed_by_a_cancelled_thread<F: FnOnce() + Send>(body: F) -> bool {
    extern "C" fn run<F: FnOnce()>(body: *mut libc::c_void) -> *mut libc::c_void {
        assert_eq!(unsafe { libc::pthread_cancel(libc::pthread_self()) }, 0);
        let take = unsafe { &mut *body.cast::<Option<F>>() };
        take.take().unwrap()();
        body
    }
    let mut body = Some(body);
    let body = (&raw mut body).cast::<libc::c_void>();
    unsafe {
        let mut thread: libc::pthread_t = std::mem::zeroed();
        assert_eq!(libc::pthread_create(&mut thread, std::ptr::null(), run::<F>, body), 0);
        let mut result = std::ptr::null_mut();
        assert_eq!(libc::pthread_join(thread, &mut result), 0);
        result == body
    }
}
