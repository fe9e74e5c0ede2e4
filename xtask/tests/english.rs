//! The prose of documents and comments keeps to the first three lines of the style: per 1,000 words hardly a clause without a noun as its
//! subject ("who waits …", "nobody", "What was …").

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Uses of a kind that are allowed in 1,000 words.
const LIMITS: [(&str, f64); 3] = [
    ("a clause whose subject is a bare \"who\"", 0.1),
    ("nobody, somebody, everybody, anybody", 0.2),
    ("a sentence that begins with What, Where or Whether", 0.3),
];

/// Words after which a "who" has no noun before it.
const BEFORE_WHO: [&str; 15] = [
    "for", "of", "by", "to", "from", "than", "as", "or", "and", "if", "where", "what", "says", "those", "is",
];

/// Documents, and sources in `src` folders.
fn files(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if name != "target" && !name.starts_with('.') {
                files(&path, found);
            }
        } else if path.is_symlink() {
            // The file that it leads to is read by its own name.
        } else if name.ends_with(".md") && name != "CHANGELOG.md"
            || name.ends_with(".rs") && path.iter().any(|part| part == "src")
        {
            found.push(path);
        }
    }
}

/// The sentences of a document without its code, or of the comments of a source.
fn prose(path: &Path, text: &str) -> String {
    if path.extension().is_some_and(|extension| extension == "md") {
        return text.split("```").step_by(2).collect::<Vec<_>>().join(" ");
    }
    let comment = |line: &str| {
        line.trim_start().strip_prefix("//").map(|rest| rest.trim_start_matches(['/', '!']).to_owned())
    };
    text.lines().filter_map(comment).collect::<Vec<_>>().join("\n")
}

/// The uses of each kind, with the words around.
fn uses(text: &str) -> [Vec<String>; 3] {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = [const { Vec::new() }; 3];
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or(".", |before| words[before]);
        let bare = word.trim_matches(|c: char| !c.is_alphabetic());
        let kind = match bare {
            "who" | "whoever" | "Who" | "Whoever" => (word.starts_with('(')
                || before.ends_with(['.', ',', ';', ':'])
                || BEFORE_WHO.contains(&before))
            .then_some(0),
            "What" | "Where" | "Whether" => (before.ends_with(['.', '!', '?']) && *word == bare).then_some(2),
            _ => {
                matches!(&*bare.to_lowercase(), "nobody" | "somebody" | "everybody" | "anybody").then_some(1)
            }
        };
        if let Some(kind) = kind {
            found[kind].push(words[at.saturating_sub(3)..(at + 4).min(words.len())].join(" "));
        }
    }
    found
}

#[test]
fn prose_names_its_subjects() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut all = Vec::new();
    files(root, &mut all);
    let mut words = 0;
    let mut found = [const { Vec::new() }; 3];
    for path in &all {
        let text = prose(path, &fs::read_to_string(path).unwrap());
        words += text.split_whitespace().count();
        for (found, uses) in found.iter_mut().zip(uses(&text)) {
            found.extend(uses.into_iter().map(|place| format!("{}: … {place} …", path.display())));
        }
    }
    assert!(words > 100_000, "{words} words in {} files", all.len());
    for ((kind, limit), found) in LIMITS.iter().zip(&found) {
        let per_thousand = 1000.0 * found.len() as f64 / words as f64;
        assert!(
            per_thousand <= *limit,
            "{kind}: {per_thousand:.2} in 1,000 words, {limit} at most:\n{}",
            found.join("\n")
        );
    }
}

#[test]
fn each_kind_is_found() {
    let text = "Readers leave, and who waits sums. Nobody reads a thread who sleeps. What it does (who knows) is fine. What?";
    let [who, nobody, what] = uses(text);
    assert_eq!((who.len(), nobody.len(), what.len()), (2, 1, 1), "{who:?} {nobody:?} {what:?}");
    assert_eq!(
        prose(Path::new("a.rs"), "let a = \"who\"; // no\n/// Some text.\n//! More."),
        " Some text.\n More."
    );
    assert_eq!(prose(Path::new("a.md"), "Text.\n```rust\nwho\n```\nMore."), "Text.\n \nMore.");
}
