//! The machine that a figure belongs to.
//!
//! A time without its processor, kernel and C library says nothing to a later reader.
#![allow(unsafe_code, reason = "uname and gnu_get_libc_version hand out C strings")]

use std::{ffi::CStr, fs, mem::MaybeUninit, os::raw::c_char};

use perseq_core::{cpu, thread};
use serde::Serialize;

use crate::clock;

/// The facts that are noted with every result.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    /// Processor, in its maker's words.
    pub cpu_model: String,
    /// CPUs that this process may use.
    pub cpus: usize,
    /// Instruction set.
    pub arch: &'static str,
    /// The processor's word on whether it is a virtual one; unknown if it has no way to say so.
    pub virtual_machine: Option<bool>,
    /// Release of the kernel.
    pub kernel: String,
    /// C library and its version.
    pub libc: String,
    /// The code that registered the thread for rseq.
    pub rseq: String,
    /// When, in UTC.
    pub date: String,
    /// Version of perseq.
    pub perseq: &'static str,
}

impl Machine {
    /// This one, now.
    pub fn here() -> Self {
        let cpu_info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        Self {
            cpu_model: cpu_model(&cpu_info),
            cpus: cpu::allowed().map_or(1, |set| set.len()),
            arch: std::env::consts::ARCH,
            virtual_machine: virtual_machine(&cpu_info),
            kernel: kernel().release,
            libc: libc_version(),
            rseq: owner(),
            date: clock::now_utc(),
            perseq: env!("CARGO_PKG_VERSION"),
        }
    }

    /// A warning for a reader to see before any figure of ours.
    pub fn warning(&self) -> Option<&'static str> {
        (self.rseq == NOBODY)
            .then_some("rseq cannot be used here: perseq takes its slower path. `perseq doctor` tells why.")
    }
}

/// Instead of the name of the code that registered the thread.
const NOBODY: &str = "nobody";

/// The code that registered this thread for rseq, in a word or two.
fn owner() -> String {
    thread::report().owner.map_or_else(|_| NOBODY.to_owned(), |owner| owner.to_string())
}

/// The answer of `uname(2)`.
#[derive(Debug)]
pub struct Kernel {
    /// Its release, such as `6.18.0-amd64`.
    pub release: String,
    /// Its word for the machine, such as `x86_64`.
    pub machine: String,
}

/// The kernel that answers this process.
pub fn kernel() -> Kernel {
    let mut names = MaybeUninit::<libc::utsname>::zeroed();
    // SAFETY: `names` is valid for writes.
    unsafe { libc::uname(names.as_mut_ptr()) };
    // SAFETY: all-zero bytes are a valid utsname, and uname wrote more of it or nothing.
    let names = unsafe { names.assume_init() };
    Kernel { release: text(&names.release), machine: text(&names.machine) }
}

fn text(field: &[c_char]) -> String {
    field.iter().take_while(|&&unit| unit != 0).map(|&unit| char::from(unit.to_ne_bytes()[0])).collect()
}

/// Name and version of the C library.
pub fn libc_version() -> String {
    type Version = unsafe extern "C" fn() -> *const c_char;
    // SAFETY: the name ends in NUL; the default handle searches the objects that are loaded.
    let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"gnu_get_libc_version".as_ptr()) };
    if address.is_null() {
        return if cfg!(target_env = "musl") { "musl" } else { "unknown" }.to_owned();
    }
    // SAFETY: gnu_get_libc_version(3) has this signature.
    let version = unsafe { std::mem::transmute::<*mut libc::c_void, Version>(address) };
    // SAFETY: no preconditions.
    let version = unsafe { version() };
    // SAFETY: it returns a NUL-terminated string of static life.
    let version = unsafe { CStr::from_ptr(version) };
    format!("glibc {}", version.to_string_lossy())
}

/// The processor's name from /proc/cpuinfo, whose fields differ by architecture.
fn cpu_model(cpu_info: &str) -> String {
    const NAMES: [&str; 7] =
        ["model name", "Model Name", "cpu", "cpu model", "uarch", "Processor", "processor 0"];
    NAMES
        .iter()
        .find_map(|name| field(cpu_info, name))
        .map(str::to_owned)
        .or_else(|| arm_part(cpu_info))
        .unwrap_or_else(|| "unknown".to_owned())
}

/// aarch64 kernels give numbers only.
fn arm_part(cpu_info: &str) -> Option<String> {
    let implementer = field(cpu_info, "CPU implementer")?;
    let part = field(cpu_info, "CPU part")?;
    Some(format!("Arm implementer {implementer}, part {part}"))
}

fn virtual_machine(cpu_info: &str) -> Option<bool> {
    field(cpu_info, "flags").map(|flags| flags.split_whitespace().any(|flag| flag == "hypervisor"))
}

/// The first value of that field in text of the form `name : value`.
pub fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let value = |line: &'a str| line.split_once(':').filter(|(key, _)| key.trim() == name);
    text.lines().find_map(value).map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processors_are_named_on_every_kind_of_cpuinfo() {
        assert_eq!(cpu_model("processor\t: 0\nmodel name\t: Xeon X\n"), "Xeon X");
        assert_eq!(cpu_model("cpu\t\t: POWER9 (architected)\n"), "POWER9 (architected)");
        let arm = "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n";
        assert_eq!(cpu_model(arm), "Arm implementer 0x41, part 0xd0c");
        assert_eq!(cpu_model(""), "unknown");
    }

    #[test]
    fn a_virtual_machine_is_known_by_its_flag() {
        assert_eq!(virtual_machine("flags\t: fpu hypervisor rdpid\n"), Some(true));
        assert_eq!(virtual_machine("flags\t: fpu rdpid\n"), Some(false));
        assert_eq!(virtual_machine("Features\t: fp asimd\n"), None);
    }

    #[test]
    fn this_machine_has_a_kernel_and_cpus() {
        let here = Machine::here();
        assert!(here.cpus > 0);
        assert!(here.kernel.starts_with(|first: char| first.is_ascii_digit()));
    }
}
