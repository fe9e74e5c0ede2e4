//! The figures of a process, which it leaves in a file when it ends: a line of JSON for each process.
//!
//! `PERSEQ_MALLOC_STATS` names the file, which is opened at the end, because programs close descriptors that they do not know. A process
//! that ends by a signal or by `_exit` leaves no line. Nothing here allocates, and nothing is a cancellation point. (A heap profile, if one
//! was asked for, is written before, and allocates.)

use core::{
    cell::UnsafeCell,
    ffi::{CStr, c_char, c_int, c_long},
    fmt::{self, Write},
    mem::MaybeUninit,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use perseq_alloc::{ClassStats, Stats, stats};
use perseq_core::sys;

use crate::{info::figures, name::Name, profile};

/// The file's name.
static FILE: Name = Name::new();

/// Run at `exit`, after the functions of `atexit` and the program's destructors.
#[used]
#[unsafe(link_section = ".fini_array")]
static ON_EXIT: extern "C" fn() = leave;

/// Keeps the file's name.
///
/// # Safety
///
/// * Called once, before any other thread can be in this module.
pub(crate) unsafe fn remember(name: &[u8]) {
    // SAFETY: the caller's.
    unsafe { FILE.remember(name) };
}

extern "C" fn leave() {
    profile::leave();
    let Some(name) = FILE.get() else { return };
    if IS_WRITTEN.swap(true, Relaxed) {
        return;
    }
    // SAFETY: the first caller alone comes here.
    let bytes = unsafe { &mut *LINE.0.get() };
    let mut line = Line { bytes, len: 0 };
    let all = stats();
    if write_figures(&mut line, &all).is_ok() {
        // One write, at the end of the file: lines of processes that end at once are whole.
        append(name, line.text());
    }
}

/// Room for the line, of which most is of the classes. It is not on the stack: any thread may call `exit`.
struct Room(UnsafeCell<[u8; 16 << 10]>);

// SAFETY: touched by the one thread that has set `IS_WRITTEN`.
unsafe impl Sync for Room {}

static LINE: Room = Room(UnsafeCell::new([0; 16 << 10]));
static IS_WRITTEN: AtomicBool = AtomicBool::new(false);

/// Text of bounded length.
struct Line<'a> {
    bytes: &'a mut [u8],
    len: usize,
}

impl Line<'_> {
    fn text(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

impl Write for Line<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

fn write_figures(line: &mut Line<'_>, stats: &Stats) -> fmt::Result {
    // SAFETY: no preconditions.
    let pid = unsafe { libc::getpid() };
    write!(line, "{{\"pid\":{pid},\"program\":\"")?;
    let mut link = [0; 256];
    for byte in program(&mut link) {
        let is_plain = (b' '..=b'~').contains(byte) && !b"\"\\".contains(byte);
        line.write_char(if is_plain { char::from(*byte) } else { '?' })?;
    }
    line.write_str("\",\"peak_bytes\":")?;
    match peak() {
        Some(bytes) => write!(line, "{bytes}")?,
        None => line.write_str("null")?,
    }
    for (name, value) in figures(stats).named() {
        write!(line, ",\"{name}\":{value}")?;
    }
    line.write_str(",\"classes\":[")?;
    for (number, class) in stats.classes().iter().filter(|class| class.spans > 0).enumerate() {
        let comma = if number > 0 { "," } else { "" };
        let ClassStats { size, spans, objects, cached, refills, flushes, .. } = class;
        write!(line, "{comma}{{\"size\":{size},\"spans\":{spans},\"objects\":{objects},\"cached\":{cached}")?;
        write!(line, ",\"refills\":{refills},\"flushes\":{flushes}}}")?;
    }
    line.write_str("]}\n")
}

/// The last part of the program's path; empty where `/proc` is not there.
fn program(room: &mut [u8; 256]) -> &[u8] {
    let (path, to) = (c"/proc/self/exe", room.as_mut_ptr());
    // SAFETY: a NUL-terminated path, and so many bytes that are valid for writes.
    let read = unsafe { libc::syscall(libc::SYS_readlinkat, libc::AT_FDCWD, path.as_ptr(), to, room.len()) };
    let path = usize::try_from(read).ok().and_then(|len| room.get(..len)).unwrap_or(&[]);
    path.rsplit(|byte| *byte == b'/').next().unwrap_or(path)
}

/// The most memory that the process has had at a time since it executed its program, in bytes.
fn peak() -> Option<u64> {
    let mut room = MaybeUninit::<[u8; 4096]>::uninit();
    let flags = libc::O_RDONLY | libc::O_CLOEXEC;
    let file = open(c"/proc/self/status".as_ptr(), flags)?;
    let (to, bytes): (*mut u8, _) = (room.as_mut_ptr().cast(), size_of_val(&room));
    // SAFETY: so many bytes are valid for writes.
    let read = unsafe { libc::syscall(libc::SYS_read, file, to, bytes) };
    close(file);
    let read = usize::try_from(read).ok()?;
    // SAFETY: the kernel has written so many.
    let text = unsafe { core::slice::from_raw_parts(to, read) };
    let line = text.split(|byte| *byte == b'\n').find_map(|line| line.strip_prefix(b"VmHWM:"))?;
    let number = str::from_utf8(line).ok()?.trim().strip_suffix("kB")?;
    number.trim().parse::<u64>().ok()?.checked_mul(1024)
}

fn append(name: &CStr, text: &[u8]) {
    let flags = libc::O_WRONLY | libc::O_APPEND | libc::O_CREAT | libc::O_CLOEXEC | libc::O_NOCTTY;
    let Some(file) = open(name.as_ptr(), flags) else { return };
    // SAFETY: valid for reads. If it fails, the file has no line of this process: no reader is left to tell.
    let write = || _ = unsafe { libc::syscall(libc::SYS_write, file, text.as_ptr(), text.len()) };
    // The program's limit of files (`ulimit -f`) may be lower: that must not end it otherwise than it has chosen.
    sys::without_signals_of_writing(write);
    close(file);
}

/// A file, which its owner alone may use if it is new.
fn open(path: *const c_char, flags: c_int) -> Option<c_long> {
    // SAFETY: both callers' paths are NUL-terminated.
    let file = unsafe { libc::syscall(libc::SYS_openat, libc::AT_FDCWD, path, flags, 0o600) };
    (file >= 0).then_some(file)
}

fn close(file: c_long) {
    // SAFETY: the descriptor is this module's, and is used no more.
    unsafe { libc::syscall(libc::SYS_close, file) };
}
