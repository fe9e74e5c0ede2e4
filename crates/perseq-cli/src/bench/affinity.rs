//! Binding the calling thread to one CPU, to check what it reads there.
#![allow(unsafe_code, reason = "sched_setaffinity takes a pointer")]

use std::io;

/// Lets the calling thread run on that CPU only.
///
/// # Errors
/// The operating system's, when this process may not use the CPU.
pub(super) fn bind_to(cpu: u32) -> io::Result<()> {
    let cpu = cpu as usize;
    let mut mask = vec![0_u64; cpu / 64 + 1];
    mask[cpu / 64] |= 1 << (cpu % 64);
    let this_thread = 0;
    // SAFETY: the kernel reads `size_of_val` bytes from the mask, which is that long.
    let result =
        unsafe { libc::sched_setaffinity(this_thread, size_of_val(mask.as_slice()), mask.as_ptr().cast()) };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cpu_that_does_not_exist_is_refused() {
        assert!(std::thread::spawn(|| bind_to(1 << 20)).join().unwrap().is_err());
    }
}
