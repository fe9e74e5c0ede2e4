/* A second copy of the library, as a plug-in brings it, beside the one that the program is linked with. */
#include <dlfcn.h>

#include "check.h"

int checked;

typedef void (*add_function)(struct perseq_counter *, uint64_t);
typedef uint64_t (*sum_function)(const struct perseq_counter *);
typedef uint32_t (*version_function)(void);

static struct perseq_counter ours, theirs;
static add_function add_theirs;

static void *add(void *number)
{
	int n;

	for (n = 0; n < 50000; n++) {
		perseq_counter_add(&ours, 1);
		add_theirs(&theirs, 2);
	}
	return number;
}

int main(int argc, char **argv)
{
	void *copy = dlopen(argc > 1 ? argv[1] : "", RTLD_NOW | RTLD_LOCAL);
	sum_function sum_theirs;
	version_function version;
	pthread_t threads[4];
	int n;

	if (!copy) {
		fprintf(stderr, "%s\n", dlerror());
		return 1;
	}
	*(void **)(void *)&add_theirs = dlsym(copy, "perseq_counter_add");
	*(void **)(void *)&sum_theirs = dlsym(copy, "perseq_counter_sum");
	*(void **)(void *)&version = dlsym(copy, "perseq_version");
	CHECK(add_theirs && sum_theirs && version && add_theirs != perseq_counter_add);
	CHECK(version() == perseq_version());
	for (n = 0; n < 4; n++)
		CHECK(pthread_create(&threads[n], NULL, add, NULL) == 0);
	for (n = 0; n < 4; n++)
		CHECK(pthread_join(threads[n], NULL) == 0);
	CHECK(perseq_counter_sum(&ours) == 200000);
	CHECK(sum_theirs(&theirs) == 400000);
	/* Either copy knows the other one's counters: they are the same memory. */
	CHECK(sum_theirs(&ours) == 200000 && perseq_counter_sum(&theirs) == 400000);
	printf("%d conditions\n", checked);
	return 0;
}
