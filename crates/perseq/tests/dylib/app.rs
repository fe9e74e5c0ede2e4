//! A program that uses perseq by way of a dynamically linked library: its own sections use that library's registration.

use engine::perseq::{
    ArrayStack, ByConcurrencyId, Counter, Index,
    perseq_core::{pool::Pool, section, section::ops::here, thread},
};

static OWN: Counter = Counter::new();
static BY_CID: Counter<ByConcurrencyId> = Counter::indexed();

fn check() {
    let stack = ArrayStack::<usize>::try_new(8).unwrap();
    for n in 0..4 {
        OWN.inc();
        BY_CID.inc();
        engine::frame();
        engine::FRAMES.inc();
        stack.push(n).unwrap();
    }
    assert_eq!((0..4).filter_map(|_| stack.pop()).sum::<usize>(), 6);
    // A section in this program's own code, by this program's reference to the block.
    if thread::is_attached() {
        let pool = Pool::<engine::perseq::ByCpuId>::new();
        let item = pool.allocate(8, 8).unwrap();
        let add = || unsafe { here::add::<engine::perseq::ByCpuId>(item.base().cast(), 1) };
        assert_eq!(section::retry_here::<engine::perseq::ByCpuId>(add), engine::perseq::perseq_core::Outcome::Committed);
        assert_eq!(engine::perseq::ByCpuId::current(), engine::perseq::ByCpuId::current());
        unsafe { pool.free(item) };
    }
}

fn main() {
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(check);
        }
    });
    check();
    println!("{} {} {} {}", OWN.sum(), BY_CID.sum(), engine::FRAMES.sum(), thread::report().owner.is_ok());
}
