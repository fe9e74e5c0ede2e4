/* Pools of per-CPU memory, their attributes and sets, and what they refuse. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "check.h"

#include <sys/mman.h>

#define STRIDE (1U << 16)
#define ROWS 5

typedef struct rseq_mempool pool;

struct attributes {
	size_t stride;
	int rows, robust, policy;
	unsigned long ranges;
};

static pool *make_at(struct attributes a, size_t item, uintptr_t poison)
{
	struct rseq_mempool_attr *attr = rseq_mempool_attr_create();
	pool *made;

	CHECK(attr != NULL);
	CHECK(rseq_mempool_attr_set_percpu(attr, a.stride, a.rows) == 0);
	CHECK(rseq_mempool_attr_set_max_nr_ranges(attr, a.ranges) == 0);
	CHECK(rseq_mempool_attr_set_populate_policy(attr, (enum populate)a.policy) == 0);
	if (a.robust)
		CHECK(rseq_mempool_attr_set_robust(attr) == 0);
	if (poison)
		CHECK(rseq_mempool_attr_set_poison(attr, poison) == 0);
	errno = 0;
	made = rseq_mempool_create("a pool", item, attr);
	rseq_mempool_attr_destroy(attr);
	return made;
}

static pool *make(size_t stride, int rows, int robust, int policy, unsigned long ranges, size_t item)
{
	struct attributes a = { stride, rows, robust, policy, ranges };
	return make_at(a, item, 0);
}

static unsigned char *row(void *item, int cpu, size_t stride)
{
	return (unsigned char *)item + (size_t)cpu * stride;
}

static int is_all(const unsigned char *bytes, size_t len, int value)
{
	while (len--)
		if (*bytes++ != value)
			return 0;
	return 1;
}

static int no_values(void *unused, void *address, size_t len, int cpu)
{
	(void)unused, (void)address, (void)len, (void)cpu;
	errno = EIO;
	return -1;
}

static void attributes(void)
{
	struct rseq_mempool_attr *attr = rseq_mempool_attr_create();

	FAILS(rseq_mempool_attr_set_init(NULL, no_values, NULL), -1, EINVAL);
	FAILS(rseq_mempool_attr_set_init(attr, NULL, NULL), -1, EINVAL);
	FAILS(rseq_mempool_attr_set_robust(NULL), -1, EINVAL);
	FAILS(rseq_mempool_attr_set_percpu(NULL, 0, 1), -1, EINVAL);
	FAILS(rseq_mempool_attr_set_global(NULL, 0), -1, EINVAL);
	FAILS(rseq_mempool_attr_set_max_nr_ranges(NULL, 1), -1, EINVAL);
	FAILS(rseq_mempool_attr_set_poison(NULL, 1), -1, EINVAL);
	FAILS(rseq_mempool_attr_set_populate_policy(NULL, COW_ZERO), -1, EINVAL);
	rseq_mempool_attr_destroy(NULL);
	/* A function that fails, and then no pool. */
	CHECK(rseq_mempool_attr_set_init(attr, no_values, NULL) == 0);
	FAILS(rseq_mempool_create(NULL, 8, attr), NULL, ENOMEM);
	rseq_mempool_attr_destroy(attr);
}

static void refusals(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	FAILS(make(3 * page, 1, 0, COW_INIT, 0, 8), NULL, EINVAL);
	FAILS(make(page / 2, 1, 0, COW_INIT, 0, 8), NULL, EINVAL);
	FAILS(make(STRIDE, 1, 0, COW_INIT, 0, STRIDE + 1), NULL, EINVAL);
	FAILS(make(STRIDE, -1, 0, COW_INIT, 0, 8), NULL, EINVAL);
	FAILS(make(STRIDE, 1, 0, 2, 0, 8), NULL, EINVAL);
	FAILS(make(STRIDE, 1, 0, COW_INIT, 0, SIZE_MAX), NULL, EINVAL);
	FAILS(make((size_t)1 << (sizeof(size_t) * 8 - 2), 4, 0, COW_ZERO, 0, 8), NULL, EINVAL);
	FAILS(make((size_t)1 << (sizeof(size_t) * 8 - 1), 1, 0, COW_ZERO, 0, 8), NULL, EINVAL);
	FAILS(make((size_t)1 << 45, 512, 0, COW_ZERO, 0, 8), NULL, ENOMEM);
}

