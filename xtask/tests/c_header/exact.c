/* Threads, signals every 50 microseconds and changes of affinity, over perseq/rseq.h: nothing is lost or doubled. In C or C++. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <perseq/rseq.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#define THREADS 4
#define NODES 64
#define IS(condition) do { if (!(condition)) { printf("%s:%d: %s\n", __FILE__, __LINE__, #condition); exit(1); } } while (0)

struct node {
	uintptr_t value, next;
};
struct totals {
	uintptr_t operations, spilled, taken;
};

static uintptr_t *counters, *counters_mm_cid, *lists;
static uintptr_t spill, from_handlers, ready, stop, moves, interrupted;
static int attached;
static int can_mm_cid;
static unsigned long rounds;

/* One addition, exact in any circumstances: the usual shape of a user's code. */
static void add_one(struct totals *totals)
{
	int outcome = PERSEQ_ABORTED, left = PERSEQ_ATTEMPTS;
	while ((outcome = perseq_here_cpu_id_add(counters, 1)) == PERSEQ_ABORTED) {
		if (perseq_current_cpu_id() >= 0)
			__atomic_fetch_add(&interrupted, 1, __ATOMIC_RELAXED);
		if (--left == 0 || !perseq_goes_on_cpu_id())
			break;
	}
	if (outcome == PERSEQ_ABORTED) {
		__atomic_fetch_add(&spill, 1, __ATOMIC_RELAXED);
		totals->spilled++;
	}
	if (can_mm_cid) {
		PERSEQ_RETRY_MM_CID(outcome, perseq_here_mm_cid_load_add_store_release(counters_mm_cid, 1));
		if (outcome == PERSEQ_ABORTED)
			__atomic_fetch_add(&counters_mm_cid[8], 1, __ATOMIC_RELAXED);
	}
	totals->operations++;
}

/* A handler's additions are on the rows of the section that it has interrupted. */
static void rings(int signal)
{
	int saved = errno, outcome;
	(void)signal;
	PERSEQ_RETRY_CPU_ID(outcome, perseq_here_cpu_id_add(counters, 1));
	if (outcome == PERSEQ_ABORTED)
		__atomic_fetch_add(&spill, 1, __ATOMIC_RELAXED);
	__atomic_fetch_add(&from_handlers, 1, __ATOMIC_RELAXED);
	errno = saved;
}

/* Pops a node and pushes it again, with `guarded` sections. */
static void pass_on(struct totals *totals)
{
	uintptr_t popped = 0;
	int outcome;
	PERSEQ_RETRY_CPU_ID(outcome, perseq_guarded_cpu_id_list_pop(lists, &popped, offsetof(struct node, next)));
	if (outcome != PERSEQ_COMMITTED)
		return;
	((struct node *)popped)->value++;
	totals->taken++;
	do {
		PERSEQ_RETRY_CPU_ID(outcome, perseq_guarded_cpu_id_list_push(lists, &((struct node *)popped)->next, popped));
	} while (outcome != PERSEQ_COMMITTED);
}

static int has_happened(void)
{
	return __atomic_load_n(&moves, __ATOMIC_RELAXED) > 0 && __atomic_load_n(&from_handlers, __ATOMIC_RELAXED) > 0
		&& (attached != 0 || __atomic_load_n(&interrupted, __ATOMIC_RELAXED) > 0);
}

static void *works(void *argument)
{
	struct totals *totals = (struct totals *)argument;
	unsigned long round = 0;
	/* Until so many rounds are done, and what they are about has happened: a minute at most. */
	time_t end = time(NULL) + 60;
	while (round < rounds || (!has_happened() && (round % 1024 != 0 || time(NULL) < end))) {
		add_one(totals);
		pass_on(totals);
		round++;
	}
	__atomic_fetch_add(&ready, 1, __ATOMIC_RELEASE);
	return NULL;
}

