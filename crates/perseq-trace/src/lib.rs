//! Tracing into per-CPU buffers that processes share.
//!
//! An event is written by one critical section, from the guard's look to the store that commits it: it is in the buffer whole or not at
//! all, also when its process is killed. The buffers are files that all processes of a session map, or each its own; a consumer in another
//! process makes a trace in the Common Trace Format of them, which `babeltrace2` and Trace Compass open.
//!
//! ```
//! use perseq_trace::{Consumer, Options, Session, event};
//!
//! # let scratch = perseq_testing::Scratch::new("doc");
//! # let directory = scratch.join("session");
//! let session = Session::create(&directory, &Options { sub_buffer: 1 << 16, ..Options::default() })?;
//! session.attach()?; // or the environment variable PERSEQ_TRACE
//!
//! event!(server::request, bytes = 512_u32, path = "/index.html");
//!
//! let mut consumer = Consumer::open(&directory)?;
//! consumer.drain()?;
//! assert_eq!(consumer.finish()?.events, 1);
//! # perseq_trace::detach();
//! # Ok::<(), perseq_trace::Error>(())
//! ```
//!
//! * [`event!`]: what applications call. Off, it costs a load and a branch. An event has a [`Level`], and [`Fields`]: each is a [`Field`] of
//!   some [`Kind`]; an enumeration that has [`Names`] is one as [`Named`], and whatever can be shown as [`AsDisplay`] or [`AsDebug`]. Together they are a [`Record`].
//! * [`EventType`]: what [`event!`] declares. [`DynamicType`]: a type that is made at run time, of [`Value`]s.
//! * [`Session`]: makes, opens, filters and ends a session; [`Session::attach`] makes this process trace into it, and [`detach`] ends that.
//!   [`Options`] has its [`Buffers`] in a [`Mode`], its [`Format`] and its [`Context`]; a [`Filter`] of [`Pattern`]s, or of targets and levels (a mistake in which is a [`DirectiveError`]), chooses events, and a [`ClockKind`] tells
//!   their times. A [`Refusal`] is why a session's file is not used, or not made.
//! * [`Consumer`]: drains the buffers to files, and gives a [`Summary`] with the [`Losses`].
//! * [`Recorder`]: the same where each process has [buffers of its own](Buffers::PerProcess).
//! * [`snapshot`]: what is in the buffers now, also those of a session whose processes are all gone.
//!
//! Messages to the crates `log` and `tracing` can be in the trace, too: `Log` and `Layer`, with the features `log` and `tracing`; and
//! [`trace_panics`]. Errors are an [`Error`], in this crate's [`Result`].
//!
//! With the environment variable `PERSEQ_TRACE=DIRECTORY` ([`VARIABLE`]) a program that has events traces from its start.
//!
//! For Linux on 64-bit targets: files that processes share, and positions and times that are words. Elsewhere there is [`event!`] alone: it
//! checks what it is given and does nothing, so that programs with events are built for every system.
//!
//! SAFETY comments name their contracts in capitals; `SAFETY.md` in the repository has them.

#![deny(unsafe_code)]

