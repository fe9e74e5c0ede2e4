//! The CPU time that the calling thread has had, to find out whether another program took the rest.
#![allow(unsafe_code, reason = "clock_gettime takes a pointer")]

use std::{mem::MaybeUninit, time::Duration};

/// CPU time of the calling thread since its start; zero where the kernel does not tell.
pub(crate) fn of_this_thread() -> Duration {
    let mut time = MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: `time` is valid for writes.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, time.as_mut_ptr()) };
    // SAFETY: all-zero bytes are a valid timespec, and the call wrote one or nothing.
    let time = unsafe { time.assume_init() };
    let part = |value| u64::try_from(value).unwrap_or(0);
    Duration::from_secs(part(time.tv_sec)) + Duration::from_nanos(part(time.tv_nsec))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleeping_costs_no_cpu_time_and_working_does() {
        let before = of_this_thread();
        std::thread::sleep(Duration::from_millis(20));
        let slept = of_this_thread() - before;
        assert!(slept < Duration::from_millis(15), "{slept:?}");
        while of_this_thread() - before < Duration::from_millis(1) {
            std::hint::spin_loop();
        }
    }
}
