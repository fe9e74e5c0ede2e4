//! The layout of a file that processes share, and the check that a file is one of ours.
//!
//! ```text
//!   header, table of members │ counts of each member │ row of CPU 0: a line for each member │ row of CPU 1 … │ arena
//!                                                      0                                      1 << STRIDE_SHIFT
//! ```
//!
//! Sections find a row by a shift of the CPU's number, so rows are as far apart here as in a pool; the file is sparse. The flags of a
//! member's readers are one line of each row; no two members share one. Nothing that is read from a file is used as an offset before it was
//! compared with what this process computes itself from the three lengths in the header.

use core::fmt;
use std::io;

use perseq_core::{
    Error, cpu,
    pool::STRIDE,
    process::{self, Process},
};

use crate::grace::{counts::Counts, side::ROW};

/// First word of every file. In another byte order it reads differently.
pub(super) const MAGIC: u64 = u64::from_ne_bytes(*b"perseqR\0");
/// Changes with every change of the layout.
pub(super) const VERSION: u32 = 7;
/// Bytes of a member's words in each row: a line of its own.
pub(super) const LINE: usize = ROW;
/// Bytes of a member's counts.
pub(super) const COUNTS: usize = size_of::<Counts>();
/// Bytes before the counts.
pub(super) const HEAD: usize = 64 << 10;
/// Most members: their entries are in the head.
pub(super) const MAX_MEMBERS: u32 = 1024;
/// Bytes of the smallest page.
pub(super) const PAGE: usize = 4096;
/// Half of the lines of a page: those of the first members are in the second half of theirs.
///
/// A processor takes a load for one of what was just stored, until it has compared the whole addresses, if both are at the same place of their
/// pages. Readers load from the beginnings of pages: their membership, the header, the first values. Were their flags there too, a pair would
/// take 1.6 times as long.
const APART: u32 = (PAGE / LINE / 2) as u32;
/// Most CPUs that a file is believed to have rows for.
const MAX_CPUS: u32 = 1 << 16;

/// The header's claims of the file, as read: not to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C)]
pub(super) struct Claims {
    pub(super) magic: u64,
    pub(super) version: u32,
    /// Bytes of a pointer.
    pub(super) word: u32,
    pub(super) cpus: u32,
    pub(super) members: u32,
    pub(super) stride: u64,
    pub(super) arena: u64,
    /// The pid namespace: members name each other by process ids.
    pub(super) namespace: u64,
    /// The kernel's boot, or zeroes where that is not known: processes of another one are gone.
    pub(super) boot: [u64; 2],
}

/// The surroundings of a process that has a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Here {
    /// How many CPUs there can be.
    pub(super) cpus: u32,
    /// The pid namespace, or 0 where that is not known.
    pub(super) namespace: u32,
    pub(super) boot: [u64; 2],
}

impl Here {
    /// This process.
    ///
    /// # Errors
    /// As [`process::boot`].
    pub(super) fn now() -> io::Result<Self> {
        let (cpus, namespace) = (cpu::bound(), Process::me().namespace());
        let boot = process::boot().map_err(|error| match error {
            Error::Syscall { errno, .. } => io::Error::from_raw_os_error(errno),
            other => io::Error::other(other),
        })?;
        Ok(Self { cpus, namespace, boot })
    }
}

