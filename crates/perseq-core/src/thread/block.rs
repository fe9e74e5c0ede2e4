//! The data that each thread keeps: where its `struct rseq` is, and how it came by it.
//!
//! The block is thread-local in the initial-exec model, so that a section reaches it by the thread pointer and one
//! link-time (executables) or load-time (shared objects) constant, with no call, no allocation and no check: also in
//! a signal handler that interrupts anything. It takes 48 bytes of each thread. Stable Rust has no such variable, so
//! it is declared in assembly, once; its initial value makes every section abort.

use core::{cell::UnsafeCell, mem::size_of};

use super::Owner;
use crate::{abi::Rseq, arch, error::Error, sys::errno};

/// A thread's block. Only its own thread touches it, its signal handlers among that.
#[repr(C)]
#[derive(Debug)]
pub struct Block {
    /// The area that sections by `cpu_id` go through: the thread's, or `UNREGISTERED`.
    pub(crate) by_cpu_id: *mut Rseq,
    /// The same for sections by `mm_cid`: `UNREGISTERED` where the kernel does not fill it.
    pub(crate) by_concurrency_id: *mut Rseq,
    /// The area that this copy has registered for itself and its peers, or null.
    pub(super) own_area: *mut Rseq,
    /// The signals that the first of [`signal_blocks`](Self::signal_blocks) has blocked, and that the last one unblocks.
    to_unblock: Signals,
    /// How many [`SignalsBlocked`](crate::sys::SignalsBlocked) the thread has.
    signal_blocks: u32,
    /// [`Registration`](super::Registration) guards of this copy of perseq, up to `MOST`, and `LAZY`.
    registrations: u16,
    /// The upper bits of the thread's number for [guards](crate::guard).
    upper_number: u16,
    /// The lower bits: both are 0 if it has none yet.
    lower_number: u32,
    /// Errno of a refusal, or bytes registered.
    detail: u16,
    /// `FRESH`, `ATTACHED | owner`, or `REFUSED | error`.
    state: u8,
    /// How many copies use the own area; at most `MANY`, which stays.
    pub(super) own_users: u8,
}
// Every shared object that contains perseq takes so much of glibc's room for such variables (`docs/tools.md`).
#[cfg(all(target_pointer_width = "64", not(target_arch = "mips64")))]
const _: () = assert!(size_of::<Block>() == 48);

/// A set of signals as the kernel has it: a bit for each.
pub(crate) type Signals = [u32; linux_raw_sys::general::_NSIG as usize / 32];
/// None of them.
#[allow(dead_code, reason = "for targets without assembly")]
pub(crate) const NO_SIGNALS: Signals = [0; linux_raw_sys::general::_NSIG as usize / 32];

impl Block {
    /// The block of a thread that has done nothing yet, where it is declared in Rust and its pointers are not read.
    #[allow(dead_code, reason = "elsewhere the block is declared in assembly")]
    pub(crate) const fn fresh() -> Self {
        use core::ptr::null_mut;
        Self {
            by_cpu_id: null_mut(),
            by_concurrency_id: null_mut(),
            own_area: null_mut(),
            to_unblock: NO_SIGNALS,
            signal_blocks: 0,
            registrations: 0,
            upper_number: 0,
            lower_number: 0,
            detail: 0,
            state: FRESH,
            own_users: 0,
        }
    }
}

/// The name of the block in assembly. It names the version: two versions of the crate may be in one program.
#[doc(hidden)]
#[macro_export]
macro_rules! __block {
    () => {
        "__perseq_core_0_1_block"
    };
}

/// An area that no thread has registered: every section that goes through it aborts.
#[repr(C, align(128))]
pub(crate) struct Unregistered(UnsafeCell<Rseq>);

// SAFETY: only `rseq_cs` is ever written, by sections on their way to abort, and it is never read.
unsafe impl Sync for Unregistered {}

/// The area of threads that have not asked yet.
pub(crate) static UNREGISTERED: Unregistered = Unregistered::new();

/// The areas of threads that were refused, for good: several, so that few threads' sections write to the same cache line.
static REFUSED_AREAS: [Unregistered; 16] = [const { Unregistered::new() }; 16];

impl Unregistered {
    /// Both indexes are negative, which no row is (contract ROWS). Not −1, which the kernel writes where a registration ends.
    const fn new() -> Self {
        Self(UnsafeCell::new(Rseq {
            cpu_id_start: 0,
            cpu_id: 1 << 31,
            rseq_cs: 0,
            flags: 0,
            node_id: 0,
            mm_cid: 1 << 31,
            slice_ctrl: 0,
        }))
    }

