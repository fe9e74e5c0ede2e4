//! Processes by name: whether one lives, as far as another process can tell.
//!
//! A process id alone is no name: it means another process in another pid namespace, and it is given again. So a [`Process`] is
//!
//! ```text
//!   bit  0       free for users of the word
//!        1..23   process id (Linux gives none above 2²²)
//!       23..44   when it started: a hash of the kernel's ticks, 0 where that is not known
//!       44..64   its pid namespace: the low bits of the kernel's number of it, 0 where that is not known
//! ```
//!
//! [`is_gone`](Process::is_gone) says so only of what it knows:
//!
//! | asked | by | believed |
//! |---|---|---|
//! | is the id that of a process here at all? | the namespaces: `/proc/self/ns/pid`, or the ioctl of Linux 6.11 | if both are known and equal |
//! | has it ended, waited for or not? | `pidfd_open(2)` and `poll(2)`; before Linux 5.3, or refused: `kill(pid, 0)` and the state in `/proc` | always |
//! | is it a later process with that id? | the start in `/proc/<pid>/stat` | if `/proc` is of this process's own pid namespace, and times are those of the initial time namespace |
//!
//! `/proc` is of this process's namespace if `/proc/self/status` names this process by one id, its own (`NSpid`): a sandbox often sees its
//! parent's, where all ids are those of other processes.
//!
//! # Not noticed
//!
//! * The death of a process of another pid namespace, or of an unknown one (no `/proc` before Linux 6.11): it counts as alive.
//! * A process that was given the id of a dead one, where the start of either is not known: it counts as the dead one, until it ends.
//!   By chance (one in two million) also where both are known.
//! * The end of a single thread of a process that lives.
//!
//! Source: `pidfd_open(2)`, `ioctl_pidfd(2)`, `proc_pid_stat(5)`, `pid_namespaces(7)`, `time_namespaces(7)`.

use core::{
    fmt,
    sync::atomic::{
        AtomicPtr, AtomicU64,
        Ordering::{AcqRel, Acquire, Relaxed},
    },
};

use crate::sys;

/// A process, told from a later one with the same id, and from those of other pid namespaces.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Process(u64);

const PID: (u32, u64) = (1, (1 << 22) - 1);
const BIRTH: (u32, u64) = (23, (1 << 21) - 1);
const NAMESPACE: (u32, u64) = (44, (1 << 20) - 1);

/// A page that forked children find zeroed, with this process's name: two system calls less, and right in a child with the same id in
/// another namespace.
static ME: AtomicPtr<AtomicU64> = AtomicPtr::new(core::ptr::null_mut());

impl Process {
    /// Bits that no name has.
    pub const UNUSED: u64 = 1;

    /// This process. Async-signal-safe; costs one system call, and some files of `/proc` once per process.
    #[must_use]
    pub fn me() -> Self {
        let pid = sys::getpid();
        let kept = kept();
        if let Some(kept) = kept {
            let me = Self(kept.load(Relaxed));
            if me.pid() == pid {
                return me;
            }
        }
        let me = Self::of_parts(pid, birth(pid), namespace());
        if let Some(kept) = kept {
            kept.store(me.0, Relaxed);
        }
        me
    }

    /// What [`word`](Self::word) has given. Any bits are a process, at worst one that there is not.
    #[must_use]
    pub const fn from_word(word: u64) -> Self {
        Self(word & !Self::UNUSED)
    }

    /// As one word, which is not 0 and in which [`UNUSED`](Self::UNUSED) is 0.
    #[must_use]
    pub const fn word(self) -> u64 {
        self.0
    }

    fn of_parts(pid: u32, birth: u32, namespace: u32) -> Self {
        let part = |(shift, mask): (u32, u64), value: u32| (u64::from(value) & mask) << shift;
        Self(part(PID, pid) | part(BIRTH, birth) | part(NAMESPACE, namespace))
    }

    const fn part(self, (shift, mask): (u32, u64)) -> u32 {
        (self.0 >> shift & mask) as u32
    }

    /// Its id, in its own pid namespace.
    #[must_use]
    pub const fn pid(self) -> u32 {
        self.part(PID)
    }

    /// Whether its pid namespace is known. A process of an unknown one cannot tell of others whether they live, nor others of it.
    #[must_use]
    pub const fn has_namespace(self) -> bool {
        self.part(NAMESPACE) != 0
    }

