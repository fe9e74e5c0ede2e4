//! What the trace's metadata says.

use core::sync::atomic::Ordering::Relaxed;

use perseq_ctf::{ByteOrder, Clock, EnvValue, Schema, StreamClass, Uuid};

use crate::{
    ClockKind,
    clock::{Calibration, Moment},
    file::File,
};

/// Number of the one stream class.
pub(crate) const STREAM: u32 = 0;

impl File {
    pub(crate) fn uuid(&self) -> Uuid {
        let mut uuid = [0; 16];
        for (bytes, word) in uuid.as_chunks_mut::<8>().0.iter_mut().zip(&self.header().uuid) {
            *bytes = word.load(Relaxed).to_ne_bytes();
        }
        Uuid(uuid)
    }

    /// The clock: as it was measured until now, or when the first part of the trace was complete.
    fn calibration(&self) -> Calibration {
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

    /// The schema with the event types that are known.
    pub(crate) fn schema(&self) -> Schema {
        let (kind, clock) = (self.geometry.clock, self.calibration());
        let events = (0..self.header().count()).filter_map(|id| self.event_class(id)).collect();
        let system = rustix::system::uname();
        let text = |text: &core::ffi::CStr| EnvValue::Text(text.to_string_lossy().into_owned());
        Schema {
            uuid: self.uuid(),
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
            env: vec![
                ("hostname".to_owned(), text(system.nodename())),
                ("domain".to_owned(), EnvValue::Text("ust".to_owned())),
                ("tracer_name".to_owned(), EnvValue::Text("perseq".to_owned())),
                ("sysname".to_owned(), text(system.sysname())),
                ("kernel_release".to_owned(), text(system.release())),
            ],
            streams: vec![StreamClass { id: STREAM, context: self.geometry.context.fields(), events }],
        }
    }
}
