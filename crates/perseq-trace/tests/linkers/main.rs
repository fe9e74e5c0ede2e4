//! A program and a library with events, by each linker that is here, optimised as a whole: no event type is dropped.
//!
//! Types are found by constructors, for linkers drop sections that nobody refers to, and LLD also those between two symbols of its own.

#![cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[path = "../processes/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::{
    collections::BTreeMap,
    env, fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use perseq_ctf::{Item, Reader};
use perseq_trace::{Consumer, Options, Session, VARIABLE};

use processes::Scratch;

/// A linker. Alone, rustc takes the LLD that comes with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Linker {
    Lld,
    Gnu,
}

impl Linker {
    const ALL: [Self; 2] = [Self::Lld, Self::Gnu];

    fn name(self) -> &'static str {
        match self {
            Self::Lld => "LLD",
            Self::Gnu => "GNU ld",
        }
    }
}

/// What rustc is told to link by: optimising is dear, so what it has made is linked twice. The other file is `$BY_GNU_LD`.
const LINK_TWICE: &str = r#"#!/bin/sh
cc "$@" || exit
command -v ld.bfd >/dev/null || exit 0
previous=
for argument; do
    shift
    case $argument in -fuse-ld=*) argument=-fuse-ld=bfd ;; esac
    [ "$previous" != -o ] || { previous= argument=$BY_GNU_LD; }
    set -- "$@" "$argument"
    previous=$argument
done
cc "$@" -fuse-ld=bfd
"#;

/// A package with the program and the library and nothing else: what this crate's other tests need is not optimised for them.
fn package() -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("linkers");
    fs::create_dir_all(&directory).unwrap();
    let ours = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = format!(
        "[package]\nname = \"linked\"\nedition = \"2024\"\n[workspace]\n\
         [lib]\nname = \"traced_library\"\npath = {:?}\ncrate-type = [\"cdylib\"]\n\
         [[bin]]\nname = \"linked_program\"\npath = {:?}\n\
         [dependencies]\nperseq-trace = {{ path = {ours:?} }}\nlibc = \"0.2\"\n\
         [profile.release]\nlto = \"fat\"\n",
        ours.join("examples/traced_library.rs"),
        ours.join("tests/linkers/program.rs"),
    );
    fs::write(directory.join("Cargo.toml"), manifest).unwrap();
    // The same versions of everything, which are on this machine.
    fs::copy(ours.join("../../Cargo.lock"), directory.join("Cargo.lock")).unwrap();
    directory
}

/// Builds the program or the library, everything in sight of the optimiser; where its files are, in the linkers' order. `None` if
/// there is no cargo here.
fn build(target: &[&str], file: &str) -> Option<[PathBuf; 2]> {
    let directory = package();
    let script = directory.join("link-twice");
    // Not while another program may be executing it.
    if fs::read(&script).ok().as_deref() != Some(LINK_TWICE.as_bytes()) {
        // A child that another test's thread forks has the files that this process is writing, and no such file can be executed.
        let text = directory.join("link-twice.text");
        fs::write(&text, LINK_TWICE).unwrap();
        assert!(Command::new("cp").args([&text, &script]).status().unwrap().success());
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let files = [directory.join("target/release").join(file), directory.join(format!("gnu-{file}"))];
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(&directory).env_remove("CARGO_BUILD_TARGET").env_remove("CARGO_PROFILE_RELEASE_LTO");
    command.env("CARGO_TARGET_DIR", directory.join("target")).env("BY_GNU_LD", &files[1]);
    command.args(["rustc", "--quiet", "--offline", "--release"]).args(target);
    command.args(["--", "-Clink-arg=-Wl,--gc-sections"]).arg(format!("-Clinker={}", script.display()));
    let output = command.output().ok()?;
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    Some(files)
}

/// Whether LLD says that it has made the file.
fn is_by_lld(file: &Path) -> bool {
    let image = fs::read(file).unwrap();
    image.windows(11).any(|bytes| bytes == b"Linker: LLD")
}

/// What the program says, in a session or in none.
fn run(program: &Path, library: &Path, session: Option<&Path>) -> String {
    let mut command = Command::new(program);
    command.arg(library).env_remove(VARIABLE).envs(session.map(|session| (VARIABLE, session)));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// How many events of each type the trace has, by name and names of fields.
fn types(directory: &Path) -> BTreeMap<String, usize> {
    let mut reader = Reader::open(directory).unwrap();
    let mut types = BTreeMap::new();
    while let Some(item) = reader.next_item().unwrap() {
        match item {
            Item::Event(event) => {
                let fields: Vec<&str> = event.fields().map(|(name, _)| name).collect();
                *types.entry(format!("{} {}", event.name(), fields.join(" "))).or_default() += 1;
            }
            Item::Loss(loss) => panic!("{loss:?}"),
        }
    }
    types
}

#[test]
fn programs_and_libraries_trace_by_every_linker() {
    let (Some(programs), Some(libraries)) =
        (build(&["--bin", "linked_program"], "linked_program"), build(&["--lib"], "libtraced_library.so"))
    else {
        return support::skip("programs by several linkers", "there is no cargo");
    };
    for ((linker, program), library) in Linker::ALL.into_iter().zip(programs).zip(libraries) {
        let what = format!("a program linked by {}", linker.name());
        if linker == Linker::Gnu && Command::new("ld.bfd").arg("--version").output().is_err() {
            support::skip(&what, "there is no ld.bfd");
            continue;
        }
        if linker == Linker::Lld && !is_by_lld(&program) {
            support::skip(&what, "this rustc links by another one");
            continue;
        }
        assert_eq!([&program, &library].map(|file| is_by_lld(file)), [linker == Linker::Lld; 2], "{what}");
        let scratch = Scratch::new("linkers");
        fs::create_dir_all(&scratch.0).unwrap();
        assert_eq!(run(&program, &library, None), "0\n", "{what}: evaluated without a session");
        let directory = scratch.0.join("trace");
        let options = Options { sub_buffer: 1 << 16, ..Options::default() };
        let session = Session::create(&directory, &options).unwrap();
        assert_eq!(run(&program, &library, Some(&directory)), "800\n", "{what}");
        session.stop();
        let summary = Consumer::open(&directory).unwrap().finish().unwrap();
        assert_eq!((summary.events, summary.discarded, summary.damaged), (801, 0, 0), "{what}");
        let types = types(&directory);
        let types: Vec<(&str, usize)> = types.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        let all = [
            ("library:called answer", 100),
            ("module:generic text", 200),
            ("module:inlined number", 100),
            ("panic:panic message file line", 1),
            ("program:by_pointer number", 100),
            ("program:closure number", 100),
            ("program:twice number", 100),
            ("program:twice number more", 100),
        ];
        assert_eq!(types, all, "{what}");
    }
}
