//! Facts about processes from `/proc`, read without allocating, and believed where it is of this process's own pid namespace.

use core::sync::atomic::Ordering::Relaxed;

use super::{NAMESPACE, kept};
use crate::sys;

/// The pid namespace of this process in 20 bits, or 0 where that cannot be told.
pub(super) fn namespace() -> u32 {
    // The kernel takes the lowest free number, so the low bits differ but for the million-th namespace.
    let in_bits = |number: u64| ((number & NAMESPACE.1) as u32).max(1);
    if let Ok(number) = sys::inode_of(c"/proc/self/ns/pid") {
        return in_bits(number);
    }
    if let Some(number) = sys::pid_namespace_by_ioctl() {
        return in_bits(number);
    }
    // A kernel without pid namespaces has one.
    u32::from(sys::inode_of(c"/proc/self/ns/mnt").is_ok())
}

/// When the process `pid` has started, as a hash, or 0 where that cannot be told.
pub(super) fn birth(pid: u32) -> u32 {
    /// The kernel's number of the initial time namespace (`PROC_TIME_INIT_INO`).
    const INITIAL: u64 = 0xEFFF_FFFA;
    // In another one, boot was at another time.
    let times_compare = sys::inode_of(c"/proc/self/ns/time").map_or(true, |number| number == INITIAL);
    if !times_compare || !is_own_proc() {
        return 0;
    }
    // The 22nd field of the line: the 20th after the name.
    let Some(ticks) = stat_field(pid, 19).and_then(number) else { return 0 };
    let hash = ticks.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - 21);
    (hash as u32).max(1)
}

/// Returns whether the process `pid` has ended and was not waited for, by `/proc`.
pub(super) fn is_zombie(pid: u32) -> bool {
    let ended = |state: Field| state.0[0] == b'Z' || state.0[0] == b'X';
    // The first thread may end before the others.
    let alone = || stat_field(pid, 17).and_then(number).is_some_and(|threads| threads <= 1);
    is_own_proc() && stat_field(pid, 0).is_some_and(ended) && alone()
}

/// Returns whether the process `pid` has ended and was not waited for, told without a descriptor: its first thread has given
/// up its memory, and is the only one. (A program that ends its first thread alone has others.) That thread can make no new one.
pub(super) fn is_spent(pid: u32) -> bool {
    /// Names of a directory without subdirectories; each thread is one.
    const EMPTY: u64 = 2;
    let [exe, task] = [&b"exe"[..], b"task"].map(|name| Path::of(Some(pid), name));
    is_own_proc()
        && exe.text().is_some_and(sys::leads_nowhere)
        && task.text().is_some_and(|task| sys::links_of(task) == Ok(EMPTY + 1))
}

/// Returns whether `/proc` is of this process's own pid namespace.
pub(super) fn is_own_proc() -> bool {
    // Each namespace's is a file system of its own, and another one may have been mounted since the last look.
    let device = sys::device_of(c"/proc").map_or(0, |device| device.wrapping_add(1));
    let kept = kept();
    if device != 0 && kept.is_some_and(|kept| kept.proc.load(Relaxed) == device) {
        return true;
    }
    let pid = u64::from(sys::getpid());
    let mut own = false;
    each_line(&Path::of(None, b"status"), |line| {
        // A kernel without pid namespaces has the first line only.
        let named = line.strip_prefix(b"NSpid:");
        if let Some(ids) = named.or_else(|| line.strip_prefix(b"Pid:")) {
            let mut ids = fields(ids);
            own = ids.next().and_then(number_of) == Some(pid) && ids.next().is_none();
        }
        named.is_none()
    });
    if let (true, Some(kept)) = (own, kept) {
        kept.proc.store(device, Relaxed);
    }
    own
}

/// Field `index` after the name in `/proc/<pid>/stat`.
fn stat_field(pid: u32, index: usize) -> Option<Field> {
    let mut found = None;
    each_line(&Path::of(Some(pid), b"stat"), |line| {
        // The name may hold anything, parentheses and line ends, too; nothing after it does.
        let rest = line.iter().rposition(|byte| *byte == b')').map_or(&line[..0], |at| &line[at + 1..]);
        found = fields(rest).nth(index).and_then(Field::new).or(found);
        true
    });
    found
}

/// A short text.
#[derive(Clone, Copy)]
pub(super) struct Field([u8; 20]);

impl Field {
    fn new(text: &[u8]) -> Option<Self> {
        let mut field = [0; 20];
        field.get_mut(..text.len())?.copy_from_slice(text);
        (!text.is_empty()).then_some(Self(field))
    }
}

fn number(field: Field) -> Option<u64> {
    number_of(field.0.split(|byte| *byte == 0).next()?)
}

fn number_of(text: &[u8]) -> Option<u64> {
    core::str::from_utf8(text).ok()?.parse().ok()
}

fn fields(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(u8::is_ascii_whitespace).filter(|field| !field.is_empty())
}

/// The file that a line of a list of mappings is about: device and inode. (`stat(2)` may give others: btrfs, overlayfs.)
pub(super) fn file_of(line: &[u8]) -> Option<(Field, Field)> {
    let mut fields = fields(line).skip(3);
    Some((Field::new(fields.next()?)?, Field::new(fields.next()?)?))
}

/// The same, if the line's addresses include this one.
pub(super) fn file_at(line: &[u8], address: usize) -> Option<(Field, Field)> {
    let range = core::str::from_utf8(fields(line).next()?).ok()?;
    let (start, end) = range.split_once('-')?;
    let [start, end] = [start, end].map(|text| usize::from_str_radix(text, 16));
    let (Ok(start), Ok(end)) = (start, end) else { return None };
    if (start..end).contains(&address) { file_of(line) } else { None }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// `/proc/self/<name>` or `/proc/<pid>/<name>`, ended by a zero.
pub(super) struct Path([u8; 32]);

impl Path {
    pub(super) fn of(pid: Option<u32>, name: &[u8]) -> Self {
        let mut digits = [0; 10];
        let mut first = digits.len();
        let mut rest = pid.unwrap_or(0);
        while rest > 0 {
            first -= 1;
            digits[first] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        let whose: &[u8] = if pid.is_none() { b"self" } else { &digits[first..] };
        let mut path = [0; 32];
        // 6 + 10 + 1 + the name's, at most 6, and the zero.
        let parts = [b"/proc/", whose, b"/", name];
        for (to, byte) in path.iter_mut().zip(parts.into_iter().flatten()) {
            *to = *byte;
        }
        Self(path)
    }

    fn text(&self) -> Option<&core::ffi::CStr> {
        core::ffi::CStr::from_bytes_until_nul(&self.0).ok()
    }
}

/// Gives `line` the lines of a file, as long as it says so; `false` if the file could not be read to its end.
pub(super) fn each_line(path: &Path, line: impl FnMut(&[u8]) -> bool) -> bool {
    path.text().is_some_and(|path| sys::each_line(path, line).is_ok())
}
