//! The next step, beside an error's own text: libraries tell the path and what the kernel said of it.

use std::{
    io::{self, ErrorKind},
    path::Path,
};

use anyhow::Error;
use perseq_ctf::ReadError;

/// The error, with what to do next where that is known.
pub(super) fn advised(error: Error) -> Error {
    let advice = match (error.downcast_ref(), error.downcast_ref()) {
        (Some(perseq_trace::Error::File { path, source }), _) => of_session(path, source),
        (_, Some(ReadError::Io { path, source })) => of_trace(path, source),
        // Of a file that is written.
        _ => error.chain().find_map(|cause| cause.downcast_ref()).and_then(of_output),
    };
    match advice {
        Some(advice) => Error::msg(format!("{}: {advice}", crate::text::told(&error))),
        None => error,
    }
}

/// Of a session's directory or a file there, or of a trace that is to be made.
fn of_session(path: &Path, source: &io::Error) -> Option<String> {
    let is_session = path.file_name().is_some_and(|name| name == ".session");
    let directory = if is_session { path.parent()? } else { path };
    Some(match source.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory if has_trace(directory) => {
            format!("its recording is complete; look at it with `perseq trace view {}`", directory.display())
        }
        ErrorKind::NotFound | ErrorKind::NotADirectory if is_session || !path.exists() => {
            "no session is there; `perseq trace list` shows those that are".into()
        }
        ErrorKind::AlreadyExists => "write to another directory, or remove that one".into(),
        ErrorKind::PermissionDenied => {
            "a session and its trace are their owner's alone; do this as that user, in a directory of that user's"
                .into()
        }
        ErrorKind::ReadOnlyFilesystem => {
            "a session that is used is written to; record elsewhere, or copy its directory elsewhere first (`cp -a`)"
                .into()
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "free some room there, make sub-buffers smaller, or record to another disk".into()
        }
        _ => return of_limit(source),
    })
}

/// Of what a command writes.
fn of_output(source: &io::Error) -> Option<String> {
    match source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some(
            "what is there is not complete; free some room there, or write to another disk (`-o FILE`)"
                .into(),
        ),
        _ => of_limit(source),
    }
}

/// Of a limit that this process has met.
fn of_limit(source: &io::Error) -> Option<String> {
    Some(match source.raw_os_error()? {
        libc::EMFILE => "allow more open files (`ulimit -n`)".into(),
        libc::EFBIG => "allow longer files (`ulimit -f`), or make sub-buffers smaller".into(),
        libc::ENOMEM => "allow more memory (`ulimit -v`), or make sub-buffers smaller".into(),
        _ => return None,
    })
}

/// Returns whether there is a trace, or one of each process.
fn has_trace(directory: &Path) -> bool {
    let of_process = || {
        let mut entries = directory.read_dir().ok()?.flatten();
        entries.find(|entry| {
            entry.file_name().as_encoded_bytes().starts_with(b"process-") && entry.path().is_dir()
        })
    };
    directory.join("metadata").exists() || of_process().is_some()
}

/// Of a trace that is to be read.
fn of_trace(path: &Path, source: &io::Error) -> Option<String> {
    Some(match source.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            let of_metadata = path.file_name().is_some_and(|name| name == "metadata");
            let directory = if of_metadata { path.parent()? } else { path };
            if directory.join(".session").exists() {
                format!(
                    "nothing is recorded there yet; `perseq trace status {0}` tells what the session does, and \
                     `perseq trace snapshot {0} TO` writes what its buffers hold",
                    directory.display()
                )
            } else {
                "no trace is there; name the directory that `perseq trace record -o` made".into()
            }
        }
        ErrorKind::PermissionDenied => "a trace is its owner's alone; look at it as that user".into(),
        _ => return of_limit(source),
    })
}
