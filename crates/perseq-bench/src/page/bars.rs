//! A chart of one panel: a bar for each variant, with whiskers from the lowest to the highest round.
//!
//! Each row carries its places on both scales as style variables; a checkbox chooses by style alone which are used.

use super::{
    escape::html,
    scale::{Scale, Tick},
};
use crate::{
    results::{NotHere, Panel, Row},
    stats::{nanoseconds, times},
};

/// Ours is this many times shorter than the longest when a chart starts out logarithmic: its bar would be a hair.
const TOO_FAR_APART: f64 = 100.0;
/// Highest rounds may make the axis this much longer than its longest bar; beyond, the whisker is cut and marked.
const ROOM_FOR_WHISKERS: f64 = 1.25;

/// The figure.
pub(super) fn chart(panel: &Panel<'_>, cpus: usize) -> String {
    let (linear, log, far_apart) = scales(panel);
    let rows: String = panel.rows.iter().map(|row| bar(panel, row, linear, log)).collect();
    let skipped: String = panel.skipped.iter().map(|skipped| not_here(skipped)).collect();
    let comparisons: String =
        panel.comparisons().iter().map(|sentence| format!("<li>{}</li>", html(sentence))).collect();
    format!(
        "<figure class=\"panel\">\n<figcaption><h3>{width}</h3><label class=\"switch\"><input type=\"checkbox\"{checked}> \
         logarithmic</label></figcaption>\n<ol class=\"bars\">\n{headings}{rows}{skipped}</ol>\n\
         <div class=\"axis linear\" aria-hidden=\"true\"><span>{linear_ticks}</span></div>\n\
         <div class=\"axis log\" aria-hidden=\"true\"><span>{log_ticks}</span></div>\n\
         <p class=\"unit\"><span class=\"linear\">nanoseconds per operation, linear from zero</span>\
         <span class=\"log\">nanoseconds per operation, logarithmic: compare places, not lengths</span></p>\n\
         <ul class=\"said\">{comparisons}</ul>\n</figure>\n",
        width = html(&width(panel, cpus)),
        headings = headings(panel),
        checked = if far_apart { " checked" } else { "" },
        linear_ticks = ticks(&linear.ticks()),
        log_ticks = ticks(&log.ticks()),
    )
}

/// The headings over the numbers; the talk only where it has some.
fn headings(panel: &Panel<'_>) -> String {
    let few = if talk_figures(panel).next().is_none() { " few" } else { "" };
    format!(
        "<li class=\"row\" aria-hidden=\"true\"><span class=\"name\"></span><span class=\"gap\"></span>\
         <span class=\"numbers head{few}\"><span>ns</span><span>ratio</span><span>the talk</span></span></li>\n"
    )
}

/// The talk's figures for these rows.
fn talk_figures(panel: &Panel<'_>) -> impl Iterator<Item = f64> {
    panel.rows.iter().filter_map(|row| row.talk())
}

/// `8 threads: 4 on each CPU`.
pub(super) fn width(panel: &Panel<'_>, cpus: usize) -> String {
    let threads = panel.width();
    match panel.threads {
        1 => threads,
        busy if busy == cpus => format!("{threads}: every CPU busy"),
        more if cpus > 0 && more % cpus == 0 => format!("{threads}: {} on each CPU", more / cpus),
        _ => threads,
    }
}

/// Both axes, and whether the logarithmic one is the better start.
fn scales(panel: &Panel<'_>) -> (Scale, Scale, bool) {
    let medians = || panel.rows.iter().map(|row| row.ns_per_op);
    let talk = || talk_figures(panel);
    let longest = medians().chain(talk()).fold(0.0, f64::max);
    let highest = panel.rows.iter().map(|row| row.ns_max).fold(0.0, f64::max);
    let end = highest.clamp(longest, longest * ROOM_FOR_WHISKERS);
    let lowest = panel.rows.iter().map(|row| row.ns_min).chain(talk()).fold(f64::INFINITY, f64::min);
    let ours = panel.ours().unwrap_or(longest);
    (Scale::linear(end), Scale::log(lowest, end), longest > ours * TOO_FAR_APART)
}

fn bar(panel: &Panel<'_>, row: &Row, linear: Scale, log: Scale) -> String {
    let then = row.talk();
    let places = |name: &str, ns: f64| {
        format!("--{name}:{:.2}%;--{name}-log:{:.2}%;", linear.at(ns) * 100.0, log.at(ns) * 100.0)
    };
    let mut style = places("x", row.ns_per_op) + &places("lo", row.ns_min) + &places("hi", row.ns_max);
    let mut marks = String::from("<i class=\"bar\"></i>");
    let cut = if linear.is_beyond(row.ns_max) { " cut" } else { "" };
    marks += &format!("<i class=\"whisker{cut}\"></i>");
    if let Some(ns) = then {
        style += &places("talk-x", ns);
        marks += "<i class=\"mark\"></i>";
    }
    let ratio = panel.ours().map_or_else(String::new, |ours| times(row.ns_per_op, ours));
    let spread = format!("rounds from {} to {} ns", nanoseconds(row.ns_min), nanoseconds(row.ns_max));
    let then = then.map_or_else(String::new, |ns| {
        format!("<span class=\"then\"><span class=\"unseen\">the talk: </span>{ns:.1}</span>")
    });
    let wrong = if row.exact { "" } else { "<strong class=\"wrong\">not exact</strong>" };
    format!(
        "<li class=\"row{ours}\" title=\"{spread}\"><span class=\"name\">{variant}{wrong}</span>\
         <span class=\"track\" style=\"{style}\" aria-hidden=\"true\">{marks}</span>\
         <span class=\"numbers\"><b>{ns}</b><span class=\"ratio\">{ratio}</span>{then}</span></li>\n",
        ours = if row.variant.is_ours() { " ours" } else { "" },
        variant = html(row.variant.name),
        ns = nanoseconds(row.ns_per_op),
    )
}

fn not_here(skipped: &NotHere) -> String {
    format!(
        "<li class=\"row absent\"><span class=\"name\">{}</span><span class=\"why\">not here: {}</span></li>\n",
        html(skipped.variant.name),
        html(&skipped.reason)
    )
}

fn ticks(ticks: &[Tick]) -> String {
    let tick = |tick: &Tick| format!("<i style=\"left:{:.2}%\">{}</i>", tick.at * 100.0, tick.label);
    ticks.iter().map(tick).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::Variant,
        groups::{counter::COUNTER, cpu_number::CPU_NUMBER},
        results::tests::{row, sample},
    };

    #[test]
    fn values_far_apart_start_out_logarithmic_and_others_do_not() {
        let results = sample();
        let checked = |group| chart(&results.panels(group)[0], 2).contains("checked");
        assert!(checked(&CPU_NUMBER));
        assert!(!checked(&COUNTER));
    }

    #[test]
    fn a_whisker_that_would_stretch_the_chart_is_cut_and_marked() {
        let mut results = sample();
        results.results.push(row(&COUNTER, Variant::new("disturbed"), 1, 1.0));
        results.results.last_mut().unwrap().ns_max = 5000.0;
        let html = chart(&results.panels(&COUNTER)[0], 2);
        assert_eq!(html.matches("whisker cut").count(), 1);
    }

    #[test]
    fn widths_say_what_they_mean() {
        let results = sample();
        let panels = results.panels(&COUNTER);
        assert_eq!(width(&panels[0], 2), "1 thread");
        assert_eq!(width(&panels[1], 2), "8 threads: 4 on each CPU");
        assert_eq!(width(&panels[1], 8), "8 threads: every CPU busy");
    }
}
