//! One of two programs that share a table: it replaces the table's rows, while any number of `table_reader` look them up.
//!
//! ```text
//! cargo run -p perseq-rcu --example table_writer -- /dev/shm/prices 5 &
//! cargo run -p perseq-rcu --example table_reader -- /dev/shm/prices 5
//! ```
//!
//! Each version is complete for whoever reads it, and is freed when its readers, in all processes, have left. Either program
//! may be killed at any time and started again.

use core::{error::Error, time::Duration};
use std::{thread, time::Instant};

use perseq_rcu::{ProcessOptions, ProcessRcu};

/// Rows of the table: item, price.
type Table = [[u32; 2]; 256];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: table_writer FILE [SECONDS]")?;
    let seconds = arguments.next().map_or(Ok(5), |seconds| seconds.parse())?;

    let domain = ProcessRcu::open_or_create(&path, &ProcessOptions::default())?;
    let prices = domain.cell::<Table>("prices")?;
    let (start, mut versions) = (Instant::now(), 0);
    while start.elapsed() < Duration::from_secs(seconds) {
        // A whole new table; readers see the old one or this one, never some of each.
        prices.update(|old| {
            let price = old.map_or(0, |table| table[0][1]).wrapping_add(1);
            core::array::from_fn(|item| [item as u32, price])
        })?;
        versions += 1;
        thread::sleep(Duration::from_micros(100));
    }
    domain.synchronize()?;
    println!("{versions} versions in {path}");
    Ok(())
}
