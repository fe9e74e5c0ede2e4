//! The allocator's sections are walked: its own, and those that it has from the table of arrays. (The walk itself tells if a section of its
//! program is left out; the allocator is none of its program, which would have to reach each copy of each section in it.)

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All sources below a directory.
fn sources(directory: &Path, list: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, list);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            list.push(path);
        }
    }
}

/// The names that follow `before` in a text, up to `after`.
fn names(text: &str, before: &str, after: char) -> BTreeSet<String> {
    let rests = text.split(before).skip(1);
    let names = rests.filter_map(|rest| rest.split_once(after).map(|(name, _)| name));
    let is_name = |name: &&str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    names.filter(is_name).map(str::to_owned).collect()
}

#[test]
fn each_section_of_the_allocator_is_one_that_the_walk_interrupts() {
    let mut files = Vec::new();
    sources(&crates().join("perseq-alloc/src"), &mut files);
    let own = crates().join("perseq-alloc/src/rows/sections.rs");
    let walk = crates().join("perseq/tests/boundaries/walk");
    let (mut of_arrays, mut declared) = (BTreeSet::new(), BTreeSet::new());
    for file in &files {
        let text = read(file);
        of_arrays.extend(names(&text, "guarded::", ':'));
        if text.contains("critical_section!") {
            assert_eq!(
                file.canonicalize().ok(),
                own.canonicalize().ok(),
                "sections are declared in one file"
            );
            declared.extend(names(&text, "unsafe fn ", '('));
        }
        for other in ["section::ops", "section::retry"] {
            assert!(!text.contains(other), "{} has sections of another table: {other}", file.display());
        }
    }
    let walked = |file: &str, module: &str| names(&read(&walk.join(file)), module, ':');
    assert_eq!(declared, walked("allocator.rs", "unsafe { sections::"));
    assert!(of_arrays.len() > 3, "{of_arrays:?}");
    assert!(of_arrays.is_subset(&walked("guarded_arrays.rs", "guarded::")), "{of_arrays:?}");
    assert!(read(&walk.join("allocator.rs")).contains("perseq-alloc/src/rows/sections.rs"), "the same file");
}
