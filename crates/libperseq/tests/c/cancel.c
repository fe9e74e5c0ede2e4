/* A thread that is to be cancelled calls every function that may wait or ask the system: it is cancelled after them, and in none. */
#include "check.h"

static struct perseq_cpu_lock *lock;
static struct perseq_rcu *rcu;
static struct perseq_rcu_guard guard;
static int state, called;
static void *bytes;

static void wait_for(int stage)
{
	while (__atomic_load_n(&state, __ATOMIC_ACQUIRE) < stage)
		sched_yield();
}

static void reach(int stage)
{
	__atomic_store_n(&state, stage, __ATOMIC_RELEASE);
}

static void with_item(void *item, void *context)
{
	CHECK(item && !context);
}

static void with_bytes(void *item, void *context)
{
	CHECK(item && !context);
}

static void with_record(uint32_t row, const void *record, size_t len, void *context)
{
	CHECK(record && len == 1 && !context && row < perseq_row_count());
}

static void call(void *argument)
{
	/* So barrier waits. */
	if (argument)
		usleep(20000);
	__atomic_add_fetch(&called, 1, __ATOMIC_RELAXED);
}

static void *is_cancelled(void *unused)
{
	static struct perseq_counter counter;
	static char item;
	struct perseq_queue *queue;
	struct perseq_ring *ring;
	struct perseq_histogram *histogram;
	struct perseq_heap_stats stats;
	int64_t min = 0, max = 0;
	struct perseq_min_max *seen;
	uint32_t row;

	CHECK(pthread_cancel(pthread_self()) == 0);
	/* The first use of everything in this process. */
	perseq_counter_inc(&counter);
	CHECK(perseq_counter_sum(&counter) == 1);
	(void)perseq_attach();
	queue = perseq_queue_create(8);
	ring = perseq_ring_create(4096, PERSEQ_OVERWRITE);
	histogram = perseq_histogram_create(100, 2);
	seen = perseq_min_max_create();
	rcu = perseq_rcu_create();
	lock = perseq_cpu_lock_create(8);
	CHECK(queue && ring && histogram && seen && rcu && lock);
	CHECK(perseq_queue_push(queue, &item) == 0 && perseq_queue_push(queue, &item) == 0);
	CHECK(perseq_queue_steal(queue) == &item && perseq_queue_drain(queue, with_item, NULL) == 0);
	CHECK(perseq_ring_write(ring, "a", 1) == 0 && perseq_ring_drain(ring, with_record, NULL) == 1);
	perseq_histogram_record(histogram, 5);
	perseq_snapshot_destroy(perseq_histogram_interval(histogram));
	perseq_min_max_record(seen, 1);
	CHECK(perseq_min_max_get(seen, &min, &max) == 0 && min == 1 && max == 1);
	CHECK(perseq_heap_get_stats(&stats) == 0 || errno == ENOSYS);
	for (row = 0; row < perseq_row_count(); row++)
		CHECK(perseq_cpu_lock_with_row(lock, row, with_bytes, NULL) == 0);

	/* Another thread has the lock, and is inside. */
	reach(1);
	wait_for(2);
	bytes = perseq_cpu_lock_lock(lock);
	CHECK(bytes && perseq_cpu_lock_unlock(lock, bytes) == 0);
	reach(3);
	wait_for(4);
	CHECK(perseq_rcu_synchronize(rcu) == 0);
	CHECK(perseq_rcu_synchronize_for(rcu, 1000000) == 1);
	CHECK(perseq_rcu_defer(rcu, call, rcu) == 0 && perseq_rcu_barrier(rcu) == 0);
	CHECK(perseq_rcu_defer(rcu, call, NULL) == 0 && perseq_rcu_destroy(rcu) == 0 && called == 2);

	perseq_queue_destroy(queue, NULL, NULL);
	perseq_ring_destroy(ring);
	perseq_histogram_destroy(histogram);
	perseq_min_max_destroy(seen);
	CHECK(perseq_cpu_lock_destroy(lock) == 0);
	FAILS(perseq_queue_pop(NULL), NULL, EINVAL, "null pointer");
	perseq_counter_destroy(&counter);
	reach(5);
	pthread_testcancel();
	return unused;
}

int main(void)
{
	pthread_t thread;
	void *result = NULL;
	void *mine;

	alarm(100);

	CHECK(pthread_create(&thread, NULL, is_cancelled, NULL) == 0);
	wait_for(1);
	/* On its CPU, so that the two want the same lock. */
	run_on(0);
	{
		cpu_set_t one;

		CPU_ZERO(&one);
		CPU_SET(0, &one);
		CHECK(pthread_setaffinity_np(thread, sizeof(one), &one) == 0);
	}
	mine = perseq_cpu_lock_lock(lock);
	CHECK(mine);
	reach(2);
	/* Until it has waited for a while, or has been killed in that. */
	usleep(50000);
	CHECK(perseq_cpu_lock_unlock(lock, mine) == 0);
	wait_for(3);
	guard = perseq_rcu_read_lock(rcu);
	reach(4);
	usleep(50000);
	CHECK(perseq_rcu_read_unlock(&guard) == 0);
	CHECK(pthread_join(thread, &result) == 0);
	CHECK(result == PTHREAD_CANCELED && state == 5);
	printf("%d conditions\n", checked);
	return 0;
}
