//! `cargo xtask babeltrace`: a babeltrace2 that reads CTF 2, for the tests of `perseq-ctf`, where the installed one does not.
//!
//! It is Debian's, unpacked and not installed, and runs with the C library and the plugins beside it.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use anyhow::{Context, Result, bail, ensure};

use crate::{vm::debian::Client, workspace};

/// The oldest release of Debian whose babeltrace2 is 2.1.
const SUITE: &str = "trixie";

/// Fetches it, and writes a script that runs it. Says where that is.
pub(crate) fn run() -> Result<()> {
    let root = workspace();
    let arch = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "s390x" => "s390x",
        "riscv64" => "riscv64",
        other => bail!("no babeltrace2 for {other}: install 2.1 or later, and name it in PERSEQ_BABELTRACE2"),
    };
    let folder = Client::foreign(&root.join(".cache/vm"), SUITE, arch)?.with_dependencies("babeltrace2")?;
    let libraries = folder.join(format!("usr/lib/{}-linux-gnu", std::env::consts::ARCH));
    let script = std::path::absolute(root.join(".cache/babeltrace2"))?;
    // Plugins of the installed one are of another version.
    let text = format!(
        "#!/bin/sh\nBABELTRACE_PLUGIN_PATH='{libraries}/babeltrace2/plugins' exec '{loader}' --library-path '{libraries}' \\\n    \
         '{program}' --omit-system-plugin-path \"$@\"\n",
        libraries = libraries.display(),
        loader = loader(&libraries)?,
        program = folder.join("usr/bin/babeltrace2").display(),
    );
    fs::write(&script, text)?;
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
    let version = Command::new(&script).arg("--version").output().context("cannot run it")?;
    let shown = String::from_utf8_lossy(&version.stdout);
    ensure!(version.status.success(), "{}", String::from_utf8_lossy(&version.stderr));
    println!("{}", shown.lines().next().unwrap_or_default());
    println!("PERSEQ_BABELTRACE2={}", script.display());
    Ok(())
}

/// The dynamic loader that belongs to these libraries.
fn loader(libraries: &Path) -> Result<String> {
    for entry in fs::read_dir(libraries).with_context(|| format!("no {}", libraries.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("ld-linux") || name.starts_with("ld64") {
            return Ok(path.display().to_string());
        }
    }
    bail!("no dynamic loader in {}", libraries.display())
}
