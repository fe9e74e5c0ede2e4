//! CPUs and nodes, for threads that are not registered, and how many CPUs there can be.

use core::{
    ffi::c_int,
    ptr::null_mut,
    sync::atomic::{AtomicI32, Ordering::Relaxed},
};

use perseq_core::cpu;

use crate::report::fatal;

/// The CPU on which this thread runs, from the C library. Ends the process where no number can be had.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_fallback_current_cpu() -> i32 {
    // SAFETY: no arguments.
    let cpu = unsafe { libc::sched_getcpu() };
    if cpu < 0 {
        let error = std::io::Error::last_os_error();
        fatal(format_args!("the C library does not know the current CPU: {error}"));
    }
    cpu
}

/// The NUMA node of the CPU on which this thread runs; −1 and `errno` where the kernel does not tell.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_fallback_current_node() -> i32 {
    let (mut cpu, mut node) = (0_u32, 0_u32);
    // SAFETY: both pointers are to live locals; the third argument is ignored since Linux 2.6.24.
    let told = unsafe { libc::syscall(libc::SYS_getcpu, &raw mut cpu, &raw mut node, null_mut::<u8>()) };
    if told == 0 { node.cast_signed() } else { -1 }
}

/// How many rows per-CPU memory needs: every CPU number and concurrency id of this process is below.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_get_max_nr_cpus() -> c_int {
    static KNOWN: AtomicI32 = AtomicI32::new(0);
    match KNOWN.load(Relaxed) {
        0 => {
            let possible = cpu::possible().ok().and_then(|set| set.iter().last());
            let cpus = decide(cpu::rows(), possible);
            KNOWN.store(cpus, Relaxed);
            cpus
        }
        known => known,
    }
}

/// The number after the last `possible` CPU, if that agrees with `rows`: the number of CPUs that the kernel can have, rounded up to a multiple of
/// 4, from a source that container runtimes do not replace. Otherwise `rows`.
fn decide(rows: u32, possible: Option<u32>) -> c_int {
    let cpus = possible.map(|last| last + 1).filter(|cpus| cpus.next_multiple_of(4) == rows);
    cpus.unwrap_or(rows).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_possible_cpus_that_does_not_agree_with_the_kernel_is_not_believed() {
        assert_eq!(decide(4, Some(1)), 2);
        assert_eq!(decide(4, Some(3)), 4);
        assert_eq!(decide(128, Some(127)), 128);
        // A container's file names fewer CPUs than the process can run on.
        assert_eq!(decide(128, Some(1)), 128);
        assert_eq!(decide(64, None), 64);
        assert_eq!(decide(4, Some(7)), 4);
    }
}
