//! The emulators: those of this machine if they are new enough, otherwise Debian's.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::{command, debian, platform::Platform};

/// Older ones do not start some of the kernels.
const OLDEST_QEMU: u32 = 9;
/// The firmware of riscv machines, and the package that has it.
const RISCV_FIRMWARE: (&str, &str) = ("usr/lib/riscv64-linux-gnu/opensbi/generic/fw_dynamic.bin", "opensbi");

/// The path of a program, if the shell would find it.
pub(super) fn in_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The emulator of `platform`, ready for a machine's arguments.
pub(super) fn qemu(cache: &Path, platform: &Platform) -> Result<Command> {
    let (name, package) = platform.qemu;
    let mut qemu = match in_path(name).filter(|path| is_new_enough(path)) {
        Some(path) => Command::new(path),
        None => unpacked_qemu(&debian::Client::native(cache)?.with_dependencies(package)?, name)?,
    };
    if platform.name == "riscv64" {
        let installed = Path::new("/").join(RISCV_FIRMWARE.0);
        let firmware = if installed.exists() {
            installed
        } else {
            debian::Client::native(cache)?.unpacked(RISCV_FIRMWARE.1)?.join(RISCV_FIRMWARE.0)
        };
        qemu.arg("-bios").arg(firmware);
    }
    qemu.args(platform.machine);
    Ok(qemu)
}

/// An emulator that runs from where it was unpacked, with the libraries and the firmware beside it.
fn unpacked_qemu(folder: &Path, name: &str) -> Result<Command> {
    let mut qemu = Command::new(folder.join("usr/bin").join(name));
    let multiarch = format!("{}-linux-gnu", std::env::consts::ARCH);
    let libraries = ["usr/lib", "lib"].map(|lib| folder.join(lib).join(&multiarch));
    let known = std::env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    let all = libraries.into_iter().chain(std::env::split_paths(&known));
    qemu.env("LD_LIBRARY_PATH", std::env::join_paths(all).context("a folder with a colon in its name")?);
    // Those of an installed emulator are of another build.
    qemu.env("QEMU_MODULE_DIR", folder.join("usr/lib").join(&multiarch).join("qemu"));
    for firmware in ["usr/share/qemu", "usr/share/seabios", "usr/lib/ipxe/qemu"] {
        qemu.arg("-L").arg(folder.join(firmware));
    }
    Ok(qemu)
}

fn is_new_enough(qemu: &Path) -> bool {
    let Ok(version) = command::output(Command::new(qemu).arg("--version")) else { return false };
    let number = version.split("version ").nth(1).and_then(|text| text.split('.').next());
    number.and_then(|number| number.parse::<u32>().ok()).is_some_and(|number| number >= OLDEST_QEMU)
}
