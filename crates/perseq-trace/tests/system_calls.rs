//! System calls: a program that traces makes those that `docs/system-calls.md` lists, and no other.

// The names are those of the calls that glibc makes.
#![cfg(all(target_env = "gnu", any(target_arch = "x86_64", target_arch = "aarch64")))]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::{os::unix::process::CommandExt, process::Command};

use perseq_trace::{Buffers, Context, Options, Recorder, Session, VARIABLE, event};

use processes::Scratch;
use support::in_child;

/// The C library's constants under the calls' own names.
#[allow(non_upper_case_globals, reason = "names of calls")]
mod calls {
    macro_rules! calls {
        ($($name:ident = $number:ident;)*) => {
            pub(super) const ALL: &[(&str, libc::c_long)] = &[$((stringify!($name), libc::$number)),*];
        };
    }
    calls! {
        rseq = SYS_rseq; getpid = SYS_getpid; gettid = SYS_gettid; rt_sigprocmask = SYS_rt_sigprocmask;
        madvise = SYS_madvise; futex = SYS_futex; prctl = SYS_prctl; clock_gettime = SYS_clock_gettime;
        getcpu = SYS_getcpu; sched_yield = SYS_sched_yield; nanosleep = SYS_nanosleep;
        clock_nanosleep = SYS_clock_nanosleep; perf_event_open = SYS_perf_event_open; ioctl = SYS_ioctl;
        pidfd_open = SYS_pidfd_open; ppoll = SYS_ppoll; kill = SYS_kill;
        rt_sigpending = SYS_rt_sigpending; rt_sigtimedwait = SYS_rt_sigtimedwait;
        openat = SYS_openat; openat2 = SYS_openat2; read = SYS_read; write = SYS_write; close = SYS_close;
        pread64 = SYS_pread64; pwrite64 = SYS_pwrite64; fstat = SYS_fstat; newfstatat = SYS_newfstatat;
        statx = SYS_statx; readlinkat = SYS_readlinkat; geteuid = SYS_geteuid; mmap = SYS_mmap; munmap = SYS_munmap;
        prlimit64 = SYS_prlimit64; mkdirat = SYS_mkdirat; renameat = SYS_renameat; unlinkat = SYS_unlinkat;
        flock = SYS_flock; ftruncate = SYS_ftruncate; fallocate = SYS_fallocate; getrandom = SYS_getrandom;
        fcntl = SYS_fcntl; getdents64 = SYS_getdents64; membarrier = SYS_membarrier;
    }
    /// One that later architectures have under another name.
    #[cfg(target_arch = "x86_64")]
    pub(super) const RENAMED: (&str, libc::c_long) = ("readlink", libc::SYS_readlink);
    #[cfg(not(target_arch = "x86_64"))]
    pub(super) const RENAMED: (&str, libc::c_long) = ("readlink", libc::SYS_readlinkat);
}

/// The calls of one of the document's tables on programs that trace: the one that follows these words.
fn documented(words: &str) -> Vec<libc::c_long> {
    let text = include_str!("../../../docs/system-calls.md");
    let section = text.split("\n## ").find(|section| section.starts_with("Programs that trace")).unwrap();
    let (_, rest) = section.split_once(words).expect(words);
    let table =
        rest.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = table.filter_map(|line| line.strip_prefix("| `")?.split(" |").next());
    let number = |cell: &str| {
        let name = cell.split('`').find(|part| !part.is_empty()).unwrap();
        let mut known = calls::ALL.iter().chain([&calls::RENAMED]);
        known.find(|(known, _)| *known == name).expect(name).1
    };
    let found: Vec<_> = cells.flat_map(|cell| cell.split(", ")).map(number).collect();
    assert!(found.len() >= 4, "{words}: {found:?}");
    found
}

/// From now on this process is ended by every call that is in none of these tables.
fn allow_only(tables: &[&str], others: &[libc::c_long]) {
    let mut calls: Vec<_> = tables.iter().flat_map(|words| documented(words)).collect();
    // Memory, and the end of the process.
    calls.extend([libc::SYS_brk, libc::SYS_mmap, libc::SYS_mremap, libc::SYS_munmap, libc::SYS_exit_group]);
    // The standard library, compiled with assertions, looks whether a descriptor that it closes is open.
    calls.extend(cfg!(debug_assertions).then_some(libc::SYS_fcntl));
    calls.extend(others);
    support::filter(&calls, [libc::SECCOMP_RET_ALLOW, libc::SECCOMP_RET_KILL_PROCESS]);
}

const ATTACH: &str = "attaches";
const EVENTS: &str = "Its events";
const CHILDREN: &str = "A forked child";

