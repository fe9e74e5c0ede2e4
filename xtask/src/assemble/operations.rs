//! The operations, read from their source, so that none can be forgotten.

use core::fmt::Write;
use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

/// One line of `operations!`: its two names, its pointers and its values.
pub(super) struct Operation {
    pub(super) names: [String; 2],
    pointers: Vec<String>,
    values: Vec<String>,
}

/// Reads `section/ops.rs`.
pub(super) fn read(root: &Path) -> Result<Vec<Operation>> {
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

/// How many sections [`exports`] makes: two forms, two orders and two indexes of each, and the counter's `add`.
pub(super) fn sections(operations: &[Operation]) -> usize {
    operations.len() * 2 * 2 * INDEXES.len() + INDEXES.len()
}

/// An exported function for each section, and one for each accessor.
pub(super) fn exports(operations: &[Operation]) -> String {
    let mut code = String::new();
    for (index, marker) in INDEXES {
        for Operation { names, pointers, values } in operations {
            let parameters: Vec<String> = (pointers.iter().map(|name| format!("{name}: *mut usize")))
                .chain(values.iter().map(|name| format!("{name}: usize")))
                .collect();
            let (parameters, arguments) =
                (parameters.join(", "), [&pointers[..], values].concat().join(", "));
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
        let code = exports(&list);
        assert!(code.contains(
            "fn here_mm_cid_first_release(v: *mut usize, w: *mut usize, out: *mut usize, x: usize, y: usize)"
        ));
        assert_eq!(code.matches("-> Outcome").count(), sections(&list));
    }
}
