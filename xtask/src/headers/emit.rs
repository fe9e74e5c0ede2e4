//! The header's text.

use core::fmt::Write as _;
use std::collections::BTreeSet;

use anyhow::{Context, Result};

use super::{
    att,
    source::{Form, Section, Step},
    steps::{LITERAL, STEPS, Table},
};

/// The two indexes: name, offset of the number in `struct rseq`, and which pointer of the thread's block sections go through.
const INDEXES: [(&str, &str, usize); 2] = [("cpu_id", "4", 0), ("mm_cid", "24", 1)];

const HEAD: &str = include_str!("head.h");
const REGISTRATION: &str = include_str!("registration.h");
const TAIL: &str = include_str!("tail.h");

/// The whole header.
pub(super) fn header(tables: &[Table], sections: &[Section]) -> Result<String> {
    let mut text = HEAD.to_owned();
    for (number, table) in tables.iter().enumerate() {
        let _ =
            writeln!(text, "\n#{} {}", if number == 0 { "if" } else { "elif" }, table.architecture.condition);
        text += &self::table(table, sections).with_context(|| table.architecture.target)?;
    }
    text += "\n#else\n#error \"perseq/rseq.h: the kernel has no restartable sequences for this processor, or this header no table\"\n#endif\n";
    text += REGISTRATION;
    text += &operand_lists(sections);
    text += "\n/* The sections. */\n";
    for (index, field, slot) in INDEXES {
        for section in sections {
            text += &function(section, index, field, slot);
        }
    }
    text += TAIL;
    Ok(text)
}

/// One architecture: its registers, and a macro for each step.
fn table(table: &Table, sections: &[Section]) -> Result<String> {
    let mut text = String::new();
    let scheme = &table.scheme;
    let word = if table.steps["DESCRIPTOR"].contains(".quad") { 8 } else { 4 };
    let _ = writeln!(text, "#define PERSEQ_SIGNATURE {}", table.architecture.signature);
    let _ = writeln!(text, "#define PERSEQ_SLOT_0 \"0\"\n#define PERSEQ_SLOT_1 \"{word}\"");
    let _ = writeln!(text, "#define PERSEQ_ADDRESS \"{}\"", scheme.address);
    let clobbers: String = scheme.clobbers.iter().map(|name| format!(", \"{name}\"")).collect();
    let _ = writeln!(text, "#define PERSEQ_CLOBBERS \"memory\", \"cc\"{clobbers}");
    if scheme.block {
        text += "#define PERSEQ_OPERANDS_IN_MEMORY 1\n";
    }
    for (name, step) in STEPS {
        let body = if table.is_x86() { att::lines(&table.steps[name])? } else { table.steps[name].clone() };
        let parameters = parameters(name, step);
        let Some(zero) = table.at_zero.get(name) else {
            text += &define(&format!("PERSEQ_T_{name}{}", list(&parameters)), &body, scheme.block);
            continue;
        };
        // One macro for each literal that a section has, told apart by pasting it.
        let others: Vec<&str> = parameters.iter().copied().filter(|&name| name != "k").collect();
        let _ = writeln!(
            text,
            "#define PERSEQ_T_{name}{} PERSEQ_T_{name}_##k{}",
            list(&parameters),
            list(&others)
        );
        for literal in literals(sections, name) {
            let body = if literal == "0" { zero.clone() } else { body.replace(LITERAL, &literal) };
            text += &define(&format!("PERSEQ_T_{name}_{literal}{}", list(&others)), &body, scheme.block);
        }
    }
    Ok(text)
}

/// The literals that sections give a step.
fn literals(sections: &[Section], name: &str) -> BTreeSet<String> {
    let uses = sections.iter().flat_map(|section| &section.steps).map(spelled).filter(|step| step.0 == name);
    uses.filter_map(|(_, operands)| {
        operands.into_iter().find(|operand| operand.bytes().all(|b| b.is_ascii_digit()))
    })
    .collect()
}

