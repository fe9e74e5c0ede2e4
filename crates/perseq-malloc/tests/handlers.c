/* A library whose handlers of each fork allocate, registered when it is loaded. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SIZES = 24, EACH = 300 };

/* More objects than any row keeps, of many sizes: the heap is asked, and gets them back. */
static void use(void)
{
	static void *objects[SIZES][EACH];
	for (int round = 0; round < 2; round++) {
		for (int size = 0; size < SIZES; size++)
			for (int n = 0; n < EACH; n++) {
				objects[size][n] = malloc(16 + 40 * size);
				if (!objects[size][n])
					abort();
				memset(objects[size][n], size, 16 + 40 * size);
			}
		for (int size = 0; size < SIZES; size++)
			for (int n = 0; n < EACH; n++)
				free(objects[size][n]);
	}
	free(malloc(1 << 20));
}

__attribute__((constructor)) static void load(void)
{
	if (pthread_atfork(use, use, use))
		abort();
}
