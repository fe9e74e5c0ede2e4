/* Threads fork at the same time, while all allocate; children do as well, and fork. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 8, OBJECTS = 200 };

static int forks;
static int failed;

/* Objects that are one's own. */
static int use(int seed)
{
	unsigned char *objects[OBJECTS];

	for (int n = 0; n < OBJECTS; n++) {
		size_t size = 1 + (size_t)(seed + n) * 7919 % (n % 50 ? 3000 : 400000);
		objects[n] = malloc(size);
		if (!objects[n])
			return 0;
		objects[n][0] = objects[n][size - 1] = (unsigned char)(seed + n);
	}
	for (int n = 0; n < OBJECTS; n++) {
		if (objects[n][0] != (unsigned char)(seed + n))
			return 0;
		free(objects[n]);
	}
	return 1;
}

static int waited(pid_t pid)
{
	int status;

	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static void *thread(void *argument)
{
	int number = (int)(long)argument;

	for (int round = 0; round < forks; round++) {
		pid_t pid;

		if (!use(number * 1000 + round))
			__atomic_fetch_add(&failed, 1, __ATOMIC_RELAXED);
		pid = fork();
		if (pid == 0) {
			/* A child that hangs is killed by that. */
			alarm(60);
			if (!use(round))
				_exit(1);
			if (round % 4 == 0) {
				pid = fork();
				if (pid == 0)
					_exit(!use(round + 1));
				if (!waited(pid))
					_exit(2);
			}
			_exit(0);
		}
		if (!waited(pid))
			__atomic_fetch_add(&failed, 1, __ATOMIC_RELAXED);
	}
	return NULL;
}

int main(int count, char **words)
{
	pthread_t threads[THREADS];

	forks = count > 1 ? atoi(words[1]) : 20;
	for (long n = 0; n < THREADS; n++)
		if (pthread_create(&threads[n], NULL, thread, (void *)n))
			return 2;
	for (int n = 0; n < THREADS; n++)
		pthread_join(threads[n], NULL);
	printf("%d forks, %d failed\n", THREADS * forks, failed);
	return failed != 0;
}
