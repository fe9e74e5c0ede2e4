//! The view that refreshes: a table of series, and the CPUs of one of them.

use std::{
    collections::{HashMap, VecDeque},
    time::{Duration, Instant},
};

use anyhow::Result;
use perseq_metrics::{Kind, live::Error};
use unicode_width::UnicodeWidthStr as _;

use super::{
    look::{Before, Key as Series, Line, Wanted, look},
    numbers::{bar, exact, left, middle, right, short, spark},
    screen::{Key, Screen},
    table::{Sort, select},
};

/// Looks that a sparkline shows at the most.
const HISTORY: usize = 20;
/// CPUs that are shown in a line each, at the most.
const CPUS: usize = 8;

/// The view: its lines, and the user's choices.
pub(super) struct View {
    pub(super) interval: Duration,
    pub(super) filter: String,
    pub(super) sort: Sort,
    /// The filter is being typed.
    is_typing: bool,
    is_paused: bool,
    lines: Vec<Line>,
    history: HashMap<Series, VecDeque<f64>>,
    selected: Option<Series>,
    programs: usize,
    note: String,
}

impl View {
    pub(super) fn new(interval: Duration, filter: String, sort: Sort) -> Self {
        let (lines, history, selected) = (Vec::new(), HashMap::new(), None);
        let (is_typing, is_paused, programs, note) = (false, false, 0, String::new());
        Self { interval, filter, sort, is_typing, is_paused, lines, history, selected, programs, note }
    }

    /// Until the user ends it.
    pub(super) fn run(mut self, wanted: &Wanted) -> Result<()> {
        let mut screen = Screen::new()?;
        let mut before = Before::default();
        let mut next = Instant::now();
        loop {
            if Instant::now() >= next {
                if !self.is_paused {
                    self.take(wanted, &mut before)?;
                }
                next =
                    Instant::now() + if before.is_first() { self.interval.min(FIRST) } else { self.interval };
            }
            let (width, height) = Screen::size();
            Screen::show(&self.picture(width, height))?;
            if let Some(key) = screen.key(next)?
                && self.press(key, height)
            {
                return Ok(());
            }
        }
    }

    fn take(&mut self, wanted: &Wanted, before: &mut Before) -> Result<()> {
        let (readers, unread) = wanted.open()?;
        let looked = look(readers);
        self.programs = looked.len();
        let refused: u64 = looked.iter().fold(0, |sum, one| sum.saturating_add(one.seen.refused));
        self.note = match (unread.first().map(Error::to_string), refused) {
            (Some(error), _) => crate::text::harmless(&error).into_owned(),
            (None, 0) => String::new(),
            (None, refused) => format!("{refused} series had no room in their files"),
        };
        self.lines = before.lines(&looked);
        let mut history = HashMap::new();
        for line in &self.lines {
            let mut of = self.history.remove(&line.key).unwrap_or_default();
            of.push_back(if line.kind == Kind::Gauge {
                super::look::float(line.total)
            } else {
                line.rate.unwrap_or(0.0)
            });
            if of.len() > HISTORY {
                of.pop_front();
            }
            history.insert(line.key.clone(), of);
        }
        self.history = history;
        Ok(())
    }

    /// The lines that are shown, in their order.
    fn shown(&self) -> Vec<&Line> {
        select(&self.lines, &self.filter, self.sort)
    }

    /// Follows a key; returns whether it ends the view.
    fn press(&mut self, key: Key, height: usize) -> bool {
        match key {
            Key::End => return true,
            Key::Letter(letter) if self.is_typing => self.filter.push(letter),
            Key::Back if self.is_typing => _ = self.filter.pop(),
            Key::Enter if self.is_typing => self.is_typing = false,
            Key::Escape => {
                self.filter.clear();
                self.is_typing = false;
            }
            Key::Letter('q') => return true,
            Key::Letter('/') => self.is_typing = true,
            Key::Letter('s') => self.sort = self.sort.next(),
            Key::Letter('p' | ' ') => self.is_paused = !self.is_paused,
            Key::Up | Key::Letter('k') => self.select(-1),
            Key::Down | Key::Letter('j') => self.select(1),
            Key::PageUp => self.select(-height.cast_signed()),
            Key::PageDown => self.select(height.cast_signed()),
            _ => {}
        }
        false
    }

    fn select(&mut self, by: isize) {
        let shown = self.shown();
        let now = self.place(&shown);
        let place = now.saturating_add_signed(by).min(shown.len().saturating_sub(1));
        self.selected = shown.get(place).map(|line| line.key.clone());
    }

    /// The place of the selected line: the first, if it is gone.
    fn place(&self, shown: &[&Line]) -> usize {
        shown.iter().position(|line| Some(&line.key) == self.selected.as_ref()).unwrap_or(0)
    }

    /// The lines of the screen.
    fn picture(&self, width: usize, height: usize) -> Vec<String> {
        let shown = self.shown();
        let place = self.place(&shown);
        let below = shown.get(place).map_or_else(Vec::new, |line| cpus(line, width));
        let below = &below[..below.len().min(height.saturating_sub(6))];
        let room = height.saturating_sub(4 + below.len()).max(1);
        let first = place.saturating_sub(room.saturating_sub(1)).min(shown.len().saturating_sub(room));
        let columns = columns(width, &shown);
        let mut lines = vec![self.head(shown.len(), width), styled("1", &left(&columns.header(), width))];
        for (index, line) in shown.iter().enumerate().skip(first).take(room) {
            // The columns have a least width, and a line that wraps would move the others.
            let text = left(&columns.line(line, self.history.get(&line.key)), width);
            lines.push(match (index == place, line.is_running) {
                (true, _) => styled("7", &text),
                (false, true) => text,
                (false, false) => styled("2", &text),
            });
        }
        if shown.is_empty() {
            let why = if self.programs == 0 {
                "No program with live metrics runs. It is waited for."
            } else {
                "No series has that in its name."
            };
            lines.push(left(why, width));
        }
        lines.resize(height.saturating_sub(below.len() + 1).max(lines.len()), String::new());
        lines.extend_from_slice(below);
        lines.push(styled("2", &left(&self.foot(), width)));
        lines.truncate(height);
        lines
    }

