//! The way back: from the committed header, as a preprocessor expands it for each target, to the text of the Rust sections.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    fs,
    path::Path,
    process::Command,
};

use object::{Object as _, ObjectSection as _, SectionKind};

use super::{
    HEADER, att,
    source::{self, Form, Section},
    steps::{self, STEPS},
};
use crate::{assemble, workspace};

/// Every target, and the macros that its compilers define.
pub(super) const TARGETS: [(&str, &str); 15] = [
    ("x86_64-unknown-linux-gnu", "__x86_64__ __LP64__"),
    ("i686-unknown-linux-gnu", "__i386__"),
    ("aarch64-unknown-linux-gnu", "__aarch64__ __LP64__ __AARCH64EL__"),
    ("armv7-unknown-linux-gnueabihf", "__arm__ __ARMEL__"),
    ("thumbv7neon-unknown-linux-gnueabihf", "__arm__ __ARMEL__ __thumb__"),
    ("riscv64gc-unknown-linux-gnu", "__riscv __riscv_xlen=64"),
    ("powerpc64le-unknown-linux-gnu", "__powerpc64__ __powerpc__ __LITTLE_ENDIAN__"),
    ("powerpc64-unknown-linux-gnu", "__powerpc64__ __powerpc__ __BIG_ENDIAN__"),
    ("powerpc-unknown-linux-gnu", "__powerpc__ __BIG_ENDIAN__"),
    ("s390x-unknown-linux-gnu", "__s390x__ __s390__"),
    ("loongarch64-unknown-linux-gnu", "__loongarch__ __loongarch_lp64"),
    ("mips64el-unknown-linux-gnuabi64", "__mips__ __MIPSEL__ _ABI64=3 _ABIO32=1 _MIPS_SIM=3"),
    ("mips64-unknown-linux-gnuabi64", "__mips__ __MIPSEB__ _ABI64=3 _ABIO32=1 _MIPS_SIM=3"),
    ("mipsel-unknown-linux-gnu", "__mips__ __MIPSEL__ _ABI64=3 _ABIO32=1 _MIPS_SIM=1"),
    ("mips-unknown-linux-gnu", "__mips__ __MIPSEB__ _ABI64=3 _ABIO32=1 _MIPS_SIM=1"),
];

/// Headers that the expansion needs nothing of.
pub(super) const EMPTY: [&str; 9] = [
    "errno.h",
    "stddef.h",
    "stdint.h",
    "sys/auxv.h",
    "sys/mman.h",
    "sys/syscall.h",
    "sys/utsname.h",
    "unistd.h",
    "linux/mman.h",
];

#[test]
fn the_header_is_what_the_tables_give() {
    super::run(true).unwrap();
}

/// The header's functions, each as the text of its section, expanded with a target's macros.
fn from_header(directory: &Path, macros: &str) -> HashMap<String, String> {
    let mut command = Command::new("cc");
    command
        .args(["-E", "-P", "-undef", "-nostdinc", "-D__linux__", "-D__GNUC__=12", "-x", "c", "-I"])
        .arg(directory);
    command.args(macros.split(' ').map(|name| format!("-D{name}"))).arg(workspace().join(HEADER));
    let output = command.output().expect("a C compiler");
    assert!(output.status.success(), "{macros}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let functions = text.split("int perseq_").skip(1).filter_map(|function| {
        let (name, rest) = function.split_once('(')?;
        let is_section = ["on_", "here_", "guarded_"].iter().any(|prefix| name.starts_with(prefix));
        let (_, body) = rest.split_once("__asm__ __volatile__ goto(").filter(|_| is_section)?;
        Some((name.to_owned(), strings(body)))
    });
    functions.collect()
}

/// The strings at the start of a C expression, up to what is none.
fn strings(mut code: &str) -> String {
    let mut text = String::new();
    while let Some(literal) = code.trim_start().strip_prefix('"') {
        text += &steps::unescaped(literal).unwrap();
        let mut letters = literal.char_indices();
        let end = loop {
            match letters.next().unwrap() {
                (at, '"') => break at,
                (_, '\\') => drop(letters.next()),
                _ => {}
            }
        };
        code = &literal[end + 1..];
    }
    text
}

/// The Rust sections, expanded by rustc: name, as the header's functions have it, to text.
fn from_rust(target: &str) -> BTreeMap<String, String> {
    let expanded = assemble::expanded(&workspace(), target, "").unwrap();
    let (ops, guarded) = expanded.split_once("mod guarded {").expect("a module");
    let (on, here) = ops.split_once("pub mod here {").expect("a module");
    let mut texts = BTreeMap::new();
    for (prefix, code) in [("on", on), ("here", here), ("guarded", guarded)] {
        for function in code.split("pub unsafe fn ").skip(1) {
            let Some((name, rest)) = function.split_once("<I: ") else { continue };
            let (_, text) = rest.split_once("asm!(\"").expect("assembly");
            texts.insert(format!("{prefix}_cpu_id_{name}"), steps::unescaped(text).unwrap());
        }
    }
    texts
}

