//! Ranges: how a pool's memory is mapped.

use core::{
    ffi::{CStr, c_int, c_void},
    ptr::null_mut,
};
use std::io::{Cursor, Write};

use super::{Pool, item::Rows, shape::Shape};
use crate::errno::{EINVAL, ENOMEM, Errno};

/// Bytes of a page.
pub(crate) fn page_size() -> usize {
    // SAFETY: no addresses.
    usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096)
}

/// The header of a range: the bytes right before its first row. The pool's lock guards what changes.
#[derive(Debug)]
pub(super) struct Range {
    pub(super) next: *mut Range,
    pub(super) pool: *const Pool,
    pub(super) rows: Rows,
    /// The free list's row.
    pub(super) free_list: *mut u8,
    /// Bytes of each row that were ever items.
    pub(super) used: usize,
    /// The mapping.
    start: *mut u8,
    len: usize,
    /// A bit for each item that a program has; empty where the pool is not robust.
    pub(super) slots: Vec<usize>,
}

/// Pages before the first row: the canary's, and the header's.
const HEAD: usize = 2;
/// The byte at the canary in the process that has made the range.
const CANARY: u8 = 1;

impl Range {
    /// The header below a range's first row.
    pub(super) fn below(base: *mut u8) -> *mut Self {
        base.cast::<Self>().wrapping_sub(1)
    }

    /// A new range, which leads to `next`.
    pub(super) fn create(pool: &Pool, next: *mut Self) -> Result<*mut Self, Errno> {
        let shape = &pool.shape;
        let slots = slots(shape)?;
        let head = HEAD * page_size();
        let (start, len) = map_aligned(head, shape.range_len(), shape.stride)?;
        // SAFETY: inside of the mapping.
        let base = unsafe { start.byte_add(head) };
        let free_list = base.wrapping_byte_add(shape.free_list_at());
        let rows = Rows { base, init: null_mut() };
        let range = Self::below(base);
        let header = Self { next, pool, rows, free_list, used: 0, start, len, slots };
        // SAFETY: the header's page is new memory; a stride's alignment is enough for a header below it.
        unsafe { range.write(header) };
        // SAFETY: just written, and unknown to others.
        let result = unsafe { &mut *range }.prepare(pool);
        result.map(|()| range).inspect_err(|_| {
            // SAFETY: as above.
            let _unmapped = unsafe { Self::destroy(range) };
        })
    }

    /// The rows of a new range, as its pool wants them.
    fn prepare(&mut self, pool: &Pool) -> Result<(), Errno> {
        if !pool.shape.copies_zeroes() {
            self.map_values(pool)?;
        }
        let Some((init, private)) = pool.shape.init else { return Ok(()) };
        for row in 0..pool.shape.rows {
            let cpu = pool.shape.max_nr_cpus().map_or(-1, |_| row as c_int);
            let at = self.rows.row(row, &pool.shape);
            // SAFETY: the program's function, with what it asked for and a row of its pool.
            if unsafe { init(private, at.cast(), pool.shape.stride, cpu) } != 0 {
                return Err(Errno::last());
            }
        }
        Ok(())
    }

    /// Maps the initial values: shared in their own row, privately in the others. Forked children do not get them.
    fn map_values(&mut self, pool: &Pool) -> Result<(), Errno> {
        let Shape { rows, stride, .. } = pool.shape;
        let file = File::create(pool.name.bytes(), stride)?;
        let values = self.rows.row(rows, &pool.shape);
        for row in 0..rows {
            file.map(self.rows.row(row, &pool.shape), stride, libc::MAP_PRIVATE)?;
        }
        file.map(values, stride, libc::MAP_SHARED)?;
        self.rows.init = values;
        // SAFETY: advice of the range's own mapping, which changes nothing in this process.
        check(unsafe { libc::madvise(self.rows.base.cast(), pool.shape.range_len(), libc::MADV_DONTFORK) })?;
        // SAFETY: the first page is the canary's.
        unsafe { self.start.write_volatile(CANARY) };
        // SAFETY: as above.
        check(unsafe { libc::madvise(self.start.cast(), page_size(), libc::MADV_WIPEONFORK) })
    }

