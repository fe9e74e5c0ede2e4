/* perseq/perseq.h: locks, one for each CPU. */
#ifndef PERSEQ_CPU_LOCK_H
#define PERSEQ_CPU_LOCK_H

#include <perseq/library.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A lock for each CPU, with bytes of the caller's that it protects: threads on different CPUs do not wait for each other. The holder may be moved to
 * another CPU, and keeps the lock and the bytes of the one where it took them. Not for signal handlers.
 */
struct perseq_cpu_lock;

/*
 * `size` bytes for each CPU, zeroes at first, aligned to 128. Null and EINVAL: a size of 0, or of more than 256 KiB; ENOMEM. Takes size + 192 bytes for each
 * CPU that is used, and address space for all CPUs that the kernel can have.
 */
PERSEQ_API struct perseq_cpu_lock *perseq_cpu_lock_create(size_t size) PERSEQ_NOEXCEPT;

/*
 * Takes the lock of the CPU that the thread is on, and returns its bytes: one section and a few stores. Waits while another thread holds it: spins for a moment,
 * and then sleeps, longer each time up to a millisecond; threads that have waited for long get it in their turn. Null and EDEADLK: this thread
 * holds that lock; EBUSY: it holds another one, and this one did not become free within 50 ms of naps (each might wait for the other); EOWNERDEAD: see
 * perseq_cpu_lock_repair.
 */
PERSEQ_API void *perseq_cpu_lock_lock(struct perseq_cpu_lock *lock) PERSEQ_NOEXCEPT;

/* The same without waiting. Null and EBUSY: another thread has it. */
PERSEQ_API void *perseq_cpu_lock_try_lock(struct perseq_cpu_lock *lock) PERSEQ_NOEXCEPT;

/* Releases the lock whose bytes are at `bytes`: a store or two. 0, or -1 and EPERM: this thread does not hold it, or `bytes` are not of this lock. */
PERSEQ_API int perseq_cpu_lock_unlock(struct perseq_cpu_lock *lock, const void *bytes) PERSEQ_NOEXCEPT;

/*
 * Calls `f` with the bytes of row `row` (CPU `row`) when no thread has them, from any CPU: an interrupt of that CPU, some microseconds. Signals are blocked
 * during the call of `f`. 0, or -1: EINVAL: no such row; EDEADLK: this thread has them; EBUSY and EOWNERDEAD as above; the errors of reaching a row.
 */
PERSEQ_API int perseq_cpu_lock_with_row(struct perseq_cpu_lock *lock, uint32_t row, void (*f)(void *bytes, void *context),
					void *context) PERSEQ_NOEXCEPT;

/*
 * A forked child finds bytes that another thread of its parent had at that moment: they may be half changed, and locking them is EOWNERDEAD. Calls `f` with
 * such bytes of row `row`, as they are, which makes them whole again. 0, or -1 and EINVAL: they are whole.
 */
PERSEQ_API int perseq_cpu_lock_repair(struct perseq_cpu_lock *lock, uint32_t row, void (*f)(void *bytes, void *context),
				      void *context) PERSEQ_NOEXCEPT;

/* Ends the locks and their bytes. 0, or -1 and EBUSY: a thread holds one; nothing has changed then. */
PERSEQ_API int perseq_cpu_lock_destroy(struct perseq_cpu_lock *lock) PERSEQ_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
