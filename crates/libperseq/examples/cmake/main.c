/* Counts in four threads. */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>

#include <perseq/perseq.h>

static struct perseq_counter counter;

static void *count(void *unused)
{
	int n;

	for (n = 0; n < 1000000; n++)
		perseq_counter_inc(&counter);
	return unused;
}

int main(void)
{
	pthread_t threads[4];
	int n;

	for (n = 0; n < 4; n++) {
		if (pthread_create(&threads[n], NULL, count, NULL) != 0)
			return 1;
	}
	for (n = 0; n < 4; n++)
		pthread_join(threads[n], NULL);
	printf("%" PRIu64 "\n", perseq_counter_sum(&counter));
	return 0;
}
