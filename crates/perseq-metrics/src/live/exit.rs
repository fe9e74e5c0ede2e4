//! Files that go when their process ends by `exit`. A process that is killed leaves its file.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process,
    sync::{Mutex, Once, PoisonError},
    vec::Vec,
};

/// A file of this process.
#[derive(PartialEq, Eq)]
struct Made {
    path: PathBuf,
    /// The process that made it: a child that ends leaves it.
    process: u32,
    /// The file's device and number, by which one that took its name is told from it.
    id: (u64, u64),
}

static MADE: Mutex<Vec<Made>> = Mutex::new(Vec::new());

extern "C" fn at_exit() {
    // A thread that still runs may be making one.
    if let Ok(made) = MADE.try_lock() {
        made.iter().for_each(remove);
    }
}

fn remove(made: &Made) {
    if made.process == process::id() && id(&made.path) == Some(made.id) {
        let _is_gone = fs::remove_file(&made.path);
    }
}

fn id(path: &Path) -> Option<(u64, u64)> {
    fs::symlink_metadata(path).ok().map(|is| (is.dev(), is.ino()))
}

/// Has the file removed at the end of this process. Its device and number, for [`forget`].
pub(super) fn note(path: &Path) -> Option<(u64, u64)> {
    static ONCE: Once = Once::new();
    // If it cannot be noted, the file stays, and is known to be that of a process that is gone.
    ONCE.call_once(|| _ = perseq::perseq_core::sys::at_exit(at_exit));
    let id = id(path)?;
    let made = Made { path: path.into(), process: process::id(), id };
    MADE.lock().unwrap_or_else(PoisonError::into_inner).push(made);
    Some(id)
}

/// Removes a file that was noted, if this process has made it. The caller has it open: no other file has that number yet.
pub(super) fn forget(id: (u64, u64)) {
    let mut all = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    all.retain(|made| {
        let is_it = made.id == id && made.process == process::id();
        if is_it {
            remove(made);
        }
        !is_it
    });
}
