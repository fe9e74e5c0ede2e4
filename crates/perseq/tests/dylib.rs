//! A program and a Rust `dylib` that contains perseq, as engines are linked while a game is written: built with optimisation,
//! which inlines the library's sections into the program, and run.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(not(any(miri, perseq_model)))]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Runs a command and returns its output; a failure shows all of it.
fn output_of(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{command:?}: {}\n{text}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

/// A package called `name` in `workspace`, whose only source is `source`.
fn package(workspace: &Path, name: &str, target: &str, source: &str, dependency: &str) {
    let directory = workspace.join(name);
    fs::create_dir_all(&directory).unwrap();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n{target}\npath = \"main.rs\"\n[dependencies]\n{dependency}\n"
    );
    fs::write(directory.join("Cargo.toml"), manifest).unwrap();
    fs::write(directory.join("main.rs"), source).unwrap();
}

#[test]
fn a_program_links_with_a_dylib_that_contains_perseq_and_their_sections_share_a_registration() {
    let workspace = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dylib");
    fs::create_dir_all(&workspace).unwrap();
    let ours = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::write(
        workspace.join("Cargo.toml"),
        "[workspace]\nmembers = [\"engine\", \"app\"]\nresolver = \"3\"\n",
    )
    .unwrap();
    // The same versions of everything, which are on this machine.
    fs::copy(ours.join("../../Cargo.lock"), workspace.join("Cargo.lock")).unwrap();
    let perseq = format!("perseq = {{ path = {ours:?} }}");
    package(
        &workspace,
        "engine",
        "[lib]\ncrate-type = [\"dylib\"]",
        include_str!("dylib/engine.rs"),
        &perseq,
    );
    package(
        &workspace,
        "app",
        "[[bin]]\nname = \"app\"",
        include_str!("dylib/app.rs"),
        "engine = { path = \"../engine\" }",
    );
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(&workspace).args(["build", "--release", "--offline", "--quiet"]);
    cargo.env("CARGO_TARGET_DIR", workspace.join("target")).env("RUSTFLAGS", "-C prefer-dynamic");
    output_of(&mut cargo);

    let libraries = output_of(Command::new("rustc").args(["--print", "target-libdir"]));
    let release = workspace.join("target/release");
    for tunables in ["", "glibc.pthread.rseq=0"] {
        let mut app = Command::new(release.join("app"));
        app.env("LD_LIBRARY_PATH", format!("{}:{}", release.display(), libraries.trim()));
        assert_eq!(output_of(app.env("GLIBC_TUNABLES", tunables)).trim(), "16 16 32 true");
    }
}
