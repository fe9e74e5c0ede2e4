//! Threads that stay on one CPU, and what tells that the kernel has moved one: its CPU went offline.

use std::{
    io::Write,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

/// The line that a process which runs a test alone prints when a CPU went away under a thread that was pinned to it: nothing of what it
/// found counts.
pub(crate) const MOVED: &str = "a pinned thread was moved: its CPU went offline";

/// The affinity of thread `tid`, 0 for this one.
fn affinity(tid: libc::pid_t) -> libc::cpu_set_t {
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::sched_getaffinity(tid, size_of_val(&set), &mut set);
        set
    }
}

fn only(cpu: u32) -> libc::cpu_set_t {
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::CPU_SET(cpu as usize, &mut set);
        set
    }
}

/// Which threads are pinned, and to which CPU. The kernel lets a thread run anywhere when the last of its CPUs goes offline.
static PINS: Mutex<Vec<(libc::pid_t, u32)>> = Mutex::new(Vec::new());
/// True if one was moved.
static WAS_MOVED: AtomicBool = AtomicBool::new(false);

/// Notes whether any thread is not where it was pinned to.
fn note_moves(pins: &[(libc::pid_t, u32)]) {
    // A thread that has ended has no affinity.
    let is_moved = |&(tid, cpu): &(libc::pid_t, u32)| {
        let now = affinity(tid);
        let any = unsafe { libc::CPU_COUNT(&now) } > 0;
        any && !unsafe { libc::CPU_EQUAL(&now, &only(cpu)) }
    };
    if pins.iter().any(is_moved) {
        WAS_MOVED.store(true, SeqCst);
    }
}

/// Has each panic tell whether a pinned thread was moved before it.
pub(crate) fn tell_of_moves() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if let Ok(pins) = PINS.try_lock() {
            note_moves(&pins);
        }
        if WAS_MOVED.load(SeqCst) {
            std::io::stderr().write_all(format!("{MOVED}\n").as_bytes()).unwrap();
        }
        before(panic);
    }));
}

/// Moves this thread to `cpu`.
pub fn pin(cpu: u32) {
    let tid = unsafe { libc::gettid() };
    // Never waits: handlers pin, too, and forked children.
    if let Ok(mut pins) = PINS.try_lock() {
        if let Some(at) = pins.iter().position(|(pinned, _)| *pinned == tid) {
            let pin = pins.swap_remove(at);
            note_moves(&[pin]);
        }
        pins.push((tid, cpu));
    }
    let pinned = try_pin(cpu);
    if !pinned {
        WAS_MOVED.store(true, SeqCst);
    }
    assert!(pinned, "pin to CPU {cpu}: {}", std::io::Error::last_os_error());
}

/// Moves this thread to `cpu`; `false` if that is offline.
pub fn try_pin(cpu: u32) -> bool {
    let set = only(cpu);
    unsafe { libc::sched_setaffinity(0, size_of_val(&set), &set) == 0 }
}

/// Returns whether this thread is on `cpu`, and is allowed nowhere else.
pub fn is_pinned(cpu: u32) -> bool {
    let here = unsafe { libc::sched_getcpu() };
    here.cast_unsigned() == cpu && unsafe { libc::CPU_EQUAL(&affinity(0), &only(cpu)) }
}

/// Pins this thread to the CPU that it is on.
pub fn pin_to_any() {
    pin(unsafe { libc::sched_getcpu() }.unsigned_abs());
}
