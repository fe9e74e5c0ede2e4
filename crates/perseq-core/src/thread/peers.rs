//! Other copies of perseq in the process: one registration per thread for all of them.
//!
//! Two shared objects may each contain this crate, with symbols that neither exports. Each carries an ELF note
//! (`Perseq`, type 1) that leads to its entry points; the first object with one, in load order, is the leader, and it
//! makes the registrations of all. No object that carries a note is ever unloaded (see [`load`](super::load)), so the
//! leader stays the leader.

use core::{
    ffi::{c_int, c_void},
    ptr::null_mut,
    sync::atomic::{AtomicPtr, Ordering::Relaxed},
};

use super::{own, provided, provided::Provider};
use crate::abi::Rseq;

/// The entry points of one copy. Its layout is an interface between versions of the crate: note type 1.
#[repr(C)]
#[derive(Debug)]
pub(super) struct Entry {
    /// Takes one use of this thread's registration; 0, or an errno.
    pub(super) acquire: extern "C" fn(&mut Acquired) -> c_int,
    /// Gives it back.
    pub(super) release: extern "C" fn(),
    /// Registers areas of this library from now on; the library whose areas it is, which is the first that asked.
    pub(super) provide: extern "C" fn(&'static Provider) -> &'static Provider,
}

/// The answer to an acquire.
#[repr(C)]
#[derive(Debug)]
pub(super) struct Acquired {
    pub(super) area: *mut Rseq,
    pub(super) len: u32,
    /// True if it is an area of a [`Provider`].
    pub(super) is_provided: bool,
}

/// Ours.
pub(super) static ENTRY: Entry = Entry { acquire, release, provide: provided::lead_provide };

extern "C" fn acquire(acquired: &mut Acquired) -> c_int {
    match own::lead_acquire() {
        Ok(made) => {
            *acquired = made;
            0
        }
        Err(errno) => errno,
    }
}

extern "C" fn release() {
    own::lead_release();
}

/// The copy that registers for all.
pub(super) fn leader() -> &'static Entry {
    static LEADER: AtomicPtr<Entry> = AtomicPtr::new(null_mut());
    let mut leader = LEADER.load(Relaxed);
    if leader.is_null() {
        // SAFETY: the callback has the required type, and `leader` is what it expects to be given.
        unsafe { libc::dl_iterate_phdr(Some(find), (&raw mut leader).cast()) };
        if leader.is_null() {
            leader = (&raw const ENTRY).cast_mut();
        }
        LEADER.store(leader, Relaxed);
    }
    // SAFETY: an entry is a static of an object that is never unloaded.
    unsafe { &*leader }
}

/// Looks through one loaded object; stops the iteration at the first note.
unsafe extern "C" fn find(info: *mut libc::dl_phdr_info, _size: libc::size_t, found: *mut c_void) -> c_int {
    // SAFETY: the C library passes a valid description.
    let info = unsafe { &*info };
    // SAFETY: there are `dlpi_phnum` headers at `dlpi_phdr`.
    for header in unsafe { core::slice::from_raw_parts(info.dlpi_phdr, usize::from(info.dlpi_phnum)) } {
        if header.p_type != libc::PT_NOTE {
            continue;
        }
        let start = (info.dlpi_addr as usize).wrapping_add(header.p_vaddr as usize);
        // SAFETY: a note segment of a loaded object is mapped and readable.
        let notes = unsafe { core::slice::from_raw_parts(start as *const u8, header.p_memsz as usize) };
        if let Some(entry) = entry_in(notes, header.p_align as usize) {
            // SAFETY: `found` is the pointer that `leader` passed.
            unsafe { found.cast::<*const Entry>().write(entry) };
            return 1;
        }
    }
    0
}

/// The entry that a perseq note among `notes` leads to. Source: ELF gABI, "Note Section".
fn entry_in(notes: &[u8], align: usize) -> Option<*const Entry> {
    const HEAD: usize = 12;
    let align = align.max(4);
    let mut rest = notes;
    loop {
        let word = |at: usize| rest.get(at..at + 4).map(|b| u32::from_ne_bytes([b[0], b[1], b[2], b[3]]));
        let (name_len, desc_len, kind) = (word(0)? as usize, word(4)? as usize, word(8)?);
        let desc = HEAD.checked_add(name_len)?.checked_next_multiple_of(align)?;
        if kind == 1 && rest.get(HEAD..HEAD + name_len)? == b"Perseq\0" && desc_len == 4 {
            let distance = word(desc)?.cast_signed() as isize;
            return Some(rest.as_ptr().wrapping_add(desc).wrapping_offset(distance).cast());
        }
        rest = rest.get(desc.checked_add(desc_len)?.checked_next_multiple_of(align)?..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(name: &[u8], kind: u32, desc: &[u8], align: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        for word in [name.len() as u32, desc.len() as u32, kind] {
            bytes.extend(word.to_ne_bytes());
        }
        for part in [name, desc] {
            bytes.extend(part);
            bytes.resize(bytes.len().next_multiple_of(align), 0);
        }
        bytes
    }

    #[test]
    fn our_note_is_found_behind_others_and_leads_where_its_distance_says() {
        for align in [4, 8] {
            let mut notes = note(b"GNU\0", 3, &[7; 20], align);
            let ours_at = notes.len();
            notes.extend(note(b"Perseq\0", 1, &12_i32.to_ne_bytes(), align));
            let entry = entry_in(&notes, align).unwrap();
            let desc = (ours_at + 12 + 7).next_multiple_of(align);
            assert_eq!(entry.addr(), notes.as_ptr().addr() + desc + 12);
        }
    }

    #[test]
    fn notes_of_others_and_torn_notes_lead_nowhere() {
        assert_eq!(entry_in(&note(b"GNU\0", 1, &[0; 4], 4), 4), None);
        assert_eq!(entry_in(&note(b"Perseq\0", 2, &[0; 4], 4), 4), None);
        let whole = note(b"Perseq\0", 1, &[0; 4], 4);
        for len in 0..whole.len() {
            assert_eq!(entry_in(&whole[..len], 4), None, "{len} bytes of {}", whole.len());
        }
        assert_eq!(entry_in(&[0xff; 64], 4), None);
    }
}
