//! The parts of the page that are no charts: the headline, the machine, how it was measured, and all figures as a table.

use super::escape::{html, prose};
use crate::{
    groups::counter::{COUNTER, FAST_COUNTER, GETCPU_ATOMIC, PADDED_ATOMICS, SHARED_ATOMIC, THREAD_LOCAL},
    results::{Panel, Results},
    rounds::Plan,
    stats::{nanoseconds, times},
    talk,
    workload::COUNTERS,
};
use perseq_report::{machine::Machine, text::grouped};

/// Title and the few numbers that a reader takes home.
pub(super) fn header(results: &Results) -> String {
    let cards: String = cards(results).iter().map(Card::draw).collect();
    let Machine { cpu_model, cpus, kernel, date, .. } = &results.machine;
    let warning = |text: &String| format!("<p class=\"warning\">{}</p>\n", prose(text));
    let warnings: String = results.warnings().iter().map(warning).collect();
    let day = date.split('T').next().unwrap_or_default();
    format!(
        "<header>\n<p class=\"tool\">perseq bench</p>\n<h1>Per-CPU operations, measured beside their rivals</h1>\n\
         <p class=\"where\">{} · {cpus} CPUs · Linux {} · {day}</p>\n{warnings}<div class=\"cards\">{cards}</div>\n\
         <p class=\"legend\"><span><i class=\"key key-ours\"></i>perseq</span> <span><i class=\"key\"></i>others</span> \
         <span><i class=\"key key-whisker\"></i>lowest to highest round</span> \
         <span><i class=\"key key-talk\"></i>the talk’s figure (2018, another machine)</span></p>\n</header>\n",
        html(cpu_model),
        html(kernel),
    )
}

/// A number and what it is.
struct Card {
    number: String,
    meaning: String,
}

impl Card {
    fn draw(&self) -> String {
        format!("<div class=\"card\"><b>{}</b><span>{}</span></div>", html(&self.number), html(&self.meaning))
    }
}

fn cards(results: &Results) -> Vec<Card> {
    let panels = results.panels(&COUNTER);
    let at = |threads: usize| panels.iter().find(|panel| panel.threads == threads);
    let (one, busy) = (at(1), at(results.machine.cpus).filter(|panel| panel.threads > 1));
    // Ours and the rival's time, where both were measured.
    let pair = |panel: Option<&Panel<'_>>, rival| {
        panel.and_then(|panel| Some((panel.ours()?, panel.row(rival)?.ns_per_op)))
    };
    let mut cards = Vec::new();
    let mut add = |number: String, meaning: String| cards.push(Card { number, meaning });
    if let Some(ours) = one.and_then(|panel| panel.ours()) {
        add(format!("{} ns", nanoseconds(ours)), "to add to a counter, on one thread".to_owned());
    }
    if let Some((ours, rival)) = pair(one, GETCPU_ATOMIC) {
        let then = talk::COUNTER_SPEED_UP;
        add(times(rival, ours), format!("as fast as getcpu and an atomic add (the talk: {then:.1}×)"));
    }
    if let Some((ours, rival)) = pair(busy, SHARED_ATOMIC) {
        add(times(rival, ours), "as fast as one shared atomic, with every CPU busy".to_owned());
    }
    if let Some((ours, rival)) = pair(one, THREAD_LOCAL) {
        add(times(ours, rival), "the time of a thread-local cell, which no other thread can read".to_owned());
    }
    let exact = results.inexact().is_empty();
    cards.push(Card {
        number: if exact { "exact" } else { "NOT EXACT" }.to_owned(),
        meaning: if exact {
            results.what_was_checked()
        } else {
            "some results were wrong: do not trust the figures".to_owned()
        },
    });
    cards
}

/// The machine that the figures belong to.
pub(super) fn machine(machine: &Machine) -> String {
    let Machine { cpu_model, cpus, arch, virtual_machine, kernel, libc, rseq, date, perseq } = machine;
    let kind = match virtual_machine {
        Some(true) => "virtual: neighbours may disturb it",
        Some(false) => "real",
        None => "unknown whether real or virtual",
    };
    let facts = [
        ("Processor", cpu_model.clone()),
        ("CPUs that the process may use", cpus.to_string()),
        ("Architecture", (*arch).to_owned()),
        ("Machine", kind.to_owned()),
        ("Kernel", format!("Linux {kernel}")),
        ("C library", libc.clone()),
        ("rseq registered by", rseq.clone()),
        ("Measured", date.clone()),
        ("perseq", (*perseq).to_owned()),
    ];
    let rows: String = facts
        .iter()
        .map(|(what, value)| format!("<dt>{}</dt><dd>{}</dd>\n", html(what), html(value)))
        .collect();
    format!("<section id=\"machine\">\n<h2>The machine</h2>\n<dl>\n{rows}</dl>\n</section>\n")
}

