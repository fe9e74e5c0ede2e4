//! `CpuLock`: the value under it is added to without any other care, and no addition may be lost.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use perseq::{CpuLock, Index};

use super::{
    families::{Family, Side},
    guarded::answer,
    structures::{leak, name, rows},
};

#[inline(never)]
fn add<I: Index>(lock: &CpuLock<usize, I>, n: usize) {
    *lock.lock().expect("this thread does not hold it") += n;
}

/// Adds if no thread holds the lock; returns whether it did. After its commit, the victim does.
#[inline(never)]
fn try_add<I: Index>(lock: &CpuLock<usize, I>, n: usize) -> bool {
    let Ok(Some(mut value)) = lock.try_lock() else { return false };
    *value += n;
    true
}

/// The family of locks, by one index: what victims have added.
pub(super) fn family<I: Index>() -> Family {
    let lock = leak(CpuLock::<usize, I>::indexed(|_| 0).expect("memory"));
    let others = leak(AtomicUsize::new(0));
    let fresh = move || {
        others.store(0, SeqCst);
        (0..rows()).for_each(|row| lock.with_row(row, |value| *value = 0).expect("nobody holds it"));
    };
    let observe = move |_| {
        let value = |row| lock.with_row(row, |value| *value).expect("nobody holds it");
        vec![(0..rows()).map(value).sum::<usize>().wrapping_sub(others.load(SeqCst))]
    };
    let try_other = move || {
        if try_add(lock, 1000) {
            others.fetch_add(1000, SeqCst);
        }
    };
    Family::new(name::<I>("CpuLock"), I::current, 1, fresh, |_| vec![0], observe)
        .operation(
            "an addition to what is locked",
            move |side| {
                match side {
                    Side::Victim => add(lock, 1),
                    Side::Other => try_other(),
                }
                answer(true, &[])
            },
            |side, words| {
                words[0] += side.of(1, 0);
                answer(true, &[])
            },
        )
        .with_slow_path()
}
