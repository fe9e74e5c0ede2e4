/* Threads fill and free, and sleep from then on. `trim`: malloc_trim(0) takes all that is free from every CPU's rows. `wait`: the process
 * makes no more calls, and shrinks. `child`: so does a forked child. A number: a thread takes and frees so many small objects now and then,
 * and the process shrinks. */
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 4, OBJECTS = 20000, MIB = 1 << 20, SECONDS = 240 };

static void *objects[THREADS][OBJECTS];
static sem_t done;

/* Bytes in memory that no file backs; no call of it allocates. */
static long resident(void)
{
	char text[4096];
	int file = open("/proc/self/smaps_rollup", O_RDONLY);
	ssize_t bytes = file < 0 ? -1 : read(file, text, sizeof text - 1);
	char *line;

	close(file);
	if (bytes <= 0)
		exit(70);
	text[bytes] = 0;
	line = strstr(text, "Anonymous:");
	return line ? strtol(line + strlen("Anonymous:"), NULL, 10) << 10 : -1;
}

static void fill(int thread)
{
	for (int n = 0; n < OBJECTS; n++) {
		size_t size = 16 + (n * 37 + thread) % 1500;
		objects[thread][n] = malloc(size);
		if (!objects[thread][n])
			exit(71);
		memset(objects[thread][n], 1, size);
	}
}

static void *sleeper(void *thread)
{
	int mine = (int)(long)thread;

	fill(mine);
	for (int n = 0; n < OBJECTS; n++)
		free(objects[mine][n]);
	sem_post(&done);
	for (;;)
		pause();
	return NULL;
}

/* Takes small objects and frees them. */
static void come_by(int count)
{
	for (int n = 0; n < count; n++)
		if (!(objects[0][n] = malloc(48)))
			exit(72);
	for (int n = 0; n < count; n++)
		free(objects[0][n]);
}

static int shrinks(int waits, int count)
{
	struct timespec nap = {0, 50 * 1000 * 1000};
	pthread_t thread;
	long before, full, now;

	/* What stays: records, the first row, the stacks. */
	for (int n = 0; n < OBJECTS; n++)
		free(malloc(16 + n % 1500));
	before = resident();
	fill(0);
	full = resident();
	if (full < before + 10 * MIB)
		return 1;
	for (int n = 0; n < OBJECTS; n++)
		free(objects[0][n]);
	for (long n = 0; n < THREADS; n++)
		if (pthread_create(&thread, NULL, sleeper, (void *)n))
			return 2;
	for (int n = 0; n < THREADS; n++)
		sem_wait(&done);
	if (!waits && !malloc_trim(0))
		return 3;
	for (int n = 0; (now = resident()) > before + 5 * MIB; n++) {
		if (!waits || n > SECONDS * 20) {
			fprintf(stderr, "%ld bytes, then %ld, at last %ld\n", before, full, now);
			return 4;
		}
		nanosleep(&nap, NULL);
		come_by(count);
	}
	return 0;
}

int main(int count, char **words)
{
	int status;

	if (count != 2 || sem_init(&done, 0, 0))
		return 60;
	if (strcmp(words[1], "child"))
		return shrinks(strcmp(words[1], "trim"), atoi(words[1]));
	free(malloc(1000));
	switch (fork()) {
	case -1:
		return 61;
	case 0:
		_exit(shrinks(1, 0));
	}
	if (wait(&status) < 0)
		return 62;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 63;
}
