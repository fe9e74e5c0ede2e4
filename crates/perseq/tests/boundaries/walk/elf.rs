//! The critical sections of the running program, from what the linker gathered in its ELF file.

use object::{Object, ObjectSection, ObjectSymbol};
use perseq::perseq_core::abi::{RseqCs, SIGNATURE};

use super::arch;

/// Instructions before the start at which a victim is interrupted, too.
const APPROACH: usize = 4;

/// One critical section, at its addresses in this process.
#[derive(Debug)]
pub(super) struct Section {
    /// The address from which the kernel restarts.
    pub(super) start: usize,
    /// The instruction after the commit.
    pub(super) post_commit: usize,
    /// The address to which the kernel sends an interrupted thread.
    pub(super) abort: usize,
    /// The last instructions before the start: the kernel is told of the section by one of them, so none may be in between
    /// that matters.
    pub(super) approach: Vec<usize>,
    /// Every instruction from start to commit.
    pub(super) boundaries: Vec<usize>,
    /// Loops: first instruction, and the jump back to it.
    pub(super) loops: Vec<(usize, usize)>,
    /// True if it goes by concurrency id.
    pub(super) by_concurrency_id: bool,
    /// The function that it is in.
    pub(super) symbol: String,
}

impl Section {
    /// Every place at which a victim is interrupted.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.approach.iter().chain(&self.boundaries).chain([&self.post_commit]).copied()
    }

    /// Returns whether an interruption at `address` aborts the section.
    pub(super) fn restarts_at(&self, address: usize) -> bool {
        (self.start..self.post_commit).contains(&address)
    }

    fn new(descriptor: &RseqCs, function: usize, symbol: String) -> Self {
        let start = descriptor.start_ip as usize;
        let post_commit = start + descriptor.post_commit_offset as usize;
        let abort = descriptor.abort_ip as usize;
        // SAFETY: the linker's descriptor: code of this program.
        let code = unsafe { std::slice::from_raw_parts(start as *const u8, post_commit - start) };
        let signature = unsafe { (abort as *const u32).sub(1).read_unaligned() };
        // SAFETY: the function that the section is in, from its beginning.
        let before = unsafe { std::slice::from_raw_parts(function as *const u8, start - function) };
        let before = arch::boundaries(before, function);
        assert_eq!((descriptor.version, descriptor.flags), (0, 0), "descriptor of {symbol}");
        assert_eq!(signature, SIGNATURE, "signature of {symbol}");
        assert!(!(start..post_commit).contains(&abort), "{symbol} aborts into itself");
        Self {
            start,
            post_commit,
            abort,
            approach: before[before.len().saturating_sub(APPROACH)..].to_vec(),
            boundaries: arch::boundaries(code, start),
            loops: arch::loops(code, start),
            by_concurrency_id: arch::index_field(code, start)
                == std::mem::offset_of!(perseq::perseq_core::abi::Rseq, mm_cid),
            symbol,
        }
    }
}

/// How far this program was moved from the addresses in its file.
fn load_bias(file: &object::File<'_>) -> usize {
    // SAFETY: asks for a word that the kernel left.
    let entry = unsafe { libc::getauxval(libc::AT_ENTRY) } as usize;
    entry - file.entry() as usize
}

/// The words of one section of the file, as they are in memory: the loader has relocated them.
fn in_memory<T>(file: &object::File<'_>, name: &str, bias: usize) -> &'static [T] {
    let section = file.section_by_name(name).unwrap_or_else(|| panic!("no {name} in this program"));
    let (address, size) = (section.address() as usize + bias, section.size() as usize);
    assert!(size > 0 && size.is_multiple_of(size_of::<T>()), "{name} has {size} bytes");
    // SAFETY: a loaded section of this program, which nothing writes.
    unsafe { std::slice::from_raw_parts(address as *const T, size / size_of::<T>()) }
}

/// Every critical section of this program, in the order of addresses.
pub(super) fn sections() -> Vec<Section> {
    let image = std::fs::read("/proc/self/exe").expect("this program can be read");
    let file = object::File::parse(&*image).expect("this program is an ELF file");
    let bias = load_bias(&file);
    let descriptors = in_memory::<RseqCs>(&file, "__rseq_cs", bias);
    let mut pointers = in_memory::<&RseqCs>(&file, "__rseq_cs_ptr_array", bias).to_vec();
    pointers.sort_by_key(|descriptor| std::ptr::from_ref(*descriptor));
    let all = descriptors.iter().map(std::ptr::from_ref);
    assert!(pointers.into_iter().map(std::ptr::from_ref).eq(all), "debuggers see each descriptor once");
    let exits = in_memory::<[u64; 2]>(&file, "__rseq_exit_point_array", bias);
    for descriptor in descriptors {
        let mut own = exits.iter().filter(|[start, _]| *start == descriptor.start_ip).peekable();
        assert!(
            own.peek().is_some(),
            "debuggers see where the section at {:#x} may leave",
            descriptor.start_ip
        );
        let range = descriptor.start_ip..descriptor.start_ip + descriptor.post_commit_offset;
        assert!(own.all(|[_, exit]| !range.contains(exit)), "an exit of {range:x?} is inside of it");
    }
    let mut functions: Vec<(usize, &str)> = file
        .symbols()
        .filter(|symbol| symbol.kind() == object::SymbolKind::Text)
        .filter_map(|symbol| Some((symbol.address() as usize + bias, symbol.name().ok()?)))
        .collect();
    functions.sort_unstable();
    let symbol = |address: usize| {
        let behind = functions.partition_point(|&(start, _)| start <= address);
        let (start, name) = functions[..behind].last().copied().unwrap_or((0, "?"));
        assert!(start > 0, "no symbol before {address:#x}");
        (start, format!("{name} + {:#x}", address - start))
    };
    let section = |descriptor: &RseqCs| {
        let (function, symbol) = symbol(descriptor.start_ip as usize);
        Section::new(descriptor, function, symbol)
    };
    let mut list: Vec<Section> = descriptors.iter().map(section).collect();
    // The trial of the kernel commits nothing that others see. Debuggers must see it, so it is linked whether a scenario uses it or not.
    list.retain(|section| !section.symbol.contains("restarts5trial"));
    list.sort_by_key(|section| section.start);
    list
}
