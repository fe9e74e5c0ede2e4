//! The other of two programs that share a table: see `table_writer`.

use core::{error::Error, time::Duration};
use std::time::Instant;

use perseq_rcu::{ProcessOptions, ProcessRcu};

type Table = [[u32; 2]; 256];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: table_reader FILE [SECONDS]")?;
    let seconds = arguments.next().map_or(Ok(5), |seconds| seconds.parse())?;

    let domain = ProcessRcu::open_or_create(&path, &ProcessOptions::default())?;
    let prices = domain.cell::<Table>("prices")?;
    let mut start = Instant::now();
    let (mut looks, mut versions, mut last) = (0_u64, 0_u64, None);
    // The time begins with the first table: before that a writer has yet to come.
    while looks == 0 || start.elapsed() < Duration::from_secs(seconds) {
        let guard = domain.read();
        let Some(table) = prices.load(&guard) else {
            drop(guard);
            std::thread::sleep(Duration::from_millis(1));
            start = Instant::now();
            continue;
        };
        let price = table[0][1];
        if !table.iter().zip(0..).all(|(row, item)| *row == [item, price]) {
            return Err(format!("rows of two versions: {:?}", &table[..4]).into());
        }
        looks += 1;
        versions += u64::from(last.replace(price) != Some(price));
    }
    println!("{looks} looks at {versions} versions of {path}, each of them whole");
    Ok(())
}
