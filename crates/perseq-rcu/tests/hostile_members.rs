//! Domains whose members are stopped, killed in pairs, in other pid namespaces, or write what they should not; files that are copies, of
//! another boot, of another user, links.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_loom)))]

use perseq_testing as support;

use std::{
    fs::File,
    os::{
        fd::{AsFd as _, AsRawFd as _},
        unix::fs::FileExt as _,
    },
    path::Path,
    sync::{
        Barrier,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

use perseq_rcu::{ProcessError, ProcessGracePeriod, ProcessOptions, ProcessRcu, ProcessResult, Refusal};

const OPTIONS: ProcessOptions = ProcessOptions { members: 8, arena: 1 << 16 };
/// Bytes before the rows.
const HEAD: usize = 64 << 10;
/// Where the file has the number of the boot, and the phase.
const BOOT: u64 = 48;
const PHASE: usize = 64;

fn another(domain: &ProcessRcu) -> ProcessRcu {
    ProcessRcu::from_descriptor(domain.as_fd().try_clone_to_owned().unwrap()).unwrap()
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

    /// Stops it, and comes back when it is.
    fn stop(&self) {
        self.signal(libc::SIGSTOP);
        let mut status = 0;
        assert_eq!(unsafe { libc::waitpid(self.0, &mut status, libc::WUNTRACED) }, self.0);
        assert!(libc::WIFSTOPPED(status), "{status:#x}");
    }

    fn kill(&self) {
        self.signal(libc::SIGKILL);
        assert_eq!(self.wait(), -libc::SIGKILL);
    }
}

/// Words that children see, too.
fn words<const N: usize>() -> &'static [AtomicU64; N] {
    let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
    unsafe {
        let memory =
            libc::mmap(std::ptr::null_mut(), 8 * N, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0);
        assert_ne!(memory, libc::MAP_FAILED);
        &*memory.cast::<[AtomicU64; N]>()
    }
}

fn wait_for(word: &AtomicU64, value: u64) {
    let start = Instant::now();
    while word.load(SeqCst) < value {
        assert!(start.elapsed() < support::PATIENCE, "no process came");
        thread::sleep(Duration::from_micros(100));
    }
}

fn random(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

fn refusal(result: ProcessResult<ProcessRcu>) -> Refusal {
    match result {
        Err(ProcessError::Refused { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

fn is_stopped(result: &ProcessResult<bool>) -> bool {
    matches!(result, Err(ProcessError::Lock(perseq_core::Error::HeldElsewhere { .. })))
}

/// Two members that are killed at once, one of them in the middle of handing the lock to the other: a survivor slept for ever on a free lock.
///
/// `PERSEQ_PAIRS` sets how many pairs are killed.
#[test]
fn members_that_are_killed_in_pairs_hang_none_of_the_others() {
    let name = "members_that_are_killed_in_pairs_hang_none_of_the_others";
    support::alone(name, &[], || {
        let pairs: u64 = std::env::var("PERSEQ_PAIRS").map_or(150, |pairs| pairs.parse().unwrap());
        let domain: &'static ProcessRcu = Box::leak(Box::new(ProcessRcu::anonymous(&OPTIONS).unwrap()));
        let turns = &words::<1>()[0];
        thread::spawn(move || {
            loop {
                domain.synchronize().unwrap();
                turns.fetch_add(1, SeqCst);
            }
        });
        let (mut killed, mut seed) = (0, 0x2545_F491_4F6C_DD1D);
        while killed < pairs || domain.deaths().holders < 10 {
            assert!(killed < 100 * pairs, "no member was killed with the lock held");
            let children = [0; 2].map(|_| {
                Child::new(|| {
                    loop {
                        domain.synchronize().unwrap();
                    }
                })
            });
            let (start, pause) = (Instant::now(), Duration::from_micros(random(&mut seed) % 6000));
            while start.elapsed() < pause {
                std::hint::spin_loop();
            }
            children.iter().for_each(|child| child.signal(libc::SIGKILL));
            for child in children {
                assert_eq!(child.wait(), -libc::SIGKILL);
            }
            killed += 1;
            wait_for(turns, turns.load(SeqCst) + 1);
        }
        println!("{killed} pairs, {} turns, {:?}", turns.load(SeqCst), domain.deaths());
    });
}

/// As in `unshare --pid --fork`, sandboxes and changed roots: `/proc` is that of the parent's namespace, in which all ids are of other
/// processes.
#[test]
fn a_reader_in_a_namespace_that_sees_its_parents_proc_is_not_taken_for_dead() {
    let name = "a_reader_in_a_namespace_that_sees_its_parents_proc_is_not_taken_for_dead";
    support::alone(name, &[], || {
        let unshared = unsafe {
            libc::unshare(libc::CLONE_NEWPID) == 0
                || libc::unshare(libc::CLONE_NEWUSER | libc::CLONE_NEWPID) == 0
        };
        if !unshared {
            return support::lacks(name, "this user may not make pid namespaces");
        }
        let first = Child::new(|| {
            let domain = ProcessRcu::anonymous(&OPTIONS).unwrap();
            let cell = domain.cell::<[u64; 4]>("value").unwrap();
            cell.store([7; 4]).unwrap();
            let guard = domain.read();
            let seen: *const [u64; 4] = cell.load(&guard).unwrap();
            let writer = Child::new(|| {
                let own = another(&domain);
                let cell = own.cell::<[u64; 4]>("value").unwrap();
                cell.store([8; 4]).unwrap();
                let period = own.start_grace_period().unwrap();
                for _ in 0..500 {
                    assert!(!period.is_over().unwrap(), "the reader lives and is inside");
                }
                assert_eq!(own.deaths().members, 0);
                (0..64).for_each(|number| cell.store([100 + number; 4]).unwrap());
            });
            assert_eq!(writer.wait(), 0);
            assert_eq!(unsafe { seen.read_volatile() }, [7; 4], "freed under a guard");
            // Where nothing is wrong, the dead are found.
            let came = &words::<1>()[0];
            let reader = Child::new(|| {
                let _guard = domain.read();
                came.store(1, SeqCst);
                loop {
                    thread::sleep(Duration::from_secs(1));
                }
            });
            wait_for(came, 1);
            drop(guard);
            reader.kill();
            assert!(domain.start_grace_period().unwrap().wait_within(support::PATIENCE).unwrap());
        });
        assert_eq!(first.wait(), 0);
    });
}

/// Runs `body` with a period that a reader of this process keeps from ending, while another member is stopped with the domain's lock held.
fn beside_a_stopped_holder(domain: &ProcessRcu, body: impl FnOnce(&Child, &ProcessGracePeriod<'_>)) {
    let period = domain.start_grace_period().unwrap();
    let mut seed = 0x9E37_79B9_7F4A_7C15;
    let child = Child::new(|| {
        loop {
            let _period = domain.start_grace_period().unwrap();
        }
    });
    let start = Instant::now();
    loop {
        thread::sleep(Duration::from_micros(random(&mut seed) % 3000));
        child.stop();
        if is_stopped(&period.wait_within(Duration::from_millis(5))) {
            break;
        }
        child.signal(libc::SIGCONT);
        assert!(start.elapsed() < support::PATIENCE, "it was never stopped with the lock held");
    }
    body(&child, &period);
    child.signal(libc::SIGCONT);
    child.kill();
}

/// A thread of this process that is inside a reader while `body` runs.
fn beside_a_reader(domain: &ProcessRcu, body: impl FnOnce()) {
    let (entered, done) = (Barrier::new(2), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            let _guard = domain.read();
            entered.wait();
            while !done.load(SeqCst) {
                thread::sleep(Duration::from_millis(1));
            }
        });
        entered.wait();
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body));
        done.store(true, SeqCst);
        ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    });
}

#[test]
fn a_member_that_is_stopped_with_the_lock_held_is_an_error_of_the_others_and_their_handlers_run() {
    let name = "a_member_that_is_stopped_with_the_lock_held_is_an_error_of_the_others_and_their_handlers_run";
    support::alone(name, &[], || {
        let domain = ProcessRcu::anonymous(&OPTIONS).unwrap();
        beside_a_reader(&domain, || {
            beside_a_stopped_holder(&domain, |child, period| {
                support::handle_timer(support::count_signal);
                let start = Instant::now();
                let result = support::with_timer(Duration::from_millis(1), || {
                    loop {
                        // A busy machine may leave this thread little of that time.
                        let result = period.wait_within(Duration::from_millis(300));
                        if support::SIGNALS.load(SeqCst) > 10 || start.elapsed() > support::PATIENCE {
                            return result;
                        }
                        assert!(is_stopped(&result), "{result:?}");
                    }
                });
                assert!(is_stopped(&result), "{result:?}");
                let text = result.unwrap_err().to_string();
                assert!(text.contains(&child.0.to_string()) && text.contains("SIGSTOP"), "{text}");
                assert!(support::SIGNALS.load(SeqCst) > 10, "signals were blocked");
                // Readers need no lock.
                drop(domain.read());
            });
            assert!(
                !domain.start_grace_period().unwrap().wait_within(Duration::from_millis(50)).unwrap(),
                "a reader is inside"
            );
        });
        domain.synchronize().unwrap();
    });
}

#[test]
fn a_copy_that_was_made_with_the_lock_held_can_be_opened() {
    let name = "a_copy_that_was_made_with_the_lock_held_can_be_opened";
    support::alone(name, &[], || {
        let directory = support::Scratch::new("copy");
        let [original, copy] = ["original", "copy"].map(|name| directory.join(name));
        let domain = ProcessRcu::create(&original, &OPTIONS).unwrap();
        domain.cell::<u64>("value").unwrap().store(7).unwrap();
        beside_a_reader(&domain, || {
            beside_a_stopped_holder(&domain, |_, period| {
                copy_sparse(&original, &copy);
                // In another process: this one is a member of the original, with a reader inside.
                let opener = Child::new(|| {
                    let copied = ProcessRcu::open(&copy).unwrap();
                    let cell = copied.cell::<u64>("value").unwrap();
                    assert_eq!(cell.load(&copied.read()), Some(&7));
                    cell.store(8).unwrap();
                    // Members of the original that live are none of the copy, nor are their readers.
                    assert!(copied.start_grace_period().unwrap().wait_within(support::PATIENCE).unwrap());
                    assert_eq!(copied.deaths().holders, 1, "{:?}", copied.deaths());
                });
                assert_eq!(opener.wait(), 0);
                assert!(
                    is_stopped(&period.wait_within(Duration::from_millis(300))),
                    "it is of the original only"
                );
            });
        });
        assert_eq!(domain.cell::<u64>("value").unwrap().load(&domain.read()), Some(&7));
    });
}

/// Copies what is in a file that is mostly holes.
fn copy_sparse(from: &Path, to: &Path) {
    let status = std::process::Command::new("cp").arg("--sparse=always").args([from, to]).status().unwrap();
    assert!(status.success());
}

#[test]
fn a_file_of_another_boot_is_refused_and_replaced_once_where_that_is_asked_for() {
    let directory = support::Scratch::new("boot");
    let path = directory.join("domain");
    let domain = ProcessRcu::create(&path, &OPTIONS).unwrap();
    domain.cell::<u64>("value").unwrap().store(7).unwrap();
    drop(domain);
    let file = File::options().read(true).write(true).open(&path).unwrap();
    let mut boot = [0; 16];
    file.read_exact_at(&mut boot, BOOT).unwrap();
    assert_ne!(boot, [0; 16]);
    file.write_all_at(&[0xA5; 16], BOOT).unwrap();
    assert_eq!(refusal(ProcessRcu::open(&path)), Refusal::Boot);
    let descriptor = file.try_clone().unwrap().into();
    assert_eq!(refusal(ProcessRcu::from_descriptor(descriptor)), Refusal::Boot);
    let start = Barrier::new(6);
    let domains: Vec<ProcessRcu> = thread::scope(|scope| {
        let open = || {
            start.wait();
            ProcessRcu::open_or_create(&path, &OPTIONS).unwrap()
        };
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(open)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let guard = domains[0].read();
    for domain in &domains {
        assert!(!domain.start_grace_period().unwrap().is_over().unwrap(), "it is another domain");
        assert_eq!(domain.cell::<u64>("value").unwrap().load(&domain.read()), None);
    }
    drop(guard);
    assert_eq!(std::fs::read_dir(&directory.0).unwrap().count(), 1);
    ProcessRcu::open(&path).unwrap().synchronize().unwrap();
}

/// However few descriptors a process has left: it does not take another boot's file for one of its own because it cannot ask which boot this is.
#[test]
fn a_file_of_another_boot_is_refused_also_without_descriptors() {
    let name = "a_file_of_another_boot_is_refused_also_without_descriptors";
    support::alone(name, &[], || {
        let directory = support::Scratch::new("no-descriptors");
        let path = directory.join("domain");
        // What was inherited may be just above the next one.
        assert_eq!(unsafe { libc::close_range(3, libc::c_uint::MAX, 0) }, 0);
        // In a child: this process has not asked yet which boot this is.
        let create = || ProcessRcu::create(&path, &OPTIONS).map_or(1, |_domain| 0);
        assert_eq!(support::in_child(create), 0);
        let file = File::options().write(true).open(&path).unwrap();
        file.write_all_at(&[0xA5; 16], BOOT).unwrap();
        let next = file.as_raw_fd() as libc::rlim_t;
        drop(file);
        let (mut without, mut refused) = (0, 0);
        let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        assert_eq!(unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) }, 0);
        for files in next..next + 8 {
            limit.rlim_cur = files;
            assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) }, 0);
            match ProcessRcu::open(&path) {
                Err(ProcessError::File { source, .. }) if source.raw_os_error() == Some(libc::EMFILE) => {
                    without += 1;
                }
                Err(ProcessError::Refused { why: Refusal::Boot, .. }) => refused += 1,
                other => panic!("with {} descriptors: {other:?}", limit.rlim_cur),
            }
        }
        assert!(without > 1 && refused > 0, "{without} {refused}");
    });
}

