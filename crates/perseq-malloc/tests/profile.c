/* Functions whose names are in a heap profile. `end`: the environment has begun it, and the end of the program writes it. `calls FILE`: the
 * program begins it, writes it while it runs, and ends it. `child`: so does a forked child at its end. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../include/perseq_malloc.h"

#pragma weak perseq_malloc_profile_start
#pragma weak perseq_malloc_profile_stop
#pragma weak perseq_malloc_profile_write

enum { OBJECTS = 1000, BYTES = 1000 };

static void *kept[OBJECTS];

__attribute__((noinline)) void *takes_and_keeps(int n)
{
	void *object = malloc(BYTES);

	if (!object)
		exit(70);
	memset(object, 1, BYTES);
	kept[n] = object;
	return object;
}

__attribute__((noinline)) void takes_and_frees(void)
{
	void *volatile object = malloc(BYTES);

	free(object);
}

static void *work(void *unused)
{
	for (int n = 0; n < OBJECTS; n++) {
		takes_and_keeps(n);
		takes_and_frees();
	}
	return unused;
}

static void in_a_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, work, NULL) || pthread_join(thread, NULL))
		exit(71);
}

int main(int count, char **words)
{
	int status;

	if (count < 2)
		return 60;
	if (!strcmp(words[1], "end")) {
		in_a_thread();
		return 0;
	}
	if (!strcmp(words[1], "child")) {
		switch (fork()) {
		case -1:
			return 61;
		case 0:
			in_a_thread();
			return 0;
		}
		return wait(&status) < 0 || status;
	}
	if (!perseq_malloc_profile_start || perseq_malloc_profile_start(1))
		return 62;
	in_a_thread();
	if (perseq_malloc_profile_write(words[2]))
		return 63;
	errno = 0;
	if (perseq_malloc_profile_write("/no/such/directory/file") != -1 || errno != ENOENT)
		return 64;
	perseq_malloc_profile_stop();
	work(NULL);
	/* Nothing more was sampled. */
	return perseq_malloc_profile_write(words[3]);
}
