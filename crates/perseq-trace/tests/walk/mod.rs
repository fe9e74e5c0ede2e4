//! The critical sections of this program, cut into instructions, and breakpoints in them: for x86-64.

#![allow(dead_code, reason = "each test binary uses a part")]

use iced_x86::{Code, Decoder, DecoderOptions, Instruction, OpKind};
use perseq_core::abi::RseqCs;

unsafe extern "C" {
    /// All descriptors of this program, between two symbols of the linker's.
    #[link_name = "__start___rseq_cs"]
    static FIRST: RseqCs;
    #[link_name = "__stop___rseq_cs"]
    static END: RseqCs;
}

/// Bytes of a breakpoint: `int3`. The instruction pointer stands behind it when it has trapped.
pub const BREAKPOINT: u8 = 0xcc;

/// Offsets in a control page of what sections look at: the position; the last time, which only `append` does; and what is claimed, which
/// only `claim` does.
const POSITION: u64 = 8 * 16;
const LAST: u64 = 8 * 17;
const CLAIMED: u64 = 8 * 22;

/// Which of the tracer's sections one is, in however many places it was inlined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Append,
    Claim,
    Switch,
    Count,
}

/// One critical section, at its addresses in this process.
#[derive(Debug)]
pub struct Section {
    pub kind: Kind,
    /// Where the kernel begins to restart.
    pub start: usize,
    /// Behind the commit.
    pub post_commit: usize,
    /// Where the kernel sends whom it has interrupted.
    pub abort: usize,
    /// The two instructions before the start, by which the kernel is told of it.
    pub approach: [usize; 2],
    /// Every instruction from start to commit.
    pub boundaries: Vec<usize>,
    /// The last branch out of it: behind that one it commits unless it is interrupted.
    pub last_exit: usize,
}

impl Section {
    /// `None` if it is no section of the tracer's: it reads a hardware counter, or is of one of the structures.
    fn new(descriptor: &RseqCs) -> Option<Self> {
        let start = descriptor.start_ip as usize;
        let len = descriptor.post_commit_offset as usize;
        let code = decode(start, len);
        assert!(code.iter().all(|instruction| !instruction.is_invalid()), "at {start:#x}");
        assert_eq!(
            code.last().map(|last| last.next_ip() as usize),
            Some(start + len),
            "ends with the commit"
        );
        if code.iter().any(|instruction| instruction.code() == Code::Rdpmc) {
            return None;
        }
        Some(Self {
            kind: kind(&code)?,
            start,
            post_commit: start + len,
            abort: descriptor.abort_ip as usize,
            approach: approach(start),
            boundaries: code.iter().map(|instruction| instruction.ip() as usize).collect(),
            last_exit: last_exit(&code),
        })
    }

    /// The boundaries within it and the one behind the commit.
    pub fn to_post_commit(&self) -> impl Iterator<Item = usize> + '_ {
        self.boundaries.iter().copied().chain([self.post_commit])
    }

    /// Every place that is of interest, from the descriptor's store on.
    pub fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.approach.into_iter().chain(self.to_post_commit())
    }

    /// Whether an interruption at `address` aborts it.
    pub fn restarts_at(&self, address: usize) -> bool {
        (self.start..self.post_commit).contains(&address)
    }

    /// Whether that is in the loop over single bytes, which records never take: they are whole words.
    pub fn is_of_bytes(&self, address: usize) -> bool {
        let code = decode(self.start, self.post_commit - self.start);
        let Some(first) = code.iter().position(|one| one.code() == Code::Movzx_r32_rm8) else { return false };
        let len = code[first..].iter().position(is_jump).expect("a loop ends");
        code[first..=first + len].iter().any(|one| one.ip() as usize == address)
    }
}

/// The instructions of `len` bytes.
fn decode(start: usize, len: usize) -> Vec<Instruction> {
    // SAFETY: code of this program, by the linker's descriptor.
    let code = unsafe { std::slice::from_raw_parts(start as *const u8, len) };
    let all: Vec<_> = Decoder::with_ip(64, code, start as u64, DecoderOptions::NONE).into_iter().collect();
    all
}

/// By what it looks at and how it commits; `None` for a section of another crate that was linked.
fn kind(code: &[Instruction]) -> Option<Kind> {
    let looks_at = |word| {
        code.iter().any(|one| {
            one.op_kinds().any(|kind| kind == OpKind::Memory) && one.memory_displacement64() == word
        })
    };
    match code.last().expect("sections are not empty").code() {
        Code::Add_rm64_r64 => Some(Kind::Count),
        _ if looks_at(LAST) => Some(Kind::Append),
        _ if looks_at(CLAIMED) => Some(Kind::Claim),
        _ if looks_at(POSITION) => Some(Kind::Switch),
        _ => None,
    }
}

/// The last branch to somewhere outside.
fn last_exit(code: &[Instruction]) -> usize {
    let (start, end) = (code[0].ip(), code[code.len() - 1].next_ip());
    let leaves = |one: &&Instruction| is_jump(one) && !(start..end).contains(&one.near_branch_target());
    code.iter().rfind(leaves).expect("each looks at where it is").ip() as usize
}

fn is_jump(instruction: &Instruction) -> bool {
    instruction.op0_kind() == OpKind::NearBranch64
}

/// `lea` of the descriptor, and its store, which has a byte more by some registers: as every section's frame has them.
fn approach(start: usize) -> [usize; 2] {
    let is_frame = |store: usize| {
        let codes: Vec<(Code, usize)> =
            decode(start - store - 7, store + 7).iter().map(|one| (one.code(), one.len())).collect();
        codes == [(Code::Lea_r64_m, 7), (Code::Mov_rm64_r64, store)]
    };
    let store = [4, 5].into_iter().find(|store| is_frame(*store)).expect("the frame of a section");
    [start - store - 7, start - store]
}

/// Every critical section of this program.
pub fn sections() -> Vec<Section> {
    let (first, end) = (&raw const FIRST, &raw const END);
    let count = (end.addr() - first.addr()) / size_of::<RseqCs>();
    let all = unsafe { std::slice::from_raw_parts(first, count) };
    let found: Vec<Section> = all.iter().filter_map(Section::new).collect();
    for kind in [Kind::Append, Kind::Claim, Kind::Switch, Kind::Count] {
        assert!(found.iter().any(|section| section.kind == kind), "no section of the kind {kind:?}");
    }
    found
}

/// Makes the code around `address` writable. It becomes this process's own copy.
pub fn unprotect(address: usize) {
    let page = ((address - 32) & !0xfff) as *mut libc::c_void;
    let access = libc::PROT_READ | libc::PROT_WRITE | libc::PROT_EXEC;
    assert_eq!(unsafe { libc::mprotect(page, 8192, access) }, 0, "{}", std::io::Error::last_os_error());
}

/// A breakpoint that stands in unprotected code until it is removed.
#[derive(Debug)]
pub struct Breakpoint {
    pub address: usize,
    original: u8,
}

impl Breakpoint {
    pub fn plant(address: usize) -> Self {
        let place = address as *mut u8;
        let original = unsafe { place.read_volatile() };
        assert_ne!(original, BREAKPOINT, "a breakpoint stands at {address:#x} already");
        unsafe { place.write_volatile(BREAKPOINT) };
        Self { address, original }
    }

    /// Puts the instruction back.
    pub fn remove(self) {
        unsafe { (self.address as *mut u8).write_volatile(self.original) };
    }
}
