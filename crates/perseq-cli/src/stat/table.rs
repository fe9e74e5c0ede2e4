//! Which lines are shown, and in which order; and the table that is printed once.

use clap::ValueEnum;

use super::{
    look::{Line, float},
    numbers::{exact, left, right, short},
};

/// The order of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// The fastest first
    Rate,
    /// The largest first
    Total,
    /// By program and name
    Name,
}

impl Sort {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Rate => "rate",
            Self::Total => "total",
            Self::Name => "name",
        }
    }

    pub(super) const fn next(self) -> Self {
        match self {
            Self::Rate => Self::Total,
            Self::Total => Self::Name,
            Self::Name => Self::Rate,
        }
    }
}

/// Returns whether the line has `filter` in its program or series.
pub(super) fn matches(line: &Line, filter: &str) -> bool {
    line.series.contains(filter) || line.program.contains(filter)
}

/// The lines that [match](matches) `filter`, in order. Lines that are equal there stay in the order of their names.
pub(super) fn select<'a>(lines: &'a [Line], filter: &str, sort: Sort) -> Vec<&'a Line> {
    let mut shown: Vec<&Line> = lines.iter().filter(|line| matches(line, filter)).collect();
    shown.sort_by(|one, two| {
        (&one.program, one.process, &one.series).cmp(&(&two.program, two.process, &two.series))
    });
    let falls = |one: f64, two: f64| two.total_cmp(&one);
    match sort {
        Sort::Name => {}
        Sort::Total => shown.sort_by(|one, two| falls(float(one.total), float(two.total))),
        Sort::Rate => shown.sort_by(|one, two| falls(one.rate.unwrap_or(0.0), two.rate.unwrap_or(0.0))),
    }
    shown
}

/// The table, for people and pipes.
pub(super) fn table(lines: &[&Line]) -> String {
    let header = ["program", "pid", "series", "total", "a second", "p50", "p90", "p99"].map(str::to_owned);
    let row = |line: &&Line| {
        let [p50, p90, p99] = line.quantiles.map_or_else(Default::default, |quantiles| quantiles.map(short));
        let rate = line.rate.map_or_else(|| "-".to_owned(), short);
        let end = if line.is_running { "" } else { " (ended)" };
        [
            line.program.clone(),
            format!("{}{end}", line.process),
            line.series.clone(),
            exact(line.total),
            rate,
            p50,
            p90,
            p99,
        ]
    };
    let rows: Vec<[String; 8]> = core::iter::once(header).chain(lines.iter().map(row)).collect();
    let widths: [usize; 8] = core::array::from_fn(|column| {
        let width = |row: &[String; 8]| unicode_width::UnicodeWidthStr::width(&*row[column]);
        rows.iter().map(width).max().unwrap_or(0)
    });
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<_> = row
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(column, (cell, width))| if column < 3 { left(cell, width) } else { right(cell, width) })
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}
