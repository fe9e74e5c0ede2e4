//! Threads of a trace, and what begins at one event and ends at another.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Result, ensure};
use perseq_ctf::Event;

use super::{
    export::{thread, thread_name},
    html::Page,
    slices::{Part, Slices, end},
};

/// The key that begin and end of a slice have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Common {
    Thread([u64; 2]),
    Cpu(Option<u64>),
    Value(String),
}

/// The spans that were seen so far.
#[derive(Debug, Default)]
pub(super) struct Spans {
    slices: Slices<Common, usize>,
    /// By process and thread: the name.
    threads: BTreeMap<[u64; 2], String>,
    /// True if an event that begins or ends something had the field that was asked for.
    has_field: bool,
    /// Which one a context is of.
    contexts: HashMap<usize, [u64; 2]>,
}

impl Spans {
    /// Sees event number `at`; adds what ends with it.
    pub(super) fn see(
        &mut self,
        event: &Event<'_>,
        context: usize,
        at: usize,
        by: Option<&str>,
        slices: &mut Vec<(String, usize, usize, bool)>,
    ) {
        let thread = thread(event);
        if let Some(thread) = thread {
            self.contexts.insert(context, thread);
            let name = self.threads.entry(thread).or_default();
            if name.is_empty()
                && let Some(known) = thread_name(event)
            {
                *name = known.into_owned();
            }
        }
        let value = by.and_then(|by| event.fields().get(by)).map(|value| value.to_string());
        let by_value = value.is_some();
        self.has_field |= by_value && end(event.name()).is_some();
        let common = match (value, thread) {
            (Some(value), _) => Common::Value(value),
            (None, Some(thread)) => Common::Thread(thread),
            (None, None) => Common::Cpu(event.cpu()),
        };
        if let Part::Ends(name, begun) =
            self.slices.see(common, thread.map(|[process, _]| process), event.name(), || at)
        {
            slices.push((name, begun, at, by_value));
        }
    }

    /// Puts the threads on the page.
    ///
    /// # Errors
    /// When `by` is the field of nothing that begins or ends.
    pub(super) fn finish(self, by: Option<&str>, page: &mut Page) -> Result<()> {
        if let Some(by) = by {
            ensure!(self.has_field, "no event that begins or ends something has a field {by}");
        }
        let places: HashMap<[u64; 2], usize> =
            self.threads.keys().enumerate().map(|(place, thread)| (*thread, place)).collect();
        let of = |context| self.contexts.get(&context).and_then(|thread| places.get(thread)).copied();
        page.context_threads = (0..page.contexts.len()).map(of).collect();
        page.threads =
            self.threads.into_iter().map(|([process, thread], name)| (process, thread, name)).collect();
        Ok(())
    }
}
