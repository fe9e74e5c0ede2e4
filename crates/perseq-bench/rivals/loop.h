/*
 * What rivals in C have in common: commands from standard input, and the loop of `perseq bench`, which starts them.
 *
 * A command is a line, `NAME MANY WARM_UP MEASURE`, answered by a line of numbers; times are in nanoseconds. The program ends with its
 * input. The phases and the clock are those of `perseq bench`.
 */
#ifndef PERSEQ_PEERS_LOOP_H
#define PERSEQ_PEERS_LOOP_H

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 1024 };
enum { WARM_UP, TIMED, OVER };

static int phase;
static pthread_barrier_t start;

struct worker {
	pthread_t thread;
	const struct work *work;
	uint64_t begin, end, cpu_time, timed, wrong;
};

/* What a thread does: before all threads meet, behind that, BATCH operations, and in the end. */
struct work {
	void (*enter)(void);
	void (*begin)(void);
	void (*batch)(struct worker *own);
	void (*leave)(void);
	/* After all threads: how many operations are not there, if that can be told then only. */
	uint64_t (*wrong)(void);
};

static void die(const char *what, int error)
{
	fprintf(stderr, "%s: %s\n", what, strerror(error));
	exit(1);
}

static uint64_t now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void sleep_for(uint64_t ns)
{
	struct timespec time = { .tv_sec = (time_t)(ns / 1000000000), .tv_nsec = (long)(ns % 1000000000) };

	while (nanosleep(&time, &time) != 0 && errno == EINTR)
		;
}

static uint64_t repeat_during(struct worker *own, int during)
{
	uint64_t operations = 0;

	do {
		own->work->batch(own);
		operations += BATCH;
	} while (__atomic_load_n(&phase, __ATOMIC_RELAXED) == during);
	return operations;
}

static void *work_in_turn(void *argument)
{
	struct worker *own = argument;

	own->work->enter();
	pthread_barrier_wait(&start);
	own->work->begin();
	repeat_during(own, WARM_UP);
	own->begin = now(CLOCK_MONOTONIC);
	own->cpu_time = now(CLOCK_THREAD_CPUTIME_ID);
	own->timed = repeat_during(own, TIMED);
	own->end = now(CLOCK_MONOTONIC);
	own->cpu_time = now(CLOCK_THREAD_CPUTIME_ID) - own->cpu_time;
	own->work->leave();
	return NULL;
}

/* The work on so many threads; answers elapsed, CPU time, operations timed, operations that were wrong. */
static void run(const struct work *work, unsigned threads, uint64_t warm_up, uint64_t measure)
{
	struct worker *workers = calloc(threads, sizeof(*workers)), sum = { .begin = UINT64_MAX };
	int error;

	if (!workers)
		die("workers", ENOMEM);
	phase = WARM_UP;
	pthread_barrier_init(&start, NULL, threads + 1);
	for (unsigned i = 0; i < threads; i++) {
		workers[i].work = work;
		if ((error = pthread_create(&workers[i].thread, NULL, work_in_turn, &workers[i])) != 0)
			die("a thread cannot be started", error);
	}
	pthread_barrier_wait(&start);
	sleep_for(warm_up);
	__atomic_store_n(&phase, TIMED, __ATOMIC_RELAXED);
	sleep_for(measure);
	__atomic_store_n(&phase, OVER, __ATOMIC_RELAXED);
	for (unsigned i = 0; i < threads; i++) {
		pthread_join(workers[i].thread, NULL);
		sum.begin = workers[i].begin < sum.begin ? workers[i].begin : sum.begin;
		sum.end = workers[i].end > sum.end ? workers[i].end : sum.end;
		sum.cpu_time += workers[i].cpu_time;
		sum.timed += workers[i].timed;
		sum.wrong += workers[i].wrong;
	}
	if (work->wrong)
		sum.wrong += work->wrong();
	pthread_barrier_destroy(&start);
	free(workers);
	printf("%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", sum.end - sum.begin, sum.cpu_time, sum.timed, sum.wrong);
}

struct command {
	char name[16];
	unsigned many;
	uint64_t warm_up, measure;
};

/* The next one, or 0 at the end. */
static int next(struct command *command)
{
	char line[128];

	fflush(stdout);
	if (!fgets(line, sizeof(line), stdin))
		return 0;
	if (sscanf(line, "%15s %u %" SCNu64 " %" SCNu64, command->name, &command->many, &command->warm_up, &command->measure) != 4)
		die(line, EINVAL);
	return 1;
}

#endif
