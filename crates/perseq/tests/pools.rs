//! Pools of one's own: what they are told, what happens when they are full, and where memory goes when structures are dropped.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(all(target_os = "linux", not(any(miri, perseq_model))))]

use perseq_testing as support;

use std::fs;

use perseq::{
    ArrayStack, Cache, Counter, CounterF64, CpuLock, Error, Histogram, IntrusiveStack, Link, MinMax, Mode,
    Node, PerCpu, Queue, Result, RingBuffer, SignedCounter, Stack, Zeroable,
    perseq_core::{
        ByConcurrencyId, ByCpuId, Index, cpu,
        pool::{Options, Pool, STRIDE},
    },
};

struct Job(Link);

unsafe impl Node for Job {
    const LINK: usize = std::mem::offset_of!(Job, 0);
}

/// Makes one of each structure in `pool`, uses it and drops it.
fn one_of_each<I: Index>(pool: &'static Pool<I>) -> Result<()> {
    let counter = Counter::new_in(pool)?;
    counter.inc();
    assert_eq!(counter.sum(), 1);
    let signed = SignedCounter::new_in(pool)?;
    signed.dec();
    assert_eq!(signed.sum(), -1);
    let sum = CounterF64::new_in(pool)?;
    sum.add(0.5);
    assert!((sum.sum() - 0.5).abs() < f64::EPSILON);
    let histogram = Histogram::new_in(1000, 1, pool)?;
    histogram.record(7);
    assert_eq!(histogram.snapshot().count(), 1);
    let extremes = MinMax::new_in(pool);
    extremes.prepare()?;
    extremes.record(7);
    assert_eq!(extremes.get(), Some((7, 7)));
    assert_eq!(PerCpu::new_in(|row| row, pool)?.get(1), Some(&1));
    assert_eq!(PerCpu::<u64, I>::zeroed_in(pool)?.get(1), Some(&0));
    let lock = CpuLock::new_in(|row| row, pool)?;
    assert_eq!(lock.with_row(1, |row| *row), Ok(1));
    let why = |error: Error| error;
    let array = ArrayStack::new_in(64, pool);
    array.push(7_usize).map_err(|rejected| why(rejected.why()))?;
    let queue = Queue::new_in(64, pool);
    queue.push(7_usize).map_err(|rejected| why(rejected.why()))?;
    let stack = Stack::new_in(pool);
    stack.push(7_usize).map_err(|rejected| why(rejected.why()))?;
    let jobs = IntrusiveStack::new_in(pool);
    jobs.push(Box::new(Job(Link::new()))).map_err(|rejected| why(rejected.why()))?;
    let cache = Cache::new_in(64, 64, pool);
    cache.put(7_usize).map_err(|rejected| why(rejected.why()))?;
    let ring = RingBuffer::new_in(4096, Mode::Discard, pool);
    ring.write(b"one")
}

#[test]
fn every_structure_can_be_in_a_pool_of_ones_own_and_gives_its_memory_back_there() {
    static BY_CPU: Pool<ByCpuId> = Pool::with(Options::new().ranges(1));
    static BY_ID: Pool<ByConcurrencyId> = Pool::with(Options::new().ranges(1));
    static NONE: Pool<ByCpuId> = Pool::with(Options::new().ranges(0));
    // Together they take a tenth of a range: after so many rounds it would be full.
    for _ in 0..40 {
        assert_eq!((one_of_each(&BY_CPU), one_of_each(&BY_ID)), (Ok(()), Ok(())));
    }
    assert_eq!((BY_CPU.failures(), BY_ID.failures()), (0, 0));
    assert!(matches!(one_of_each(&NONE), Err(Error::Exhausted { ranges: 0, .. })));
    assert_eq!(NONE.failures(), 1);
}

#[test]
fn the_advice_of_a_full_pool_can_be_followed() {
    static SMALL: Pool = Pool::with(Options::new().ranges(1));
    static LARGER: Pool = Pool::with(Options::new().ranges(2));
    let rings = |pool| RingBuffer::new_in(STRIDE / 2, Mode::Discard, pool);
    let first = rings(&SMALL);
    first.prepare().unwrap();
    let second = rings(&SMALL);
    let error = second.prepare().unwrap_err();
    assert_eq!(error, Error::Exhausted { size: STRIDE / 2 + 64, ranges: 1 });
    let text = error.to_string();
    // "drop structures that are in it"
    assert!(text.contains("drop structures"), "{text}");
    drop(first);
    assert_eq!((second.prepare(), second.write(b"one")), (Ok(()), Ok(())));
    // "or make this one in a pool that may have more"
    assert!(text.contains("pool::Options::ranges") && text.contains("new_in"), "{text}");
    let both = [rings(&LARGER), rings(&LARGER)];
    assert!(both.iter().all(|ring| ring.prepare().is_ok() && ring.write(b"one").is_ok()));
}