    pub(crate) fn area(&'static self) -> *mut Rseq {
        self.0.get()
    }
}

arch::global_asm!(
    ".pushsection .tdata.perseq, \"awT\", %progbits",
    concat!(".balign 16\n.globl ", crate::__block!(), "\n.protected ", crate::__block!()),
    concat!(".type ", crate::__block!(), ", %tls_object\n.size ", crate::__block!(), ", {size}"),
    concat!(crate::__block!(), ":"),
    crate::__word!("{unregistered}", "{unregistered}"),
    // All after the two pointers is zero.
    ".zero {size} - 2 * {word}",
    ".popsection",
    // Run at load, before main or dlopen's return.
    ".pushsection .init_array, \"aw\", %init_array\n.balign {word}",
    crate::__word!("{on_load}"),
    ".popsection",
    // How copies of perseq in one process find each other: an ELF note that leads to the copy's entry points.
    ".pushsection .note.perseq, \"a\", %note",
    ".balign 4\n.long 7, 4, 1\n.asciz \"Perseq\"\n.balign 4\n.long {entry} - .",
    ".popsection",
    size = const size_of::<Block>(),
    word = const size_of::<usize>(),
    unregistered = sym UNREGISTERED,
    on_load = sym super::load::on_load,
    entry = sym super::peers::ENTRY,
);

// When a Rust `dylib` contains perseq, sections that are inlined into other objects name the block. The linker would hide it but
// for this declaration: symbols of a static library (an empty one, which the build script makes) are exported. Only a `dylib`
// exports them: two plug-ins that each contain perseq never see each other's block.
#[cfg(not(any(miri, perseq_model)))]
#[link(name = "perseq_core_assembly", kind = "static")]
unsafe extern "C" {
    #[doc(hidden)]
    #[link_name = "__perseq_core_0_1_block"]
    pub static EXPORTED_BLOCK: u8;
}

/// This thread's knowledge of its registration.
#[derive(Debug, Clone, Copy)]
pub(super) enum State {
    /// Not asked yet.
    Fresh,
    /// Registered.
    Attached(Attachment),
    /// Cannot be registered, and is not asked again.
    Refused(Error),
}

/// A registration that the thread uses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attachment {
    pub(super) area: *mut Rseq,
    pub(super) registered_len: u32,
    pub(super) owner: Owner,
}

/// In `own_users`: too many to count, so the registration lives as long as the thread.
pub(super) const MANY: u8 = u8::MAX;
const FRESH: u8 = 0;
/// In `registrations`: the registration lives as long as the thread.
const LAZY: u16 = 1 << (u16::BITS - 1);
/// More registration guards are not counted: then the registration lives as long as the thread.
const MOST: u16 = LAZY - 1;
const OWNERS: [Owner; 4] = [Owner::Glibc, Owner::Perseq, Owner::Peer, Owner::Librseq];
const ATTACHED: u8 = 1;
const REFUSED: u8 = 16;

/// This thread's block. Not `Send`: it is an address of this thread's.
#[derive(Debug, Clone, Copy)]
pub(super) struct BlockRef(*mut Block);

/// This thread's block.
pub(super) fn get() -> BlockRef {
    BlockRef(arch::block())
}

/// Reads and writes of single fields, volatile: a signal handler may come between any two.
macro_rules! field {
    ($get:ident, $set:ident, $field:ident: $type:ty) => {
        field!($set, $field: $type);
        pub(super) fn $get(self) -> $type {
            // SAFETY: contract BLOCK: the block is valid and this thread's own.
            let field = unsafe { &raw const (*self.0).$field };
            // SAFETY: as above.
            unsafe { field.read_volatile() }
        }
    };
    ($set:ident, $field:ident: $type:ty) => {
        pub(super) fn $set(self, value: $type) {
            // SAFETY: contract BLOCK: the block is valid and this thread's own.
            let field = unsafe { &raw mut (*self.0).$field };
            // SAFETY: as above.
            unsafe { field.write_volatile(value) }
        }
    };
}

impl BlockRef {
    field!(by_cpu_id, set_by_cpu_id, by_cpu_id: *mut Rseq);
    field!(set_by_concurrency_id, by_concurrency_id: *mut Rseq);
    field!(state_word, set_state_word, state: u8);
    field!(detail, set_detail, detail: u16);
    field!(registrations, set_registrations, registrations: u16);
    field!(upper_number, set_upper_number, upper_number: u16);
    field!(lower_number, set_lower_number, lower_number: u32);
    field!(signal_blocks, set_signal_blocks, signal_blocks: u32);
    field!(to_unblock, set_to_unblock, to_unblock: Signals);
    field!(own_area, set_own_area, own_area: *mut Rseq);
    field!(own_users, set_own_users, own_users: u8);

