//! The layout of a session's file, and the check that a file is one.
//!
//! ```text
//!   header, settings, table of event types │ CPU 0: control page, sub-buffers │ CPU 1 … │
//!   0                                        HEAD
//! ```
//!
//! The file ends after the last CPU that this kernel can have. It is mapped as far as a thread's CPU number can reach, which is a multiple of
//! 64: see [`File::open`](crate::buffer::file::File::open).
//!
//! If each process has buffers of its own, the session's file ends at HEAD, and each process's is as above.

use core::fmt;

use crate::{Context, Format};

pub(crate) const MAGIC: u64 = u64::from_ne_bytes(*b"perseqT\0");
pub(crate) const VERSION: u64 = 9;
/// Bytes before the first CPU's part.
pub(crate) const HEAD: usize = 1 << 20;
/// The place, in the file of a session whose processes have buffers of their own, of the number of events of programs that could not have any.
/// It begins a page, however long pages are: such a program maps this page of the file to write there, and no other.
pub(crate) const UNBUFFERED: usize = HEAD - (1 << 16);
/// Bytes of a control page.
pub(crate) const CONTROL: usize = 4096;
/// Most sub-buffers of a CPU: their pairs are in the control page.
pub(crate) const MAX_SUB_BUFFERS: usize = 128;
const _: () = assert!(8 * crate::buffer::section::SUB_BUFFERS + 16 * MAX_SUB_BUFFERS <= CONTROL);

/// The action of a session when a CPU's buffer is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// New events are discarded, and counted, until the consumer has made room.
    #[default]
    Discard,
    /// The oldest sub-buffer is given up: the newest events are there whenever a reader looks.
    Overwrite,
}

/// Whose buffers they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Buffers {
    /// All processes of the session share them.
    #[default]
    Shared,
    /// Each process has its own, and a trace of its own in a directory `process-PID` of the session's: one that traces much takes no room of the
    /// others', and one that writes where it should not spoils its own only. Each needs some 64 KiB, 4 KiB for each CPU that there can be, and
    /// memory for its events, a sub-buffer at a time: small ones in large number suit it better than large ones.
    PerProcess,
}

/// Which clock time stamps are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockKind {
    /// The processor's counter, which the kernel trusts: x86-64's TSC, aarch64's virtual counter.
    Counter,
    /// `CLOCK_MONOTONIC`, in nanoseconds.
    Monotonic,
}

/// How a session is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Bytes of a sub-buffer: a power of two from 4096 to 16 MiB. An event takes 8 bytes less than that at most, and 512 KiB at most.
    pub sub_buffer: usize,
    /// Sub-buffers of each CPU: a power of two from 2 to 128.
    pub sub_buffers: usize,
    /// The action when they are full.
    pub mode: Mode,
    /// The context fields to record with each event.
    pub context: Context,
    /// Which version of the format its traces are in.
    pub format: Format,
    /// Shared buffers, or buffers of each process.
    pub buffers: Buffers,
}

impl Default for Options {
    /// 4 sub-buffers of 1 MiB for each CPU, discarding what does not fit, with process and thread, in CTF 1.8.
    fn default() -> Self {
        Self {
            sub_buffer: 1 << 20,
            sub_buffers: 4,
            mode: Mode::Discard,
            context: Context::IDS,
            format: Format::Ctf1,
            buffers: Buffers::Shared,
        }
    }
}

/// Words of a file, each with a name; in the file they have this order.
macro_rules! words {
    ($(#[$attribute:meta])* $name:ident, $count:ident: $($field:ident)*) => {
        $(#[$attribute])*
        pub(crate) struct $name {
            $(pub(crate) $field: u64,)*
        }

        /// How many words that is.
        pub(crate) const $count: usize = [$(stringify!($field)),*].len();

        impl $name {
            pub(crate) fn words(&self) -> [u64; $count] {
                [$(self.$field),*]
            }

            pub(crate) fn of_words([$($field),*]: [u64; $count]) -> Self {
                Self { $($field),* }
            }
        }
    };
}

words! {
    /// The header's claims, as read: not to be believed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    Claims, CLAIMS:
    magic version cpus rows sub_buffer sub_buffers overwrite context monotonic per_process format boot_high boot_low
}

/// Why a session's file is not used, or not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// It does not begin as a session's file does, or is of another byte order.
    Foreign,
    /// It was made by another version of perseq.
    Version {
        /// The version of its layout.
        theirs: u64,
        /// The one of this process.
        ours: u64,
    },
    /// Sizes that are no powers of two or out of range.
    Sizes {
        /// Bytes of a sub-buffer.
        sub_buffer: u64,
        /// Sub-buffers of each CPU.
        sub_buffers: u64,
    },
    /// It has buffers for fewer CPUs than there can be here, or for more than there can be anywhere.
    Cpus {
        /// CPUs that it has buffers for.
        buffers: u64,
        /// How many CPUs there can be here.
        needed: u32,
    },
    /// It was made before this machine has booted, or on another one: the times of its events have another beginning.
    Boot,
    /// It is shorter than its header says.
    Truncated {
        /// Bytes that it has.
        is: u64,
        /// Bytes that it should have.
        should_be: u64,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => write!(f, "it is not a session's file, or one of another byte order"),
            Self::Version { theirs, ours } => write!(
                f,
                "its layout has version {theirs} and this program's {ours}: build the traced program and the tool with one perseq"
            ),
            Self::Sizes { sub_buffer, sub_buffers } => write!(
                f,
                "{sub_buffers} sub-buffers of {sub_buffer} bytes cannot be had: 2 to {MAX_SUB_BUFFERS} of 4096 bytes to 16 MiB, both \
                 powers of two"
            ),
            Self::Cpus { buffers, needed } => {
                write!(
                    f,
                    "it has buffers for {buffers} CPUs, and this machine can have {needed}: make it here"
                )
            }
            Self::Boot => write!(
                f,
                "it was made before this machine has booted, or on another one: its events can be recovered, and new ones need a session of their own"
            ),
            Self::Truncated { is, should_be } => {
                write!(f, "it has {is} bytes where its header says {should_be}: it was cut")
            }
        }
    }
}

