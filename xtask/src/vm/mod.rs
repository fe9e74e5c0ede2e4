//! `cargo xtask vm`: the test programs on real kernels, in virtual machines.
//!
//! ```text
//!   cargo, static, cross ──► programs ──┐
//!                                       ├─► initramfs ──┐
//!   vm-init: runs them, tells ──────────┘               ├─► qemu ──► console ──► report
//!   Debian's kernel, or the path of one ────────────────┘
//! ```
//!
//! Fetched files stay in `.cache/vm`, which git ignores; nothing is installed.

pub(crate) mod command;
mod custom;
pub(crate) mod debian;
mod inflate;
mod linker;
mod machine;
mod matrix;
mod platform;
mod programs;
mod table;
mod tools;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use anyhow::{Context, Result, ensure};

use crate::workspace;
use machine::Report;
use platform::Platform;
use programs::Programs;

/// The programs to run, and the machine to run them in.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Architecture: x86-64, x86, aarch64, armv7, riscv64, ppc64le, s390x, loongarch64, mips64el; or x86-64-musl, with that C library.
    #[arg(long, default_value = "x86-64")]
    arch: String,
    /// Kernel: 6.1, 6.12, 6.18, 6.19, 7.0, 7.1, newest, newest-rt or experimental (Debian's, where it has them for the architecture), slices
    /// (one that is built here, with the time-slice extension), or the path of an image.
    #[arg(long, default_value = "newest")]
    kernel: String,
    #[command(flatten)]
    shape: Shape,
    /// Run the whole matrix and write `docs/matrix.md` and the table of `docs/platforms.md`.
    #[arg(long)]
    matrix: bool,
    /// With `--matrix`: only rows of this architecture, or whose description contains this, or the one of this name (“x86-64 6.1”);
    /// the others stay as they were.
    #[arg(long, requires = "matrix")]
    only: Option<String>,
    /// Only build the programs and fetch what the machine needs.
    #[arg(long, conflicts_with = "matrix")]
    no_run: bool,
    /// Commands to run: a test program of a library by its name, `perseq`, or `c-header` (a C program with `perseq/rseq.h`), each with its arguments;
    /// `write FILE TEXT`; or `set VARIABLE TEXT`. Without any: every test program.
    #[arg(last = true)]
    commands: Vec<String>,
}

/// The machine's properties.
#[derive(Debug, Clone, clap::Args)]
struct Shape {
    /// Virtual CPUs.
    #[arg(long, default_value_t = 4)]
    cpus: u32,
    /// Memory in MiB.
    #[arg(long, default_value_t = 1024)]
    memory: u32,
    /// More for the kernel's command line.
    #[arg(long, default_value = "")]
    append: String,
    /// More arguments for the emulator, split at spaces.
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    qemu: String,
    /// Seconds until it must be done.
    #[arg(long, default_value_t = 900)]
    limit: u64,
    /// Seconds without a word after which it hangs.
    #[arg(long, default_value_t = 180)]
    quiet: u64,
}

/// Does the job; fails if a test does, hangs, or the machine panics.
pub(crate) fn run(options: &Options) -> Result<()> {
    let root = workspace();
    let cache = root.join(".cache/vm");
    if options.matrix {
        return matrix::run(&root, &cache, options.only.as_deref());
    }
    let platform = Platform::of(&options.arch)?;
    let programs = programs::build(&root, &cache, platform, &options.commands)?;
    let machine = Machine { cache: &cache, platform, kernel: &options.kernel, shape: &options.shape };
    if options.no_run {
        let image = machine.image()?;
        println!("{} programs, and {}", programs.len(), image.display());
        return Ok(());
    }
    let report = machine.run(&programs, &options.commands, |line| println!("{line}"))?;
    println!(
        "\n{} on Linux {}: {} passed, {} failures, {} skipped, {} aborts, {:.0} s",
        platform.name,
        report.kernel,
        report.passed,
        report.failures.len(),
        report.skipped.len(),
        report.aborts,
        report.took.as_secs_f64()
    );
    report.failures.iter().for_each(|failure| println!("  {failure}"));
    ensure!(report.failures.is_empty(), "the machine's tests have failed");
    Ok(())
}

/// A machine to run programs in.
struct Machine<'a> {
    cache: &'a Path,
    platform: &'a Platform,
    kernel: &'a str,
    shape: &'a Shape,
}

/// The archive, packed, in its place.
fn packed(archive: &Path) -> Result<PathBuf> {
    command::run(Command::new("gzip").args(["-1", "--force"]).arg(archive))?;
    Ok(archive.with_extension("cpio.gz"))
}

/// Until it was tried in vain.
static VIRTUALISES: AtomicBool = AtomicBool::new(true);

