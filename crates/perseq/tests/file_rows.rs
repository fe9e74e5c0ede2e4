//! Rows in a file: what is counted is found there, by whichever thread and process, and a hostile file changes figures alone.

#![cfg(all(target_os = "linux", not(miri)))]

use core::sync::atomic::Ordering::Relaxed;
use std::{fs::File, os::unix::fs::FileExt as _};

use perseq::{
    Counter, CounterF64, Error, Histogram, SignedCounter,
    file_rows::{FileRows, FileWord, Place},
    histogram::Snapshot,
    perseq_core::cpu,
};

use perseq_testing as support;

const ROW: usize = 1 << 16;

/// A file that goes at the end of its test.
struct Temporary(support::Scratch, File);

impl Temporary {
    fn new() -> Self {
        let directory = support::Scratch::new("file-rows");
        let file =
            File::options().read(true).write(true).create_new(true).open(directory.join("rows")).unwrap();
        Self(directory, file)
    }

    fn words(&self, place: Place) -> Vec<u64> {
        let rows = 0..=u64::from(cpu::bound());
        let at = |row: u64| row * ROW as u64 + place.offset() as u64;
        rows.map(|row| {
            let mut word = [0; 8];
            self.1.read_exact_at(&mut word, at(row)).unwrap();
            u64::from_ne_bytes(word)
        })
        .collect()
    }

    fn sum(&self, place: Place) -> u64 {
        self.words(place).iter().fold(0, |sum, word| sum.wrapping_add(*word))
    }
}

fn count_from_threads(file: &Temporary) -> (Vec<u64>, u64) {
    let rows = FileRows::map(&file.1, 0, ROW).unwrap();
    let (counter, place) = Counter::in_file(rows, 32).unwrap();
    let (signed, of_signed) = SignedCounter::in_file(rows, 32).unwrap();
    let (floats, of_floats) = CounterF64::in_file(rows, 32).unwrap();
    let (histogram, of_histogram) = Histogram::in_file(1 << 20, 2, rows).unwrap();
    assert!([place, of_signed, of_floats].iter().all(|place| place.offset().is_multiple_of(32)));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for n in 0..10_000 {
                    counter.inc();
                    signed.add(-2);
                    floats.add(0.5);
                    histogram.record(n);
                    histogram.record((1 << 20) + 5);
                }
            });
        }
    });
    assert_eq!((counter.sum(), file.sum(place)), (40_000, 40_000));
    assert_eq!((signed.sum(), file.sum(of_signed).cast_signed()), (-80_000, -80_000));
    let in_file: f64 = file.words(of_floats).into_iter().map(f64::from_bits).sum();
    assert_eq!((floats.sum(), in_file), (20_000.0, 20_000.0));
    let seen = histogram.snapshot();
    assert_eq!((seen.count(), seen.above()), (80_000, 40_000));
    assert_eq!(file.sum(of_histogram.above), 40_000);
    assert_eq!(Some(file.sum(of_histogram.sum)), seen.sum());
    let mut counts = vec![0; of_histogram.len];
    for (index, sum) in counts.iter_mut().enumerate() {
        let mut word = [0; 8];
        for row in 0..=u64::from(cpu::bound()) {
            let at = row * ROW as u64 + (of_histogram.counts.offset() + 8 * index) as u64;
            file.1.read_exact_at(&mut word, at).unwrap();
            *sum += u64::from_ne_bytes(word);
        }
    }
    let above = file.sum(of_histogram.above);
    let read = Snapshot::from_counts(1 << 20, 2, counts, above, Some(file.sum(of_histogram.sum))).unwrap();
    assert!(read == seen && Snapshot::from_counts(9, 9, Vec::new(), 0, None).is_err());
    (file.words(place), counter.rows().sum())
}

#[test]
fn what_threads_count_is_in_the_file_by_cpu() {
    let file = Temporary::new();
    let (words, of_rows) = count_from_threads(&file);
    assert_eq!(words[..words.len() - 1].iter().sum::<u64>(), of_rows);
}

