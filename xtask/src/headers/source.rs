//! The sections as their source declares them: operands, steps, commit.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

/// How a section finds its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    On,
    Here,
    Guarded,
}

/// One step, or the commit: its name and operands, as in `load(v[0])`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) operands: Vec<String>,
}

/// One section. Its function is `perseq_<prefix>_<index>_<name>`.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) form: Form,
    pub(super) prefix: &'static str,
    pub(super) name: String,
    pub(super) doc: Vec<String>,
    /// Pointers that `here` and `guarded` move to their row.
    pub(super) at: Vec<String>,
    pub(super) pointers: Vec<String>,
    pub(super) values: Vec<String>,
    pub(super) exit: Option<String>,
    pub(super) steps: Vec<Step>,
}

/// All sections: librseq's operations in both forms and both orders, the counter's `add`, and those of the structures.
pub(super) fn read(root: &Path) -> Result<Vec<Section>> {
    let folder = root.join("crates/perseq-core/src/section");
    let text = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let ops = text("ops.rs")?;
    let mut sections = Vec::new();
    for operation in ops.split("$declare! {").skip(1) {
        // Up to its brace: there is documentation behind the last one.
        let (operation, _) = operation.split_once("\n        }\n").context("an operation without an end")?;
        sections.extend(operations(operation)?);
    }
    ensure!(
        sections.len() >= 7 * 4,
        "{} operations in ops.rs, librseq has seven in four shapes",
        sections.len()
    );
    let (_, add) = ops
        .split_once("critical_section! {\n        /// `*v += n` in one step")
        .context("no `add` in ops.rs")?;
    sections.push(add_section(add)?);
    let guarded = text("guarded.rs")?;
    let (_, list) = guarded.split_once("\nsections! {\n").context("no list of sections in guarded.rs")?;
    let before = sections.len();
    let (mut doc, mut item) = (Vec::new(), String::new());
    for line in list.lines() {
        if let Some(text) = line.trim().strip_prefix("///") {
            doc.push(text.trim().to_owned());
        } else if line != "}" {
            item += line.trim();
            item.push(' ');
            if line == "    }" {
                sections.push(structure(core::mem::take(&mut doc), &core::mem::take(&mut item))?);
            }
        }
    }
    let declared = list.matches("commit").count();
    ensure!(
        sections.len() - before == declared,
        "{} sections read of {declared} commits",
        sections.len() - before
    );
    Ok(sections)
}

/// `/// doc  name, name_release (at: …; pointers: …; values: …) else exit { steps } commit, commit_release (…)`.
fn operations(text: &str) -> Result<Vec<Section>> {
    let (doc, code) = documented(text);
    let (names, rest) = code.split_once('(').context("an operation without operands")?;
    let (operands, rest) = rest.split_once(')').context("operands without an end")?;
    let (exit, rest) = rest.split_once('{').context("no steps")?;
    let (steps, rest) = rest.split_once('}').context("steps without an end")?;
    let (commits, rest) = rest.split_once('(').context("no commit")?;
    let (arguments, _) = rest.split_once(')').context("a commit without an end")?;
    let mut sections = Vec::new();
    for (name, commit) in names.split(',').zip(commits.split(',')) {
        let body = format!("{steps} {}({arguments});", commit.trim());
        for (form, prefix) in [(Form::On, "on"), (Form::Here, "here")] {
            sections.push(section((form, prefix), name, doc.clone(), operands, exit, &body)?);
        }
    }
    Ok(sections)
}

/// The counter's section, which is declared by itself.
fn add_section(text: &str) -> Result<Section> {
    let (operands, rest) = text
        .split_once("fn add(here:")
        .and_then(|(_, rest)| rest.split_once(')'))
        .context("`add` has another head")?;
    let (exit, rest) = rest.split_once('{').context("no steps")?;
    let (steps, _) = rest.split_once('}').context("steps without an end")?;
    let doc = vec!["`*v += n`, in one instruction where memory can be added to.".to_owned()];
    section((Form::Here, "here"), "add", doc, &format!("at:{operands}"), exit, steps)
}

/// `form name (row; pointers: …; values: …) else exit { steps }`.
fn structure(doc: Vec<String>, item: &str) -> Result<Section> {
    let (head, rest) = item.split_once('(').context("a section without operands")?;
    let (form, name) = head.trim().split_once(' ').context("a section without a form")?;
    let form = match form {
        "here" => Form::Here,
        "guarded" => Form::Guarded,
        other => anyhow::bail!("{name} has the form {other}"),
    };
    let (operands, rest) = rest.split_once(')').context("operands without an end")?;
    let (exit, rest) = rest.split_once('{').context("no steps")?;
    let (steps, _) = rest.split_once('}').context("steps without an end")?;
    section((form, "guarded"), name, doc, &format!("at: {operands}"), exit, steps)
}

fn section(
    (form, prefix): (Form, &'static str),
    name: &str,
    doc: Vec<String>,
    operands: &str,
    exit: &str,
    steps: &str,
) -> Result<Section> {
    let name = name.trim().to_owned();
    let (mut at, mut pointers, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for group in operands.split(';') {
        let (kind, list) = group.split_once(':').context("operands without a kind")?;
        let list = list.split(',').map(|operand| operand.trim().to_owned());
        match kind.trim() {
            "at" => at.extend(list),
            "pointers" => pointers.extend(list),
            "values" => values.extend(list),
            other => anyhow::bail!("{name} has operands of kind {other}"),
        }
    }
    let exit = exit.trim().strip_prefix("else ").map(|label| label.trim().to_owned());
    let steps =
        steps.split(';').map(str::trim).filter(|step| !step.is_empty()).map(step).collect::<Result<_>>()?;
    Ok(Section { form, prefix, name, doc, at, pointers, values, exit, steps })
}

/// `name(operands)`.
fn step(text: &str) -> Result<Step> {
    let (name, operands) = text
        .strip_suffix(')')
        .and_then(|text| text.split_once('('))
        .with_context(|| format!("`{text}` is no step"))?;
    Ok(Step {
        name: name.trim().to_owned(),
        operands: operands.split(',').map(|operand| operand.trim().to_owned()).collect(),
    })
}

/// Documentation apart from code, which becomes one line.
fn documented(text: &str) -> (Vec<String>, String) {
    let (mut doc, mut code) = (Vec::new(), String::new());
    for line in text.lines().map(str::trim) {
        match line.strip_prefix("///") {
            Some(line) => doc.push(line.trim().to_owned()),
            None => {
                code += line;
                code.push(' ');
            }
        }
    }
    (doc, code)
}