    pub(super) fn state(self) -> State {
        match self.state_word() {
            FRESH => State::Fresh,
            word if word >= REFUSED => State::Refused(error(word - REFUSED, self.detail())),
            word => State::Attached(Attachment {
                area: self.by_cpu_id(),
                registered_len: self.detail().into(),
                owner: OWNERS[usize::from(word - ATTACHED)],
            }),
        }
    }

    /// Lets sections through. Signals are blocked.
    pub(super) fn attach(self, attachment: Attachment, has_mm_cid: bool) {
        self.set_detail(attachment.registered_len as u16);
        self.set_state_word(ATTACHED + attachment.owner as u8);
        self.set_by_cpu_id(attachment.area);
        self.set_by_concurrency_id(if has_mm_cid { attachment.area } else { self.refused() });
    }

    /// Lets no section through any more. Signals are blocked.
    pub(super) fn reset(self, next: State) {
        self.set_by_cpu_id(UNREGISTERED.area());
        self.set_by_concurrency_id(UNREGISTERED.area());
        self.set_lazy(false);
        match next {
            State::Refused(error) => self.refuse(error),
            State::Fresh | State::Attached(_) => self.set_state_word(FRESH),
        }
    }

    pub(super) fn refuse(self, why: Error) {
        let (kind, errno) = encode(why);
        self.set_by_cpu_id(self.refused());
        self.set_by_concurrency_id(self.refused());
        self.set_detail(errno as u16);
        self.set_state_word(REFUSED + kind);
    }

    fn refused(self) -> *mut Rseq {
        // Blocks of threads are a stack apart, at least: pages.
        REFUSED_AREAS[self.0.addr() / 4096 % REFUSED_AREAS.len()].area()
    }

    pub(super) fn is_lazy(self) -> bool {
        self.registrations() & LAZY != 0
    }

    pub(super) fn set_lazy(self, lazy: bool) {
        let lazy = if lazy { LAZY } else { 0 };
        self.set_registrations(self.registrations() & !LAZY | lazy);
    }

    /// Counts a registration guard.
    pub(super) fn add_registration(self) {
        let registrations = self.registrations();
        if registrations & !LAZY == MOST {
            self.set_lazy(true);
        } else {
            self.set_registrations(registrations + 1);
        }
    }

    /// One less; how many are left.
    pub(super) fn remove_registration(self) -> u16 {
        let registrations = self.registrations();
        // There are none left only where some were not counted.
        let left = (registrations & !LAZY).saturating_sub(1);
        self.set_registrations(registrations & LAZY | left);
        left
    }

    /// The thread's number for [guards](crate::guard), or 0.
    pub(super) fn guard_number(self) -> usize {
        let lower = self.lower_number() as usize;
        // Numbers of 32-bit targets have no upper bits.
        if usize::BITS == 32 { lower } else { lower | usize::from(self.upper_number()) << (usize::BITS / 2) }
    }

    /// Signals are blocked: a handler would find half a number.
    pub(super) fn set_guard_number(self, number: usize) {
        if usize::BITS == 64 {
            self.set_upper_number((number >> (usize::BITS / 2)) as u16);
        }
        self.set_lower_number(number as u32);
    }
}

/// The errors that a refusal can have, as a number and an errno: a block is plain words.
fn encode(error: Error) -> (u8, i32) {
    match error {
        Error::Unsupported => (0, 0),
        Error::Denied { errno } => (1, errno),
        Error::ForeignSignature { .. } => (2, 0),
        Error::ForeignArea => (3, 0),
        Error::ThreadExiting => (4, 0),
        Error::Syscall { errno, .. } => (5, errno),
        Error::NotRestarted { errno } => (6, errno),
        _ => (5, errno::EINVAL),
    }
}

fn error(kind: u8, detail: u16) -> Error {
    let errno = detail.into();
    match kind {
        0 => Error::Unsupported,
        1 => Error::Denied { errno },
        2 => Error::ForeignSignature { ours: crate::abi::SIGNATURE },
        3 => Error::ForeignArea,
        4 => Error::ThreadExiting,
        6 => Error::NotRestarted { errno },
        _ => Error::Syscall { call: "rseq", errno },
    }
}
