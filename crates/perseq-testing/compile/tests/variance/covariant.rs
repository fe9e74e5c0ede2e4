//! Parameters whose types only hand values out: a longer lifetime serves as a shorter one. Each line names a
//! parameter of a public type; `variance.rs` finds those that have no line.

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

// crates/perseq-core/src/guard/exclusive.rs: ExclusiveHeld, 'a
#[allow(dead_code)]
fn exclusive_held_a<'a>(
    long: perseq_core::guard::ExclusiveHeld<'static, u8>,
) -> perseq_core::guard::ExclusiveHeld<'a, u8> {
    long
}

// crates/perseq-core/src/guard/robust.rs: RobustHeld, 'a
#[allow(dead_code)]
fn robust_held_a<'a>(long: perseq_core::guard::RobustHeld<'static>) -> perseq_core::guard::RobustHeld<'a> {
    long
}

// crates/perseq-core/src/guard/held.rs: Held, 'a
#[allow(dead_code)]
fn held_a<'a>(long: perseq_core::guard::Held<'static>) -> perseq_core::guard::Held<'a> {
    long
}

// crates/perseq-core/src/guard/shared.rs: SharedHeld, 'a
#[allow(dead_code)]
fn shared_held_a<'a>(long: perseq_core::guard::SharedHeld<'static>) -> perseq_core::guard::SharedHeld<'a> {
    long
}

// crates/perseq/src/array_stack/view.rs: View, 'a
#[allow(dead_code)]
fn view_a<'a>(long: perseq::array_stack::View<'static, u8>) -> perseq::array_stack::View<'a, u8> {
    long
}

// crates/perseq/src/cpu_lock/locked.rs: Locked, 'a
#[allow(dead_code)]
fn locked_a<'a>(long: perseq::cpu_lock::Locked<'static, u8>) -> perseq::cpu_lock::Locked<'a, u8> {
    long
}

// crates/perseq/src/per_cpu.rs: PerCpu, T
#[allow(dead_code)]
fn per_cpu_t<'a>(long: perseq::PerCpu<&'static str>) -> perseq::PerCpu<&'a str> {
    long
}

// crates/perseq/src/queue/view.rs: View, 'a
#[allow(dead_code)]
fn queue_view_a<'a>(long: perseq::queue::View<'static, u8>) -> perseq::queue::View<'a, u8> {
    long
}

// crates/perseq/src/rejected.rs: Rejected, T
#[allow(dead_code)]
fn rejected_t<'a>(long: perseq::Rejected<&'static str>) -> perseq::Rejected<&'a str> {
    long
}

// crates/perseq/src/ring_buffer/reader.rs: Reader, 'a
#[allow(dead_code)]
fn reader_a<'a>(long: perseq::ring_buffer::Reader<'static>) -> perseq::ring_buffer::Reader<'a> {
    long
}

// crates/perseq/src/stack/boxed.rs: Values, T
#[allow(dead_code)]
fn values_t<'a>(long: perseq::stack::boxed::Values<&'static str>) -> perseq::stack::boxed::Values<&'a str> {
    long
}

// crates/perseq/src/stack/boxed.rs: View, 'a
#[allow(dead_code)]
fn boxed_view_a<'a>(
    long: perseq::stack::boxed::View<'static, &'static str>,
) -> perseq::stack::boxed::View<'a, &'static str> {
    long
}

// crates/perseq/src/stack/chain.rs: Chain, N
#[allow(dead_code)]
fn chain_n<'a>(long: perseq::stack::Chain<Linked<'static>>) -> perseq::stack::Chain<Linked<'a>> {
    long
}

// crates/perseq/src/stack/view.rs: View, 'a
#[allow(dead_code)]
fn stack_view_a<'a>(
    long: perseq::stack::View<'static, Linked<'static>>,
) -> perseq::stack::View<'a, Linked<'static>> {
    long
}

// crates/perseq-rcu/src/structures/atomic.rs: Tagged, 'g
#[allow(dead_code)]
fn tagged_g<'a>(long: perseq_rcu::Tagged<'static, u8>) -> perseq_rcu::Tagged<'a, u8> {
    long
}

