//! The structures that are tortured.

#[allow(unsafe_code, reason = "objects of the allocator")]
mod allocator;
mod array_stack;
mod cache;
mod circle;
mod counter;
mod cpu_lock;
mod exclusive;
mod histogram;
mod moves;
#[allow(unsafe_code, reason = "vectors and a section on rows of its own")]
mod op_vector;
mod per_cpu;
mod queue;
#[allow(unsafe_code, reason = "a forked child vouches that it has no guards")]
mod rcu;
mod ring;
#[allow(unsafe_code, reason = "critical sections on rows of its own")]
mod sections;
#[allow(unsafe_code, reason = "memory that processes share")]
mod shared_rcu;
mod short_lived;
mod stack;
mod writer;

use perseq::{ByConcurrencyId, ByCpuId};

use super::subject::Subject;

/// The name of the domain between processes.
pub(super) const SHARED_RCU: &str = "ProcessRcu";

/// Every structure, new and empty. `sections`: whether threads here can run critical sections.
///
/// # Errors
/// When one cannot be made: there is no memory.
pub(super) fn all(sections: bool) -> perseq::Result<Vec<Box<dyn Subject>>> {
    let mut all: Vec<Box<dyn Subject>> = vec![
        Box::new(counter::Counting::<ByCpuId>::new("Counter")),
        Box::new(counter::Counting::<ByConcurrencyId>::new("Counter by mm_cid")),
        Box::new(counter::CountingBoth::new("SignedCounter")),
        Box::new(per_cpu::Atomics::<ByCpuId>::new("PerCpu")?),
        Box::new(per_cpu::Atomics::<ByConcurrencyId>::new("PerCpu by mm_cid")?),
        Box::new(exclusive::Alone::new("Exclusive")),
        Box::new(array_stack::Numbers::<ByCpuId>::new("ArrayStack")?),
        Box::new(array_stack::Numbers::<ByConcurrencyId>::new("ArrayStack by mm_cid")?),
        Box::new(array_stack::Boxes::new("ArrayStack of boxes")?),
        Box::new(cache::Numbers::<ByCpuId>::new("Cache")?),
        Box::new(cache::Numbers::<ByConcurrencyId>::new("Cache by mm_cid")?),
        Box::new(cache::Boxes::new("Cache of boxes")?),
        Box::new(ring::Records::<ByCpuId>::new("RingBuffer", perseq::Mode::Discard)?),
        Box::new(ring::Records::<ByCpuId>::new("RingBuffer overwriting", perseq::Mode::Overwrite)?),
        Box::new(ring::Records::<ByConcurrencyId>::new("RingBuffer by mm_cid", perseq::Mode::Overwrite)?),
        Box::new(queue::Numbers::<ByCpuId>::new("Queue")?),
        Box::new(queue::Numbers::<ByConcurrencyId>::new("Queue by mm_cid")?),
        Box::new(stack::Tokens::<ByCpuId>::new("Stack")?),
        Box::new(stack::Tokens::<ByConcurrencyId>::new("Stack by mm_cid")?),
        Box::new(cpu_lock::Pairs::<ByCpuId>::new("CpuLock")?),
        Box::new(cpu_lock::Pairs::<ByConcurrencyId>::new("CpuLock by mm_cid")?),
        Box::new(rcu::Readers::new("Rcu")),
        Box::new(shared_rcu::SharedReaders::new(SHARED_RCU)?),
        Box::new(histogram::Distribution::<ByCpuId>::new("Histogram")?),
        Box::new(histogram::Distribution::<ByConcurrencyId>::new("Histogram by mm_cid")?),
        Box::new(histogram::Extremes::<ByCpuId>::new("MinMax")?),
        Box::new(histogram::Extremes::<ByConcurrencyId>::new("MinMax by mm_cid")?),
        Box::new(op_vector::Vectors::<ByCpuId>::new("OpVector")?),
        Box::new(op_vector::Vectors::<ByConcurrencyId>::new("OpVector by mm_cid")?),
        Box::new(moves::Moves::new("moves between rows")?),
        Box::new(allocator::Objects::new("allocator")),
        Box::new(short_lived::ShortLived::new("structures that come and go")),
    ];
    if sections {
        all.push(Box::new(sections::Sections::<ByCpuId>::new("sections")?));
        if perseq::perseq_core::cpu::concurrency_id().is_some() {
            all.push(Box::new(sections::Sections::<ByConcurrencyId>::new("sections by mm_cid")?));
        }
    }
    Ok(all)
}
