//! Events and losses as JSON.
//!
//! Times are texts: a number of nanoseconds since 1970 has more digits than readers of JSON keep. So are numbers that JSON does not have:
//! `inf`, `-inf`, `NaN`, and integers of more than 64 bits.

use perseq_ctf::{Event, Loss, Value};
use serde_json::{Map, Value as Json, json};

/// An event, whole.
pub(super) fn event(event: &Event<'_>) -> Json {
    json!({
        "time_ns": event.timestamp_ns().to_string(),
        "cpu": event.cpu(),
        "event": event.name(),
        "context": object(event.packet_context().chain(event.context())),
        "fields": object(event.fields()),
    })
}

/// Named values. A name that is there again is followed by a number: `x`, `x (2)`.
pub(super) fn object<'a>(fields: impl Iterator<Item = (&'a str, Value<'a>)>) -> Json {
    let mut all = Map::new();
    for (name, value) in fields {
        let mut key = name.to_owned();
        let mut count = 1;
        while all.contains_key(&key) {
            count += 1;
            key = format!("{name} ({count})");
        }
        all.insert(key, plain(&value));
    }
    all.into()
}

fn plain(value: &Value<'_>) -> Json {
    match value {
        Value::Unsigned(number)
        | Value::Hexadecimal(number)
        | Value::Octal(number)
        | Value::Binary(number) => json!(number),
        Value::Signed(number) => json!(number),
        Value::Float(number) if number.is_finite() => json!(number),
        Value::Float(number) => json!(number.to_string()),
        // A truth value, which the format has no type for.
        Value::Enum { label: Some("true"), value: 1 } => json!(true),
        Value::Enum { label: Some("false"), value: 0 } => json!(false),
        Value::Enum { label: Some(label), .. } => json!(label),
        Value::Enum { label: None, value } => match (u64::try_from(*value), i64::try_from(*value)) {
            (Ok(value), _) => json!(value),
            (_, Ok(value)) => json!(value),
            _ => json!(value.to_string()),
        },
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
        "after_ns": loss.after_ns.to_string(),
        "before_ns": loss.before_ns.to_string(),
    })
}