// crates/perseq-rcu/src/local/barrier.rs: Barrier, 'a
#[allow(dead_code)]
fn barrier_a<'a>(long: perseq_rcu::Barrier<'static>) -> perseq_rcu::Barrier<'a> {
    long
}

// crates/perseq-rcu/src/structures/cell.rs: CompareExchangeError, 'g
#[allow(dead_code)]
fn compare_exchange_error_g<'a>(
    long: perseq_rcu::CompareExchangeError<'static, u8>,
) -> perseq_rcu::CompareExchangeError<'a, u8> {
    long
}

// crates/perseq-rcu/src/structures/cell.rs: CompareExchangeError, T
#[allow(dead_code)]
fn compare_exchange_error_t<'o, 'a: 'o>(
    long: perseq_rcu::CompareExchangeError<'o, &'static str>,
) -> perseq_rcu::CompareExchangeError<'o, &'a str> {
    long
}

// crates/perseq-rcu/src/structures/retired.rs: Retired, 'a
#[allow(dead_code)]
fn old_a<'a>(long: perseq_rcu::Retired<'static, u8>) -> perseq_rcu::Retired<'a, u8> {
    long
}

// crates/perseq-rcu/src/structures/retired.rs: Retired, T
#[allow(dead_code)]
fn old_t(long: perseq_rcu::Retired<'static, for<'x> fn(&'x str)>) -> perseq_rcu::Retired<'static, fn(&'static str)> {
    long
}

// crates/perseq-rcu/src/structures/cell.rs: RcuCell, D
#[allow(dead_code)]
fn rcu_cell_d<'a>(
    long: perseq_rcu::RcuCell<u8, &'static perseq_rcu::Rcu>,
) -> perseq_rcu::RcuCell<u8, &'a perseq_rcu::Rcu> {
    long
}

// crates/perseq-rcu/src/structures/cell.rs: RcuOption, D
#[allow(dead_code)]
fn rcu_option_d<'a>(
    long: perseq_rcu::RcuOption<u8, &'static perseq_rcu::Rcu>,
) -> perseq_rcu::RcuOption<u8, &'a perseq_rcu::Rcu> {
    long
}

// crates/perseq-rcu/src/local/domain.rs: Guard, 'a
#[allow(dead_code)]
fn guard_a<'a>(long: perseq_rcu::Guard<'static>) -> perseq_rcu::Guard<'a> {
    long
}

// crates/perseq-rcu/src/structures/list.rs: Iter, 'g
#[allow(dead_code)]
fn iter_g<'a>(long: perseq_rcu::Iter<'static, u8>) -> perseq_rcu::Iter<'a, u8> {
    long
}

// crates/perseq-rcu/src/structures/list.rs: RcuList, D
#[allow(dead_code)]
fn rcu_list_d<'a>(
    long: perseq_rcu::RcuList<u8, &'static perseq_rcu::Rcu>,
) -> perseq_rcu::RcuList<u8, &'a perseq_rcu::Rcu> {
    long
}

// crates/perseq-rcu/src/structures/map/mod.rs: RetiredEntry, 'a
#[allow(dead_code)]
fn old_entry_a<'a>(long: perseq_rcu::RetiredEntry<'static, u8, u8>) -> perseq_rcu::RetiredEntry<'a, u8, u8> {
    long
}

// crates/perseq-rcu/src/structures/map/mod.rs: RetiredEntry, K
#[allow(dead_code)]
fn old_entry_k(
    long: perseq_rcu::RetiredEntry<'static, for<'x> fn(&'x str), u8>,
) -> perseq_rcu::RetiredEntry<'static, fn(&'static str), u8> {
    long
}

// crates/perseq-rcu/src/structures/map/mod.rs: RetiredEntry, V
#[allow(dead_code)]
fn old_entry_v(
    long: perseq_rcu::RetiredEntry<'static, u8, for<'x> fn(&'x str)>,
) -> perseq_rcu::RetiredEntry<'static, u8, fn(&'static str)> {
    long
}

// crates/perseq-rcu/src/local/owned.rs: Ref, 'a
#[allow(dead_code)]
fn ref_a<'a>(long: perseq_rcu::Ref<'static, u8>) -> perseq_rcu::Ref<'a, u8> {
    long
}

