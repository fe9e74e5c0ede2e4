/* Batches, nodes, bytes for each CPU with vectors of operations, smallest and largest values, figures of the allocator. */
#include "check.h"
/* Beside perseq.h, in either order. */
#include <perseq/rseq.h>

#define EACH 2000

static char some[200];

static void count_item(void *item, void *context)
{
	CHECK(item);
	++*(int *)context;
}

static void batches(void)
{
	struct perseq_array_stack *stack = perseq_array_stack_create(150), *none = NULL;
	void *items[200], *taken[200];
	int left = 0;
	size_t n;

	for (n = 0; n < 200; n++)
		items[n] = &some[n];
	run_here();
	CHECK(perseq_array_stack_push_batch(stack, items, 0) == 0 && perseq_array_stack_pop_batch(stack, taken, 200) == 0);
	CHECK(perseq_array_stack_push_batch(stack, items, 130) == 130);
	CHECK(perseq_array_stack_pop_batch(stack, taken, 70) == 70);
	CHECK(perseq_array_stack_push_batch(stack, taken, 70) == 70);
	/* The first 20 have room. */
	CHECK(perseq_array_stack_push_batch(stack, items + 130, 70) == 20);
	CHECK(perseq_array_stack_len(stack) == 150);
	CHECK(perseq_array_stack_pop_batch(stack, taken, 200) == 150);
	memset(some, 0, sizeof(some));
	for (n = 0; n < 150; n++)
		++*(char *)taken[n];
	for (n = 0; n < 200; n++)
		CHECK(some[n] == (n < 150));
	items[70] = NULL;
	FAILS(perseq_array_stack_push_batch(stack, items + 70, 5), -1, EINVAL, "item");
	/* A batch with a null pointer is not put in; those before it are. */
	CHECK(perseq_array_stack_push_batch(stack, items, 100) == 64);
	FAILS(perseq_array_stack_push_batch(stack, NULL, 1), -1, EINVAL, "array");
	FAILS(perseq_array_stack_pop_batch(stack, NULL, 1), -1, EINVAL, "array");
	FAILS(perseq_array_stack_push_batch(none, items, 1), -1, EINVAL, "null pointer");
	FAILS(perseq_array_stack_pop_batch(none, taken, 1), -1, EINVAL, "null pointer");
	run_anywhere();
	perseq_array_stack_destroy(stack, count_item, &left);
	CHECK(left == 64);
}

struct job {
	struct perseq_node node;
	int number;
};

static struct perseq_stack *jobs;
static int handled, done;

static struct job *job(struct perseq_node *node)
{
	return (struct job *)(void *)node;
}

static void *does_jobs(void *number)
{
	static struct job all[THREADS][EACH];
	const int me = *(const int *)number;
	struct perseq_node *node;
	int n;

	for (n = 0; n < EACH; n++) {
		all[me][n].number = n + 1;
		PERSEQ_TSAN_RELEASE(&all[me][n].node);
		CHECK(perseq_stack_push(jobs, &all[me][n].node) == 0);
		node = n % 100 ? perseq_stack_pop(jobs) : perseq_stack_steal(jobs);
		if (node) {
			PERSEQ_TSAN_ACQUIRE(node);
			__atomic_add_fetch(&done, job(node)->number, __ATOMIC_RELAXED);
		} else {
			CHECK(errno == EAGAIN);
		}
	}
	return NULL;
}

static void job_done(struct perseq_node *node, void *context)
{
	*(int *)context += job(node)->number;
}

static void row_of_jobs(struct perseq_held_row *row, void *context)
{
	struct job *jobs_of_row = (struct job *)context;
	int n;

	for (n = 0; n < 3; n++)
		CHECK(perseq_held_row_push(row, &jobs_of_row[n]) == 0);
	CHECK(perseq_held_row_pop(row) == &jobs_of_row[2]);
	FAILS(perseq_held_row_push(row, NULL), -1, EINVAL, "null pointer");
	FAILS(perseq_held_row_push(row, (char *)context + 1), -1, EINVAL, "multiple");
	CHECK(perseq_held_row_number(row) == perseq_row_count() - 1);
}

static void job_again(struct perseq_node *node, void *context)
{
	int *left = (int *)context;

	if (--*left > 0)
		CHECK(perseq_stack_push(jobs, node) == 0);
}