/* Items of one pool, in every row. */
static void fill(size_t stride, int robust, int policy, unsigned long ranges, size_t item)
{
	size_t len = 8, most, n;
	void **items;
	unsigned char *values;
	pool *p = make(stride, ROWS, robust, policy, ranges, item);
	int cpu;

	while (len < item)
		len *= 2;
	most = ranges * (stride / len);
	items = (void **)calloc(most, sizeof(*items));
	values = (unsigned char *)malloc(len);
	memset(values, 0x22, len);
	CHECK(p && items && values);
	CHECK(rseq_mempool_get_max_nr_cpus(p) == ROWS);
	for (n = 0; n < most; n++) {
		CHECK((items[n] = rseq_mempool_percpu_zmalloc(p)) != NULL);
		CHECK((uintptr_t)items[n] % len == 0);
		for (cpu = 0; cpu < ROWS; cpu++) {
			CHECK(is_all(row(items[n], cpu, stride), len, 0));
			memset(row(items[n], cpu, stride), 1 + (int)(n % 100) + cpu, len);
		}
	}
	FAILS(rseq_mempool_percpu_malloc(p), NULL, ENOMEM);
	FAILS(rseq_mempool_percpu_zmalloc(p), NULL, ENOMEM);
	FAILS(rseq_mempool_percpu_malloc_init(p, values, len), NULL, ENOMEM);
	FAILS(rseq_mempool_percpu_malloc_init(p, values, len + 1), NULL, EINVAL);
	/* No two items overlap, in no row. */
	for (n = 0; n < most; n++)
		for (cpu = 0; cpu < ROWS; cpu++)
			CHECK(is_all(row(items[n], cpu, stride), len, 1 + (int)(n % 100) + cpu));
	for (n = 0; n < most; n++)
		librseq_mempool_percpu_free(items[n], stride);
	for (n = 0; n < most; n++) {
		CHECK((items[n] = rseq_mempool_percpu_malloc_init(p, values, len)) != NULL);
		for (cpu = 0; cpu < ROWS; cpu++)
			CHECK(is_all(row(items[n], cpu, stride), len, 0x22));
	}
	FAILS(rseq_mempool_percpu_malloc(p), NULL, ENOMEM);
	for (n = most; n-- > 0;)
		librseq_mempool_percpu_free(items[n], stride);
	CHECK((items[0] = rseq_mempool_percpu_zmalloc(p)) != NULL);
	for (cpu = 0; cpu < ROWS; cpu++)
		CHECK(is_all(row(items[0], cpu, stride), len, 0));
	librseq_mempool_percpu_free(items[0], stride);
	CHECK(rseq_mempool_destroy(p) == 0);
	free(items);
	free(values);
}

static void items(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	int robust, policy;

	for (robust = 0; robust < 2; robust++)
		for (policy = COW_INIT; policy <= COW_ZERO; policy++) {
			fill(page, robust, policy, 1, 1);
			fill(page, robust, policy, 3, 100);
			fill(STRIDE, robust, policy, 2, 1000);
			fill(1 << 20, robust, policy, 1, 1 << 20);
		}
}

