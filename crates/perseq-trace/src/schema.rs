//! What the trace's metadata says.

use core::sync::atomic::Ordering::Relaxed;

use perseq_ctf::{ByteOrder, Clock, EnvValue, Schema, StreamClass};

use crate::{
    ClockKind,
    clock::{Calibration, Moment},
    file::File,
};

/// Number of the one stream class.
pub(crate) const STREAM: u32 = 0;

impl File {
    /// The clock: as it was measured until now, or when the first part of the trace was complete.
    pub(crate) fn calibration(&self) -> Calibration {
        let start = Moment::of_words([0, 1, 2].map(|word| self.header().start[word].load(Relaxed)));
        let kept = self.header().frequency.load(Relaxed);
        let kind = self.geometry.clock;
        start.calibration(if kept == 0 { start.frequency(&Moment::now(kind), kind) } else { kept })
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
