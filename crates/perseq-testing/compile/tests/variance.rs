//! The variance of every public generic type of the workspace, stated once and proven by the compiler.
//!
//! A structure that takes items through `&self` must be invariant in their type. The compiler infers variance from
//! fields, and a structure whose items are words of per-CPU memory has no field of that type: one `PhantomData<T>`
//! makes it covariant, and nothing else complains. So each parameter of each public type has a line in one of two
//! programs: `covariant.rs` compiles, and in `invariant.rs` every function is an error.

use std::{collections::BTreeSet, fs, path::Path};

/// The crates that are published, but for `perseq-alloc`, whose types with parameters are its internals.
const CRATES: [&str; 7] =
    ["perseq-core", "perseq", "perseq-pmu", "perseq-rcu", "perseq-metrics", "perseq-trace", "perseq-ctf"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).expect("this crate is three folders deep")
}

/// Every Rust file below `directory`.
fn sources(directory: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The parameters between the brackets after a type's name, without their bounds; those that can have no lifetime in
/// them (an index is one of two unit types, a constant is a number) are left out.
fn parameters(text: &str) -> Vec<String> {
    let (mut depth, mut list, mut current) = (0_u32, Vec::new(), String::new());
    for (at, letter) in text.char_indices() {
        // The arrow of a function's type closes nothing.
        let arrow = letter == '>' && text[..at].ends_with(['-', '=']);
        match letter {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' if !arrow => depth -= 1,
            ',' if depth == 1 => list.push(core::mem::take(&mut current)),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if at > 0 && !(letter == ',' && depth == 1) {
            current.push(letter);
        }
    }
    list.push(current);
    let name = |parameter: &String| parameter.split([':', '=']).next().unwrap_or_default().trim().to_owned();
    let carries =
        |parameter: &&String| !parameter.contains(": Index") && !parameter.trim().starts_with("const ");
    list.iter().filter(carries).map(name).filter(|name| !name.is_empty()).collect()
}

/// `file: Type, parameter` for every public type of the library crates.
fn declared() -> BTreeSet<String> {
    let mut declared = BTreeSet::new();
    for name in CRATES {
        let mut files = Vec::new();
        sources(&root().join("crates").join(name).join("src"), &mut files);
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let file = file.strip_prefix(root()).unwrap().display().to_string();
            for keyword in ["pub struct ", "pub enum ", "pub union "] {
                for (at, _) in text.match_indices(keyword) {
                    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
                    let rest = &text[at + keyword.len()..];
                    let name = rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next();
                    let (Some(name), true) = (name, text[line..at].trim().is_empty()) else { continue };
                    if rest[name.len()..].starts_with('<') {
                        for parameter in parameters(&rest[name.len()..]) {
                            declared.insert(format!("{file}: {name}, {parameter}"));
                        }
                    }
                }
            }
        }
    }
    declared
}

/// The lines of a program that name a parameter.
fn listed(program: &str) -> Vec<String> {
    let lines = program.lines().filter_map(|line| line.strip_prefix("// crates/"));
    lines.map(|line| format!("crates/{line}")).collect()
}

#[test]
fn every_public_type_has_the_variance_that_is_stated_for_it() {
    let (covariant, invariant) =
        (include_str!("variance/covariant.rs"), include_str!("variance/invariant.rs"));
    let listed: Vec<String> = [covariant, invariant].into_iter().flat_map(listed).collect();
    let unique: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(unique.len(), listed.len(), "a parameter has one variance, and is listed once");
    let declared = declared();
    assert!(declared.len() > 40, "the search for public types finds too little: {declared:#?}");
    let missing: Vec<_> = declared.difference(&unique).collect();
    assert!(
        missing.is_empty(),
        "state the variance of these in crates/perseq-testing/compile/tests/variance/: {missing:#?}"
    );
    let gone: Vec<_> = unique.difference(&declared).collect();
    assert!(
        gone.is_empty(),
        "these are listed in crates/perseq-testing/compile/tests/variance/ and are no public types: {gone:#?}"
    );

    let cases = trybuild::TestCases::new();
    cases.pass("tests/variance/covariant.rs");
    cases.compile_fail("tests/variance/invariant.rs");
    // The compiler is started by the drop.
    drop(cases);

    // Every function of the program is an error, not only the first one.
    let errors =
        fs::read_to_string(root().join("crates/perseq-testing/compile/tests/variance/invariant.stderr"))
            .unwrap();
    for (number, line) in (1..).zip(invariant.lines()) {
        if line.trim() == "long" {
            assert!(
                errors.contains(&format!("tests/variance/invariant.rs:{number}:")),
                "line {number} of invariant.rs is no error of invariant.stderr"
            );
        }
    }
}
