//! Events at a given rate, to see how many a consumer takes beside it.
//!
//! ```text
//! cargo build --release -p perseq-trace --example event_rate
//! perseq trace record -o trace -- target/release/examples/event_rate 10 5     # 10 million a second for 5 seconds
//! ```
//!
//! As many threads as there are CPUs record an event with a number of 32 bits. What `perseq trace record` says then is how many are in the
//! trace, and how many were discarded; both are exact.

use core::time::Duration;
use std::{process::ExitCode, thread, time::Instant};

use perseq_trace::event;

/// One thread's share: bursts, as often as the timer lets it.
fn produce(per_second: f64, time: Duration) -> u64 {
    let start = Instant::now();
    let mut done = 0;
    while start.elapsed() < time {
        let due = (start.elapsed().as_secs_f64() * per_second) as u64;
        while done < due {
            event!(rate::number, number = done as u32);
            done += 1;
        }
        thread::sleep(Duration::from_micros(500));
    }
    done
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<f64>());
    let (Some(Ok(millions)), Some(Ok(seconds)), None) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        eprintln!("event_rate: give the rate in millions of events a second, and how many seconds");
        return ExitCode::FAILURE;
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let (share, time) = (millions * 1e6 / threads as f64, Duration::from_secs_f64(seconds));
    let workers: Vec<_> = (0..threads).map(|_| thread::spawn(move || produce(share, time))).collect();
    let done: u64 = workers.into_iter().map(|worker| worker.join().expect("producers do not panic")).sum();
    println!("{done} events in {seconds} s: {:.2} million a second", done as f64 / seconds / 1e6);
    ExitCode::SUCCESS
}
