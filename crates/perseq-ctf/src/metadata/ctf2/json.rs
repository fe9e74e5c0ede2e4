//! JSON values, with the properties of objects in the order of the text, and what fragments have in them.

use crate::metadata::model::{DEPTH, MetadataProblem, Ranges};
use core::fmt;
use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

pub(super) type Result<T> = core::result::Result<T, MetadataProblem>;

/// A value.
#[derive(Debug)]
pub(super) enum Json {
    Null,
    Bool,
    Int(i128),
    /// No integer, or one of more than 64 bits.
    Real,
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// The words of an error about values inside of too many others.
pub(super) const TOO_DEEP: &str = "values inside of each other, too many of them";

/// How many values the next one is inside of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Depth(u32);

impl Depth {
    /// Of a field class in a structure there are three.
    fn inner<E: Error>(self) -> core::result::Result<Self, E> {
        if self.0 >= 3 * DEPTH + 16 { Err(E::custom(TOO_DEEP)) } else { Ok(Self(self.0 + 1)) }
    }
}

impl<'de> DeserializeSeed<'de> for Depth {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> core::result::Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Depth {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> core::result::Result<Json, E> {
        Ok(Json::Null)
    }
    fn visit_bool<E>(self, _value: bool) -> core::result::Result<Json, E> {
        Ok(Json::Bool)
    }
    fn visit_i64<E>(self, value: i64) -> core::result::Result<Json, E> {
        Ok(Json::Int(value.into()))
    }
    fn visit_u64<E>(self, value: u64) -> core::result::Result<Json, E> {
        Ok(Json::Int(value.into()))
    }
    fn visit_f64<E>(self, _value: f64) -> core::result::Result<Json, E> {
        Ok(Json::Real)
    }
    fn visit_str<E>(self, text: &str) -> core::result::Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> core::result::Result<Json, A::Error> {
        let mut list = Vec::new();
        let inner = self.inner()?;
        while let Some(element) = all.next_element_seed(inner)? {
            list.push(element);
        }
        Ok(Json::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> core::result::Result<Json, A::Error> {
        let mut object = Vec::new();
        let inner = self.inner()?;
        while let Some(key) = all.next_key()? {
            object.push((key, all.next_value_seed(inner)?));
        }
        Ok(Json::Object(object))
    }
}

impl Json {
    /// An error: this value is at `place`, and something else should be there.
    pub(super) fn unexpected<T>(&self, place: &str, wanted: &'static str) -> Result<T> {
        let found = match self {
            Json::Null => "null".to_owned(),
            Json::Bool => "a boolean".to_owned(),
            Json::Int(number) => number.to_string(),
            Json::Real => "a number with a fraction or of more than 64 bits".to_owned(),
            Json::Text(text) => format!("{text:?}"),
            Json::List(_) => "an array".to_owned(),
            Json::Object(_) => "an object".to_owned(),
        };
        Err(MetadataProblem::Unexpected { found: format!("{found} {place}"), wanted })
    }

    /// About as many bytes as it is written in, at most.
    fn size(&self) -> usize {
        match self {
            Json::Text(text) => 1 + text.len(),
            Json::List(list) => list.iter().fold(1, |sum, json| sum.saturating_add(json.size())),
            Json::Object(all) => Object(all).size(),
            Json::Null | Json::Bool | Json::Int(_) | Json::Real => 1,
        }
    }

    pub(super) fn object(&self, place: &str) -> Result<Object<'_>> {
        match self {
            Json::Object(properties) => Ok(Object(properties)),
            other => other.unexpected(place, "an object"),
        }
    }
}

/// The properties of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object<'a>(&'a [(String, Json)]);

impl<'a> Object<'a> {
    pub(super) fn properties(self) -> impl Iterator<Item = (&'a str, &'a Json)> {
        self.0.iter().map(|(key, value)| (&**key, value))
    }

    pub(super) fn size(self) -> usize {
        self.properties().fold(1, |sum, (key, json)| sum.saturating_add(1 + key.len() + json.size()))
    }

    pub(super) fn get(self, key: &str) -> Option<&'a Json> {
        self.properties().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    pub(super) fn need(self, key: &'static str) -> Result<&'a Json> {
        self.get(key).ok_or(MetadataProblem::Missing(key))
    }

    pub(super) fn text(self, key: &'static str) -> Result<Option<&'a str>> {
        match self.get(key) {
            None => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text)),
            Some(other) => other.unexpected(&format!("as {key:?}"), "a text"),
        }
    }

    pub(super) fn need_text(self, key: &'static str) -> Result<&'a str> {
        self.text(key)?.ok_or(MetadataProblem::Missing(key))
    }

    pub(super) fn int(self, key: &'static str) -> Result<Option<i128>> {
        match self.get(key) {
            None => Ok(None),
            Some(Json::Int(number)) => Ok(Some(*number)),
            Some(other) => other.unexpected(&format!("as {key:?}"), "an integer of 64 bits"),
        }
    }

    /// A number that must be from `least` to `most`.
    pub(super) fn number(self, key: &'static str, least: u64, most: u64) -> Result<Option<u64>> {
        let Some(value) = self.int(key)? else { return Ok(None) };
        match u64::try_from(value).ok().filter(|value| (least..=most).contains(value)) {
            Some(value) => Ok(Some(value)),
            None => Err(MetadataProblem::OutOfRange { what: key, value }),
        }
    }

    pub(super) fn need_number(self, key: &'static str, least: u64, most: u64) -> Result<u64> {
        self.number(key, least, most)?.ok_or(MetadataProblem::Missing(key))
    }

    /// The elements of an array; none where there is no array.
    pub(super) fn list(self, key: &'static str) -> Result<&'a [Json]> {
        match self.get(key) {
            None => Ok(&[]),
            Some(Json::List(list)) => Ok(list),
            Some(other) => other.unexpected(&format!("as {key:?}"), "an array"),
        }
    }

    /// The properties of an object; none where there is no object.
    pub(super) fn inner(self, key: &'static str) -> Result<Object<'a>> {
        self.get(key).map_or(Ok(Object(&[])), |value| value.object(&format!("as {key:?}")))
    }

    /// A power of two; 1 where none is given.
    pub(super) fn alignment(self, key: &'static str) -> Result<u64> {
        let align = self.number(key, 1, 1 << 20)?.unwrap_or(1);
        if !align.is_power_of_two() {
            return Err(MetadataProblem::OutOfRange { what: key, value: align.into() });
        }
        Ok(align)
    }

    /// A set of ranges of integers.
    pub(super) fn ranges(self, key: &'static str) -> Result<Option<Ranges>> {
        self.get(key).map(ranges).transpose()
    }
}

/// `[[first, last], …]`.
pub(super) fn ranges(json: &Json) -> Result<Ranges> {
    let Json::List(all) = json else { return json.unexpected("as ranges", "an array") };
    let range = |range: &Json| match range {
        Json::List(pair) => match pair[..] {
            [Json::Int(first), Json::Int(last)] if first <= last => Ok((first, last)),
            _ => range.unexpected("as a range", "two integers, the smaller one first,"),
        },
        _ => range.unexpected("as a range", "two integers"),
    };
    all.iter().map(range).collect()
}
