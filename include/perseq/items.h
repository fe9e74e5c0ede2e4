/* perseq/perseq.h: stacks, queues and caches of pointers. */
#ifndef PERSEQ_ITEMS_H
#define PERSEQ_ITEMS_H

#include <perseq/library.h>
#include <perseq/held_row.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The items are pointers of the caller's, not null. The structure never looks at what they point to. Each item that was put in is taken out once,
 * or is given to the function of `destroy`.
 *
 *   push, put    into the row of this CPU: one section, a few nanoseconds. 0, or -1, and the item is the caller's as before: ENOSPC: the row is
 *                full (of a cache: and what CPUs share is full as well); EINVAL: a null item; the errors of reaching a row. Signal handlers too.
 *   pop, get     out of the row of this CPU, likewise. A null pointer and EAGAIN: the row has none (of a cache: nor what CPUs share). Any other
 *                error: the row could not be looked at. Signal handlers too.
 *   steal        from another CPU's row, the first after this one that has any: an interrupt of that CPU (membarrier), some microseconds; if all are
 *                empty, a load for each row. A null pointer and EAGAIN: all are empty.
 *   drain        takes every item of every row, and gives them to `each`, which may use the structure. An interrupt for each row that has some.
 *                0, or -1 and the errors of reaching a row; items that were taken before have been given to `each`.
 *   with_row     calls `f` with row `row` (CPU `row`), held: see struct perseq_held_row. 0, or -1: EINVAL: no such row; EDEADLK: this thread holds it; the
 *                errors of reaching a row. `f` was not called then.
 *   len          how many items there are; out of date when it arrives. A load for each row.
 *   destroy      gives every item that is left to `each`, unless that is null. Cannot fail, but for a pointer that is no such structure.
 *
 * The errors of reaching a row: EBUSY: threads hold it; EPERM and others: neither membarrier nor sched_setaffinity is allowed.
 *
 * A thread that was moved pops from another row than it pushed to, so pop may find nothing while other rows have items: steal looks there. Items of
 * a CPU that went offline stay in its row until they are stolen or drained.
 */
struct perseq_array_stack; /* last in, first out, on each CPU */
struct perseq_queue;       /* first in, first out, on each CPU */
struct perseq_cache;       /* as a stack on each CPU, with items that all CPUs share behind it: for objects that are expensive to make */

/* Up to `capacity` items per CPU. Null and EINVAL: 0, or more than 32,765; ENOMEM. Takes 8 * capacity + 24 bytes for each CPU that is used. */
PERSEQ_API struct perseq_array_stack *perseq_array_stack_create(size_t capacity) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_array_stack_push(struct perseq_array_stack *stack, void *item) PERSEQ_NOEXCEPT;
PERSEQ_API void *perseq_array_stack_pop(struct perseq_array_stack *stack) PERSEQ_NOEXCEPT;
PERSEQ_API void *perseq_array_stack_steal(struct perseq_array_stack *stack) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_array_stack_drain(struct perseq_array_stack *stack, void (*each)(void *item, void *context),
					void *context) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_array_stack_with_row(struct perseq_array_stack *stack, uint32_t row,
					void (*f)(struct perseq_held_row *row, void *context), void *context) PERSEQ_NOEXCEPT;
PERSEQ_API size_t perseq_array_stack_len(const struct perseq_array_stack *stack) PERSEQ_NOEXCEPT;
PERSEQ_API void perseq_array_stack_destroy(struct perseq_array_stack *stack, void (*each)(void *item, void *context),
					   void *context) PERSEQ_NOEXCEPT;

/*
 * Several items, 64 at most in one section, which costs less than a section for each.
 *
 *   push_batch   puts in `items[0]` and on, until one finds no room; returns how many, and the others are the caller's as before. In whatever order.
 *                -1, and none was put in: EINVAL: a null pointer; ENOMEM: no memory for a list of them; the errors of reaching a row. Allocates:
 *                not for signal handlers.
 *   pop_batch    takes up to `count` items, the last pushed first, until the row has none; returns how many. -1, and none was taken: EINVAL: a null
 *                array; the errors of reaching a row. Signal handlers too.
 */
