//! The fast paths as programs have them: the instructions of the example `disassemble`, built with optimisation.
//!
//! A closure that is tried again later and borrows makes the compiler store its captures before the first attempt, and so does an output that
//! is given a value first. No result tells of it, and an operation takes a third longer.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(all(target_os = "linux", target_arch = "x86_64", not(any(miri, perseq_model))))]

use std::{
    collections::HashMap,
    fs,
    ops::Range,
    path::{Path, PathBuf},
    process::Command,
};

use iced_x86::{Decoder, DecoderOptions, Instruction, Mnemonic, OpKind, Register};
use object::{Object, ObjectSection, ObjectSymbol, RelocationFlags};
use perseq::perseq_core::abi::RseqCs;
use perseq_testing::{
    packages::{Workspace, dependency},
    stdout_of,
};

const EXAMPLE: &str = include_str!("../examples/disassemble.rs");
/// It reads a number, in one instruction.
const WITHOUT_SECTION: &str = "current_cpu";

#[test]
fn no_fast_path_stores_to_its_stack_before_its_section() {
    let program = built();
    stdout_of(&mut Command::new(&program));
    let image = fs::read(&program).unwrap();
    let file = object::File::parse(&*image).unwrap();
    let sections = sections(&file);
    let paths = paths();
    assert!(paths.len() > 15, "the example's functions are found: {paths:?}");
    for name in paths {
        let (address, code) = function(&file, name);
        let end = address + code.len() as u64;
        let own: Vec<_> = sections.iter().filter(|section| (address..end).contains(&section.start)).collect();
        assert_eq!(own.is_empty(), name == WITHOUT_SECTION, "{name} has {} sections", own.len());
        let mut from = address;
        for section in own {
            let before = decode(code, address).filter(|one| (from..section.start).contains(&one.ip()));
            let stores: Vec<_> =
                before.filter(stores_to_stack).map(|one| format!("{:#x}", one.ip())).collect();
            assert!(stores.is_empty(), "{name}, {}: stores to its stack at {stores:?}", program.display());
            from = section.end;
        }
    }
}

/// The example, built as a package of its own: its dependencies are the library's.
fn built() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hot-paths");
    let workspace = Workspace::new(path, &["paths"]);
    workspace.package("paths", "[[bin]]\nname = \"paths\"", EXAMPLE, &dependency("perseq"));
    workspace.release("").join("paths")
}

/// The names of the functions that the linker sees.
fn paths() -> Vec<&'static str> {
    let functions = EXAMPLE.split("#[unsafe(no_mangle)]").skip(1);
    functions.map(|text| text.split_once("\nfn ").unwrap().1.split('(').next().unwrap()).collect()
}

/// From the start of each section to the instruction after its commit, in the order of addresses.
fn sections(file: &object::File<'_>) -> Vec<Range<u64>> {
    let table = file.section_by_name("__rseq_cs").unwrap();
    let relocations = file.dynamic_relocations().into_iter().flatten();
    let relocated: HashMap<u64, u64> = relocations
        .filter(|(_, relocation)| {
            matches!(relocation.flags(), RelocationFlags::Elf { r_type: object::elf::R_X86_64_RELATIVE })
        })
        .map(|(address, relocation)| (address, relocation.addend().cast_unsigned()))
        .collect();
    let (words, rest) = table.data().unwrap().as_chunks::<8>();
    assert!(rest.is_empty() && words.len().is_multiple_of(size_of::<RseqCs>() / 8));
    let word = |at: usize| {
        // Where the linker packs relocations, the file has the addresses.
        let address = table.address() + at as u64 * 8;
        relocated.get(&address).copied().unwrap_or(u64::from_le_bytes(words[at]))
    };
    let descriptors = (0..words.len()).step_by(size_of::<RseqCs>() / 8);
    // Version and flags, start, length, abort.
    let mut sections: Vec<_> = descriptors.map(|at| word(at + 1)..word(at + 1) + word(at + 2)).collect();
    sections.sort_by_key(|section| section.start);
    sections
}

/// A function's address and instructions.
fn function<'a>(file: &object::File<'a>, name: &str) -> (u64, &'a [u8]) {
    let symbol = file.symbols().find(|symbol| symbol.name() == Ok(name));
    let symbol = symbol.unwrap_or_else(|| panic!("{name} is not in the program"));
    let section = file.section_by_index(symbol.section_index().unwrap()).unwrap();
    let code = section.data_range(symbol.address(), symbol.size()).unwrap().unwrap();
    (symbol.address(), code)
}

fn decode(code: &[u8], address: u64) -> impl Iterator<Item = Instruction> + '_ {
    Decoder::with_ip(64, code, address, DecoderOptions::NONE).into_iter()
}

/// Returns whether an instruction's destination is a word of the stack. To save a register of the caller's is another instruction, which is
/// not there where the function is inlined.
fn stores_to_stack(instruction: &Instruction) -> bool {
    let only_reads = matches!(instruction.mnemonic(), Mnemonic::Cmp | Mnemonic::Test);
    instruction.op0_kind() == OpKind::Memory && instruction.memory_base() == Register::RSP && !only_reads
}
