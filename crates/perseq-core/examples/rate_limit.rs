//! A rate limiter with a section of its own: each CPU lets a number of requests through until the next refill.
//!
//! `cargo run --release -p perseq-core --example rate_limit`
//!
//! It has the three parts of every structure of rows: the section, the slower path of threads that cannot run sections, and exclusive
//! access to any row from any thread.

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use perseq_core::{
    ByCpuId, Result, critical_section,
    guard::{Attempt, Guarded},
};

critical_section! {
    /// Takes one of the permits in the row's second word. Leaves if there is none, or if another thread holds the row.
    unsafe fn take(guarded: row) else empty {
        load(row[1]);
        branch_zero(empty);
        add(-1);
        commit_tmp(row[1]);
    }
}

/// Permits of each CPU, after the guard.
struct Limiter {
    rows: Guarded<ByCpuId>,
}

impl Limiter {
    fn new() -> Result<Self> {
        Ok(Self { rows: Guarded::new(2 * size_of::<usize>(), align_of::<usize>())? })
    }

    /// Returns whether a request may continue.
    fn permit(&self) -> Result<bool> {
        let attempt = self.rows.run(move || {
            // SAFETY: `base` is row 0 of two words, the first of which is the guard. Only this section, and holders of the guard, write the
            // second word.
            self.rows.attempt(|base| unsafe { take::<ByCpuId>(base) })
        });
        match attempt {
            Attempt::Committed => Ok(true),
            Attempt::Exited => Ok(false),
            // The same in plain Rust, with the row of this thread's CPU held.
            Attempt::Slow => {
                let held = self.rows.lock_here()?;
                // SAFETY: the row is held, so this thread alone reads and writes its words.
                let permits = unsafe { *held.word(1) };
                held.publish(1, permits.saturating_sub(1));
                Ok(permits > 0)
            }
        }
    }

    /// Gives each CPU `permits`, whatever it has left. Costs a fence for each row.
    fn refill(&self, permits: usize) -> Result<()> {
        for row in 0..self.rows.rows() {
            self.rows.lock(row)?.publish(1, permits);
        }
        Ok(())
    }
}

fn main() -> Result<()> {
    let limiter = Limiter::new()?;
    let (permitted, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut given = 0;
    for _ in 0..10 {
        limiter.refill(1_000)?;
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..100_000 {
                        let counter =
                            if limiter.permit().expect("the row exists") { &permitted } else { &refused };
                        counter.fetch_add(1, Relaxed);
                    }
                });
            }
        });
        given += 1_000 * limiter.rows.rows() as usize;
    }
    let (permitted, refused) = (permitted.into_inner(), refused.into_inner());
    println!(
        "{permitted} requests went on and {refused} were refused; {} rows had 1000 permits ten times",
        limiter.rows.rows()
    );
    assert_eq!(permitted + refused, 4_000_000);
    assert!(permitted >= 10_000 && permitted <= given, "a row that is used up lets no request through");
    Ok(())
}
