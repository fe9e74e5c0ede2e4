//! Events and spans of the crate `tracing`, as events.
//!
//! | of `tracing` | here | fields |
//! |---|---|---|
//! | an event | `tracing::error`, `warn`, `info`, `debug`, `trace` | target, message, its fields as text, the span that it is in |
//! | a span is made | `tracing::span` | span, parent, target, name, its fields as text |
//! | … is given values | `tracing::values` | span, fields as text |
//! | … is entered and left | `tracing::enter`, `tracing::exit` | span |
//! | … is closed | `tracing::close` | span |

use core::{
    cell::OnceCell,
    fmt::{self, Write as _},
};

use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{layer::Context, registry::LookupSpan};

use crate::event;

/// A layer for `tracing_subscriber`'s registry: what the program tells `tracing` is in the trace, too.
///
/// ```
/// use tracing_subscriber::prelude::*;
///
/// let subscriber = tracing_subscriber::registry().with(perseq_trace::Layer);
/// tracing::subscriber::with_default(subscriber, || {
///     let _span = tracing::info_span!("request", id = 7).entered();
///     tracing::info!(bytes = 512, "answered");
/// });
/// ```
///
/// An event costs its text: fields are of types that only `tracing` knows. Nothing is made text when no session wants it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Layer;

/// Fields as text: the message, and `name=value` for the others.
#[derive(Default)]
struct Text {
    message: String,
    fields: String,
}

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string does not fail.
        _ = if field.name() == "message" {
            write!(self.message, "{value:?}")
        } else {
            let space = if self.fields.is_empty() { "" } else { " " };
            write!(self.fields, "{space}{}={value:?}", field.name())
        };
    }
}

fn text(record: impl FnOnce(&mut dyn Visit)) -> Text {
    let mut text = Text::default();
    record(&mut text);
    text
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> tracing_subscriber::Layer<S> for Layer {
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        // Made text once, if at all.
        let made = OnceCell::new();
        let made = || made.get_or_init(|| text(|to| event.record(to)));
        let span = || context.event_span(event).map_or(0, |span| span.id().into_u64());
        macro_rules! put {
            ($level:ident, $name:ident) => {
                event!(
                    $level,
                    tracing::$name,
                    target = event.metadata().target(),
                    message = made().message,
                    fields = made().fields,
                    span = span()
                )
            };
        }
        match *event.metadata().level() {
            Level::ERROR => put!(Error, error),
            Level::WARN => put!(Warning, warn),
            Level::INFO => put!(Info, info),
            Level::DEBUG => put!(Debug, debug),
            Level::TRACE => put!(Trace, trace),
        }
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        event!(
            tracing::span,
            span = id.into_u64(),
            parent = context.span(id).and_then(|span| Some(span.parent()?.id().into_u64())).unwrap_or(0),
            target = attributes.metadata().target(),
            name = attributes.metadata().name(),
            fields = text(|to| attributes.record(to)).fields
        );
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _context: Context<'_, S>) {
        event!(tracing::values, span = id.into_u64(), fields = text(|to| values.record(to)).fields);
    }

    fn on_enter(&self, id: &Id, _context: Context<'_, S>) {
        event!(tracing::enter, span = id.into_u64());
    }

    fn on_exit(&self, id: &Id, _context: Context<'_, S>) {
        event!(tracing::exit, span = id.into_u64());
    }

    fn on_close(&self, id: Id, _context: Context<'_, S>) {
        event!(tracing::close, span = id.into_u64());
    }
}
