//! Directories that go away.

use std::{
    ffi::OsStr,
    fs::{self, DirBuilder, Permissions},
    io,
    ops::Deref,
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

/// A new directory of a test's own, removed with all that is in it when it is dropped by the process that made it: not by a child.
///
/// A run that was killed leaves its directories. No later one meets them, though its process may have the same id: only a name that nothing
/// has is taken.
#[derive(Debug)]
pub struct Scratch(pub PathBuf, u32);

impl Scratch {
    /// In the directory for temporary files, where every user can read it, whatever the umask.
    pub fn new(name: &str) -> Self {
        Self::inside(&std::env::temp_dir(), name, 0o755)
    }

    /// As [`new`](Self::new), for this user alone.
    pub fn private(name: &str) -> Self {
        Self::inside(&std::env::temp_dir(), name, 0o700)
    }

    /// As [`new`](Self::new), in memory if it can be: for what is written thousands of times.
    pub fn in_memory(name: &str) -> Self {
        let memory = Path::new("/dev/shm");
        if memory.is_dir() { Self::inside(memory, name, 0o755) } else { Self::new(name) }
    }

    fn inside(parent: &Path, name: &str, mode: u32) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        loop {
            let number = NEXT.fetch_add(1, Relaxed);
            let path = parent.join(format!("perseq-{name}-{}-{number}", process::id()));
            match DirBuilder::new().mode(mode).create(&path) {
                Ok(()) => {
                    fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
                    return Self(path, process::id());
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => panic!("{}: {error}", path.display()),
            }
        }
    }

    /// Returns its path, which is the first field as well.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file in it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), bytes).unwrap();
    }
}

impl Deref for Scratch {
    type Target = Path;
    fn deref(&self) -> &Path {
        &self.0
    }
}

impl AsRef<Path> for Scratch {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl AsRef<OsStr> for Scratch {
    fn as_ref(&self) -> &OsStr {
        self.0.as_os_str()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.1 == process::id() {
            // A directory that stays harms no later run.
            _ = fs::remove_dir_all(&self.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_of_the_same_id_has_left_is_not_taken() {
        let beside = Scratch::new("beside");
        let first = Scratch::inside(&beside, "same", 0o755);
        let (stem, number) = first.0.to_str().unwrap().rsplit_once('-').unwrap();
        let number: u32 = number.parse().unwrap();
        let left: Vec<_> = (number + 1..number + 50).map(|number| format!("{stem}-{number}")).collect();
        for path in &left {
            // Whatever has the name.
            fs::write(path, "left").unwrap();
        }
        let next = Scratch::inside(&beside, "same", 0o700);
        assert!(next.is_dir() && fs::read_dir(&next).unwrap().next().is_none());
        assert_eq!(fs::metadata(&next).unwrap().permissions().mode() & 0o777, 0o700);
        let path = next.0.clone();
        drop((next, first));
        assert!(!path.exists() && left.iter().all(|path| fs::read(path).unwrap() == b"left"));
    }
}
