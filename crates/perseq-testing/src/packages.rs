//! Packages that tests write and build, as users have them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::stdout_of;

/// A workspace in a directory of its own, with the versions of this repository's lock file, which are on this machine.
#[derive(Debug)]
pub struct Workspace(PathBuf);

impl Workspace {
    /// At `path`, for members with these names.
    pub fn new(path: PathBuf, members: &[&str]) -> Self {
        fs::create_dir_all(&path).unwrap();
        let manifest = format!("[workspace]\nmembers = {members:?}\nresolver = \"3\"\n");
        fs::write(path.join("Cargo.toml"), manifest).unwrap();
        fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock"), path.join("Cargo.lock")).unwrap();
        Self(path)
    }

    /// A package called `name`, whose only source is `source`. `target` begins the section of its target, `dependencies` are lines.
    pub fn package(&self, name: &str, target: &str, source: &str, dependencies: &str) {
        let directory = self.0.join(name);
        fs::create_dir_all(&directory).unwrap();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n{target}\npath = \"main.rs\"\n[dependencies]\n{dependencies}\n"
        );
        fs::write(directory.join("Cargo.toml"), manifest).unwrap();
        fs::write(directory.join("main.rs"), source).unwrap();
    }

    /// Builds all of it with optimisation and these flags of the compiler's; returns the directory of what was built.
    pub fn release(&self, flags: &str) -> PathBuf {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        cargo.current_dir(&self.0).args(["build", "--release", "--offline", "--quiet"]);
        cargo.env("CARGO_TARGET_DIR", self.0.join("target")).env("RUSTFLAGS", flags);
        cargo.env_remove("CARGO_ENCODED_RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
        stdout_of(&mut cargo);
        self.0.join("target/release")
    }
}

/// The line of a manifest that depends on the package `name` of this repository.
pub fn dependency(name: &str) -> String {
    format!("{name} = {{ path = {:?} }}", Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(name))
}
