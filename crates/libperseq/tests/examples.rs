//! The commands of `examples/README.md`, each as it is there.

#![cfg(all(target_os = "linux", target_pointer_width = "64"))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod common;

use std::{
    env, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
};

use common::{archive, here, stdout_of, support::lacks};
// For its archive, which is built with it.
use perseq_c as _;
use perseq_ctf::{Item, Reader};

/// The commands under a heading of a document, block by block, with all that they print.
fn blocks(document: &str, heading: &str) -> Vec<(String, String)> {
    let document = fs::read_to_string(here().join(document)).unwrap();
    let section = document.split("\n## ").find(|section| section.starts_with(heading)).expect(heading);
    let blocks = section.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let lines = |lines: Vec<&str>| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let block = |block: &str| {
        let (commands, printed) = block.lines().partition(|line| line.starts_with("$ "));
        let commands: Vec<&str> = commands;
        (lines(commands.iter().map(|line| &line[2..]).collect()), lines(printed))
    };
    blocks.map(block).collect()
}

const EXAMPLES: &str = "examples/README.md";

/// The commands that install the library.
fn library() -> String {
    let [(commands, _)] = &blocks(EXAMPLES, "The library")[..] else { panic!("one block") };
    commands.clone()
}

/// A directory that looks like a clone, in which the library is installed: by the commands of the first section, from the archive that was
/// built with this test. One test at a time has it: each installs the library again.
fn clone() -> MutexGuard<'static, PathBuf> {
    static CLONE: LazyLock<Mutex<PathBuf>> = LazyLock::new(|| {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples");
        _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("target")).unwrap();
        symlink(here().parent().unwrap(), path.join("crates")).unwrap();
        stdout_of(&mut shell(&path, &library()));
        Mutex::new(path)
    });
    CLONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A shell that runs these commands in `clone`, until one fails.
fn shell(clone: &Path, commands: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", commands]).current_dir(clone);
    shell.env("ARCHIVE", archive()).env("OUT", clone.join("target/libperseq"));
    // make resolves the link by which the clone has this repository's files.
    shell.env("CARGO_TARGET_DIR", clone.join("target"));
    for variable in ["MAKEFLAGS", "MAKELEVEL", "GLIBC_TUNABLES", "PERSEQ_TRACE"] {
        shell.env_remove(variable);
    }
    shell
}

/// Whether this machine has the tools that the commands of a section need.
fn has(heading: &str, tools: &[&[&str]]) -> bool {
    let missing = tools.iter().find(|tool| {
        let run = Command::new(tool[0]).args(&tool[1..]).output();
        !run.is_ok_and(|output| output.status.success())
    });
    if let Some(missing) = missing {
        lacks(&format!("the example \"{heading}\""), &format!("there is no {}", missing[0]));
    }
    missing.is_none()
}

/// Runs the commands of a section, which print what it says.
fn runs(heading: &str, tools: &[&[&str]]) -> bool {
    let needed: &[&[&str]] = &[&["make", "--version"], &["cc", "--version"]];
    if !has(heading, &[needed, tools].concat()) {
        return false;
    }
    let library = library();
    let (_, environment) = library.split_once('\n').unwrap();
    let blocks = blocks(EXAMPLES, heading);
    let [(whole, whole_printed), (commands, printed)] = &blocks[..] else { panic!("{heading}: {blocks:?}") };
    assert!(whole.starts_with("make ") && whole.lines().count() == 1, "{whole}");
    assert!(!printed.is_empty(), "{heading}");
    let clone = clone();
    assert_eq!(stdout_of(&mut shell(&clone, whole)), *whole_printed, "{heading}");
    assert_eq!(stdout_of(&mut shell(&clone, &format!("{environment}{commands}"))), *printed, "{heading}");
    true
}

#[test]
fn a_program_of_one_minute_counts() {
    if !has("One minute", &[&["make", "--version"], &["cc", "--version"]]) {
        return;
    }
    let document = fs::read_to_string(here().join("README.md")).unwrap();
    let program = document.split("```c\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let clone = clone();
    fs::write(clone.join("app.c"), program).unwrap();
    let blocks = blocks("README.md", "One minute");
    let [(commands, printed)] = &blocks[..] else { panic!("{blocks:?}") };
    assert_eq!(stdout_of(&mut shell(&clone, commands)), *printed);
    assert_eq!(printed, "1\n");
}

#[test]
fn a_server_in_c_counts_its_requests_and_records_each() {
    if !runs("A server in C", &[]) {
        return;
    }
    // As `perseq trace record` does.
    let clone = clone();
    let trace = clone.join("target/c/trace");
    let session = perseq_trace::Session::create(&trace, &perseq_trace::Options::default()).unwrap();
    let library = clone.join("target/c/lib");
    let server = |session: Option<&Path>| {
        let mut server = Command::new(clone.join("target/c/server"));
        server.args(["load", "300"]).env("LD_LIBRARY_PATH", &library).env_remove("PERSEQ_TRACE");
        stdout_of(server.envs(session.map(|session| ("PERSEQ_TRACE", session))))
    };
    assert_eq!(server(None), "300 requests, 1800 bytes, 300 times\n");
    assert_eq!(server(Some(&trace)), "300 requests, 1800 bytes, 300 times\n");
    session.stop();
    let summary = perseq_trace::Consumer::open(&trace).unwrap().finish().unwrap();
    assert_eq!((summary.discarded, summary.damaged), (0, 0));
    let mut reader = Reader::open(&trace).unwrap();
    let mut events = 0;
    while let Some(item) = reader.next_item().unwrap() {
        let Item::Event(event) = item else { panic!("records were lost") };
        assert_eq!(
            format!("{} {}", event.name(), event.fields()),
            "server:request { bytes = 6, line = \"hello\" }"
        );
        events += 1;
    }
    assert_eq!(events, 300);
}

#[test]
fn a_pool_in_cpp_ends_each_object_once() {
    runs("A pool of objects in C++", &[&["c++", "--version"]]);
}

#[test]
fn a_project_of_cmakes_finds_the_package() {
    runs("A project of CMake's", &[&["cmake", "--version"]]);
}

#[test]
fn a_program_in_go_reads_a_live_counter() {
    runs("A program in Go", &[&["go", "version"], &["pkg-config", "--version"]]);
}

#[test]
fn a_script_in_python_reads_a_live_counter() {
    runs("A script in Python", &[&["python3", "--version"]]);
}
