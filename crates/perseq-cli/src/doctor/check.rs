//! One thing that the doctor looked at.

use serde::Serialize;

/// How it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// As it should be.
    Good,
    /// Works, but something is missing, slower, or worth knowing.
    Note,
    /// In the way of the fast path.
    Bad,
    /// Cannot be told from here.
    Unknown,
}

/// A finding, its meaning, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    /// For programs; never changes.
    pub(super) key: &'static str,
    /// For people.
    pub(super) what: &'static str,
    /// The finding.
    pub(super) value: String,
    /// How that is.
    pub(super) state: State,
    /// The meaning of that.
    pub(super) meaning: String,
    /// The advice, if something can be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) advice: Option<String>,
}

impl Check {
    /// Something as it should be; see [`Check::state`] and [`Check::advise`] for the rest.
    pub(super) fn new(
        key: &'static str,
        what: &'static str,
        value: impl Into<String>,
        meaning: impl Into<String>,
    ) -> Self {
        Self { key, what, value: value.into(), state: State::Good, meaning: meaning.into(), advice: None }
    }

    /// In that state.
    pub(super) fn state(mut self, state: State) -> Self {
        self.state = state;
        self
    }

    /// With that advice.
    pub(super) fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }
}
