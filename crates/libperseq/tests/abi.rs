//! The header, the list of versions and the library's symbols are of the same functions.

#![cfg(all(target_os = "linux", target_pointer_width = "64"))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod common;

use std::{collections::BTreeSet, fs, path::PathBuf, process::Command};

use common::{Scratch, header_functions, here, stdout_of};
use object::{
    Endianness, Object, ObjectSymbol,
    read::elf::{Dyn, ElfFile64},
};
use perseq_c as _;

// Source: ELF gABI, "Dynamic Section".
const DT_NEEDED: i32 = 1;
const DT_SONAME: i32 = 14;

/// The functions of `perseq_trace.h`, which are in the library as well.
const TRACE: [&str; 2] = ["perseq_event_record", "perseq_event_register"];

/// Each version of `libperseq.map` with its functions.
fn versions() -> Vec<(String, BTreeSet<String>)> {
    let map = fs::read_to_string(here().join("libperseq.map")).unwrap();
    let nodes = map.split("};").filter(|node| node.contains('{'));
    let functions = |body: &str| {
        let names = body.split(';').map(|name| name.trim().trim_start_matches("global:").trim_start());
        names.filter(|name| name.starts_with("perseq_")).map(str::to_owned).collect()
    };
    nodes
        .map(|node| {
            let (name, body) = node.split_once('{').unwrap();
            (name.split_whitespace().last().unwrap().to_owned(), functions(body))
        })
        .collect()
}

#[test]
fn header_versions_and_symbols_are_of_the_same_functions() {
    let mut declared = header_functions();
    assert!(declared.len() > 10, "{declared:?}");
    declared.extend(TRACE.map(str::to_owned));
    let versions = versions();
    let listed: BTreeSet<_> = versions.iter().flat_map(|(_, functions)| functions.clone()).collect();
    assert_eq!(listed, declared, "libperseq.map and perseq.h");

    let Some(scratch) = Scratch::get("abi") else { return };
    let bytes = fs::read(scratch.library()).unwrap();
    let file = ElfFile64::<Endianness>::parse(&*bytes).unwrap();
    let exported: BTreeSet<_> = file
        .dynamic_symbols()
        .filter(|symbol| symbol.is_definition() && symbol.is_global())
        .map(|symbol| symbol.name().unwrap().to_owned())
        .filter(|name| !versions.iter().any(|(version, _)| version == name))
        .collect();
    assert_eq!(exported, declared, "libperseq.so.0 and perseq.h");

    // Every function of the archive with the library's prefix is one of the header: none is left out of the list.
    let symbols =
        stdout_of(Command::new("nm").args(["--defined-only", "--extern-only"]).arg(common::archive()));
    let names = symbols.lines().filter_map(|line| line.rsplit(' ').next());
    let compiled: BTreeSet<_> =
        names.filter(|name| name.starts_with("perseq_") && !name.contains(':')).map(str::to_owned).collect();
    assert_eq!(compiled, declared, "libperseq_c.a and perseq.h");
}

#[test]
fn the_interface_is_the_stored_one() {
    let Some(scratch) = Scratch::get("interface") else { return };
    let mut headers = common::headers();
    headers.retain(|path| path.extension().is_some_and(|extension| extension == "h"));
    headers.push(scratch.prefix().join("include/perseq_trace.h"));
    let headers: Vec<_> = headers.iter().map(PathBuf::as_path).collect();
    let interface = common::snapshot::interface(&scratch.library(), &headers);
    assert!(
        interface
            .lines()
            .filter(|line| !line.starts_with(' '))
            .all(|line| { ["PERSEQ_", "struct ", "enum "].iter().any(|start| line.starts_with(start)) })
    );
    common::snapshot::compare("libperseq.so.0.txt", &interface);
}

