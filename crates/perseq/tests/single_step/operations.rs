//! The operations that are stepped through.

use perseq::{
    ArrayStack, Cache, Counter, CpuLock, Histogram, Index, MinMax, Mode, Queue, RingBuffer, SignedCounter,
    Stack,
    perseq_core::{cpu, thread},
};

use super::step::{Kind, Operation, operation};

/// Every operation by one index.
pub(super) fn operations<I: Index>() -> Vec<Operation> {
    [
        counters::<I>(),
        array_stacks::<I>(),
        caches::<I>(),
        rings::<I>(),
        measures::<I>(),
        lists::<I>(),
        locks::<I>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A value that is never dropped.
fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// Rows that a thread can be on.
fn rows() -> u32 {
    cpu::possible().unwrap().iter().max().map_or(1, |highest| highest + 1)
}

fn counters<I: Index>() -> Vec<Operation> {
    let counter = leak(Counter::<I>::default());
    let signed = leak(SignedCounter::<I>::default());
    counter.add(5);
    signed.sub(5);
    vec![
        operation("Counter::add", Kind::Plain, move || {
            counter.add(2);
            || counter.sum() == 7
        }),
        operation("Counter::reset", Kind::Sum, move || {
            let was = counter.reset();
            move || was == 5 && counter.sum() == 0
        }),
        operation("SignedCounter::sub", Kind::Plain, move || {
            signed.sub(2);
            || signed.sum() == -7
        }),
        operation("Counter::add to a fresh one", Kind::Fresh, move || {
            let fresh = leak(Counter::<I>::indexed());
            fresh.add(3);
            || fresh.sum() == 3
        }),
    ]
}

fn array_stacks<I: Index>() -> Vec<Operation> {
    let stack = leak(ArrayStack::<usize, I>::try_indexed(5).unwrap());
    // One row more, for there is one to steal from then.
    let rows = rows() + 1;
    for row in 0..rows {
        stack.with_row(row, |view| (1..=4).for_each(|item| view.push(item).unwrap())).unwrap();
    }
    let len = 4 * rows as usize;
    let short = leak(ArrayStack::<usize, I>::try_indexed(5).unwrap());
    (0..rows).for_each(|row| short.with_row(row, |view| view.push(1).unwrap()).unwrap());
    vec![
        operation("ArrayStack::push", Kind::Guarded, move || {
            let result = stack.push(5);
            move || result.is_ok() && stack.len() == len + 1
        }),
        operation("ArrayStack::push to a full row", Kind::Guarded, move || {
            let pushed = (0..2).map(|item| stack.push(item).is_ok()).filter(|&it| it).count();
            move || pushed == 1
        }),
        operation("ArrayStack::pop", Kind::Guarded, move || {
            let item = stack.pop();
            move || item == Some(4)
        }),
        operation("ArrayStack::pop from an empty row", Kind::Several, move || {
            let items = [short.pop(), short.pop()];
            move || items == [Some(1), None]
        }),
        operation("ArrayStack::push_batch", Kind::Several, move || {
            let pushed = stack.push_batch(&mut vec![5, 6]);
            move || pushed == 1 && stack.pop() == Some(6)
        }),
        operation("ArrayStack::pop_batch", Kind::Guarded, move || {
            let mut items = Vec::new();
            stack.pop_batch(&mut items, 3);
            move || items == [4, 3, 2]
        }),
        operation("ArrayStack::steal", Kind::Holder, move || {
            let item = stack.steal();
            move || item == Ok(Some(4)) && stack.len() == len - 1
        }),
        operation("ArrayStack::with_row", Kind::Holder, move || {
            let item = stack.with_row(0, |view| view.pop());
            move || item == Ok(Some(4)) && stack.len() == len - 1
        }),
        operation("ArrayStack::drain", Kind::Holder, move || {
            let mut drained = 0;
            let result = stack.drain(|_| drained += 1);
            move || result.is_ok() && drained == len && stack.is_empty()
        }),
    ]
}

fn caches<I: Index>() -> Vec<Operation> {
    let cache = leak(Cache::<usize, I>::try_indexed(2, 16).unwrap());
    (1..=6).for_each(|item| cache.put(item).unwrap());
    // The first look at idle rows.
    cache.drain_idle(drop).unwrap();
    // Two in a row, one in the overflow.
    let few = leak(Cache::<usize, I>::try_indexed(2, 16).unwrap());
    (1..=3).for_each(|item| few.put(item).unwrap());
    let sum = |cache: &Cache<usize, I>| {
        let mut sum = 0;
        cache.drain(|item| sum += item).unwrap();
        sum
    };
    vec![
        operation("Cache::put", Kind::Guarded, move || {
            let result = cache.put(7);
            move || result.is_ok() && sum(cache) == 28
        }),
        operation("Cache::put until it spills", Kind::Several, move || {
            let fit = (7..=8).all(|item| cache.put(item).is_ok());
            move || fit && sum(cache) == 36
        }),
        operation("Cache::get", Kind::Guarded, move || {
            let item = cache.get();
            move || item.unwrap_or(0) + sum(cache) == 21
        }),
        operation("Cache::get until it refills and is empty", Kind::Several, move || {
            let items: Vec<usize> = std::iter::from_fn(|| few.get()).collect();
            move || items.iter().sum::<usize>() + sum(few) == 6
        }),
        operation("Cache::drain_idle", Kind::Holder, move || {
            let mut items = 0;
            let taken = cache.drain_idle(|_| items += 1);
            move || taken.is_ok() && items > 0 && cache.len() == 6 - items
        }),
    ]
}

fn rings<I: Index>() -> Vec<Operation> {
    const RECORD: [u8; 19] = *b"a record of 19 byte";
    let ring = |capacity, mode, records| {
        let ring = leak(RingBuffer::<I>::try_indexed(capacity, mode).unwrap());
        (0..records).for_each(|_| ring.write(&RECORD).unwrap());
        ring
    };
    // A record takes 32 bytes. A child may be on another row than its parent, which is empty then.
    let (roomy, full) = (ring(256, Mode::Discard, 1), ring(64, Mode::Overwrite, 2));
    let count = |ring: &RingBuffer<I>| {
        let mut records = 0;
        ring.drain(|_, bytes| records += usize::from(bytes == RECORD)).unwrap();
        records
    };
    vec![
        operation("RingBuffer::write", Kind::Guarded, move || {
            let result = roomy.write(&RECORD);
            move || result.is_ok() && count(roomy) == 2
        }),
        operation("RingBuffer::write over an old record", Kind::Several, move || {
            let result = full.write(&RECORD);
            move || result.is_ok() && count(full) + full.lost() as usize == 3
        }),
        operation("RingBuffer's Reader::read", Kind::Sum, move || {
            let mut records = 0;
            let result = roomy.reader(thread::row::<I>()).unwrap().read(|_| records += 1);
            move || result == Ok(1) && records == 1 && roomy.is_empty()
        }),
        operation("RingBuffer's Reader::read under the guard", Kind::Holder, move || {
            let mut records = 0;
            let result = full.reader(thread::row::<I>()).unwrap().read(|_| records += 1);
            move || result == Ok(2) && records == 2 && full.is_empty()
        }),
    ]
}

fn measures<I: Index>() -> Vec<Operation> {
    let histogram = leak(Histogram::<I>::indexed(100, 1).unwrap());
    let min_max = leak(MinMax::<I>::indexed());
    min_max.record(5);
    vec![
        operation("Histogram::record", Kind::Plain, move || {
            histogram.record(7);
            move || histogram.snapshot().count() == 1
        }),
        operation("Histogram::record above the highest", Kind::Plain, move || {
            histogram.record(101);
            move || histogram.snapshot().above() == 1
        }),
        operation("MinMax::record", Kind::Plain, move || {
            min_max.record(-7);
            min_max.record(70);
            move || min_max.get() == Some((-7, 70))
        }),
        operation("MinMax::get", Kind::Sum, move || {
            let seen = min_max.get();
            move || seen == Some((5, 5))
        }),
    ]
}

fn lists<I: Index>() -> Vec<Operation> {
    let queue = leak(Queue::<usize, I>::try_indexed(4).unwrap());
    let stack = leak(Stack::<usize, I>::try_indexed().unwrap());
    let items = rows() as usize + 1;
    for row in 0..=rows() {
        queue.with_row(row, |view| view.push(row as usize).unwrap()).unwrap();
    }
    let drained = |stack: &Stack<usize, I>| {
        let mut values = Vec::new();
        stack.drain(|value| values.push(value)).unwrap();
        values
    };
    vec![
        operation("Queue::push", Kind::Guarded, move || {
            let result = queue.push(5);
            move || result.is_ok() && queue.len() == items + 1
        }),
        operation("Queue::pop", Kind::Guarded, move || {
            let item = queue.pop();
            move || item.is_some_and(|item| item < items) && queue.len() == items - 1
        }),
        operation("Queue::steal", Kind::Holder, move || {
            let item = queue.steal();
            move || item.is_ok_and(|item| item.is_some()) && queue.len() == items - 1
        }),
        operation("Stack::push", Kind::Guarded, move || {
            let result = stack.push(7);
            move || result.is_ok() && drained(stack) == [7]
        }),
        operation("Stack::pop", Kind::Several, move || {
            let result = stack.push(7);
            let values = [stack.pop(), stack.pop()];
            move || result.is_ok() && values == [Some(7), None] && stack.is_empty()
        }),
        operation("Stack::take_row", Kind::Holder, move || {
            let values = stack.take_row(0).unwrap().count();
            move || values == 0
        }),
    ]
}

fn locks<I: Index>() -> Vec<Operation> {
    let lock = leak(CpuLock::<usize, I>::indexed(|_| 0).unwrap());
    let sum = |lock: &CpuLock<usize, I>| {
        (0..lock.rows()).map(|row| lock.with_row(row, |value| *value).unwrap()).sum::<usize>()
    };
    vec![
        operation("CpuLock::lock", Kind::Guarded, move || {
            *lock.lock().unwrap() += 1;
            move || sum(lock) == 1
        }),
        operation("CpuLock::with_row", Kind::Holder, move || {
            let result = lock.with_row(0, |value| *value += 2);
            move || result == Ok(()) && sum(lock) == 2
        }),
    ]
}
