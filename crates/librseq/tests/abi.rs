//! What the dynamic linker sees of the library is what it sees of librseq's own.

#![cfg(target_os = "linux")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod common;

use std::collections::BTreeSet;

use common::library;
use object::{
    Endianness, Object, ObjectSymbol, SymbolKind, elf,
    read::elf::{Dyn, ElfFile64, ProgramHeader},
};

// Source: ELF gABI, "Dynamic Section".
const DT_NEEDED: i32 = 1;
const DT_SONAME: i32 = 14;
const DT_FLAGS: i32 = 30;
const DF_STATIC_TLS: u32 = 0x10;

/// The data objects, with their sizes.
const OBJECTS: [(&str, u64); 3] = [("rseq_flags", 4), ("rseq_offset", 8), ("rseq_size", 4)];

const FUNCTIONS: [&str; 29] = [
    "librseq_mempool_percpu_free",
    "rseq_available",
    "rseq_fallback_current_cpu",
    "rseq_fallback_current_node",
    "rseq_get_max_nr_cpus",
    "rseq_mempool_attr_create",
    "rseq_mempool_attr_destroy",
    "rseq_mempool_attr_set_global",
    "rseq_mempool_attr_set_init",
    "rseq_mempool_attr_set_max_nr_ranges",
    "rseq_mempool_attr_set_percpu",
    "rseq_mempool_attr_set_poison",
    "rseq_mempool_attr_set_populate_policy",
    "rseq_mempool_attr_set_robust",
    "rseq_mempool_create",
    "rseq_mempool_destroy",
    "rseq_mempool_get_max_nr_cpus",
    "rseq_mempool_percpu_malloc",
    "rseq_mempool_percpu_malloc_init",
    "rseq_mempool_percpu_zmalloc",
    "rseq_mempool_range_init_numa",
    "rseq_mempool_set_add_pool",
    "rseq_mempool_set_create",
    "rseq_mempool_set_destroy",
    "rseq_mempool_set_percpu_malloc",
    "rseq_mempool_set_percpu_malloc_init",
    "rseq_mempool_set_percpu_zmalloc",
    "rseq_register_current_thread",
    "rseq_unregister_current_thread",
];

#[cfg(target_pointer_width = "64")]
#[test]
fn it_exports_librseqs_functions_and_objects_and_nothing_else() {
    let bytes = std::fs::read(library()).unwrap();
    let file = ElfFile64::<Endianness>::parse(&*bytes).unwrap();
    let (mut functions, mut objects) = (BTreeSet::new(), BTreeSet::new());
    for symbol in file.dynamic_symbols().filter(|symbol| symbol.is_definition() && symbol.is_global()) {
        let name = symbol.name().unwrap();
        match symbol.kind() {
            SymbolKind::Text => assert!(functions.insert(name)),
            SymbolKind::Data => assert!(objects.insert((name, symbol.size()))),
            kind => panic!("{name} is a {kind:?}"),
        }
    }
    assert_eq!(functions, FUNCTIONS.into());
    assert_eq!(objects, OBJECTS.into());
}

#[cfg(target_pointer_width = "64")]
#[test]
fn it_has_the_name_that_programs_look_for_and_needs_the_c_library_and_the_compilers_alone() {
    let bytes = std::fs::read(library()).unwrap();
    let file = ElfFile64::<Endianness>::parse(&*bytes).unwrap();
    let endian = file.endian();
    let (entries, strings) = file.elf_section_table().dynamic(endian, &*bytes).unwrap().unwrap();
    let strings = file.elf_section_table().strings(endian, &*bytes, strings).unwrap();
    let texts = |tag: i32| {
        let of_tag = entries.iter().filter(move |entry| entry.tag32(endian) == Some(tag));
        of_tag
            .map(|entry| std::str::from_utf8(entry.string(endian, strings).unwrap()).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(DT_SONAME), ["librseq.so.0"]);
    for needed in texts(DT_NEEDED) {
        let of_c = ["libc.", "libgcc_s.", "ld-linux", "ld64.", "libpthread.", "libdl."];
        assert!(of_c.iter().any(|library| needed.starts_with(library)), "{needed}");
    }
    // Every thread gets the area with its thread pointer.
    let flags = entries.iter().find(|entry| entry.tag32(endian) == Some(DT_FLAGS)).unwrap();
    assert!(flags.val32(endian).unwrap() & DF_STATIC_TLS != 0);
    let local =
        file.elf_program_headers().iter().find(|header| header.p_type(endian) == elf::PT_TLS).unwrap();
    assert!(local.p_memsz(endian) <= 512, "{} bytes of each thread", local.p_memsz(endian));
}
