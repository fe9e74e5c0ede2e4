//! Time stamps: the processor's counter where the kernel trusts it, else `CLOCK_MONOTONIC`.

use std::{fs, io, path::Path};

use perseq_core::process::boot;
use perseq_pmu::clock;
use rustix::time::{ClockId, clock_gettime};

use crate::{ClockKind, Result, buffer::file::at};

impl ClockKind {
    /// The best one here: the counter if the kernel itself tells the time by it, for then it is the same on all CPUs.
    #[must_use]
    pub fn best() -> Self {
        let current = fs::read_to_string("/sys/devices/system/clocksource/clocksource0/current_clocksource");
        match (clock::SOURCE, current) {
            (Some(trusted), Ok(current)) if current.trim() == trusted => Self::Counter,
            _ => Self::Monotonic,
        }
    }

    /// The time, in ticks. 8 to 40 ns.
    #[inline(always)]
    #[must_use]
    pub fn now(self) -> u64 {
        match self {
            Self::Counter => clock::ticks(),
            Self::Monotonic => nanoseconds(ClockId::Monotonic),
        }
    }
}

/// `CLOCK_MONOTONIC`.
pub(crate) fn monotonic() -> u64 {
    nanoseconds(ClockId::Monotonic)
}

/// Which boot of which machine this is: counters and the monotonic clock begin anew with each.
///
/// # Errors
/// [`Error::File`](crate::Error::File) where this process has no descriptor left to ask with.
pub(crate) fn boot_id() -> Result<[u64; 2]> {
    boot().map_err(|error| {
        let source = match error {
            perseq_core::Error::Syscall { errno, .. } => io::Error::from_raw_os_error(errno),
            other => io::Error::other(other),
        };
        at(Path::new("/proc/sys/kernel/random/boot_id"))(source)
    })
}

fn nanoseconds(clock: ClockId) -> u64 {
    let time = clock_gettime(clock);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// The same moment by three clocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    ticks: u64,
    monotonic: u64,
    realtime: u64,
}

/// How ticks become wall-clock time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Calibration {
    /// Ticks a second.
    pub(crate) frequency: u64,
    /// When the clock was at 0: seconds since 1970, and ticks.
    pub(crate) seconds: i64,
    pub(crate) ticks: u64,
}

impl Moment {
    /// Now: of some looks the one that took the shortest.
    pub(crate) fn now(kind: ClockKind) -> Self {
        let look = || {
            let before = nanoseconds(ClockId::Monotonic);
            let ticks = kind.now();
            let realtime = nanoseconds(ClockId::Realtime);
            let after = nanoseconds(ClockId::Monotonic);
            (after - before, Self { ticks, monotonic: before + (after - before) / 2, realtime })
        };
        (0..16).map(|_| look()).min_by_key(|(took, _)| *took).expect("16 looks").1
    }

    /// Now, roughly, in some tens of nanoseconds: the wall clock is not looked at.
    pub(crate) fn glance(kind: ClockKind) -> Self {
        let before = monotonic();
        let ticks = kind.now();
        Self { ticks, monotonic: before + (monotonic() - before) / 2, realtime: 0 }
    }

    /// Nanoseconds from `self` to `later`.
    pub(crate) fn until(&self, later: &Self) -> u64 {
        later.monotonic.saturating_sub(self.monotonic)
    }

    /// Ticks a second by what was measured since `self`, the longer ago the better.
    pub(crate) fn frequency(&self, now: &Self, kind: ClockKind) -> u64 {
        match kind {
            ClockKind::Monotonic => 1_000_000_000,
            ClockKind::Counter => {
                let (ticks, ns) =
                    (now.ticks.wrapping_sub(self.ticks), now.monotonic.saturating_sub(self.monotonic));
                (u128::from(ticks) * 1_000_000_000 / u128::from(ns.max(1))).clamp(1, u64::MAX.into()) as u64
            }
        }
    }

    /// With that many ticks a second, and `self` the session's start.
    pub(crate) fn calibration(&self, frequency: u64) -> Calibration {
        // The wall clock at the start: steps of it later do not bend the trace.
        let ns_at_zero = i128::from(self.realtime)
            - (u128::from(self.ticks) * 1_000_000_000 / u128::from(frequency)) as i128;
        let seconds = ns_at_zero.div_euclid(1_000_000_000);
        let rest = ns_at_zero.rem_euclid(1_000_000_000) as u128;
        let ticks = (rest * u128::from(frequency) / 1_000_000_000) as u64;
        Calibration { frequency, seconds: seconds as i64, ticks }
    }

    pub(crate) fn words(&self) -> [u64; 3] {
        [self.ticks, self.monotonic, self.realtime]
    }

    pub(crate) fn of_words([ticks, monotonic, realtime]: [u64; 3]) -> Self {
        Self { ticks, monotonic, realtime }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_become_wall_clock_time() {
        let start = Moment { ticks: 3_000_000_000, monotonic: 50, realtime: 1_700_000_000_250_000_000 };
        let now = Moment { ticks: 9_000_000_000, monotonic: 2_000_000_050, realtime: 0 };
        let by = start.calibration(start.frequency(&now, ClockKind::Counter));
        // 3 GHz: the clock was at 0 one second before the start.
        assert_eq!(by, Calibration { frequency: 3_000_000_000, seconds: 1_699_999_999, ticks: 750_000_000 });
        let start = Moment { ticks: 50, ..start };
        let by = start.calibration(start.frequency(&now, ClockKind::Monotonic));
        assert_eq!((by.frequency, by.seconds, by.ticks), (1_000_000_000, 1_700_000_000, 249_999_950));
    }

    #[test]
    fn a_wall_clock_that_is_set_while_a_session_runs_does_not_bend_its_trace() {
        let start = Moment { ticks: 3_000_000_000, monotonic: 50, realtime: 1_700_000_000_250_000_000 };
        let day = 86_400_000_000_000_u64;
        for kind in [ClockKind::Counter, ClockKind::Monotonic] {
            let by = |realtime: u64| {
                let now = Moment { ticks: 9_000_000_000, monotonic: 2_000_000_050, realtime };
                start.calibration(start.frequency(&now, kind))
            };
            // As it ran; a day back, a day forth, and as far as a clock can be set.
            let right = by(start.realtime + 2_000_000_000);
            for realtime in [start.realtime - day, start.realtime + day, 0, u64::MAX] {
                assert_eq!(by(realtime), right, "{kind:?}");
            }
        }
    }

    #[test]
    fn the_clock_goes_on() {
        for kind in [ClockKind::best(), ClockKind::Monotonic] {
            let (first, second) = (kind.now(), kind.now());
            assert!(second >= first && second < first + 60_000_000_000);
        }
    }
}
