//! Parameters of types that take values in through a shared reference (or are a mutable reference to such a value):
//! a function that shortens the lifetime must not compile. If it compiled, safe code could store a short-lived
//! reference and take it out as a `'static` one.

use perseq::{Link, Node};

/// Borrows, and so can be shortened; `'static` where a structure wants that needs no lifetime of its own.
#[allow(dead_code)]
struct Linked<'a> {
    link: Link,
    value: &'a str,
}

// SAFETY: that is where the link is, and nothing else uses it.
unsafe impl Node for Linked<'_> {
    const LINK: usize = core::mem::offset_of!(Linked<'_>, link);
}

fn main() {}

// crates/perseq-core/src/guard/exclusive.rs: Exclusive, T
#[allow(dead_code)]
fn exclusive_t<'a>(
    long: perseq_core::guard::Exclusive<&'static str>,
) -> perseq_core::guard::Exclusive<&'a str> {
    long
}

// crates/perseq-core/src/guard/exclusive.rs: ExclusiveHeld, T
#[allow(dead_code)]
fn exclusive_held_t<'o, 'a: 'o>(
    long: perseq_core::guard::ExclusiveHeld<'o, &'static str>,
) -> perseq_core::guard::ExclusiveHeld<'o, &'a str> {
    long
}

// crates/perseq/src/array_stack/mod.rs: ArrayStack, T
#[allow(dead_code)]
fn array_stack_t<'a>(long: perseq::ArrayStack<Box<&'static str>>) -> perseq::ArrayStack<Box<&'a str>> {
    long
}

// crates/perseq/src/array_stack/view.rs: View, T
#[allow(dead_code)]
fn view_t<'o, 'a: 'o>(
    long: perseq::array_stack::View<'o, Box<&'static str>>,
) -> perseq::array_stack::View<'o, Box<&'a str>> {
    long
}

// crates/perseq/src/cache/mod.rs: Cache, T
#[allow(dead_code)]
fn cache_t<'a>(long: perseq::Cache<Box<&'static str>>) -> perseq::Cache<Box<&'a str>> {
    long
}

// crates/perseq/src/cpu_lock/mod.rs: CpuLock, T
#[allow(dead_code)]
fn cpu_lock_t<'a>(long: perseq::CpuLock<Vec<&'static str>>) -> perseq::CpuLock<Vec<&'a str>> {
    long
}

// crates/perseq/src/cpu_lock/locked.rs: Locked, T
#[allow(dead_code)]
fn locked_t<'o, 'a: 'o>(
    long: perseq::cpu_lock::Locked<'o, &'static str>,
) -> perseq::cpu_lock::Locked<'o, &'a str> {
    long
}

// crates/perseq/src/queue/mod.rs: Queue, T
#[allow(dead_code)]
fn queue_t<'a>(long: perseq::Queue<Box<&'static str>>) -> perseq::Queue<Box<&'a str>> {
    long
}

// crates/perseq/src/queue/view.rs: View, T
#[allow(dead_code)]
fn queue_view_t<'o, 'a: 'o>(
    long: perseq::queue::View<'o, Box<&'static str>>,
) -> perseq::queue::View<'o, Box<&'a str>> {
    long
}

// crates/perseq/src/stack/boxed.rs: Stack, T
#[allow(dead_code)]
fn stack_t<'a>(long: perseq::Stack<&'static str>) -> perseq::Stack<&'a str> {
    long
}

// crates/perseq/src/stack/boxed.rs: View, T
#[allow(dead_code)]
fn boxed_view_t<'o, 'a: 'o>(
    long: perseq::stack::boxed::View<'o, &'static str>,
) -> perseq::stack::boxed::View<'o, &'a str> {
    long
}

// crates/perseq/src/stack/mod.rs: IntrusiveStack, N
#[allow(dead_code)]
fn intrusive_stack_n<'a>(
    long: perseq::IntrusiveStack<Linked<'static>>,
) -> perseq::IntrusiveStack<Linked<'a>> {
    long
}

// crates/perseq/src/stack/view.rs: View, N
#[allow(dead_code)]
fn view_n<'o, 'a: 'o>(long: perseq::stack::View<'o, Linked<'static>>) -> perseq::stack::View<'o, Linked<'a>> {
    long
}

// crates/perseq-rcu/src/structures/cell.rs: RcuCell, T
#[allow(dead_code)]
fn rcu_cell_t(long: perseq_rcu::RcuCell<for<'x> fn(&'x str)>) -> perseq_rcu::RcuCell<fn(&'static str)> {
    long
}

