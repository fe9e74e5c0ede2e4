//! How many rows per-CPU memory has, and how many of them are visited: from two words of the kernel's own.
//!
//! Every number that the kernel gives (`cpu_id`, `mm_cid`) is below its `nr_cpu_ids`, which is set at boot and never changes:
//! CPUs that come online later are below it, and so is every number of a sparse set. The kernel tells it twice:
//!
//! * `sched_getaffinity(2)` refuses a buffer of fewer than `nr_cpu_ids` bits, and takes whole words: the shortest buffer
//!   that it fills has `nr_cpu_ids` bits, rounded up to a word. No mount hides this. It is [`bound`]: memory is reachable
//!   in so many rows.
//! * `Cpus_allowed:` of `/proc/self/status` is printed with a digit for each 4 bits of `nr_cpu_ids` (since Linux 4.0). If
//!   the two agree, and this thread's CPU and affinity are within, the digits are [`rows`]: as many are visited. Otherwise
//!   every row that can be reached is.
//!
//! `/sys/devices/system/cpu/possible` would tell more exactly, but container runtimes put files of their own there.
//!
//! A number outside of [`rows`] needs another kernel under the process: a restore (CRIU) on a machine with more CPUs. Memory
//! is there, so nothing is lost. The first slow path or sum that meets such a number widens
//! [`rows`] to all that are reachable, for good, and counts it ([`outside`]).

use core::sync::atomic::{AtomicI32, AtomicU32, Ordering::Relaxed};

use super::MAX_CPUS;
use crate::{
    ByCpuId,
    index::load_index,
    sys::{self, errno},
};

/// Bits of a word of an affinity mask.
const WORD: u32 = u64::BITS;

static BOUND: AtomicU32 = AtomicU32::new(0);
/// Until it is known, less than any number of a thread: so one comparison tells whether that is outside.
static ROWS: AtomicI32 = AtomicI32::new(UNKNOWN);
const UNKNOWN: i32 = i32::MIN;
static OUTSIDE: AtomicU32 = AtomicU32::new(0);
/// One more than the highest number of a CPU that is known to be there.
static SEEN: AtomicU32 = AtomicU32::new(0);

/// Upper bound (exclusive) of every row number: per-CPU memory is reachable in so many rows. A multiple of 64.
///
/// It is the number of CPUs that this kernel can have (`nr_cpu_ids`), rounded up to a word of its CPU masks. It needs neither
/// `/sys` nor `/proc`, and never changes. The environment variable `PERSEQ_ROWS` raises it, for processes that will be
/// restored (CRIU) on a machine with more CPUs.
#[must_use]
pub fn bound() -> u32 {
    match BOUND.load(Relaxed) {
        0 => {
            look();
            BOUND.load(Relaxed)
        }
        bound => bound,
    }
}

/// How many rows structures visit: sums, scans, steals and constructors. Row numbers below are rows that a CPU can have.
///
/// At most [`bound`]; the number of CPUs that this kernel can have, rounded up to a multiple of 4, where `/proc` tells it.
/// It grows, once, if a number outside turns up ([`outside`]). Costs three loads.
#[inline]
#[must_use]
pub fn rows() -> u32 {
    let rows = ROWS.load(Relaxed);
    // Negative for a thread that is not registered.
    if load_index::<ByCpuId>() < rows { rows.cast_unsigned() } else { rows_slow() }
}

#[cold]
#[inline(never)]
fn rows_slow() -> u32 {
    if ROWS.load(Relaxed) == UNKNOWN {
        look();
    }
    if let Ok(index) = u32::try_from(load_index::<ByCpuId>()) {
        note(index);
    }
    ROWS.load(Relaxed).cast_unsigned()
}

/// How many slow paths have met a number outside of the rows that were expected: 0 as long as the process is on the kernel that it
/// was started on.
#[must_use]
pub fn outside() -> u32 {
    OUTSIDE.load(Relaxed)
}

/// Upper bound (exclusive) of the numbers of CPUs that are known to be there: those that this process could run on when it started, and
/// those that slow paths have met since. Rows above may be of no CPU, so that no thread would look for an item there.
pub(crate) fn seen() -> u32 {
    SEEN.load(Relaxed).clamp(1, rows())
}

