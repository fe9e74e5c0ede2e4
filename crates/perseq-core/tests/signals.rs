//! Signals while guards are held: blocked as long as there is one, in whatever order guards are dropped, and as they
//! were before when there is none.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use perseq_core::{
    ByConcurrencyId, ByCpuId,
    guard::{Exclusive, Guarded, Held},
};

/// The signals from 1 to 31 that this thread has blocked, a bit each.
fn blocked() -> u32 {
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        assert_eq!(libc::pthread_sigmask(libc::SIG_BLOCK, std::ptr::null(), &mut set), 0);
        (1..32).filter(|&signal| libc::sigismember(&set, signal) == 1).map(|signal| 1 << signal).sum()
    }
}

/// Those that a fault raises: blocked, they would end the process.
const FAULTS: [i32; 6] =
    [libc::SIGSEGV, libc::SIGBUS, libc::SIGFPE, libc::SIGILL, libc::SIGTRAP, libc::SIGSYS];

/// Every signal that can be blocked and that no fault raises.
fn all() -> u32 {
    (1..32)
        .filter(|&signal| signal != libc::SIGKILL && signal != libc::SIGSTOP && !FAULTS.contains(&signal))
        .map(|signal| 1 << signal)
        .sum()
}

/// How often the handler of `SIGUSR1` has run.
static HANDLED: AtomicU32 = AtomicU32::new(0);

extern "C" fn count(_signal: i32) {
    HANDLED.fetch_add(1, Relaxed);
}

/// Sends this thread `SIGUSR1`, and tells whether its handler has run.
fn handles() -> bool {
    let before = HANDLED.load(Relaxed);
    unsafe { libc::pthread_kill(libc::pthread_self(), libc::SIGUSR1) };
    HANDLED.load(Relaxed) != before
}

/// Runs `body` on a thread of its own with `SIGUSR2` blocked, which it is to be before and after each guard.
fn with_own_mask(body: impl FnOnce() + Send) {
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = count as *const () as usize;
        assert_eq!(libc::sigaction(libc::SIGUSR1, &action, std::ptr::null_mut()), 0);
    }
    std::thread::scope(|scope| {
        scope.spawn(|| {
            unsafe {
                let mut set: libc::sigset_t = std::mem::zeroed();
                libc::sigaddset(&mut set, libc::SIGUSR2);
                assert_eq!(libc::pthread_sigmask(libc::SIG_SETMASK, &set, std::ptr::null_mut()), 0);
            }
            assert_eq!(blocked(), 1 << libc::SIGUSR2);
            body();
            assert_eq!(blocked(), 1 << libc::SIGUSR2, "nothing is held");
            assert!(handles(), "nothing is held");
        });
    });
}

#[test]
fn a_vector_of_guards_leaves_the_mask_as_it_was() {
    with_own_mask(|| {
        let rows = Guarded::<ByCpuId>::new(64, 64).unwrap();
        let held: Vec<Held<'_>> = (0..3).map(|row| rows.lock(row).unwrap()).collect();
        assert_eq!(blocked(), all());
        // First to last: in the order in which they were taken.
        drop(held);
    });
}

#[test]
fn guards_taken_hand_over_hand_keep_handlers_out_until_the_last_is_dropped() {
    static CHAIN: [Exclusive<u32>; 4] = [const { Exclusive::new(0) }; 4];
    with_own_mask(|| {
        let mut held = CHAIN[0].lock().unwrap();
        for next in &CHAIN[1..] {
            *held += 1;
            held = next.lock().unwrap();
            assert_eq!(blocked(), all());
            assert!(!handles(), "a handler ran while a guard was held");
        }
    });
}

#[test]
fn whatever_the_order_signals_are_blocked_while_anything_is_held() {
    let value = Exclusive::new(0);
    let by_cpu = Guarded::<ByCpuId>::with_limit(64, 64, 4).unwrap();
    let by_id = Guarded::<ByConcurrencyId>::new(64, 64).unwrap();
    // Which of three guards is dropped first, and which of the rest.
    for (first, second) in [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)] {
        with_own_mask(|| {
            let mut held: [Option<Box<dyn Any + '_>>; 3] = [
                Some(Box::new(value.lock().unwrap())),
                Some(Box::new(by_cpu.lock(0).unwrap())),
                Some(Box::new(by_id.lock(0).unwrap())),
            ];
            for dropped in [first, second] {
                held[dropped] = None;
                assert_eq!(blocked(), all(), "{dropped} of ({first}, {second}) was dropped, others are held");
                assert!(!handles());
            }
            // One taken between the drops of others counts as all.
            let again = by_cpu.lock(1).unwrap();
            held = [const { None }; 3];
            assert_eq!(blocked(), all());
            drop(again);
            drop(held);
        });
    }
}

/// Any guard.
trait Any {}
impl<T> Any for T {}

#[test]
fn a_thread_that_ends_a_guard_by_a_panic_has_its_mask_again() {
    with_own_mask(|| {
        let rows = Guarded::<ByCpuId>::new(64, 64).unwrap();
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _first = rows.lock(0).unwrap();
            let _second = rows.lock(1).unwrap();
            panic!("on purpose");
        }));
        assert!(result.is_err());
    });
}

#[test]
fn faults_reach_their_handlers_while_a_row_is_held() {
    static FAULTED: AtomicU32 = AtomicU32::new(0);
    extern "C" fn faulted(_signal: i32) {
        FAULTED.fetch_add(1, Relaxed);
    }
    let rows = Guarded::<ByCpuId>::new(64, 64).unwrap();
    for signal in FAULTS {
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            let mut old: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = faulted as *const () as usize;
            assert_eq!(libc::sigaction(signal, &action, &mut old), 0);
            let held = rows.lock(0).unwrap();
            let before = FAULTED.load(Relaxed);
            libc::pthread_kill(libc::pthread_self(), signal);
            assert_eq!(FAULTED.load(Relaxed), before + 1, "signal {signal} waits for the row's release");
            drop(held);
            // A mask of the program's own stays.
            let mut set: libc::sigset_t = std::mem::zeroed();
            libc::sigaddset(&mut set, signal);
            libc::pthread_sigmask(libc::SIG_BLOCK, &set, std::ptr::null_mut());
            drop(rows.lock(0).unwrap());
            assert_eq!(blocked() >> signal & 1, 1, "signal {signal} was blocked before");
            libc::pthread_sigmask(libc::SIG_UNBLOCK, &set, std::ptr::null_mut());
            assert_eq!(libc::sigaction(signal, &old, std::ptr::null_mut()), 0);
        }
    }
}