static void on_signal(int signal)
{
	static struct job mine;

	CHECK(perseq_stack_push(jobs, &mine.node) == 0);
	while (perseq_stack_pop(jobs) != &mine.node)
		;
	__atomic_add_fetch(&handled, 1, __ATOMIC_RELAXED);
	(void)signal;
}

static void child_has_jobs(void)
{
	int sum = 0;

	CHECK(perseq_stack_drain(jobs, job_done, &sum) == 0 && sum == 3);
	CHECK(perseq_stack_destroy(jobs, NULL, NULL) == 0);
}

static void nodes(void)
{
	static struct job three[3];
	struct perseq_node *odd = (struct perseq_node *)(void *)((char *)three + 4);
	unsigned rounds;
	int n, left = 5;

	jobs = perseq_stack_create();
	CHECK(jobs);
	in_threads(does_jobs);
	CHECK(perseq_stack_drain(jobs, job_done, &done) == 0 && perseq_stack_is_empty(jobs) == 1);
	CHECK(done == THREADS * (EACH * (EACH + 1) / 2));

	for (n = 0; n < 3; n++)
		three[n].number = n + 1;
	CHECK(perseq_stack_with_row(jobs, perseq_row_count() - 1, row_of_jobs, three) == 0);
	CHECK(perseq_stack_is_empty(jobs) == 0);
	in_child(child_has_jobs);
	CHECK(perseq_stack_steal(jobs) == &three[1].node && perseq_stack_steal(jobs) == &three[0].node);
	FAILS(perseq_stack_steal(jobs), NULL, EAGAIN, "no item");

	run_here();
	signals_begin(on_signal);
	for (rounds = 1; __atomic_load_n(&handled, __ATOMIC_RELAXED) < 100; rounds++) {
		CHECK(perseq_stack_push(jobs, &three[0].node) == 0);
		CHECK(perseq_stack_pop(jobs) == &three[0].node);
		if (rounds % 1024 == 0)
			usleep(1);
	}
	signals_end();

	FAILS(perseq_stack_push(jobs, NULL), -1, EINVAL, "null pointer");
	FAILS(perseq_stack_push(jobs, odd), -1, EINVAL, "multiple");
	FAILS(perseq_stack_push(NULL, &three[0].node), -1, EINVAL, "null pointer");
	FAILS(perseq_stack_pop(NULL), NULL, EINVAL, "null pointer");
	FAILS(perseq_stack_drain(jobs, NULL, NULL), -1, EINVAL, "function");
	FAILS(perseq_stack_is_empty(NULL), -1, EINVAL, "null pointer");
	FAILS(perseq_stack_with_row(jobs, 0, NULL, NULL), -1, EINVAL, "function");
	CHECK(perseq_stack_push(jobs, &three[0].node) == 0);
	CHECK(perseq_stack_destroy(jobs, job_again, &left) == 0 && left == 0);
	run_anywhere();
	FAILS(perseq_stack_pop(jobs), NULL, EINVAL, "is to none");
	FAILS(perseq_stack_destroy(jobs, NULL, NULL), -1, EINVAL, "is to none");
}

struct bytes {
	uint64_t one, two;
	uint16_t small;
};

static struct perseq_per_cpu *per_cpu;

/* Both numbers of a row change together. */
static void *runs_vectors(void *number)
{
	const uint32_t me = (uint32_t)*(const int *)number;
	uint32_t n, row;

	for (n = 0; n < EACH / 10; n++) {
		struct perseq_op ops[3];
		struct bytes *bytes;

		row = (me + n) % perseq_row_count();
		bytes = (struct bytes *)perseq_per_cpu_row(per_cpu, row);
		ops[0] = perseq_op_compare_eq(&bytes->one, &bytes->two, sizeof(bytes->one));
		ops[1] = perseq_op_add(&bytes->one, sizeof(bytes->one), 1);
		ops[2] = perseq_op_add(&bytes->two, sizeof(bytes->two), 1);
		CHECK(perseq_per_cpu_run(per_cpu, row, ops, 3) == 0);
		bytes = (struct bytes *)perseq_per_cpu_here(per_cpu);
		__atomic_add_fetch(&bytes->small, 1, __ATOMIC_RELAXED);
	}
	return NULL;
}

/* Sections of perseq/rseq.h push nodes to the lists that a vector takes whole. */
static uint64_t pushed, pushed_or_taken;
static struct perseq_node list_nodes[THREADS][EACH];

