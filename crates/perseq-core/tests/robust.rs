//! A mutex between processes: holders and waiting threads that are killed in pairs, stopped, replaced, in other namespaces; words that a
//! member should not have written.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use std::{
    fs::File,
    os::fd::AsRawFd as _,
    sync::atomic::{
        AtomicU64,
        Ordering::{Relaxed, SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

use perseq_core::{Error, guard::RobustMutex};

/// The memory that the processes share. `left` and `right` are changed one after the other: they differ only while a process holds the
/// mutex, or has died there.
#[repr(C)]
struct Shared {
    mutex: RobustMutex,
    left: AtomicU64,
    right: AtomicU64,
    deaths: AtomicU64,
    turns: AtomicU64,
    came: AtomicU64,
}

/// Enough for any machine, and little enough for a test that fails.
const LONG: Duration = Duration::from_secs(60);

/// Memory of `file`, or of no file, for sharing: mapped until the process ends.
fn map(file: Option<&File>) -> &'static Shared {
    let anonymous = if file.is_none() { libc::MAP_ANONYMOUS } else { 0 };
    let fd = file.map_or(-1, |file| file.as_raw_fd());
    let (flags, protection) = (libc::MAP_SHARED | anonymous, libc::PROT_READ | libc::PROT_WRITE);
    unsafe {
        let memory = libc::mmap(std::ptr::null_mut(), 4096, protection, flags, fd, 0);
        assert_ne!(memory, libc::MAP_FAILED);
        // Zeroes are a free mutex.
        &*memory.cast::<Shared>()
    }
}

/// One change under the mutex, after a repair of what the dead have left.
fn change(shared: &Shared, patience: Duration) {
    let held = shared.mutex.lock_within(patience).unwrap();
    let (left, right) = (shared.left.load(Relaxed), shared.right.load(Relaxed));
    if held.previous_owner_died() {
        assert!(left == right || left == right + 1, "more than one death: {left} and {right}");
        shared.right.store(left, Relaxed);
        shared.deaths.fetch_add(1, Relaxed);
    } else {
        assert_eq!(left, right, "half a change, and no holder died");
    }
    shared.left.store(left + 1, Relaxed);
    (0..50).for_each(|_| std::hint::spin_loop());
    shared.right.store(left + 1, Relaxed);
}

/// A child that runs `body` until it ends or is killed.
struct Child(i32);

impl Child {
    fn new(body: impl FnOnce()) -> Self {
        match unsafe { libc::fork() } {
            0 => unsafe {
                libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
                let fine = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).is_ok();
                libc::_exit(i32::from(!fine))
            },
            child => Self(child),
        }
    }

    fn signal(&self, signal: i32) {
        assert_eq!(unsafe { libc::kill(self.0, signal) }, 0);
    }

    /// Its exit code, or minus the signal that killed it.
    fn wait(&self) -> i32 {
        let mut status = 0;
        assert_eq!(unsafe { libc::waitpid(self.0, &mut status, 0) }, self.0);
        if libc::WIFEXITED(status) { libc::WEXITSTATUS(status) } else { -libc::WTERMSIG(status) }
    }

    fn kill(&self) {
        self.signal(libc::SIGKILL);
        assert_eq!(self.wait(), -libc::SIGKILL);
    }

    /// One that holds the mutex when this returns, and sleeps.
    fn holder(shared: &Shared) -> Self {
        let before = shared.came.load(SeqCst);
        let child = Self::new(|| {
            let _held = shared.mutex.lock_within(LONG).unwrap();
            shared.came.fetch_add(1, SeqCst);
            sleep_for_ever();
        });
        wait_for(&shared.came, before + 1);
        child
    }
}

fn wait_for(word: &AtomicU64, value: u64) {
    let start = Instant::now();
    while word.load(SeqCst) < value {
        assert!(start.elapsed() < support::PATIENCE, "no process came");
        thread::sleep(Duration::from_micros(100));
    }
}

fn sleep_for_ever() -> ! {
    loop {
        thread::sleep(Duration::from_secs(1));
    }
}

fn held_by(result: Result<perseq_core::guard::RobustHeld<'_>, Error>) -> u32 {
    match result {
        Err(Error::HeldElsewhere { process, .. }) => process,
        other => panic!("{other:?}"),
    }
}

