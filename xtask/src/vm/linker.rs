//! The linker of static programs for an architecture.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::{
    command, debian,
    platform::{Linker, Platform},
    tools,
};

/// A linker and what the compiler is told of it.
pub(super) struct Linking {
    /// The program; the compiler's own choice if there is none.
    pub(super) linker: Option<PathBuf>,
    /// Flags of rustc.
    pub(super) flags: &'static str,
}

/// The linker for `platform`; fetched from Debian if this machine does not have it.
pub(super) fn linking(cache: &Path, platform: &Platform) -> Result<Linking> {
    match platform.linker {
        Linker::Host => Ok(Linking { linker: None, flags: "" }),
        Linker::Gcc(name, package) => {
            let linker = match tools::in_path(name) {
                Some(found) => found,
                None => {
                    // The compiler's package only recommends the C library's.
                    let libc = format!("libc6-dev-{}-cross", platform.debian());
                    let client = debian::Client::native(cache)?;
                    let folder = client.together(&format!("{package}-libc"), &[package, &libc])?;
                    unpacked(cache, &folder, name)?
                }
            };
            Ok(Linking { linker: Some(linker), flags: "" })
        }
        Linker::Lld { suite, arch, multiarch } => Ok(Linking {
            linker: Some(script(cache, suite, arch, multiarch)?),
            flags: "-C linker-flavor=ld -C relocation-model=static",
        }),
    }
}

/// A script that runs a compiler from where it was unpacked: the linker that it calls needs the libraries beside it.
fn unpacked(cache: &Path, folder: &Path, name: &str) -> Result<PathBuf> {
    let folder = std::path::absolute(folder)?;
    let libraries = folder.join(format!("usr/lib/{}-linux-gnu", std::env::consts::ARCH));
    let text = format!(
        "#!/bin/sh\nLD_LIBRARY_PATH={}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}} exec {} \"$@\"\n",
        libraries.display(),
        folder.join("usr/bin").join(name).display(),
    );
    command::executable(&cache.join(format!("{name}.sh")), &text)
}

/// A script that calls Rust's linker as a C compiler would call its own: with the C library's start files and archives.
fn script(cache: &Path, suite: &str, arch: &str, multiarch: &str) -> Result<PathBuf> {
    let client = debian::Client::foreign(cache, suite, arch)?;
    let libc = client.unpacked("libc6-dev")?.join("usr/lib").join(multiarch);
    let package = client.dependency("gcc", "gcc-")?.replace("gcc-", "libgcc-") + "-dev";
    let gcc = client.unpacked(&package)?.join("usr/lib/gcc").join(multiarch);
    let version =
        fs::read_dir(&gcc)?.flatten().next().with_context(|| format!("{} is empty", gcc.display()))?;
    let sysroot = command::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let host = command::output(Command::new("rustc").args(["--print", "host-tuple"]))?;
    let lld = format!("{}/lib/rustlib/{}/bin/gcc-ld/ld.lld", sysroot.trim(), host.trim());
    // loongarch64 has three times a program's size in local labels, which no program needs.
    let text = format!(
        "#!/bin/sh\nL={libc} G={gcc}\nexec {lld} -static --discard-locals $L/crt1.o $L/crti.o $G/crtbeginT.o \"$@\" -L$L -L$G \\\n  \
         --start-group -lc -lgcc -lgcc_eh --end-group $G/crtend.o $L/crtn.o\n",
        libc = libc.display(),
        gcc = version.path().display(),
    );
    command::executable(&cache.join(format!("ld-{arch}.sh")), &text)
}
