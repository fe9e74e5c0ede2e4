//! Processes that wait until the recorder has descriptors for them, or the disk has room.

use std::{
    collections::{HashSet, VecDeque},
    path::PathBuf,
};

use crate::{Error, Summary, session::place::Place};

#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) directory: Place,
    /// As it was when it had descriptors last.
    pub(super) summary: Summary,
    pub(super) finished: bool,
    /// The last error.
    pub(super) why: Option<Error>,
}

/// The longest waiting first.
#[derive(Debug, Default)]
pub(super) struct WaitingList {
    list: VecDeque<Waiting>,
    /// The same, to look up.
    known: HashSet<PathBuf>,
}

impl WaitingList {
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn push(&mut self, waiting: Waiting) {
        self.known.insert(waiting.directory.path().to_owned());
        self.list.push_back(waiting);
    }

    /// One that was never recorded, unless it waits already.
    pub(super) fn add(&mut self, directory: &Place) {
        if !self.known.contains(directory.path()) {
            let directory = directory.clone();
            self.push(Waiting { directory, summary: Summary::default(), finished: false, why: None });
        }
    }

    pub(super) fn pop(&mut self) -> Option<Waiting> {
        let next = self.list.pop_front()?;
        self.known.remove(next.directory.path());
        Some(next)
    }

    /// From now on all of them are unfinished.
    pub(super) fn begin(&mut self) {
        self.list.iter_mut().for_each(|waiting| waiting.finished = false);
    }

    pub(super) fn unfinished(&self) -> usize {
        self.list.iter().filter(|waiting| !waiting.finished).count()
    }

    /// The unfinished ones first.
    pub(super) fn sort(&mut self) {
        self.list.make_contiguous().sort_by_key(|waiting| waiting.finished);
    }

    /// The unfinished ones, with what went wrong. They stay.
    pub(super) fn take_unfinished(&mut self) -> Vec<(PathBuf, Error)> {
        let unfinished = self.list.iter_mut().filter(|waiting| !waiting.finished);
        let problem = |Waiting { directory, why, .. }: &mut Waiting| {
            let source = rustix::io::Errno::MFILE.into();
            let error = why.take().unwrap_or(Error::File { path: directory.path().to_owned(), source });
            (directory.path().to_owned(), error)
        };
        unfinished.map(problem).collect()
    }

    pub(super) fn summaries(&self) -> impl Iterator<Item = Summary> {
        self.list.iter().map(|waiting| waiting.summary)
    }
}
