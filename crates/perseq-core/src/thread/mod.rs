//! The owner of this thread's registration (the C library, perseq, or none), and getting one.
//!
//! A thread can be registered once, with one area. glibc 2.35 and later registers every thread that it makes; then
//! its area is used, after the kernel has confirmed that it is this thread's. Otherwise (`GLIBC_TUNABLES=
//! glibc.pthread.rseq=0` or the same in `/etc/tunables.conf`, musl, an older C library, a thread that no C library made)
//! perseq registers an area of its own, one per thread, however many copies of perseq the process has loaded. If the process has
//! Perseq's `librseq.so.0`, that library's area of the thread is registered ([`provided`]).
//!
//! ```text
//!   fast path:  area = block.by_cpu_id ──────────────► struct rseq of glibc, or ours
//!                                      └─(at first)──► UNREGISTERED, whose index is negative: the section aborts
//!                                                       and its cold path comes here: attach()
//! ```
//!
//! So there is no "initialised?" check on any fast path, and a thread that cannot be registered simply stays with
//! the `UNREGISTERED` area: every section aborts, every operation takes its slower path.
//!
//! # The true feature size
//!
//! glibc 2.36 says `__rseq_size` 20 although it registered 32 bytes and the kernel fills `mm_cid` at 24. The kernel
//! knows: `rseq(2)` with the area that a thread has registered answers `EBUSY` if the length is the registered one
//! and `EINVAL` if not. The number of bytes filled is then `min(AT_RSEQ_FEATURE_SIZE, registered length)`. The same
//! call tells whether the thread is registered at all, without trusting memory that a raw `clone` may have left at zero.
//!
//! # Limits
//!
//! * A thread needs its own thread pointer. Between `vfork` and `exec` the child runs on its parent's: touch
//!   nothing per-CPU there.
//! * A seccomp filter that *kills* on `rseq` kills the first operation of each thread that was not attached before.

mod block;
mod confirm;
mod glibc;
mod hook;
pub(crate) mod load;
mod own;
mod peers;
#[doc(hidden)]
pub mod provided;
mod report;
mod restarts;

use core::{
    marker::PhantomData,
    sync::atomic::{
        AtomicBool, AtomicU32,
        Ordering::{Relaxed, SeqCst},
        fence,
    },
};

pub use block::Block;
#[cfg(not(any(miri, perseq_model)))]
#[doc(hidden)]
pub use block::EXPORTED_BLOCK;
#[cfg(miri)]
pub(crate) use block::NO_SIGNALS;
pub(crate) use block::Signals;
#[allow(unused_imports, reason = "for targets without assembly")]
pub(crate) use block::UNREGISTERED;
use block::{Attachment, BlockRef, State};
use confirm::{confirm, feature_size, refusal};
pub use report::{Owner, Report, report};
#[doc(hidden)]
pub use restarts::{trust_kernel, try_restarts};

use crate::{
    ByCpuId, Index,
    abi::Rseq,
    arch,
    cpu::{self, CpuId},
    error::{Error, Result},
    features::Features,
    sys::{self, SignalsBlocked},
};

/// True if the kernel can be asked to register a thread of this target: not in the model, nor for a processor without a table.
const CAN_REGISTER: bool = arch::SIGNATURE != 0;

/// Registers this thread if it is not registered, for as long as it lives: what the first operation of a thread does.
///
/// Costs a test when the thread is attached or known to be refused, some system calls the first time.
/// Async-signal-safe.
///
/// # Errors
///
/// Why the thread cannot run sections: [`Error::Unsupported`], [`Error::Denied`], [`Error::ForeignArea`],
/// [`Error::ForeignSignature`], [`Error::NotRestarted`], [`Error::ThreadExiting`]. Operations work all the same, on their slower path.
#[cold]
pub fn attach() -> Result<()> {
    if !CAN_REGISTER {
        return if is_attached() { Ok(()) } else { Err(Error::Unsupported) };
    }
    match block::get().state() {
        State::Attached(_) if is_attached() => Ok(()),
        State::Attached(_) => attach_again().map(drop),
        State::Refused(error) => Err(error),
        State::Fresh => attach_fresh(true).map(drop),
    }
}

