//! The group `metrics-scrape`: the text of a thousand series.

use std::fmt::Display;

use perseq::Counter;
use perseq_metrics::{Description, Family, Format, Registry, label_set};
use prometheus_client::{
    encoding::text::encode,
    metrics::{counter, family, histogram::Histogram},
};

use crate::{case::Case, groups::whole::case};

/// The value of a call that can only fail for want of memory, or by a mistake in here.
pub(super) fn made<T, E: Display>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}

/// Series in a text.
const SERIES: usize = 1000;

label_set! {
    struct Request { path: String, status: u16 }
}

/// The labels of a series.
fn labels(number: usize) -> (String, u16) {
    (format!("/path/{}", number / 4), [200, 301, 404, 500][number % 4])
}

/// Returns whether a text has each series once, with its value.
fn is_whole(text: &str) -> bool {
    text.lines().filter(|line| line.starts_with("requests_total{") && line.ends_with(" 7")).count() == SERIES
}

/// The counts of a histogram of `prometheus-client`, which only its text says.
pub(super) fn count_of(histogram: &Histogram) -> u64 {
    let mut registry = prometheus_client::registry::Registry::default();
    registry.register("h", "h", histogram.clone());
    let mut text = String::new();
    made(encode(&mut text, &registry));
    let count = text.lines().find_map(|line| line.strip_prefix("h_count ")?.parse().ok());
    count.unwrap_or_else(|| panic!("{text}"))
}

/// Makes the text again and again, into memory that is there.
fn texts(mut write: impl FnMut(&mut String)) -> impl FnMut() -> bool {
    let mut text = String::new();
    write(&mut text);
    let (is_whole, length) = (is_whole(&text), text.len());
    move || {
        text.clear();
        write(&mut text);
        is_whole && text.len() == length
    }
}

/// All of one thread.
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(super::PERSEQ, || {
            let registry = Registry::new();
            let description = Description::new("requests", "Requests");
            let family = made(registry.register(description, Family::<Request, Counter>::default()));
            for number in 0..SERIES {
                let (path, status) = labels(number);
                family.of(&Request { path, status }).add(7);
            }
            texts(move |text| made(registry.write(Format::OpenMetrics, text)))
        }),
        case(super::PROMETHEUS, || {
            let registry = prometheus::Registry::new();
            let options = prometheus::Opts::new("requests_total", "Requests");
            let family = made(prometheus::IntCounterVec::new(options, &["path", "status"]));
            made(registry.register(Box::new(family.clone())));
            for number in 0..SERIES {
                let (path, status) = labels(number);
                family.with_label_values(&[&path, &status.to_string()]).inc_by(7);
            }
            texts(move |text| made(prometheus::TextEncoder::new().encode_utf8(&registry.gather(), text)))
        }),
        case(super::PROMETHEUS_CLIENT, || {
            let mut registry = prometheus_client::registry::Registry::default();
            let family = family::Family::<[(&str, String); 2], counter::Counter>::default();
            registry.register("requests", "Requests", family.clone());
            for number in 0..SERIES {
                let (path, status) = labels(number);
                family.get_or_create(&[("path", path), ("status", status.to_string())]).inc_by(7);
            }
            texts(move |text| made(encode(text, &registry)))
        }),
    ]
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;
    use crate::parallel::Times;

    #[test]
    fn every_text_has_every_series() {
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        for case in cases() {
            assert!((case.measure)(times).exact, "{}", case.variant);
        }
    }
}