/// The parameters of a step's macro.
fn parameters(name: &str, step: &str) -> Vec<&'static str> {
    match name {
        "THREAD" => return vec!["slot"],
        "REGISTERED" | "CHECK" | "HERE" => return vec!["field"],
        "EXIT_POINT" => return vec!["l"],
        _ => {}
    }
    let operands =
        step.split_once("(").and_then(|(_, rest)| rest.split_once('(')).map_or("", |found| found.1);
    let mut found = Vec::new();
    for (letter, parameter) in
        [('D', "d"), ('S', "s"), ('N', "n"), ('A', "a"), ('7', "k"), ('O', "o"), ('L', "l")]
    {
        if operands.contains(letter) {
            found.push(parameter);
        }
    }
    found
}

fn list(parameters: &[&str]) -> String {
    if parameters.is_empty() { String::new() } else { format!("({})", parameters.join(", ")) }
}

/// A macro whose value is assembly text, a string for each line.
fn define(head: &str, body: &str, in_memory: bool) -> String {
    let mut text = format!("#define {head}");
    for line in body.lines().filter(|line| !line.trim().is_empty()) {
        let _ = write!(text, " \\\n\t\"{}\\n\"", template(line, in_memory));
    }
    text.push('\n');
    text
}

/// A line of a Rust template as the inside of a C string that `asm` reads.
fn template(line: &str, in_memory: bool) -> String {
    // Descriptors of a function that the linker drops as a duplicate are dropped with it: `?` puts them into its group.
    let line = line.replace("\"awR\"", "\"aw?\"").replace("\"aw\"", "\"aw?\"").replace("\"ax\"", "\"ax?\"");
    let line = line
        .replace('%', "%%")
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace(BLOCK, "perseq_rseq_1_block");
    let mut text = String::new();
    let mut rest = line.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let (operand, after) = after.split_once('}').unwrap_or((after, ""));
        text += before;
        text += &operand_text(operand, in_memory);
        rest = after;
    }
    text += rest;
    text.replace(LITERAL, "\" #k \"")
}

const BLOCK: &str = "__perseq_core_0_1_block";

/// `{name}` or `{name:modifier}`. Operands in memory are offsets: constants without the mark of an immediate.
fn operand_text(operand: &str, in_memory: bool) -> String {
    let (name, modifier) = operand.split_once(':').unwrap_or((operand, ""));
    let modifier = match modifier {
        "e" => "k",
        "l" => "b",
        same => same,
    };
    match name {
        "_slot" => "\" slot \"".to_owned(),
        "_field" => "\" field \"".to_owned(),
        "_shift" => "\" PERSEQ_SHIFT_TEXT \"".to_owned(),
        "_abort" => "%l[aborted]".to_owned(),
        "_guarded" => "%l[guarded]".to_owned(),
        "L" => "%l[\" #l \"]".to_owned(),
        "index" if in_memory => "%c[index]".to_owned(),
        "A" | "S" | "D" | "N" | "O" if in_memory => format!("%c[\" #{} \"]", name.to_lowercase()),
        "index" => format!("%{modifier}[index]"),
        "A" | "S" | "D" | "N" | "O" => format!("%{modifier}[\" #{} \"]", name.to_lowercase()),
        _ => format!("%{modifier}[{}]", name.trim_start_matches('_')),
    }
}