/// Registers this thread if it is not registered, until the guard is dropped.
///
/// Guards nest and count, across copies of perseq in the process. A registration that the C library owns is not
/// ended by the last guard, nor one that an operation outside any guard has made (that lives as long as the thread).
///
/// # Errors
///
/// As [`attach`].
pub fn register() -> Result<Registration> {
    let block = block::get();
    // Counted first: a handler that registers and lets go in between must not be the last to let go.
    block.add_registration();
    let attached = match block.state() {
        State::Attached(attachment) if is_attached() => Ok(attachment),
        State::Attached(_) => attach_again(),
        State::Fresh => attach_fresh(false),
        State::Refused(error) => Err(error),
    };
    if attached.is_err() {
        block.remove_registration();
    }
    attached.map(|attachment| Registration { area: attachment.area, not_send: PhantomData })
}

/// A thread's registration, held. See [`register`].
#[derive(Debug)]
pub struct Registration {
    area: *const Rseq,
    not_send: PhantomData<*const ()>,
}

impl Registration {
    /// The CPU on which this thread runs. One load and a test: while the guard lives, the thread is registered, unless
    /// another library ends that registration.
    #[inline]
    #[must_use]
    pub fn cpu(&self) -> CpuId {
        // SAFETY: contract AREA: the area is valid while the guard lives, on this thread only.
        let field = unsafe { &raw const (*self.area).cpu_id };
        // SAFETY: as above; volatile, because the kernel writes it.
        let cpu = unsafe { field.read_volatile() };
        if cpu.cast_signed() >= 0 { CpuId::from_kernel(cpu) } else { cpu::current() }
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        let block = block::get();
        let _signals = SignalsBlocked::new();
        if block.remove_registration() == 0 && !block.is_lazy() {
            detach(block, State::Fresh);
        }
    }
}

/// First use on this thread: adopts glibc's registration or makes one. `lazy`: for as long as the thread lives.
fn attach_fresh(lazy: bool) -> Result<Attachment> {
    // No handler may find a half-made registration, and none may make a second one in between.
    let _signals = SignalsBlocked::new();
    let block = block::get();
    // A handler that ran before the signals were blocked may have done all of it.
    if let State::Attached(attachment) = block.state() {
        block.set_lazy(lazy || block.is_lazy());
        return Ok(attachment);
    }
    match find() {
        Ok(attachment) => {
            let features = Features::of_size(feature_size(attachment.registered_len));
            EVER_ATTACHED.store(true, Relaxed);
            // Pairs with the one in `fence`: a thread that has taken a guard and finds no thread registered need not fence,
            // for this thread's sections will see the guard.
            fence(SeqCst);
            block.attach(attachment, features.mm_cid && !HIDE_MM_CID.load(Relaxed));
            block.set_lazy(lazy);
            if matches!(attachment.owner, Owner::Perseq | Owner::Peer) {
                hook::arm();
            }
            Ok(attachment)
        }
        Err(error) => {
            block.refuse(error);
            Err(error)
        }
    }
}

/// Replaces a registration that another library has ended: the kernel has set the area's number to −1, so sections abort.
fn attach_again() -> Result<Attachment> {
    let _signals = SignalsBlocked::new();
    let block = block::get();
    if let State::Attached(attachment) = block.state() {
        // A handler that ran before the signals were blocked may have done it.
        if is_attached() {
            return Ok(attachment);
        }
        let lazy = block.is_lazy();
        block.reset(State::Fresh);
        if attachment.owner != Owner::Glibc {
            own::release();
        }
        return attach_fresh(lazy);
    }
    attach_fresh(true)
}

/// The registration that glibc has made for this thread, or one of our own.
fn find() -> Result<Attachment> {
    if !arch::HAS_SECTIONS {
        return Err(Error::Unsupported);
    }
    if let Some(area) = glibc::area()
        && let Some(registered_len) = confirm(area)?
    {
        restarts::check()?;
        return Ok(Attachment { area, registered_len, owner: Owner::Glibc });
    }
    let own = own::acquire()?;
    // Not before: a kernel that does not register at all has a better reason.
    restarts::check().inspect_err(|_| own::release())?;
    Ok(own)
}

/// Ends this copy's use of the thread's registration. Signals are blocked.
fn detach(block: BlockRef, next: State) {
    if let State::Attached(attachment) = block.state() {
        if attachment.owner == Owner::Glibc && matches!(next, State::Fresh) {
            return;
        }
        block.reset(next);
        if attachment.owner != Owner::Glibc {
            own::release();
        }
    }
}

/// A value of the auxiliary vector, 0 where it has none.
pub(crate) fn auxv(kind: u32) -> u32 {
    sys::auxv(kind) as u32
}

/// True if threads are attached as if the kernel had no `mm_cid`.
static HIDE_MM_CID: AtomicBool = AtomicBool::new(false);

