//! Rows: structures visit those that a CPU can have, on whatever machine, and lose nothing in the others.

#![cfg(all(target_os = "linux", not(any(miri, perseq_model))))]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

use perseq::{
    ArrayStack, ByConcurrencyId, Cache, Counter, CpuLock, Histogram, MinMax, Mode, PerCpu, Queue, RingBuffer,
    Stack, perseq_core::cpu,
};

/// All structures, used by every thread of a crowd, and what is in them afterwards.
fn everything_is_exact() {
    const THREADS: usize = 6;
    const EACH: usize = 1_000;
    let (counter, dense) = (Counter::new(), Counter::<ByConcurrencyId>::indexed());
    let histogram = Histogram::new(1_000_000, 2).unwrap();
    let extremes = MinMax::new();
    let lock = CpuLock::new(|_| 0_usize).unwrap();
    let cells = PerCpu::new(|_| std::sync::atomic::AtomicUsize::new(0)).unwrap();
    let stack = Stack::try_new().unwrap();
    let (array, queue) =
        (ArrayStack::try_new(THREADS * EACH).unwrap(), Queue::try_new(THREADS * EACH).unwrap());
    let cache = Cache::try_new(64, THREADS * EACH).unwrap();
    let ring = RingBuffer::try_new(1 << 17, Mode::Discard).unwrap();
    let work = || {
        for item in 0..EACH {
            counter.inc();
            dense.inc();
            histogram.record(item as u64);
            extremes.record(item as i64);
            *lock.lock().unwrap() += 1;
            cells.here().fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            stack.push(item).unwrap();
            array.push(item).unwrap();
            queue.push(item).unwrap();
            cache.put(item).unwrap();
            ring.write(&[1]).unwrap();
        }
    };
    std::thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(work))));
    let all = THREADS * EACH;
    assert_eq!((counter.sum(), dense.sum()), (all as u64, all as u64));
    assert_eq!(histogram.snapshot().count(), all as u64);
    assert_eq!(extremes.get(), Some((0, EACH as i64 - 1)));
    let locked: usize = (0..lock.rows()).map(|row| lock.with_row(row, |value| *value).unwrap()).sum();
    assert_eq!(locked, all);
    let added: usize = cells.iter().map(|cell| cell.load(std::sync::atomic::Ordering::Relaxed)).sum();
    assert_eq!(added, all);
    let mut taken = [0; 4];
    stack.drain(|_| taken[0] += 1).unwrap();
    array.drain(|_| taken[1] += 1).unwrap();
    queue.drain(|_| taken[2] += 1).unwrap();
    cache.drain(|_| taken[3] += 1).unwrap();
    assert_eq!(taken, [all; 4]);
    assert_eq!(ring.drain(|_, _| ()).unwrap(), all);
}

#[test]
fn a_row_for_each_cpu_that_can_exist_is_visited_and_not_one_for_each_bit_of_a_mask() {
    let possible = cpu::possible().ok().and_then(|set| set.iter().last());
    let Some(highest) = possible else {
        return support::skip("the number of rows", "/sys does not tell which CPUs can exist");
    };
    if !has_digits() {
        return support::skip("the number of rows", "/proc/self/status has no line `Cpus_allowed`");
    }
    assert!((highest + 1..=highest + 8).contains(&cpu::rows()), "CPUs up to {highest}, {} rows", cpu::rows());
}

/// Returns whether the status of a process has the line that rows are counted by.
fn has_digits() -> bool {
    std::fs::read_to_string("/proc/self/status").is_ok_and(|text| text.contains("\nCpus_allowed:\t"))
}

/// Set in processes whose CPUs are not this machine's: how many rows are visited there.
const VISITED: &str = "PERSEQ_TEST_VISITED";

