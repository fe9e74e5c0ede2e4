//! The results as an aligned table for a terminal.

use crate::{
    case::Group,
    results::{NotHere, Panel, Results, Row},
    stats::{nanoseconds, times},
};
use perseq_report::{
    terminal::{Paint, Tone},
    text::wrap,
};

const HEADINGS: [&str; 5] = ["ns/op", "lowest", "highest", "ratio", TALK];
const TALK: &str = "the talk";
/// In its place where the groups are newer than the talk: by how much resident memory grew.
const MEMORY: &str = "+ MiB";
const COLUMN: usize = 9;
/// Characters of a line of prose.
pub(crate) const WIDTH: usize = 78;

/// One panel with its heading, rows, comparisons and explanation.
pub(crate) fn render(panel: &Panel<'_>, paint: Paint) -> String {
    let name_width = panel.rows.iter().map(|row| row.variant.name.len()).max().unwrap_or(0).max(14);
    let mut lines =
        vec![paint.text(
            Tone::Strong,
            &format!("{} · {} · {}", panel.group.name, panel.width(), panel.group.title),
        )];
    let compares_memory = panel.rows.iter().any(|row| row.grown_kib.is_some());
    let heading =
        |heading: &&'static str| if compares_memory && *heading == TALK { MEMORY } else { *heading };
    let headings: String = HEADINGS.iter().map(|name| right(heading(name))).collect();
    lines.push(paint.text(Tone::Faint, &format!("  {:name_width$}{headings}", "")));
    lines.extend(panel.rows.iter().map(|row| line(panel, row, name_width, paint)));
    lines.extend(panel.skipped.iter().flat_map(|skipped| not_here(skipped, paint)));
    let comparisons = panel.comparisons();
    if !comparisons.is_empty() {
        lines.push(String::new());
        lines.extend(comparisons.iter().map(|sentence| format!("  {sentence}")));
    }
    lines.join("\n") + "\n"
}

/// The heading of a group of which nothing could be measured, and why.
pub(crate) fn nothing(group: &'static Group, results: &Results, paint: Paint) -> String {
    let title = format!("{} · {} · not measured", group.name, group.title);
    let mut lines = vec![paint.text(Tone::Strong, &title)];
    lines.extend(results.skipped_of(group).flat_map(|skipped| not_here(skipped, paint)));
    lines.join("\n") + "\n"
}

/// Why a variant was not measured.
fn not_here(skipped: &NotHere, paint: Paint) -> Vec<String> {
    let text = format!("{} is not here: {}", skipped.variant, skipped.reason);
    wrap(&text, WIDTH - 2).iter().map(|line| paint.text(Tone::Faint, &format!("  {line}"))).collect()
}

/// The explanation under the panels of a group, wrapped.
pub(crate) fn explanation(text: &str, paint: Paint) -> String {
    let mut out = String::new();
    for line in wrap(text, WIDTH - 2) {
        out.push_str(&paint.text(Tone::Faint, &format!("  {line}")));
        out.push('\n');
    }
    out.push('\n');
    out
}

fn line(panel: &Panel<'_>, row: &Row, name_width: usize, paint: Paint) -> String {
    let ratio = panel.ours().map_or_else(|| "–".to_owned(), |ours| times(row.ns_per_op, ours));
    let then = row.talk();
    let columns = [
        nanoseconds(row.ns_per_op),
        nanoseconds(row.ns_min),
        nanoseconds(row.ns_max),
        ratio,
        match (row.grown_kib, then) {
            (Some(kib), _) => format!("{:.1}", kib as f64 / 1024.0),
            (None, Some(ns)) => format!("{ns:.1}"),
            (None, None) => String::new(),
        },
    ];
    let columns: String = columns.iter().map(|column| right(column)).collect();
    let text = format!("  {:name_width$}{columns}", row.variant);
    let text = text.trim_end();
    let text = if row.variant.is_ours() { paint.text(Tone::Strong, text) } else { text.to_owned() };
    if row.exact { text } else { format!("{text}  {}", paint.text(Tone::Bad, "NOT EXACT")) }
}

/// `text` at the right of a column. Counts characters: `×` and `–` are more than one byte.
fn right(text: &str) -> String {
    format!("{text:>COLUMN$}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        groups::{counter::COUNTER, cpu_number::CPU_NUMBER},
        results::tests::sample,
    };

    #[test]
    fn columns_are_aligned_and_the_talk_stands_beside() {
        let results = sample();
        let text = render(&results.panels(&COUNTER)[0], Paint::plain());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "counter · 1 thread · adding 1 to counters");
        let end_of = |line: &str, what: &str| {
            let start = line.find(what).unwrap_or_else(|| panic!("{what} in {line}"));
            line[..start + what.len()].chars().count()
        };
        assert_eq!(end_of(lines[1], "ns/op"), end_of(lines[2], "0.50"));
        assert_eq!(end_of(lines[1], "ratio"), end_of(lines[3], "8.00×"));
        assert_eq!(end_of(lines[1], "the talk"), end_of(lines[3], "15.3"));
        assert!(!text.contains('\x1b'));
    }

    #[test]
    fn what_cannot_run_says_why_and_what_is_wrong_is_marked() {
        let mut results = sample();
        results.results[1].exact = false;
        let text = render(&results.panels(&CPU_NUMBER)[0], Paint::plain());
        assert!(text.contains("rdpid is not here: no such <thing>"));
        assert!(text.contains("NOT EXACT"));
    }

    #[test]
    fn a_group_of_which_nothing_was_measured_says_why() {
        let text = nothing(&CPU_NUMBER, &sample(), Paint::plain());
        assert!(
            text.starts_with("cpu-number · ") && text.contains("rdpid is not here: no such <thing>"),
            "{text}"
        );
    }
}
