//! The CPU number as x86 processors tell it without the kernel: `lsl` and `rdpid`.
//!
//! Linux keeps `node << 12 | cpu` in two places that user space may read: the limit of a segment descriptor, read
//! by `lsl`, and the register TSC_AUX, read by `rdpid`. Its own vDSO uses one of them.
//!
//! Sources: Linux `arch/x86/include/asm/segment.h` (`vdso_read_cpunode`, `GDT_ENTRY_CPUNODE`); Intel SDM vol. 2,
//! LSL and RDPID.
#![allow(unsafe_code, reason = "the two instructions")]

use core::arch::asm;

/// The CPU is in the low twelve bits.
const CPU_MASK: u32 = 0xfff;

/// Selector of the descriptor: `GDT_ENTRY_CPUNODE * 8 + 3`.
const CPUNODE_SELECTOR: u32 = if cfg!(target_arch = "x86_64") { 15 * 8 + 3 } else { 27 * 8 + 3 };

/// By the segment limit; 0 where the descriptor is not there.
#[inline(always)]
pub(crate) fn lsl() -> u32 {
    let limit: u32;
    // SAFETY: `lsl` reads a descriptor's limit and faults on no selector; it changes the flags, as declared.
    unsafe {
        asm!("lsl {limit:e}, {selector:e}", limit = inout(reg) 0_u32 => limit, selector = in(reg) CPUNODE_SELECTOR,
             options(nomem, nostack));
    }
    limit & CPU_MASK
}

/// Proof that this processor has `rdpid`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rdpid(());

impl Rdpid {
    /// The proof, where it has.
    pub(crate) fn detect() -> Option<Self> {
        #[cfg(target_arch = "x86")]
        use core::arch::x86::{__cpuid_count, __get_cpuid_max};
        #[cfg(target_arch = "x86_64")]
        use core::arch::x86_64::{__cpuid_count, __get_cpuid_max};
        let has = __get_cpuid_max(0).0 >= 7 && __cpuid_count(7, 0).ecx & 1 << 22 != 0;
        has.then_some(Self(()))
    }

    /// By TSC_AUX.
    #[inline(always)]
    pub(crate) fn read(&self) -> u32 {
        let word: usize;
        // SAFETY: the processor has the instruction, or `self` would not exist; it only writes its register.
        unsafe { asm!("rdpid {}", out(reg) word, options(nomem, nostack, preserves_flags)) };
        word as u32 & CPU_MASK
    }
}
