//! A program in C, and the same in C++, by each linker that is here, with the static and with the shared library.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use perseq_ctf::{Item, Reader};
// For its libraries, which are built with it.
use perseq_trace_c as _;

/// A directory that goes away.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("perseq-trace-c-{name}-{}", std::process::id()));
        _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

fn skip(what: &str, why: &str) {
    assert!(env::var_os("PERSEQ_TEST_REQUIRE_ALL").is_none(), "{what}: {why}");
    eprintln!("SKIPPED {what}: {why}");
}

/// Where `libperseq_trace_c` is: this test's own directory.
fn libraries() -> PathBuf {
    env::current_exe().unwrap().parent().unwrap().to_owned()
}

/// Compiles one of the sources here, if the compiler is here.
fn compile(compiler: &str, source: &str, options: &[&str], to: &Path) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(compiler);
    command.args(["-O2", "-Wall", "-Wextra", "-Werror"]).arg("-I").arg(here.join("include"));
    let language = if compiler.ends_with("++") { "c++" } else { "c" };
    command.args(["-x", language]).arg(here.join("tests").join(source)).args(["-x", "none"]);
    let output = command.args(options).arg("-o").arg(to).output().ok()?;
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    Some(to.to_owned())
}

/// All events of a trace: name and fields.
fn events(directory: &Path) -> Vec<String> {
    let mut reader = Reader::open(directory).unwrap();
    let mut events = Vec::new();
    while let Some(item) = reader.next_item().unwrap() {
        match item {
            Item::Event(event) => events.push(format!("{} {}", event.name(), event.fields())),
            Item::Loss(loss) => panic!("{loss:?}"),
        }
    }
    events
}

/// Runs the program in a session; what is in its trace. Without a session nothing is evaluated.
fn record(program: &Path, library: Option<&Path>, scratch: &Path) -> Vec<String> {
    let run = |session: Option<&Path>| {
        let mut command = Command::new(program);
        command.args(library).env("LD_LIBRARY_PATH", libraries()).env_remove("PERSEQ_TRACE");
        command.envs(session.map(|session| ("PERSEQ_TRACE", session)));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(run(None), "0\n", "arguments were evaluated");
    let directory = scratch.join("trace");
    _ = fs::remove_dir_all(&directory);
    let options = perseq_trace::Options { sub_buffer: 1 << 16, ..perseq_trace::Options::default() };
    let session = perseq_trace::Session::create(&directory, &options).unwrap();
    assert_eq!(run(Some(&directory)), "1000\n");
    session.stop();
    let summary = perseq_trace::Consumer::open(&directory).unwrap().finish().unwrap();
    assert_eq!((summary.discarded, summary.damaged), (0, 0));
    events(&directory)
}

fn check(events: &[String], with_library: bool) {
    let first = "test:all { u8 = 255, u16 = 65535, u32 = 4294967295, u64 = 18446744073709551615, i8 = -1, i16 = -2, i32 = -3, \
                 i64 = -9223372036854775808, f32 = 1.5, f64 = -0.25, yes = ( \"true\" : container = 1 ), text = \"a text\", \
                 bytes = [ [0] = 1, [1] = 2, [2] = 3 ] }";
    assert_eq!(events[0], first);
    assert!(events[1].starts_with("test:nothing"), "{}", events[1]);
    assert_eq!(events[2], "test:wrong { number = 0, text = \"\", missing = 0 }");
    for number in 0..1000 {
        assert_eq!(events[3 + number], format!("test:number {{ number = {number} }}"));
    }
    let last: &[String] = if with_library { &["library:called { answer = 42 }".to_owned()] } else { &[] };
    assert_eq!(&events[1003..], last);
}

#[test]
fn programs_in_c_and_cpp_trace_by_every_linker() {
    let scratch = Scratch::new("program");
    let lld = Command::new("rustc").args(["--print", "sysroot"]).output().unwrap();
    let sysroot = String::from_utf8(lld.stdout).unwrap();
    let host = format!("{}-unknown-linux-gnu", env::consts::ARCH);
    let lld = format!("-B{}/lib/rustlib/{host}/bin/gcc-ld", sysroot.trim());
    let linkers: [(&str, &[&str]); 2] = [("bfd", &["-fuse-ld=bfd"]), ("lld", &["-fuse-ld=lld", &lld])];
    let directory = format!("-L{}", libraries().display());
    let archive = libraries().join("libperseq_trace_c.a").display().to_string();
    for compiler in ["cc", "c++"] {
        for (linker, options) in linkers {
            let shared = [options, &["-Wl,--gc-sections", &directory, "-lperseq_trace_c", "-ldl"]].concat();
            let fixed = [options, &["-Wl,--gc-sections", &archive, "-lpthread", "-ldl", "-lm"]].concat();
            let loaded = [options, &["-shared", "-fPIC", &directory, "-lperseq_trace_c"]].concat();
            let to = |name: &str| scratch.0.join(format!("{compiler}-{linker}-{name}"));
            let Some(program) = compile(compiler, "program.c", &shared, &to("shared")) else {
                skip("programs in C", &format!("there is no {compiler}"));
                continue;
            };
            check(&record(&program, None, &scratch.0), false);
            let library = compile(compiler, "library.c", &loaded, &to("library.so"));
            check(&record(&program, library.as_deref(), &scratch.0), true);
            let program = compile(compiler, "program.c", &fixed, &to("static")).unwrap();
            check(&record(&program, None, &scratch.0), false);
        }
    }
}
