//! The page in which the kernel tells where an event is counted, and how it is read.
//!
//! ```text
//!   lock     even or odd: changes whenever the rest does          before and after: equal, or again
//!   index    the counter on this CPU, plus 1; 0: none now
//!   offset   to be added to the counter                           value = offset + counter
//!   enabled, running: equal if it was counted all the time        else: read(2), which scales
//! ```

use core::sync::atomic::{
    AtomicI64, AtomicU16, AtomicU32, AtomicU64,
    Ordering::{Acquire, Relaxed},
    fence,
};

use perseq_core::{Outcome, thread};

use crate::event::Descriptor;

/// The part of `struct perf_event_mmap_page` that matters here.
#[repr(C)]
pub(crate) struct Header {
    version: u32,
    compat_version: u32,
    lock: AtomicU32,
    index: AtomicU32,
    offset: AtomicI64,
    enabled: AtomicU64,
    running: AtomicU64,
    capabilities: AtomicU64,
    pmc_width: AtomicU16,
}

/// `cap_user_rdpmc`.
const USER_READS: u64 = 1 << 2;
/// Attempts before the system call is taken.
const ATTEMPTS: u32 = 100;

/// A mapped page. Forked children do not get the mapping.
pub(crate) struct Page {
    header: *mut Header,
    len: usize,
    /// How many forks there were when it was mapped.
    forks: u32,
}

impl Page {
    /// The page of an event; `None` if it cannot be mapped, or no code for this architecture reads counters.
    pub(crate) fn of(descriptor: &Descriptor) -> Option<Self> {
        if cfg!(not(any(target_arch = "x86_64", target_arch = "aarch64"))) {
            return None;
        }
        // SAFETY: asks for a number.
        let len = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).ok()?;
        let (anywhere, file) = (core::ptr::null_mut(), descriptor.number());
        // SAFETY: a new mapping.
        let page = unsafe { libc::mmap(anywhere, len, libc::PROT_READ, libc::MAP_SHARED, file, 0) };
        (page != libc::MAP_FAILED).then(|| Self { header: page.cast(), len, forks: thread::forks() })
    }

    /// Returns whether it is mapped in this process: not in a child that was forked since.
    fn is_here(&self) -> bool {
        self.forks == thread::forks()
    }

    /// The event's value, if user space may read it now; how often it had to be tried again is added to `repeated`. With `part` of what
    /// is counted in parts: as it was counted, also while it is not.
    pub(crate) fn read(&self, part: bool, repeated: &mut u64) -> Option<u64> {
        if !self.is_here() {
            return None;
        }
        // SAFETY: mapped as long as `self` in this process, larger than a header, and read by atomic loads only.
        let header = unsafe { &*self.header };
        // SAFETY: the page of an event of this thread's, that says that user space may read counters.
        read(header, part, repeated, |header| unsafe { read_counter(header) })
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if self.is_here() {
            // SAFETY: mapped by `of`, and no thread uses it any more.
            unsafe { libc::munmap(self.header.cast(), self.len) };
        }
    }
}

/// One attempt: the counter's value.
///
/// # Safety
///
/// * As [`section::read_counter`](crate::section::read_counter).
#[cfg(all(any(target_arch = "x86_64", target_arch = "aarch64"), not(any(miri, perseq_model))))]
unsafe fn read_counter(header: &Header) -> (Outcome, u64) {
    use perseq_core::ByCpuId;
    let mut value = 0;
    let page = core::ptr::from_ref(header).cast();
    // SAFETY: the caller's promise; `value` is a live local.
    let outcome = unsafe { crate::section::read_counter::<ByCpuId>(page, &raw mut value) };
    if outcome == Outcome::Aborted && perseq_core::thread::attach().is_err() {
        // Nothing would ever say that the thread was moved.
        return (Outcome::Exited, 0);
    }
    (outcome, value)
}

#[cfg(not(all(any(target_arch = "x86_64", target_arch = "aarch64"), not(any(miri, perseq_model)))))]
unsafe fn read_counter(_header: &Header) -> (Outcome, u64) {
    (Outcome::Exited, 0)
}

