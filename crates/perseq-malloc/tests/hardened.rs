//! `PERSEQ_MALLOC=hardened`: faults end the process at once, with the address, the class and how it was seen.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::os::unix::process::ExitStatusExt as _;

use support::{Mode, Scratch, compile, preloaded, stdout_of};

#[test]
fn each_fault_ends_the_process_with_its_reason() {
    let scratch = Scratch::new("hardened");
    let program = scratch.0.join("program");
    if !compile("gcc", "hardened.c", &program) {
        return;
    }
    for mode in [Mode::Plain, Mode::NeitherCall] {
        for (fault, signal, parts) in [
            ("twice", libc::SIGABRT, &["double free", "112 bytes (class", "quarantine"][..]),
            ("later", libc::SIGABRT, &["double free", "112 bytes (class", "quarantine"]),
            ("interior", libc::SIGABRT, &["interior pointer: 16 bytes after", "112 bytes"]),
            ("foreign", libc::SIGABRT, &["foreign pointer", "page map"]),
            ("written", libc::SIGABRT, &["byte 40 of an object of 112 bytes (class", "freed before"]),
            ("large", libc::SIGSEGV, &[]),
        ] {
            let mut command = preloaded(&program, mode);
            let output = command.env("PERSEQ_MALLOC", "hardened").arg(fault).output().expect("it starts");
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.signal(), Some(signal), "{fault} {mode:?}: {} {told}", output.status);
            let address = told.lines().find_map(|line| line.strip_prefix("address ")).expect("the address");
            for part in parts.iter().chain(parts.first().map(|_| &address)) {
                assert!(
                    told.lines().any(|line| line.starts_with("perseq-alloc: ") && line.contains(part)),
                    "{part}: {told}"
                );
            }
        }
        stdout_of(preloaded(&program, mode).env("PERSEQ_MALLOC", "hardened").arg("new"));
    }
}
