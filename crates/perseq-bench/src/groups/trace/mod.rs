//! The group `trace`: recording an event, our way and the rivals'.

#[cfg(target_pointer_width = "64")]
mod lttng;
#[cfg(target_pointer_width = "64")]
pub(crate) mod other_process;
#[cfg(target_pointer_width = "64")]
mod recorders;

use crate::case::{Cases, Group, Place, Runs, Variant};

const PERSEQ_U32: Variant = Variant::new("perseq u32");
const PERSEQ_5_FIELDS: Variant = Variant::new("perseq 5 fields");
const PERSEQ_TEXT: Variant = Variant::new("perseq text");
const PERSEQ_DISABLED: Variant = Variant::new("perseq disabled");
const EMPTY_LOOP: Variant = Variant::new("empty loop");
const CLOCK: Variant = Variant::new("clock");
const TRACING_NO_OP: Variant = Variant::new("tracing no-op");
const TRACING_FMT: Variant = Variant::new("tracing fmt");
const LOG_ENV_LOGGER: Variant = Variant::new("log + env_logger");
const FASTRACE: Variant = Variant::new("fastrace");
const PERSEQ_U32_2_PROCESSES: Variant = Variant::new("perseq u32, 2 processes");
const PERSEQ_U32_CONSUMED: Variant = Variant::new("perseq u32, consumed");
const LTTNG_UST_DISCARD: Variant = Variant::new("lttng-ust discard");
const LTTNG_UST_OVERWRITE: Variant = Variant::new("lttng-ust overwrite");
const LTTNG_UST_WITH_IDS: Variant = Variant::new("lttng-ust with ids");

/// Recording an event.
pub(crate) static TRACE: Group = Group {
    name: "trace",
    help: "Recording an event",
    title: "recording an event",
    explanation: "One event per iteration: with its time, and process and thread, and a number of 32 bits, or five fields, or a text of 64 \
         bytes. The buffers overwrite their oldest events, as a flight recorder's do. `perseq disabled` is an event that a filter \
         leaves out. With `2 processes` half of the threads are in another one, which traces into the same buffers; `consumed` is another \
         process in a session that discards what has no room, whose events a thread of this one takes out meanwhile, on the same CPUs. \
         `clock` reads the clock. `tracing no-op` has a subscriber that does nothing, as has `fastrace`, whose spans are 256 to a trace; \
         `tracing fmt` and `log + env_logger` write to /dev/null. `lttng-ust` is C, in a process of its own, with sub-buffers as \
         large as ours; `lttng-ust with ids` overwrites and says which process and thread, as ours do and the other two do not; a \
         daemon writes the events of its discarding session meanwhile, on the same CPUs. Every event of ours was counted in the buffers.",
    ours: PERSEQ_U32,
    rivals: &[CLOCK, LTTNG_UST_DISCARD, LTTNG_UST_OVERWRITE, TRACING_FMT, LOG_ENV_LOGGER, FASTRACE],
    runs: Runs::Usual,
    cases,
};

#[cfg(target_pointer_width = "64")]
fn cases(place: &Place<'_>) -> Cases {
    let (others, lttng) = (other_process::Others::start(), lttng::Lttng::start());
    let cases = |width| {
        let ours = recorders::cases(width).into_iter().chain(others.cases(width));
        ours.chain(lttng.cases(width)).collect()
    };
    let cases = place.at_all_widths(cases);
    (cases, others.skipped.into_iter().chain(lttng.skipped).collect())
}

#[cfg(not(target_pointer_width = "64"))]
fn cases(_place: &Place<'_>) -> Cases {
    let reason = "the tracer is for 64-bit targets".to_owned();
    (Vec::new(), vec![crate::case::Skipped { variant: PERSEQ_U32, reason }])
}
