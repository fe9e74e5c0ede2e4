/* perseq/perseq.h: figures of the allocator. */
#ifndef PERSEQ_HEAP_H
#define PERSEQ_HEAP_H

#include <perseq/library.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The figures of libperseq_malloc, in bytes. */
struct perseq_heap_stats {
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
 * Writes the figures of the allocator that serves this process. 0, or -1, and nothing is written: ENOSYS: it is not libperseq_malloc, because an
 * allocator serves a whole process, and the program is linked with it or started with it in LD_PRELOAD; this library has none of its own. EINVAL: a null
 * pointer. A look at each record of the heap: some microseconds and more. Not for signal handlers.
 */
PERSEQ_API int perseq_heap_get_stats(struct perseq_heap_stats *stats) PERSEQ_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
