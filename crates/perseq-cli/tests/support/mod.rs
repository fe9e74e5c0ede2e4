//! Running the program as a person would.

#![allow(dead_code, reason = "each test binary uses a part")]

use std::{path::PathBuf, process::Command};

#[allow(unused_imports, reason = "as above")]
pub(crate) use perseq_testing::{lacks, skip, stdout_of};

/// A path for a test in a directory that goes away.
pub(crate) struct Scratch(pub(crate) PathBuf, pub(crate) Option<perseq_testing::Scratch>);

impl Scratch {
    pub(crate) fn new(name: &str) -> Self {
        let directory = perseq_testing::Scratch::new(name);
        Self(directory.join("trace"), Some(directory))
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().expect("temporary directories have names")
    }
}

/// The program, with nothing in its environment that changes what it prints.
pub(crate) fn perseq(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_perseq"));
    command.args(arguments).env_remove("GLIBC_TUNABLES").env_remove("NO_COLOR");
    command
}

/// Copies a program that is executed afterwards. Another process does it: a child that another test's thread forks in that time would have
/// this process's descriptor for writing until it executes something, and the kernel executes no file that is open for writing.
pub(crate) fn copy_program(from: &str, to: &std::path::Path) {
    let status = Command::new("cp").arg(from).arg(to).status().expect("cp");
    assert!(status.success(), "{from} cannot be copied to {}", to.display());
}

/// Records `program`, an ignored test of the caller's, to `directory`: what both wrote.
pub(crate) fn record(program: &str, directory: &str, options: &[&str]) -> (String, String) {
    let this = std::env::current_exe().expect("this test has a file");
    let mut command = perseq(&[&["trace", "record", "-o", directory], options].concat());
    let output = command.arg("--").arg(this).args([program, "--exact", "--ignored", "--nocapture"]).output();
    let output = output.expect("the program can be started");
    let [stdout, stderr] =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(output.status.success(), "{stdout}{stderr}");
    (stdout, stderr)
}

/// What hand-made traces have in their metadata.
pub(crate) const TYPES: &str = "/* CTF 1.8 */
typealias integer { size = 8; align = 8; signed = false; } := u8;
typealias integer { size = 64; align = 8; signed = false; } := u64;
typealias integer { size = 64; align = 8; signed = false; map = clock.c.value; } := time;
typealias floating_point { exp_dig = 11; mant_dig = 53; align = 8; } := f64;
trace { major = 1; minor = 8; byte_order = le; };
clock { name = c; freq = 1000000000; offset_s = 1700000000; };
";

/// A trace of one stream in a directory.
pub(crate) fn trace(name: &str, metadata: &str, stream: &[u8]) -> Scratch {
    let scratch = Scratch::new(name);
    std::fs::create_dir(&scratch.0).expect("it is not there");
    std::fs::write(scratch.0.join("metadata"), format!("{TYPES}{metadata}")).expect("it can be written");
    std::fs::write(scratch.0.join("stream"), stream).expect("it can be written");
    scratch
}
