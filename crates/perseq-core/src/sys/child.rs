//! A process that shares this one's memory and not its signal handlers, for trials.

use core::{
    ffi::{c_int, c_long, c_void},
    mem::{MaybeUninit, zeroed},
    ptr::{NonNull, null_mut},
};

use super::{Errno, Span, checked, uninterrupted};

/// The type of the function that [`ring_every_millisecond`] calls.
pub(crate) type Handler = extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void);

/// `clone(2)`: runs `body(argument)` in a process that shares this one's memory and files, and sleeps until it has ended.
///
/// It starts with this thread's signal mask and a copy of the handlers. Its end sends no signal, and is no news for other code
/// that waits for children.
///
/// # Safety
/// * Below `stack` there is room for `body` and for signal handlers.
/// * `body` runs on this thread's thread pointer: it uses thread-local storage only as this thread may, which sleeps.
pub(crate) unsafe fn run(
    stack: NonNull<u8>,
    body: extern "C" fn(*mut c_void) -> c_int,
    argument: *mut c_void,
) -> core::result::Result<(), Errno> {
    let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::CLONE_FS | libc::CLONE_FILES;
    // SAFETY: the caller vouches for the stack and the body.
    let made = || c_long::from(unsafe { libc::clone(body, stack.as_ptr().cast(), flags, argument) });
    let child = checked(made)? as libc::pid_t;
    let (status, usage) = (null_mut::<c_int>(), null_mut::<libc::rusage>());
    // SAFETY: nothing is written through null pointers.
    let wait = || unsafe { libc::syscall(libc::SYS_wait4, child, status, libc::__WALL, usage) };
    // Refused: its number stays taken until this process ends.
    let _ended = uninterrupted(wait);
    Ok(())
}

/// Lets SIGALRM call `handler` every millisecond, with `value` in the signal's description; other signals stay blocked as they are.
///
/// # Safety
/// * Only for processes made by [`run`]: handlers and mask are changed for good.
/// * `handler` is async-signal-safe with that value.
pub(crate) unsafe fn ring_every_millisecond(
    handler: Handler,
    value: *mut c_void,
) -> core::result::Result<(), Errno> {
    // SAFETY: zeroes are a valid action: no flags, an empty mask.
    let mut action: libc::sigaction = unsafe { zeroed() };
    action.sa_sigaction = handler as *const () as libc::sighandler_t;
    action.sa_flags = libc::SA_SIGINFO;
    // SAFETY: the action is whole, and the caller vouches for the handler.
    checked(|| c_long::from(unsafe { libc::sigaction(libc::SIGALRM, &raw const action, null_mut()) }))?;
    // SAFETY: zeroes are a valid event.
    let mut event: libc::sigevent = unsafe { zeroed() };
    event.sigev_notify = libc::SIGEV_SIGNAL;
    event.sigev_signo = libc::SIGALRM;
    event.sigev_value = libc::sigval { sival_ptr: value };
    // The kernel's own number of the timer: the C library's calls keep lists of theirs.
    let mut timer: c_int = 0;
    let clock = libc::CLOCK_MONOTONIC;
    // SAFETY: the event is whole, and the number is valid for writes.
    let make = || unsafe { libc::syscall(libc::SYS_timer_create, clock, &raw const event, &raw mut timer) };
    checked(make)?;
    // The interval, and the time until the first.
    let times = [Span::from_micros(1000), Span::from_micros(1000)];
    let none = null_mut::<[Span; 2]>();
    // SAFETY: the timer was made, and the times are whole.
    checked(|| unsafe { libc::syscall(libc::SYS_timer_settime, timer, 0 as c_int, &raw const times, none) })?;
    let mut alarm = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: valid for writes.
    unsafe { libc::sigemptyset(alarm.as_mut_ptr()) };
    // SAFETY: sigemptyset has initialised it.
    unsafe { libc::sigaddset(alarm.as_mut_ptr(), libc::SIGALRM) };
    // SAFETY: as above. It cannot fail with these arguments.
    unsafe { libc::pthread_sigmask(libc::SIG_UNBLOCK, alarm.as_ptr(), null_mut()) };
    Ok(())
}
