//! `cargo xtask assemble`: what the tables in `perseq-core/src/arch` come to, for every architecture, on any machine.
//!
//! The real sources of the frame, the operations and the tables are compiled with a `core` of our own (`minicore/`), so
//! no target's standard library is needed. Then, for each target: the listing of every operation is compared with the
//! one in `golden/`, every descriptor and signature in the object is checked, and the object is linked as a shared
//! object and as an executable, which proves that its relocations are ones that a linker knows.

mod compile;
mod elf;
mod link;
mod listing;
mod operations;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};

/// A target: its name, the signature that the kernel's selftests name for it, and its peculiarities.
struct Target(&'static str, u32, Kind);

/// What a target needs.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Plain,
    /// GNU's linker.
    GnuLinker,
    /// GNU's linker, and `--cfg perseq_mips`: its `asm!` is unstable.
    Mips,
}
use Kind::{GnuLinker, Mips, Plain};

const TARGETS: [Target; 14] = [
    Target("x86_64-unknown-linux-gnu", 0x5305_3053, Plain),
    Target("i686-unknown-linux-gnu", 0x5305_3053, Plain),
    Target("aarch64-unknown-linux-gnu", 0xd428_bc00, Plain),
    Target("armv7-unknown-linux-gnueabihf", 0xe7f5_def3, Plain),
    Target("riscv64gc-unknown-linux-gnu", 0xf140_1073, Plain),
    Target("powerpc64le-unknown-linux-gnu", 0x0fe5_000b, GnuLinker),
    Target("powerpc64-unknown-linux-gnu", 0x0fe5_000b, GnuLinker),
    Target("powerpc-unknown-linux-gnu", 0x0fe5_000b, Plain),
    Target("s390x-unknown-linux-gnu", 0xb2ff_0fff, Plain),
    Target("loongarch64-unknown-linux-gnu", 0x002a_0010, Plain),
    Target("mips64el-unknown-linux-gnuabi64", 0x0350_000d, Mips),
    Target("mips64-unknown-linux-gnuabi64", 0x0350_000d, Mips),
    Target("mipsel-unknown-linux-gnu", 0x0350_000d, Mips),
    Target("mips-unknown-linux-gnu", 0x0350_000d, Mips),
];

/// Does the job; fails if any target does.
pub(crate) fn run(bless: bool, wanted: &[String]) -> Result<()> {
    if let Some(unknown) = wanted.iter().find(|name| !TARGETS.iter().any(|target| target.0 == *name)) {
        let names: Vec<_> = TARGETS.iter().map(|target| target.0).collect();
        bail!("{unknown} is not one of the targets: {}", names.join(", "));
    }
    let root = workspace();
    let operations = operations::read(&root)?;
    let output = root.join("target/assemble");
    fs::create_dir_all(&output).with_context(|| format!("cannot make {}", output.display()))?;
    let lld = link::lld()?;
    println!("{:<32} sections  descriptors and signatures  linked             listing", "target");
    let mut failures = Vec::new();
    for target in &TARGETS {
        if !wanted.is_empty() && !wanted.iter().any(|name| name == target.0) {
            continue;
        }
        match one(&root, &lld, target, &operations, bless) {
            Ok(Report { sections: Some(sections), listing }) => {
                println!(
                    "{:<32} {sections:>8}  right                       shared, pie, fixed {listing}",
                    target.0
                );
            }
            Ok(Report { sections: None, listing }) => {
                println!(
                    "{:<32}        ?  ?                           not linked         {listing}",
                    target.0
                );
                let package = format!("binutils-{}", target.0.replace("-unknown", ""));
                skipped(
                    &mut failures,
                    target.0,
                    &format!("GNU ld for it is not installed (Debian: {package})"),
                );
            }
            Err(error) => {
                println!("{:<32} FAILED", target.0);
                failures.push(format!("{}: {error:#}", target.0));
            }
        }
    }
    if failures.is_empty() { Ok(()) } else { bail!("\n{}", failures.join("\n\n")) }
}

/// What came out for one target.
struct Report {
    /// How many sections the linked image has; `None` if there was no linker.
    sections: Option<usize>,
    /// What became of the listing.
    listing: &'static str,
}

/// Says that a check was left out; that is a failure where everything must run.
fn skipped(failures: &mut Vec<String>, target: &str, why: &str) {
    eprintln!("SKIPPED linking {target}: {why}");
    if std::env::var_os("PERSEQ_TEST_REQUIRE_ALL").is_some() {
        failures.push(format!("{target}: not linked: {why}"));
    }
}

/// One target, all of it.
fn one(
    root: &Path,
    lld: &link::Linker,
    &Target(target, signature, kind): &Target,
    operations: &[operations::Operation],
    bless: bool,
) -> Result<Report> {
    let built = compile::compile(root, target, kind == Mips, operations)?;
    let gnu = link::gnu(target);
    let linker = if kind == Plain { Some(lld) } else { gnu.as_ref() };
    let mut sections = None;
    if let Some(linker) = linker {
        let image = link::link(linker, &built.object)?;
        let found = elf::check(&fs::read(image)?, signature)?;
        let expected = operations::sections(operations);
        ensure!(found == expected, "{found} descriptors in the image, {expected} sections in the source");
        sections = Some(found);
    }
    let listing = listing::normalise(&fs::read_to_string(&built.assembly)?)?;
    let golden = root.join("golden").join(format!("{target}.s"));
    if bless {
        fs::write(&golden, &listing).with_context(|| format!("cannot write {}", golden.display()))?;
        return Ok(Report { sections, listing: "blessed" });
    }
    let before = fs::read_to_string(&golden)
        .with_context(|| format!("no golden listing {}; make it with --bless", golden.display()))?;
    ensure!(
        before == listing,
        "the listing differs from golden/{target}.s:\n{}\nread it; if it is what was meant, accept it with \
         `cargo xtask assemble --bless`",
        listing::difference(&before, &listing)
    );
    Ok(Report { sections, listing: "as golden" })
}

/// The root of the workspace.
fn workspace() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}
