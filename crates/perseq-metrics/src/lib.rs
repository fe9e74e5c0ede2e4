//! Metrics that scale with CPUs: families by labels, found without a lock, and shown as text.
//!
//! A counter here is a [`perseq::Counter`]: an addition touches this CPU's memory only. This crate gives such
//! metrics names and labels, and answers scrapes.
//!
//! ```
//! use perseq::Counter;
//! use perseq_metrics::{Description, Family, Format, Histogram, Registry, label_enum, label_set};
//!
//! label_enum! {
//!     enum Method("method") { Get = "GET", Post = "POST" }
//! }
//! label_set! {
//!     struct Request { method: Method, status: u16 }
//! }
//!
//! let registry = Registry::new();
//! let requests = registry.register(
//!     Description::new("http_requests", "Requests that were answered"),
//!     Family::<Request, Counter>::default(),
//! )?;
//! let took = registry.register(
//!     Description::new("http_request_duration", "Time from a request to its answer").unit("seconds"),
//!     Histogram::new([0.001, 0.01, 0.1, 1.0])?,
//! )?;
//!
//! requests.of(&Request { method: Method::Get, status: 200 }).inc();
//! took.observe(0.004);
//!
//! let text = registry.text(Format::OpenMetrics);
//! assert!(text.contains("http_requests_total{method=\"GET\",status=\"200\"} 1\n"));
//! assert!(text.contains("http_request_duration_seconds_bucket{le=\"0.01\"} 1\n"));
//! # Ok::<(), perseq_metrics::Error>(())
//! ```
//!
//! * [`Registry`]: the metrics of a program by name, each with a [`Description`]; [`Format`]: OpenMetrics 1.0 or Prometheus text; also OTLP, for collectors.
//! * [`Family`] and [`EnumFamily`]: a metric for each [`LabelSet`] or [`EnumLabel`], which [`label_set!`] and [`label_enum!`]
//!   declare; a [`Series`] is found for one use, a [`Handle`] is kept, an [`Expired`] one was taken out.
//! * Metrics: `perseq`'s `Counter`, `CounterF64` and `SignedCounter`; [`Gauge`]; [`Histogram`] with bounds of one's own and [`FineHistogram`]
//!   for whole numbers with quantiles; types of one's own by [`Metric`], or by [`Collect`] with [`Label`]s.
//! * [`Labels`]: a label set whose names are known only when the program runs.
//! * `live`, a module by the feature of that name (Linux): the same metrics in a file that other processes read.
//! * Adapters, each a module by the feature of its name: `metrics` (a recorder), `prometheus` (numbers for its counters and gauges, and a collector),
//!   `prometheus_client` (metrics for its registries and families, and a collector), `opentelemetry` (a provider of meters, and observable
//!   instruments), `tracing` (a layer that counts what events say).
//! * [`Value`], [`Number`], [`Buckets`] and [`Kind`]: what a scrape reads. [`Error`].

#![forbid(unsafe_code)]

/// The README's example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

mod error;
#[cfg(any(feature = "metrics", feature = "opentelemetry", feature = "tracing"))]
#[cfg_attr(not(feature = "metrics"), expect(dead_code, reason = "that adapter alone has series expire"))]
mod facade;
mod family;
mod hash;
mod histogram;
mod labels;
#[cfg(all(feature = "live", target_os = "linux"))]
pub mod live;
mod metric;
mod name;
mod otlp;
mod registry;
mod run_time;
#[cfg(any(feature = "metrics", feature = "prometheus"))]
mod settable;
mod text;

#[cfg(feature = "metrics")]
pub mod metrics;
#[cfg(feature = "opentelemetry")]
mod observed;
#[cfg(feature = "opentelemetry")]
pub mod opentelemetry;
#[cfg(feature = "prometheus")]
pub mod prometheus;
#[cfg(feature = "prometheus-client")]
pub mod prometheus_client;
#[cfg(feature = "tracing")]
pub mod tracing;

pub use error::Error;
pub use family::{EnumFamily, Expired, Family, Handle, Series};
pub use histogram::{FineHistogram, Histogram};
#[doc(hidden)]
pub use labels::__label_name;
pub use labels::{EnumLabel, LabelSet};
pub use metric::{Buckets, Gauge, Kind, Metric, Number, Value};
pub use name::Description;
pub use registry::{Collect, Label, Registry};
pub use run_time::Labels;
pub use text::Format;
