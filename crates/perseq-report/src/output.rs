//! A file that is promised before the measuring and written after it, whole or not at all.
//!
//! A user who asks for a file learns at once that it cannot be written, not after minutes. The present file
//! stays until the new text is complete: it is written beside the target and renamed over it. A device or a pipe
//! (`/dev/stdout`) cannot be replaced, it is opened at once and written at the end.

use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

/// A file to be written.
#[derive(Debug)]
pub struct Output {
    path: PathBuf,
    way: Way,
}

#[derive(Debug)]
enum Way {
    /// Write beside `target`, then rename.
    Replace { target: PathBuf },
    /// Write into it.
    Open(File),
}

impl Output {
    /// Makes sure that `path` can be written.
    ///
    /// # Errors
    /// When it cannot, with the reason.
    pub fn promise(path: &Path) -> Result<Self> {
        let way = way_to(path).with_context(|| {
            format!("cannot write {}; nothing was done, name another file", path.display())
        })?;
        Ok(Self { path: path.to_owned(), way })
    }

    /// Writes it.
    ///
    /// # Errors
    /// When writing fails; what was at the path before is still there then, unless it is a device.
    pub fn write(self, text: &str) -> Result<()> {
        let written = match self.way {
            Way::Replace { target } => replace(&target, text),
            Way::Open(mut file) => file.write_all(text.as_bytes()),
        };
        written.with_context(|| format!("cannot write {}", self.path.display()))
    }
}

fn way_to(path: &Path) -> Result<Way> {
    if path.file_name().is_none() || path.is_dir() {
        bail!("it is a directory");
    }
    if !path.exists() {
        let target = path.to_owned();
        try_beside(&target)?;
        return Ok(Way::Replace { target });
    }
    let file = OpenOptions::new().write(true).open(path)?;
    if !file.metadata()?.is_file() {
        return Ok(Way::Open(file));
    }
    // Follow links, so that the file they lead to is replaced and not the link.
    let target = path.canonicalize()?;
    try_beside(&target)?;
    Ok(Way::Replace { target })
}

/// Creates and removes a file in the target's directory.
fn try_beside(target: &Path) -> Result<()> {
    let beside = beside(target);
    let directory = beside.parent().unwrap_or(Path::new(".")).display().to_string();
    OpenOptions::new().write(true).create_new(true).open(&beside).with_context(|| {
        format!("no file can be made in {}", if directory.is_empty() { "." } else { &directory })
    })?;
    fs::remove_file(&beside)?;
    Ok(())
}

/// A name of this process's own in the target's directory.
fn beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

fn replace(target: &Path, text: &str) -> std::io::Result<()> {
    let beside = beside(target);
    let written = write_new(&beside, target, text).and_then(|()| fs::rename(&beside, target));
    if written.is_err() {
        // The first error is the one to report.
        _ = fs::remove_file(&beside);
    }
    written
}

fn write_new(beside: &Path, target: &Path, text: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(beside)?;
    if let Ok(before) = fs::metadata(target) {
        file.set_permissions(before.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use perseq_testing::Scratch;

    use super::*;

    #[test]
    fn nothing_is_there_until_it_is_written_and_nothing_else_afterwards() {
        let directory = Scratch::new("output-new");
        let path = directory.join("out.json");
        let output = Output::promise(&path).unwrap();
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 0);
        output.write("text").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "text");
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
    }

    #[test]
    fn what_was_there_stays_until_then_and_a_link_stays_a_link() {
        let directory = Scratch::new("output-old");
        let (file, link) = (directory.join("file"), directory.join("link"));
        fs::write(&file, "before").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let output = Output::promise(&link).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "before");
        output.write("after").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "after");
        assert!(link.is_symlink());
    }

    #[test]
    fn a_device_is_written_and_stays_a_device() {
        Output::promise(Path::new("/dev/null")).unwrap().write("text").unwrap();
        assert!(!Path::new("/dev/null").is_file());
    }

    #[test]
    fn what_cannot_be_written_is_refused_with_path_and_reason() {
        for (path, reason) in [("/proc/none.json", "no file can be made in /proc"), ("/tmp", "directory")] {
            let error = format!("{:#}", Output::promise(Path::new(path)).unwrap_err());
            assert!(error.contains(path) && error.contains(reason), "{error}");
        }
    }
}
