//! The results as one page that a person shows to a colleague.
//!
//! It is a single file: style inline, charts as HTML and SVG, no script, no network. Bars begin at zero on a linear
//! scale; where the values of a chart lie so far apart that the short bars would vanish, the chart starts out
//! logarithmic and shows positions (dots), since the length of a bar means nothing on such a scale. The reader can
//! switch each chart. Every string that comes from outside is escaped.

mod bars;
mod escape;
mod facts;
mod scale;
mod scaling;

use crate::{case::Group, groups::cpu_number::CPU_NUMBER, registry, results::Results, rounds::Plan};

const STYLE: &str = include_str!("page.css");
/// The groups in the order of the page.
fn order() -> impl Iterator<Item = &'static Group> {
    let (last, first): (Vec<_>, Vec<_>) = registry::ALL.into_iter().partition(|group| **group == CPU_NUMBER);
    first.into_iter().chain(last)
}

/// The whole page.
pub(crate) fn render(results: &Results, plan: Plan) -> String {
    let groups: String = order().map(|group| section(results, group)).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>perseq bench</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         {header}{groups}{machine}{method}{figures}</main>\n</body>\n</html>\n",
        header = facts::header(results),
        machine = facts::machine(&results.machine),
        method = facts::method(plan),
        figures = facts::figures(results),
    )
}

/// A group's charts; nothing when it was not measured.
fn section(results: &Results, group: &'static Group) -> String {
    let panels = results.panels(group);
    if panels.is_empty() {
        return String::new();
    }
    let charts: String = panels.iter().map(|panel| bars::chart(panel, results.machine.cpus)).collect();
    let scaling = scaling::chart(&panels, results.machine.cpus);
    format!(
        "<section id=\"{name}\">\n<h2>{title} <code>{name}</code></h2>\n<p>{explanation}</p>\n\
         <div class=\"charts\">\n{charts}{scaling}</div>\n</section>\n",
        name = group.name,
        title = escape::html(&sentence(group.title)),
        explanation = escape::prose(group.explanation),
    )
}

/// With its first letter in upper case.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::tests::sample;

    #[test]
    fn the_page_is_one_file_that_fetches_and_runs_nothing() {
        let page = render(&sample(), Plan::QUICK);
        for forbidden in ["<script", "<link", "src=", "url(", "@import", "http://", "https://"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    }

    #[test]
    fn strings_from_the_machine_are_escaped() {
        let page = render(&sample(), Plan::QUICK);
        assert!(page.contains("A &amp; B &lt;Processor&gt;"));
        assert!(page.contains("no such &lt;thing&gt;"));
        assert!(!page.contains("<Processor>") && !page.contains("<thing>"));
    }

    #[test]
    fn every_element_is_closed() {
        let page = render(&sample(), Plan::QUICK);
        for element in
            ["section", "figure", "figcaption", "li", "ol", "svg", "g", "span", "div", "table", "dl", "p"]
        {
            let opened =
                page.matches(&format!("<{element} ")).count() + page.matches(&format!("<{element}>")).count();
            assert_eq!(opened, page.matches(&format!("</{element}>")).count(), "{element}");
        }
    }

    #[test]
    fn no_group_is_forgotten() {
        assert!(registry::ALL.iter().all(|&group| order().any(|other| other == group)));
        assert_eq!(order().next(), Some(&crate::groups::counter::COUNTER));
    }

    #[test]
    fn groups_that_were_not_measured_are_not_there() {
        let page = render(&sample(), Plan::QUICK);
        assert!(page.contains("id=\"counter\"") && !page.contains("id=\"counter-one-word\""));
    }
}
