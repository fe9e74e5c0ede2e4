//! Ticks of a clock as nanoseconds since 1970.

use crate::write::schema::Clock;

/// A clock's frequency and offset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ticks {
    frequency: u64,
    offset_seconds: i64,
    offset_cycles: u64,
}

const NANOSECONDS: u64 = 1_000_000_000;

impl Ticks {
    /// Without a clock, ticks are nanoseconds.
    pub(super) fn new(clock: Option<&Clock>) -> Ticks {
        let (frequency, offset_seconds, offset_cycles) = match clock {
            Some(clock) => (clock.frequency.max(1), clock.offset_seconds, clock.offset_cycles),
            None => (NANOSECONDS, 0, 0),
        };
        let whole = i64::try_from(offset_cycles / frequency).unwrap_or(i64::MAX);
        let offset_seconds = offset_seconds.saturating_add(whole);
        Ticks { frequency, offset_seconds, offset_cycles: offset_cycles % frequency }
    }

    /// Exact, rounded down; at the ends of what 64 bits hold, those.
    pub(super) fn nanoseconds(&self, ticks: u64) -> i64 {
        let (mut seconds, mut rest) = (ticks / self.frequency, ticks % self.frequency);
        // Two remainders: their sum is less than two seconds.
        let (sum, over) = rest.overflowing_add(self.offset_cycles);
        if over || sum >= self.frequency {
            seconds += 1;
            rest = sum.wrapping_sub(self.frequency);
        } else {
            rest = sum;
        }
        let part = match rest.checked_mul(NANOSECONDS) {
            Some(product) => product / self.frequency,
            // Less than a second's nanoseconds.
            None => (u128::from(rest) * u128::from(NANOSECONDS) / u128::from(self.frequency)) as u64,
        };
        let seconds = i128::from(self.offset_seconds) + i128::from(seconds);
        let whole = seconds * i128::from(NANOSECONDS) + i128::from(part);
        i64::try_from(whole).unwrap_or(if whole < 0 { i64::MIN } else { i64::MAX })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(clock: &Clock, ticks: u64) -> i128 {
        let cycles = i128::from(ticks) + i128::from(clock.offset_cycles);
        let whole = i128::from(clock.offset_seconds) * i128::from(NANOSECONDS);
        whole + (cycles * i128::from(NANOSECONDS)).div_euclid(i128::from(clock.frequency))
    }

    #[test]
    fn ticks_become_nanoseconds_exactly_or_the_ends_of_the_range() {
        let mut inside = 0;
        for frequency in [1, 3, 1000, NANOSECONDS, 2_599_999_937, u64::MAX] {
            for offset_seconds in [0, -5, 1_700_000_000] {
                for offset_cycles in [0, 1, 5_000_000_000, u64::MAX] {
                    let (name, uuid, description) = (String::new(), None, String::new());
                    let clock = Clock { name, uuid, description, frequency, offset_seconds, offset_cycles };
                    for ticks in [0, 1, 2_599_999_936, 1 << 53, (1 << 63) + 1, u64::MAX] {
                        let wanted = exact(&clock, ticks);
                        let found = Ticks::new(Some(&clock)).nanoseconds(ticks);
                        match i64::try_from(wanted) {
                            Ok(wanted) => assert_eq!(found, wanted, "{clock:?} {ticks}"),
                            Err(_) => assert_eq!(found, i64::MAX, "{clock:?} {ticks}"),
                        }
                        inside += i32::from(i64::try_from(wanted).is_ok());
                    }
                }
            }
        }
        assert!(inside > 100, "{inside} of the times fit");
    }
}
