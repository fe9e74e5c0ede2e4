//! Running the program as a person would.

use std::{fs, path::PathBuf, process::Command};

pub use perseq_testing::stdout_of;

/// A directory that is there while the test runs.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("perseq-bench-{name}-{}", std::process::id()));
        _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the directory for temporary files can be written");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A leftover directory harms nothing.
        _ = fs::remove_dir_all(&self.0);
    }
}

/// The program, with nothing in its environment that changes what it prints.
pub fn bench(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_perseq-bench"));
    command.args(arguments).env_remove("GLIBC_TUNABLES").env_remove("NO_COLOR");
    command
}
