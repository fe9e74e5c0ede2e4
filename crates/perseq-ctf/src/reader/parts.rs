//! A trace in directories: one; parts that follow each other; or several of those, of processes that ran at the same time.

use super::{ReadError, model_of};
use crate::model::Model;
use std::{
    collections::VecDeque,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The beginning of the names of parts that follow each other. Anything else is from the same time.
const PART: &str = "part-";
/// So many directories in each other are searched: links can make a ring.
const DEPTH: u32 = 8;
/// So many directories are searched that are neither traces nor parts: a user who names a disk's root has mistyped.
const MOST: u32 = 10_000;

/// A directory with metadata and streams.
#[derive(Debug)]
pub(super) struct Part {
    path: PathBuf,
    metadata: Vec<u8>,
    pub(super) model: Arc<Model>,
    /// Streams that are known.
    streams: Vec<PathBuf>,
}

/// The directories of one trace, of those that are read together.
#[derive(Debug)]
pub(super) struct Parts {
    /// The directory itself, or the one that the parts are in.
    pub(super) home: PathBuf,
    /// Those that are open, the last of which may get more streams.
    pub(super) open: Vec<Part>,
    /// Those after them.
    pub(super) later: VecDeque<PathBuf>,
}

fn failed(path: &Path) -> impl Fn(io::Error) -> ReadError {
    move |source| ReadError::Io { path: path.to_owned(), source }
}

/// The contents of a directory, sorted by name, but for what is hidden.
fn entries(directory: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed(directory))? {
        let path = entry.map_err(failed(directory))?.path();
        if !path.file_name().unwrap_or_default().to_string_lossy().starts_with('.') {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Returns whether that is because something is not there, or not any more: recorders remove directories.
fn is_missing(error: &ReadError) -> bool {
    matches!(error, ReadError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
}

/// Finds the traces in `directory`: itself if it has metadata; otherwise its parts, and what is in its other directories. It opens none.
pub(super) fn find(directory: &Path) -> Result<Vec<Parts>, ReadError> {
    let mut found = Vec::new();
    search(directory, DEPTH, &mut found, &mut 0).map_err(|error| match error {
        ReadError::Directories { most, .. } => ReadError::Directories { path: directory.to_owned(), most },
        other => other,
    })?;
    Ok(found)
}

fn search(directory: &Path, depth: u32, found: &mut Vec<Parts>, searched: &mut u32) -> Result<(), ReadError> {
    let has_metadata = |path: &Path| path.join("metadata").is_file();
    let trace =
        |parts: Vec<PathBuf>| Parts { home: directory.to_owned(), open: Vec::new(), later: parts.into() };
    if has_metadata(directory) {
        found.push(trace(vec![directory.to_owned()]));
        return Ok(());
    }
    let is_part =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PART));
    let (parts, others): (Vec<_>, Vec<_>) =
        entries(directory)?.into_iter().partition(|path| is_part(path) && has_metadata(path));
    if !parts.is_empty() {
        found.push(trace(parts));
    } else if *searched == MOST {
        return Err(ReadError::Directories { path: directory.to_owned(), most: MOST });
    } else {
        *searched += 1;
    }
    for path in others.iter().filter(|path| depth > 0 && path.is_dir()) {
        match search(path, depth - 1, found, searched) {
            Err(error) if is_missing(&error) => {}
            other => other?,
        }
    }
    Ok(())
}

impl Part {
    fn open(path: PathBuf) -> Result<Self, ReadError> {
        let (metadata, model) = read_metadata(&path)?;
        Ok(Self { path, metadata, model, streams: Vec::new() })
    }

    /// Streams that were not there at the last look.
    fn new_streams(&mut self) -> Result<Vec<PathBuf>, ReadError> {
        let streams = entries(&self.path)?.into_iter().filter(|path| {
            path.file_name().is_some_and(|name| name != "metadata")
                && path.is_file()
                && !self.streams.contains(path)
        });
        let new: Vec<_> = streams.collect();
        self.streams.extend(new.iter().cloned());
        Ok(new)
    }
}

fn read_metadata(part: &Path) -> Result<(Vec<u8>, Arc<Model>), ReadError> {
    let path = part.join("metadata");
    // A pipe would be waited for.
    if fs::metadata(&path).is_ok_and(|about| !about.is_file()) {
        let source = io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file");
        return Err(ReadError::Io { path, source });
    }
    let text = fs::read(&path).map_err(failed(&path))?;
    let model = model_of(&text, &path)?;
    Ok((text, model))
}

impl Parts {
    /// `directory` as the one part of a trace, whatever is in it.
    pub(super) fn of(directory: &Path) -> Result<Self, ReadError> {
        let part = Part::open(directory.to_owned())?;
        Ok(Self { home: directory.to_owned(), open: vec![part], later: VecDeque::new() })
    }

    /// Opens the next part; false if there is none. One that was removed since is none.
    pub(super) fn open_next(&mut self) -> Result<bool, ReadError> {
        while let Some(path) = self.later.pop_front() {
            match Part::open(path) {
                Err(error) if is_missing(&error) => {}
                part => {
                    self.open.push(part?);
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Streams of the last open part that were not there at the last look.
    pub(super) fn new_streams(&mut self) -> Result<Vec<PathBuf>, ReadError> {
        match self.open.last_mut().map_or(Ok(Vec::new()), Part::new_streams) {
            Err(error) if is_missing(&error) => Ok(Vec::new()),
            other => other,
        }
    }

    /// Takes the parts of `found`, the same trace as it is now, that come after those that are known.
    pub(super) fn extend(&mut self, found: Parts) {
        let last = self.later.back().or_else(|| self.open.last().map(|part| &part.path)).cloned();
        self.later.extend(found.later.into_iter().filter(|path| Some(path) > last.as_ref()));
    }

    /// Looks for more metadata of the last open part; whether there is some.
    pub(super) fn grow(&mut self) -> Result<bool, ReadError> {
        let Some(part) = self.open.last_mut() else { return Ok(false) };
        let (metadata, model) = match read_metadata(&part.path) {
            Err(ReadError::Metadata { source, .. }) if source.is_unfinished() => return Ok(false),
            Err(error) if is_missing(&error) => return Ok(false),
            read => read?,
        };
        let news = metadata != part.metadata;
        if news {
            (part.metadata, part.model) = (metadata, model);
        }
        Ok(news)
    }
}
