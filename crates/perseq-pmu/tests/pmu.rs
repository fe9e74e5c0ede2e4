//! Hardware counters: exact where the machine has them, a clear error where it has not.

#![cfg(not(any(miri, perseq_model)))]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    time::{Duration, Instant},
};

use perseq_core::cpu;
use perseq_pmu::{Event, Group, Support, support};

/// Work of a known size.
fn work(turns: u64) -> u64 {
    (0..turns).fold(1, |sum, turn| std::hint::black_box(sum ^ turn))
}

#[test]
fn a_machine_without_counters_says_so() {
    match support() {
        Support::None(error) => {
            let said = error.to_string();
            assert!(said.contains("perf_event_open") && said.contains("; "), "{said}");
            let again = Group::open([Event::Cycles, Event::Raw(0x11)]).unwrap_err();
            assert_eq!((again.event, again.errno), (Event::Cycles, error.errno));
        }
        Support::UserSpace | Support::SystemCall => assert!(Group::open([Event::Cycles]).is_ok()),
    }
}

#[test]
fn more_work_takes_more_cycles() {
    let group = match Group::open([Event::Cycles]) {
        Ok(group) => group,
        Err(error) => return support::lacks("hardware counters", &error.to_string()),
    };
    let cycles = |turns| group.measure(|| work(turns)).unwrap().1[0];
    work(1_000_000);
    let (some, more) = (cycles(1_000_000), cycles(20_000_000));
    assert!(some > 0 && more > 5 * some, "{some} cycles, {more} for twenty times the work");
    let readings = group.readings();
    assert_eq!(readings.in_user_space + readings.by_system_call, 4);
}

/// What the kernel counts is there without hardware, too.
#[test]
fn each_page_that_is_touched_first_is_a_fault() {
    let group = match Group::open([Event::PageFaults]) {
        Ok(group) => group,
        Err(error) => return support::lacks("page faults counted", &error.to_string()),
    };
    const PAGES: usize = 64;
    let (length, page) = (PAGES << 16, 1 << 16);
    let (access, kind) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
    let memory = unsafe { libc::mmap(std::ptr::null_mut(), length, access, kind, -1, 0) };
    assert_ne!(memory, libc::MAP_FAILED);
    unsafe { libc::madvise(memory, length, libc::MADV_NOHUGEPAGE) };
    let touch = |at: usize| unsafe { memory.cast::<u8>().add(at * page).write_volatile(1) };
    let ((), [faults]) = group.measure(|| (0..PAGES).for_each(touch)).unwrap();
    let ((), [none]) = group.measure(|| (0..PAGES).for_each(touch)).unwrap();
    unsafe { libc::munmap(memory, length) };
    assert!(faults >= PAGES as u64 && none < PAGES as u64, "{faults} faults, then {none}");
    assert!(group.readings().by_system_call > 0);
}

/// Values never run backwards, whatever interrupts their reading.
#[test]
fn readings_are_in_order_under_signals_and_migrations() {
    if !matches!(support(), Support::UserSpace) {
        return support::lacks("counters read in user space", &format!("{:?}", support()));
    }
    support::handle_timer(support::count_signal);
    let (stop, start, repeated) = (AtomicBool::new(false), Instant::now(), AtomicU64::new(0));
    let enough = || repeated.load(Relaxed) > 20;
    std::thread::scope(|scope| {
        for _ in 0..2 * cpu::allowed().unwrap().len() {
            scope.spawn(|| {
                let group = Group::open([Event::Cycles]).unwrap();
                support::with_timer(Duration::from_micros(200), || {
                    let mut last = 0;
                    while !stop.load(Relaxed) {
                        let [now] = group.read().unwrap();
                        assert!(now >= last, "{now} after {last}");
                        last = now;
                        repeated.fetch_max(group.readings().repeated, Relaxed);
                    }
                });
                let readings = group.readings();
                assert!(readings.in_user_space > 0, "{readings:?}");
            });
        }
        while !enough() && start.elapsed() < support::PATIENCE {
            std::thread::sleep(Duration::from_millis(20));
        }
        stop.store(true, Relaxed);
    });
    println!("{} aborts", repeated.load(Relaxed));
    assert!(enough(), "nobody was interrupted while reading");
}

/// The kernel does not give children the page that tells where to read: touching it there would be a fault.
#[test]
fn a_forked_childs_copy_reads_what_its_parents_thread_counts() {
    // Of hardware if there is some: only that has a page.
    let group = match Group::open([Event::Cycles]).or_else(|_| Group::open([Event::PageFaults])) {
        Ok(group) => group,
        Err(error) => return support::lacks("counters", &error.to_string()),
    };
    work(100_000);
    let [before] = group.read().unwrap();
    let child = unsafe { libc::fork() };
    if child == 0 {
        let fine = group.read().is_ok_and(|[now]| now >= before);
        let asked = group.readings().by_system_call > 0;
        drop(group);
        unsafe { libc::_exit(i32::from(!(fine && asked))) };
    }
    let mut status = 0;
    assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
    assert_eq!(status, 0, "the child could not read, or read its parent's page");
    assert!(group.read().unwrap()[0] >= before);
}
