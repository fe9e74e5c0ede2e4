//! Ways of fencing: what older kernels have is used too, in between.

use std::time::Duration;

use fastrand::Rng;
use perseq::perseq_core::fence::{self, Method};

use crate::torture::{
    arena::{Arena, Post},
    facilities::Facilities,
    tally::Event,
};

/// Chooses another way again and again until the epoch is over.
pub(super) fn run(arena: &'static Arena, post: &Post, mut rng: Rng, _facilities: &Facilities) {
    while !arena.is_over() {
        let method = [None, Some(Method::Membarrier), Some(Method::RunThere)][rng.usize(..3)];
        if fence::force(method).is_ok() {
            arena.tally.count(Event::FenceMethod);
        }
        super::pause(&mut rng, Duration::from_millis(20));
        post.has_done();
    }
    // Whatever is best has no reason to fail.
    if fence::force(None).is_err() {
        arena.report("fences cannot be made by what is best again".to_owned());
    }
}
