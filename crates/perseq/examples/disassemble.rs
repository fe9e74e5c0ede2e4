//! The fast paths as functions of their own, for reading in a disassembly (ARCHITECTURE.md shows them). The test `hot_paths` reads them, too.

use core::mem::offset_of;

use perseq::{
    ArrayStack, ByConcurrencyId, Cache, Counter, CounterF64, CpuLock, Histogram, IntrusiveStack, Link,
    MinMax, Mode, Node, Queue, RingBuffer,
    perseq_core::{
        ByCpuId, Index as _, Outcome, cpu, critical_section,
        guard::{Attempt, Guarded},
        section::{self, ops},
    },
};

static REQUESTS: Counter = Counter::new();
static BY_CID: Counter<ByConcurrencyId> = Counter::indexed();

/// An object with a link in it.
struct Linked(Link);

#[allow(unsafe_code, reason = "says where the link is")]
// SAFETY: that is where it is, and nothing else uses it.
unsafe impl Node for Linked {
    const LINK: usize = offset_of!(Linked, 0);
}

critical_section! {
    /// Takes permits from the row's second word, if it has `least`.
    unsafe fn take(guarded: row; values: least, minus_n) else empty {
        load(row[1]);
        branch_below(least, empty);
        add(minus_n);
        commit_tmp(row[1]);
    }
}

#[unsafe(no_mangle)]
#[inline(never)]
fn count_request() {
    REQUESTS.inc();
}

#[unsafe(no_mangle)]
#[inline(never)]
fn count_request_by_cid() {
    BY_CID.inc();
}

#[unsafe(no_mangle)]
#[inline(never)]
fn count_bytes(bytes: &Counter, n: u64) {
    bytes.add(n);
}

#[unsafe(no_mangle)]
#[inline(never)]
fn count_seconds(seconds: &CounterF64, x: f64) {
    seconds.add(x);
}

#[unsafe(no_mangle)]
#[inline(never)]
fn note_extremes(extremes: &MinMax, value: i64) {
    extremes.record(value);
}

#[unsafe(no_mangle)]
#[inline(never)]
fn record_latency(latencies: &Histogram, value: u64) {
    latencies.record(value);
}

#[unsafe(no_mangle)]
#[inline(never)]
fn push_node(stack: &IntrusiveStack<Linked>, node: Box<Linked>) -> bool {
    stack.push(node).is_ok()
}

#[unsafe(no_mangle)]
#[inline(never)]
fn pop_node(stack: &IntrusiveStack<Linked>) -> Option<Box<Linked>> {
    stack.pop()
}

#[unsafe(no_mangle)]
#[inline(never)]
fn push_item(stack: &ArrayStack<u64>, item: u64) -> bool {
    stack.push(item).is_ok()
}

#[unsafe(no_mangle)]
#[inline(never)]
fn pop_item(stack: &ArrayStack<u64>) -> Option<u64> {
    stack.pop()
}

#[unsafe(no_mangle)]
#[inline(never)]
fn append(queue: &Queue<u64>, item: u64) -> bool {
    queue.push(item).is_ok()
}

#[unsafe(no_mangle)]
#[inline(never)]
fn take_oldest(queue: &Queue<u64>) -> Option<u64> {
    queue.pop()
}

#[unsafe(no_mangle)]
#[inline(never)]
fn get_object(cache: &Cache<Box<u64>>) -> Option<Box<u64>> {
    cache.get()
}

#[unsafe(no_mangle)]
#[inline(never)]
fn put_object(cache: &Cache<Box<u64>>, object: Box<u64>) -> bool {
    cache.put(object).is_ok()
}

#[unsafe(no_mangle)]
#[inline(never)]
fn add_locked(lock: &CpuLock<u64>) -> bool {
    lock.try_lock().is_ok_and(|locked| {
        locked.is_some_and(|mut sum| {
            *sum += 1;
            true
        })
    })
}

#[unsafe(no_mangle)]
#[inline(never)]
fn write_record(ring: &RingBuffer, record: &[u8]) -> bool {
    ring.write(record).is_ok()
}

#[unsafe(no_mangle)]
#[inline(never)]
#[allow(unsafe_code, reason = "a section of librseq's")]
fn add_to_word(base: *mut usize, n: usize) -> Outcome {
    section::retry::<ByCpuId>(move |row| {
        let word = base.wrapping_byte_add(row as usize * perseq::perseq_core::pool::STRIDE);
        // SAFETY: `main` gives row 0 of words that are written here only.
        unsafe { ops::load_add_store::<ByCpuId>(row, word, n) }
    })
}

#[unsafe(no_mangle)]
#[inline(never)]
#[allow(unsafe_code, reason = "a section of its own")]
fn take_permits(rows: &Guarded<ByCpuId>, least: usize, n: usize) -> Attempt {
    let minus_n = n.wrapping_neg();
    // SAFETY: `rows` has two words in each row, of which this section, and holders of the guard, write the second.
    rows.run(move || rows.attempt(|base| unsafe { take::<ByCpuId>(base, least, minus_n) }))
}

#[unsafe(no_mangle)]
#[inline(never)]
fn current_cpu() -> u32 {
    cpu::current().get()
}

fn main() -> Result<(), perseq::Error> {
    let (bytes, seconds, extremes) = (Counter::new(), CounterF64::new(), MinMax::new());
    count_request();
    count_request_by_cid();
    count_bytes(&bytes, 1500);
    count_seconds(&seconds, 0.5);
    note_extremes(&extremes, -3);
    println!(
        "CPU {}: {} requests, {} by cid, {} bytes, {} seconds, {extremes:?}",
        current_cpu(),
        REQUESTS.sum(),
        BY_CID.sum(),
        bytes.sum(),
        seconds.sum()
    );
    let latencies = Histogram::new(1_000_000, 2)?;
    record_latency(&latencies, 42);
    let (nodes, items, queue) = (IntrusiveStack::new(), ArrayStack::new(8), Queue::new(8));
    let pushed = [push_node(&nodes, Box::new(Linked(Link::new()))), push_item(&items, 1), append(&queue, 2)];
    println!("{pushed:?} {:?} {:?} {:?}", pop_node(&nodes).is_some(), pop_item(&items), take_oldest(&queue));
    let (cache, lock) = (Cache::new(8, 0), CpuLock::new(|_| 0)?);
    println!("{} {:?} {}", put_object(&cache, Box::new(3)), get_object(&cache), add_locked(&lock));
    println!("{}", write_record(&RingBuffer::new(4096, Mode::Discard), b"a record"));
    let words = ByCpuId::shared_pool().allocate(size_of::<usize>(), size_of::<usize>())?;
    let permits = Guarded::new(2 * size_of::<usize>(), size_of::<usize>())?;
    println!("{:?} {:?}", add_to_word(words.base().cast(), 1), take_permits(&permits, 3, 3));
    Ok(())
}
