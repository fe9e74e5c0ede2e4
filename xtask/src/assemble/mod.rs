//! `cargo xtask assemble`: what the tables in `perseq-core/src/arch` come to, for every architecture, on any machine.
//!
//! The real sources of the frame, the operations and the tables are compiled with a `core` of our own (`minicore/`), so
//! no target's standard library is needed. Then, for each target: the listing of every operation is compared with the
//! one in `golden/`, the object is linked as a shared object and as an executable, which proves that its relocations
//! are ones that a linker knows, and every descriptor, signature and thread-local relocation is checked.

mod compile;
mod elf;
mod link;
mod listing;
mod operations;
mod relocations;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};

use crate::workspace;

/// A target, and the signature that librseq's header names for it.
type Target = (&'static str, u32);

const TARGETS: [Target; 15] = [
    ("x86_64-unknown-linux-gnu", 0x5305_3053),
    ("i686-unknown-linux-gnu", 0x5305_3053),
    ("aarch64-unknown-linux-gnu", 0xd428_bc00),
    ("armv7-unknown-linux-gnueabihf", 0xe7f5_def3),
    ("thumbv7neon-unknown-linux-gnueabihf", 0xe7f5_def3),
    ("riscv64gc-unknown-linux-gnu", 0xf140_1073),
    ("powerpc64le-unknown-linux-gnu", 0x0fe5_000b),
    ("powerpc64-unknown-linux-gnu", 0x0fe5_000b),
    ("powerpc-unknown-linux-gnu", 0x0fe5_000b),
    ("s390x-unknown-linux-gnu", 0xb2ff_0fff),
    ("loongarch64-unknown-linux-gnu", 0x002a_0010),
    ("mips64el-unknown-linux-gnuabi64", 0x0350_000d),
    ("mips64-unknown-linux-gnuabi64", 0x0350_000d),
    ("mipsel-unknown-linux-gnu", 0x0350_000d),
    ("mips-unknown-linux-gnu", 0x0350_000d),
];

/// Does the job; fails if any target does.
pub(crate) fn run(bless: bool, wanted: &[String]) -> Result<()> {
    let names: Vec<_> = TARGETS.iter().map(|target| target.0).collect();
    if let Some(unknown) = wanted.iter().find(|name| !names.contains(&name.as_str())) {
        bail!("{unknown} is not one of the targets: {}", names.join(", "));
    }
    let root = workspace();
    let operations = operations::read(&root)?;
    let output = root.join("target/assemble");
    fs::create_dir_all(&output).with_context(|| format!("cannot make {}", output.display()))?;
    let linker = link::Linker::of_toolchain()?;
    println!("{:<36} sections  descriptors, signatures, relocations  linked              listing", "target");
    let mut failures = Vec::new();
    for target in
        TARGETS.iter().filter(|target| wanted.is_empty() || wanted.iter().any(|name| name == target.0))
    {
        match one(&root, &linker, *target, &operations, bless) {
            Ok((sections, listing)) => println!(
                "{:<36} {sections:>8}  right                                shared, pie, fixed  {listing}",
                target.0
            ),
            Err(error) => {
                println!("{:<36} FAILED", target.0);
                failures.push(format!("{}: {error:#}", target.0));
            }
        }
    }
    if failures.is_empty() { Ok(()) } else { bail!("\n{}", failures.join("\n\n")) }
}

/// The object of one target, with every section exported by name, and the signature that its sections are registered with.
pub(crate) fn object(target: &str) -> Result<(PathBuf, u32)> {
    let root = workspace();
    let signature = TARGETS.iter().find(|known| known.0 == target).map(|known| known.1);
    let signature = signature.with_context(|| format!("{target} is not one of the targets"))?;
    fs::create_dir_all(root.join("target/assemble"))?;
    Ok((compile::compile(&root, target, &operations::read(&root)?)?.object, signature))
}

/// The real sources with `code` at their end, every macro expanded for `target`.
pub(crate) fn expanded(root: &Path, target: &str, code: &str) -> Result<String> {
    compile::expanded(root, target, code)
}

/// Links an object of any compiler's for `target` in all ways, and checks its descriptors and signatures; how many there are.
#[cfg(test)]
pub(crate) fn descriptors(object: &Path, target: &str) -> Result<usize> {
    let (_, signature) = TARGETS.iter().find(|known| known.0 == target).context("not one of the targets")?;
    elf::check(&fs::read(link::Linker::of_toolchain()?.link(object)?)?, *signature)
}

/// One target, all of it: how many sections it has, and what became of its listing.
fn one(
    root: &Path,
    linker: &link::Linker,
    (target, signature): Target,
    operations: &operations::Sections,
    bless: bool,
) -> Result<(usize, &'static str)> {
    let built = compile::compile(root, target, operations)?;
    relocations::check(&fs::read(&built.object)?)?;
    let image = linker.link(&built.object)?;
    let sections = elf::check(&fs::read(image)?, signature)?;
    let expected = operations.count();
    ensure!(sections == expected, "{sections} descriptors in the image, {expected} sections in the source");
    let listing = listing::normalise(&fs::read_to_string(&built.assembly)?)?;
    let golden = root.join("golden").join(format!("{target}.s"));
    if bless {
        fs::write(&golden, &listing).with_context(|| format!("cannot write {}", golden.display()))?;
        return Ok((sections, "blessed"));
    }
    let before = fs::read_to_string(&golden)
        .with_context(|| format!("no golden listing {}; make it with --bless", golden.display()))?;
    ensure!(
        before == listing,
        "the listing differs from golden/{target}.s:\n{}\nread it; if it is what was meant, accept it with \
         `cargo xtask assemble --bless`",
        listing::difference(&before, &listing)
    );
    Ok((sections, "as golden"))
}
