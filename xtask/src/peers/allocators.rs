//! Allocators in C and C++, which `perseq bench alloc` preloads: the same places as it, in the same order.

use std::{
    env,
    path::{Path, PathBuf},
};

use super::{Line, named, version_of};

/// A way to get a library that is not here.
pub(super) enum Source {
    /// A package of Debian's, of this release.
    Debian { package: &'static str },
    /// The sources in a package of crates.io, and the command that builds them there.
    Crate {
        package: &'static str,
        /// Exactly.
        version: &'static str,
        compiler: Compiler,
        arguments: &'static [&'static str],
    },
}

pub(super) enum Compiler {
    C,
    Cxx,
}

/// An allocator.
pub(super) struct Allocator {
    name: &'static str,
    /// Names that its library has, the first of them first.
    pub(super) files: &'static [&'static str],
    pub(super) source: Source,
}

/// For all that are built here. Their flags are those of their own build systems.
pub(super) const ALLOCATORS: [Allocator; 5] = [
    Allocator {
        name: "jemalloc",
        files: &["libjemalloc.so.2"],
        source: Source::Debian { package: "libjemalloc2" },
    },
    Allocator {
        name: "mimalloc",
        files: &["libmimalloc.so.3", "libmimalloc.so.2", "libmimalloc.so"],
        source: Source::Crate {
            package: "libmimalloc-sys",
            version: "0.1.49",
            compiler: Compiler::C,
            arguments: &[
                "-std=gnu11",
                "-DMI_MALLOC_OVERRIDE=1",
                "-DMI_SHARED_LIB=1",
                "-DMI_SHARED_LIB_EXPORT=1",
                "-fno-builtin-malloc",
                "-Ic_src/mimalloc/v3/include",
                "c_src/mimalloc/v3/src/static.c",
            ],
        },
    },
    Allocator {
        name: "snmalloc",
        files: &["libsnmallocshim.so"],
        source: Source::Crate {
            package: "snmalloc-sys",
            version: "0.7.6",
            compiler: Compiler::Cxx,
            arguments: &[
                "-std=c++20",
                "-mcx16",
                "-fno-rtti",
                "-DSNMALLOC_USE_WAIT_ON_ADDRESS=1",
                "-DSNMALLOC_USE_CXX11_DESTRUCTORS",
                "-DSNMALLOC_EXPORT=__attribute__((visibility(\"default\")))",
                "-Iupstream/src",
                "upstream/src/snmalloc/override/malloc.cc",
                "upstream/src/snmalloc/override/new.cc",
            ],
        },
    },
    Allocator {
        name: "rpmalloc",
        files: &["librpmallocwrap.so", "librpmalloc.so"],
        source: Source::Crate {
            package: "rpmalloc-sys",
            version: "0.2.3",
            compiler: Compiler::C,
            arguments: &[
                "-std=c11",
                "-D_GNU_SOURCE",
                "-DENABLE_OVERRIDE=1",
                "-DENABLE_PRELOAD=1",
                // It marks what it exports, but for malloc.c.
                "-fvisibility=default",
                "rpmalloc/rpmalloc/rpmalloc.c",
            ],
        },
    },
    Allocator {
        name: "tcmalloc (gperftools)",
        files: &["libtcmalloc_minimal.so.4", "libtcmalloc_minimal.so"],
        source: Source::Debian { package: "libtcmalloc-minimal4" },
    },
];

/// Those whose library is nowhere.
pub(super) fn absent(built: &Path) -> Vec<&'static Allocator> {
    ALLOCATORS.iter().filter(|allocator| find(allocator.files, built).is_none()).collect()
}

/// A line for each.
pub(super) fn lines(built: &Path) -> Vec<Line> {
    let line = |allocator: &Allocator| {
        let name = allocator.name;
        if let Some(file) = find(allocator.files, built) {
            return Line { name: name.into(), version: version_of(&file), place: file.display().to_string() };
        }
        let advice = match allocator.source {
            Source::Debian { package } => {
                format!("install {package}, or `cargo xtask peers --build` fetches it from Debian")
            }
            Source::Crate { package, version, .. } => {
                format!("`cargo xtask peers --build` builds it from the crate {package} {version}")
            }
        };
        Line::missing(name, &advice)
    };
    ALLOCATORS.iter().map(line).collect()
}

/// The first of the files that is in a directory where it may be.
fn find(files: &[&str], built: &Path) -> Option<PathBuf> {
    let mut directories = named("PERSEQ_ALLOCATORS");
    directories.retain(|path| path.is_absolute());
    directories.push(built.to_owned());
    let system =
        [format!("/usr/lib/{}-linux-gnu", env::consts::ARCH), "/usr/lib64".into(), "/usr/lib".into()];
    directories.push("/usr/local/lib".into());
    directories.extend(system.map(PathBuf::from));
    let paths = files.iter().flat_map(|file| directories.iter().map(move |directory| directory.join(file)));
    paths.into_iter().find(|path| path.is_file())
}
