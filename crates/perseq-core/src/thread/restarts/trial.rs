//! The trial: a section that a signal interrupts, in a process of its own.
//!
//! The process shares this one's memory, as after `vfork`, but not its signal handlers: those of the program stay as they
//! are, and no other thread sees the signal. It runs on this thread's thread pointer while this thread sleeps, so sections go
//! through this thread's block, which names the trial's area for that time. It registers more than 32 bytes: since Linux
//! 7.0.10 a registration of 32 is treated as of old where signals are concerned, and would prove nothing about preemptions.
//!
//! ```text
//!   start    noted? ── yes ──► out: the signal came before
//!            begun = yes
//!            copy (long)              ◄── the signal: its handler sets `noted`, the kernel sends the section to its abort
//!            noted? ── yes ──► out: the handler ran in the middle, and the section went on all the same
//!   commit   begun = no
//! ```

use core::{
    cell::UnsafeCell,
    ffi::{c_int, c_void},
    mem::size_of,
    ptr::NonNull,
    sync::atomic::{AtomicBool, AtomicI32, AtomicUsize, Ordering::Relaxed},
};

use crate::{
    ByCpuId,
    abi::{self, Rseq},
    critical_section,
    error::{Error, Result},
    outcome::Outcome,
    sys::{self, SignalsBlocked, child},
    thread::{block, own},
};

critical_section! {
    /// Takes as long as `len` bytes take to copy, and leaves where `words[0]` is not 0 before or after that.
    unsafe fn interruptible(on index; pointers: words, to, from; values: zero, len) else noted {
        load(words[0]);
        branch_ne(zero, noted);
        store(words, words[1]);
        copy(to, from, len);
        load(words[0]);
        branch_ne(zero, noted);
        commit(zero, words[1]);
    }
}

/// Words that a section copies: much more time than all its other steps take.
const WORDS: usize = 512;
/// So many sections at most, about a second on slow machines: a timer that rings every millisecond has rung by then.
const SECTIONS: u32 = 1 << 20;
/// So many signals must have aborted a section.
const ABORTS: u32 = 3;
/// Bytes of the process's stack, a signal's frame with all that a processor can have in it among that.
const STACK: usize = 256 * 1024;

/// The memory that both processes see.
#[repr(C)]
struct Trial {
    area: UnsafeCell<own::Area>,
    /// Flags: the handler ran; a section has begun and not committed.
    words: [AtomicUsize; 2],
    /// [`RESTARTED`], [`WENT_ON`], or the error code of what was refused.
    answer: AtomicI32,
    /// True if the trial registers its area.
    registered: AtomicBool,
    from: UnsafeCell<[usize; WORDS]>,
    to: UnsafeCell<[usize; WORDS]>,
}

const RESTARTED: i32 = -1;
const WENT_ON: i32 = 0;

/// Makes the trial; without registration, as on a kernel that aborts nothing.
pub(super) fn run(registered: bool) -> Result<()> {
    let _signals = SignalsBlocked::new();
    let len = size_of::<Trial>().next_multiple_of(STACK) + STACK;
    let memory = sys::map_memory(len).map_err(|_| Error::NotRestarted { errno: libc::ENOMEM })?;
    // SAFETY: the mapping is longer and more aligned than a trial, no other thread knows it, and zeroes are a valid one.
    let trial = unsafe { memory.cast::<Trial>().as_ref() };
    trial.registered.store(registered, Relaxed);
    // The answer that is left if the process is killed.
    trial.answer.store(libc::ECHILD, Relaxed);
    // SAFETY: that is the end of the mapping.
    let stack = unsafe { memory.add(len) };
    // SAFETY: a stack as large as the process needs, above the trial.
    let ended = unsafe { in_process(trial, stack) };
    let answer = ended.map_or_else(|errno| errno, |()| trial.answer.load(Relaxed));
    // SAFETY: the process has ended, and `trial` is not used any more.
    unsafe { sys::unmap_memory(memory, len) };
    if answer == RESTARTED { Ok(()) } else { Err(Error::NotRestarted { errno: answer }) }
}