/// The section's Rust text with names for the numbers that rustc gives operands, which are in the order of the frame's `asm!`.
fn named(section: &Section, text: &str, in_memory: bool) -> String {
    let names = |list: &[String]| {
        list.iter().map(|name| if name == "new" { "desired" } else { name }.to_owned()).collect::<Vec<_>>()
    };
    let mut operands = vec!["_slot".to_owned(), "_field".to_owned()];
    operands.push(if section.form == Form::On { "index" } else { "_shift" }.to_owned());
    operands
        .extend([&section.at, &section.pointers, &section.values].into_iter().flat_map(|list| names(list)));
    let scratch: &[&str] = if in_memory {
        &["_block", "_area", "_tmp", "_tmp2", "_abort"]
    } else {
        &["_area", "_tmp", "_tmp2", "_abort"]
    };
    operands.extend(scratch.iter().map(|&name| name.to_owned()));
    operands.extend(section.exit.clone());
    operands.push("_guarded".to_owned());
    let mut named = text.to_owned();
    for (number, name) in operands.iter().enumerate() {
        named = named.replace(&format!("{{{number}}}"), &format!("{{{name}}}"));
        for width in ["w", "e", "l"] {
            named = named.replace(&format!("{{{number}:{width}}}"), &format!("{{{name}:{width}}}"));
        }
    }
    named
}

