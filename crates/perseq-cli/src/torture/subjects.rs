//! The subjects of a run: every structure, by CPU number and by concurrency id.

use perseq::{ArrayStack, ByConcurrencyId, ByCpuId, Cache, Index};

use super::subject::{Counted, Holding, Subject, had};

/// Items in each structure: as many fit in a row, so that a handler always finds room.
const ITEMS: usize = 500;

/// All of them.
pub(super) fn all() -> Vec<Box<dyn Subject + Send>> {
    let mut all = by::<ByCpuId>();
    all.extend(by::<ByConcurrencyId>());
    all
}

fn by<I: Index>() -> Vec<Box<dyn Subject + Send>> {
    vec![
        Box::new(Counted::<I>::new()),
        Box::new(Holding::new(had(ArrayStack::<usize, I>::indexed(ITEMS)), ITEMS)),
        Box::new(Holding::new(had(Cache::<usize, I>::indexed(16, ITEMS)), ITEMS)),
    ]
}
