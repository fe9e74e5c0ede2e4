//! The file, mapped: made or checked, and the words in it.

use core::{
    marker::PhantomData,
    ptr::NonNull,
    sync::atomic::{AtomicU32, AtomicU64, AtomicUsize},
};
use std::{
    fs, io,
    os::{
        fd::{AsRawFd as _, OwnedFd, RawFd},
        unix::fs::FileExt as _,
    },
};

use perseq_core::{cpu, guard::RobustMutex};
use rustix::{
    fs::{FallocateFlags, fallocate},
    io::{Errno, fcntl_dupfd_cloexec},
    mm::{Advice, MapFlags, ProtFlags, madvise, mmap, munmap},
    process::{Resource, getrlimit},
};

use super::{
    ProcessError, ProcessResult,
    arena::{ArenaState, Root},
    deaths::DeathCounts,
    layout::{COUNTS, Claims, HEAD, Here, LINE, Layout, MAX_MEMBERS, PAGE},
};
use crate::grace::{counts::Counts, side::Row};

/// On a line of its own.
#[repr(C, align(64))]
pub(super) struct Line<T>(pub(super) T);

/// The header at the start of a file: any bytes are one.
#[repr(C)]
pub(super) struct Header {
    /// As it was made; read once, when the file is opened.
    _claims: Line<[AtomicU64; 8]>,
    /// The flag of their line that new readers try first, and so the phase that they enter: [`FLAG`](crate::grace::side::FLAG) of it, whatever else is there.
    pub(super) current: Line<AtomicUsize>,
    /// For all that is below.
    pub(super) lock: Line<RobustMutex>,
    /// The grace periods: `Machine::words`, but for the last.
    pub(super) machine: Line<[AtomicU64; 3]>,
    /// The last grace period that has ended.
    pub(super) completed: AtomicU64,
    pub(super) deaths: Line<DeathCounts>,
    pub(super) arena: ArenaState,
    pub(super) roots: [Root; super::ProcessRcu::MAX_CELLS],
    pub(super) members: [Entry; MAX_MEMBERS as usize],
}

/// A place in the table of members.
#[repr(C)]
pub(super) struct Entry {
    /// [`FREE`](super::members), or how its readers enter.
    pub(super) state: AtomicU32,
    _rest: u32,
    /// A [`Process`](perseq_core::process::Process).
    pub(super) process: AtomicU64,
}

const _: () = assert!(size_of::<Header>() <= HEAD);
const _: () = assert!(size_of::<Claims>() <= size_of::<[AtomicU64; 8]>());
const _: () = assert!(size_of::<Row>() == LINE && LINE == 64);
const _: () = assert!(PAGE.is_multiple_of(COUNTS) && HEAD.is_multiple_of(PAGE));

/// The memory of values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arena {
    start: *mut u8,
    length: usize,
}

// SAFETY: an address, of memory for all threads.
unsafe impl Send for Arena {}
// SAFETY: as above.
unsafe impl Sync for Arena {}

impl Arena {
    /// A `T` at `offset`, unless that leads out of the arena; never null.
    #[inline(always)]
    pub(super) fn at<T>(self, offset: usize) -> Option<*mut T> {
        let fits = self.length >= size_of::<T>() && offset <= self.length - size_of::<T>();
        (fits && offset.is_multiple_of(align_of::<T>())).then(|| self.start.wrapping_add(offset).cast())
    }

    /// Its places for values of that type.
    pub(super) fn values<T>(self) -> Values<T> {
        let last = self.length.checked_sub(size_of::<T>()).map_or(0, |last| last / align_of::<T>());
        Values { start: self.start, last, value: PhantomData }
    }
}

/// The places of an arena in which a `T` can be, except that at its start, where there is a block's header.
#[derive(Debug)]
pub(super) struct Values<T> {
    start: *mut u8,
    /// The number of the last place, at `last * align_of::<T>()`; 0 for none.
    last: usize,
    value: PhantomData<fn(T) -> T>,
}

// SAFETY: an address, of memory for all threads.
unsafe impl<T> Send for Values<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Values<T> {}

impl<T> Values<T> {
    /// The place at `offset`, if that is one, by one comparison; never null.
    #[inline(always)]
    pub(super) fn at(&self, offset: usize) -> Option<*mut T> {
        // The bits below the alignment, which must be 0, become the highest ones: above those of any place, because an arena is shorter than
        // half of the address space. The subtraction makes 0 too high as well.
        let place = offset.rotate_right(align_of::<T>().trailing_zeros());
        (place.wrapping_sub(1) < self.last).then(|| self.start.wrapping_add(offset).cast())
    }
}

