//! A trace in directories: one, or parts that follow each other.

use super::{ReadError, model_of};
use crate::model::Model;
use std::{
    collections::VecDeque,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// A directory with metadata and streams.
#[derive(Debug)]
pub(super) struct Part {
    path: PathBuf,
    metadata: Vec<u8>,
    pub(super) model: Arc<Model>,
    /// Streams that are known.
    streams: Vec<PathBuf>,
}

/// The directories of a trace.
#[derive(Debug)]
pub(super) struct Parts {
    root: PathBuf,
    /// Those that are open, the last of which may get more streams.
    pub(super) open: Vec<Part>,
    /// Those behind them.
    later: VecDeque<PathBuf>,
}

fn failed(path: &Path) -> impl Fn(io::Error) -> ReadError {
    move |source| ReadError::Io { path: path.to_owned(), source }
}

/// What is in a directory, sorted by name, but for what is hidden.
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

/// `directory` itself if it has metadata; otherwise those in it that have.
fn parts(directory: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let has_metadata = |path: &Path| path.join("metadata").is_file();
    if !has_metadata(directory) {
        let parts: Vec<_> = entries(directory)?.into_iter().filter(|path| has_metadata(path)).collect();
        if !parts.is_empty() {
            return Ok(parts);
        }
    }
    // Where there is none at all, reading it says so.
    Ok(vec![directory.to_owned()])
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
    let text = fs::read(&path).map_err(failed(&path))?;
    let model = model_of(&text, &path)?;
    Ok((text, model))
}

impl Parts {
    /// Finds the parts, and opens none.
    pub(super) fn find(root: &Path) -> Result<Self, ReadError> {
        Ok(Self { root: root.to_owned(), open: Vec::new(), later: parts(root)?.into() })
    }

    /// Opens the next part; false if there is none.
    pub(super) fn open_next(&mut self) -> Result<bool, ReadError> {
        let Some(path) = self.later.pop_front() else { return Ok(false) };
        self.open.push(Part::open(path)?);
        Ok(true)
    }

    /// Streams of the last open part that were not there at the last look.
    pub(super) fn new_streams(&mut self) -> Result<Vec<PathBuf>, ReadError> {
        self.open.last_mut().map_or(Ok(Vec::new()), Part::new_streams)
    }

    /// Looks for parts behind those that are known, and for more metadata of the last open one; whether there is some.
    pub(super) fn grow(&mut self) -> Result<bool, ReadError> {
        let last = self.later.back().or_else(|| self.open.last().map(|part| &part.path)).cloned();
        self.later.extend(parts(&self.root)?.into_iter().filter(|path| Some(path) > last.as_ref()));
        let Some(part) = self.open.last_mut() else { return Ok(false) };
        let (metadata, model) = match read_metadata(&part.path) {
            Err(ReadError::Metadata { source, .. }) if source.is_unfinished() => return Ok(false),
            read => read?,
        };
        let news = metadata != part.metadata;
        if news {
            (part.metadata, part.model) = (metadata, model);
        }
        Ok(news)
    }
}
