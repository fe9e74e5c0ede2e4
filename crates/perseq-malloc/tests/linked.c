/* A program that is linked with the library, by its header. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "perseq_malloc.h"

int main(void)
{
	Dl_info info;
	void *object = malloc(100), *aligned = aligned_alloc(64, 128);

	if (!object || !aligned)
		return 1;
	if (!dladdr((void *)free_sized, &info) || !strstr(info.dli_fname, "perseq_malloc"))
		return 2;
	if (!dladdr((void *)malloc, &info) || !strstr(info.dli_fname, "perseq_malloc"))
		return 3;
	if (malloc_usable_size(object) < 100 || mallinfo2().uordblks < 228)
		return 4;
	free_sized(object, 100);
	free_aligned_sized(aligned, 64, 128);
	cfree(malloc(1));
	puts("linked");
	return 0;
}
