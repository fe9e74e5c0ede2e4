//! A test in a process of its own.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use crate::{
    pins::{MOVED, tell_of_moves},
    skip,
};

/// Set in processes that [`alone`] starts.
const ALONE: &str = "PERSEQ_TEST_ALONE";
/// The line that such a process prints when its body has returned.
const DONE: &str = "the body ran to its end";

/// How often a test is run again for that reason.
pub const TRIALS: usize = 10;

/// Runs `body` in a process of its own, in which nothing but the test `name` runs, with `variables` set.
///
/// The test calls this with its own name; the call runs the test binary again for that test only, and the call in
/// that process runs the body. If that fails and a thread was moved off the CPU that it was pinned to, it is run again.
pub fn alone(name: &str, variables: &[(&str, &str)], body: impl FnOnce()) {
    if std::env::var_os(ALONE).is_some_and(|running| running == name) {
        tell_of_moves();
        body();
        println!("{DONE}");
        std::process::exit(0);
    }
    for _ in 0..TRIALS {
        let child = Command::new(std::env::current_exe().unwrap())
            .args([name, "--exact", "--nocapture", "--test-threads=1"])
            .env(ALONE, name)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let small = small_directory(child.id());
        let output = child.wait_with_output().unwrap();
        let _no_mount_here = std::fs::remove_dir(small);
        let errors = String::from_utf8_lossy(&output.stderr);
        let text = String::from_utf8_lossy(&output.stdout);
        let is_done = output.status.success() && text.contains(DONE);
        if !is_done && errors.contains(MOVED) {
            continue;
        }
        for line in errors.lines().filter(|line| line.starts_with("SKIPPED")) {
            std::io::stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
        }
        assert!(is_done, "{name} with {variables:?}: {}\n{text}\n{errors}", output.status);
        return;
    }
    skip(name, "its threads are moved off their CPUs each time: CPUs go offline and come back");
}

fn small_directory(process: u32) -> PathBuf {
    std::env::temp_dir().join(format!("perseq-small-{process}"))
}

/// A directory on a tmpfs of `bytes`, which only this process and its children see; `None` where this user may not mount. For what runs [`alone`],
/// which removes the directory.
pub fn small_tmpfs(bytes: usize) -> Option<PathBuf> {
    let directory = small_directory(std::process::id());
    std::fs::create_dir_all(&directory).unwrap();
    let path = std::ffi::CString::new(directory.to_str().unwrap()).unwrap();
    let size = std::ffi::CString::new(format!("size={bytes}")).unwrap();
    let private = libc::MS_REC | libc::MS_PRIVATE;
    let mounted = unsafe {
        let (none, root, tmpfs) = (c"none".as_ptr(), c"/".as_ptr(), c"tmpfs".as_ptr());
        libc::unshare(libc::CLONE_NEWNS) == 0
            && libc::mount(none, root, std::ptr::null(), private, std::ptr::null()) == 0
            && libc::mount(none, path.as_ptr(), tmpfs, 0, size.as_ptr().cast()) == 0
    };
    mounted.then_some(directory)
}