#[test]
fn links_and_files_of_others_are_refused_unless_they_are_handed_over() {
    let directory = support::Scratch::new("links");
    let [path, link, pipe] = ["domain", "link", "pipe"].map(|name| directory.join(name));
    let domain = ProcessRcu::create(&path, &OPTIONS).unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert_eq!(refusal(ProcessRcu::open(&link)), Refusal::Link);
    assert_eq!(refusal(ProcessRcu::open_or_create(&link, &OPTIONS)), Refusal::Link);
    let open = |path: &Path| File::options().read(true).write(true).open(path).unwrap();
    drop(ProcessRcu::from_descriptor(open(&link).into()).unwrap());
    let name = std::ffi::CString::new(pipe.to_str().unwrap()).unwrap();
    assert_eq!(unsafe { libc::mkfifo(name.as_ptr(), 0o600) }, 0);
    assert_eq!(refusal(ProcessRcu::open(&pipe)), Refusal::Foreign);
    if std::os::unix::fs::chown(&path, Some(65534), None).is_err() {
        return support::lacks("files of other users", "only root can give a file away");
    }
    let ours = unsafe { libc::geteuid() };
    assert_eq!(refusal(ProcessRcu::open(&path)), Refusal::Owner { theirs: 65534, ours });
    ProcessRcu::from_descriptor(open(&path).into()).unwrap().synchronize().unwrap();
    drop(domain);
}

