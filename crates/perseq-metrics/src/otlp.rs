//! The protocol of OpenTelemetry, OTLP 1: what a collector takes.
//!
//! Source: `opentelemetry/proto/metrics/v1/metrics.proto`. A message is made of fields, each with its number and its form: 64 bits, or so many
//! bytes. Messages in messages are bytes.

use std::{
    time::{SystemTime, UNIX_EPOCH},
    vec::Vec,
};

use crate::{Buckets, Collect, Description, Kind, Label, Number, Registry, Value};

impl Registry {
    /// Everything that is registered, as an `ExportMetricsServiceRequest` of OTLP: the body of a `POST` to a collector's `/v1/metrics`, with
    /// `Content-Type: application/x-protobuf`. Histograms are whole, unlike those that an SDK of OpenTelemetry could observe.
    ///
    /// `resource` says what the program is, as `service.name`; counts are since `started`. Sums are cumulative, so a request that is lost costs
    /// nothing but its moment.
    ///
    /// ```
    /// use std::time::SystemTime;
    ///
    /// use perseq_metrics::{Description, Histogram, Registry};
    ///
    /// let started = SystemTime::now();
    /// let registry = Registry::new();
    /// let took = Description::new("took", "Time to an answer").unit("seconds");
    /// registry.register(took, Histogram::new([0.1, 1.0])?)?.observe(0.5);
    /// let body = registry.otlp(&[("service.name", "server")], started);
    /// assert!(!body.is_empty());
    /// # Ok::<(), perseq_metrics::Error>(())
    /// ```
    #[must_use]
    pub fn otlp(&self, resource: &[(&str, &str)], started: SystemTime) -> Vec<u8> {
        let times = Times { start: nanoseconds(started), now: nanoseconds(SystemTime::now()) };
        let mut request = Message::default();
        request.message(1, |metrics| {
            metrics.message(1, |to| {
                resource.iter().for_each(|(name, value)| to.message(1, |pair| pair.pair(name, value)));
            });
            metrics.message(2, |scope| {
                scope.message(1, |scope| {
                    scope.text(1, env!("CARGO_PKG_NAME"));
                    scope.text(2, env!("CARGO_PKG_VERSION"));
                });
                self.each(|description, metric| {
                    scope.message(2, |to| to.metric(description, metric, times));
                });
            });
        });
        request.0
    }
}

/// When the counts of a request began, and when they were read.
#[derive(Clone, Copy)]
struct Times {
    start: u64,
    now: u64,
}

/// As the protocol has times; 0, which is none, before 1970 and after 2554.
fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(0)
}

/// The sums of a point are those since the start.
const CUMULATIVE: u64 = 2;

/// The bytes of a message.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn metric(&mut self, description: &Description, metric: &dyn Collect, times: Times) {
        self.text(1, description.name());
        self.text(2, description.help());
        self.text(3, unit(description.unit_name()));
        let kind = metric.kind();
        let data = match kind {
            Kind::Gauge => 5,
            Kind::Counter => 7,
            Kind::Histogram => 9,
        };
        self.message(data, |data| {
            metric.collect(&mut |labels, value| data.message(1, |point| point.point(labels, value, times)));
            if kind != Kind::Gauge {
                data.number(2, CUMULATIVE);
            }
            if kind == Kind::Counter {
                // Monotonic.
                data.number(3, 1);
            }
        });
    }

    fn point(&mut self, labels: &[Label<'_>], value: Value<'_>, times: Times) {
        self.fixed(2, times.start);
        self.fixed(3, times.now);
        let attributes = match value {
            Value::Number(number) => {
                match number {
                    Number::Float(x) => self.fixed(4, x.to_bits()),
                    Number::Signed(n) => self.fixed(6, n.cast_unsigned()),
                    // The protocol's whole numbers are signed.
                    Number::Unsigned(n) if i64::try_from(n).is_ok() => self.fixed(6, n),
                    #[allow(clippy::cast_precision_loss, reason = "there is no other form for it")]
                    Number::Unsigned(n) => self.fixed(4, (n as f64).to_bits()),
                }
                7
            }
            Value::Buckets(buckets) => {
                self.buckets(&buckets);
                9
            }
        };
        for label in labels {
            self.message(attributes, |pair| pair.pair(label.name, &label.text()));
        }
    }

    fn buckets(&mut self, buckets: &Buckets<'_>) {
        self.fixed(4, buckets.count());
        if let Some(sum) = buckets.sum {
            self.fixed(5, sum.to_bits());
        }
        let counts = buckets.counts.iter().map(|&(_, count)| count).chain([buckets.above]);
        self.bytes(6, &counts.flat_map(u64::to_le_bytes).collect::<Vec<_>>());
        let bounds = buckets.counts.iter().flat_map(|(bound, _)| bound.to_le_bytes());
        self.bytes(7, &bounds.collect::<Vec<_>>());
    }

    fn pair(&mut self, name: &str, value: &str) {
        self.text(1, name);
        self.message(2, |any| any.bytes(1, value.as_bytes()));
    }

    /// Seven bits to a byte, lowest first.
    fn variable(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.0.push(n.to_le_bytes()[0] | 0x80);
            n >>= 7;
        }
        self.0.push(n.to_le_bytes()[0]);
    }

    fn number(&mut self, field: u8, n: u64) {
        self.0.push(field << 3);
        self.variable(n);
    }

    fn fixed(&mut self, field: u8, bits: u64) {
        self.0.push(field << 3 | 1);
        self.0.extend(bits.to_le_bytes());
    }

    fn bytes(&mut self, field: u8, bytes: &[u8]) {
        self.0.push(field << 3 | 2);
        self.variable(bytes.len() as u64);
        self.0.extend(bytes);
    }

    /// Nothing, if it is empty, as the protocol has it.
    fn text(&mut self, field: u8, text: &str) {
        if !text.is_empty() {
            self.bytes(field, text.as_bytes());
        }
    }

    fn message(&mut self, field: u8, write: impl FnOnce(&mut Self)) {
        let mut message = Self::default();
        write(&mut message);
        self.bytes(field, &message.0);
    }
}

/// The unit, as the protocol's conventions have it.
fn unit(name: &str) -> &str {
    match name {
        "seconds" => "s",
        "bytes" => "By",
        other => other,
    }
}
