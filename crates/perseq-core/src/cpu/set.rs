//! A set of CPU numbers, and the text form that the kernel and `taskset` use: `0-3,8`.

use core::{ffi::CStr, fmt};

use crate::{
    error::{Error, Result},
    sys,
};

/// Largest number of CPUs that a Linux kernel can be built for (`CONFIG_NR_CPUS` of x86-64).
pub const MAX_CPUS: u32 = 8192;

/// A set of CPU numbers below [`MAX_CPUS`].
#[derive(Clone, PartialEq, Eq)]
pub struct CpuSet([u64; (MAX_CPUS / 64) as usize]);

impl CpuSet {
    /// No CPU.
    #[must_use]
    pub const fn empty() -> Self {
        Self([0; (MAX_CPUS / 64) as usize])
    }

    /// Returns whether `cpu` is in the set.
    #[must_use]
    pub fn contains(&self, cpu: u32) -> bool {
        cpu < MAX_CPUS && self.0[(cpu / 64) as usize] >> (cpu % 64) & 1 == 1
    }

    /// How many CPUs are in the set.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Returns whether no CPU is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0..MAX_CPUS).filter(|&cpu| self.contains(cpu))
    }

    /// Adds `cpu`, if it is below [`MAX_CPUS`].
    pub fn insert(&mut self, cpu: u32) {
        if let Some(word) = self.0.get_mut((cpu / 64) as usize) {
            *word |= 1 << (cpu % 64);
        }
    }

    pub(crate) fn words(&self) -> &[u64] {
        &self.0
    }

    pub(crate) fn words_mut(&mut self) -> &mut [u64] {
        &mut self.0
    }

    /// Reads a kernel file that holds a list; `name` is the path for errors.
    pub(crate) fn read(path: &CStr, name: &'static str) -> Result<Self> {
        let mut buffer = [0; 4096];
        let text = sys::read_file(path, &mut buffer).map_err(|errno| Error::SysFile { path: name, errno })?;
        Self::parse(text).ok_or(Error::SysFile { path: name, errno: 0 })
    }

    /// Parses `0-3,8\n`; `None` if that is not what it is.
    fn parse(text: &[u8]) -> Option<Self> {
        let mut set = Self::empty();
        let text = text.trim_ascii();
        if text.is_empty() {
            return Some(set);
        }
        for range in text.split(|&byte| byte == b',') {
            let mut ends = range.splitn(2, |&byte| byte == b'-').map(number);
            let first = ends.next()??;
            let last = ends.next().unwrap_or(Some(first))?;
            if first > last || last >= MAX_CPUS {
                return None;
            }
            for cpu in first..=last {
                set.insert(cpu);
            }
        }
        Some(set)
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    core::str::from_utf8(digits).ok()?.parse().ok()
}

impl fmt::Display for CpuSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        let mut cpu = 0;
        while cpu < MAX_CPUS {
            if !self.contains(cpu) {
                cpu += 1;
                continue;
            }
            let first = cpu;
            while self.contains(cpu + 1) {
                cpu += 1;
            }
            write!(f, "{separator}{first}")?;
            if cpu > first {
                write!(f, "-{cpu}")?;
            }
            separator = ",";
            cpu += 1;
        }
        Ok(())
    }
}

impl fmt::Debug for CpuSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CpuSet({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(cpus: &[u32]) -> CpuSet {
        let mut set = CpuSet::empty();
        for &cpu in cpus {
            set.0[(cpu / 64) as usize] |= 1 << (cpu % 64);
        }
        set
    }

    #[test]
    fn lists_of_the_kernel_are_understood() {
        assert_eq!(CpuSet::parse(b"0\n"), Some(of(&[0])));
        assert_eq!(CpuSet::parse(b"0-2,8\n"), Some(of(&[0, 1, 2, 8])));
        assert_eq!(CpuSet::parse(b"8191"), Some(of(&[8191])));
        assert_eq!(CpuSet::parse(b"\n"), Some(CpuSet::empty()));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["x", "3-1", "0-", "-", "1,,2", "8192", "0-9999999999", "1 2"] {
            assert_eq!(CpuSet::parse(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        #[cfg_attr(miri, ignore = "thousands of steps a case, and nothing unsafe")]
        fn printing_and_parsing_are_inverse(cpus in proptest::collection::vec(0..MAX_CPUS, 0..40)) {
            let set = of(&cpus);
            prop_assert_eq!(CpuSet::parse(set.to_string().as_bytes()), Some(set.clone()));
            let mut sorted = cpus;
            sorted.sort_unstable();
            sorted.dedup();
            prop_assert_eq!(set.iter().collect::<Vec<_>>(), sorted);
        }
    }
}
