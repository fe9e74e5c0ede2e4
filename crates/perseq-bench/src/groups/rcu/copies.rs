//! A rival of the group `rcu` that keeps two copies of the value.

use std::sync::Mutex;

use left_right::{Absorb, ReadHandle, ReadHandleFactory, WriteHandle};

use super::readers::{Reader, VALUE};

/// The value that two copies are kept of.
#[derive(Clone)]
pub(super) struct Copied(u64);

impl Absorb<u64> for Copied {
    fn absorb_first(&mut self, value: &mut u64, _other: &Self) {
        self.0 = *value;
    }

    fn sync_with(&mut self, first: &Self) {
        self.0 = first.0;
    }
}

/// Two copies, of which readers see one. The writer lives as long as they do, and writes nothing.
pub(super) struct LeftRight(
    ReadHandleFactory<Copied>,
    #[expect(dead_code, reason = "kept alive")] Mutex<WriteHandle<Copied, u64>>,
);

impl Reader for LeftRight {
    type Own = ReadHandle<Copied>;

    fn new() -> Self {
        let (mut writer, reader) = left_right::new_from_empty(Copied(VALUE));
        writer.publish();
        Self(reader.factory(), Mutex::new(writer))
    }

    fn enter(&self) -> Self::Own {
        self.0.handle()
    }

    #[inline(always)]
    fn look(&self, own: &Self::Own) -> u64 {
        own.enter().map_or(0, |value| value.0)
    }
}