/// Takes note of a number that the kernel has given: if it is outside, every row is visited from now on. For structures that have their
/// own slow path.
#[doc(hidden)]
pub fn note(index: u32) {
    if index >= SEEN.load(Relaxed) {
        SEEN.fetch_max(index.saturating_add(1), Relaxed);
    }
    let rows = ROWS.load(Relaxed);
    if rows != UNKNOWN && index >= rows.cast_unsigned() {
        OUTSIDE.fetch_add(1, Relaxed);
        ROWS.fetch_max(bound().cast_signed(), Relaxed);
    }
}

/// Expects `rows` rows from now on, at least 1. For tests: numbers from there on are outside.
#[doc(hidden)]
pub fn expect_rows(rows: u32) {
    let bound = bound();
    ROWS.store(rows.clamp(1, bound).cast_signed(), Relaxed);
}

/// Asks the kernel. Threads that ask at the same time find the same.
#[cold]
#[inline(never)]
fn look() {
    let (bound, rows, seen) = sys::ROWS.map_or_else(ask, |rows| (rows, rows, rows));
    SEEN.fetch_max(seen, Relaxed);
    BOUND.store(bound, Relaxed);
    // Nothing that was noted in between is taken back.
    ROWS.fetch_max(rows.cast_signed(), Relaxed);
}

/// [`bound`], [`rows`] and [`seen`], as the kernel tells them.
#[inline(never)]
fn ask() -> (u32, u32, u32) {
    let mut mask = [0_u64; (MAX_CPUS / WORD) as usize];
    let bound = shortest_mask(|words| sys::sched_getaffinity(&mut mask[..words]));
    let highest = highest(&mask);
    let current = sys::getcpu_call().ok().map(|(cpu, _node)| cpu);
    let mut digits = Digits::default();
    let mut buffer = [0; 256];
    let _unreadable = sys::read_chunks(c"/proc/self/status", &mut buffer, |text| digits.read(text));
    let seen = highest.max(current);
    let rows = decide(bound, digits.found(), seen);
    let (bound, rows) = raised(bound, rows, sys::environment(c"PERSEQ_ROWS").and_then(number));
    // If the kernel tells nothing, every row may be a CPU's.
    (bound, rows, seen.map_or(rows, |highest| highest + 1))
}

/// With at least `asked` rows, all of them visited.
fn raised(bound: u32, rows: u32, asked: Option<u32>) -> (u32, u32) {
    let asked = asked.map_or(0, |asked| asked.min(MAX_CPUS));
    (bound.max(asked.next_multiple_of(WORD)), rows.max(asked))
}

/// The bits of the shortest mask that the kernel fills; `fill` is given the words of a mask.
fn shortest_mask(mut fill: impl FnMut(usize) -> core::result::Result<usize, sys::Errno>) -> u32 {
    (1..=MAX_CPUS / WORD)
        .find(|&words| fill(words as usize) != Err(errno::EINVAL))
        // A filter that refuses the call tells nothing.
        .filter(|&words| fill(words as usize).is_ok())
        .map_or(MAX_CPUS, |words| words * WORD)
}

/// How many rows to visit: what the digits say, where all that is known agrees.
fn decide(bound: u32, digits: Option<u32>, highest: Option<u32>) -> u32 {
    let Some(rows) = digits.and_then(|digits| digits.checked_mul(4)) else { return bound };
    let agrees = rows.next_multiple_of(WORD) == bound;
    if agrees && highest.is_none_or(|highest| highest < rows) { rows } else { bound }
}

/// The highest bit that is set.
fn highest(mask: &[u64]) -> Option<u32> {
    let at = mask.iter().rposition(|word| *word != 0)?;
    Some(at as u32 * WORD + mask[at].ilog2())
}

fn number(text: &core::ffi::CStr) -> Option<u32> {
    text.to_str().ok()?.parse().ok()
}

/// Counts the digits of `Cpus_allowed:` in a text that comes in pieces.
#[derive(Default)]
struct Digits {
    /// Bytes of the key that were found, or all of them: then digits are counted.
    matched: usize,
    digits: u32,
    end: Option<bool>,
}

impl Digits {
    const KEY: &[u8] = b"\nCpus_allowed:\t";

    fn read(&mut self, text: &[u8]) {
        for &byte in text {
            match (self.end, Self::KEY.get(self.matched)) {
                (Some(_), _) => return,
                (None, Some(&key)) if byte == key => self.matched += 1,
                // Only the key's first byte is a new line.
                (None, Some(_)) => self.matched = usize::from(byte == Self::KEY[0]),
                (None, None) if byte.is_ascii_hexdigit() => self.digits += 1,
                (None, None) if byte == b',' => {}
                (None, None) => self.end = Some(byte == b'\n'),
            }
        }
    }

