//! The architectures: how each is compiled for, emulated, and what its kernels are called.

use anyhow::{Result, bail};

/// An architecture that virtual machines run.
#[derive(Debug)]
pub(super) struct Platform {
    /// Its name here: the argument of `--arch`.
    pub(super) name: &'static str,
    /// Rust's name for it.
    pub(super) target: &'static str,
    /// The emulator, and Debian's package that has it.
    pub(super) qemu: (&'static str, &'static str),
    /// Arguments of the emulator that make a machine of it.
    pub(super) machine: &'static [&'static str],
    /// The kernel's name for the first serial port, and what else its command line needs on the emulated machine.
    pub(super) console: &'static str,
    pub(super) append: &'static str,
    /// The kind of programs that run there.
    pub(super) programs: Programs,
    /// True if the archive of programs is packed: it takes longer to start, and needs less memory.
    pub(super) packs: bool,
    /// The linker for it.
    pub(super) linker: Linker,
    /// Debian's kernels: release of Debian, its architecture, package.
    kernels: &'static [Kernel],
}

/// The programs that run in a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Programs {
    /// The tests, with the standard library that comes with the compiler.
    Tests,
    /// The tests, with a standard library that the nightly compiler builds from its source.
    TestsWithOwnStd,
    /// The C program of `harness/`: Rust has no standard library for this target.
    Harness,
}

/// The linker of static programs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Linker {
    /// The host's own.
    Host,
    /// A C compiler, by name, and Debian's package that has it.
    Gcc(&'static str, &'static str),
    /// Rust's own linker, with the C library of this release and architecture of Debian, in this multiarch folder.
    Lld { suite: &'static str, arch: &'static str, multiarch: &'static str },
}

/// A kernel of Debian's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kernel {
    /// The version to ask for.
    pub(super) version: &'static str,
    /// The release that has it.
    pub(super) suite: &'static str,
    /// Debian's name of the architecture.
    pub(super) arch: &'static str,
    /// The package that depends on the current build of it; or, with a `*` for the rest of the version, that of the build itself.
    pub(super) package: &'static str,
}

const fn kernel(
    version: &'static str,
    suite: &'static str,
    arch: &'static str,
    package: &'static str,
) -> Kernel {
    Kernel { version, suite, arch, package }
}

/// The release that has the kernels between Debian's releases.
const BACKPORTS: &str = "trixie-backports";

const X86_MACHINE: &[&str] = &["-M", "q35", "-cpu", "max"];

