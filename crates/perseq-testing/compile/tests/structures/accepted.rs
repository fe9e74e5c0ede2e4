use perseq::{ArrayStack, Cache, CpuLock, Histogram, MinMax, PerCpu, Queue, RingBuffer, Stack};

fn shared<T: Send + Sync>() {}

fn main() {
    shared::<ArrayStack<Box<core::cell::Cell<u32>>>>();
    shared::<Cache<Box<core::cell::Cell<u32>>>>();
    shared::<Queue<Box<core::cell::Cell<u32>>>>();
    shared::<Stack<core::cell::Cell<u32>>>();
    shared::<CpuLock<core::cell::Cell<u32>>>();
    shared::<PerCpu<core::sync::atomic::AtomicU32>>();
    shared::<Histogram>();
    shared::<MinMax>();
    shared::<RingBuffer>();
}
