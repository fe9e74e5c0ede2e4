//! Programs that were written for any malloc say the same with this one.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{fs, os::unix::process::CommandExt as _, path::Path, process::Command};

use support::{Mode, Scratch, is_here, lacks, preloaded, stdout_of};

/// The program says the same without the library and with it, in each of these modes.
fn says_the_same(program: &str, args: &[&str], directory: &Path) {
    says_the_same_in(&[Mode::Plain, Mode::Unregistered, Mode::NeitherCall], program, args, directory);
}

fn says_the_same_in(modes: &[Mode], program: &str, args: &[&str], directory: &Path) {
    if !is_here(program) {
        return;
    }
    let expected = stdout_of(Command::new(program).args(args).current_dir(directory));
    assert!(!expected.is_empty(), "{program} {args:?} says nothing to compare");
    for &mode in modes {
        let said = stdout_of(preloaded(program, mode).args(args).current_dir(directory));
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

/// Python's own tests of what allocates most: each looks at its results itself.
#[test]
fn python_passes_its_own_tests() {
    let modules =
        ["test_struct", "test_list", "test_generators", "test_memoryio", "test_lzma", "test_thread"];
    let has_tests = |output: std::process::Output| output.status.success();
    let import = ["-c", "import test.libregrtest, test.test_thread"];
    if !is_here("python3") {
        return;
    }
    if !Command::new("python3").args(import).output().is_ok_and(has_tests) {
        return lacks("python3's own tests", "they are not installed");
    }
    let scratch = Scratch::new("python-tests");
    // Those that are about the memory of its own allocator are left to that.
    let mut command = preloaded("python3", Mode::Plain);
    command.env("PYTHONMALLOC", "malloc").args(["-m", "test", "-q"]).args(modules);
    // One of them raises SIGINT, which Python leaves ignored if it was so before, as in a shell's jobs in the background.
    let usual = || {
        // SAFETY: the default is no function.
        unsafe { libc::signal(libc::SIGINT, libc::SIG_DFL) };
        Ok(())
    };
    // SAFETY: between `fork` and `exec` it makes a call that signal handlers may make.
    unsafe { command.pre_exec(usual) };
    let said = stdout_of(command.current_dir(&scratch.0));
    assert!(said.contains("SUCCESS"), "{said}");
}

/// A file of some megabytes, in which lines repeat.
fn lines(directory: &Path) {
    let mut random = 1_u64;
    let mut text = String::new();
    for _ in 0..100_000 {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(&format!("{} line {}\n", random >> 44, random >> 60));
    }
    fs::write(directory.join("lines"), text).unwrap();
}

#[test]
fn sort_with_threads() {
    let scratch = Scratch::new("sort");
    lines(&scratch.0);
    says_the_same("sort", &["--parallel=4", "-S", "1M", "-k3,3", "-k1,1n", "lines"], &scratch.0);
}

#[test]
fn xz_with_threads_there_and_back() {
    let scratch = Scratch::new("xz");
    lines(&scratch.0);
    if !is_here("xz") {
        return;
    }
    let xz = |command: &mut Command, args: &[&str]| {
        let output = command.args(args).current_dir(&scratch.0).output().unwrap();
        assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let pack = ["-1", "-T4", "--block-size=300000", "-c", "lines"];
    let packed = xz(&mut preloaded("xz", Mode::Plain), &pack);
    assert!(packed == xz(&mut Command::new("xz"), &pack), "xz made something else");
    fs::write(scratch.0.join("packed.xz"), packed).unwrap();
    let text = xz(&mut preloaded("xz", Mode::Plain), &["-dc", "-T4", "packed.xz"]);
    assert!(text == fs::read(scratch.0.join("lines")).unwrap(), "xz lost something");
}

#[test]
fn sqlite_with_joins_and_indexes() {
    let script = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) \
                  insert into t select i, (i * 7919) % 1000, hex(i * i) from n;";
    let queries = "create index b on t(k); select count(*), sum(a.i * b.i), max(a.v || b.v) from t a join t b on a.k = b.k \
                   where a.i < 2000; select k, group_concat(i) from t group by k order by k limit 50; vacuum; pragma integrity_check;";
    let script = format!("create table t(i integer primary key, k, v); {script} {queries}");
    says_the_same("sqlite3", &[":memory:", &script], Path::new("/"));
}

#[test]
fn perl_with_hashes_and_expressions() {
    let script = r#"my %h; $h{$_ % 997} .= "$_," for 1..100000; my $t = join "", map { $h{$_} } sort { $a <=> $b } keys %h;
        my $n = () = $t =~ /(\d)\1/g; my @a = sort map { sprintf "%08d", $_ * 7919 % 100000 } 1..50000;
        if (my $p = fork) { waitpid $p, 0 } else { my @b = map { "x" x ($_ % 300) } 1..20000; exit(@b == 20000 ? 0 : 1) }
        print length($t), " $n $a[0] $a[-1] $?\n";"#;
    says_the_same("perl", &["-e", script], Path::new("/"));
}

#[test]
fn node_with_workers_and_buffers() {
    let script = r#"const { Worker, isMainThread, parentPort } = require("worker_threads"); const zlib = require("zlib");
        const work = () => { let s = 0; for (let i = 0; i < 200; i++) { const b = Buffer.alloc(i * 100, i);
            s += zlib.inflateSync(zlib.deflateSync(b)).length + JSON.parse(JSON.stringify({ a: [..."x".repeat(i)] })).a.length; } return s; };
        let sum = work(), left = 3;
        for (let n = 0; n < 3; n++) new Worker(`const { parentPort } = require("worker_threads"); const zlib = require("zlib");
            parentPort.postMessage((${work})());`, { eval: true }).on("message", (s) => { sum += s; if (!--left) console.log(sum); });"#;
    says_the_same_in(&[Mode::Plain, Mode::NeitherCall], "node", &["-e", script], Path::new("/"));
}

/// With its own allocator for small objects off, every object of Python's is one of the library's.
#[test]
fn python_without_an_allocator_of_its_own() {
    if !is_here("python3") {
        return;
    }
    let script = "d = {i: [str(i)] * (i % 9) for i in range(200000)}; print(sum(map(len, d.values())))";
    for mode in [Mode::Plain, Mode::Unregistered] {
        let said = stdout_of(preloaded("python3", mode).env("PYTHONMALLOC", "malloc").args(["-c", script]));
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
        stdout_of(command.args(args).current_dir(&scratch.0).env("GIT_CONFIG_GLOBAL", "/dev/null"))
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
        stdout_of(
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
fn clang_compiles_the_same() {
    let functions: String = (0..100)
        .map(|n| {
            format!("int f{n}(int a, int *b) {{ for (int i = 0; i < a; i++) b[i] *= {n}; return *b; }}\n")
        })
        .collect();
    compiles_the_same("clang", &functions, "c", &["-O2", "-S"]);
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
