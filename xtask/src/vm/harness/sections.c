/*
 * The sections of one architecture on a real kernel, where Rust's standard library is not to be had: the object that
 * `cargo xtask assemble` makes, linked with this program, which is also the machine's first process.
 *
 * Every thread registers for rseq, is interrupted by a timer and moved between CPUs, and works on the rows of all CPUs with
 * everybody else. What is counted and what is in the lists at the end must be exact, and sections must have been aborted.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/rseq.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#ifndef SYS_rseq
#define SYS_rseq __NR_rseq
#endif
#ifndef SIGEV_THREAD_ID
#define SIGEV_THREAD_ID 4
#endif

enum outcome { COMMITTED, EXITED, ABORTED, GUARDED };
enum { THREADS = 8, STRIDE_SHIFT = 18, ROUNDS = 200000, NODES = 64 };

/* As many bytes as every kernel registers. */
struct area {
	uint32_t cpu_id_start, cpu_id;
	uint64_t rseq_cs;
	uint32_t rest[4];
} __attribute__((aligned(32)));

/* What the object exports. */
extern uintptr_t *thread_block(void);
extern enum outcome here_cpu_id_add(uintptr_t *v, uintptr_t n);
extern enum outcome here_cpu_id_load_add_store_release(uintptr_t *v, uintptr_t n);
extern enum outcome guarded_cpu_id_list_push(uintptr_t *row, uintptr_t *link, uintptr_t node);
extern enum outcome guarded_cpu_id_list_pop(uintptr_t *row, uintptr_t *out, uintptr_t offset);
extern enum outcome guarded_cpu_id_array_push(uintptr_t *row, uintptr_t word, uintptr_t capacity);
extern enum outcome guarded_cpu_id_array_pop(uintptr_t *row, uintptr_t *out);

static uintptr_t *rows;
static unsigned long long aborts, moves, wrong;
static int cpus;

static uintptr_t *row(int cpu, size_t word)
{
	return (uintptr_t *)((char *)rows + ((size_t)cpu << STRIDE_SHIFT)) + word;
}

static void fail(const char *what)
{
	printf("FAILED %s: %s\n", what, strerror(errno));
	fflush(stdout);
	_exit(1);
}

/* This thread's area: the C library's, or one that is registered now. */
static struct area *attach(struct area *own)
{
	if (__rseq_size > 0)
		return (struct area *)((char *)__builtin_thread_pointer() + __rseq_offset);
	own->cpu_id = (uint32_t)-1;
	if (syscall(SYS_rseq, own, sizeof *own, 0, SIGNATURE))
		fail("rseq");
	return own;
}

static void nothing(int signal)
{
	(void)signal;
}

/* Signals this thread every fifth of a millisecond. */
static timer_t interrupt_often(void)
{
	struct sigevent event;
	struct itimerspec every = { { 0, 200000 }, { 0, 200000 } };
	timer_t timer;
	memset(&event, 0, sizeof event);
	event.sigev_notify = SIGEV_THREAD_ID;
	event.sigev_signo = SIGALRM;
#ifdef sigev_notify_thread_id
	event.sigev_notify_thread_id = (int)syscall(SYS_gettid);
#else
	event._sigev_un._tid = (int)syscall(SYS_gettid);
#endif
	if (timer_create(CLOCK_MONOTONIC, &event, &timer) || timer_settime(timer, 0, &every, NULL))
		fail("timer");
	return timer;
}

static int again(enum outcome outcome, unsigned long long *aborted)
{
	if (outcome == ABORTED)
		++*aborted;
	return outcome != COMMITTED && outcome != EXITED;
}

/* Words of a row: the list (guard, first), the counts, the array (guard, limit, length, slots). */
enum { LIST = 0, COUNT = 16, RELEASE = 24, ARRAY = 32 };