    /// Whether its id is that of a process here: it and this process are of one pid namespace, as far as is known.
    #[must_use]
    pub fn is_local(self) -> bool {
        self.has_namespace() && self.part(NAMESPACE) == Self::me().part(NAMESPACE)
    }

    /// Whether all its threads have ended, killed or not, waited for or not. `false` where that cannot be told: see the
    /// [module](self).
    #[must_use]
    pub fn is_gone(self) -> bool {
        let pid = self.pid();
        if pid == 0 {
            // No process has this id: some other process wrote here.
            return true;
        }
        if !self.is_local() {
            return false;
        }
        let ended = match sys::pidfd_open(pid) {
            // Readable when the last thread has ended.
            Ok(handle) => handle.is_readable(),
            Err(libc::ESRCH) => return true,
            // Before Linux 5.3, refused, or no descriptors left.
            Err(_) => sys::does_not_exist(pid) || is_zombie(pid),
        };
        // Read after the handle was opened, which is of the process that has the id now.
        ended || self.is_another()
    }

    /// Whether the id is a later process's now.
    fn is_another(self) -> bool {
        let (then, now) = (self.part(BIRTH), birth(self.pid()));
        then != 0 && now != 0 && then != now
    }

    /// Whether it lives without the memory that this process has mapped, for sharing, at `address`: it has become another program, or
    /// the memory here is a copy of the file that it has mapped. `false` where that cannot be told.
    ///
    /// Reads `/proc/<pid>/maps`, which lists all that is mapped all the time, whatever else changes meanwhile (Linux
    /// `Documentation/filesystems/proc.rst`).
    #[must_use]
    pub fn has_unmapped(self, address: usize) -> bool {
        if !self.is_local() || !is_own_proc() {
            return false;
        }
        let mut here = None;
        each_line(&Path::of(None, b"maps"), |line| {
            here = file_at(line, address);
            here.is_none()
        });
        let Some(here) = here else { return false };
        let (mut lines, mut found) = (0_usize, false);
        let read = each_line(&Path::of(Some(self.pid()), b"maps"), |line| {
            lines += 1;
            found = file_of(line) == Some(here);
            !found
        });
        // An empty list is that of a process which is just becoming another program, or ends.
        read && lines > 0 && !found
    }
}

impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Process")
            .field("pid", &self.pid())
            .field("birth", &self.part(BIRTH))
            .field("namespace", &self.part(NAMESPACE))
            .finish()
    }
}

/// Where this process's name is kept, unless there is no such page (no memory; before Linux 4.14).
fn kept() -> Option<&'static AtomicU64> {
    let mut page = ME.load(Acquire);
    if page.is_null() {
        let new = sys::map_wiped_on_fork(size_of::<AtomicU64>()).ok()?;
        page = match ME.compare_exchange(page, new.cast().as_ptr(), AcqRel, Acquire) {
            Ok(_) => new.cast().as_ptr(),
            Err(others) => {
                // SAFETY: the mapping of above, which no other thread has seen.
                unsafe { sys::unmap_memory(new, size_of::<AtomicU64>()) };
                others
            }
        };
    }
    // SAFETY: a page that is never unmapped once it is in `ME`; any bytes are an atomic.
    Some(unsafe { &*page })
}