/// Runs the trial in a process whose stack ends at `stack`. Signals are blocked.
///
/// # Safety
/// * There are [`STACK`] bytes below `stack` that no other code uses.
unsafe fn in_process(trial: &Trial, stack: NonNull<u8>) -> core::result::Result<(), sys::Errno> {
    let block = block::get();
    let before = block.by_cpu_id();
    // Signals are blocked, and this thread sleeps until the process has ended: nothing of its own goes through this area.
    block.set_by_cpu_id(trial.area.get().cast());
    // SAFETY: the caller's promise; `process` uses the block alone of this thread's memory.
    let ended = unsafe { child::run(stack, process, core::ptr::from_ref(trial).cast_mut().cast()) };
    block.set_by_cpu_id(before);
    ended
}

/// The body of the process.
extern "C" fn process(trial: *mut c_void) -> c_int {
    // SAFETY: `in_process` passes a trial that outlives the process.
    let trial = unsafe { &*trial.cast::<Trial>() };
    let answer = prepare(trial).map_or_else(|errno| errno, |()| interrupt(trial));
    trial.answer.store(answer, Relaxed);
    0
}

/// Registers the area, and starts the timer.
fn prepare(trial: &Trial) -> core::result::Result<(), sys::Errno> {
    let area = trial.area.get().cast::<Rseq>();
    if trial.registered.load(Relaxed) {
        let len = own::LONG.max(own::registration_len());
        // SAFETY: the area is this process's alone, at least as long, and outlives it.
        match unsafe { own::register(area, len) } {
            // Linux before 6.3 takes 32 bytes only.
            // SAFETY: as above.
            Err(libc::EINVAL) => unsafe { own::register(area, abi::REGISTERED_LEN_MIN) }?,
            answer => answer?,
        }
    }
    let words = trial.words.as_ptr().cast_mut().cast();
    // SAFETY: this is a process of `child`'s; the handler uses the words alone, which outlive it.
    unsafe { child::ring_every_millisecond(noted, words) }
}

/// The handler of the timer's signal.
extern "C" fn noted(_signal: c_int, info: *mut libc::siginfo_t, _context: *mut c_void) {
    // SAFETY: the kernel gives a valid description.
    let info = unsafe { &*info };
    // SAFETY: every signal's description has room for a value, and a timer's has the one that it was made with.
    let words = unsafe { info.si_value() }.sival_ptr.cast::<AtomicUsize>();
    if info.si_code == libc::SI_TIMER {
        // SAFETY: the only timer of the process was made with the address of the trial's words.
        unsafe { &*words }.store(1, Relaxed);
    }
}

/// Runs sections until signals have told enough.
fn interrupt(trial: &Trial) -> i32 {
    let area = trial.area.get().cast::<Rseq>();
    // SAFETY: the trial outlives the process.
    let cpu_id = unsafe { &raw const (*area).cpu_id };
    let mut aborts = 0;
    for _ in 0..SECTIONS {
        // SAFETY: as above; volatile, because the kernel writes it.
        let cpu = unsafe { cpu_id.read_volatile() };
        let words = trial.words.as_ptr().cast_mut().cast();
        let (to, from) = (trial.to.get().cast(), trial.from.get().cast());
        let len = size_of::<[usize; WORDS]>();
        // SAFETY: two words, and two arrays of the length that is copied, all this process's alone.
        let outcome = unsafe { interruptible::<ByCpuId>(cpu, words, to, from, 0, len) };
        let [has_noted, has_begun] = trial.words.each_ref().map(|word| word.load(Relaxed) != 0);
        match outcome {
            Outcome::Exited if has_begun => return WENT_ON,
            Outcome::Aborted if has_noted => aborts += 1,
            _nothing_learnt => {}
        }
        if aborts == ABORTS {
            return RESTARTED;
        }
        if has_noted || has_begun {
            trial.words.iter().for_each(|word| word.store(0, Relaxed));
        }
    }
    // The timer does not ring, or something aborts every section (a debugger that steps).
    libc::ETIMEDOUT
}
