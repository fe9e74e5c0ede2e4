//! Why events are not in a trace: each reason has a counter, and a sentence that says what to do about it.

/// How many events are not in the trace, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Losses {
    /// The buffer was full.
    pub full: u64,
    /// The event is longer than a sub-buffer, or than 512 KiB.
    pub large: u64,
    /// The session had no room for the event's type.
    pub untyped: u64,
    /// The session refused the event's type.
    pub unfit: u64,
    /// The thread could not write to any buffer, or not describe the event's type, at that moment.
    pub barred: u64,
    /// The file system that the buffers are on had no room for more of them.
    pub memory: u64,
    /// The disk had no room.
    pub disk: u64,
    /// The bytes in the buffer were not what the event's type says.
    pub unread: u64,
    /// Newer events were written over it, in a session that overwrites.
    pub overwritten: u64,
    /// It was in the trace, in a file or directory that was removed during the recording.
    pub removed: u64,
    /// The program knew of the session and could not have buffers of its own ([`Summary::untraced`](crate::Summary::untraced)).
    pub unbuffered: u64,
}

macro_rules! reasons {
    ($($reason:ident: $sentence:literal,)*) => {
        impl Losses {
            /// How many kinds of losses there are.
            pub(crate) const REASONS: usize = [$(stringify!($reason)),*].len();

            pub(crate) fn words(self) -> [u64; Self::REASONS] {
                [$(self.$reason),*]
            }

            pub(crate) fn of_words([$($reason),*]: [u64; Self::REASONS]) -> Self {
                Self { $($reason),* }
            }

            /// The reasons that there are, each with its name in the environment of a trace and the number of its events.
            pub fn by_name(&self) -> impl Iterator<Item = (&'static str, u64)> + use<> {
                [$((concat!("discarded_", stringify!($reason)), self.$reason)),*].into_iter().filter(|(_, events)| *events > 0)
            }

            /// The sum over values of traces' environments; names that are no reasons are left out.
            #[must_use]
            pub fn of_names<'a>(values: impl IntoIterator<Item = (&'a str, u64)>) -> Self {
                let mut losses = Self::default();
                for (name, events) in values {
                    match name.strip_prefix("discarded_") {
                        $(Some(stringify!($reason)) => losses.$reason = losses.$reason.saturating_add(events),)*
                        _ => {}
                    }
                }
                losses
            }

            /// The reasons that there are, each with the number of its events and a sentence that continues "… events were not recorded: ".
            pub fn reasons(&self) -> impl Iterator<Item = (u64, &'static str)> + use<> {
                [$((self.$reason, $sentence)),*].into_iter().filter(|(events, _)| *events > 0)
            }
        }
    };
}

reasons! {
    full: "the buffers were full; give them more with --sub-buffer or --sub-buffers",
    large: "they were longer than a sub-buffer or than 512 KiB; make sub-buffers larger, or record less in one event",
    untyped: "the session had no room for their types: it has room for 4096, and for 512 KiB of names; filter at record time, or merge types",
    unfit: "the session refused their types; each program has said why on its standard error",
    barred: "their threads could not write to a buffer: they may not run on its CPU, or another process held it for long",
    memory: "the file system that the session is on had no room for more buffers; free some, make sub-buffers smaller, or record elsewhere",
    disk: "the disk had no room for them; free some, or record to another one",
    unread: "their bytes in the buffer were not what their types say: a program's Field::put disagrees with its Kind, or wrote where it should not",
    overwritten: "newer events were written over them; give the buffers more with --sub-buffer or --sub-buffers",
    removed: "files of the trace were removed while it was recorded; `--rotate-size` and `--keep` bound a trace without that",
    unbuffered: "their programs could not have buffers of their own; each has said why on its standard error",
}

impl Losses {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.words().into_iter().fold(0, u64::wrapping_add)
    }

    /// The rest of them without so many: those that were told first are the most common, as a rule.
    pub(crate) fn without(self, told: u64) -> Self {
        let mut told = told;
        Self::of_words(self.words().map(|events| {
            let those = events.min(told);
            told -= those;
            events - those
        }))
    }

    /// Both together.
    pub(crate) fn and(self, other: Self) -> Self {
        let (mine, others) = (self.words(), other.words());
        Self::of_words(core::array::from_fn(|reason| mine[reason].wrapping_add(others[reason])))
    }
}
