//! A library that is linked dynamically, with perseq inside.

pub use perseq;

pub static FRAMES: perseq::Counter = perseq::Counter::new();

pub fn frame() {
    FRAMES.inc();
}
