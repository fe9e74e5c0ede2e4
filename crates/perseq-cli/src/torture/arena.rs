//! The data that all threads of a run share, handlers included: the subjects, the counts, what each thread does.

use std::{
    fmt,
    sync::{
        Mutex, OnceLock,
        atomic::{
            AtomicBool, AtomicI64, AtomicU64, AtomicUsize,
            Ordering::{Relaxed, SeqCst},
        },
    },
};

use fastrand::Rng;

use super::{
    subject::Subject,
    tally::{Event, Tally},
};

/// Most operations of a turn.
const TURN: u32 = 64;
/// Set in what a thread does while it reaches for other CPUs' rows.
const REMOTE: usize = 1 << 16;

/// Handlers find it here, without waiting for anything.
static ARENA: OnceLock<Arena> = OnceLock::new();

/// A subject and what was done with it.
pub(super) struct Entry {
    /// The structure.
    pub(super) subject: Box<dyn Subject>,
    /// Operations by threads.
    pub(super) operations: AtomicU64,
    /// Operations by handlers.
    pub(super) handled: AtomicU64,
    /// Remote operations.
    pub(super) remote: AtomicU64,
}

/// A thread's present activity, for reports on threads that make no progress.
#[derive(Debug)]
pub(super) struct Post {
    /// The thread's part.
    pub(super) name: String,
    /// 0, or the subject's place plus 1.
    doing: AtomicUsize,
    /// Turns that it has done.
    pub(super) turns: AtomicU64,
    /// The thread's number, or 0: it is not to be moved.
    pub(super) tid: AtomicI64,
    /// It has ended.
    pub(super) ended: AtomicBool,
}

/// The shared data.
pub(super) struct Arena {
    /// The subjects.
    pub(super) entries: Vec<Entry>,
    /// The counts.
    pub(super) tally: Tally,
    /// Threads end when it is set.
    stop: AtomicBool,
    /// How many threads hold a row now.
    pub(super) holders: AtomicUsize,
    /// True if a thread wants to fork while a row is held.
    pub(super) fork_waits: AtomicBool,
    /// The activity of each thread of the epoch.
    posts: Mutex<Vec<&'static Post>>,
    /// The faults that disturbances have found.
    faults: Mutex<Vec<String>>,
}