/// Events that [`trace`] records.
const EVENTS_OF_ALL: u64 = 2002;

/// Events of types that are not known yet: small, long, and so many that they take new sub-buffers.
fn trace() {
    event!(test::first, number = 1_u32, text = "text");
    let long = "a text that is longer than what a record has room for without an allocation. ".repeat(40);
    event!(Warning, test::long, text = &*long);
    (0..2000_u32).for_each(|number| event!(test::many, number = number));
}

/// Sessions of both kinds: `body` has all of these events recorded, by so many processes.
fn each_kind(name: &str, processes: u32, body: impl Fn(&Session)) {
    for buffers in [Buffers::Shared, Buffers::PerProcess] {
        let scratch = Scratch::new(name);
        let context = Context { thread_name: true, ..Context::IDS };
        let options =
            Options { sub_buffer: 1 << 14, sub_buffers: 16, buffers, context, ..Options::default() };
        let session = Session::create(&scratch.0, &options).unwrap();
        body(&session);
        session.stop();
        let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
        assert_eq!((summary.events, summary.discarded), (EVENTS_OF_ALL, 0), "{buffers:?}");
        assert_eq!(summary.processes, if buffers == Buffers::Shared { 0 } else { processes });
    }
}

/// A sandbox that is closed once everything is open.
#[test]
fn the_events_of_an_attached_process_make_the_calls_that_are_documented_and_no_other() {
    let name = "the_events_of_an_attached_process_make_the_calls_that_are_documented_and_no_other";
    support::alone(name, &[], || {
        each_kind("events", 1, |session| {
            let ended = in_child(|| {
                session.attach().unwrap();
                allow_only(&[EVENTS], &[]);
                trace();
                unsafe { libc::_exit(0) }
            });
            assert_eq!(ended, 0);
        });
    });
}

#[test]
fn a_process_attaches_with_the_calls_that_are_documented_and_no_other() {
    let name = "a_process_attaches_with_the_calls_that_are_documented_and_no_other";
    support::alone(name, &[], || {
        each_kind("attach", 1, |session| {
            let ended = in_child(|| {
                allow_only(&[ATTACH, EVENTS], &[]);
                Session::open(session.directory()).unwrap().attach().unwrap();
                trace();
                unsafe { libc::_exit(0) }
            });
            assert_eq!(ended, 0);
        });
    });
}

#[test]
fn a_forked_child_traces_with_the_calls_that_are_documented_and_no_other() {
    let name = "a_forked_child_traces_with_the_calls_that_are_documented_and_no_other";
    support::alone(name, &[], || {
        each_kind("forked", 2, |session| {
            session.attach().unwrap();
            let ended = in_child(|| {
                // What the C library does in a child, it has done.
                allow_only(&[EVENTS, CHILDREN], &[]);
                trace();
                unsafe { libc::_exit(0) }
            });
            assert_eq!(ended, 0);
            perseq_trace::detach();
        });
    });
}

/// systemd's `@resources`, `@memlock`, `@debug` and some more: those that neither the loader nor the standard library makes at a
/// program's start.
const RISKY: [libc::c_long; 21] = [
    libc::SYS_mbind,
    libc::SYS_set_mempolicy,
    libc::SYS_get_mempolicy,
    libc::SYS_move_pages,
    libc::SYS_migrate_pages,
    libc::SYS_sched_setaffinity,
    libc::SYS_sched_setscheduler,
    libc::SYS_sched_setparam,
    libc::SYS_sched_setattr,
    libc::SYS_setpriority,
    libc::SYS_ioprio_set,
    libc::SYS_mlock,
    libc::SYS_mlock2,
    libc::SYS_munlock,
    libc::SYS_mlockall,
    libc::SYS_mincore,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_ptrace,
    libc::SYS_kcmp,
    libc::SYS_process_vm_readv,
];

/// A hardened service: its filter is there before it, and the session is in its environment.
#[test]
fn a_service_whose_filter_kills_traces_from_its_start() {
    let name = "a_service_whose_filter_kills_traces_from_its_start";
    support::alone(name, &[], || {
        each_kind("service", 1, |session| {
            let mut service = Command::new(std::env::current_exe().unwrap());
            service.args(["service", "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
            service.env(VARIABLE, session.directory());
            unsafe {
                service.pre_exec(|| {
                    support::filter(&RISKY, [libc::SECCOMP_RET_KILL_PROCESS, libc::SECCOMP_RET_ALLOW]);
                    Ok(())
                })
            };
            let output = service.output().unwrap();
            let text = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success() && text.contains("1 passed"), "{output:?}");
        });
    });
}

#[test]
#[ignore = "what another test executes"]
fn service() {
    trace();
}
