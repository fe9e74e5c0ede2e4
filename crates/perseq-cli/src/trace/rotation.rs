//! Traces in parts: when the next one begins, and how many stay.

use std::{
    collections::VecDeque,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use perseq_trace::Recorder;

use super::{held::Held, sizes};

/// How the trace is divided.
#[derive(Debug, clap::Args)]
pub(super) struct Rotating {
    /// Go on in another directory when so many bytes were written, as 100M
    #[arg(long, value_name = "BYTES", conflicts_with = "overwrite", value_parser = sizes::parse)]
    rotate_size: Option<u64>,
    /// Go on in another directory after so many seconds
    #[arg(long, value_name = "SECONDS", conflicts_with = "overwrite", value_parser = clap::value_parser!(u64).range(1..))]
    rotate_every: Option<u64>,
    /// Remove the oldest of these directories where there are more
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
    /// Keep so many bytes of the trace, as 1G: begin another directory at an eighth of that, and remove the oldest
    #[arg(long, value_name = "BYTES", conflicts_with_all = ["overwrite", "rotate_size", "rotate_every", "keep"], value_parser = sizes::parse)]
    max_size: Option<u64>,
}

/// A trace whose size is limited is in so many parts.
const PARTS: u32 = 8;

/// The rule by which the trace continues in another directory.
pub(super) struct Rotation {
    size: u64,
    every: Duration,
    keep: usize,
    last: Instant,
    /// The directories of each time, the oldest first.
    parts: VecDeque<Vec<PathBuf>>,
    rotates: bool,
    /// True if the first one was begun.
    begun: bool,
}

impl Rotation {
    pub(super) fn new(args: &Rotating) -> Self {
        let size = args.max_size.map(|most| (most / u64::from(PARTS)).max(1)).or(args.rotate_size);
        // Parts are longer than their size by what came since the last look.
        let keep = args.max_size.map(|_| PARTS - 1).or(args.keep);
        Self {
            size: size.unwrap_or(u64::MAX),
            every: args.rotate_every.map_or(Duration::MAX, Duration::from_secs),
            keep: keep.map_or(usize::MAX, |keep| keep as usize),
            last: Instant::now(),
            parts: VecDeque::new(),
            rotates: size.is_some() || args.rotate_every.is_some(),
            begun: false,
        }
    }

    /// Begins another directory when that is due. The session's has that path, or had it when it was held.
    ///
    /// # Errors
    /// Those of files.
    pub(super) fn go_on(&mut self, recorder: &mut Recorder, session: &Path, held: &Held) -> Result<()> {
        let is_due = recorder.part_bytes() >= self.size || self.last.elapsed() >= self.every;
        if self.rotates && (is_due || !self.begun) {
            self.rotate(recorder, session, held)?;
            self.begun = true;
        }
        Ok(())
    }

    fn rotate(&mut self, recorder: &mut Recorder, session: &Path, held: &Held) -> Result<()> {
        self.parts.push_back(recorder.rotate()?);
        self.last = Instant::now();
        // And the one that has just begun.
        while self.parts.len() >= self.keep {
            for oldest in self.parts.pop_front().into_iter().flatten() {
                let Some(oldest) = held.within(session, &oldest) else { continue };
                match fs::remove_dir_all(&oldest) {
                    // Another program has.
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    removed => removed.with_context(|| format!("cannot remove {}", oldest.display()))?,
                }
                // Of a process that has ended there is nothing left; otherwise this fails.
                _ = oldest.parent().map(fs::remove_dir);
            }
        }
        Ok(())
    }
}
