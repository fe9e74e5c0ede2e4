//! `cargo xtask foreign`: a crate that uses Perseq, built for systems that this machine is not, and run where something here can.
//!
//! The targets' standard libraries come with the toolchain in use where it has them. If rustup cannot fetch them, they are built from
//! Debian's sources of the standard library, by Debian's compiler of that version (unpacked, not installed): cargo's `build-std`. A
//! line that begins with SKIPPED tells what cannot be had.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use crate::{published::published, vm::debian::Client, workspace};

/// The use that this machine has for a target's program.
#[derive(Clone, Copy)]
enum How {
    /// Compile it, which needs no linker and nothing of the system.
    Check,
    /// Compile perseq-core alone, which needs no 64-bit atomics, and so all of it that its sections' tables promise.
    Core,
    /// Compile all libraries with the C library's times of 64 bits, by the toolchain in use.
    Times,
    /// Link and run it: Node's WASI.
    Wasi,
    /// Link it by MinGW's linker and run it in Wine.
    Wine,
}

/// The targets, and what can be done with each.
const TARGETS: [(&str, How); 7] = [
    ("wasm32-wasip1", How::Wasi),
    ("x86_64-pc-windows-gnu", How::Wine),
    ("aarch64-apple-darwin", How::Check),
    ("x86_64-unknown-freebsd", How::Check),
    // Linux on processors for which the kernel has no sequences.
    ("sparc64-unknown-linux-gnu", How::Check),
    // Linux on a processor with sequences and without 64-bit atomics.
    ("powerpc-unknown-linux-gnu", How::Core),
    // Linux on 32 bits with the times that musl has had since 1.2, and that the libc crate is going to have.
    ("i686-unknown-linux-musl", How::Times),
];

/// Debian's compiler for its browsers, which is newer than the release, with its sources.
const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// Builds for the named targets, or for all.
pub(crate) fn run(named: &[String]) -> Result<()> {
    for name in named {
        ensure!(
            TARGETS.iter().any(|(target, _)| target == name),
            "{name} is none of {:?}",
            TARGETS.map(|(name, _)| name)
        );
    }
    let root = fs::canonicalize(workspace())?;
    let output = root.join("target/foreign");
    fs::create_dir_all(&output)?;
    // The versions of the workspace.
    fs::copy(root.join("Cargo.lock"), root.join("xtask/foreign/Cargo.lock"))?;
    let mut debian = None;
    for (target, how) in
        TARGETS.iter().filter(|(target, _)| named.is_empty() || named.iter().any(|name| name == target))
    {
        let toolchain = if has_library(target)? || fetch_library(target)? {
            Toolchain::Own
        } else if let How::Times = how {
            println!("SKIPPED foreign {target}: no standard library for it, and rustup cannot fetch one");
            continue;
        } else {
            let found =
                debian.get_or_insert_with(|| Debian::fetch(&root).map_err(|error| format!("{error:#}")));
            match found {
                Ok(found) => Toolchain::Debian(found.clone()),
                Err(why) => {
                    println!(
                        "SKIPPED foreign {target}: no standard library for it, and no sources of one: {why}"
                    );
                    continue;
                }
            }
        };
        Build { root: &root, output: &output, target, toolchain }.run(*how)?;
    }
    Ok(())
}

/// Returns whether the toolchain in use has the target's standard library.
fn has_library(target: &str) -> Result<bool> {
    let told = Command::new("rustc").args(["--print", "target-libdir", "--target", target]).output()?;
    let folder = PathBuf::from(String::from_utf8_lossy(&told.stdout).trim());
    Ok(told.status.success() && fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some()))
}

/// Has rustup fetch the target's standard library. Returns whether it is there then.
fn fetch_library(target: &str) -> Result<bool> {
    let fetched = Command::new("rustup").args(["target", "add", target]).output();
    Ok(fetched.is_ok_and(|fetched| fetched.status.success()) && has_library(target)?)
}

/// Debian's compiler, unpacked.
#[derive(Clone)]
struct Debian(PathBuf);

