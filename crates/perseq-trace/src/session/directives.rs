//! Filters as the crate `tracing-subscriber` writes them: targets with levels.

use core::fmt;

use crate::{Filter, Level};

/// Why a text is no filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectiveError {
    directive: String,
    why: &'static str,
}

impl fmt::Display for DirectiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { directive, why } = self;
        write!(f, "{directive:?} is no filter: {why}")
    }
}

impl core::error::Error for DirectiveError {}

impl Filter {
    /// The filter that `text` is in the syntax of `EnvFilter`: `info,my_crate=debug,my_crate::db=off`, from here on.
    ///
    /// A directive is a level for all events, a target, or a target and its level: `off`, `error`, `warn`, `info`, `debug`, `trace`, or 0 to 5 for
    /// these. A target is a provider of events and all that is within it, or a [pattern](crate::Pattern), if it has a `*`; without a level all
    /// levels pass. Of directives for one event that of the longest target decides, and of equal ones the last.
    ///
    /// ```
    /// use perseq_trace::Filter;
    ///
    /// let filter = Filter::none().directives("warn,my_crate=debug")?;
    /// assert!(Filter::none().directives("my_crate=loud").is_err());
    /// # Ok::<(), perseq_trace::DirectiveError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// For a level that is none; for filters by spans and fields, as `[span{field=1}]`, which a session does not have.
    pub fn directives(self, text: &str) -> Result<Self, DirectiveError> {
        let texts = text.split(',').map(str::trim).filter(|text| !text.is_empty());
        let mut all = texts.map(parse).collect::<Result<Vec<_>, _>>()?;
        all.sort_by_key(|(target, _)| {
            target.map_or(0, |target| target.trim_end_matches(['*', ':']).len() + 1)
        });
        Ok(all.into_iter().fold(self, |filter, (target, most)| {
            let patterns = match target {
                None => vec!["*".to_owned()],
                Some(target) if target.contains('*') => vec![target.to_owned()],
                Some(target) => vec![target.to_owned(), format!("{target}::*")],
            };
            patterns.iter().fold(filter, |filter, pattern| match most {
                Some(most) => filter.enable(pattern, most),
                None => filter.disable(pattern),
            })
        }))
    }
}

/// Target and level; no target for all of them, no level for none.
type Directive<'a> = (Option<&'a str>, Option<Level>);

fn parse(text: &str) -> Result<Directive<'_>, DirectiveError> {
    let wrong = |why| DirectiveError { directive: text.to_owned(), why };
    if text.contains(['[', ']', '{', '}']) {
        return Err(wrong(
            "a session filters by targets and levels, not by spans and fields; `perseq trace view --where` does, afterwards",
        ));
    }
    match text.split_once('=') {
        None => Ok(level(text).map_or((Some(text), Some(Level::Trace)), |most| (None, most))),
        Some((target, most)) => {
            let (target, most) = (target.trim(), most.trim());
            if target.is_empty() {
                return Err(wrong("a target is needed before the level, as my_crate=debug"));
            }
            let most =
                level(most).ok_or_else(|| wrong("levels are off, error, warn, info, debug and trace"))?;
            Ok((Some(target), most))
        }
    }
}

fn level(text: &str) -> Option<Option<Level>> {
    Some(match text.to_ascii_lowercase().as_str() {
        "off" | "0" => None,
        "error" | "1" => Some(Level::Error),
        "warn" | "warning" | "2" => Some(Level::Warning),
        "info" | "3" => Some(Level::Info),
        "debug" | "4" => Some(Level::Debug),
        "trace" | "5" => Some(Level::Trace),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_and_levels_are_understood_and_the_longest_target_decides() {
        let filter = Filter::none().directives(" my_crate::db=off, warn ,my_crate=DEBUG,net::*_end").unwrap();
        let passes = |provider, level: Level| filter.passes(provider, "main.rs:7", level as u8);
        assert!(passes("my_crate", Level::Debug) && !passes("my_crate", Level::Trace));
        assert!(passes("my_crate::http", Level::Debug) && !passes("my_crate::db", Level::Error));
        assert!(passes("other", Level::Warning) && !passes("other", Level::Info));
        assert!(filter.passes("net", "read_end", Level::Trace as u8));
        // An event's own name is a target, too; a part of a name is none.
        let one = Filter::none().directives("server::request=info,my=trace").unwrap();
        assert!(one.passes("server", "request", Level::Info as u8));
        assert!(!one.passes("server", "requests", Level::Info as u8) && !one.passes("my_crate", "x", 3));
        assert_eq!(Filter::none().directives(""), Ok(Filter::none()));
    }

    #[test]
    fn errors_say_which_part_and_why() {
        for (text, part) in [
            ("info,my_crate=loud", "\"my_crate=loud\" is no filter: levels are"),
            ("=info", "a target is needed"),
            ("a[span]=info", "by targets and levels"),
            ("[{x=1}]", "by targets and levels"),
            ("a=b=info", "levels are"),
        ] {
            let told = Filter::all().directives(text).unwrap_err().to_string();
            assert!(told.contains(part), "{text}: {told}");
        }
    }

    /// The crate that the syntax is of is asked the same.
    #[cfg(feature = "tracing")]
    #[test]
    fn targets_of_tracing_subscriber_pass_the_same() {
        use proptest::{collection::vec, prelude::*, sample::select, test_runner::TestRunner};
        use tracing_subscriber::filter::Targets;

        let levels = [
            (tracing::Level::ERROR, Level::Error),
            (tracing::Level::WARN, Level::Warning),
            (tracing::Level::INFO, Level::Info),
            (tracing::Level::DEBUG, Level::Debug),
            (tracing::Level::TRACE, Level::Trace),
        ];
        let target = || vec(select(vec!["x", "y", "z"]), 1..4).prop_map(|parts| parts.join("::"));
        let word = select(vec!["off", "error", "warn", "INFO", "debug", "trace", "0", "3", "5"]);
        let directive =
            (proptest::option::of(target()), proptest::option::of(word)).prop_map(|all| match all {
                (Some(target), Some(level)) => format!("{target}={level}"),
                (target, level) => target.or(level.map(str::to_owned)).unwrap_or_default(),
            });
        let asked = (vec(directive, 0..6), target());
        let run = TestRunner::default().run(&asked, |(directives, target)| {
            let text = directives.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(",");
            let ours = Filter::none().directives(&text).unwrap();
            // There, no text is everything.
            prop_assume!(!text.is_empty());
            let theirs: Targets = text.parse().unwrap();
            for (their_level, our_level) in levels {
                prop_assert_eq!(
                    ours.passes(&target, "main.rs:1", our_level as u8),
                    theirs.would_enable(&target, &their_level),
                    "{:?}: {} at {}",
                    &text,
                    &target,
                    their_level
                );
            }
            Ok(())
        });
        run.unwrap();
    }
}
