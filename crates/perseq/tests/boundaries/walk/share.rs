//! A share of the trials, for emulators: every boundary is still reached, by fewer conflicts and modes.

/// The environment variable: `PERSEQ_WALK_SHARE=n/m` is the n-th of m parts, from 1; without it, everything.
const VARIABLE: &str = "PERSEQ_WALK_SHARE";

/// Which trials are run of those that nothing else asks for.
#[derive(Debug)]
pub(super) struct Share {
    part: usize,
    parts: usize,
    trials: usize,
    skipped: usize,
}

impl Share {
    /// The share that the environment asks for.
    pub(super) fn from_env() -> Self {
        let Some(text) = std::env::var_os(VARIABLE) else { return Self::new(1, 1) };
        let text = text.to_str().expect("the share of the walk is text");
        Self::parse(text).unwrap_or_else(|| panic!("{VARIABLE} is {text}: say n/m, with n from 1 to m"))
    }

    fn new(part: usize, parts: usize) -> Self {
        Self { part, parts, trials: 0, skipped: 0 }
    }

    fn parse(text: &str) -> Option<Self> {
        let (part, parts) = text.split_once('/')?;
        let (part, parts) = (part.parse().ok()?, parts.parse().ok()?);
        (1..=parts).contains(&part).then(|| Self::new(part, parts))
    }

    /// Returns whether the next trial is run: it is in the share, or `is_needed`.
    pub(super) fn takes(&mut self, is_needed: bool) -> bool {
        self.trials += 1;
        let takes = is_needed || self.trials % self.parts == self.part % self.parts;
        self.skipped += usize::from(!takes);
        takes
    }

    /// Says what was left out, if anything was.
    pub(super) fn tell(&self) {
        if self.skipped > 0 {
            let Self { part, parts, trials, skipped } = self;
            println!("part {part} of {parts}: {skipped} of {trials} trials left out");
        }
    }
}
