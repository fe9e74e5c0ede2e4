//! Jobs for people who work on perseq.
fn main() {}
