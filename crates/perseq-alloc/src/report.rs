//! Messages about wrong uses, put together without formatting or allocation.

use crate::{classes::Class, pages::Pages};

/// Why a pointer cannot be freed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misuse {
    /// The object's bit in its span says that it is free.
    Double(Class),
    /// The object was the last one to be freed on this CPU.
    Again(Class),
    /// The object waits in the quarantine.
    Kept(Class),
    /// So many bytes after the start of an object of this class, or of a large one of so many bytes.
    Interior { offset: usize, bytes: usize },
    /// After the last object of a span of this class.
    Tail(Class),
    /// The span is of another class.
    Other { is: Class, freed_as: Class },
    /// A page of the heap in which no span lies.
    Unused,
    /// A large object's mapping, which waits to be used again.
    DoubleLarge { bytes: usize },
    /// A large object, freed as one of a class.
    LargeAsSmall { bytes: usize },
    /// Not in the heap's regions, and no large object's start.
    Foreign,
}

/// Room for the longest message.
const ROOM: usize = 256;

struct Message {
    bytes: [u8; ROOM],
    len: usize,
}

impl Message {
    fn text(&mut self, text: &str) -> &mut Self {
        for &byte in text.as_bytes() {
            if let Some(place) = self.bytes.get_mut(self.len) {
                *place = byte;
                self.len += 1;
            }
        }
        self
    }

    fn number(&mut self, number: usize, base: usize) -> &mut Self {
        if number >= base {
            self.number(number / base, base);
        }
        let digit = number % base;
        self.text(&"0123456789abcdef"[digit..=digit])
    }

    fn address(&mut self, address: usize) -> &mut Self {
        self.text("0x").number(address, 16)
    }

    fn class(&mut self, class: Class) -> &mut Self {
        self.number(class.size(), 10).text(" bytes (class ").number(class.index(), 10).text(")")
    }
}

/// Ends the process: says which address was freed wrongly, of which class it is, and how that was seen.
#[cold]
pub(crate) fn misused<P: Pages>(pages: &P, address: usize, misuse: Misuse) -> ! {
    let mut message = Message { bytes: [0; ROOM], len: 0 };
    message.text("perseq-alloc: free of ").address(address).text(": ");
    match misuse {
        Misuse::Double(class) => {
            message.text("double free: this object of ").class(class);
            message.text(" is free already (seen in its span's bitmap)")
        }
        Misuse::Again(class) => {
            message.text("double free: this object of ").class(class);
            message.text(" was just freed (seen in the row of this CPU)")
        }
        Misuse::Kept(class) => {
            message.text("double free: this object of ").class(class);
            message.text(" was freed a short time ago (seen in the quarantine)")
        }
        Misuse::Interior { offset, bytes } => {
            message.text("interior pointer: ").number(offset, 10).text(" bytes after the start ");
            message.address(address - offset).text(" of an object of ").number(bytes, 10);
            message.text(" bytes (seen by its address)")
        }
        Misuse::Tail(class) => {
            message.text("foreign pointer: after the last object of a span of ").class(class);
            message.text(" (seen by its address)")
        }
        Misuse::Other { is, freed_as } => {
            message.text("wrong size: an object of ").class(is);
            message.text(", freed as one of ").class(freed_as).text(" (seen in the page map)")
        }
        Misuse::Unused => {
            message.text("double free or foreign pointer: no object lies there (seen in the page map)")
        }
        Misuse::DoubleLarge { bytes } => {
            message.text("double free: this object of ").number(bytes, 10);
            message.text(" bytes is free already (seen in the cache of mappings)")
        }
        Misuse::LargeAsSmall { bytes } => {
            message.text("wrong size: a large object of ").number(bytes, 10);
            message.text(" bytes, freed as one of a class (seen by its record)")
        }
        Misuse::Foreign => message.text(
            "foreign pointer: not memory of this allocator, or given back already (seen in the page map)",
        ),
    };
    message.text("\n");
    pages.abort(&message.bytes[..message.len])
}

/// Ends the process because an object was written after it was freed.
#[cold]
pub(crate) fn written<P: Pages>(pages: &P, address: usize, class: Class, offset: usize) -> ! {
    let mut message = Message { bytes: [0; ROOM], len: 0 };
    message.text("perseq-alloc: write to ").address(address + offset).text(": byte ").number(offset, 10);
    message
        .text(" of an object of ")
        .class(class)
        .text(", which was freed before (seen when it left the quarantine)\n");
    pages.abort(&message.bytes[..message.len])
}

/// Ends the process because its own metadata cannot be right.
#[cold]
pub(crate) fn corrupted<P: Pages>(pages: &P, found: &str) -> ! {
    let mut message = Message { bytes: [0; ROOM], len: 0 };
    message.text("perseq-alloc: its records are damaged: ").text(found).text("\n");
    pages.abort(&message.bytes[..message.len])
}
