//! The lines that babeltrace2 reads, by its bindings for Python.

use super::support;
use std::{
    ffi::OsString,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// A Python with the bindings, which reads what it is told to.
pub struct Second {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    python: OsString,
    /// Traces that have ended it.
    pub crashes: u64,
}

const PROGRAM: &str = include_str!("decode.py");

/// Major and minor version of the bindings; `None` where there are none.
fn version(python: &OsString) -> Option<(u32, u32)> {
    let output = Command::new(python).args(["-c", "import bt2; print(bt2.__version__)"]).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut numbers = text.trim().split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn start(python: &OsString) -> (Child, ChildStdin, BufReader<ChildStdout>) {
    let mut command = Command::new(python);
    command.args(["-c", PROGRAM]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    (child, input, output)
}

impl Second {
    /// That of the babeltrace2 which `PERSEQ_BABELTRACE2` names, or the installed one.
    pub fn found(test: &str) -> Option<Second> {
        let named = std::env::var_os("PERSEQ_BABELTRACE2").map(|mut program| {
            program.push("-python");
            program
        });
        let known = named.iter().cloned().chain(["/usr/bin/python3".into(), "python3".into()]);
        let found = known.filter_map(|python| Some((version(&python)?, python))).max();
        let Some((_, python)) = found.filter(|(version, _)| *version >= (2, 1)) else {
            support::lacks(test, "no Python has the bindings of babeltrace2 2.1 or later");
            return None;
        };
        let (child, input, output) = start(&python);
        Some(Second { child, input, output, python, crashes: 0 })
    }

    /// The lines of each trace; `None` of one that it does not survive.
    pub fn read(&mut self, directories: impl Iterator<Item = PathBuf>) -> Vec<Option<Vec<String>>> {
        directories.map(|directory| self.one(&directory)).collect()
    }

    fn one(&mut self, directory: &Path) -> Option<Vec<String>> {
        writeln!(self.input, "{}", directory.display()).unwrap();
        self.input.flush().unwrap();
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).unwrap() == 0 {
                self.crashes += 1;
                _ = self.child.wait();
                (self.child, self.input, self.output) = start(&self.python);
                return None;
            }
            match line.trim_end() {
                "trace" => return Some(lines),
                line => lines.push(line.to_owned()),
            }
        }
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