static void *pushes_or_takes(void *number)
{
	const int me = *(const int *)number;
	uintptr_t *guard = (uintptr_t *)(void *)((char *)perseq_per_cpu_row(per_cpu, 0) - PERSEQ_PER_CPU_BYTES);
	uint32_t row;
	int n, outcome;

	for (n = 0; n < EACH; n++) {
		PERSEQ_RETRY_CPU_ID(outcome, perseq_guarded_cpu_id_list_push(guard, &list_nodes[me][n].perseq_private,
									     (uintptr_t)&list_nodes[me][n]));
		if (outcome == PERSEQ_COMMITTED)
			__atomic_add_fetch(&pushed, 1, __ATOMIC_RELAXED);
		for (row = 0; n % 100 == 99 && row < perseq_row_count(); row++) {
			uintptr_t *first = perseq_row(guard, row) + 1, chain = 0;
			struct perseq_op ops[2];

			ops[0] = perseq_op_copy(&chain, first, sizeof(chain));
			ops[1] = perseq_op_and(first, sizeof(*first), 0);
			CHECK(perseq_per_cpu_run(per_cpu, row, ops, 2) == 0);
			for (; chain; chain = ((struct perseq_node *)chain)->perseq_private)
				__atomic_add_fetch(&pushed_or_taken, 1, __ATOMIC_RELAXED);
		}
	}
	return NULL;
}

static void refused(struct perseq_op op, const char *words)
{
	FAILS(perseq_per_cpu_run(per_cpu, 0, &op, 1), -1, EINVAL, words);
}

static void vectors(void)
{
	uint64_t all[2] = { 0, 0 }, five = 5;
	struct perseq_op ops[17];
	struct bytes *bytes;
	uint32_t row;
	int n;

	per_cpu = perseq_per_cpu_create(sizeof(struct bytes));
	CHECK(per_cpu);
	in_threads(runs_vectors);
	for (row = 0; row < perseq_row_count(); row++) {
		bytes = (struct bytes *)perseq_per_cpu_row(per_cpu, row);
		CHECK((uintptr_t)bytes % 64 == 0 && bytes->one == bytes->two);
		all[0] += bytes->one;
		all[1] += bytes->small;
	}
	CHECK(all[0] == THREADS * (EACH / 10) && all[1] == THREADS * (EACH / 10));

	/* The library alone pretends: it would keep no section of the header out of a row, as no kernel that restarts none lets one begin. */
	if (!getenv("PERSEQ_PRETEND")) {
		in_threads(pushes_or_takes);
		CHECK(pushed == pushed_or_taken);
		CHECK(perseq_rseq_attach() != 0 || pushed > 0);
	}

	bytes = (struct bytes *)perseq_per_cpu_row(per_cpu, 0);
	bytes->one = 6;
	bytes->small = 0x00f0;
	for (n = 0; n < 17; n++)
		ops[n] = perseq_op_barrier();
	ops[0] = perseq_op_compare_ne(&bytes->one, &five, 8);
	ops[1] = perseq_op_compare_eq(&bytes->one, &five, 8);
	ops[2] = perseq_op_add(&bytes->one, 8, 1);
	CHECK(perseq_per_cpu_run(per_cpu, 0, ops, 3) == 2 && bytes->one == 6);
	five = 6;
	CHECK(perseq_per_cpu_run(per_cpu, 0, ops, 3) == 1 && bytes->one == 6);
	ops[0] = perseq_op_or(&bytes->small, 2, 0x8001);
	ops[1] = perseq_op_and(&bytes->small, 2, 0x80f1);
	ops[2] = perseq_op_xor(&bytes->small, 2, 0x0001);
	ops[3] = perseq_op_shift_left(&bytes->small, 2, 4);
	ops[4] = perseq_op_shift_right(&bytes->small, 2, 8);
	ops[5] = perseq_op_add(&bytes->small, 2, -16);
	CHECK(perseq_per_cpu_run(per_cpu, 0, ops, PERSEQ_OPS_MAX) == 0 && bytes->small == UINT16_MAX);

	FAILS(perseq_per_cpu_run(per_cpu, 0, ops, 0), -1, EINVAL, "0 operations");
	FAILS(perseq_per_cpu_run(per_cpu, 0, ops, 17), -1, EINVAL, "17 operations");
	FAILS(perseq_per_cpu_run(per_cpu, 0, ops, SIZE_MAX), -1, EINVAL, "operations");
	FAILS(perseq_per_cpu_run(per_cpu, 0, NULL, 1), -1, EINVAL, "null pointer");
	FAILS(perseq_per_cpu_run(per_cpu, perseq_row_count(), ops, 1), -1, EINVAL, "row");
	refused(perseq_op_make(10, NULL, NULL, 0, 0), "kind 10");
	refused(perseq_op_copy(bytes, &five, 0), "0 bytes");
	refused(perseq_op_copy(bytes, bytes, 8), "overlap");
	refused(perseq_op_copy(bytes, &five, UINT32_MAX), "bytes");
	refused(perseq_op_add(NULL, 8, 1), "null address");
	refused(perseq_op_add(bytes, 3, 1), "3 bytes");
	refused(perseq_op_add((char *)bytes + 1, 8, 1), "multiple");
	refused(perseq_op_shift_left(bytes, 8, 64), "by 64");
	refused(perseq_op_make(PERSEQ_OP_SHIFT_RIGHT, bytes, NULL, 8, (uint64_t)1 << 32), "shift");
	CHECK(bytes->one == 6 && bytes->small == UINT16_MAX);

	FAILS(perseq_per_cpu_row(per_cpu, UINT32_MAX), NULL, EINVAL, "row");
	FAILS(perseq_per_cpu_create(0), NULL, EINVAL, "0 bytes");
	FAILS(perseq_per_cpu_create(SIZE_MAX), NULL, EINVAL, "bytes for each CPU");
	perseq_per_cpu_destroy(per_cpu);
	FAILS(perseq_per_cpu_here(per_cpu), NULL, EINVAL, "is to none");
	FAILS(perseq_per_cpu_row(NULL, 0), NULL, EINVAL, "null pointer");
	FAILS(perseq_per_cpu_run(per_cpu, 0, ops, 1), -1, EINVAL, "is to none");
	REFUSES(perseq_per_cpu_destroy(per_cpu), EINVAL, "is to none");
}

