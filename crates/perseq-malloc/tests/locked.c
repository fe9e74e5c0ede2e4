/* A process that may lock little memory, and locks all that it will ever map: it gets objects until there is no more (then ENOMEM says so)
 * or until it has enough, none of them is another one's, and it goes on with what it frees. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define MOST (64ul << 20)

static void *objects[2 * MOST / 1000];

int main(void)
{
	struct rlimit limit;
	size_t many = 0, i;

	/* A limit cannot be raised everywhere. */
	if (getrlimit(RLIMIT_MEMLOCK, &limit))
		return 1;
	if (limit.rlim_max > MOST)
		limit.rlim_max = MOST;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_MEMLOCK, &limit) || (geteuid() == 0 && (setgid(65534) || setuid(65534)))) {
		printf("skip: no limit for this process: %s\n", strerror(errno));
		return 0;
	}
	if (mlockall(MCL_FUTURE)) {
		printf("skip: mlockall: %s\n", strerror(errno));
		return 0;
	}
	for (; many < sizeof objects / sizeof *objects; many++) {
		errno = 0;
		objects[many] = malloc(1000);
		if (!objects[many])
			break;
		memset(objects[many], (int)many, 1000);
	}
	/* What an allocator has mapped before is not locked, and can be given. */
	if (many < sizeof objects / sizeof *objects && errno != ENOMEM)
		return 3;
	if (many < 1000)
		return 4;
	for (i = 0; i < many; i++) {
		unsigned char *object = objects[i];
		if (object[0] != (unsigned char)i || object[999] != (unsigned char)i)
			return 5;
		free(object);
	}
	for (i = 0; i < many / 2; i++)
		if (!(objects[i] = malloc(1000)))
			return 6;
	printf("locked: %zu objects\n", many);
	return 0;
}
