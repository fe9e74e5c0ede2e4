/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * perseq/rseq.h: restartable sequences for C11 and C++11, and later. Made by `cargo xtask headers`; do not edit.
 *
 * A section works on one row of per-CPU memory without an atomic instruction. If the thread is preempted, moved or
 * interrupted by a signal before the section's last store, the kernel sends it back, and nothing has happened.
 *
 * Every function makes one attempt and returns
 *
 *   PERSEQ_COMMITTED   done;
 *   PERSEQ_EXITED      a comparison of its own said no (not equal, full, empty, ...);
 *   PERSEQ_GUARDED     the row's guard is taken (`guarded` sections only);
 *   PERSEQ_ABORTED     interrupted, or this thread cannot run sections: nothing has happened.
 *
 * PERSEQ_RETRY_CPU_ID(outcome, attempt) and PERSEQ_RETRY_MM_CID(outcome, attempt) attempt up to 16 times and attach the
 * thread first where that is needed. If the outcome is PERSEQ_ABORTED all the same, take a path without a section: the C
 * library has not registered this thread (below glibc 2.35, musl, GLIBC_TUNABLES=glibc.pthread.rseq=0, a filter of system
 * calls), or every attempt was interrupted (a debugger that steps). perseq_rseq_attach() says which.
 *
 * Names are perseq_<form>_<index>_<operation>:
 *
 *   on        the caller has read the index and has computed the row's address; aborts if the index is another by then;
 *   here      the section reads the index itself: pass the address in row 0, the section adds index << PERSEQ_STRIDE_SHIFT;
 *   guarded   as `here`, and the first word of the first pointer's row is a guard, which must be 0;
 *   cpu_id    row n belongs to CPU n;
 *   mm_cid    row n belongs to concurrency id n (Linux 6.3): at most as many rows as threads are in use.
 *
 * `_release`: a thread that reads the new value with acquire sees everything before it.
 *
 * Rules. The words that a section compares and stores to, in row n, are written by sections of the same index on row n
 * only, or by the holder of the row's guard. Pointers are valid and aligned for words. No section runs in the child of vfork.
 * Code that may continue on another thread (a coroutine) may do so between sections; each section finds its own thread.
 *
 * Needs: Linux 4.18 and glibc 2.35 for the fast path; GCC 11 or Clang 11 (`asm goto` with outputs). On x86 Clang's
 * -masm=intel is not supported. No flag is needed; no library either.
 */
#ifndef PERSEQ_RSEQ_H
#define PERSEQ_RSEQ_H

#if !defined(__linux__) || !defined(__GNUC__) || (!defined(__clang__) && __GNUC__ < 11)
#error "perseq/rseq.h needs Linux, and GCC 11 or Clang 11"
#endif

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>
/* Strict C (-std=c11) hides what is not POSIX's. */
#ifndef MAP_ANONYMOUS
#include <linux/mman.h>
#endif
#ifndef __cplusplus
extern long syscall(long number, ...);
#endif

/* What came of an attempt. */
#define PERSEQ_COMMITTED 0
#define PERSEQ_EXITED 1
#define PERSEQ_GUARDED 2
#define PERSEQ_ABORTED (-1)

/* Row n of an item is n << PERSEQ_STRIDE_SHIFT bytes after row 0: 256 KiB, as in Perseq's pools, unless defined before. */
#ifndef PERSEQ_STRIDE_SHIFT
#define PERSEQ_STRIDE_SHIFT 18
#endif
#define PERSEQ_STRIDE ((size_t)1 << PERSEQ_STRIDE_SHIFT)
/* The shift as text of an assembler. */
#define PERSEQ_TEXT_OF_(value) #value
#define PERSEQ_TEXT_OF(value) PERSEQ_TEXT_OF_(value)
#define PERSEQ_SHIFT_TEXT PERSEQ_TEXT_OF(PERSEQ_STRIDE_SHIFT)

#define PERSEQ_INLINE static inline __attribute__((always_inline, unused))
#define PERSEQ_COLD static __attribute__((cold, noinline, unused))

/* ThreadSanitizer sees no access that a section makes: sections are ordered as by a lock. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define PERSEQ_TSAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__) || defined(PERSEQ_TSAN)
/* One word for all rows: an addition of 0 both releases and acquires, so no thread takes another's release away. */
__attribute__((weak, visibility("hidden"))) uintptr_t perseq_rseq_1_order;
#define PERSEQ_SANITIZE() ((void)__atomic_fetch_add(&perseq_rseq_1_order, 0, __ATOMIC_ACQ_REL))
#else
#define PERSEQ_SANITIZE() ((void)0)
#endif

/* The tables: each step of a section as the text of an assembler. Labels: 2 start, 3 after the commit, 4 abort, 5 descriptor. */
#define PERSEQ_T_POST "3:\n"
/* GCC's -masm=intel writes registers without a prefix. */
#if defined(__x86_64__) || defined(__i386__)
#define PERSEQ_T_BEGIN "{|.att_syntax noprefix\n}"
#define PERSEQ_T_END "{|.intel_syntax noprefix\n}"
#else
#define PERSEQ_T_BEGIN
#define PERSEQ_T_END
#endif