    fn head(&self, series: usize, width: usize) -> String {
        let paused = if self.is_paused { ", paused" } else { "" };
        let mut head = format!(
            "perseq stat: {} program{}, {series} series, every {} s, by {}{paused}",
            self.programs,
            if self.programs == 1 { "" } else { "s" },
            short(self.interval.as_secs_f64()),
            self.sort.name(),
        );
        if self.is_typing || !self.filter.is_empty() {
            head = format!("{head}, with {}{}", self.filter, if self.is_typing { "_" } else { "" });
        }
        styled("1", &left(&head, width))
    }

    fn foot(&self) -> String {
        let keys = "q end  / filter  Esc all  s sort  ↑↓ select  p pause";
        if self.note.is_empty() { keys.to_owned() } else { format!("{keys}  {}", self.note) }
    }
}

/// The first look has no rates: the second comes soon.
const FIRST: Duration = Duration::from_millis(250);

fn styled(style: &str, text: &str) -> String {
    format!("\x1b[{style}m{text}\x1b[0m")
}

/// How wide each column is.
struct Columns {
    program: usize,
    series: usize,
    total: usize,
    spark: usize,
    quantiles: bool,
}

/// The program of a line, as it is shown.
fn program(line: &Line) -> String {
    format!("{}/{}{}", line.program, line.process, if line.is_running { "" } else { " ended" })
}

/// The columns that a terminal has room for. Those before and after the series are no wider than these lines, because a series is often cut.
fn columns(width: usize, shown: &[&Line]) -> Columns {
    let widest = |text: fn(&Line) -> String| shown.iter().map(|line| text(line).width()).max().unwrap_or(0);
    let program = widest(program).clamp("program".len(), if width >= 100 { 20 } else { 12 });
    let total = widest(|line| exact(line.total)).clamp("total".len(), 16);
    let quantiles = width >= 90;
    let spark = match width {
        110.. => HISTORY,
        70.. => 12,
        _ => 0,
    };
    // Total and rate, and spaces between all.
    let taken =
        program + 1 + total + 1 + 9 + if spark > 0 { spark + 1 } else { 0 } + if quantiles { 25 } else { 0 };
    Columns { program, series: width.saturating_sub(taken + 1).max(8), total, spark, quantiles }
}

impl Columns {
    fn row(&self, cells: [&str; 4], spark: &str, quantiles: [&str; 3]) -> String {
        let [program, series, total, rate] = cells;
        let mut row = format!(
            "{} {} {} {}",
            left(program, self.program),
            middle(series, self.series),
            right(total, self.total),
            right(rate, 9)
        );
        if self.spark > 0 {
            row = format!("{row} {}", right(spark, self.spark));
        }
        if self.quantiles {
            let quantiles = quantiles.map(|quantile| right(quantile, 7)).join(" ");
            row = format!("{row}  {quantiles}");
        }
        row
    }

    fn header(&self) -> String {
        self.row(["program", "series", "total", "a second"], "lately", ["p50", "p90", "p99"])
    }

    fn line(&self, line: &Line, history: Option<&VecDeque<f64>>) -> String {
        let rate = line.rate.map_or_else(|| "-".to_owned(), short);
        let spark = history.map_or_else(String::new, |history| spark(history.iter().copied(), self.spark));
        let quantiles = line.quantiles.map_or_else(Default::default, |quantiles| quantiles.map(short));
        let quantiles = quantiles.each_ref().map(String::as_str);
        self.row([&program(line), &line.series, &exact(line.total), &rate], &spark, quantiles)
    }
}

/// The parts of a series, a line for each CPU that counts.
fn cpus(line: &Line, width: usize) -> Vec<String> {
    let mut parts: Vec<(usize, f64)> = line.parts.iter().copied().enumerate().collect();
    parts.retain(|(_, part)| *part != 0.0);
    if parts.is_empty() {
        return Vec::new();
    }
    let most = parts.iter().map(|(_, part)| part.abs()).filter(|part| part.is_finite()).fold(0.0, f64::max);
    let title = format!("{} by CPU{}", line.series, if line.rate.is_some() { ", a second" } else { "" });
    let mut lines = vec![styled("1", &left(&title, width))];
    // The busiest ones, in the order of their numbers.
    parts.sort_by(|one, two| two.1.abs().total_cmp(&one.1.abs()));
    let others: f64 = parts.iter().skip(CPUS).map(|(_, part)| part).sum();
    let count = parts.len().saturating_sub(CPUS);
    parts.truncate(CPUS);
    parts.sort_by_key(|(cpu, _)| *cpu);
    for (cpu, part) in parts {
        let is_outside = cpu + 1 == line.parts.len();
        let name = if is_outside { "other".to_owned() } else { format!("cpu{cpu}") };
        let bars = bar(part.abs() / most, width.saturating_sub(20).min(60));
        lines.push(left(&format!("{} {} {bars}", left(&name, 7), right(&short(part), 9)), width));
    }
    if count > 0 {
        lines.push(left(&format!("{count} more {}", right(&short(others), 9)), width));
    }
    lines
}
