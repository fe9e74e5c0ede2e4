//! Programs that were written for any malloc say the same with this one.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{fs, path::Path, process::Command};

use support::{Mode, Scratch, is_here, preloaded, succeed};

/// The program says the same without the library and with it, in each of these modes.
fn says_the_same(program: &str, args: &[&str], directory: &Path) {
    if !is_here(program) {
        return;
    }
    let expected = succeed(Command::new(program).args(args).current_dir(directory));
    assert!(!expected.is_empty(), "{program} {args:?} says nothing to compare");
    for mode in [Mode::Plain, Mode::Unregistered, Mode::NeitherCall] {
        let said = succeed(preloaded(program, mode).args(args).current_dir(directory));
        assert_eq!(said, expected, "{program} {args:?} {mode:?}");
    }
}

#[test]
fn bash_with_subshells_and_arrays() {
    let script = "a=(); for i in {1..2000}; do a+=(\"item $i\"); done; echo ${#a[@]} $(echo sub | cat | wc -c); \
                  x=$(for i in {1..300}; do (echo $i); done | sort -n | tail -1); echo $x; declare -A m; \
                  for i in {1..1000}; do m[k$i]=$((i * i)); done; echo ${m[k1000]} ${#m[@]}";
    says_the_same("bash", &["-c", script], Path::new("/"));
}

#[test]
fn python_with_threads_and_subprocesses() {
    let script = r#"
import sys, json, re, threading, subprocess, hashlib, zlib, gc, random
random.seed(7)
data = {str(i): [random.random() for _ in range(i % 50)] for i in range(3000)}
text = json.dumps(data, sort_keys=True)
assert json.loads(text) == data
out = [None] * 6
def work(n):
    out[n] = hashlib.sha256(zlib.compress(text.encode() * (n + 1))).hexdigest()
threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
[t.start() for t in threads]; [t.join() for t in threads]
print(out)
print([subprocess.check_output(["echo", str(n)]) for n in range(5)])
print(len(re.findall(r"\d+\.\d+", text)), gc.collect() >= 0)
"#;
    says_the_same("python3", &["-c", script], Path::new("/"));
}

/// With its own allocator for small objects off, every object of Python's is one of the library's.
#[test]
fn python_without_an_allocator_of_its_own() {
    if !is_here("python3") {
        return;
    }
    let script = "d = {i: [str(i)] * (i % 9) for i in range(200000)}; print(sum(map(len, d.values())))";
    for mode in [Mode::Plain, Mode::Unregistered] {
        let said = succeed(preloaded("python3", mode).env("PYTHONMALLOC", "malloc").args(["-c", script]));
        // Rounds of 0 to 8, and 0 and 1 of the last.
        assert_eq!(said.trim(), (200_000 / 9 * 36 + 1).to_string());
    }
}

#[test]
fn git_writes_packs_and_reads_them() {
    let scratch = Scratch::new("git");
    if !is_here("git") {
        return;
    }
    let git = |args: &[&str]| {
        let mut command = preloaded("git", Mode::Plain);
        command.args(["-c", "user.name=n", "-c", "user.email=e@e", "-c", "init.defaultBranch=m"]);
        succeed(command.args(args).current_dir(&scratch.0).env("GIT_CONFIG_GLOBAL", "/dev/null"))
    };
    git(&["init", "-q"]);
    for n in 0..20 {
        let text: String = (0..2000).map(|line| format!("{}\n", line * (n + 1))).collect();
        fs::write(scratch.0.join(format!("file{n}")), text).unwrap();
        git(&["add", "."]);
        git(&["commit", "-qm", "more"]);
    }
    git(&["gc", "-q", "--aggressive"]);
    git(&["fsck", "--full"]);
    says_the_same("git", &["log", "--stat", "--oneline"], &scratch.0);
}

/// Compiles the same source with the library and without it: the results are the same bytes.
fn compiles_the_same(compiler: &str, source: &str, extension: &str, options: &[&str]) {
    if !is_here(compiler) {
        return;
    }
    let scratch = Scratch::new(compiler);
    let path = scratch.0.join(format!("source.{extension}"));
    fs::write(&path, source).unwrap();
    let compile = |mut command: Command| {
        let to = scratch.0.join("out.s");
        succeed(
            command
                .args(options)
                .arg("-o")
                .arg(&to)
                .arg("source.".to_owned() + extension)
                .current_dir(&scratch.0),
        );
        fs::read(to).unwrap()
    };
    let expected = compile(Command::new(compiler));
    for mode in [Mode::Plain, Mode::Unregistered] {
        assert!(compile(preloaded(compiler, mode)) == expected, "{compiler} {mode:?} made something else");
    }
}

#[test]
fn gcc_compiles_the_same() {
    let functions: String = (0..300)
        .map(|n| format!("int f{n}(int a, int b) {{ return a * {n} + (b << {}); }}\n", n % 31))
        .collect();
    compiles_the_same("gcc", &functions, "c", &["-O2", "-S"]);
}

#[test]
fn rustc_compiles_the_same() {
    let functions: String = (0..150)
        .map(|n| {
            format!(
                "pub fn f{n}(x: &[u64]) -> u64 {{ x.iter().map(|v| v * {n}).filter(|v| v % 3 == 1).sum() }}\n"
            )
        })
        .collect();
    compiles_the_same("rustc", &functions, "rs", &["--crate-type=lib", "--emit=asm", "-Copt-level=2"]);
}