/* Defaults: rows for each CPU, a stride of 64 KiB, ranges as wanted. */
static void defaults(void)
{
	pool *p = rseq_mempool_create(NULL, 4000, NULL);
	void *item[40];
	int n, cpu;

	CHECK(p && rseq_mempool_get_max_nr_cpus(p) == rseq_get_max_nr_cpus());
	for (n = 0; n < 40; n++) {
		CHECK((item[n] = rseq_mempool_percpu_zmalloc(p)) != NULL);
		for (cpu = 0; cpu < rseq_get_max_nr_cpus(); cpu++)
			memset(row(item[n], cpu, STRIDE), n, 4096);
	}
	for (n = 0; n < 40; n++) {
		CHECK(is_all(row(item[n], rseq_get_max_nr_cpus() - 1, STRIDE), 4096, n));
		librseq_mempool_percpu_free(item[n], STRIDE);
	}
	CHECK(rseq_mempool_destroy(p) == 0);
	CHECK(rseq_mempool_destroy(NULL) == 0);
}

static int calls;

static int values(void *private_, void *address, size_t len, int cpu)
{
	CHECK(private_ == &calls && len == STRIDE && (uintptr_t)address % STRIDE == 0);
	CHECK(cpu == -1 || cpu == calls % ROWS);
	calls++;
	memset(address, cpu + 10, len);
	return 0;
}

static void init_functions(void)
{
	struct rseq_mempool_attr *attr = rseq_mempool_attr_create();
	unsigned char *item;
	pool *p;
	int cpu;

	CHECK(rseq_mempool_attr_set_percpu(attr, STRIDE, ROWS) == 0);
	CHECK(rseq_mempool_attr_set_init(attr, values, &calls) == 0);
	CHECK((p = rseq_mempool_create("values", STRIDE, attr)) != NULL);
	CHECK(calls == ROWS);
	CHECK((item = (unsigned char *)rseq_mempool_percpu_malloc(p)) != NULL);
	for (cpu = 0; cpu < ROWS; cpu++)
		CHECK(is_all(row(item, cpu, STRIDE), STRIDE, cpu + 10));
	/* Another range. */
	CHECK(rseq_mempool_percpu_malloc(p) != NULL && calls == 2 * ROWS);
	CHECK(rseq_mempool_destroy(p) == 0);
	/* One row, which is no CPU's. */
	calls = 0;
	CHECK(rseq_mempool_attr_set_global(attr, STRIDE) == 0);
	CHECK((p = rseq_mempool_create("global", 8, attr)) != NULL);
	CHECK(calls == 1);
	FAILS(rseq_mempool_get_max_nr_cpus(p), -1, EINVAL);
	CHECK((item = (unsigned char *)rseq_mempool_percpu_malloc(p)) != NULL && is_all(item, 8, 9));
	CHECK(rseq_mempool_destroy(p) == 0);
	rseq_mempool_attr_destroy(attr);
}

static void foreign(void)
{
	pool *p = make(STRIDE, ROWS, 0, COW_INIT, 1, STRIDE / 2), *gone = make(STRIDE, 1, 0, COW_ZERO, 1, 8);
	unsigned char *item = (unsigned char *)rseq_mempool_percpu_malloc_init(p, p, 8);
	int local = 7;
	void *heap = malloc(100);

#define REFUSED(call)             \
	do {                      \
		errno = 0;        \
		call;             \
		CHECK(errno == EINVAL); \
	} while (0)
	memset(heap, 3, 100);
	REFUSED(librseq_mempool_percpu_free(NULL, STRIDE));
	REFUSED(librseq_mempool_percpu_free(&local, STRIDE));
	REFUSED(librseq_mempool_percpu_free(heap, STRIDE));
	REFUSED(librseq_mempool_percpu_free((void *)(uintptr_t)STRIDE, STRIDE));
	REFUSED(librseq_mempool_percpu_free((void *)(uintptr_t)-8, STRIDE));
	REFUSED(librseq_mempool_percpu_free(item, 0));
	REFUSED(librseq_mempool_percpu_free(item, STRIDE - 1));
	REFUSED(librseq_mempool_percpu_free(item, STRIDE / 2));
	REFUSED(librseq_mempool_percpu_free(item, 2 * STRIDE));
	REFUSED(librseq_mempool_percpu_free(item + 8, STRIDE));
	REFUSED(librseq_mempool_percpu_free(item + STRIDE / 2, STRIDE));
	REFUSED(librseq_mempool_percpu_free(row(item, 1, STRIDE), STRIDE));
	CHECK(local == 7 && is_all((unsigned char *)heap, 100, 3) && !memcmp(item, p, 8));
	/* None of these was put into the list of free items. */
	CHECK(rseq_mempool_percpu_malloc(p) == item + STRIDE / 2);
	FAILS(rseq_mempool_percpu_malloc(p), NULL, ENOMEM);

	FAILS(rseq_mempool_percpu_malloc(NULL), NULL, EINVAL);
	FAILS(rseq_mempool_percpu_zmalloc(NULL), NULL, EINVAL);
	FAILS(rseq_mempool_percpu_malloc_init(NULL, heap, 8), NULL, EINVAL);
	FAILS(rseq_mempool_get_max_nr_cpus(NULL), -1, EINVAL);
	FAILS(rseq_mempool_destroy((pool *)heap), -1, ENOENT);
	FAILS(rseq_mempool_percpu_malloc((pool *)heap), NULL, EINVAL);
	CHECK(rseq_mempool_destroy(gone) == 0);
	FAILS(rseq_mempool_destroy(gone), -1, ENOENT);
	FAILS(rseq_mempool_percpu_malloc(gone), NULL, EINVAL);
	CHECK(rseq_mempool_destroy(p) == 0);
	REFUSED(librseq_mempool_percpu_free(item, STRIDE));
	free(heap);
}