impl Debian {
    fn fetch(root: &Path) -> Result<Self> {
        let client = Client::native(&root.join(".cache/vm"))?;
        let found = Self(client.together("rust-web", &PACKAGES)?);
        let version =
            found.command("rustc").arg("--version").output().context("cannot run Debian's rustc")?;
        ensure!(version.status.success(), "{}", String::from_utf8_lossy(&version.stderr).trim());
        println!("{}, with its sources", String::from_utf8_lossy(&version.stdout).trim());
        Ok(found)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.0.join("usr/bin").join(program));
        command
            .env("LD_LIBRARY_PATH", self.0.join("usr/lib").join(format!("{}-linux-gnu", env::consts::ARCH)));
        command
    }
}

enum Toolchain {
    Own,
    Debian(Debian),
}

/// One target's build.
struct Build<'a> {
    root: &'a Path,
    output: &'a Path,
    target: &'a str,
    toolchain: Toolchain,
}

impl Build<'_> {
    fn run(&self, how: How) -> Result<()> {
        let runner = match how {
            How::Core => return self.libraries(&["perseq-core"], "", "perseq-core, without 64-bit atomics"),
            // The name that libc has for what will be its default.
            How::Times => {
                let flag = "--cfg=libc_unstable_musl_v1_2";
                self.libraries(&published(self.root)?, flag, "all libraries, with times of 64 bits")?;
                return self.refused("perseq-malloc", "machines of 64 bits");
            }
            How::Check => Err("a program of this system cannot be linked and run here".to_owned()),
            How::Wasi => self.wasi(),
            How::Wine => self.wine(),
        };
        match runner {
            Ok(runner) => {
                println!("foreign {}: built and run", self.target);
                self.cargo("test", &runner)
            }
            Err(why) => {
                self.cargo("check", &[])?;
                println!("foreign {}: compiled ({why})", self.target);
                if !matches!(how, How::Check) {
                    println!("SKIPPED foreign {}: not run: {why}", self.target);
                }
                Ok(())
            }
        }
    }

    /// Compiles these of our libraries for the target, with a flag of the compiler. A warning is an error: what is not compiled there
    /// must not be missed either.
    fn libraries(&self, packages: &[impl AsRef<str>], flag: &str, what: &str) -> Result<()> {
        let mut cargo = self.tool();
        cargo.current_dir(self.root).env("RUSTFLAGS", format!("-Dwarnings {flag}"));
        cargo.args(["check", "--locked", "--target", self.target]);
        cargo.args(packages.iter().flat_map(|package| ["--package", package.as_ref()]));
        if let Toolchain::Debian(_) = self.toolchain {
            cargo.args(["-Z", "build-std=core"]);
        }
        let status = cargo.status().context("cannot run cargo")?;
        ensure!(status.success(), "{status} of {cargo:?}");
        println!("foreign {}: compiled ({what})", self.target);
        Ok(())
    }

    /// Sees that a package which is not for the target says so, and nothing else.
    fn refused(&self, package: &str, why: &str) -> Result<()> {
        let mut cargo = self.tool();
        cargo.current_dir(self.root).args([
            "check",
            "--locked",
            "--target",
            self.target,
            "--package",
            package,
        ]);
        let output = cargo.output().context("cannot run cargo")?;
        let told = String::from_utf8_lossy(&output.stderr);
        let errors = told.lines().filter(|line| line.starts_with("error")).count();
        // One for the reason, and one of cargo's.
        ensure!(
            !output.status.success() && errors == 2 && told.contains(why),
            "{package} was not refused clearly: {told}"
        );
        println!("foreign {}: {package} says that it is for {why}", self.target);
        Ok(())
    }

    /// `cargo` of the toolchain, in the crate that uses Perseq.
    fn tool(&self) -> Command {
        let mut cargo = match &self.toolchain {
            Toolchain::Own => Command::new("cargo"),
            Toolchain::Debian(debian) => {
                let mut cargo = debian.command("cargo");
                // build-std is cargo's own experiment; the sources are of this very compiler.
                cargo.env("RUSTC", debian.0.join("usr/bin/rustc")).env("RUSTC_BOOTSTRAP", "1");
                cargo
            }
        };
        cargo.current_dir(self.root.join("xtask/foreign")).env("CARGO_TARGET_DIR", self.output);
        cargo.env_remove("RUSTUP_TOOLCHAIN").env_remove("RUSTFLAGS");
        cargo
    }

    /// `cargo command` for the target, with these settings of the target in cargo's environment.
    fn cargo(&self, command: &str, settings: &[(&str, String)]) -> Result<()> {
        let mut cargo = self.tool();
        let name = self.target.replace('-', "_").to_uppercase();
        for (setting, value) in settings {
            cargo.env(format!("CARGO_TARGET_{name}_{setting}"), value);
        }
        cargo.args([command, "--tests", "--target", self.target]);
        if let Toolchain::Debian(_) = self.toolchain {
            // If programs are linked, so are the libraries that the test harness needs.
            let panics = if self.target.starts_with("wasm") { "panic_abort" } else { "panic_unwind" };
            cargo.args(["-Z", &format!("build-std=std,{panics},test")]);
        }
        let status = cargo.status().context("cannot run cargo")?;
        ensure!(status.success(), "{status} of {cargo:?}");
        Ok(())
    }

    /// Settings for linking with Debian's C library for WASI and for running in Node.
    fn wasi(&self) -> Result<Vec<(&'static str, String)>, String> {
        let node = Command::new("node").arg("--version").output();
        if !node.is_ok_and(|node| node.status.success()) {
            return Err("no node, whose WASI would run it".to_owned());
        }
        let script = self.output.join("wasi.mjs");
        fs::write(&script, include_str!("foreign/wasi.mjs")).map_err(|error| error.to_string())?;
        let mut settings = vec![("RUNNER", format!("node --no-warnings {}", script.display()))];
        if let Toolchain::Debian(_) = self.toolchain {
            // Of the first release of Debian whose C library knows all that the standard library wants of it.
            let library = Client::foreign(&self.root.join(".cache/vm"), "forky", "amd64")
                .and_then(|client| client.together("wasi-libc", &["wasi-libc"]))
                .map_err(|error| format!("no C library: {error:#}"))?
                .join("usr/lib/wasm32-wasip1");
            let linker = Command::new("rustc")
                .args(["--print", "target-libdir"])
                .output()
                .map_err(|error| error.to_string())?;
            let linker =
                Path::new(String::from_utf8_lossy(&linker.stdout).trim()).with_file_name("bin/rust-lld");
            settings.push(("LINKER", linker.display().to_string()));
            settings.push((
                "RUSTFLAGS",
                format!(
                    "-Clink-self-contained=no -Lnative={0} -Clink-arg={0}/crt1-command.o",
                    library.display()
                ),
            ));
        }
        Ok(settings)
    }

    /// Settings for linking with MinGW and for running in Wine.
    fn wine(&self) -> Result<Vec<(&'static str, String)>, String> {
        const LINKER: &str = "x86_64-w64-mingw32-gcc";
        if !Command::new(LINKER).arg("--version").output().is_ok_and(|linker| linker.status.success()) {
            return Err(format!("no {LINKER} (Debian: gcc-mingw-w64-x86-64-win32)"));
        }
        let places = ["/usr/lib/wine/wine64", "/usr/bin/wine64", "/usr/bin/wine"];
        let Some(wine) = places.into_iter().find(|place| Path::new(place).exists()) else {
            return Err("no wine (Debian: wine64)".to_owned());
        };
        // A library beside the program is taken where Wine has none of its own.
        let (source, library) =
            (self.output.join("bcryptprimitives.c"), self.output.join("bcryptprimitives.dll"));
        fs::write(&source, include_str!("foreign/bcryptprimitives.c")).map_err(|error| error.to_string())?;
        let built = Command::new(LINKER)
            .args(["-shared", "-O1", "-o"])
            .args([&library, &source])
            .arg("-ladvapi32")
            .status()
            .map_err(|error| error.to_string())?;
        if !built.success() {
            return Err(format!("{LINKER} cannot build {}: {built}", source.display()));
        }
        let runner = format!("env WINEDEBUG=-all WINEPATH={} {wine}", self.output.display());
        Ok(vec![("LINKER", LINKER.to_owned()), ("RUNNER", runner)])
    }
}