/// Runs an ignored test in a process that becomes the test's after `change`: rows are counted when the object is loaded.
fn in_a_process_of_its_own(
    test: &str,
    visited: Option<u32>,
    change: impl Fn() -> std::io::Result<()> + Send + Sync + 'static,
) -> std::io::Result<()> {
    use std::os::unix::process::CommandExt;
    let mut child = std::process::Command::new(std::env::current_exe()?);
    child.args([test, "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    child.envs(visited.map(|rows| (VISITED, rows.to_string())));
    unsafe { child.pre_exec(change) };
    let output = child.output()?;
    let [text, errors] =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(output.status.success() && text.contains("1 passed"), "{test}: {text}{errors}");
    Ok(())
}

/// Nothing under `/sys/devices/system/cpu` or under `/proc`, and lists there that are not this machine's: what container
/// runtimes do to either.
#[test]
fn files_that_are_masked_change_no_result() {
    let highest = cpu::allowed().unwrap().iter().last().unwrap();
    // As many as a status of that many digits asks for, if this machine can be that one.
    let visited = |digits: u32| {
        let agrees = cpu::bound() == (digits * 4).next_multiple_of(64) && highest < digits * 4;
        Some(if agrees { digits * 4 } else { cpu::bound() })
    };
    for (directory, file, visited) in [
        ("/sys/devices/system/cpu", None, None),
        ("/sys/devices/system/cpu", Some(("possible", "0")), None),
        ("/sys/devices/system/cpu", Some(("possible", "0-1,4,8-9\n")), None),
        ("/proc", None, Some(cpu::bound())),
        (
            "/proc",
            Some(("self/status", "Name:\tx\nCpus_allowed:\tffffffff,ffffffff,ffffffff\n")),
            visited(24),
        ),
        // One CPU, and those of the set above.
        ("/proc", Some(("self/status", "Name:\tx\nCpus_allowed:\t1\n")), visited(1)),
        ("/proc", Some(("self/status", "Name:\tx\nCpus_allowed:\t313\n")), visited(3)),
    ] {
        let ran = in_a_process_of_its_own("everything_in_a_process_of_its_own", visited, move || {
            mask(directory, file)
        });
        if ran.is_err() {
            return support::skip("masked files", "this user may not mount");
        }
    }
}

#[test]
#[ignore = "run by other tests, in processes of its own"]
fn everything_in_a_process_of_its_own() {
    everything_is_exact();
    assert_eq!(cpu::outside(), 0);
    if let Ok(visited) = std::env::var(VISITED) {
        assert_eq!(cpu::rows().to_string(), visited);
    }
}

/// As with CPUs that come online while the process runs: it was started with one, and gets others.
#[test]
fn cpus_that_a_process_gets_later_have_their_rows() {
    if !cpu::allowed().unwrap().contains(0) || cpu::allowed().unwrap().len() < 2 {
        return support::skip("CPUs that appear later", "CPU 0 and another one are needed");
    }
    in_a_process_of_its_own("everything_on_cpus_that_appear_later", None, || {
        support::try_pin(0).then_some(()).ok_or_else(std::io::Error::last_os_error)
    })
    .unwrap();
}

#[test]
#[ignore = "run by other tests, in processes of its own"]
fn everything_on_cpus_that_appear_later() {
    let first = cpu::allowed().unwrap();
    assert_eq!(first.iter().collect::<Vec<_>>(), [0]);
    let online = cpu::online().unwrap();
    everything_is_exact();
    let rows = cpu::rows();
    let stack = Stack::try_new().unwrap();
    // While CPU 0's row is held, an item has no other one: no thread would look for it elsewhere.
    let refused = stack.with_row(0, |_| stack.push(7).is_err()).unwrap();
    assert!(refused, "an item went where no CPU was");
    let mut pushed = 0;
    for cpu in online.iter().filter(|&cpu| cpu > 0 && support::try_pin(cpu)) {
        stack.push(7).unwrap();
        pushed += 1;
        assert_eq!(stack.with_row(cpu, |row| row.pop()), Ok(Some(7)), "the row of CPU {cpu}");
        everything_is_exact();
        support::pin(0);
        stack.with_row(0, |_| stack.push(7).unwrap()).unwrap();
        assert_eq!(stack.steal(), Ok(Some(7)), "the item is where CPU {cpu} finds it");
    }
    assert!(pushed > 0, "no other CPU can be had");
    assert_eq!((cpu::rows(), cpu::outside()), (rows, 0), "there was a row for each from the start");
}

/// Each addition is in the row of the CPU that the thread was on, or, where its section did not commit, in none.
#[cfg(target_pointer_width = "64")]
#[test]
fn each_row_of_a_counter_tells_what_its_cpu_has_counted() {
    if perseq::perseq_core::thread::attach().is_err() {
        return support::skip("rows of counters", "this thread cannot run sections");
    }
    let counter = Counter::new();
    assert_eq!(counter.rows().count(), 0, "no memory before the first addition");
    counter.inc();
    let mut added = 1;
    for cpu in cpu::allowed().unwrap().iter() {
        support::pin(cpu);
        let counts = |_: &u32| {
            let before: Vec<u64> = counter.rows().collect();
            counter.add(7);
            added += 7;
            let mut expected = before.clone();
            expected[cpu as usize] += 7;
            let after: Vec<u64> = counter.rows().collect();
            assert!(after == expected || after == before, "CPU {cpu}: {before:?}, then {after:?}");
            after == expected
        };
        assert!((0..1000).find(counts).is_some(), "no addition was in the row of CPU {cpu}");
    }
    let rows: Vec<u64> = counter.rows().collect();
    assert_eq!(rows.len(), cpu::rows() as usize);
    assert_eq!(counter.reset(), added);
    assert_eq!((counter.sum(), counter.rows().collect::<Vec<_>>()), (0, rows), "a reset leaves the rows");
}

/// Mounts an empty file system on `directory`, for this process alone, and writes a file there.
fn mask(directory: &str, file: Option<(&str, &str)>) -> std::io::Result<()> {
    let path = std::ffi::CString::new(directory)?;
    let private = libc::MS_REC | libc::MS_PRIVATE;
    let (none, root, tmpfs) = (c"none".as_ptr(), c"/".as_ptr(), c"tmpfs".as_ptr());
    let mounted = unsafe {
        libc::unshare(libc::CLONE_NEWNS) == 0
            && libc::mount(none, root, std::ptr::null(), private, std::ptr::null()) == 0
            && libc::mount(none, path.as_ptr(), tmpfs, 0, std::ptr::null()) == 0
    };
    if !mounted {
        return Err(std::io::Error::last_os_error());
    }
    if let Some((name, text)) = file {
        let path = std::path::Path::new(directory).join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(&path))?;
        std::fs::write(path, text)?;
    }
    Ok(())
}

#[test]
fn rows_that_are_asked_for_are_there_up_to_the_largest_machine() {
    support::alone(
        "rows_that_are_asked_for_are_there_up_to_the_largest_machine",
        &[("PERSEQ_ROWS", "8192")],
        || {
            assert_eq!((cpu::rows(), cpu::bound()), (8192, 8192));
            let counter = Counter::new();
            counter.inc();
            assert_eq!(counter.sum(), 1);
            let array = ArrayStack::try_new(4).unwrap();
            array.with_row(8191, |view| view.push(7_usize).unwrap()).unwrap();
            assert_eq!(array.steal(), Ok(Some(7)));
        },
    );
}

/// As if the process had gone to a machine with more CPUs than the one that it was started on: a number turns up that no
/// row was expected for.
#[test]
fn numbers_outside_of_the_rows_that_were_expected_lose_nothing() {
    support::alone("numbers_outside_of_the_rows_that_were_expected_lose_nothing", &[], || {
        let Some(far) = cpu::allowed().unwrap().iter().last().filter(|&cpu| cpu > 0) else {
            return support::skip("numbers outside", "this thread may run on CPU 0 alone");
        };
        if !cpu::allowed().unwrap().contains(0) {
            return support::skip("numbers outside", "this thread may not run on CPU 0");
        }
        support::pin(0);
        cpu::expect_rows(1);
        let counter = Counter::new();
        counter.inc();
        let lock = CpuLock::new(|row| vec![row; 3]).unwrap();
        let cells = PerCpu::new(|row| vec![row; 3]).unwrap();
        let array = ArrayStack::try_new(4).unwrap();
        array.push(Box::new(1)).unwrap();
        assert_eq!((cpu::rows(), cpu::outside(), lock.rows(), cells.rows()), (1, 0, 1, 1));

        support::pin(far);
        // Values were made for row 0 alone: it serves.
        lock.lock().unwrap().push(1);
        assert_eq!(*cells.here(), [0; 3]);
        counter.inc();
        array.push(Box::new(2)).unwrap();
        assert_eq!(counter.sum(), 2);
        assert!(cpu::outside() > 0, "the sum has met the number of its own CPU");
        assert_eq!(cpu::rows(), cpu::bound());
        lock.lock().unwrap().push(2);
        assert_eq!(lock.with_row(0, |value| value.clone()), Ok(vec![0, 0, 0, 1, 2]));
        assert!(lock.with_row(1, |_| ()).is_err(), "row 1 has no value");
        assert_eq!(*cells.here(), [0; 3]);
        assert!(cells.get(1).is_none());
        let mut items = Vec::new();
        array.drain(|item| items.push(*item)).unwrap();
        items.sort_unstable();
        assert_eq!(items, [1, 2]);
        everything_is_exact();
    });
}
