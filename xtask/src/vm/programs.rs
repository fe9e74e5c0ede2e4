//! The programs that run in a machine: the workspace's test programs, `perseq`, and the first process, cross-built and static.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{
    command,
    linker::{self, Linking},
    platform::{self, Platform},
};

/// Programs by the name that a command line has for them.
pub(super) type Programs = BTreeMap<String, PathBuf>;

/// The packages whose tests run there.
const TESTED: [&str; 6] = ["perseq-core", "perseq", "perseq-pmu", "perseq-rcu", "perseq-ctf", "perseq-trace"];
/// Tests that need cargo, a compiler or a dynamic linker beside them.
const NOT_THERE: [&str; 6] = ["dlopen", "dylib", "hot_paths", "linkers", "loom", "model"];

/// The tool, and the test that walks over all sections, by their names.
const TOOL: &str = "perseq";
/// `perseq bench` becomes it.
const BENCHMARKS: &str = "perseq-bench";
const WALK: &str = "boundaries";

/// The program in C that uses the header `perseq/rseq.h` on many threads, and its source.
const HEADER: &str = "c-header";
const HEADER_SOURCE: &str = "xtask/tests/c_header/exact.c";

/// Builds for `platform` what `commands` name; everything if there are none.
pub(super) fn build(root: &Path, cache: &Path, platform: &Platform, commands: &[String]) -> Result<Programs> {
    println!("building for {}", platform.target);
    if platform.programs == platform::Programs::Harness {
        return harness(root, cache, platform);
    }
    let mut programs = Programs::new();
    for (job, optimised) in jobs(commands) {
        let mut cargo = cargo(root, cache, platform)?;
        cargo.env("CARGO_PROFILE_DEV_OPT_LEVEL", optimised);
        if !commands.is_empty() {
            // Few programs may be large, and each job then finds its dependencies built by the one before.
            cargo.args(["--config", "profile.dev.package.'*'.opt-level=0"]);
        }
        cargo.env("CARGO_TARGET_DIR", root.join("target/vm"));
        let built = command::output(
            cargo
                .args(job)
                .args(["--target", platform.target])
                .args(["--message-format", "json-render-diagnostics"]),
        )?;
        programs.extend(built.lines().filter_map(program));
    }
    programs.retain(|name, _| !NOT_THERE.contains(&name.as_str()));
    if commands.iter().any(|line| line.split_whitespace().next() == Some(HEADER)) {
        programs.insert(HEADER.to_owned(), header(root, cache, platform)?);
    }
    if !programs.contains_key("vm-init") {
        bail!("cargo has built no vm-init for {}", platform.target);
    }
    Ok(programs)
}

/// Arguments of cargo, and the optimisation, that build what the commands name.
fn jobs(commands: &[String]) -> Vec<(Vec<&str>, &'static str)> {
    let named: BTreeSet<&str> = commands
        .iter()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| !is_set(name))
        .collect();
    let has = |name| commands.is_empty() || named.contains(name);
    // Their rivals take longer to build than all else: only where they are asked for.
    let benchmarks = commands.iter().any(|line| starts(line, BENCHMARKS));
    // Always the same packages, whichever's tests: dependencies are compiled for the features that all of them want.
    let mut tests: Vec<&str> = ["test", "--no-run"].into();
    tests.extend(TESTED.into_iter().flat_map(|name| ["-p", name]));
    let mut walk = tests.clone();
    walk.extend(["--test", WALK]);
    // The programs of a library's own tests have its name and `-unit`.
    if commands.is_empty() || named.iter().any(|name| name.ends_with("-unit")) {
        tests.push("--tests");
    } else {
        let others = named.iter().filter(|name| ![TOOL, BENCHMARKS, WALK, HEADER].contains(name));
        tests.extend(others.flat_map(|name| ["--test", name]));
    }
    let mut tools = ["build", "-p", "vm-init"].to_vec();
    if has(TOOL) {
        tools.extend(["-p", "perseq-cli"]);
    }
    if benchmarks {
        tools.extend(["-p", BENCHMARKS]);
    }
    let mut jobs = vec![(tools, "1")];
    if tests.iter().any(|argument| argument.starts_with("--test")) {
        jobs.push((tests, "1"));
    }
    if has(WALK) {
        // It wants each section once, as `cargo test` has it: optimisation makes copies that nothing reaches.
        jobs.push((walk, "0"));
    }
    jobs
}

