/*
 * Per-CPU data for C: every thread uses its own CPU's memory, at the cost of a few plain instructions.
 *
 *   static struct perseq_counter requests;               zeroes are a counter at 0
 *
 *   perseq_counter_inc(&requests);                       from any thread, signal handlers too
 *   printf("%" PRIu64 "\n", perseq_counter_sum(&requests));   exact: no addition is ever lost
 *
 * Link with -lperseq (pkg-config perseq, CMake's perseq::perseq). Needs GCC or Clang, C11 or C++11 or later; 64-bit Linux, fast from 4.18 on
 * and exact on any. For events there is perseq_trace.h, for sections perseq/rseq.h.
 *
 * This header includes all others of the library, each of which can be included by itself.
 *
 * Errors: a function that fails returns -1, a null pointer, or the value that it names, and sets errno; perseq_error_text() has the
 * reason. EINVAL: a null pointer, or one whose address is not a multiple of 8; nothing is read or written there.
 *
 * Threads: every function may be called by any thread, also for the same structure; `destroy` by one, while no other thread uses the structure.
 * Functions that say "signal handlers too" may be called by handlers, also by one that has interrupted the same function. A forked child has a
 * copy of every structure, as it was at the fork. No function may be called in the child of vfork.
 *
 * Objects: every structure but counters is an object that a `create` function returns. A pointer that is to none (null, of another kind,
 * destroyed, made up) is EINVAL, and nothing is read or written there. The address of a destroyed object may later be that of a new one. `create`
 * takes all the memory that the structure will need: a row for each CPU, of which those that are used have memory.
 *
 * Functions of the caller's that are called back run on the calling thread with nothing held, unless their place says otherwise. They return: no
 * longjmp, no pthread_exit, no cancellation of the thread (pthread_setcancelstate), no exception. An exception ends the process (SIGABRT).
 *
 * Cancellation: no function is a cancellation point of pthreads. A thread that is to be cancelled completes a call, with what it waits for. No function may be
 * called by a thread whose cancellation is asynchronous (PTHREAD_CANCEL_ASYNCHRONOUS).
 *
 * errno is as it was after a call that succeeds.
 *
 * Kernels: all functions work on any kernel of Linux, exactly. Sections (the cost given below) need 4.18. To reach another CPU's row needs
 * membarrier (5.10 for threads with sections), or permission to run on that CPU for a moment.
 */
#ifndef PERSEQ_H
#define PERSEQ_H

#include <perseq/counter.h>
#include <perseq/cpu_lock.h>
#include <perseq/heap.h>
#include <perseq/held_row.h>
#include <perseq/histogram.h>
#include <perseq/items.h>
#include <perseq/library.h>
#include <perseq/min_max.h>
#include <perseq/per_cpu.h>
#include <perseq/rcu.h>
#include <perseq/ring.h>
#include <perseq/stack.h>

#endif
