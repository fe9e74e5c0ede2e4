/* Mistakes, each in a process of its own, which a robust pool ends. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "check.h"

#define STRIDE (1U << 16)

static struct rseq_mempool *pool;
static int policy;

static struct rseq_mempool *make(void)
{
	struct rseq_mempool_attr *attr = rseq_mempool_attr_create();
	struct rseq_mempool *made;

	CHECK(rseq_mempool_attr_set_percpu(attr, STRIDE, 2) == 0);
	CHECK(rseq_mempool_attr_set_robust(attr) == 0);
	CHECK(rseq_mempool_attr_set_populate_policy(attr, (enum populate)policy) == 0);
	CHECK((made = rseq_mempool_create("robust", 64, attr)) != NULL);
	rseq_mempool_attr_destroy(attr);
	return made;
}

static void *take(void)
{
	void *item = rseq_mempool_percpu_malloc(pool);
	CHECK(item != NULL);
	return item;
}

static void give(void *item)
{
	librseq_mempool_percpu_free(item, STRIDE);
}

static void right(void)
{
	void *a = take(), *b = take();

	memset(a, 1, 64);
	give(a);
	memset((char *)b + STRIDE, 2, 64);
	CHECK(take() == a);
	give(b);
	give(a);
	CHECK(rseq_mempool_destroy(pool) == 0);
}

static void twice(void)
{
	void *item = take();
	give(item);
	give(item);
}

static void no_item(void)
{
	give((char *)take() + 8);
}

static void never_allocated(void)
{
	give((char *)take() + 64);
}

static void leak(void)
{
	give(take());
	take();
	take();
	rseq_mempool_destroy(pool);
}

static void late_write(void)
{
	void *item = take();
	give(item);
	((char *)item)[63] = 7;
	take();
}

static void late_write_in_row_1(void)
{
	void *item = take();
	give(item);
	((char *)item)[STRIDE + 8] = 7;
	rseq_mempool_destroy(pool);
}

/* Where librseq has the list: after the rows, and after the initial values if there are any. */
static uintptr_t *in_free_list(void *item)
{
	return (uintptr_t *)((char *)item + (policy == COW_INIT ? 3 : 2) * (size_t)STRIDE);
}

static void list_to_nowhere(void)
{
	void *item = take();
	give(item);
	*in_free_list(item) = (uintptr_t)&pool;
	rseq_mempool_destroy(pool);
}

static void list_in_a_circle(void)
{
	void *item = take();
	give(item);
	*in_free_list(item) = (uintptr_t)in_free_list(item);
	rseq_mempool_destroy(pool);
}

static void allocated_twice(void)
{
	void *item = take();
	give(item);
	*in_free_list(item) = (uintptr_t)in_free_list(item);
	take();
	take();
}

static void list_too_short(void)
{
	void *a = take(), *b = take();
	give(a);
	give(b);
	*in_free_list(b) = 0;
	rseq_mempool_destroy(pool);
}

int main(int argc, char **argv)
{
	static const struct check mistakes[] = {
		{ "right", right },
		{ "freed twice", twice },
		{ "which is no item", no_item },
		{ "which is no item", never_allocated },
		{ "2 items were not freed", leak },
		{ "written to after it was freed", late_write },
		{ "written to after it was freed", late_write_in_row_1 },
		{ "free list is corrupted", list_to_nowhere },
		{ "free list is corrupted", list_in_a_circle },
		{ "was allocated twice", allocated_twice },
		{ "free list is corrupted: 1 of 2", list_too_short },
	};
	int n;

	if (argc == 3) {
		policy = atoi(argv[1]);
		n = atoi(argv[2]);
		pool = make();
		mistakes[n].run();
		return 0;
	}
	for (n = 0; n < (int)(sizeof(mistakes) / sizeof(*mistakes)); n++)
		printf("%s\n", mistakes[n].name);
	return 0;
}
