//! Allocators that are fetched: sources by cargo from crates.io, packages by Debian's client. Nothing is installed.

use std::{
    env, fs,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};

use super::{
    allocators::{Allocator, Compiler, Source},
    programs,
};
use crate::{vm::debian::Client, workspace};

/// Fetches and builds these into `directory`.
pub(super) fn build(directory: &Path, wanted: &[&Allocator]) -> Result<()> {
    let crates: Vec<(&str, &str)> = wanted.iter().filter_map(|allocator| allocator.of_a_crate()).collect();
    let sources = directory.join("sources");
    if !crates.is_empty() {
        vendor(&sources, &crates)?;
    }
    for allocator in wanted {
        match allocator.source {
            Source::Debian { package } => unpack(directory, package, allocator.files)?,
            Source::Crate { package, version, ref compiler, arguments } => {
                println!("building {package} {version}");
                let name = format!("{}.{version}", allocator.files[allocator.files.len() - 1]);
                compile(&sources.join("vendor").join(package), compiler, arguments, &directory.join(&name))?;
                link(directory, allocator.files[allocator.files.len() - 1], &name)?;
            }
        }
    }
    Ok(())
}

impl Allocator {
    fn of_a_crate(&self) -> Option<(&'static str, &'static str)> {
        match self.source {
            Source::Crate { package, version, .. } => Some((package, version)),
            Source::Debian { .. } => None,
        }
    }
}

/// Has cargo put the sources of those packages into `vendor`.
fn vendor(sources: &Path, crates: &[(&str, &str)]) -> Result<()> {
    fs::create_dir_all(sources)?;
    let wanted: String = crates.iter().map(|(name, version)| format!("{name} = \"={version}\"\n")).collect();
    // Its own workspace, so that cargo does not look for one above it.
    let manifest = format!(
        "[package]\nname = \"sources\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [workspace]\n\n[dependencies]\n{wanted}"
    );
    fs::write(sources.join("Cargo.toml"), manifest)?;
    fs::write(sources.join("lib.rs"), "")?;
    println!(
        "fetching {} from crates.io",
        crates.iter().map(|&(name, _)| name).collect::<Vec<_>>().join(", ")
    );
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["vendor", "--quiet", "vendor"]).current_dir(sources).stdout(Stdio::null());
    let status = cargo.status().context("cannot run cargo")?;
    ensure!(status.success(), "cargo cannot fetch them ({status}); without a network, install the libraries");
    Ok(())
}

fn compile(sources: &Path, compiler: &Compiler, arguments: &[&str], to: &Path) -> Result<()> {
    let program = match compiler {
        Compiler::C => programs::compiler(),
        Compiler::Cxx => env::var_os("CXX").unwrap_or_else(|| "c++".into()),
    };
    let mut command = Command::new(&program);
    command.args(["-O3", "-DNDEBUG", "-w", "-shared", "-fPIC", "-pthread"]);
    command.args(["-fvisibility=hidden", "-ftls-model=initial-exec"]);
    command.args(arguments).arg("-o").arg(to).current_dir(sources);
    let output = command.output().with_context(|| {
        format!("cannot run {}; install gcc and g++, or name the compilers in CC and CXX", program.display())
    })?;
    ensure!(
        output.status.success(),
        "{} does not compile:\n{}",
        sources.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

/// Copies a package's library here.
fn unpack(directory: &Path, package: &str, files: &[&str]) -> Result<()> {
    let folder = Client::native(&workspace().join(".cache/vm"))?.unpacked(package)?;
    let libraries = folder.join(format!("usr/lib/{}-linux-gnu", env::consts::ARCH));
    for file in files {
        // A link to the file that has the whole version in its name.
        let Ok(whole) = fs::canonicalize(libraries.join(file)) else { continue };
        let name = whole.file_name().context("a file has a name")?.to_string_lossy().into_owned();
        fs::copy(&whole, directory.join(&name))?;
        if name != *file {
            link(directory, file, &name)?;
        }
        return Ok(());
    }
    bail!("Debian's {package} has no {} in {}", files[0], libraries.display())
}

/// `name`, as a link to `to` beside it.
fn link(directory: &Path, name: &str, to: &str) -> Result<()> {
    let link = directory.join(name);
    _ = fs::remove_file(&link);
    symlink(to, &link).with_context(|| format!("cannot make {}", link.display()))
}
