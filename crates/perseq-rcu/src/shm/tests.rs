//! Members that die after each store that they make, and the state that the others find.

use core::sync::atomic::Ordering::Relaxed;
use std::os::fd::AsFd as _;

use super::{SharedOptions, SharedRcu, members::Search, step::test::dies_behind};

fn domain() -> SharedRcu {
    SharedRcu::anonymous(&SharedOptions { members: 8, arena: 4096 }).unwrap()
}

fn another(domain: &SharedRcu) -> SharedRcu {
    SharedRcu::from_descriptor(domain.as_fd().try_clone_to_owned().unwrap()).unwrap()
}

/// Every block is in one place, and in no member's hand, when no process reads and the dead are removed. How many there are.
fn account(domain: &SharedRcu) -> usize {
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
            let period = domain.start().unwrap();
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
        let period = domain.start().unwrap();
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
fn who_dies_while_it_removes_the_dead_hides_no_reader() {
    let mut stores = 0;
    loop {
        let domain = domain();
        // A member that has died inside, of which nothing may be taken for the living reader's.
        assert!(!dies_behind(usize::MAX, || core::mem::forget(domain.read())));
        let elsewhere = another(&domain);
        let guard = elsewhere.read();
        let died = dies_behind(stores, || assert!(domain.lock().unwrap().bury(Search::All)));
        let period = domain.start().unwrap();
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
