//! A trace in directories: one; parts that follow each other; or several of those, of processes that ran at the same time.

use super::{
    ReadError,
    entries::{Entry, Identity, entries, failed, identities, identity},
    model_of,
};
use crate::metadata::model::Model;
use std::{
    collections::{HashSet, VecDeque},
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
    streams: HashSet<PathBuf>,
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

/// Returns whether that is because something is not there, or not any more: recorders remove directories.
fn is_missing(error: &ReadError) -> bool {
    matches!(error, ReadError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
}

/// Finds the traces in `directory`: itself if it has metadata, and its parts; otherwise its parts, and what is in its other directories. It opens none.
pub(super) fn find(directory: &Path) -> Result<Vec<Parts>, ReadError> {
    find_by(directory, &mut |path| path.join("metadata").is_file())
}

/// As `find`, by what `has_metadata` says of a directory.
fn find_by(directory: &Path, has_metadata: &mut dyn FnMut(&Path) -> bool) -> Result<Vec<Parts>, ReadError> {
    let (found, seen, links) = (Vec::new(), HashSet::new(), VecDeque::new());
    let mut search = Search { has_metadata, found, seen, links, searched: 0 };
    search.all(directory).map_err(|error| match error {
        ReadError::Directories { most, .. } => ReadError::Directories { path: directory.to_owned(), most },
        other => other,
    })?;
    Ok(search.found)
}

/// A search for traces. It asks once of each directory whether that has metadata: a recorder makes directories meanwhile, and one that was a
/// part at one question and no part at another would be read twice.
struct Search<'a> {
    has_metadata: &'a mut dyn FnMut(&Path) -> bool,
    found: Vec<Parts>,
    /// Each directory is searched once, however many names it has.
    seen: HashSet<Identity>,
    /// Links to directories, and how deep those may be: they come last, so that a directory has the same name at each search.
    links: VecDeque<(PathBuf, u32)>,
    /// Directories that are neither traces nor parts.
    searched: u32,
}

impl Search<'_> {
    /// Searches a directory, and then those that links in it lead to.
    fn all(&mut self, directory: &Path) -> Result<(), ReadError> {
        self.is_new(directory);
        self.directory(directory, DEPTH)?;
        while let Some((link, depth)) = self.links.pop_front() {
            let Ok(path) = fs::canonicalize(&link) else { continue };
            if path.is_dir() && self.is_new(&path) {
                self.found_or_gone(|search| search.directory(&path, depth))?;
            }
        }
        Ok(())
    }

    /// Returns whether this directory was not met before.
    fn is_new(&mut self, path: &Path) -> bool {
        identity(path).is_some_and(|identity| self.seen.insert(identity))
    }

    /// Does a part of the search; that a directory is gone by then is no error.
    fn found_or_gone(
        &mut self,
        search: impl FnOnce(&mut Self) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        match search(self) {
            Err(error) if is_missing(&error) => Ok(()),
            other => other,
        }
    }

    fn trace(&mut self, home: &Path, parts: Vec<PathBuf>) {
        self.found.push(Parts { home: home.to_owned(), open: Vec::new(), later: parts.into() });
    }

    fn directory(&mut self, path: &Path, depth: u32) -> Result<(), ReadError> {
        if !(self.has_metadata)(path) {
            return self.inside(path, depth);
        }
        // A trace that was begun in one piece has that piece here, and what came later in parts.
        let (_, own) = links_and_own(entries(path)?);
        let (parts, _) = self.parts_of(own);
        let home = path.to_owned();
        self.trace(path, [home].into_iter().chain(parts).collect());
        Ok(())
    }

    /// The parts among these, in their order, and the other directories.
    fn parts_of(&mut self, own: Vec<Entry>) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let own = own.into_iter().filter(|entry| entry.is_directory).map(|entry| entry.path);
        let (mut parts, others): (Vec<_>, Vec<_>) =
            own.partition(|path| is_part(path) && (self.has_metadata)(path));
        parts.retain(|part| self.is_new(part));
        parts.sort_by(|one, other| place(one).cmp(&place(other)));
        (parts, others)
    }

    /// Searches a directory that has no metadata, or had none a moment ago.
    fn inside(&mut self, directory: &Path, depth: u32) -> Result<(), ReadError> {
        let (links, own) = links_and_own(entries(directory)?);
        let (parts, others) = self.parts_of(own);
        if !parts.is_empty() {
            self.trace(directory, parts);
        } else if self.searched == MOST {
            return Err(ReadError::Directories { path: directory.to_owned(), most: MOST });
        } else {
            self.searched += 1;
        }
        if depth == 0 {
            return Ok(());
        }
        self.links.extend(links.into_iter().map(|link| (link, depth - 1)));
        for path in &others {
            if self.is_new(path) {
                self.found_or_gone(|search| match is_part(path) {
                    true => search.inside(path, depth - 1),
                    false => search.directory(path, depth - 1),
                })?;
            }
        }
        Ok(())
    }
}