    /// Returns whether this process has the rows of a range with initial values.
    pub(super) fn is_here(&self) -> bool {
        // SAFETY: the first page stays as long as the header. Volatile: a fork clears it.
        unsafe { self.start.read_volatile() == CANARY }
    }

    /// Unmaps a range.
    ///
    /// # Safety
    /// * Nothing uses it any more.
    pub(super) unsafe fn destroy(range: *mut Self) -> Result<(), Errno> {
        // SAFETY: the caller's promise.
        let this = unsafe { &mut *range };
        // In a child that did not get the rows, something else may be where they were.
        let is_whole = this.rows.init.is_null() || this.is_here();
        let len = if is_whole { this.len } else { HEAD * page_size() };
        let (start, slots) = (this.start, core::mem::take(&mut this.slots));
        // SAFETY: the caller's promise. The header is not used after this.
        check(unsafe { libc::munmap(start.cast(), len) }).inspect_err(|_| {
            // SAFETY: it is still mapped.
            unsafe { (*range).slots = slots };
        })
    }
}

/// A bit for each item of a range, where the pool is robust.
fn slots(shape: &Shape) -> Result<Vec<usize>, Errno> {
    let mut slots = Vec::new();
    if shape.is_robust {
        let words = (shape.stride >> shape.item_order).div_ceil(usize::BITS as usize);
        slots.try_reserve_exact(words).map_err(|_| ENOMEM)?;
        slots.resize(words, 0);
    }
    Ok(slots)
}

fn check(result: c_int) -> Result<(), Errno> {
    if result == 0 { Ok(()) } else { Err(Errno::last()) }
}

/// `head + len` bytes, whose first `head` are before an address that is a multiple of `align`; where they begin, and how many there are.
fn map_aligned(head: usize, len: usize, align: usize) -> Result<(*mut u8, usize), Errno> {
    let wanted = head + len;
    let (protection, flags) =
        (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE);
    let mapped = wanted.checked_add(align).ok_or(EINVAL)?;
    // SAFETY: a new mapping touches no existing memory.
    let memory = unsafe { libc::mmap(null_mut(), mapped, protection, flags, -1, 0) };
    if memory == libc::MAP_FAILED {
        return Err(ENOMEM);
    }
    let before = (memory.addr() + head).next_multiple_of(align) - head - memory.addr();
    let start = memory.wrapping_byte_add(before);
    unmap(memory, before);
    unmap(start.wrapping_byte_add(wanted), mapped - before - wanted);
    Ok((start.cast(), wanted))
}

/// Gives a part of a new mapping back. A part that the kernel keeps (it has no room to describe two mappings) costs addresses, no memory.
fn unmap(start: *mut c_void, len: usize) {
    if len != 0 {
        // SAFETY: the caller's own mapping, which nothing uses yet.
        unsafe { libc::munmap(start, len) };
    }
}

/// An anonymous file with the initial values of a range.
struct File(c_int);

impl File {
    fn create(pool: &[u8], len: usize) -> Result<Self, Errno> {
        // The kernel takes 249 bytes.
        let mut name = Cursor::new([0_u8; 250]);
        let most = pool.len().min(200);
        let _fits = name.write_all(&pool[..most]).and_then(|()| name.write_all(b":rseq-mempool\0"));
        let name = CStr::from_bytes_until_nul(name.get_ref()).unwrap_or_default();
        // SAFETY: a C string.
        let fd = unsafe { libc::memfd_create(name.as_ptr(), libc::MFD_CLOEXEC) };
        if fd < 0 {
            return Err(Errno::last());
        }
        let file = Self(fd);
        // SAFETY: the file is this function's own.
        check(unsafe { libc::ftruncate(fd, len as libc::off_t) })?;
        Ok(file)
    }

    fn map(&self, at: *mut u8, len: usize, sharing: c_int) -> Result<(), Errno> {
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: replaces a part of the caller's new mapping, which nothing uses yet.
        let mapped = unsafe { libc::mmap(at.cast(), len, protection, sharing | libc::MAP_FIXED, self.0, 0) };
        if mapped == libc::MAP_FAILED { Err(Errno::last()) } else { Ok(()) }
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // SAFETY: the file is this value's own. Mappings keep what is in it.
        unsafe { libc::close(self.0) };
    }
}