#[test]
fn with_closed_standard_descriptors_the_file_becomes_none_of_them() {
    let name = "with_closed_standard_descriptors_the_file_becomes_none_of_them";
    support::alone(name, &[], || {
        let directory = support::Scratch::new("closed");
        let path = directory.join("domain");
        let child = Child::new(|| {
            (0..3).for_each(|descriptor| assert_eq!(unsafe { libc::close(descriptor) }, 0));
            let made = ProcessRcu::create(&path, &OPTIONS).unwrap();
            let opened = ProcessRcu::open(&path).unwrap();
            let anonymous = ProcessRcu::anonymous(&OPTIONS).unwrap();
            let handed = File::options().read(true).write(true).open(&path).unwrap();
            assert_eq!(handed.as_raw_fd(), 0, "nothing else is there");
            let handed = ProcessRcu::from_descriptor(handed.into()).unwrap();
            for domain in [&made, &opened, &anonymous, &handed] {
                assert!(domain.as_fd().as_raw_fd() > 2);
            }
            assert_eq!(unsafe { libc::write(2, c"text".as_ptr().cast(), 4) }, -1, "something is open there");
        });
        assert_eq!(child.wait(), 0);
        ProcessRcu::open(&path).unwrap().synchronize().unwrap();
    });
}

/// The words of the whole head of a domain's file, and of its arena.
fn map_words(domain: &ProcessRcu) -> [&'static [AtomicUsize]; 2] {
    let file = File::from(domain.as_fd().try_clone_to_owned().unwrap());
    let length = file.metadata().unwrap().len() as usize;
    let (fd, protection) = (file.as_raw_fd(), libc::PROT_READ | libc::PROT_WRITE);
    let map = |offset: usize, length: usize| unsafe {
        let none = std::ptr::null_mut();
        let memory = libc::mmap(none, length, protection, libc::MAP_SHARED, fd, offset as libc::off_t);
        assert_ne!(memory, libc::MAP_FAILED);
        std::slice::from_raw_parts(memory.cast::<AtomicUsize>(), length / size_of::<usize>())
    };
    // With the lines of CPU 0.
    [map(0, HEAD + 4096), map(length - OPTIONS.arena, OPTIONS.arena)]
}

