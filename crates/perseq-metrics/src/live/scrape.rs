//! Any number of files as one answer to a scrape.

use core::fmt::Write as _;
use std::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::{String, ToString as _},
    vec::Vec,
};

use super::{Reader, Seen, Series};
use crate::{
    Format,
    name::without_unit,
    text::{Escaped, Lines, total},
};

/// The text of all files, in that format: each series has the labels `program` and `pid` of its file besides its own. A metric that two programs
/// know as different kinds is shown of the first one; a label of its own that is called so is shown as `exported_program` or
/// `exported_pid`, as Prometheus does.
#[must_use]
pub fn scrape(files: &[(&Reader, &Seen)], format: Format) -> String {
    let mut metrics: BTreeMap<&str, Vec<(&Reader, &Series)>> = BTreeMap::new();
    for (reader, seen) in files {
        for series in &seen.series {
            metrics.entry(&series.name).or_default().push((reader, series));
        }
    }
    // Writes to a `String` do not fail.
    let mut text = String::new();
    for (name, all) in metrics {
        let (_, first) = all[0];
        // The same labels twice are no text of the format: what a hostile file says twice is said once.
        let mut said = BTreeSet::new();
        describe(&mut text, name, first, format);
        for (reader, series) in all.iter().filter(|(_, series)| series.kind == first.kind) {
            let labels = labels(reader, series);
            if said.insert(labels.clone()) {
                let mut lines = Lines { to: &mut text, name, labels, line: String::new() };
                series.amount.read(&mut |value| _ = lines.value(total(series.kind), value));
            }
        }
    }
    if format == Format::OpenMetrics {
        text.push_str("# EOF\n");
    }
    text
}

fn describe(text: &mut String, name: &str, series: &Series, format: Format) {
    let is_open = format == Format::OpenMetrics;
    let described = if is_open { "" } else { total(series.kind) };
    let _ = writeln!(text, "# TYPE {name}{described} {}", series.kind.name());
    if is_open && without_unit(name, &series.unit).is_some() {
        let _ = writeln!(text, "# UNIT {name} {}", series.unit);
    }
    if !series.help.is_empty() {
        let _ = write!(text, "# HELP {name}{described} ");
        let _ = write!(Escaped { to: text, quotes: is_open }, "{}", series.help);
        text.push('\n');
    }
}

/// The labels as the formats write them, without the brackets.
fn labels(reader: &Reader, series: &Series) -> String {
    let mut text = String::new();
    let process = reader.process().to_string();
    let ours = [("program", reader.name()), ("pid", &*process)];
    let of_series = series.labels.iter().map(|(name, value)| {
        let is_ours = ours.iter().any(|(ours, _)| ours == name);
        let is_theirs = |other: &str| series.labels.iter().any(|(name, _)| name == other);
        let mut shown = if is_ours { format!("exported_{name}") } else { name.clone() };
        while is_ours && is_theirs(&shown) {
            shown.insert_str(0, "exported_");
        }
        (shown, &**value)
    });
    let all = ours.iter().map(|(name, value)| (name.to_string(), *value)).chain(of_series);
    for (index, (name, value)) in all.enumerate() {
        let _ = write!(text, "{}{name}=\"", if index > 0 { "," } else { "" });
        let _ = write!(Escaped { to: &mut text, quotes: true }, "{value}");
        text.push('"');
    }
    text
}
