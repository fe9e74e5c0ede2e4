//! What these tests share: the library's file, and programs in C that are linked with it.

#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

pub use perseq_testing as support;

#[cfg(target_pointer_width = "64")]
pub mod snapshot;

/// `librseq.so`, which was built with this test.
pub fn library() -> PathBuf {
    let path = env::current_exe().unwrap().parent().unwrap().join("librseq.so");
    assert!(path.exists(), "{} is missing", path.display());
    path
}

/// A directory that goes away, with the library as programs look for it.
pub struct Scratch(support::Scratch);

impl Scratch {
    pub fn new(name: &str) -> Self {
        let path = support::Scratch::new(name);
        fs::copy(library(), path.join("librseq.so.0")).unwrap();
        std::os::unix::fs::symlink("librseq.so.0", path.join("librseq.so")).unwrap();
        Self(path)
    }

    /// Compiles one of the programs here, in C or, if the compiler's name says so, in C++. `None` without that compiler, or if it lacks what
    /// an option asks for.
    pub fn compile(&self, compiler: &str, source: &str, options: &[&str]) -> Option<PathBuf> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/c");
        let to = self.0.join(format!("{compiler}{}{source}", options.concat().replace('/', "")));
        let language = if compiler.ends_with("++") { "c++" } else { "c" };
        let mut command = Command::new(compiler);
        command.args(["-O1", "-Wall", "-Wextra", "-Werror", "-x", language]).arg(here.join(source));
        command.args(["-x", "none"]).args(options).arg("-o").arg(&to);
        command.arg(format!("-L{}", self.0.display())).args(["-lrseq", "-lpthread"]);
        let output = command.output().ok()?;
        if output.status.success() {
            return Some(to);
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let lacks_runtime =
            options.iter().any(|option| option.starts_with("-fsanitize")) && said.contains("cannot find");
        assert!(lacks_runtime, "{command:?}\n{said}");
        None
    }

    /// Runs a program with the library.
    pub fn run(&self, program: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        let mut command = Command::new(program);
        command.args(arguments).env("LD_LIBRARY_PATH", &self.0.0).env_remove("GLIBC_TUNABLES");
        command.envs(variables.iter().copied()).output().unwrap()
    }

    /// Runs checks of a program, all of which pass; how many conditions they have looked at.
    pub fn check(&self, program: &Path, checks: &[&str], variables: &[(&str, &str)]) -> u32 {
        let output = self.run(program, checks, variables);
        let (stdout, stderr) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(
            output.status.success(),
            "{} {checks:?} {variables:?}: {}\n{stdout}{stderr}",
            program.display(),
            output.status
        );
        if stdout.contains("no nodes") {
            support::lacks("pages of a node", "the kernel has no nodes");
        }
        let count = stdout.lines().last().and_then(|line| line.strip_suffix(" conditions")).map(str::parse);
        count.unwrap_or_else(|| panic!("{stdout}")).unwrap()
    }
}
