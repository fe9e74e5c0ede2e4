//! The machine: kernel, architecture, C library, membarrier, CPUs.
//!
//! Sources: the kernel's release notes for the versions named here; `membarrier(2)` for the commands.

use std::fmt::Display;

use perseq::perseq_core::{
    cpu::{self, CpuSet},
    sys,
};

use super::check::{Check, State};
use crate::machine;

/// First kernel with `rseq(2)`.
const RSEQ: (u32, u32) = (4, 18);
/// First kernel with the membarrier that fences critical sections.
const FENCE: (u32, u32) = (5, 10);
/// First kernel that tells the feature size and fills node and concurrency ids.
const IDS: (u32, u32) = (6, 3);

/// All of them.
pub(super) fn checks() -> Vec<Check> {
    let kernel = machine::kernel();
    let mut checks = vec![
        release(&kernel.release),
        architecture(std::env::consts::ARCH, &kernel.machine),
        libc(&machine::libc_version()),
        membarrier(sys::membarrier_commands().map_err(|error| error.to_string())),
    ];
    checks.extend(cpus());
    checks
}

fn release(release: &str) -> Check {
    let check = |meaning: &str| Check::new("kernel", "kernel", format!("Linux {release}"), meaning);
    match version(release) {
        None => check("its version cannot be read from its name").state(State::Unknown),
        Some(version) if version < RSEQ => check("it has no rseq (Linux 4.18)")
            .state(State::Bad)
            .advise("use Linux 4.18 or later, 6.3 for everything; until then the slower path serves"),
        Some(version) if version < FENCE => {
            check("it has rseq, but no membarrier for it (5.10) and no concurrency ids (6.3)")
                .state(State::Note)
                .advise("use Linux 6.3 or later for everything")
        }
        Some(version) if version < IDS => {
            check("it has rseq and its membarrier, but no concurrency ids (6.3)")
                .state(State::Note)
                .advise("use Linux 6.3 or later to index by concurrency id")
        }
        Some(_) => check("it has rseq (4.18), the membarrier for it (5.10) and concurrency ids (6.3)"),
    }
}

