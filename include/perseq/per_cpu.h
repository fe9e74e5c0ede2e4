/* perseq/perseq.h: bytes for each CPU, and vectors of operations on them. */
#ifndef PERSEQ_PER_CPU_H
#define PERSEQ_PER_CPU_H

#include <perseq/library.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of the caller's for each CPU. */
struct perseq_per_cpu;

/*
 * `size` bytes for each CPU, zeroes at first, aligned to 64. Null and EINVAL: a size of 0, or of more than 262,080; ENOMEM. Takes size + 64 bytes for
 * each CPU that is used.
 */
PERSEQ_API struct perseq_per_cpu *perseq_per_cpu_create(size_t size) PERSEQ_NOEXCEPT;

/*
 * The bytes of the CPU that the thread is on: a few loads. The thread may be moved while it uses them, so it changes them by atomic operations, which
 * other CPUs seldom disturb. Null and EINVAL. Signal handlers too.
 */
PERSEQ_API void *perseq_per_cpu_here(struct perseq_per_cpu *per_cpu) PERSEQ_NOEXCEPT;

/* The bytes of row `row` (CPU `row`). Null and EINVAL: no such row. */
PERSEQ_API void *perseq_per_cpu_row(struct perseq_per_cpu *per_cpu, uint32_t row) PERSEQ_NOEXCEPT;

/* Ends the bytes. No thread uses them any more. */
PERSEQ_API void perseq_per_cpu_destroy(struct perseq_per_cpu *per_cpu) PERSEQ_NOEXCEPT;

/*
 * The start of row 0, PERSEQ_PER_CPU_BYTES before its bytes, is a guard as the `guarded` sections of perseq/rseq.h have: they leave while a vector runs.
 * Rows are PERSEQ_STRIDE apart, as there.
 */
#define PERSEQ_PER_CPU_BYTES 64

enum perseq_op_kind {
	PERSEQ_OP_COMPARE_EQ = 0,
	PERSEQ_OP_COMPARE_NE = 1,
	PERSEQ_OP_COPY = 2,
	PERSEQ_OP_ADD = 3,
	PERSEQ_OP_OR = 4,
	PERSEQ_OP_AND = 5,
	PERSEQ_OP_XOR = 6,
	PERSEQ_OP_SHIFT_LEFT = 7,
	PERSEQ_OP_SHIFT_RIGHT = 8,
	PERSEQ_OP_BARRIER = 9
};

/* An operation, made by one of the functions below. Its addresses are of memory that stays valid while the vector runs. */
struct perseq_op {
	uint32_t kind;
	uint32_t len;     /* bytes: 1 to 4096 that are compared or copied; 1, 2, 4 or 8 of a number */
	void *to;         /* what is changed, or one side of a comparison */
	const void *from; /* what is copied, or the other side */
	uint64_t n;       /* what is added, a mask, or how many bits */
};

#define PERSEQ_OPS_MAX 16

/*
 * Runs up to 16 operations, all or nothing, while no other vector of this structure and no `guarded` section touches row `row`: on any CPU's row, from any
 * CPU. (The system call cpu_opv, which Linux never got, was to be that.) Comparisons come first; if one fails, nothing has been written.
 *
 * 0: all are done; n: comparison n (from 1) failed; -1: EINVAL: no such row, or an operation that breaks a rule (perseq_error_text() says which: no kind of
 * operation; no length, or more than 4096 bytes in one and 4216 in all; a null or misaligned address; a shift by all bits or more; a copy onto itself; a
 * comparison after a write); EDEADLK: this thread holds the row; the errors of reaching a row. Nothing has been written then. Costs an interrupt of the
 * row's CPU, some microseconds. Signal handlers too.
 */
PERSEQ_API int perseq_per_cpu_run(struct perseq_per_cpu *per_cpu, uint32_t row, const struct perseq_op *ops,
				  size_t count) PERSEQ_NOEXCEPT;

static inline struct perseq_op perseq_op_make(uint32_t kind, void *to, const void *from, uint32_t len,
					      uint64_t n) PERSEQ_NOEXCEPT
{
	struct perseq_op op;

	op.kind = kind;
	op.len = len;
	op.to = to;
	op.from = from;
	op.n = n;
	return op;
}

/* Continues only if `len` bytes at both are equal, or are not. */
static inline struct perseq_op perseq_op_compare_eq(void *one, const void *other, uint32_t len) PERSEQ_NOEXCEPT
{
	return perseq_op_make(PERSEQ_OP_COMPARE_EQ, one, other, len, 0);
}

static inline struct perseq_op perseq_op_compare_ne(void *one, const void *other, uint32_t len) PERSEQ_NOEXCEPT
{
	return perseq_op_make(PERSEQ_OP_COMPARE_NE, one, other, len, 0);
}

/* Copies `len` bytes; the two do not overlap. */
static inline struct perseq_op perseq_op_copy(void *to, const void *from, uint32_t len) PERSEQ_NOEXCEPT
{
	return perseq_op_make(PERSEQ_OP_COPY, to, from, len, 0);
}

/* Adds to the unsigned number of `size` bytes, wrapping; a negative `n` subtracts. */
static inline struct perseq_op perseq_op_add(void *number, uint32_t size, int64_t n) PERSEQ_NOEXCEPT
{
	return perseq_op_make(PERSEQ_OP_ADD, number, NULL, size, PERSEQ_CAST(uint64_t, n));
}

static inline struct perseq_op perseq_op_or(void *number, uint32_t size, uint64_t mask) PERSEQ_NOEXCEPT
{
	return perseq_op_make(PERSEQ_OP_OR, number, NULL, size, mask);
}

static inline struct perseq_op perseq_op_and(void *number, uint32_t size, uint64_t mask) PERSEQ_NOEXCEPT
{
	return perseq_op_make(PERSEQ_OP_AND, number, NULL, size, mask);
}

static inline struct perseq_op perseq_op_xor(void *number, uint32_t size, uint64_t mask) PERSEQ_NOEXCEPT
{
	return perseq_op_make(PERSEQ_OP_XOR, number, NULL, size, mask);
}

/* Shifts by less bits than the number has; zeroes come in. */
static inline struct perseq_op perseq_op_shift_left(void *number, uint32_t size, uint32_t bits) PERSEQ_NOEXCEPT
{
	return perseq_op_make(PERSEQ_OP_SHIFT_LEFT, number, NULL, size, bits);
}

static inline struct perseq_op perseq_op_shift_right(void *number, uint32_t size, uint32_t bits) PERSEQ_NOEXCEPT
{
	return perseq_op_make(PERSEQ_OP_SHIFT_RIGHT, number, NULL, size, bits);
}

/* A full memory barrier. */
static inline struct perseq_op perseq_op_barrier(void) PERSEQ_NOEXCEPT
{
	return perseq_op_make(PERSEQ_OP_BARRIER, NULL, NULL, 0, 0);
}

#ifdef __cplusplus
}
#endif

#endif
