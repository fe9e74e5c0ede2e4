//! The object, linked by the linker that comes with the toolchain: as a shared object and as a position-independent
//! executable, to see that every relocation is one that linkers know there, and at a fixed address, to read the result.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

/// The three ways, and the arguments for each.
const WAYS: [(&str, &[&str]); 3] = [
    ("shared", &["-shared"]),
    ("pie", &["-pie", "--no-dynamic-linker"]),
    ("static", &["-static", "--no-pie"]),
];

/// Links in all ways; returns the image at a fixed address.
pub(super) fn link(linker: &Linker, object: &Path) -> Result<PathBuf> {
    let mut image = PathBuf::new();
    for (way, arguments) in WAYS {
        image = object.with_extension(way);
        let result = Command::new(&linker.program)
            .args(linker.arguments)
            .args(["--entry=0", "--unresolved-symbols=ignore-all", "--no-gc-sections"])
            .args(arguments)
            .arg(object)
            .arg("-o")
            .arg(&image)
            .output()
            .with_context(|| format!("cannot run {}", linker.program.display()))?;
        if !result.status.success() {
            bail!(
                "{way}: {}",
                String::from_utf8_lossy(&result.stderr).lines().take(5).collect::<Vec<_>>().join("\n")
            );
        }
    }
    Ok(image)
}

/// A linker, and what makes it link ELF.
pub(super) struct Linker {
    program: PathBuf,
    arguments: &'static [&'static str],
}

/// GNU's linker for `target`, for whose data words with thread-local offsets lld has no name (powerpc64) or no use in shared
/// objects (mips); `None` where it is not installed.
pub(super) fn gnu(target: &str) -> Option<Linker> {
    let program = PathBuf::from(format!("{}-ld", target.replace("-unknown", "")));
    let runs = Command::new(&program).arg("--version").output().is_ok_and(|output| output.status.success());
    runs.then_some(Linker { program, arguments: &[] })
}

/// The toolchain's own linker.
pub(super) fn lld() -> Result<Linker> {
    let ask = |what: &[&str]| -> Result<String> {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = Command::new(rustc).args(what).output().context("cannot run rustc")?;
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    };
    let version = ask(&["-vV"])?;
    let host =
        version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc -vV names no host")?;
    let program =
        Path::new(&ask(&["--print", "sysroot"])?).join("lib/rustlib").join(host).join("bin/rust-lld");
    if !program.exists() {
        bail!("{} is missing; rustup's toolchains have it", program.display());
    }
    Ok(Linker { program, arguments: &["-flavor", "gnu"] })
}
