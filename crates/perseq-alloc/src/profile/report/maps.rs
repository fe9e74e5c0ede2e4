//! The files that the process's code is from.

use std::{format, fs, string::String, vec::Vec};

/// A part of a file that is mapped to be executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Map {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) offset: u64,
    pub(super) file: String,
}

impl Map {
    /// Returns whether an address is in it.
    pub(super) fn has(&self, address: usize) -> bool {
        (self.start..self.end).contains(&address)
    }
}

/// All of them; none where `/proc` is not there.
pub(super) fn read() -> Vec<Map> {
    let text = fs::read("/proc/self/maps").unwrap_or_default();
    String::from_utf8_lossy(&text).lines().filter_map(parse).collect()
}

fn parse(line: &str) -> Option<Map> {
    let mut words = line.splitn(6, ' ');
    let (start, end) = words.next()?.split_once('-')?;
    let rights = words.next()?;
    let offset = words.next()?;
    let file = words.nth(2)?.trim_start();
    let number = |text| usize::from_str_radix(text, 16).ok();
    let is_code = rights.as_bytes().get(2) == Some(&b'x') && !file.is_empty();
    is_code.then_some(())?;
    Some(Map {
        start: number(start)?,
        end: number(end)?,
        offset: u64::from_str_radix(offset, 16).ok()?,
        file: file.into(),
    })
}

/// The place of an address in its file, for people.
pub(super) fn place(maps: &[Map], address: usize) -> String {
    match maps.iter().find(|map| map.has(address)) {
        Some(map) => {
            let file = map.file.rsplit('/').next().unwrap_or(&map.file);
            format!("{file}+{:#x}", (address - map.start) as u64 + map.offset)
        }
        None => format!("{address:#x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_has_a_file_and_other_lines_are_left_out() {
        let line = "55d0c000-55d0e000 r-xp 00002000 fe:01 1234                       /usr/bin/a b";
        let map = Map { start: 0x55d0_c000, end: 0x55d0_e000, offset: 0x2000, file: "/usr/bin/a b".into() };
        assert_eq!(parse(line), Some(map.clone()));
        assert_eq!(place(&[map], 0x55d0_c010), "a b+0x2010");
        for other in
            ["55d0c000-55d0e000 rw-p 00002000 fe:01 1234 /usr/bin/a", "7f00-7f10 r-xp 0 00:00 0", "", "x"]
        {
            assert_eq!(parse(other), None, "{other}");
        }
        assert_eq!(place(&[], 16), "0x10");
    }
}
