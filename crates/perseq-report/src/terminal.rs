//! Text on standard output, in colour only where a person reads it.
//!
//! Colour is for a terminal, and not there either when `NO_COLOR` is set (<https://no-color.org>). A reader that
//! closes the pipe early (`perseq bench | head`) is not an error.

use std::io::{ErrorKind, IsTerminal, Write};

use anyhow::{Context, Result};

/// The emphasis of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Headings, and our own rows.
    Strong,
    /// Explanations.
    Faint,
    /// As it should be.
    Good,
    /// Works, with something to know.
    Note,
    /// Wrong, or slower than it could be.
    Bad,
}

/// Adds tone to text, or leaves it as it is.
#[derive(Debug, Clone, Copy)]
pub struct Paint {
    colour: bool,
}

impl Paint {
    /// For standard output as it is now.
    pub fn for_stdout() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self { colour: std::io::stdout().is_terminal() && !refused && !dumb }
    }

    /// Returns whether texts stay as they are.
    #[must_use]
    pub const fn is_plain(self) -> bool {
        !self.colour
    }

    /// Never with colour.
    #[must_use]
    pub const fn plain() -> Self {
        Self { colour: false }
    }

    /// `text` in that tone.
    pub fn text(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Strong => "1",
            Tone::Faint => "2",
            Tone::Good => "32",
            Tone::Note => "33",
            Tone::Bad => "31",
        };
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Writes `text` to standard output at once.
///
/// # Errors
/// When standard output cannot be written to, for another reason than that its reader has gone.
pub fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other.context("cannot write to standard output"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_paint_adds_nothing() {
        assert_eq!(Paint::plain().text(Tone::Bad, "x"), "x");
        assert_eq!(Paint { colour: true }.text(Tone::Strong, "x"), "\x1b[1mx\x1b[0m");
    }
}
