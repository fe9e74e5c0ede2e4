//! The gate between guards and `fork`: a child must not find a guard held by a thread that it does not have.
//!
//! Every holder is counted. `fork` closes the gate, waits until all holders but its own thread have left, and opens it
//! again on both sides. A thread that holds one guard passes a closed gate for the next one, or the two would wait for
//! each other.

use core::sync::atomic::{
    AtomicU32,
    Ordering::{Acquire, Relaxed, Release},
};

use crate::{sys, thread};

const CLOSED: u32 = 1 << 31;

/// How many guards are held in the process, and `CLOSED` while a thread forks.
static HOLDERS: AtomicU32 = AtomicU32::new(0);

/// Counts this thread in. Signals are blocked.
pub(super) fn enter() {
    let nested = thread::held_guards_add(1) > 1;
    let mut holders = HOLDERS.load(Relaxed);
    loop {
        if holders & CLOSED != 0 && !nested {
            sys::futex_wait(&HOLDERS, holders);
            holders = HOLDERS.load(Relaxed);
        } else {
            match HOLDERS.compare_exchange_weak(holders, holders + 1, Acquire, Relaxed) {
                Ok(_) => return,
                Err(now) => holders = now,
            }
        }
    }
}

/// Counts this thread out. Signals are blocked.
pub(super) fn leave() {
    thread::held_guards_add(-1);
    if HOLDERS.fetch_sub(1, Release) & CLOSED != 0 {
        sys::futex_wake_all(&HOLDERS);
    }
}

/// Waits until no other thread holds a guard, and keeps it so.
pub(crate) fn close_for_fork() {
    let mut holders = HOLDERS.load(Relaxed);
    // Two threads that fork at once go one after the other.
    while let Err(now) = close(holders) {
        if now & CLOSED != 0 {
            sys::futex_wait(&HOLDERS, now);
        }
        holders = HOLDERS.load(Relaxed);
    }
    let own = CLOSED | thread::held_guards_add(0);
    loop {
        match HOLDERS.load(Acquire) {
            holders if holders == own => return,
            holders => sys::futex_wait(&HOLDERS, holders),
        }
    }
}

fn close(holders: u32) -> Result<u32, u32> {
    if holders & CLOSED != 0 {
        return Err(holders);
    }
    HOLDERS.compare_exchange(holders, holders | CLOSED, Acquire, Relaxed)
}

/// Opens the gate, in the parent and in the child.
pub(crate) fn open_after_fork() {
    HOLDERS.fetch_and(!CLOSED, Release);
    sys::futex_wake_all(&HOLDERS);
}
