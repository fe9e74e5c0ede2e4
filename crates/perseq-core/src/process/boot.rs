//! Which boot of which machine this is: clocks and process ids begin anew with each.

use core::sync::atomic::{
    AtomicBool, AtomicU64,
    Ordering::{Acquire, Relaxed, Release},
};

use crate::{Error, Result, sys};

/// The kernel's number of the time since it was started, in two halves, as `/proc/sys/kernel/random/boot_id` has it. Zeroes where the kernel
/// does not tell (no `/proc`, or a filter).
///
/// Allocates nothing and takes no lock. The kernel is asked until it has answered: a file is opened. After that it costs three loads.
///
/// # Errors
///
/// [`Error::Syscall`] with `EMFILE`, `ENFILE` or `ENOMEM`, where this process or the machine has no descriptor or memory left to ask with: that is
/// no answer, and the next call asks again.
pub fn boot() -> Result<[u64; 2]> {
    // No lock: a forked child would wait for a thread that it does not have. All threads store the same.
    static KNOWN: [AtomicU64; 2] = [const { AtomicU64::new(0) }; 2];
    static IS_KNOWN: AtomicBool = AtomicBool::new(false);
    if IS_KNOWN.load(Acquire) {
        return Ok([KNOWN[0].load(Relaxed), KNOWN[1].load(Relaxed)]);
    }
    let mut digits = Digits::default();
    let read = sys::read_chunks(c"/proc/sys/kernel/random/boot_id", &mut [0; 64], |text| digits.read(text));
    if let Err(errno @ (libc::EMFILE | libc::ENFILE | libc::ENOMEM)) = read {
        return Err(Error::Syscall { call: "openat", errno });
    }
    let id = digits.halves();
    for (known, half) in KNOWN.iter().zip(id) {
        known.store(half, Relaxed);
    }
    IS_KNOWN.store(true, Release);
    Ok(id)
}

/// The hexadecimal digits of a text that comes in pieces.
#[derive(Default)]
struct Digits {
    number: u128,
    count: u32,
}

impl Digits {
    fn read(&mut self, text: &[u8]) {
        for digit in text.iter().filter_map(|byte| char::from(*byte).to_digit(16)) {
            self.number = self.number << 4 | u128::from(digit);
            self.count += 1;
        }
    }

    fn halves(&self) -> [u64; 2] {
        if self.count == 32 { [(self.number >> 64) as u64, self.number as u64] } else { [0; 2] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_of_an_id_are_its_halves_in_whatever_pieces_they_come() {
        let text = b"01234567-89ab-cdef-fedc-ba9876543210\n";
        for piece in 1..text.len() {
            let mut digits = Digits::default();
            text.chunks(piece).for_each(|piece| digits.read(piece));
            assert_eq!(digits.halves(), [0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210]);
        }
        let mut digits = Digits::default();
        digits.read(b"none");
        assert_eq!(digits.halves(), [0, 0], "e is a digit, and no id");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_boot_has_a_number() {
        assert_ne!(boot(), Ok([0; 2]));
        assert_eq!(boot(), boot());
    }
}
