//! Fields of events, as Perfetto shows them beside a slice.

use perseq_ctf::Value;

use super::{packets::Packets, schema::DebugAnnotation};

/// A field with its name.
pub(super) fn named(name: &str, value: &Value<'_>, to: &mut Packets<'_>) -> DebugAnnotation {
    let mut annotation = plain(value, to);
    annotation.name_iid = Some(to.field_name(name));
    annotation
}

fn plain(value: &Value<'_>, to: &mut Packets<'_>) -> DebugAnnotation {
    let mut annotation = DebugAnnotation::default();
    match value {
        Value::Unsigned(number)
        | Value::Hexadecimal(number)
        | Value::Octal(number)
        | Value::Binary(number) => annotation.uint_value = Some(*number),
        Value::Signed(number) => annotation.int_value = Some(*number),
        Value::Float(number) => annotation.double_value = Some(*number),
        Value::Enum { label: Some(label), .. } => annotation.string_value = Some((*label).to_owned()),
        Value::Enum { label: None, value } => match (u64::try_from(*value), i64::try_from(*value)) {
            (Ok(value), _) => annotation.uint_value = Some(value),
            (_, Ok(value)) => annotation.int_value = Some(value),
            _ => annotation.string_value = Some(value.to_string()),
        },
        Value::Text(text) => annotation.string_value = Some(String::from_utf8_lossy(text).into_owned()),
        Value::Struct(fields) => {
            annotation.dict_entries = fields.clone().map(|(name, value)| named(name, &value, to)).collect();
        }
        Value::Array(array) => {
            annotation.array_values = array.clone().map(|value| plain(&value, to)).collect();
        }
    }
    annotation
}

/// A point of a counter's track.
pub(super) enum Point {
    Whole(i64),
    Float(f64),
}

/// The number that a value is, for a counter; none for texts.
pub(super) fn number(value: &Value<'_>) -> Option<Point> {
    let whole = |number: i128| i64::try_from(number).map_or(Point::Float(number as f64), Point::Whole);
    Some(match value {
        Value::Unsigned(number)
        | Value::Hexadecimal(number)
        | Value::Octal(number)
        | Value::Binary(number) => whole(i128::from(*number)),
        Value::Signed(number) => Point::Whole(*number),
        Value::Float(number) => Point::Float(*number),
        Value::Enum { value, .. } => whole(*value),
        Value::Text(_) | Value::Struct(_) | Value::Array(_) => return None,
    })
}
