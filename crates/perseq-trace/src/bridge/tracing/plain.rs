//! Events and spans whose callsites have no types of their own: their fields are one text.

use core::fmt::{self, Write as _};

use tracing::{
    Event, Level,
    field::{Field, Visit},
    span::{Attributes, Record},
};

use super::site::End;
use crate::event;

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

pub(super) fn event(event: &Event<'_>, span: u64) {
    let made = core::cell::OnceCell::new();
    let made = || made.get_or_init(|| text(|to| event.record(to)));
    macro_rules! put {
        ($level:ident, $name:ident) => {
            event!(
                $level,
                tracing::$name,
                target = event.metadata().target(),
                message = made().message,
                fields = made().fields,
                span = span
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

pub(super) fn new_span(attributes: &Attributes<'_>, [span, parent]: [u64; 2]) {
    let metadata = attributes.metadata();
    event!(
        tracing::span,
        span = span,
        parent = parent,
        target = metadata.target(),
        name = metadata.name(),
        fields = text(|to| attributes.record(to)).fields
    );
}

pub(super) fn values(values: &Record<'_>, span: u64) {
    event!(tracing::values, span = span, fields = text(|to| values.record(to)).fields);
}

pub(super) fn end(end: End, span: u64) {
    match end {
        End::Enter => event!(tracing::enter, span = span),
        End::Exit => event!(tracing::exit, span = span),
        End::Close => event!(tracing::close, span = span),
    }
}
