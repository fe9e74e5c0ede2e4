//! `cargo xtask babeltrace`: a babeltrace2 that reads CTF 2, for the tests of `perseq-ctf`, where the installed one does not.
//!
//! It is Debian's, unpacked and not installed, and runs with the C library and the plugins beside it. A Python that has its bindings comes
//! with it: the second opinion of `cargo test -p perseq-ctf --test compare`.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    vm::{command::executable, debian::Client},
    workspace,
};

/// The oldest release of Debian whose babeltrace2 is 2.1.
const SUITE: &str = "trixie";

/// Fetches it, and writes scripts that run it and its Python. Says where they are.
pub(crate) fn run() -> Result<()> {
    let root = workspace();
    let arch = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "s390x" => "s390x",
        "riscv64" => "riscv64",
        other => bail!("no babeltrace2 for {other}: install 2.1 or later, and name it in PERSEQ_BABELTRACE2"),
    };
    let client = Client::foreign(&root.join(".cache/vm"), SUITE, arch)?;
    let folder = client.together("babeltrace2-python", &["babeltrace2", "python3-bt2", "python3"])?;
    let libraries = folder.join(format!("usr/lib/{}-linux-gnu", std::env::consts::ARCH));
    let script = std::path::absolute(root.join(".cache/babeltrace2"))?;
    // Plugins of the installed one are of another version.
    let plugins = format!("BABELTRACE_PLUGIN_PATH='{0}/babeltrace2/plugins'", libraries.display());
    let run = format!("exec '{}' --library-path '{}'", loader(&libraries)?, libraries.display());
    let program = folder.join("usr/bin/babeltrace2");
    let text =
        format!("#!/bin/sh\n{plugins} {run} '{}' --omit-system-plugin-path \"$@\"\n", program.display());
    executable(&script, &text)?;
    let (home, modules) = (folder.join("usr"), folder.join("usr/lib/python3/dist-packages"));
    let text = format!(
        "#!/bin/sh\n{plugins} PYTHONHOME='{}' PYTHONPATH='{}' {run} '{}' \"$@\"\n",
        home.display(),
        modules.display(),
        folder.join("usr/bin/python3").display()
    );
    executable(&script.with_file_name("babeltrace2-python"), &text)?;
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
