//! Programs that run with the library preloaded.

#![allow(dead_code, reason = "each test program uses a part")]

use std::{
    env, io,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::Command,
};

pub use perseq_testing::{Scratch, lacks, skip, stdout_of};

/// `libperseq_malloc.so`, which cargo builds beside this test.
pub fn library() -> PathBuf {
    let library = env::current_exe().unwrap().parent().unwrap().join("libperseq_malloc.so");
    assert!(library.exists(), "{} is not there", library.display());
    library
}

/// How the kernel and the C library treat restartable sequences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// As they do.
    Plain,
    /// The C library registers no thread.
    Unregistered,
    /// A filter refuses `rseq`.
    NoSequences,
    /// A filter refuses `rseq` and `membarrier`.
    NeitherCall,
    /// A filter refuses `membarrier`.
    NoBarrier,
}

pub const MODES: [Mode; 5] =
    [Mode::Plain, Mode::Unregistered, Mode::NoSequences, Mode::NeitherCall, Mode::NoBarrier];

/// A command that runs `program` with the library preloaded.
pub fn preloaded(program: impl AsRef<Path>, mode: Mode) -> Command {
    let mut command = Command::new(program.as_ref());
    command.env("LD_PRELOAD", library());
    let refused: &'static [libc::c_long] = match mode {
        Mode::Plain => &[],
        Mode::Unregistered => {
            command.env("GLIBC_TUNABLES", "glibc.pthread.rseq=0");
            &[]
        }
        Mode::NoSequences => &[libc::SYS_rseq],
        Mode::NeitherCall => &[libc::SYS_rseq, libc::SYS_membarrier],
        Mode::NoBarrier => &[libc::SYS_membarrier],
    };
    if !refused.is_empty() {
        // SAFETY: the closure makes system calls only.
        unsafe { command.pre_exec(move || refused.iter().try_for_each(|&call| refuse(call))) };
    }
    command
}

/// Makes the kernel answer `ENOSYS` to a system call of this process from now on.
fn refuse(call: libc::c_long) -> io::Result<()> {
    let statement = |code, k| libc::sock_filter { code, jt: 0, jf: 0, k };
    let load_number = statement((libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16, 0);
    let is_call = libc::sock_filter {
        code: (libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K) as u16,
        jt: 0,
        jf: 1,
        k: call as u32,
    };
    let answer =
        statement((libc::BPF_RET | libc::BPF_K) as u16, libc::SECCOMP_RET_ERRNO | libc::ENOSYS as u32);
    let allow = statement((libc::BPF_RET | libc::BPF_K) as u16, libc::SECCOMP_RET_ALLOW);
    let mut filter = [load_number, is_call, answer, allow];
    let program = libc::sock_fprog { len: filter.len() as u16, filter: filter.as_mut_ptr() };
    // SAFETY: no addresses.
    if unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the kernel copies the program.
    if unsafe { libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const program) } != 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

/// Compiles one of the sources here to a program, if the compiler is here.
pub fn compile(compiler: &str, source: &str, to: &Path) -> bool {
    compile_with(compiler, &[], source, to)
}

/// Compiles one of the sources here to a library.
pub fn compile_library(compiler: &str, source: &str, to: &Path) -> bool {
    compile_with(compiler, &["-shared", "-fPIC"], source, to)
}

pub fn compile_with(compiler: &str, options: &[&str], source: &str, to: &Path) -> bool {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(source);
    let mut command = Command::new(compiler);
    // The compiler may not replace what is tested.
    command.args(["-O1", "-fno-builtin", "-Wall", "-pthread"]).arg(source).args(options).arg("-o").arg(to);
    let Ok(output) = command.output() else {
        skip(compiler, "there is no such compiler");
        return false;
    };
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    true
}

/// Programs that must be here where everything must run.
const NEEDED: [&str; 6] = ["bash", "g++", "gcc", "git", "python3", "rustc"];

/// Tells if a program can be run here at all.
pub fn is_here(program: &str) -> bool {
    let here = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !here {
        let tell = if NEEDED.contains(&program) { skip } else { lacks };
        tell(program, "it is not installed");
    }
    here
}
