//! The heap profile from outside: the stacks that allocated, what they allocated, and what of that the program still has.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(all(target_os = "linux", target_pointer_width = "64"))]

use std::{
    collections::HashMap,
    hint::black_box,
    io::Read as _,
    sync::{
        Arc, Barrier,
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc,
    },
    thread,
};

use perseq_alloc::{
    Perseq,
    profile::{self, Report},
    stats,
};
use perseq_testing::alone;

#[global_allocator]
static ALLOCATOR: Perseq = Perseq::new();

/// Each allocation is sampled.
const ALL: usize = 1;
const SIZE: usize = 3000;
/// The class of that size.
const CLASS: usize = 3072;

type Object = Box<[u8; SIZE]>;

#[inline(never)]
fn keeps(count: usize) -> Vec<Object> {
    (0..count).map(|_| black_box(Box::new([1; SIZE]))).collect()
}

#[inline(never)]
fn frees(count: usize) {
    for _ in 0..count {
        drop(black_box(Box::new([2_u8; SIZE])));
    }
}

fn start(interval: usize) {
    assert!(profile::start(interval, 1, profile::unwind), "there is memory");
}

/// With little debug information, names are without their modules.
fn is(name: &str, function: &str) -> bool {
    name.rsplit("::").next() == Some(function)
}

/// Bytes in use by stacks with a function of this name.
fn in_use(report: &Report, function: &str) -> usize {
    let mut text = Vec::new();
    report.write_collapsed(&mut text).expect("memory");
    let text = String::from_utf8(text).expect("UTF-8");
    let of = |line: &str| {
        let (stack, bytes) = line.rsplit_once(' ').expect("a stack and a number");
        let has = stack.split(';').any(|name| is(name, function));
        if has { bytes.parse::<usize>().expect("a number") } else { 0 }
    };
    text.lines().map(of).sum()
}

/// Fields of a protocol buffer's message: number, and what is there.
enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut number = 0;
    for shift in (0..).step_by(7) {
        let (&byte, rest) = bytes.split_first().expect("a byte");
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    number
}

fn fields(mut bytes: &[u8]) -> Vec<(u64, Field<'_>)> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        fields.push((
            key >> 3,
            match key & 7 {
                0 => Field::Number(varint(&mut bytes)),
                2 => {
                    let len = varint(&mut bytes) as usize;
                    let (field, rest) = bytes.split_at(len);
                    bytes = rest;
                    Field::Bytes(field)
                }
                other => panic!("a field of kind {other}"),
            },
        ));
    }
    fields
}

