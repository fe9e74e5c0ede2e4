//! Architectures whose instructions tell their length by a few bits: the breakpoint, the program counter, and what little has to
//! be decoded. x86 is in `x86.rs`.
//!
//! Sources: each architecture's manual; Linux, `arch/*/include/asm/` (`debug-monitors.h`, `ptrace.h`, `kprobes.h`) for the
//! breakpoints that become `SIGTRAP`.

#[cfg(target_arch = "aarch64")]
use std::arch::asm;

/// Bytes of a breakpoint, in the order of memory.
#[cfg(target_arch = "aarch64")]
pub(super) const BREAKPOINT: [u8; 4] = 0xd420_0000_u32.to_le_bytes(); // brk #0
#[cfg(target_arch = "arm")]
pub(super) const BREAKPOINT: [u8; 4] = 0xe7f0_01f0_u32.to_le_bytes(); // udf #16
#[cfg(target_arch = "riscv64")]
pub(super) const BREAKPOINT: [u8; 2] = 0x9002_u16.to_le_bytes(); // c.ebreak
#[cfg(target_arch = "powerpc64")]
pub(super) const BREAKPOINT: [u8; 4] = 0x7fe0_0008_u32.to_ne_bytes(); // trap
#[cfg(target_arch = "s390x")]
pub(super) const BREAKPOINT: [u8; 2] = 0x0001_u16.to_be_bytes();
#[cfg(target_arch = "loongarch64")]
pub(super) const BREAKPOINT: [u8; 4] = 0x002a_0000_u32.to_le_bytes(); // break 0

/// How far after a breakpoint the program counter is in its handler, in bytes.
pub(super) const PC_BEHIND: usize = if cfg!(target_arch = "s390x") { 2 } else { 0 };

/// The signal that a breakpoint becomes. On s390x only a debugger gets `SIGTRAP` for one: for all other programs it is no instruction.
pub(super) const BREAKPOINT_SIGNAL: i32 =
    if cfg!(target_arch = "s390x") { libc::SIGILL } else { libc::SIGTRAP };

/// A processor may have fetched the instruction already: no section copies breakpoints onto itself.
pub(super) const COPIES_ITSELF: bool = false;

/// The program counter in a signal's context.
#[allow(clippy::useless_conversion, reason = "its type differs")]
fn place(context: &mut libc::ucontext_t) -> *mut usize {
    #[cfg(target_arch = "aarch64")]
    let place = &raw mut context.uc_mcontext.pc;
    #[cfg(target_arch = "arm")]
    let place = &raw mut context.uc_mcontext.arm_pc;
    #[cfg(target_arch = "riscv64")]
    let place = &raw mut context.uc_mcontext.__gregs[0];
    #[cfg(target_arch = "s390x")]
    let place = &raw mut context.uc_mcontext.psw.addr;
    #[cfg(target_arch = "loongarch64")]
    let place = &raw mut context.uc_mcontext.__pc;
    // After flags, link, stack, mask, and six words: the registers, of which the 33rd is the program counter.
    #[cfg(target_arch = "powerpc64")]
    let place = {
        let words = std::ptr::from_mut(context).cast::<*mut usize>();
        // SAFETY: the kernel's context; the word leads to the registers in it.
        unsafe { words.add((8 + 8 + 24 + 128) / 8 + 7).read().add(32) }
    };
    place.cast()
}

/// The program counter that a handler returns to.
pub(super) fn pc(context: &mut libc::ucontext_t) -> usize {
    // SAFETY: in the context.
    unsafe { place(context).read() }
}

/// Makes the handler return to `pc`.
pub(super) fn set_pc(context: &mut libc::ucontext_t, pc: usize) {
    // SAFETY: in the context.
    unsafe { place(context).write(pc) };
}

