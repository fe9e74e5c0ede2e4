//! Events of others: of the crates `log` and `tracing`, and panics. Each is one of a few event types, with its own text as a field.

#[cfg(feature = "log")]
mod log;
mod panic;
#[cfg(feature = "tracing")]
mod tracing;

#[cfg(feature = "log")]
pub use self::log::Log;
pub use self::panic::trace_panics;
#[cfg(feature = "tracing")]
pub use self::tracing::Layer;
