//! Binding the calling thread to one CPU, to check what it reads there.

use perseq::perseq_core::{
    Result,
    cpu::{self, CpuSet},
};

/// Lets the calling thread run on that CPU only.
///
/// # Errors
/// The operating system's, when this process may not use the CPU.
pub(crate) fn bind_to(number: u32) -> Result<()> {
    let mut only = CpuSet::empty();
    only.insert(number);
    cpu::allow(&only)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cpu_that_does_not_exist_is_refused() {
        assert!(std::thread::spawn(|| bind_to(1 << 20)).join().unwrap().is_err());
    }
}
