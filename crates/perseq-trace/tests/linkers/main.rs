//! A program and a library with events, by each linker that is here, optimised as a whole: no event type is dropped.
//!
//! Types are found by constructors, for linkers drop sections that nobody refers to, and LLD also those between two symbols of its own.

#![cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[path = "../processes/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
#[path = "../../../perseq-core/tests/support/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use perseq_ctf::{Item, Reader};
use perseq_trace::{Consumer, Options, Session, VARIABLE};

use processes::Scratch;

/// A linker, by what rustc is told. Alone, it takes the LLD that comes with it.
struct Linker {
    name: &'static str,
    arguments: &'static [&'static str],
    is_lld: bool,
}

const LINKERS: [Linker; 2] = [
    Linker { name: "LLD", arguments: &[], is_lld: true },
    Linker {
        name: "GNU ld",
        arguments: &["-Clinker-features=-lld", "-Clink-arg=-fuse-ld=bfd"],
        is_lld: false,
    },
];

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

/// Builds the program or the library by `linker`, everything in sight of the optimiser; where its file is. `None` if there is no
/// cargo here.
fn build(target: &[&str], file: &str, linker: &Linker) -> Option<PathBuf> {
    let directory = package();
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(&directory).env_remove("CARGO_BUILD_TARGET").env_remove("CARGO_PROFILE_RELEASE_LTO");
    command.env("CARGO_TARGET_DIR", directory.join("target"));
    command.args(["rustc", "--quiet", "--offline", "--release"]).args(target);
    command.args(["--", "-Clink-arg=-Wl,--gc-sections"]).args(linker.arguments);
    let output = command.output().ok()?;
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    Some(directory.join("target/release").join(file))
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
    for linker in &LINKERS {
        let what = format!("a program linked by {}", linker.name);
        if !linker.is_lld && Command::new("ld.bfd").arg("--version").output().is_err() {
            support::skip(&what, "there is no ld.bfd");
            continue;
        }
        let scratch = Scratch::new("linkers");
        fs::create_dir_all(&scratch.0).unwrap();
        // Copied: the next linker's have the same names.
        let targets: [(&[&str], &str); 2] =
            [(&["--bin", "linked_program"], "linked_program"), (&["--lib"], "libtraced_library.so")];
        let made = targets.map(|(target, file)| {
            let to = scratch.0.join(file);
            build(target, file, linker).map(|made| fs::copy(made, &to).map(|_| to).unwrap())
        });
        let [Some(program), Some(library)] = made else {
            support::skip(&what, "there is no cargo");
            continue;
        };
        if linker.is_lld && !is_by_lld(&program) {
            support::skip(&what, "this rustc links by another one");
            continue;
        }
        assert_eq!([&program, &library].map(|file| is_by_lld(file)), [linker.is_lld; 2], "{what}");
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
