//! What these tests share: the library as it is installed, and programs that are built with it.

#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
};

pub use perseq_testing as support;
pub use perseq_testing::stdout_of;

#[path = "../../../librseq/tests/common/snapshot.rs"]
pub mod snapshot;

/// This crate's directory.
pub fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `libperseq_c.a`, which was built with this test.
pub fn archive() -> PathBuf {
    let path = env::current_exe().unwrap().parent().unwrap().join("libperseq_c.a");
    assert!(path.exists(), "{} is missing", path.display());
    path
}

/// A directory of this test binary's, with the library in `prefix`.
pub struct Scratch(pub PathBuf);

impl Scratch {
    /// For `test`. `None` where there is no compiler or no make.
    pub fn get(test: &str) -> Option<&'static Self> {
        static INSTALLED: OnceLock<Option<Scratch>> = OnceLock::new();
        let scratch = INSTALLED.get_or_init(Self::install).as_ref();
        if scratch.is_none() {
            support::skip(test, "there is no make, or no cc");
        }
        scratch
    }

    fn install() -> Option<Self> {
        let program = env::current_exe().unwrap();
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(program.file_name().unwrap());
        fs::create_dir_all(&path).unwrap();
        let scratch = Self(path);
        // A header of an earlier run would hide that it is not installed any more.
        _ = fs::remove_dir_all(scratch.prefix());
        for tool in ["make", "cc"] {
            Command::new(tool).arg("--version").output().ok()?;
        }
        let mut make = Command::new("make");
        make.arg("-C").arg(here()).arg("install").env_remove("MAKEFLAGS").env_remove("MAKELEVEL");
        make.arg(format!("ARCHIVE={}", archive().display()));
        make.arg(format!("OUT={}", scratch.0.join("out").display()));
        make.arg(format!("PREFIX={}", scratch.prefix().display()));
        stdout_of(&mut make);
        Some(scratch)
    }

    /// The directory that the library was installed in.
    pub fn prefix(&self) -> PathBuf {
        self.0.join("prefix")
    }

    pub fn library(&self) -> PathBuf {
        self.prefix().join("lib/libperseq.so.0")
    }

    /// Compiles programs of `tests/c`, in C or, if the compiler's name says so, in C++, with the shared library unless `options` name
    /// another one. `None` without that compiler, or if it lacks what a sanitizer needs.
    pub fn compile(&self, compiler: &str, sources: &[&str], options: &[&str]) -> Option<PathBuf> {
        // Tests compile the same at the same time.
        static PROGRAMS: AtomicU32 = AtomicU32::new(0);
        let to = self.0.join(format!("{compiler}-{}-{}", PROGRAMS.fetch_add(1, Relaxed), sources[0]));
        let language = if compiler.ends_with("++") { "c++" } else { "c" };
        let mut command = Command::new(compiler);
        command.args([
            "-O1",
            "-Wall",
            "-Wextra",
            "-pedantic",
            "-Wconversion",
            "-Wcast-qual",
            "-Werror",
            "-D_GNU_SOURCE",
        ]);
        command.arg("-I").arg(self.prefix().join("include")).args(["-x", language]);
        command.args(sources.iter().map(|source| here().join("tests/c").join(source)));
        command.args(["-x", "none"]).args(options).arg("-o").arg(&to);
        if options.iter().all(|option| !option.ends_with(".a")) {
            command.arg(format!("-L{}", self.prefix().join("lib").display())).arg("-lperseq");
        }
        let output = command.args(["-lpthread", "-ldl", "-lm"]).output().ok()?;
        if output.status.success() {
            return Some(to);
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let lacks_runtime =
            options.iter().any(|option| option.starts_with("-fsanitize")) && said.contains("cannot find");
        assert!(lacks_runtime, "{command:?}\n{said}");
        None
    }

    /// A program that finds the library.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("LD_LIBRARY_PATH", self.prefix().join("lib")).env_remove("GLIBC_TUNABLES");
        command
    }

    /// Runs parts of a program, all of which pass; how many conditions they have looked at.
    pub fn check(&self, program: &Path, parts: &[&str], variables: &[(&str, &str)]) -> u32 {
        let output = stdout_of(self.command(program).args(parts).envs(variables.iter().copied()));
        let count = output.lines().last().and_then(|line| line.strip_suffix(" conditions")).map(str::parse);
        count.unwrap_or_else(|| panic!("{output}")).unwrap()
    }
}

/// The headers of `perseq.h`, with it: all but `rseq.h`, which `xtask` makes.
pub fn headers() -> Vec<PathBuf> {
    let entries = fs::read_dir(here().join("../../include/perseq")).unwrap();
    let headers = entries.map(|entry| entry.unwrap().path()).filter(|path| !path.ends_with("rseq.h"));
    let mut headers: Vec<_> = headers.collect();
    headers.sort();
    headers
}

/// The functions that `perseq.h` declares, by the headers that it includes.
pub fn header_functions() -> std::collections::BTreeSet<String> {
    let name = |declaration: &str| {
        let before = declaration.split_once('(').unwrap().0;
        before.rsplit([' ', '*']).next().unwrap().to_owned()
    };
    let declared = headers().into_iter().flat_map(|path| {
        let header = fs::read_to_string(path).unwrap();
        header.split("\nPERSEQ_API ").skip(1).map(name).collect::<Vec<_>>()
    });
    declared.collect()
}
