//! `cargo xtask peers` from outside: its table.

#![cfg(target_os = "linux")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{fs, os::unix::fs::symlink, process::Command};

use perseq_testing::Scratch;

#[test]
fn every_rival_has_a_line_with_its_version_and_place_or_the_way_to_get_it() {
    let scratch = Scratch::new("peers");
    let (named, built) = (scratch.0.join("named"), scratch.0.join("built"));
    for directory in [&named, &built] {
        fs::create_dir_all(directory).unwrap();
    }
    fs::write(named.join("libsnmallocshim.so.0.7.0"), "").unwrap();
    symlink("libsnmallocshim.so.0.7.0", named.join("libsnmallocshim.so")).unwrap();
    fs::write(built.join("librpmalloc.so"), "").unwrap();
    fs::write(named.join("librseq.so.0"), "").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("peers").arg("--to").arg(&built);
    // Without a compiler, so that nothing is built; and any client of a network would fail.
    command.env("CC", "/nowhere/cc").env("http_proxy", "http://127.0.0.1:9").env("CARGO_NET_OFFLINE", "true");
    command.env("PERSEQ_ALLOCATORS", &named).env("PERSEQ_LIBRSEQ", &named);
    let output = command.output().unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{table}{}", String::from_utf8_lossy(&output.stderr));

    // Each column begins at the same character.
    let heading = table.lines().next().unwrap();
    assert!(heading.starts_with("rival "), "{table}");
    let columns = ["version", "place"].map(|name| heading.find(name).unwrap());
    let cell = |line: &str, from: usize, to: usize| -> String {
        line.chars().skip(from).take(to - from).collect::<String>()
    };
    let rows: Vec<[String; 3]> = table
        .lines()
        .skip(1)
        .map(|line| {
            let cells = [
                cell(line, 0, columns[0]),
                cell(line, columns[0], columns[1]),
                cell(line, columns[1], usize::MAX),
            ];
            assert!(cells[0].ends_with("  ") && cells[1].ends_with("  "), "{table}");
            cells.map(|cell| cell.trim().to_owned())
        })
        .collect();
    let row = |name: &str| {
        let found = rows.iter().find(|row| row[0].starts_with(name));
        let [_, version, place] = found.unwrap_or_else(|| panic!("no {name}:\n{table}"));
        (version.as_str(), place.as_str())
    };
    for name in [
        "perseq.h",
        "librseq",
        "liburcu-memb",
        "liburcu-bp",
        "lttng-discard",
        "jemalloc",
        "mimalloc",
        "snmalloc",
        "rpmalloc",
        "tcmalloc",
    ] {
        let (version, place) = row(name);
        assert!(!version.is_empty() && !place.is_empty(), "{name}:\n{table}");
    }
    assert_eq!(row("snmalloc"), ("0.7.0", named.join("libsnmallocshim.so").to_str().unwrap()));
    assert_eq!(row("rpmalloc").1, built.join("librpmalloc.so").to_str().unwrap());
    assert_eq!(row("librseq"), ("0", named.join("librseq.so.0").to_str().unwrap()));
    assert!(row("liburcu-memb").1.contains("no C compiler"), "{table}");
    assert!(row("perseq.h").1.contains("perseq bench"), "{table}");
    let (version, place) = row("mimalloc");
    assert!(version != "–" || place.contains("--build"), "{table}");
}