/// A file that is mapped.
#[derive(Debug)]
pub(super) struct File {
    start: NonNull<u8>,
    layout: Layout,
    pub(super) file: fs::File,
}

// SAFETY: the mapping is for all threads; what is in it is atomic, or written as `cell` says.
unsafe impl Send for File {}
// SAFETY: as above.
unsafe impl Sync for File {}

pub(super) fn io_error(source: impl Into<io::Error>) -> ProcessError {
    ProcessError::File { path: None, source: source.into() }
}

/// Asked before a file gets `length` bytes long: beyond the limit of this process (`ulimit -f`) the kernel would end it by `SIGXFSZ`.
///
/// # Errors
/// As that signal's handler would find it.
fn check_limit(length: u64) -> Result<(), Errno> {
    let longest = getrlimit(Resource::Fsize).current.unwrap_or(u64::MAX);
    if length > longest { Err(Errno::FBIG) } else { Ok(()) }
}

impl File {
    /// Makes `file`, which no other process has yet, a new domain.
    pub(super) fn create(file: fs::File, members: u32, arena: usize) -> ProcessResult<Self> {
        // Whole pages; the length is checked with all others.
        let arena = arena.checked_next_multiple_of(4096).unwrap_or(usize::MAX) as u64;
        let here = Here::now().map_err(io_error)?;
        let claims = Claims::new(here, members, arena);
        let total = claims.total().unwrap_or(usize::MAX) as u64;
        let layout = claims.check(total, here)?;
        let file: fs::File = above_standard(file.into()).map_err(io_error)?.into();
        check_limit(total).map_err(io_error)?;
        file.set_len(total).map_err(io_error)?;
        let new = Self::map(file, layout)?;
        new.reserve(0, HEAD)?;
        // All else is zero: no member, no value, a free lock.
        new.file.write_all_at(claims_bytes(&claims), 0).map_err(io_error)?;
        Ok(new)
    }

    /// Maps `file` if it is a domain that can be used here.
    pub(super) fn open(file: fs::File) -> ProcessResult<Self> {
        let file: fs::File = above_standard(file.into()).map_err(io_error)?.into();
        let mut bytes = [0; size_of::<Claims>()];
        let length = file.metadata().map_err(io_error)?.len();
        if length < HEAD as u64 {
            return Err(super::Refusal::Foreign.into());
        }
        file.read_exact_at(&mut bytes, 0).map_err(io_error)?;
        let layout = read_claims(&bytes).check(length, Here::now().map_err(io_error)?)?;
        Self::map(file, layout)
    }

    fn map(file: fs::File, layout: Layout) -> ProcessResult<Self> {
        let protection = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: a new mapping touches no existing memory.
        let start =
            unsafe { mmap(core::ptr::null_mut(), layout.total(), protection, MapFlags::SHARED, &file, 0) };
        let start = start.map_err(io_error)?;
        // A huge page would give memory to the rows of many CPUs at once. It fails where there are none.
        // SAFETY: advice on the mapping above, which changes no contents.
        let _forbidden = unsafe { madvise(start, layout.total(), Advice::LinuxNoHugepage) };
        let start = NonNull::new(start.cast()).ok_or_else(|| io_error(Errno::NOMEM))?;
        Ok(Self { start, layout, file })
    }

    /// Has the file system keep memory for these bytes: where it has none, that is an error now, and not a `SIGBUS` when they are touched.
    fn reserve(&self, offset: usize, length: usize) -> ProcessResult<()> {
        loop {
            return match fallocate(&self.file, FallocateFlags::KEEP_SIZE, offset as u64, length as u64) {
                Err(Errno::INTR) => continue,
                // Not every file system can.
                Ok(()) | Err(Errno::OPNOTSUPP | Errno::NOSYS) => Ok(()),
                Err(errno) => Err(io_error(errno)),
            };
        }
    }

    /// Memory for the counts and the lines of `member`: a page, and one of each row, which others may have asked for before.
    pub(super) fn reserve_member(&self, member: u32) -> ProcessResult<()> {
        self.reserve(self.layout.counts(member) / PAGE * PAGE, PAGE)?;
        (0..cpu::bound()).try_for_each(|cpu| self.reserve(self.layout.line(member, cpu) / PAGE * PAGE, PAGE))
    }

    /// Memory for the arena up to `end`, where there is some up to `top`.
    pub(super) fn reserve_arena(&self, top: usize, end: usize) -> ProcessResult<()> {
        let there = top.next_multiple_of(PAGE);
        if end <= there { Ok(()) } else { self.reserve(self.layout.rows_end() + there, end - there) }
    }

