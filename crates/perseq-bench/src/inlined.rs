//! Sections in C beside those in Rust: `perseq/rseq.h`, and librseq if its directories are named.
//!
//! C programs have these sections inlined in their loops. So each variant is a program of its own, whose text this tool carries and
//! the machine's compiler compiles when a group shows it: the rows need no preparation, and no program is older than the tool.

use std::{
    env,
    ffi::OsString,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    case::{Case, Cases, Place, Variant},
    parallel::Width,
    peer::{Peer, Peers},
};

/// The files of the program, by their names in its directory.
const FILES: [(&str, &str); 3] = [
    ("rseq.c", include_str!("../rivals/rseq.c")),
    ("loop.h", include_str!("../rivals/loop.h")),
    ("perseq/rseq.h", include_str!("../../../include/perseq/rseq.h")),
];
const OPTIONS: [&str; 3] = ["-std=gnu11", "-O2", "-pthread"];
/// Directories to look for librseq in, as `PATH` has them.
pub(crate) const DIRECTORIES: &str = "PERSEQ_LIBRSEQ";

/// A variant, which is a program.
#[derive(Clone, Copy)]
pub(crate) struct Inlined {
    variant: Variant,
    /// The macro that selects it in the source.
    define: &'static str,
    needs_librseq: bool,
}

/// Programs that add to counters.
pub(crate) const ADDERS: [Inlined; 2] = [
    Inlined { variant: Variant::new("perseq.h add"), define: "-DVARIANT_add", needs_librseq: false },
    Inlined { variant: Variant::new("librseq add"), define: "-DVARIANT_librseq", needs_librseq: true },
];
/// Programs that use lists.
pub(crate) const LISTS: [Inlined; 1] =
    [Inlined { variant: Variant::new("perseq.h push+pop"), define: "-DVARIANT_list", needs_librseq: false }];

/// Compiles and starts programs; librseq is looked for in directories, and then where libraries are installed.
fn start(programs: &[Inlined], librseq: &[PathBuf]) -> Peers {
    Peers::of(programs.iter().map(|program| (program.variant, program.start(librseq))))
}

/// Cases of Rust, with programs in C beside them, and the reasons for which some of these cannot run.
pub(crate) fn beside(place: &Place<'_>, programs: &[Inlined], cases: impl Fn(Width) -> Vec<Case>) -> Cases {
    let peers = start(programs, place.librseq);
    let cases = place.at_all_widths(|width| cases(width).into_iter().chain(peers.readers(width)).collect());
    (cases, peers.skipped)
}

impl Inlined {
    fn start(&self, librseq: &[PathBuf]) -> Result<Peer> {
        let build = Build::new()?;
        let mut command = compiler()?;
        command.args(OPTIONS).args([self.define, "-I"]).arg(&build.0);
        let library = self.needs_librseq.then(|| Librseq::find(librseq)).transpose()?;
        if let Some(Librseq { headers, .. }) = &library {
            command.arg("-I").arg(headers);
        }
        let program = build.0.join("program");
        command.arg(build.0.join(FILES[0].0)).arg("-o").arg(&program);
        if let Some(Librseq { library, .. }) = &library {
            // The program finds it again under the name that it gives itself.
            let directory = library.parent().unwrap_or(Path::new("."));
            let mut place = OsString::from("-Wl,-rpath,");
            place.push(directory);
            command.arg(library).arg(place);
        }
        compile(command)?;
        tried(&program)?;
        // The directory may go as soon as the program runs.
        Peer::start(&mut Command::new(&program))
    }
}

/// A directory with the program's text, which goes away.
struct Build(PathBuf);

impl Build {
    fn new() -> Result<Self> {
        static BUILDS: AtomicU32 = AtomicU32::new(0);
        let name = format!("perseq-bench-c-{}-{}", std::process::id(), BUILDS.fetch_add(1, Relaxed));
        let build = Self(env::temp_dir().join(name));
        let write = || {
            fs::create_dir_all(build.0.join("perseq"))?;
            FILES.iter().try_for_each(|(name, text)| fs::write(build.0.join(name), text))
        };
        write().with_context(|| {
            format!("cannot write {}; name another directory in TMPDIR", build.0.display())
        })?;
        Ok(build)
    }
}

impl Drop for Build {
    fn drop(&mut self) {
        // A leftover directory harms nothing.
        _ = fs::remove_dir_all(&self.0);
    }
}

