//! `cargo xtask interface`: the public interface of each published crate, compared with `golden/interface/`.
//!
//! A change of what users compile against is then a change that a reviewer reads: an item, a signature, a bound, an implemented trait, a
//! type that is `Send` no more. The interface is what rustdoc shows with all features, read from its pages, since these come from the
//! stable compiler that the tests use; rustdoc's JSON does not.

mod page;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail, ensure};
use similar::TextDiff;

use crate::{published::published, workspace};

/// The interfaces are those of this target: the crates have items that other targets do not have.
const TARGET: &str = "x86_64-unknown-linux-gnu";
const GOLDEN: &str = "golden/interface";

/// Documents the crates and compares, or with `bless` accepts.
///
/// # Errors
/// When the documentation cannot be built or read, or an interface is not the accepted one.
pub(crate) fn run(bless: bool) -> Result<()> {
    if !cfg!(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu")) {
        println!("SKIPPED the public interfaces: they are kept for {TARGET}");
        return Ok(());
    }
    let root = workspace();
    let packages = published(&root)?;
    let pages = document(&root)?;
    let mut changed = Vec::new();
    for package in &packages {
        let crate_name = package.replace('-', "_");
        let found = interface(&pages.join(&crate_name), &crate_name)?;
        let file = root.join(GOLDEN).join(format!("{package}.txt"));
        if bless {
            fs::create_dir_all(root.join(GOLDEN))?;
            fs::write(&file, found).with_context(|| format!("cannot write {}", file.display()))?;
            continue;
        }
        let accepted = fs::read_to_string(&file).unwrap_or_default();
        if found != accepted {
            println!(
                "{}",
                TextDiff::from_lines(&accepted, &found).unified_diff().header("accepted", package)
            );
            changed.push(package.as_str());
        }
    }
    if !changed.is_empty() {
        bail!(
            "the public interface of {} is not the one in {GOLDEN}: if users are to have the difference above, tell of it in \
             CHANGELOG.md and accept it by `cargo xtask interface --bless`",
            changed.join(", ")
        );
    }
    println!(
        "{} public interfaces {}",
        packages.len(),
        if bless { "written" } else { "are the accepted ones" }
    );
    Ok(())
}

/// Runs rustdoc as the gate does, so that neither does it again; the directory of the pages.
fn document(root: &Path) -> Result<std::path::PathBuf> {
    let target = root.join("target");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args([
        "doc",
        "--workspace",
        "--all-features",
        "--no-deps",
        "--locked",
        "--quiet",
    ]);
    cargo.env("RUSTDOCFLAGS", "-D warnings").arg("--target-dir").arg(&target).stdin(Stdio::null());
    ensure!(cargo.status().context("cannot run cargo")?.success(), "the documentation cannot be built");
    Ok(target.join("doc"))
}

/// A crate's items in the order of their paths, each with the lines of its page that are interface.
fn interface(directory: &Path, crate_name: &str) -> Result<String> {
    let read = |name: &str| {
        let path = directory.join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    // Pages of items that are gone may still be there: only these count.
    let mut items = page::items(&read("all.html")?);
    ensure!(!items.is_empty(), "{crate_name}: no item on rustdoc's page of all items");
    items.sort_by_key(|item| page::path_of(item));
    let mut text = String::new();
    for line in page::reexports(&read("index.html")?) {
        text += &format!("{line}\n");
    }
    for item in items {
        text += &format!("\n{crate_name}::{}\n", page::path_of(&item));
        let lines = page::lines(&read(&item)?);
        ensure!(!lines.is_empty(), "{crate_name}: {item} declares nothing; has rustdoc changed its pages?");
        for line in lines {
            text += &format!("    {line}\n");
        }
    }
    Ok(text)
}