/* Takes rows from under the others, and moves threads about. */
static void *disturbs(void *argument)
{
	pthread_t *threads = (pthread_t *)argument;
	unsigned n = 0, count = (unsigned)sysconf(_SC_NPROCESSORS_ONLN);
	while (!__atomic_load_n(&stop, __ATOMIC_ACQUIRE)) {
		struct timespec pause = { 0, 200000 };
		cpu_set_t cpus;
		unsigned cpu = n++ % count;
		uintptr_t *row = perseq_row(lists, cpu);
		CPU_ZERO(&cpus);
		CPU_SET(cpu, &cpus);
		if (pthread_setaffinity_np(threads[n % THREADS], sizeof(cpus), &cpus) == 0)
			__atomic_fetch_add(&moves, 1, __ATOMIC_RELAXED);
		if (perseq_guard_take(row, (int)cpu) == 0) {
			/* The holder has the row alone: it looks at each node. */
			uintptr_t at, length = 0;
			for (at = row[1]; at != 0; at = ((struct node *)at)->next)
				IS(++length <= NODES);
			perseq_guard_open(row);
		}
		nanosleep(&pause, NULL);
	}
	return NULL;
}

int main(int count, char **arguments)
{
	static struct node nodes[NODES];
	static struct totals totals[THREADS];
	struct itimerval timer = { { 0, 50 }, { 0, 50 } };
	struct sigaction action;
	pthread_t threads[THREADS], disturber;
	uintptr_t sum = 0, sum_mm_cid = 0, operations = 0, spilled = 0, taken = 0, values = 0, found = 0;
	unsigned n, rows = perseq_rows();
	attached = perseq_rseq_attach();
	rounds = count > 1 ? strtoul(arguments[1], NULL, 10) : 100000;
	counters = (uintptr_t *)perseq_rows_map();
	counters_mm_cid = (uintptr_t *)perseq_rows_map();
	lists = (uintptr_t *)perseq_rows_map();
	IS(rows && counters && counters_mm_cid && lists);
	can_mm_cid = perseq_current_mm_cid() >= 0;
	for (n = 0; n < NODES; n++) {
		uintptr_t *row = perseq_row(lists, n % (unsigned)sysconf(_SC_NPROCESSORS_ONLN));
		nodes[n].next = row[1];
		row[1] = (uintptr_t)&nodes[n];
	}
	memset(&action, 0, sizeof(action));
	action.sa_handler = rings;
	action.sa_flags = SA_RESTART;
	IS(sigaction(SIGALRM, &action, NULL) == 0);
	for (n = 0; n < THREADS; n++)
		IS(pthread_create(&threads[n], NULL, works, &totals[n]) == 0);
	IS(pthread_create(&disturber, NULL, disturbs, threads) == 0);
	IS(setitimer(ITIMER_REAL, &timer, NULL) == 0);
	/* A thread that is joined is none that could be moved. */
	while (__atomic_load_n(&ready, __ATOMIC_ACQUIRE) < THREADS)
		usleep(1000);
	__atomic_store_n(&stop, 1, __ATOMIC_RELEASE);
	pthread_join(disturber, NULL);
	for (n = 0; n < THREADS; n++)
		pthread_join(threads[n], NULL);
	memset(&timer, 0, sizeof(timer));
	IS(setitimer(ITIMER_REAL, &timer, NULL) == 0);
	for (n = 0; n < THREADS; n++) {
		operations += totals[n].operations;
		spilled += totals[n].spilled;
		taken += totals[n].taken;
	}
	for (n = 0; n < rows; n++) {
		uintptr_t at;
		sum += *perseq_row(counters, n);
		sum_mm_cid += *perseq_row(counters_mm_cid, n);
		for (at = perseq_row(lists, n)[1]; at != 0; at = ((struct node *)at)->next)
			IS(++found <= NODES);
	}
	for (n = 0; n < NODES; n++)
		values += nodes[n].value;
	IS(sum + spill == operations + from_handlers);
	IS(!can_mm_cid || sum_mm_cid + counters_mm_cid[8] == operations);
	IS(found == NODES && values == taken);
	IS(perseq_rows_unmap(counters) == 0 && perseq_rows_unmap(counters_mm_cid) == 0 && perseq_rows_unmap(lists) == 0);
	IS(has_happened());
	IS(attached == 0 ? taken > 0 : spilled == operations);
	printf("attached %d: %lu additions, %lu by handlers, %lu nodes passed on, %lu aborts, %lu moves\n", attached, (unsigned long)operations,
		(unsigned long)from_handlers, (unsigned long)taken, (unsigned long)interrupted, (unsigned long)moves);
	if (attached != 0)
		printf("SKIPPED sections: the C library registers no area here (%d)\n", attached);
	return 0;
}
