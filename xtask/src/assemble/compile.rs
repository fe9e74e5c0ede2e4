//! One target's object and assembly listing.

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use super::operations::Sections;

/// The paths of the compiler's results.
pub(super) struct Built {
    pub(super) object: PathBuf,
    pub(super) assembly: PathBuf,
}

/// The root's attributes. `prelude_import` gives every module what `core`'s prelude would.
const HEAD: &str = "\
#![feature(no_core, lang_items, rustc_attrs, decl_macro, asm_experimental_arch, intrinsics, builtin_syntax, prelude_import)]
#![no_core]
#![allow(internal_features, dead_code, non_camel_case_types, unused_macros, unused_imports, unused_assignments, improper_ctypes_definitions)]
#![allow(macro_expanded_macro_exports_accessed_by_absolute_paths)]
extern crate minicore;
#[prelude_import] use minicore::prelude::*;
pub use minicore::*;
pub type __u8 = u8;
pub type __u32 = u32;
pub type __isize = isize;
pub type __usize = usize;
";

/// The names that the module-level assembly of `thread/` uses, in place of Rust that needs a real `core`.
const THREAD: &str = "
use crate::*;
mod load { pub extern \"C\" fn on_load() {} }
mod peers { pub static ENTRY: u32 = 0; }
pub struct Block { pointers: [*mut u32; 3], words: [u32; 6] }
pub static UNREGISTERED: u32 = 0;
";

/// The real sources as one crate, with `code` at its end.
fn source(root: &Path, code: &str) -> Result<String> {
    let core = fs::canonicalize(root.join("crates/perseq-core/src"))?;
    let module = |name: &str, path: PathBuf| format!("#[macro_use] #[path = {path:?}] mod {name};\n");
    let name = excerpt(&core.join("thread/block.rs"), "macro_rules! __block {", "\n}")?;
    let block = excerpt(&core.join("thread/block.rs"), "global_asm!(", "\n);")?;
    let weak = excerpt(&core.join("thread/glibc.rs"), "global_asm!(", "\n);")?;
    let thread = format!(
        "#[macro_export] {name}\nmod thread {{ {THREAD} mod assembly {{ use super::*; {block}\n{weak} }} }}\n"
    );
    Ok([
        HEAD,
        &module("arch", core.join("arch/mod.rs")),
        &module("frame", core.join("section/frame.rs")),
        &module("ops", core.join("section/ops.rs")),
        &module("guarded", core.join("section/guarded.rs")),
        &thread,
        code,
    ]
    .concat())
}

/// The real sources with `code`, with every macro expanded, for `target`.
pub(super) fn expanded(root: &Path, target: &str, code: &str) -> Result<String> {
    let output = root.join("target/assemble");
    fs::create_dir_all(&output).with_context(|| format!("cannot make {}", output.display()))?;
    // Several tests may expand at once.
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("expanded-{}-{}-{target}", std::process::id(), NUMBER.fetch_add(1, Relaxed));
    let path = |ending: &str| output.join(format!("{name}.{ending}"));
    let (input, result, minicore) = (path("rs"), path("txt"), output.join(format!("lib{name}.rlib")));
    fs::write(&input, source(root, code)?).with_context(|| format!("cannot write {}", input.display()))?;
    rustc(target, &["--crate-name=minicore", "-o"], &[&minicore, &root.join("xtask/minicore/minicore.rs")])?;
    let library = format!("minicore={}", minicore.display());
    let options = ["--crate-name=perseq_core", "-Zunpretty=expanded", "--extern", &library, "-o"];
    rustc(target, &options, &[&result, &input])?;
    let text = fs::read_to_string(&result).with_context(|| format!("cannot read {}", result.display()))?;
    for file in [input, result, minicore] {
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    Ok(text)
}

/// Compiles the real sources with the minicore.
pub(super) fn compile(root: &Path, target: &str, sections: &Sections) -> Result<Built> {
    let output = root.join("target/assemble");
    let source_file = output.join(format!("{target}.rs"));
    fs::write(&source_file, source(root, &sections.exports())?)
        .with_context(|| format!("cannot write {}", source_file.display()))?;
    let built =
        Built { object: output.join(format!("{target}.o")), assembly: output.join(format!("{target}.s")) };
    let minicore = output.join(format!("libminicore-{target}.rlib"));
    rustc(target, &["--crate-name=minicore", "-o"], &[&minicore, &root.join("xtask/minicore/minicore.rs")])?;
    let emit = format!("--emit=obj={},asm={}", built.object.display(), built.assembly.display());
    let library = format!("minicore={}", minicore.display());
    rustc(target, &["--crate-name=perseq_core", &emit, "--extern", &library], &[&source_file])?;
    Ok(built)
}

/// The part of a source file from `start` to the next `end`, both included.
fn excerpt(path: &Path, start: &str, end: &str) -> Result<String> {
    let source = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let found = source.find(start).and_then(|at| {
        let text = &source[at..];
        Some(&text[..text.find(end)? + end.len()])
    });
    Ok(found.with_context(|| format!("no `{start}` in {}", path.display()))?.to_owned())
}

/// Runs the compiler that builds this program, with the features of a nightly one.
fn rustc(target: &str, options: &[&str], files: &[&Path]) -> Result<()> {
    let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command.env("RUSTC_BOOTSTRAP", "1").args(["--edition=2024", "--crate-type=lib", "-O", "-Cpanic=abort"]);
    // Operations that come to the same code stay functions of their own.
    command
        .args(["-Zmerge-functions=disabled", "-Ccodegen-units=1", "--target", target])
        .args(options)
        .args(files);
    // Intermediate files go to the current directory.
    if let Some(directory) = files.first().and_then(|file| file.parent()) {
        command.current_dir(directory);
    }
    if target.starts_with("mips") {
        command.args(["--cfg", "perseq_mips"]);
    }
    let result = command.output().context("cannot run rustc")?;
    // A warning counts as well: of the assembler's, users would see one for every section.
    if !result.status.success() || !result.stderr.is_empty() {
        bail!("rustc:\n{}", String::from_utf8_lossy(&result.stderr));
    }
    Ok(())
}

/// An x86-64 object of nothing but `text`, in a directory of its own, for tests of what reads objects.
#[cfg(test)]
pub(super) fn assembled(text: &str) -> (PathBuf, perseq_testing::Scratch) {
    let directory = perseq_testing::Scratch::new("assembled");
    let (source, object) = (directory.join("a.rs"), directory.join("a.o"));
    let attributes = "#![feature(no_core, lang_items, rustc_attrs, decl_macro)]\n#![no_core]\n#![allow(internal_features)]";
    let import = "#[rustc_builtin_macro] pub macro global_asm(\"a\", $(operands,)*) {}";
    fs::write(&source, format!("{attributes}\n{import}\nglobal_asm!(r#\"{text}\"#);")).unwrap();
    let emit = format!("--emit=obj={}", object.display());
    rustc("x86_64-unknown-linux-gnu", &[&emit], &[&source]).unwrap();
    (object, directory)
}
