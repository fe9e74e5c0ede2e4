//! The place of `libperseq_malloc.so`.

use std::{
    env,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

/// The library's file.
const FILE: &str = "libperseq_malloc.so";
/// The variable that names it, for packages that put it elsewhere.
const VARIABLE: &str = "PERSEQ_MALLOC_LIBRARY";

/// Finds the library: where it is said to be, or else beside the tool, or where packages put libraries.
///
/// # Errors
/// When it is not there, with the places that were looked at; when the loader could not be told its path.
pub(super) fn find(named: Option<&Path>) -> Result<PathBuf> {
    let by_variable = || env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
    let path = match (named.map(Path::to_owned), by_variable()) {
        (Some(path), _) => said(path, "--library")?,
        (None, Some(path)) => said(path, VARIABLE)?,
        (None, None) => look(&places()?)?,
    };
    // The loader's list has both between its items, and no way to quote them.
    if path.as_os_str().as_bytes().iter().any(|byte| b" :\n".contains(byte)) {
        bail!(
            "the allocator's library is {}, and a path with a space or a colon cannot be preloaded: \
             copy it elsewhere and name it by --library",
            path.display()
        );
    }
    Ok(path)
}

/// The file that the user has named.
fn said(path: PathBuf, by: &str) -> Result<PathBuf> {
    if !path.is_file() {
        bail!(
            "{by} names {} as the allocator's library, and there is no such file; \
             `cargo build --release -p perseq-malloc` makes target/release/{FILE}",
            path.display()
        );
    }
    std::path::absolute(path).context("no current directory")
}

/// Directories where it may be.
fn places() -> Result<Vec<PathBuf>> {
    let tool = env::current_exe().context("cannot tell where this tool is; name the library by --library")?;
    let mut places = Vec::new();
    if let Some(directory) = tool.parent() {
        // cargo builds it there, and puts a link beside the tool if it was asked for by name.
        places.push(directory.join("deps"));
        places.push(directory.to_owned());
        places.extend(directory.parent().map(|prefix| prefix.join("lib")));
    }
    let system =
        [format!("/usr/lib/{}-linux-gnu", env::consts::ARCH), "/usr/lib64".into(), "/usr/lib".into()];
    places.push("/usr/local/lib".into());
    places.extend(system.map(PathBuf::from));
    Ok(places)
}

fn look(places: &[PathBuf]) -> Result<PathBuf> {
    if let Some(path) = places.iter().map(|place| place.join(FILE)).find(|path| path.is_file()) {
        return Ok(path);
    }
    let places: Vec<_> = places.iter().map(|place| place.display().to_string()).collect();
    bail!(
        "the allocator's library {FILE} is not in {}: `cargo build --release -p perseq-malloc` makes it, \
         and --library or {VARIABLE} names it",
        places.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_each_place_and_the_next_step() {
        let error = look(&["/nowhere".into(), "/neither".into()]).expect_err("it is not there").to_string();
        for part in ["/nowhere, /neither", "cargo build --release -p perseq-malloc", "--library"] {
            assert!(error.contains(part), "{error}");
        }
    }
}
