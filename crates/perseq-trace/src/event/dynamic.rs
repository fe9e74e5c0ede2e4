//! Event types that are made at run time: those of programs in other languages.

use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use crate::{
    EventType, Field as _, Kind, Level,
    event::{
        made,
        record::{Record, widen},
    },
    say::say,
};

/// A kind of event whose fields are known at run time.
///
/// ```
/// use perseq_trace::{DynamicType, Kind, Level, Value};
///
/// let fields = [("bytes", Kind::Int { bytes: 4, signed: false }), ("path", Kind::Text)];
/// let request = DynamicType::leak("script", "request", Level::Info, "main.lua", 7, &fields);
/// if request.is_on() {
///     request.record(&[Value::Int(512), Value::Text(b"/index.html")]);
/// }
/// ```
#[derive(Debug)]
#[repr(C)]
pub struct DynamicType {
    /// First: programs in C look at it.
    event: EventType,
    kinds: Vec<Kind>,
    /// The program was told of values that do not fit.
    told: AtomicBool,
}

/// A field's value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// An integer, in two's complement: as many of its lower bytes as the field has are taken.
    Int(u64),
    /// A float, also for `f32` fields.
    Float(f64),
    /// Text, or any bytes. Bytes that are no UTF-8 are shown as a reader of the trace thinks best.
    Text(&'a [u8]),
}

impl DynamicType {
    /// Makes a type and registers it, for ever; one that was made before is the same. Its fields are integers, floats, `bool`, text and bytes; others are recorded as 0 and empty.
    ///
    /// A session refuses a type that its consumer would not understand, as one with an integer of 3 bytes or an enumeration without names: the
    /// program says so once on its standard error, and the events are counted as discarded ([`Losses::unfit`](crate::Losses)).
    ///
    /// It has no lock, so a forked child may make types whatever other threads of its parent were doing. Allocates: not for signal handlers. Threads that
    /// make the same type at once get one, and keep no other.
    #[must_use]
    pub fn leak(
        provider: &str,
        name: &str,
        level: Level,
        file: &str,
        line: u32,
        fields: &[(&str, Kind)],
    ) -> &'static Self {
        made::type_of(level, line, [provider, name, file], fields)
    }

    pub(crate) fn new(event: EventType, kinds: Vec<Kind>) -> Self {
        Self { event, kinds, told: AtomicBool::new(false) }
    }

    pub(crate) fn event(&self) -> &EventType {
        &self.event
    }

    /// Returns whether its events may be recorded.
    #[inline]
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.event.is_on()
    }

    /// Records an event, unless the session does not want it. A value that is missing, or of another sort than its field, is recorded as 0 or
    /// empty; one too many is not recorded. The program says so on its standard error, once for each type.
    pub fn record(&'static self, values: &[Value<'_>]) {
        self.event.record_dynamic(&self.kinds, &|record| {
            for (place, kind) in self.kinds.iter().enumerate() {
                put(*kind, values.get(place).copied(), record);
            }
        });
        let fits = values.len() == self.kinds.len()
            && self.kinds.iter().zip(values).all(|(kind, value)| sort(*kind) == value.sort());
        if !fits && self.is_on() && !self.event.is_refused() && !self.told.swap(true, Relaxed) {
            self.complain(values);
        }
    }
}

impl DynamicType {
    /// Records an event whose fields `put` puts, as bytes of the type's kinds. False, and nothing is counted, if the session has no room for the type.
    #[cfg(feature = "tracing")]
    pub(crate) fn record_if_room(&'static self, put: &dyn Fn(&mut Record<'_>)) -> bool {
        self.event.record_if_room(&self.kinds, put)
    }

    #[cold]
    fn complain(&self, values: &[Value<'_>]) {
        let EventType { provider, name, fields, .. } = &self.event;
        let wrong = self.kinds.iter().zip(values).position(|(kind, value)| sort(*kind) != value.sort());
        let Some(place) = wrong else {
            let (have, need) = (values.len(), fields.len());
            return say(format_args!("an event {provider}::{name} has {have} values for {need} fields"));
        };
        let (field, is, should_be) = (fields[place], values[place].sort(), sort(self.kinds[place]));
        say(format_args!(
            "an event {provider}::{name} has {is} for its field {field}, which is {should_be}: it is recorded as 0 or empty"
        ));
    }
}

impl Value<'_> {
    fn sort(&self) -> &'static str {
        match self {
            Self::Int(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Text(_) => "text or bytes",
        }
    }
}

/// Of the values of a field.
fn sort(kind: Kind) -> &'static str {
    match kind {
        Kind::Int { .. } | Kind::Bool | Kind::Enum(_) => "an integer",
        Kind::F32 | Kind::F64 => "a float",
        Kind::Text | Kind::Bytes => "text or bytes",
        Kind::Array { .. } | Kind::Slice { .. } => "an array",
    }
}

fn put(kind: Kind, value: Option<Value<'_>>, record: &mut Record<'_>) {
    let integer = if let Some(Value::Int(integer)) = value { integer } else { 0 };
    let float = if let Some(Value::Float(float)) = value { float } else { 0.0 };
    let bytes = if let Some(Value::Text(bytes)) = value { bytes } else { &[] };
    match kind {
        Kind::Int { bytes, .. } => widen(integer, bytes.into(), record),
        Kind::Bool => (integer != 0).put(record),
        Kind::F32 => (float as f32).put(record),
        Kind::F64 => float.put(record),
        // Of a long text the end is marked.
        Kind::Text if bytes.len() > usize::from(u16::MAX) => (*String::from_utf8_lossy(bytes)).put(record),
        Kind::Text | Kind::Bytes => bytes.put(record),
        Kind::Slice { .. } => 0_u16.put(record),
        Kind::Enum(_) => widen(integer, 8, record),
        Kind::Array { bytes, len, .. } => (0..len).for_each(|_| widen(0, bytes.into(), record)),
    }
}
