//! Labels, which tell the series of a family apart.

use core::{fmt, hash::Hash};

/// The values of a family's labels: the key of a series.
///
/// [`label_set!`](crate::label_set) and [`label_enum!`](crate::label_enum) declare types that are. `()` is the set without labels.
pub trait LabelSet: Hash + Eq + Send + Sync + 'static {
    /// The labels' names.
    const NAMES: &'static [&'static str];

    /// Writes the value of the label `NAMES[label]`, as it is: the formats' own marks are not to be escaped.
    ///
    /// # Errors
    ///
    /// Those of `to`.
    fn write(&self, label: usize, to: &mut dyn fmt::Write) -> fmt::Result;

    /// Returns how many labels this value has: all `NAMES`, unless its names are known only when the program runs, as those of
    /// [`Labels`](crate::Labels).
    fn count(&self) -> usize {
        Self::NAMES.len()
    }

    /// Returns the name of a label.
    fn name(&self, label: usize) -> &str {
        Self::NAMES[label]
    }
}

impl LabelSet for () {
    const NAMES: &'static [&'static str] = &[];

    fn write(&self, _: usize, _: &mut dyn fmt::Write) -> fmt::Result {
        Ok(())
    }
}

/// The label that a field is: the word of the language in `r#type`.
#[doc(hidden)]
#[must_use]
pub const fn __label_name(field: &'static str) -> &'static str {
    if let [b'r', b'#', ..] = field.as_bytes() { field.split_at(2).1 } else { field }
}

/// A label set of which all values are known: its family is an [array](crate::EnumFamily).
pub trait EnumLabel: LabelSet + Copy {
    /// Every value, each at its own [`index`](Self::index).
    const ALL: &'static [Self];

    /// Which of [`ALL`](Self::ALL) it is.
    fn index(self) -> usize;
}

/// Declares a structure whose fields are labels. Each field's type has `Display`, which is the label's value, `Clone`, `Hash` and `Eq`.
/// A label that is a word of the language is written `r#type`, and called `type`.
///
/// ```
/// use perseq_metrics::{LabelSet, label_set};
///
/// label_set! {
///     /// What requests are counted by.
///     #[derive(Debug)]
///     pub struct Route {
///         pub method: &'static str,
///         pub status: u16,
///     }
/// }
/// assert_eq!(Route::NAMES, ["method", "status"]);
/// ```
#[macro_export]
macro_rules! label_set {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $type),+
        }

        impl $crate::LabelSet for $name {
            const NAMES: &'static [&'static ::core::primitive::str] = &[$($crate::__label_name(::core::stringify!($field))),+];

            fn write(&self, label: ::core::primitive::usize, to: &mut dyn ::core::fmt::Write) -> ::core::fmt::Result {
                let values: &[&dyn ::core::fmt::Display] = &[$(&self.$field),+];
                ::core::write!(to, "{}", values[label])
            }
        }
    };
}

/// Declares an enumeration that is a label: its name, and the text of each variant.
///
/// ```
/// use perseq_metrics::{EnumLabel, label_enum};
///
/// label_enum! {
///     /// How a request is made.
///     pub enum Method("method") {
///         Get = "GET",
///         Post = "POST",
///     }
/// }
/// assert_eq!(Method::Post.to_string(), "POST");
/// assert_eq!(Method::ALL.len(), 2);
/// ```
///
/// It has `Display`, too, so it can be a field of a [`label_set!`](crate::label_set).
#[macro_export]
macro_rules! label_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident($label:literal) {
        $($(#[$variant_meta:meta])* $variant:ident = $text:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "a variant's text says what it is")]
        $vis enum $name {
            $($(#[$variant_meta])* $variant),+
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(match self { $(Self::$variant => $text),+ })
            }
        }

        impl $crate::LabelSet for $name {
            const NAMES: &'static [&'static ::core::primitive::str] = &[$label];

            fn write(&self, _: ::core::primitive::usize, to: &mut dyn ::core::fmt::Write) -> ::core::fmt::Result {
                ::core::write!(to, "{self}")
            }
        }

        impl $crate::EnumLabel for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn index(self) -> ::core::primitive::usize {
                self as ::core::primitive::usize
            }
        }
    };
}