/// Returns whether a command starts a program: itself, or as the tool that becomes the benchmarks.
fn starts(line: &str, program: &str) -> bool {
    let mut words = line.split_whitespace();
    let first = words.next();
    first == Some(program) || program == BENCHMARKS && first == Some(TOOL) && words.next() == Some("bench")
}

/// Returns whether a command sets something and starts no program.
fn is_set(name: &str) -> bool {
    ["set", "write"].contains(&name)
}

/// The program that a line of cargo's messages tells of: tests by their name, others too, but not the unit tests of a library.
fn program(line: &str) -> Option<(String, PathBuf)> {
    let message: Value = serde_json::from_str(line).ok()?;
    let path = message.get("executable")?.as_str()?;
    let target = message.get("target")?;
    let kind = target.get("kind")?.get(0)?.as_str()?;
    let name = target.get("name")?.as_str()?;
    let name = if kind == "lib" { format!("{name}-unit") } else { name.to_owned() };
    (kind != "example").then(|| (name, path.into()))
}

/// cargo, set up for static programs for `platform`.
fn cargo(root: &Path, cache: &Path, platform: &Platform) -> Result<Command> {
    let mut cargo = Command::new("cargo");
    let own_std = platform.programs == platform::Programs::TestsWithOwnStd;
    if own_std {
        cargo.arg("+nightly");
    }
    cargo.current_dir(root).arg("--quiet").stdin(Stdio::null());
    if own_std {
        cargo.args(["-Z", "build-std"]);
    }
    let variable =
        |what: &str| format!("CARGO_TARGET_{}_{what}", platform.target.to_uppercase().replace('-', "_"));
    // The memory of small machines has to hold all programs, the standard library's debug information in each of them.
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "none").env("CARGO_PROFILE_DEV_STRIP", "debuginfo");
    cargo.env("CARGO_INCREMENTAL", "0");
    let Linking { linker, flags } = linker::linking(cache, platform)?;
    cargo.env(variable("RUSTFLAGS"), ["-C target-feature=+crt-static", flags].join(" "));
    if let Some(linker) = linker {
        cargo.env(variable("LINKER"), linker);
    }
    Ok(cargo)
}

/// The C program that is the first process and runs the sections of the object that `xtask assemble` makes.
fn harness(root: &Path, cache: &Path, platform: &Platform) -> Result<Programs> {
    let (object, signature) = crate::assemble::object(platform.target)?;
    let out = root.join("target/vm").join(platform.target);
    fs::create_dir_all(&out)?;
    let program = out.join("sections");
    let mut cc = Command::new(linker::linking(cache, platform)?.linker.unwrap_or_else(|| "cc".into()));
    cc.args(["-O2", "-static", "-pthread", "-w", &format!("-DSIGNATURE={signature:#x}")]);
    // The object has weak references to `dlopen`, which is never called.
    cc.arg("-Wl,--no-warnings").arg("-o").arg(&program);
    command::run(cc.arg(root.join("xtask/src/vm/harness/sections.c")).arg(object))?;
    Ok(Programs::from([("vm-init".to_owned(), program)]))
}

/// The program in C with the header's sections, as the platform's C compiler inlines them.
fn header(root: &Path, cache: &Path, platform: &Platform) -> Result<PathBuf> {
    let compiler = match platform.linker {
        platform::Linker::Host if platform.target.ends_with("musl") => "musl-gcc".into(),
        platform::Linker::Lld { .. } => bail!("{HEADER}: there is no C compiler for {}", platform.name),
        _ => linker::linking(cache, platform)?.linker.unwrap_or_else(|| "cc".into()),
    };
    let out = root.join("target/vm").join(platform.target);
    fs::create_dir_all(&out)?;
    let program = out.join(HEADER);
    let mut cc = Command::new(compiler);
    cc.args(["-O2", "-std=c11", "-static", "-pthread", "-Wall", "-Wextra", "-Werror"]);
    cc.arg("-I").arg(root.join("include")).arg("-o").arg(&program);
    command::run(cc.arg(root.join(HEADER_SOURCE)))?;
    Ok(program)
}

