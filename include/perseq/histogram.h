/* perseq/perseq.h: histograms. */
#ifndef PERSEQ_HISTOGRAM_H
#define PERSEQ_HISTOGRAM_H

#include <perseq/library.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Counts of values by CPU, in the buckets of HdrHistogram: values up to a highest one, each told from others to a number of decimal digits. Every
 * value is counted once: across preemption, migration, signal handlers, threads that cannot run sequences, and forks.
 */
struct perseq_histogram;
/* The values that a histogram has counted until a moment: it does not change. */
struct perseq_snapshot;

/*
 * Null and EINVAL: not 1 to 5 digits; ENOMEM. Takes 8 bytes for each count and CPU that is used: 88 KiB for values up to a million with 3 digits. With
 * the sum a record costs one more addition.
 */
PERSEQ_API struct perseq_histogram *perseq_histogram_create(uint64_t highest, uint32_t digits) PERSEQ_NOEXCEPT;
PERSEQ_API struct perseq_histogram *perseq_histogram_create_with_sum(uint64_t highest, uint32_t digits) PERSEQ_NOEXCEPT;

/*
 * Counts `value` `n` times: some fifteen instructions and one section. A value above the highest is counted as that, and told by perseq_snapshot_above.
 * Signal handlers too.
 */
PERSEQ_API void perseq_histogram_record_n(struct perseq_histogram *histogram, uint64_t value, uint64_t n) PERSEQ_NOEXCEPT;

/*
 * What was counted until now: every value that was recorded before the call, and of those during it, some. The caller destroys it. Costs a load for
 * each count and row, and an allocation of 8 bytes for each count. Without memory for that the process ends.
 */
PERSEQ_API struct perseq_snapshot *perseq_histogram_snapshot(struct perseq_histogram *histogram) PERSEQ_NOEXCEPT;

/*
 * What was counted since the last call of this function, or since the start: every value is in the answer of exactly one call. As
 * perseq_histogram_snapshot, and waits for another thread's call. Null and EDEADLK in a signal handler that has interrupted it on its thread.
 */
PERSEQ_API struct perseq_snapshot *perseq_histogram_interval(struct perseq_histogram *histogram) PERSEQ_NOEXCEPT;

PERSEQ_API void perseq_histogram_destroy(struct perseq_histogram *histogram) PERSEQ_NOEXCEPT;

/* How many values were counted; how many of them were above the highest. Constant time. */
PERSEQ_API uint64_t perseq_snapshot_count(const struct perseq_snapshot *snapshot) PERSEQ_NOEXCEPT;
PERSEQ_API uint64_t perseq_snapshot_above(const struct perseq_snapshot *snapshot) PERSEQ_NOEXCEPT;

/*
 * The smallest and the largest value, as exactly as they are kept, mean and standard deviation; 0 if there is none. The mean is exact if the sum was kept.
 * A load for each count.
 */
PERSEQ_API uint64_t perseq_snapshot_min(const struct perseq_snapshot *snapshot) PERSEQ_NOEXCEPT;
PERSEQ_API uint64_t perseq_snapshot_max(const struct perseq_snapshot *snapshot) PERSEQ_NOEXCEPT;
PERSEQ_API double perseq_snapshot_mean(const struct perseq_snapshot *snapshot) PERSEQ_NOEXCEPT;
PERSEQ_API double perseq_snapshot_stdev(const struct perseq_snapshot *snapshot) PERSEQ_NOEXCEPT;

/* The value at or below which a share of `quantile` of all values are. 0 and EINVAL: not from 0 to 1. A load for each count. */
PERSEQ_API uint64_t perseq_snapshot_quantile(const struct perseq_snapshot *snapshot, double quantile) PERSEQ_NOEXCEPT;

/* Writes the exact sum of all values to `sum`. 0, or -1 and ENODATA: it was not kept for all of them. */
PERSEQ_API int perseq_snapshot_sum(const struct perseq_snapshot *snapshot, uint64_t *sum) PERSEQ_NOEXCEPT;

/* Gives every count that is not 0 to `each`, with the values that share it, the lowest first. 0, or -1 and EINVAL. */
PERSEQ_API int perseq_snapshot_each(const struct perseq_snapshot *snapshot,
				    void (*each)(uint64_t lowest, uint64_t highest, uint64_t count, void *context),
				    void *context) PERSEQ_NOEXCEPT;

/* What both have counted together, as a new snapshot. Null and EINVAL: of histograms with another highest value or other digits. */
PERSEQ_API struct perseq_snapshot *perseq_snapshot_merged(const struct perseq_snapshot *one,
							  const struct perseq_snapshot *other) PERSEQ_NOEXCEPT;

/*
 * Writes the snapshot to `bytes` in HdrHistogram's format V2, uncompressed, if `len` is enough; returns how many bytes it has, so a call with 0 asks. 0 and
 * EINVAL: no snapshot, or a null buffer.
 */
PERSEQ_API size_t perseq_snapshot_v2(const struct perseq_snapshot *snapshot, uint8_t *bytes, size_t len) PERSEQ_NOEXCEPT;

PERSEQ_API void perseq_snapshot_destroy(struct perseq_snapshot *snapshot) PERSEQ_NOEXCEPT;

/* Counts `value`. Signal handlers too. */
static inline void perseq_histogram_record(struct perseq_histogram *histogram, uint64_t value) PERSEQ_NOEXCEPT
{
	perseq_histogram_record_n(histogram, value, 1);
}

#ifdef __cplusplus
}
#endif

#endif