static void sets(void)
{
	struct rseq_mempool_set *set = rseq_mempool_set_create();
	pool *small = make(STRIDE, ROWS, 1, COW_ZERO, 1, 16), *large = make(STRIDE, ROWS, 1, COW_INIT, 1, STRIDE / 2);
	pool *other = make(STRIDE, ROWS, 1, COW_ZERO, 1, 9);
	char text[16] = "fifteen letters";
	void *first, *second;
	size_t n;
	int cpu;

	CHECK(set != NULL);
	FAILS(rseq_mempool_set_percpu_malloc(set, 1), NULL, ENOMEM);
	FAILS(rseq_mempool_set_add_pool(NULL, small), -1, EINVAL);
	FAILS(rseq_mempool_set_add_pool(set, NULL), -1, EINVAL);
	CHECK(rseq_mempool_set_add_pool(set, small) == 0);
	CHECK(rseq_mempool_set_add_pool(set, large) == 0);
	FAILS(rseq_mempool_set_add_pool(set, other), -1, EBUSY);
	CHECK(rseq_mempool_destroy(other) == 0);
	/* The smallest pool that has room: first by length, then because others are full. */
	CHECK((first = rseq_mempool_set_percpu_malloc_init(set, text, sizeof(text))) != NULL);
	for (cpu = 0; cpu < ROWS; cpu++)
		CHECK(!strcmp((char *)row(first, cpu, STRIDE), text));
	CHECK((second = rseq_mempool_set_percpu_zmalloc(set, 17)) != NULL);
	for (cpu = 0; cpu < ROWS; cpu++)
		CHECK(is_all(row(second, cpu, STRIDE), 17, 0));
	librseq_mempool_percpu_free(second, STRIDE);
	for (n = 1; n < STRIDE / 16; n++)
		CHECK(rseq_mempool_set_percpu_malloc(set, 1) == (char *)first + 16 * n);
	CHECK(rseq_mempool_set_percpu_malloc(set, 0) == second);
	CHECK((second = rseq_mempool_set_percpu_malloc(set, 0)) != NULL);
	FAILS(rseq_mempool_set_percpu_malloc(set, 1), NULL, ENOMEM);
	FAILS(rseq_mempool_set_percpu_malloc(set, STRIDE), NULL, ENOMEM);
	FAILS(rseq_mempool_set_percpu_zmalloc(set, SIZE_MAX), NULL, ENOMEM);
	FAILS(rseq_mempool_set_percpu_malloc(NULL, 1), NULL, EINVAL);
	FAILS(rseq_mempool_set_percpu_zmalloc(NULL, 1), NULL, EINVAL);
	FAILS(rseq_mempool_set_percpu_malloc_init(NULL, text, 1), NULL, EINVAL);
	for (n = 0; n < STRIDE / 16; n++)
		librseq_mempool_percpu_free((char *)first + 16 * n, STRIDE);
	librseq_mempool_percpu_free(second, STRIDE);
	librseq_mempool_percpu_free((char *)second - STRIDE / 2, STRIDE);
	CHECK(rseq_mempool_set_destroy(set) == 0);
	FAILS(rseq_mempool_destroy(small), -1, ENOENT);
	FAILS(rseq_mempool_destroy(large), -1, ENOENT);
	FAILS(rseq_mempool_set_destroy(set), -1, EINVAL);
	CHECK(rseq_mempool_set_destroy(NULL) == 0);
}

