/* Locks and read-copy-update: one holder at a time; nothing is given up while a reader may see it. */
#include "check.h"

#define EACH 5000

static struct perseq_cpu_lock *lock;

struct bytes {
	uint64_t count, same;
};

/* Not one atomic addition, which needs no lock; and no plain one: ThreadSanitizer does not see the library's locks. */
static void change(struct bytes *bytes)
{
	uint64_t count = __atomic_load_n(&bytes->count, __ATOMIC_RELAXED);

	CHECK(count == __atomic_load_n(&bytes->same, __ATOMIC_RELAXED));
	__atomic_store_n(&bytes->count, count + 1, __ATOMIC_RELAXED);
	if (count % 64 == 0)
		sched_yield();
	__atomic_store_n(&bytes->same, count + 1, __ATOMIC_RELAXED);
}

static void *locks_and_changes(void *number)
{
	struct bytes *bytes;
	int n;

	for (n = 0; n < EACH; n++) {
		bytes = (struct bytes *)(n % 4 ? perseq_cpu_lock_lock(lock) : perseq_cpu_lock_try_lock(lock));
		if (!bytes) {
			CHECK(n % 4 == 0 && errno == EBUSY);
			bytes = (struct bytes *)perseq_cpu_lock_lock(lock);
		}
		CHECK(bytes && (uintptr_t)bytes % 128 == 0);
		change(bytes);
		CHECK(perseq_cpu_lock_unlock(lock, bytes) == 0);
	}
	(void)number;
	return NULL;
}

static void add_count(void *bytes, void *context)
{
	CHECK(((struct bytes *)bytes)->count == ((struct bytes *)bytes)->same);
	*(uint64_t *)context += ((struct bytes *)bytes)->count;
}

static uint64_t all_counts(void)
{
	uint64_t all = 0;
	uint32_t row;

	for (row = 0; row < perseq_row_count(); row++)
		CHECK(perseq_cpu_lock_with_row(lock, row, add_count, &all) == 0);
	return all;
}

static struct bytes *held;

static void *finds_it_held(void *argument)
{
	FAILS(perseq_cpu_lock_try_lock(lock), NULL, EBUSY, "another thread has the lock");
	FAILS(perseq_cpu_lock_unlock(lock, held), -1, EPERM, "does not hold");
	FAILS(perseq_cpu_lock_destroy(lock), -1, EBUSY, "another thread has the lock");
	return argument;
}

static void make_whole(void *bytes, void *context)
{
	CHECK(((struct bytes *)bytes)->count == 12 && ((struct bytes *)bytes)->same == 11);
	((struct bytes *)bytes)->same = 12;
	++*(int *)context;
}

static uint32_t held_row;

static void child_repairs(void)
{
	uint64_t all = 0;
	int calls = 0;
	struct bytes *bytes;

	FAILS(perseq_cpu_lock_lock(lock), NULL, EOWNERDEAD, "perseq_cpu_lock_repair");
	FAILS(perseq_cpu_lock_try_lock(lock), NULL, EOWNERDEAD, "perseq_cpu_lock_repair");
	FAILS(perseq_cpu_lock_with_row(lock, held_row, add_count, &all), -1, EOWNERDEAD, "perseq_cpu_lock_repair");
	FAILS(perseq_cpu_lock_unlock(lock, held), -1, EPERM, "does not hold");
	CHECK(perseq_cpu_lock_repair(lock, held_row, make_whole, &calls) == 0 && calls == 1);
	FAILS(perseq_cpu_lock_repair(lock, held_row, make_whole, &calls), -1, EINVAL, "whole");
	bytes = (struct bytes *)perseq_cpu_lock_lock(lock);
	CHECK(bytes == held && bytes->count == 12);
	CHECK(perseq_cpu_lock_unlock(lock, bytes) == 0);
	CHECK(perseq_cpu_lock_destroy(lock) == 0);
}

static void child_has_it(void)
{
	CHECK(perseq_cpu_lock_unlock(lock, held) == 0);
	CHECK(perseq_cpu_lock_lock(lock) == held);
}

/* A thread that changes the bytes while another one forks. */
static void *holds_at_a_fork(void *argument)
{
	held = (struct bytes *)perseq_cpu_lock_lock(lock);
	CHECK(held);
	held->count = 12;
	held->same = 11;
	held_row = (uint32_t)sched_getcpu();
	__atomic_store_n((int *)argument, 1, __ATOMIC_RELEASE);
	while (__atomic_load_n((int *)argument, __ATOMIC_ACQUIRE) != 2)
		usleep(100);
	held->same = 12;
	CHECK(perseq_cpu_lock_unlock(lock, held) == 0);
	return NULL;
}

