//! `perseq run`: the program has the allocator, is what it would be without the tool, and is refused where the loader would leave the
//! allocator out.

#![cfg(all(
    target_os = "linux",
    target_env = "gnu",
    target_pointer_width = "64",
    not(target_feature = "crt-static")
))]

mod support;

use core::time::Duration;
use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::{fs::PermissionsExt as _, process::ExitStatusExt as _},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::Instant,
};

use serde_json::Value;
use support::{Scratch, copy_program, perseq, stdout_of};

/// `perseq run` with these arguments, and no environment that tells it of another library.
fn run(arguments: &[&str]) -> Command {
    let mut command = perseq(&["run"]);
    command.args(arguments).env_remove("LD_PRELOAD").env_remove("PERSEQ_MALLOC_LIBRARY");
    command
}

fn scratch(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    fs::create_dir_all(&scratch.0).expect("it can be made");
    scratch
}

/// The command is refused with this exit code, and all of these parts of a message.
fn refused(command: &mut Command, code: i32, parts: &[&str]) {
    let Output { status, stdout, stderr } = command.output().expect("it starts");
    let told = String::from_utf8_lossy(&stderr);
    assert_eq!(status.code(), Some(code), "{command:?}: {told}");
    assert!(stdout.is_empty(), "the program ran");
    for part in parts {
        assert!(told.contains(part), "{part:?} is not in {told:?}");
    }
}

#[test]
fn the_program_has_the_allocator_and_its_children_have_it() {
    for arguments in [&["--", "cat", "/proc/self/maps"][..], &["sh", "-c", "cat /proc/self/maps; exit 0"]] {
        let maps = stdout_of(&mut run(arguments));
        assert!(maps.contains("/libperseq_malloc.so"), "{maps}");
    }
}

#[test]
fn options_are_the_librarys_words_after_those_of_the_environment() {
    let words = |options: &[&str]| {
        let mut command = run(options);
        stdout_of(command.args(["--", "sh", "-c", "echo $PERSEQ_MALLOC"]).env("PERSEQ_MALLOC", "huge-pages"))
    };
    assert_eq!(words(&[]).trim(), "huge-pages");
    assert_eq!(words(&["--background", "--huge-pages", "off"]).trim(), "huge-pages,background,no-huge-pages");
    let names = stdout_of(&mut run(&["--background", "sh", "-c", "cat /proc/$$/task/*/comm"]));
    assert!(names.lines().any(|name| name == "perseq-alloc"), "{names}");
}

#[test]
fn what_is_preloaded_already_comes_after_it() {
    let list = stdout_of(run(&["sh", "-c", "echo $LD_PRELOAD"]).env("LD_PRELOAD", "libc.so.6"));
    let (first, second) = list.trim().split_once(':').expect("two libraries");
    assert!(first.ends_with("/libperseq_malloc.so") && second == "libc.so.6", "{list}");
}

#[test]
fn the_tool_ends_as_the_program_does() {
    let json = scratch("run-ends");
    let file = json.0.join("figures");
    let file = file.to_str().expect("a name");
    for options in [&[][..], &["--stats"], &["--json", file]] {
        let status = |script: &str| {
            let mut command = run(options);
            command.args(["--", "sh", "-c", script]).stderr(Stdio::null()).status().expect("it starts")
        };
        assert!(status("exit 0").success());
        assert_eq!(status("exit 7").code(), Some(7), "{options:?}");
        let killed = status("kill -TERM $$");
        // A tool that waits tells as shells do; one that has become the program was killed.
        let expected = if options.is_empty() { (None, Some(15)) } else { (Some(143), None) };
        assert_eq!((killed.code(), killed.signal()), expected, "{options:?}");
    }
}

