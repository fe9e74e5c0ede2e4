/* perseq/perseq.h: a row that is held. */
#ifndef PERSEQ_HELD_ROW_H
#define PERSEQ_HELD_ROW_H

#include <perseq/library.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A row of a structure, which a function of the caller's was given by `with_row`: no other thread touches it until that function returns. To hold a row
 * costs an interrupt of its CPU, some microseconds; signals are blocked meanwhile, and other threads wait for the row. So the function should be
 * short. If signal handlers use the structure, it must not allocate or take locks. It returns: no longjmp, no exception, no pthread_exit.
 *
 * Inside the function an operation on this CPU's row of the same structure (push, pop) works on that of another CPU if this one is held.
 *
 * A pointer that is to no row that this thread holds is EINVAL, and nothing is read there.
 */
struct perseq_held_row;

/* 0, or -1, and the item is the caller's as before: ENOSPC: the row is full; EINVAL: a null item. */
PERSEQ_API int perseq_held_row_push(struct perseq_held_row *row, void *item) PERSEQ_NOEXCEPT;

/* The item that the structure's pop would take. Null and EAGAIN: the row has none. */
PERSEQ_API void *perseq_held_row_pop(struct perseq_held_row *row) PERSEQ_NOEXCEPT;

/* The row's number; UINT32_MAX and EINVAL for a pointer that is to none. */
PERSEQ_API uint32_t perseq_held_row_number(struct perseq_held_row *row) PERSEQ_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