/// The template that C must have for a named one.
fn in_c(named: &str, section: &Section, field: &str, slot: &str, in_memory: bool) -> String {
    let mut text = named.replace('%', "%%");
    let constants = [
        ("_slot", slot),
        ("_field", field),
        ("_shift", "18"),
        ("_abort", "%l[aborted]"),
        ("_guarded", "%l[guarded]"),
    ];
    for (name, value) in constants {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    if let Some(exit) = &section.exit {
        text = text.replace(&format!("{{{exit}}}"), &format!("%l[{exit}]"));
    }
    for (rust, c) in [("_area", "area"), ("_tmp", "tmp"), ("_tmp2", "tmp2"), ("_block", "block")] {
        text = text.replace(&format!("{{{rust}}}"), &format!("%[{c}]"));
        text = text.replace(&format!("{{{rust}:"), &format!("{{{c}:"));
    }
    let mut result = String::new();
    for part in text.split('{') {
        match part.split_once('}') {
            Some((operand, after)) => {
                let (name, width) =
                    operand.split_once(':').unwrap_or((operand, if in_memory { "c" } else { "" }));
                let width = width.replace('e', "k").replace('l', "b");
                let _ = write!(result, "%{width}[{name}]{after}");
            }
            None => result += part,
        }
    }
    result
}

#[test]
fn each_function_has_the_text_of_its_rust_section_on_every_target() {
    let directory = perseq_testing::Scratch::new("text");
    for name in EMPTY {
        let path = directory.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    let sections = source::read(&workspace()).unwrap();
    let mut compared = 0;
    for (target, macros) in TARGETS {
        let (rust, c) = (from_rust(target), from_header(&directory, macros));
        assert_eq!(rust.len(), sections.len(), "{target}");
        assert_eq!(c.len(), 2 * sections.len(), "{target}: each by two indexes");
        let (is_x86, in_memory) = (macros.contains("86"), macros.contains("__i386__"));
        for section in &sections {
            let text = &rust[&format!("{}_cpu_id_{}", section.prefix, section.name)];
            // A comment comes first, for operands that a section does not use.
            let (_, text) = text.split_once("*/\n").unwrap();
            let text = named(section, text, in_memory);
            let text = if is_x86 { att::lines(&text).unwrap() } else { text };
            let word = if text.contains("{_block}")
                || ["arm", "thumb", "powerpc-", "mips-", "mipsel"]
                    .iter()
                    .any(|start| target.starts_with(start))
            {
                "4"
            } else {
                "8"
            };
            for (index, field, slot) in [("cpu_id", "4", "0"), ("mm_cid", "24", word)] {
                let found = c[&format!("{}_{index}_{}", section.prefix, section.name)]
                    .replace("{|.att_syntax noprefix\n}", "");
                let found = found
                    .replace("{|.intel_syntax noprefix\n}", "")
                    .replace("perseq_rseq_1_block", "__perseq_core_0_1_block");
                // Only the flags of sections differ.
                let plain = |text: &str| {
                    let text = text
                        .replace("\"awR\"", "\"aw\"")
                        .replace("\"aw?\"", "\"aw\"")
                        .replace("\"ax?\"", "\"ax\"");
                    text.lines()
                        .filter(|line| !line.trim().is_empty())
                        .map(|line| format!("{line}\n"))
                        .collect::<String>()
                };
                let expected = plain(&in_c(&text, section, field, slot, in_memory));
                assert_eq!(plain(&found), expected, "{target}, by {index}: {section:?}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, TARGETS.len() * 2 * sections.len());
    fs::remove_dir_all(directory).unwrap();
}

/// The two syntaxes of x86 are assembled, with fixed registers, and must come to the same bytes.
#[test]
fn both_syntaxes_of_x86_come_to_the_same_code() {
    if !cfg!(any(target_arch = "x86_64", target_arch = "x86")) {
        eprintln!("SKIPPED: only x86's assembler reads them");
        return;
    }
    let directory = perseq_testing::Scratch::new("syntax");
    for table in steps::tables(&workspace()).unwrap().iter().filter(|table| table.is_x86()) {
        let mut texts = [".intel_syntax noprefix\n5: nop\n".to_owned(), "5: nop\n".to_owned()];
        for (name, _) in STEPS {
            let step = table.steps[name].replace(steps::LITERAL, "3");
            let post = if name == "ABORT" { "3:\n" } else { "" };
            let _ = writeln!(texts[0], "{post}{}", registers(&step, "", table.scheme.block));
            let _ = writeln!(
                texts[1],
                "{post}{}",
                registers(&att::lines(&step).unwrap(), "%", table.scheme.block)
            );
        }
        let objects = texts.iter().zip(["intel", "att"]).map(|(text, syntax)| {
            let source = directory.join(format!("{}-{syntax}.s", table.architecture.target));
            let object = directory.join("object.o");
            fs::write(&source, text).unwrap();
            let width = if table.scheme.block { "-m32" } else { "-m64" };
            let output = Command::new("cc")
                .args([width, "-c", "-o"])
                .arg(&object)
                .arg(&source)
                .output()
                .expect("an assembler");
            assert!(
                output.status.success(),
                "{}: {}",
                source.display(),
                String::from_utf8_lossy(&output.stderr)
            );
            loaded(&fs::read(object).unwrap())
        });
        let objects: Vec<_> = objects.collect();
        assert!(objects[0].len() > 3);
        assert!(
            objects[0] == objects[1],
            "{}: compare the files in {}",
            table.architecture.target,
            directory.display()
        );
    }
    fs::remove_dir_all(directory).unwrap();
}

/// The sections of an object with their bytes, and where each is relocated.
fn loaded(object: &[u8]) -> Vec<(String, Vec<u8>, Vec<u64>)> {
    let file = object::File::parse(object).unwrap();
    let sections = file.sections().filter(|section| section.kind() != SectionKind::Metadata);
    let parts = sections.map(|section| {
        let places = section.relocations().map(|(place, _)| place).collect();
        (section.name().unwrap().to_owned(), section.data().unwrap().to_vec(), places)
    });
    parts.collect()
}

/// A step's text with a register, an offset or a label for each operand.
fn registers(step: &str, prefix: &str, in_memory: bool) -> String {
    let mut text = step.to_owned();
    let wide = [
        ("_area", "rax"),
        ("_tmp", "rcx"),
        ("_tmp2", "rdx"),
        ("A", "rsi"),
        ("S", "rdi"),
        ("D", "r8"),
        ("N", "r9"),
        ("O", "r10"),
        ("index", "r11"),
    ];
    let narrow = [
        ("_area", "eax"),
        ("_tmp", "ecx"),
        ("_tmp2", "edx"),
        ("_block", "ebx"),
        ("A", ""),
        ("S", ""),
        ("D", ""),
        ("N", ""),
        ("O", ""),
        ("index", ""),
    ];
    let names: &[(&str, &str)] = if in_memory { &narrow } else { &wide };
    for (number, (name, register)) in names.iter().enumerate() {
        let whole =
            if register.is_empty() { (4 * number).to_string() } else { format!("{prefix}{register}") };
        let half = register.strip_prefix('r').map_or_else(String::new, |rest| {
            if rest.starts_with(|c: char| c.is_ascii_digit()) {
                format!("{prefix}r{rest}d")
            } else {
                format!("{prefix}e{rest}")
            }
        });
        text = text.replace(&format!("%{{{name}}}"), &format!("%{register}"));
        text = text
            .replace(&format!("{{{name}}}"), &whole)
            .replace(&format!("{{{name}:e}}"), &half)
            .replace(&format!("{{{name}:l}}"), &format!("{prefix}cl"));
    }
    for (name, value) in [
        ("_slot", "8"),
        ("_field", "24"),
        ("_shift", "18"),
        ("L", "outside"),
        ("_abort", "outside"),
        ("_guarded", "outside"),
    ] {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}