/// Links, and what is in a directory itself: there is a part, too, that is a link to another disk.
fn links_and_own(entries: Vec<Entry>) -> (Vec<PathBuf>, Vec<Entry>) {
    let here: HashSet<_> = match entries.iter().any(|entry| entry.is_link && is_part(&entry.path)) {
        true => identities(&entries).collect(),
        // At most looks nothing is to be compared.
        false => HashSet::new(),
    };
    let is_elsewhere = |path: &Path| identity(path).is_some_and(|path| !here.contains(&path));
    let is_part_elsewhere =
        |entry: &Entry| is_part(&entry.path) && entry.path.is_dir() && is_elsewhere(&entry.path);
    let (links, own): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|entry| entry.is_link && !is_part_elsewhere(entry));
    (links.into_iter().map(|entry| entry.path).collect(), own)
}

/// What the name of a part has after `part-`.
fn part_name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()?.strip_prefix(PART)
}

fn is_part(path: &Path) -> bool {
    part_name(path).is_some()
}

/// The place of a part among others: by its number, however many digits that has, or by its name.
fn place(part: &Path) -> (Option<u64>, &Path) {
    (part_name(part).and_then(|name| name.parse().ok()), part)
}

impl Part {
    fn open(path: PathBuf) -> Result<Self, ReadError> {
        let metadata = read_metadata(&path)?;
        let model = model_of(&metadata, &path.join("metadata"))?;
        Ok(Self { path, metadata, model, streams: HashSet::new() })
    }

    /// Streams that were not there at the last look.
    fn new_streams(&mut self) -> Result<Vec<PathBuf>, ReadError> {
        let all = entries(&self.path)?;
        // At most looks nothing is new, and the file system is not asked about any file.
        let is_unknown = |path: &PathBuf| !self.streams.contains(path) && !path.ends_with("metadata");
        let unknown = |links: bool| {
            let kind =
                all.iter().filter(move |entry| entry.is_link == links && (links || !entry.is_directory));
            kind.map(|entry| entry.path.clone()).filter(is_unknown)
        };
        let (mut links, mut new): (Vec<_>, Vec<_>) = (unknown(true).collect(), unknown(false).collect());
        if !links.is_empty() {
            // A link to another stream is that one.
            let own: HashSet<_> = identities(&all).collect();
            links.retain(|link| identity(link).is_some_and(|stream| !own.contains(&stream)));
        }
        new.append(&mut links);
        new.retain(|path| path.is_file());
        self.streams.extend(new.iter().cloned());
        Ok(new)
    }
}

