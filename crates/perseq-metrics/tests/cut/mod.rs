//! A label that ends too soon, for what shows labels.

use core::fmt;

use perseq_metrics::label_set;

label_set! {
    /// A label whose value ends where it cannot be formatted.
    pub(crate) struct Cut { pub(crate) cut: Half }
}

#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Half;

impl fmt::Display for Half {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("half")?;
        Err(fmt::Error)
    }
}