/// Why a file is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// It does not begin as a domain's file does, or is of another byte order.
    Foreign,
    /// It was made by another version of perseq.
    Version {
        /// The version of its layout.
        theirs: u32,
        /// The one of this process.
        ours: u32,
    },
    /// It was made by processes with pointers of another size.
    Word {
        /// Bytes of their pointers.
        theirs: u32,
        /// Bytes of this process's.
        ours: u32,
    },
    /// Its rows are as far apart as in another build.
    Stride {
        /// Bytes in the file.
        theirs: u64,
        /// Bytes in this process.
        ours: u64,
    },
    /// So many processes cannot be members, or none.
    Members {
        /// How many were asked for.
        asked: u32,
        /// The most; the least is 1.
        most: u32,
    },
    /// It has too few rows for this machine, or more than there can be.
    Cpus {
        /// Its rows.
        rows: u32,
        /// How many CPUs there can be here.
        needed: u32,
    },
    /// It cannot be mapped.
    TooLarge,
    /// It is shorter than its header says.
    Truncated {
        /// Bytes that it has.
        is: u64,
        /// Bytes that it should have.
        should_be: u64,
    },
    /// It was made in another pid namespace, whose process ids mean others here; or the namespace of this process is not known.
    Namespace,
    /// It was made before this machine was started, and its members are gone.
    Boot,
    /// It is not this user's.
    Owner {
        /// The file's user.
        theirs: u32,
        /// The one that this process runs as.
        ours: u32,
    },
    /// It is a symbolic link, which other users can make in some directories.
    Link,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => write!(f, "it is not a domain's file, or one of another byte order"),
            Self::Version { theirs, ours } => {
                write!(
                    f,
                    "its layout has version {theirs} and this program's {ours}: build all programs with one perseq"
                )
            }
            Self::Word { theirs, ours } => {
                write!(f, "it is for pointers of {theirs} bytes, and this program's have {ours}")
            }
            Self::Stride { theirs, ours } => write!(f, "its rows are {theirs} bytes apart, and here {ours}"),
            Self::Members { asked, most } => {
                write!(f, "{asked} members were asked for, and a domain has 1 to {most}")
            }
            Self::Cpus { rows, needed } => {
                write!(f, "it has rows for {rows} CPUs, and this machine can have {needed}: make it here")
            }
            Self::TooLarge => write!(f, "it is larger than the address space"),
            Self::Truncated { is, should_be } => {
                write!(f, "it has {is} bytes where its header says {should_be}: it was cut, make it again")
            }
            Self::Namespace => {
                write!(
                    f,
                    "it is of another pid namespace, whose process ids mean others here, or this process's is not known: \
                     have /proc mounted, and make it in the same container"
                )
            }
            Self::Boot => {
                write!(
                    f,
                    "it was made before this machine was started: remove it, or let open_or_create replace it"
                )
            }
            Self::Owner { theirs, ours } => write!(
                f,
                "it is of user {theirs}, and this process runs as {ours}: if that user is to be trusted, open the file and \
                 hand over its descriptor"
            ),
            Self::Link => write!(
                f,
                "it is a symbolic link: give the path that it leads to, or open the file and hand over its descriptor"
            ),
        }
    }
}

/// Lengths that were checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    cpus: u32,
    members: u32,
    total: usize,
    namespace: u64,
}

impl Claims {
    /// The claims of a new file.
    pub(super) fn new(here: Here, members: u32, arena: u64) -> Self {
        let word = size_of::<usize>() as u32;
        let stride = STRIDE as u64;
        let (cpus, namespace, boot) = (here.cpus, here.namespace.into(), here.boot);
        Self { magic: MAGIC, version: VERSION, word, cpus, members, stride, arena, namespace, boot }
    }

    /// Looks whether a file of `length` bytes can be used by a process that is `here`.
    pub(super) fn check(&self, length: u64, here: Here) -> Result<Layout, Refusal> {
        let (ours, needed) = (Self::new(here, 1, 0), here.cpus);
        if self.magic != MAGIC {
            return Err(Refusal::Foreign);
        }
        if self.version != VERSION {
            return Err(Refusal::Version { theirs: self.version, ours: VERSION });
        }
        if self.boot != here.boot && self.boot != [0; 2] && here.boot != [0; 2] {
            return Err(Refusal::Boot);
        }
        if self.word != ours.word {
            return Err(Refusal::Word { theirs: self.word, ours: ours.word });
        }
        if self.stride != ours.stride {
            return Err(Refusal::Stride { theirs: self.stride, ours: ours.stride });
        }
        if self.members == 0 || self.members > MAX_MEMBERS {
            return Err(Refusal::Members { asked: self.members, most: MAX_MEMBERS });
        }
        if self.cpus < needed || self.cpus > MAX_CPUS {
            return Err(Refusal::Cpus { rows: self.cpus, needed });
        }
        let total = self.total().ok_or(Refusal::TooLarge)?;
        if length < total as u64 {
            return Err(Refusal::Truncated { is: length, should_be: total as u64 });
        }
        let layout = Layout { cpus: self.cpus, members: self.members, total, namespace: self.namespace };
        layout.check_namespace(here.namespace)?;
        Ok(layout)
    }

    /// Bytes of the whole file, if they can be mapped.
    pub(super) fn total(&self) -> Option<usize> {
        let rows = usize::try_from(self.cpus).ok()?.checked_mul(STRIDE)?;
        let total = rows_start(self.members).checked_add(rows)?;
        let total = total.checked_add(usize::try_from(self.arena).ok()?)?;
        (total <= isize::MAX as usize).then_some(total)
    }
}

/// Offset of the rows: on a page, which the counts of so many members end before.
fn rows_start(members: u32) -> usize {
    HEAD + (members.min(MAX_MEMBERS) as usize * COUNTS).next_multiple_of(PAGE)
}

