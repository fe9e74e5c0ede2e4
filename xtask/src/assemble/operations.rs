//! The operations and the structures' sections, read from their source, so that none can be forgotten.

use core::fmt::Write;
use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

/// One line of `operations!`: its two names, its pointers and its values.
pub(super) struct Operation {
    pub(super) names: [String; 2],
    pointers: Vec<String>,
    values: Vec<String>,
}

/// A section of a structure: its name and operands.
pub(super) struct Guarded {
    name: String,
    pointers: Vec<String>,
    values: Vec<String>,
}

/// Everything that is assembled.
pub(super) struct Sections {
    operations: Vec<Operation>,
    guarded: Vec<Guarded>,
}

/// Reads `section/ops.rs` and `section/guarded.rs`.
pub(super) fn read(root: &Path) -> Result<Sections> {
    let guarded = root.join("crates/perseq-core/src/section/guarded.rs");
    let source =
        fs::read_to_string(&guarded).with_context(|| format!("cannot read {}", guarded.display()))?;
    Ok(Sections { operations: read_operations(root)?, guarded: parse_guarded(&source)? })
}

/// `form name (row; pointers: a; values: b) …{`, one for each section after `sections! {`.
fn parse_guarded(source: &str) -> Result<Vec<Guarded>> {
    let (_, list) = source.split_once("\nsections! {").context("no list of sections")?;
    let heads = list.lines().filter(|line| line.starts_with("    ") && line.ends_with('{'));
    let sections: Vec<Guarded> = heads
        .map(|head| {
            let (name, rest) = head.split_once('(').context("a section without operands")?;
            let (operands, _) = rest.split_once(')').context("operands without an end")?;
            let (mut pointers, mut values) = (Vec::new(), Vec::new());
            for group in operands.split(';') {
                let (kind, list) = group.split_once(':').unwrap_or(("pointers", group));
                let list = list.split(',').map(|name| name.trim().to_owned());
                if kind.trim() == "values" { values.extend(list) } else { pointers.extend(list) }
            }
            let (_form, name) = name.trim().split_once(' ').context("a section without a form")?;
            Ok(Guarded { name: name.to_owned(), pointers, values })
        })
        .collect::<Result<_>>()?;
    let declared = list.matches("commit").count();
    if sections.is_empty() || sections.len() != declared {
        bail!("{} heads of guarded sections, {declared} commits", sections.len());
    }
    Ok(sections)
}

fn read_operations(root: &Path) -> Result<Vec<Operation>> {
    let path = root.join("crates/perseq-core/src/section/ops.rs");
    let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let list = parse(&source)?;
    if list.len() < 7 {
        bail!("{} operations found in {}, which has at least librseq's seven", list.len(), path.display());
    }
    Ok(list)
}

fn parse(source: &str) -> Result<Vec<Operation>> {
    source.split("$declare! {").skip(1).map(operation).collect()
}

/// `/// doc…  name, name_release (at: a, b; pointers: c; values: d, e) …`.
fn operation(text: &str) -> Result<Operation> {
    let code: String =
        text.lines().filter(|line| !line.trim_start().starts_with("///")).collect::<Vec<_>>().join(" ");
    let (names, rest) = code.split_once('(').context("an operation without operands")?;
    let (operands, _) = rest.split_once(')').context("operands without an end")?;
    let names: Vec<String> = names.split(',').map(|name| name.trim().to_owned()).collect();
    let names = names.try_into().ok().context("an operation has two names: relaxed and release")?;
    let (mut pointers, mut values) = (Vec::new(), Vec::new());
    for group in operands.split(';') {
        let (kind, list) = group.split_once(':').context("operands without a kind")?;
        let list = list.split(',').map(|name| name.trim().to_owned());
        match kind.trim() {
            "at" | "pointers" => pointers.extend(list),
            "values" => values.extend(list),
            other => bail!("operands of kind {other}"),
        }
    }
    Ok(Operation { names, pointers, values })
}

/// Indexes that every operation is assembled by.
const INDEXES: [(&str, &str); 2] = [("cpu_id", "ByCpuId"), ("mm_cid", "ByConcurrencyId")];

