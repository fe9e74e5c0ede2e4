//! Each header by itself, in every language that it is for.

#![cfg(all(target_os = "linux", target_pointer_width = "64"))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod common;

use std::{fs, path::Path, process::Command};

use common::{headers, here, stdout_of, support::lacks};
// For its archive, which is built with it.
use perseq_c as _;

const WARNINGS: [&str; 7] =
    ["-Wall", "-Wextra", "-pedantic", "-Wconversion", "-Wcast-qual", "-Wshadow", "-Werror"];

/// Compiles a text that includes headers, as `standard` of `compiler`.
fn compiles(compiler: &str, language: &str, options: &[&str], text: &str) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("headers");
    fs::create_dir_all(&path).unwrap();
    let source = path.join(format!("{compiler}{}", options.concat()));
    fs::write(&source, text).unwrap();
    let mut command = Command::new(compiler);
    command.args(WARNINGS).args(options).arg("-fsyntax-only").arg("-I").arg(here().join("../../include"));
    stdout_of(command.args(["-x", language]).arg(source));
}

fn has(compiler: &str) -> bool {
    let has = Command::new(compiler).arg("--version").output().is_ok_and(|output| output.status.success());
    if !has {
        lacks(&format!("headers with {compiler}"), "it is not here");
    }
    has
}

/// An inclusion of each header.
fn alone(extension: &str) -> Vec<String> {
    let include = |path: &Path| format!("#include <perseq/{}>\n", path.file_name().unwrap().display());
    let headers = headers();
    let headers = headers.iter().filter(|path| path.extension().is_some_and(|found| found == extension));
    let texts: Vec<String> = headers.map(|path| include(path)).collect();
    assert!(texts.len() >= 8, "{texts:?}");
    texts
}

/// An inclusion of all headers beside `rseq.h`, in either order.
fn beside(extension: &str) -> [String; 2] {
    let all = format!("#include <perseq/perseq.{extension}>\n");
    [format!("#include <perseq/rseq.h>\n{all}"), format!("{all}#include <perseq/rseq.h>\n")]
}

#[test]
fn each_header_of_c_stands_alone_and_beside_the_sections() {
    for (compiler, language, standards) in [
        ("gcc", "c", &["-std=c11", "-std=gnu17"][..]),
        ("clang", "c", &["-std=c11", "-std=c17"]),
        ("g++", "c++", &["-std=c++11", "-std=c++14", "-std=c++17", "-std=c++20"]),
        ("clang++", "c++", &["-std=c++11", "-std=c++14", "-std=c++17", "-std=c++20"]),
    ] {
        if !has(compiler) {
            continue;
        }
        for text in alone("h") {
            compiles(compiler, language, &[standards[0]], &text);
        }
        for standard in standards {
            for text in beside("h") {
                compiles(compiler, language, &[standard], &text);
            }
        }
    }
}

#[test]
fn each_header_of_cpp_stands_alone_and_beside_the_sections() {
    for compiler in ["g++", "clang++"] {
        if !has(compiler) {
            continue;
        }
        // Neither exceptions nor RTTI, nor casts of C's, but for those of the sections, which are C in both languages.
        let plain = ["-fno-exceptions", "-fno-rtti"];
        for text in alone("hpp") {
            let options = ["-std=c++17", "-Wold-style-cast"];
            compiles(compiler, "c++", &[options, plain].concat(), &text);
        }
        for standard in ["-std=c++17", "-std=c++20"] {
            for text in beside("hpp") {
                compiles(compiler, "c++", &[&[standard], &plain[..]].concat(), &text);
            }
        }
    }
}

#[test]
fn each_header_is_included_by_the_one_of_its_language() {
    for path in headers() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let all = here().join("../../include/perseq/perseq").with_extension(path.extension().unwrap());
        let included = fs::read_to_string(all).unwrap().contains(&format!("#include <perseq/{name}>\n"));
        assert!(included != name.starts_with("perseq."), "{name}");
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines < 400, "{name} has {lines} lines: split it by theme");
    }
}
