//! Reading a hardware counter inside a section: which counter an event has, and that counter, on one and the same CPU.
//!
//! The kernel tells in the page of an event (`perf_event_open(2)`) which counter of this CPU counts it now. A thread that is
//! moved after it has read that would read another event's counter, or one that is not there: a fault, on machines whose CPUs
//! differ. In a section it cannot: a thread that is preempted or moved in between starts again.
//!
//! Sources: `include/uapi/linux/perf_event.h`, struct `perf_event_mmap_page`; Intel SDM volume 2, `RDPMC`; Arm ARM, `PMEVCNTR<n>_EL0`.

use core::arch::asm;

use perseq_core::{ByCpuId, Index, Outcome};

/// Offset in an event's page, in bytes, of the number of the counter, plus 1.
const INDEX: usize = 12;

/// Reads the counter that `page` names into `*out`. [`Outcome::Exited`] if it names none that can be read so.
///
/// # Safety
///
/// * `page` is the page of an event of this thread's that says that user space may read counters (`cap_user_rdpmc`).
/// * `out` is valid for writes.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(crate) unsafe fn read_counter<I: Index>(page: *const u8, out: *mut u64) -> Outcome {
    // SAFETY: the caller vouches for both pointers; the frame touches this thread's area only (contract AREA). The counter is
    // one of this CPU's, and this thread's: had the thread been moved since it read the number, it would have aborted.
    unsafe {
        asm!(
            "/* {_tmp} {_tmp2} */",
            perseq_core::__descriptor!(), perseq_core::__exit_point!(_abort), perseq_core::__exit_point!(none),
            perseq_core::__step!(thread()),
            perseq_core::__step!(enter()),
            // Not registered: nothing would abort.
            "cmp dword ptr [{_area} + {cpu_id}], 0\njl {_abort}",
            "mov ecx, dword ptr [{page} + {index}]\nsub ecx, 1\njc {none}",
            "rdpmc\nshl rdx, 32\nor rax, rdx",
            "mov qword ptr [{out}], rax\n3:",
            perseq_core::__step!(abort()),
            _slot = const I::SLOT, cpu_id = const ByCpuId::FIELD, index = const INDEX,
            page = in(reg) page, out = in(reg) out,
            _area = out(reg) _, _tmp = out(reg) _, _tmp2 = out(reg) _,
            out("rax") _, out("rcx") _, out("rdx") _,
            _abort = label { return Outcome::Aborted },
            none = label { return Outcome::Exited },
            options(nostack),
        );
    }
    Outcome::Committed
}

/// Reads the counter that `page` names into `*out`. [`Outcome::Exited`] if it names none that can be read so.
///
/// # Safety
///
/// * `page` is the page of an event of this thread's that says that user space may read counters (`cap_user_rdpmc`).
/// * `out` is valid for writes.
#[cfg(target_arch = "aarch64")]
#[inline(always)]
pub(crate) unsafe fn read_counter<I: Index>(page: *const u8, out: *mut u64) -> Outcome {
    // SAFETY: as on x86-64. The branch goes into the table that follows it: the number was compared with its length.
    unsafe {
        asm!(
            "/* {_tmp} {_tmp2} */",
            perseq_core::__descriptor!(), perseq_core::__exit_point!(_abort), perseq_core::__exit_point!(none),
            perseq_core::__step!(thread()),
            perseq_core::__step!(enter()),
            // Not registered: nothing would abort.
            "ldr {_tmp:w}, [{_area}, #{cpu_id}]\ncmp {_tmp:w}, #0\nb.mi {_abort}",
            "ldr {_tmp:w}, [{page}, #{index}]\nsubs {_tmp:w}, {_tmp:w}, #1\nb.mi {none}\ncmp {_tmp:w}, #31\nb.hi {none}",
            // Two instructions for each of 31 counters, and for that of cycles.
            "adr {_tmp2}, 7f\nadd {_tmp2}, {_tmp2}, {_tmp:w}, uxtw #3\nbr {_tmp2}",
            "7:\n.irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30\n\
             mrs {_tmp}, pmevcntr\\n\\()_el0\nb 8f\n.endr\nmrs {_tmp}, pmccntr_el0\n8:",
            "str {_tmp}, [{out}]\n3:",
            perseq_core::__step!(abort()),
            _slot = const I::SLOT, cpu_id = const ByCpuId::FIELD, index = const INDEX,
            page = in(reg) page, out = in(reg) out,
            _area = out(reg) _, _tmp = out(reg) _, _tmp2 = out(reg) _, out("x16") _, out("x17") _,
            _abort = label { return Outcome::Aborted },
            none = label { return Outcome::Exited },
            options(nostack),
        );
    }
    Outcome::Committed
}