/// A holder that dies between its swap to 0 and its wake-up, and the next one, which took the word without the bit of the waiting, killed with
/// it: with robust mutexes of glibc the others slept for ever on a free mutex, after some thousand pairs.
///
/// `PERSEQ_PAIRS` sets how many pairs are killed.
#[test]
fn pairs_that_are_killed_anywhere_leave_a_mutex_that_the_others_get() {
    let name = "pairs_that_are_killed_anywhere_leave_a_mutex_that_the_others_get";
    support::alone(name, &[], || {
        let pairs = std::env::var("PERSEQ_PAIRS").map_or(250, |pairs| pairs.parse().unwrap());
        let shared = map(None);
        // A thread that sleeps on the mutex most of the time, and must not sleep on.
        thread::spawn(|| {
            loop {
                change(shared, LONG);
                shared.turns.fetch_add(1, SeqCst);
            }
        });
        let start = Instant::now();
        let (mut killed, mut seed) = (0_u64, 0x2545_F491_4F6C_DD1D_u64);
        // A death with the mutex held is likely in each pair.
        while killed < pairs || shared.deaths.load(Relaxed) < 20 {
            assert!(killed < 100 * pairs, "no pair was killed with the mutex held");
            let children = [0; 2].map(|_| {
                Child::new(|| {
                    loop {
                        change(shared, LONG);
                    }
                })
            });
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            let (until, pause) = (Instant::now(), Duration::from_micros(seed % 2000));
            while until.elapsed() < pause {
                std::hint::spin_loop();
            }
            children.iter().for_each(|child| child.signal(libc::SIGKILL));
            for child in children {
                assert_eq!(child.wait(), -libc::SIGKILL);
            }
            killed += 1;
            // The only ones alive, in a process that gets on: the thread above and this one.
            let before = shared.turns.load(SeqCst);
            change(shared, LONG);
            wait_for(&shared.turns, before + 1);
        }
        let (turns, deaths) = (shared.turns.load(SeqCst), shared.deaths.load(Relaxed));
        println!("{killed} pairs in {:?}, {turns} turns, {deaths} deaths with it held", start.elapsed());
    });
}

#[test]
fn a_holder_that_is_stopped_is_an_error_and_handlers_run_meanwhile() {
    let name = "a_holder_that_is_stopped_is_an_error_and_handlers_run_meanwhile";
    support::alone(name, &[], || {
        let shared = map(None);
        let child = Child::new(|| {
            let held = shared.mutex.lock().unwrap();
            unsafe { libc::raise(libc::SIGSTOP) };
            drop(held);
            sleep_for_ever();
        });
        let mut status = 0;
        assert_eq!(unsafe { libc::waitpid(child.0, &mut status, libc::WUNTRACED) }, child.0);
        assert!(libc::WIFSTOPPED(status));
        support::handle_timer(support::count_signal);
        let during = support::with_timer(Duration::from_millis(1), || {
            shared.mutex.lock_within(Duration::from_millis(300)).map(drop)
        });
        let Err(error @ Error::HeldElsewhere { process, waited_ms: 300.. }) = during else {
            panic!("{during:?}");
        };
        assert_eq!(process, child.0.cast_unsigned());
        assert!(error.to_string().contains("SIGSTOP"), "{error}");
        assert!(support::SIGNALS.load(SeqCst) > 0, "signals were blocked");
        assert_eq!(held_by(shared.mutex.lock_within(Duration::ZERO)), process);
        child.signal(libc::SIGCONT);
        assert!(!shared.mutex.lock().unwrap().previous_owner_died());
        child.kill();
        let child = Child::holder(shared);
        child.signal(libc::SIGSTOP);
        assert_eq!(held_by(shared.mutex.lock_within(Duration::from_millis(50))), child.0.cast_unsigned());
        child.signal(libc::SIGKILL);
        assert!(
            shared.mutex.lock().unwrap().previous_owner_died(),
            "stopped, then killed, and not waited for"
        );
        assert_eq!(child.wait(), -libc::SIGKILL);
    });
}

#[test]
fn a_death_is_told_to_each_heir_until_one_lives() {
    support::alone("a_death_is_told_to_each_heir_until_one_lives", &[], || {
        let shared = map(None);
        assert!(shared.mutex.holder().is_none());
        Child::holder(shared).kill();
        for _ in 0..10 {
            let heir = Child::new(|| {
                assert!(shared.mutex.lock().unwrap().previous_owner_died());
                let held = shared.mutex.lock().unwrap();
                assert!(!held.previous_owner_died(), "told twice");
                unsafe { libc::kill(libc::getpid(), libc::SIGKILL) };
            });
            assert_eq!(heir.wait(), -libc::SIGKILL);
            let heir = Child::new(|| {
                let _held = shared.mutex.lock().unwrap();
                unsafe { libc::kill(libc::getpid(), libc::SIGKILL) };
            });
            assert_eq!(heir.wait(), -libc::SIGKILL);
            assert_eq!(shared.mutex.holder().map(|process| process.pid()), Some(heir.0.cast_unsigned()));
        }
        let held = shared.mutex.lock().unwrap();
        assert!(held.previous_owner_died() && held.died().is_some());
        assert_eq!(shared.mutex.lock().unwrap_err(), Error::HeldByThread);
        drop(held);
        assert!(!shared.mutex.lock().unwrap().previous_owner_died());
    });
}

