//! The allocator's figures, and the knobs of glibc's.

use core::ffi::{c_char, c_int};

use libc::FILE;
use perseq_alloc::{internal::Class, raw};

use crate::basic::fail;

/// `struct mallinfo2` of glibc 2.33, in bytes.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Mallinfo2 {
    /// Memory that spans have.
    pub arena: usize,
    /// Always 0.
    pub ordblks: usize,
    /// Always 0.
    pub smblks: usize,
    /// Large objects.
    pub hblks: usize,
    /// Bytes of large objects.
    pub hblkhd: usize,
    /// Always 0.
    pub usmblks: usize,
    /// Bytes of free objects that rows and transfer caches keep.
    pub fsmblks: usize,
    /// Bytes of objects that the program has, large ones aside.
    pub uordblks: usize,
    /// Bytes that are free, with memory.
    pub fordblks: usize,
    /// Bytes that `malloc_trim` would give back.
    pub keepcost: usize,
}

/// `struct mallinfo`: the same in numbers that are too small for today's programs. Larger values are `INT_MAX`.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Mallinfo {
    /// In the order of [`Mallinfo2`].
    pub fields: [c_int; 10],
}

/// The allocator's figures.
#[unsafe(no_mangle)]
pub extern "C" fn mallinfo2() -> Mallinfo2 {
    let (heap, cached) = raw::stats();
    let free = heap.free_bytes + heap.kept_bytes + cached;
    Mallinfo2 {
        arena: heap.span_bytes + heap.free_bytes,
        hblks: heap.large,
        hblkhd: heap.large_bytes,
        fsmblks: cached,
        uordblks: heap.small_bytes.saturating_sub(cached),
        fordblks: free + heap.span_bytes.saturating_sub(heap.small_bytes + heap.span_bare_bytes),
        keepcost: free,
        ..Mallinfo2::default()
    }
}

/// The allocator's figures, as far as an `int` can tell.
#[unsafe(no_mangle)]
pub extern "C" fn mallinfo() -> Mallinfo {
    let all = mallinfo2();
    let fields = [
        all.arena,
        all.ordblks,
        all.smblks,
        all.hblks,
        all.hblkhd,
        all.usmblks,
        all.fsmblks,
        all.uordblks,
        all.fordblks,
        all.keepcost,
    ];
    Mallinfo { fields: fields.map(|value| c_int::try_from(value).unwrap_or(c_int::MAX)) }
}

/// Gives the system all free memory, of every CPU; 1 if that was any.
#[unsafe(no_mangle)]
pub extern "C" fn malloc_trim(_pad: usize) -> c_int {
    c_int::from(raw::trim() > 0)
}

/// Accepts every option of glibc's and changes nothing: none of them means anything here.
#[unsafe(no_mangle)]
pub extern "C" fn mallopt(_option: c_int, _value: c_int) -> c_int {
    1
}

unsafe extern "C" {
    fn fprintf(stream: *mut FILE, format: *const c_char, ...) -> c_int;
}

/// Writes what the allocator has as XML: 0, or −1 and `EINVAL` for any options but 0.
///
/// # Safety
///
/// * `stream` is open for writing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn malloc_info(options: c_int, stream: *mut FILE) -> c_int {
    if options != 0 {
        fail(libc::EINVAL);
        return -1;
    }
    // Before the first word is written: writing allocates.
    let (heap, cached) = raw::stats();
    let classes = raw::class_stats();
    // SAFETY: the caller's stream; the text asks for nothing.
    unsafe { fprintf(stream, c"<malloc version=\"perseq-1\">\n".as_ptr()) };
    for (class, stats) in Class::all().zip(classes).filter(|(_, stats)| stats.spans > 0) {
        let format = c"<class size=\"%zu\" spans=\"%zu\" objects=\"%zu\"/>\n".as_ptr();
        // SAFETY: as above, with a value for each of the three conversions.
        unsafe { fprintf(stream, format, class.size(), stats.spans, stats.live) };
    }
    let totals = [
        (c"objects", heap.small_bytes),
        (c"cached", cached),
        (c"spans", heap.span_bytes),
        (c"large", heap.large_bytes),
        (c"free", heap.free_bytes + heap.kept_bytes),
        (c"records", heap.records_bytes),
    ];
    for (name, bytes) in totals {
        // SAFETY: as above: a string and a size.
        unsafe { fprintf(stream, c"<total type=\"%s\" size=\"%zu\"/>\n".as_ptr(), name.as_ptr(), bytes) };
    }
    // SAFETY: as above.
    unsafe { fprintf(stream, c"</malloc>\n".as_ptr()) };
    0
}
