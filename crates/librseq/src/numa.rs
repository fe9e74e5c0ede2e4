//! Rows on the NUMA nodes of their CPUs.

use core::ffi::{c_int, c_void};
use std::{fs, io::ErrorKind};

use crate::{
    errno::{EINVAL, Errno, status},
    pool::page_size,
    report::say,
};

/// Pages that one system call moves.
const BATCH: usize = 512;

/// Moves the whole pages of a range to the node of CPU `cpu` by `move_pages(2)` with `flags`; 0, or −1 and its `errno`.
///
/// `EINVAL` without flags and for a CPU that there is not, `ENOSYS` where the kernel has no nodes. Pages that the kernel does not move are
/// counted on standard error. No page is touched, and pages that are not there are left out.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_mempool_range_init_numa(
    addr: *mut c_void,
    len: usize,
    cpu: c_int,
    numa_flags: c_int,
) -> c_int {
    status(move_range(addr, len, cpu, numa_flags))
}

fn move_range(addr: *mut c_void, len: usize, cpu: c_int, flags: c_int) -> Result<(), Errno> {
    if flags == 0 {
        return Err(EINVAL);
    }
    let node = node_of(cpu)?;
    let pages = len / page_size();
    let mut kept = 0;
    for first in (0..pages).step_by(BATCH) {
        let count = BATCH.min(pages - first);
        let mut addresses = [core::ptr::null_mut::<c_void>(); BATCH];
        for (n, address) in addresses[..count].iter_mut().enumerate() {
            *address = addr.wrapping_byte_add((first + n) * page_size());
        }
        let (nodes, mut status) = ([node; BATCH], [0 as c_int; BATCH]);
        let (this_process, count) = (0 as c_int, count as libc::c_ulong);
        // SAFETY: the arrays have as many elements as it is told. It changes where pages are, and not what is in them.
        let moved = unsafe {
            libc::syscall(
                libc::SYS_move_pages,
                this_process,
                count,
                addresses.as_ptr(),
                nodes.as_ptr(),
                status.as_mut_ptr(),
                flags,
            )
        };
        if moved < 0 {
            return Err(Errno::last());
        }
        kept += moved;
    }
    if kept > 0 {
        say(format_args!("{kept} of {pages} pages of CPU {cpu} were not moved to node {node}"));
    }
    Ok(())
}

/// The node of a CPU, as `/sys` tells.
fn node_of(cpu: c_int) -> Result<c_int, Errno> {
    let entries =
        fs::read_dir(format!("/sys/devices/system/cpu/cpu{cpu}")).map_err(|error| match error.kind() {
            ErrorKind::NotFound => EINVAL,
            _ => Errno(error.raw_os_error().unwrap_or(libc::EINVAL)),
        })?;
    let node =
        entries.flatten().find_map(|entry| entry.file_name().to_str()?.strip_prefix("node")?.parse().ok());
    node.ok_or(Errno(libc::ENOSYS))
}