static void locks(void)
{
	struct perseq_cpu_lock *other = perseq_cpu_lock_create(1);
	uint64_t all = 0;
	pthread_t thread;
	int state = 0;

	lock = perseq_cpu_lock_create(sizeof(struct bytes));
	CHECK(lock && other);
	in_threads(locks_and_changes);
	CHECK(all_counts() == THREADS * EACH);

	run_here();
	held = (struct bytes *)perseq_cpu_lock_lock(lock);
	FAILS(perseq_cpu_lock_lock(lock), NULL, EDEADLK, "this thread holds");
	FAILS(perseq_cpu_lock_try_lock(lock), NULL, EDEADLK, "this thread holds");
	FAILS(perseq_cpu_lock_with_row(lock, (uint32_t)sched_getcpu(), add_count, &all), -1, EDEADLK, "this thread holds");
	in_threads(finds_it_held);
	in_child(child_has_it);
	FAILS(perseq_cpu_lock_unlock(other, held), -1, EPERM, "does not hold");
	FAILS(perseq_cpu_lock_unlock(lock, (char *)held + 8), -1, EPERM, "does not hold");
	FAILS(perseq_cpu_lock_unlock(lock, NULL), -1, EPERM, "does not hold");
	FAILS(perseq_cpu_lock_unlock(lock, (void *)UINTPTR_MAX), -1, EPERM, "does not hold");
	CHECK(perseq_cpu_lock_unlock(lock, held) == 0);
	FAILS(perseq_cpu_lock_unlock(lock, held), -1, EPERM, "does not hold");

	CHECK(pthread_create(&thread, NULL, holds_at_a_fork, &state) == 0);
	while (__atomic_load_n(&state, __ATOMIC_ACQUIRE) != 1)
		usleep(100);
	in_child(child_repairs);
	__atomic_store_n(&state, 2, __ATOMIC_RELEASE);
	CHECK(pthread_join(thread, NULL) == 0);
	run_anywhere();

	FAILS(perseq_cpu_lock_with_row(lock, 0, NULL, NULL), -1, EINVAL, "function");
	FAILS(perseq_cpu_lock_with_row(lock, UINT32_MAX, add_count, &all), -1, EINVAL, "row");
	FAILS(perseq_cpu_lock_repair(lock, 0, NULL, NULL), -1, EINVAL, "function");
	FAILS(perseq_cpu_lock_create(0), NULL, EINVAL, "0 bytes");
	FAILS(perseq_cpu_lock_create(SIZE_MAX), NULL, EINVAL, "bytes for each CPU");
	CHECK(perseq_cpu_lock_destroy(lock) == 0 && perseq_cpu_lock_destroy(other) == 0);
	FAILS(perseq_cpu_lock_lock(lock), NULL, EINVAL, "is to none");
	FAILS(perseq_cpu_lock_try_lock(NULL), NULL, EINVAL, "null pointer");
	FAILS(perseq_cpu_lock_unlock(lock, held), -1, EINVAL, "is to none");
	FAILS(perseq_cpu_lock_destroy(lock), -1, EINVAL, "is to none");
}

static struct perseq_rcu *rcu;
static struct node {
	uint64_t value;
} nodes[2], *current;
static int stop;
static uint64_t reads, called;

static void *read_nodes(void *argument)
{
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		struct perseq_rcu_guard guard = perseq_rcu_read_lock(rcu);
		struct node *node = perseq_rcu_load(current);
		int n, kept = 0;

		for (n = 0; n < 20; n++)
			kept += __atomic_load_n(&node->value, __ATOMIC_RELAXED) != 0;
		CHECK(kept == 20);
		CHECK(perseq_rcu_read_unlock(&guard) == 0);
		__atomic_add_fetch(&reads, 1, __ATOMIC_RELAXED);
	}
	return argument;
}

/* Until there were 300 grace periods beside a thousand reads. */
static void *replace_nodes(void *argument)
{
	uint64_t round;

	for (round = 1; round < 300 || __atomic_load_n(&reads, __ATOMIC_RELAXED) < 1000; round++) {
		struct node *next = &nodes[round % 2], *old;

		__atomic_store_n(&next->value, round, __ATOMIC_RELAXED);
		old = perseq_rcu_exchange(current, next);
		CHECK(perseq_rcu_synchronize(rcu) == 0);
		__atomic_store_n(&old->value, 0, __ATOMIC_RELAXED);
	}
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	return argument;
}

static void *reads_or_replaces(void *number)
{
	return *(const int *)number ? read_nodes(number) : replace_nodes(number);
}

static void call(void *argument)
{
	CHECK(argument == &called);
	__atomic_add_fetch(&called, 1, __ATOMIC_RELAXED);
}

static uint64_t calls(void)
{
	return __atomic_load_n(&called, __ATOMIC_RELAXED);
}

static void call_inside(void *argument)
{
	FAILS(perseq_rcu_barrier(rcu), -1, EDEADLK, "deferred");
	FAILS(perseq_rcu_destroy(rcu), -1, EDEADLK, "deferred");
	call(argument);
}

static void *defers(void *argument)
{
	int n;

	for (n = 0; n < 1000; n++)
		CHECK(perseq_rcu_defer(rcu, call, &called) == 0);
	return argument;
}

static struct perseq_rcu_guard handed;