/// The text of a directory's metadata.
fn read_metadata(part: &Path) -> Result<Vec<u8>, ReadError> {
    let path = part.join("metadata");
    // A pipe would be waited for.
    if fs::metadata(&path).is_ok_and(|about| !about.is_file()) {
        let source = io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file");
        return Err(ReadError::Io { path, source });
    }
    fs::read(&path).map_err(failed(&path))
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
        let last = last.as_deref().map(place);
        self.later.extend(found.later.into_iter().filter(|path| Some(place(path)) > last));
    }

    /// The model of the last open part, if there is more metadata than at the last look.
    pub(super) fn grow(&mut self) -> Result<Option<Arc<Model>>, ReadError> {
        let Some(part) = self.open.last_mut() else { return Ok(None) };
        let metadata = match read_metadata(&part.path) {
            Err(error) if is_missing(&error) => return Ok(None),
            read => read?,
        };
        // At most looks there is no more.
        if metadata == part.metadata {
            return Ok(None);
        }
        match model_of(&metadata, &part.path.join("metadata")) {
            Err(ReadError::Metadata { source, .. }) if source.is_unfinished() => return Ok(None),
            model => (part.metadata, part.model) = (metadata, model?),
        }
        Ok(Some(part.model.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a recorder does in turn for a process whose trace is in parts.
    fn steps(process: &Path) -> Vec<Box<dyn FnOnce() + '_>> {
        let part = |number: u32| process.join(format!("part-{number:06}"));
        let mut steps: Vec<Box<dyn FnOnce()>> = vec![
            Box::new(move || fs::create_dir(process).unwrap()),
            Box::new(move || fs::write(process.join("metadata"), "").unwrap()),
            Box::new(move || fs::remove_file(process.join("metadata")).unwrap()),
        ];
        for number in 1..4 {
            steps.push(Box::new(move || fs::create_dir(part(number)).unwrap()));
            steps.push(Box::new(move || fs::write(part(number).join("metadata"), "").unwrap()));
        }
        steps
    }

    #[test]
    fn a_part_that_is_made_during_a_search_is_found_once_and_in_its_place() {
        let scratch = perseq_testing::Scratch::new("parts");
        let root = scratch.join("root");
        let process = root.join("process-1");
        let mut during = 0;
        for first in 0..steps(&process).len() {
            // The step comes before that question, or after it and before the next one.
            for question in 0..8 {
                fs::create_dir(&root).unwrap();
                let mut steps = steps(&process);
                let mut later: VecDeque<_> = steps.split_off(first).into();
                steps.into_iter().for_each(|step| step());
                let mut asked = 0;
                let mut found = find_by(&root, &mut |path| {
                    let yes = path.join("metadata").is_file();
                    if asked == question {
                        later.pop_front().expect("one at least")();
                        during += 1;
                    }
                    asked += 1;
                    yes
                });
                let found = found.as_mut().unwrap();
                later.into_iter().for_each(|step| step());
                for again in find(&root).unwrap() {
                    match found.iter_mut().find(|parts| parts.home == again.home) {
                        Some(parts) => parts.extend(again),
                        None => found.push(again),
                    }
                }
                let mut paths: Vec<_> = found.iter().flat_map(|parts| parts.later.iter().cloned()).collect();
                // The trace in one piece that the recorder began with; it is gone.
                paths.retain(|path| *path != process);
                let all: Vec<_> = (1..4).map(|number| process.join(format!("part-{number:06}"))).collect();
                assert_eq!(paths, all, "after {first} steps, one more at question {question}");
                assert_eq!(found.len(), 1, "{found:?}");
                fs::remove_dir_all(&root).unwrap();
            }
        }
        assert!(during > 20, "{during} steps were made during a search");
    }

    #[test]
    fn parts_are_in_the_order_of_their_numbers() {
        let root = perseq_testing::Scratch::new("numbers");
        let [first, second] = ["part-999999", "part-1000000"].map(|name| root.join(name));
        for part in [&first, &second] {
            fs::create_dir_all(part).unwrap();
            fs::write(part.join("metadata"), "").unwrap();
        }
        let mut found = find(&root).unwrap();
        assert_eq!(found[0].later, [first, second]);
        let third = root.join("part-1000001");
        found[0].extend(Parts { home: root.0.clone(), open: Vec::new(), later: [third.clone()].into() });
        assert_eq!(found[0].later.back(), Some(&third));
    }
}
