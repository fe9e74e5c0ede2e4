//! The architectures' tables, each step expanded by rustc for each target.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, Result, ensure};

use crate::assemble;

/// Stands for the literal operand `k` of a step in expanded text.
pub(super) const LITERAL: &str = "7777";

/// Every step of the frame and the vocabulary, as it is expanded; operands of one capital letter are parameters.
pub(super) const STEPS: [(&str, &str); 37] = [
    ("DESCRIPTOR", "__descriptor!()"),
    ("EXIT_POINT", "__exit_point!(L)"),
    ("THREAD_POINTER", "__step!(thread_pointer())"),
    ("THREAD", "__step!(thread())"),
    ("ENTER", "__step!(enter())"),
    ("REGISTERED", "__step!(registered())"),
    ("CHECK", "__step!(check(index))"),
    ("HERE", "__step!(here(_shift))"),
    ("LOCATE", "__step!(locate(A))"),
    ("UNGUARDED", "__step!(unguarded(A))"),
    ("LOAD", "__step!(load(A[7777]))"),
    ("LOAD_AT", "__step!(load_at(S))"),
    ("LOAD_SLOT", "__step!(load_slot(A[7777]))"),
    ("SLOT", "__step!(slot(A[7777]))"),
    ("ADD", "__step!(add(S))"),
    ("ADD_LITERAL", "__step!(add(7777))"),
    ("SUB_LOAD", "__step!(sub_load(A[7777]))"),
    ("AND", "__step!(and(S))"),
    ("SET", "__step!(set(A))"),
    ("STORE", "__step!(store(S, A[7777]))"),
    ("STORE_TMP", "__step!(store_tmp(A[7777]))"),
    ("STORE_SLOT", "__step!(store_slot(S, A[7777]))"),
    ("COPY", "__step!(copy(D, S, N))"),
    ("LIMIT", "__step!(limit(A[7777]))"),
    ("TAKE_SLOT", "__step!(take_slot(A[7777], O))"),
    ("BRANCH_EQ", "__step!(branch_eq(S, L))"),
    ("BRANCH_NE", "__step!(branch_ne(S, L))"),
    ("BRANCH_ZERO", "__step!(branch_zero(L))"),
    ("BRANCH_ABOVE", "__step!(branch_above(S, L))"),
    ("BRANCH_BELOW", "__step!(branch_below(S, L))"),
    ("BRANCH_OUTSIDE", "__step!(branch_outside(L))"),
    ("STORE_RELEASE", "__step!(store_release(S, A[7777]))"),
    ("STORE_TMP_RELEASE", "__step!(store_tmp_release(A[7777]))"),
    ("STORE_ADD", "__step!(store_add(S, A[7777]))"),
    ("STORE_ADD_AT", "__step!(store_add_at(S))"),
    ("STORE_ADD_AT_RELEASE", "__step!(store_add_at_release(S))"),
    ("ABORT", "__step!(abort())"),
];

/// A target, the C condition that tells it, and the file of its table.
pub(super) struct Architecture {
    pub(super) target: &'static str,
    pub(super) condition: &'static str,
    pub(super) file: &'static str,
    pub(super) signature: &'static str,
}

macro_rules! architectures {
    ($($target:literal $file:literal $signature:literal $condition:literal)*) => {
        &[$(Architecture { target: $target, condition: $condition, file: $file, signature: $signature }),*]
    };
}

/// One of each table and byte order that differ. (Both byte orders of powerpc64 and of mips64 have one text.)
pub(super) const ARCHITECTURES: &[Architecture] = architectures! {
    "x86_64-unknown-linux-gnu" "x86_64.rs" "0x53053053" "defined(__x86_64__) && defined(__LP64__)"
    "i686-unknown-linux-gnu" "x86.rs" "0x53053053" "defined(__i386__)"
    "aarch64-unknown-linux-gnu" "aarch64.rs" "0xd428bc00" "defined(__aarch64__) && defined(__LP64__) && defined(__AARCH64EL__)"
    "armv7-unknown-linux-gnueabihf" "arm.rs" "0xe7f5def3" "defined(__arm__) && defined(__ARMEL__)"
    "riscv64gc-unknown-linux-gnu" "riscv64.rs" "0xf1401073" "defined(__riscv) && __riscv_xlen == 64"
    "powerpc64le-unknown-linux-gnu" "powerpc64.rs" "0x0fe5000b" "defined(__powerpc64__)"
    "powerpc-unknown-linux-gnu" "powerpc.rs" "0x0fe5000b" "defined(__powerpc__)"
    "s390x-unknown-linux-gnu" "s390x.rs" "0xb2ff0fff" "defined(__s390x__)"
    "loongarch64-unknown-linux-gnu" "loongarch64.rs" "0x002a0010" "defined(__loongarch_lp64)"
    "mips64el-unknown-linux-gnuabi64" "mips64.rs" "0x0350000d" "defined(__mips__) && _MIPS_SIM == _ABI64"
    "mipsel-unknown-linux-gnu" "mips.rs" "0x0350000d" "defined(__mips__) && _MIPS_SIM == _ABIO32 && defined(__MIPSEL__)"
    "mips-unknown-linux-gnu" "mips.rs" "0x0350000d" "defined(__mips__) && _MIPS_SIM == _ABIO32 && defined(__MIPSEB__)"
};

