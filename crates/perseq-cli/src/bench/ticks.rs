//! The cheapest clock that a program can read: the processor's own counter, where user space may.
//!
//! | architecture | what is read |
//! |---|---|
//! | x86 | `rdtsc` |
//! | aarch64 | `cntvct_el0` |
//! | others | `clock_gettime(CLOCK_MONOTONIC)` |
#![allow(unsafe_code, reason = "instructions that read a counter")]

/// The clock's time, in units of its own.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
#[inline(always)]
pub(super) fn now() -> u64 {
    #[cfg(target_arch = "x86")]
    use core::arch::x86::_rdtsc;
    #[cfg(target_arch = "x86_64")]
    use core::arch::x86_64::_rdtsc;
    // SAFETY: Linux lets every program read the counter, unless it asks not to (prctl PR_SET_TSC).
    unsafe { _rdtsc() }
}

/// The clock's time, in units of its own.
#[cfg(target_arch = "aarch64")]
#[inline(always)]
pub(super) fn now() -> u64 {
    let ticks: u64;
    // SAFETY: Linux lets every program read the counter; the instruction only writes its register.
    unsafe { core::arch::asm!("mrs {}, cntvct_el0", out(reg) ticks, options(nostack, preserves_flags)) };
    ticks
}

/// The clock's time, in units of its own.
#[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
#[inline(always)]
pub(super) fn now() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is valid for writes.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) };
    (time.tv_sec as u64).wrapping_mul(1_000_000_000).wrapping_add(time.tv_nsec as u64)
}

#[cfg(test)]
mod tests {
    use super::now;

    #[test]
    fn the_clock_goes_on() {
        let before = now();
        std::thread::sleep(std::time::Duration::from_millis(2));
        assert!(now() > before);
    }
}