fn messages<'a>(fields: &'a [(u64, Field<'_>)], number: u64) -> impl Iterator<Item = &'a [u8]> {
    fields.iter().filter_map(move |(field, value)| match value {
        Field::Bytes(bytes) if *field == number => Some(*bytes),
        _ => None,
    })
}

fn number(fields: &[(u64, Field<'_>)], of: u64) -> u64 {
    let found = fields.iter().find_map(|(field, value)| match value {
        Field::Number(number) if *field == of => Some(*number),
        _ => None,
    });
    found.unwrap_or(0)
}

fn numbers(mut packed: &[u8]) -> Vec<u64> {
    let mut numbers = Vec::new();
    while !packed.is_empty() {
        numbers.push(varint(&mut packed));
    }
    numbers
}

/// A pprof file: functions of each sample's stack, and its values.
struct Read(Vec<(Vec<String>, Vec<u64>)>);

impl Read {
    /// The four values of all samples whose stacks have a function of this name.
    fn of(&self, function: &str) -> [u64; 4] {
        let mut sums = [0; 4];
        for (_, values) in self.0.iter().filter(|(stack, _)| stack.iter().any(|name| is(name, function))) {
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        }
        sums
    }
}

fn read(report: &Report) -> Read {
    let mut file = Vec::new();
    report.write_pprof(&mut file).expect("memory");
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&file[..]).read_to_end(&mut bytes).expect("gzip");
    let profile = fields(&bytes);
    let strings: Vec<_> = messages(&profile, 6).map(|text| str::from_utf8(text).expect("UTF-8")).collect();
    assert_eq!(strings[0], "");
    let text = |fields: &[(u64, Field<'_>)], of| strings[number(fields, of) as usize];
    let kinds: Vec<_> =
        messages(&profile, 1).map(fields).map(|kind| (text(&kind, 1), text(&kind, 2))).collect();
    let expected = [
        ("alloc_objects", "count"),
        ("alloc_space", "bytes"),
        ("inuse_objects", "count"),
        ("inuse_space", "bytes"),
    ];
    assert_eq!(kinds, expected);
    let functions: HashMap<_, _> = messages(&profile, 5)
        .map(fields)
        .map(|function| (number(&function, 1), text(&function, 2)))
        .collect();
    let mappings: Vec<_> = messages(&profile, 3).map(fields).collect();
    assert!(mappings.iter().any(|mapping| text(mapping, 5).contains("profile")), "this program is mapped");
    let locations: HashMap<_, _> = messages(&profile, 4)
        .map(fields)
        .map(|location| {
            let (address, map) = (number(&location, 3), number(&location, 2) as usize);
            if map > 0 {
                let map = &mappings[map - 1];
                assert!((number(map, 2)..number(map, 3)).contains(&address));
            }
            let lines = messages(&location, 4).map(fields).map(|line| functions[&number(&line, 1)]);
            (number(&location, 1), lines.collect::<Vec<_>>())
        })
        .collect();
    let samples = messages(&profile, 2).map(fields).map(|sample| {
        let stack = numbers(messages(&sample, 1).next().expect("locations"));
        let names = stack.iter().flat_map(|id| &locations[id]).map(|name| (*name).to_owned()).collect();
        (names, numbers(messages(&sample, 2).next().expect("values")))
    });
    Read(samples.collect())
}

#[test]
fn where_all_is_sampled_the_profile_is_exact() {
    alone("where_all_is_sampled_the_profile_is_exact", &[], || {
        let before = keeps(10);
        start(ALL);
        let mut kept = keeps(100);
        frees(50);
        let report = Report::new();
        let all = read(&report);
        assert_eq!(all.of("frees"), [50, 50 * CLASS as u64, 0, 0]);
        let of_kept = all.of("keeps");
        // The vector is one more object.
        let vector = kept.capacity() * size_of::<Object>();
        assert!(of_kept[0] > 100 && of_kept[2] == 101, "{of_kept:?}, {vector}");
        let bytes = in_use(&report, "keeps");
        assert_eq!(bytes as u64, of_kept[3]);
        assert!((100 * CLASS + vector..100 * CLASS + 2 * vector + 64).contains(&bytes), "{bytes}");
        // Freed here and elsewhere, and objects from before the profile's time.
        let rest = kept.split_off(40);
        drop(kept);
        thread::spawn(move || drop(rest)).join().expect("it ends");
        drop(before);
        let now = read(&Report::new()).of("keeps");
        assert_eq!(now, [of_kept[0], of_kept[1], 0, 0]);
        profile::stop();
        assert!(!profile::is_on());
        let kept = keeps(10);
        assert_eq!(read(&Report::new()).of("keeps")[..2], of_kept[..2], "nothing is sampled any more");
        // A new profile begins with nothing.
        start(ALL);
        assert_eq!(read(&Report::new()).of("keeps"), [0; 4]);
        drop(kept);
    });
}

#[inline(never)]
fn grows(bytes: usize) -> Vec<u8> {
    let mut vector = vec![1_u8; 1 << 20];
    vector.reserve_exact(bytes - vector.len());
    black_box(vector)
}

#[test]
fn a_large_object_has_the_size_and_the_stack_that_it_got_last() {
    alone("a_large_object_has_the_size_and_the_stack_that_it_got_last", &[], || {
        start(ALL);
        let mut vector = grows(8 << 20);
        let found = read(&Report::new()).of("grows");
        assert_eq!(found, [2, 9 << 20, 1, 8 << 20]);
        // One that cannot grow is as it was.
        vector.try_reserve_exact(1 << 62).expect_err("more than there are addresses");
        assert_eq!(read(&Report::new()).of("grows"), found);
        vector.shrink_to(2 << 20);
        assert_eq!(read(&Report::new()).of("grows")[2..], [0, 0]);
        drop(vector);
    });
}

/// At the usual interval. The seed is fixed; what is not is which rows the thread runs on. The bounds are 9 standard deviations wide.
#[test]
fn samples_stand_for_all_that_was_allocated() {
    alone("samples_stand_for_all_that_was_allocated", &[], || {
        start(profile::INTERVAL);
        let before = stats().used_bytes();
        let sizes = [24, 100, 700, 5000, 40_000, 300_000, 2 << 20];
        let objects: Vec<Vec<u8>> = (0..20_000)
            .map(|n| sizes[n % 5])
            .chain((0..200).map(|n| sizes[5 + n % 2]))
            .map(|size| black_box(Vec::with_capacity(size)))
            .collect();
        let used = stats().used_bytes() - before;
        let told = Report::new().bytes_in_use() as usize;
        // About 800 samples.
        assert!(used > 350 << 20, "{used}");
        let bound = used / 3;
        assert!(told.abs_diff(used) < bound, "{told} bytes, not about {used}");
        drop(objects);
        let left = Report::new().bytes_in_use() as usize;
        assert!(left < 20 << 20, "{left} bytes are left");
    });
}

#[test]
fn threads_that_free_each_others_objects_leave_nothing() {
    alone("threads_that_free_each_others_objects_leave_nothing", &[], || {
        const THREADS: usize = 4;
        start(ALL);
        let is_over = Arc::new(AtomicBool::new(false));
        let barrier = Arc::new(Barrier::new(THREADS + 1));
        let (ways_in, ways_out): (Vec<_>, Vec<_>) =
            (0..THREADS).map(|_| mpsc::sync_channel::<Vec<Object>>(4)).unzip();
        let threads: Vec<_> = ways_out
            .into_iter()
            .enumerate()
            .map(|(thread, given)| {
                let (next, barrier) = (ways_in[(thread + 1) % THREADS].clone(), barrier.clone());
                thread::spawn(move || {
                    barrier.wait();
                    for round in 0..200 {
                        // A neighbour whose channel is full frees them itself.
                        drop(next.try_send(keeps(1 + round % 20)));
                        drop(given.try_recv());
                    }
                    drop(next);
                    given.iter().for_each(drop);
                })
            })
            .collect();
        drop(ways_in);
        let watcher = {
            let is_over = is_over.clone();
            // Reports beside it.
            thread::spawn(move || {
                let mut reports = 0;
                while reports == 0 || !is_over.load(Relaxed) {
                    _ = black_box(Report::new().bytes_in_use());
                    reports += 1;
                }
            })
        };
        barrier.wait();
        threads.into_iter().for_each(|thread| thread.join().expect("it ends"));
        is_over.store(true, Relaxed);
        watcher.join().expect("it ends");
        let found = read(&Report::new()).of("keeps");
        assert!(found[0] > 4000, "{found:?}");
        assert_eq!(found[2..], [0, 0]);
        assert_eq!(profile::lost(), 0);
    });
}

#[test]
fn a_child_has_its_parents_profile_and_continues_it() {
    alone("a_child_has_its_parents_profile_and_continues_it", &[], || {
        start(ALL);
        let is_over = Arc::new(AtomicBool::new(false));
        let busy = {
            let is_over = is_over.clone();
            thread::spawn(move || {
                while !is_over.load(Relaxed) {
                    frees(10);
                }
            })
        };
        let kept = keeps(30);
        for _ in 0..50 {
            // SAFETY: the child calls what children of threads may call here: the allocator is made for that.
            let child = unsafe { libc::fork() };
            assert!(child >= 0);
            if child == 0 {
                let objects = keeps(5);
                let sampled: usize = profile::sites()
                    .filter(|site| site.size == CLASS)
                    .map(|site| site.allocated - site.freed)
                    .sum();
                drop(objects);
                let left: usize = profile::sites()
                    .filter(|site| site.size == CLASS)
                    .map(|site| site.allocated - site.freed)
                    .sum();
                // The parent's other thread may have had one.
                let is_right = (35..=36).contains(&sampled) && sampled - left == 5;
                // SAFETY: no preconditions.
                unsafe { libc::_exit(i32::from(!is_right)) };
            }
            let mut status = 0;
            // SAFETY: the child is this process's, and `status` is valid for writes.
            assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
            assert_eq!(status, 0);
        }
        is_over.store(true, Relaxed);
        busy.join().expect("it ends");
        drop(kept);
    });
}
