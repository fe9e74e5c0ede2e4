//! Which allocations are sampled: a Poisson process over the bytes that are allocated.
//!
//! Points lie at random distances on the line of all bytes, 1 in `interval` bytes on average; an allocation that covers one is sampled.
//! The distance to the next point is exponential, and has no memory. So each allocation of `size` bytes is sampled with the probability
//! 1 − e^(−size ÷ interval), whatever was sampled before it, and each row may have a line of its own. Whole bytes are exact: a distance
//! that is rounded up covers no byte more or less.

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Rows that have a line of their own. Others share these.
const LINES: usize = 256;

/// A row's line: bytes to its next point; 0 if that is to be drawn. On a cache line of its own.
#[repr(align(64))]
pub(super) struct Line(AtomicUsize);

/// The lines, and the source of distances.
pub(super) struct Lines {
    lines: [Line; LINES],
    interval: AtomicUsize,
    /// Numbers drawn so far, from where they started.
    drawn: AtomicUsize,
}

impl Lines {
    pub(super) const fn new() -> Self {
        Self {
            lines: [const { Line(AtomicUsize::new(0)) }; LINES],
            interval: AtomicUsize::new(1),
            drawn: AtomicUsize::new(0),
        }
    }

    /// Starts anew: a point in `interval` bytes, drawn from `seed` on.
    pub(super) fn start(&self, interval: usize, seed: usize) {
        self.interval.store(interval.max(1), Relaxed);
        self.drawn.store(seed, Relaxed);
        for line in self.lines.iter().filter(|line| line.0.load(Relaxed) != 0) {
            line.0.store(0, Relaxed);
        }
    }

    /// Bytes between two points, on average; 1 if every allocation is sampled.
    pub(super) fn interval(&self) -> usize {
        self.interval.load(Relaxed)
    }

    /// Moves on by an allocation of `size` bytes; `true` if there was a point.
    pub(super) fn covers(&self, row: usize, size: usize) -> bool {
        let line = &self.lines[row % LINES].0;
        let mut now = line.load(Relaxed);
        // Each byte is counted once: a thread whose word another has changed looks again.
        loop {
            let left = if now == 0 { self.draw() } else { now };
            let is_covered = size >= left;
            let next = if is_covered { self.draw() } else { left - size };
            match line.compare_exchange_weak(now, next, Relaxed, Relaxed) {
                Ok(_) => return is_covered,
                Err(changed) => now = changed,
            }
        }
    }

    /// A distance, at least 1.
    fn draw(&self) -> usize {
        let interval = self.interval();
        if interval == 1 {
            return 1;
        }
        // SplitMix64, of a number that no other call gets.
        let number = self.drawn.fetch_add(1, Relaxed) as u64;
        let mut bits = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        // Above 0, and at most 1.
        let uniform = ((bits >> 11) + 1) as f64 / (1_u64 << 53) as f64;
        let distance = -ln(uniform) * interval as f64;
        // Rounded up; a cast of what is too large is the largest number.
        (distance as usize).saturating_add(1)
    }
}

/// The natural logarithm of a normal number above 0, without the C library's.
fn ln(number: f64) -> f64 {
    let bits = number.to_bits();
    let mut exponent = (bits >> 52) as i32 - 1023;
    let mut mantissa = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52));
    if mantissa > core::f64::consts::SQRT_2 {
        mantissa /= 2.0;
        exponent += 1;
    }
    // ln m = 2 artanh ((m − 1) ÷ (m + 1)), whose argument is at most 0.172 here: the series' rest is below 2⁻⁵².
    let ratio = (mantissa - 1.0) / (mantissa + 1.0);
    let square = ratio * ratio;
    let series = (0..10).rev().fold(0.0, |sum, term| sum * square + 1.0 / f64::from(2 * term + 1));
    2.0 * ratio * series + f64::from(exponent) * core::f64::consts::LN_2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_those_of_the_standard_library() {
        let numbers = (1..2000).map(|n| f64::from(n) / 1000.0).chain([1.0 / (1_u64 << 53) as f64, 1e-9, 1.0]);
        for number in numbers {
            let error = (ln(number) - number.ln()).abs();
            assert!(error <= 1e-14 * number.ln().abs().max(1.0), "ln {number}: {error:e}");
        }
    }

    /// How many allocations of a size are sampled.
    fn sampled(lines: &Lines, row: usize, size: usize, allocations: usize) -> usize {
        (0..allocations).filter(|_| lines.covers(row, size)).count()
    }

    #[test]
    fn each_size_is_sampled_as_often_as_its_bytes_say() {
        const INTERVAL: usize = 1 << 10;
        let rounds = if cfg!(miri) { 2_000 } else { 2_000_000 };
        for (row, size) in [8, 64, 1000, 5000].into_iter().enumerate() {
            let lines = Lines::new();
            lines.start(INTERVAL, 7 + row);
            let expected = rounds as f64 * (1.0 - (-(size as f64) / INTERVAL as f64).exp());
            let found = sampled(&lines, row, size, rounds) as f64;
            // The seed is fixed, so the numbers are as well; five standard deviations of a fair coin are far more than they need.
            assert!((found - expected).abs() <= 5.0 * expected.sqrt(), "{size}: {found}, not {expected}");
        }
    }

    #[test]
    fn sizes_that_alternate_are_sampled_as_if_each_were_alone() {
        const INTERVAL: usize = 4 << 10;
        let rounds = if cfg!(miri) { 2_000 } else { 1_000_000 };
        let lines = Lines::new();
        lines.start(INTERVAL, 42);
        let (small, large) = (32, 3000);
        let mut found = [0_usize; 2];
        for _ in 0..rounds {
            found[0] += usize::from(lines.covers(3, small));
            found[1] += usize::from(lines.covers(3, large));
        }
        for (found, size) in found.into_iter().zip([small, large]) {
            let expected = rounds as f64 * (1.0 - (-(size as f64) / INTERVAL as f64).exp());
            let error = (found as f64 - expected).abs();
            assert!(error <= 5.0 * expected.sqrt(), "{size}: {found}, not {expected}");
        }
    }

    #[test]
    fn an_interval_of_one_byte_samples_everything_and_a_huge_one_nothing() {
        let lines = Lines::new();
        lines.start(1, 0);
        assert_eq!(sampled(&lines, 9, 1, 1000), 1000);
        lines.start(usize::MAX, 0);
        assert_eq!(sampled(&lines, 9, 1, 1000), 0);
    }

    #[test]
    fn threads_on_one_row_lose_no_byte() {
        const THREADS: usize = 4;
        let rounds = if cfg!(miri) { 100 } else { 100_000 };
        let lines = Lines::new();
        // So far away that no thread comes there.
        lines.start(usize::MAX, 0);
        lines.lines[0].0.store(usize::MAX, Relaxed);
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| assert_eq!(sampled(&lines, 0, 24, rounds), 0));
            }
        });
        assert_eq!(lines.lines[0].0.load(Relaxed), usize::MAX - THREADS * rounds * 24);
    }
}