/// Major and minor version from text such as `6.18.0-amd64`.
fn version(release: &str) -> Option<(u32, u32)> {
    let mut numbers = release.split(|letter: char| !letter.is_ascii_digit()).map(str::parse::<u32>);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn architecture(built_for: &str, kernel_says: &str) -> Check {
    let value = if built_for == kernel_says {
        built_for.to_owned()
    } else {
        format!("{built_for} (kernel: {kernel_says})")
    };
    Check::new("arch", "architecture", value, "critical sections are written for it")
}

fn libc(version: &str) -> Check {
    let number = version.strip_prefix("glibc ").and_then(self::version);
    let meaning = match number {
        Some(number) if number >= (2, 35) => "it registers each thread for rseq, unless it is told not to",
        Some(_) => "it does not know rseq (2.35 does): perseq registers each thread itself",
        None => "perseq registers each thread itself",
    };
    Check::new("libc", "C library", version, meaning)
}

fn membarrier(commands: Result<u32, String>) -> Check {
    const NAMES: [(u32, &str); 6] = [
        (0, "GLOBAL"),
        (1, "GLOBAL_EXPEDITED"),
        (3, "PRIVATE_EXPEDITED"),
        (5, "PRIVATE_EXPEDITED_SYNC_CORE"),
        (7, "PRIVATE_EXPEDITED_RSEQ"),
        (9, "GET_REGISTRATIONS"),
    ];
    const RSEQ_BIT: u32 = 1 << 7;
    let check = |value: String, meaning: &str| Check::new("membarrier", "membarrier", value, meaning);
    match commands {
        Err(error) => {
            check(error, "critical sections of other CPUs cannot be fenced by it").state(State::Note).advise(
                "allow the system call `membarrier`; until then a fence runs on the other CPU for a moment",
            )
        }
        Ok(mask) => {
            let has = |bit: &u32| mask & 1 << bit != 0;
            let names: Vec<&str> = NAMES.iter().filter(|(bit, _)| has(bit)).map(|&(_, name)| name).collect();
            let value = names.join(", ");
            if mask & RSEQ_BIT != 0 {
                check(value, "PRIVATE_EXPEDITED_RSEQ fences critical sections that run on other CPUs")
            } else {
                check(
                    value,
                    "no command fences critical sections (Linux 5.10): a fence runs on the other CPU instead",
                )
                .state(State::Note)
            }
        }
    }
}

fn cpus() -> Vec<Check> {
    vec![
        rows(cpu::rows(), cpu::bound(), cpu::outside()),
        cpu_set("cpus_possible", "CPUs possible", cpu::possible(), "those that may ever be present"),
        cpu_set("cpus_online", "CPUs online", cpu::online(), "those that run now"),
        cpu_set("cpus_allowed", "CPUs allowed", cpu::allowed(), "those that this process may use"),
    ]
}

/// The rows of per-CPU memory: those that are visited, those that can be reached, and how often a number was outside.
fn rows(visited: u32, reachable: u32, outside: u32) -> Check {
    let check = |meaning: &str| {
        Check::new("rows", "rows", format!("{visited} visited, {reachable} reachable"), meaning)
    };
    match outside {
        0 if visited == reachable => check(
            "sums look at every row: /proc/self/status does not tell how many CPUs this kernel can have",
        )
        .state(State::Note)
        .advise("mount /proc, unless this machine can have as many CPUs"),
        0 => check("per-CPU memory has a row for each CPU that this kernel can have, unused ones cost none"),
        _ => check(
            "numbers turned up for which no row was expected: nothing is lost, and sums look at every row",
        )
        .state(State::Note)
        .advise("set PERSEQ_ROWS to the number of CPUs, for processes that move to a larger machine"),
    }
}

fn cpu_set<E: Display>(
    key: &'static str,
    what: &'static str,
    set: Result<CpuSet, E>,
    meaning: &str,
) -> Check {
    match set {
        Ok(set) => Check::new(key, what, format!("{set} ({})", set.len()), meaning),
        Err(error) => Check::new(key, what, "unknown", error.to_string()).state(State::Note),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_distributions_call_their_kernels() {
        assert_eq!(version("6.18.44-fc"), Some((6, 18)));
        assert_eq!(version("5.10-rc1"), Some((5, 10)));
        assert_eq!(version("7.0"), Some((7, 0)));
        assert_eq!(version("custom"), None);
    }

    #[test]
    fn old_kernels_are_told_apart() {
        let states = ["4.14.0", "4.19.0", "6.1.0", "6.3.0", "7.2", "?"].map(|name| release(name).state);
        use State::{Bad, Good, Note, Unknown};
        assert_eq!(states, [Bad, Note, Note, Good, Good, Unknown]);
    }

    #[test]
    fn membarrier_commands_are_named_and_the_missing_one_is_noted() {
        let full = membarrier(Ok(0x3ff));
        assert!(full.value.contains("PRIVATE_EXPEDITED_RSEQ") && full.state == State::Good);
        let old = membarrier(Ok(0b1001));
        assert_eq!((old.value.as_str(), old.state), ("GLOBAL, PRIVATE_EXPEDITED", State::Note));
        assert_eq!(membarrier(Err("refused".to_owned())).state, State::Note);
    }

    #[test]
    fn rows_are_noted_where_all_are_visited_or_numbers_were_outside() {
        let states = [(4, 64, 0), (64, 64, 0), (64, 64, 3)]
            .map(|(rows, bound, out)| self::rows(rows, bound, out).state);
        assert_eq!(states, [State::Good, State::Note, State::Note]);
    }

    #[test]
    fn c_libraries_that_register_are_told_apart() {
        assert!(libc("glibc 2.36").meaning.starts_with("it registers"));
        assert!(libc("glibc 2.31").meaning.starts_with("it does not"));
        assert!(libc("musl").meaning.starts_with("perseq registers"));
    }
}