impl Layout {
    /// Checks that process ids of pid namespace `now` mean the same processes to members as here. A forked child may be in another one than the
    /// process that has opened the file.
    pub(super) fn check_namespace(&self, now: u32) -> Result<(), Refusal> {
        // If nothing is known, a living member could be taken for a dead one.
        if now != 0 && self.namespace == now.into() { Ok(()) } else { Err(Refusal::Namespace) }
    }

    /// Bytes of the file.
    pub(super) fn total(&self) -> usize {
        self.total
    }

    /// Most members.
    pub(super) fn members(&self) -> u32 {
        self.members
    }

    /// Offset of the arena, which is whole pages.
    pub(super) fn rows_end(&self) -> usize {
        rows_start(self.members) + self.cpus as usize * STRIDE
    }

    /// Bytes of the arena.
    pub(super) fn arena(&self) -> usize {
        self.total - self.rows_end()
    }

    /// Offset of a member's line in the row of `cpu`: that of CPU 0 is what sections are given.
    pub(super) fn line(&self, member: u32, cpu: u32) -> usize {
        assert!(
            member < self.members && cpu < self.cpus,
            "member {member} or CPU {cpu} is outside of the file"
        );
        rows_start(self.members) + cpu as usize * STRIDE + (member ^ APART) as usize * LINE
    }

    /// Offset of a member's counts.
    pub(super) fn counts(&self, member: u32) -> usize {
        assert!(member < self.members, "member {member} is outside of the file");
        HEAD + member as usize * COUNTS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Here = Here { cpus: 4, namespace: 5, boot: [6, 7] };

    fn claims() -> (Claims, u64) {
        let claims = Claims::new(HERE, 8, 4096);
        (claims, claims.total().unwrap() as u64)
    }

    #[test]
    fn a_new_file_is_one_of_ours() {
        let (claims, length) = claims();
        assert_eq!(claims.check(length, HERE).unwrap().arena(), 4096);
        assert!(claims.check(length, Here { boot: [0; 2], ..HERE }).is_ok(), "where the boot cannot be told");
    }

    #[test]
    fn each_member_has_a_line_of_its_own_in_each_row() {
        let claims = Claims::new(HERE, MAX_MEMBERS, 4096);
        let layout = claims.check(u64::MAX, HERE).unwrap();
        let lines = |cpu| {
            let mut lines: Vec<usize> = (0..MAX_MEMBERS).map(|member| layout.line(member, cpu)).collect();
            lines.sort_unstable();
            lines
        };
        let start = layout.counts(MAX_MEMBERS - 1) + COUNTS;
        for (cpu, start) in (0..HERE.cpus).zip((start..).step_by(STRIDE)) {
            let all: Vec<usize> = (start..).step_by(LINE).take(MAX_MEMBERS as usize).collect();
            assert_eq!(lines(cpu), all, "in the first bytes of row {cpu}");
        }
        assert!(layout.line(0, 0) % PAGE >= PAGE / 2, "apart from the beginnings of pages");
    }

    #[test]
    fn files_of_others_and_cut_ones_are_refused_with_what_is_wrong() {
        let (good, length) = claims();
        let refusal = |claims: Claims| claims.check(length, HERE).unwrap_err();
        assert_eq!(refusal(Claims { magic: 7, ..good }), Refusal::Foreign);
        assert_eq!(refusal(Claims { version: 9, ..good }), Refusal::Version { theirs: 9, ours: VERSION });
        assert!(matches!(refusal(Claims { word: 3, ..good }), Refusal::Word { theirs: 3, .. }));
        assert!(matches!(refusal(Claims { stride: 1, ..good }), Refusal::Stride { theirs: 1, .. }));
        assert!(matches!(refusal(Claims { members: 0, ..good }), Refusal::Members { asked: 0, .. }));
        assert!(matches!(refusal(Claims { cpus: 3, ..good }), Refusal::Cpus { rows: 3, needed: 4 }));
        assert_eq!(refusal(Claims { namespace: 6, ..good }), Refusal::Namespace);
        assert_eq!(refusal(Claims { boot: [6, 8], ..good }), Refusal::Boot);
        assert_eq!(refusal(Claims { arena: u64::MAX, ..good }), Refusal::TooLarge);
        let nowhere = good.check(length, Here { namespace: 0, ..HERE });
        assert_eq!(nowhere, Err(Refusal::Namespace), "the dead could not be told from the living");
        let cut = good.check(length - 1, HERE).unwrap_err();
        assert_eq!(cut, Refusal::Truncated { is: length - 1, should_be: length });
    }
}