/// For tests: threads that are attached from now on find no concurrency id, as before Linux 6.3.
#[doc(hidden)]
pub fn hide_concurrency_ids() {
    HIDE_MM_CID.store(true, Relaxed);
}

/// True if any thread of this process was ever registered.
static EVER_ATTACHED: AtomicBool = AtomicBool::new(false);

/// Returns whether any thread of this process (or of a process that it was forked from) was ever attached by this copy.
pub(crate) fn ever_attached() -> bool {
    EVER_ATTACHED.load(Relaxed)
}

/// How many forks are between this process and the first one that loaded this copy of perseq. An object that notes the count when it is
/// made knows by it later whether it is a copy in a child: of a mapping that children do not get, say. A child of `_Fork` or of a bare
/// `clone` notices here that it is one. Costs three loads. Async-signal-safe.
#[must_use]
pub fn forks() -> u32 {
    crate::guard::notice();
    noticed_forks()
}

/// As [`forks`], as far as this process has noticed them: for callers that have just done so.
pub(crate) fn noticed_forks() -> u32 {
    FORKS.load(Relaxed)
}

static FORKS: AtomicU32 = AtomicU32::new(0);

/// Called in a child that no handler has told that it is one.
pub(crate) fn forked() {
    load::in_child();
}

/// Runs in a forked child.
fn in_child() {
    FORKS.fetch_add(1, Relaxed);
}

/// Returns whether this thread's registration has the words of the time-slice extension.
pub(crate) fn has_slice_words() -> bool {
    match block::get().state() {
        State::Attached(attachment) => Features::of_size(feature_size(attachment.registered_len)).slice,
        State::Fresh | State::Refused(_) => false,
    }
}

/// Makes this thread's area name no section: librseq's `rseq_clear_rseq_cs`.
///
/// Sections leave the address of their descriptor in the area; the kernel clears it when it next looks, and no other code needs
/// to. It is for programs that jump into a section on purpose (debuggers, tests of sections), and before memory with sections
/// of one's own is unmapped. Costs two instructions. Async-signal-safe; never to be called inside a section.
pub fn clear_descriptor() {
    let area = arch::area::<ByCpuId>();
    // SAFETY: contract AREA: an area that lives as long as the thread; this field is user space's to write.
    let word = unsafe { &raw mut (*area).rseq_cs };
    // SAFETY: as above; volatile, because the kernel reads it.
    unsafe { word.write_volatile(0) };
}

/// This thread's number for guards; `new` gives it one (or 0, none) at first.
pub(crate) fn guard_number(new: impl FnOnce() -> usize) -> usize {
    let block = block::get();
    if block.guard_number() == 0 {
        let _signals = SignalsBlocked::new();
        // A handler that ran before the signals were blocked may have done it.
        if block.guard_number() == 0 {
            block.set_guard_number(new());
        }
    }
    block.guard_number()
}

/// This thread's number for guards, or 0 if it has none yet.
#[inline]
pub(crate) fn guard_number_now() -> usize {
    block::get().guard_number()
}

/// How many [`SignalsBlocked`] this thread has.
pub(crate) fn signal_blocks() -> u32 {
    block::get().signal_blocks()
}

/// One more: `block_all` is called for the first, and returns which signals were not blocked before.
pub(crate) fn add_signal_block(block_all: impl FnOnce() -> Signals) {
    let block = block::get();
    // A handler that comes in between has none of its own left when it returns.
    if block.signal_blocks() == 0 {
        block.set_to_unblock(block_all());
    }
    block.set_signal_blocks(block.signal_blocks() + 1);
}

/// One less: after the last, `unblock` is given what the first has blocked.
pub(crate) fn remove_signal_block(unblock: impl FnOnce(Signals)) {
    let block = block::get();
    let left = block.signal_blocks() - 1;
    block.set_signal_blocks(left);
    if left == 0 {
        unblock(block.to_unblock());
    }
}

/// The row by `I` that this thread is on, after registering it if it is not registered; where that cannot be, the number
/// of its CPU by the C library, or another row. Out of date when it arrives, as any such number.
#[cold]
pub fn row<I: Index>() -> u32 {
    let registered = I::current().or_else(|| attach().ok().and_then(|()| I::current()));
    let row = registered.unwrap_or_else(|| cpu::current().get());
    cpu::note(row);
    row % cpu::bound()
}

/// Returns whether this thread can run sections by `cpu_id` now.
#[must_use]
pub fn is_attached() -> bool {
    crate::ByCpuId::current().is_some()
}
