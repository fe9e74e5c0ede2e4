//! Events and spans of the crate `tracing`, as events: each callsite is an event type, or those of its spans.
//!
//! | of `tracing` | here | fields |
//! |---|---|---|
//! | an event | `target::name`, where the name is what `name:` says, else file and line | the span that it is in, and its own, typed |
//! | a span is made | `target::name_new` | span, parent, its own, typed |
//! | … is given values | `target::name_values` | span, the values, typed |
//! | … is entered and left | `target::name_enter`, `target::name_exit` | span |
//! | … is closed | `target::name_close` | span |
//! | … follows from another one | `tracing::follows` | span, follows |
//!
//! Integers, floats, `bool`, text and bytes keep their types; all else is the text that `Debug` or `Display` makes of it. If a program has more callsites
//! than a session should have types, the others share types: `tracing::error`, `warn`, `info`, `debug`, `trace`, `span`, `values`, `enter`,
//! `exit`, `close`, with their fields as one text.

mod plain;
mod site;
mod values;

use tracing::{
    Event, Subscriber,
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{layer::Context, registry::LookupSpan};

use self::site::{End, Site};
use crate::{event, session::attached::attached};

/// A layer for `tracing_subscriber`'s registry: what the program tells `tracing` is in the trace, too, as typed events.
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
/// With the target `server`, these are the events `server::request_new`, `server::request_enter`, `server::main.rs:6`, `server::request_exit` and
/// `server::request_close`. A session enables them by target and level, as `perseq trace enable DIR server=debug`, while the program runs.
///
/// A callsite's first event makes its type, for which it allocates. Later ones cost their fields: no text is made of typed ones. Nothing is made if no
/// session wants it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Layer;

fn is_traced() -> bool {
    attached().is_some()
}

/// Records that a span, which the registry knows, is entered, left or closed.
fn end<S: Subscriber + for<'a> LookupSpan<'a>>(end: End, id: &Id, context: &Context<'_, S>) {
    if is_traced() {
        let span = id.into_u64();
        let typed = context.metadata(id).is_some_and(|metadata| Site::of(metadata).end(end, span));
        if !typed {
            plain::end(end, span);
        }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> tracing_subscriber::Layer<S> for Layer {
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if !is_traced() {
            return;
        }
        let site = Site::of(event.metadata());
        if !site.first.may_be_wanted() {
            return;
        }
        let span = context.event_span(event).map_or(0, |span| span.id().into_u64());
        if !site.record(&site.first, &[span], |to| event.record(to)) {
            plain::event(event, span);
        }
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if !is_traced() {
            return;
        }
        let site = Site::of(attributes.metadata());
        if !site.first.may_be_wanted() {
            return;
        }
        let parent = context.span(id).and_then(|span| Some(span.parent()?.id().into_u64())).unwrap_or(0);
        let ids = [id.into_u64(), parent];
        if !site.record(&site.first, &ids, |to| attributes.record(to)) {
            plain::new_span(attributes, ids);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if !is_traced() {
            return;
        }
        let span = id.into_u64();
        let typed = context.metadata(id).is_some_and(|metadata| {
            let site = Site::of(metadata);
            !site.later.may_be_wanted() || site.record(&site.later, &[span], |to| values.record(to))
        });
        if !typed {
            plain::values(values, span);
        }
    }

    fn on_follows_from(&self, id: &Id, follows: &Id, _context: Context<'_, S>) {
        event!(tracing::follows, span = id.into_u64(), follows = follows.into_u64());
    }

    fn on_enter(&self, id: &Id, context: Context<'_, S>) {
        end(End::Enter, id, &context);
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        end(End::Exit, id, &context);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        end(End::Close, &id, &context);
    }
}
