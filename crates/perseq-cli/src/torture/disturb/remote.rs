//! Remote access: drains, thefts, exchanges of other CPUs' rows.

use std::time::Duration;

use fastrand::Rng;

use crate::torture::{
    arena::{Arena, Post},
    facilities::Facilities,
};

/// Reaches for rows until the epoch is over.
pub(super) fn run(arena: &'static Arena, post: &Post, mut rng: Rng, _facilities: &Facilities) {
    while !arena.is_over() {
        arena.disturb(&mut rng, post);
        if rng.u8(..4) == 0 {
            super::pause(&mut rng, Duration::from_micros(300));
        }
    }
}