/// Operand lists by their number of operands, for both schemes.
fn operand_lists(sections: &[Section]) -> String {
    let counts: BTreeSet<usize> = sections.iter().map(|section| operands(section).len()).collect();
    let counts: BTreeSet<usize> = counts.iter().flat_map(|&count| [count, count + 1]).collect();
    let letters = |count: usize| (0..count).map(|n| char::from(b'a' + n as u8)).collect::<Vec<_>>();
    let joined = |count: usize, part: &dyn Fn(usize, char) -> String| {
        letters(count)
            .into_iter()
            .enumerate()
            .map(|(n, letter)| part(n, letter))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut text = "\n#ifdef PERSEQ_OPERANDS_IN_MEMORY\n".to_owned();
    text += "/* There are too few registers: operands are in a block on the stack, and the text has their offsets. */\n";
    text += "#define PERSEQ_SCRATCH [area] \"=&r\" (area), [tmp] \"=&q\" (tmp), [tmp2] \"=&r\" (tmp2)\n";
    for &count in &counts {
        let names = joined(count, &|_, letter| letter.to_string());
        let _ = writeln!(
            text,
            "#define PERSEQ_LOCALS_{count}({names}) uintptr_t area, tmp, tmp2, block[] = {{ {} }}",
            joined(count, &|_, letter| format!("(uintptr_t)({letter})"))
        );
        let _ = writeln!(
            text,
            "#define PERSEQ_INPUTS_{count}({names}) [block] \"r\" (block), {}",
            joined(count, &|n, letter| format!("[{letter}] \"i\" ({})", 4 * n))
        );
    }
    text += "#define PERSEQ_INPUTS_ON(inputs) inputs\n#define PERSEQ_INPUTS(inputs) inputs\n#define PERSEQ_POINTER(operand)\n#define PERSEQ_VALUE(operand)\n";
    text += "#else\n#define PERSEQ_SCRATCH [area] \"=&\" PERSEQ_ADDRESS (area), [tmp] \"=&\" PERSEQ_ADDRESS (tmp), [tmp2] \"=&\" PERSEQ_ADDRESS (tmp2)\n";
    for &count in &counts {
        let names = joined(count, &|_, letter| letter.to_string());
        let _ = writeln!(text, "#define PERSEQ_LOCALS_{count}({names}) uintptr_t area, tmp, tmp2");
        let _ = writeln!(text, "#define PERSEQ_INPUTS_{count}({names})");
    }
    text += "#define PERSEQ_INPUTS_ON(inputs) [index] \"r\" (index)\n#define PERSEQ_INPUTS(inputs)\n";
    text += "#define PERSEQ_POINTER(operand) , [operand] \"+&\" PERSEQ_ADDRESS (operand)\n#define PERSEQ_VALUE(operand) , [operand] \"+&r\" (operand)\n#endif\n";
    text
}

/// All operands of a section but the index, in order.
fn operands(section: &Section) -> Vec<&str> {
    [&section.at, &section.pointers, &section.values].into_iter().flatten().map(|name| c_name(name)).collect()
}

/// A name that is none of C++'s keywords.
fn c_name(name: &str) -> &str {
    if name == "new" { "desired" } else { name }
}

/// A step's macro and its arguments.
fn spelled(step: &Step) -> (String, Vec<String>) {
    let name = step.name.replacen("commit", "store", 1).to_uppercase();
    let mut arguments = Vec::new();
    let takes_literal = [
        "LOAD",
        "LOAD_SLOT",
        "SLOT",
        "SUB_LOAD",
        "STORE",
        "STORE_TMP",
        "STORE_SLOT",
        "LIMIT",
        "TAKE_SLOT",
        "STORE_RELEASE",
        "STORE_TMP_RELEASE",
        "STORE_ADD",
    ]
    .contains(&name.as_str());
    // A word of a pointer: the last operand, but for `take_slot`, whose last is a plain pointer.
    let word = if name == "TAKE_SLOT" { 0 } else { step.operands.len().saturating_sub(1) };
    for (at, operand) in step.operands.iter().enumerate() {
        let (pointer, literal) = operand
            .split_once('[')
            .map_or((operand.as_str(), "0"), |(pointer, rest)| (pointer, rest.trim_end_matches(']')));
        arguments.push(c_name(pointer).to_owned());
        if takes_literal && at == word {
            arguments.push(literal.to_owned());
        }
    }
    let is_number =
        arguments.len() == 1 && arguments[0].trim_start_matches('-').bytes().all(|b| b.is_ascii_digit());
    if name == "ADD" && is_number { ("ADD_LITERAL".to_owned(), arguments) } else { (name, arguments) }
}

/// One function.
fn function(section: &Section, index: &str, field: &str, slot: usize) -> String {
    let Section { form, prefix, name, doc, exit, steps, .. } = section;
    let on = *form == Form::On;
    let names = operands(section);
    let mut text =
        format!("\n/* {} */\n", doc.join("\n * ").replace("[`load_add_store`]", "`load_add_store`"));
    let pointers = section.at.len() + section.pointers.len();
    let mut declared: Vec<String> = names
        .iter()
        .enumerate()
        .map(
            |(n, name)| {
                if n < pointers { format!("uintptr_t *{name}") } else { format!("uintptr_t {name}") }
            },
        )
        .collect();
    let mut all = names.clone();
    if on {
        declared.insert(0, "uint32_t index".to_owned());
        all.insert(0, "index");
    }
    let count = all.len();
    let all = all.join(", ");
    let _ = writeln!(text, "PERSEQ_INLINE int perseq_{prefix}_{index}_{name}({})\n{{", declared.join(", "));
    let _ = writeln!(text, "\tPERSEQ_LOCALS_{count}({all});");
    if on {
        // A thread whose registration has ended has a negative number, which no row is.
        text += "\tif ((int32_t)index < 0)\n\t\treturn PERSEQ_ABORTED;\n";
    }
    text += "\tPERSEQ_SANITIZE();\n";
    text +=
        "\t__asm__ __volatile__ goto(\n\t\tPERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)";
    let mut labels = vec!["aborted"];
    if let Some(exit) = exit {
        labels.push(exit);
    }
    if *form == Form::Guarded {
        labels.push("guarded");
    }
    for label in &labels[1..] {
        let _ = write!(text, " PERSEQ_T_EXIT_POINT({label})");
    }
    let _ = write!(
        text,
        "\n\t\tPERSEQ_T_THREAD(PERSEQ_SLOT_{slot}) PERSEQ_T_ENTER PERSEQ_T_REGISTERED(\"{field}\")\n\t\t"
    );
    if on {
        let _ = write!(text, "PERSEQ_T_CHECK(\"{field}\")");
    } else {
        let _ = write!(text, "PERSEQ_T_HERE(\"{field}\")");
        for at in &section.at {
            let _ = write!(text, " PERSEQ_T_LOCATE({at})");
        }
    }
    if *form == Form::Guarded {
        let _ = write!(text, " PERSEQ_T_UNGUARDED({})", section.at[0]);
    }
    for step in steps {
        let (step, arguments) = spelled(step);
        let _ = write!(text, "\n\t\tPERSEQ_T_{step}");
        if !arguments.is_empty() && !arguments[0].is_empty() {
            let _ = write!(text, "({})", arguments.join(", "));
        }
    }
    text += " PERSEQ_T_POST\n\t\tPERSEQ_T_ABORT PERSEQ_T_END\n\t\t: PERSEQ_SCRATCH";
    for (n, name) in names.iter().enumerate() {
        let _ = write!(text, " {}({name})", if n < pointers { "PERSEQ_POINTER" } else { "PERSEQ_VALUE" });
    }
    let _ = writeln!(
        text,
        "\n\t\t: PERSEQ_INPUTS{}(PERSEQ_INPUTS_{count}({all}))\n\t\t: PERSEQ_CLOBBERS : {});",
        if on { "_ON" } else { "" },
        labels.join(", ")
    );
    text += "\tPERSEQ_SANITIZE();\n";
    text += "\treturn PERSEQ_COMMITTED;\n";
    for label in labels {
        let outcome = match label {
            "aborted" => "PERSEQ_ABORTED",
            "guarded" => "PERSEQ_GUARDED",
            _ => "PERSEQ_EXITED",
        };
        let _ = writeln!(text, "{label}:\n\treturn {outcome};");
    }
    text += "}\n";
    text
}
