//! Whether another process lives, asked in a process that has no descriptor left.

#![cfg(all(target_os = "linux", target_has_atomic = "64", not(any(miri, perseq_model, perseq_loom))))]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

use std::thread;

use perseq_core::process::Process;

/// Waits until `child` has the state of a process that has ended, and is not waited for.
fn has_ended(child: libc::pid_t) -> bool {
    let mut about: libc::siginfo_t = unsafe { core::mem::zeroed() };
    let options = libc::WEXITED | libc::WNOWAIT;
    unsafe { libc::waitid(libc::P_PID, child.cast_unsigned(), &mut about, options) == 0 }
}

/// A child that tells its name, then waits for `end`, and then does `last`.
fn child(last: impl FnOnce()) -> (libc::pid_t, Process, [i32; 2]) {
    unsafe {
        let (mut name, mut end) = ([0; 2], [0; 2]);
        assert_eq!(libc::pipe(name.as_mut_ptr()) | libc::pipe(end.as_mut_ptr()), 0);
        let child = libc::fork();
        if child == 0 {
            // Where the test fails, it must not wait for a child that has its standard output.
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            libc::close(end[1]);
            let me = Process::me().word().to_ne_bytes();
            libc::write(name[1], me.as_ptr().cast(), me.len());
            let mut byte = 0_u8;
            libc::read(end[0], (&raw mut byte).cast(), 1);
            last();
            libc::_exit(0);
        }
        assert!(child > 0, "fork");
        let mut word = [0; 8];
        assert_eq!(libc::read(name[0], word.as_mut_ptr().cast(), 8), 8);
        (child, Process::from_word(u64::from_ne_bytes(word)), end)
    }
}

/// From now on no call gives a descriptor.
fn use_up_descriptors() {
    // The other limit, to which this one may be raised, stays: not every user may have another one.
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    assert_eq!(unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) }, 0);
    limit.rlim_cur = 0;
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) }, 0);
    assert!(std::fs::File::open("/dev/null").is_err());
}

#[test]
fn a_death_is_noticed_without_a_descriptor() {
    support::alone("a_death_is_noticed_without_a_descriptor", &[], || {
        let (pid, process, end) = child(|| {});
        if !process.is_local() {
            return support::skip(
                "a death without a descriptor",
                "this process's pid namespace is not known",
            );
        }
        assert!(!process.is_gone());
        use_up_descriptors();
        assert!(!process.is_gone(), "it lives");
        unsafe { libc::close(end[1]) };
        assert!(has_ended(pid));
        assert!(process.is_gone(), "it has ended, and was not waited for");
    });
}

#[test]
fn a_process_without_its_first_thread_is_not_taken_for_dead() {
    support::alone("a_process_without_its_first_thread_is_not_taken_for_dead", &[], || {
        let (pid, process, _end) = child(|| {
            // Ends this thread, the process's first, and no other one.
            let other = thread::spawn(|| thread::sleep(support::PATIENCE));
            core::mem::forget(other);
            unsafe { libc::syscall(libc::SYS_exit, 0) };
        });
        if !process.is_local() {
            return support::skip(
                "a process without its first thread",
                "this process's pid namespace is not known",
            );
        }
        assert!(!process.is_gone());
        unsafe { libc::close(_end[1]) };
        // Its first thread's state, which a process that has ended has as well.
        let state = |pid| std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap().contains(") Z ");
        while !state(pid) {
            thread::yield_now();
        }
        use_up_descriptors();
        assert!(!process.is_gone(), "its other thread lives");
        unsafe { libc::kill(pid, libc::SIGKILL) };
        assert!(has_ended(pid));
        assert!(process.is_gone(), "it was killed");
    });
}