static void *leaves(void *argument)
{
	CHECK(perseq_rcu_synchronize_for(rcu, 1000) == 0);
	CHECK(perseq_rcu_read_unlock(&handed) == 0);
	CHECK(perseq_rcu_synchronize(rcu) == 0);
	return argument;
}

static void child_starts_again(void)
{
	struct perseq_rcu_guard guard = perseq_rcu_read_lock(rcu);

	__atomic_store_n(&called, 0, __ATOMIC_RELAXED);
	CHECK(perseq_rcu_read_unlock(&guard) == 0);
	FAILS(perseq_rcu_synchronize(rcu), -1, ECHILD, "restart_after_fork");
	FAILS(perseq_rcu_synchronize_for(rcu, 1), -1, ECHILD, "restart_after_fork");
	FAILS(perseq_rcu_defer(rcu, call, &called), -1, ECHILD, "restart_after_fork");
	FAILS(perseq_rcu_barrier(rcu), -1, ECHILD, "restart_after_fork");
	CHECK(perseq_rcu_restart_after_fork(rcu) == 0 && perseq_rcu_restart_after_fork(rcu) == 0);
	CHECK(perseq_rcu_synchronize(rcu) == 0);
	if (STARTS_THREADS_IN_CHILDREN) {
		CHECK(perseq_rcu_defer(rcu, call, &called) == 0 && perseq_rcu_barrier(rcu) == 0);
		CHECK(calls() == 1);
	}
	CHECK(perseq_rcu_destroy(rcu) == 0);
}

static void child_destroys(void)
{
	CHECK(perseq_rcu_destroy(rcu) == 0);
	FAILS(perseq_rcu_synchronize(rcu), -1, EINVAL, "is to none");
}

static uint64_t in_handlers;

static void on_signal(int signal)
{
	struct perseq_rcu_guard one = perseq_rcu_read_lock(rcu), two = perseq_rcu_read_lock(rcu);

	CHECK(perseq_rcu_read_unlock(&one) == 0 && perseq_rcu_read_unlock(&two) == 0);
	__atomic_add_fetch(&in_handlers, 1, __ATOMIC_RELAXED);
	(void)signal;
}

static void domains(void)
{
	struct perseq_rcu_guard guard, none = { { 0, 0, 0 } };
	unsigned rounds = 0;
	pthread_t thread;

	rcu = perseq_rcu_create();
	CHECK(rcu);
	current = &nodes[0];
	nodes[0].value = 1;
	in_threads(reads_or_replaces);
	in_threads(defers);
	CHECK(perseq_rcu_barrier(rcu) == 0 && calls() == 1000 * THREADS);
	CHECK(perseq_rcu_defer(rcu, call_inside, &called) == 0 && perseq_rcu_barrier(rcu) == 0);
	CHECK(calls() == 1000 * THREADS + 1);

	guard = perseq_rcu_read_lock(rcu);
	FAILS(perseq_rcu_synchronize(rcu), -1, EDEADLK, "1 guards");
	FAILS(perseq_rcu_destroy(rcu), -1, EDEADLK, "1 guards");
	CHECK(perseq_rcu_defer(rcu, call, &called) == 0);
	handed = perseq_rcu_read_lock(rcu);
	CHECK(perseq_rcu_read_unlock(&guard) == 0);
	CHECK(pthread_create(&thread, NULL, leaves, NULL) == 0 && pthread_join(thread, NULL) == 0);
	FAILS(perseq_rcu_read_unlock(&handed), -1, EINVAL, "left already");
	CHECK(perseq_rcu_synchronize_for(rcu, UINT64_MAX) == 1);

	signals_begin(on_signal);
	while (__atomic_load_n(&in_handlers, __ATOMIC_RELAXED) < 100) {
		guard = perseq_rcu_read_lock(rcu);
		CHECK(perseq_rcu_read_unlock(&guard) == 0);
		if (++rounds % 1024 == 0)
			usleep(1);
	}
	signals_end();
	CHECK(perseq_rcu_synchronize(rcu) == 0);
	in_child(child_starts_again);
	in_child(child_destroys);

	errno = 0;
	guard = perseq_rcu_read_lock(NULL);
	CHECK(errno == EINVAL && !memcmp(&guard, &none, sizeof(none)));
	FAILS(perseq_rcu_read_unlock(&guard), -1, EINVAL, "is none");
	FAILS(perseq_rcu_read_unlock(NULL), -1, EINVAL, "null pointer");
	FAILS(perseq_rcu_defer(rcu, NULL, NULL), -1, EINVAL, "function");
	FAILS(perseq_rcu_restart_after_fork(NULL), -1, EINVAL, "null pointer");
	CHECK(perseq_rcu_defer(rcu, call, &called) == 0);
	CHECK(perseq_rcu_destroy(rcu) == 0 && calls() == 1000 * THREADS + 3);
	FAILS(perseq_rcu_destroy(rcu), -1, EINVAL, "is to none");
	FAILS(perseq_rcu_barrier(rcu), -1, EINVAL, "is to none");
}

void waits(void)
{
	locks();
	domains();
}
