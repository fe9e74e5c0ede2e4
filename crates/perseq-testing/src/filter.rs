//! System calls that the kernel refuses.

/// Makes `rseq(2)` answer `errno` from now on, in this thread and those that it starts.
pub fn deny_rseq(errno: i32) {
    deny(libc::SYS_rseq, errno);
}

/// Makes a system call answer `errno` from now on, in this thread and those that it starts.
pub fn deny(call: libc::c_long, errno: i32) {
    filter(&[call], [libc::SECCOMP_RET_ERRNO | errno as u32, libc::SECCOMP_RET_ALLOW]);
}

/// Makes a system call end its process from now on, in this thread and those that it starts.
pub fn kill_for(call: libc::c_long) {
    filter(&[call], [libc::SECCOMP_RET_KILL_PROCESS, libc::SECCOMP_RET_ALLOW]);
}

/// Sets the kernel's answers from now on to system calls of this thread and those that it starts: to those that are listed, and to all
/// others.
pub fn filter(calls: &[libc::c_long], [listed, others]: [u32; 2]) {
    const LOAD: u16 = (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16;
    const JUMP_IF_EQUAL: u16 = (libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K) as u16;
    const RETURN: u16 = (libc::BPF_RET | libc::BPF_K) as u16;
    let op = |code, jt, jf, k| libc::sock_filter { code, jt, jf, k };
    let mut filter = vec![op(LOAD, 0, 0, 0)];
    for &call in calls {
        filter.extend([op(JUMP_IF_EQUAL, 0, 1, call as u32), op(RETURN, 0, 0, listed)]);
    }
    filter.push(op(RETURN, 0, 0, others));
    let program = libc::sock_fprog { len: filter.len() as u16, filter: filter.as_mut_ptr() };
    unsafe {
        assert_eq!(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
        assert_eq!(
            libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const program),
            0,
            "seccomp"
        );
    }
}
