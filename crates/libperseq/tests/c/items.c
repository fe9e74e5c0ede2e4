/* Structures of pointers: each item comes out once, under threads, handlers and forks. */
#include "check.h"

#define EACH 5000

static char ten[10];
static uintptr_t handled;
static uintptr_t items_made, items_made_sum, items_seen, items_sum;

static void items_reset(void)
{
	items_made = items_made_sum = items_seen = items_sum = 0;
}

static void item_made(void *item)
{
	__atomic_add_fetch(&items_made, 1, __ATOMIC_RELAXED);
	__atomic_add_fetch(&items_made_sum, (uintptr_t)item, __ATOMIC_RELAXED);
}

static void item_drained(void *item, void *context)
{
	CHECK(item && !context);
	__atomic_add_fetch(&items_seen, 1, __ATOMIC_RELAXED);
	__atomic_add_fetch(&items_sum, (uintptr_t)item, __ATOMIC_RELAXED);
}

static void item_seen(void *item, uintptr_t *sum)
{
	if (item) {
		*sum += (uintptr_t)item;
		item_drained(item, NULL);
	} else {
		CHECK(errno == EAGAIN || errno == EBUSY);
	}
}

/* An object of another kind than `kind`. */
static void *other_object(const char *kind)
{
	static struct perseq_queue *queue;
	static struct perseq_array_stack *stack;

	if (!queue) {
		queue = perseq_queue_create(1);
		stack = perseq_array_stack_create(1);
	}
	CHECK(queue && stack);
	return strcmp(kind, "perseq_queue") ? (void *)queue : (void *)stack;
}

#define STRUCTURE perseq_array_stack
#define PUT push
#define TAKE pop
#define CREATE(capacity) perseq_array_stack_create(capacity)
#include "items.h"

#define STRUCTURE perseq_queue
#define PUT push
#define TAKE pop
#define CREATE(capacity) perseq_queue_create(capacity)
#include "items.h"

#define STRUCTURE perseq_cache
#define PUT put
#define TAKE get
#define CREATE(capacity) perseq_cache_create(capacity, 0)
#include "items.h"

static void orders(void)
{
	struct perseq_array_stack *stack = perseq_array_stack_create(8);
	struct perseq_queue *queue = perseq_queue_create(8);
	int n;

	run_here();
	for (n = 0; n < 3; n++)
		CHECK(perseq_array_stack_push(stack, &ten[n]) == 0 && perseq_queue_push(queue, &ten[n]) == 0);
	for (n = 0; n < 3; n++)
		CHECK(perseq_array_stack_pop(stack) == &ten[2 - n] && perseq_queue_pop(queue) == &ten[n]);
	run_anywhere();
	perseq_array_stack_destroy(stack, NULL, NULL);
	perseq_queue_destroy(queue, NULL, NULL);
}

static void shared_items(void)
{
	struct perseq_cache *cache = perseq_cache_create(2, 4);
	struct perseq_cache_stats stats;
	int n;

	run_here();
	for (n = 0; n < 6; n++)
		CHECK(perseq_cache_put(cache, &ten[n]) == 0);
	FAILS(perseq_cache_put(cache, &ten[6]), -1, ENOSPC, "full");
	CHECK(perseq_cache_len(cache) == 6);
	stats = perseq_cache_get_stats(cache);
	CHECK(stats.spills > 0 && stats.refused == 1 && stats.misses == 0);
	for (n = 0; n < 6; n++)
		CHECK(perseq_cache_get(cache));
	FAILS(perseq_cache_get(cache), NULL, EAGAIN, "there was no item");
	stats = perseq_cache_get_stats(cache);
	CHECK(stats.refills > 0 && stats.misses == 1);

	items_reset();
	CHECK(perseq_cache_put(cache, &ten[0]) == 0);
	CHECK(perseq_cache_drain_idle(cache, item_drained, NULL) == 0 && items_seen == 0);
	CHECK(perseq_cache_drain_idle(cache, item_drained, NULL) == 0 && items_seen == 1);
	FAILS(perseq_cache_drain_idle(cache, NULL, NULL), -1, EINVAL, "function");
	FAILS(perseq_cache_drain_idle(NULL, item_drained, NULL), -1, EINVAL, "null pointer");
	run_anywhere();
	perseq_cache_destroy(cache, NULL, NULL);
	errno = 0;
	stats = perseq_cache_get_stats(cache);
	CHECK(errno == EINVAL && stats.refills == 0);
	FAILS(perseq_cache_create(1, SIZE_MAX), NULL, EINVAL, "overflow");
}

static void destroys_another(void *item, void *context)
{
	if (item == context)
		item_drained(item, NULL);
	else
		perseq_queue_destroy((struct perseq_queue *)item, destroys_another, &ten[3]);
}

/* More than have room in the first part of the table, and again in the same places; one destroyed while another one is. */
static void many(void)
{
	static struct perseq_queue *queues[1500];
	struct perseq_queue *outer;
	int round, n;

	for (round = 0; round < 3; round++) {
		for (n = 0; n < 1500; n++) {
			queues[n] = perseq_queue_create(1);
			CHECK(queues[n] && perseq_queue_push(queues[n], &ten[n % 10]) == 0);
		}
		for (n = 0; n < 1500; n++) {
			void *item = perseq_queue_pop(queues[n]);

			CHECK((item ? item : perseq_queue_steal(queues[n])) == &ten[n % 10]);
			perseq_queue_destroy(queues[n], NULL, NULL);
		}
		for (n = 0; n < 1500; n++)
			FAILS(perseq_queue_pop(queues[n]), NULL, EINVAL, "is to none");
	}
	outer = perseq_queue_create(4);
	items_reset();
	queues[0] = perseq_queue_create(4);
	queues[1] = perseq_queue_create(4);
	for (n = 0; n < 2; n++) {
		CHECK(perseq_queue_push(queues[n], &ten[3]) == 0);
		CHECK(perseq_queue_push(outer, queues[n]) == 0);
	}
	perseq_queue_destroy(outer, destroys_another, NULL);
	CHECK(items_seen == 2);
	FAILS(perseq_queue_pop(queues[1]), NULL, EINVAL, "is to none");
}

void items(void)
{
	all_perseq_array_stack();
	all_perseq_queue();
	all_perseq_cache();
	orders();
	shared_items();
	many();
}
