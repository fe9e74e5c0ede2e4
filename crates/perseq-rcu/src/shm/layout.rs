//! Where things are in a file that processes share, and whether a file is one of ours.
//!
//! ```text
//!   header, member table │ row of CPU 0: a line for each member │ row of CPU 1 … │ arena
//!                          0                                      1 << STRIDE_SHIFT
//! ```
//!
//! Sections find a row by a shift of the CPU's number, so rows are as far apart here as in a pool. What a member counts in is one
//! line of each row; no two members share one. Nothing that is read from a file is used as an offset before it was compared
//! with what this process computes itself from the three lengths in the header.

use perseq_core::pool::STRIDE;

/// First word of every file. In another byte order it reads differently.
pub(crate) const MAGIC: u64 = u64::from_ne_bytes(*b"perseqR\0");
/// Changes with every change of the layout.
pub(crate) const VERSION: u32 = 1;
/// Bytes of a member's counts in each row: a line of its own.
pub(crate) const LINE: usize = 64;
/// Bytes before the rows: the header and the member table.
pub(crate) const HEAD: usize = 64 << 10;
/// Most members: their entries are in the head.
pub(crate) const MAX_MEMBERS: u32 = 512;
/// Most CPUs that a file is believed to have rows for.
pub(crate) const MAX_CPUS: u32 = 1 << 16;

/// What the header says of the file, as read: not to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Claims {
    pub(crate) magic: u64,
    pub(crate) version: u32,
    /// Bytes of a pointer.
    pub(crate) word: u32,
    pub(crate) cpus: u32,
    pub(crate) members: u32,
    pub(crate) stride: u64,
    pub(crate) arena: u64,
}

/// Why a file is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    Foreign { magic: u64 },
    Version { theirs: u32, ours: u32 },
    Word { theirs: u32, ours: u32 },
    Stride { theirs: u64, ours: u64 },
    Members { asked: u32, most: u32 },
    Cpus { rows: u32, needed: u32 },
    TooLarge,
    Truncated { is: u64, should_be: u64 },
}

/// Lengths that were checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    cpus: u32,
    members: u32,
    total: usize,
}

impl Claims {
    /// What a new file says.
    pub(crate) fn new(cpus: u32, members: u32, arena: u64) -> Self {
        let word = size_of::<usize>() as u32;
        Self { magic: MAGIC, version: VERSION, word, cpus, members, stride: STRIDE as u64, arena }
    }

    /// Looks whether a file of `length` bytes can be used on a machine of `needed` possible CPUs.
    pub(crate) fn check(&self, length: u64, needed: u32) -> Result<Layout, Refusal> {
        let ours = Self::new(needed, 1, 0);
        if self.magic != MAGIC {
            return Err(Refusal::Foreign { magic: self.magic });
        }
        if self.version != VERSION {
            return Err(Refusal::Version { theirs: self.version, ours: VERSION });
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
        Ok(Layout { cpus: self.cpus, members: self.members, total })
    }

    /// Bytes of the whole file, if they can be mapped.
    pub(crate) fn total(&self) -> Option<usize> {
        let rows = (self.cpus as usize).checked_mul(STRIDE)?;
        let total = HEAD.checked_add(rows)?.checked_add(usize::try_from(self.arena).ok()?)?;
        (total <= isize::MAX as usize).then_some(total)
    }
}

impl Layout {
    /// Offset of a member's counts in the row of CPU 0: what sections are given.
    pub(crate) fn counts(&self, member: u32) -> Option<usize> {
        (member < self.members).then(|| HEAD + member as usize * LINE)
    }

    /// The offset of `size` bytes at `offset` of the arena, unless they leave it.
    pub(crate) fn in_arena(&self, offset: u64, size: usize, align: usize) -> Option<usize> {
        let at = (HEAD + self.cpus as usize * STRIDE).checked_add(usize::try_from(offset).ok()?)?;
        (at.is_multiple_of(align) && at.checked_add(size)? <= self.total).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> (Claims, u64) {
        let claims = Claims::new(4, 8, 4096);
        (claims, claims.total().unwrap() as u64)
    }

    #[test]
    fn a_new_file_is_one_of_ours() {
        let (claims, length) = claims();
        assert!(claims.check(length, 4).is_ok());
    }

    #[test]
    fn files_of_others_and_cut_ones_are_refused_with_what_is_wrong() {
        let (good, length) = claims();
        let refusal = |claims: Claims, length| claims.check(length, 4).unwrap_err();
        assert!(matches!(refusal(Claims { magic: 7, ..good }, length), Refusal::Foreign { magic: 7 }));
        assert!(matches!(refusal(Claims { version: 9, ..good }, length), Refusal::Version { theirs: 9, .. }));
        assert!(matches!(refusal(Claims { members: 0, ..good }, length), Refusal::Members { asked: 0, .. }));
        assert!(matches!(refusal(Claims { cpus: 3, ..good }, length), Refusal::Cpus { rows: 3, needed: 4 }));
        assert!(matches!(refusal(Claims { arena: u64::MAX, ..good }, length), Refusal::TooLarge));
        assert_eq!(refusal(good, length - 1), Refusal::Truncated { is: length - 1, should_be: length });
    }

    #[test]
    fn nothing_outside_of_the_arena_is_an_offset() {
        let (claims, length) = claims();
        let layout = claims.check(length, 4).unwrap();
        assert!(layout.in_arena(4088, 8, 8).is_some());
        for (offset, size, align) in
            [(4089, 8, 1), (4096, 1, 1), (u64::MAX, 8, 1), (0, usize::MAX, 1), (4, 8, 8)]
        {
            assert_eq!(layout.in_arena(offset, size, align), None, "{offset} {size} {align}");
        }
        assert!(layout.counts(7).is_some());
        assert_eq!(layout.counts(8), None);
    }
}