// crates/perseq-rcu/src/local/owned.rs: Ref, T
#[allow(dead_code)]
fn ref_t<'o, 'a: 'o>(long: perseq_rcu::Ref<'o, &'static str>) -> perseq_rcu::Ref<'o, &'a str> {
    long
}

// crates/perseq-rcu/src/structures/map/mod.rs: RcuHashMap, D
#[allow(dead_code)]
fn rcu_hash_map_d<'a>(
    long: perseq_rcu::RcuHashMap<u8, u8, &'static perseq_rcu::Rcu>,
) -> perseq_rcu::RcuHashMap<u8, u8, &'a perseq_rcu::Rcu> {
    long
}

// crates/perseq-rcu/src/structures/map/mod.rs: RcuHashMap, S
#[allow(dead_code)]
fn rcu_hash_map_s<'a>(
    long: perseq_rcu::RcuHashMap<u8, u8, &'static perseq_rcu::Rcu, &'static str>,
) -> perseq_rcu::RcuHashMap<u8, u8, &'static perseq_rcu::Rcu, &'a str> {
    long
}

// crates/perseq-rcu/src/local/period.rs: GracePeriod, 'a
#[allow(dead_code)]
fn grace_period_a<'a>(long: perseq_rcu::GracePeriod<'static>) -> perseq_rcu::GracePeriod<'a> {
    long
}

// crates/perseq-rcu/src/interprocess/cell.rs: ProcessCell, 'd
#[allow(dead_code)]
fn shared_cell_d<'a>(long: perseq_rcu::ProcessCell<'static, u8>) -> perseq_rcu::ProcessCell<'a, u8> {
    long
}

// crates/perseq-rcu/src/interprocess/domain.rs: ProcessGuard, 'a
#[allow(dead_code)]
fn shared_read_guard_a<'a>(long: perseq_rcu::ProcessGuard<'static>) -> perseq_rcu::ProcessGuard<'a> {
    long
}

// crates/perseq-rcu/src/interprocess/wait.rs: ProcessGracePeriod, 'a
#[allow(dead_code)]
fn shared_period_a<'a>(long: perseq_rcu::ProcessGracePeriod<'static>) -> perseq_rcu::ProcessGracePeriod<'a> {
    long
}

// crates/perseq-trace/src/event/dynamic.rs: Value, 'a
#[allow(dead_code)]
fn value_a<'a>(long: perseq_trace::Value<'static>) -> perseq_trace::Value<'a> {
    long
}

// crates/perseq-trace/src/event/standard.rs: AsDebug, 'a
#[allow(dead_code)]
fn as_debug_a<'a>(long: perseq_trace::AsDebug<'static, u8>) -> perseq_trace::AsDebug<'a, u8> {
    long
}

// crates/perseq-trace/src/event/standard.rs: AsDebug, T
#[allow(dead_code)]
fn as_debug_t<'o, 'a: 'o>(long: perseq_trace::AsDebug<'o, &'static str>) -> perseq_trace::AsDebug<'o, &'a str> {
    long
}

// crates/perseq-trace/src/event/standard.rs: AsDisplay, 'a
#[allow(dead_code)]
fn as_display_a<'a>(long: perseq_trace::AsDisplay<'static, u8>) -> perseq_trace::AsDisplay<'a, u8> {
    long
}

// crates/perseq-trace/src/event/standard.rs: AsDisplay, T
#[allow(dead_code)]
fn as_display_t<'o, 'a: 'o>(long: perseq_trace::AsDisplay<'o, &'static str>) -> perseq_trace::AsDisplay<'o, &'a str> {
    long
}

// crates/perseq-trace/src/event/field.rs: Named, 'a
#[allow(dead_code)]
fn named_a<'a>(long: perseq_trace::Named<'static, u8>) -> perseq_trace::Named<'a, u8> {
    long
}

// crates/perseq-trace/src/event/field.rs: Named, T
#[allow(dead_code)]
fn named_t<'o, 'a: 'o>(long: perseq_trace::Named<'o, &'static str>) -> perseq_trace::Named<'o, &'a str> {
    long
}