static pool *inherited;
static unsigned char *inherited_item;

static void without_rows(void)
{
	FAILS(rseq_mempool_percpu_malloc(inherited), NULL, ENOMEM);
	FAILS(rseq_mempool_percpu_zmalloc(inherited), NULL, ENOMEM);
	errno = 0;
	librseq_mempool_percpu_free(inherited_item, STRIDE);
	CHECK(errno == EINVAL);
	CHECK(rseq_mempool_destroy(inherited) == 0);
	FAILS(rseq_mempool_destroy(inherited), -1, ENOENT);
}

static void with_rows(void)
{
	CHECK(is_all(inherited_item, 8, 4));
	memset(inherited_item, 5, 8);
	librseq_mempool_percpu_free(inherited_item, STRIDE);
	CHECK(rseq_mempool_percpu_zmalloc(inherited) == inherited_item);
	CHECK(rseq_mempool_destroy(inherited) == 0);
}

static void forks(void)
{
	int policy;

	for (policy = COW_INIT; policy <= COW_ZERO; policy++) {
		inherited = make(STRIDE, ROWS, 0, policy, 0, 8);
		inherited_item = (unsigned char *)rseq_mempool_percpu_malloc(inherited);
		memset(inherited_item, 4, 8);
		CHECK(in_child(policy == COW_INIT ? without_rows : with_rows) == 0);
		CHECK(is_all(inherited_item, 8, 4));
		librseq_mempool_percpu_free(inherited_item, STRIDE);
		CHECK(rseq_mempool_percpu_malloc(inherited) == inherited_item);
		CHECK(rseq_mempool_destroy(inherited) == 0);
	}
}

static void nodes(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *pages = mmap(NULL, 1000 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	const int move = 2;
	int result;

	memset(pages, 6, 600 * page);
	FAILS(rseq_mempool_range_init_numa(pages, page, 0, 0), -1, EINVAL);
	FAILS(rseq_mempool_range_init_numa(pages, page, 1 << 20, move), -1, EINVAL);
	FAILS(rseq_mempool_range_init_numa(pages, page, -1, move), -1, EINVAL);
	errno = 0;
	result = rseq_mempool_range_init_numa(pages, 1000 * page, rseq_fallback_current_cpu(), move);
	CHECK(result == 0 || (result == -1 && errno == ENOSYS));
	CHECK(is_all((unsigned char *)pages, 600 * page, 6));
	if (result)
		printf("no nodes\n");
	else
		FAILS(rseq_mempool_range_init_numa(pages, page, rseq_fallback_current_cpu(), 1 << 30), -1, EINVAL);
	munmap(pages, 1000 * page);
}

int main(int argc, char **argv)
{
	static const struct check checks[] = {
		{ "attributes", attributes }, { "refusals", refusals }, { "items", items }, { "defaults", defaults },
		{ "init-functions", init_functions }, { "foreign", foreign }, { "sets", sets }, { "forks", forks },
		{ "nodes", nodes }, { NULL, NULL },
	};
	return run_checks(checks, argc, argv);
}
