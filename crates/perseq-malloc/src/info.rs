//! The allocator's figures, and the knobs of glibc's.

use core::ffi::{c_char, c_int};

use libc::FILE;
use perseq_alloc::{raw, stats};

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
    let stats = stats();
    Mallinfo2 {
        arena: stats.span_bytes + stats.page_bytes,
        hblks: stats.large_objects,
        hblkhd: stats.large_bytes,
        fsmblks: stats.cached_bytes,
        uordblks: stats.object_bytes,
        fordblks: stats.free_bytes() + stats.span_free_bytes,
        keepcost: stats.free_bytes(),
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

/// `struct perseq_malloc_stats`: words are added at its end.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Stats {
    /// Bytes of objects that the program has, large ones aside.
    pub object_bytes: u64,
    /// Bytes of free objects that CPUs' rows and transfer caches keep.
    pub cached_bytes: u64,
    /// Bytes of pages that objects of one size share.
    pub span_bytes: u64,
    /// Large objects.
    pub large_objects: u64,
    /// Bytes of their mappings.
    pub large_bytes: u64,
    /// Bytes that are free and have memory: `malloc_trim` gives them back.
    pub free_bytes: u64,
    /// Bytes that were given back to the system so far.
    pub released_bytes: u64,
    /// Bytes of the allocator's own records.
    pub record_bytes: u64,
    /// Bytes of address space.
    pub reserved_bytes: u64,
}

impl Stats {
    /// All of them, by name.
    pub(crate) fn named(&self) -> [(&'static str, u64); 9] {
        [
            ("object_bytes", self.object_bytes),
            ("cached_bytes", self.cached_bytes),
            ("span_bytes", self.span_bytes),
            ("large_objects", self.large_objects),
            ("large_bytes", self.large_bytes),
            ("free_bytes", self.free_bytes),
            ("released_bytes", self.released_bytes),
            ("record_bytes", self.record_bytes),
            ("reserved_bytes", self.reserved_bytes),
        ]
    }
}

/// The allocator's figures.
pub(crate) fn figures(stats: &perseq_alloc::Stats) -> Stats {
    Stats {
        object_bytes: stats.object_bytes as u64,
        cached_bytes: stats.cached_bytes as u64,
        span_bytes: stats.span_bytes as u64,
        large_objects: stats.large_objects as u64,
        large_bytes: stats.large_bytes as u64,
        free_bytes: stats.free_bytes() as u64,
        released_bytes: stats.returned_bytes,
        record_bytes: stats.record_bytes as u64,
        reserved_bytes: stats.reserved_bytes as u64,
    }
}

/// Writes the allocator's figures to `stats`, as far as `size` bytes have room, and returns how many bytes it has.
///
/// # Safety
///
/// * `stats` is valid for writes of `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_malloc_stats(stats: *mut Stats, size: usize) -> usize {
    let figures = figures(&perseq_alloc::stats());
    let bytes = size.min(size_of::<Stats>());
    // SAFETY: the caller's promise, and no more bytes than the figures have.
    unsafe { stats.cast::<u8>().copy_from_nonoverlapping((&raw const figures).cast(), bytes) };
    size_of::<Stats>()
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
    let stats = stats();
    // SAFETY: the caller's stream; the text asks for nothing.
    unsafe { fprintf(stream, c"<malloc version=\"perseq-1\">\n".as_ptr()) };
    for class in stats.classes().iter().filter(|class| class.spans > 0) {
        let format = concat!(
            "<class size=\"%zu\" spans=\"%zu\" objects=\"%zu\" cached=\"%zu\" refills=\"%zu\" flushes=\"%zu\"/>\n",
            "\0"
        );
        let (spans, objects, cached) = (class.spans, class.objects, class.cached);
        let (format, size): (*const c_char, _) = (format.as_ptr().cast(), class.size);
        // SAFETY: as above, with a value for each of the six conversions.
        unsafe { fprintf(stream, format, size, spans, objects, cached, class.refills, class.flushes) };
    }
    let totals = [
        (c"objects", stats.object_bytes),
        (c"cached", stats.cached_bytes),
        (c"spans", stats.span_bytes),
        (c"large", stats.large_bytes),
        (c"free", stats.page_bytes + stats.kept_bytes),
        (c"records", stats.record_bytes),
    ];
    for (name, bytes) in totals {
        // SAFETY: as above: a string and a size.
        unsafe { fprintf(stream, c"<total type=\"%s\" size=\"%zu\"/>\n".as_ptr(), name.as_ptr(), bytes) };
    }
    // SAFETY: as above.
    unsafe { fprintf(stream, c"</malloc>\n".as_ptr()) };
    0
}
