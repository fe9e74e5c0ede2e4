//! The groups `alloc-*`: allocators of C, each preloaded into a process of its own.
//!
//! Every run is a new process (`perseq-bench child-alloc`), so that none finds what another has left, and tells two figures: CPU time per
//! operation, and by how much its resident memory has grown. The child looks whether its allocator is really there.

mod child;
pub(crate) mod groups;
mod objects;
pub(crate) mod overall;

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};

use crate::{
    case::{Case, Cases, Measured, Skipped, Variant},
    parallel::Times,
    peer::{self, told},
};

pub(crate) use child::{Args as ChildArgs, main as child_main};

/// A workload of the child's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Workload {
    /// 16 bytes, and back.
    Pair,
    /// 1000 objects, and back in no order.
    Batch,
    /// One of 500 objects of each thread's for another one.
    Replace,
    /// Objects that one thread allocates and another one frees.
    Cross,
    /// Thousands of objects of one size in each of many threads.
    Storm,
    /// A vector that doubles.
    Grow,
    /// 200 threads that have allocated and sleep.
    Idle,
    /// Every tenth of many objects.
    Survivors,
    /// None of many objects, a second later.
    Freed,
}

/// An allocator to preload.
struct Rival {
    variant: Variant,
    /// Names of its library, those first that are asked for first.
    files: &'static [&'static str],
    /// How to get it.
    advice: &'static str,
}

const PERSEQ_MALLOC: Variant = Variant::new("perseq malloc");
/// The C library's own, which is not preloaded.
const GLIBC: Variant = Variant::new("glibc");
const JEMALLOC: Variant = Variant::new("jemalloc");
const MIMALLOC: Variant = Variant::new("mimalloc");
const SNMALLOC: Variant = Variant::new("snmalloc");
const RPMALLOC: Variant = Variant::new("rpmalloc");
const TCMALLOC: Variant = Variant::new("tcmalloc");
/// All but ours.
const RIVALS: &[Variant] = &[GLIBC, JEMALLOC, MIMALLOC, SNMALLOC, RPMALLOC, TCMALLOC];
/// Directories to look for libraries in before all others, as `PATH` has them.
const DIRECTORIES: &str = "PERSEQ_ALLOCATORS";

const LIBRARIES: [Rival; 6] = [
    Rival {
        variant: PERSEQ_MALLOC,
        files: &["libperseq_malloc.so"],
        advice: "`cargo build --release -p perseq-malloc` builds it",
    },
    Rival {
        variant: JEMALLOC,
        files: &["libjemalloc.so.2"],
        advice: "install libjemalloc2, or `cargo xtask peers --build` fetches it",
    },
    Rival {
        variant: MIMALLOC,
        files: &["libmimalloc.so.3", "libmimalloc.so.2", "libmimalloc.so"],
        advice: "`cargo xtask peers --build` builds it",
    },
    Rival {
        variant: SNMALLOC,
        files: &["libsnmallocshim.so"],
        advice: "`cargo xtask peers --build` builds it",
    },
    Rival {
        variant: RPMALLOC,
        files: &["librpmallocwrap.so", "librpmalloc.so"],
        advice: "`cargo xtask peers --build` builds it",
    },
    Rival {
        variant: TCMALLOC,
        files: &["libtcmalloc_minimal.so.4", "libtcmalloc_minimal.so"],
        advice: "install libtcmalloc-minimal4, or `cargo xtask peers --build` fetches it",
    },
];

/// A workload at numbers of threads, for each allocator that is there.
fn cases(workload: Workload, widths: &[usize]) -> Cases {
    let tool = match peer::tool() {
        Ok(tool) => tool,
        Err(error) => {
            return (Vec::new(), vec![Skipped { variant: PERSEQ_MALLOC, reason: format!("{error:#}") }]);
        }
    };
    let (mut present, mut skipped) = (Vec::new(), Vec::new());
    for rival in &LIBRARIES {
        match library(rival, &tool) {
            Some(path) => present.push((rival.variant, Some(path))),
            None => skipped.push(Skipped {
                variant: rival.variant,
                reason: format!("{} is not here; {}", rival.files[0], rival.advice),
            }),
        }
    }
    present.push((GLIBC, None));
    let case = |threads, (variant, library): &(Variant, Option<PathBuf>)| {
        let (variant, library, tool) = (*variant, library.clone(), tool.clone());
        let run = move |times| told(variant, run(&tool, library.as_deref(), workload, threads, times));
        Case { variant, threads, measure: Box::new(run) }
    };
    let cases = widths.iter().flat_map(|&threads| present.iter().map(move |rival| case(threads, rival)));
    (cases.collect(), skipped)
}

/// The first of the library's files that is in a directory where it may be.
fn library(rival: &Rival, tool: &Path) -> Option<PathBuf> {
    let named = env::var_os(DIRECTORIES).unwrap_or_default();
    let mut directories: Vec<PathBuf> = env::split_paths(&named).filter(|path| path.is_absolute()).collect();
    // cargo builds what the tool preloads there.
    directories.extend(tool.parent().map(|directory| directory.join("deps")));
    directories.extend(tool.parent().map(Path::to_owned));
    // `cargo xtask peers --build` puts them there.
    directories.extend(tool.ancestors().nth(2).map(|target| target.join("peers")));
    let system =
        [format!("/usr/lib/{}-linux-gnu", env::consts::ARCH), "/usr/lib64".into(), "/usr/lib".into()];
    directories.push("/usr/local/lib".into());
    directories.extend(system.map(PathBuf::from));
    let paths = |file| directories.iter().map(move |directory| directory.join(file));
    rival.files.iter().flat_map(paths).find(|path| path.is_file())
}

/// One run in a process of its own.
fn run(
    tool: &Path,
    library: Option<&Path>,
    workload: Workload,
    threads: usize,
    times: Times,
) -> Result<Measured> {
    let name = clap::ValueEnum::to_possible_value(&workload).context("a workload has a name")?;
    let mut command = Command::new(tool);
    command.args(["child-alloc", name.get_name(), &threads.to_string()]);
    command.args([times.warm_up, times.measure].map(|time| time.as_nanos().to_string()));
    command.env_remove("LD_PRELOAD").stdin(Stdio::null()).stderr(Stdio::inherit());
    if let Some(library) = library {
        command.env("LD_PRELOAD", library).arg("--library").arg(library);
    }
    let output = command.output().with_context(|| format!("{} cannot be started", tool.display()))?;
    ensure!(output.status.success(), "its process ended with {}", output.status);
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Result<Vec<u64>, _> = text.split_whitespace().map(str::parse).collect();
    let Some([could_have_had, had, ops, wrong, grown]) =
        numbers.ok().and_then(|numbers| <[u64; 5]>::try_from(numbers).ok())
    else {
        anyhow::bail!("it answered {text:?}")
    };
    Ok(Measured {
        ns_per_op: could_have_had as f64 / ops as f64,
        ops,
        exact: wrong == 0,
        cpu_share: had as f64 / could_have_had as f64,
        grown: Some(grown),
    })
}
