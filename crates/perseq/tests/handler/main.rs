//! The first operation of a process, or of a thread, in a signal handler: on an alternate stack of which it may use little.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

mod cases;
#[cfg(all(target_env = "gnu", not(target_feature = "crt-static")))]
mod locks;

use std::{
    ptr::null_mut,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
};

use cases::CASES;
use support::{WITHOUT_GLIBC, alone};

/// Bytes of stack that an operation may use, its callees included. Without optimisation each function keeps every
/// temporary value of its own.
const LIMIT: usize = if cfg!(debug_assertions) { 6 * 1024 } else { 1024 };
/// Beside that: the words of a cache's batch.
const BATCH: usize = 640;
const STACK: usize = 128 * 1024;
const PAINT: u8 = 0xa5;

static BODY: AtomicUsize = AtomicUsize::new(0);
static USED: AtomicUsize = AtomicUsize::new(0);
static BOTTOM: AtomicUsize = AtomicUsize::new(0);

/// What a handler is to do.
fn run_body() {
    let body = unsafe { std::mem::transmute::<usize, fn()>(BODY.load(SeqCst)) };
    body();
}

extern "C" fn measuring_handler(_signal: i32) {
    let here = 0_u8;
    let top = (&raw const here).expose_provenance();
    // The kernel's frame is above; the bytes painted below are still so.
    run_body();
    let bottom = BOTTOM.load(SeqCst);
    let painted = std::ptr::with_exposed_provenance::<u8>(bottom);
    let untouched =
        (0..top - bottom).take_while(|n| unsafe { painted.add(*n).read_volatile() } == PAINT).count();
    USED.store(top - bottom - untouched, SeqCst);
}

/// How much of an alternate stack `body` uses in a handler of this thread.
fn used_by(body: fn()) -> usize {
    raised(measuring_handler, body);
    USED.load(SeqCst)
}

/// Has `handler` run `body` on an alternate stack.
fn raised(handler: extern "C" fn(i32), body: fn()) {
    let stack = Box::leak(vec![PAINT; STACK].into_boxed_slice());
    let alternate = libc::stack_t { ss_sp: stack.as_mut_ptr().cast(), ss_flags: 0, ss_size: STACK };
    BOTTOM.store(stack.as_mut_ptr().expose_provenance(), SeqCst);
    BODY.store(body as usize, SeqCst);
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler as *const () as usize;
        action.sa_flags = libc::SA_ONSTACK;
        let mut before: libc::stack_t = std::mem::zeroed();
        assert_eq!(libc::sigaltstack(&alternate, &mut before), 0);
        assert_eq!(libc::sigaction(libc::SIGUSR1, &action, null_mut()), 0);
        assert_eq!(libc::raise(libc::SIGUSR1), 0);
        assert_eq!(libc::sigaltstack(&before, null_mut()), 0);
    }
}

#[test]
fn a_first_operation_in_a_handler_needs_little_stack() {
    const NAME: &str = "a_first_operation_in_a_handler_needs_little_stack";
    for (case, make, operation) in CASES {
        for thread in ["fresh", "attached"] {
            for tunables in ["", WITHOUT_GLIBC.1] {
                let variables = [("CASE", case), ("THREAD", thread), (WITHOUT_GLIBC.0, tunables)];
                // The child comes by here, too, with variables of its own.
                if std::env::var("CASE").is_ok_and(|wanted| wanted != case) {
                    continue;
                }
                alone(NAME, &variables, || {
                    make();
                    // The threads of the test harness have done nothing yet.
                    if std::env::var("THREAD").unwrap() == "attached" {
                        let _refused = perseq::perseq_core::thread::attach();
                    }
                    let used = used_by(operation);
                    eprintln!("{case} on a thread: {used} bytes");
                    let limit = LIMIT + if case.ends_with("a batch") { BATCH } else { 0 };
                    assert!(used <= limit, "{used} bytes of stack, more than {limit}");
                });
            }
        }
    }
}

/// The kernel must know of the process before its first fence, and looks at every CPU for that: milliseconds, once there are many
/// threads.
#[test]
fn a_process_can_fence_from_its_load_on() {
    alone("a_process_can_fence_from_its_load_on", &[], || {
        const RESTARTS_SECTIONS: i32 = 1 << 7;
        let fence = unsafe { libc::syscall(libc::SYS_membarrier, RESTARTS_SECTIONS, 0, 0) };
        match std::io::Error::last_os_error().raw_os_error() {
            _ if fence == 0 => {}
            Some(libc::EINVAL | libc::ENOSYS) => {
                support::skip(
                    "membarrier's registration",
                    "the kernel does not restart sections on other CPUs",
                );
            }
            errno => panic!("the process is not registered for membarrier: {errno:?}"),
        }
    });
}

/// Calls that a filter may refuse after the start, at any time.
const REFUSED: [libc::c_long; 12] = [
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_madvise,
    libc::SYS_mprotect,
    libc::SYS_membarrier,
    libc::SYS_rseq,
    libc::SYS_mbind,
    libc::SYS_getcpu,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_setaffinity,
    libc::SYS_futex,
    libc::SYS_openat,
];

#[test]
fn a_first_operation_keeps_errno_whatever_call_is_refused() {
    const NAME: &str = "a_first_operation_keeps_errno_whatever_call_is_refused";
    for (number, call) in REFUSED.iter().enumerate() {
        let variables = [("CALL", number.to_string())];
        if std::env::var("CALL").is_ok_and(|wanted| wanted != variables[0].1) {
            continue;
        }
        for tunables in ["", WITHOUT_GLIBC.1] {
            let variables = [("CALL", &*variables[0].1), (WITHOUT_GLIBC.0, tunables)];
            alone(NAME, &variables, || {
                CASES.iter().for_each(|(_, make, _)| make());
                support::deny(*call, libc::EPERM);
                let errno = unsafe { libc::__errno_location() };
                for (case, _, operation) in CASES {
                    unsafe { errno.write(12_345) };
                    // Without memory some say so, by a panic of this test's own.
                    let _refused = std::panic::catch_unwind(operation);
                    if _refused.is_ok() {
                        assert_eq!(unsafe { errno.read() }, 12_345, "{case} without call {call}");
                    }
                }
                // Nothing of the C library's own may need the call any more.
                println!("the body ran to its end");
                unsafe { libc::_exit(0) };
            });
        }
    }
}
