//! The registry's OTLP, read by the numbers and forms of fields in the protocol's definition.
#![forbid(unsafe_code)]

use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use perseq::{Counter, CounterF64, SignedCounter};
use perseq_metrics::{Description, Family, Gauge, Histogram, Labels, Registry};

/// How the bytes of a field are read.
#[derive(Clone, Copy)]
enum Form {
    Message(&'static str),
    Text,
    Double,
    Signed,
    Whole,
    Enumeration,
    Wholes,
    Doubles,
}

/// `opentelemetry/proto/{collector/metrics,metrics,common,resource}/v1`: each message's fields.
const FIELDS: [(&str, u64, &str, Form); 35] = [
    ("Request", 1, "resource_metrics", Form::Message("ResourceMetrics")),
    ("ResourceMetrics", 1, "resource", Form::Message("Resource")),
    ("ResourceMetrics", 2, "scope_metrics", Form::Message("ScopeMetrics")),
    ("Resource", 1, "attributes", Form::Message("KeyValue")),
    ("KeyValue", 1, "key", Form::Text),
    ("KeyValue", 2, "value", Form::Message("AnyValue")),
    ("AnyValue", 1, "string_value", Form::Text),
    ("ScopeMetrics", 1, "scope", Form::Message("Scope")),
    ("ScopeMetrics", 2, "metrics", Form::Message("Metric")),
    ("Scope", 1, "name", Form::Text),
    ("Scope", 2, "version", Form::Text),
    ("Metric", 1, "name", Form::Text),
    ("Metric", 2, "description", Form::Text),
    ("Metric", 3, "unit", Form::Text),
    ("Metric", 5, "gauge", Form::Message("Gauge")),
    ("Metric", 7, "sum", Form::Message("Sum")),
    ("Metric", 9, "histogram", Form::Message("Histogram")),
    ("Gauge", 1, "data_points", Form::Message("NumberDataPoint")),
    ("Sum", 1, "data_points", Form::Message("NumberDataPoint")),
    ("Sum", 2, "aggregation_temporality", Form::Enumeration),
    ("Sum", 3, "is_monotonic", Form::Enumeration),
    ("Histogram", 1, "data_points", Form::Message("HistogramDataPoint")),
    ("Histogram", 2, "aggregation_temporality", Form::Enumeration),
    ("NumberDataPoint", 2, "start_time_unix_nano", Form::Whole),
    ("NumberDataPoint", 3, "time_unix_nano", Form::Whole),
    ("NumberDataPoint", 4, "as_double", Form::Double),
    ("NumberDataPoint", 6, "as_int", Form::Signed),
    ("NumberDataPoint", 7, "attributes", Form::Message("KeyValue")),
    ("HistogramDataPoint", 2, "start_time_unix_nano", Form::Whole),
    ("HistogramDataPoint", 3, "time_unix_nano", Form::Whole),
    ("HistogramDataPoint", 4, "count", Form::Whole),
    ("HistogramDataPoint", 5, "sum", Form::Double),
    ("HistogramDataPoint", 6, "bucket_counts", Form::Wholes),
    ("HistogramDataPoint", 7, "explicit_bounds", Form::Doubles),
    ("HistogramDataPoint", 9, "attributes", Form::Message("KeyValue")),
];

/// A number of seven bits to a byte.
fn variable(bytes: &mut &[u8]) -> u64 {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first().expect("a number ends");
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    number
}

fn words(bytes: &[u8]) -> Vec<u64> {
    assert_eq!(bytes.len() % 8, 0);
    bytes.chunks(8).map(|word| u64::from_le_bytes(word.try_into().unwrap())).collect()
}

/// A message as text, with `now` for all times after the start.
fn shown(message: &'static str, mut bytes: &[u8], to: &mut String) {
    while !bytes.is_empty() {
        let tag = variable(&mut bytes);
        let known = FIELDS.iter().find(|field| field.0 == message && field.1 == tag >> 3);
        let &(_, _, name, form) = known.unwrap_or_else(|| panic!("{message} has no field {}", tag >> 3));
        let length = match tag & 7 {
            0 => 0,
            1 => 8,
            2 => variable(&mut bytes) as usize,
            other => panic!("{message}.{name}: form {other}"),
        };
        let body;
        (body, bytes) = bytes.split_at(length);
        let value = match (form, tag & 7) {
            (Form::Enumeration, 0) => variable(&mut bytes).to_string(),
            (Form::Text, 2) => format!("{:?}", core::str::from_utf8(body).unwrap()),
            (Form::Double, 1) => format!("{:?}", f64::from_bits(words(body)[0])),
            (Form::Signed, 1) => words(body)[0].cast_signed().to_string(),
            (Form::Whole, 1) if name == "time_unix_nano" => {
                assert!(words(body)[0] > 1_000_000_000_000_000_000);
                "now".to_owned()
            }
            (Form::Whole, 1) => words(body)[0].to_string(),
            (Form::Wholes, 2) => format!("{:?}", words(body)),
            (Form::Doubles, 2) => {
                format!("{:?}", words(body).into_iter().map(f64::from_bits).collect::<Vec<_>>())
            }
            (Form::Message(inner), 2) => {
                to.push_str(&format!("{name} {{ "));
                shown(inner, body, to);
                to.push_str("} ");
                continue;
            }
            (_, other) => panic!("{message}.{name}: form {other}"),
        };
        to.push_str(&format!("{name}: {value} "));
        if name == "description" {
            to.push('\n');
        }
    }
}

const SHOWN: &str = r#"resource_metrics { resource { attributes { key: "service.name" value { string_value: "test" } } } scope_metrics { scope { name: "perseq-metrics" version: "VERSION" } metrics { name: "started" description: "Help" 
sum { data_points { start_time_unix_nano: 1000 time_unix_nano: now as_int: 300 } aggregation_temporality: 2 is_monotonic: 1 } } metrics { name: "wrapped" description: "Help" 
sum { data_points { start_time_unix_nano: 1000 time_unix_nano: now as_double: 1.8446744073709552e19 } aggregation_temporality: 2 is_monotonic: 1 } } metrics { name: "used_seconds" description: "Help" 
unit: "s" sum { data_points { start_time_unix_nano: 1000 time_unix_nano: now as_double: 0.25 } aggregation_temporality: 2 is_monotonic: 1 } } metrics { name: "open" description: "Help" 
gauge { data_points { start_time_unix_nano: 1000 time_unix_nano: now as_int: -2 } } } metrics { name: "load" description: "Help" 
gauge { data_points { start_time_unix_nano: 1000 time_unix_nano: now as_double: -inf } } } metrics { name: "requests" description: "Help" 
sum { data_points { start_time_unix_nano: 1000 time_unix_nano: now as_int: 1 attributes { key: "empty" value { string_value: "" } } attributes { key: "path" value { string_value: "LONG" } } } aggregation_temporality: 2 is_monotonic: 1 } } metrics { name: "took_bytes" description: "Help" 
unit: "By" histogram { data_points { start_time_unix_nano: 1000 time_unix_nano: now count: 4 sum: 8.0 bucket_counts: [1, 1, 2] explicit_bounds: [0.5, 1.0] } aggregation_temporality: 2 } } metrics { name: "below" description: "Help" 
histogram { data_points { start_time_unix_nano: 1000 time_unix_nano: now count: 1 bucket_counts: [1, 0, 0] explicit_bounds: [-1.0, 1.0] } aggregation_temporality: 2 } } } } "#;

