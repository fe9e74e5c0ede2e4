//! A child that is killed at a step of its parent's choice: at system calls, and at stores to words that its parent looks at.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use std::{
    fs,
    os::unix::fs::{FileExt as _, MetadataExt as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering::SeqCst},
};

use crate::processes::{fork, kill};

/// Where a recorder is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// After so many system calls.
    pub calls: u64,
    /// And after so many stores to the recorder's words after that.
    pub stores: u64,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It was killed there.
    Killed,
    /// It has ended before.
    Whole,
    /// Fewer stores came.
    Fewer,
    /// This program may not trace others.
    Forbidden,
}

/// The child's exit code where it may not be traced.
const FORBIDDEN: i32 = 77;
/// So many instructions are made one by one after a system call.
const INSTRUCTIONS: u64 = 20_000;

fn ptrace(request: libc::c_uint, child: i32, data: libc::c_ulong) -> bool {
    unsafe { libc::ptrace(request, child, 0, data) == 0 }
}

/// How `child` has stopped: by which signal; `None` if it has ended.
fn stopped(child: i32) -> Option<i32> {
    let mut status = 0;
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    assert!(!libc::WIFSIGNALED(status), "the recorder died of signal {}", libc::WTERMSIG(status));
    libc::WIFSTOPPED(status).then(|| libc::WSTOPSIG(status)).or_else(|| {
        assert!([0, FORBIDDEN].contains(&libc::WEXITSTATUS(status)), "the recorder failed");
        (libc::WEXITSTATUS(status) == FORBIDDEN).then_some(-1)
    })
}

/// Before a system call, the recorder has stored to its words.
pub const STORED: u64 = 1;
/// The call has changed a file or directory.
pub const CHANGED: u64 = 2;

/// Runs `recorder` in a child up to `place`, and kills it there. `words` are those that it stores to; `done` is for what each of the first
/// system calls has done: the others are not looked at, which takes much longer than to make them.
pub fn killed_at(place: Place, words: &Words, done: &[AtomicU64], recorder: impl FnOnce()) -> Ended {
    let child = fork(|| unsafe {
        if libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0) != 0 {
            libc::_exit(FORBIDDEN);
        }
        libc::raise(libc::SIGSTOP);
        recorder();
    });
    match stopped(child) {
        Some(-1) => return Ended::Forbidden,
        first => assert_eq!(first, Some(libc::SIGSTOP)),
    }
    let options = libc::PTRACE_O_TRACESYSGOOD | libc::PTRACE_O_EXITKILL;
    assert!(ptrace(libc::PTRACE_SETOPTIONS, child, options as libc::c_ulong));
    let (mut before, mut files) = (words.read(), words.files());
    for call in 0..place.calls {
        let (done, mut what) = (done.get(call as usize), 0);
        for end in [false, true] {
            assert!(ptrace(libc::PTRACE_SYSCALL, child, 0));
            match stopped(child) {
                None => return Ended::Whole,
                Some(signal) => assert_eq!(signal, libc::SIGTRAP | 0x80),
            }
            if done.is_some() {
                let now = words.read();
                if !end && now != before {
                    what |= STORED;
                }
                before = now;
            }
        }
        let Some(done) = done else { continue };
        let now = words.files();
        if now != files {
            what |= CHANGED;
        }
        files = now;
        done.store(what, SeqCst);
    }
    let (mut stores, mut before) = (0, words.read());
    for _ in 0..INSTRUCTIONS {
        if stores == place.stores {
            kill(child);
            return Ended::Killed;
        }
        if !ptrace(libc::PTRACE_SINGLESTEP, child, 0) {
            // Not on this architecture.
            break;
        }
        let Some(_) = stopped(child) else { return Ended::Fewer };
        let now = words.read();
        stores += u64::from(now != before);
        before = now;
    }
    kill(child);
    Ended::Fewer
}

/// The words that a recorder stores to: in a file's header, and of its state of a CPU's stream.
pub struct Words {
    directory: PathBuf,
    files: Vec<fs::File>,
    state: u64,
}

impl Words {
    pub fn of(directory: &Path, files: &[&Path], cpu: u32) -> Self {
        let state = (1 << 20) + u64::from(cpu) * (4096 + 2 * 4096) + 256;
        let files = files.iter().map(|file| fs::File::open(file).unwrap()).collect();
        Self { directory: directory.to_owned(), files, state }
    }

    /// The files and directories of the session, how long they are, and how much room they take.
    fn files(&self) -> Vec<(PathBuf, [u64; 2])> {
        let (mut found, mut left) = (Vec::new(), vec![self.directory.clone()]);
        while let Some(directory) = left.pop() {
            for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
                let (path, about) = (entry.path(), entry.metadata().unwrap());
                if about.is_dir() {
                    left.push(path.clone());
                }
                found.push((path, if about.is_dir() { [0; 2] } else { [about.len(), about.blocks()] }));
            }
        }
        found.sort();
        found
    }

    fn read(&self) -> Vec<[u8; 1024]> {
        let mut all = Vec::new();
        for (file, place) in self.files.iter().flat_map(|file| [(file, 0), (file, self.state)]) {
            let mut words = [0; 1024];
            // The file of a session without buffers has no state.
            let len = if place == 0 { 1024 } else { 256 };
            _ = file.read_exact_at(&mut words[..len], place);
            all.push(words);
        }
        all
    }
}
