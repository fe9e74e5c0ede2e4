//! The text of the trace's metadata.

use core::{sync::atomic::Ordering::Relaxed, time::Duration};

use perseq_ctf::{ByteOrder, Clock, EnvValue, Schema, StreamClass};

use crate::{
    ClockKind,
    buffer::{
        clock::{Calibration, Moment},
        file::File,
    },
};

/// Less than that is too short to measure a clock.
const SHORT: Duration = Duration::from_millis(1);
/// Number of the one stream class.
pub(crate) const STREAM: u32 = 0;

impl File {
    /// When the session was made.
    fn start_moment(&self) -> Moment {
        Moment::of_words([0, 1, 2].map(|word| self.header().start[word].load(Relaxed)))
    }

    /// The clock: as it was measured until now, or when the first part of the trace was complete; after a reboot, as the session's processes
    /// have measured it last.
    pub(crate) fn calibration(&self) -> Calibration {
        let (start, kind) = (self.start_moment(), self.geometry.clock);
        let [kept, measured] =
            [&self.header().frequency, &self.header().measured].map(|word| word.load(Relaxed));
        let frequency = match (kept, measured) {
            (0, _) if self.is_of_this_boot() => start.frequency(&Moment::now(kind), kind),
            (0, 0) => {
                // It ended within a millisecond. The counter is the same on most machines that come by the file.
                let before = Moment::now(kind);
                std::thread::sleep(SHORT);
                before.frequency(&Moment::now(kind), kind)
            }
            (0, measured) => measured,
            (kept, _) => kept,
        };
        start.calibration(frequency)
    }

    /// Notes how fast the clock is, for readers after a reboot. Some tens of nanoseconds.
    pub(crate) fn measure(&self) {
        let (start, kind) = (self.start_moment(), self.geometry.clock);
        let now = Moment::glance(kind);
        if start.until(&now) >= SHORT.as_nanos() as u64 && self.is_of_this_boot() {
            self.header().measured.store(start.frequency(&now, kind), Relaxed);
        }
    }

    /// Takes what one of the session's processes has measured, where the session itself has nothing.
    pub(crate) fn adopt_measure(&self, process: &Self) {
        let measured = process.header().measured.load(Relaxed);
        _ = self.header().measured.compare_exchange(0, measured, Relaxed, Relaxed);
    }

    /// From now on the clock stays as it was measured: times of several parts compare.
    pub(crate) fn keep_calibration(&self) {
        // Another consumer may have done it.
        _ = self.header().frequency.compare_exchange(0, self.calibration().frequency, Relaxed, Relaxed);
    }

    /// Whose buffers these are, where each process has its own.
    fn process(&self) -> impl Iterator<Item = (String, EnvValue)> + use<> {
        let process = self.header().process.load(Relaxed);
        let name = self.header().name.each_ref().map(|byte| byte.load(Relaxed));
        let name = name.split(|byte| *byte == 0).next().unwrap_or_default();
        let name = String::from_utf8_lossy(name).into_owned();
        let env = [
            ("vpid".to_owned(), EnvValue::Int(process.into())),
            ("procname".to_owned(), EnvValue::Text(name)),
        ];
        env.into_iter().filter(move |_| process != 0)
    }

    /// The schema with the event types that are known, and that clock.
    pub(crate) fn schema(&self, clock: Calibration) -> Schema {
        let kind = self.geometry.clock;
        let events = (0..self.header().count()).filter_map(|id| self.event_class(id)).collect();
        let system = rustix::system::uname();
        let text = |text: &core::ffi::CStr| EnvValue::Text(text.to_string_lossy().into_owned());
        Schema {
            uuid: self.uuid,
            byte_order: ByteOrder::NATIVE,
            clock: Clock {
                name: "monotonic".to_owned(),
                uuid: None,
                description: match kind {
                    ClockKind::Counter => "the processor's counter".to_owned(),
                    ClockKind::Monotonic => "CLOCK_MONOTONIC".to_owned(),
                },
                frequency: clock.frequency,
                offset_seconds: clock.seconds,
                offset_cycles: clock.ticks,
            },
            env: [
                ("hostname".to_owned(), text(system.nodename())),
                ("domain".to_owned(), EnvValue::Text("ust".to_owned())),
                ("tracer_name".to_owned(), EnvValue::Text("perseq".to_owned())),
                ("sysname".to_owned(), text(system.sysname())),
                ("kernel_release".to_owned(), text(system.release())),
            ]
            .into_iter()
            .chain(self.process())
            .collect(),
            streams: vec![StreamClass { id: STREAM, context: self.geometry.context.fields(), events }],
        }
    }
}