#[test]
fn every_metric_is_in_the_fields_that_the_protocol_has_for_it() {
    let registry = Registry::new();
    let plain = |name| Description::new(name, "Help");
    registry.register(plain("started"), Counter::new()).unwrap().add(300);
    registry.register(plain("wrapped"), Counter::new()).unwrap().add(u64::MAX);
    registry.register(plain("used").unit("seconds"), CounterF64::new()).unwrap().add(0.25);
    registry.register(plain("open"), SignedCounter::new()).unwrap().sub(2);
    registry.register(plain("load"), Gauge::new()).unwrap().set(f64::NEG_INFINITY);
    let family = registry.register(plain("requests"), Family::<Labels, Counter>::default()).unwrap();
    let path = "/é".repeat(100);
    family.of(&Labels::new([("path", path.as_str()), ("empty", "")])).inc();
    let took = registry.register(plain("took").unit("bytes"), Histogram::new([0.5, 1.0]).unwrap()).unwrap();
    [0.25, 0.75, 3.0, 4.0].into_iter().for_each(|value| took.observe(value));
    registry.register(plain("below"), Histogram::new([-1.0, 1.0]).unwrap()).unwrap().observe(-2.0);

    let body = registry.otlp(&[("service.name", "test")], UNIX_EPOCH + Duration::from_micros(1));
    let mut text = String::new();
    shown("Request", &body, &mut text);
    assert_eq!(text, SHOWN.replace("LONG", &path).replace("VERSION", env!("CARGO_PKG_VERSION")), "{text}");
    // A time that the protocol has not is none.
    let body = Registry::new().otlp(&[], SystemTime::UNIX_EPOCH - Duration::from_secs(1));
    let mut text = String::new();
    shown("Request", &body, &mut text);
    assert!(text.starts_with("resource_metrics { resource { } scope_metrics { scope { name"), "{text}");
}
