//! Machines whose CPUs are of several kinds (hybrid, big.LITTLE): each kind has counters of its own, which the kernel calls a PMU each.
//!
//! An event that names none is counted on CPUs of the first kind only. So there it is opened once for each kind, and what was counted
//! is the sum.
//!
//! Source: `perf_event_open(2)`; `PERF_PMU_TYPE_SHIFT` in `include/uapi/linux/perf_event.h` (Linux 5.13);
//! `/sys/bus/event_source/devices`.

use core::sync::atomic::{
    AtomicU32, AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};
use std::{fs, path::Path, vec::Vec};

/// Kinds that are remembered. A machine with more asks the system each time.
const REMEMBERED: usize = 8;

/// Numbers of the PMUs of this machine's kinds of CPUs; empty where there is one kind, and events need name none.
pub(crate) fn all() -> Vec<u32> {
    // No lock: a forked child would wait for a thread that it does not have. All threads store the same.
    static NUMBERS: [AtomicU32; REMEMBERED] = [const { AtomicU32::new(0) }; REMEMBERED];
    static KNOWN: AtomicUsize = AtomicUsize::new(0); // how many, plus 1
    if let Some(known) = KNOWN.load(Acquire).checked_sub(1) {
        return NUMBERS[..known].iter().map(|number| number.load(Relaxed)).collect();
    }
    let all = in_directory(Path::new("/sys/bus/event_source/devices"));
    if all.len() <= REMEMBERED {
        NUMBERS.iter().zip(&all).for_each(|(place, &number)| place.store(number, Relaxed));
        KNOWN.store(all.len() + 1, Release);
    }
    all
}

/// Those that say which CPUs they are for: others are for all of them, or count what is no CPU's.
fn in_directory(devices: &Path) -> Vec<u32> {
    let entries = fs::read_dir(devices).into_iter().flatten().flatten();
    let number = |device: &Path| {
        let cpus = fs::read_to_string(device.join("cpus")).ok()?;
        let number = fs::read_to_string(device.join("type")).ok()?;
        if cpus.trim().is_empty() { None } else { number.trim().parse().ok() }
    };
    let mut all: Vec<u32> = entries.filter_map(|entry| number(&entry.path())).collect();
    all.sort_unstable();
    if all.len() < 2 { Vec::new() } else { all }
}

#[cfg(all(test, not(miri)))]
mod tests {
    use super::*;

    /// A machine's directory: devices, each with the CPUs that it says it is for.
    fn machine(name: &str, devices: &[(&str, Option<&str>)]) -> Vec<u32> {
        let root = perseq_testing::Scratch::new(name);
        for (number, (device, cpus)) in devices.iter().enumerate() {
            let device = root.join(device);
            fs::create_dir_all(&device).unwrap();
            fs::write(device.join("type"), format!("{}\n", number + 4)).unwrap();
            cpus.iter().for_each(|cpus| fs::write(device.join("cpus"), format!("{cpus}\n")).unwrap());
        }
        in_directory(&root)
    }

    #[test]
    fn kinds_are_told_only_where_there_are_several() {
        assert!(machine("uniform", &[("cpu", None), ("software", None), ("uncore_imc", None)]).is_empty());
        assert!(machine("arm", &[("armv8_pmuv3_0", Some("0-3")), ("software", None)]).is_empty());
        let hybrid =
            [("cpu_atom", Some("4-7")), ("cpu_core", Some("0-3")), ("software", None), ("none", Some(""))];
        assert_eq!(machine("hybrid", &hybrid), [4, 5]);
        assert!(in_directory(Path::new("/nowhere")).is_empty());
    }
}
