/*
 * Sections in C beside perseq's own: perseq/rseq.h, and librseq where it is given by path.
 *
 *   read THREADS WARM_UP MEASURE     additions to sixteen counters in turn, or pairs of a list's pop and push; elapsed, CPU time,
 *                                    operations timed, operations that are not there afterwards
 */
#define _GNU_SOURCE
#include "loop.h"

static uint64_t done;
static __thread uint64_t own_done;

#ifdef VARIANT_librseq
#include <rseq/rseq.h>
#include <sys/mman.h>

enum { STRIDE = 256 * 1024, ROWS = 1024 };
static intptr_t *counters;

static void make(void)
{
	counters = mmap(NULL, (size_t)STRIDE * ROWS, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (counters == MAP_FAILED)
		die("counters", errno);
}

static inline __attribute__((always_inline)) void operate(int which)
{
	int cpu;

	do
		cpu = rseq_cpu_start();
	while (rseq_load_add_store__ptr(RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID,
		(intptr_t *)((char *)(counters + which) + (size_t)cpu * STRIDE), 1, cpu) != 0);
}

static uint64_t there(void)
{
	uint64_t sum = 0;

	for (size_t row = 0; row < ROWS; row++)
		for (int i = 0; i < 16; i++)
			sum += (uint64_t)((intptr_t *)((char *)counters + row * STRIDE))[i];
	return sum;
}

static void enter(void)
{
	if (rseq_register_current_thread() != 0)
		die("librseq has registered no area", errno);
}
#else
#include <perseq/rseq.h>

static uintptr_t *row;

static void rows(void)
{
	row = perseq_rows_map();
	if (!row)
		die("rows", errno);
}

static void enter(void)
{
	int failed = perseq_rseq_attach();

	if (failed)
		die("the C library has registered no area", failed);
}
#endif

#ifdef VARIANT_add
/* Each counter is a pointer of its own, as in a program that has several. */
static uintptr_t *counters[16];
/* Taken where sections cannot commit. */
static uint64_t spilled;

static void make(void)
{
	rows();
	for (int i = 0; i < 16; i++)
		counters[i] = row + i;
}

static inline __attribute__((always_inline)) void operate(int which)
{
	int outcome;

	PERSEQ_RETRY_CPU_ID(outcome, perseq_here_cpu_id_add(counters[which], 1));
	if (__builtin_expect(outcome != PERSEQ_COMMITTED, 0))
		__atomic_fetch_add(&spilled, 1, __ATOMIC_RELAXED);
}

static uint64_t there(void)
{
	uint64_t sum = spilled;

	for (unsigned n = 0; n < perseq_rows(); n++)
		for (int i = 0; i < 16; i++)
			sum += perseq_row(row, n)[i];
	return sum;
}
#endif

#ifdef VARIANT_list
struct node {
	uintptr_t next, value;
};

static void make(void)
{
	rows();
}

/* Nodes that were made, and those that no section has put back. */
static uint64_t made, kept;

static __attribute__((cold, noinline)) struct node *new_node(void)
{
	struct node *node = malloc(sizeof(*node));

	if (!node)
		die("a node", ENOMEM);
	__atomic_fetch_add(&made, 1, __ATOMIC_RELAXED);
	return node;
}

static inline __attribute__((always_inline)) void operate(int which)
{
	uintptr_t node;
	int outcome;

	(void)which;
	PERSEQ_RETRY_CPU_ID(outcome, perseq_guarded_cpu_id_list_pop(row, &node, offsetof(struct node, next)));
	if (__builtin_expect(outcome != PERSEQ_COMMITTED, 0))
		node = (uintptr_t)new_node();
	__asm__ __volatile__("" ::: "memory");
	PERSEQ_RETRY_CPU_ID(outcome, perseq_guarded_cpu_id_list_push(row, &((struct node *)node)->next, node));
	if (__builtin_expect(outcome != PERSEQ_COMMITTED, 0))
		__atomic_fetch_add(&kept, 1, __ATOMIC_RELAXED);
}

/* As many as were done, less those that are missing: every node that was made is in a row. */
static uint64_t there(void)
{
	uint64_t found = kept;

	for (unsigned n = 0; n < perseq_rows(); n++)
		for (uintptr_t at = perseq_row(row, n)[1]; at && found <= made; at = ((struct node *)at)->next)
			found++;
	return done - (found > made ? found - made : made - found);
}
#endif

static __attribute__((noinline)) void batch(struct worker *own)
{
	(void)own;
#define ONE(which) operate(which); __asm__ __volatile__("" ::: "memory");
#ifdef VARIANT_list
	/* One pair in each iteration, as the lists in Rust. */
	for (int i = 0; i < BATCH; i++) {
		ONE(0)
	}
#else
	for (int i = 0; i < BATCH / 16; i++) {
		ONE(0) ONE(1) ONE(2) ONE(3) ONE(4) ONE(5) ONE(6) ONE(7) ONE(8) ONE(9) ONE(10) ONE(11) ONE(12) ONE(13) ONE(14) ONE(15)
	}
#endif
	own_done += BATCH;
}

static void begin(void)
{
	own_done = 0;
}

static void leave(void)
{
	__atomic_fetch_add(&done, own_done, __ATOMIC_RELAXED);
}

static uint64_t wrong(void)
{
	uint64_t found = there();

	return found > done ? found - done : done - found;
}

int main(void)
{
	static const struct work work = { .enter = enter, .begin = begin, .batch = batch, .leave = leave, .wrong = wrong };
	struct command command;

	make();
	while (next(&command)) {
		if (strcmp(command.name, "read") != 0)
			die(command.name, EINVAL);
		run(&work, command.many, command.warm_up, command.measure);
	}
	return 0;
}