/// Makes this CPU execute what was written to `address`. Other CPUs come by here on their way from the kernel.
pub(super) fn synchronise(address: usize, len: usize) {
    let _ = (address, len);
    #[cfg(target_arch = "aarch64")]
    // SAFETY: cache maintenance of code that is mapped.
    unsafe {
        asm!("dc cvau, {0}", "dsb ish", "ic ivau, {0}", "dsb ish", "isb", in(reg) address);
    }
    #[cfg(target_arch = "arm")]
    // SAFETY: as above; the system call `cacheflush`.
    assert_eq!(unsafe { libc::syscall(0x000f_0002, address, address + len, 0) }, 0);
    #[cfg(target_arch = "riscv64")]
    // SAFETY: as above; the system call `riscv_flush_icache`.
    assert_eq!(unsafe { libc::syscall(259, address, address + len, 0) }, 0);
    #[cfg(target_arch = "powerpc64")]
    // SAFETY: as above.
    unsafe {
        std::arch::asm!("dcbst 0, {0}", "sync", "icbi 0, {0}", "sync", "isync", in(reg) address);
    }
    #[cfg(target_arch = "loongarch64")]
    // SAFETY: as above.
    unsafe {
        std::arch::asm!("dbar 0", "ibar 0");
    }
}

/// Bytes of the instruction that `code` begins with.
fn length(code: &[u8]) -> usize {
    if cfg!(target_arch = "riscv64") {
        if code[0] & 3 == 3 { 4 } else { 2 }
    } else if cfg!(target_arch = "s390x") {
        [2, 4, 4, 6][usize::from(code[0] >> 6)]
    } else {
        4
    }
}

/// The addresses at which instructions begin in `code`, which is at `address`: all of those that an attempt comes by which
/// does not leave.
pub(super) fn boundaries(code: &[u8], address: usize) -> Vec<usize> {
    let (mut at, mut list) = (0, Vec::new());
    while at < code.len() {
        if !leaves(code, at) {
            list.push(address + at);
        }
        at += length(&code[at..]);
    }
    assert_eq!(at, code.len(), "the commit is the end of an instruction");
    list
}

/// Returns whether the instruction at `at` is a jump out of `code`. On powerpc64 conditional branches do not reach far, so each way out is
/// a jump of its own: one that is interrupted there has stored nothing that another thread sees, and will store nothing.
fn leaves(code: &[u8], at: usize) -> bool {
    if !cfg!(target_arch = "powerpc64") {
        return false;
    }
    let word = u32::from_ne_bytes([code[at], code[at + 1], code[at + 2], code[at + 3]]);
    // b: a signed number of bytes in bits 2 to 25 from the right.
    let distance = ((word << 6).cast_signed() >> 6 & !3) as isize;
    word & 0xfc00_0003 == 0x4800_0000
        && at.checked_add_signed(distance).is_none_or(|target| target > code.len())
}

/// The loops in `code`: where each begins and where the jump back to it is. Callers ask only if a section has more than one.
pub(super) fn loops(code: &[u8], address: usize) -> Vec<(usize, usize)> {
    if !cfg!(target_arch = "aarch64") {
        return Vec::new();
    }
    let words = code.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
    let jump = |(n, word): (usize, u32)| {
        // b.cond, cbz and cbnz: a signed number of words in bits 5 to 23.
        let is_conditional = word >> 24 == 0x54 || word >> 25 & 0x3f == 0x1a;
        let distance = (word << 8).cast_signed() >> 13;
        let at = address + 4 * n;
        let target = at.wrapping_add_signed(4 * distance as isize);
        (is_conditional && distance < 0 && target >= address).then_some((target, at))
    };
    words.enumerate().filter_map(jump).collect()
}

/// Offset in `struct rseq` of the number that a section reads first.
pub(super) fn index_field(code: &[u8], _address: usize) -> usize {
    let half = |at: usize| usize::from(u16::from_ne_bytes([code[at], code[at + 1]]));
    if cfg!(target_arch = "s390x") {
        return half(2) & 0xfff;
    }
    let word = half(if cfg!(target_endian = "big") { 2 } else { 0 })
        | half(if cfg!(target_endian = "big") { 0 } else { 2 }) << 16;
    if cfg!(target_arch = "aarch64") {
        (word >> 10 & 0xfff) * 4
    } else if cfg!(target_arch = "loongarch64") {
        word >> 10 & 0xfff
    } else if cfg!(target_arch = "arm") {
        word & 0xfff
    } else if cfg!(target_arch = "powerpc64") {
        word & 0xfffc
    } else if word & 3 == 3 {
        word >> 20
    } else {
        (word >> 10 & 7) << 3 | (word >> 6 & 1) << 2 | (word >> 5 & 1) << 6
    }
}