static void *work(void *number)
{
	static struct area areas[THREADS];
	struct area *area = attach(&areas[(intptr_t)number]);
	uintptr_t *block = thread_block(), node[2], word;
	unsigned long long aborted = 0, moved = 0;
	timer_t timer;
	int n, cpu = -1;

	block[0] = (uintptr_t)area;
	timer = interrupt_often();
	for (n = 0; n < ROUNDS; n++) {
		if ((n & 1023) == 0) {
			cpu_set_t set;
			CPU_ZERO(&set);
			CPU_SET((n / 1024 + (intptr_t)number) % cpus, &set);
			sched_setaffinity(0, sizeof set, &set);
		}
		if ((int)area->cpu_id != cpu) {
			cpu = (int)area->cpu_id;
			moved++;
		}
		while (again(here_cpu_id_add(rows + COUNT, 1), &aborted))
			;
		while (again(here_cpu_id_load_add_store_release(rows + RELEASE, 1), &aborted))
			;
		/* Take a node of this CPU's, write in it, put it back on the CPU where we are by then. */
		word = 0;
		while (again(guarded_cpu_id_list_pop(rows + LIST, &word, 0), &aborted))
			;
		if (word) {
			uintptr_t *taken = (uintptr_t *)word;
			taken[1]++;
			while (again(guarded_cpu_id_list_push(rows + LIST, taken, word), &aborted))
				;
		}
		node[0] = 0;
		while (again(guarded_cpu_id_array_pop(rows + ARRAY, node), &aborted))
			;
		if (node[0])
			while (guarded_cpu_id_array_push(rows + ARRAY, node[0], NODES * 4) != COMMITTED)
				aborted++;
	}
	timer_delete(timer);
	__atomic_fetch_add(&aborts, aborted, __ATOMIC_RELAXED);
	__atomic_fetch_add(&moves, moved, __ATOMIC_RELAXED);
	/* Unregistered before its memory is anybody else's. */
	if (area == &areas[(intptr_t)number] && syscall(SYS_rseq, area, sizeof *area, 1, SIGNATURE))
		fail("unregister");
	return NULL;
}

static void check(const char *name, unsigned long long found, unsigned long long expected)
{
	printf("test %s ... %s (%llu of %llu)\n", name, found == expected ? "ok" : "FAILED", found, expected);
	if (found != expected)
		wrong++;
}

static int sections(void)
{
	pthread_t threads[THREADS];
	unsigned long long sum = 0, released = 0, nodes = 0, words = 0, values = 0;
	int cpu;
	intptr_t n;

	cpus = (int)sysconf(_SC_NPROCESSORS_ONLN);
	rows = mmap(NULL, (size_t)cpus << STRIDE_SHIFT, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (rows == MAP_FAILED)
		fail("mmap");
	signal(SIGALRM, nothing);
	for (cpu = 0; cpu < cpus; cpu++)
		for (n = 0; n < NODES; n++) {
			uintptr_t *node = calloc(2, sizeof *node);
			node[0] = *row(cpu, LIST + 1);
			*row(cpu, LIST + 1) = (uintptr_t)node;
			*row(cpu, ARRAY + 3 + (size_t)n) = (uintptr_t)(cpu * NODES + n + 1);
			*row(cpu, ARRAY + 2) = (uintptr_t)n + 1;
		}
	for (n = 0; n < THREADS; n++)
		if (pthread_create(&threads[n], NULL, work, (void *)n))
			fail("thread");
	for (n = 0; n < THREADS; n++)
		pthread_join(threads[n], NULL);
	for (cpu = 0; cpu < cpus; cpu++) {
		uintptr_t node, slot;
		sum += *row(cpu, COUNT);
		released += *row(cpu, RELEASE);
		for (node = *row(cpu, LIST + 1); node; node = *(uintptr_t *)node)
			nodes++;
		for (slot = 0; slot < *row(cpu, ARRAY + 2); slot++, words++)
			values += *row(cpu, ARRAY + 3 + slot);
	}
	n = cpus * NODES;
	check("every_addition_is_counted", sum, (unsigned long long)THREADS * ROUNDS);
	check("every_released_addition_is_counted", released, (unsigned long long)THREADS * ROUNDS);
	check("no_node_is_lost_or_doubled", nodes, (unsigned long long)n);
	check("no_word_is_lost_or_doubled", words, (unsigned long long)n);
	check("words_keep_their_values", values, (unsigned long long)n * (n + 1) / 2);
	check("sections_were_aborted", aborts > 0, 1);
	check("threads_were_moved", moves > 2 * THREADS || cpus == 1, 1);
	printf("%llu aborts, %llu moves\n", aborts, moves);
	printf("test result: %s. %llu passed; %llu failed;\n", wrong ? "FAILED" : "ok", 7 - wrong, wrong);
	return wrong != 0;
}

int main(void)
{
	struct utsname name;
	int failed;

	if (getpid() != 1)
		return sections();
	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	uname(&name);
	printf("@vm kernel %s cpus %ld\n@vm begin sections\n", name.release, sysconf(_SC_NPROCESSORS_ONLN));
	fflush(stdout);
	failed = sections();
	printf("@vm end %d sections\n@vm done\n", failed);
	fflush(stdout);
	sync();
	usleep(200000);
	reboot(RB_POWER_OFF);
	pause();
	return 0;
}