impl Sections {
    /// How many sections [`exports`](Self::exports) makes: two forms, two orders and two indexes of each operation, two indexes
    /// of each structure's section, and the counter's `add`.
    pub(super) fn count(&self) -> usize {
        (self.operations.len() * 2 * 2 + self.guarded.len() + 1) * INDEXES.len()
    }

    /// An exported function for each section, and one for each accessor.
    pub(super) fn exports(&self) -> String {
        let mut code = exports(&self.operations);
        for (index, marker) in INDEXES {
            for Guarded { name, pointers, values } in &self.guarded {
                export(
                    &mut code,
                    &format!("guarded_{index}_{name}"),
                    &parameters(pointers, values),
                    &format!("guarded::{name}::<{marker}>({})", [&pointers[..], values].concat().join(", ")),
                );
            }
        }
        code
    }
}

/// Operands as a function's parameters.
fn parameters(pointers: &[String], values: &[String]) -> String {
    let pointers = pointers.iter().map(|name| format!("{name}: *mut usize"));
    let all: Vec<String> = pointers.chain(values.iter().map(|name| format!("{name}: usize"))).collect();
    all.join(", ")
}

/// An exported function for each operation, and one for each accessor.
fn exports(operations: &[Operation]) -> String {
    let mut code = String::new();
    for (index, marker) in INDEXES {
        for Operation { names, pointers, values } in operations {
            let (parameters, arguments) =
                (parameters(pointers, values), [&pointers[..], values].concat().join(", "));
            for name in names {
                export(
                    &mut code,
                    &format!("on_{index}_{name}"),
                    &format!("index: u32, {parameters}"),
                    &format!("ops::{name}::<{marker}>(index, {arguments})"),
                );
                export(
                    &mut code,
                    &format!("here_{index}_{name}"),
                    &parameters,
                    &format!("ops::here::{name}::<{marker}>({arguments})"),
                );
            }
        }
        export(
            &mut code,
            &format!("here_{index}_add"),
            "v: *mut usize, n: usize",
            &format!("ops::here::add::<{marker}>(v, n)"),
        );
    }
    for (name, call) in [
        ("thread_block", "arch::block() as *mut u8"),
        ("thread_area_cpu_id", "arch::area::<ByCpuId>() as *mut u8"),
        ("thread_area_mm_cid", "arch::area::<ByConcurrencyId>() as *mut u8"),
        ("thread_pointer", "arch::thread_pointer()"),
    ] {
        let _ = writeln!(code, "#[unsafe(no_mangle)] pub extern \"C\" fn {name}() -> *mut u8 {{ {call} }}");
    }
    code
}

fn export(code: &mut String, name: &str, parameters: &str, call: &str) {
    let _ = writeln!(
        code,
        "#[unsafe(no_mangle)] pub unsafe extern \"C\" fn {name}({parameters}) -> Outcome {{ unsafe {{ {call} }} }}"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_read_with_all_its_operands() {
        let source = "x $declare! {\n/// Doc (with: brackets).\nfirst, first_release\n(at: v, w; pointers: out; \
                      values: x, y) else eq\n{ load(v); } commit, commit_release (x, v) }";
        let list = parse(source).unwrap();
        assert_eq!(list[0].names, ["first", "first_release"]);
        assert_eq!((list[0].pointers.join(" "), list[0].values.join(" ")), ("v w out".into(), "x y".into()));
        let sections = Sections { operations: list, guarded: Vec::new() };
        let code = sections.exports();
        assert!(code.contains(
            "fn here_mm_cid_first_release(v: *mut usize, w: *mut usize, out: *mut usize, x: usize, y: usize)"
        ));
        assert_eq!(code.matches("-> Outcome").count(), sections.count());
    }

    #[test]
    fn a_structures_section_is_read_with_all_its_operands() {
        let source = "\nsections! {\n    /// Doc (of it).\n    here pop (row; pointers: out; values: n, m) else empty {\n        \
                      commit(n, out);\n    }\n}";
        let sections = Sections { operations: Vec::new(), guarded: parse_guarded(source).unwrap() };
        let code = sections.exports();
        assert!(
            code.contains("fn guarded_mm_cid_pop(row: *mut usize, out: *mut usize, n: usize, m: usize)"),
            "{code}"
        );
        assert!(code.contains("guarded::pop::<ByCpuId>(row, out, n, m)"));
    }
}
