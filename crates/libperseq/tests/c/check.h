/* What the parts of the program share. In C and in C++. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <perseq/perseq.h>

extern int checked;

#define CHECK(condition)                                                                                               \
	do {                                                                                                           \
		int saved = errno;                                                                                     \
		__atomic_add_fetch(&checked, 1, __ATOMIC_RELAXED);                                                     \
		if (!(condition)) {                                                                                    \
			fprintf(stderr, "%s:%d: %s (errno %d, %s)\n", __FILE__, __LINE__, #condition, saved,           \
				perseq_error_text());                                                                  \
			exit(1);                                                                                       \
		}                                                                                                      \
	} while (0)

/* `call` has the result of a failure, says why in errno, and its text has these words. */
#define FAILS(call, result, why, words)                                                                                \
	do {                                                                                                           \
		errno = 0;                                                                                             \
		CHECK((call) == (result));                                                                             \
		CHECK(errno == (why));                                                                                 \
		CHECK(strstr(perseq_error_text(), words));                                                             \
	} while (0)

/* The same of a function without a result. */
#define REFUSES(call, why, words)                                                                                      \
	do {                                                                                                           \
		errno = 0;                                                                                             \
		call;                                                                                                  \
		CHECK(errno == (why));                                                                                 \
		CHECK(strstr(perseq_error_text(), words));                                                             \
	} while (0)

#define THREADS 4

/* ThreadSanitizer ends a child that starts a thread. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define STARTS_THREADS_IN_CHILDREN 0
#endif
#endif
#ifdef __SANITIZE_THREAD__
#define STARTS_THREADS_IN_CHILDREN 0
#endif
#ifndef STARTS_THREADS_IN_CHILDREN
#define STARTS_THREADS_IN_CHILDREN 1
#endif

/* Runs `body` in THREADS threads, with the number of each. */
void in_threads(void *(*body)(void *));
/* Runs `body` in a child, which must succeed. */
void in_child(void (*body)(void));

/* Interrupts this thread again and again, until signals_end, by a signal with this handler. */
void signals_begin(void (*handler)(int));
void signals_end(void);
/* Two CPUs on which this thread may run; 0 if there is one. */
int two_cpus(int cpus[2]);
/* Keeps this thread on a CPU: that one, or the one that it is on; and lets it run on all again. */
void run_on(int cpu);
void run_here(void);
void run_anywhere(void);

/* The parts. */
void counters(void);
void items(void);
void records(void);
void waits(void);
void rows(void);
void library(void);

#endif