/// The README's example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// Chooses by a condition: named and written as that of the crate `cfg-if`, into which rustfmt looks.
macro_rules! cfg_if {
    (if #[cfg($condition:meta)] { $($then:item)* } else { $($otherwise:item)* }) => {
        $(#[cfg($condition)] $then)*
        $(#[cfg(not($condition))] $otherwise)*
    };
}

mod event;

cfg_if! {
    if #[cfg(all(target_os = "linux", target_pointer_width = "64"))] {
        #[allow(unsafe_code, reason = "what `event!` puts into every crate: a constructor")]
        mod bridge;
        mod buffer;
        mod consume;
        mod error;
        mod say;
        #[allow(unsafe_code, reason = "the environment of children")]
        mod session;

        #[cfg(feature = "tracing")]
        pub use bridge::Layer;
        #[cfg(feature = "log")]
        pub use bridge::Log;
        pub use bridge::trace_panics;
        pub use consume::{consumer::Consumer, summary::Summary};
        pub use event::context::Context;
        pub use event::dynamic::{DynamicType, Value};
        pub use error::{Error, Result};
        pub use event::event_type::EventType;
        pub use session::directives::DirectiveError;
        pub use session::filter::Filter;
        pub use session::pattern::Pattern;
        pub use consume::format::Format;
        pub use buffer::geometry::{Buffers, ClockKind, Mode, Options, Refusal};
        pub use consume::losses::Losses;
        pub use consume::recorder::Recorder;
        pub use session::{Session, VARIABLE, detach};
        pub use consume::snapshot::snapshot;
    } else {
        /// The part of `event!` that is here: the compiler looks at the fields, and nothing else does.
        #[doc(hidden)]
        #[inline(always)]
        pub fn __check<F: Fields>(_level: Level, _fields: &F) {}
    }
}

pub use event::field::{Field, Fields, Kind, Named, Names};
pub use event::level::Level;
pub use event::record::Record;
pub use event::standard::{AsDebug, AsDisplay};

/// The value of a field, which may be that of the variable of its name.
#[doc(hidden)]
#[macro_export]
macro_rules! __value {
    ($field:ident) => {
        &$field
    };
    ($field:ident = $value:expr) => {
        &$value
    };
}

/// Records an event: `event!(provider::name, field = value, …)`, or `event!(Debug, provider::name, …)` with another [`Level`] than
/// `Info`.
///
/// Values are integers, floats, `bool`, `char`, text, bytes, paths, durations, arrays and slices of integers, options, [`Named`] enumerations, or the text of
/// [`AsDisplay`] and [`AsDebug`]: whatever is a [`Field`]. A field without a value has that of the variable of its name. An event has 32 fields at
/// most. Nothing is evaluated when no session wants the event: a load and a branch. Otherwise the whole event is one critical section, about the cost of the clock.
/// It never waits, whether or not there is room: what is discarded is counted.
///
/// Signal handlers may trace, also in the middle of an event; the first event of each type allocates, and the first of a thread asks for
/// its id.
///
/// ```
/// # let (n, path) = (1, "x");
/// perseq_trace::event!(server::request, bytes = n as u32, path);
/// perseq_trace::event!(Debug, server::idle);
/// ```
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
#[macro_export]
macro_rules! event {
    ($provider:ident :: $name:ident $(, $field:ident $(= $value:expr)?)* $(,)?) => {
        $crate::event!(Info, $provider::$name $(, $field $(= $value)?)*)
    };
    ($level:ident, $provider:ident :: $name:ident $(, $field:ident $(= $value:expr)?)* $(,)?) => {{
        static TYPE: $crate::EventType = $crate::EventType::new(
            ::core::stringify!($provider),
            ::core::stringify!($name),
            $crate::Level::$level,
            ::core::file!(),
            ::core::line!(),
            &[$(::core::stringify!($field)),*],
        );
        // A constructor, not a section between two symbols: linkers drop those that nothing refers to.
        #[used]
        #[unsafe(link_section = ".init_array")]
        static LOAD: extern "C" fn() = {
            extern "C" fn load() {
                TYPE.register();
            }
            load
        };
        if TYPE.is_on() {
            TYPE.record(&($($crate::__value!($field $(= $value)?),)*));
        }
    }};
}

/// Does nothing on this system, where there are no sessions: `event!(provider::name, field = value, …)`.
///
/// The level, and that every value is a [`Field`], are checked when the program is compiled; no value is evaluated when it runs.
#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
#[macro_export]
macro_rules! event {
    ($provider:ident :: $name:ident $(, $field:ident $(= $value:expr)?)* $(,)?) => {
        $crate::event!(Info, $provider::$name $(, $field $(= $value)?)*)
    };
    ($level:ident, $provider:ident :: $name:ident $(, $field:ident $(= $value:expr)?)* $(,)?) => {
        if false {
            $crate::__check($crate::Level::$level, &($($crate::__value!($field $(= $value)?),)*));
        }
    };
}