// crates/perseq-trace/src/event/record.rs: Record, 'a
#[allow(dead_code)]
fn record_a<'a>(long: perseq_trace::Record<'static>) -> perseq_trace::Record<'a> {
    long
}

// crates/perseq-ctf/src/read/mod.rs: Item, 'a
#[allow(dead_code)]
fn item_a<'a>(long: perseq_ctf::Item<'static>) -> perseq_ctf::Item<'a> {
    long
}

// crates/perseq-ctf/src/read/event.rs: Event, 'a
#[allow(dead_code)]
fn event_a<'a>(long: perseq_ctf::Event<'static>) -> perseq_ctf::Event<'a> {
    long
}

// crates/perseq-ctf/src/read/value.rs: Array, 'a
#[allow(dead_code)]
fn array_a<'a>(long: perseq_ctf::Array<'static>) -> perseq_ctf::Array<'a> {
    long
}

// crates/perseq-ctf/src/read/value.rs: Fields, 'a
#[allow(dead_code)]
fn fields_a<'a>(long: perseq_ctf::Fields<'static>) -> perseq_ctf::Fields<'a> {
    long
}

// crates/perseq-ctf/src/read/value.rs: Value, 'a
#[allow(dead_code)]
fn reader_value_a<'a>(long: perseq_ctf::Value<'static>) -> perseq_ctf::Value<'a> {
    long
}

// crates/perseq-metrics/src/family.rs: EnumFamily, M
#[allow(dead_code)]
fn enum_family_m<'a, L: perseq_metrics::EnumLabel>(
    long: perseq_metrics::EnumFamily<L, &'static str>,
) -> perseq_metrics::EnumFamily<L, &'a str> {
    long
}

// crates/perseq-metrics/src/family.rs: Expired, L
#[allow(dead_code)]
fn expired_l<'a>(long: perseq_metrics::Expired<&'static str, u8>) -> perseq_metrics::Expired<&'a str, u8> {
    long
}

// crates/perseq-metrics/src/family.rs: Expired, M
#[allow(dead_code)]
fn expired_m<'a>(long: perseq_metrics::Expired<u8, &'static str>) -> perseq_metrics::Expired<u8, &'a str> {
    long
}

// crates/perseq-metrics/src/family.rs: Handle, M
#[allow(dead_code)]
fn handle_m<'a>(long: perseq_metrics::Handle<&'static str>) -> perseq_metrics::Handle<&'a str> {
    long
}

// crates/perseq-metrics/src/family.rs: Series, 'a
#[allow(dead_code)]
fn series_a<'a>(long: perseq_metrics::Series<'static, u8>) -> perseq_metrics::Series<'a, u8> {
    long
}

// crates/perseq-metrics/src/family.rs: Series, M
#[allow(dead_code)]
fn series_m<'o, 'a: 'o>(
    long: perseq_metrics::Series<'o, &'static str>,
) -> perseq_metrics::Series<'o, &'a str> {
    long
}

// crates/perseq-metrics/src/live/mod.rs: InFile, M
#[allow(dead_code)]
fn in_file_m<'a>(
    long: perseq_metrics::live::InFile<&'static str>,
) -> perseq_metrics::live::InFile<&'a str> {
    long
}

// crates/perseq-metrics/src/metric.rs: Buckets, 'a
#[allow(dead_code)]
fn buckets_a<'a>(long: perseq_metrics::Buckets<'static>) -> perseq_metrics::Buckets<'a> {
    long
}

// crates/perseq-metrics/src/metric.rs: Value, 'a
#[allow(dead_code)]
fn metric_value_a<'a>(long: perseq_metrics::Value<'static>) -> perseq_metrics::Value<'a> {
    long
}

// crates/perseq-metrics/src/registry.rs: Label, 'a
#[allow(dead_code)]
fn label_a<'a>(long: perseq_metrics::Label<'static>) -> perseq_metrics::Label<'a> {
    long
}

// crates/perseq-metrics/src/prometheus_client.rs: PerCpu, M
#[allow(dead_code)]
fn prometheus_client_m<'a>(
    long: perseq_metrics::prometheus_client::PerCpu<&'static str>,
) -> perseq_metrics::prometheus_client::PerCpu<&'a str> {
    long
}
