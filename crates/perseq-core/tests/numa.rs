//! Placement: a page of a row is on the NUMA node of the thread that writes it first.

#![cfg(not(any(miri, perseq_model)))]
#![allow(clippy::undocumented_unsafe_blocks, clippy::std_instead_of_core, reason = "test code")]

use perseq_testing as support;

use std::{collections::BTreeMap, fs};

use perseq_core::{
    ByConcurrencyId, ByCpuId, Index, cpu,
    pool::{Item, Pool, STRIDE},
};

/// The node of each CPU that this process may run on, as the kernel lists them.
fn nodes() -> BTreeMap<u32, i32> {
    let (allowed, mut nodes) = (cpu::allowed().unwrap(), BTreeMap::new());
    for entry in fs::read_dir("/sys/devices/system/node").into_iter().flatten().flatten() {
        let name = entry.file_name().into_string().unwrap_or_default();
        let Some(Ok(node)) = name.strip_prefix("node").map(str::parse::<i32>) else { continue };
        let list = fs::read_to_string(entry.path().join("cpulist")).unwrap();
        for range in list.trim().split(',').filter(|range| !range.is_empty()) {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            let (first, last): (u32, u32) = (first.parse().unwrap(), last.parse().unwrap());
            nodes.extend((first..=last).filter(|cpu| allowed.contains(*cpu)).map(|cpu| (cpu, node)));
        }
    }
    nodes
}

/// The node that the page at `address` is on.
fn node_of(address: *mut u8) -> i32 {
    let mut status = i32::MIN;
    let (one, nobody, ask) = (1_usize, 0, std::ptr::null::<i32>());
    let moved = unsafe {
        libc::syscall(libc::SYS_move_pages, nobody, one, &raw const address, ask, &raw mut status, 0)
    };
    assert_eq!(moved, 0, "{}", std::io::Error::last_os_error());
    status
}

/// Two CPUs of different nodes.
fn far_apart(nodes: &BTreeMap<u32, i32>) -> Option<(u32, u32)> {
    let (&one, node) = nodes.first_key_value()?;
    nodes.iter().find(|(_, other)| *other != node).map(|(&other, _)| (one, other))
}

/// Writes a word in the middle of every row from this CPU; the node that each CPU's row is on.
fn placed<I: Index>(item: &Item<I>, nodes: &BTreeMap<u32, i32>) -> BTreeMap<u32, i32> {
    let place = |&cpu: &u32| {
        let address = item.row(cpu).wrapping_add(STRIDE / 2);
        unsafe { address.write(1) };
        (cpu, node_of(address))
    };
    nodes.keys().filter(|&&cpu| cpu < cpu::bound()).map(place).collect()
}

/// No policy is asked of the kernel: the call for that is one that hardened services are killed for.
fn first_touch_places<I: Index>() {
    let nodes = nodes();
    let Some((one, other)) = far_apart(&nodes) else {
        return support::lacks("placement by first touch", "this machine has one node");
    };
    for writer in [one, other] {
        support::pin(writer);
        assert_eq!(cpu::node().map(|node| node.get().cast_signed()), Some(nodes[&writer]));
        let pool = Pool::<I>::new();
        let item = pool.allocate(STRIDE, 8).unwrap();
        assert!(
            placed(&item, &nodes).values().all(|node| *node == nodes[&writer]),
            "written by CPU {writer}"
        );
        unsafe { pool.free(item) };
    }
}

#[test]
fn rows_by_cpu_number_are_on_the_node_of_who_writes_first() {
    first_touch_places::<ByCpuId>();
}

#[test]
fn rows_by_concurrency_id_are_on_the_node_of_who_writes_first() {
    first_touch_places::<ByConcurrencyId>();
}
