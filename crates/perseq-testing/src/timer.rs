//! Signals that come again and again.

use std::{
    cell::Cell,
    sync::atomic::{
        AtomicU64, AtomicUsize,
        Ordering::{Relaxed, SeqCst},
    },
    time::Duration,
};

/// How many signals [`with_timer`]'s timers have delivered.
pub static SIGNALS: AtomicU64 = AtomicU64::new(0);

/// The function that [`timer_rang`] calls: a handler, as an address.
static HANDLER: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// This thread's timer, and how long after each signal it rings again.
    static TIMER: Cell<Option<(libc::timer_t, libc::itimerspec)>> = const { Cell::new(None) };
}

/// Makes `handler` the handler of [`with_timer`]'s signals.
pub fn handle_timer(handler: extern "C" fn(i32)) {
    HANDLER.store(handler as *const () as usize, SeqCst);
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = timer_rang as *const () as usize;
        action.sa_flags = libc::SA_RESTART;
        assert_eq!(libc::sigaction(libc::SIGRTMIN(), &action, std::ptr::null_mut()), 0);
    }
}

/// Calls the handler, and sets the timer again.
extern "C" fn timer_rang(signal: i32) {
    let handler = HANDLER.load(SeqCst) as *const ();
    unsafe { std::mem::transmute::<*const (), extern "C" fn(i32)>(handler)(signal) };
    if let Some((timer, once)) = TIMER.get() {
        unsafe { libc::timer_settime(timer, 0, &once, std::ptr::null_mut()) };
    }
}

/// A handler that does nothing but count.
pub extern "C" fn count_signal(_signal: i32) {
    SIGNALS.fetch_add(1, Relaxed);
}

/// Sends this thread `SIGRTMIN` while `body` runs, `period` after the handler has returned from the one before: it gets on
/// also where a handler takes longer than that.
pub fn with_timer<R>(period: Duration, body: impl FnOnce() -> R) -> R {
    unsafe {
        let mut event: libc::sigevent = std::mem::zeroed();
        event.sigev_notify = libc::SIGEV_THREAD_ID;
        event.sigev_signo = libc::SIGRTMIN();
        event.sigev_notify_thread_id = libc::gettid();
        let mut timer: libc::timer_t = std::mem::zeroed();
        assert_eq!(libc::timer_create(libc::CLOCK_MONOTONIC, &mut event, &mut timer), 0);
        let mut once: libc::itimerspec = std::mem::zeroed();
        once.it_value.tv_nsec = period.subsec_nanos() as libc::c_long;
        TIMER.set(Some((timer, once)));
        assert_eq!(libc::timer_settime(timer, 0, &once, std::ptr::null_mut()), 0);
        let result = body();
        TIMER.set(None);
        libc::timer_delete(timer);
        result
    }
}
