/* perseq/perseq.h: smallest and largest values. */
#ifndef PERSEQ_MIN_MAX_H
#define PERSEQ_MIN_MAX_H

#include <perseq/library.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The smallest and the largest of all values that were recorded, by CPU and merged when asked for. For a window of time use one for each window. */
struct perseq_min_max;

/* Null and ENOMEM. Takes 16 bytes for each CPU that is used. */
PERSEQ_API struct perseq_min_max *perseq_min_max_create(void) PERSEQ_NOEXCEPT;

/* Takes note of `value`: two sections, nearly always without a store. None is missed. Signal handlers too. */
PERSEQ_API void perseq_min_max_record(struct perseq_min_max *seen, int64_t value) PERSEQ_NOEXCEPT;

/*
 * Writes both, of all values that were recorded before the call, and maybe of some during it. 0, or -1, and nothing is written: ENODATA: no value was
 * recorded; EINVAL: a null pointer. Two loads for each row.
 */
PERSEQ_API int perseq_min_max_get(const struct perseq_min_max *seen, int64_t *min, int64_t *max) PERSEQ_NOEXCEPT;

PERSEQ_API void perseq_min_max_destroy(struct perseq_min_max *seen) PERSEQ_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