/// The operand scheme of a table, as its `__arch_frame!` says.
pub(super) struct Scheme {
    /// True if operands are in a block on the stack.
    pub(super) block: bool,
    /// C's constraint of a register that can be an address.
    pub(super) address: &'static str,
    pub(super) clobbers: Vec<String>,
}

/// One architecture's table: step → text.
pub(super) struct Table {
    pub(super) architecture: &'static Architecture,
    pub(super) scheme: Scheme,
    pub(super) steps: BTreeMap<&'static str, String>,
    /// Steps whose text depends on whether the literal is 0: the text where it is.
    pub(super) at_zero: BTreeMap<&'static str, String>,
}

impl Table {
    pub(super) fn is_x86(&self) -> bool {
        self.architecture.file.starts_with("x86")
    }
}

/// All tables.
pub(super) fn tables(root: &Path) -> Result<Vec<Table>> {
    ARCHITECTURES
        .iter()
        .map(|architecture| table(root, architecture).with_context(|| architecture.target))
        .collect()
}

fn table(root: &Path, architecture: &'static Architecture) -> Result<Table> {
    let mut code = String::new();
    for (name, step) in STEPS {
        code += &format!(
            "pub const S_{name}: &str = crate::{step};\npub const Z_{name}: &str = crate::{};\n",
            step.replace(LITERAL, "0")
        );
    }
    let expanded = assemble::expanded(root, architecture.target, &code)?;
    let texts = constants(&expanded)?;
    let (mut steps, mut at_zero) = (BTreeMap::new(), BTreeMap::new());
    for (name, _) in STEPS {
        let text =
            texts.get(&format!("S_{name}")).with_context(|| format!("{name} is not in the expansion"))?;
        let zero =
            texts.get(&format!("Z_{name}")).with_context(|| format!("{name} is not in the expansion"))?;
        if text.replace(LITERAL, "0") != *zero {
            at_zero.insert(name, zero.clone());
        }
        steps.insert(name, text.clone());
    }
    let path = root.join("crates/perseq-core/src/arch").join(architecture.file);
    let source = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Table { architecture, scheme: scheme(&source)?, steps, at_zero })
}

/// The string constants of an expanded source.
fn constants(expanded: &str) -> Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    for item in expanded.split("pub const ").skip(1) {
        let Some((name, rest)) = item.split_once(": &str =") else { continue };
        let literal = rest.trim_start().strip_prefix('"').with_context(|| format!("{name} is no string"))?;
        texts.insert(name.to_owned(), unescaped(literal)?);
    }
    Ok(texts)
}

/// The text of a literal from after its opening quote up to its closing one.
pub(super) fn unescaped(literal: &str) -> Result<String> {
    let mut text = String::new();
    let mut letters = literal.chars();
    loop {
        match letters.next().context("a string without an end")? {
            '"' => return Ok(text),
            '\\' => match letters.next().context("an escape without an end")? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                other => text.push(other),
            },
            letter => text.push(letter),
        }
    }
}

/// `{ registers address(class) clobber(out("x") _, …) }`, or `{ block clobber() }`.
fn scheme(source: &str) -> Result<Scheme> {
    let (_, frame) = source.split_once("macro_rules! __arch_frame").context("no __arch_frame")?;
    let (_, frame) = frame.split_once("__frame! { { ").context("no scheme")?;
    let (scheme, _) = frame.split_once(" } $($section)*").context("a scheme without an end")?;
    let block = scheme.starts_with("block");
    ensure!(block || scheme.starts_with("registers"), "the scheme is `{scheme}`");
    let address =
        match scheme.split_once("address(").and_then(|(_, rest)| rest.split_once(')')).map(|found| found.0) {
            Some("reg_nonzero") => "b",
            Some("reg_addr") => "a",
            Some("reg") | None => "r",
            Some(other) => anyhow::bail!("no constraint is known for the class {other}"),
        };
    let clobbers = scheme
        .split("out(\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|found| found.0.to_owned())
        .collect();
    Ok(Scheme { block, address, clobbers })
}
