//! Files that are open only while they are read: a trace may have more than a process can have open.

use super::Data;
use std::{
    fs,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

/// So many files stay open.
const OPEN: usize = 256;

/// A file, opened again for each look: one a packet.
#[derive(Debug)]
pub(super) struct Reopened {
    path: PathBuf,
    at: u64,
}

impl Reopened {
    /// Opens the file at `path`, for good as long as there are few.
    pub(super) fn open(path: &Path, others: usize) -> io::Result<Box<dyn Data>> {
        if others < OPEN {
            return Ok(Box::new(fs::File::open(path)?));
        }
        Ok(Box::new(Self { path: path.to_owned(), at: 0 }))
    }
}

impl Read for Reopened {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let mut file = fs::File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(to)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Reopened {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            relative => {
                let mut file = fs::File::open(&self.path)?;
                file.seek(SeekFrom::Start(self.at))?;
                file.seek(relative)?
            }
        };
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_opened_for_each_look_reads_as_one_that_stays_open() {
        let this = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let [mut open, mut again] = [0, OPEN].map(|others| Reopened::open(&this, others).unwrap());
        let mut read = |from: SeekFrom, len: usize| {
            let [first, second] = [&mut open, &mut again].map(|file| {
                let (at, mut bytes) = (file.seek(from).unwrap(), vec![0; len]);
                file.read_exact(&mut bytes).unwrap();
                (at, bytes, file.stream_position().unwrap())
            });
            assert_eq!(first, second);
        };
        read(SeekFrom::Start(5), 100);
        read(SeekFrom::Current(-7), 20);
        read(SeekFrom::End(-30), 30);
    }
}
