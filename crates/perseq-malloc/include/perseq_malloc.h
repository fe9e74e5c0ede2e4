/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The functions of libperseq_malloc that are in no older <stdlib.h> or <malloc.h>, and its figures. All others have their usual names and headers; a
 * program that is linked with the library, or runs with it preloaded, uses it by these.
 */
#ifndef PERSEQ_MALLOC_H
#define PERSEQ_MALLOC_H

#include <stddef.h>
#include <stdint.h>
#include <malloc.h>

#ifdef __cplusplus
extern "C" {
#endif

/* free() of C23. The size that was asked for is not believed: an object may have been shrunk in place. */
void free_sized(void *object, size_t size);

/* free() of C23 for memory of aligned_alloc(). */
void free_aligned_sized(void *object, size_t alignment, size_t size);

/* free(), by a name that older programs use. */
void cfree(void *object);

/* The allocator's figures, in bytes. Later versions add words at the end. */
struct perseq_malloc_stats {
	uint64_t object_bytes;   /* of objects that the program has, large ones aside */
	uint64_t cached_bytes;   /* of free objects that CPUs' rows and transfer caches keep */
	uint64_t span_bytes;     /* of pages that objects of one size share */
	uint64_t large_objects;  /* how many */
	uint64_t large_bytes;    /* of their mappings */
	uint64_t free_bytes;     /* free, with memory: malloc_trim gives them back */
	uint64_t released_bytes; /* given back to the system so far */
	uint64_t record_bytes;   /* of the allocator's own records */
	uint64_t reserved_bytes; /* of address space */
};

/*
 * Writes the figures to `stats`, as far as `size` bytes have room (sizeof(*stats)), and returns how many bytes this library has. A look at each
 * record of the heap, under its lock: some microseconds and more. Not for signal handlers. Never fails.
 */
size_t perseq_malloc_stats(struct perseq_malloc_stats *stats, size_t size);

/*
 * A sampled heap profile: starts it, or starts it anew. One allocation in `interval` bytes (0: 512 KiB; 1: each) is sampled on average, with its
 * stack. 0, or -1 and ENOMEM. Until it is stopped, each allocation and each free costs a few nanoseconds more.
 */
int perseq_malloc_profile_start(size_t interval);

/* Ends sampling. Samples can be written until the next start; frees from now on are not noticed. */
void perseq_malloc_profile_stop(void);

/*
 * Writes the profile as it is now to a file: lines for flame graphs if its name ends with .collapsed, .folded or .txt, else what pprof reads
 * (gzip). 0, or -1 and errno. It reads the debug information of the process's files, which takes seconds for large ones, and allocates. Not for
 * signal handlers.
 */
int perseq_malloc_profile_write(const char *path);

#ifdef __cplusplus
}
#endif

#endif
