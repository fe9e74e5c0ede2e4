//! A program in C, and the same in C++, by each linker that is here, with the static and with the shared library.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use perseq_ctf::{Item, Reader};
use perseq_testing::{Scratch, skip};
// For its libraries, which are built with it.
use perseq_trace_c as _;

/// Where `libperseq_trace_c` is: this test's own directory.
fn libraries() -> PathBuf {
    env::current_exe().unwrap().parent().unwrap().to_owned()
}

/// Compiles a source, if the compiler is here; what it says, and whether it is content.
fn try_compile(compiler: &str, source: &Path, options: &[&str], to: &Path) -> Option<(bool, String)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(compiler);
    command.args(["-O2", "-Wall", "-Wextra", "-pedantic", "-Werror"]).arg("-I").arg(here.join("include"));
    let language = if compiler.ends_with("++") { "c++" } else { "c" };
    command.args(["-x", language]).arg(source).args(["-x", "none"]);
    let output = command.args(options).arg("-o").arg(to).output().ok()?;
    Some((output.status.success(), format!("{command:?}\n{}", String::from_utf8_lossy(&output.stderr))))
}

/// Compiles one of the sources here, if the compiler is here.
fn compile(compiler: &str, source: &str, options: &[&str], to: &Path) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(source);
    let (fine, said) = try_compile(compiler, &source, options, to)?;
    assert!(fine, "{said}");
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
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{stderr}");
        (String::from_utf8(output.stdout).unwrap(), stderr)
    };
    assert_eq!(run(None), ("0\n".to_owned(), String::new()), "arguments were evaluated");
    let directory = scratch.join("trace");
    _ = fs::remove_dir_all(&directory);
    let options = perseq_trace::Options { sub_buffer: 1 << 16, ..perseq_trace::Options::default() };
    let session = perseq_trace::Session::create(&directory, &options).unwrap();
    let (stdout, stderr) = run(Some(&directory));
    assert_eq!(stdout, "1000\n");
    let told = "perseq-trace: an event test::wrong has text or bytes for its field number, which is an integer: it is recorded as 0 or empty\n";
    assert_eq!(stderr, told, "once");
    session.stop();
    let summary = perseq_trace::Consumer::open(&directory).unwrap().finish().unwrap();
    assert_eq!((summary.discarded, summary.damaged), (0, 0));
    events(&directory)
}

fn check(events: &[String], compiler: &str, with_library: bool) {
    let all = "test:all { u8 = 255, u16 = 65535, u32 = 4294967295, u64 = 18446744073709551615, i8 = -1, i16 = -2, i32 = -3, \
               i64 = -9223372036854775808, f32 = 1.5, f64 = -0.25, yes = ( \"true\" : container = 1 ), text = \"a text\", \
               bytes = [ [0] = 1, [1] = 2, [2] = 3 ] }";
    let wrong = "test:wrong { number = 0, text = \"\", real = 0 }";
    let first = [all, "test:nothing { }", wrong, wrong];
    let in_namespace = ["server:number { number = 7 }", "server:nothing { }"];
    let numbers = (0..1000).map(|number| format!("test:number {{ number = {number} }}"));
    let wanted = first.iter().chain(compiler.ends_with("++").then_some(&in_namespace).into_iter().flatten());
    let wanted = wanted.map(|event| (*event).to_owned()).chain(numbers);
    let wanted = wanted.chain(with_library.then(|| "library:called { answer = 42 }".to_owned()));
    assert!(events.iter().cloned().eq(wanted), "{compiler}: {events:#?}");
}

/// In each version of the languages, with no extension of them.
#[test]
fn programs_are_compiled_without_a_warning_in_each_version_of_c_and_cpp() {
    let scratch = Scratch::new("versions");
    let directory = format!("-L{}", libraries().display());
    let c = ["-std=c11", "-std=gnu11", "-std=c17"];
    let cpp = ["-std=c++11", "-std=gnu++11", "-std=c++17", "-std=c++20"];
    for (compilers, versions) in [(["gcc", "clang"], &c[..]), (["g++", "clang++"], &cpp)] {
        for compiler in compilers {
            for version in versions {
                let to = scratch.0.join(format!("{compiler}{version}"));
                let options = [version, &*directory, "-lperseq_trace_c", "-ldl"];
                let Some(program) = compile(compiler, "program.c", &options, &to) else {
                    if compiler.starts_with('g') {
                        skip("programs in C", &format!("there is no {compiler}"));
                    }
                    break;
                };
                check(&record(&program, None, &scratch.0), compiler, false);
            }
        }
    }
}

