//! The values of fields that lengths, variants and optionals refer to, each by its number.

/// The last value of each such field.
#[derive(Debug, Default)]
pub(super) struct Tags {
    values: Vec<Option<i128>>,
    /// Those that have a value, in the order in which they got it.
    set: Vec<u32>,
}

impl Tags {
    pub(super) fn set(&mut self, tag: u32, value: i128) {
        let at = tag as usize;
        if at >= self.values.len() {
            // The metadata has as many.
            self.values.resize(at + 1, None);
        }
        if self.values[at].replace(value).is_none() {
            self.set.push(tag);
        }
    }

    pub(super) fn get(&self, tag: u32) -> Option<i128> {
        self.values.get(tag as usize).copied().flatten()
    }

    /// How many have a value.
    pub(super) fn len(&self) -> usize {
        self.set.len()
    }

    /// Forgets all but the first so many.
    pub(super) fn truncate(&mut self, len: usize) {
        for tag in self.set.drain(len.min(self.set.len())..) {
            self.values[tag as usize] = None;
        }
    }
}
