/* perseq/perseq.h: read-copy-update. */
#ifndef PERSEQ_RCU_H
#define PERSEQ_RCU_H

#include <perseq/library.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Readers that never wait, and writers that wait for the readers of a moment before they free what those may see:
 *
 *   reader                                                writer
 *   struct perseq_rcu_guard g = perseq_rcu_read_lock(rcu);  old = perseq_rcu_exchange(shared, new_one);
 *   use(perseq_rcu_load(shared));                           perseq_rcu_synchronize(rcu);  or  perseq_rcu_defer(rcu, free, old);
 *   perseq_rcu_read_unlock(&g);                             free(old);
 */
struct perseq_rcu;

/* A reader's stay. Zeroes are none. It may be handed to another thread; a copy must not be left as well. */
struct perseq_rcu_guard {
	uint64_t perseq_private[3];
};

/*
 * A domain: its readers and what waits for them. Null and ENOMEM; if another thread takes the last memory at the same moment, the process ends. Takes 4 KiB,
 * and 64 bytes for each CPU.
 */
PERSEQ_API struct perseq_rcu *perseq_rcu_create(void) PERSEQ_NOEXCEPT;

/*
 * Enters: what is loaded until the guard is left stays valid until then. One section and a store; a thread's first call is a system call. Never waits, and may be nested. A guard
 * that is never left keeps all grace periods from ending. A guard of zeroes and EINVAL: no domain. Signal handlers too.
 */
PERSEQ_API struct perseq_rcu_guard perseq_rcu_read_lock(struct perseq_rcu *rcu) PERSEQ_NOEXCEPT;

/* Leaves, on any thread, and makes `guard` zeroes: a store. 0, or -1 and EINVAL: it is none, or its domain was destroyed. Signal handlers too. */
PERSEQ_API int perseq_rcu_read_unlock(struct perseq_rcu_guard *guard) PERSEQ_NOEXCEPT;

/*
 * Waits until every reader that is inside now has left. What was unlinked before may be freed. An interrupt of each CPU that runs a thread of this process, and
 * a look at each row. 0, or -1, and nothing may be freed: EDEADLK: this thread has made guards that were not left; ECHILD: see
 * perseq_rcu_restart_after_fork; EPERM and others: readers cannot be fenced.
 */
PERSEQ_API int perseq_rcu_synchronize(struct perseq_rcu *rcu) PERSEQ_NOEXCEPT;

/* The same for so many nanoseconds at most: 1 if they have left; 0 if not, and nothing may be freed; -1 as above. */
PERSEQ_API int perseq_rcu_synchronize_for(struct perseq_rcu *rcu, uint64_t nanoseconds) PERSEQ_NOEXCEPT;

/*
 * Calls `f(argument)` when every reader that is inside now has left, on the domain's thread, or, if that cannot be started, on one that defers more. Does not wait,
 * unless 16,384 functions are pending: then for at most 50 ms in which none runs. Takes 48 bytes or so; without memory for that the process ends. Allowed inside
 * a reader, not in signal handlers. 0, or -1 and ECHILD: see perseq_rcu_restart_after_fork; `f` will not be called.
 */
PERSEQ_API int perseq_rcu_defer(struct perseq_rcu *rcu, void (*f)(void *argument), void *argument) PERSEQ_NOEXCEPT;

/* Waits until all that was deferred before has run. 0, or -1 as perseq_rcu_synchronize, and EDEADLK in a deferred function. */
PERSEQ_API int perseq_rcu_barrier(struct perseq_rcu *rcu) PERSEQ_NOEXCEPT;

/*
 * In a forked child, which knows nothing of its parent's readers, readers may enter at once, and waiting and deferring are ECHILD until this function was called: by
 * the child's one thread, without a guard. What the parent deferred is the parent's. Nothing happens elsewhere. 0, or -1 and EINVAL.
 */
PERSEQ_API int perseq_rcu_restart_after_fork(struct perseq_rcu *rcu) PERSEQ_NOEXCEPT;

/* Waits for the readers, runs what was deferred, and ends the domain. 0, or -1 as perseq_rcu_barrier; then the domain is there as before. */
PERSEQ_API int perseq_rcu_destroy(struct perseq_rcu *rcu) PERSEQ_NOEXCEPT;

/* Loads, stores and exchanges the pointer `place` that readers load: a reader sees all that was written before it was stored. */
#define perseq_rcu_load(place) __atomic_load_n(&(place), __ATOMIC_ACQUIRE)
#define perseq_rcu_store(place, pointer) __atomic_store_n(&(place), (pointer), __ATOMIC_RELEASE)
#define perseq_rcu_exchange(place, pointer) __atomic_exchange_n(&(place), (pointer), __ATOMIC_ACQ_REL)

#ifdef __cplusplus
}
#endif

#endif