#[test]
fn a_child_that_drops_a_copy_releases_nothing() {
    support::alone("a_child_that_drops_a_copy_releases_nothing", &[], || {
        let shared = map(None);
        let mut held = Some(shared.mutex.lock().unwrap());
        assert_eq!(Child::new(|| drop(held.take())).wait(), 0);
        let child = Child::new(|| {
            assert_eq!(held_by(shared.mutex.lock_within(Duration::ZERO)), unsafe { libc::getppid() } as u32);
        });
        assert_eq!(child.wait(), 0);
        drop(held);
        assert_eq!(Child::new(|| drop(shared.mutex.lock().unwrap())).wait(), 0);
    });
}

#[test]
fn a_holder_that_becomes_another_program_has_died() {
    support::alone("a_holder_that_becomes_another_program_has_died", &[], || {
        let shared = map(None);
        let exe = std::ffi::CString::new(std::env::current_exe().unwrap().to_str().unwrap()).unwrap();
        let child = Child::new(|| {
            std::mem::forget(shared.mutex.lock().unwrap());
            let arguments = [exe.as_ptr(), c"sleeper".as_ptr(), c"--ignored".as_ptr(), std::ptr::null()];
            shared.came.store(1, SeqCst);
            unsafe { libc::execv(exe.as_ptr(), arguments.as_ptr()) };
        });
        wait_for(&shared.came, 1);
        assert!(shared.mutex.lock_within(LONG).unwrap().previous_owner_died());
        child.kill();
    });
}

#[test]
#[ignore = "what another test becomes"]
fn sleeper() {
    thread::sleep(support::PATIENCE);
}

#[test]
fn a_copy_of_a_file_can_be_locked_while_the_holder_of_the_original_lives() {
    let name = "a_copy_of_a_file_can_be_locked_while_the_holder_of_the_original_lives";
    support::alone(name, &[], || {
        let directory = support::Scratch::new("robust");
        let [original, copy] = ["original", "copy"].map(|name| directory.join(name));
        let open = |path: &std::path::Path| {
            File::options().read(true).write(true).create(true).truncate(false).open(path).unwrap()
        };
        let file = open(&original);
        file.set_len(4096).unwrap();
        let shared = map(Some(&file));
        let child = Child::holder(shared);
        std::fs::copy(&original, &copy).unwrap();
        let copied = map(Some(&open(&copy)));
        assert_eq!(copied.mutex.holder(), shared.mutex.holder());
        assert!(copied.mutex.lock_within(LONG).unwrap().previous_owner_died());
        assert_eq!(held_by(shared.mutex.lock_within(Duration::from_millis(300))), child.0.cast_unsigned());
        child.kill();
        // As after a power cut: the holder is gone, in whichever file.
        std::fs::copy(&original, &copy).unwrap();
        assert!(copied.mutex.lock().unwrap().previous_owner_died());
    });
}

/// Into a new pid namespace, for children; as an ordinary user into one of a new user's.
fn unshare_pids() -> bool {
    unsafe {
        libc::unshare(libc::CLONE_NEWPID) == 0 || libc::unshare(libc::CLONE_NEWUSER | libc::CLONE_NEWPID) == 0
    }
}

#[test]
fn a_holder_of_another_pid_namespace_is_never_taken_for_dead() {
    let name = "a_holder_of_another_pid_namespace_is_never_taken_for_dead";
    support::alone(name, &[], || {
        let shared = map(None);
        if !unshare_pids() {
            return support::lacks(name, "this user may not make pid namespaces");
        }
        // Its number there is 1: a process here, and one that has started at another time.
        let child = Child::holder(shared);
        assert_eq!(held_by(shared.mutex.lock_within(Duration::from_millis(300))), 1);
        child.kill();
        let dead = shared.mutex.lock_within(Duration::from_millis(300)).map(drop);
        assert!(matches!(dead, Err(Error::HeldElsewhere { process: 1, .. })), "it cannot be known: {dead:?}");
    });
}

