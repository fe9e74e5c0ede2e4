/* errno after calls that succeed, the first ones of a process and of a thread: it is as it was. */
#include "check.h"

#define MARK 12345

/* `call` leaves errno alone. */
#define KEEPS(call)                                                                                                    \
	do {                                                                                                           \
		errno = MARK;                                                                                          \
		(void)(call);                                                                                          \
		CHECK(errno == MARK);                                                                                  \
	} while (0)

static char item;

static void item_given(void *given, void *context)
{
	CHECK(given && !context);
}

static void node_given(struct perseq_node *node, void *context)
{
	CHECK(node && !context);
}

static void row_given(struct perseq_held_row *row, void *context)
{
	CHECK(perseq_held_row_push(row, &item) == 0 && !context);
}

static void record_given(uint32_t row, const void *record, size_t len, void *context)
{
	CHECK(record && len == 1 && row < perseq_row_count() && !context);
}

static void later(void *argument)
{
	CHECK(!argument);
}

static void statistics(void)
{
	static struct perseq_counter counter;
	static struct perseq_counter_f64 seconds;
	struct perseq_histogram *histogram;
	struct perseq_snapshot *one, *two, *both;
	struct perseq_min_max *seen;
	int64_t min, max;

	errno = MARK;
	perseq_counter_inc(&counter);
	perseq_counter_f64_add(&seconds, 1);
	CHECK(errno == MARK);
	KEEPS(perseq_counter_sum(&counter));
	KEEPS(perseq_counter_reset(&counter));
	KEEPS(perseq_counter_f64_sum(&seconds));
	KEEPS(histogram = perseq_histogram_create_with_sum(1000, 3));
	errno = MARK;
	perseq_histogram_record(histogram, 4);
	CHECK(errno == MARK);
	KEEPS(one = perseq_histogram_snapshot(histogram));
	KEEPS(two = perseq_histogram_interval(histogram));
	KEEPS(both = perseq_snapshot_merged(one, two));
	KEEPS(perseq_snapshot_quantile(both, 0.5));
	KEEPS(perseq_snapshot_stdev(both));
	KEEPS(perseq_snapshot_v2(both, NULL, 0));
	KEEPS(seen = perseq_min_max_create());
	errno = MARK;
	perseq_min_max_record(seen, 1);
	CHECK(errno == MARK);
	KEEPS(perseq_min_max_get(seen, &min, &max));
	errno = MARK;
	perseq_snapshot_destroy(one);
	perseq_snapshot_destroy(two);
	perseq_snapshot_destroy(both);
	perseq_histogram_destroy(histogram);
	perseq_min_max_destroy(seen);
	perseq_counter_destroy(&counter);
	perseq_counter_f64_destroy(&seconds);
	CHECK(errno == MARK);
}

static void structures(void)
{
	static struct perseq_node node;
	struct perseq_array_stack *stack;
	struct perseq_queue *queue;
	struct perseq_cache *cache;
	struct perseq_stack *nodes;
	struct perseq_ring *ring;
	void *some[3] = { &item, &item, &item };
	int mode;

	KEEPS(stack = perseq_array_stack_create(100));
	KEEPS(perseq_array_stack_push(stack, &item));
	KEEPS(perseq_array_stack_steal(stack));
	KEEPS(perseq_array_stack_push_batch(stack, some, 3));
	KEEPS(perseq_array_stack_pop_batch(stack, some, 3));
	KEEPS(perseq_array_stack_with_row(stack, 0, row_given, NULL));
	KEEPS(perseq_array_stack_drain(stack, item_given, NULL));
	KEEPS(queue = perseq_queue_create(100));
	KEEPS(perseq_queue_push(queue, &item));
	KEEPS(perseq_queue_steal(queue));
	KEEPS(cache = perseq_cache_create(1, 4));
	KEEPS(perseq_cache_put(cache, &item));
	KEEPS(perseq_cache_put(cache, &item));
	KEEPS(perseq_cache_drain_idle(cache, item_given, NULL));
	KEEPS(perseq_cache_drain(cache, item_given, NULL));
	KEEPS(nodes = perseq_stack_create());
	KEEPS(perseq_stack_push(nodes, &node));
	KEEPS(perseq_stack_drain(nodes, node_given, NULL));
	KEEPS(perseq_stack_destroy(nodes, node_given, NULL));
	errno = MARK;
	perseq_array_stack_destroy(stack, item_given, NULL);
	perseq_queue_destroy(queue, item_given, NULL);
	perseq_cache_destroy(cache, item_given, NULL);
	CHECK(errno == MARK);
	for (mode = PERSEQ_DISCARD; mode <= PERSEQ_OVERWRITE; mode++) {
		KEEPS(ring = perseq_ring_create(4096, mode));
		KEEPS(perseq_ring_write(ring, "a", 1));
		KEEPS(perseq_ring_look(ring, record_given, NULL));
		KEEPS(perseq_ring_drain(ring, record_given, NULL));
		errno = MARK;
		perseq_ring_destroy(ring);
		CHECK(errno == MARK);
	}
}

static void waits_and_rows(void)
{
	struct perseq_op op = perseq_op_barrier();
	struct perseq_per_cpu *per_cpu;
	struct perseq_rcu_guard guard;
	struct perseq_cpu_lock *lock;
	struct perseq_rcu *rcu;
	void *bytes;
	uint32_t row;

	KEEPS(lock = perseq_cpu_lock_create(100));
	KEEPS(bytes = perseq_cpu_lock_lock(lock));
	KEEPS(perseq_cpu_lock_unlock(lock, bytes));
	KEEPS(per_cpu = perseq_per_cpu_create(100));
	KEEPS(perseq_per_cpu_here(per_cpu));
	for (row = 0; row < perseq_row_count(); row++) {
		KEEPS(perseq_cpu_lock_with_row(lock, row, item_given, NULL));
		KEEPS(perseq_per_cpu_run(per_cpu, row, &op, 1));
	}
	KEEPS(perseq_cpu_lock_destroy(lock));
	errno = MARK;
	perseq_per_cpu_destroy(per_cpu);
	CHECK(errno == MARK);
	KEEPS(rcu = perseq_rcu_create());
	errno = MARK;
	guard = perseq_rcu_read_lock(rcu);
	CHECK(errno == MARK);
	KEEPS(perseq_rcu_read_unlock(&guard));
	KEEPS(perseq_rcu_synchronize(rcu));
	KEEPS(perseq_rcu_synchronize_for(rcu, 1000000));
	KEEPS(perseq_rcu_defer(rcu, later, NULL));
	KEEPS(perseq_rcu_barrier(rcu));
	KEEPS(perseq_rcu_destroy(rcu));
}

static void *all(void *unused)
{
	statistics();
	structures();
	waits_and_rows();
	return unused;
}

int main(void)
{
	pthread_t thread;

	alarm(100);
	all(NULL);
	CHECK(pthread_create(&thread, NULL, all, NULL) == 0 && pthread_join(thread, NULL) == 0);
	printf("%d conditions\n", checked);
	return 0;
}
