/* Structures until there is no memory: the next one is none and ENOMEM, and those that there are work. */
#include <sys/resource.h>

#include "check.h"

static char item;

/* `create` makes objects until one is none. */
#define UNTIL_NONE(create)                                                                                             \
	do {                                                                                                           \
		unsigned made = 0;                                                                                     \
		errno = 0;                                                                                             \
		while (made < 1000000 && (create))                                                                     \
			made++;                                                                                        \
		CHECK(made < 1000000 && errno == ENOMEM);                                                              \
		CHECK(strstr(perseq_error_text(), "memory"));                                                          \
	} while (0)

/* So much more address space than the process has now. */
static void limit_to(size_t bytes)
{
	unsigned long pages = 0;
	struct rlimit limit;
	FILE *statm = fopen("/proc/self/statm", "r");

	CHECK(statm && fscanf(statm, "%lu", &pages) == 1 && fclose(statm) == 0);
	CHECK(getrlimit(RLIMIT_AS, &limit) == 0);
	limit.rlim_cur = pages * (size_t)sysconf(_SC_PAGESIZE) + bytes;
	CHECK(setrlimit(RLIMIT_AS, &limit) == 0);
}

static void large(void)
{
	struct perseq_queue *first = perseq_queue_create(16);

	CHECK(first);
	limit_to((size_t)200 << 20);
	UNTIL_NONE(perseq_cpu_lock_create(256 * 1024));
	UNTIL_NONE(perseq_queue_create(16384));
	UNTIL_NONE(perseq_array_stack_create(32765));
	UNTIL_NONE(perseq_ring_create(128 * 1024, PERSEQ_DISCARD));
	UNTIL_NONE(perseq_per_cpu_create(200000));
	UNTIL_NONE(perseq_histogram_create(UINT64_MAX / 2, 5));
	UNTIL_NONE(perseq_cache_create(10, (size_t)1 << 40));
	CHECK(perseq_queue_push(first, &item) == 0);
	CHECK(perseq_queue_pop(first) == &item || perseq_queue_steal(first) == &item);
}

static size_t room;

/* Whatever it is that finds no memory first. */
static void domains(void)
{
	struct perseq_rcu *first = perseq_rcu_create();

	CHECK(first);
	limit_to(room);
	UNTIL_NONE(perseq_rcu_create());
	CHECK(perseq_rcu_synchronize(first) == 0);
}

int main(void)
{
	in_child(large);
	for (room = 1000000; room < 100000000; room += room / 4)
		in_child(domains);
	printf("%d conditions\n", checked);
	return 0;
}
