//! The heap profile: by functions that a program calls, and by `PERSEQ_MALLOC_PROFILE` from its start to its end.

use core::{
    ffi::{CStr, c_char, c_int},
    sync::atomic::{AtomicU32, AtomicUsize, Ordering::Relaxed},
};
use std::{
    ffi::OsStr,
    fs::{File, OpenOptions},
    io::{self, BufWriter, Write},
    os::unix::{ffi::OsStrExt as _, fs::OpenOptionsExt as _},
    path::Path,
    process, time,
};

use perseq_alloc::profile::{self, Report};
use perseq_core::sys;

use crate::{basic::fail, environment::say, name::Name};

/// The file that is written at the end.
static FILE: Name = Name::new();
/// The process that began it.
static BEGAN: AtomicU32 = AtomicU32::new(0);
/// Bytes between two samples, where a word of `PERSEQ_MALLOC` tells; else 0.
static INTERVAL: AtomicUsize = AtomicUsize::new(0);

/// Sets the bytes between two samples of a profile that is begun by the environment.
pub(crate) fn set_interval(bytes: usize) {
    INTERVAL.store(bytes, Relaxed);
}

/// Begins a profile that is written when the process ends.
///
/// # Safety
///
/// * Called once, before any other thread can be in this module.
pub(crate) unsafe fn begin(name: &[u8]) {
    // SAFETY: the caller's.
    unsafe { FILE.remember(name) };
    BEGAN.store(process::id(), Relaxed);
    if FILE.get().is_some() && !start(INTERVAL.load(Relaxed)) {
        say(&[b"perseq-malloc: no heap profile: there is no memory for its tables\n"]);
    }
}

fn start(interval: usize) -> bool {
    let interval = if interval == 0 { profile::INTERVAL } else { interval };
    let now = time::SystemTime::now().duration_since(time::UNIX_EPOCH).unwrap_or_default();
    let seed = now.as_nanos() as usize ^ ((process::id() as usize) << 32);
    profile::start(interval, seed, profile::unwind)
}

fn report() -> Report {
    Report::new().without_library(perseq_malloc_profile_stop as *const () as usize)
}

/// Writes the profile that the environment asked for. At the process's end.
pub(crate) fn leave() {
    let Some(name) = FILE.get().filter(|_| profile::is_on()) else { return };
    let report = report();
    profile::stop();
    let path = path(name.to_bytes());
    let file = Path::new(OsStr::from_bytes(&path));
    if let Err(error) = write(&report, file, is_collapsed(Path::new(OsStr::from_bytes(name.to_bytes())))) {
        let why = format!(": {error}\n");
        say(&[b"perseq-malloc: cannot write the heap profile to ", &path, why.as_bytes()]);
    }
}

/// The name with `%p` replaced by the process's number, and `%%` by `%`. A forked child does not write over its parent's file.
fn path(name: &[u8]) -> Vec<u8> {
    let pid = process::id().to_string();
    let (mut path, mut has_pid) = (Vec::new(), false);
    let mut rest = name.iter();
    while let Some(&byte) = rest.next() {
        match (byte, rest.as_slice().first()) {
            (b'%', Some(b'p')) => {
                path.extend(pid.as_bytes());
                has_pid = true;
                rest.next();
            }
            (b'%', Some(b'%')) => {
                path.push(b'%');
                rest.next();
            }
            _ => path.push(byte),
        }
    }
    if !has_pid && BEGAN.load(Relaxed) != process::id() {
        path.push(b'.');
        path.extend(pid.as_bytes());
    }
    path
}

/// Names of files that get lines for flame graphs.
const COLLAPSED: [&str; 3] = ["collapsed", "folded", "txt"];

fn is_collapsed(path: &Path) -> bool {
    path.extension().and_then(OsStr::to_str).is_some_and(|ending| COLLAPSED.contains(&ending))
}

/// A file whose writes raise no signal: not at the program's limit of files (`ulimit -f`), and not of a pipe without a reader.
struct Sparing(File);

impl Write for Sparing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        sys::without_signals_of_writing(|| self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn write(report: &Report, path: &Path, is_collapsed: bool) -> io::Result<()> {
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    let file = BufWriter::new(Sparing(file));
    if is_collapsed { report.write_collapsed(file) } else { report.write_pprof(file) }
}

/// Starts a heap profile, or starts it anew: one allocation in `interval` bytes is sampled, 512 KiB if that is 0. 0, or −1 and `ENOMEM`.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_malloc_profile_start(interval: usize) -> c_int {
    if start(interval) {
        return 0;
    }
    fail(libc::ENOMEM);
    -1
}

/// Ends sampling. Samples can still be written.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_malloc_profile_stop() {
    profile::stop();
}

/// Writes the profile to a file, as lines for flame graphs if its name ends with `.collapsed`, `.folded` or `.txt`, else as `pprof` reads
/// it. 0, or −1 and `errno`.
///
/// # Safety
///
/// * `path` is NUL-terminated.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_malloc_profile_write(path: *const c_char) -> c_int {
    // SAFETY: the caller's.
    let path = unsafe { CStr::from_ptr(path) };
    let path = Path::new(OsStr::from_bytes(path.to_bytes()));
    match write(&report(), path, is_collapsed(path)) {
        Ok(()) => 0,
        Err(error) => {
            fail(error.raw_os_error().unwrap_or(libc::EIO));
            -1
        }
    }
}
