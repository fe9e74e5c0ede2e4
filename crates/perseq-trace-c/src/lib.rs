//! `perseq_trace.h`: [`perseq_trace`] for programs in C and C++.
//!
//! The header has the interface, and the test whether a session wants an event; this library has the rest. A program
//! links `libperseq_trace_c.so`, or `libperseq_trace_c.a` with `-lpthread -ldl -lm`.

#![cfg(target_pointer_width = "64")]

use core::{
    ffi::{CStr, c_char, c_void},
    ptr::NonNull,
};

use perseq_trace::{DynamicType, Kind, Level, Value};

/// `struct perseq_field`.
#[derive(Debug)]
#[repr(C)]
pub struct Field {
    name: *const c_char,
    kind: u32,
}

/// `struct perseq_event`.
#[derive(Debug)]
#[repr(C)]
pub struct Event {
    /// The type that `perseq_event_register` has made; its first word is `EventType`'s, at which the header looks.
    made: Option<&'static DynamicType>,
    provider: *const c_char,
    name: *const c_char,
    file: *const c_char,
    fields: *const Field,
    count: usize,
    line: u32,
    level: u32,
}

/// `struct perseq_value`.
#[derive(Debug)]
#[repr(C)]
pub struct RawValue {
    sort: u32,
    integer: u64,
    number: f64,
    bytes: *const c_void,
    length: usize,
}

/// Values of an event that need no allocation.
const FEW: usize = 16;

/// `enum perseq_kind`; integers where it is none of it.
fn kind(number: u32) -> Kind {
    match number {
        0..=3 => Kind::Int { bytes: 1 << number, signed: false },
        4..=7 => Kind::Int { bytes: 1 << (number - 4), signed: true },
        8 => Kind::F32,
        9 => Kind::F64,
        10 => Kind::Bool,
        11 => Kind::Text,
        12 => Kind::Bytes,
        _ => Kind::Int { bytes: 8, signed: false },
    }
}

/// `enum perseq_level`, or the one that is next to it.
fn level(number: u32) -> Level {
    match number {
        ..=3 => Level::Error,
        4..=5 => Level::Warning,
        6 => Level::Info,
        7 => Level::Debug,
        _ => Level::Trace,
    }
}

/// A string, or nothing for null.
///
/// # Safety
///
/// Null, or a string that ends with 0 and lives as long as the result.
unsafe fn text<'a>(text: *const c_char) -> std::borrow::Cow<'a, str> {
    if text.is_null() {
        return "".into();
    }
    // SAFETY: the caller's.
    unsafe { CStr::from_ptr(text) }.to_string_lossy()
}

/// `count` elements, or none for null.
///
/// # Safety
///
/// Null, or so many elements that live as long as the result and do not change.
unsafe fn slice<'a, T>(start: *const T, count: usize) -> &'a [T] {
    // SAFETY: the caller's.
    if start.is_null() { &[] } else { unsafe { core::slice::from_raw_parts(start, count) } }
}

/// Registers a kind of event: `PERSEQ_EVENT` calls it when the object is loaded. Twice does nothing more.
///
/// # Safety
///
/// `event` is null, or one that `PERSEQ_EVENT` has defined, and no other thread is in here with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_event_register(event: Option<NonNull<Event>>) {
    // SAFETY: the caller's: no other thread writes it.
    let Some(event) = event.map(|mut event| unsafe { event.as_mut() }) else { return };
    if event.made.is_some() {
        return;
    }
    // SAFETY: the definition's: strings and fields are constants.
    let fields = unsafe { slice(event.fields, event.count) };
    // SAFETY: as above.
    let names: Vec<_> = fields.iter().map(|field| unsafe { text(field.name) }).collect();
    let fields: Vec<_> = names.iter().zip(fields).map(|(name, field)| (&**name, kind(field.kind))).collect();
    // SAFETY: as above.
    let [provider, name, file] = [event.provider, event.name, event.file].map(|it| unsafe { text(it) });
    event.made = Some(DynamicType::leak(&provider, &name, level(event.level), &file, event.line, &fields));
}

/// Records an event: `perseq_trace` calls it when a session wants it.
///
/// # Safety
///
/// `event` is null, or one that was registered; `values` are null, or `count` of them, whose bytes can be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_event_record(event: Option<&Event>, values: *const RawValue, count: usize) {
    let Some(made) = event.and_then(|event| event.made) else { return };
    // SAFETY: the caller's.
    let values = unsafe { slice(values, count) };
    let value = |raw: &RawValue| match raw.sort {
        0 => Value::Int(raw.integer),
        1 => Value::Float(raw.number),
        // SAFETY: the caller's.
        _ => Value::Text(unsafe { slice(raw.bytes.cast(), raw.length) }),
    };
    let mut few = [Value::Int(0); FEW];
    if let Some(few) = few.get_mut(..values.len()) {
        few.iter_mut().zip(values).for_each(|(to, raw)| *to = value(raw));
        made.record(few);
    } else {
        made.record(&values.iter().map(value).collect::<Vec<_>>());
    }
}
