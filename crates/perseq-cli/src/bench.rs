//! `perseq bench`: becomes `perseq-bench`, the program that measures.
//!
//! That is a program of its own, so that this one needs none of the rivals that it measures. In a clone, cargo builds it first: what is
//! measured is the clone's code as it is now. Elsewhere it is the one that is installed beside this tool.

use std::{
    env,
    ffi::OsString,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context as _, Result, bail};

/// The program's name, which is also its package's.
const PROGRAM: &str = "perseq-bench";
/// The clone that this tool was built from.
const CLONE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Arguments that are passed on.
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Args {
    /// Groups to measure, and options: `perseq bench --help` lists them
    #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Replaces this process by `perseq-bench`.
///
/// # Errors
/// When it cannot be built, is not there, or cannot be started.
pub(crate) fn main(args: &Args) -> Result<ExitCode> {
    let tool = env::current_exe().context("cannot tell where this tool is; start perseq-bench itself")?;
    let beside = tool.with_file_name(PROGRAM);
    if let Some(build) = Build::of(&tool, Path::new(CLONE)) {
        build.run()?;
    } else if !beside.is_file() {
        bail!(
            "{PROGRAM}, which measures, is not installed: {} does not exist. \
             In a clone of perseq, `cargo install --path crates/{PROGRAM}` installs it, \
             and `cargo run --release -- bench` needs no installation",
            beside.display()
        );
    }
    let error = Command::new(&beside).args(&args.arguments).exec();
    Err(error).with_context(|| format!("cannot start {}", beside.display()))
}

/// The command for cargo.
#[derive(Debug, PartialEq, Eq)]
struct Build {
    profile: String,
    /// Cargo's target directory, with the program's platform if it was named.
    to: PathBuf,
    platform: Option<String>,
    manifest: PathBuf,
}

impl Build {
    /// The build that puts the program beside the tool, if the tool is where cargo has put it and the clone is there.
    fn of(tool: &Path, clone: &Path) -> Option<Self> {
        let manifest = clone.join("Cargo.toml");
        let is_clone = clone.join("crates").join(PROGRAM).join("Cargo.toml").is_file();
        let directory = tool.parent()?;
        let name = |path: &Path| path.file_name()?.to_str().map(str::to_owned);
        let (above, profile) = (directory.parent()?, name(directory)?);
        let is_target = |path: &Path| path.join("CACHEDIR.TAG").is_file();
        let (to, platform) = match above.parent() {
            _ if is_target(above) => (above, None),
            Some(target) if is_target(target) => (target, Some(name(above)?)),
            _ => return None,
        };
        let profile = if profile == "debug" { "dev".to_owned() } else { profile };
        is_clone.then(|| Self { profile, to: to.to_owned(), platform, manifest })
    }

    fn run(&self) -> Result<()> {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .args(["build", "-p", PROGRAM, "--profile", &self.profile, "--manifest-path"])
            .arg(&self.manifest);
        cargo.arg("--target-dir").arg(&self.to);
        if let Some(platform) = &self.platform {
            cargo.args(["--target", platform]);
        }
        tell!(
            "perseq: building {PROGRAM}, and the crates that it measures beside ours; minutes the first time"
        );
        let status = cargo.status().with_context(|| {
            format!("cannot start cargo, which builds {PROGRAM}; name it in CARGO, or start {PROGRAM} itself")
        })?;
        if !status.success() {
            bail!("cargo has not built {PROGRAM} ({status}); see its messages above");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_build_is_for_the_directory_and_the_profile_that_the_tool_is_in() {
        let scratch = env::temp_dir().join(format!("perseq-cli-build-{}", std::process::id()));
        let (clone, target) = (scratch.join("clone"), scratch.join("target"));
        for directory in [clone.join("crates").join(PROGRAM), target.clone()] {
            fs::create_dir_all(directory).unwrap();
        }
        fs::write(clone.join("crates").join(PROGRAM).join("Cargo.toml"), "").unwrap();
        let build = |tool: &str| {
            let build = Build::of(&target.join(tool), &clone)?;
            assert_eq!((&build.to, &build.manifest), (&target, &clone.join("Cargo.toml")));
            Some((build.profile, build.platform))
        };
        assert_eq!(build("release/perseq"), None, "no directory of cargo's");
        fs::write(target.join("CACHEDIR.TAG"), "").unwrap();
        assert_eq!(build("release/perseq"), Some(("release".to_owned(), None)));
        assert_eq!(build("debug/perseq"), Some(("dev".to_owned(), None)));
        let platform = "aarch64-unknown-linux-gnu";
        assert_eq!(
            build(&format!("{platform}/debug/perseq")),
            Some(("dev".to_owned(), Some(platform.to_owned())))
        );
        assert_eq!(Build::of(&target.join("debug/perseq"), &scratch.join("gone")), None);
        fs::remove_dir_all(&scratch).unwrap();
    }
}