    /// The address at which it is mapped.
    pub(super) fn address(&self) -> usize {
        self.start.addr().get()
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    #[inline(always)]
    pub(super) fn header(&self) -> &Header {
        // SAFETY: SHM: a header is at the start of each file that was checked, page-aligned, and mapped while `self` lives.
        unsafe { self.start.cast().as_ref() }
    }

    /// The address of a member's line in row 0.
    pub(super) fn line_address(&self, member: u32) -> usize {
        self.start.as_ptr().wrapping_add(self.layout.line(member, 0)).expose_provenance()
    }

    /// A member's line in the row of `cpu`.
    pub(super) fn line(&self, member: u32, cpu: u32) -> &Row {
        let line = self.start.as_ptr().wrapping_add(self.layout.line(member, cpu));
        // SAFETY: SHM: in the mapping and aligned to a line, both by `Layout::line`; any bytes are atomics.
        unsafe { &*line.cast() }
    }

    /// A member's counts.
    pub(super) fn counts(&self, member: u32) -> &Counts {
        let counts = self.start.as_ptr().wrapping_add(self.layout.counts(member));
        // SAFETY: SHM: in the mapping and aligned to its size, both by `Layout::counts`; any bytes are atomics.
        unsafe { &*counts.cast() }
    }

    /// The arena, as long as `self` lives.
    pub(super) fn arena(&self) -> Arena {
        let (start, length) = (self.start.as_ptr().wrapping_add(self.layout.rows_end()), self.layout.arena());
        Arena { start, length }
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // SAFETY: one whole mapping, and everything that has references into it borrows `self`.
        // It cannot fail; if it did, it would leak.
        let _unmapped = unsafe { munmap(self.start.as_ptr().cast(), self.layout.total()) };
    }
}

/// `descriptor`, or another one for the same file, so that it is none of the standard ones: where those are closed, the next file that is opened
/// becomes one, and what the program prints would be written there.
pub(super) fn above_standard(descriptor: OwnedFd) -> rustix::io::Result<OwnedFd> {
    const FIRST: RawFd = 3;
    if descriptor.as_raw_fd() >= FIRST {
        return Ok(descriptor);
    }
    fcntl_dupfd_cloexec(&descriptor, FIRST)
}

fn claims_bytes(claims: &Claims) -> &[u8] {
    bytemuck::bytes_of(claims)
}

fn read_claims(bytes: &[u8; size_of::<Claims>()]) -> Claims {
    bytemuck::pod_read_unaligned(bytes)
}

// SAFETY: words of fixed size without padding between them: four of 32 bits make two of 64, and the others have 64 or are two of those.
unsafe impl bytemuck::Zeroable for Claims {}
// SAFETY: as above.
unsafe impl bytemuck::Pod for Claims {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_have_no_padding() {
        assert_eq!(size_of::<Claims>(), 8 + 4 * 4 + 5 * 8);
        let claims = Claims::new(Here { cpus: 1, namespace: 2, boot: [3, 4] }, 5, 6);
        assert_eq!(read_claims(claims_bytes(&claims).try_into().unwrap()), claims);
    }

    #[test]
    fn nothing_outside_of_the_arena_is_an_offset() {
        let mut bytes = [0_u64; 8];
        let arena = Arena { start: bytes.as_mut_ptr().cast(), length: size_of_val(&bytes) };
        assert!(
            arena.at::<u64>(0).is_some() && arena.at::<u64>(56).is_some() && arena.at::<u8>(63).is_some()
        );
        for offset in [57, 60, 64, 72, usize::MAX, usize::MAX - 7] {
            assert_eq!(arena.at::<u64>(offset), None, "{offset}");
        }
        assert_eq!(arena.at::<[u64; 9]>(0), None);
        let start: *mut u8 = bytes.as_mut_ptr().cast();
        let words = |offset| arena.values::<u64>().at(offset);
        assert_eq!(words(8), Some(start.wrapping_add(8).cast::<u64>()));
        assert_eq!(words(56), Some(start.wrapping_add(56).cast::<u64>()));
        for offset in
            [0, 1, 4, 9, 52, 57, 60, 64, 72, usize::MAX / 2, usize::MAX / 2 + 1, usize::MAX, usize::MAX - 7]
        {
            assert_eq!(words(offset), None, "{offset}");
        }
        let bytes = |offset| arena.values::<u8>().at(offset);
        assert!(bytes(1).is_some() && bytes(63).is_some() && bytes(0).is_none() && bytes(64).is_none());
        assert_eq!(arena.values::<[u64; 8]>().at(8), None);
        assert_eq!(arena.values::<[u64; 9]>().at(8), None);
    }
}