#[test]
fn what_no_section_can_add_is_in_the_row_outside() {
    let name = "what_no_section_can_add_is_in_the_row_outside";
    support::alone(name, &[("PERSEQ_PRETEND", "no-restarts")], || {
        let (words, of_rows) = count_from_threads(&Temporary::new());
        if cfg!(target_pointer_width = "64") {
            assert_eq!((words[words.len() - 1], of_rows), (40_000, 0));
        }
    });
}

#[test]
fn a_child_counts_in_its_parents_rows_and_makes_no_counters_there() {
    let file = Temporary::new();
    let rows = FileRows::map(&file.1, 0, ROW).unwrap();
    let (counter, place) = Counter::in_file(rows, 8).unwrap();
    let (floats, _) = CounterF64::in_file(rows, 8).unwrap();
    let children: Vec<_> = (0..4)
        .map(|_| {
            // SAFETY: the child uses what works in any child, and leaves by `_exit`.
            let child = unsafe { libc::fork() };
            assert!(child >= 0);
            if child == 0 {
                // A child that hangs is ended by this.
                // SAFETY: no memory is involved.
                unsafe { libc::alarm(60) };
                (0..100_000).for_each(|_| {
                    counter.inc();
                    floats.add(1.0);
                });
                let is_refused = matches!(Counter::in_file(rows, 8), Err(Error::Exhausted { .. }));
                // SAFETY: ends the child.
                unsafe { libc::_exit(i32::from(!is_refused)) };
            }
            child
        })
        .collect();
    (0..100_000).for_each(|_| counter.inc());
    for child in children {
        let mut status = 0;
        // SAFETY: the status is ours.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert_eq!(status, 0);
    }
    assert_eq!((counter.sum(), file.sum(place), floats.sum()), (500_000, 500_000, 400_000.0));
}

#[test]
fn memory_is_used_again_until_a_child_may_use_it_too() {
    support::alone("memory_is_used_again_until_a_child_may_use_it_too", &[], || {
        let file = Temporary::new();
        let rows = FileRows::map(&file.1, 0, ROW).unwrap();
        let (counter, first) = Counter::in_file(rows, 32).unwrap();
        counter.add(7);
        drop(counter);
        assert_eq!(file.sum(first), 7);
        let (counter, again) = Counter::in_file(rows, 32).unwrap();
        assert_eq!((again, file.sum(again)), (first, 0));
        assert_eq!(support::in_child(|| 0), 0);
        drop(counter);
        assert_ne!(Counter::in_file(rows, 32).unwrap().1, first);
    });
}

#[test]
fn a_file_that_another_process_writes_to_changes_figures_alone() {
    let file = Temporary::new();
    let rows = FileRows::map(&file.1, 0, ROW).unwrap();
    let (counter, place) = Counter::in_file(rows, 32).unwrap();
    let (floats, _) = CounterF64::in_file(rows, 32).unwrap();
    let (histogram, _) = Histogram::in_file(1000, 2, rows).unwrap();
    let (word, _) = FileWord::in_file(rows, 32).unwrap();
    let len = (cpu::bound() as usize + 1) * ROW;
    for byte in [0xff, 0x7f, 0xd7, 0x00, 0x01] {
        file.1.write_all_at(&vec![byte; len], 0).unwrap();
        counter.inc();
        floats.add(1.0);
        histogram.record(5);
        word.store(9, Relaxed);
        let _ =
            (counter.sum(), counter.reset(), floats.sum(), histogram.snapshot().mean(), word.load(Relaxed));
    }
    drop(counter);
    file.1.write_all_at(&vec![0xee; len], 0).unwrap();
    let (counter, again) = Counter::in_file(rows, 32).unwrap();
    counter.inc();
    // The memory is used again, unless another test of this process has forked by now.
    assert!(again != place || counter.sum() == 1);
}