pub(super) const PLATFORMS: [Platform; 10] = [
    Platform {
        name: "x86-64",
        target: "x86_64-unknown-linux-gnu",
        qemu: ("qemu-system-x86_64", "qemu-system-x86"),
        machine: X86_MACHINE,
        programs: Programs::Tests,
        console: "ttyS0",
        append: "",
        packs: false,
        linker: Linker::Host,
        kernels: &[
            kernel("6.1", "bookworm", "amd64", "linux-image-cloud-amd64"),
            kernel("6.12", "trixie", "amd64", "linux-image-cloud-amd64"),
            kernel("6.18", BACKPORTS, "amd64", "linux-image-6.18.*+deb13-cloud-amd64"),
            kernel("6.19", BACKPORTS, "amd64", "linux-image-6.19.*+deb13-cloud-amd64"),
            kernel("7.0", BACKPORTS, "amd64", "linux-image-7.0.*+deb13-cloud-amd64"),
            kernel("7.1", BACKPORTS, "amd64", "linux-image-7.1.*+deb13-cloud-amd64"),
            kernel("newest", "sid", "amd64", "linux-image-cloud-amd64"),
            kernel("experimental", "experimental", "amd64", "linux-image-cloud-amd64"),
            kernel("newest-rt", "sid", "amd64", "linux-image-rt-amd64"),
        ],
    },
    Platform {
        name: "x86",
        target: "i686-unknown-linux-gnu",
        qemu: ("qemu-system-x86_64", "qemu-system-x86"),
        machine: X86_MACHINE,
        programs: Programs::Tests,
        console: "ttyS0",
        append: "",
        packs: false,
        linker: Linker::Gcc("i686-linux-gnu-gcc", "gcc-i686-linux-gnu"),
        kernels: &[
            kernel("6.1", "bookworm", "i386", "linux-image-686-pae"),
            // Debian has no later kernel for it: 32-bit programs on the 64-bit one.
            kernel("6.12", "trixie", "amd64", "linux-image-cloud-amd64"),
            kernel("newest", "sid", "amd64", "linux-image-cloud-amd64"),
        ],
    },
    Platform {
        name: "aarch64",
        target: "aarch64-unknown-linux-gnu",
        qemu: ("qemu-system-aarch64", "qemu-system-arm"),
        machine: &["-M", "virt", "-cpu", "max,pauth-impdef=on"],
        programs: Programs::Tests,
        console: "ttyAMA0",
        append: "",
        packs: false,
        linker: Linker::Gcc("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu"),
        kernels: &[
            kernel("6.1", "bookworm", "arm64", "linux-image-cloud-arm64"),
            kernel("6.12", "trixie", "arm64", "linux-image-cloud-arm64"),
            kernel("6.18", BACKPORTS, "arm64", "linux-image-6.18.*+deb13-cloud-arm64"),
            kernel("6.19", BACKPORTS, "arm64", "linux-image-6.19.*+deb13-cloud-arm64"),
            kernel("7.0", BACKPORTS, "arm64", "linux-image-7.0.*+deb13-cloud-arm64"),
            kernel("7.1", BACKPORTS, "arm64", "linux-image-7.1.*+deb13-cloud-arm64"),
            kernel("newest", "sid", "arm64", "linux-image-cloud-arm64"),
            kernel("experimental", "experimental", "arm64", "linux-image-cloud-arm64"),
        ],
    },
    Platform {
        name: "armv7",
        target: "armv7-unknown-linux-gnueabihf",
        qemu: ("qemu-system-arm", "qemu-system-arm"),
        machine: &["-M", "virt", "-cpu", "cortex-a15"],
        programs: Programs::Tests,
        console: "ttyAMA0",
        append: "",
        packs: false,
        linker: Linker::Gcc("arm-linux-gnueabihf-gcc", "gcc-arm-linux-gnueabihf"),
        kernels: &[
            kernel("6.1", "bookworm", "armhf", "linux-image-armmp"),
            kernel("6.12", "trixie", "armhf", "linux-image-armmp"),
            kernel("newest", "sid", "armhf", "linux-image-armmp"),
        ],
    },
    Platform {
        name: "riscv64",
        target: "riscv64gc-unknown-linux-gnu",
        qemu: ("qemu-system-riscv64", "qemu-system-misc"),
        machine: &["-M", "virt"],
        programs: Programs::Tests,
        console: "ttyS0",
        append: "",
        packs: false,
        linker: Linker::Gcc("riscv64-linux-gnu-gcc", "gcc-riscv64-linux-gnu"),
        kernels: &[
            kernel("6.12", "trixie", "riscv64", "linux-image-riscv64"),
            kernel("newest", "sid", "riscv64", "linux-image-riscv64"),
        ],
    },
    Platform {
        name: "ppc64le",
        target: "powerpc64le-unknown-linux-gnu",
        qemu: ("qemu-system-ppc64", "qemu-system-ppc"),
        machine: &["-M", "pseries", "-cpu", "power9", "-vga", "none"],
        programs: Programs::Tests,
        console: "hvc0",
        append: "",
        packs: false,
        linker: Linker::Gcc("powerpc64le-linux-gnu-gcc", "gcc-powerpc64le-linux-gnu"),
        kernels: &[
            kernel("6.1", "bookworm", "ppc64el", "linux-image-powerpc64le"),
            kernel("6.12", "trixie", "ppc64el", "linux-image-powerpc64le"),
            kernel("newest", "sid", "ppc64el", "linux-image-powerpc64le"),
        ],
    },
    Platform {
        name: "s390x",
        target: "s390x-unknown-linux-gnu",
        qemu: ("qemu-system-s390x", "qemu-system-misc"),
        machine: &["-M", "s390-ccw-virtio"],
        programs: Programs::Tests,
        console: "ttysclp0",
        append: "",
        packs: false,
        linker: Linker::Gcc("s390x-linux-gnu-gcc", "gcc-s390x-linux-gnu"),
        kernels: &[
            kernel("6.1", "bookworm", "s390x", "linux-image-s390x"),
            kernel("6.12", "trixie", "s390x", "linux-image-s390x"),
            kernel("newest", "sid", "s390x", "linux-image-s390x"),
        ],
    },
    Platform {
        name: "loongarch64",
        target: "loongarch64-unknown-linux-gnu",
        qemu: ("qemu-system-loongarch64", "qemu-system-misc"),
        machine: &["-M", "virt", "-cpu", "la464"],
        programs: Programs::TestsWithOwnStd,
        console: "ttyS0",
        // There is no keyboard controller, and looking for one ends the kernel.
        append: "initcall_blacklist=i8042_init",
        // The machine has little memory below what else is in its address space.
        packs: true,
        linker: Linker::Lld { suite: "sid", arch: "loong64", multiarch: "loongarch64-linux-gnu" },
        kernels: &[kernel("newest", "sid", "loong64", "linux-image-loong64")],
    },
    Platform {
        name: "mips64el",
        target: "mips64el-unknown-linux-gnuabi64",
        qemu: ("qemu-system-mips64el", "qemu-system-mips"),
        machine: &["-M", "malta", "-cpu", "5KEc"],
        programs: Programs::Harness,
        console: "ttyS0",
        append: "",
        packs: false,
        linker: Linker::Gcc("mips64el-linux-gnuabi64-gcc", "gcc-mips64el-linux-gnuabi64"),
        kernels: &[kernel("6.1", "bookworm", "mips64el", "linux-image-5kc-malta")],
    },
    // Another C library: it registers no thread, so perseq does.
    Platform {
        name: "x86-64-musl",
        target: "x86_64-unknown-linux-musl",
        qemu: ("qemu-system-x86_64", "qemu-system-x86"),
        machine: X86_MACHINE,
        programs: Programs::Tests,
        console: "ttyS0",
        append: "",
        packs: false,
        linker: Linker::Host,
        kernels: &[
            kernel("6.12", "trixie", "amd64", "linux-image-cloud-amd64"),
            kernel("newest", "sid", "amd64", "linux-image-cloud-amd64"),
        ],
    },
];

impl Platform {
    /// The platform that is called `name`.
    pub(super) fn of(name: &str) -> Result<&'static Self> {
        if let Some(found) = PLATFORMS.iter().find(|platform| platform.name == name) {
            return Ok(found);
        }
        let names: Vec<_> = PLATFORMS.iter().map(|platform| platform.name).collect();
        bail!("no architecture is called {name}; there are {}", names.join(", "))
    }

    /// Debian's name of the architecture.
    pub(super) fn debian(&self) -> &'static str {
        self.kernels[0].arch
    }

    /// Returns whether this machine is of that architecture.
    pub(super) fn is_hosts(&self) -> bool {
        self.target.split('-').next() == Some(std::env::consts::ARCH)
    }

    /// Debian's kernel that is called `version`.
    pub(super) fn kernel(&self, version: &str) -> Result<Kernel> {
        if let Some(found) = self.kernels.iter().find(|kernel| kernel.version == version) {
            return Ok(*found);
        }
        let names: Vec<_> = self.kernels.iter().map(|kernel| kernel.version).collect();
        bail!(
            "no kernel for {} is called {version}; there are {}, or the path of one",
            self.name,
            names.join(", ")
        )
    }
}
