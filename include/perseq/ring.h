/* perseq/perseq.h: rings of records. */
#ifndef PERSEQ_RING_H
#define PERSEQ_RING_H

#include <perseq/library.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A ring of records of any length per CPU: written from any thread, read by one at a time. */
struct perseq_ring;

enum perseq_ring_mode {
	PERSEQ_DISCARD = 0,  /* a record that has no room is refused */
	PERSEQ_OVERWRITE = 1 /* the oldest records make room, read or not */
};

/*
 * A ring with a buffer of `capacity` bytes per CPU, rounded up to a power of two and to 64. Null and EINVAL: a capacity of 0, or of more than 128 KiB,
 * or another mode; ENOMEM. Takes capacity + 64 bytes for each CPU that is used.
 */
PERSEQ_API struct perseq_ring *perseq_ring_create(size_t capacity, int mode) PERSEQ_NOEXCEPT;

/*
 * Writes a record of `len` bytes to the row of this CPU, whole or not at all: one section, some nanoseconds and the copy. 0, or -1: ENOSPC: the row
 * has no room (PERSEQ_DISCARD; the record counts as lost); EMSGSIZE: longer than perseq_ring_max_record; EINVAL: a null record with a length;
 * the errors of reaching a row (counts as lost). Signal handlers too.
 */
PERSEQ_API int perseq_ring_write(struct perseq_ring *ring, const void *record, size_t len) PERSEQ_NOEXCEPT;

/*
 * Takes every record out of every row, the oldest of each row first, and gives it to `each` with the number of its row (the CPU); returns how
 * many they were. The record is valid during the call of `each`. With PERSEQ_OVERWRITE the records of a row are copied out at once: an interrupt of
 * that CPU, and an allocation. -1 and EBUSY: a row has another reader (also `each` may not read the ring again); the errors of reaching a row; records that were taken
 * before have been given to `each`.
 */
PERSEQ_API int64_t perseq_ring_drain(struct perseq_ring *ring,
				     void (*each)(uint32_t row, const void *record, size_t len, void *context),
				     void *context) PERSEQ_NOEXCEPT;

/* The same of one row. -1 and EINVAL: there is no such row. */
PERSEQ_API int64_t perseq_ring_drain_row(struct perseq_ring *ring, uint32_t row,
					 void (*each)(uint32_t row, const void *record, size_t len, void *context),
					 void *context) PERSEQ_NOEXCEPT;

/* As perseq_ring_drain, but the records stay: what a flight recorder shows. */
PERSEQ_API int64_t perseq_ring_look(struct perseq_ring *ring,
				    void (*each)(uint32_t row, const void *record, size_t len, void *context),
				    void *context) PERSEQ_NOEXCEPT;

/* How many records were refused, or overwritten before they were read. A load for each row. */
PERSEQ_API uint64_t perseq_ring_lost(const struct perseq_ring *ring) PERSEQ_NOEXCEPT;

/* Bytes of the longest record: half of the buffer less 8. */
PERSEQ_API size_t perseq_ring_max_record(const struct perseq_ring *ring) PERSEQ_NOEXCEPT;

/* Ends a ring, and the records that it has. */
PERSEQ_API void perseq_ring_destroy(struct perseq_ring *ring) PERSEQ_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
