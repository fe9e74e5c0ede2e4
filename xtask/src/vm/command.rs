//! Programs that are run to their end, with errors that say which it was; and scripts that can be run.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

/// Runs a program; fails if it does.
pub(super) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot run {}", name(command)))?;
    ensure!(status.success(), "{status} of {command:?}");
    Ok(())
}

/// Runs a program; what it has written to standard output.
pub(super) fn output(command: &mut Command) -> Result<String> {
    let ended =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot run {}", name(command)))?;
    ensure!(ended.status.success(), "{} of {command:?}", ended.status);
    Ok(String::from_utf8_lossy(&ended.stdout).into_owned())
}

/// Writes a script that can be run; its absolute path.
pub(crate) fn executable(path: &Path, text: &str) -> Result<PathBuf> {
    fs::write(path, text)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    Ok(std::path::absolute(path)?)
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}
