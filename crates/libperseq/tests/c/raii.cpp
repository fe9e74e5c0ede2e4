/* perseq.hpp: everything ends once, also what was moved and what is still inside. */
#include <atomic>
#include <thread>
#include <vector>

#include <perseq/perseq.hpp>

#include "check.h"

namespace {

std::atomic<int> alive;

struct thing {
	explicit thing(int n) noexcept : number(n) { alive++; }
	thing(const thing &) = delete;
	~thing() { alive--; }
	int number;
};

perseq::counter in_a_static;

void numbers()
{
	perseq::counter_f64 seconds;

	in_a_static.add(5);
	in_a_static.inc();
	in_a_static.sub(8);
	in_a_static.dec();
	CHECK(in_a_static.level() == -3 && in_a_static.sum() == UINT64_MAX - 2);
	CHECK(in_a_static.reset() == UINT64_MAX - 2 && perseq_counter_sum(in_a_static.get()) == 0);
	seconds.add(0.5);
	CHECK(seconds.sum() == 0.5);
}

template <class Structure, class Put> void owned(Structure structure, Put put)
{
	CHECK(structure);
	for (int n = 0; n < 3; n++)
		CHECK(put(structure, std::make_unique<thing>(n)));
	CHECK(alive == 3 && structure.size() == 3);

	Structure moved = std::move(structure);
	auto kept = std::make_unique<thing>(7);
	CHECK(moved && !structure && !put(structure, std::move(kept)) && errno == EINVAL && kept && kept->number == 7);
	int sum = 0;
	CHECK(moved.drain([&sum](std::unique_ptr<thing> item) { sum += item->number; }) && sum == 3 && alive == 1);
	CHECK(put(moved, std::move(kept)) && !kept && alive == 1);
	std::vector<std::thread> threads;
	std::atomic<int> made{1}, taken{0};
	for (int t = 0; t < THREADS; t++)
		threads.emplace_back([&moved, &made, &taken, put] {
			for (int n = 0; n < 2000; n++) {
				auto item = std::make_unique<thing>(n);
				made += put(moved, std::move(item)) ? 1 : 0;
				CHECK(!item || item->number == n);
				auto other = n % 2 ? moved.steal() : std::unique_ptr<thing>();
				CHECK(!other || (other->number >= 0 && other->number < 2000));
				taken += other ? 1 : 0;
			}
		});
	for (auto &thread : threads)
		thread.join();
	CHECK(alive == made - taken && moved.size() == std::size_t(alive));
	/* Assigned over: what is inside ends. */
	moved = std::move(structure);
	CHECK(alive == 0 && !moved);
}

void structures()
{
	owned(perseq::array_stack<thing>::create(64),
	      [](auto &stack, std::unique_ptr<thing> &&item) { return stack.push(std::move(item)); });
	owned(perseq::queue<thing>::create(64),
	      [](auto &queue, std::unique_ptr<thing> &&item) { return queue.push(std::move(item)); });
	owned(perseq::cache<thing>::create(64, 64),
	      [](auto &cache, std::unique_ptr<thing> &&item) { return cache.put(std::move(item)); });

	run_here();
	auto stack = perseq::array_stack<thing>::create(4);
	auto queue = perseq::queue<thing>::create(4);
	auto cache = perseq::cache<thing>::create(1, 0);
	CHECK(stack.push(std::make_unique<thing>(1)) && stack.push(std::make_unique<thing>(2)) && stack.pop()->number == 2);
	CHECK(queue.push(std::make_unique<thing>(1)) && queue.push(std::make_unique<thing>(2)) && queue.pop()->number == 1);
	CHECK(cache.put(std::make_unique<thing>(1)) && !cache.put(std::make_unique<thing>(2)) && errno == ENOSPC);
	CHECK(cache.get()->number == 1 && !cache.get() && cache.stats().misses == 1);
	CHECK(cache.put(std::make_unique<thing>(3)));
	int idle = 0;
	auto count = [&idle](std::unique_ptr<thing>) { idle++; };
	CHECK(cache.drain_idle(count) && cache.drain_idle(count) && idle == 1);
	run_anywhere();
	auto none = perseq::queue<thing>::create(0);
	CHECK(!none && errno == EINVAL && std::string_view(perseq::error_text()).find("capacity") != std::string_view::npos);
}

void histories()
{
	auto ring = perseq::ring::create(4096, perseq::ring_mode::discard);
	CHECK(ring && ring.write("opened") && ring.write("shut", 4));
	std::size_t bytes = 0;
	auto count = [&bytes](std::uint32_t, std::string_view record) { bytes += record.size(); };
	CHECK(ring.look(count) == 2 && bytes == 10 && ring.drain(count) == 2 && bytes == 20 && ring.drain(count) == 0);
	CHECK(ring.drain_row(0, count) == 0 && ring.lost() == 0 && ring.max_record() == 2040);
	CHECK(!ring.write(std::string_view("x", 4096)) && errno == EMSGSIZE);

	auto plain = perseq::histogram::create(1000, 2), summed = perseq::histogram::create_with_sum(1000, 2);
	for (std::uint64_t value = 1; value <= 100; value++) {
		plain.record(value);
		summed.record_n(value, 2);
	}
	auto seen = plain.snapshot(), twice = summed.interval();
	CHECK(seen && seen.count() == 100 && !seen.sum() && twice.sum() == 10100 && twice.mean() == 50.5);
	CHECK(seen.min() == 1 && seen.max() == 100 && seen.quantile(0.5) == 50 && seen.above() == 0 && seen.stdev() > 28);
	auto both = seen.merged(twice);
	std::uint64_t counted = 0;
	CHECK(both.count() == 300);
	CHECK(both.each([&counted](std::uint64_t, std::uint64_t, std::uint64_t n) { counted += n; }) && counted == 300);
	CHECK(summed.interval().count() == 0);
}

struct job : perseq_node, thing {
	using thing::thing;
};

struct both {
	std::uint64_t one, two;
};

void of_rows()
{
	auto stack = perseq::array_stack<thing>::create(100);
	std::vector<std::unique_ptr<thing>> many, back(150);
	for (int n = 0; n < 120; n++)
		many.push_back(std::make_unique<thing>(n));
	run_here();
	CHECK(stack.push_batch(many.data(), many.size()) == 100 && !many[99] && many[100]->number == 100);
	CHECK(stack.push_batch(many.data() + 100, 20) == 0 && stack.push_batch(many.data(), 1) == -1 && errno == EINVAL);
	back[149] = std::make_unique<thing>(7);
	CHECK(stack.pop_batch(back.data(), back.size()) == 100 && back[99] && !back[100] && back[149] && alive == 121);
	run_anywhere();
	many.clear();
	back.clear();

	int sum = 0;
	auto use_row = [&sum](perseq::held_row<thing> &row) {
		auto one = std::make_unique<thing>(3);
		CHECK(row.push(std::move(one)) && !one && row.push(std::make_unique<thing>(4)) && row.number() + 1 == perseq_row_count());
		sum = row.pop()->number;
		CHECK(!row.push(nullptr) && errno == EINVAL);
	};
	CHECK(stack.with_row(perseq_row_count() - 1, use_row) && sum == 4 && alive == 1);
	CHECK(!stack.with_row(perseq_row_count(), [](perseq::held_row<thing> &) {}) && errno == EINVAL);
	CHECK(stack.steal()->number == 3);
	CHECK(alive == 0);

	{
		auto jobs = perseq::stack<job>::create();
		CHECK(jobs && jobs.empty() && !jobs.pop() && errno == EAGAIN);
		CHECK(jobs.push(std::make_unique<job>(1)) && jobs.push(std::make_unique<job>(2)) && !jobs.empty());
		auto use_jobs = [](perseq::stack<job>::held_row &row) {
			CHECK(row.number() == 0 && row.push(std::make_unique<job>(4)) && row.pop()->number == 4);
		};
		CHECK(jobs.with_row(0, use_jobs));
		auto first = jobs.pop();
		CHECK((first || (first = jobs.steal())) && (first->number == 1 || first->number == 2));
		sum = 0;
		CHECK(jobs.drain([&sum](std::unique_ptr<job> one) { sum += one->number; }) && sum + first->number == 3 && alive == 1);
		CHECK(!jobs.push(nullptr) && errno == EINVAL && jobs.push(std::move(first)) && !first && alive == 1);
	}
	CHECK(alive == 0);

	auto values = perseq::per_cpu<both>::create();
	CHECK(values && values.here() && values.row(0)->one == 0 && !values.row(perseq_row_count()));
	both *zero = values.row(0);
	CHECK(values.run(0, { perseq_op_add(&zero->one, 8, 2), perseq_op_add(&zero->two, 8, 3) }) == 0 && zero->two == 3);
	CHECK(values.run(0, { perseq_op_compare_eq(&zero->one, &zero->two, 8), perseq_op_barrier() }) == 1);

	auto seen = perseq::min_max::create();
	CHECK(seen && !seen.get());
	seen.record(4);
	seen.record(-4);
	CHECK(seen.get() == std::make_pair(std::int64_t(-4), std::int64_t(4)));
}

struct pair {
	int one, two;
};

void locks()
{
	auto lock = perseq::cpu_lock<pair>::create();
	CHECK(lock);
	run_here();
	{
		auto locked = lock.lock();
		CHECK(locked && locked->one == 0);
		locked->one = 1;
		(*locked).two = 2;
		auto moved = std::move(locked);
		CHECK(!locked && moved);
		std::thread([&lock] { CHECK(!lock.try_lock() && errno == EBUSY); }).join();
	}
	std::thread([&lock] { CHECK(lock.try_lock()->two == 2); }).join();
	int sum = 0;
	CHECK(lock.with_row(std::uint32_t(sched_getcpu()), [&sum](pair &value) { sum = value.one + value.two; }) && sum == 3);
	run_anywhere();
}

void readers()
{
	auto rcu = perseq::rcu::create();
	perseq::rcu_pointer<thing> shared(std::make_unique<thing>(1));
	CHECK(rcu);
	{
		auto guard = rcu.read();
		CHECK(guard && shared.load(guard)->number == 1);
		CHECK(rcu.retire(shared.exchange(std::make_unique<thing>(2))));
		CHECK(shared.load(guard)->number == 2 && alive == 2 && !rcu.synchronize() && errno == EDEADLK);
		/* Ends on another thread. */
		std::thread([moved = std::move(guard)] { CHECK(moved); }).join();
		CHECK(!guard);
	}
	CHECK(rcu.barrier() && alive == 1 && rcu.synchronize());
	auto last = shared.exchange(nullptr);
	CHECK(last->number == 2 && rcu.retire(std::move(last)) && !last);
	rcu = perseq::rcu::create();
	CHECK(alive == 0 && rcu);
}

} // namespace

int main()
{
	numbers();
	structures();
	CHECK(alive == 0);
	histories();
	of_rows();
	locks();
	readers();
	printf("%d conditions\n", checked);
	return 0;
}
