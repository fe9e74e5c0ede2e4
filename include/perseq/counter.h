/* perseq/perseq.h: counters. */
#ifndef PERSEQ_COUNTER_H
#define PERSEQ_COUNTER_H

#include <perseq/library.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A 64-bit sum. An addition is one plain addition to 8 bytes of this CPU, which no other CPU writes. Exact across preemption, migration, signal
 * handlers, threads that cannot run sequences, and forks; arithmetic wraps, so a counter may count down.
 *
 * Zeroes are a counter at 0. Takes 24 bytes, and from its first addition on 8 for each CPU. If there is no memory for these, additions go to an atomic in
 * the counter itself. A counter must not be copied or moved.
 */
struct perseq_counter {
	uint64_t perseq_private[3];
};

/* A sum of doubles: each addition goes into exactly one CPU's partial sum, and rounds as an addition does. */
struct perseq_counter_f64 {
	uint64_t perseq_private[3];
};

/* clang-format off */
#define PERSEQ_COUNTER_INIT { { 0, 0, 0 } }
/* clang-format on */

/* Adds `n`. Signal handlers too. A null pointer: EINVAL in errno, and nothing is added. */
PERSEQ_API void perseq_counter_add(struct perseq_counter *counter, uint64_t n) PERSEQ_NOEXCEPT;

/*
 * The sum since the last reset. Has every addition that happened before the call, and of those during it, some. A load for each row.
 * For a null pointer 0 and EINVAL.
 */
PERSEQ_API uint64_t perseq_counter_sum(const struct perseq_counter *counter) PERSEQ_NOEXCEPT;

/* Starts again from 0, and returns the sum until then: every addition is in exactly one answer. Additions are not slowed down. */
PERSEQ_API uint64_t perseq_counter_reset(struct perseq_counter *counter) PERSEQ_NOEXCEPT;

/*
 * The sum that each row has counted ever: writes those of the first `len` rows to `rows`, and returns how many rows there are, 0 before the first
 * addition. Additions of threads that cannot run sequences are in no row.
 */
PERSEQ_API size_t perseq_counter_rows(const struct perseq_counter *counter, uint64_t *rows, size_t len) PERSEQ_NOEXCEPT;

/* Gives back the memory of the rows. No other thread uses the counter; it is a new one after the call. */
PERSEQ_API void perseq_counter_destroy(struct perseq_counter *counter) PERSEQ_NOEXCEPT;

/* As the functions of struct perseq_counter; an addition costs about twice as much. */
PERSEQ_API void perseq_counter_f64_add(struct perseq_counter_f64 *counter, double x) PERSEQ_NOEXCEPT;
PERSEQ_API double perseq_counter_f64_sum(const struct perseq_counter_f64 *counter) PERSEQ_NOEXCEPT;
PERSEQ_API void perseq_counter_f64_destroy(struct perseq_counter_f64 *counter) PERSEQ_NOEXCEPT;

/* Adds 1. Signal handlers too. */
static inline void perseq_counter_inc(struct perseq_counter *counter) PERSEQ_NOEXCEPT
{
	perseq_counter_add(counter, 1);
}

/* Subtracts `n`. Signal handlers too. */
static inline void perseq_counter_sub(struct perseq_counter *counter, uint64_t n) PERSEQ_NOEXCEPT
{
	perseq_counter_add(counter, 0 - n);
}

/* Subtracts 1. Signal handlers too. */
static inline void perseq_counter_dec(struct perseq_counter *counter) PERSEQ_NOEXCEPT
{
	perseq_counter_add(counter, UINT64_MAX);
}

/* The sum of a counter that counts up and down, as a signed number. */
static inline int64_t perseq_counter_level(const struct perseq_counter *counter) PERSEQ_NOEXCEPT
{
	return PERSEQ_CAST(int64_t, perseq_counter_sum(counter));
}

#ifdef __cplusplus
}
#endif

#endif