static struct perseq_min_max *seen;

static void *sees(void *number)
{
	const int me = *(const int *)number;
	int n;

	for (n = 0; n < EACH; n++)
		perseq_min_max_record(seen, (int64_t)me * EACH - n);
	return NULL;
}

static void extremes(void)
{
	int64_t min = 1, max = 2;

	seen = perseq_min_max_create();
	CHECK(seen);
	FAILS(perseq_min_max_get(seen, &min, &max), -1, ENODATA, "no value");
	in_threads(sees);
	CHECK(perseq_min_max_get(seen, &min, &max) == 0 && min == 1 - EACH && max == (THREADS - 1) * EACH);
	FAILS(perseq_min_max_get(seen, NULL, &max), -1, EINVAL, "smallest");
	FAILS(perseq_min_max_get(seen, &min, NULL), -1, EINVAL, "largest");
	perseq_min_max_destroy(seen);
	REFUSES(perseq_min_max_record(seen, 1), EINVAL, "is to none");
	REFUSES(perseq_min_max_destroy(NULL), EINVAL, "null pointer");
}

/* The allocator is the C library's, unless the program was started with the other one. */
static void heap(void)
{
	struct perseq_heap_stats before, after;
	char *memory;

	FAILS(perseq_heap_get_stats(NULL), -1, EINVAL, "null pointer");
	memset(&before, 7, sizeof(before));
	if (!getenv("HAS_PERSEQ_MALLOC")) {
		FAILS(perseq_heap_get_stats(&before), -1, ENOSYS, "libperseq_malloc");
		CHECK(before.object_bytes == 0x0707070707070707 && before.reserved_bytes == 0x0707070707070707);
		return;
	}
	CHECK(perseq_heap_get_stats(&before) == 0 && before.object_bytes > 0 && before.reserved_bytes > 0);
	memory = (char *)malloc((size_t)64 << 20);
	CHECK(memory);
	memory[5] = 5;
	CHECK(perseq_heap_get_stats(&after) == 0 && after.large_objects == before.large_objects + 1);
	CHECK(after.large_bytes >= before.large_bytes + (64 << 20) && memory[5] == 5);
	free(memory);
	CHECK(perseq_heap_get_stats(&after) == 0 && after.large_objects == before.large_objects);
}

void rows(void)
{
	batches();
	nodes();
	vectors();
	extremes();
	heap();
}
