/* What the programs share. Each runs the checks that its arguments name, and says how many conditions it has looked at. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "librseq.h"

static int checked;

#define CHECK(condition)                                                                          \
	do {                                                                                      \
		int saved = errno;                                                                \
		__atomic_add_fetch(&checked, 1, __ATOMIC_RELAXED);                                        \
		if (!(condition)) {                                                               \
			fprintf(stderr, "%s:%d: %s (errno %d)\n", __FILE__, __LINE__, #condition, saved); \
			exit(1);                                                                  \
		}                                                                                 \
	} while (0)

/* `call` has the result of a failure, and says why. */
#define FAILS(call, result, why)               \
	do {                                   \
		errno = 0;                     \
		CHECK((call) == (result));     \
		CHECK(errno == (why));         \
	} while (0)

struct check {
	const char *name;
	void (*run)(void);
};

/* Runs a function in a child; how the child ended. */
static __attribute__((unused)) int in_child(void (*run)(void))
{
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		alarm(60);
		run();
		_exit(0);
	}
	CHECK(child > 0);
	CHECK(waitpid(child, &status, 0) == child);
	return status;
}

static __attribute__((unused)) int run_checks(const struct check *checks, int argc, char **argv)
{
	int n;

	for (n = 1; n < argc; n++) {
		const struct check *check = checks;
		while (check->name && strcmp(check->name, argv[n]))
			check++;
		if (!check->name) {
			fprintf(stderr, "there is no check %s\n", argv[n]);
			return 2;
		}
		check->run();
	}
	printf("%d conditions\n", checked);
	return 0;
}

#endif
