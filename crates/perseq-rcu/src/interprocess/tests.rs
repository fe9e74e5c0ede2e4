//! Members that die after each store that they make, and the state that the others find.

use core::{sync::atomic::Ordering::Relaxed, time::Duration};
use std::{
    io::{Read as _, Write as _},
    os::{fd::AsFd as _, unix::fs::OpenOptionsExt as _},
    time::Instant,
};

use perseq_core::guard::RobustMutex;

use super::{ProcessError, ProcessOptions, ProcessRcu, members::Search, step::test::dies_behind};

fn domain() -> ProcessRcu {
    ProcessRcu::anonymous(&ProcessOptions { members: 8, arena: 4096 }).unwrap()
}

fn another(domain: &ProcessRcu) -> ProcessRcu {
    ProcessRcu::from_descriptor(domain.as_fd().try_clone_to_owned().unwrap()).unwrap()
}

/// Every block is in one place, and in no member's hand, when no process reads and the dead are removed. How many there are.
fn account(domain: &ProcessRcu) -> usize {
    domain.lock().unwrap().bury(Search::All);
    domain.synchronize().unwrap();
    let locked = domain.lock().unwrap();
    locked.collect().unwrap();
    let placed = locked.placed().unwrap();
    let blocks: Vec<usize> = locked.blocks().map(Result::unwrap).collect();
    for link in &blocks {
        assert_eq!(locked.block(*link).unwrap().owner.load(Relaxed), 0);
        assert!(placed.contains(link), "the block at {link} is lost");
    }
    assert_eq!(blocks.len(), placed.len());
    blocks.len()
}

#[test]
fn a_writer_that_dies_behind_any_store_loses_no_memory_and_frees_none_that_is_read() {
    let (mut stores, mut takeovers) = (0, 0);
    loop {
        let domain = domain();
        let elsewhere = another(&domain);
        let [cell, other] = ["cell", "other"].map(|name| domain.cell::<[u64; 8]>(name).unwrap());
        (0..3).for_each(|number| cell.store([number; 8]).unwrap());
        let guard = elsewhere.read();
        let same = elsewhere.cell::<[u64; 8]>("cell").unwrap();
        let seen = same.load(&guard).unwrap();
        let died = dies_behind(stores, || {
            cell.store([7; 8]).unwrap();
            let period = domain.start_grace_period().unwrap();
            (0..3).for_each(|_| assert!(!period.is_over().unwrap()));
            cell.update(|old| old.unwrap().map(|number| number + 1)).unwrap();
            other.store([9; 8]).unwrap();
            cell.clear().unwrap();
            // Room that goes back.
            let refused = std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| {
                other.update(|_| std::panic::resume_unwind(Box::new(())))
            }));
            assert!(refused.is_err());
            drop(another(&domain));
            assert!(!period.is_over().unwrap());
        });
        // Asked for after the death, by the thread that finds it; the reader was inside all the time.
        let period = domain.start_grace_period().unwrap();
        for number in 0..20 {
            assert!(!period.is_over().unwrap(), "store {stores}: the reader is inside");
            assert!(domain.file.header().completed.load(Relaxed) <= 1 + 2, "store {stores}");
            if let Err(error) = other.store([number; 8]) {
                panic!("store {stores}: {error}");
            }
        }
        // SAFETY: volatile, for the compiler may take what a reference points to for constant.
        assert_eq!(unsafe { core::ptr::read_volatile(seen) }, [2; 8], "store {stores}");
        drop(guard);
        period.wait().unwrap();
        takeovers += domain.deaths().holders;
        assert!(account(&domain) <= 28);
        if !died {
            break;
        }
        stores += 1;
    }
    println!("{stores} stores, {takeovers} of them under the lock");
    assert!(stores > 60 && takeovers > 60 && takeovers < stores as u64, "also without the lock");
}

#[test]
fn a_writer_that_dies_while_it_takes_a_block_out_of_the_middle_of_a_list_loses_no_memory() {
    for stores in 0.. {
        let domain = domain();
        // Of one class.
        let wide = domain.cell::<[u64; 32]>("wide").unwrap();
        let narrow = domain.cell::<[u64; 24]>("narrow").unwrap();
        wide.store([1; 32]).unwrap();
        narrow.store([2; 24]).unwrap();
        wide.clear().unwrap();
        narrow.clear().unwrap();
        assert_eq!(account(&domain), 2);
        let died = dies_behind(stores, || wide.store([3; 32]).unwrap());
        narrow.store([4; 24]).unwrap();
        let guard = domain.read();
        assert_eq!(narrow.load(&guard), Some(&[4; 24]));
        assert!([None, Some(&[3; 32])].contains(&wide.load(&guard)), "store {stores}");
        drop(guard);
        assert!(account(&domain) <= 3, "store {stores}");
        if !died {
            assert_eq!(account(&domain), 2, "the list had the wide block behind the narrow one");
            assert!(stores > 5);
            return;
        }
    }
}

