//! Why a loop over sorted numbers is faster: the processor's own counts, for the same instructions on the same numbers.
//!
//! `cargo run --release -p perseq-pmu --example sorted`

use core::hint::black_box;

use perseq_pmu::{Event, Group};

const NUMBERS: usize = 1 << 16;

/// Counts the numbers above one half, by a branch.
fn count_large(numbers: &[u32]) -> u32 {
    let mut count = 0;
    for &number in numbers {
        if number > u32::MAX / 2 {
            // Keeps the compiler from doing without the branch.
            count = black_box(count + 1);
        }
    }
    count
}

/// Numbers without an order: each is the last one, multiplied and added to.
fn numbers() -> Vec<u32> {
    let step =
        |&last: &u64| Some(last.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f));
    core::iter::successors(Some(1), step).map(|number| (number >> 32) as u32).take(NUMBERS).collect()
}

fn main() {
    let mut numbers = numbers();
    let events = [Event::Instructions, Event::Cycles, Event::BranchMisses];
    let group = match Group::open(events) {
        Ok(group) => group,
        Err(error) => {
            println!("this machine's counters cannot be used: {error}");
            return;
        }
    };
    println!("{:>10} {:>14} {:>14} {:>14}", "", "instructions", "cycles", "branch misses");
    for order in ["unsorted", "sorted"] {
        if order == "sorted" {
            numbers.sort_unstable();
        }
        // The first pass brings the numbers into the cache.
        black_box(count_large(&numbers));
        match group.measure(|| count_large(black_box(&numbers))) {
            Ok((_, [instructions, cycles, misses])) => {
                println!("{order:>10} {instructions:>14} {cycles:>14} {misses:>14}");
            }
            Err(error) => println!("{order:>10} cannot be counted: {error}"),
        }
    }
}