#[test]
fn a_signal_to_the_tool_is_the_programs() {
    for options in [&[][..], &["--stats"]] {
        // It says that it listens, and waits for nothing else.
        let script = "trap 'echo caught; exit 3' TERM; echo ready; while :; do sleep 0.01; done";
        let mut command = run(options);
        command.args(["--", "sh", "-c", script]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut line = || lines.next().expect("a line").expect("text");
        assert_eq!(line(), "ready");
        let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill");
        assert!(killed.success());
        assert_eq!(line(), "caught", "{options:?}");
        assert_eq!(child.wait().expect("it ends").code(), Some(3), "{options:?}");
    }
}

#[test]
fn the_program_has_no_signal_blocked_that_the_tool_waits_for() {
    let blocked = |command: &mut Command| {
        let status = stdout_of(command.stderr(Stdio::null()));
        status.lines().find(|line| line.starts_with("SigBlk:")).expect("a line of this name").to_owned()
    };
    let expected = blocked(Command::new("cat").arg("/proc/self/status"));
    assert_eq!(blocked(&mut run(&["--stats", "cat", "/proc/self/status"])), expected);
}

#[test]
fn figures_are_of_each_process_that_ends_by_exit() {
    let scratch = scratch("run-figures");
    let file = scratch.0.join("figures.json");
    let file = file.to_str().expect("a name");
    // A shell with a command that follows starts a process for the first one.
    let script = "sort /proc/self/maps > /dev/null; exec sort /dev/null";
    let Output { status, stderr, .. } =
        run(&["--stats", "--json", file, "--", "sh", "-c", script]).output().expect("it starts");
    let told = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{told}");
    let figures: Value = serde_json::from_slice(&fs::read(file).expect("it was written")).expect("JSON");
    assert_eq!((&figures["exit_code"], &figures["program"]), (&0.into(), &"sh".into()));
    let processes = figures["processes"].as_array().expect("a list");
    let sorts: Vec<_> = processes.iter().filter(|process| process["program"] == "sort").collect();
    assert_eq!(sorts.len(), 2, "{figures:#}");
    assert!(sorts.iter().any(|process| process["pid"] == figures["pid"]), "{figures:#}");
    for process in sorts {
        let number = |name: &str| process[name].as_u64().expect("a number");
        assert!(number("peak_bytes") > 100_000 && number("peak_bytes") < 1 << 30, "{process:#}");
        assert!(number("span_bytes") > 0 && number("reserved_bytes") > 0, "{process:#}");
        let classes = process["classes"].as_array().expect("a list");
        let bytes = |class: &Value| Some(class["size"].as_u64()? * class["objects"].as_u64()?);
        assert_eq!(
            classes.iter().map(bytes).sum::<Option<u64>>(),
            Some(number("object_bytes")),
            "{process:#}"
        );
    }
    assert!(told.contains("sh ran for") && told.contains("ended with 0"), "{told}");
    assert!(told.lines().filter(|line| line.trim_start().starts_with("sort ")).count() == 2, "{told}");
}

#[test]
fn a_profile_of_each_process_is_written_where_the_user_says() {
    let scratch = scratch("run-profile");
    let file = scratch.0.join("heap.folded");
    let name = file.to_str().expect("a name");
    // A shell whose child ends by `exit` as well.
    let script = "sort /proc/self/maps > /dev/null; exit 0";
    let command = &["--profile", name, "--sample", "1", "--", "bash", "-c", script];
    let Output { status, stderr, .. } = run(command).output().expect("it starts");
    let told = String::from_utf8_lossy(&stderr);
    assert!(status.success() && told.contains(name), "{told}");
    let is_profile = |path: &Path| {
        let text = fs::read_to_string(path).expect("it was written");
        assert!(
            text.lines()
                .all(|line| line.rsplit_once(' ').is_some_and(|(_, bytes)| bytes.parse::<u64>().is_ok()))
        );
        !text.is_empty()
    };
    assert!(is_profile(&file), "the shell has memory at its end");
    let others: Vec<_> =
        fs::read_dir(&scratch.0).expect("it is there").map(|entry| entry.expect("a file").path()).collect();
    assert_eq!(others.len(), 2, "{others:?}");
    others.iter().for_each(|file| _ = is_profile(file));
    refused(
        &mut run(&["--profile", "/no/such/directory/heap", "true"]),
        125,
        &["no directory /no/such/directory"],
    );
}

#[test]
fn a_profile_that_cannot_get_its_name_costs_no_other_result() {
    let scratch = scratch("run-profile-renamed");
    let (file, json) = (scratch.0.join("heap.folded"), scratch.0.join("figures.json"));
    let (name, figures) = (file.to_str().expect("a name"), json.to_str().expect("a name"));
    let script = format!("mkdir '{name}'; exit 7");
    let command = &["--profile", name, "--stats", "--json", figures, "--", "bash", "-c", &script];
    let Output { status, stderr, .. } = run(command).output().expect("it starts");
    let told = String::from_utf8_lossy(&stderr);
    assert_eq!(status.code(), Some(7), "{told}");
    assert!(told.contains("bash ran for") && told.contains("cannot rename"), "{told}");
    let figures: Value = serde_json::from_slice(&fs::read(json).expect("it was written")).expect("JSON");
    assert_eq!(figures["exit_code"], 7, "{figures:#}");
    // It is still there, and the message says where.
    let written = scratch.0.join(format!("heap.{}.folded", figures["pid"]));
    assert!(written.is_file() && told.contains(written.to_str().expect("a name")), "{told}");
}

#[test]
fn a_directory_is_no_profile_and_the_program_is_not_started() {
    let scratch = scratch("run-profile-directory");
    for name in [scratch.path(), &format!("{}/", scratch.path())] {
        refused(
            &mut run(&["--profile", name, "--", "echo", "started"]),
            125,
            &["--profile", scratch.path(), "directory", "heap.pb.gz"],
        );
    }
}

/// Processes get their numbers in order, so one of the next thousands is the program's.
#[test]
fn the_profile_of_an_earlier_process_of_that_number_is_not_taken() {
    const NUMBERS: u32 = 3000;
    let scratch = scratch("run-profile-stale");
    let name = format!("{}/heap.folded", scratch.path());
    let json = format!("{}/figures.json", scratch.path());
    let old = |pid: u64| scratch.0.join(format!("heap.{pid}.folded"));
    for _ in 0..20 {
        let mut child = Command::new("true").spawn().expect("it starts");
        let last = child.id();
        child.wait().expect("it ends");
        (last..last + NUMBERS).for_each(|pid| fs::write(old(pid.into()), "old 1\n").expect("a file"));
        // It leaves none.
        let command = &["--profile", &name, "--json", &json, "--", "sh", "-c", "kill -KILL $$"];
        let Output { stderr, .. } = run(command).output().expect("it starts");
        let told = String::from_utf8_lossy(&stderr);
        let figures: Value = serde_json::from_slice(&fs::read(&json).expect("it was written")).expect("JSON");
        if old(figures["pid"].as_u64().expect("a number")).exists() || Path::new(&name).exists() {
            assert!(told.contains("has left no heap profile"), "{told}");
            assert!(!Path::new(&name).exists(), "an old profile has the name of the new one");
            return;
        }
    }
    panic!("no program had one of the numbers");
}

#[test]
fn the_file_of_the_figures_is_gone_afterwards() {
    let scratch = scratch("run-temporary");
    let status = run(&["--stats", "true"]).env("TMPDIR", &scratch.0).stderr(Stdio::null()).status();
    assert!(status.expect("it starts").success());
    assert_eq!(fs::read_dir(&scratch.0).expect("it is there").count(), 0);
}

#[test]
fn a_program_that_is_not_there_or_no_program_is_refused_as_shells_do() {
    refused(&mut run(&["--", "no-such-program"]), 127, &["no-such-program", "PATH", "./no-such-program"]);
    refused(&mut run(&["--", "/nowhere/program"]), 127, &["/nowhere/program", "no such file"]);
    refused(&mut run(&["--", "/proc/self/maps"]), 126, &["/proc/self/maps", "may not be executed"]);
    refused(&mut run(&["--", "/proc/self"]), 126, &["/proc/self", "directory"]);
}

#[test]
fn a_library_that_is_not_there_is_told_with_the_command_that_makes_it() {
    let advice = "cargo build --release -p perseq-malloc";
    refused(&mut run(&["--library", "/nowhere.so", "true"]), 125, &["--library", "/nowhere.so", advice]);
    let mut command = run(&["true"]);
    command.env("PERSEQ_MALLOC_LIBRARY", "/nowhere.so");
    refused(&mut command, 125, &["PERSEQ_MALLOC_LIBRARY", "/nowhere.so", advice]);
    // A tool that is copied elsewhere has none beside it.
    let scratch = scratch("run-copied");
    let copy = scratch.0.join("perseq");
    copy_program(env!("CARGO_BIN_EXE_perseq"), &copy);
    let mut command = Command::new(&copy);
    command.args(["run", "true"]).env_remove("PERSEQ_MALLOC_LIBRARY");
    refused(&mut command, 125, &[scratch.path(), "/usr/local/lib", advice, "--library"]);
    // The loader takes spaces for the end of a path.
    let odd = scratch.0.join("a library.so");
    fs::write(&odd, "").expect("it can be written");
    refused(&mut run(&["--library", odd.to_str().expect("a name"), "true"]), 125, &["space", "elsewhere"]);
}

/// A program without a loader, made of the header of one that has.
fn without_a_loader(from: &str, to: &Path) {
    let mut bytes = fs::read(from).expect("it is there");
    let half = |at: usize| usize::from(u16::from_ne_bytes([bytes[at], bytes[at + 1]]));
    let table = u64::from_ne_bytes(bytes[32..40].try_into().expect("8 bytes")) as usize;
    let entries: Vec<usize> = (0..half(56)).map(|number| table + number * half(54)).collect();
    for entry in entries {
        if bytes[entry..entry + 4] == 3_u32.to_ne_bytes() {
            bytes[entry..entry + 4].fill(0);
        }
    }
    fs::write(to, bytes).expect("it can be written");
    make_executable(to, 0o755);
}

fn make_executable(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is this user's");
}

#[test]
fn a_program_into_which_nothing_can_be_preloaded_is_refused() {
    let scratch = scratch("run-static");
    let program = scratch.0.join("static");
    without_a_loader("/bin/true", &program);
    let name = program.to_str().expect("a name");
    refused(&mut run(&["--", name]), 126, &[name, "static", "global_allocator"]);
    // So is a script for it, by whatever it is called.
    let script = scratch.0.join("script");
    fs::write(&script, format!("#! {name} -x\n")).expect("it can be written");
    make_executable(&script, 0o755);
    refused(&mut run(&["--", script.to_str().expect("a name")]), 126, &[name, "static"]);
    // The first byte of its identification says 32 bits.
    let mut bytes = fs::read("/bin/true").expect("it is there");
    bytes[4] = 1;
    fs::write(&program, bytes).expect("it can be written");
    refused(&mut run(&["--", name]), 126, &[name, "32-bit"]);
}

#[test]
fn a_program_with_rights_of_its_own_is_refused() {
    let scratch = scratch("run-setuid");
    let program = scratch.0.join("setuid");
    copy_program("/bin/true", &program);
    if std::os::unix::fs::chown(&program, Some(1), Some(1)).is_err() {
        return support::skip("a setuid program", "this user may not give files away");
    }
    let system = rustix::fs::statvfs(&program).expect("it is there");
    if system.f_flag.contains(rustix::fs::StatVfsMountFlags::NOSUID) {
        return support::lacks("a setuid program", "the directory for temporary files has none (nosuid)");
    }
    let status = fs::read_to_string("/proc/thread-self/status").expect("of this thread");
    if !["NoNewPrivs:\t0\n", "TracerPid:\t0\n"].iter().all(|line| status.contains(line)) {
        return support::lacks(
            "a setuid program",
            "this process gains no rights (no_new_privs, or it is traced)",
        );
    }
    let name = program.to_str().expect("a name");
    for (mode, what) in [(0o4755, "setuid"), (0o2755, "setgid")] {
        make_executable(&program, mode);
        refused(&mut run(&["--", name]), 126, &[name, what]);
    }
    // Without the right to gain rights it has none of its own.
    let output =
        Command::new("setpriv").args(["--no-new-privs", env!("CARGO_BIN_EXE_perseq"), "run", name]).output();
    match output {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => support::skip("a setuid program without new rights", "there is no setpriv"),
    }
}

/// A server under the tool until a signal to the tool ends it. `PERSEQ_REDIS` names a directory into which Debian's packages were unpacked.
#[test]
fn a_server_runs_until_the_tool_is_told_to_end() {
    let root = std::env::var_os("PERSEQ_REDIS").map(PathBuf::from);
    let program = |name: &str| {
        let path = root.as_ref().map_or_else(|| name.into(), |root| root.join("usr/bin").join(name));
        path.into_os_string().into_string().expect("a name")
    };
    let libraries =
        root.as_ref().map(|root| root.join(format!("usr/lib/{}-linux-gnu", std::env::consts::ARCH)));
    let at_home = |mut command: Command| {
        libraries.iter().for_each(|libraries| _ = command.env("LD_LIBRARY_PATH", libraries));
        command
    };
    let (server, client) = (program("redis-server"), program("redis-cli"));
    for name in [&server, &client] {
        let mut version = at_home(Command::new(name));
        if !version.arg("--version").output().is_ok_and(|output| output.status.success()) {
            return support::lacks(
                "redis",
                "neither PERSEQ_REDIS nor the path has it (Debian: redis-server)",
            );
        }
    }
    let scratch = scratch("run-redis");
    let mut command = at_home(run(&["--json", "figures.json", "--", &server]));
    command.args(["--port", "0", "--unixsocket", "socket", "--save", ""]).current_dir(&scratch.0);
    let mut tool = command.stdout(Stdio::null()).spawn().expect("it starts");
    let ask = |words: &[&str]| {
        let mut command = at_home(Command::new(&client));
        let output =
            command.args(["-s", "socket"]).args(words).current_dir(&scratch.0).output().expect("a client");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    let start = Instant::now();
    while ask(&["PING"]) != "PONG" {
        assert!(start.elapsed() < perseq_testing::PATIENCE, "it does not answer");
        assert_eq!(tool.try_wait().expect("it is a child"), None, "it has ended");
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(ask(&["SETRANGE", "key", "3000000", "end"]), "3000003");
    assert_eq!(ask(&["STRLEN", "key"]), "3000003");
    let killed = Command::new("kill").args(["-TERM", &tool.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    assert!(tool.wait().expect("it ends").success());
    let figures = fs::read(scratch.0.join("figures.json")).expect("it was written");
    let figures: Value = serde_json::from_slice(&figures).expect("JSON");
    let process = &figures["processes"][0];
    assert_eq!(process["pid"], figures["pid"], "{figures:#}");
    assert!(process["peak_bytes"].as_u64().expect("a number") > 3_000_000, "{figures:#}");
}
