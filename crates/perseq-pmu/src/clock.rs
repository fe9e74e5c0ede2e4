//! The cheapest clock that a program can read: the processor's own counter, where user space may.
//!
//! | architecture | [`ticks`] reads |
//! |---|---|
//! | x86, x86-64 | `rdtsc` |
//! | aarch64 | `cntvct_el0` |
//! | others | `clock_gettime(CLOCK_MONOTONIC)` |

/// The kernel's name for that counter as a clock source: while the kernel tells the time by it, it is the same on all CPUs and
/// runs at one rate. `None` where [`ticks`] reads no counter of the processor.
pub const SOURCE: Option<&str> = if cfg!(any(target_arch = "x86", target_arch = "x86_64")) {
    Some("tsc")
} else if cfg!(target_arch = "aarch64") {
    Some("arch_sys_counter")
} else {
    None
};

/// The clock's present value, in units of its own. Some 8 ns; not ordered with the instructions around it.
///
/// A process that has forbidden itself the counter (`prctl(PR_SET_TSC)`) is killed on x86.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
#[inline(always)]
#[must_use]
pub fn ticks() -> u64 {
    #[cfg(target_arch = "x86")]
    use core::arch::x86::_rdtsc;
    #[cfg(target_arch = "x86_64")]
    use core::arch::x86_64::_rdtsc;
    // SAFETY: Linux lets every program read the counter, unless the program has asked not to; the instruction writes registers only.
    unsafe { _rdtsc() }
}

/// The clock's present value, in units of its own. Not ordered with the instructions around it.
#[cfg(target_arch = "aarch64")]
#[inline(always)]
#[must_use]
pub fn ticks() -> u64 {
    let ticks: u64;
    // SAFETY: Linux lets every program read the counter; the instruction writes its register only.
    unsafe {
        core::arch::asm!("mrs {}, cntvct_el0", out(reg) ticks, options(nomem, nostack, preserves_flags))
    };
    ticks
}

/// The clock's present value, in nanoseconds.
#[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
#[inline(always)]
#[must_use]
pub fn ticks() -> u64 {
    let mut time = core::mem::MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: `time` is valid for writes.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, time.as_mut_ptr()) };
    // SAFETY: zeroes are a valid time, and so is what the call wrote.
    let time = unsafe { time.assume_init() };
    (time.tv_sec as u64).wrapping_mul(1_000_000_000).wrapping_add(time.tv_nsec as u64)
}

#[cfg(all(test, not(miri)))]
mod tests {
    #[test]
    fn the_clock_advances() {
        let before = super::ticks();
        std::thread::sleep(core::time::Duration::from_millis(2));
        assert!(super::ticks() > before);
    }
}