/// The machine's compiler, as `CC` has it: perhaps with arguments.
fn compiler() -> Result<Command> {
    let named = env::var("CC").unwrap_or_default();
    let mut words = named.split_whitespace();
    let name = words.next().unwrap_or("cc");
    let asked = Command::new(name).arg("--version").output();
    ensure!(asked.is_ok(), "there is no C compiler {name}; install gcc or clang, or name the compiler in CC");
    let mut command = Command::new(name);
    command.args(words);
    Ok(command)
}

fn compile(mut command: Command) -> Result<()> {
    let name = command.get_program().display().to_string();
    let output = command.output();
    let Output { status, stderr, .. } = output.with_context(|| format!("{name} cannot be started"))?;
    let complaint = String::from_utf8_lossy(&stderr);
    let complaint = complaint.lines().find(|line| line.contains("error")).unwrap_or_default();
    ensure!(
        status.success(),
        "{name} does not compile it ({status}): {complaint}; GCC 11 and Clang 11 do, name one in CC"
    );
    Ok(())
}

/// Lets the program do a run of no time, and fails with its own words if it does not.
fn tried(program: &Path) -> Result<()> {
    let run = || {
        let mut command = Command::new(program);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        if let Some(mut input) = child.stdin.take() {
            // A program that has ended says why below.
            _ = input.write_all(b"read 1 0 0\n");
        }
        child.wait_with_output()
    };
    let Output { status, stderr, .. } = run().with_context(|| {
        format!("{} cannot be started; name a directory for programs in TMPDIR", program.display())
    })?;
    ensure!(status.success(), "{}", String::from_utf8_lossy(&stderr).trim());
    Ok(())
}

/// librseq, to compile and to link with.
struct Librseq {
    headers: PathBuf,
    library: PathBuf,
}

impl Librseq {
    fn find(named: &[PathBuf]) -> Result<Self> {
        let installed = ["/usr/local", "/usr"].map(PathBuf::from);
        let directories: Vec<&PathBuf> = named.iter().chain(&installed).collect();
        // As it is installed, and as its build leaves it.
        let triple = format!("lib/{}-linux-gnu", env::consts::ARCH);
        let headers = first(&directories, &["include", "."], |path| path.join("rseq/rseq.h").is_file());
        let places = ["lib", &triple, "lib64", "src/.libs", "."];
        let library = |path: &PathBuf| ["librseq.so", "librseq.so.0"].map(|name| path.join(name));
        let is_there = |path: &PathBuf| library(path).iter().any(|file| file.is_file());
        let place = first(&directories, &places, is_there);
        let lacks = match (&headers, &place) {
            (Some(_), Some(_)) => "",
            (None, Some(_)) => "its header rseq/rseq.h is",
            (Some(_), None) => "its library librseq.so is",
            (None, None) => "header and library are",
        };
        let (Some(headers), Some(place)) = (headers, place) else {
            let directories: Vec<String> =
                directories.iter().map(|path| path.display().to_string()).collect();
            bail!(
                "{lacks} not in {}; name the directories, where it is installed or was built, by --librseq or in {DIRECTORIES}",
                directories.join(", ")
            );
        };
        let place = fs::canonicalize(place).context("cannot tell where librseq is")?;
        let library = library(&place).into_iter().find(|file| file.is_file()).context("librseq is gone")?;
        Ok(Self { headers, library })
    }
}

/// The first place in the directories for which a condition holds.
fn first(directories: &[&PathBuf], places: &[&str], holds: impl Fn(&PathBuf) -> bool) -> Option<PathBuf> {
    let all = directories.iter().flat_map(|directory| places.iter().map(|place| directory.join(place)));
    all.into_iter().find(holds)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::parallel::Times;

    #[test]
    fn every_section_in_c_is_exact_with_more_threads_than_cpus() {
        let times = Times { warm_up: Duration::ZERO, measure: Duration::from_millis(5) };
        let peers = start(&[&ADDERS[..], &LISTS].concat(), &[]);
        for case in peers.readers(Width { threads: 5, cpus: 2 }) {
            let measured = (case.measure)(times);
            assert!(measured.exact && measured.ops > 0, "{}", case.variant);
        }
        for skipped in &peers.skipped {
            println!("SKIPPED {}: {}", skipped.variant, skipped.reason);
        }
    }
}
