//! Listings that a person reads and a diff compares: instructions, labels and descriptors, nothing that moves by itself.

use core::fmt::Write;
use std::collections::HashMap;

use anyhow::{Result, bail};

/// Sections that the module-level assembly of `thread/` makes, by how the compiler prints them.
const MODULE: [&str; 4] = [
    ".section .tdata.perseq",
    ".section .init_array",
    ".section .note.perseq",
    ".section .data.rel.ro.perseq",
];

/// The module-level assembly and the functions of an assembly file in order, with local labels numbered anew in each.
pub(super) fn normalise(assembly: &str) -> Result<String> {
    let mut listing = String::new();
    let mut functions = 0;
    let mut lines = assembly.lines();
    while let Some(line) = lines.next() {
        let text = line.trim().replace('\t', " ");
        if MODULE.iter().any(|section| text.starts_with(section)) {
            part(&mut listing, &text, lines.by_ref().take_while(|line| !is_text(line)));
        } else if text.strip_suffix(':').is_some_and(is_kept) {
            part(&mut listing, &text, lines.by_ref().take_while(|line| !is_end(line)));
            functions += 1;
        }
    }
    if functions == 0 {
        bail!("no function found in the listing");
    }
    Ok(listing)
}

fn part<'a>(listing: &mut String, head: &str, lines: impl Iterator<Item = &'a str>) {
    let mut labels = HashMap::new();
    let _ = writeln!(listing, "{head}");
    for kept in lines.filter_map(keep) {
        let _ = writeln!(listing, "{}", renumber(&without_hash(&kept), &mut labels));
    }
    listing.push('\n');
}

/// Returns whether the line leaves a section of the module's.
fn is_text(line: &str) -> bool {
    line.trim() == ".text" || line.trim_start().starts_with(".section\t.text")
}

/// Returns whether the line comes after the last of a function.
fn is_end(line: &str) -> bool {
    [".size", ".Lfunc_end", "$func_end"].iter().any(|mark| line.trim_start().starts_with(mark))
}

/// Sections by `mm_cid` differ from those by `cpu_id` in two offsets: one of each form represents all.
fn is_kept(name: &str) -> bool {
    ["on_cpu_id_", "here_cpu_id_", "guarded_cpu_id_", "thread_"].iter().any(|prefix| name.starts_with(prefix))
        || ["on_mm_cid_load_add_store", "here_mm_cid_add"].contains(&name)
}

/// The line without indentation and comments, or nothing if it says nothing about the code.
fn keep(line: &str) -> Option<String> {
    const NOISE: [&str; 18] = [
        ".cfi_",
        ".file",
        ".ident",
        ".type",
        ".globl",
        ".fnstart",
        ".fnend",
        ".save",
        ".setfp",
        ".frame",
        ".mask",
        ".fmask",
        ".ent",
        ".end ",
        ".set macro",
        ".set nomacro",
        ".set at",
        ".set noat",
    ];
    let text = line.trim().replace('\t', " ");
    let text = text.as_str();
    let comment = ["#APP", "#NO_APP", "//APP", "//NO_APP", "@APP", "@NO_APP"].contains(&text)
        || ["# ", "// ", "@ ", "; "].iter().any(|mark| text.starts_with(mark));
    if text.is_empty() || comment || NOISE.iter().any(|noise| text.starts_with(noise)) {
        return None;
    }
    if text.starts_with(".section .text") {
        return Some("    .text".to_owned());
    }
    Some(if text.ends_with(':') { text.to_owned() } else { format!("    {text}") })
}

/// Replaces each compiler-made label by `L0`, `L1`… in order of appearance in the function.
fn renumber(line: &str, labels: &mut HashMap<String, usize>) -> String {
    let mut result = String::new();
    let mut rest = line;
    while let Some(at) = [".Ltmp", ".LBB", ".Lpcrel_hi", ".Lfunc_begin", "$tmp", "$BB"]
        .iter()
        .filter_map(|mark| rest.find(mark))
        .min()
    {
        result.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let end = tail.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(tail.len());
        let next = labels.len();
        let number = *labels.entry(tail[..end].to_owned()).or_insert(next);
        let _ = write!(result, "L{number}");
        rest = &tail[end..];
    }
    result + rest
}

/// A mangled name without the crate's hash: `_RNvCs1a2B_11perseq_core…` is `_RNv…11perseq_core…`.
fn without_hash(line: &str) -> String {
    let name = line.find("_RN").map(|at| line.split_at(at));
    let shortened = name.and_then(|(before, name)| {
        let (path, rest) = name.split_once("Cs")?;
        Some(format!("{before}{path}…{}", rest.split_once('_')?.1))
    });
    shortened.unwrap_or_else(|| line.to_owned())
}

/// The lines that differ, with their surroundings, at most a screenful.
pub(super) fn difference(before: &str, after: &str) -> String {
    let diff = similar::TextDiff::from_lines(before, after).unified_diff().context_radius(3).to_string();
    let mut lines: Vec<&str> = diff.lines().collect();
    let more = lines.len().saturating_sub(60);
    lines.truncate(60);
    let rest = if more > 0 { format!("\n… and {more} lines more") } else { String::new() };
    lines.join("\n") + &rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_numbered_in_each_function_and_noise_is_gone() {
        let assembly = "\t.file\t\"x\"\nhere_cpu_id_a:\n\t.cfi_startproc\n\t#APP\n\t# eax ecx\n.Ltmp17:\n\tjne\t.LBB0_2\n\tlea\t\
                        rax, [rip + .Ltmp17]\n.LBB0_2:\n\tret\n.Lfunc_end0:\n\t.size\there_cpu_id_a, 1\nother:\n\tnop\n\
                        on_cpu_id_b:\n.Ltmp99:\n\tb\t.Ltmp99\n\t.size on_cpu_id_b, 2\n";
        assert_eq!(
            normalise(assembly).unwrap(),
            "here_cpu_id_a:\nL0:\n    jne L1\n    lea rax, [rip + L0]\nL1:\n    ret\n\non_cpu_id_b:\nL0:\n    b L0\n\n"
        );
    }

    #[test]
    fn sections_are_shown_where_they_begin_and_end() {
        let assembly = "\t.section\t.tdata.perseq,\"awT\"\n\t.p2align\t6, 0x0\nblock:\n\t.quad\t_RNvNtCsgF1_4core3foo\n\t.text\n\tnop\n\
                        on_cpu_id_b:\n\t.section\t__rseq_cs,\"aw\"\n\t.p2align\t5, 0x0\n\t.quad\t.Ltmp3\n\t.section\t\
                        .text.on_cpu_id_b,\"ax\"\n\tret\n\t.size on_cpu_id_b, 2\n";
        assert_eq!(
            normalise(assembly).unwrap(),
            ".section .tdata.perseq,\"awT\"\n    .p2align 6, 0x0\nblock:\n    .quad _RNvNt…4core3foo\n\non_cpu_id_b:\n    \
             .section __rseq_cs,\"aw\"\n    .p2align 5, 0x0\n    .quad L0\n    .text\n    ret\n\n"
        );
    }

    #[test]
    fn an_empty_listing_is_an_error() {
        assert!(normalise("main:\n ret\n").is_err());
    }

    #[test]
    fn a_difference_shows_the_lines() {
        let text = difference("a\nb\nc\n", "a\nx\nc\n");
        assert!(text.contains("-b") && text.contains("+x"), "{text}");
    }
}