#[test]
fn rows_have_room_for_what_they_were_made_for() {
    let file = Temporary::new();
    let rows = FileRows::map(&file.1, ROW as u64, 4096.max(page())).unwrap();
    let made: Vec<_> = core::iter::from_fn(|| Counter::in_file(rows, 32).ok()).collect();
    assert_eq!(made.len(), rows.row_len() / 32);
    assert!(matches!(Counter::in_file(rows, 32), Err(Error::Exhausted { .. })));
    assert!(matches!(Histogram::in_file(1 << 40, 3, rows), Err(Error::Layout { .. })));
    for (offset, row) in [(0, 4095), (8, ROW), (0, 1 << 19), (0, 0)] {
        assert!(matches!(FileRows::map(&file.1, offset, row), Err(Error::Layout { .. })));
    }
    let read_only = File::open(file.0.join("rows")).unwrap();
    assert!(matches!(FileRows::map(&read_only, 0, ROW), Err(Error::Syscall { call: "fallocate", .. })));
}

#[test]
fn an_alignment_is_a_power_of_two() {
    let file = Temporary::new();
    let rows = FileRows::map(&file.1, 0, ROW).unwrap();
    for align in [0, 3, 5, 7, 9, 8192, usize::MAX] {
        let refused = Error::Layout { size: 8, align, min_size: 1, max_size: 1 << 18, max_align: 4096 };
        assert_eq!(Counter::in_file(rows, align).unwrap_err(), refused);
        assert_eq!(CounterF64::in_file(rows, align).unwrap_err(), refused);
        assert_eq!(FileWord::in_file(rows, align).unwrap_err(), refused);
    }
    for align in [1, 2, 4, 4096] {
        assert!(Counter::in_file(rows, align).unwrap().1.offset().is_multiple_of(align));
    }
}

#[test]
fn a_new_word_is_0_whatever_the_file_has() {
    let file = Temporary::new();
    file.1.write_all_at(&vec![0xee; (cpu::bound() as usize + 1) * ROW], 0).unwrap();
    let rows = FileRows::map(&file.1, 0, ROW).unwrap();
    let (word, place) = FileWord::in_file(rows, 32).unwrap();
    assert_eq!(word.load(Relaxed), 0);
    assert_eq!(file.words(place).last(), Some(&0));
}

#[test]
fn a_limit_on_the_size_of_files_is_an_error_and_no_signal() {
    support::alone("a_limit_on_the_size_of_files_is_an_error_and_no_signal", &[], || {
        let (small, large) = (Temporary::new(), Temporary::new());
        let len = u64::from(cpu::bound() + 1) * ROW as u64;
        large.1.set_len(len).unwrap();
        let limit = libc::rlimit { rlim_cur: len - 1, rlim_max: libc::RLIM_INFINITY };
        // SAFETY: `limit` is valid for the call.
        assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit) }, 0);
        let refused = FileRows::map(&small.1, 0, ROW).unwrap_err();
        assert_eq!(refused, Error::Syscall { call: "fallocate", errno: libc::EFBIG });
        // It does not get longer.
        assert!(FileRows::map(&large.1, 0, ROW).is_ok());
        let refused = FileRows::map(&large.1, page() as u64, ROW).unwrap_err();
        assert_eq!(refused, Error::Syscall { call: "fallocate", errno: libc::EFBIG });
    });
}

#[cfg(target_pointer_width = "64")]
#[test]
fn a_thread_that_is_to_be_cancelled_has_its_rows_before() {
    support::alone("a_thread_that_is_to_be_cancelled_has_its_rows_before", &[], || {
        let file = Temporary::new();
        assert!(support::is_completed_by_a_cancelled_thread(|| _ = FileRows::map(&file.1, 0, ROW).unwrap()));
    });
}

#[test]
fn a_full_file_system_is_an_error_and_no_signal() {
    support::alone("a_full_file_system_is_an_error_and_no_signal", &[], || {
        let Some(directory) = support::small_tmpfs(1 << 16) else {
            return support::skip("rows on a full file system", "this user may not mount one");
        };
        let file =
            File::options().read(true).write(true).create_new(true).open(directory.join("rows")).unwrap();
        let refused = FileRows::map(&file, 0, ROW).unwrap_err();
        assert_eq!(refused, Error::Syscall { call: "fallocate", errno: libc::ENOSPC });
    });
}

fn page() -> usize {
    // SAFETY: no memory is involved.
    usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap()
}
