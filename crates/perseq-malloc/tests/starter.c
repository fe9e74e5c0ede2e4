/* A library whose handler of each fork starts a thread in the child that allocates. It is registered when the library is loaded, so the
 * allocator's own handler may be after it: then the thread waits for the locks that the forking thread has. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SIZES = 24, EACH = 300 };

static pthread_t thread;
static volatile int number;

/* More objects than any row keeps. */
static void *use(void *unused)
{
	static void *objects[SIZES][EACH];

	number = (int)syscall(SYS_gettid);
	for (int size = 0; size < SIZES; size++)
		for (int n = 0; n < EACH; n++)
			if (!(objects[size][n] = malloc(16 + 40 * size)))
				abort();
	for (int size = 0; size < SIZES; size++)
		for (int n = 0; n < EACH; n++)
			free(objects[size][n]);
	number = -1;
	return unused;
}

/* The thread sleeps, or has done everything. */
static int is_settled(void)
{
	char path[64], text[64] = "";
	int file, now = number;

	if (now <= 0)
		return now < 0;
	snprintf(path, sizeof path, "/proc/self/task/%d/stat", now);
	file = open(path, O_RDONLY);
	if (file >= 0 && read(file, text, sizeof text - 1) > 0) {
		const char *state = text;
		while (*state && *state != ')')
			state++;
		close(file);
		return *state && state[2] == 'S';
	}
	return number < 0;
}

static void in_child(void)
{
	struct timespec nap = {0, 1000 * 1000};

	number = 0;
	if (pthread_create(&thread, NULL, use, NULL))
		abort();
	for (int n = 0; !is_settled() && n < 30000; n++)
		nanosleep(&nap, NULL);
}

/* What a child of the program asks. */
int perseq_test_child(void)
{
	return pthread_join(thread, NULL);
}

__attribute__((constructor)) static void load(void)
{
	if (pthread_atfork(NULL, NULL, in_child))
		abort();
}