/// Pages of `len` bytes from `start` on that have memory of their own.
fn resident_pages(start: usize, len: usize) -> usize {
    use std::io::{Read, Seek, SeekFrom};
    let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap();
    let mut pagemap = fs::File::open("/proc/self/pagemap").unwrap();
    pagemap.seek(SeekFrom::Start((start / page * 8) as u64)).unwrap();
    let mut entries = vec![0; len / page * 8];
    pagemap.read_exact(&mut entries).unwrap();
    let is_present = |entry: &&[u8; 8]| u64::from_ne_bytes(**entry) >> 63 == 1;
    entries.as_chunks().0.iter().filter(is_present).count()
}

/// Pages that no other structure has a part of.
#[repr(align(4096))]
struct Page(#[expect(dead_code, reason = "only its place matters")] [u8; 4096]);

unsafe impl Zeroable for Page {}

#[test]
fn the_memory_of_structures_that_are_dropped_goes_back_to_the_system() {
    const EACH: usize = 16 << 10;
    if unsafe { libc::sysconf(libc::_SC_PAGESIZE) } != 4096 {
        return support::lacks("memory that goes back", "pages are larger than an item can be aligned to");
    }
    static POOL: Pool = Pool::with(Options::new().ranges(1));
    let anchor = PerCpu::<Page>::zeroed_in(&POOL).unwrap();
    let start = std::ptr::from_ref(anchor.get(0).unwrap()).addr() / STRIDE * STRIDE;
    let resident = || resident_pages(start, cpu::bound() as usize * STRIDE);
    let fill = |round: usize| -> Box<dyn Send> {
        match round % 4 {
            0 => {
                let ring = RingBuffer::new_in(EACH, Mode::Discard, &POOL);
                while ring.write(&[7; 1000]).is_ok() {}
                Box::new(ring)
            }
            1 => {
                let stack = ArrayStack::new_in(EACH / size_of::<usize>(), &POOL);
                (0..2).for_each(|row| stack.with_row(row, |row| while row.push(7_usize).is_ok() {}).unwrap());
                Box::new(stack)
            }
            2 => Box::new(CpuLock::new_in(|_| [7_u8; EACH], &POOL).unwrap()),
            _ => {
                let histogram = Histogram::new_in(1_000_000, 2, &POOL).unwrap();
                (0..1_000_000).step_by(100).for_each(|value| histogram.record(value));
                Box::new(histogram)
            }
        }
    };
    let before = resident();
    let all: Vec<_> = (0..8).map(fill).collect();
    let full = resident() - before;
    assert!(full > 8 * EACH / 4096, "{full} pages of {} structures", all.len());
    drop(all);
    assert_eq!(resident(), before, "of {full} pages");
    // Many more than there is room for at once.
    (0..200).for_each(|round| drop(fill(round)));
    assert_eq!(POOL.failures(), 0);
}

/// The entry of the mapping at `address` in a file of `/proc/self`: its lines up to the next mapping's.
fn mapping(file: &str, address: usize) -> String {
    let text = fs::read_to_string(format!("/proc/self/{file}")).unwrap();
    let head = |line: &str| {
        let (range, _) = line.split_once(' ')?;
        let (start, end) = range.split_once('-')?;
        Some((usize::from_str_radix(start, 16).ok()?, usize::from_str_radix(end, 16).ok()?))
    };
    let at = |line: &&str| head(line).is_some_and(|(start, end)| (start..end).contains(&address));
    let lines = text.lines().skip_while(|line| !at(line));
    let mut entry = String::new();
    for (number, line) in lines.enumerate() {
        if number > 0 && head(line).is_some() {
            break;
        }
        entry += line;
        entry.push('\n');
    }
    entry
}

#[test]
fn the_ranges_of_a_pool_have_its_name() {
    static POOL: Pool = Pool::with(Options::new().name(c"perseq buffers"));
    let cells = PerCpu::<u64>::zeroed_in(&POOL).unwrap();
    for row in [0, cpu::rows() - 1] {
        let entry = mapping("maps", std::ptr::from_ref(cells.get(row).unwrap()).addr());
        assert!(!entry.is_empty());
        if !entry.contains("[anon:perseq buffers]") {
            return support::lacks("names of memory", "the kernel is older than 5.17 or built without");
        }
    }
    assert!(format!("{POOL:?}").contains("perseq buffers"));
}

/// The flags of the mapping that the structure is in.
fn flags(pool: &'static Pool) -> String {
    let cells = PerCpu::<u64>::zeroed_in(pool).unwrap();
    let entry = mapping("smaps", std::ptr::from_ref(cells.get(0).unwrap()).addr());
    entry.lines().find_map(|line| line.strip_prefix("VmFlags:")).unwrap_or_default().to_owned()
}

#[test]
fn huge_pages_are_kept_out_unless_a_pool_asks_for_them() {
    static HUGE: Pool = Pool::with(Options::new().huge_pages());
    static SMALL: Pool = Pool::new();
    let (huge, small) = (flags(&HUGE), flags(&SMALL));
    if !fs::exists("/sys/kernel/mm/transparent_hugepage").unwrap() {
        return support::lacks("huge pages", "the kernel is built without");
    }
    assert!(huge.contains(" hg") && !huge.contains(" nh"), "{huge}");
    assert!(small.contains(" nh") && !small.contains(" hg"), "{small}");
}

/// The policy and the first 64 nodes of it at `address`; `None` where the kernel has no policies.
fn policy(address: usize) -> Option<(i32, u64)> {
    const BY_ADDRESS: usize = 2;
    let (mut mode, mut nodes) = (0_i32, [0_u64; 16]);
    let got = unsafe {
        libc::syscall(
            libc::SYS_get_mempolicy,
            &raw mut mode,
            nodes.as_mut_ptr(),
            1025_usize,
            address,
            BY_ADDRESS,
        )
    };
    (got == 0).then_some((mode, nodes[0]))
}

#[test]
fn rows_prefer_the_nodes_of_their_cpus_where_a_pool_asks_for_that() {
    const DEFAULT: i32 = 0;
    const PREFERRED: i32 = 1;
    static PLACED: Pool = Pool::with(Options::new().nodes());
    static BY_ID: Pool<ByConcurrencyId> = Pool::with(Options::new().nodes());
    static UNPLACED: Pool = Pool::new();
    let address = |row: Option<&u64>| std::ptr::from_ref(row.unwrap()).addr();
    let placed = PerCpu::<u64>::zeroed_in(&PLACED).unwrap();
    let by_id = PerCpu::<u64, ByConcurrencyId>::zeroed_in(&BY_ID).unwrap();
    let unplaced = PerCpu::<u64>::zeroed_in(&UNPLACED).unwrap();
    let Some((mode, _)) = policy(address(unplaced.get(0))) else {
        return support::lacks("placement by node", "the kernel has no policies");
    };
    assert_eq!(mode, DEFAULT);
    assert_eq!(policy(address(by_id.get(0))).unwrap().0, DEFAULT, "concurrency ids have no node");
    let cpu = cpu::allowed().unwrap().iter().next().unwrap();
    support::pin(cpu);
    let Some(node) = cpu::node().filter(|node| node.get() < 64) else { return };
    let (mode, nodes) = policy(address(placed.get(cpu))).unwrap();
    if mode == DEFAULT && !fs::exists("/sys/devices/system/node/online").unwrap() {
        return support::lacks("placement by node", "/sys does not tell of nodes");
    }
    assert_eq!((mode, nodes), (PREFERRED, 1 << node.get()));
}

#[test]
fn a_pool_works_where_none_of_its_wishes_is_granted() {
    const NAME: &str = "a_pool_works_where_none_of_its_wishes_is_granted";
    support::alone(NAME, &[], || {
        static POOL: Pool = Pool::with(Options::new().name(c"name").nodes().huge_pages());
        for call in [libc::SYS_mbind, libc::SYS_madvise, libc::SYS_openat] {
            support::deny(call, libc::EPERM);
        }
        support::deny(libc::SYS_prctl, libc::EPERM);
        unsafe { *libc::__errno_location() = 77 };
        assert_eq!(one_of_each(&POOL), Ok(()));
        assert_eq!(unsafe { *libc::__errno_location() }, 77);
        println!("the body ran to its end");
        unsafe { libc::_exit(0) };
    });
}
