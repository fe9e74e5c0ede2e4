//! Directories of processes that no tracer has made: of other users, links, other kinds of files, lengths and headers that are wrong, names
//! without a number, thousands of them. The recorder has every event of the process beside them, and nothing outside the session is touched.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod own_buffers;
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::{
    ffi::OsStr,
    fs,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{FileExt as _, chown, symlink},
    },
    path::{Path, PathBuf},
};

use perseq_trace::{Filter, Recorder, Session, snapshot};

use own_buffers::{OPTIONS, look, read, step};
use processes::{Scratch, fork, wait};

/// A user that is not root, and has nothing.
const OTHER: u32 = 65_534;
/// Events of the process beside the hostile ones.
const EVENTS: u64 = 500;

/// A session, and what lies beside it.
struct World {
    scratch: Scratch,
    session: Session,
    /// The directory of a process that has ended, and that no recorder has seen.
    whole: PathBuf,
}

impl World {
    fn new(name: &str) -> Self {
        let scratch = Scratch::in_memory(name);
        let directory = scratch.0.join("session");
        let session = Session::create(&directory, &OPTIONS).unwrap();
        // Made by a process that ends, and moved: what stays is as a process leaves it that is killed.
        let child = fork(|| {
            Session::open(&directory).unwrap().attach().unwrap();
            (0..EVENTS).for_each(|sequence| step(99, sequence));
        });
        assert_eq!(wait(child), 0);
        let whole = scratch.0.join("whole");
        fs::rename(directory.join(format!("process-{child}")), &whole).unwrap();
        Self { scratch, session, whole }
    }

    /// A path in the session.
    fn inside(&self, name: impl AsRef<Path>) -> PathBuf {
        self.session.directory().join(name)
    }

    /// A copy of whole buffers under that name, in the session.
    fn copy(&self, name: impl AsRef<Path>) -> PathBuf {
        let to = self.inside(name);
        fs::create_dir(&to).unwrap();
        fs::copy(self.whole.join(".session"), to.join(".session")).unwrap();
        to
    }

    /// A directory outside the session that looks as a process's.
    fn victim(&self) -> PathBuf {
        let victim = self.scratch.0.join("victim");
        fs::create_dir(&victim).unwrap();
        for name in ["metadata", ".metadata.new", "stream_0", "stream_1"] {
            fs::write(victim.join(name), "precious").unwrap();
        }
        fs::copy(self.whole.join(".session"), victim.join(".session")).unwrap();
        victim
    }

    /// Records a process's events beside what is there now: all that may be done with a session. Returns the recorder's problems, as text.
    fn record(&self) -> Vec<String> {
        let directory = self.session.directory();
        let child = fork(|| {
            Session::open(directory).unwrap().attach().unwrap();
            (0..EVENTS).for_each(|sequence| step(1, sequence));
        });
        assert_eq!(wait(child), 0);
        let to = self.scratch.0.join("snapshot");
        snapshot(directory, &to).unwrap();
        check(&to);
        let mut recorder = Recorder::open(directory).unwrap();
        look(&mut recorder);
        self.session.set_filter(&Filter::all()).unwrap();
        _ = (self.session.counts(), self.session.events(), self.session.processes());
        recorder.rotate().unwrap();
        look(&mut recorder);
        self.session.stop();
        recorder.finish().unwrap();
        let problems = recorder.problems().iter();
        let problems = problems.map(|(path, error)| format!("{}: {error}", path.display())).collect();
        drop(recorder);
        let own = directory.join(format!("process-{child}"));
        check(&own);
        assert!(!own.join(".session").exists(), "its buffers are removed");
        problems
    }

    /// Removes what is left, as the last step of a recording.
    fn remove(&self) {
        Session::open(self.session.directory()).unwrap().remove().unwrap();
    }
}

/// Every event of the process beside the hostile ones is in the trace that is in `directory`.
fn check(directory: &Path) {
    let (seen, _) = read(directory);
    let first = &seen[&(1, "test:first".to_owned())];
    assert!(first.iter().copied().eq(0..EVENTS), "{} of {EVENTS} events", first.len());
}

/// Every file below a directory, with its bytes; links by what they lead to.
fn all_of(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            all.extend(all_of(&path));
        } else {
            all.push((path.clone(), fs::read(path).unwrap()));
        }
    }
    all.sort();
    all
}

fn make_fifo(path: &Path) {
    let path = std::ffi::CString::new(path.as_os_str().as_bytes()).unwrap();
    assert_eq!(unsafe { libc::mkfifo(path.as_ptr(), 0o600) }, 0);
}

#[test]
fn links_in_the_place_of_a_process_s_directory_and_files_lead_nowhere() {
    support::alone("links_in_the_place_of_a_process_s_directory_and_files_lead_nowhere", &[], || {
        let world = World::new("hostile-links");
        let victim = world.victim();
        let before = all_of(&victim);
        symlink(&victim, world.inside("process-4194305")).unwrap();
        // The files of one, each of them.
        for (number, name) in
            [".session", "metadata", ".metadata.new", "stream_0", "stream_1"].into_iter().enumerate()
        {
            let own = world.copy(format!("process-419431{number}"));
            _ = fs::remove_file(own.join(name));
            symlink(victim.join(name), own.join(name)).unwrap();
        }
        // The parts that a rotation makes.
        let own = world.copy("process-4194320");
        symlink(&victim, own.join("part-000001")).unwrap();
        symlink("process-4194321", world.inside("process-4194321")).unwrap();
        symlink(".", world.inside("process-4194322")).unwrap();
        let problems = world.record();
        world.remove();
        println!("{problems:#?}");
        assert!(all_of(&victim) == before, "a victim's files were changed");
        assert!(!problems.is_empty(), "no problem was told");
    });
}