impl Arena {
    /// Makes the one arena of this process.
    pub(super) fn open(subjects: Vec<Box<dyn Subject>>) -> &'static Self {
        let entry = |subject| Entry {
            subject,
            operations: AtomicU64::new(0),
            handled: AtomicU64::new(0),
            remote: AtomicU64::new(0),
        };
        ARENA.get_or_init(|| Self {
            entries: subjects.into_iter().map(entry).collect(),
            tally: Tally::new(),
            stop: AtomicBool::new(false),
            holders: AtomicUsize::new(0),
            fork_waits: AtomicBool::new(false),
            posts: Mutex::default(),
            faults: Mutex::default(),
        })
    }

    /// The arena, if it is open.
    pub(super) fn get() -> Option<&'static Self> {
        ARENA.get()
    }

    /// Lets threads begin.
    pub(super) fn start(&self) {
        self.stop.store(false, SeqCst);
        if let Ok(mut posts) = self.posts.lock() {
            posts.clear();
        }
    }

    /// Tells threads to end.
    pub(super) fn stop(&self) {
        self.stop.store(true, SeqCst);
    }

    /// Returns whether threads are to end.
    pub(super) fn is_over(&self) -> bool {
        self.stop.load(Relaxed)
    }

    /// Any subject.
    pub(super) fn pick(&self, rng: &mut Rng) -> &Entry {
        &self.entries[rng.usize(..self.entries.len())]
    }

    /// One turn of a thread: some operations on some subject.
    pub(super) fn turn(&self, rng: &mut Rng, post: Option<&Post>) {
        let place = rng.usize(..self.entries.len());
        let (entry, operations) = (&self.entries[place], rng.u32(1..TURN));
        if let Some(post) = post {
            post.begins(place + 1);
        }
        let done = entry.subject.work(rng, operations);
        entry.operations.fetch_add(done.into(), Relaxed);
        if let Some(post) = post {
            post.has_done();
        }
    }

    /// One remote operation on some subject.
    pub(super) fn disturb(&self, rng: &mut Rng, post: &Post) {
        let place = rng.usize(..self.entries.len());
        post.begins(REMOTE | (place + 1));
        let done = self.entries[place].subject.disturb(rng);
        self.entries[place].remote.fetch_add(done.into(), Relaxed);
        self.tally.add(Event::Remote, done.into());
        post.has_done();
    }

    /// A post for a thread with the part `name`. Posts are never freed: there are some per second.
    pub(super) fn post(&self, name: String) -> &'static Post {
        let post: &'static Post = Box::leak(Box::new(Post {
            name,
            doing: AtomicUsize::new(0),
            turns: AtomicU64::new(0),
            tid: AtomicI64::new(0),
            ended: AtomicBool::new(false),
        }));
        if let Ok(mut posts) = self.posts.lock() {
            posts.push(post);
        }
        post
    }

    /// All posts of the epoch.
    pub(super) fn posts(&self) -> Vec<&'static Post> {
        self.posts.lock().map(|posts| posts.clone()).unwrap_or_default()
    }

    /// The last known activity of the thread at `post`. Allocates nothing when it is written.
    pub(super) fn doing<'a>(&'a self, post: &'a Post) -> impl fmt::Display + 'a {
        fmt::from_fn(move |f| {
            let doing = post.doing.load(Relaxed);
            let subject = (doing & (REMOTE - 1)).checked_sub(1).and_then(|place| self.entries.get(place));
            let what = subject.map_or("nothing that is told", |entry| entry.subject.name());
            let how = if doing & REMOTE == 0 { "" } else { " of another CPU" };
            let end = if post.ended.load(Relaxed) { ", and has ended" } else { "" };
            write!(f, "{}: {what}{how}, after {} turns{end}", post.name, post.turns.load(Relaxed))
        })
    }

    /// Something is wrong that no subject knows of.
    pub(super) fn report(&self, fault: String) {
        if let Ok(mut faults) = self.faults.lock() {
            faults.push(fault);
        }
    }

    /// The faults so far, without waiting for the threads.
    pub(super) fn faults(&self) -> Vec<String> {
        let named =
            |entry: &Entry| entry.subject.fault().map(|fault| format!("{}: {fault}", entry.subject.name()));
        let mut faults: Vec<String> = self.entries.iter().filter_map(named).collect();
        faults.extend(self.faults.lock().map(|faults| faults.clone()).unwrap_or_default());
        faults
    }

    /// While no thread is at work: what is wrong.
    pub(super) fn check(&self) -> Vec<String> {
        let named = |entry: &Entry| {
            entry.subject.check().err().map(|fault| format!("{}: {fault}", entry.subject.name()))
        };
        let mut faults: Vec<String> = self.entries.iter().filter_map(named).collect();
        faults.extend(self.faults.lock().map(|faults| faults.clone()).unwrap_or_default());
        faults
    }
}

impl Post {
    /// The thread begins with `doing`.
    fn begins(&self, doing: usize) {
        self.doing.store(doing, Relaxed);
    }

    /// Runs the thread's part, and says that it has ended, however it does.
    pub(super) fn until_end(&self, part: impl FnOnce()) {
        struct End<'a>(&'a Post);
        impl Drop for End<'_> {
            fn drop(&mut self) {
                self.0.tid.store(0, Relaxed);
                self.0.ended.store(true, SeqCst);
            }
        }
        let _end = End(self);
        part();
    }

    /// It has done it.
    pub(super) fn has_done(&self) {
        self.doing.store(0, Relaxed);
        self.turns.fetch_add(1, Relaxed);
    }
}
