/* Faults that the hardened mode finds. The address that the message has to have is written before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static char *told(char *address)
{
	fprintf(stderr, "address %p\n", (void *)address);
	return address;
}

/* Frees others until one of the process's freed objects has left the quarantine. */
static void until_it_is_seen(void)
{
	for (int n = 0; n < 10000000; n++) {
		void *volatile object = malloc(200);

		free(object);
	}
}

int main(int count, char **words)
{
	struct rlimit none = {0, 0};
	char *volatile object = malloc(100);
	static char global[64];

	setrlimit(RLIMIT_CORE, &none);
	if (count != 2 || !object)
		return 60;
	if (!strcmp(words[1], "twice")) {
		free(object);
		free(told(object));
	} else if (!strcmp(words[1], "later")) {
		free(object);
		for (int n = 0; n < 100; n++)
			free(malloc(100));
		free(told(object));
	} else if (!strcmp(words[1], "interior")) {
		free(told(object + 16));
	} else if (!strcmp(words[1], "foreign")) {
		free(told(global + 16));
	} else if (!strcmp(words[1], "written")) {
		free(object);
		told(object + 40);
		object[40] = 1;
		until_it_is_seen();
	} else if (!strcmp(words[1], "large")) {
		char *volatile large = malloc(1 << 20);

		free(large);
		told(large);
		large[5] = 1;
	} else if (!strcmp(words[1], "new")) {
		/* New memory is filled. */
		return object[0] == (char)0xa5 && object[99] == (char)0xa5 ? 0 : 63;
	}
	return 0;
}