/// How the figures came about, for readers who doubt them.
pub(super) fn method(plan: Plan) -> String {
    let Plan { rounds, times } = plan;
    let millis = times.measure.as_millis();
    let points = [
        format!(
            "Each variant ran once in each of {rounds} rounds, {millis} ms at a time after a warm-up, and the order \
             was rotated from round to round, so that whatever disturbs the machine meets all of them. Bars are \
             medians, whiskers reach from the lowest to the highest round; an arrow marks one that goes on."
        ),
        "With T threads on C CPUs a figure is elapsed time × min(T, C) ÷ operations: CPU time per operation. So the \
         figures of one thread, of all CPUs busy and of more threads than CPUs compare, and a level line is perfect \
         scaling. Threads are bound to no CPU."
            .to_owned(),
        format!(
            "All rivals run in the same loop, compiled for each: {COUNTERS} additions written out, to {COUNTERS} \
             counters in turn, with a compiler barrier after each, so that none is merged with the next. CPU numbers \
             are read once per iteration of a plain loop, as in the talk."
        ),
        "Every total was compared with the number of additions made, warm-up included; every way to read the CPU \
         number was checked on every CPU by a thread bound to it."
            .to_owned(),
        format!(
            "{THREAD_LOCAL} is a cell per thread that no other thread can read while it counts; {SHARED_ATOMIC} is one word \
             for all; {PADDED_ATOMICS} are one word per thread, on a cache line each; {GETCPU_ATOMIC} asks the vDSO for the \
             CPU and adds atomically on that CPU’s cache line, as the talk’s rival did; {FAST_COUNTER} is the crate of that \
             name, with a cell per thread."
        ),
        format!("The talk is {}. Its figures stand beside ours for orientation: another machine.", talk::SOURCE),
    ];
    let points: String = points.iter().map(|point| format!("<li>{}</li>\n", html(point))).collect();
    format!("<section id=\"method\">\n<h2>How it was measured</h2>\n<ul>\n{points}</ul>\n</section>\n")
}

/// Everything in numbers.
pub(super) fn figures(results: &Results) -> String {
    let mut rows = String::new();
    for row in &results.results {
        let numbers =
            [row.ns_per_op, row.ns_min, row.ns_max].map(|ns| format!("<td>{}</td>", nanoseconds(ns)));
        rows += &format!(
            "<tr><th scope=\"row\">{}</th><td class=\"text\">{}</td><td>{}</td>{}<td>{}</td><td>{}</td></tr>\n",
            html(row.variant.name),
            html(row.group),
            row.threads,
            numbers.concat(),
            grouped(row.ops),
            if row.exact { "yes" } else { "NO" },
        );
    }
    format!(
        "<section id=\"figures\">\n<details>\n<summary>All figures</summary>\n<div class=\"wide\"><table>\n<thead><tr>\
         <th scope=\"col\">variant</th><th scope=\"col\" class=\"text\">group</th><th scope=\"col\">threads</th>\
         <th scope=\"col\">ns/op</th><th scope=\"col\">lowest</th><th scope=\"col\">highest</th>\
         <th scope=\"col\">operations</th><th scope=\"col\">exact</th></tr></thead>\n<tbody>\n{rows}</tbody>\n\
         </table></div>\n</details>\n</section>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::tests::sample;

    #[test]
    fn the_headline_holds_what_was_measured_and_nothing_else() {
        let numbers: Vec<String> = cards(&sample()).into_iter().map(|card| card.number).collect();
        assert_eq!(numbers, ["0.50 ns", "8.00×", "1.25×", "exact"]);
    }

    #[test]
    fn wrong_results_are_in_the_headline() {
        let mut results = sample();
        results.results[0].exact = false;
        assert!(header(&results).contains("NOT EXACT"));
    }

    #[test]
    fn a_machine_without_rseq_is_warned_of() {
        let mut results = sample();
        assert!(!header(&results).contains("slower path"));
        results.machine.rseq = "nobody".to_owned();
        assert!(header(&results).contains("slower path"));
    }

    #[test]
    fn every_row_is_in_the_table() {
        let results = sample();
        assert_eq!(figures(&results).matches("<tr><th scope=\"row\">").count(), results.results.len());
    }
}
