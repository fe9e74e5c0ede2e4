//! One target's object and assembly listing.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use super::operations::{self, Operation};

/// Where the compiler left its results.
pub(super) struct Built {
    pub(super) object: PathBuf,
    pub(super) assembly: PathBuf,
}

/// The root's attributes. `prelude_import` gives every module what `core`'s prelude would.
const HEAD: &str = "\
#![feature(no_core, lang_items, rustc_attrs, decl_macro, asm_experimental_arch, intrinsics, builtin_syntax, prelude_import)]
#![no_core]
#![allow(internal_features, dead_code, unused_macros, unused_imports, unused_assignments, improper_ctypes_definitions)]
#![allow(macro_expanded_macro_exports_accessed_by_absolute_paths)]
extern crate minicore;
#[prelude_import] use minicore::prelude::*;
pub use minicore::*;
";

/// The thread's block, which `thread/block.rs` declares with what needs the rest of the crate.
const BLOCK: &str = r#"
global_asm!(".pushsection .tdata, \"awT\", %progbits
.globl __perseq_core_0_1_block
.type __perseq_core_0_1_block, %tls_object
.size __perseq_core_0_1_block, 96
__perseq_core_0_1_block: .zero 96
.popsection");
"#;

/// Compiles the real sources with the minicore.
pub(super) fn compile(root: &Path, target: &str, experimental: bool, list: &[Operation]) -> Result<Built> {
    let core = fs::canonicalize(root.join("crates/perseq-core/src"))?;
    let block = fs::read_to_string(core.join("thread/block.rs"))?;
    if !block.contains("\"__perseq_core_0_1_block\"") {
        bail!("thread/block.rs calls the thread's block by another name than xtask/minicore/minicore.rs");
    }
    let output = root.join("target/assemble");
    let source = output.join(format!("{target}.rs"));
    let module = |name: &str, path: PathBuf| format!("#[macro_use] #[path = {path:?}] mod {name};\n");
    let text = [
        HEAD,
        &module("arch", core.join("arch/mod.rs")),
        &module("frame", core.join("section/frame.rs")),
        &module("ops", core.join("section/ops.rs")),
        BLOCK,
        &operations::exports(list),
    ]
    .concat();
    fs::write(&source, text).with_context(|| format!("cannot write {}", source.display()))?;
    let built =
        Built { object: output.join(format!("{target}.o")), assembly: output.join(format!("{target}.s")) };
    let minicore = output.join(format!("libminicore-{target}.rlib"));
    rustc(
        target,
        experimental,
        &["--crate-name=minicore", "-o"],
        &[&minicore, &root.join("xtask/minicore/minicore.rs")],
    )?;
    let emit = format!("--emit=obj={},asm={}", built.object.display(), built.assembly.display());
    let library = format!("minicore={}", minicore.display());
    rustc(target, experimental, &["--crate-name=perseq_core", &emit, "--extern", &library], &[&source])?;
    Ok(built)
}

/// Runs the compiler that builds this program, with the features of a nightly one.
fn rustc(target: &str, experimental: bool, options: &[&str], files: &[&Path]) -> Result<()> {
    let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command.env("RUSTC_BOOTSTRAP", "1").args(["--edition=2024", "--crate-type=lib", "-O", "-Cpanic=abort"]);
    // Operations that come to the same code stay functions of their own.
    command
        .args(["-Zmerge-functions=disabled", "-Ccodegen-units=1", "--target", target])
        .args(options)
        .args(files);
    if experimental {
        command.args(["--cfg", "perseq_mips"]);
    }
    let result = command.output().context("cannot run rustc")?;
    if !result.status.success() {
        bail!("rustc:\n{}", String::from_utf8_lossy(&result.stderr));
    }
    Ok(())
}