#[test]
fn the_library_has_its_name_and_needs_the_c_library_and_the_compilers_alone() {
    let Some(scratch) = Scratch::get("needed") else { return };
    let bytes = fs::read(scratch.library()).unwrap();
    let file = ElfFile64::<Endianness>::parse(&*bytes).unwrap();
    let endian = file.endian();
    let (entries, strings) = file.elf_section_table().dynamic(endian, &*bytes).unwrap().unwrap();
    let strings = file.elf_section_table().strings(endian, &*bytes, strings).unwrap();
    let texts = |tag: i32| {
        let of_tag = entries.iter().filter(move |entry| entry.tag32(endian) == Some(tag));
        of_tag
            .map(|entry| std::str::from_utf8(entry.string(endian, strings).unwrap()).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(DT_SONAME), ["libperseq.so.0"]);
    for needed in texts(DT_NEEDED) {
        let of_c = ["libc.", "libgcc_s.", "ld-linux", "ld64.", "libpthread.", "libdl.", "libm."];
        assert!(of_c.iter().any(|library| needed.starts_with(library)), "{needed}");
    }
}

#[test]
fn pkg_config_knows_how_to_build_with_it() {
    let Some(scratch) = Scratch::get("pkg-config") else { return };
    let prefix = scratch.prefix().display().to_string();
    if Command::new("pkg-config").arg("--version").output().is_err() {
        return common::support::lacks("the pkg-config file", "there is no pkg-config");
    }
    let told = |options: &[&str]| {
        let mut command = Command::new("pkg-config");
        command.env("PKG_CONFIG_PATH", format!("{prefix}/lib/pkgconfig"));
        stdout_of(command.args(options).arg("perseq"))
            .split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let flags = [format!("-I{prefix}/include"), format!("-L{prefix}/lib"), "-lperseq".to_owned()];
    assert_eq!(told(&["--cflags", "--libs"]), flags);
    assert_eq!(told(&["--modversion"]), [env!("CARGO_PKG_VERSION")]);
}

#[test]
fn make_install_asks_cargo_for_the_archive_and_stays_below_destdir() {
    let Some(scratch) = Scratch::get("DESTDIR") else { return };
    let (target, staged) = (scratch.0.join("built"), scratch.0.join("staged"));
    for directory in [&target, &staged] {
        _ = fs::remove_dir_all(directory);
        fs::create_dir_all(directory).unwrap();
    }
    // In the place of cargo, which has built the archive with this test: says what it was asked for.
    let cargo = scratch.0.join("cargo");
    let [to, archive] = [&target, &common::archive()].map(|path| path.display().to_string());
    let script =
        format!("echo \"$@\" >'{to}/asked'\nmkdir -p '{to}/librseq'\ncp '{archive}' '{to}/librseq'\n");
    fs::write(&cargo, script).unwrap();
    let mut make = Command::new("make");
    make.arg("-C").arg(here()).args(["install", "PREFIX=/usr"]).arg(format!("DESTDIR={}", staged.display()));
    make.arg(format!("CARGO=sh {}", cargo.display())).env("CARGO_TARGET_DIR", &target);
    for variable in ["ARCHIVE", "OUT", "MAKEFLAGS", "MAKELEVEL"] {
        make.env_remove(variable);
    }
    stdout_of(&mut make);
    let asked = fs::read_to_string(target.join("asked")).unwrap();
    assert!(
        asked.starts_with("build ") && asked.ends_with("--locked --profile librseq -p libperseq\n"),
        "{asked}"
    );
    let installed =
        |path: &str| fs::read(staged.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(installed("usr/lib/libperseq.a") == fs::read(common::archive()).unwrap());
    assert!(installed("usr/lib/libperseq.so.0") == installed("usr/lib/libperseq.so"));
    let named = String::from_utf8(installed("usr/lib/pkgconfig/perseq.pc")).unwrap();
    assert!(named.starts_with("prefix=/usr\n") && !named.contains("staged"), "{named}");
    for path in ["perseq/perseq.h", "perseq/perseq.hpp", "perseq/rseq.h", "perseq_trace.h"] {
        assert!(!installed(&format!("usr/include/{path}")).is_empty());
    }
    assert!(!installed("usr/lib/cmake/perseq/perseq-config.cmake").is_empty());
}