#[test]
fn an_event_with_more_or_fewer_values_than_fields_is_not_compiled() {
    let scratch = Scratch::new("counts");
    let event = "PERSEQ_EVENT(pair, \"a\", \"b\", PERSEQ_INFO, PERSEQ_FIELD(\"x\", PERSEQ_U8), PERSEQ_FIELD(\"y\", PERSEQ_U8));";
    for compiler in ["cc", "c++"] {
        for (values, fits) in
            [("", false), (", PERSEQ_INT(1)", false), (", PERSEQ_INT(1), PERSEQ_INT(2)", true)]
                .into_iter()
                .chain([(", PERSEQ_INT(1), PERSEQ_INT(2), PERSEQ_INT(3)", false)])
        {
            let source = scratch.0.join("counts.c");
            let text = format!(
                "#include <perseq_trace.h>\n{event}\nint main(void)\n{{\n\tperseq_trace(pair{values});\n\treturn 0;\n}}\n"
            );
            fs::write(&source, text).unwrap();
            let Some((fine, said)) = try_compile(compiler, &source, &["-c"], &scratch.0.join("counts.o"))
            else {
                skip("programs in C", &format!("there is no {compiler}"));
                break;
            };
            assert_eq!(fine, fits, "{values}: {said}");
            assert!(fits || said.contains("as many values as the event has fields"), "{said}");
        }
    }
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
            check(&record(&program, None, &scratch.0), compiler, false);
            let library = compile(compiler, "library.c", &loaded, &to("library.so"));
            check(&record(&program, library.as_deref(), &scratch.0), compiler, true);
            let program = compile(compiler, "program.c", &fixed, &to("static")).unwrap();
            check(&record(&program, None, &scratch.0), compiler, false);
        }
    }
}

/// The library goes with `dlclose`, and comes again elsewhere, thousands of times: its type of events is one and the same, in memory too.
#[test]
fn a_library_in_c_is_unloaded_and_loaded_again_with_and_without_a_session() {
    const CYCLES: u64 = 3000;
    let scratch = Scratch::new("unloading");
    let directory = format!("-L{}", libraries().display());
    let options = ["-shared", "-fPIC", &*directory, "-lperseq_trace_c"];
    let Some(library) = compile("cc", "library.c", &options, &scratch.0.join("library.so")) else {
        return skip("libraries in C that are unloaded", "there is no cc");
    };
    // The tracer stays: it is the program's.
    let options = ["-Wl,--no-as-needed", &*directory, "-lperseq_trace_c", "-ldl"];
    let program = compile("cc", "unloading.c", &options, &scratch.0.join("unloading")).unwrap();
    let run = |session: Option<&Path>| {
        let mut command = Command::new(&program);
        command.arg(&library).arg(CYCLES.to_string());
        command.env("LD_LIBRARY_PATH", libraries()).env_remove("PERSEQ_TRACE");
        command.envs(session.map(|session| ("PERSEQ_TRACE", session)));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let numbers = String::from_utf8(output.stdout).unwrap();
        let numbers: Vec<u64> = numbers.split_whitespace().map(|number| number.parse().unwrap()).collect();
        let [mappings, data, mappings_later, data_later] = numbers[..] else { panic!("{numbers:?}") };
        assert_eq!(mappings_later, mappings, "{numbers:?}");
        // A hundred bytes each time would be more.
        assert!(data_later < data + 256, "{numbers:?}");
    };
    run(None);
    for buffers in [perseq_trace::Buffers::Shared, perseq_trace::Buffers::PerProcess] {
        let trace = scratch.0.join(format!("{buffers:?}"));
        let options = perseq_trace::Options { buffers, ..perseq_trace::Options::default() };
        let session = perseq_trace::Session::create(&trace, &options).unwrap();
        run(Some(&trace));
        session.stop();
        let summary = perseq_trace::Recorder::open(&trace).unwrap().finish().unwrap();
        assert_eq!((summary.events, summary.discarded, summary.damaged), (CYCLES, 0, 0));
        let wanted = "library:called { answer = 42 }";
        assert!(events(&trace).iter().all(|event| event == wanted));
    }
}