// crates/perseq-rcu/src/structures/cell.rs: RcuOption, T
#[allow(dead_code)]
fn rcu_option_t(long: perseq_rcu::RcuOption<for<'x> fn(&'x str)>) -> perseq_rcu::RcuOption<fn(&'static str)> {
    long
}

// crates/perseq-rcu/src/structures/list.rs: Iter, T
#[allow(dead_code)]
fn iter_t<'o, 'a: 'o>(long: perseq_rcu::Iter<'o, &'static str>) -> perseq_rcu::Iter<'o, &'a str> {
    long
}

// crates/perseq-rcu/src/structures/list.rs: RcuList, T
#[allow(dead_code)]
fn rcu_list_t(long: perseq_rcu::RcuList<for<'x> fn(&'x str)>) -> perseq_rcu::RcuList<fn(&'static str)> {
    long
}

// crates/perseq-rcu/src/structures/map/mod.rs: RcuHashMap, K
#[allow(dead_code)]
fn rcu_hash_map_k(
    long: perseq_rcu::RcuHashMap<for<'x> fn(&'x str), u8>,
) -> perseq_rcu::RcuHashMap<fn(&'static str), u8> {
    long
}

// crates/perseq-rcu/src/structures/map/mod.rs: RcuHashMap, V
#[allow(dead_code)]
fn rcu_hash_map_v(
    long: perseq_rcu::RcuHashMap<u8, for<'x> fn(&'x str)>,
) -> perseq_rcu::RcuHashMap<u8, fn(&'static str)> {
    long
}

// crates/perseq-rcu/src/interprocess/cell.rs: ProcessCell, T
#[allow(dead_code)]
fn shared_cell_t<'o, 'a: 'o>(
    long: perseq_rcu::ProcessCell<'o, &'static str>,
) -> perseq_rcu::ProcessCell<'o, &'a str> {
    long
}

/// A label set, or a metric, by a type that may be shortened.
#[allow(dead_code)]
struct By<F>(F);

impl<F> Clone for By<F> {
    fn clone(&self) -> Self {
        unreachable!()
    }
}

impl<F> Copy for By<F> where F: Copy {}

impl<F> PartialEq for By<F> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<F> Eq for By<F> {}

impl<F> core::hash::Hash for By<F> {
    fn hash<H: core::hash::Hasher>(&self, _: &mut H) {}
}

impl<F: Send + Sync + 'static> perseq_metrics::LabelSet for By<F> {
    const NAMES: &'static [&'static str] = &[];

    fn write(&self, _: usize, _: &mut dyn core::fmt::Write) -> core::fmt::Result {
        Ok(())
    }
}

impl<F: Send + Sync + Copy + 'static> perseq_metrics::EnumLabel for By<F> {
    const ALL: &'static [Self] = &[];

    fn index(self) -> usize {
        0
    }
}

impl<F: Send + Sync + 'static> perseq_metrics::Metric for By<F> {
    const KIND: perseq_metrics::Kind = perseq_metrics::Kind::Gauge;

    fn read(&self, _: &mut dyn FnMut(perseq_metrics::Value<'_>)) {}

    fn activity(&self) -> u64 {
        0
    }
}

// crates/perseq-metrics/src/family.rs: EnumFamily, L
#[allow(dead_code)]
fn enum_family_l(
    long: perseq_metrics::EnumFamily<By<for<'x> fn(&'x str)>, u8>,
) -> perseq_metrics::EnumFamily<By<fn(&'static str)>, u8> {
    long
}

// crates/perseq-metrics/src/family.rs: Family, L
#[allow(dead_code)]
fn family_l(
    long: perseq_metrics::Family<By<for<'x> fn(&'x str)>, By<u8>>,
) -> perseq_metrics::Family<By<fn(&'static str)>, By<u8>> {
    long
}

// crates/perseq-metrics/src/family.rs: Family, M
#[allow(dead_code)]
fn family_m(
    long: perseq_metrics::Family<By<u8>, By<for<'x> fn(&'x str)>>,
) -> perseq_metrics::Family<By<u8>, By<fn(&'static str)>> {
    long
}

// crates/perseq-rcu/src/structures/atomic.rs: Atomic, T
#[allow(dead_code)]
fn atomic_t(long: perseq_rcu::Atomic<for<'x> fn(&'x str)>) -> perseq_rcu::Atomic<fn(&'static str)> {
    long
}

// crates/perseq-rcu/src/structures/atomic.rs: Tagged, T
#[allow(dead_code)]
fn tagged_t(
    long: perseq_rcu::Tagged<'static, for<'x> fn(&'x str)>,
) -> perseq_rcu::Tagged<'static, fn(&'static str)> {
    long
}
