//! x86-64: its breakpoint, its instruction pointer, its disassembler. Another architecture is another such file.

use iced_x86::{Decoder, DecoderOptions, Instruction, OpKind};

/// Bytes of a breakpoint: `int3`.
pub(super) const BREAKPOINT: [u8; 1] = [0xcc];
/// How far behind a breakpoint the instruction pointer stands in its handler, in bytes.
pub(super) const PC_BEHIND: usize = 1;

/// The instruction pointer that a handler returns to.
pub(super) fn pc(context: &libc::ucontext_t) -> usize {
    context.uc_mcontext.gregs[libc::REG_RIP as usize] as usize
}

/// Makes the handler return to `pc`.
pub(super) fn set_pc(context: &mut libc::ucontext_t, pc: usize) {
    context.uc_mcontext.gregs[libc::REG_RIP as usize] = pc as i64;
}

fn decode(code: &[u8], address: usize) -> impl Iterator<Item = Instruction> + '_ {
    Decoder::with_ip(64, code, address as u64, DecoderOptions::NONE).into_iter()
}

/// The addresses at which instructions begin in `code`, which stands at `address`.
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

/// The loops in `code`: where each begins and where the jump back to it stands.
pub(super) fn loops(code: &[u8], address: usize) -> Vec<(usize, usize)> {
    decode(code, address)
        .filter(|instruction| instruction.op0_kind() == OpKind::NearBranch64)
        .map(|instruction| (instruction.near_branch_target() as usize, instruction.ip() as usize))
        .filter(|&(target, jump)| target >= address && target <= jump)
        .collect()
}

/// Offset in `struct rseq` of the number that a section reads first.
pub(super) fn index_field(code: &[u8], address: usize) -> usize {
    decode(code, address).next().expect("sections are not empty").memory_displacement64() as usize
}
