/* A library that works in a thread of its own, and counts. */
#include <pthread.h>

#include <perseq/perseq.h>

struct perseq_counter worked;

static pthread_t thread;

static void *work(void *unused)
{
	int n;

	for (n = 0; n < 20000000; n++)
		perseq_counter_inc(&worked);
	return unused;
}

int worker_start(void)
{
	return pthread_create(&thread, NULL, work, NULL);
}

void worker_join(void)
{
	pthread_join(thread, NULL);
}
