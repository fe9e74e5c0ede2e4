//! The layers between this process and the kernel: filters, debuggers, emulators.
//!
//! An emulator shows its guest a made-up `/proc/self`, but the one that we look for (qemu-user, valgrind) leaves
//! `/proc/thread-self` alone; the program named there is the one that really runs.
//!
//! Sources: `proc_pid_status(5)` for `Seccomp` and `TracerPid`; qemu `linux-user/syscall.c`, `is_proc_myself`;
//! valgrind `coregrind/m_syswrap/syswrap-generic.c`, `/proc/self/exe`.
#![allow(unsafe_code, reason = "a probe of the rseq system call that cannot register anything")]

use std::{fs, io};

use perseq_pmu::Support;

use super::check::{Check, State};
use crate::machine::field;

/// All of them.
pub(super) fn checks() -> Vec<Check> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    vec![
        seccomp(&status, answer()),
        debugger(&status),
        emulator(&Program::running()),
        counters(&perseq_pmu::support()),
    ]
}

/// Hardware counters, for programs that want to read them.
fn counters(support: &Support) -> Check {
    let check = |value: &str, meaning: &str| Check::new("counters", "hardware counters", value, meaning);
    match support {
        Support::UserSpace => check("read in user space", "a program can count its own cycles without a system call"),
        Support::SystemCall => check("by system call", "user space may not read them here")
            .state(State::Note)
            .advise("on aarch64, set kernel.perf_user_access to 1; on x86, write 1 to /sys/bus/event_source/devices/cpu/rdpmc"),
        Support::None(error) => check("none, not needed", &error.to_string()),
    }
}

/// The error code of the answer to a call of `rseq` that no kernel accepts: `EINVAL` is the kernel's.
fn answer() -> i32 {
    let (flags, signature) = (0, 0);
    // SAFETY: nothing can be registered: the address is null and the length 0.
    let result =
        unsafe { libc::syscall(libc::SYS_rseq, std::ptr::null_mut::<u8>(), 0_u32, flags, signature) };
    if result == 0 { 0 } else { io::Error::last_os_error().raw_os_error().unwrap_or(0) }
}

fn seccomp(status: &str, answer: i32) -> Check {
    let mode = match field(status, "Seccomp") {
        Some("0") => "no filter",
        Some("1") => "strict mode",
        Some("2") => "a filter",
        _ => "unknown",
    };
    let lets_through = answer == libc::EINVAL;
    let name = if lets_through {
        "reaches the kernel".to_owned()
    } else {
        format!("is answered with {}", errno(answer))
    };
    let check = |meaning: &str| Check::new("seccomp", "seccomp", format!("{mode}; rseq {name}"), meaning);
    match (mode, lets_through) {
        ("no filter", true) => check("nothing stands before the system call"),
        (_, true) => check("the filter lets the system call `rseq` through"),
        ("a filter", false) => check("the filter refuses the system call `rseq` (or the kernel has none)")
            .state(State::Bad)
            .advise("allow `rseq` (and `membarrier`) in the seccomp profile of the container or the service"),
        (_, false) => check("the kernel has no rseq, or an emulator stands before it")
            .state(State::Bad)
            .advise("see the rows about the kernel and about what this process runs under"),
    }
}

/// An error code as manuals name it.
fn errno(code: i32) -> String {
    match code {
        libc::ENOSYS => "ENOSYS".to_owned(),
        libc::EPERM => "EPERM".to_owned(),
        libc::EACCES => "EACCES".to_owned(),
        other => format!("errno {other}"),
    }
}

fn debugger(status: &str) -> Check {
    let check = |value: String, meaning: &str| Check::new("debugger", "traced by", value, meaning);
    match field(status, "TracerPid") {
        None => check("cannot tell".to_owned(), "/proc is not mounted").state(State::Unknown),
        Some("0") => check("nobody".to_owned(), "no debugger interrupts critical sections"),
        Some(pid) => {
            let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
            check(
                format!("{} (process {pid})", name.trim()),
                "each stop inside a critical section restarts it; \
                   attempts are bounded, so stepping through one ends on the slower path",
            )
            .state(State::Note)
        }
    }
}

/// The program that really runs, as far as it can be told.
#[derive(Debug, Default)]
struct Program {
    /// As the process is told.
    told: Option<String>,
    /// As it is.
    real: Option<String>,
    /// Its files in memory.
    maps: String,
}

impl Program {
    fn running() -> Self {
        let name = |path| fs::read_link(path).ok().map(|target| target.to_string_lossy().into_owned());
        Self {
            told: name("/proc/self/exe"),
            real: name("/proc/thread-self/exe"),
            maps: fs::read_to_string("/proc/thread-self/maps").unwrap_or_default(),
        }
    }
}

fn emulator(program: &Program) -> Check {
    let check = |value: &str, meaning: &str| Check::new("emulator", "runs under", value, meaning);
    let Some(real) = &program.real else {
        return check("cannot tell", "/proc is not mounted, or the kernel is older than 3.17")
            .state(State::Unknown);
    };
    let file = real.rsplit('/').next().unwrap_or(real);
    if real.contains("/valgrind/") || program.maps.contains("vgpreload_") {
        return check(
            "valgrind",
            "it has no rseq: each operation takes the slower path, and counts stay exact",
        )
        .state(State::Note)
        .advise("measure without valgrind");
    }
    if file.starts_with("qemu-") {
        return check(
            "qemu-user",
            "it has no rseq: each operation takes the slower path, and counts stay exact",
        )
        .state(State::Note)
        .advise("to measure, run on the real architecture or boot a kernel in qemu-system");
    }
    if program.told.as_ref().is_some_and(|told| told != real) {
        return check(file, "another program runs this one, an emulator perhaps").state(State::Note);
    }
    check("nothing", "neither qemu-user nor valgrind; a virtual machine would not be in the way")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(told: &str, real: &str) -> Program {
        Program { told: Some(told.to_owned()), real: Some(real.to_owned()), maps: String::new() }
    }

    #[test]
    fn emulators_are_known_by_the_program_that_really_runs() {
        assert_eq!(emulator(&program("/bin/perseq", "/usr/bin/qemu-aarch64-static")).value, "qemu-user");
        let memcheck = "/usr/libexec/valgrind/memcheck-amd64-linux";
        assert_eq!(emulator(&program("/bin/perseq", memcheck)).value, "valgrind");
        assert_eq!(emulator(&program("/bin/perseq", "/bin/perseq")).state, State::Good);
        assert_eq!(emulator(&program("/bin/perseq", "/opt/box")).value, "box");
        assert_eq!(emulator(&Program::default()).state, State::Unknown);
    }

    #[test]
    fn a_filter_that_refuses_is_told_from_one_that_does_not() {
        let filtered = "Name:\tx\nSeccomp:\t2\n";
        assert_eq!(seccomp(filtered, libc::EINVAL).state, State::Good);
        let refused = seccomp(filtered, libc::EPERM);
        assert_eq!(refused.state, State::Bad);
        assert!(refused.advice.is_some_and(|advice| advice.contains("seccomp profile")));
        assert_eq!(seccomp("Seccomp:\t0\n", libc::ENOSYS).state, State::Bad);
        assert_eq!(seccomp("", libc::EINVAL).value, "unknown; rseq reaches the kernel");
    }

    #[test]
    fn a_tracer_is_named() {
        assert_eq!(debugger("TracerPid:\t0\n").state, State::Good);
        let own = format!("TracerPid:\t{}\n", std::process::id());
        assert_eq!(debugger(&own).state, State::Note);
        assert_eq!(debugger("").state, State::Unknown);
    }
}