/// Returns whether this machine may run its own kind in hardware.
fn can_virtualise() -> bool {
    VIRTUALISES.load(Relaxed) && fs::OpenOptions::new().read(true).write(true).open("/dev/kvm").is_ok()
}

impl Machine<'_> {
    /// Starts it, has it run `commands` (every test if there are none), and listens.
    fn run(&self, programs: &Programs, commands: &[String], mut listen: impl FnMut(&str)) -> Result<Report> {
        let Self { platform, shape, .. } = self;
        let commands = if commands.is_empty() { all_tests(programs) } else { commands.to_vec() };
        check(programs, &commands)?;
        let image = self.image()?;
        let initrd = self.cache.join(format!("initrd-{}-{}.cpio", platform.name, std::process::id()));
        programs::initramfs(programs, &commands, &initrd)?;
        let initrd = if platform.packs { packed(&initrd)? } else { initrd };
        let (quiet, limit) = (Duration::from_secs(shape.quiet), Duration::from_secs(shape.limit));
        let mut report = None;
        if platform.is_hosts() && can_virtualise() {
            report = Some(machine::run(self.emulator("kvm", &image, &initrd)?, quiet, limit, &mut listen)?);
        }
        // A machine may have the device, and yet end the emulator or never come up.
        let report = match report {
            Some(report) if !report.kernel.is_empty() => Ok(report),
            other => {
                if other.is_some() {
                    println!("KVM does not work here: emulating");
                    VIRTUALISES.store(false, Relaxed);
                }
                machine::run(self.emulator("tcg,thread=multi", &image, &initrd)?, quiet, limit, &mut listen)
            }
        };
        drop(fs::remove_file(&initrd));
        report
    }

    /// The command that starts it.
    fn emulator(&self, accelerator: &str, image: &Path, initrd: &Path) -> Result<Command> {
        let Self { platform, shape, .. } = self;
        let mut qemu = tools::qemu(self.cache, platform)?;
        qemu.args(["-accel", accelerator, "-nographic", "-no-reboot", "-nic", "none"]);
        qemu.args(["-smp", &shape.cpus.to_string(), "-m", &shape.memory.to_string()]);
        qemu.arg("-kernel").arg(image).arg("-initrd").arg(initrd);
        qemu.args([
            "-append",
            &format!("console={} panic=-1 quiet {} {}", platform.console, platform.append, shape.append),
        ]);
        qemu.args(shape.qemu.split_whitespace());
        Ok(qemu)
    }

    /// The kernel's image: a file that was named, or Debian's.
    fn image(&self) -> Result<PathBuf> {
        if Path::new(self.kernel).is_file() {
            return Ok(self.kernel.into());
        }
        if self.kernel == custom::NAME && self.platform.name == "x86-64" {
            return custom::image(self.cache);
        }
        let kernel = self.platform.kernel(self.kernel)?;
        let client = debian::Client::foreign(self.cache, kernel.suite, kernel.arch)?;
        let image = client.with_current_lists(|| debians_image(&client, kernel.package))?;
        inflate::inflated(&image)
    }
}

/// The image of the kernel in Debian's package of that name, or of the newest one if there is a `*` in it.
fn debians_image(client: &debian::Client, package: &str) -> Result<PathBuf> {
    let package = if package.contains('*') {
        client.newest(package)?
    } else {
        client.dependency(package, "linux-image-")?
    };
    if let Some(image) = image_in(&client.unpacked(&package)?) {
        return Ok(image);
    }
    // Since 2026 the image is in a package of its own.
    let package = client.dependency(&package, "linux-binary-")?;
    image_in(&client.unpacked(&package)?).with_context(|| format!("{package} has no image of a kernel"))
}

/// The image of a kernel in an unpacked package.
fn image_in(folder: &Path) -> Option<PathBuf> {
    let is_image = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("vmlinu")) && path.is_file()
    };
    let modules = || fs::read_dir(folder.join("usr/lib/modules")).into_iter().flatten().flatten();
    let folders = [folder.join("boot"), folder.join("usr/boot")].into_iter();
    let folders = folders.chain(modules().map(|version| version.path()));
    folders
        .flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten())
        .map(|file| file.path())
        .find(is_image)
}

/// Every test program.
fn all_tests(programs: &Programs) -> Vec<String> {
    let no_test = ["vm-init", "perseq"];
    programs.keys().filter(|name| !no_test.contains(&name.as_str())).cloned().collect()
}

/// Checks that every command names something that exists.
fn check(programs: &Programs, commands: &[String]) -> Result<()> {
    for line in commands {
        let name = line.split_whitespace().next().context("an empty command")?;
        ensure!(
            ["write", "set"].contains(&name) || programs.contains_key(name),
            "no program is called {name}; there are {}",
            programs.keys().cloned().collect::<Vec<_>>().join(", ")
        );
    }
    Ok(())
}