#[test]
fn a_writer_that_dies_while_blocks_become_one_or_two_loses_no_memory() {
    for stores in 0.. {
        let domain = ProcessRcu::anonymous(&ProcessOptions { members: 8, arena: 8192 }).unwrap();
        let large = domain.cell::<[u64; 150]>("large").unwrap();
        let [small, read] = ["small", "read"].map(|name| domain.cell::<[u64; 8]>(name).unwrap());
        // The arena is full of small blocks.
        let guard = domain.read();
        read.store([1; 8]).unwrap();
        while small.store([2; 8]).is_ok() {}
        drop(guard);
        assert!(account(&domain) > 60);
        let elsewhere = another(&domain);
        let guard = elsewhere.read();
        let same = elsewhere.cell::<[u64; 8]>("read").unwrap();
        let seen = same.load(&guard).unwrap();
        let died = dies_behind(stores, || {
            large.store([3; 150]).unwrap();
            read.clear().unwrap();
            large.clear().unwrap();
            // A part of the block that is free again, or the last ones and what follows them.
            (0..4).for_each(|_| small.store([4; 8]).unwrap());
            large.store([5; 150]).unwrap();
        });
        // SAFETY: volatile, for the compiler may take what a reference points to for constant.
        assert_eq!(unsafe { core::ptr::read_volatile(seen) }, [1; 8], "store {stores}");
        drop(guard);
        account(&domain);
        // There is room for two large ones wherever the small ones are.
        for number in 0..5 {
            large.store([number; 150]).unwrap_or_else(|error| panic!("store {stores}: {error}"));
            small.store([number; 8]).unwrap();
        }
        account(&domain);
        if !died {
            assert!(stores > 100, "{stores} stores");
            return;
        }
    }
}

#[test]
fn who_dies_while_it_removes_the_dead_hides_no_reader() {
    let mut stores = 0;
    loop {
        let domain = domain();
        // A member that has died inside, of which nothing may be taken for the living reader's.
        assert!(!dies_behind(usize::MAX, || core::mem::forget(domain.read())));
        let elsewhere = another(&domain);
        let guard = elsewhere.read();
        let died = dies_behind(stores, || assert!(domain.lock().unwrap().bury(Search::All)));
        let period = domain.start_grace_period().unwrap();
        for _ in 0..5 {
            assert!(!period.is_over().unwrap(), "store {stores}: the reader is inside");
        }
        drop(guard);
        period.wait().unwrap();
        account(&domain);
        if !died {
            break;
        }
        stores += 1;
    }
    assert!(stores > 0);
}

/// A child that has the domain's lock until it is killed.
struct Holder(libc::pid_t);

impl Holder {
    fn new(domain: &ProcessRcu) -> Self {
        let (mut taken, mut take) = std::io::pipe().unwrap();
        // SAFETY: the child is a copy with this thread only; the C library keeps its allocator whole.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let locked = domain.lock();
            if locked.is_ok() && take.write_all(&[1]).is_ok() {
                loop {
                    std::thread::sleep(Duration::from_secs(1));
                }
            }
            // SAFETY: it does not return, and runs nothing at exit.
            unsafe { libc::_exit(1) };
        }
        drop(take);
        let holder = Self(child);
        taken.read_exact(&mut [0]).expect("the child has the lock");
        holder
    }

    fn stop(&self) {
        let mut status = 0;
        // SAFETY: the child is this process's, which has not waited for it.
        assert_eq!(unsafe { libc::kill(self.0, libc::SIGSTOP) }, 0);
        // SAFETY: `status` is valid for the call.
        assert_eq!(unsafe { libc::waitpid(self.0, &raw mut status, libc::WUNTRACED) }, self.0);
        assert!(libc::WIFSTOPPED(status));
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // SAFETY: as in `stop`.
        unsafe { libc::kill(self.0, libc::SIGKILL) };
        // SAFETY: no status is asked for.
        unsafe { libc::waitpid(self.0, core::ptr::null_mut(), 0) };
    }
}

#[test]
fn a_wait_whose_time_a_running_member_uses_up_is_not_over_and_no_error() {
    let domain = domain();
    let period = domain.start_grace_period().unwrap();
    let holder = Holder::new(&domain);
    let short = Duration::from_millis(20);
    for time in [Duration::ZERO, short] {
        let result = period.wait_within(time);
        assert!(matches!(result, Ok(false)), "{time:?} beside a holder that runs: {result:?}");
    }
    // Nor does a guard of this thread's own make the wait longer than its limit.
    let guard = domain.read();
    let times = [(); 3].map(|()| {
        let start = Instant::now();
        let result = period.wait_within(short);
        assert!(matches!(result, Ok(false)), "with a guard: {result:?}");
        start.elapsed()
    });
    // The machine may have stood still during one of them.
    assert!(times.iter().any(|time| *time < RobustMutex::PATIENCE), "{times:?}");
    drop(guard);
    holder.stop();
    let result = period.wait_within(short);
    assert!(matches!(result, Err(ProcessError::Lock(_))), "beside a holder that is stopped: {result:?}");
    drop(holder);
    assert!(period.wait_within(RobustMutex::PATIENCE).unwrap());
    assert_eq!(domain.deaths().holders, 1);
}

#[test]
fn a_process_that_dies_while_it_makes_a_domain_leaves_no_file_of_another_name() {
    let directory = perseq_testing::Scratch::new("rcu-made");
    if let Err(error) = std::fs::OpenOptions::new().write(true).custom_flags(libc::O_TMPFILE).open(&directory)
    {
        println!("SKIPPED: {} has no files without a name: {error}", directory.display());
        return;
    }
    // As long as a name may be: no room is left for an ending.
    let path = directory.join("n".repeat(255));
    let mut stores = 0;
    while dies_behind(stores, || drop(ProcessRcu::create(&path, &ProcessOptions::default()).unwrap())) {
        let left: Vec<_> =
            std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(left.iter().all(|left| *left == path), "store {stores}: {left:?}");
        // One that has its name is complete.
        for path in left {
            assert!(
                ProcessRcu::open(&path)
                    .unwrap()
                    .start_grace_period()
                    .unwrap()
                    .wait_within(RobustMutex::PATIENCE)
                    .unwrap()
            );
            std::fs::remove_file(path).unwrap();
        }
        stores += 1;
    }
    assert!(stores > 0, "it died nowhere");
}
