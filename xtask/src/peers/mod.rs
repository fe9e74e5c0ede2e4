//! `cargo xtask peers`: the rivals of `perseq bench` that are not Rust, and how to get those that are not here.
//!
//! ```text
//!   programs.rs     liburcu, lttng-ust: a C program each, built against the installed library
//!   allocators.rs   jemalloc, mimalloc, tcmalloc, snmalloc, rpmalloc: libraries to preload, found
//!   fetch.rs        the same, fetched and built, if that is asked for
//! ```

mod allocators;
mod fetch;
mod programs;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// A rival in the table.
pub(crate) struct Line {
    name: String,
    version: String,
    /// Its place, or how to get it.
    place: String,
}

impl Line {
    fn missing(name: &str, why: &str) -> Self {
        Self { name: name.to_owned(), version: "–".to_owned(), place: format!("not here: {why}") }
    }
}

/// Builds what can be built from what is installed, with `build` also from what can be fetched, and shows all rivals.
///
/// # Errors
///
/// When a program does not compile although its library is there, a source cannot be fetched, or nothing can be written.
pub(crate) fn run(build: bool, to: Option<PathBuf>) -> Result<()> {
    let directory = to.map_or_else(directory, Ok)?;
    fs::create_dir_all(&directory).with_context(|| format!("cannot make {}", directory.display()))?;
    let mut lines = vec![sections_in_c(), librseq()];
    lines.extend(programs::build_all(&directory)?);
    if build {
        fetch::build(&directory, &allocators::absent(&directory))?;
    }
    lines.extend(allocators::lines(&directory));
    let heading =
        Line { name: "rival".into(), version: "version".into(), place: "place, or how to get it".into() };
    lines.insert(0, heading);
    let width =
        |of: fn(&Line) -> &String| lines.iter().map(|line| of(line).chars().count()).max().unwrap_or(0);
    let (names, versions) = (width(|line| &line.name), width(|line| &line.version));
    for Line { name, version, place } in &lines {
        println!("{name:<names$}  {version:<versions$}  {place}");
    }
    Ok(())
}

/// `peers` in the target directory that this program itself was built in; `perseq bench` looks there too.
fn directory() -> Result<PathBuf> {
    let program = env::current_exe().context("cannot tell where this program is")?;
    let target = program.ancestors().nth(2).context("this program is in no target directory")?;
    Ok(target.join("peers"))
}

/// Directories that an environment variable has as `PATH` does.
fn named(variable: &str) -> Vec<PathBuf> {
    let named = env::var_os(variable).unwrap_or_default();
    env::split_paths(&named).filter(|path| !path.as_os_str().is_empty()).collect()
}

/// The version that a library's file has in its name: all after `.so.`.
fn version_of(file: &Path) -> String {
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    name.split_once(".so.").map_or_else(|| "unknown".to_owned(), |(_, version)| version.to_owned())
}

fn sections_in_c() -> Line {
    Line {
        name: "perseq.h".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        place: "include/perseq/rseq.h; `perseq bench` compiles it".into(),
    }
}

/// librseq, which `perseq bench` compiles for itself.
fn librseq() -> Line {
    let mut directories = named("PERSEQ_LIBRSEQ");
    directories.extend(["/usr/local", "/usr"].map(PathBuf::from));
    let triple = format!("lib/{}-linux-gnu", env::consts::ARCH);
    let places = ["lib", &triple, "lib64", "src/.libs", ""];
    let files =
        directories.iter().flat_map(|directory| places.iter().map(move |place| directory.join(place)));
    let mut files = files.flat_map(|place| ["librseq.so", "librseq.so.0"].map(|name| place.join(name)));
    files.find(|file| file.is_file()).map_or_else(
        || {
            Line::missing(
                "librseq",
                "build github.com/compudj/librseq, and name the directories of its headers and library in PERSEQ_LIBRSEQ",
            )
        },
        |file| Line { name: "librseq".into(), version: version_of(&file), place: file.display().to_string() },
    )
}
