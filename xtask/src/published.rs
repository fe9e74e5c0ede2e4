//! The crates that are published.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, ensure};

/// The line of a manifest, which `.ci/run` looks for too.
const PUBLISHED: &str = "publish = true";

/// Their names, which are those of their folders, in alphabetical order; `root` is the workspace's.
pub(crate) fn published(root: &Path) -> Result<Vec<String>> {
    let crates = root.join("crates");
    let mut names = Vec::new();
    for folder in fs::read_dir(&crates).with_context(|| format!("cannot read {}", crates.display()))? {
        let folder = folder?;
        let manifest = fs::read_to_string(folder.path().join("Cargo.toml")).unwrap_or_default();
        if manifest.lines().any(|line| line == PUBLISHED) {
            names.push(folder.file_name().to_string_lossy().into_owned());
        }
    }
    ensure!(!names.is_empty(), "no manifest in {} has the line {PUBLISHED:?}", crates.display());
    names.sort();
    Ok(names)
}
