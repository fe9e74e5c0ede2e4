//! A program and a Rust `dylib` that contains perseq, as engines are linked while a game is written: built with optimisation,
//! which inlines the library's sections into the program, and run.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(not(any(miri, perseq_model)))]

use std::{path::PathBuf, process::Command};

use perseq_testing::{
    packages::{Workspace, dependency},
    stdout_of,
};

#[test]
fn a_program_links_with_a_dylib_that_contains_perseq_and_their_sections_share_a_registration() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dylib");
    let workspace = Workspace::new(path, &["engine", "app"]);
    let dylib = "[lib]\ncrate-type = [\"dylib\"]";
    workspace.package("engine", dylib, include_str!("dylib/engine.rs"), &dependency("perseq"));
    let app = include_str!("dylib/app.rs");
    workspace.package("app", "[[bin]]\nname = \"app\"", app, "engine = { path = \"../engine\" }");
    let release = workspace.release("-C prefer-dynamic");

    let libraries = stdout_of(Command::new("rustc").args(["--print", "target-libdir"]));
    for tunables in ["", "glibc.pthread.rseq=0"] {
        let mut app = Command::new(release.join("app"));
        app.env("LD_LIBRARY_PATH", format!("{}:{}", release.display(), libraries.trim()));
        assert_eq!(stdout_of(app.env("GLIBC_TUNABLES", tunables)).trim(), "16 16 32 true");
    }
}