#[test]
fn other_kinds_of_files_stop_no_recorder() {
    support::alone("other_kinds_of_files_stop_no_recorder", &[], || {
        let world = World::new("hostile-kinds");
        let mut number = 4_194_305;
        let mut next = || {
            number += 1;
            format!("process-{number}")
        };
        fs::write(world.inside(next()), "a file").unwrap();
        make_fifo(&world.inside(next()));
        for name in [".session", "metadata", ".metadata.new", "stream_0", "stream_1", "part-000001"] {
            for kind in ["fifo", "directory", "socket"] {
                let path = world.copy(next()).join(name);
                _ = fs::remove_file(&path);
                match kind {
                    "fifo" => make_fifo(&path),
                    "directory" => fs::create_dir(&path).unwrap(),
                    _ => drop(std::os::unix::net::UnixListener::bind(&path).unwrap()),
                }
            }
        }
        let problems = world.record();
        world.remove();
        println!("{problems:#?}");
        assert!(!problems.is_empty(), "no problem was told");
    });
}

#[test]
fn lengths_and_headers_that_are_wrong_are_told_and_stop_no_recorder() {
    support::alone("lengths_and_headers_that_are_wrong_are_told_and_stop_no_recorder", &[], || {
        let world = World::new("hostile-lengths");
        let mut number = 4_194_305;
        let mut next = || {
            number += 1;
            let directory = world.copy(format!("process-{number}"));
            let file = directory.join(".session");
            fs::OpenOptions::new().read(true).write(true).open(file).unwrap()
        };
        let whole = fs::metadata(world.whole.join(".session")).unwrap().len();
        for len in [0, 1, 4095, 4096, (1 << 20) - 1, 1 << 20, whole - 1, whole + 1, 1 << 40] {
            next().set_len(len).unwrap();
        }
        // Each of the words that a file begins with: as if it were of another kind, size, machine, clock or boot, or had no buffers.
        for word in 0..40 {
            for value in [0, 1, 2, 7, 1 << 16, 1 << 30, u64::MAX / 2, u64::MAX] {
                next().write_all_at(&value.to_ne_bytes(), 8 * word).unwrap();
            }
        }
        let problems = world.record();
        world.remove();
        println!("{} problems, such as {:#?}", problems.len(), problems.first());
        assert!(problems.len() >= 8, "{problems:?}");
    });
}

#[test]
fn names_without_a_number_and_thousands_of_files_stop_no_recorder() {
    support::alone("names_without_a_number_and_thousands_of_files_stop_no_recorder", &[], || {
        let world = World::new("hostile-names");
        let long = format!("process-{}", "9".repeat(240));
        let names: [&[u8]; 13] = [
            b"process-",
            b"process--",
            b"process--1",
            b"process-0",
            b"process-1",
            b"process-abc",
            b"process-99999999999999999999999",
            b"process-4194305-",
            b"process-4194305-x",
            b"process-4194305 \x1b[31m\n",
            b"process-4194305\xff\xfe",
            "process-٣".as_bytes(),
            long.as_bytes(),
        ];
        let all: Vec<PathBuf> =
            names.iter().map(|name| world.copy(Path::new(OsStr::from_bytes(name)))).collect();
        fs::create_dir(world.inside(".process-abc.new")).unwrap();
        for number in 0..3000 {
            fs::create_dir(world.inside(format!("process-42{number:05}"))).unwrap();
            fs::write(all[5].join(format!("stream_{number}")), "").unwrap();
        }
        let problems = world.record();
        world.remove();
        assert!(problems.is_empty(), "whole buffers are recorded under each name: {problems:?}");
    });
}

#[test]
fn buffers_and_directories_of_other_users_are_left_alone() {
    let name = "buffers_and_directories_of_other_users_are_left_alone";
    if unsafe { libc::geteuid() } != 0 {
        return support::skip("buffers of other users", "only root makes them");
    }
    support::alone(name, &[], || {
        let world = World::new("hostile-users");
        let theirs = world.copy("process-4194305");
        chown(theirs.join(".session"), Some(OTHER), Some(OTHER)).unwrap();
        chown(&theirs, Some(OTHER), Some(OTHER)).unwrap();
        let their_file = world.copy("process-4194306");
        chown(their_file.join(".session"), Some(OTHER), Some(OTHER)).unwrap();
        let before = [all_of(&theirs), all_of(&their_file)];
        let problems = world.record();
        println!("{problems:#?}");
        assert_eq!(problems.len(), 2, "{problems:?}");
        for (directory, before) in [theirs, their_file].iter().zip(before) {
            let now = all_of(directory);
            assert!(now == before, "{:?}", now.iter().map(|(path, _)| path).collect::<Vec<_>>());
        }
        world.remove();
    });
}
