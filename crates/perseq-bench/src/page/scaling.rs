//! A chart of one group over its thread counts: which variants scale, and which do not.
//!
//! Perfect scaling is a level line, because the figures are CPU time per operation. The axis is logarithmic: the
//! shared atomic's collapse and ours differ by more than a linear axis can show.

use super::{bars, escape::html, scale::Scale};
use crate::{
    case::Variant,
    results::{Panel, Row},
    stats::nanoseconds,
};

const WIDTH: f64 = 460.0;
const HEIGHT: f64 = 330.0;
const LEFT: f64 = 38.0;
const RIGHT: f64 = 330.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 290.0;
/// Between the lines of two labels.
const LINE: f64 = 16.5;

/// The figure; nothing when there are not at least two thread counts.
pub(super) fn chart(panels: &[Panel<'_>], cpus: usize) -> String {
    let [first, .., _] = panels else { return String::new() };
    let all = || panels.iter().flat_map(|panel| &panel.rows);
    let lowest = all().map(|row| row.ns_per_op).fold(f64::INFINITY, f64::min);
    let highest = all().map(|row| row.ns_per_op).fold(0.0, f64::max);
    let plot = Plot { scale: Scale::log(lowest, highest), columns: panels.len() };
    let mut lines: Vec<Line> = first.rows.iter().map(|row| Line::of(row.variant, panels, &plot)).collect();
    // Ours last, so that it is drawn on top.
    lines.sort_by_key(|line| line.variant.is_ours());
    let grid = grid(&plot, panels);
    let drawn: String = lines.iter().map(Line::draw).collect();
    let labels = labels(&lines);
    format!(
        "<figure class=\"panel scaling\">\n<figcaption><h3>From one thread to {most}</h3></figcaption>\n\
         <svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{alt}\">\n{grid}{drawn}{labels}</svg>\n\
         <p class=\"unit\">nanoseconds of CPU time per operation, logarithmic; a level line is perfect scaling</p>\n\
         </figure>\n",
        most = panels.last().map_or_else(String::new, |panel| html(&panel.width())),
        alt = html(&alternative(panels, cpus)),
    )
}

/// The geometry of a chart.
struct Plot {
    scale: Scale,
    columns: usize,
}

impl Plot {
    fn x(&self, column: usize) -> f64 {
        let inset = 18.0;
        let step = (RIGHT - LEFT - 2.0 * inset) / (self.columns - 1) as f64;
        LEFT + inset + step * column as f64
    }

    fn y(&self, ns: f64) -> f64 {
        BOTTOM - self.scale.at(ns) * (BOTTOM - TOP)
    }
}

/// One variant over all thread counts.
struct Line {
    variant: Variant,
    points: Vec<(f64, f64)>,
}

impl Line {
    fn of(variant: Variant, panels: &[Panel<'_>], plot: &Plot) -> Self {
        let point = |(column, panel): (usize, &Panel<'_>)| {
            panel.row(variant).map(|row: &Row| (plot.x(column), plot.y(row.ns_per_op)))
        };
        Self { variant, points: panels.iter().enumerate().filter_map(point).collect() }
    }

    fn draw(&self) -> String {
        let path: Vec<String> = self.points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let dots: String = self
            .points
            .iter()
            .map(|(x, y)| format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\"/>"))
            .collect();
        format!("<g class=\"line{}\"><polyline points=\"{}\"/>{dots}</g>\n", self.class(), path.join(" "))
    }

    fn class(&self) -> &'static str {
        if self.variant.is_ours() { " ours" } else { "" }
    }
}

fn grid(plot: &Plot, panels: &[Panel<'_>]) -> String {
    let mut out = String::new();
    for tick in plot.scale.ticks() {
        let y = BOTTOM - tick.at * (BOTTOM - TOP);
        let (x, text) = (LEFT - 6.0, y + 4.0);
        out += &format!("<path class=\"grid\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>");
        out += &format!(
            "<text class=\"tick\" text-anchor=\"end\" x=\"{x}\" y=\"{text:.1}\">{}</text>\n",
            tick.label
        );
    }
    for (column, panel) in panels.iter().enumerate() {
        let (x, y) = (plot.x(column), BOTTOM + 20.0);
        out += &format!(
            "<text class=\"tick\" text-anchor=\"middle\" x=\"{x:.1}\" y=\"{y}\">{}</text>\n",
            panel.width()
        );
    }
    out
}

/// Names at the right ends of the lines, pushed apart where they would overlap, each joined to its line.
fn labels(lines: &[Line]) -> String {
    let mut ends: Vec<(&Line, (f64, f64))> =
        lines.iter().filter_map(|line| line.points.last().map(|&end| (line, end))).collect();
    ends.sort_by(|(_, one), (_, other)| one.1.total_cmp(&other.1));
    let wished: Vec<f64> = ends.iter().map(|(_, (_, y))| *y).collect();
    let placed = spread(&wished, TOP, BOTTOM + LINE);
    let label = |((line, (x, y)), place): (&(&Line, (f64, f64)), f64)| {
        let (joint, name, text) = (x + 7.0, RIGHT + 12.0, place + 4.0);
        format!(
            "<g class=\"label{class}\"><path d=\"M{joint:.1} {y:.1}L{RIGHT} {place:.1}h8\"/>\
             <text x=\"{name}\" y=\"{text:.1}\">{variant}</text></g>\n",
            class = line.class(),
            variant = html(line.variant.name),
        )
    };
    ends.iter().zip(placed).map(label).collect()
}

/// Places as near as possible to the wished ones, which rise, at least [`LINE`] apart and not below `bottom`.
fn spread(wished: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut places = wished.to_vec();
    let mut limit = bottom;
    for place in places.iter_mut().rev() {
        *place = place.min(limit);
        limit = *place - LINE;
    }
    let mut limit = top;
    for place in &mut places {
        *place = place.max(limit);
        limit = *place + LINE;
    }
    places
}

/// The chart in words, for readers who cannot see it.
fn alternative(panels: &[Panel<'_>], cpus: usize) -> String {
    let panel = |panel: &Panel<'_>| {
        let rows: Vec<String> =
            panel.rows.iter().map(|row| format!("{} {}", row.variant, nanoseconds(row.ns_per_op))).collect();
        format!("{}: {}", bars::width(panel, cpus), rows.join(", "))
    };
    let all: Vec<String> = panels.iter().map(panel).collect();
    format!("Nanoseconds per operation. {}", all.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        groups::{counter::COUNTER, cpu_number::CPU_NUMBER},
        results::tests::sample,
    };

    #[test]
    fn one_thread_count_makes_no_chart_and_two_do() {
        let results = sample();
        assert_eq!(chart(&results.panels(&CPU_NUMBER), 2), "");
        let svg = chart(&results.panels(&COUNTER), 2);
        assert_eq!(svg.matches("<polyline").count(), 3);
        assert!(svg.contains("8 threads: 4 on each CPU"));
    }

    #[test]
    fn labels_do_not_overlap_and_stay_in_the_picture() {
        let places = spread(&[100.0, 101.0, 102.0, 289.0, 290.0], TOP, BOTTOM);
        assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= LINE - 1e-9), "{places:?}");
        assert!(places.iter().all(|&place| (TOP..=BOTTOM + 1e-9).contains(&place)), "{places:?}");
    }
}
