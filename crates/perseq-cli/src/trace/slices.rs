//! Which events are the beginnings and the ends of slices: by the last word of their names, and each end has its beginning.

use std::hash::Hash;

use super::pairs::Open;

/// The meaning of the last word of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    First,
    Last,
}

const WORDS: [(&str, End); 8] = [
    ("begin", End::First),
    ("enter", End::First),
    ("entry", End::First),
    ("start", End::First),
    ("end", End::Last),
    ("exit", End::Last),
    ("stop", End::Last),
    ("done", End::Last),
];
const SEPARATORS: [char; 4] = ['_', ':', '.', '-'];

/// The span that an event of that name begins or ends, and which of the two it does.
pub(super) fn end(name: &str) -> Option<(&str, End)> {
    let (rest, last) = name.rsplit_once(SEPARATORS)?;
    let (_, end) = WORDS.into_iter().find(|(word, _)| *word == last)?;
    Some((rest.trim_end_matches(SEPARATORS), end))
}

/// The part that an event is: `B` is kept of a beginning.
#[derive(Debug)]
pub(super) enum Part<B> {
    /// The beginning of something; it is kept until that ends.
    Begins,
    /// The end of a slice with that name.
    Ends(String, B),
    /// Something that only happened.
    Instant,
}

/// Slices that have begun, by name and by where that was: a thread, or what else begin and end have in common.
#[derive(Debug)]
pub(super) struct Slices<P, B>(Open<(P, String), B>);

impl<P, B> Default for Slices<P, B> {
    fn default() -> Self {
        Self(Open::default())
    }
}

impl<P: Hash + Eq, B> Slices<P, B> {
    /// The part that the event `name` of that process is. If it begins a slice, `begun` says what to keep of it.
    pub(super) fn see(
        &mut self,
        common: P,
        process: Option<u64>,
        name: &str,
        begun: impl FnOnce() -> B,
    ) -> Part<B> {
        match end(name) {
            None => Part::Instant,
            Some((rest, End::First)) => {
                self.0.begin((common, rest.to_owned()), process, begun());
                Part::Begins
            }
            Some((rest, End::Last)) => match self.0.end((common, rest.to_owned()), process) {
                Some((begun, _)) => Part::Ends(rest.to_owned(), begun),
                None => Part::Instant,
            },
        }
    }

    /// Slices that have no end, in any order.
    pub(super) fn finish(self) -> impl Iterator<Item = (P, B)>
    where
        P: Clone,
    {
        self.0.finish().map(|((common, _), begun)| (common, begun))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_a_name_says_what_begins_and_ends() {
        assert_eq!(end("server:begin"), Some(("server", End::First)));
        assert_eq!(end("server:read_end"), Some(("server:read", End::Last)));
        assert_eq!(end("app:func_entry"), Some(("app:func", End::First)));
        for other in ["app:append", "app:send", "app:center", "app:request", "begin", "end"] {
            assert_eq!(end(other), None, "{other}");
        }
    }

    #[test]
    fn an_end_takes_the_beginning_of_its_own_name_and_thread() {
        let mut slices = Slices::default();
        let mut see = |thread: u32, name: &str, time: u32| match slices.see(thread, None, name, || time) {
            Part::Begins => "begins".to_owned(),
            Part::Instant => "instant".to_owned(),
            Part::Ends(name, begun) => format!("{name} since {begun}"),
        };
        assert_eq!(see(1, "a:begin", 1), "begins");
        assert_eq!(see(1, "b:end", 2), "instant");
        assert_eq!(see(1, "c:start", 3), "begins");
        assert_eq!(see(2, "a:end", 4), "instant");
        assert_eq!(see(1, "a:end", 5), "a since 1");
        assert_eq!(see(1, "a:end", 6), "instant");
        assert_eq!(see(1, "c:stop", 7), "c since 3");
        assert_eq!(slices.finish().count(), 0);
    }
}
