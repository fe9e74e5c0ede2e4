//! A forked child's messages to its parent: memory that both see, so that it can be read whenever the child ends.

use std::sync::atomic::{
    AtomicU64,
    Ordering::{Relaxed, SeqCst},
};

use super::sys;

/// Words of text.
const TEXT: usize = 64;
/// Words for numbers.
const NUMBERS: usize = 4;

/// A text and some numbers, shared with children.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slate(&'static [AtomicU64; NUMBERS + 1 + TEXT]);

impl Slate {
    /// A clean slate.
    ///
    /// # Errors
    /// When there is no memory.
    pub(super) fn new() -> std::io::Result<Self> {
        sys::shared().map(Self)
    }

    /// Wipes it.
    pub(super) fn clear(self) {
        self.0.iter().for_each(|word| word.store(0, SeqCst));
    }

    /// Replaces the text, of which the first 512 bytes are kept.
    pub(super) fn write(self, text: &str) {
        let bytes = &text.as_bytes()[..text.len().min(TEXT * 8)];
        for (word, bytes) in self.0[NUMBERS + 1..].iter().zip(bytes.chunks(8)) {
            let mut whole = [0; 8];
            whole[..bytes.len()].copy_from_slice(bytes);
            word.store(u64::from_ne_bytes(whole), Relaxed);
        }
        self.0[NUMBERS].store(bytes.len() as u64, SeqCst);
    }

    /// The text.
    pub(super) fn text(self) -> String {
        let len = (self.0[NUMBERS].load(SeqCst) as usize).min(TEXT * 8);
        let words = self.0[NUMBERS + 1..].iter();
        let mut bytes: Vec<u8> = words.flat_map(|word| word.load(Relaxed).to_ne_bytes()).collect();
        bytes.truncate(len);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Number `which`, of four.
    pub(super) fn number(self, which: usize) -> &'static AtomicU64 {
        &self.0[which % NUMBERS]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_kept_as_far_as_there_is_room() {
        let slate = Slate::new().unwrap();
        for text in ["", "x", "eight by", "a sentence that takes some words", &"long".repeat(200)] {
            slate.clear();
            slate.write(text);
            assert_eq!(slate.text(), text[..text.len().min(512)]);
        }
        slate.number(1).store(7, SeqCst);
        assert_eq!([0, 1].map(|which| slate.number(which).load(SeqCst)), [0, 7]);
    }

    #[test]
    fn a_child_writes_and_the_parent_reads() {
        let slate = Slate::new().unwrap();
        match sys::fork().unwrap() {
            sys::Side::Child => {
                slate.write("from the child");
                sys::exit(3);
            }
            sys::Side::Parent(child) => {
                assert_eq!(sys::wait(child).unwrap(), sys::Status::Exited(3));
                assert_eq!(slate.text(), "from the child");
            }
        }
    }
}
