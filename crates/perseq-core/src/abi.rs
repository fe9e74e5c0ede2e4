//! The kernel's side of the contract: `struct rseq`, `struct rseq_cs`, their constants, nothing else.
//!
//! Linux extends `struct rseq` at its end and tells how far it fills it through the auxiliary vector
//! (`AT_RSEQ_FEATURE_SIZE`, `AT_RSEQ_ALIGN`); user space may write `rseq_cs` and the slice request byte and
//! nothing else, ever (since 7.0 the kernel kills a process that writes a read-only field).
//!
//! Source: `include/uapi/linux/rseq.h`; `Documentation/userspace-api/rseq.rst`.

use core::mem::{align_of, offset_of, size_of};

/// The area that a thread registers with `rseq(2)`; the kernel writes it whenever the thread returns to user
/// space after a preemption, a migration or a signal.
///
/// Read it through raw pointers and volatile loads only: the kernel changes it between any two instructions.
#[repr(C, align(32))]
#[derive(Debug)]
pub struct Rseq {
    /// CPU on which the thread runs, 0 while it is not registered: always a valid index.
    pub cpu_id_start: u32,
    /// CPU on which the thread runs; [`CPU_ID_UNINITIALIZED`] or [`CPU_ID_REGISTRATION_FAILED`] otherwise.
    pub cpu_id: u32,
    /// Address of the descriptor of the critical section that the thread has entered, or 0.
    ///
    /// 32-bit programs store the word that holds the low half and leave the other at 0.
    pub rseq_cs: u64,
    /// Status bits since Linux 7.0 ([`FLAG_SLICE_AVAILABLE`], [`FLAG_SLICE_ENABLED`]); 0 before.
    pub flags: u32,
    /// NUMA node of `cpu_id`. Linux 6.3, feature size ≥ 24.
    pub node_id: u32,
    /// Concurrency id: dense among the process's running threads. Linux 6.3, feature size ≥ 28.
    pub mm_cid: u32,
    /// Time-slice extension: byte 0 is the request, byte 1 the kernel's grant. Linux 7.0, feature size ≥ 33.
    pub slice_ctrl: u32,
}

/// Descriptor of one critical section; the kernel reads it when a thread that points to it is interrupted.
#[repr(C, align(32))]
#[derive(Debug)]
pub struct RseqCs {
    /// Layout version, 0.
    pub version: u32,
    /// Reserved, 0.
    pub flags: u32,
    /// Address of the first instruction of the section.
    pub start_ip: u64,
    /// Distance in bytes from `start_ip` to the instruction after the commit.
    pub post_commit_offset: u64,
    /// Address to continue at after an abort; the four bytes before it hold the signature.
    pub abort_ip: u64,
}

const _: () = {
    assert!(size_of::<Rseq>() == REGISTERED_LEN_MIN as usize && align_of::<Rseq>() == 32);
    assert!(offset_of!(Rseq, cpu_id_start) == 0 && offset_of!(Rseq, cpu_id) == 4);
    assert!(offset_of!(Rseq, rseq_cs) == 8 && offset_of!(Rseq, flags) == 16);
    assert!(offset_of!(Rseq, node_id) == 20 && offset_of!(Rseq, mm_cid) == 24);
    assert!(offset_of!(Rseq, slice_ctrl) == 28);
    assert!(size_of::<RseqCs>() == 32 && align_of::<RseqCs>() == 32);
    assert!(offset_of!(RseqCs, version) == 0 && offset_of!(RseqCs, flags) == 4);
    assert!(offset_of!(RseqCs, start_ip) == 8 && offset_of!(RseqCs, post_commit_offset) == 16);
    assert!(offset_of!(RseqCs, abort_ip) == 24);
};

/// `cpu_id` before registration: −1.
pub const CPU_ID_UNINITIALIZED: u32 = u32::MAX;
/// `cpu_id` after glibc failed to register: −2.
pub const CPU_ID_REGISTRATION_FAILED: u32 = u32::MAX - 1;

/// Flag of `rseq(2)`: unregister.
pub const REGISTRATION_UNREGISTER: i32 = 1;
/// Flag of `rseq(2)`: switch the time-slice extension on with the registration. Linux 7.0.
pub const REGISTRATION_SLICE_EXTENSION: i32 = 2;
/// Bit of [`Rseq::flags`]: this registration can be given time-slice extensions. Linux 7.0.
pub const FLAG_SLICE_AVAILABLE: u32 = 1 << 4;
/// Bit of [`Rseq::flags`]: time-slice extensions are switched on. Linux 7.0.
pub const FLAG_SLICE_ENABLED: u32 = 1 << 5;

/// Bytes that every kernel with rseq accepts as the length of a registration. If Linux 7 fills more, it calls such a registration
/// "legacy": all numbers are written at every preemption, and no time slice is extended; longer ones are "V2".
pub const REGISTERED_LEN_MIN: u32 = 32;
/// Bytes that the kernel fills where it does not say (Linux before 6.3).
pub const FEATURE_SIZE_ORIGINAL: u32 = 20;
/// Feature size from which `node_id` is filled.
pub const FEATURE_SIZE_NODE_ID: u32 = 24;
/// Feature size from which `mm_cid` is filled.
pub const FEATURE_SIZE_MM_CID: u32 = 28;
/// Feature size from which `slice_ctrl` is filled: a reserved byte follows it.
pub const FEATURE_SIZE_SLICE: u32 = 33;

/// The four bytes that must come before an abort address, on the architecture that this is built for.
///
/// Each is an instruction that traps or is illegal, so that no stray jump lands on a usable one. Source: the
/// kernel's `tools/testing/selftests/rseq/rseq-<arch>.h`.
pub const SIGNATURE: u32 = crate::arch::SIGNATURE;
