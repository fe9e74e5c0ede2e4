//! The terminal: keys as they are pressed, a screen of our own, and the user's screen and settings back at the end.

use std::{
    io::IsTerminal as _,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    stdio::{stdin, stdout},
    termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr},
};

use crate::terminal::print;

/// A signal has come that ends the program.
static ENDED: AtomicBool = AtomicBool::new(false);

extern "C" fn end(_signal: i32) {
    ENDED.store(true, Relaxed);
}

/// Has signals noted that would end the program with the terminal as it is.
#[allow(unsafe_code, reason = "a handler that stores to an atomic")]
fn note_signals() {
    let reaction = end as extern "C" fn(i32) as libc::sighandler_t;
    for signal in [libc::SIGHUP, libc::SIGINT, libc::SIGQUIT, libc::SIGTERM] {
        // SAFETY: the handler stores to an atomic, and does nothing else.
        unsafe { libc::signal(signal, reaction) };
    }
}

/// A key that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Letter(char),
    Enter,
    Back,
    Escape,
    Up,
    Down,
    PageUp,
    PageDown,
    /// The end of the program.
    End,
}

/// The terminal while it is ours.
pub(super) struct Screen {
    before: Termios,
    /// Bytes that were read and are no whole key yet.
    pending: Vec<u8>,
}

/// Our own screen, without a cursor and without lines that go on in the next one.
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?7l";
const LEAVE: &str = "\x1b[?7h\x1b[?25h\x1b[?1049l";

impl Screen {
    pub(super) fn new() -> Result<Self> {
        if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
            bail!("the view needs a terminal; take --once, --json or --csv for a pipe or a file");
        }
        let before = tcgetattr(stdin()).context("cannot look at the terminal")?;
        note_signals();
        let mut raw = before.clone();
        raw.make_raw();
        tcsetattr(stdin(), OptionalActions::Flush, &raw).context("cannot set up the terminal")?;
        let screen = Self { before, pending: Vec::new() };
        print(ENTER)?;
        Ok(screen)
    }

    /// Columns and lines.
    pub(super) fn size() -> (usize, usize) {
        match tcgetwinsize(stdout()) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col.into(), size.ws_row.into()),
            _ => (80, 24),
        }
    }

    /// Shows these lines, from the top, in one write: so no half of a picture is seen.
    pub(super) fn show(lines: &[String]) -> Result<()> {
        print(&picture(lines))
    }

    /// The next key, if one comes until then, and within a second: a change of the size, and a signal just before the wait, interrupt nothing.
    pub(super) fn key(&mut self, until: Instant) -> Result<Option<Key>> {
        loop {
            if ENDED.load(Relaxed) {
                return Ok(Some(Key::End));
            }
            let left = until.saturating_duration_since(Instant::now());
            // The rest of a key comes at once.
            let is_begun = !self.pending.is_empty();
            let wait = if is_begun { Duration::from_millis(30) } else { left.min(Duration::from_secs(1)) };
            if let Some(key) = self.take(false) {
                return Ok(Some(key));
            }
            let time = Timespec::try_from(wait).unwrap_or(Timespec { tv_sec: 1, tv_nsec: 0 });
            let mut ready = [PollFd::from_borrowed_fd(stdin(), PollFlags::IN)];
            match poll(&mut ready, Some(&time)) {
                Err(Errno::INTR) => {}
                Err(error) => return Err(error).context("cannot wait for a key"),
                Ok(0) if is_begun => return Ok(self.take(true)),
                Ok(0) => return Ok(None),
                Ok(_) => {
                    let mut bytes = [0; 64];
                    match rustix::io::read(stdin(), &mut bytes) {
                        Ok(0) => return Ok(Some(Key::End)),
                        Ok(count) => self.pending.extend(&bytes[..count]),
                        Err(Errno::INTR | Errno::AGAIN) => {}
                        Err(_) => return Ok(Some(Key::End)),
                    }
                }
            }
        }
    }

    /// A whole key of the bytes that were read; with `is_all`, the bytes are all that comes.
    fn take(&mut self, is_all: bool) -> Option<Key> {
        const KNOWN: [(&[u8], Key); 6] = [
            (b"\x1b[A", Key::Up),
            (b"\x1b[B", Key::Down),
            (b"\x1bOA", Key::Up),
            (b"\x1bOB", Key::Down),
            (b"\x1b[5~", Key::PageUp),
            (b"\x1b[6~", Key::PageDown),
        ];
        let first = *self.pending.first()?;
        let (len, key) =
            if let Some((bytes, key)) = KNOWN.iter().find(|(bytes, _)| self.pending.starts_with(bytes)) {
                (bytes.len(), Some(*key))
            } else if first == 0x1b && !is_all && self.pending.len() < 8 {
                return None;
            } else if first == 0x1b {
                // A key that is not known ends where no other can begin: all of it is left out.
                let is_alone = self.pending.len() == 1;
                (self.pending.len(), is_alone.then_some(Key::Escape))
            } else {
                match first {
                    b'\r' | b'\n' => (1, Some(Key::Enter)),
                    0x7f | 0x08 => (1, Some(Key::Back)),
                    3 | 4 => (1, Some(Key::End)),
                    b' '..=b'~' => (1, Some(Key::Letter(first.into()))),
                    _ => (1, None),
                }
            };
        self.pending.drain(..len);
        key.or_else(|| self.take(is_all))
    }
}

/// The bytes that show these lines. Each place is cleared before its line: after a line of the whole width the cursor is on its last letter,
/// which would go.
fn picture(lines: &[String]) -> String {
    let mut picture = String::from("\x1b[H");
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            picture.push_str("\r\n");
        }
        picture.push_str(if index + 1 == lines.len() { "\x1b[J" } else { "\x1b[K" });
        picture.push_str(line);
        picture.push_str("\x1b[0m");
    }
    picture
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _best_effort = print(LEAVE);
        let _best_effort = tcsetattr(stdin(), OptionalActions::Flush, &self.before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_cleared_after_a_line_was_written() {
        let picture = picture(&["whole".to_owned(), String::new(), "width".to_owned()]);
        assert_eq!(picture, "\x1b[H\x1b[Kwhole\x1b[0m\r\n\x1b[K\x1b[0m\r\n\x1b[Jwidth\x1b[0m");
    }
}
