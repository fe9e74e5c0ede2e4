//! A small kernel of our own, for what Debian's leave out: the time-slice extension of Linux 7.0.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, ensure};

use super::{command, debian, tools};

/// The name that `--kernel` has for it.
pub(super) const NAME: &str = "slices";
/// The options that the kernel is built with, beside the smallest configuration.
const CONFIGURATION: &str = include_str!("slices.config");
/// The needs of the build: a program or header, and Debian's package that has it.
const NEEDED: [(&str, &str); 6] = [
    ("make", "make"),
    ("gcc", "gcc"),
    ("flex", "flex"),
    ("bison", "bison"),
    ("bc", "bc"),
    ("/usr/include/gelf.h", "libelf-dev"),
];

/// The image, which is built the first time: about five minutes on two CPUs.
pub(super) fn image(cache: &Path) -> Result<PathBuf> {
    let client = debian::Client::foreign(cache, "sid", "amd64")?;
    let package = client.dependency("linux-source", "linux-source-")?;
    let folder = std::path::absolute(cache.join("kernels").join(&package))?;
    let image = folder.join("bzImage");
    // A configuration that has changed makes another kernel.
    let built_of = folder.join("built-of.config");
    if image.exists() && fs::read_to_string(&built_of).is_ok_and(|known| known == CONFIGURATION) {
        return Ok(image);
    }
    let found = |what: &str| Path::new(what).exists() || tools::in_path(what).is_some();
    let missing: Vec<_> =
        NEEDED.iter().filter(|(what, _)| !found(what)).map(|(_, package)| *package).collect();
    ensure!(missing.is_empty(), "building a kernel needs more: apt-get install {}", missing.join(" "));
    let tree = source(&client, &package, &folder)?;
    println!("building Linux with the time-slice extension in {}", tree.display());
    fs::write(tree.join("kernel/configs/perseq.config"), CONFIGURATION)?;
    make(&tree, &["tinyconfig", "perseq.config"])?;
    check(&fs::read_to_string(tree.join(".config"))?)?;
    let jobs = thread::available_parallelism().map_or(1, |n| n.get());
    make(&tree, &[&format!("-j{jobs}"), "bzImage"])?;
    fs::copy(tree.join("arch/x86/boot/bzImage"), &image)?;
    fs::write(built_of, CONFIGURATION)?;
    Ok(image)
}

/// The source, unpacked.
fn source(client: &debian::Client, package: &str, folder: &Path) -> Result<PathBuf> {
    let tree = folder.join(package);
    if !tree.join("Makefile").exists() {
        let archive = client.unpacked(package)?.join(format!("usr/src/{package}.tar.xz"));
        fs::create_dir_all(folder)?;
        command::run(Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(folder))?;
    }
    Ok(tree)
}

fn make(tree: &Path, arguments: &[&str]) -> Result<()> {
    let log = fs::File::create(tree.join("make.log"))?;
    let mut make = Command::new("make");
    make.arg("-C").arg(tree).args(arguments).stdout(Stdio::from(log));
    command::run(&mut make).with_context(|| format!("{} has what it said", tree.join("make.log").display()))
}

/// Checks that every option that was asked for is in the configuration: those whose conditions do not hold are dropped
/// silently.
fn check(configuration: &str) -> Result<()> {
    let has = |line: &str| configuration.lines().any(|found| found == line);
    let lost: Vec<_> = CONFIGURATION.lines().filter(|line| line.ends_with("=y") && !has(line)).collect();
    ensure!(lost.is_empty(), "this kernel's configuration has no {}", lost.join(", "));
    Ok(())
}
