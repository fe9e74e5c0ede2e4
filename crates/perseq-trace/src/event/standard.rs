//! Fields of the standard library's types, and of all that can be shown as text.

use core::{
    fmt::{self, Write as _},
    str,
    time::Duration,
};
use std::{
    borrow::Cow,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use crate::{Field, Kind, Record};

/// A value as the text of its `Display`. A text of more than 256 bytes allocates.
///
/// ```
/// use perseq_trace::{AsDisplay, event};
///
/// let peer = std::net::Ipv4Addr::LOCALHOST;
/// event!(server::connected, peer = AsDisplay(&peer));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct AsDisplay<'a, T: ?Sized>(pub &'a T);

/// A value as the text of its `Debug`. A text of more than 256 bytes allocates.
#[derive(Debug, Clone, Copy)]
pub struct AsDebug<'a, T: ?Sized>(pub &'a T);

impl<T: fmt::Display + ?Sized> Field for AsDisplay<'_, T> {
    const KIND: Kind = Kind::Text;
    fn put(&self, record: &mut Record<'_>) {
        put_text(format_args!("{}", self.0), record);
    }
}

impl<T: fmt::Debug + ?Sized> Field for AsDebug<'_, T> {
    const KIND: Kind = Kind::Text;
    fn put(&self, record: &mut Record<'_>) {
        put_text(format_args!("{:?}", self.0), record);
    }
}

/// A text that is on the stack as long as it is short.
struct Text {
    short: [u8; 256],
    len: usize,
    long: String,
}

impl Text {
    fn as_str(&self) -> &str {
        // Whole texts are copied there.
        if self.long.is_empty() {
            str::from_utf8(&self.short[..self.len]).unwrap_or_default()
        } else {
            &self.long
        }
    }
}

impl fmt::Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match self.short.get_mut(self.len..self.len + text.len()) {
            Some(room) if self.long.is_empty() => {
                room.copy_from_slice(text.as_bytes());
                self.len += text.len();
            }
            _ => {
                if self.long.is_empty() {
                    self.long = self.as_str().to_owned();
                }
                self.long.push_str(text);
            }
        }
        Ok(())
    }
}

/// A value that fails to show itself is what it has written until then.
fn put_text(value: fmt::Arguments<'_>, record: &mut Record<'_>) {
    let mut text = Text { short: [0; 256], len: 0, long: String::new() };
    _ = text.write_fmt(value);
    text.as_str().put(record);
}

impl Field for char {
    const KIND: Kind = Kind::Text;
    fn put(&self, record: &mut Record<'_>) {
        (*self.encode_utf8(&mut [0; 4])).put(record);
    }
}

/// Nanoseconds, of which there are at most `u64::MAX`.
impl Field for Duration {
    const KIND: Kind = u64::KIND;
    #[inline]
    fn put(&self, record: &mut Record<'_>) {
        u64::try_from(self.as_nanos()).unwrap_or(u64::MAX).put(record);
    }
}

/// Text, in which U+FFFD is in the place of what is no UTF-8.
impl Field for OsStr {
    const KIND: Kind = Kind::Text;
    fn put(&self, record: &mut Record<'_>) {
        (*self.to_string_lossy()).put(record);
    }
}

macro_rules! as_inner {
    ($($type:ty => $inner:ty, $name:ident;)*) => { $(
        impl Field for $type {
            const KIND: Kind = <$inner>::KIND;
            fn put(&self, record: &mut Record<'_>) {
                self.$name().put(record);
            }
        }
    )* };
}

as_inner! {
    OsString => OsStr, as_os_str;
    Path => OsStr, as_os_str;
    PathBuf => OsStr, as_os_str;
}

impl<T> Field for Vec<T>
where
    [T]: Field,
{
    const KIND: Kind = <[T]>::KIND;
    #[inline]
    fn put(&self, record: &mut Record<'_>) {
        self.as_slice().put(record);
    }
}

macro_rules! pointers {
    ($($pointer:ident)*) => { $(
        impl<T: Field + ?Sized> Field for $pointer<T> {
            const KIND: Kind = T::KIND;
            #[inline]
            fn put(&self, record: &mut Record<'_>) {
                (**self).put(record);
            }
        }
    )* };
}

pointers!(Box Rc Arc);

impl<T: Field + ToOwned + ?Sized> Field for Cow<'_, T> {
    const KIND: Kind = T::KIND;
    #[inline]
    fn put(&self, record: &mut Record<'_>) {
        (**self).put(record);
    }
}

/// A sequence of at most one.
macro_rules! optional_integers {
    ($($type:ty)*) => { $(
        impl Field for Option<$type> {
            const KIND: Kind = <$type>::KIND.sequence();
            #[inline]
            fn put(&self, record: &mut Record<'_>) {
                u16::from(self.is_some()).put(record);
                self.iter().for_each(|number| number.put(record));
            }
        }
    )* };
}

optional_integers!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize bool Duration);

/// Another value of the type for none of it.
macro_rules! optional {
    ($($type:ty, $none:expr;)*) => { $(
        #[doc = concat!("None is `", stringify!($none), "`.")]
        impl Field for Option<$type> {
            const KIND: Kind = <$type>::KIND;
            #[inline]
            fn put(&self, record: &mut Record<'_>) {
                match self {
                    Some(value) => value.put(record),
                    None => $none.put(record),
                }
            }
        }
    )* };
}

optional! {
    f32, f32::NAN;
    f64, f64::NAN;
    char, "";
    &str, "";
    String, "";
    &String, "";
    &Path, "";
    PathBuf, "";
}