/// Lengths that were checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Geometry {
    /// The mapping has a place for so many.
    pub(crate) cpus: u32,
    /// The file has buffers for so many: the CPUs that the kernel can have where it was made.
    pub(crate) rows: u32,
    pub(crate) sub_buffer: usize,
    pub(crate) sub_buffers: usize,
    pub(crate) mode: Mode,
    pub(crate) context: Context,
    /// True if that is process and thread, as in most sessions.
    pub(crate) ids_only: bool,
    pub(crate) clock: ClockKind,
    /// There are no buffers here: each process makes its own.
    pub(crate) per_process: bool,
    pub(crate) format: Format,
    /// Of the boot in which the file was made.
    pub(crate) boot: [u64; 2],
    /// Bytes of a CPU's buffer.
    pub(crate) capacity: usize,
    /// Bytes from one CPU's control page to the next one's.
    pub(crate) stride: usize,
}

impl Claims {
    pub(crate) fn new(
        options: &Options,
        [cpus, rows]: [u32; 2],
        clock: ClockKind,
        [boot_high, boot_low]: [u64; 2],
    ) -> Self {
        Self {
            magic: MAGIC,
            version: VERSION,
            cpus: cpus.into(),
            rows: rows.into(),
            sub_buffer: options.sub_buffer as u64,
            sub_buffers: options.sub_buffers as u64,
            overwrite: u64::from(options.mode == Mode::Overwrite),
            context: options.context.word(),
            monotonic: u64::from(clock == ClockKind::Monotonic),
            per_process: u64::from(options.buffers == Buffers::PerProcess),
            format: options.format.word(),
            boot_high,
            boot_low,
        }
    }

    /// The same with fewer sub-buffers, and then smaller ones, if files may have `most` bytes only, and that helps.
    pub(crate) fn within(self, most: u64) -> Self {
        let len = |claims: &Self| {
            let row = claims.sub_buffer.saturating_mul(claims.sub_buffers).saturating_add(CONTROL as u64);
            row.saturating_mul(claims.rows).saturating_add(HEAD as u64)
        };
        let mut fewer = self;
        while len(&fewer) > most {
            match fewer {
                Self { sub_buffers: 3.., .. } => fewer.sub_buffers /= 2,
                Self { sub_buffer: 4097.., .. } => fewer.sub_buffer /= 2,
                _ => return self,
            }
        }
        fewer
    }