/// The protocol of the page. `None` where `read(2)` is needed.
fn read(
    header: &Header,
    part: bool,
    repeated: &mut u64,
    counter: impl Fn(&Header) -> (Outcome, u64),
) -> Option<u64> {
    for _ in 0..ATTEMPTS {
        let lock = header.lock.load(Acquire);
        let may = header.capabilities.load(Relaxed) & USER_READS != 0;
        let all_the_time = header.enabled.load(Relaxed) == header.running.load(Relaxed);
        let (offset, width) = (header.offset.load(Relaxed), header.pmc_width.load(Relaxed));
        if may && part && header.index.load(Relaxed) == 0 {
            // Not counted here and now: the offset is all there is.
            fence(Acquire);
            if header.lock.load(Relaxed) == lock {
                return Some(offset.cast_unsigned());
            }
            *repeated += 1;
            continue;
        }
        if !may || !(all_the_time || part) || header.index.load(Relaxed) == 0 {
            return None;
        }
        let (outcome, value) = counter(header);
        fence(Acquire);
        match outcome {
            Outcome::Committed if header.lock.load(Relaxed) == lock => {
                return Some(total(offset, width, value));
            }
            Outcome::Exited => return None,
            _ => *repeated += 1,
        }
    }
    None
}

/// A counter of `width` bits, which counts from a negative number on, added to the offset.
fn total(offset: i64, width: u16, counter: u64) -> u64 {
    let unused = 64 - u32::from(width.clamp(1, 64));
    offset.wrapping_add((counter << unused).cast_signed() >> unused).cast_unsigned()
}

#[cfg(test)]
mod tests {
    use core::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    fn header(index: u32, offset: i64, times: (u64, u64)) -> Header {
        Header {
            version: 0,
            compat_version: 0,
            lock: AtomicU32::new(2),
            index: AtomicU32::new(index),
            offset: AtomicI64::new(offset),
            enabled: AtomicU64::new(times.0),
            running: AtomicU64::new(times.1),
            capabilities: AtomicU64::new(USER_READS),
            pmc_width: AtomicU16::new(48),
        }
    }

    fn fixed(value: u64) -> impl Fn(&Header) -> (Outcome, u64) {
        move |_| (Outcome::Committed, value)
    }

    proptest! {
        #[test]
        fn a_counter_of_any_width_continues_its_offset(start in 1..1_u64 << 40, width in 42_u16..=64, counted in 0..1_u64 << 40) {
            // The kernel starts a counter at -start, and makes the offset start.
            let mask = u64::MAX >> (64 - u32::from(width));
            let counter = counted.wrapping_sub(start) & mask;
            prop_assert_eq!(total(start.cast_signed(), width, counter), counted);
        }
    }

    #[test]
    fn what_user_space_cannot_read_is_left_to_the_kernel() {
        let mut repeated = 0;
        let mut read = |header: &Header| read(header, false, &mut repeated, fixed(5));
        assert_eq!(read(&header(3, 10, (7, 7))), Some(15));
        assert_eq!(read(&header(0, 10, (7, 7))), None, "not on a counter");
        assert_eq!(read(&header(3, 10, (8, 7))), None, "takes turns");
        let forbidden = header(3, 10, (7, 7));
        forbidden.capabilities.store(0, Relaxed);
        assert_eq!(read(&forbidden), None);
        assert_eq!(repeated, 0);
    }

    #[test]
    fn a_part_is_what_was_counted_also_while_it_is_not() {
        let mut repeated = 0;
        let mut read = |header: &Header| read(header, true, &mut repeated, fixed(5));
        assert_eq!(read(&header(0, 10, (8, 7))), Some(10), "the thread is on CPUs of another kind");
        assert_eq!(read(&header(3, 10, (8, 7))), Some(15), "it is not estimated");
        let forbidden = header(0, 10, (7, 7));
        forbidden.capabilities.store(0, Relaxed);
        assert_eq!(read(&forbidden), None);
    }

    #[test]
    fn what_changes_meanwhile_is_read_again() {
        let (page, calls, mut repeated) = (header(3, 10, (7, 7)), Cell::new(0), 0);
        let moved = |page: &Header| {
            calls.set(calls.get() + 1);
            match calls.get() {
                // The thread is interrupted; then the kernel changes the page.
                1 => return (Outcome::Aborted, 0),
                2 => {
                    page.lock.fetch_add(2, Relaxed);
                    page.offset.store(100, Relaxed);
                }
                _ => {}
            }
            (Outcome::Committed, 5)
        };
        assert_eq!(read(&page, false, &mut repeated, moved), Some(105));
        assert_eq!((calls.get(), repeated), (3, 2));
        let mut repeated = 0;
        assert_eq!(read(&page, false, &mut repeated, |_| (Outcome::Aborted, 0)), None, "never in peace");
        assert_eq!(repeated, u64::from(ATTEMPTS));
    }
}