/// The pid namespace of this process in 20 bits, or 0 where that cannot be told.
fn namespace() -> u32 {
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
fn birth(pid: u32) -> u32 {
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

/// Whether the process `pid` has ended and was not waited for, by `/proc`.
fn is_zombie(pid: u32) -> bool {
    let ended = |state: Field| state.0[0] == b'Z' || state.0[0] == b'X';
    // The first thread may end before the others.
    let alone = || stat_field(pid, 17).and_then(number).is_some_and(|threads| threads <= 1);
    is_own_proc() && stat_field(pid, 0).is_some_and(ended) && alone()
}

/// Whether `/proc` is of this process's own pid namespace.
fn is_own_proc() -> bool {
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
struct Field([u8; 20]);

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

/// What a line of a list of mappings is about: device and inode. (`stat(2)` may give others: btrfs, overlayfs.)
fn file_of(line: &[u8]) -> Option<(Field, Field)> {
    let mut fields = fields(line).skip(3);
    Some((Field::new(fields.next()?)?, Field::new(fields.next()?)?))
}

/// The same, if the line's addresses include this one.
fn file_at(line: &[u8], address: usize) -> Option<(Field, Field)> {
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
struct Path([u8; 32]);

impl Path {
    fn of(pid: Option<u32>, name: &[u8]) -> Self {
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
}

/// Gives `line` the lines of a file, as long as it says so; `false` if the file could not be read to its end.
fn each_line(path: &Path, line: impl FnMut(&[u8]) -> bool) -> bool {
    core::ffi::CStr::from_bytes_until_nul(&path.0).is_ok_and(|path| sys::each_line(path, line).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A child that sleeps until it is killed.
    fn sleeper() -> u32 {
        // SAFETY: the child calls nothing but these two.
        let child = unsafe { libc::fork() };
        if child == 0 {
            loop {
                // SAFETY: no arguments.
                unsafe { libc::pause() };
            }
        }
        u32::try_from(child).unwrap()
    }

    fn kill(pid: u32) {
        // SAFETY: a child that was not waited for.
        unsafe { libc::kill(pid.cast_signed(), libc::SIGKILL) };
    }

    fn reap(pid: u32) {
        // SAFETY: as above; how it has ended is known.
        unsafe { libc::waitpid(pid.cast_signed(), core::ptr::null_mut(), 0) };
    }

    #[test]
    fn a_process_is_gone_when_it_was_killed_and_before_its_parent_waits_for_it() {
        let pid = sleeper();
        let process = Process::of_parts(pid, birth(pid), namespace());
        assert!(!process.is_gone() && !is_zombie(pid));
        kill(pid);
        while !process.is_gone() {
            std::thread::yield_now();
        }
        assert!(is_zombie(pid), "by /proc alone");
        reap(pid);
        assert!(process.is_gone() && sys::does_not_exist(pid));
    }

    #[test]
    fn a_later_process_with_the_same_id_is_another() {
        let pid = sleeper();
        let then = birth(pid);
        assert_ne!(then, 0);
        assert!(!Process::of_parts(pid, then, namespace()).is_gone());
        assert!(Process::of_parts(pid, then ^ 1, namespace()).is_gone());
        assert!(
            !Process::of_parts(pid, 0, namespace()).is_gone(),
            "where nothing is known it may be the same"
        );
        assert!(
            !Process::of_parts(pid, then ^ 1, namespace() ^ 1).is_gone(),
            "in another namespace nothing is"
        );
        assert!(!Process::of_parts(pid, then ^ 1, 0).is_gone(), "nor in an unknown one");
        kill(pid);
        reap(pid);
    }

    #[test]
    fn this_process_has_a_name_and_lives_and_a_child_has_another_one() {
        let me = Process::me();
        assert_eq!(me, Process::me());
        assert_eq!(Process::from_word(me.word() | 1), me);
        assert!(me.has_namespace() && me.is_local() && !me.is_gone() && me.pid() == std::process::id());
        // SAFETY: the child makes system calls only.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let other = Process::me();
            let fine = other != me && other.pid() == sys::getpid() && !me.is_gone() && me.is_local();
            // SAFETY: no destructors are wanted.
            unsafe { libc::_exit(i32::from(!fine)) };
        }
        let mut status = 0;
        // SAFETY: `status` is valid for the call.
        unsafe { libc::waitpid(child, &raw mut status, 0) };
        assert_eq!(status, 0);
    }

    #[test]
    fn memory_that_a_process_shares_is_told_from_memory_that_it_does_not() {
        let map = || {
            let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
            // SAFETY: a new mapping touches no existing memory.
            unsafe { libc::mmap(core::ptr::null_mut(), 4096, libc::PROT_READ, flags, -1, 0) }.addr()
        };
        let before = map();
        let pid = sleeper();
        let after = map();
        let child = Process::of_parts(pid, birth(pid), namespace());
        assert!(!child.has_unmapped(before) && child.has_unmapped(after));
        assert!(!Process::me().has_unmapped(after) && !child.has_unmapped(16));
        kill(pid);
        reap(pid);
    }

    #[test]
    fn a_word_without_an_id_is_no_process() {
        assert!(Process::from_word(0).is_gone() && Process::from_word(1).is_gone());
        assert!(Process::of_parts(0, 7, namespace()).is_gone());
    }
}
