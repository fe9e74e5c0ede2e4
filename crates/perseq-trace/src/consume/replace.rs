//! Files that are written as a whole, and readers find as they were before or as they are after that.

use std::{ffi::OsStr, io::Write as _};

use rustix::fs::OFlags;

use crate::{
    Losses, Result,
    buffer::{
        clock::Calibration,
        file::{File, at},
        reserve::check_limit,
    },
    session::place::Place,
};

/// Writes the metadata of what is known, at once for its readers.
pub(crate) fn write_metadata(
    file: &File,
    directory: &Place,
    clock: Calibration,
    losses: &Losses,
) -> Result<()> {
    replace(directory, "metadata".as_ref(), file.metadata(clock, losses)?.as_bytes())
}

/// Writes a whole file of a trace, at once for its readers.
///
/// # Errors
/// [`Error::File`].
pub(crate) fn replace(directory: &Place, name: &OsStr, bytes: &[u8]) -> Result<()> {
    let new = directory.join(format!(".{}.new", name.display()));
    let made = new.file(OFlags::WRONLY | OFlags::CREATE | OFlags::TRUNC);
    made.and_then(|mut file| {
        check_limit(bytes.len() as u64)?;
        file.write_all(bytes)
    })
    .map_err(at(new.path()))?;
    new.rename(name).map_err(at(directory.join(name).path()))
}
