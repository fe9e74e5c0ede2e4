/* A process that may have little memory: objects of many sizes until there is no more, which ENOMEM says; none of them is another one's; what is
 * freed can be had again, threads and large objects too. The limit is on data or on address space, by the first argument. */
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { MIB = 1 << 20, MOST = 400000 };

static unsigned char *objects[MOST];
static size_t sizes[MOST];

static size_t size_of(int n)
{
	return n % 97 == 0 ? 300000 : 16 + (size_t)n * 37 % 2000;
}

/* Kilobytes of a line of /proc/self/status. */
static long status(const char *name)
{
	char line[256];
	long value = -1;
	FILE *file = fopen("/proc/self/status", "r");

	while (file && fgets(line, sizeof line, file))
		if (!strncmp(line, name, strlen(name)))
			value = strtol(line + strlen(name) + 1, NULL, 10);
	if (file)
		fclose(file);
	return value;
}

static int fill(void)
{
	int many = 0;

	for (; many < MOST; many++) {
		sizes[many] = size_of(many);
		errno = 0;
		objects[many] = malloc(sizes[many]);
		if (!objects[many])
			break;
		memset(objects[many], many % 251, sizes[many]);
	}
	return many;
}

static int empty(int many)
{
	for (int n = 0; n < many; n++) {
		for (size_t at = 0; at < sizes[n]; at += 13)
			if (objects[n][at] != n % 251)
				return 0;
		free(objects[n]);
	}
	return 1;
}

static void *thread(void *unused)
{
	free(malloc(1000));
	return unused;
}

int main(int count, char **words)
{
	int is_data = count > 1 && !strcmp(words[1], "data"), many, again;
	long used = status(is_data ? "VmData:" : "VmSize:");
	struct rlimit limit = {(rlim_t)(used << 10) + 96 * MIB, RLIM_INFINITY};
	pthread_t id;
	void *large;

	free(malloc(100));
	if (is_data)
		limit.rlim_cur = (rlim_t)(status("VmData:") << 10) + 96 * MIB;
	limit.rlim_max = limit.rlim_cur;
	if (used < 0 || setrlimit(is_data ? RLIMIT_DATA : RLIMIT_AS, &limit))
		return 2;
	many = fill();
	if (many == MOST || errno != ENOMEM)
		return 3;
	if (many < 5000)
		return 4;
	/* Other ways to ask are refused as well, and say so. */
	errno = 0;
	if (calloc(1, 200 * MIB) || errno != ENOMEM)
		return 5;
	large = objects[0];
	errno = 0;
	if (realloc(large, 200 * MIB) || errno != ENOMEM || objects[0][sizes[0] - 1] != 0)
		return 6;
	if (posix_memalign(&large, 4096, 200 * MIB) != ENOMEM)
		return 7;
	if (!empty(many))
		return 8;
	malloc_trim(0);
	if (pthread_create(&id, NULL, thread, NULL) || pthread_join(id, NULL))
		return 9;
	large = malloc(8 * MIB);
	if (!large)
		return 10;
	free(large);
	/* The C library keeps the thread's stack. */
	again = fill();
	if (again < many / 4 * 3 || errno != ENOMEM || !empty(again))
		return 11;
	printf("%d objects, then %d\n", many, again);
	return 0;
}
