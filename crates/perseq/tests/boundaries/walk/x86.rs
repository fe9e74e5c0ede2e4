//! x86-64 and x86: the breakpoint, the instruction pointer, the disassembler. Other architectures are in `elsewhere.rs`.

use iced_x86::{Decoder, DecoderOptions, Instruction, OpKind, Register};

/// The signal that a breakpoint becomes.
pub(super) const BREAKPOINT_SIGNAL: i32 = libc::SIGTRAP;

/// Bytes of a breakpoint: `int3`.
pub(super) const BREAKPOINT: [u8; 1] = [0xcc];
/// How far after a breakpoint the instruction pointer is in its handler, in bytes.
pub(super) const PC_BEHIND: usize = 1;

/// True if a section may copy a breakpoint onto itself: code is looked at again on the next pass.
pub(super) const COPIES_ITSELF: bool = cfg!(target_arch = "x86_64");

#[cfg(target_arch = "x86_64")]
const REGISTER: usize = libc::REG_RIP as usize;
#[cfg(target_arch = "x86")]
const REGISTER: usize = libc::REG_EIP as usize;

/// Nothing to do: processors see new instructions at the next jump, and a trap is one.
pub(super) fn synchronise(_address: usize, _len: usize) {}

/// The instruction pointer that a handler returns to.
pub(super) fn pc(context: &mut libc::ucontext_t) -> usize {
    context.uc_mcontext.gregs[REGISTER] as usize
}

/// Makes the handler return to `pc`.
pub(super) fn set_pc(context: &mut libc::ucontext_t, pc: usize) {
    context.uc_mcontext.gregs[REGISTER] = pc as libc::greg_t;
}

fn decode(code: &[u8], address: usize) -> impl Iterator<Item = Instruction> + '_ {
    Decoder::with_ip(usize::BITS, code, address as u64, DecoderOptions::NONE).into_iter()
}

/// The addresses at which instructions begin in `code`, which is at `address`.
pub(super) fn boundaries(code: &[u8], address: usize) -> Vec<usize> {
    let mut end = address;
    let mut list = Vec::new();
    for instruction in decode(code, address) {
        assert!(!instruction.is_invalid(), "no instruction at {:#x}", instruction.ip());
        list.push(instruction.ip() as usize);
        end = instruction.next_ip() as usize;
    }
    assert_eq!(end, address + code.len(), "the commit is the end of an instruction");
    list
}

/// The loops in `code`: where each begins and where the jump back to it is.
pub(super) fn loops(code: &[u8], address: usize) -> Vec<(usize, usize)> {
    decode(code, address)
        .filter(|instruction| matches!(instruction.op0_kind(), OpKind::NearBranch64 | OpKind::NearBranch32))
        .map(|instruction| (instruction.near_branch_target() as usize, instruction.ip() as usize))
        .filter(|&(target, jump)| target >= address && target <= jump)
        .collect()
}

/// Offset in `struct rseq` of the number that a section goes by. A section by another number than `cpu_id` looks at that, too, first.
pub(super) fn index_field(code: &[u8], address: usize) -> usize {
    let reads = decode(code, address).filter(|instruction| instruction.memory_base() != Register::None);
    reads.take(2).map(|read| read.memory_displacement64() as usize).find(|field| *field == 24).unwrap_or(4)
}
