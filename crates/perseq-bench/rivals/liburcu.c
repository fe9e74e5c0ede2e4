/*
 * liburcu beside perseq: one program per flavour, with the read side inlined, as its users have it.
 *
 *   read THREADS WARM_UP MEASURE     sections in a loop; elapsed, CPU time, sections timed, sections that saw a wrong value
 *   wait SLEEPERS WARM_UP MEASURE    grace periods, beside registered readers that sleep; median, how many, how many wrong
 */
#define _GNU_SOURCE
#define _LGPL_SOURCE
#define URCU_INLINE_SMALL_FUNCTIONS
#include <semaphore.h>

#include "loop.h"

#if defined(FLAVOUR_memb)
#include <urcu/urcu-memb.h>
#define rcu(name) urcu_memb_##name
#elif defined(FLAVOUR_mb)
#include <urcu/urcu-mb.h>
#define rcu(name) urcu_mb_##name
#elif defined(FLAVOUR_bp)
#include <urcu/urcu-bp.h>
#define rcu(name) urcu_bp_##name
#elif defined(FLAVOUR_qsbr)
#include <urcu/urcu-qsbr.h>
#define rcu(name) urcu_qsbr_##name
#else
#error "no flavour"
#endif

/* Readers of qsbr say from time to time that they hold nothing, and that they sleep. */
#ifdef FLAVOUR_qsbr
#define quiescent_state() rcu(quiescent_state)()
#define go_to_sleep() rcu(thread_offline)()
#define wake_up() rcu(thread_online)()
#else
#define quiescent_state() ((void)0)
#define go_to_sleep() ((void)0)
#define wake_up() ((void)0)
#endif

enum { VALUE = 0x5eed, STACK = 64 * 1024, SAMPLES = 1 << 16 };

static uint64_t *pointer;

static inline __attribute__((always_inline)) void look(struct worker *own)
{
	rcu(read_lock)();
	if (*rcu_dereference(pointer) != VALUE)
		own->wrong++;
	rcu(read_unlock)();
}

static __attribute__((noinline)) void batch(struct worker *own)
{
	for (int i = 0; i < BATCH; i++) {
		look(own);
		__asm__ __volatile__("" ::: "memory");
	}
	quiescent_state();
}

static void enter(void)
{
	rcu(register_thread)();
	go_to_sleep();
}

static void begin(void)
{
	wake_up();
}

static void leave(void)
{
	rcu(unregister_thread)();
}

static sem_t ready, wake;

static void *doze(void *argument)
{
	struct worker own = { 0 };

	(void)argument;
	rcu(register_thread)();
	look(&own);
	go_to_sleep();
	sem_post(&ready);
	while (sem_wait(&wake) != 0)
		;
	rcu(unregister_thread)();
	return NULL;
}

/* As many readers that have read and sleep now. */
static pthread_t *gather(unsigned many)
{
	pthread_t *sleepers = calloc(many + 1, sizeof(*sleepers));
	pthread_attr_t attributes;
	int error;

	if (!sleepers)
		die("sleepers", ENOMEM);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK);
	for (unsigned i = 0; i < many; i++)
		if ((error = pthread_create(&sleepers[i], &attributes, doze, NULL)) != 0)
			die("a thread cannot be started", error);
	for (unsigned i = 0; i < many; i++)
		while (sem_wait(&ready) != 0)
			;
	pthread_attr_destroy(&attributes);
	return sleepers;
}

static void dismiss(pthread_t *sleepers, unsigned many)
{
	for (unsigned i = 0; i < many; i++)
		sem_post(&wake);
	for (unsigned i = 0; i < many; i++)
		pthread_join(sleepers[i], NULL);
	free(sleepers);
}

static int by_size(const void *one, const void *other)
{
	uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;

	return (a > b) - (a < b);
}

/* Replaces the value, and takes the old one over behind a grace period; whether that was what had been there. */
static int replace(void)
{
	uint64_t *next = malloc(sizeof(*next)), *old = pointer;
	int right;

	if (!next)
		die("a value", ENOMEM);
	*next = VALUE;
	rcu_assign_pointer(pointer, next);
	rcu(synchronize_rcu)();
	right = *old == VALUE;
	free(old);
	return right;
}

static void grace_periods(unsigned crowd, uint64_t warm_up, uint64_t measure)
{
	static uint64_t samples[SAMPLES];
	pthread_t *sleepers;
	uint64_t begin, count = 0, waits = 0, wrong = 0;

	sleepers = gather(crowd);
	begin = now(CLOCK_MONOTONIC);
	for (uint64_t end = begin; count == 0 || end - begin < warm_up + measure; waits++) {
		uint64_t from = now(CLOCK_MONOTONIC);

		wrong += !replace();
		end = now(CLOCK_MONOTONIC);
		if ((count == 0 || end - begin > warm_up) && count < SAMPLES)
			samples[count++] = end - from;
	}
	dismiss(sleepers, crowd);
	qsort(samples, count, sizeof(*samples), by_size);
	printf("%" PRIu64 " %" PRIu64 " %" PRIu64 "\n", samples[count / 2], waits, wrong);
}

int main(void)
{
	static const struct work readers = { .enter = enter, .begin = begin, .batch = batch, .leave = leave };
	struct command command;

	pointer = malloc(sizeof(*pointer));
	if (!pointer || sem_init(&ready, 0, 0) != 0 || sem_init(&wake, 0, 0) != 0)
		die("the start", errno);
	*pointer = VALUE;
	/* Who waits reads too, as in any program: without readers nothing would be waited for. */
	enter();
	while (next(&command)) {
		if (strcmp(command.name, "read") == 0)
			run(&readers, command.many, command.warm_up, command.measure);
		else if (strcmp(command.name, "wait") == 0)
			grace_periods(command.many, command.warm_up, command.measure);
		else
			die(command.name, EINVAL);
	}
	return 0;
}