PERSEQ_API int64_t perseq_array_stack_push_batch(struct perseq_array_stack *stack, void *const *items,
						 size_t count) PERSEQ_NOEXCEPT;
PERSEQ_API int64_t perseq_array_stack_pop_batch(struct perseq_array_stack *stack, void **items,
						size_t count) PERSEQ_NOEXCEPT;

/*
 * At least `capacity` items per CPU, rounded up to a power of two. Null and EINVAL: 0, or more than 16,384; ENOMEM. Takes 8 * capacity + 24 bytes for
 * each CPU that is used.
 */
PERSEQ_API struct perseq_queue *perseq_queue_create(size_t capacity) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_queue_push(struct perseq_queue *queue, void *item) PERSEQ_NOEXCEPT;
PERSEQ_API void *perseq_queue_pop(struct perseq_queue *queue) PERSEQ_NOEXCEPT;
PERSEQ_API void *perseq_queue_steal(struct perseq_queue *queue) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_queue_drain(struct perseq_queue *queue, void (*each)(void *item, void *context),
				  void *context) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_queue_with_row(struct perseq_queue *queue, uint32_t row,
					void (*f)(struct perseq_held_row *row, void *context), void *context) PERSEQ_NOEXCEPT;
PERSEQ_API size_t perseq_queue_len(const struct perseq_queue *queue) PERSEQ_NOEXCEPT;
PERSEQ_API void perseq_queue_destroy(struct perseq_queue *queue, void (*each)(void *item, void *context),
				     void *context) PERSEQ_NOEXCEPT;

/*
 * `capacity` items per CPU, as a stack, and `overflow` (0: none) that all CPUs share. If the row is empty or full, half a row (64 items at most)
 * moves from or to those, under a lock. Null and EINVAL: a capacity of 0, or more than 32,765, or an overflow that no memory has room for; ENOMEM.
 */
PERSEQ_API struct perseq_cache *perseq_cache_create(size_t capacity, size_t overflow) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_cache_put(struct perseq_cache *cache, void *item) PERSEQ_NOEXCEPT;
PERSEQ_API void *perseq_cache_get(struct perseq_cache *cache) PERSEQ_NOEXCEPT;
PERSEQ_API void *perseq_cache_steal(struct perseq_cache *cache) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_cache_drain(struct perseq_cache *cache, void (*each)(void *item, void *context),
				  void *context) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_cache_with_row(struct perseq_cache *cache, uint32_t row,
					void (*f)(struct perseq_held_row *row, void *context), void *context) PERSEQ_NOEXCEPT;
PERSEQ_API size_t perseq_cache_len(const struct perseq_cache *cache) PERSEQ_NOEXCEPT;
PERSEQ_API void perseq_cache_destroy(struct perseq_cache *cache, void (*each)(void *item, void *context),
				     void *context) PERSEQ_NOEXCEPT;

/*
 * Takes the items of rows that are as long as they were at the last call, and gives them to `each`: call it every few seconds to free what idle
 * CPUs keep. Costs and fails as drain. A busy row that happens to look idle refills.
 */
PERSEQ_API int perseq_cache_drain_idle(struct perseq_cache *cache, void (*each)(void *item, void *context),
				       void *context) PERSEQ_NOEXCEPT;

/* How often a cache could not do with this CPU's row, since it was made. */
struct perseq_cache_stats {
	uint64_t refills; /* get moved items from what CPUs share to the row */
	uint64_t misses;  /* get found none */
	uint64_t spills;  /* put moved items from the row to what CPUs share */
	uint64_t refused; /* put found both full */
};

/* Those counts; zeroes and EINVAL for a pointer that is to no cache. A load for each row and count. */
PERSEQ_API struct perseq_cache_stats perseq_cache_get_stats(const struct perseq_cache *cache) PERSEQ_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
