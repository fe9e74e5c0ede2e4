//! Tells if the loader will preload anything into a program: not into static ones, those of other C libraries and machines, and those
//! that run with rights which their user has not.

use std::{
    env,
    ffi::OsStr,
    fs::{self, File, Metadata},
    io::{self, Read as _},
    os::unix::{ffi::OsStrExt as _, fs::FileExt as _, fs::MetadataExt as _},
    path::{Path, PathBuf},
};

use anyhow::anyhow;
use rustix::fs::{Access, StatVfsMountFlags, access, getxattr, statvfs};

use super::{NOT_FOUND, Refusal};
use crate::text::harmless;

/// Interpreters of interpreters that the kernel follows.
const DEPTH: u32 = 5;

/// Finds the file of a program, as a shell does.
///
/// # Errors
/// When there is none, or none that may be executed.
pub(super) fn find(name: &OsStr) -> Result<PathBuf, Refusal> {
    let told = harmless(&name.to_string_lossy()).into_owned();
    let is_path = name.as_bytes().contains(&b'/');
    let candidates: Vec<PathBuf> = if is_path {
        vec![name.into()]
    } else {
        let path = env::var_os("PATH").unwrap_or_else(|| "/bin:/usr/bin".into());
        env::split_paths(&path).map(|directory| directory.join(name)).collect()
    };
    let is_program = |path: &PathBuf| path.is_file() && access(path, Access::EXEC_OK).is_ok();
    if let Some(path) = candidates.iter().find(|path| is_program(path)) {
        return Ok(path.clone());
    }
    if let Some(path) = candidates.iter().find(|path| path.exists()) {
        let why = if path.is_dir() { "it is a directory" } else { "it may not be executed (chmod +x)" };
        return Err(Refusal::of(path, why));
    }
    let error = if is_path {
        anyhow!("cannot run {told}: there is no such file")
    } else {
        anyhow!("cannot run {told}: no directory of PATH has it; name its file, as ./{told}")
    };
    Err(Refusal { code: NOT_FOUND, error })
}

/// Looks at the program, or at what interprets it.
///
/// # Errors
/// When the loader would not preload the library into it.
pub(super) fn examine(path: &Path) -> Result<(), Refusal> {
    let mut path = path.to_owned();
    for _ in 0..DEPTH {
        // A program that may be executed and not read has to be believed.
        let Ok(file) = File::open(&path) else { break };
        let mut head = Vec::new();
        if (&file).take(256).read_to_end(&mut head).is_err() {
            break;
        }
        if let Some(interpreter) = interpreter(&head) {
            path = interpreter;
            continue;
        }
        if let Some(why) = objection(&file, &head) {
            return Err(Refusal::of(&path, why));
        }
        if let Ok(metadata) = file.metadata()
            && let Some(why) = privilege(&path, &metadata)
        {
            return Err(Refusal::of(&path, why));
        }
        break;
    }
    Ok(())
}

/// The interpreter that a script's first line names.
fn interpreter(head: &[u8]) -> Option<PathBuf> {
    let line = head.strip_prefix(b"#!")?.split(|byte| *byte == b'\n').next()?;
    let name = line.trim_ascii().split(|byte| b" \t".contains(byte)).next()?;
    (!name.is_empty()).then(|| OsStr::from_bytes(name).into())
}

/// Reason for which an ELF file gets nothing preloaded.
fn objection(file: &File, head: &[u8]) -> Option<String> {
    // A file without these is a script for the shell, or what the kernel has a handler for.
    let ours = own_head()?;
    if !head.starts_with(b"\x7fELF") || head.len() < 64 {
        return None;
    }
    let machine = |head: &[u8]| (head[4], head[5], u16::from_ne_bytes([head[18], head[19]]));
    if machine(head) != machine(&ours) {
        let bits = if head[4] == 1 { "a 32-bit program" } else { "a program for another machine" };
        return Some(format!("it is {bits}, and the library is not; the loader would leave it out"));
    }
    let loader = match loader(file, head) {
        Ok(Some(loader)) => loader,
        Ok(None) => {
            return Some(
                "it is a static executable, which no loader preloads anything into; in Rust, \
                 #[global_allocator] with perseq-alloc; in C, link it with -lperseq_malloc"
                    .into(),
            );
        }
        Err(_) => return None,
    };
    let name = loader.rsplit(|byte| *byte == b'/').next().unwrap_or(&[]);
    name.starts_with(b"ld-musl").then(|| {
        format!(
            "its loader is {}, of musl, and the library is glibc's",
            harmless(&String::from_utf8_lossy(&loader))
        )
    })
}

/// The header of this tool's own file, whose machine is the library's.
fn own_head() -> Option<[u8; 64]> {
    let mut head = [0; 64];
    File::open("/proc/self/exe").and_then(|file| file.read_exact_at(&mut head, 0)).ok()?;
    Some(head)
}

/// The path of the loader that a 64-bit ELF file of this machine's byte order asks for.
fn loader(file: &File, head: &[u8]) -> io::Result<Option<Vec<u8>>> {
    let word = |bytes: &[u8], at: usize| bytes[at..at + 8].try_into().map_or(0, u64::from_ne_bytes);
    let half = |bytes: &[u8], at: usize| u64::from(u16::from_ne_bytes([bytes[at], bytes[at + 1]]));
    let (table, size, count) = (word(head, 32), half(head, 54), half(head, 56));
    for number in 0..count {
        let mut entry = [0; 56];
        file.read_exact_at(&mut entry, table.saturating_add(number * size))?;
        if entry[..4] == 3_u32.to_ne_bytes() {
            // PT_INTERP.
            let mut path = vec![0; word(&entry, 32).min(4096) as usize];
            file.read_exact_at(&mut path, word(&entry, 8))?;
            path.retain(|byte| *byte != 0);
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Reason for which the kernel tells the loader not to believe the environment.
fn privilege(path: &Path, metadata: &Metadata) -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let gains_none = status.lines().any(|line| line.split_whitespace().eq(["NoNewPrivs:", "1"]))
        || statvfs(path).is_ok_and(|system| system.f_flag.contains(StatVfsMountFlags::NOSUID));
    if gains_none {
        return None;
    }
    let (user, group) = (rustix::process::getuid(), rustix::process::getgid());
    let mode = metadata.mode();
    let rights = if mode & 0o4000 != 0 && metadata.uid() != user.as_raw() {
        "another user (it is setuid)"
    } else if mode & 0o2010 == 0o2010 && metadata.gid() != group.as_raw() {
        "another group (it is setgid)"
    } else if !user.is_root() && getxattr(path, c"security.capability", &mut [0_u8; 64][..]).is_ok() {
        "its file's capabilities"
    } else {
        return None;
    };
    Some(format!("it has the rights of {rights}, so the loader preloads no file that its user names"))
}
