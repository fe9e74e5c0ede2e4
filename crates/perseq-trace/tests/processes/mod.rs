//! What the tests with several processes share: forks, kills, numbers that all of them see, directories that go away.

#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
    sync::atomic::AtomicU64,
    thread,
    time::{Duration, Instant},
};

use perseq_ctf::{Item, ReadError, Reader, Value};

/// Numbers that all processes see, from those on that are forked later.
pub fn shared(count: usize) -> &'static [AtomicU64] {
    unsafe {
        let (access, kind) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED | libc::MAP_ANONYMOUS);
        let memory = libc::mmap(std::ptr::null_mut(), 8 * count, access, kind, -1, 0);
        assert_ne!(memory, libc::MAP_FAILED);
        std::slice::from_raw_parts(memory.cast(), count)
    }
}

/// A child that runs `body`, and dies with its parent.
pub fn fork(body: impl FnOnce()) -> i32 {
    unsafe {
        match libc::fork() {
            0 => {
                libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
                let fine = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).is_ok();
                libc::_exit(i32::from(!fine))
            }
            child => {
                assert!(child > 0, "fork: {}", std::io::Error::last_os_error());
                child
            }
        }
    }
}

/// How `child` ended: its code, or minus its signal.
pub fn wait(child: i32) -> i32 {
    let mut status = 0;
    assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
    if libc::WIFEXITED(status) { libc::WEXITSTATUS(status) } else { -libc::WTERMSIG(status) }
}

/// Kills `child`, which did not end before.
pub fn kill(child: i32) {
    unsafe { libc::kill(child, libc::SIGKILL) };
    assert_eq!(wait(child), -libc::SIGKILL);
}

/// Waits until it is so.
pub fn until(what: &str, mut is: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is() {
        assert!(start.elapsed() < crate::support::PATIENCE, "{what} did not come");
        thread::sleep(Duration::from_micros(200));
    }
}

/// From here on files of this process get no longer than that, which is as a full disk; the kernel ends who tries (`SIGXFSZ`).
pub fn limit_files(bytes: u64) {
    let limit = libc::rlimit { rlim_cur: bytes, rlim_max: libc::RLIM_INFINITY };
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &limit) }, 0);
}

/// The numbers of a trace's events, which have a field `number`, and how many are lost, as it says.
pub fn numbers(mut reader: Reader) -> (Vec<u64>, u64) {
    let (mut numbers, mut lost) = (Vec::new(), 0);
    while let Some(item) = reader.next_item().unwrap() {
        match item {
            Item::Loss(loss) => {
                assert_eq!(loss.packets, 0, "a packet is missing");
                lost += loss.events;
            }
            Item::Event(event) => match event.fields().get("number") {
                Some(Value::Unsigned(number)) => numbers.push(number),
                other => panic!("{other:?}"),
            },
        }
    }
    (numbers, lost)
}

/// As [`numbers`], of the trace in a directory; one without metadata has none.
pub fn numbers_in(directory: &Path) -> (Vec<u64>, u64) {
    match Reader::open(directory) {
        Err(ReadError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => (Vec::new(), 0),
        reader => numbers(reader.unwrap()),
    }
}

/// From now on this thread is not registered, and cannot be.
#[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
pub fn give_up_sections() {
    unsafe {
        let [offset, size] =
            [c"__rseq_offset", c"__rseq_size"].map(|name| libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()));
        if !offset.is_null() && size.cast::<u32>().read() != 0 {
            let thread: usize;
            std::arch::asm!("mov {}, fs:[0]", out(reg) thread);
            let area = thread.wrapping_add_signed(offset.cast::<isize>().read());
            // glibc does not tell the length that it has registered.
            let unregister =
                |len: u32| libc::syscall(libc::SYS_rseq, area, len, 1, perseq_core::abi::SIGNATURE) == 0;
            assert!((20..1024).any(unregister), "glibc's registration");
        }
    }
    crate::support::deny_rseq(libc::ENOSYS);
}

/// The path of a session in a directory that goes away.
pub struct Scratch(pub PathBuf, crate::support::Scratch);

impl Scratch {
    pub fn new(name: &str) -> Self {
        Self::inside(crate::support::Scratch::new(name))
    }

    /// In memory if it can be: for sessions by the thousand.
    pub fn in_memory(name: &str) -> Self {
        Self::inside(crate::support::Scratch::in_memory(name))
    }

    fn inside(directory: crate::support::Scratch) -> Self {
        Self(directory.join("session"), directory)
    }

    /// Where a snapshot of it is written to: beside it, for a session's own trace is in it.
    pub fn snapshot(&self) -> PathBuf {
        self.0.with_extension("snapshot")
    }

    /// The directories in it, by name.
    pub fn directories(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap().map(Result::unwrap);
        let directories = entries.filter(|entry| entry.path().is_dir());
        let mut names: Vec<_> = directories.map(|entry| entry.file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// The text of a producer's event with that number.
pub fn text_of(sequence: u64) -> &'static str {
    "0123456789abcdef".split_at((sequence % 16) as usize).0
}

/// What a trace has of producers' events `producer`, `sequence`, `text`.
pub struct Counted {
    /// How many events each producer has, each of them once and whole.
    pub counts: Vec<u64>,
    /// The number behind each one's last event.
    pub next: Vec<u64>,
    /// What the trace says of losses.
    pub lost: u64,
    /// The CPUs that events were written on.
    pub cpus: BTreeSet<u32>,
}

impl Counted {
    pub fn read(directory: &Path, producers: usize) -> Self {
        let mut reader = Reader::open(directory).unwrap();
        let (mut next, mut counts) = (vec![0; producers], vec![0; producers]);
        let (mut lost, mut cpus) = (0, BTreeSet::new());
        while let Some(item) = reader.next_item().unwrap() {
            match item {
                Item::Loss(loss) => lost += loss.events + loss.packets,
                Item::Event(event) => {
                    let unsigned = |name| match event.fields().get(name) {
                        Some(Value::Unsigned(number)) => number,
                        other => panic!("{other:?}"),
                    };
                    let (producer, sequence) = (unsigned("producer") as usize, unsigned("sequence"));
                    let is_new = sequence >= next[producer];
                    assert!(is_new, "event {sequence} of producer {producer} is there twice");
                    next[producer] = sequence + 1;
                    counts[producer] += 1;
                    let Some(Value::Text(text)) = event.fields().get("text") else { panic!("no text") };
                    assert_eq!(text, text_of(sequence).as_bytes(), "a torn event");
                    cpus.extend(event.cpu().map(|cpu| cpu as u32));
                }
            }
        }
        Self { counts, next, lost, cpus }
    }
}
