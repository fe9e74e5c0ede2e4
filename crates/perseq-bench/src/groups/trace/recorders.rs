//! The group `trace`: recording an event.
//!
//! Ours go to the buffers of one session, in memory, that no process reads: the oldest are overwritten. A run is exact when the buffers
//! have counted as many events as were recorded.

use core::{
    cell::{Cell, RefCell},
    hint::black_box,
    marker::PhantomData,
};
use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{LazyLock, Once},
};

use anyhow::{Result, ensure};
use fastrace::{
    collector::{Config, Reporter, SpanContext, SpanRecord},
    local::{LocalParentGuard, LocalSpan},
};
use perseq_trace::{ClockKind, Filter, Mode, Options, Session, event};
use tracing::{
    Event, Metadata,
    span::{Attributes, Id, Record},
    subscriber::{DefaultGuard, Subscriber},
};

use crate::{
    case::{Case, Measured, Variant},
    parallel::{self, Times, Width},
    workload::{Plain, Workload},
};

/// A text of 64 bytes.
const TEXT: &str = "a text of sixty-four bytes, as a path or a query or a key may be";

/// The operations of a rival.
pub(super) trait Recorder: Sync {
    /// The data that a worker keeps.
    type Own;
    /// True if its events are counted in our buffers.
    const COUNTED: bool = false;

    fn enter() -> Self::Own;
    fn record(own: &Self::Own);
}

/// A rival at work.
pub(super) struct Recording<R>(PhantomData<fn() -> R>);

impl<R> Recording<R> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<R: Recorder> Workload for Recording<R> {
    type Own = R::Own;

    fn enter(&self, _worker: usize) -> R::Own {
        R::enter()
    }

    #[inline(always)]
    fn op(&self, own: &R::Own, _which: usize) {
        R::record(own);
    }
}

/// All rivals at that many threads, ours first.
pub(super) fn cases(width: Width) -> Vec<Case> {
    vec![
        case::<OneNumber>(super::PERSEQ_U32, width),
        case::<FiveFields>(super::PERSEQ_5_FIELDS, width),
        case::<OneText>(super::PERSEQ_TEXT, width),
        case::<Disabled>(super::PERSEQ_DISABLED, width),
        case::<Empty>(super::EMPTY_LOOP, width),
        case::<Clock>(super::CLOCK, width),
        case::<Nothing>(super::TRACING_NO_OP, width),
        case::<Formatted>(super::TRACING_FMT, width),
        case::<Logged>(super::LOG_ENV_LOGGER, width),
        case::<Spans>(super::FASTRACE, width),
    ]
}

fn case<R: Recorder + 'static>(variant: Variant, width: Width) -> Case {
    Case::new(variant, width, measure::<R>)
}

fn measure<R: Recorder>(width: Width, times: Times) -> Measured {
    let before = counted();
    let run = parallel::run::<Plain, _>(&Recording::<R>::new(), width, times);
    let exact = counted() - before == if R::COUNTED { run.done } else { 0 };
    Measured::of(run, exact)
}

/// How many events the buffers have counted.
pub(super) fn counted() -> u64 {
    SESSION.session.counts().0
}

/// Calls `f` with the session's directory, which goes away then: mappings stay.
///
/// # Errors
/// When it is gone already.
pub(super) fn with_directory<T>(f: impl FnOnce(&Path) -> T) -> Result<T> {
    let directory = SESSION.session.directory();
    ensure!(directory.exists(), "the session's directory is gone");
    let result = f(directory);
    // It is this process's; if it stays, its name says whose it was.
    _ = std::fs::remove_dir_all(directory);
    Ok(result)
}

/// A directory for a session of this process, in memory if that can be.
pub(super) fn scratch(name: &str) -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    let place = if memory.is_dir() { memory } else { std::env::temp_dir() };
    place.join(format!("perseq-bench-{name}-{}", std::process::id()))
}

/// The session that this process traces into while it measures.
struct Attached {
    session: Session,
}

static SESSION: LazyLock<Attached> = LazyLock::new(|| {
    let directory = scratch("trace");
    let options =
        Options { sub_buffer: 1 << 16, sub_buffers: 4, mode: Mode::Overwrite, ..Options::default() };
    let session = Session::create(&directory, &options).expect("there is memory for buffers");
    session.set_filter(&Filter::all().disable("bench::disabled")).expect("the session is new");
    session.attach().expect("this process traces nowhere else");
    Attached { session }
});

pub(super) struct OneNumber;

impl Recorder for OneNumber {
    type Own = ();
    const COUNTED: bool = true;

    fn enter() {}

