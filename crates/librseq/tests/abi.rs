//! What the dynamic linker sees of the library is what it sees of librseq's own.

#![cfg(target_os = "linux")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod common;

use std::path::Path;

use common::{library, snapshot};
use object::{
    Endianness, elf,
    read::elf::{Dyn, ElfFile64, ProgramHeader},
};

// Source: ELF gABI, "Dynamic Section".
const DT_NEEDED: i32 = 1;
const DT_SONAME: i32 = 14;
const DT_FLAGS: i32 = 30;
const DF_STATIC_TLS: u32 = 0x10;

#[cfg(target_pointer_width = "64")]
#[test]
fn it_exports_librseqs_functions_and_objects_and_nothing_else() {
    let header = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/c/librseq.h");
    let interface = snapshot::interface(&library(), &[&header]);
    let many = |kind: &str| interface.lines().filter(|line| line.starts_with(kind)).count();
    assert_eq!((many("function "), many("object ")), (29, 3), "{interface}");
    snapshot::compare("librseq.so.0.txt", &interface);
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