    /// Looks whether a file of `length` bytes can be used where there can be `needed` CPUs.
    pub(crate) fn check(&self, length: u64, needed: u32) -> Result<Geometry, Refusal> {
        if self.magic != MAGIC {
            return Err(Refusal::Foreign);
        }
        if self.version != VERSION {
            return Err(Refusal::Version { theirs: self.version, ours: VERSION });
        }
        let sizes = Refusal::Sizes { sub_buffer: self.sub_buffer, sub_buffers: self.sub_buffers };
        let in_range = (4096..=16 << 20).contains(&self.sub_buffer)
            && (2..=MAX_SUB_BUFFERS as u64).contains(&self.sub_buffers)
            && self.sub_buffer.is_power_of_two()
            && self.sub_buffers.is_power_of_two();
        if !in_range {
            return Err(sizes);
        }
        let cpus = u32::try_from(self.cpus).ok().filter(|cpus| (needed..=1 << 16).contains(cpus));
        let capacity = (self.sub_buffer * self.sub_buffers) as usize;
        let context = Context::of(self.context);
        let cpus = cpus.ok_or(Refusal::Cpus { buffers: self.cpus, needed })?;
        let rows = u32::try_from(self.rows).ok().filter(|rows| (1..=cpus).contains(rows));
        let rows = rows.ok_or(Refusal::Cpus { buffers: self.rows, needed: 1 })?;
        let per_process = self.per_process != 0;
        let geometry = Geometry {
            cpus: if per_process { 0 } else { cpus },
            rows: if per_process { 0 } else { rows },
            sub_buffer: self.sub_buffer as usize,
            sub_buffers: self.sub_buffers as usize,
            mode: if self.overwrite == 0 { Mode::Discard } else { Mode::Overwrite },
            context,
            ids_only: context == Context::IDS,
            clock: if self.monotonic == 0 { ClockKind::Counter } else { ClockKind::Monotonic },
            per_process,
            format: Format::of(self.format),
            boot: [self.boot_high, self.boot_low],
            capacity,
            stride: CONTROL + capacity,
        };
        let should_be = geometry.len() as u64;
        if length < should_be {
            return Err(Refusal::Truncated { is: length, should_be });
        }
        Ok(geometry)
    }
}

impl Geometry {
    /// Bytes of the file.
    pub(crate) fn len(&self) -> usize {
        HEAD + self.rows as usize * self.stride
    }

    /// Bytes of the mapping.
    pub(crate) fn total(&self) -> usize {
        HEAD + self.cpus as usize * self.stride
    }

    /// Offset of the control page of `cpu`.
    pub(crate) fn control(&self, cpu: u32) -> usize {
        assert!(cpu < self.cpus, "CPU {cpu} has no buffer: there are {}", self.cpus);
        HEAD + cpu as usize * self.stride
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_others_and_cut_ones_are_refused_with_what_is_wrong() {
        let good = Claims::new(&Options::default(), [8, 4], ClockKind::Monotonic, [1, 2]);
        let length = (HEAD + 4 * (CONTROL + (4 << 20))) as u64;
        let geometry = good.check(length, 4).unwrap();
        assert_eq!(
            (geometry.len() as u64, geometry.context, geometry.clock),
            (length, Context::IDS, ClockKind::Monotonic)
        );
        assert_eq!(geometry.total() - geometry.len(), 4 * (CONTROL + (4 << 20)));
        assert_eq!(Claims::of_words(good.words()), good);
        let without = Claims { per_process: 1, ..good }.check(HEAD as u64, 4).unwrap();
        assert_eq!(
            (without.total(), without.len(), without.rows),
            (HEAD, HEAD, 0),
            "nobody can find a buffer in it"
        );
        let refusal = |claims: Claims| claims.check(length, 4).unwrap_err();
        assert_eq!(refusal(Claims { magic: 7, ..good }), Refusal::Foreign);
        assert_eq!(refusal(Claims { version: 99, ..good }), Refusal::Version { theirs: 99, ours: VERSION });
        for (sub_buffer, sub_buffers) in
            [(0, 4), (4097, 4), (32 << 20, 4), (4096, 1), (4096, 3), (4096, 512), (u64::MAX, 4)]
        {
            assert_eq!(
                refusal(Claims { sub_buffer, sub_buffers, ..good }),
                Refusal::Sizes { sub_buffer, sub_buffers }
            );
        }
        for buffers in [0, 9, u64::MAX] {
            assert_eq!(refusal(Claims { rows: buffers, ..good }), Refusal::Cpus { buffers, needed: 1 });
        }
        for buffers in [3, 1 << 17, u64::MAX] {
            assert_eq!(refusal(Claims { cpus: buffers, ..good }), Refusal::Cpus { buffers, needed: 4 });
        }
        assert!(matches!(good.check(length - 1, 4), Err(Refusal::Truncated { .. })));
    }

    #[test]
    fn where_files_may_not_be_long_buffers_are_fewer_and_then_smaller() {
        let claims = Claims::new(&Options::default(), [64, 4], ClockKind::Monotonic, [1, 2]);
        let sizes = |most: u64| {
            let Claims { sub_buffer, sub_buffers, .. } = claims.within(most);
            (sub_buffer, sub_buffers)
        };
        let length = (HEAD + 4 * (CONTROL + (4 << 20))) as u64;
        assert_eq!([sizes(u64::MAX), sizes(length)], [(1 << 20, 4); 2]);
        assert_eq!(sizes(length - 1), (1 << 20, 2));
        assert_eq!(sizes(2 << 20), (1 << 16, 2));
        let least = (HEAD + 4 * (CONTROL + 2 * 4096)) as u64;
        assert_eq!(sizes(least), (4096, 2));
        assert_eq!(sizes(least - 1), (1 << 20, 4), "it is of no use");
    }
}