    #[inline(always)]
    fn record((): &()) {
        event!(bench::number, number = black_box(7_u32));
    }
}

struct FiveFields;

impl Recorder for FiveFields {
    type Own = ();
    const COUNTED: bool = true;

    fn enter() {}

    #[inline(always)]
    fn record((): &()) {
        event!(
            bench::five,
            count = black_box(7_u64),
            size = black_box(512_u32),
            status = black_box(200_u16),
            share = black_box(0.5_f64),
            fine = black_box(true)
        );
    }
}

struct OneText;

impl Recorder for OneText {
    type Own = ();
    const COUNTED: bool = true;

    fn enter() {}

    #[inline(always)]
    fn record((): &()) {
        event!(bench::text, text = black_box(TEXT));
    }
}

struct Disabled;

impl Recorder for Disabled {
    type Own = ();

    fn enter() {}

    #[inline(always)]
    fn record((): &()) {
        event!(bench::disabled, number = black_box(7_u32));
    }
}

struct Empty;

impl Recorder for Empty {
    type Own = ();

    fn enter() {}

    #[inline(always)]
    fn record((): &()) {
        black_box(7_u32);
    }
}

struct Clock;

impl Recorder for Clock {
    type Own = ClockKind;

    fn enter() -> ClockKind {
        ClockKind::best()
    }

    #[inline(always)]
    fn record(kind: &ClockKind) {
        black_box(kind.now());
    }
}

/// A subscriber that wants everything and does nothing with it.
struct Deaf;

impl Subscriber for Deaf {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Nothing;

impl Recorder for Nothing {
    type Own = DefaultGuard;

    fn enter() -> DefaultGuard {
        tracing::subscriber::set_default(Deaf)
    }

    #[inline(always)]
    fn record(_own: &DefaultGuard) {
        tracing::info!(number = black_box(7_u32));
    }
}

struct Formatted;

impl Recorder for Formatted {
    type Own = DefaultGuard;

    fn enter() -> DefaultGuard {
        let null = File::create("/dev/null").expect("every Linux has it");
        tracing::subscriber::set_default(
            tracing_subscriber::fmt().with_ansi(false).with_writer(std::sync::Mutex::new(null)).finish(),
        )
    }

    #[inline(always)]
    fn record(_own: &DefaultGuard) {
        tracing::info!(number = black_box(7_u32));
    }
}

struct Logged;

impl Recorder for Logged {
    type Own = ();

    fn enter() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let null = File::create("/dev/null").expect("every Linux has it");
            env_logger::Builder::new()
                .filter_level(log::LevelFilter::Info)
                .target(env_logger::Target::Pipe(Box::new(null)))
                .init();
        });
    }

    #[inline(always)]
    fn record((): &()) {
        log::info!("number = {}", black_box(7_u32));
    }
}

/// Takes spans and does nothing with them.
struct Mute;

impl Reporter for Mute {
    fn report(&mut self, _spans: Vec<SpanRecord>) {}
}

/// Spans of a thread, in a trace that is handed over from time to time.
#[derive(Default)]
struct OwnTrace {
    parent: RefCell<Option<LocalParentGuard>>,
    spans: Cell<u32>,
}

impl OwnTrace {
    #[cold]
    #[inline(never)]
    fn renew(&self) {
        let mut parent = self.parent.borrow_mut();
        *parent = None;
        *parent = Some(fastrace::Span::root("bench", SpanContext::random()).set_local_parent());
    }
}

struct Spans;

impl Recorder for Spans {
    type Own = OwnTrace;

    fn enter() -> OwnTrace {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| fastrace::set_reporter(Mute, Config::default()));
        OwnTrace::default()
    }

    #[inline(always)]
    fn record(own: &OwnTrace) {
        let spans = own.spans.replace(own.spans.get().wrapping_add(1));
        if spans.is_multiple_of(256) {
            own.renew();
        }
        let _span = LocalSpan::enter_with_local_parent("number").with_property(|| ("number", black_box("7")));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{super::other_process::Others, *};
    use crate::case::Skipped;

    #[test]
    fn every_event_is_counted_with_more_threads_than_cpus() {
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        let others = Others::start();
        for Skipped { variant, reason } in &others.skipped {
            tell!("SKIPPED {variant}: {reason}");
        }
        for threads in [1, 4] {
            let width = Width { threads, cpus: 2 };
            for case in cases(width).into_iter().chain(others.cases(width)) {
                let measured = (case.measure)(times);
                assert!(measured.exact, "{} was not counted right", case.variant);
                assert!(measured.ops > 0, "{} did nothing", case.variant);
            }
        }
    }
}