#[test]
fn this_process_is_not_dead_for_a_child_in_a_pid_namespace_of_its_own() {
    let name = "this_process_is_not_dead_for_a_child_in_a_pid_namespace_of_its_own";
    support::alone(name, &[], || {
        let shared = map(None);
        if !unshare_pids() {
            return support::lacks(name, "this user may not make pid namespaces");
        }
        let held = shared.mutex.lock().unwrap();
        let parent = std::process::id();
        // The parent's number is none there, as that of a dead process.
        let child = Child::new(|| {
            assert_eq!(std::process::id(), 1);
            assert_eq!(held_by(shared.mutex.lock_within(Duration::from_millis(300))), parent);
        });
        assert_eq!(child.wait(), 0);
        drop(held);
    });
}

#[test]
fn deaths_are_noticed_in_a_namespace_that_sees_its_parents_proc() {
    let name = "deaths_are_noticed_in_a_namespace_that_sees_its_parents_proc";
    support::alone(name, &[], || {
        let shared = map(None);
        if !unshare_pids() {
            return support::lacks(name, "this user may not make pid namespaces");
        }
        let first = Child::new(|| {
            let child = Child::holder(shared);
            // It lives, whatever the parent's `/proc` says of the process that has its number there.
            assert_eq!(
                held_by(shared.mutex.lock_within(Duration::from_millis(300))),
                child.0.cast_unsigned()
            );
            child.kill();
            assert!(shared.mutex.lock().unwrap().previous_owner_died());
        });
        assert_eq!(first.wait(), 0);
    });
}

#[test]
fn deaths_are_noticed_without_proc() {
    support::alone("deaths_are_noticed_without_proc", &[], || {
        let name = "deaths without /proc";
        let shared = map(None);
        let directory = support::Scratch::new("empty");
        let path = std::ffi::CString::new(directory.to_str().unwrap()).unwrap();
        let inside = |body: &dyn Fn()| {
            let child = Child::new(|| {
                if unsafe { libc::chroot(path.as_ptr()) } != 0 {
                    shared.came.store(99, SeqCst);
                    return;
                }
                body();
            });
            assert_eq!(child.wait(), 0);
        };
        inside(&|| {
            let child = Child::holder(shared);
            assert_eq!(held_by(shared.mutex.lock_within(Duration::from_millis(50))), child.0.cast_unsigned());
            child.kill();
            match shared.mutex.lock_within(Duration::from_millis(500)) {
                Ok(held) => assert!(held.previous_owner_died()),
                // Nothing tells the namespace.
                Err(error) => {
                    assert!(matches!(error, Error::HeldElsewhere { .. }), "{error}");
                    shared.came.store(98, SeqCst);
                }
            }
        });
        match shared.came.load(SeqCst) {
            99 => support::lacks(name, "this user may not change its root"),
            98 => support::lacks(name, "no pid namespace's number without /proc (before Linux 6.11)"),
            _ => {}
        }
    });
}

#[test]
fn whatever_a_member_writes_there_others_get_it_or_an_error() {
    let name = "whatever_a_member_writes_there_others_get_it_or_an_error";
    support::alone(name, &[], || {
        let shared = map(None);
        let words = unsafe { &*(&raw const shared.mutex).cast::<[AtomicU64; 2]>() };
        assert_eq!(size_of_val(words), size_of::<RobustMutex>());
        let me = shared.mutex.lock().unwrap();
        let mine = words.each_ref().map(|word| word.load(Relaxed));
        drop(me);
        let (mut seed, mut got, mut refused) = (0x9E37_79B9_7F4A_7C15_u64, 0, 0);
        let mut garbage = || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            match seed % 5 {
                0 => mine[0] ^ (1 << (seed >> 58)),
                1 => mine[1],
                2 => seed >> (seed >> 58),
                _ => seed,
            }
        };
        for round in 0..300 {
            words.iter().for_each(|word| word.store(garbage(), SeqCst));
            match shared.mutex.lock_within(Duration::from_millis(2)) {
                Ok(held) => {
                    got += 1;
                    // Also while it is held.
                    if round % 2 == 0 {
                        words.iter().for_each(|word| word.store(garbage(), SeqCst));
                    }
                    drop(held);
                }
                Err(Error::HeldElsewhere { .. } | Error::HeldByThread) => refused += 1,
                Err(error) => panic!("{error}"),
            }
        }
        println!("{got} times it was got, {refused} times refused");
        words.iter().for_each(|word| word.store(0, SeqCst));
        drop(shared.mutex.lock().unwrap());
        assert!(got > 10 && refused > 10);
    });
}
