//! Which CPUs each NUMA node has, as `/sys` tells.

use core::ffi::CStr;

use super::{CpuSet, MAX_CPUS};
use crate::error::Result;

const PLACE: &str = "/sys/devices/system/node";

/// The numbers of the nodes that are there.
pub(crate) fn nodes() -> Result<CpuSet> {
    CpuSet::read(c"/sys/devices/system/node/online", PLACE)
}

/// The CPUs of node `node`, which is below [`MAX_CPUS`].
pub(crate) fn of_node(node: u32) -> Result<CpuSet> {
    let mut buffer = [0; 64];
    CpuSet::read(path(node, &mut buffer), PLACE)
}

/// `/sys/devices/system/node/node<node>/cpulist`.
fn path(node: u32, buffer: &mut [u8; 64]) -> &CStr {
    let (before, after) = (b"/sys/devices/system/node/node", b"/cpulist\0");
    debug_assert!(node < MAX_CPUS);
    let digits = node.checked_ilog10().unwrap_or(0) as usize + 1;
    let mut rest = node;
    buffer[..before.len()].copy_from_slice(before);
    for digit in buffer[before.len()..][..digits].iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    buffer[before.len() + digits..][..after.len()].copy_from_slice(after);
    CStr::from_bytes_until_nul(buffer).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_node_has_its_number() {
        for node in [0, 7, 10, 63, 100, 1023, MAX_CPUS - 1] {
            let expected = format!("/sys/devices/system/node/node{node}/cpulist");
            assert_eq!(path(node, &mut [0; 64]).to_str(), Ok(expected.as_str()));
        }
    }
}
