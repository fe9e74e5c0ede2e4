//! The report, for people and for programs.

use serde::Serialize;

use super::{
    check::{Check, State},
    proof::Proof,
};
use crate::{
    terminal::{Paint, Tone},
    text::{grouped, wrap},
};

/// Columns of a line.
const WIDTH: usize = 80;
/// Columns before a meaning.
const INDENT: usize = 8;

/// The report for programs.
#[derive(Debug, Serialize)]
pub(super) struct Json<'a> {
    perseq: &'static str,
    fast_path: bool,
    exact: bool,
    proof: &'a Proof,
    checks: &'a [Check],
}

impl<'a> Json<'a> {
    /// Of those.
    pub(super) fn of(checks: &'a [Check], proof: &'a Proof) -> Self {
        let (fast_path, exact) = (proof.is_fast(), proof.is_exact());
        Self { perseq: env!("CARGO_PKG_VERSION"), fast_path, exact, proof, checks }
    }
}

/// The report for people.
pub(super) fn text(checks: &[Check], proof: &Proof, paint: Paint) -> String {
    let name_width = checks.iter().map(|check| check.what.len()).max().unwrap_or(0);
    let mut out = paint.text(Tone::Strong, &format!("perseq {} doctor", env!("CARGO_PKG_VERSION"))) + "\n\n";
    for check in checks {
        out += &row(check, name_width, paint);
    }
    out + "\n" + &verdict(proof, paint)
}

fn row(check: &Check, name_width: usize, paint: Paint) -> String {
    let (word, tone) = match check.state {
        State::Good => ("ok  ", Tone::Good),
        State::Note => ("note", Tone::Note),
        State::Bad => ("bad ", Tone::Bad),
        State::Unknown => ("?   ", Tone::Faint),
    };
    let column = INDENT + name_width + 2;
    let mut out = String::new();
    for (index, value) in wrap(&check.value, WIDTH - column).iter().enumerate() {
        let value = paint.text(Tone::Strong, value);
        out += &match index {
            0 => format!("  {}  {:name_width$}  {value}\n", paint.text(tone, word), check.what),
            _ => format!("{:column$}{value}\n", ""),
        };
    }
    for line in wrap(&check.meaning, WIDTH - INDENT) {
        out += &format!("{:INDENT$}{}\n", "", paint.text(Tone::Faint, &line));
    }
    for (index, line) in check.advice.iter().flat_map(|advice| wrap(advice, WIDTH - INDENT - 2)).enumerate() {
        out += &format!("{:INDENT$}{} {line}\n", "", if index == 0 { "→" } else { " " });
    }
    out
}

fn verdict(proof: &Proof, paint: Paint) -> String {
    let Proof { threads, registered, made, counted, ns_per_increment } = *proof;
    let (tone, headline) = match (proof.is_exact(), proof.is_fast()) {
        (false, _) => (Tone::Bad, "INCREMENTS WERE LOST.".to_owned()),
        (true, true) => (Tone::Good, "The fast path is active.".to_owned()),
        (true, false) if registered > 0 => {
            (Tone::Note, format!("The fast path is active on {registered} of {threads} threads."))
        }
        (true, false) => (Tone::Note, "The fast path is not active; the slower path serves.".to_owned()),
    };
    let evidence = format!(
        "{} increments by {threads} threads, {} counted, {ns_per_increment:.2} ns each",
        grouped(made),
        if made == counted { "all".to_owned() } else { grouped(counted) },
    );
    format!("  {}\n  {evidence}\n", paint.text(tone, &headline))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROOF: Proof =
        Proof { threads: 4, registered: 4, made: 2_000_000, counted: 2_000_000, ns_per_increment: 0.7 };

    fn checks() -> Vec<Check> {
        vec![
            Check::new("a", "first", "value", "a meaning that is long enough to be wrapped ".repeat(4)),
            Check::new("b", "second one", "other", "meaning").state(State::Bad).advise("do this"),
        ]
    }

    #[test]
    fn values_stand_in_one_column_and_meanings_in_another() {
        let text = text(&checks(), &PROOF, Paint::plain());
        let column = |what: &str| {
            let line = text.lines().find(|line| line.contains(what)).unwrap();
            line.find(what).unwrap()
        };
        assert_eq!(column("value"), column("other"));
        assert_eq!(column("first"), column("a meaning"));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
        assert!(text.contains("→ do this"));
    }

    #[test]
    fn the_verdict_says_what_was_seen() {
        let said = |proof: Proof| verdict(&proof, Paint::plain());
        assert!(said(PROOF).contains("The fast path is active."));
        assert!(said(PROOF).contains("2,000,000 increments by 4 threads, all counted"));
        assert!(said(Proof { registered: 0, ..PROOF }).contains("The fast path is not active"));
        assert!(said(Proof { registered: 3, ..PROOF }).contains("on 3 of 4 threads"));
        assert!(said(Proof { counted: 1, ..PROOF }).contains("INCREMENTS WERE LOST"));
    }

    #[test]
    fn json_names_each_check_by_key() {
        let checks = checks();
        let json = serde_json::to_value(Json::of(&checks, &PROOF)).unwrap();
        assert_eq!(json["fast_path"], true);
        assert_eq!(json["checks"][1]["key"], "b");
        assert_eq!(json["checks"][1]["state"], "bad");
        assert!(json["checks"][0].get("advice").is_none());
    }
}
