//! Small kernels that are built here, for what Debian's leave out or have mended.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, ensure};

use super::{command, debian, platform::Platform, tools};

/// A kernel that is built here, of Debian's newest source.
pub(super) struct Custom {
    /// What `--kernel` calls it.
    name: &'static str,
    /// The platform that it is for.
    platform: &'static str,
    /// What is special about it.
    what: &'static str,
    /// What the kernel is built of, beside the smallest configuration.
    configuration: &'static [&'static str],
    /// Arguments of every `make`.
    arguments: &'static [&'static str],
    /// The target of `make`, and the file that it makes.
    image: (&'static str, &'static str),
    /// What the build needs beside [`NEEDED`].
    needed: &'static [(&'static str, &'static str)],
    /// Changes of the source: file, text that is there once, text that takes its place.
    changes: &'static [(&'static str, &'static str, &'static str)],
}

/// What tests need of any kernel.
const COMMON: &str = include_str!("configs/common.config");

const KERNELS: &[Custom] = &[
    Custom {
        name: "slices",
        platform: "x86-64",
        what: "with the time-slice extension",
        configuration: &[COMMON, include_str!("configs/slices.config")],
        arguments: &[],
        image: ("bzImage", "arch/x86/boot/bzImage"),
        needed: &[],
        changes: &[],
    },
    Custom {
        name: "no-aborts",
        platform: "aarch64",
        what: "that aborts no section, as those of arm64 from 6.19 to 7.0.13",
        configuration: &[COMMON, include_str!("configs/no-aborts.config")],
        // It says that it is the last of those kernels.
        arguments: &[
            "ARCH=arm64",
            "CROSS_COMPILE=aarch64-linux-gnu-",
            "VERSION=7",
            "PATCHLEVEL=0",
            "SUBLEVEL=13",
        ],
        image: ("Image", "arch/arm64/boot/Image"),
        needed: &[("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu")],
        // What commit 411c1cf43039 has added: the note that user space was interrupted.
        changes: &[("arch/arm64/kernel/entry-common.c", "\trseq_note_user_irq_entry();\n", "")],
    },
];

/// What every build needs: a program or header, and Debian's package that has it.
const NEEDED: [(&str, &str); 6] = [
    ("make", "make"),
    ("gcc", "gcc"),
    ("flex", "flex"),
    ("bison", "bison"),
    ("bc", "bc"),
    ("/usr/include/gelf.h", "libelf-dev"),
];

/// The kernel that is called `name` on `platform`, if it is one of these.
pub(super) fn of(name: &str, platform: &Platform) -> Option<&'static Custom> {
    KERNELS.iter().find(|kernel| kernel.name == name && kernel.platform == platform.name)
}

/// The names of those for `platform`.
pub(super) fn names(platform: &Platform) -> impl Iterator<Item = &'static str> {
    KERNELS.iter().filter(|kernel| kernel.platform == platform.name).map(|kernel| kernel.name)
}

impl Custom {
    /// The image, which is built the first time: about five minutes on two CPUs.
    pub(super) fn image(&self, cache: &Path) -> Result<PathBuf> {
        let client = debian::Client::foreign(cache, "sid", "amd64")?;
        let package = client.dependency("linux-source", "linux-source-")?;
        let folder = std::path::absolute(cache.join("kernels").join(self.name).join(&package))?;
        let image = folder.join("image");
        // A configuration or a change that is another one makes another kernel.
        let (built_of, recipe) = (folder.join("built-of"), self.recipe());
        if image.exists() && fs::read_to_string(&built_of).is_ok_and(|known| known == recipe) {
            return Ok(image);
        }
        let found = |what: &str| Path::new(what).exists() || tools::in_path(what).is_some();
        let needed = NEEDED.iter().chain(self.needed);
        let missing: Vec<_> = needed.filter(|(what, _)| !found(what)).map(|(_, package)| *package).collect();
        ensure!(missing.is_empty(), "building a kernel needs more: apt-get install {}", missing.join(" "));
        let tree = source(&client, &package, &folder)?;
        self.change(&tree)?;
        println!("building Linux {} in {}", self.what, tree.display());
        let configuration = self.configuration.concat();
        fs::write(tree.join("kernel/configs/perseq.config"), &configuration)?;
        self.make(&tree, &["tinyconfig", "perseq.config"])?;
        check(&configuration, &fs::read_to_string(tree.join(".config"))?)?;
        let jobs = thread::available_parallelism().map_or(1, |n| n.get());
        self.make(&tree, &[&format!("-j{jobs}"), self.image.0])?;
        fs::copy(tree.join(self.image.1), &image)?;
        fs::write(built_of, recipe)?;
        Ok(image)
    }

    /// Everything that makes the kernel another one than Debian's.
    fn recipe(&self) -> String {
        let changes = self.changes.iter().flat_map(|(file, old, new)| [*file, *old, *new]);
        self.configuration.iter().chain(self.arguments).copied().chain(changes).collect()
    }

    /// Changes the source, each place once: a tree that is changed already has no such place any more.
    fn change(&self, tree: &Path) -> Result<()> {
        for (file, old, new) in self.changes {
            let path = tree.join(file);
            let pristine = path.with_extension("pristine");
            if !pristine.exists() {
                fs::copy(&path, &pristine).with_context(|| format!("cannot copy {}", path.display()))?;
            }
            let text = fs::read_to_string(&pristine)?;
            let places = text.matches(old).count();
            ensure!(places == 1, "{file} has {places} places with {old:?}: the change is for another source");
            fs::write(&path, text.replace(old, new))?;
        }
        Ok(())
    }

    fn make(&self, tree: &Path, arguments: &[&str]) -> Result<()> {
        let log = fs::File::create(tree.join("make.log"))?;
        let mut make = Command::new("make");
        make.arg("-C").arg(tree).args(self.arguments).args(arguments).stdout(Stdio::from(log));
        command::run(&mut make)
            .with_context(|| format!("{} has what it said", tree.join("make.log").display()))
    }
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

/// Whether every option that was asked for is in the configuration: those whose conditions do not hold are dropped silently.
fn check(asked: &str, configuration: &str) -> Result<()> {
    let has = |line: &str| configuration.lines().any(|found| found == line);
    let lost: Vec<_> = asked.lines().filter(|line| line.ends_with("=y") && !has(line)).collect();
    ensure!(lost.is_empty(), "this kernel's configuration has no {}", lost.join(", "));
    Ok(())
}