    /// How many there are, if the line is what it should be.
    fn found(&self) -> Option<u32> {
        (self.end == Some(true) && (1..=MAX_CPUS / 4).contains(&self.digits)).then_some(self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digits of a status whose mask has `cpus` bits, as the kernel prints it, read in pieces of `piece` bytes.
    fn digits(cpus: u32, piece: usize) -> Option<u32> {
        let mut mask = String::new();
        for digit in (0..cpus.div_ceil(4)).rev() {
            mask += "f";
            if digit % 8 == 0 && digit > 0 {
                mask += ",";
            }
        }
        let text =
            format!("Name:\tx\nCpus_allowed_list:\t0-9\nCpus_allowed:\t{mask}\nCpus_allowed_list:\t0\n");
        let mut digits = Digits::default();
        text.as_bytes().chunks(piece).for_each(|piece| digits.read(piece));
        digits.found()
    }

    #[test]
    fn the_digits_of_the_mask_are_counted_in_whatever_pieces_they_come() {
        let most = if cfg!(miri) { 65 } else { 8192 };
        for cpus in
            [1, 2, 4, 5, 8, 31, 32, 33, 64, 65, 256, 1000, 8192].into_iter().filter(|&cpus| cpus <= most)
        {
            for piece in [1, 2, 7, 256, 1 << 14] {
                assert_eq!(digits(cpus, piece), Some(cpus.div_ceil(4)), "{cpus} CPUs");
            }
        }
        assert_eq!(digits(0, 9), None);
        assert_eq!(digits(8196, 9), None, "more than any kernel has");
        for odd in ["", "Name:\tx\n", "x\nCpus_allowed:\t3", "x\nCpus_allowed:\t3 \n", "x\nCpus_allowed:\t\n"]
        {
            let mut digits = Digits::default();
            digits.read(odd.as_bytes());
            assert_eq!(digits.found(), None, "{odd:?}");
        }
    }

    #[test]
    fn a_row_for_each_number_is_visited_where_the_kernels_words_agree() {
        // CPUs that the kernel can have, the highest that this thread may run on, rows.
        for (cpus, highest, expected) in
            [(1, 0, 4), (2, 1, 4), (4, 0, 4), (5, 4, 8), (64, 3, 64), (65, 64, 68), (8192, 0, 8192)]
        {
            let bound = u32::next_multiple_of(cpus, 64);
            assert_eq!(decide(bound, digits(cpus, 256), Some(highest)), expected, "{cpus} CPUs");
        }
    }

    #[test]
    fn every_row_is_visited_where_they_do_not_agree() {
        assert_eq!(decide(64, None, Some(0)), 64, "no /proc");
        assert_eq!(decide(128, Some(1), Some(0)), 128, "another machine's status");
        assert_eq!(decide(64, Some(17), Some(0)), 64, "more digits than the mask");
        assert_eq!(decide(64, Some(1), Some(4)), 64, "this thread may run on CPU 4");
        assert_eq!(decide(64, Some(1), Some(3)), 4);
    }

    #[test]
    fn the_shortest_mask_is_found_on_every_machine() {
        for cpus in [1_u32, 2, 64, 65, 130, 4096, 8192] {
            // As the kernel does it.
            let fill =
                |words: usize| if (words as u32) * 64 < cpus { Err(libc::EINVAL) } else { Ok(words * 8) };
            assert_eq!(shortest_mask(fill), cpus.next_multiple_of(64));
        }
        assert_eq!(shortest_mask(|_| Err(libc::EPERM)), MAX_CPUS, "a filter refuses the call");
        assert_eq!(shortest_mask(|_| Err(libc::EINVAL)), MAX_CPUS);
    }

    #[test]
    fn asking_for_rows_only_adds() {
        assert_eq!(raised(64, 4, None), (64, 4));
        assert_eq!(raised(64, 4, Some(2)), (64, 4));
        assert_eq!(raised(64, 4, Some(48)), (64, 48));
        assert_eq!(raised(64, 4, Some(100)), (128, 100));
        assert_eq!(raised(64, 4, Some(u32::MAX)), (MAX_CPUS, MAX_CPUS));
    }

    #[test]
    #[cfg_attr(miri, ignore = "Miri has no kernel")]
    fn this_machines_numbers_are_below() {
        assert!(rows() <= bound());
        assert!(bound().is_multiple_of(64));
        let highest = super::super::allowed().unwrap().iter().last().unwrap();
        assert!(highest < rows());
    }
}