/// Writes the archive of files that the kernel unpacks at its start: the programs in `/bin`, the first process, its commands.
pub(super) fn initramfs(programs: &Programs, commands: &[String], to: &Path) -> Result<()> {
    use cpio::newc::{Builder, ModeFileType, trailer};
    let mut out = std::io::BufWriter::new(
        fs::File::create(to).with_context(|| format!("cannot write {}", to.display()))?,
    );
    let mut number = 0;
    let mut add = |name: &str, kind: ModeFileType, mode: u32, device: u32, content: &[u8]| -> Result<()> {
        number += 1;
        let entry = Builder::new(name).ino(number).nlink(1).mode(mode).set_mode_file_type(kind);
        let entry = if device == 0 { entry } else { entry.rdev_major(device >> 8).rdev_minor(device & 0xff) };
        let length = u32::try_from(content.len()).with_context(|| format!("{name} is too large"))?;
        let mut writer = entry.write(&mut out, length);
        std::io::Write::write_all(&mut writer, content)?;
        writer.finish()?;
        Ok(())
    };
    for folder in ["bin", "dev", "proc", "sys", "tmp"] {
        add(folder, ModeFileType::Directory, 0o755, 0, &[])?;
    }
    // The device for the first process's standard streams.
    add("dev/console", ModeFileType::Char, 0o600, 0x501, &[])?;
    add("dev/null", ModeFileType::Char, 0o666, 0x103, &[])?;
    add("commands", ModeFileType::Regular, 0o644, 0, (commands.join("\n") + "\n").as_bytes())?;
    for (name, path) in needed(programs, commands) {
        let content = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = if name == "vm-init" { "init".to_owned() } else { format!("bin/{name}") };
        add(&name, ModeFileType::Regular, 0o755, 0, &content)?;
    }
    trailer(out)?;
    Ok(())
}

/// The programs that the commands name, and the first process.
fn needed<'a>(
    programs: &'a Programs,
    commands: &'a [String],
) -> impl Iterator<Item = (&'a String, &'a PathBuf)> {
    let named = |name: &str| commands.iter().any(|line| starts(line, name));
    programs.iter().filter(move |(name, _)| *name == "vm-init" || named(name))
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::{NOT_THERE, TESTED};
    use crate::workspace;

    /// The test programs of the packages: their names and sources.
    fn sources() -> impl Iterator<Item = (String, PathBuf)> {
        let folders = TESTED.map(|package| workspace().join("crates").join(package).join("tests"));
        let files = folders.into_iter().flat_map(|folder| fs::read_dir(folder).unwrap());
        files.filter_map(|file| {
            let path = file.unwrap().path();
            let name = path.file_stem()?.to_str()?.to_owned();
            let source = if path.is_dir() { path.join("main.rs") } else { path };
            (source.is_file() && source.extension().is_some_and(|ending| ending == "rs"))
                .then_some((name, source))
        })
    }

    #[test]
    fn tests_that_start_cargo_are_left_out_and_no_others_by_names_that_are_gone() {
        for (name, source) in sources() {
            let text = fs::read_to_string(&source).unwrap();
            let builds = ["perseq_testing::packages", "\"cargo\""].iter().any(|sign| text.contains(sign));
            assert!(!builds || NOT_THERE.contains(&&*name), "{}", source.display());
        }
        for name in NOT_THERE {
            assert!(sources().any(|(test, _)| test == name), "no test is called {name}");
        }
    }

    #[test]
    fn only_what_commands_name_is_built_and_all_without_any() {
        let commands = ["set PERSEQ_WALK_SHARE 1/4", "preempt --nocapture", "perseq doctor"];
        let jobs = |commands: &[&str]| {
            let commands: Vec<String> = commands.iter().map(|&line| line.to_owned()).collect();
            super::jobs(&commands).into_iter().map(|(job, _)| job.join(" ")).collect::<Vec<_>>()
        };
        let [tools, tests] = &jobs(&commands)[..] else { panic!("tools and one test") };
        assert_eq!(tools, "build -p vm-init -p perseq-cli");
        assert_eq!(jobs(&["perseq bench --quick"]), ["build -p vm-init -p perseq-cli -p perseq-bench"]);
        assert_eq!(jobs(&["perseq-bench --quick"]), ["build -p vm-init -p perseq-bench"]);
        assert!(tests.ends_with("-p perseq-trace --test preempt"), "{tests}");
        let [init, walk] = &jobs(&["boundaries"])[..] else { panic!("the first process and the walk") };
        assert!(init == "build -p vm-init" && walk.ends_with("-p perseq-trace --test boundaries"), "{walk}");
        let all = jobs(&[]);
        assert!(all.len() == 3 && all[1].ends_with("--tests"), "{all:?}");
        assert!(jobs(&["perseq-core-unit"])[1].ends_with("--tests"));
    }
}
