/* perseq/perseq.h: stacks of nodes. */
#ifndef PERSEQ_STACK_H
#define PERSEQ_STACK_H

#include <perseq/library.h>
#include <perseq/held_row.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Unbounded, last in first out on each CPU: nodes of the caller's, each with a struct perseq_node at its start. Nothing is allocated: the nodes are the
 * list. A node that is in a stack is the stack's: it is in no other, and its memory stays until it was taken out. It needs no preparation.
 *
 *   push       onto the row of this CPU: one section, a few nanoseconds. 0, or -1, and the node is the caller's as before: EINVAL: null or misaligned; the
 *              errors of reaching a row. Signal handlers too.
 *   pop        the last node of this CPU's row. Null and EAGAIN: the row has none; any other error: the row could not be looked at. Signal handlers too.
 *   steal      a node of another CPU's row, the first after this one that has any: an interrupt of that CPU. Null and EAGAIN: all are empty.
 *   drain      takes every node of every row, the last pushed of each row first, and gives them to `each`, which may use the stack.
 *   is_empty   1 or 0, out of date when it arrives; -1 and EINVAL. A load for each row.
 *   with_row   calls `f` with row `row`, held, as perseq_array_stack_with_row.
 *   destroy    gives every node that is left to `each`, unless that is null. 0, or -1 and the errors of reaching a row: the stack is there as before,
 *              with the nodes that `each` was not given.
 *
 * For other costs and errors see perseq/items.h.
 */
struct perseq_stack;

/* The start of a node. */
struct perseq_node {
	uintptr_t perseq_private;
};

/* Null and ENOMEM. Takes 16 bytes for each CPU that is used. */
PERSEQ_API struct perseq_stack *perseq_stack_create(void) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_stack_push(struct perseq_stack *stack, struct perseq_node *node) PERSEQ_NOEXCEPT;
PERSEQ_API struct perseq_node *perseq_stack_pop(struct perseq_stack *stack) PERSEQ_NOEXCEPT;
PERSEQ_API struct perseq_node *perseq_stack_steal(struct perseq_stack *stack) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_stack_drain(struct perseq_stack *stack, void (*each)(struct perseq_node *node, void *context),
				  void *context) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_stack_is_empty(const struct perseq_stack *stack) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_stack_with_row(struct perseq_stack *stack, uint32_t row,
				     void (*f)(struct perseq_held_row *row, void *context), void *context) PERSEQ_NOEXCEPT;
PERSEQ_API int perseq_stack_destroy(struct perseq_stack *stack, void (*each)(struct perseq_node *node, void *context),
				    void *context) PERSEQ_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
