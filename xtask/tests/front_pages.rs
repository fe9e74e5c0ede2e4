//! The front page of each public crate names everything that the crate exports.

#[path = "../src/published.rs"]
mod published;

use std::{fs, path::Path};

use published::published;

/// The text that rustdoc shows first, and the names that it must have.
fn read(lib: &str) -> (String, Vec<String>) {
    let (mut page, mut names, mut uses) = (String::new(), Vec::new(), String::new());
    let mut is_hidden = false;
    // Items may be inside of a macro.
    let mut lines = lib.lines().map(str::trim_start);
    while let Some(line) = lines.next() {
        if let Some(text) = line.strip_prefix("//!") {
            page += text;
            page.push('\n');
        } else if line.starts_with("#[doc(hidden)]") {
            is_hidden = true;
        } else if line.starts_with("#[") || line.starts_with("///") {
            // An attribute of the same item.
        } else {
            if let Some(name) = line.strip_prefix("pub mod ") {
                if is_hidden && line.ends_with('{') {
                    lines.by_ref().find(|line| *line == "}");
                } else if !is_hidden {
                    names.push(name.trim_end_matches([';', '{', '}', ' ']).to_owned());
                }
            } else if line.starts_with("pub use ") || !uses.is_empty() {
                uses += line;
                if line.ends_with(';') {
                    if !is_hidden {
                        names.extend(exported(&uses));
                    }
                    uses.clear();
                }
            }
            is_hidden &= !uses.is_empty();
        }
    }
    (page, names)
}

/// The names of `pub use a::{b, c::D as E};`.
fn exported(text: &str) -> Vec<String> {
    let text = text.trim_start_matches("pub use ").trim_end_matches(';');
    text.split(['{', '}', ','])
        .map(str::trim)
        .filter(|path| !path.is_empty() && !path.ends_with("::"))
        .filter_map(|path| path.rsplit([':', ' ']).next())
        .map(str::to_owned)
        .collect()
}

/// Returns whether `page` has `name` as a word of its code.
fn names(page: &str, name: &str) -> bool {
    page.split('`')
        .skip(1)
        .step_by(2)
        .any(|code| code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name))
        || page.contains(&format!("[{name}]"))
}

#[test]
fn front_pages_name_what_the_crates_export() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut missing = Vec::new();
    for name in published(&root).unwrap() {
        let (page, exported) =
            read(&fs::read_to_string(root.join("crates").join(&name).join("src/lib.rs")).unwrap());
        assert!(!exported.is_empty(), "{name}: no names were found");
        missing
            .extend(exported.iter().filter(|item| !names(&page, item)).map(|item| format!("{name}::{item}")));
    }
    assert!(missing.is_empty(), "not on the front page of their crate: {}", missing.join(", "));
}

#[test]
fn a_name_that_is_missing_is_found() {
    let lib = "//! A [`Here`](There) and `mode::Of`.\npub use a::{Here, b::Absent,\n    c::Of};\n#[doc(hidden)]\npub use d::Secret;\npub mod mode;\n";
    let (page, exported) = read(lib);
    assert_eq!(exported, ["Here", "Absent", "Of", "mode"]);
    let missing: Vec<_> = exported.iter().filter(|item| !names(&page, item)).collect();
    assert_eq!(missing, ["Absent"]);
}
