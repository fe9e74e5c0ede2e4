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

/// lld, which links for every target.
pub(super) struct Linker(PathBuf);

impl Linker {
    /// The toolchain's own.
    pub(super) fn of_toolchain() -> Result<Self> {
        let ask = |what: &[&str]| -> Result<String> {
            let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
            let output = Command::new(rustc).args(what).output().context("cannot run rustc")?;
            Ok(String::from_utf8(output.stdout)?.trim().to_owned())
        };
        let version = ask(&["-vV"])?;
        let host = version
            .lines()
            .find_map(|line| line.strip_prefix("host: "))
            .context("rustc -vV names no host")?;
        let sysroot = ask(&["--print", "sysroot"])?;
        let program = Path::new(&sysroot).join("lib/rustlib").join(host).join("bin/rust-lld");
        if !program.exists() {
            bail!("{} is missing; rustup's toolchains have it", program.display());
        }
        Ok(Self(program))
    }

    /// Links in all ways; returns the image at a fixed address.
    pub(super) fn link(&self, object: &Path) -> Result<PathBuf> {
        let mut image = PathBuf::new();
        for (way, arguments) in WAYS {
            image = object.with_extension(way);
            let result = Command::new(&self.0)
                .args(["-flavor", "gnu", "--entry=0", "--unresolved-symbols=ignore-all", "--no-gc-sections"])
                .args(arguments)
                .arg(object)
                .arg("-o")
                .arg(&image)
                .output()
                .with_context(|| format!("cannot run {}", self.0.display()))?;
            if !result.status.success() {
                let errors = String::from_utf8_lossy(&result.stderr);
                bail!("{way}: {}", errors.lines().take(5).collect::<Vec<_>>().join("\n"));
            }
        }
        Ok(image)
    }
}
