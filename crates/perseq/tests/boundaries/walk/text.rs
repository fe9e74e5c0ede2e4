//! Breakpoints in this program's own code.

use super::{
    arch::{self, BREAKPOINT},
    elf::Section,
};

/// Bytes before and after a section that may be written too.
const MARGIN: usize = 32;

/// Makes the pages of all sections writable. They become this process's own copies.
pub(super) fn unprotect(sections: &[Section]) {
    let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).expect("a size");
    for section in sections {
        let first = (section.start - MARGIN) & !(page - 1);
        let len = section.post_commit + MARGIN - first;
        let all = libc::PROT_READ | libc::PROT_WRITE | libc::PROT_EXEC;
        // SAFETY: pages of code stay mapped and executable.
        let result = unsafe { libc::mprotect(first as *mut libc::c_void, len, all) };
        assert_eq!(
            result,
            0,
            "code of {} stays read-only: {}",
            section.symbol,
            std::io::Error::last_os_error()
        );
    }
}

/// A breakpoint that is in the code until it is removed.
#[derive(Debug)]
pub(super) struct Breakpoint {
    pub(super) address: usize,
    original: [u8; BREAKPOINT.len()],
    /// The place that the section itself copies the breakpoint from.
    source: Option<*mut u8>,
}

impl Breakpoint {
    /// Plants one at `address`, the first byte of an instruction of an unprotected page.
    pub(super) fn plant(address: usize) -> Self {
        let breakpoint = Self { address, original: read(address), source: None };
        assert_ne!(breakpoint.original, BREAKPOINT, "a breakpoint stands at {address:#x} already");
        write(address, BREAKPOINT);
        breakpoint
    }

    /// One that the section itself will plant at `address`, by copying it from `source`, where it is put now.
    pub(super) fn prepare(address: usize, source: *mut u8) -> Self {
        write(source.addr(), BREAKPOINT);
        Self { address, original: read(address), source: Some(source) }
    }

    /// Puts the instruction back.
    pub(super) fn remove(self) {
        write(self.address, self.original);
        if let Some(source) = self.source {
            write(source.addr(), self.original);
        }
    }
}

fn read(address: usize) -> [u8; BREAKPOINT.len()] {
    // SAFETY: code of this program, or a copy of it.
    unsafe { (address as *const [u8; BREAKPOINT.len()]).read_volatile() }
}

fn write(address: usize, bytes: [u8; BREAKPOINT.len()]) {
    // SAFETY: `unprotect` made it writable, or it is a copy; this thread alone runs this code now.
    unsafe { (address as *mut [u8; BREAKPOINT.len()]).write_volatile(bytes) };
    arch::synchronise(address, bytes.len());
}
