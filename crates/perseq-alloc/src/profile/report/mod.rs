//! A profile's samples with their weights, and the names of their functions.

mod maps;
mod names;
mod pprof;

use std::{
    io::{self, Write},
    string::{String, ToString as _},
    vec::Vec,
};

use self::names::Names;
use super::{interval, is_on, lost, sites};

/// The samples of one stack, weighed.
#[derive(Debug)]
pub(super) struct Sample {
    /// The innermost first.
    frames: Vec<usize>,
    /// Bytes of each object.
    size: usize,
    /// Objects allocated, and their bytes; those that the program has, and their bytes.
    values: [i64; 4],
}

/// A profile as it was at a moment, to be written to a file.
///
/// ```no_run
/// # fn main() -> std::io::Result<()> {
/// use perseq_alloc::profile;
///
/// profile::start(profile::INTERVAL, 0, profile::unwind);
/// // … the program runs …
/// profile::Report::new().write_pprof(std::fs::File::create("heap.pb.gz")?)
/// # }
/// ```
#[derive(Debug)]
pub struct Report {
    samples: Vec<Sample>,
    interval: usize,
    lost: usize,
    is_on: bool,
}

/// How many objects of `size` bytes there are for each sampled one, on average.
pub(super) fn weight(size: usize, interval: usize) -> f64 {
    if interval <= 1 {
        return 1.0;
    }
    1.0 / -(-(size as f64) / interval as f64).exp_m1()
}

impl Default for Report {
    fn default() -> Self {
        Self::new()
    }
}

impl Report {
    /// Takes the counts of all sites. Allocations for that are sampled as well, mostly at sites that are
    /// not in this report yet.
    #[must_use]
    pub fn new() -> Self {
        let (interval, lost, is_on) = (interval(), lost(), is_on());
        let sampled = sites().filter(|site| site.allocated > 0);
        let samples = sampled.map(|site| {
            let estimate = |count: usize| count as f64 * weight(site.size, interval);
            let (all, live) = (estimate(site.allocated), estimate(site.allocated - site.freed));
            let bytes = |objects: f64| (objects * site.size as f64).round() as i64;
            let values = [all.round() as i64, bytes(all), live.round() as i64, bytes(live)];
            Sample { frames: site.frames().to_vec(), size: site.size, values }
        });
        Self { samples: samples.collect(), interval, lost, is_on }
    }

    /// Leaves out the innermost functions of each stack that are code of the library which has code at this address: an allocator that is a
    /// library of its own. Looking up their names takes time.
    #[must_use]
    pub fn without_library(mut self, address: usize) -> Self {
        let maps = maps::read();
        if let Some(own) = maps.iter().find(|map| map.has(address)) {
            for frames in self.samples.iter_mut().map(|sample| &mut sample.frames) {
                let first = frames.iter().position(|&frame| !own.has(frame));
                frames.drain(..first.unwrap_or(0));
            }
        }
        self
    }

    /// Bytes that the program has, as far as samples can tell.
    #[must_use]
    pub fn bytes_in_use(&self) -> u64 {
        self.samples.iter().map(|sample| sample.values[3].cast_unsigned()).sum()
    }

    /// Bytes that were allocated since the profile's start, as far as samples can tell.
    #[must_use]
    pub fn bytes_allocated(&self) -> u64 {
        self.samples.iter().map(|sample| sample.values[1].cast_unsigned()).sum()
    }

    /// Writes it as `pprof` reads it: protocol buffers, compressed by gzip. Its values are `alloc_objects`, `alloc_space`,
    /// `inuse_objects` and `inuse_space`.
    ///
    /// # Errors
    /// The writer's.
    pub fn write_pprof(&self, to: impl Write) -> io::Result<()> {
        let mut to = flate2::write::GzEncoder::new(to, flate2::Compression::fast());
        to.write_all(&pprof::encode(self, &mut Names::new()))?;
        to.finish()?.flush()
    }

    /// Writes the bytes in use of each stack as a line, for flame graphs: its functions, the outermost first, with `;` between them, and
    /// the bytes.
    ///
    /// # Errors
    /// The writer's.
    pub fn write_collapsed(&self, mut to: impl Write) -> io::Result<()> {
        let mut names = Names::new();
        let mut lines = std::collections::BTreeMap::<String, i64>::new();
        for sample in self.samples.iter().filter(|sample| sample.values[3] > 0) {
            let mut functions: Vec<String> = Vec::new();
            for &frame in names.of_program(&sample.frames) {
                functions.extend(names.functions(frame).iter().map(|function| plain(&function.name)));
            }
            functions.reverse();
            let stack = if functions.is_empty() { "?".to_string() } else { functions.join(";") };
            *lines.entry(stack).or_default() += sample.values[3];
        }
        for (stack, bytes) in lines {
            writeln!(to, "{stack} {bytes}")?;
        }
        to.flush()
    }
}

/// A name without what divides lines of that form.
fn plain(name: &str) -> String {
    name.replace(';', ":").replace(char::is_control, "?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_the_inverse_of_what_is_sampled() {
        let interval = 1 << 19;
        assert!((weight(interval, interval) - 1.0 / (1.0 - (-1.0_f64).exp())).abs() < 1e-12);
        // A small object weighs nearly an interval, a large one what it has.
        assert!((weight(8, interval) * 8.0 / interval as f64 - 1.0).abs() < 1e-4);
        assert!((weight(100 * interval, interval) - 1.0).abs() < 1e-12);
        assert!((weight(8, 1) - 1.0).abs() < 1e-12);
    }
}
