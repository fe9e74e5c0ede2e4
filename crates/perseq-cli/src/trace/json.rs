//! Events and losses as JSON.

use perseq_ctf::{Event, Loss, Value};
use serde_json::{Map, Value as Json, json};

/// An event, whole.
pub(super) fn event(event: &Event<'_>) -> Json {
    json!({
        "time_ns": event.timestamp_ns(),
        "cpu": event.cpu(),
        "event": event.name(),
        "context": object(event.context()),
        "fields": object(event.fields()),
    })
}

/// Named values.
pub(super) fn object<'a>(fields: impl Iterator<Item = (&'a str, Value<'a>)>) -> Json {
    fields.map(|(name, value)| (name.to_owned(), plain(&value))).collect::<Map<_, _>>().into()
}

fn plain(value: &Value<'_>) -> Json {
    match value {
        Value::Unsigned(number) | Value::Hexadecimal(number) => json!(number),
        Value::Signed(number) => json!(number),
        Value::Float(number) => json!(number),
        Value::Enum { label: Some(label), .. } => json!(label),
        Value::Enum { label: None, value } => json!(*value as i64),
        Value::Text(text) => json!(String::from_utf8_lossy(text)),
        Value::Struct(fields) => object(fields.clone()),
        Value::Array(array) => array.clone().map(|value| plain(&value)).collect::<Vec<_>>().into(),
    }
}

/// Events that are not there.
pub(super) fn loss(loss: &Loss) -> Json {
    json!({
        "lost_events": loss.events,
        "lost_packets": loss.packets,
        "cpu": loss.cpu,
        "after_ns": loss.after_ns,
        "before_ns": loss.before_ns,
    })
}