#[test]
fn whatever_is_written_to_the_phase_readers_count_in_their_own_line() {
    let name = "whatever_is_written_to_the_phase_readers_count_in_their_own_line";
    support::alone(name, &[], || {
        let domain = ProcessRcu::anonymous(&OPTIONS).unwrap();
        let [head, _] = map_words(&domain);
        let target = Box::leak(Box::new([0_usize; 64]));
        let (mut seed, phase) = (0x1234_5678_9ABC_DEF1, &head[PHASE / size_of::<usize>()]);
        for round in 0..20_000 {
            // Bits, addresses, differences of addresses: readers added 1 to where they led.
            phase.store(
                match round % 4 {
                    0 => random(&mut seed) as usize,
                    1 => target.as_ptr().addr() ^ head.as_ptr().addr(),
                    2 => 1 << (random(&mut seed) % usize::BITS as u64),
                    _ => target.as_ptr().addr(),
                },
                SeqCst,
            );
            let guards = [domain.read(), domain.read()];
            assert!(format!("{domain:?}").contains(", 2)"), "{domain:?}");
            phase.store(random(&mut seed) as usize, SeqCst);
            drop(guards);
        }
        assert_eq!(*target, [0; 64]);
        domain.synchronize().unwrap();
    });
}

/// A member that does what members do, and takes every error.
fn work(domain: &ProcessRcu, rounds: &AtomicU64) {
    let mut seed = u64::from(std::process::id());
    loop {
        match domain.cell::<[u64; 8]>(["one", "two", "three"][random(&mut seed) as usize % 3]) {
            Ok(cell) => {
                let _stored = cell.store([random(&mut seed); 8]);
                let mut times = 0;
                let _updated = cell.update(|old| {
                    times += 1;
                    // Another member may replace the value for ever.
                    if times > 100 {
                        std::panic::resume_unwind(Box::new(()));
                    }
                    old.map_or([0; 8], |old| old.map(|number| number.wrapping_add(1)))
                });
                let guard = domain.read();
                if let Ok(Some(value)) = cell.try_load(&guard) {
                    std::hint::black_box(value.iter().fold(0_u64, |sum, number| sum.wrapping_add(*number)));
                }
                drop(guard);
                let _cleared = cell.clear();
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
        if let Ok(period) = domain.start_grace_period() {
            let _over = period.wait_within(Duration::from_millis(1));
        }
        let member = domain.as_fd().try_clone_to_owned().unwrap();
        drop(ProcessRcu::from_descriptor(member));
        let _deaths = (domain.deaths(), format!("{domain:?}"));
        rounds.fetch_add(1, SeqCst);
    }
}

#[test]
fn whatever_a_member_writes_the_others_get_values_or_errors() {
    let name = "whatever_a_member_writes_the_others_get_values_or_errors";
    support::alone(name, &[], || {
        let [rounds, written] = words::<2>();
        let domain = ProcessRcu::anonymous(&OPTIONS).unwrap();
        let [head, arena] = map_words(&domain);
        let worker = Child::new(|| {
            loop {
                let body = std::panic::AssertUnwindSafe(|| work(&domain, rounds));
                // Only its own, out of `update`.
                let panic = std::panic::catch_unwind(body).unwrap_err();
                assert!(panic.is::<()>(), "a panic: {:?}", panic.downcast_ref::<String>());
            }
        });
        wait_for(rounds, 1);
        let mut seed = 0xDEAD_BEEF_CAFE_F00D;
        let start = Instant::now();
        while rounds.load(SeqCst) < 200 && start.elapsed() < support::PATIENCE {
            let kind = random(&mut seed);
            let memory = if kind.is_multiple_of(3) { arena } else { head };
            // The first pages have nearly all words; the lock is the third line.
            let place = match kind % 5 {
                0 => 16 + random(&mut seed) as usize % 8,
                1 => random(&mut seed) as usize % memory.len(),
                _ => random(&mut seed) as usize % 512,
            };
            let value = match random(&mut seed) % 6 {
                0 => 0,
                1 => random(&mut seed) as usize % (OPTIONS.arena + 64),
                2 => usize::MAX - random(&mut seed) as usize % 64,
                3 => memory[random(&mut seed) as usize % memory.len()].load(Relaxed),
                4 => memory.as_ptr().addr(),
                _ => random(&mut seed) as usize,
            };
            memory[place].store(value, SeqCst);
            written.fetch_add(1, SeqCst);
            // Not to keep the lock from everybody all the time.
            if kind.is_multiple_of(7) {
                head[16..18].iter().for_each(|word| word.store(0, SeqCst));
            }
            thread::sleep(Duration::from_micros(20));
        }
        let mut status = 0;
        assert_eq!(
            unsafe { libc::waitpid(worker.0, &mut status, libc::WNOHANG) },
            0,
            "it ended: {status:#x}"
        );
        worker.kill();
        println!("{} rounds beside {} stores", rounds.load(SeqCst), written.load(SeqCst));
        assert!(rounds.load(SeqCst) >= 200, "it got nowhere");
    });
}
