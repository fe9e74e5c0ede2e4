//! The CPU number as programs got it before rseq: from the vDSO, or from the system call.
//!
//! `sched_getcpu` and `getcpu` of the C library are wrappers, and since glibc 2.35 the first reads rseq. To measure
//! the vDSO itself, at its best, its function is looked up and called directly.
//!
//! Sources: `vdso(7)` for the names of objects and symbols; `getcpu(2)`.
#![allow(unsafe_code, reason = "dlopen, a call through a function pointer, and the raw system call")]

use std::{
    ffi::{CStr, c_int, c_long, c_void},
    mem,
    ptr::null_mut,
};

/// Signature of the vDSO's function. The third argument is unused since Linux 2.6.24.
type VdsoGetcpu = unsafe extern "C" fn(*mut u32, *mut u32, *mut c_void) -> c_int;

/// A way to ask the kernel for the CPU number.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Getcpu {
    /// The function that the kernel maps into each process.
    Vdso(VdsoGetcpu),
    /// The system call.
    Syscall,
}

impl Getcpu {
    /// The vDSO's, where this architecture's vDSO has it and the program is dynamically linked.
    pub(crate) fn vdso() -> Option<Self> {
        const OBJECTS: [&CStr; 4] =
            [c"linux-vdso.so.1", c"linux-vdso64.so.1", c"linux-vdso32.so.1", c"linux-gate.so.1"];
        const SYMBOLS: [&CStr; 2] = [c"__vdso_getcpu", c"__kernel_getcpu"];
        let found = OBJECTS.iter().find_map(|object| {
            // SAFETY: NOLOAD only looks among objects that are mapped already, so no initialiser runs.
            let handle = unsafe { libc::dlopen(object.as_ptr(), libc::RTLD_NOW | libc::RTLD_NOLOAD) };
            let look_up = |symbol: &&CStr| {
                // SAFETY: the handle was returned by dlopen and is never closed; the name ends in NUL.
                let address = unsafe { libc::dlsym(handle, symbol.as_ptr()) };
                (!address.is_null()).then_some(address)
            };
            if handle.is_null() { None } else { SYMBOLS.iter().find_map(look_up) }
        });
        // SAFETY: vdso(7): these symbols are functions of this signature; the vDSO is mapped for ever.
        found.map(|address| Self::Vdso(unsafe { mem::transmute::<*mut c_void, VdsoGetcpu>(address) }))
    }

    /// The vDSO's, or else the system call.
    pub(crate) fn best() -> Self {
        Self::vdso().unwrap_or(Self::Syscall)
    }

    /// The number of the CPU that the thread was on during the call.
    #[inline(always)]
    pub(crate) fn call(self) -> u32 {
        let mut cpu = 0_u32;
        match self {
            Self::Vdso(getcpu) => {
                // SAFETY: `cpu` is valid for writes, a null node is allowed, and the vDSO has this function.
                unsafe { getcpu(&raw mut cpu, null_mut(), null_mut()) };
            }
            Self::Syscall => {
                // SAFETY: as above; the call writes nothing but `cpu`.
                unsafe {
                    libc::syscall(libc::SYS_getcpu as c_long, &raw mut cpu, null_mut::<u32>(), 0 as c_long)
                };
            }
        }
        cpu
    }
}

/// The C library's function: it reads rseq since glibc 2.35, and called the vDSO before. `u32::MAX` if it failed.
#[inline(always)]
pub(crate) fn sched_getcpu() -> u32 {
    // SAFETY: no arguments, no preconditions.
    unsafe { libc::sched_getcpu() }.cast_unsigned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_name_a_cpu_of_this_machine() {
        let possible = perseq::perseq_core::cpu::possible().unwrap();
        let known = |cpu: u32| possible.iter().any(|one| one == cpu);
        assert!(known(Getcpu::Syscall.call()));
        assert!(known(Getcpu::best().call()));
        assert!(known(sched_getcpu()));
    }
}
