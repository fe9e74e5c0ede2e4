//! Rivals that are C programs, built against the libraries that are installed.
//!
//! Through a foreign function interface their read sides would cost several times as much as in their users' programs, which have them
//! inlined. So each rival is a small program of its own, which `perseq bench` starts and asks for one run at a time, between its own.
//! (The programs with sections are compiled by `perseq bench` itself.)

use std::{
    env,
    ffi::OsString,
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use anyhow::{Context, Result, bail, ensure};

use super::Line;
use crate::workspace;

/// The programs' sources.
const SOURCES: &str = "crates/perseq-bench/rivals";

/// A program to build.
struct Peer {
    /// Its name, by which `perseq bench` finds it.
    name: &'static str,
    /// Its source in `crates/perseq-bench/rivals/`.
    source: &'static str,
    /// The macro that selects the variant in the source.
    define: &'static str,
    /// The header that must be there.
    header: &'static str,
    /// The library's module for `pkg-config`.
    module: &'static str,
    /// The libraries to link if `pkg-config` is not there.
    libraries: &'static [&'static str],
    /// The package that has the library on Debian.
    package: &'static str,
}

macro_rules! liburcu {
    ($flavour:literal) => {
        Peer {
            name: concat!("liburcu-", $flavour),
            source: "liburcu.c",
            define: concat!("-DFLAVOUR_", $flavour),
            header: concat!("urcu/urcu-", $flavour, ".h"),
            module: concat!("liburcu-", $flavour),
            libraries: &[concat!("-lurcu-", $flavour), "-lurcu-common"],
            package: "liburcu-dev",
        }
    };
}

macro_rules! lttng {
    ($variant:literal) => {
        Peer {
            name: concat!("lttng-", $variant),
            source: "lttng.c",
            define: concat!("-DVARIANT_", $variant),
            header: "lttng/tracepoint.h",
            module: "lttng-ust",
            libraries: &["-llttng-ust", "-ldl"],
            package: "liblttng-ust-dev, and lttng-tools to run it",
        }
    };
}

const PEERS: [Peer; 7] = [
    liburcu!("memb"),
    liburcu!("mb"),
    liburcu!("qsbr"),
    liburcu!("bp"),
    lttng!("discard"),
    lttng!("overwrite"),
    lttng!("ids"),
];

/// Builds the programs whose libraries are installed; a line for each program.
///
/// # Errors
///
/// When a program does not compile although its library is there, or nothing can be written.
pub(super) fn build_all(directory: &Path) -> Result<Vec<Line>> {
    let line = |peer: &Peer| {
        let program = directory.join(peer.name);
        if let Some(why) = missing(peer)? {
            // A program from an earlier build would be measured as if its library were there.
            _ = fs::remove_file(&program);
            return Ok(Line::missing(peer.name, &why));
        }
        Ok(Line {
            name: peer.name.to_owned(),
            version: build(peer, &program)?,
            place: program.display().to_string(),
        })
    };
    PEERS.iter().map(line).collect()
}

pub(super) fn compiler() -> OsString {
    env::var_os("CC").unwrap_or_else(|| "cc".into())
}

/// Why the program cannot be built here, with the next step; none when it can.
fn missing(peer: &Peer) -> Result<Option<String>> {
    let mut command = Command::new(compiler());
    command.args(["-x", "c", "-", "-o", "/dev/null"]).args(flags(peer)).stdin(Stdio::piped());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut probe) = command.spawn() else {
        return Ok(Some("there is no C compiler; install gcc, or set CC".to_owned()));
    };
    let text = format!("#include <{}>\nint main(void) {{ return 0; }}\n", peer.header);
    let mut input = probe.stdin.take().context("the compiler's input is a pipe")?;
    // A compiler that ends early says why by its exit code.
    _ = input.write_all(text.as_bytes());
    drop(input);
    let there = probe.wait().context("cannot wait for the compiler")?.success();
    Ok((!there).then(|| format!("{} is not there; install {}", peer.header, peer.package)))
}

/// Builds the program; the version of its library.
fn build(peer: &Peer, program: &Path) -> Result<String> {
    let sources = workspace().join(SOURCES);
    let source = sources.join(peer.source);
    let mut command = Command::new(compiler());
    // Tracepoint headers include themselves by name.
    command.args(["-std=gnu11", "-O2", "-Wall", "-Wextra", peer.define, "-I"]).arg(&sources);
    command.arg(&source).arg("-o").arg(program);
    let Output { status, stderr, .. } =
        command.args(flags(peer)).output().context("cannot run the compiler")?;
    let complaints = String::from_utf8_lossy(&stderr);
    ensure!(status.success(), "{} does not compile for {}:\n{complaints}", source.display(), peer.name);
    if !complaints.is_empty() {
        bail!("{} compiles with warnings for {}:\n{complaints}", source.display(), peer.name);
    }
    Ok(pkg_config(peer, &["--modversion"]).unwrap_or_else(|| "unknown".to_owned()))
}

/// The flags that the compiler needs for the library.
fn flags(peer: &Peer) -> Vec<String> {
    let mut flags = vec!["-pthread".to_owned()];
    match pkg_config(peer, &["--cflags", "--libs"]) {
        Some(text) => flags.extend(text.split_whitespace().map(str::to_owned)),
        None => flags.extend(peer.libraries.iter().map(|&library| library.to_owned())),
    }
    flags
}

/// The answer of `pkg-config` about the library, if it is there and knows it.
fn pkg_config(peer: &Peer, arguments: &[&str]) -> Option<String> {
    let output = Command::new("pkg-config").args(arguments).arg(peer.module).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_that_is_not_there_is_named_with_its_package() {
        let nowhere = Peer {
            name: "nowhere",
            source: "nowhere.c",
            define: "-DNOWHERE",
            header: "nowhere/to/be/found.h",
            module: "nowhere-to-be-found",
            libraries: &[],
            package: "nowhere-dev",
        };
        let why = missing(&nowhere).unwrap().unwrap_or_default();
        assert!(
            why.contains("install") && (why.contains("nowhere-dev") || why.contains("compiler")),
            "{why}"
        );
    }

    #[test]
    fn each_program_has_a_source_and_a_name_of_its_own() {
        for (at, peer) in PEERS.iter().enumerate() {
            assert!(workspace().join(SOURCES).join(peer.source).is_file(), "{}", peer.source);
            assert!(PEERS[..at].iter().all(|other| other.name != peer.name), "{}", peer.name);
        }
    }
}
