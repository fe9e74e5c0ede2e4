/*
 * Initial values reach a row although a store to the same page has the kernel copy that page at that time. The writer's store and the
 * allocation overlap in as many rounds as the argument says.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <time.h>

#define STRIDE (1U << 16)
#define ITEM 2048

struct span {
	uint64_t from, to;
};

static volatile char *neighbour;
static int round_, answered, stop;
static struct span stored;

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* Up to some hundred nanoseconds, another number each time. */
static void delay(unsigned int *random)
{
	volatile unsigned int n;

	*random = *random * 1103515245 + 12345;
	for (n = 0; n < (*random >> 16) % 800; n++)
		;
}

static void *writer(void *unused)
{
	unsigned int random = 1;
	int seen = 0, next;

	for (;;) {
		while ((next = __atomic_load_n(&round_, __ATOMIC_ACQUIRE)) == seen) {
			if (__atomic_load_n(&stop, __ATOMIC_RELAXED))
				return unused;
		}
		seen = next;
		delay(&random);
		stored.from = now();
		*neighbour = 1;
		stored.to = now();
		__atomic_store_n(&answered, seen, __ATOMIC_RELEASE);
	}
}

/* One round; whether the store and the allocation overlapped. */
static int overlaps(int n, unsigned int *random, void *values)
{
	struct rseq_mempool_attr *attr = rseq_mempool_attr_create();
	struct rseq_mempool *pool;
	struct span allocated;
	void *item;

	CHECK(rseq_mempool_attr_set_percpu(attr, STRIDE, 1) == 0);
	CHECK((pool = rseq_mempool_create("copies", ITEM, attr)) != NULL);
	rseq_mempool_attr_destroy(attr);
	CHECK((neighbour = (volatile char *)rseq_mempool_percpu_malloc(pool)) != NULL);
	/* From the first load on, the row shares the page with the initial values. */
	CHECK(*neighbour == 0);
	__atomic_store_n(&round_, n, __ATOMIC_RELEASE);
	delay(random);
	allocated.from = now();
	item = rseq_mempool_percpu_malloc_init(pool, values, ITEM);
	allocated.to = now();
	while (__atomic_load_n(&answered, __ATOMIC_ACQUIRE) != n)
		sched_yield();
	CHECK(item != NULL && memcmp(item, values, ITEM) == 0 && *neighbour == 1);
	CHECK(rseq_mempool_destroy(pool) == 0);
	return allocated.from < stored.to && stored.from < allocated.to;
}

int main(int argc, char **argv)
{
	int wanted = argc > 1 ? atoi(argv[1]) : 0, overlapping = 0, n = 0;
	char values[ITEM];
	unsigned int random = 7;
	pthread_t thread;

	memset(values, 0x22, sizeof(values));
	CHECK(pthread_create(&thread, NULL, writer, NULL) == 0);
	while (overlapping < wanted && n < 1000 * wanted)
		overlapping += overlaps(++n, &random, values);
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	CHECK(pthread_join(thread, NULL) == 0);
	CHECK(overlapping == wanted);
	printf("%d rounds\n%d conditions\n", n, checked);
	return 0;
}
