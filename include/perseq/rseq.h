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

#if defined(__x86_64__) && defined(__LP64__)
#define PERSEQ_SIGNATURE 0x53053053
#define PERSEQ_SLOT_0 "0"
#define PERSEQ_SLOT_1 "8"
#define PERSEQ_ADDRESS "r"
#define PERSEQ_CLOBBERS "memory", "cc"
#define PERSEQ_T_DESCRIPTOR \
	".pushsection __rseq_cs, \"aw?\"\n" \
	".balign 32\n" \
	"5:\n" \
	".long 0, 0\n" \
	".quad 2f\n" \
	".quad (3f - 2f)\n" \
	".quad 4f\n" \
	".popsection\n" \
	".pushsection __rseq_cs_ptr_array, \"aw?\"\n" \
	".quad 5b\n" \
	".popsection\n"
#define PERSEQ_T_EXIT_POINT(l) \
	".pushsection __rseq_exit_point_array, \"aw?\"\n" \
	".quad 2f\n" \
	".quad %l[" #l "]\n" \
	".popsection\n"
#define PERSEQ_T_THREAD_POINTER \
	"movq %%fs:0, %[area]\n"
#define PERSEQ_T_THREAD(slot) \
	"movq perseq_rseq_1_block@gottpoff(%%rip), %[area]\n" \
	"movq %%fs:" slot "(%[area]), %[area]\n"
#define PERSEQ_T_ENTER \
	"lea 5b(%%rip), %[tmp]\n" \
	"movq %[tmp], 8(%[area])\n" \
	"2:\n"
#define PERSEQ_T_REGISTERED(field) \
	".if " field " - 4\n" \
	"cmpl $0, 4(%[area])\n" \
	"jl %l[aborted]\n" \
	".endif\n"
#define PERSEQ_T_CHECK(field) \
	"cmpl %k[index], " field "(%[area])\n" \
	"jne %l[aborted]\n"
#define PERSEQ_T_HERE(field) \
	"movslq " field "(%[area]), %[tmp2]\n" \
	"shl $" PERSEQ_SHIFT_TEXT ", %[tmp2]\n" \
	"js %l[aborted]\n"
#define PERSEQ_T_LOCATE(a) \
	"add %[tmp2], %[" #a "]\n" \
	"jl %l[aborted]\n"
#define PERSEQ_T_UNGUARDED(a) \
	"cmpq $0, (%[" #a "])\n" \
	"jne %l[guarded]\n"
#define PERSEQ_T_LOAD(a, k) \
	"movq 8 * " #k "(%[" #a "]), %[tmp]\n"
#define PERSEQ_T_LOAD_AT(s) \
	"movq (%[tmp], %[" #s "]), %[tmp]\n"
#define PERSEQ_T_LOAD_SLOT(a, k) \
	"movq 8 * " #k "(%[" #a "], %[tmp], 8), %[tmp]\n"
#define PERSEQ_T_SLOT(a, k) \
	"lea 8 * " #k "(%[" #a "], %[tmp], 8), %[tmp]\n"
#define PERSEQ_T_ADD(s) \
	"add %[" #s "], %[tmp]\n"
#define PERSEQ_T_ADD_LITERAL(k) \
	"add $" #k ", %[tmp]\n"
#define PERSEQ_T_SUB_LOAD(a, k) \
	"subq 8 * " #k "(%[" #a "]), %[tmp]\n"
#define PERSEQ_T_AND(s) \
	"and %[" #s "], %[tmp]\n"
#define PERSEQ_T_SET(a) \
	"mov %[tmp], %[" #a "]\n"
#define PERSEQ_T_STORE(s, a, k) \
	"movq %[" #s "], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP(a, k) \
	"movq %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_SLOT(s, a, k) \
	"movq %[" #s "], 8 * " #k "(%[" #a "], %[tmp], 8)\n"
#define PERSEQ_T_COPY(d, s, n) \
	"sub $8, %[" #n "]\n" \
	"jb 8f\n" \
	"7: movq (%[" #s "]), %[tmp]\n" \
	"movq %[tmp], (%[" #d "])\n" \
	"add $8, %[" #s "]\n" \
	"add $8, %[" #d "]\n" \
	"sub $8, %[" #n "]\n" \
	"jae 7b\n" \
	"8: add $8, %[" #n "]\n" \
	"jz 9f\n" \
	"7: movzbl (%[" #s "]), %k[tmp]\n" \
	"movb %b[tmp], (%[" #d "])\n" \
	"inc %[" #s "]\n" \
	"inc %[" #d "]\n" \
	"dec %[" #n "]\n" \
	"jnz 7b\n" \
	"9:\n"
#define PERSEQ_T_LIMIT(a, k) \
	"movq 8 * " #k "(%[" #a "]), %[tmp2]\n"
#define PERSEQ_T_TAKE_SLOT(a, k, o) \
	"movq 8 * " #k "(%[" #a "], %[tmp], 8), %[tmp2]\n" \
	"movq %[tmp2], (%[" #o "])\n"
#define PERSEQ_T_BRANCH_EQ(s, l) \
	"cmp %[" #s "], %[tmp]\n" \
	"je %l[" #l "]\n"
#define PERSEQ_T_BRANCH_NE(s, l) \
	"cmp %[" #s "], %[tmp]\n" \
	"jne %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ZERO(l) \
	"test %[tmp], %[tmp]\n" \
	"je %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ABOVE(s, l) \
	"cmp %[" #s "], %[tmp]\n" \
	"ja %l[" #l "]\n"
#define PERSEQ_T_BRANCH_BELOW(s, l) \
	"cmp %[" #s "], %[tmp]\n" \
	"jb %l[" #l "]\n"
#define PERSEQ_T_BRANCH_OUTSIDE(l) \
	"cmp %[tmp2], %[tmp]\n" \
	"jae %l[" #l "]\n"
#define PERSEQ_T_STORE_RELEASE(s, a, k) \
	"movq %[" #s "], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP_RELEASE(a, k) \
	"movq %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD(s, a, k) \
	"addq %[" #s "], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD_AT(s) \
	"addq %[" #s "], (%[tmp])\n"
#define PERSEQ_T_STORE_ADD_AT_RELEASE(s) \
	"addq %[" #s "], (%[tmp])\n"
#define PERSEQ_T_ABORT \
	".pushsection __rseq_failure, \"ax?\"\n" \
	".byte 0x0f, 0xb9, 0x3d\n" \
	".long 0x53053053\n" \
	"4: jmp %l[aborted]\n" \
	".popsection\n"

#elif defined(__i386__)
#define PERSEQ_SIGNATURE 0x53053053
#define PERSEQ_SLOT_0 "0"
#define PERSEQ_SLOT_1 "4"
#define PERSEQ_ADDRESS "r"
#define PERSEQ_CLOBBERS "memory", "cc"
#define PERSEQ_OPERANDS_IN_MEMORY 1
#define PERSEQ_T_DESCRIPTOR \
	".pushsection __rseq_cs, \"aw?\"\n" \
	".balign 32\n" \
	"5:\n" \
	".long 0, 0\n" \
	".long 2f, 0\n" \
	".long (3f - 2f), 0\n" \
	".long 4f, 0\n" \
	".popsection\n" \
	".pushsection __rseq_cs_ptr_array, \"aw?\"\n" \
	".long 5b, 0\n" \
	".popsection\n"
#define PERSEQ_T_EXIT_POINT(l) \
	".pushsection __rseq_exit_point_array, \"aw?\"\n" \
	".long 2f, 0\n" \
	".long %l[" #l "], 0\n" \
	".popsection\n"
#define PERSEQ_T_THREAD_POINTER \
	"movl %%gs:0, %[area]\n"
#define PERSEQ_T_THREAD(slot) \
	"call 66f\n" \
	"66: pop %[tmp]\n" \
	"leal _GLOBAL_OFFSET_TABLE_+(.-66b)(%[tmp]), %[area]\n" \
	"movl perseq_rseq_1_block@gotntpoff(%[area]), %[area]\n" \
	"movl %%gs:" slot "(%[area]), %[area]\n"
#define PERSEQ_T_ENTER \
	"leal (5b - 66b)(%[tmp]), %[tmp]\n" \
	"movl %[tmp], 8(%[area])\n" \
	"2:\n"
#define PERSEQ_T_REGISTERED(field) \
	".if " field " - 4\n" \
	"cmpl $0, 4(%[area])\n" \
	"jl %l[aborted]\n" \
	".endif\n"
#define PERSEQ_T_CHECK(field) \
	"movl %c[index](%[block]), %[tmp]\n" \
	"cmpl %[tmp], " field "(%[area])\n" \
	"jne %l[aborted]\n"
#define PERSEQ_T_HERE(field) \
	"movl " field "(%[area]), %[tmp2]\n" \
	"test %[tmp2], %[tmp2]\n" \
	"js %l[aborted]\n" \
	"shl $" PERSEQ_SHIFT_TEXT ", %[tmp2]\n"
#define PERSEQ_T_LOCATE(a) \
	"addl %[tmp2], %c[" #a "](%[block])\n"
#define PERSEQ_T_UNGUARDED(a) \
	"movl %c[" #a "](%[block]), %[area]\n" \
	"cmpl $0, (%[area])\n" \
	"jne %l[guarded]\n"
#define PERSEQ_T_LOAD(a, k) \
	"movl %c[" #a "](%[block]), %[area]\n" \
	"movl 4 * " #k "(%[area]), %[tmp]\n"
#define PERSEQ_T_LOAD_AT(s) \
	"addl %c[" #s "](%[block]), %[tmp]\n" \
	"movl (%[tmp]), %[tmp]\n"
#define PERSEQ_T_LOAD_SLOT(a, k) \
	"movl %c[" #a "](%[block]), %[area]\n" \
	"movl 4 * " #k "(%[area], %[tmp], 4), %[tmp]\n"
#define PERSEQ_T_SLOT(a, k) \
	"movl %c[" #a "](%[block]), %[area]\n" \
	"lea 4 * " #k "(%[area], %[tmp], 4), %[tmp]\n"
#define PERSEQ_T_ADD(s) \
	"addl %c[" #s "](%[block]), %[tmp]\n"
#define PERSEQ_T_ADD_LITERAL(k) \
	"add $" #k ", %[tmp]\n"
#define PERSEQ_T_SUB_LOAD(a, k) \
	"movl %c[" #a "](%[block]), %[area]\n" \
	"subl 4 * " #k "(%[area]), %[tmp]\n"
#define PERSEQ_T_AND(s) \
	"andl %c[" #s "](%[block]), %[tmp]\n"
#define PERSEQ_T_SET(a) \
	"movl %[tmp], %c[" #a "](%[block])\n"
#define PERSEQ_T_STORE(s, a, k) \
	"movl %c[" #a "](%[block]), %[area]\n" \
	"movl %c[" #s "](%[block]), %[tmp2]\n" \
	"movl %[tmp2], 4 * " #k "(%[area])\n"
#define PERSEQ_T_STORE_TMP(a, k) \
	"movl %c[" #a "](%[block]), %[area]\n" \
	"movl %[tmp], 4 * " #k "(%[area])\n"
#define PERSEQ_T_STORE_SLOT(s, a, k) \
	"movl %c[" #a "](%[block]), %[area]\n" \
	"movl %c[" #s "](%[block]), %[tmp2]\n" \
	"movl %[tmp2], 4 * " #k "(%[area], %[tmp], 4)\n"
#define PERSEQ_T_COPY(d, s, n) \
	"movl %c[" #s "](%[block]), %[area]\n" \
	"movl %c[" #d "](%[block]), %[tmp2]\n" \
	"cmpl $0, %c[" #n "](%[block])\n" \
	"je 9f\n" \
	"7: movb (%[area]), %b[tmp]\n" \
	"movb %b[tmp], (%[tmp2])\n" \
	"inc %[area]\n" \
	"inc %[tmp2]\n" \
	"decl %c[" #n "](%[block])\n" \
	"jnz 7b\n" \
	"9:\n"
#define PERSEQ_T_LIMIT(a, k) \
	"movl %c[" #a "](%[block]), %[area]\n" \
	"movl 4 * " #k "(%[area]), %[tmp2]\n"
#define PERSEQ_T_TAKE_SLOT(a, k, o) \
	"movl %c[" #a "](%[block]), %[area]\n" \
	"movl 4 * " #k "(%[area], %[tmp], 4), %[tmp2]\n" \
	"movl %c[" #o "](%[block]), %[area]\n" \
	"movl %[tmp2], (%[area])\n"
#define PERSEQ_T_BRANCH_EQ(s, l) \
	"cmpl %c[" #s "](%[block]), %[tmp]\n" \
	"je %l[" #l "]\n"
#define PERSEQ_T_BRANCH_NE(s, l) \
	"cmpl %c[" #s "](%[block]), %[tmp]\n" \
	"jne %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ZERO(l) \
	"test %[tmp], %[tmp]\n" \
	"je %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ABOVE(s, l) \
	"cmpl %c[" #s "](%[block]), %[tmp]\n" \
	"ja %l[" #l "]\n"
#define PERSEQ_T_BRANCH_BELOW(s, l) \
	"cmpl %c[" #s "](%[block]), %[tmp]\n" \
	"jb %l[" #l "]\n"
#define PERSEQ_T_BRANCH_OUTSIDE(l) \
	"cmp %[tmp2], %[tmp]\n" \
	"jae %l[" #l "]\n"
#define PERSEQ_T_STORE_RELEASE(s, a, k) \
	"movl %c[" #a "](%[block]), %[area]\n" \
	"movl %c[" #s "](%[block]), %[tmp2]\n" \
	"movl %[tmp2], 4 * " #k "(%[area])\n"
#define PERSEQ_T_STORE_TMP_RELEASE(a, k) \
	"movl %c[" #a "](%[block]), %[area]\n" \
	"movl %[tmp], 4 * " #k "(%[area])\n"
#define PERSEQ_T_STORE_ADD(s, a, k) \
	"movl %c[" #a "](%[block]), %[area]\n" \
	"movl %c[" #s "](%[block]), %[tmp2]\n" \
	"addl %[tmp2], 4 * " #k "(%[area])\n"
#define PERSEQ_T_STORE_ADD_AT(s) \
	"movl %c[" #s "](%[block]), %[tmp2]\n" \
	"addl %[tmp2], (%[tmp])\n"
#define PERSEQ_T_STORE_ADD_AT_RELEASE(s) \
	"movl %c[" #s "](%[block]), %[tmp2]\n" \
	"addl %[tmp2], (%[tmp])\n"
#define PERSEQ_T_ABORT \
	".pushsection __rseq_failure, \"ax?\"\n" \
	".byte 0x0f, 0xb9, 0x3d\n" \
	".long 0x53053053\n" \
	"4: jmp %l[aborted]\n" \
	".popsection\n"

#elif defined(__aarch64__) && defined(__LP64__) && defined(__AARCH64EL__)
#define PERSEQ_SIGNATURE 0xd428bc00
#define PERSEQ_SLOT_0 "0"
#define PERSEQ_SLOT_1 "8"
#define PERSEQ_ADDRESS "r"
#define PERSEQ_CLOBBERS "memory", "cc", "x16", "x17"
#define PERSEQ_T_DESCRIPTOR \
	".pushsection __rseq_cs, \"aw?\"\n" \
	".balign 32\n" \
	"5:\n" \
	".long 0, 0\n" \
	".quad 2f\n" \
	".quad (3f - 2f)\n" \
	".quad 4f\n" \
	".popsection\n" \
	".pushsection __rseq_cs_ptr_array, \"aw?\"\n" \
	".quad 5b\n" \
	".popsection\n"
#define PERSEQ_T_EXIT_POINT(l) \
	".pushsection __rseq_exit_point_array, \"aw?\"\n" \
	".quad 2f\n" \
	".quad %l[" #l "]\n" \
	".popsection\n"
#define PERSEQ_T_THREAD_POINTER \
	"mrs %[area], tpidr_el0\n"
#define PERSEQ_T_THREAD(slot) \
	"adrp %[area], :gottprel:perseq_rseq_1_block\n" \
	"ldr %[area], [%[area], :gottprel_lo12:perseq_rseq_1_block]\n" \
	"mrs %[tmp], tpidr_el0\n" \
	"add %[area], %[area], %[tmp]\n" \
	"ldr %[area], [%[area], #" slot "]\n"
#define PERSEQ_T_ENTER \
	"adrp %[tmp], 5b\n" \
	"add %[tmp], %[tmp], :lo12:5b\n" \
	"str %[tmp], [%[area], #8]\n" \
	"2:\n"
#define PERSEQ_T_REGISTERED(field) \
	".if " field " - 4\n" \
	"ldr %w[tmp], [%[area], #4]\n" \
	"cmp %w[tmp], #0\n" \
	"b.mi %l[aborted]\n" \
	".endif\n"
#define PERSEQ_T_CHECK(field) \
	"ldr %w[tmp], [%[area], #" field "]\n" \
	"cmp %w[tmp], %w[index]\n" \
	"b.ne %l[aborted]\n"
#define PERSEQ_T_HERE(field) \
	"ldrsw %[tmp2], [%[area], #" field "]\n" \
	"cmp %[tmp2], #0\n" \
	"b.mi %l[aborted]\n"
#define PERSEQ_T_LOCATE(a) \
	"adds %[" #a "], %[" #a "], %[tmp2], lsl #" PERSEQ_SHIFT_TEXT "\n" \
	"b.mi %l[aborted]\n"
#define PERSEQ_T_UNGUARDED(a) \
	"ldar %[tmp], [%[" #a "]]\n" \
	"cbnz %[tmp], %l[guarded]\n"
#define PERSEQ_T_LOAD(a, k) \
	"ldr %[tmp], [%[" #a "], #8 * " #k "]\n"
#define PERSEQ_T_LOAD_AT(s) \
	"ldr %[tmp], [%[tmp], %[" #s "]]\n"
#define PERSEQ_T_LOAD_SLOT(a, k) \
	"add %[tmp2], %[" #a "], %[tmp], lsl #3\n" \
	"ldr %[tmp], [%[tmp2], #8 * " #k "]\n"
#define PERSEQ_T_SLOT(a, k) \
	"add %[tmp], %[" #a "], %[tmp], lsl #3\n" \
	"add %[tmp], %[tmp], #8 * " #k "\n"
#define PERSEQ_T_ADD(s) \
	"add %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_ADD_LITERAL(k) \
	"add %[tmp], %[tmp], #" #k "\n"
#define PERSEQ_T_SUB_LOAD(a, k) \
	"ldr %[tmp2], [%[" #a "], #8 * " #k "]\n" \
	"sub %[tmp], %[tmp], %[tmp2]\n"
#define PERSEQ_T_AND(s) \
	"and %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_SET(a) \
	"mov %[" #a "], %[tmp]\n"
#define PERSEQ_T_STORE(s, a, k) \
	"str %[" #s "], [%[" #a "], #8 * " #k "]\n"
#define PERSEQ_T_STORE_TMP(a, k) \
	"str %[tmp], [%[" #a "], #8 * " #k "]\n"
#define PERSEQ_T_STORE_SLOT(s, a, k) \
	"add %[tmp2], %[" #a "], %[tmp], lsl #3\n" \
	"str %[" #s "], [%[tmp2], #8 * " #k "]\n"
#define PERSEQ_T_COPY(d, s, n) \
	"subs %[" #n "], %[" #n "], #8\n" \
	"b.lo 8f\n" \
	"7: ldr %[tmp], [%[" #s "]], #8\n" \
	"str %[tmp], [%[" #d "]], #8\n" \
	"subs %[" #n "], %[" #n "], #8\n" \
	"b.hs 7b\n" \
	"8: adds %[" #n "], %[" #n "], #8\n" \
	"b.eq 9f\n" \
	"7: ldrb %w[tmp], [%[" #s "]], #1\n" \
	"strb %w[tmp], [%[" #d "]], #1\n" \
	"subs %[" #n "], %[" #n "], #1\n" \
	"b.ne 7b\n" \
	"9:\n"
#define PERSEQ_T_LIMIT(a, k) \
	"add %[tmp2], %[" #a "], #8 * " #k "\n" \
	"ldar %[tmp2], [%[tmp2]]\n"
#define PERSEQ_T_TAKE_SLOT(a, k, o) \
	"add %[tmp2], %[" #a "], %[tmp], lsl #3\n" \
	"ldr %[tmp2], [%[tmp2], #8 * " #k "]\n" \
	"str %[tmp2], [%[" #o "]]\n"
#define PERSEQ_T_BRANCH_EQ(s, l) \
	"cmp %[tmp], %[" #s "]\n" \
	"b.eq %l[" #l "]\n"
#define PERSEQ_T_BRANCH_NE(s, l) \
	"cmp %[tmp], %[" #s "]\n" \
	"b.ne %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ZERO(l) \
	"cbz %[tmp], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ABOVE(s, l) \
	"cmp %[tmp], %[" #s "]\n" \
	"b.hi %l[" #l "]\n"
#define PERSEQ_T_BRANCH_BELOW(s, l) \
	"cmp %[tmp], %[" #s "]\n" \
	"b.lo %l[" #l "]\n"
#define PERSEQ_T_BRANCH_OUTSIDE(l) \
	"cmp %[tmp], %[tmp2]\n" \
	"b.hs %l[" #l "]\n"
#define PERSEQ_T_STORE_RELEASE(s, a, k) PERSEQ_T_STORE_RELEASE_##k(s, a)
#define PERSEQ_T_STORE_RELEASE_0(s, a) \
	"stlr %[" #s "], [%[" #a "]]\n"
#define PERSEQ_T_STORE_RELEASE_1(s, a) \
	"add %[tmp2], %[" #a "], #8 * 1\n" \
	"stlr %[" #s "], [%[tmp2]]\n"
#define PERSEQ_T_STORE_TMP_RELEASE(a, k) PERSEQ_T_STORE_TMP_RELEASE_##k(a)
#define PERSEQ_T_STORE_TMP_RELEASE_0(a) \
	"stlr %[tmp], [%[" #a "]]\n"
#define PERSEQ_T_STORE_TMP_RELEASE_1(a) \
	"add %[tmp2], %[" #a "], #8 * 1\n" \
	"stlr %[tmp], [%[tmp2]]\n"
#define PERSEQ_T_STORE_TMP_RELEASE_2(a) \
	"add %[tmp2], %[" #a "], #8 * 2\n" \
	"stlr %[tmp], [%[tmp2]]\n"
#define PERSEQ_T_STORE_ADD(s, a, k) \
	"ldr %[tmp], [%[" #a "], #8 * " #k "]\n" \
	"add %[tmp], %[tmp], %[" #s "]\n" \
	"str %[tmp], [%[" #a "], #8 * " #k "]\n"
#define PERSEQ_T_STORE_ADD_AT(s) \
	"ldr %[tmp2], [%[tmp]]\n" \
	"add %[tmp2], %[tmp2], %[" #s "]\n" \
	"str %[tmp2], [%[tmp]]\n"
#define PERSEQ_T_STORE_ADD_AT_RELEASE(s) \
	"ldr %[tmp2], [%[tmp]]\n" \
	"add %[tmp2], %[tmp2], %[" #s "]\n" \
	"stlr %[tmp2], [%[tmp]]\n"
#define PERSEQ_T_ABORT \
	".pushsection __rseq_failure, \"ax?\"\n" \
	".balign 4\n" \
	".inst 0xd428bc00\n" \
	"4: b %l[aborted]\n" \
	".popsection\n"

#elif defined(__arm__) && defined(__ARMEL__)
#define PERSEQ_SIGNATURE 0xe7f5def3
#define PERSEQ_SLOT_0 "0"
#define PERSEQ_SLOT_1 "4"
#define PERSEQ_ADDRESS "r"
#define PERSEQ_CLOBBERS "memory", "cc"
#define PERSEQ_T_DESCRIPTOR \
	".pushsection __rseq_cs, \"aw?\"\n" \
	".balign 32\n" \
	"5:\n" \
	".long 0, 0\n" \
	".long 2f, 0\n" \
	".long (3f - 2f), 0\n" \
	".long 4f, 0\n" \
	".popsection\n" \
	".pushsection __rseq_cs_ptr_array, \"aw?\"\n" \
	".long 5b, 0\n" \
	".popsection\n"
#define PERSEQ_T_EXIT_POINT(l) \
	".pushsection __rseq_exit_point_array, \"aw?\"\n" \
	".long 2f, 0\n" \
	".long %l[" #l "], 0\n" \
	".popsection\n"
#define PERSEQ_T_THREAD_POINTER \
	"mrc p15, 0, %[area], c13, c0, 3\n"
#define PERSEQ_T_THREAD(slot) \
	"b 8f\n" \
	".balign 4\n" \
	"65: .long perseq_rseq_1_block(GOTTPOFF)\n" \
	"8: adr %[tmp], 65b\n" \
	"ldr %[area], [%[tmp]]\n" \
	"ldr %[area], [%[area], %[tmp]]\n" \
	"mrc p15, 0, %[tmp], c13, c0, 3\n" \
	"add %[area], %[area], %[tmp]\n" \
	"ldr %[area], [%[area], #" slot "]\n"
#define PERSEQ_T_ENTER \
	"adr %[tmp2], 66f\n" \
	"ldr %[tmp], [%[tmp2]]\n" \
	"add %[tmp], %[tmp], %[tmp2]\n" \
	"str %[tmp], [%[area], #8]\n" \
	"2:\n"
#define PERSEQ_T_REGISTERED(field) \
	".if " field " - 4\n" \
	"ldr %[tmp], [%[area], #4]\n" \
	"cmp %[tmp], #0\n" \
	"blt 4f\n" \
	".endif\n"
#define PERSEQ_T_CHECK(field) \
	"ldr %[tmp], [%[area], #" field "]\n" \
	"cmp %[tmp], %[index]\n" \
	"bne 4f\n"
#define PERSEQ_T_HERE(field) \
	"ldr %[tmp2], [%[area], #" field "]\n" \
	"cmp %[tmp2], #0\n" \
	"blt 4f\n"
#define PERSEQ_T_LOCATE(a) \
	"add %[" #a "], %[" #a "], %[tmp2], lsl #" PERSEQ_SHIFT_TEXT "\n"
#define PERSEQ_T_UNGUARDED(a) \
	"ldr %[tmp], [%[" #a "]]\n" \
	"dmb ish\n" \
	"cmp %[tmp], #0\n" \
	"bne %l[guarded]\n"
#define PERSEQ_T_LOAD(a, k) \
	"ldr %[tmp], [%[" #a "], #4 * " #k "]\n"
#define PERSEQ_T_LOAD_AT(s) \
	"ldr %[tmp], [%[tmp], %[" #s "]]\n"
#define PERSEQ_T_LOAD_SLOT(a, k) \
	"add %[tmp2], %[" #a "], %[tmp], lsl #2\n" \
	"ldr %[tmp], [%[tmp2], #4 * " #k "]\n"
#define PERSEQ_T_SLOT(a, k) \
	"add %[tmp], %[" #a "], %[tmp], lsl #2\n" \
	"add %[tmp], %[tmp], #4 * " #k "\n"
#define PERSEQ_T_ADD(s) \
	"add %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_ADD_LITERAL(k) \
	"add %[tmp], %[tmp], #" #k "\n"
#define PERSEQ_T_SUB_LOAD(a, k) \
	"ldr %[tmp2], [%[" #a "], #4 * " #k "]\n" \
	"sub %[tmp], %[tmp], %[tmp2]\n"
#define PERSEQ_T_AND(s) \
	"and %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_SET(a) \
	"mov %[" #a "], %[tmp]\n"
#define PERSEQ_T_STORE(s, a, k) \
	"str %[" #s "], [%[" #a "], #4 * " #k "]\n"
#define PERSEQ_T_STORE_TMP(a, k) \
	"str %[tmp], [%[" #a "], #4 * " #k "]\n"
#define PERSEQ_T_STORE_SLOT(s, a, k) \
	"add %[tmp2], %[" #a "], %[tmp], lsl #2\n" \
	"str %[" #s "], [%[tmp2], #4 * " #k "]\n"
#define PERSEQ_T_COPY(d, s, n) \
	"cmp %[" #n "], #0\n" \
	"beq 9f\n" \
	"7: ldrb %[tmp], [%[" #s "]], #1\n" \
	"strb %[tmp], [%[" #d "]], #1\n" \
	"subs %[" #n "], %[" #n "], #1\n" \
	"bne 7b\n" \
	"9:\n"
#define PERSEQ_T_LIMIT(a, k) \
	"ldr %[tmp2], [%[" #a "], #4 * " #k "]\n" \
	"dmb ish\n"
#define PERSEQ_T_TAKE_SLOT(a, k, o) \
	"add %[tmp2], %[" #a "], %[tmp], lsl #2\n" \
	"ldr %[tmp2], [%[tmp2], #4 * " #k "]\n" \
	"str %[tmp2], [%[" #o "]]\n"
#define PERSEQ_T_BRANCH_EQ(s, l) \
	"cmp %[tmp], %[" #s "]\n" \
	"beq %l[" #l "]\n"
#define PERSEQ_T_BRANCH_NE(s, l) \
	"cmp %[tmp], %[" #s "]\n" \
	"bne %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ZERO(l) \
	"cmp %[tmp], #0\n" \
	"beq %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ABOVE(s, l) \
	"cmp %[tmp], %[" #s "]\n" \
	"bhi %l[" #l "]\n"
#define PERSEQ_T_BRANCH_BELOW(s, l) \
	"cmp %[tmp], %[" #s "]\n" \
	"blo %l[" #l "]\n"
#define PERSEQ_T_BRANCH_OUTSIDE(l) \
	"cmp %[tmp], %[tmp2]\n" \
	"bhs %l[" #l "]\n"
#define PERSEQ_T_STORE_RELEASE(s, a, k) \
	"dmb ish\n" \
	"str %[" #s "], [%[" #a "], #4 * " #k "]\n"
#define PERSEQ_T_STORE_TMP_RELEASE(a, k) \
	"dmb ish\n" \
	"str %[tmp], [%[" #a "], #4 * " #k "]\n"
#define PERSEQ_T_STORE_ADD(s, a, k) \
	"ldr %[tmp], [%[" #a "], #4 * " #k "]\n" \
	"add %[tmp], %[tmp], %[" #s "]\n" \
	"str %[tmp], [%[" #a "], #4 * " #k "]\n"
#define PERSEQ_T_STORE_ADD_AT(s) \
	"ldr %[tmp2], [%[tmp]]\n" \
	"add %[tmp2], %[tmp2], %[" #s "]\n" \
	"str %[tmp2], [%[tmp]]\n"
#define PERSEQ_T_STORE_ADD_AT_RELEASE(s) \
	"ldr %[tmp2], [%[tmp]]\n" \
	"add %[tmp2], %[tmp2], %[" #s "]\n" \
	"dmb ish\n" \
	"str %[tmp2], [%[tmp]]\n"
#define PERSEQ_T_ABORT \
	"b 8f\n" \
	".balign 4\n" \
	"66: .long 5b - 66b\n" \
	".long 0xe7f5def3\n" \
	"4: b %l[aborted]\n" \
	"8:\n"

#elif defined(__riscv) && __riscv_xlen == 64
#define PERSEQ_SIGNATURE 0xf1401073
#define PERSEQ_SLOT_0 "0"
#define PERSEQ_SLOT_1 "8"
#define PERSEQ_ADDRESS "r"
#define PERSEQ_CLOBBERS "memory", "cc"
#define PERSEQ_T_DESCRIPTOR \
	".pushsection __rseq_cs, \"aw?\"\n" \
	".balign 32\n" \
	"5:\n" \
	".long 0, 0\n" \
	".quad 2f\n" \
	".quad (3f - 2f)\n" \
	".quad 4f\n" \
	".popsection\n" \
	".pushsection __rseq_cs_ptr_array, \"aw?\"\n" \
	".quad 5b\n" \
	".popsection\n"
#define PERSEQ_T_EXIT_POINT(l) \
	".pushsection __rseq_exit_point_array, \"aw?\"\n" \
	".quad 2f\n" \
	".quad %l[" #l "]\n" \
	".popsection\n"
#define PERSEQ_T_THREAD_POINTER \
	"mv %[area], tp\n"
#define PERSEQ_T_THREAD(slot) \
	"la.tls.ie %[area], perseq_rseq_1_block\n" \
	"add %[area], %[area], tp\n" \
	"ld %[area], " slot "(%[area])\n"
#define PERSEQ_T_ENTER \
	"lla %[tmp], 5b\n" \
	"sd %[tmp], 8(%[area])\n" \
	"2:\n"
#define PERSEQ_T_REGISTERED(field) \
	".if " field " - 4\n" \
	"lw %[tmp], 4(%[area])\n" \
	"bltz %[tmp], 4f\n" \
	".endif\n"
#define PERSEQ_T_CHECK(field) \
	"lw %[tmp], " field "(%[area])\n" \
	"sext.w %[tmp2], %[index]\n" \
	"bne %[tmp], %[tmp2], 4f\n"
#define PERSEQ_T_HERE(field) \
	"lw %[tmp2], " field "(%[area])\n" \
	"bltz %[tmp2], 4f\n" \
	"slli %[tmp2], %[tmp2], " PERSEQ_SHIFT_TEXT "\n"
#define PERSEQ_T_LOCATE(a) \
	"add %[" #a "], %[" #a "], %[tmp2]\n" \
	"bltz %[" #a "], 4f\n"
#define PERSEQ_T_UNGUARDED(a) \
	"ld %[tmp], 0(%[" #a "])\n" \
	"fence r, rw\n" \
	"bnez %[tmp], %l[guarded]\n"
#define PERSEQ_T_LOAD(a, k) \
	"ld %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_LOAD_AT(s) \
	"add %[tmp], %[tmp], %[" #s "]\n" \
	"ld %[tmp], 0(%[tmp])\n"
#define PERSEQ_T_LOAD_SLOT(a, k) \
	"slli %[tmp2], %[tmp], 3\n" \
	"add %[tmp2], %[tmp2], %[" #a "]\n" \
	"ld %[tmp], 8 * " #k "(%[tmp2])\n"
#define PERSEQ_T_SLOT(a, k) \
	"slli %[tmp], %[tmp], 3\n" \
	"add %[tmp], %[tmp], %[" #a "]\n" \
	"addi %[tmp], %[tmp], 8 * " #k "\n"
#define PERSEQ_T_ADD(s) \
	"add %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_ADD_LITERAL(k) \
	"addi %[tmp], %[tmp], " #k "\n"
#define PERSEQ_T_SUB_LOAD(a, k) \
	"ld %[tmp2], 8 * " #k "(%[" #a "])\n" \
	"sub %[tmp], %[tmp], %[tmp2]\n"
#define PERSEQ_T_AND(s) \
	"and %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_SET(a) \
	"mv %[" #a "], %[tmp]\n"
#define PERSEQ_T_STORE(s, a, k) \
	"sd %[" #s "], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP(a, k) \
	"sd %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_SLOT(s, a, k) \
	"slli %[tmp2], %[tmp], 3\n" \
	"add %[tmp2], %[tmp2], %[" #a "]\n" \
	"sd %[" #s "], 8 * " #k "(%[tmp2])\n"
#define PERSEQ_T_COPY(d, s, n) \
	"beqz %[" #n "], 9f\n" \
	"7: lbu %[tmp], 0(%[" #s "])\n" \
	"sb %[tmp], 0(%[" #d "])\n" \
	"addi %[" #s "], %[" #s "], 1\n" \
	"addi %[" #d "], %[" #d "], 1\n" \
	"addi %[" #n "], %[" #n "], -1\n" \
	"bnez %[" #n "], 7b\n" \
	"9:\n"
#define PERSEQ_T_LIMIT(a, k) \
	"ld %[tmp2], 8 * " #k "(%[" #a "])\n" \
	"fence r, rw\n"
#define PERSEQ_T_TAKE_SLOT(a, k, o) \
	"slli %[tmp2], %[tmp], 3\n" \
	"add %[tmp2], %[tmp2], %[" #a "]\n" \
	"ld %[tmp2], 8 * " #k "(%[tmp2])\n" \
	"sd %[tmp2], 0(%[" #o "])\n"
#define PERSEQ_T_BRANCH_EQ(s, l) \
	"beq %[tmp], %[" #s "], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_NE(s, l) \
	"bne %[tmp], %[" #s "], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ZERO(l) \
	"beqz %[tmp], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ABOVE(s, l) \
	"bgtu %[tmp], %[" #s "], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_BELOW(s, l) \
	"bltu %[tmp], %[" #s "], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_OUTSIDE(l) \
	"bgeu %[tmp], %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_STORE_RELEASE(s, a, k) \
	"fence rw, w\n" \
	"sd %[" #s "], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP_RELEASE(a, k) \
	"fence rw, w\n" \
	"sd %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD(s, a, k) \
	"ld %[tmp], 8 * " #k "(%[" #a "])\n" \
	"add %[tmp], %[tmp], %[" #s "]\n" \
	"sd %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD_AT(s) \
	"ld %[tmp2], 0(%[tmp])\n" \
	"add %[tmp2], %[tmp2], %[" #s "]\n" \
	"sd %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_STORE_ADD_AT_RELEASE(s) \
	"ld %[tmp2], 0(%[tmp])\n" \
	"add %[tmp2], %[tmp2], %[" #s "]\n" \
	"fence rw, w\n" \
	"sd %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_ABORT \
	"j 8f\n" \
	".balign 4\n" \
	".4byte 0xf1401073\n" \
	"4: j %l[aborted]\n" \
	"8:\n"

#elif defined(__powerpc64__)
#define PERSEQ_SIGNATURE 0x0fe5000b
#define PERSEQ_SLOT_0 "0"
#define PERSEQ_SLOT_1 "8"
#define PERSEQ_ADDRESS "b"
#define PERSEQ_CLOBBERS "memory", "cc", "r0", "lr", "cr0"
#define PERSEQ_T_DESCRIPTOR \
	".pushsection __rseq_cs, \"aw?\"\n" \
	".balign 32\n" \
	"5:\n" \
	".long 0, 0\n" \
	".quad 2f\n" \
	".quad (3f - 2f)\n" \
	".quad 4f\n" \
	".popsection\n" \
	".pushsection __rseq_cs_ptr_array, \"aw?\"\n" \
	".quad 5b\n" \
	".popsection\n"
#define PERSEQ_T_EXIT_POINT(l) \
	".pushsection __rseq_exit_point_array, \"aw?\"\n" \
	".quad 2f\n" \
	".quad %l[" #l "]\n" \
	".popsection\n"
#define PERSEQ_T_THREAD_POINTER \
	"mr %[area], 13\n"
#define PERSEQ_T_THREAD(slot) \
	"mr 0, 2\n" \
	"bcl 20, 31, 66f\n" \
	"66: mflr %[tmp]\n" \
	"addis 2, %[tmp], (.TOC. - 66b)@ha\n" \
	"addi 2, 2, (.TOC. - 66b)@l\n" \
	"addis %[area], 2, perseq_rseq_1_block@got@tprel@ha\n" \
	"ld %[area], perseq_rseq_1_block@got@tprel@l(%[area])\n" \
	"add %[area], %[area], perseq_rseq_1_block@tls\n" \
	"mr 2, 0\n" \
	"ld %[area], " slot "(%[area])\n"
#define PERSEQ_T_ENTER \
	"addis %[tmp], %[tmp], (5b - 66b)@ha\n" \
	"addi %[tmp], %[tmp], (5b - 66b)@l\n" \
	"std %[tmp], 8(%[area])\n" \
	"2:\n"
#define PERSEQ_T_REGISTERED(field) \
	".if " field " - 4\n" \
	"lwz %[tmp], 4(%[area])\n" \
	"cmpwi %[tmp], 0\n" \
	"blt 4f\n" \
	".endif\n"
#define PERSEQ_T_CHECK(field) \
	"lwz %[tmp], " field "(%[area])\n" \
	"cmplw %[tmp], %[index]\n" \
	"bne 4f\n"
#define PERSEQ_T_HERE(field) \
	"lwa %[tmp2], " field "(%[area])\n" \
	"sldi. %[tmp2], %[tmp2], " PERSEQ_SHIFT_TEXT "\n" \
	"blt 4f\n"
#define PERSEQ_T_LOCATE(a) \
	"add. %[" #a "], %[" #a "], %[tmp2]\n" \
	"blt 4f\n"
#define PERSEQ_T_UNGUARDED(a) \
	"ld %[tmp], 0(%[" #a "])\n" \
	"lwsync\n" \
	"cmpdi %[tmp], 0\n" \
	"beq 7f\n" \
	"b %l[guarded]\n" \
	"7:\n"
#define PERSEQ_T_LOAD(a, k) \
	"ld %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_LOAD_AT(s) \
	"ldx %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_LOAD_SLOT(a, k) \
	"sldi %[tmp2], %[tmp], 3\n" \
	"add %[tmp2], %[tmp2], %[" #a "]\n" \
	"ld %[tmp], 8 * " #k "(%[tmp2])\n"
#define PERSEQ_T_SLOT(a, k) \
	"sldi %[tmp], %[tmp], 3\n" \
	"add %[tmp], %[tmp], %[" #a "]\n" \
	"addi %[tmp], %[tmp], 8 * " #k "\n"
#define PERSEQ_T_ADD(s) \
	"add %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_ADD_LITERAL(k) \
	"addi %[tmp], %[tmp], " #k "\n"
#define PERSEQ_T_SUB_LOAD(a, k) \
	"ld %[tmp2], 8 * " #k "(%[" #a "])\n" \
	"subf %[tmp], %[tmp2], %[tmp]\n"
#define PERSEQ_T_AND(s) \
	"and %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_SET(a) \
	"mr %[" #a "], %[tmp]\n"
#define PERSEQ_T_STORE(s, a, k) \
	"std %[" #s "], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP(a, k) \
	"std %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_SLOT(s, a, k) \
	"sldi %[tmp2], %[tmp], 3\n" \
	"add %[tmp2], %[tmp2], %[" #a "]\n" \
	"std %[" #s "], 8 * " #k "(%[tmp2])\n"
#define PERSEQ_T_COPY(d, s, n) \
	"cmpdi %[" #n "], 0\n" \
	"beq 9f\n" \
	"7: lbz %[tmp], 0(%[" #s "])\n" \
	"stb %[tmp], 0(%[" #d "])\n" \
	"addi %[" #s "], %[" #s "], 1\n" \
	"addi %[" #d "], %[" #d "], 1\n" \
	"li %[tmp], 1\n" \
	"subf %[" #n "], %[tmp], %[" #n "]\n" \
	"cmpdi %[" #n "], 0\n" \
	"bne 7b\n" \
	"9:\n"
#define PERSEQ_T_LIMIT(a, k) \
	"ld %[tmp2], 8 * " #k "(%[" #a "])\n" \
	"lwsync\n"
#define PERSEQ_T_TAKE_SLOT(a, k, o) \
	"sldi %[tmp2], %[tmp], 3\n" \
	"add %[tmp2], %[tmp2], %[" #a "]\n" \
	"ld %[tmp2], 8 * " #k "(%[tmp2])\n" \
	"std %[tmp2], 0(%[" #o "])\n"
#define PERSEQ_T_BRANCH_EQ(s, l) \
	"cmpd %[tmp], %[" #s "]\n" \
	"bne 7f\n" \
	"b %l[" #l "]\n" \
	"7:\n"
#define PERSEQ_T_BRANCH_NE(s, l) \
	"cmpd %[tmp], %[" #s "]\n" \
	"beq 7f\n" \
	"b %l[" #l "]\n" \
	"7:\n"
#define PERSEQ_T_BRANCH_ZERO(l) \
	"cmpdi %[tmp], 0\n" \
	"bne 7f\n" \
	"b %l[" #l "]\n" \
	"7:\n"
#define PERSEQ_T_BRANCH_ABOVE(s, l) \
	"cmpld %[tmp], %[" #s "]\n" \
	"ble 7f\n" \
	"b %l[" #l "]\n" \
	"7:\n"
#define PERSEQ_T_BRANCH_BELOW(s, l) \
	"cmpld %[tmp], %[" #s "]\n" \
	"bge 7f\n" \
	"b %l[" #l "]\n" \
	"7:\n"
#define PERSEQ_T_BRANCH_OUTSIDE(l) \
	"cmpld %[tmp], %[tmp2]\n" \
	"blt 7f\n" \
	"b %l[" #l "]\n" \
	"7:\n"
#define PERSEQ_T_STORE_RELEASE(s, a, k) \
	"lwsync\n" \
	"std %[" #s "], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP_RELEASE(a, k) \
	"lwsync\n" \
	"std %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD(s, a, k) \
	"ld %[tmp], 8 * " #k "(%[" #a "])\n" \
	"add %[tmp], %[tmp], %[" #s "]\n" \
	"std %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD_AT(s) \
	"ld %[tmp2], 0(%[tmp])\n" \
	"add %[tmp2], %[tmp2], %[" #s "]\n" \
	"std %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_STORE_ADD_AT_RELEASE(s) \
	"ld %[tmp2], 0(%[tmp])\n" \
	"add %[tmp2], %[tmp2], %[" #s "]\n" \
	"lwsync\n" \
	"std %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_ABORT \
	"b 8f\n" \
	".long 0x0fe5000b\n" \
	"4: b %l[aborted]\n" \
	"8:\n"

#elif defined(__powerpc__)
#define PERSEQ_SIGNATURE 0x0fe5000b
#define PERSEQ_SLOT_0 "0"
#define PERSEQ_SLOT_1 "4"
#define PERSEQ_ADDRESS "b"
#define PERSEQ_CLOBBERS "memory", "cc", "lr", "cr0"
#define PERSEQ_T_DESCRIPTOR \
	".pushsection __rseq_cs, \"aw?\"\n" \
	".balign 32\n" \
	"5:\n" \
	".long 0, 0\n" \
	".long 0, 2f\n" \
	".long 0, (3f - 2f)\n" \
	".long 0, 4f\n" \
	".popsection\n" \
	".pushsection __rseq_cs_ptr_array, \"aw?\"\n" \
	".long 0, 5b\n" \
	".popsection\n"
#define PERSEQ_T_EXIT_POINT(l) \
	".pushsection __rseq_exit_point_array, \"aw?\"\n" \
	".long 0, 2f\n" \
	".long 0, %l[" #l "]\n" \
	".popsection\n"
#define PERSEQ_T_THREAD_POINTER \
	"mr %[area], 2\n"
#define PERSEQ_T_THREAD(slot) \
	"bcl 20, 31, 66f\n" \
	"66: mflr %[tmp]\n" \
	"addis %[area], %[tmp], (_GLOBAL_OFFSET_TABLE_ - 66b)@ha\n" \
	"addi %[area], %[area], (_GLOBAL_OFFSET_TABLE_ - 66b)@l\n" \
	"lwz %[area], perseq_rseq_1_block@got@tprel(%[area])\n" \
	"add %[area], %[area], perseq_rseq_1_block@tls\n" \
	"lwz %[area], " slot "(%[area])\n"
#define PERSEQ_T_ENTER \
	"addis %[tmp], %[tmp], (5b - 66b)@ha\n" \
	"addi %[tmp], %[tmp], (5b - 66b)@l\n" \
	"stw %[tmp], 12(%[area])\n" \
	"2:\n"
#define PERSEQ_T_REGISTERED(field) \
	".if " field " - 4\n" \
	"lwz %[tmp], 4(%[area])\n" \
	"cmpwi %[tmp], 0\n" \
	"blt 4f\n" \
	".endif\n"
#define PERSEQ_T_CHECK(field) \
	"lwz %[tmp], " field "(%[area])\n" \
	"cmplw %[tmp], %[index]\n" \
	"bne 4f\n"
#define PERSEQ_T_HERE(field) \
	"lwz %[tmp2], " field "(%[area])\n" \
	"cmpwi %[tmp2], 0\n" \
	"blt 4f\n" \
	"slwi %[tmp2], %[tmp2], " PERSEQ_SHIFT_TEXT "\n"
#define PERSEQ_T_LOCATE(a) \
	"add %[" #a "], %[" #a "], %[tmp2]\n"
#define PERSEQ_T_UNGUARDED(a) \
	"lwz %[tmp], 0(%[" #a "])\n" \
	"lwsync\n" \
	"cmpwi %[tmp], 0\n" \
	"beq 7f\n" \
	"b %l[guarded]\n" \
	"7:\n"
#define PERSEQ_T_LOAD(a, k) \
	"lwz %[tmp], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_LOAD_AT(s) \
	"lwzx %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_LOAD_SLOT(a, k) \
	"slwi %[tmp2], %[tmp], 2\n" \
	"add %[tmp2], %[tmp2], %[" #a "]\n" \
	"lwz %[tmp], 4 * " #k "(%[tmp2])\n"
#define PERSEQ_T_SLOT(a, k) \
	"slwi %[tmp], %[tmp], 2\n" \
	"add %[tmp], %[tmp], %[" #a "]\n" \
	"addi %[tmp], %[tmp], 4 * " #k "\n"
#define PERSEQ_T_ADD(s) \
	"add %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_ADD_LITERAL(k) \
	"addi %[tmp], %[tmp], " #k "\n"
#define PERSEQ_T_SUB_LOAD(a, k) \
	"lwz %[tmp2], 4 * " #k "(%[" #a "])\n" \
	"subf %[tmp], %[tmp2], %[tmp]\n"
#define PERSEQ_T_AND(s) \
	"and %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_SET(a) \
	"mr %[" #a "], %[tmp]\n"
#define PERSEQ_T_STORE(s, a, k) \
	"stw %[" #s "], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP(a, k) \
	"stw %[tmp], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_SLOT(s, a, k) \
	"slwi %[tmp2], %[tmp], 2\n" \
	"add %[tmp2], %[tmp2], %[" #a "]\n" \
	"stw %[" #s "], 4 * " #k "(%[tmp2])\n"
#define PERSEQ_T_COPY(d, s, n) \
	"cmpwi %[" #n "], 0\n" \
	"beq 9f\n" \
	"7: lbz %[tmp], 0(%[" #s "])\n" \
	"stb %[tmp], 0(%[" #d "])\n" \
	"addi %[" #s "], %[" #s "], 1\n" \
	"addi %[" #d "], %[" #d "], 1\n" \
	"li %[tmp], 1\n" \
	"subf %[" #n "], %[tmp], %[" #n "]\n" \
	"cmpwi %[" #n "], 0\n" \
	"bne 7b\n" \
	"9:\n"
#define PERSEQ_T_LIMIT(a, k) \
	"lwz %[tmp2], 4 * " #k "(%[" #a "])\n" \
	"lwsync\n"
#define PERSEQ_T_TAKE_SLOT(a, k, o) \
	"slwi %[tmp2], %[tmp], 2\n" \
	"add %[tmp2], %[tmp2], %[" #a "]\n" \
	"lwz %[tmp2], 4 * " #k "(%[tmp2])\n" \
	"stw %[tmp2], 0(%[" #o "])\n"
#define PERSEQ_T_BRANCH_EQ(s, l) \
	"cmpw %[tmp], %[" #s "]\n" \
	"bne 7f\n" \
	"b %l[" #l "]\n" \
	"7:\n"
#define PERSEQ_T_BRANCH_NE(s, l) \
	"cmpw %[tmp], %[" #s "]\n" \
	"beq 7f\n" \
	"b %l[" #l "]\n" \
	"7:\n"
#define PERSEQ_T_BRANCH_ZERO(l) \
	"cmpwi %[tmp], 0\n" \
	"bne 7f\n" \
	"b %l[" #l "]\n" \
	"7:\n"
#define PERSEQ_T_BRANCH_ABOVE(s, l) \
	"cmplw %[tmp], %[" #s "]\n" \
	"ble 7f\n" \
	"b %l[" #l "]\n" \
	"7:\n"
#define PERSEQ_T_BRANCH_BELOW(s, l) \
	"cmplw %[tmp], %[" #s "]\n" \
	"bge 7f\n" \
	"b %l[" #l "]\n" \
	"7:\n"
#define PERSEQ_T_BRANCH_OUTSIDE(l) \
	"cmplw %[tmp], %[tmp2]\n" \
	"blt 7f\n" \
	"b %l[" #l "]\n" \
	"7:\n"
#define PERSEQ_T_STORE_RELEASE(s, a, k) \
	"lwsync\n" \
	"stw %[" #s "], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP_RELEASE(a, k) \
	"lwsync\n" \
	"stw %[tmp], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD(s, a, k) \
	"lwz %[tmp], 4 * " #k "(%[" #a "])\n" \
	"add %[tmp], %[tmp], %[" #s "]\n" \
	"stw %[tmp], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD_AT(s) \
	"lwz %[tmp2], 0(%[tmp])\n" \
	"add %[tmp2], %[tmp2], %[" #s "]\n" \
	"stw %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_STORE_ADD_AT_RELEASE(s) \
	"lwz %[tmp2], 0(%[tmp])\n" \
	"add %[tmp2], %[tmp2], %[" #s "]\n" \
	"lwsync\n" \
	"stw %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_ABORT \
	"b 8f\n" \
	".long 0x0fe5000b\n" \
	"4: b %l[aborted]\n" \
	"8:\n"

#elif defined(__s390x__)
#define PERSEQ_SIGNATURE 0xb2ff0fff
#define PERSEQ_SLOT_0 "0"
#define PERSEQ_SLOT_1 "8"
#define PERSEQ_ADDRESS "a"
#define PERSEQ_CLOBBERS "memory", "cc"
#define PERSEQ_T_DESCRIPTOR \
	".pushsection __rseq_cs, \"aw?\"\n" \
	".balign 32\n" \
	"5:\n" \
	".long 0, 0\n" \
	".quad 2f\n" \
	".quad (3f - 2f)\n" \
	".quad 4f\n" \
	".popsection\n" \
	".pushsection __rseq_cs_ptr_array, \"aw?\"\n" \
	".quad 5b\n" \
	".popsection\n"
#define PERSEQ_T_EXIT_POINT(l) \
	".pushsection __rseq_exit_point_array, \"aw?\"\n" \
	".quad 2f\n" \
	".quad %l[" #l "]\n" \
	".popsection\n"
#define PERSEQ_T_THREAD_POINTER \
	"ear %[area], %%a0\n" \
	"sllg %[area], %[area], 32\n" \
	"ear %[area], %%a1\n"
#define PERSEQ_T_THREAD(slot) \
	"ear %[area], %%a0\n" \
	"sllg %[area], %[area], 32\n" \
	"ear %[area], %%a1\n" \
	"larl %[tmp], perseq_rseq_1_block@indntpoff\n" \
	"ag %[area], 0(%[tmp])\n" \
	"lg %[area], " slot "(%[area])\n"
#define PERSEQ_T_ENTER \
	"larl %[tmp], 5b\n" \
	"stg %[tmp], 8(%[area])\n" \
	"2:\n"
#define PERSEQ_T_REGISTERED(field) \
	".if " field " - 4\n" \
	"lt %[tmp], 4(%[area])\n" \
	"jgl %l[aborted]\n" \
	".endif\n"
#define PERSEQ_T_CHECK(field) \
	"c %[index], " field "(%[area])\n" \
	"jgne %l[aborted]\n"
#define PERSEQ_T_HERE(field) \
	"ltgf %[tmp2], " field "(%[area])\n" \
	"jgl %l[aborted]\n" \
	"sllg %[tmp2], %[tmp2], " PERSEQ_SHIFT_TEXT "\n"
#define PERSEQ_T_LOCATE(a) \
	"agr %[" #a "], %[tmp2]\n" \
	"jgl %l[aborted]\n"
#define PERSEQ_T_UNGUARDED(a) \
	"ltg %[tmp], 0(%[" #a "])\n" \
	"jgne %l[guarded]\n"
#define PERSEQ_T_LOAD(a, k) \
	"lg %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_LOAD_AT(s) \
	"agr %[tmp], %[" #s "]\n" \
	"lg %[tmp], 0(%[tmp])\n"
#define PERSEQ_T_LOAD_SLOT(a, k) \
	"sllg %[tmp2], %[tmp], 3\n" \
	"lg %[tmp], 8 * " #k "(%[tmp2], %[" #a "])\n"
#define PERSEQ_T_SLOT(a, k) \
	"sllg %[tmp], %[tmp], 3\n" \
	"la %[tmp], 8 * " #k "(%[tmp], %[" #a "])\n"
#define PERSEQ_T_ADD(s) \
	"agr %[tmp], %[" #s "]\n"
#define PERSEQ_T_ADD_LITERAL(k) \
	"aghi %[tmp], " #k "\n"
#define PERSEQ_T_SUB_LOAD(a, k) \
	"sg %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_AND(s) \
	"ngr %[tmp], %[" #s "]\n"
#define PERSEQ_T_SET(a) \
	"lgr %[" #a "], %[tmp]\n"
#define PERSEQ_T_STORE(s, a, k) \
	"stg %[" #s "], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP(a, k) \
	"stg %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_SLOT(s, a, k) \
	"sllg %[tmp2], %[tmp], 3\n" \
	"stg %[" #s "], 8 * " #k "(%[tmp2], %[" #a "])\n"
#define PERSEQ_T_COPY(d, s, n) \
	"ltgr %[" #n "], %[" #n "]\n" \
	"jge 9f\n" \
	"7: llgc %[tmp], 0(%[" #s "])\n" \
	"stc %[tmp], 0(%[" #d "])\n" \
	"aghi %[" #s "], 1\n" \
	"aghi %[" #d "], 1\n" \
	"brctg %[" #n "], 7b\n" \
	"9:\n"
#define PERSEQ_T_LIMIT(a, k) \
	"lg %[tmp2], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_TAKE_SLOT(a, k, o) \
	"sllg %[tmp2], %[tmp], 3\n" \
	"lg %[tmp2], 8 * " #k "(%[tmp2], %[" #a "])\n" \
	"stg %[tmp2], 0(%[" #o "])\n"
#define PERSEQ_T_BRANCH_EQ(s, l) \
	"cgr %[tmp], %[" #s "]\n" \
	"jge %l[" #l "]\n"
#define PERSEQ_T_BRANCH_NE(s, l) \
	"cgr %[tmp], %[" #s "]\n" \
	"jgne %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ZERO(l) \
	"ltgr %[tmp], %[tmp]\n" \
	"jge %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ABOVE(s, l) \
	"clgr %[tmp], %[" #s "]\n" \
	"jgh %l[" #l "]\n"
#define PERSEQ_T_BRANCH_BELOW(s, l) \
	"clgr %[tmp], %[" #s "]\n" \
	"jgl %l[" #l "]\n"
#define PERSEQ_T_BRANCH_OUTSIDE(l) \
	"clgr %[tmp], %[tmp2]\n" \
	"jgnl %l[" #l "]\n"
#define PERSEQ_T_STORE_RELEASE(s, a, k) \
	"stg %[" #s "], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP_RELEASE(a, k) \
	"stg %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD(s, a, k) \
	"lg %[tmp], 8 * " #k "(%[" #a "])\n" \
	"agr %[tmp], %[" #s "]\n" \
	"stg %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD_AT(s) \
	"lg %[tmp2], 0(%[tmp])\n" \
	"agr %[tmp2], %[" #s "]\n" \
	"stg %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_STORE_ADD_AT_RELEASE(s) \
	"lg %[tmp2], 0(%[tmp])\n" \
	"agr %[tmp2], %[" #s "]\n" \
	"stg %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_ABORT \
	".pushsection __rseq_failure, \"ax?\"\n" \
	".balign 4\n" \
	".long 0xb2ff0fff\n" \
	"4: jg %l[aborted]\n" \
	".popsection\n"

#elif defined(__loongarch_lp64)
#define PERSEQ_SIGNATURE 0x002a0010
#define PERSEQ_SLOT_0 "0"
#define PERSEQ_SLOT_1 "8"
#define PERSEQ_ADDRESS "r"
#define PERSEQ_CLOBBERS "memory", "cc"
#define PERSEQ_T_DESCRIPTOR \
	".pushsection __rseq_cs, \"aw?\"\n" \
	".balign 32\n" \
	"5:\n" \
	".long 0, 0\n" \
	".quad 2f\n" \
	".quad (3f - 2f)\n" \
	".quad 4f\n" \
	".popsection\n" \
	".pushsection __rseq_cs_ptr_array, \"aw?\"\n" \
	".quad 5b\n" \
	".popsection\n"
#define PERSEQ_T_EXIT_POINT(l) \
	".pushsection __rseq_exit_point_array, \"aw?\"\n" \
	".quad 2f\n" \
	".quad %l[" #l "]\n" \
	".popsection\n"
#define PERSEQ_T_THREAD_POINTER \
	"move %[area], $tp\n"
#define PERSEQ_T_THREAD(slot) \
	"la.tls.ie %[area], perseq_rseq_1_block\n" \
	"add.d %[area], %[area], $tp\n" \
	"ld.d %[area], %[area], " slot "\n"
#define PERSEQ_T_ENTER \
	"la.pcrel %[tmp], 5b\n" \
	"st.d %[tmp], %[area], 8\n" \
	"2:\n"
#define PERSEQ_T_REGISTERED(field) \
	".if " field " - 4\n" \
	"ld.w %[tmp], %[area], 4\n" \
	"bltz %[tmp], 4f\n" \
	".endif\n"
#define PERSEQ_T_CHECK(field) \
	"ld.w %[tmp], %[area], " field "\n" \
	"addi.w %[tmp2], %[index], 0\n" \
	"bne %[tmp], %[tmp2], 4f\n"
#define PERSEQ_T_HERE(field) \
	"ld.w %[tmp2], %[area], " field "\n" \
	"bltz %[tmp2], 4f\n" \
	"slli.d %[tmp2], %[tmp2], " PERSEQ_SHIFT_TEXT "\n"
#define PERSEQ_T_LOCATE(a) \
	"add.d %[" #a "], %[" #a "], %[tmp2]\n" \
	"bltz %[" #a "], 4f\n"
#define PERSEQ_T_UNGUARDED(a) \
	"ld.d %[tmp], %[" #a "], 0\n" \
	"dbar 0x14\n" \
	"bnez %[tmp], %l[guarded]\n"
#define PERSEQ_T_LOAD(a, k) \
	"ld.d %[tmp], %[" #a "], 8 * " #k "\n"
#define PERSEQ_T_LOAD_AT(s) \
	"ldx.d %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_LOAD_SLOT(a, k) \
	"alsl.d %[tmp2], %[tmp], %[" #a "], 3\n" \
	"ld.d %[tmp], %[tmp2], 8 * " #k "\n"
#define PERSEQ_T_SLOT(a, k) \
	"alsl.d %[tmp], %[tmp], %[" #a "], 3\n" \
	"addi.d %[tmp], %[tmp], 8 * " #k "\n"
#define PERSEQ_T_ADD(s) \
	"add.d %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_ADD_LITERAL(k) \
	"addi.d %[tmp], %[tmp], " #k "\n"
#define PERSEQ_T_SUB_LOAD(a, k) \
	"ld.d %[tmp2], %[" #a "], 8 * " #k "\n" \
	"sub.d %[tmp], %[tmp], %[tmp2]\n"
#define PERSEQ_T_AND(s) \
	"and %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_SET(a) \
	"move %[" #a "], %[tmp]\n"
#define PERSEQ_T_STORE(s, a, k) \
	"st.d %[" #s "], %[" #a "], 8 * " #k "\n"
#define PERSEQ_T_STORE_TMP(a, k) \
	"st.d %[tmp], %[" #a "], 8 * " #k "\n"
#define PERSEQ_T_STORE_SLOT(s, a, k) \
	"alsl.d %[tmp2], %[tmp], %[" #a "], 3\n" \
	"st.d %[" #s "], %[tmp2], 8 * " #k "\n"
#define PERSEQ_T_COPY(d, s, n) \
	"beqz %[" #n "], 9f\n" \
	"7: ld.bu %[tmp], %[" #s "], 0\n" \
	"st.b %[tmp], %[" #d "], 0\n" \
	"addi.d %[" #s "], %[" #s "], 1\n" \
	"addi.d %[" #d "], %[" #d "], 1\n" \
	"addi.d %[" #n "], %[" #n "], -1\n" \
	"bnez %[" #n "], 7b\n" \
	"9:\n"
#define PERSEQ_T_LIMIT(a, k) \
	"ld.d %[tmp2], %[" #a "], 8 * " #k "\n" \
	"dbar 0x14\n"
#define PERSEQ_T_TAKE_SLOT(a, k, o) \
	"alsl.d %[tmp2], %[tmp], %[" #a "], 3\n" \
	"ld.d %[tmp2], %[tmp2], 8 * " #k "\n" \
	"st.d %[tmp2], %[" #o "], 0\n"
#define PERSEQ_T_BRANCH_EQ(s, l) \
	"sub.d %[tmp2], %[tmp], %[" #s "]\n" \
	"beqz %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_NE(s, l) \
	"sub.d %[tmp2], %[tmp], %[" #s "]\n" \
	"bnez %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ZERO(l) \
	"beqz %[tmp], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ABOVE(s, l) \
	"sltu %[tmp2], %[" #s "], %[tmp]\n" \
	"bnez %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_BELOW(s, l) \
	"sltu %[tmp2], %[tmp], %[" #s "]\n" \
	"bnez %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_OUTSIDE(l) \
	"sltu %[tmp2], %[tmp], %[tmp2]\n" \
	"beqz %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_STORE_RELEASE(s, a, k) \
	"dbar 0x12\n" \
	"st.d %[" #s "], %[" #a "], 8 * " #k "\n"
#define PERSEQ_T_STORE_TMP_RELEASE(a, k) \
	"dbar 0x12\n" \
	"st.d %[tmp], %[" #a "], 8 * " #k "\n"
#define PERSEQ_T_STORE_ADD(s, a, k) \
	"ld.d %[tmp], %[" #a "], 8 * " #k "\n" \
	"add.d %[tmp], %[tmp], %[" #s "]\n" \
	"st.d %[tmp], %[" #a "], 8 * " #k "\n"
#define PERSEQ_T_STORE_ADD_AT(s) \
	"ld.d %[tmp2], %[tmp], 0\n" \
	"add.d %[tmp2], %[tmp2], %[" #s "]\n" \
	"st.d %[tmp2], %[tmp], 0\n"
#define PERSEQ_T_STORE_ADD_AT_RELEASE(s) \
	"ld.d %[tmp2], %[tmp], 0\n" \
	"add.d %[tmp2], %[tmp2], %[" #s "]\n" \
	"dbar 0x12\n" \
	"st.d %[tmp2], %[tmp], 0\n"
#define PERSEQ_T_ABORT \
	"b 8f\n" \
	".4byte 0x002a0010\n" \
	"4: b %l[aborted]\n" \
	"8:\n"

#elif defined(__mips__) && _MIPS_SIM == _ABI64
#define PERSEQ_SIGNATURE 0x0350000d
#define PERSEQ_SLOT_0 "0"
#define PERSEQ_SLOT_1 "8"
#define PERSEQ_ADDRESS "r"
#define PERSEQ_CLOBBERS "memory", "cc", "$3"
#define PERSEQ_T_DESCRIPTOR \
	".pushsection __rseq_cs, \"aw?\"\n" \
	".balign 32\n" \
	"5:\n" \
	".long 0, 0\n" \
	".quad 2f\n" \
	".quad (3f - 2f)\n" \
	".quad 4f\n" \
	".popsection\n" \
	".pushsection __rseq_cs_ptr_array, \"aw?\"\n" \
	".quad 5b\n" \
	".popsection\n"
#define PERSEQ_T_EXIT_POINT(l) \
	".pushsection __rseq_exit_point_array, \"aw?\"\n" \
	".quad 2f\n" \
	".quad %l[" #l "]\n" \
	".popsection\n"
#define PERSEQ_T_THREAD_POINTER \
	".set push\n" \
	".set noat\n" \
	".set mips64r2\n" \
	"rdhwr %[area], $29\n" \
	".set pop\n"
#define PERSEQ_T_THREAD(slot) \
	".set noat\n" \
	".set push\n" \
	".set noreorder\n" \
	"move %[area], $ra\n" \
	"bal 66f\n" \
	"nop\n" \
	"66: lui %[tmp], %%hi(%%neg(%%gp_rel(66b)))\n" \
	"daddiu %[tmp], %[tmp], %%lo(%%neg(%%gp_rel(66b)))\n" \
	"daddu %[tmp], %[tmp], $ra\n" \
	"move $ra, %[area]\n" \
	"ld %[area], %%gottprel(perseq_rseq_1_block)(%[tmp])\n" \
	".set push\n" \
	".set noat\n" \
	".set mips64r2\n" \
	"rdhwr $3, $29\n" \
	".set pop\n" \
	"daddu %[area], %[area], $3\n" \
	".set pop\n" \
	"ld %[area], " slot "(%[area])\n"
#define PERSEQ_T_ENTER \
	"ld $3, %%got_page(5b)(%[tmp])\n" \
	"daddiu $3, $3, %%got_ofst(5b)\n" \
	"sd $3, 8(%[area])\n" \
	"2:\n"
#define PERSEQ_T_REGISTERED(field) \
	".if " field " - 4\n" \
	"lw %[tmp], 4(%[area])\n" \
	"bltz %[tmp], 4f\n" \
	".endif\n"
#define PERSEQ_T_CHECK(field) \
	"lw %[tmp], " field "(%[area])\n" \
	"sll %[tmp2], %[index], 0\n" \
	"bne %[tmp], %[tmp2], 4f\n"
#define PERSEQ_T_HERE(field) \
	"lw %[tmp2], " field "(%[area])\n" \
	"bltz %[tmp2], 4f\n" \
	"dsll %[tmp2], %[tmp2], " PERSEQ_SHIFT_TEXT "\n"
#define PERSEQ_T_LOCATE(a) \
	"daddu %[" #a "], %[" #a "], %[tmp2]\n" \
	"bltz %[" #a "], 4f\n"
#define PERSEQ_T_UNGUARDED(a) \
	"ld %[tmp], 0(%[" #a "])\n" \
	"sync\n" \
	"bnez %[tmp], %l[guarded]\n"
#define PERSEQ_T_LOAD(a, k) \
	"ld %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_LOAD_AT(s) \
	"daddu %[tmp], %[tmp], %[" #s "]\n" \
	"ld %[tmp], 0(%[tmp])\n"
#define PERSEQ_T_LOAD_SLOT(a, k) \
	"dsll %[tmp2], %[tmp], 3\n" \
	"daddu %[tmp2], %[tmp2], %[" #a "]\n" \
	"ld %[tmp], 8 * " #k "(%[tmp2])\n"
#define PERSEQ_T_SLOT(a, k) \
	"dsll %[tmp], %[tmp], 3\n" \
	"daddu %[tmp], %[tmp], %[" #a "]\n" \
	"daddiu %[tmp], %[tmp], 8 * " #k "\n"
#define PERSEQ_T_ADD(s) \
	"daddu %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_ADD_LITERAL(k) \
	"daddiu %[tmp], %[tmp], " #k "\n"
#define PERSEQ_T_SUB_LOAD(a, k) \
	"ld %[tmp2], 8 * " #k "(%[" #a "])\n" \
	"dsubu %[tmp], %[tmp], %[tmp2]\n"
#define PERSEQ_T_AND(s) \
	"and %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_SET(a) \
	"move %[" #a "], %[tmp]\n"
#define PERSEQ_T_STORE(s, a, k) \
	"sd %[" #s "], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP(a, k) \
	"sd %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_SLOT(s, a, k) \
	"dsll %[tmp2], %[tmp], 3\n" \
	"daddu %[tmp2], %[tmp2], %[" #a "]\n" \
	"sd %[" #s "], 8 * " #k "(%[tmp2])\n"
#define PERSEQ_T_COPY(d, s, n) \
	"beqz %[" #n "], 9f\n" \
	"7: lbu %[tmp], 0(%[" #s "])\n" \
	"sb %[tmp], 0(%[" #d "])\n" \
	"daddiu %[" #s "], %[" #s "], 1\n" \
	"daddiu %[" #d "], %[" #d "], 1\n" \
	"daddiu %[" #n "], %[" #n "], -1\n" \
	"bnez %[" #n "], 7b\n" \
	"9:\n"
#define PERSEQ_T_LIMIT(a, k) \
	"ld %[tmp2], 8 * " #k "(%[" #a "])\n" \
	"sync\n"
#define PERSEQ_T_TAKE_SLOT(a, k, o) \
	"dsll %[tmp2], %[tmp], 3\n" \
	"daddu %[tmp2], %[tmp2], %[" #a "]\n" \
	"ld %[tmp2], 8 * " #k "(%[tmp2])\n" \
	"sd %[tmp2], 0(%[" #o "])\n"
#define PERSEQ_T_BRANCH_EQ(s, l) \
	"beq %[tmp], %[" #s "], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_NE(s, l) \
	"bne %[tmp], %[" #s "], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ZERO(l) \
	"beqz %[tmp], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ABOVE(s, l) \
	"sltu %[tmp2], %[" #s "], %[tmp]\n" \
	"bnez %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_BELOW(s, l) \
	"sltu %[tmp2], %[tmp], %[" #s "]\n" \
	"bnez %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_OUTSIDE(l) \
	"sltu %[tmp2], %[tmp], %[tmp2]\n" \
	"beqz %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_STORE_RELEASE(s, a, k) \
	"sync\n" \
	"sd %[" #s "], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP_RELEASE(a, k) \
	"sync\n" \
	"sd %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD(s, a, k) \
	"ld %[tmp], 8 * " #k "(%[" #a "])\n" \
	"daddu %[tmp], %[tmp], %[" #s "]\n" \
	"sd %[tmp], 8 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD_AT(s) \
	"ld %[tmp2], 0(%[tmp])\n" \
	"daddu %[tmp2], %[tmp2], %[" #s "]\n" \
	"sd %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_STORE_ADD_AT_RELEASE(s) \
	"ld %[tmp2], 0(%[tmp])\n" \
	"daddu %[tmp2], %[tmp2], %[" #s "]\n" \
	"sync\n" \
	"sd %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_ABORT \
	"b 8f\n" \
	".word 0x0350000d\n" \
	"4: b %l[aborted]\n" \
	"8:\n"

#elif defined(__mips__) && _MIPS_SIM == _ABIO32 && defined(__MIPSEL__)
#define PERSEQ_SIGNATURE 0x0350000d
#define PERSEQ_SLOT_0 "0"
#define PERSEQ_SLOT_1 "4"
#define PERSEQ_ADDRESS "r"
#define PERSEQ_CLOBBERS "memory", "cc", "$3"
#define PERSEQ_T_DESCRIPTOR \
	".pushsection __rseq_cs, \"aw?\"\n" \
	".balign 32\n" \
	"5:\n" \
	".long 0, 0\n" \
	".long 2f, 0\n" \
	".long (3f - 2f), 0\n" \
	".long 4f, 0\n" \
	".popsection\n" \
	".pushsection __rseq_cs_ptr_array, \"aw?\"\n" \
	".long 5b, 0\n" \
	".popsection\n"
#define PERSEQ_T_EXIT_POINT(l) \
	".pushsection __rseq_exit_point_array, \"aw?\"\n" \
	".long 2f, 0\n" \
	".long %l[" #l "], 0\n" \
	".popsection\n"
#define PERSEQ_T_THREAD_POINTER \
	".set push\n" \
	".set noat\n" \
	".set mips32r2\n" \
	"rdhwr %[area], $29\n" \
	".set pop\n"
#define PERSEQ_T_THREAD(slot) \
	".set noat\n" \
	".set push\n" \
	".set noreorder\n" \
	"move %[area], $ra\n" \
	"bal 66f\n" \
	"nop\n" \
	"66: lui %[tmp], %%hi(_gp_disp)\n" \
	"addiu %[tmp], %[tmp], %%lo(_gp_disp)\n" \
	"addu %[tmp], %[tmp], $ra\n" \
	"move $ra, %[area]\n" \
	"lw %[area], %%gottprel(perseq_rseq_1_block)(%[tmp])\n" \
	".set push\n" \
	".set noat\n" \
	".set mips32r2\n" \
	"rdhwr $3, $29\n" \
	".set pop\n" \
	"addu %[area], %[area], $3\n" \
	".set pop\n" \
	"lw %[area], " slot "(%[area])\n"
#define PERSEQ_T_ENTER \
	"lw $3, %%got(5b)(%[tmp])\n" \
	"addiu $3, $3, %%lo(5b)\n" \
	"sw $3, 8(%[area])\n" \
	"2:\n"
#define PERSEQ_T_REGISTERED(field) \
	".if " field " - 4\n" \
	"lw %[tmp], 4(%[area])\n" \
	"bltz %[tmp], 4f\n" \
	".endif\n"
#define PERSEQ_T_CHECK(field) \
	"lw %[tmp], " field "(%[area])\n" \
	"bne %[tmp], %[index], 4f\n"
#define PERSEQ_T_HERE(field) \
	"lw %[tmp2], " field "(%[area])\n" \
	"bltz %[tmp2], 4f\n" \
	"sll %[tmp2], %[tmp2], " PERSEQ_SHIFT_TEXT "\n"
#define PERSEQ_T_LOCATE(a) \
	"addu %[" #a "], %[" #a "], %[tmp2]\n"
#define PERSEQ_T_UNGUARDED(a) \
	"lw %[tmp], 0(%[" #a "])\n" \
	"sync\n" \
	"bnez %[tmp], %l[guarded]\n"
#define PERSEQ_T_LOAD(a, k) \
	"lw %[tmp], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_LOAD_AT(s) \
	"addu %[tmp], %[tmp], %[" #s "]\n" \
	"lw %[tmp], 0(%[tmp])\n"
#define PERSEQ_T_LOAD_SLOT(a, k) \
	"sll %[tmp2], %[tmp], 2\n" \
	"addu %[tmp2], %[tmp2], %[" #a "]\n" \
	"lw %[tmp], 4 * " #k "(%[tmp2])\n"
#define PERSEQ_T_SLOT(a, k) \
	"sll %[tmp], %[tmp], 2\n" \
	"addu %[tmp], %[tmp], %[" #a "]\n" \
	"addiu %[tmp], %[tmp], 4 * " #k "\n"
#define PERSEQ_T_ADD(s) \
	"addu %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_ADD_LITERAL(k) \
	"addiu %[tmp], %[tmp], " #k "\n"
#define PERSEQ_T_SUB_LOAD(a, k) \
	"lw %[tmp2], 4 * " #k "(%[" #a "])\n" \
	"subu %[tmp], %[tmp], %[tmp2]\n"
#define PERSEQ_T_AND(s) \
	"and %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_SET(a) \
	"move %[" #a "], %[tmp]\n"
#define PERSEQ_T_STORE(s, a, k) \
	"sw %[" #s "], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP(a, k) \
	"sw %[tmp], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_SLOT(s, a, k) \
	"sll %[tmp2], %[tmp], 2\n" \
	"addu %[tmp2], %[tmp2], %[" #a "]\n" \
	"sw %[" #s "], 4 * " #k "(%[tmp2])\n"
#define PERSEQ_T_COPY(d, s, n) \
	"beqz %[" #n "], 9f\n" \
	"7: lbu %[tmp], 0(%[" #s "])\n" \
	"sb %[tmp], 0(%[" #d "])\n" \
	"addiu %[" #s "], %[" #s "], 1\n" \
	"addiu %[" #d "], %[" #d "], 1\n" \
	"addiu %[" #n "], %[" #n "], -1\n" \
	"bnez %[" #n "], 7b\n" \
	"9:\n"
#define PERSEQ_T_LIMIT(a, k) \
	"lw %[tmp2], 4 * " #k "(%[" #a "])\n" \
	"sync\n"
#define PERSEQ_T_TAKE_SLOT(a, k, o) \
	"sll %[tmp2], %[tmp], 2\n" \
	"addu %[tmp2], %[tmp2], %[" #a "]\n" \
	"lw %[tmp2], 4 * " #k "(%[tmp2])\n" \
	"sw %[tmp2], 0(%[" #o "])\n"
#define PERSEQ_T_BRANCH_EQ(s, l) \
	"beq %[tmp], %[" #s "], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_NE(s, l) \
	"bne %[tmp], %[" #s "], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ZERO(l) \
	"beqz %[tmp], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ABOVE(s, l) \
	"sltu %[tmp2], %[" #s "], %[tmp]\n" \
	"bnez %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_BELOW(s, l) \
	"sltu %[tmp2], %[tmp], %[" #s "]\n" \
	"bnez %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_OUTSIDE(l) \
	"sltu %[tmp2], %[tmp], %[tmp2]\n" \
	"beqz %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_STORE_RELEASE(s, a, k) \
	"sync\n" \
	"sw %[" #s "], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP_RELEASE(a, k) \
	"sync\n" \
	"sw %[tmp], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD(s, a, k) \
	"lw %[tmp], 4 * " #k "(%[" #a "])\n" \
	"addu %[tmp], %[tmp], %[" #s "]\n" \
	"sw %[tmp], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD_AT(s) \
	"lw %[tmp2], 0(%[tmp])\n" \
	"addu %[tmp2], %[tmp2], %[" #s "]\n" \
	"sw %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_STORE_ADD_AT_RELEASE(s) \
	"lw %[tmp2], 0(%[tmp])\n" \
	"addu %[tmp2], %[tmp2], %[" #s "]\n" \
	"sync\n" \
	"sw %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_ABORT \
	"b 8f\n" \
	".word 0x0350000d\n" \
	"4: b %l[aborted]\n" \
	"8:\n"

#elif defined(__mips__) && _MIPS_SIM == _ABIO32 && defined(__MIPSEB__)
#define PERSEQ_SIGNATURE 0x0350000d
#define PERSEQ_SLOT_0 "0"
#define PERSEQ_SLOT_1 "4"
#define PERSEQ_ADDRESS "r"
#define PERSEQ_CLOBBERS "memory", "cc", "$3"
#define PERSEQ_T_DESCRIPTOR \
	".pushsection __rseq_cs, \"aw?\"\n" \
	".balign 32\n" \
	"5:\n" \
	".long 0, 0\n" \
	".long 0, 2f\n" \
	".long 0, (3f - 2f)\n" \
	".long 0, 4f\n" \
	".popsection\n" \
	".pushsection __rseq_cs_ptr_array, \"aw?\"\n" \
	".long 0, 5b\n" \
	".popsection\n"
#define PERSEQ_T_EXIT_POINT(l) \
	".pushsection __rseq_exit_point_array, \"aw?\"\n" \
	".long 0, 2f\n" \
	".long 0, %l[" #l "]\n" \
	".popsection\n"
#define PERSEQ_T_THREAD_POINTER \
	".set push\n" \
	".set noat\n" \
	".set mips32r2\n" \
	"rdhwr %[area], $29\n" \
	".set pop\n"
#define PERSEQ_T_THREAD(slot) \
	".set noat\n" \
	".set push\n" \
	".set noreorder\n" \
	"move %[area], $ra\n" \
	"bal 66f\n" \
	"nop\n" \
	"66: lui %[tmp], %%hi(_gp_disp)\n" \
	"addiu %[tmp], %[tmp], %%lo(_gp_disp)\n" \
	"addu %[tmp], %[tmp], $ra\n" \
	"move $ra, %[area]\n" \
	"lw %[area], %%gottprel(perseq_rseq_1_block)(%[tmp])\n" \
	".set push\n" \
	".set noat\n" \
	".set mips32r2\n" \
	"rdhwr $3, $29\n" \
	".set pop\n" \
	"addu %[area], %[area], $3\n" \
	".set pop\n" \
	"lw %[area], " slot "(%[area])\n"
#define PERSEQ_T_ENTER \
	"lw $3, %%got(5b)(%[tmp])\n" \
	"addiu $3, $3, %%lo(5b)\n" \
	"sw $3, 12(%[area])\n" \
	"2:\n"
#define PERSEQ_T_REGISTERED(field) \
	".if " field " - 4\n" \
	"lw %[tmp], 4(%[area])\n" \
	"bltz %[tmp], 4f\n" \
	".endif\n"
#define PERSEQ_T_CHECK(field) \
	"lw %[tmp], " field "(%[area])\n" \
	"bne %[tmp], %[index], 4f\n"
#define PERSEQ_T_HERE(field) \
	"lw %[tmp2], " field "(%[area])\n" \
	"bltz %[tmp2], 4f\n" \
	"sll %[tmp2], %[tmp2], " PERSEQ_SHIFT_TEXT "\n"
#define PERSEQ_T_LOCATE(a) \
	"addu %[" #a "], %[" #a "], %[tmp2]\n"
#define PERSEQ_T_UNGUARDED(a) \
	"lw %[tmp], 0(%[" #a "])\n" \
	"sync\n" \
	"bnez %[tmp], %l[guarded]\n"
#define PERSEQ_T_LOAD(a, k) \
	"lw %[tmp], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_LOAD_AT(s) \
	"addu %[tmp], %[tmp], %[" #s "]\n" \
	"lw %[tmp], 0(%[tmp])\n"
#define PERSEQ_T_LOAD_SLOT(a, k) \
	"sll %[tmp2], %[tmp], 2\n" \
	"addu %[tmp2], %[tmp2], %[" #a "]\n" \
	"lw %[tmp], 4 * " #k "(%[tmp2])\n"
#define PERSEQ_T_SLOT(a, k) \
	"sll %[tmp], %[tmp], 2\n" \
	"addu %[tmp], %[tmp], %[" #a "]\n" \
	"addiu %[tmp], %[tmp], 4 * " #k "\n"
#define PERSEQ_T_ADD(s) \
	"addu %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_ADD_LITERAL(k) \
	"addiu %[tmp], %[tmp], " #k "\n"
#define PERSEQ_T_SUB_LOAD(a, k) \
	"lw %[tmp2], 4 * " #k "(%[" #a "])\n" \
	"subu %[tmp], %[tmp], %[tmp2]\n"
#define PERSEQ_T_AND(s) \
	"and %[tmp], %[tmp], %[" #s "]\n"
#define PERSEQ_T_SET(a) \
	"move %[" #a "], %[tmp]\n"
#define PERSEQ_T_STORE(s, a, k) \
	"sw %[" #s "], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP(a, k) \
	"sw %[tmp], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_SLOT(s, a, k) \
	"sll %[tmp2], %[tmp], 2\n" \
	"addu %[tmp2], %[tmp2], %[" #a "]\n" \
	"sw %[" #s "], 4 * " #k "(%[tmp2])\n"
#define PERSEQ_T_COPY(d, s, n) \
	"beqz %[" #n "], 9f\n" \
	"7: lbu %[tmp], 0(%[" #s "])\n" \
	"sb %[tmp], 0(%[" #d "])\n" \
	"addiu %[" #s "], %[" #s "], 1\n" \
	"addiu %[" #d "], %[" #d "], 1\n" \
	"addiu %[" #n "], %[" #n "], -1\n" \
	"bnez %[" #n "], 7b\n" \
	"9:\n"
#define PERSEQ_T_LIMIT(a, k) \
	"lw %[tmp2], 4 * " #k "(%[" #a "])\n" \
	"sync\n"
#define PERSEQ_T_TAKE_SLOT(a, k, o) \
	"sll %[tmp2], %[tmp], 2\n" \
	"addu %[tmp2], %[tmp2], %[" #a "]\n" \
	"lw %[tmp2], 4 * " #k "(%[tmp2])\n" \
	"sw %[tmp2], 0(%[" #o "])\n"
#define PERSEQ_T_BRANCH_EQ(s, l) \
	"beq %[tmp], %[" #s "], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_NE(s, l) \
	"bne %[tmp], %[" #s "], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ZERO(l) \
	"beqz %[tmp], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_ABOVE(s, l) \
	"sltu %[tmp2], %[" #s "], %[tmp]\n" \
	"bnez %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_BELOW(s, l) \
	"sltu %[tmp2], %[tmp], %[" #s "]\n" \
	"bnez %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_BRANCH_OUTSIDE(l) \
	"sltu %[tmp2], %[tmp], %[tmp2]\n" \
	"beqz %[tmp2], %l[" #l "]\n"
#define PERSEQ_T_STORE_RELEASE(s, a, k) \
	"sync\n" \
	"sw %[" #s "], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_TMP_RELEASE(a, k) \
	"sync\n" \
	"sw %[tmp], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD(s, a, k) \
	"lw %[tmp], 4 * " #k "(%[" #a "])\n" \
	"addu %[tmp], %[tmp], %[" #s "]\n" \
	"sw %[tmp], 4 * " #k "(%[" #a "])\n"
#define PERSEQ_T_STORE_ADD_AT(s) \
	"lw %[tmp2], 0(%[tmp])\n" \
	"addu %[tmp2], %[tmp2], %[" #s "]\n" \
	"sw %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_STORE_ADD_AT_RELEASE(s) \
	"lw %[tmp2], 0(%[tmp])\n" \
	"addu %[tmp2], %[tmp2], %[" #s "]\n" \
	"sync\n" \
	"sw %[tmp2], 0(%[tmp])\n"
#define PERSEQ_T_ABORT \
	"b 8f\n" \
	".word 0x0350000d\n" \
	"4: b %l[aborted]\n" \
	"8:\n"

#else
#error "perseq/rseq.h: the kernel has no restartable sequences for this processor, or this header no table"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* glibc's; weak, so that a program runs on a C library without them. */
extern const ptrdiff_t __rseq_offset __attribute__((weak));
extern const unsigned int __rseq_size __attribute__((weak));

/* The start of the kernel's struct rseq. */
struct perseq_rseq_area {
	uint32_t cpu_id_start;
	uint32_t cpu_id;
	uint64_t rseq_cs;
	uint32_t flags;
	uint32_t node_id;
	uint32_t mm_cid;
	uint32_t reserved;
} __attribute__((aligned(32)));

/* What each thread keeps. Sections reach it by name, through the initial-exec model. */
struct perseq_rseq_block {
	struct perseq_rseq_area *by_cpu_id;
	struct perseq_rseq_area *by_mm_cid;
	/* 0: not asked yet; 1: attached; else an error code, which stays. */
	int32_t state;
	/* Where sections abort if this thread cannot run them: refused threads share no cache line. */
	struct perseq_rseq_area refused;
};

/* An area whose numbers are negative: a section finds that and aborts. Every thread begins with it. */
__attribute__((weak, visibility("hidden"), used))
struct perseq_rseq_area perseq_rseq_1_unregistered = { 0x80000000u, 0x80000000u, 0, 0, 0, 0x80000000u, 0 };

__attribute__((weak, visibility("hidden"), used, tls_model("initial-exec")))
__thread struct perseq_rseq_block perseq_rseq_1_block = {
	&perseq_rseq_1_unregistered, &perseq_rseq_1_unregistered, 0,
	{ 0x80000000u, 0x80000000u, 0, 0, 0, 0x80000000u, 0 }
};

#ifdef __cplusplus
}
#endif

/* The pointer of this thread's block that sections go through: 0 by cpu_id, 1 by mm_cid. Not cached across a point at which
 * the caller's code moves to another thread: hence assembly. */
#define PERSEQ_AREA(area, slot) \
	do { \
		uintptr_t tmp_; \
		__asm__ __volatile__(PERSEQ_T_BEGIN PERSEQ_T_THREAD(slot) PERSEQ_T_END \
			: [area] "=&" PERSEQ_ADDRESS (area), [tmp] "=&" PERSEQ_ADDRESS (tmp_) : : PERSEQ_CLOBBERS); \
		(void)tmp_; \
	} while (0)

/* The CPU that this thread runs on, or a negative number where it cannot run sections (by this index). */
PERSEQ_INLINE int perseq_current_cpu_id(void)
{
	struct perseq_rseq_area *area;
	PERSEQ_AREA(area, PERSEQ_SLOT_0);
	return (int)*(volatile uint32_t *)&area->cpu_id;
}

/* The concurrency id of this thread, or a negative number where it cannot run sections by it. */
PERSEQ_INLINE int perseq_current_mm_cid(void)
{
	struct perseq_rseq_area *area;
	PERSEQ_AREA(area, PERSEQ_SLOT_1);
	/* When a registration ends, the kernel sets mm_cid to 0, which is a row. */
	if ((int32_t)*(volatile uint32_t *)&area->cpu_id < 0)
		return -1;
	return (int)*(volatile uint32_t *)&area->mm_cid;
}

/* True unless this kernel interrupts sections without restarting them: on arm64 those from 6.19 to 7.0.13, and unknown ones. (Some
 * distributions have mended theirs under the same number: there, too, the path without sections is taken, which is exact.) */
PERSEQ_COLD int perseq_rseq_restarts(void)
{
#ifdef __aarch64__
	struct utsname name;
	unsigned numbers[3] = { 0, 0, 0 };
	const char *letter = name.release;
	int known, n;
	if (uname(&name) != 0)
		return 0;
	known = *letter >= '0' && *letter <= '9';
	for (n = 0; n < 3; n++) {
		while (*letter >= '0' && *letter <= '9' && numbers[n] < 100000)
			numbers[n] = numbers[n] * 10 + (unsigned)(*letter++ - '0');
		if (*letter != '.')
			break;
		letter++;
	}
	if (!known || numbers[0] < 4 || (numbers[0] == 4 && numbers[1] < 18))
		return 0;
	if (numbers[0] == 6)
		return numbers[1] < 19;
	if (numbers[0] == 7 && numbers[1] == 0)
		return numbers[2] >= 14;
	if (numbers[0] == 7 && numbers[1] == 1 && numbers[2] == 0)
		/* Early candidates of 7.1 forget as well. */
		return *letter != '-' || letter[1] != 'r' || letter[2] != 'c';
#endif
	return 1;
}

/* Finds this thread's registration. Returns 0, ENOSYS if the C library has registered no area for it, ENOTSUP if this kernel does
 * not restart sections. The retries call it; call it yourself to know the reason. Async-signal-safe. Costs a
 * few loads after the first time. */
PERSEQ_COLD int perseq_rseq_attach(void)
{
	struct perseq_rseq_block *block = &perseq_rseq_1_block;
	struct perseq_rseq_area *area;
	uintptr_t pointer;
	const ptrdiff_t *offset = &__rseq_offset;
	const unsigned int *size = &__rseq_size;
	if (block->state > 1)
		return block->state;
	if (block->state == 1)
		return (int32_t)*(volatile uint32_t *)&block->by_cpu_id->cpu_id < 0 ? ENOSYS : 0;
	/* The compiler may take a name's address to be none but null: these may be. */
	__asm__("" : "+r"(offset), "+r"(size));
	if (!perseq_rseq_restarts() || !offset || !size || *size == 0) {
		int reason = !perseq_rseq_restarts() ? ENOTSUP : ENOSYS;
		__atomic_store_n(&block->by_cpu_id, &block->refused, __ATOMIC_RELAXED);
		__atomic_store_n(&block->by_mm_cid, &block->refused, __ATOMIC_RELAXED);
		__atomic_store_n(&block->state, reason, __ATOMIC_RELEASE);
		return reason;
	}
	{
		uintptr_t tmp;
		__asm__(PERSEQ_T_BEGIN PERSEQ_T_THREAD_POINTER PERSEQ_T_END
			: [area] "=&" PERSEQ_ADDRESS (pointer), [tmp] "=&" PERSEQ_ADDRESS (tmp) : : PERSEQ_CLOBBERS);
		(void)tmp;
	}
	area = (struct perseq_rseq_area *)(pointer + (uintptr_t)*offset);
	if ((int32_t)*(volatile uint32_t *)&area->cpu_id < 0)
		return ENOSYS;
	/* A handler that comes in between finds a pointer or the other, and either is right. AT_RSEQ_FEATURE_SIZE: 28 with mm_cid. */
	__atomic_store_n(&block->by_mm_cid, getauxval(27) >= 28 ? area : &block->refused, __ATOMIC_RELAXED);
	__atomic_store_n(&block->by_cpu_id, area, __ATOMIC_RELAXED);
	__atomic_store_n(&block->state, 1, __ATOMIC_RELEASE);
	return 0;
}

/* After an abort: true if another attempt can commit. Attaches the thread. */
PERSEQ_COLD int perseq_goes_on_cpu_id(void)
{
	return perseq_current_cpu_id() >= 0 || (perseq_rseq_attach() == 0 && perseq_current_cpu_id() >= 0);
}

PERSEQ_COLD int perseq_goes_on_mm_cid(void)
{
	return perseq_current_mm_cid() >= 0 || (perseq_rseq_attach() == 0 && perseq_current_mm_cid() >= 0);
}

/* So many attempts before a path without sections is taken. */
#define PERSEQ_ATTEMPTS 16
/* The first attempt by itself, so that counting costs nothing unless it is aborted. */
#define PERSEQ_RETRY_(outcome, attempt, goes_on) \
	do { \
		if (__builtin_expect(((outcome) = (attempt)) == PERSEQ_ABORTED, 0)) { \
			int perseq_left_ = PERSEQ_ATTEMPTS; \
			while (--perseq_left_ != 0 && goes_on() && ((outcome) = (attempt)) == PERSEQ_ABORTED) { \
			} \
		} \
	} while (0)
#define PERSEQ_RETRY_CPU_ID(outcome, attempt) PERSEQ_RETRY_(outcome, attempt, perseq_goes_on_cpu_id)
#define PERSEQ_RETRY_MM_CID(outcome, attempt) PERSEQ_RETRY_(outcome, attempt, perseq_goes_on_mm_cid)

/* How many rows there must be: more than any CPU number or concurrency id that this kernel gives out, or 0 if it cannot be
 * told. The kernel refuses masks that are shorter. */
PERSEQ_COLD unsigned perseq_rows(void)
{
	unsigned long mask[1024];
	size_t words;
	for (words = 1; words <= sizeof(mask) / sizeof(mask[0]); words *= 2)
		if (syscall(SYS_sched_getaffinity, 0, words * sizeof(mask[0]), mask) > 0)
			return (unsigned)(words * sizeof(mask[0]) * 8);
	return 0;
}

/* Row 0 of zeroed memory with perseq_rows() rows of PERSEQ_STRIDE bytes each, or null with errno set. Rows take memory as they
 * are touched; the rest is address space. */
PERSEQ_COLD void *perseq_rows_map(void)
{
	void *rows = mmap(NULL, perseq_rows() * PERSEQ_STRIDE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return rows == MAP_FAILED ? NULL : rows;
}

/* Gives back what perseq_rows_map has returned. No thread uses it any more. */
PERSEQ_COLD int perseq_rows_unmap(void *rows)
{
	return munmap(rows, perseq_rows() * PERSEQ_STRIDE);
}

/* The address in row `index` of what is at `pointer` in row 0. */
PERSEQ_INLINE uintptr_t *perseq_row(void *pointer, unsigned index)
{
	return (uintptr_t *)(void *)((char *)pointer + ((size_t)index << PERSEQ_STRIDE_SHIFT));
}

/* Waits until every section under way on `cpu`, or on all CPUs if it is negative, has committed or will abort. Returns 0 or an
 * error code: ENOSYS without membarrier (Linux 5.10). */
PERSEQ_COLD int perseq_fence(int cpu)
{
	/* MEMBARRIER_CMD_[REGISTER_]PRIVATE_EXPEDITED_RSEQ, and its flag for one CPU. */
	const int fence = 1 << 7, ask = 1 << 8;
	const unsigned flags = cpu < 0 ? 0 : 1;
	int saved = errno, result = 0;
	if (syscall(SYS_membarrier, fence, flags, cpu) != 0) {
		if (errno != EPERM || syscall(SYS_membarrier, ask, 0, 0) != 0 || syscall(SYS_membarrier, fence, flags, cpu) != 0)
			result = errno;
	}
	errno = saved;
	return result;
}

/* Takes the guard of a row: until perseq_guard_open no `guarded` section works on the row, which is the caller's. `cpu` is the row's
 * number for rows by cpu_id, and negative for rows by mm_cid. Returns 0, EBUSY if another thread has it, or why there can be no
 * fence. A signal handler of this thread finds the row guarded as well. */
PERSEQ_COLD int perseq_guard_take(uintptr_t *guard, int cpu)
{
	uintptr_t open = 0;
	int failed;
	if (!__atomic_compare_exchange_n(guard, &open, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
		return EBUSY;
	failed = perseq_fence(cpu);
	if (failed)
		__atomic_store_n(guard, 0, __ATOMIC_RELEASE);
	return failed;
}

PERSEQ_INLINE void perseq_guard_open(uintptr_t *guard)
{
	__atomic_store_n(guard, 0, __ATOMIC_RELEASE);
}

#ifdef PERSEQ_OPERANDS_IN_MEMORY
/* There are too few registers: operands are in a block on the stack, and the text has their offsets. */
#define PERSEQ_SCRATCH [area] "=&r" (area), [tmp] "=&q" (tmp), [tmp2] "=&r" (tmp2)
#define PERSEQ_LOCALS_2(a, b) uintptr_t area, tmp, tmp2, block[] = { (uintptr_t)(a), (uintptr_t)(b) }
#define PERSEQ_INPUTS_2(a, b) [block] "r" (block), [a] "i" (0), [b] "i" (4)
#define PERSEQ_LOCALS_3(a, b, c) uintptr_t area, tmp, tmp2, block[] = { (uintptr_t)(a), (uintptr_t)(b), (uintptr_t)(c) }
#define PERSEQ_INPUTS_3(a, b, c) [block] "r" (block), [a] "i" (0), [b] "i" (4), [c] "i" (8)
#define PERSEQ_LOCALS_4(a, b, c, d) uintptr_t area, tmp, tmp2, block[] = { (uintptr_t)(a), (uintptr_t)(b), (uintptr_t)(c), (uintptr_t)(d) }
#define PERSEQ_INPUTS_4(a, b, c, d) [block] "r" (block), [a] "i" (0), [b] "i" (4), [c] "i" (8), [d] "i" (12)
#define PERSEQ_LOCALS_5(a, b, c, d, e) uintptr_t area, tmp, tmp2, block[] = { (uintptr_t)(a), (uintptr_t)(b), (uintptr_t)(c), (uintptr_t)(d), (uintptr_t)(e) }
#define PERSEQ_INPUTS_5(a, b, c, d, e) [block] "r" (block), [a] "i" (0), [b] "i" (4), [c] "i" (8), [d] "i" (12), [e] "i" (16)
#define PERSEQ_LOCALS_6(a, b, c, d, e, f) uintptr_t area, tmp, tmp2, block[] = { (uintptr_t)(a), (uintptr_t)(b), (uintptr_t)(c), (uintptr_t)(d), (uintptr_t)(e), (uintptr_t)(f) }
#define PERSEQ_INPUTS_6(a, b, c, d, e, f) [block] "r" (block), [a] "i" (0), [b] "i" (4), [c] "i" (8), [d] "i" (12), [e] "i" (16), [f] "i" (20)
#define PERSEQ_LOCALS_7(a, b, c, d, e, f, g) uintptr_t area, tmp, tmp2, block[] = { (uintptr_t)(a), (uintptr_t)(b), (uintptr_t)(c), (uintptr_t)(d), (uintptr_t)(e), (uintptr_t)(f), (uintptr_t)(g) }
#define PERSEQ_INPUTS_7(a, b, c, d, e, f, g) [block] "r" (block), [a] "i" (0), [b] "i" (4), [c] "i" (8), [d] "i" (12), [e] "i" (16), [f] "i" (20), [g] "i" (24)
#define PERSEQ_LOCALS_8(a, b, c, d, e, f, g, h) uintptr_t area, tmp, tmp2, block[] = { (uintptr_t)(a), (uintptr_t)(b), (uintptr_t)(c), (uintptr_t)(d), (uintptr_t)(e), (uintptr_t)(f), (uintptr_t)(g), (uintptr_t)(h) }
#define PERSEQ_INPUTS_8(a, b, c, d, e, f, g, h) [block] "r" (block), [a] "i" (0), [b] "i" (4), [c] "i" (8), [d] "i" (12), [e] "i" (16), [f] "i" (20), [g] "i" (24), [h] "i" (28)
#define PERSEQ_INPUTS_ON(inputs) inputs
#define PERSEQ_INPUTS(inputs) inputs
#define PERSEQ_POINTER(operand)
#define PERSEQ_VALUE(operand)
#else
#define PERSEQ_SCRATCH [area] "=&" PERSEQ_ADDRESS (area), [tmp] "=&" PERSEQ_ADDRESS (tmp), [tmp2] "=&" PERSEQ_ADDRESS (tmp2)
#define PERSEQ_LOCALS_2(a, b) uintptr_t area, tmp, tmp2
#define PERSEQ_INPUTS_2(a, b)
#define PERSEQ_LOCALS_3(a, b, c) uintptr_t area, tmp, tmp2
#define PERSEQ_INPUTS_3(a, b, c)
#define PERSEQ_LOCALS_4(a, b, c, d) uintptr_t area, tmp, tmp2
#define PERSEQ_INPUTS_4(a, b, c, d)
#define PERSEQ_LOCALS_5(a, b, c, d, e) uintptr_t area, tmp, tmp2
#define PERSEQ_INPUTS_5(a, b, c, d, e)
#define PERSEQ_LOCALS_6(a, b, c, d, e, f) uintptr_t area, tmp, tmp2
#define PERSEQ_INPUTS_6(a, b, c, d, e, f)
#define PERSEQ_LOCALS_7(a, b, c, d, e, f, g) uintptr_t area, tmp, tmp2
#define PERSEQ_INPUTS_7(a, b, c, d, e, f, g)
#define PERSEQ_LOCALS_8(a, b, c, d, e, f, g, h) uintptr_t area, tmp, tmp2
#define PERSEQ_INPUTS_8(a, b, c, d, e, f, g, h)
#define PERSEQ_INPUTS_ON(inputs) [index] "r" (index)
#define PERSEQ_INPUTS(inputs)
#define PERSEQ_POINTER(operand) , [operand] "+&" PERSEQ_ADDRESS (operand)
#define PERSEQ_VALUE(operand) , [operand] "+&r" (operand)
#endif

/* The sections. */

/* `*v += n`. */
PERSEQ_INLINE int perseq_on_cpu_id_load_add_store(uint32_t index, uintptr_t *v, uintptr_t n)
{
	PERSEQ_LOCALS_3(index, v, n);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_ADD(n)
		PERSEQ_T_STORE_TMP(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_3(index, v, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `*v += n`. */
PERSEQ_INLINE int perseq_here_cpu_id_load_add_store(uintptr_t *v, uintptr_t n)
{
	PERSEQ_LOCALS_2(v, n);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_ADD(n)
		PERSEQ_T_STORE_TMP(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_2(v, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `*v += n`. */
PERSEQ_INLINE int perseq_on_cpu_id_load_add_store_release(uint32_t index, uintptr_t *v, uintptr_t n)
{
	PERSEQ_LOCALS_3(index, v, n);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_ADD(n)
		PERSEQ_T_STORE_TMP_RELEASE(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_3(index, v, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `*v += n`. */
PERSEQ_INLINE int perseq_here_cpu_id_load_add_store_release(uintptr_t *v, uintptr_t n)
{
	PERSEQ_LOCALS_2(v, n);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_ADD(n)
		PERSEQ_T_STORE_TMP_RELEASE(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_2(v, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `if *v == expect { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_on_cpu_id_load_cbne_store(uint32_t index, uintptr_t *v, uintptr_t expect, uintptr_t desired)
{
	PERSEQ_LOCALS_4(index, v, expect, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(expect) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_4(index, v, expect, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_here_cpu_id_load_cbne_store(uintptr_t *v, uintptr_t expect, uintptr_t desired)
{
	PERSEQ_LOCALS_3(v, expect, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(expect) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(v, expect, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_on_cpu_id_load_cbne_store_release(uint32_t index, uintptr_t *v, uintptr_t expect, uintptr_t desired)
{
	PERSEQ_LOCALS_4(index, v, expect, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(expect) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_4(index, v, expect, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_here_cpu_id_load_cbne_store_release(uintptr_t *v, uintptr_t expect, uintptr_t desired)
{
	PERSEQ_LOCALS_3(v, expect, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(expect) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(v, expect, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v != expect_not { *out = *v; *v = *(*v + offset) }`, else exits: list pop. */
PERSEQ_INLINE int perseq_on_cpu_id_load_cbeq_store_add_load_store(uint32_t index, uintptr_t *v, uintptr_t *out, uintptr_t expect_not, uintptr_t offset)
{
	PERSEQ_LOCALS_5(index, v, out, expect_not, offset);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(eq)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_EQ(expect_not, eq)
		PERSEQ_T_STORE_TMP(out, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_TMP(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(out) PERSEQ_VALUE(expect_not) PERSEQ_VALUE(offset)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_5(index, v, out, expect_not, offset))
		: PERSEQ_CLOBBERS : aborted, eq);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
eq:
	return PERSEQ_EXITED;
}

/* `if *v != expect_not { *out = *v; *v = *(*v + offset) }`, else exits: list pop. */
PERSEQ_INLINE int perseq_here_cpu_id_load_cbeq_store_add_load_store(uintptr_t *v, uintptr_t *out, uintptr_t expect_not, uintptr_t offset)
{
	PERSEQ_LOCALS_4(v, out, expect_not, offset);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(eq)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_EQ(expect_not, eq)
		PERSEQ_T_STORE_TMP(out, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_TMP(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(out) PERSEQ_VALUE(expect_not) PERSEQ_VALUE(offset)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_4(v, out, expect_not, offset))
		: PERSEQ_CLOBBERS : aborted, eq);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
eq:
	return PERSEQ_EXITED;
}

/* `if *v != expect_not { *out = *v; *v = *(*v + offset) }`, else exits: list pop. */
PERSEQ_INLINE int perseq_on_cpu_id_load_cbeq_store_add_load_store_release(uint32_t index, uintptr_t *v, uintptr_t *out, uintptr_t expect_not, uintptr_t offset)
{
	PERSEQ_LOCALS_5(index, v, out, expect_not, offset);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(eq)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_EQ(expect_not, eq)
		PERSEQ_T_STORE_TMP(out, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_TMP_RELEASE(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(out) PERSEQ_VALUE(expect_not) PERSEQ_VALUE(offset)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_5(index, v, out, expect_not, offset))
		: PERSEQ_CLOBBERS : aborted, eq);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
eq:
	return PERSEQ_EXITED;
}

/* `if *v != expect_not { *out = *v; *v = *(*v + offset) }`, else exits: list pop. */
PERSEQ_INLINE int perseq_here_cpu_id_load_cbeq_store_add_load_store_release(uintptr_t *v, uintptr_t *out, uintptr_t expect_not, uintptr_t offset)
{
	PERSEQ_LOCALS_4(v, out, expect_not, offset);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(eq)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_EQ(expect_not, eq)
		PERSEQ_T_STORE_TMP(out, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_TMP_RELEASE(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(out) PERSEQ_VALUE(expect_not) PERSEQ_VALUE(offset)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_4(v, out, expect_not, offset))
		: PERSEQ_CLOBBERS : aborted, eq);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
eq:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v2 = new2; *v = new }`, else exits. The store to `v2` may happen without the
 * commit. */
PERSEQ_INLINE int perseq_on_cpu_id_load_cbne_store_store(uint32_t index, uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t new2, uintptr_t desired)
{
	PERSEQ_LOCALS_6(index, v, v2, expect, new2, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE(new2, v2, 0)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(new2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_6(index, v, v2, expect, new2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v2 = new2; *v = new }`, else exits. The store to `v2` may happen without the
 * commit. */
PERSEQ_INLINE int perseq_here_cpu_id_load_cbne_store_store(uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t new2, uintptr_t desired)
{
	PERSEQ_LOCALS_5(v, v2, expect, new2, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v) PERSEQ_T_LOCATE(v2)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE(new2, v2, 0)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(new2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_5(v, v2, expect, new2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v2 = new2; *v = new }`, else exits. The store to `v2` may happen without the
 * commit. */
PERSEQ_INLINE int perseq_on_cpu_id_load_cbne_store_store_release(uint32_t index, uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t new2, uintptr_t desired)
{
	PERSEQ_LOCALS_6(index, v, v2, expect, new2, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE(new2, v2, 0)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(new2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_6(index, v, v2, expect, new2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v2 = new2; *v = new }`, else exits. The store to `v2` may happen without the
 * commit. */
PERSEQ_INLINE int perseq_here_cpu_id_load_cbne_store_store_release(uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t new2, uintptr_t desired)
{
	PERSEQ_LOCALS_5(v, v2, expect, new2, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v) PERSEQ_T_LOCATE(v2)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE(new2, v2, 0)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(new2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_5(v, v2, expect, new2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect && *v2 == expect2 { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_on_cpu_id_load_cbne_load_cbne_store(uint32_t index, uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t expect2, uintptr_t desired)
{
	PERSEQ_LOCALS_6(index, v, v2, expect, expect2, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_LOAD(v2, 0)
		PERSEQ_T_BRANCH_NE(expect2, ne)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(expect2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_6(index, v, v2, expect, expect2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect && *v2 == expect2 { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_here_cpu_id_load_cbne_load_cbne_store(uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t expect2, uintptr_t desired)
{
	PERSEQ_LOCALS_5(v, v2, expect, expect2, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v) PERSEQ_T_LOCATE(v2)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_LOAD(v2, 0)
		PERSEQ_T_BRANCH_NE(expect2, ne)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(expect2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_5(v, v2, expect, expect2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect && *v2 == expect2 { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_on_cpu_id_load_cbne_load_cbne_store_release(uint32_t index, uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t expect2, uintptr_t desired)
{
	PERSEQ_LOCALS_6(index, v, v2, expect, expect2, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_LOAD(v2, 0)
		PERSEQ_T_BRANCH_NE(expect2, ne)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(expect2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_6(index, v, v2, expect, expect2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect && *v2 == expect2 { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_here_cpu_id_load_cbne_load_cbne_store_release(uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t expect2, uintptr_t desired)
{
	PERSEQ_LOCALS_5(v, v2, expect, expect2, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v) PERSEQ_T_LOCATE(v2)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_LOAD(v2, 0)
		PERSEQ_T_BRANCH_NE(expect2, ne)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(expect2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_5(v, v2, expect, expect2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { copy len bytes from src to dst; *v = new }`, else exits. The copy may happen, whole
 * or in part, without the commit. `dst` and `src` need no alignment. */
PERSEQ_INLINE int perseq_on_cpu_id_load_cbne_memcpy_store(uint32_t index, uintptr_t *v, uintptr_t *dst, uintptr_t *src, uintptr_t expect, uintptr_t len, uintptr_t desired)
{
	PERSEQ_LOCALS_7(index, v, dst, src, expect, len, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_COPY(dst, src, len)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(dst) PERSEQ_POINTER(src) PERSEQ_VALUE(expect) PERSEQ_VALUE(len) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_7(index, v, dst, src, expect, len, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { copy len bytes from src to dst; *v = new }`, else exits. The copy may happen, whole
 * or in part, without the commit. `dst` and `src` need no alignment. */
PERSEQ_INLINE int perseq_here_cpu_id_load_cbne_memcpy_store(uintptr_t *v, uintptr_t *dst, uintptr_t *src, uintptr_t expect, uintptr_t len, uintptr_t desired)
{
	PERSEQ_LOCALS_6(v, dst, src, expect, len, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v) PERSEQ_T_LOCATE(dst)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_COPY(dst, src, len)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(dst) PERSEQ_POINTER(src) PERSEQ_VALUE(expect) PERSEQ_VALUE(len) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_6(v, dst, src, expect, len, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { copy len bytes from src to dst; *v = new }`, else exits. The copy may happen, whole
 * or in part, without the commit. `dst` and `src` need no alignment. */
PERSEQ_INLINE int perseq_on_cpu_id_load_cbne_memcpy_store_release(uint32_t index, uintptr_t *v, uintptr_t *dst, uintptr_t *src, uintptr_t expect, uintptr_t len, uintptr_t desired)
{
	PERSEQ_LOCALS_7(index, v, dst, src, expect, len, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_COPY(dst, src, len)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(dst) PERSEQ_POINTER(src) PERSEQ_VALUE(expect) PERSEQ_VALUE(len) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_7(index, v, dst, src, expect, len, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { copy len bytes from src to dst; *v = new }`, else exits. The copy may happen, whole
 * or in part, without the commit. `dst` and `src` need no alignment. */
PERSEQ_INLINE int perseq_here_cpu_id_load_cbne_memcpy_store_release(uintptr_t *v, uintptr_t *dst, uintptr_t *src, uintptr_t expect, uintptr_t len, uintptr_t desired)
{
	PERSEQ_LOCALS_6(v, dst, src, expect, len, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v) PERSEQ_T_LOCATE(dst)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_COPY(dst, src, len)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(dst) PERSEQ_POINTER(src) PERSEQ_VALUE(expect) PERSEQ_VALUE(len) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_6(v, dst, src, expect, len, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `let p = *(*v + offset); *p += n`. */
PERSEQ_INLINE int perseq_on_cpu_id_load_add_load_load_add_store(uint32_t index, uintptr_t *v, uintptr_t offset, uintptr_t n)
{
	PERSEQ_LOCALS_4(index, v, offset, n);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_ADD_AT(n) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(offset) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_4(index, v, offset, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `let p = *(*v + offset); *p += n`. */
PERSEQ_INLINE int perseq_here_cpu_id_load_add_load_load_add_store(uintptr_t *v, uintptr_t offset, uintptr_t n)
{
	PERSEQ_LOCALS_3(v, offset, n);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_ADD_AT(n) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(offset) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(v, offset, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `let p = *(*v + offset); *p += n`. */
PERSEQ_INLINE int perseq_on_cpu_id_load_add_load_load_add_store_release(uint32_t index, uintptr_t *v, uintptr_t offset, uintptr_t n)
{
	PERSEQ_LOCALS_4(index, v, offset, n);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_CHECK("4")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_ADD_AT_RELEASE(n) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(offset) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_4(index, v, offset, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `let p = *(*v + offset); *p += n`. */
PERSEQ_INLINE int perseq_here_cpu_id_load_add_load_load_add_store_release(uintptr_t *v, uintptr_t offset, uintptr_t n)
{
	PERSEQ_LOCALS_3(v, offset, n);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_ADD_AT_RELEASE(n) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(offset) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(v, offset, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `*v += n`, in one instruction where memory can be added to. */
PERSEQ_INLINE int perseq_here_cpu_id_add(uintptr_t *v, uintptr_t n)
{
	PERSEQ_LOCALS_2(v, n);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(v)
		PERSEQ_T_STORE_ADD(n, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_2(v, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* Pushes `word` unless the row is full or closed: the length is not below the limit. */
PERSEQ_INLINE int perseq_guarded_cpu_id_array_push_open(uintptr_t *row, uintptr_t word)
{
	PERSEQ_LOCALS_2(row, word);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(full_or_closed)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row)
		PERSEQ_T_LIMIT(row, 1)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_BRANCH_OUTSIDE(full_or_closed)
		PERSEQ_T_STORE_SLOT(word, row, 3)
		PERSEQ_T_ADD_LITERAL(1)
		PERSEQ_T_STORE_TMP(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_VALUE(word)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_2(row, word))
		: PERSEQ_CLOBBERS : aborted, full_or_closed);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
full_or_closed:
	return PERSEQ_EXITED;
}

/* Pops a word into `*out` unless the row is empty or closed: the length − 1, unsigned, is not below the limit. */
PERSEQ_INLINE int perseq_guarded_cpu_id_array_pop_open(uintptr_t *row, uintptr_t *out)
{
	PERSEQ_LOCALS_2(row, out);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(empty_or_closed)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row)
		PERSEQ_T_LIMIT(row, 1)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_ADD_LITERAL(-1)
		PERSEQ_T_BRANCH_OUTSIDE(empty_or_closed)
		PERSEQ_T_TAKE_SLOT(row, 3, out)
		PERSEQ_T_STORE_TMP(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(out)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_2(row, out))
		: PERSEQ_CLOBBERS : aborted, empty_or_closed);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
empty_or_closed:
	return PERSEQ_EXITED;
}

/* Pushes `word` unless there are `capacity` words. */
PERSEQ_INLINE int perseq_guarded_cpu_id_array_push(uintptr_t *row, uintptr_t word, uintptr_t capacity)
{
	PERSEQ_LOCALS_3(row, word, capacity);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(full) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_BRANCH_EQ(capacity, full)
		PERSEQ_T_STORE_SLOT(word, row, 3)
		PERSEQ_T_ADD_LITERAL(1)
		PERSEQ_T_STORE_TMP(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_VALUE(word) PERSEQ_VALUE(capacity)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(row, word, capacity))
		: PERSEQ_CLOBBERS : aborted, full, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
full:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Pops a word into `*out`. */
PERSEQ_INLINE int perseq_guarded_cpu_id_array_pop(uintptr_t *row, uintptr_t *out)
{
	PERSEQ_LOCALS_2(row, out);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(empty) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_BRANCH_ZERO(empty)
		PERSEQ_T_ADD_LITERAL(-1)
		PERSEQ_T_TAKE_SLOT(row, 3, out)
		PERSEQ_T_STORE_TMP(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(out)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_2(row, out))
		: PERSEQ_CLOBBERS : aborted, empty, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
empty:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Pushes the `n` words at `source` unless more than `room` are there; `room` is the capacity − n, `bytes` is n in
 * bytes, `scratch` any value. */
PERSEQ_INLINE int perseq_guarded_cpu_id_array_push_batch(uintptr_t *row, uintptr_t *source, uintptr_t *scratch, uintptr_t n, uintptr_t room, uintptr_t bytes)
{
	PERSEQ_LOCALS_6(row, source, scratch, n, room, bytes);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(full) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_BRANCH_ABOVE(room, full)
		PERSEQ_T_SLOT(row, 3)
		PERSEQ_T_SET(scratch)
		PERSEQ_T_COPY(scratch, source, bytes)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_ADD(n)
		PERSEQ_T_STORE_TMP(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(source) PERSEQ_POINTER(scratch) PERSEQ_VALUE(n) PERSEQ_VALUE(room) PERSEQ_VALUE(bytes)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_6(row, source, scratch, n, room, bytes))
		: PERSEQ_CLOBBERS : aborted, full, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
full:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Pops `n` words to `target`, the last pushed last, unless fewer are there; `minus_n` is −n, `bytes` is n in bytes,
 * `scratch` any value. */
PERSEQ_INLINE int perseq_guarded_cpu_id_array_pop_batch(uintptr_t *row, uintptr_t *target, uintptr_t *scratch, uintptr_t n, uintptr_t minus_n, uintptr_t bytes)
{
	PERSEQ_LOCALS_6(row, target, scratch, n, minus_n, bytes);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(fewer) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_BRANCH_BELOW(n, fewer)
		PERSEQ_T_ADD(minus_n)
		PERSEQ_T_SLOT(row, 3)
		PERSEQ_T_SET(scratch)
		PERSEQ_T_COPY(target, scratch, bytes)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_ADD(minus_n)
		PERSEQ_T_STORE_TMP(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(target) PERSEQ_POINTER(scratch) PERSEQ_VALUE(n) PERSEQ_VALUE(minus_n) PERSEQ_VALUE(bytes)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_6(row, target, scratch, n, minus_n, bytes))
		: PERSEQ_CLOBBERS : aborted, fewer, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
fewer:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Pushes the node at address `node`, whose link is the word at `link`. Never exits. */
PERSEQ_INLINE int perseq_guarded_cpu_id_list_push(uintptr_t *row, uintptr_t *link, uintptr_t node)
{
	PERSEQ_LOCALS_3(row, link, node);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_STORE_TMP(link, 0)
		PERSEQ_T_STORE(node, row, 1) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(link) PERSEQ_VALUE(node)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(row, link, node))
		: PERSEQ_CLOBBERS : aborted, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
guarded:
	return PERSEQ_GUARDED;
}

/* Pops a node's address into `*out`; `offset` is that of the link in a node, in bytes. */
PERSEQ_INLINE int perseq_guarded_cpu_id_list_pop(uintptr_t *row, uintptr_t *out, uintptr_t offset)
{
	PERSEQ_LOCALS_3(row, out, offset);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(empty) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_BRANCH_ZERO(empty)
		PERSEQ_T_STORE_TMP(out, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_TMP(row, 1) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(out) PERSEQ_VALUE(offset)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(row, out, offset))
		: PERSEQ_CLOBBERS : aborted, empty, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
empty:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Appends `word` unless there are `capacity` words, a power of two; `mask` is the capacity − 1. */
PERSEQ_INLINE int perseq_guarded_cpu_id_queue_push(uintptr_t *row, uintptr_t word, uintptr_t capacity, uintptr_t mask)
{
	PERSEQ_LOCALS_4(row, word, capacity, mask);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(full) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_SUB_LOAD(row, 1)
		PERSEQ_T_BRANCH_EQ(capacity, full)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_AND(mask)
		PERSEQ_T_STORE_SLOT(word, row, 3)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_ADD_LITERAL(1)
		PERSEQ_T_STORE_TMP_RELEASE(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_VALUE(word) PERSEQ_VALUE(capacity) PERSEQ_VALUE(mask)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_4(row, word, capacity, mask))
		: PERSEQ_CLOBBERS : aborted, full, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
full:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Takes the oldest word into `*out`; `mask` is the capacity − 1. */
PERSEQ_INLINE int perseq_guarded_cpu_id_queue_pop(uintptr_t *row, uintptr_t *out, uintptr_t mask)
{
	PERSEQ_LOCALS_3(row, out, mask);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(empty) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_SUB_LOAD(row, 1)
		PERSEQ_T_BRANCH_ZERO(empty)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_AND(mask)
		PERSEQ_T_LOAD_SLOT(row, 3)
		PERSEQ_T_STORE_TMP(out, 0)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_ADD_LITERAL(1)
		PERSEQ_T_STORE_TMP(row, 1) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(out) PERSEQ_VALUE(mask)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(row, out, mask))
		: PERSEQ_CLOBBERS : aborted, empty, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
empty:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Appends a record of `len` bytes from `source`, unless the bytes from `read` to `written` and it are more than
 * the capacity, or it would cross the end of the buffer. `need` is what it takes: a header of 8 bytes and `len`,
 * rounded up to 8; `room` is the capacity − `need`, `mask` the capacity − 1, `scratch` any value. */
PERSEQ_INLINE int perseq_guarded_cpu_id_ring_write(uintptr_t *row, uintptr_t *source, uintptr_t *scratch, uintptr_t len, uintptr_t need, uintptr_t room, uintptr_t mask)
{
	PERSEQ_LOCALS_7(row, source, scratch, len, need, room, mask);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(full) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_SUB_LOAD(row, 2)
		PERSEQ_T_BRANCH_ABOVE(room, full)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_AND(mask)
		PERSEQ_T_BRANCH_ABOVE(room, full)
		PERSEQ_T_ADD(row)
		PERSEQ_T_ADD_LITERAL(64)
		PERSEQ_T_SET(scratch)
		PERSEQ_T_STORE(len, scratch, 0)
		PERSEQ_T_ADD_LITERAL(8)
		PERSEQ_T_SET(scratch)
		PERSEQ_T_COPY(scratch, source, len)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_ADD(need)
		PERSEQ_T_STORE_TMP_RELEASE(row, 1) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(source) PERSEQ_POINTER(scratch) PERSEQ_VALUE(len) PERSEQ_VALUE(need) PERSEQ_VALUE(room) PERSEQ_VALUE(mask)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_7(row, source, scratch, len, need, room, mask))
		: PERSEQ_CLOBBERS : aborted, full, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
full:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* If `written` is `expected` and at most `room` bytes are used: puts `marker` there and moves `written` to
 * `next`, the start of the buffer. `mask` is the capacity − 1, `scratch` any value. */
PERSEQ_INLINE int perseq_guarded_cpu_id_ring_pad(uintptr_t *row, uintptr_t *scratch, uintptr_t expected, uintptr_t room, uintptr_t mask, uintptr_t marker, uintptr_t next)
{
	PERSEQ_LOCALS_7(row, scratch, expected, room, mask, marker, next);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(moved) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_BRANCH_NE(expected, moved)
		PERSEQ_T_SUB_LOAD(row, 2)
		PERSEQ_T_BRANCH_ABOVE(room, moved)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_AND(mask)
		PERSEQ_T_ADD(row)
		PERSEQ_T_ADD_LITERAL(64)
		PERSEQ_T_SET(scratch)
		PERSEQ_T_STORE(marker, scratch, 0)
		PERSEQ_T_STORE_RELEASE(next, row, 1) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(scratch) PERSEQ_VALUE(expected) PERSEQ_VALUE(room) PERSEQ_VALUE(mask) PERSEQ_VALUE(marker) PERSEQ_VALUE(next)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_7(row, scratch, expected, room, mask, marker, next))
		: PERSEQ_CLOBBERS : aborted, moved, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
moved:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* On the row that the caller has looked at, with `read` still what it was there: moves `read` to `next`, past
 * the oldest records. `there` is `expected` plus that row's address: another row may have the same `read`. */
PERSEQ_INLINE int perseq_guarded_cpu_id_ring_discard(uintptr_t *row, uintptr_t expected, uintptr_t there, uintptr_t next)
{
	PERSEQ_LOCALS_4(row, expected, there, next);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(moved) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_BRANCH_NE(expected, moved)
		PERSEQ_T_ADD(row)
		PERSEQ_T_BRANCH_NE(there, moved)
		PERSEQ_T_STORE(next, row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_VALUE(expected) PERSEQ_VALUE(there) PERSEQ_VALUE(next)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_4(row, expected, there, next))
		: PERSEQ_CLOBBERS : aborted, moved, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
moved:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Takes the lock unless it is held, and stores the address of its row to `*out`; `free` is 0, `held` is not. */
PERSEQ_INLINE int perseq_guarded_cpu_id_lock_acquire(uintptr_t *row, uintptr_t *out, uintptr_t free, uintptr_t held)
{
	PERSEQ_LOCALS_4(row, out, free, held);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(busy) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_BRANCH_NE(free, busy)
		PERSEQ_T_STORE(row, out, 0)
		PERSEQ_T_STORE(held, row, 1) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(out) PERSEQ_VALUE(free) PERSEQ_VALUE(held)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_4(row, out, free, held))
		: PERSEQ_CLOBBERS : aborted, busy, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
busy:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Sets the flag to `name`, which is not 0, and stores the flag's address to `*out`; leaves as if guarded where the flag is set. The
 * holder clears it by a release store of 0, on any thread. Never exits. */
PERSEQ_INLINE int perseq_guarded_cpu_id_flag_set(uintptr_t *row, uintptr_t *out, uintptr_t name)
{
	PERSEQ_LOCALS_3(row, out, name);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_0) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("4")
		PERSEQ_T_HERE("4") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_STORE(row, out, 0)
		PERSEQ_T_STORE(name, row, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(out) PERSEQ_VALUE(name)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(row, out, name))
		: PERSEQ_CLOBBERS : aborted, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
guarded:
	return PERSEQ_GUARDED;
}

/* `*v += n`. */
PERSEQ_INLINE int perseq_on_mm_cid_load_add_store(uint32_t index, uintptr_t *v, uintptr_t n)
{
	PERSEQ_LOCALS_3(index, v, n);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_ADD(n)
		PERSEQ_T_STORE_TMP(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_3(index, v, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `*v += n`. */
PERSEQ_INLINE int perseq_here_mm_cid_load_add_store(uintptr_t *v, uintptr_t n)
{
	PERSEQ_LOCALS_2(v, n);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_ADD(n)
		PERSEQ_T_STORE_TMP(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_2(v, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `*v += n`. */
PERSEQ_INLINE int perseq_on_mm_cid_load_add_store_release(uint32_t index, uintptr_t *v, uintptr_t n)
{
	PERSEQ_LOCALS_3(index, v, n);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_ADD(n)
		PERSEQ_T_STORE_TMP_RELEASE(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_3(index, v, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `*v += n`. */
PERSEQ_INLINE int perseq_here_mm_cid_load_add_store_release(uintptr_t *v, uintptr_t n)
{
	PERSEQ_LOCALS_2(v, n);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_ADD(n)
		PERSEQ_T_STORE_TMP_RELEASE(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_2(v, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `if *v == expect { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_on_mm_cid_load_cbne_store(uint32_t index, uintptr_t *v, uintptr_t expect, uintptr_t desired)
{
	PERSEQ_LOCALS_4(index, v, expect, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(expect) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_4(index, v, expect, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_here_mm_cid_load_cbne_store(uintptr_t *v, uintptr_t expect, uintptr_t desired)
{
	PERSEQ_LOCALS_3(v, expect, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(expect) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(v, expect, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_on_mm_cid_load_cbne_store_release(uint32_t index, uintptr_t *v, uintptr_t expect, uintptr_t desired)
{
	PERSEQ_LOCALS_4(index, v, expect, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(expect) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_4(index, v, expect, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_here_mm_cid_load_cbne_store_release(uintptr_t *v, uintptr_t expect, uintptr_t desired)
{
	PERSEQ_LOCALS_3(v, expect, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(expect) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(v, expect, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v != expect_not { *out = *v; *v = *(*v + offset) }`, else exits: list pop. */
PERSEQ_INLINE int perseq_on_mm_cid_load_cbeq_store_add_load_store(uint32_t index, uintptr_t *v, uintptr_t *out, uintptr_t expect_not, uintptr_t offset)
{
	PERSEQ_LOCALS_5(index, v, out, expect_not, offset);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(eq)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_EQ(expect_not, eq)
		PERSEQ_T_STORE_TMP(out, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_TMP(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(out) PERSEQ_VALUE(expect_not) PERSEQ_VALUE(offset)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_5(index, v, out, expect_not, offset))
		: PERSEQ_CLOBBERS : aborted, eq);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
eq:
	return PERSEQ_EXITED;
}

/* `if *v != expect_not { *out = *v; *v = *(*v + offset) }`, else exits: list pop. */
PERSEQ_INLINE int perseq_here_mm_cid_load_cbeq_store_add_load_store(uintptr_t *v, uintptr_t *out, uintptr_t expect_not, uintptr_t offset)
{
	PERSEQ_LOCALS_4(v, out, expect_not, offset);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(eq)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_EQ(expect_not, eq)
		PERSEQ_T_STORE_TMP(out, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_TMP(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(out) PERSEQ_VALUE(expect_not) PERSEQ_VALUE(offset)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_4(v, out, expect_not, offset))
		: PERSEQ_CLOBBERS : aborted, eq);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
eq:
	return PERSEQ_EXITED;
}

/* `if *v != expect_not { *out = *v; *v = *(*v + offset) }`, else exits: list pop. */
PERSEQ_INLINE int perseq_on_mm_cid_load_cbeq_store_add_load_store_release(uint32_t index, uintptr_t *v, uintptr_t *out, uintptr_t expect_not, uintptr_t offset)
{
	PERSEQ_LOCALS_5(index, v, out, expect_not, offset);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(eq)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_EQ(expect_not, eq)
		PERSEQ_T_STORE_TMP(out, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_TMP_RELEASE(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(out) PERSEQ_VALUE(expect_not) PERSEQ_VALUE(offset)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_5(index, v, out, expect_not, offset))
		: PERSEQ_CLOBBERS : aborted, eq);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
eq:
	return PERSEQ_EXITED;
}

/* `if *v != expect_not { *out = *v; *v = *(*v + offset) }`, else exits: list pop. */
PERSEQ_INLINE int perseq_here_mm_cid_load_cbeq_store_add_load_store_release(uintptr_t *v, uintptr_t *out, uintptr_t expect_not, uintptr_t offset)
{
	PERSEQ_LOCALS_4(v, out, expect_not, offset);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(eq)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_EQ(expect_not, eq)
		PERSEQ_T_STORE_TMP(out, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_TMP_RELEASE(v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(out) PERSEQ_VALUE(expect_not) PERSEQ_VALUE(offset)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_4(v, out, expect_not, offset))
		: PERSEQ_CLOBBERS : aborted, eq);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
eq:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v2 = new2; *v = new }`, else exits. The store to `v2` may happen without the
 * commit. */
PERSEQ_INLINE int perseq_on_mm_cid_load_cbne_store_store(uint32_t index, uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t new2, uintptr_t desired)
{
	PERSEQ_LOCALS_6(index, v, v2, expect, new2, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE(new2, v2, 0)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(new2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_6(index, v, v2, expect, new2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v2 = new2; *v = new }`, else exits. The store to `v2` may happen without the
 * commit. */
PERSEQ_INLINE int perseq_here_mm_cid_load_cbne_store_store(uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t new2, uintptr_t desired)
{
	PERSEQ_LOCALS_5(v, v2, expect, new2, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v) PERSEQ_T_LOCATE(v2)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE(new2, v2, 0)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(new2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_5(v, v2, expect, new2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v2 = new2; *v = new }`, else exits. The store to `v2` may happen without the
 * commit. */
PERSEQ_INLINE int perseq_on_mm_cid_load_cbne_store_store_release(uint32_t index, uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t new2, uintptr_t desired)
{
	PERSEQ_LOCALS_6(index, v, v2, expect, new2, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE(new2, v2, 0)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(new2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_6(index, v, v2, expect, new2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { *v2 = new2; *v = new }`, else exits. The store to `v2` may happen without the
 * commit. */
PERSEQ_INLINE int perseq_here_mm_cid_load_cbne_store_store_release(uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t new2, uintptr_t desired)
{
	PERSEQ_LOCALS_5(v, v2, expect, new2, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v) PERSEQ_T_LOCATE(v2)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_STORE(new2, v2, 0)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(new2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_5(v, v2, expect, new2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect && *v2 == expect2 { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_on_mm_cid_load_cbne_load_cbne_store(uint32_t index, uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t expect2, uintptr_t desired)
{
	PERSEQ_LOCALS_6(index, v, v2, expect, expect2, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_LOAD(v2, 0)
		PERSEQ_T_BRANCH_NE(expect2, ne)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(expect2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_6(index, v, v2, expect, expect2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect && *v2 == expect2 { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_here_mm_cid_load_cbne_load_cbne_store(uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t expect2, uintptr_t desired)
{
	PERSEQ_LOCALS_5(v, v2, expect, expect2, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v) PERSEQ_T_LOCATE(v2)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_LOAD(v2, 0)
		PERSEQ_T_BRANCH_NE(expect2, ne)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(expect2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_5(v, v2, expect, expect2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect && *v2 == expect2 { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_on_mm_cid_load_cbne_load_cbne_store_release(uint32_t index, uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t expect2, uintptr_t desired)
{
	PERSEQ_LOCALS_6(index, v, v2, expect, expect2, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_LOAD(v2, 0)
		PERSEQ_T_BRANCH_NE(expect2, ne)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(expect2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_6(index, v, v2, expect, expect2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect && *v2 == expect2 { *v = new }`, else exits. */
PERSEQ_INLINE int perseq_here_mm_cid_load_cbne_load_cbne_store_release(uintptr_t *v, uintptr_t *v2, uintptr_t expect, uintptr_t expect2, uintptr_t desired)
{
	PERSEQ_LOCALS_5(v, v2, expect, expect2, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v) PERSEQ_T_LOCATE(v2)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_LOAD(v2, 0)
		PERSEQ_T_BRANCH_NE(expect2, ne)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(v2) PERSEQ_VALUE(expect) PERSEQ_VALUE(expect2) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_5(v, v2, expect, expect2, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { copy len bytes from src to dst; *v = new }`, else exits. The copy may happen, whole
 * or in part, without the commit. `dst` and `src` need no alignment. */
PERSEQ_INLINE int perseq_on_mm_cid_load_cbne_memcpy_store(uint32_t index, uintptr_t *v, uintptr_t *dst, uintptr_t *src, uintptr_t expect, uintptr_t len, uintptr_t desired)
{
	PERSEQ_LOCALS_7(index, v, dst, src, expect, len, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_COPY(dst, src, len)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(dst) PERSEQ_POINTER(src) PERSEQ_VALUE(expect) PERSEQ_VALUE(len) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_7(index, v, dst, src, expect, len, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { copy len bytes from src to dst; *v = new }`, else exits. The copy may happen, whole
 * or in part, without the commit. `dst` and `src` need no alignment. */
PERSEQ_INLINE int perseq_here_mm_cid_load_cbne_memcpy_store(uintptr_t *v, uintptr_t *dst, uintptr_t *src, uintptr_t expect, uintptr_t len, uintptr_t desired)
{
	PERSEQ_LOCALS_6(v, dst, src, expect, len, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v) PERSEQ_T_LOCATE(dst)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_COPY(dst, src, len)
		PERSEQ_T_STORE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(dst) PERSEQ_POINTER(src) PERSEQ_VALUE(expect) PERSEQ_VALUE(len) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_6(v, dst, src, expect, len, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { copy len bytes from src to dst; *v = new }`, else exits. The copy may happen, whole
 * or in part, without the commit. `dst` and `src` need no alignment. */
PERSEQ_INLINE int perseq_on_mm_cid_load_cbne_memcpy_store_release(uint32_t index, uintptr_t *v, uintptr_t *dst, uintptr_t *src, uintptr_t expect, uintptr_t len, uintptr_t desired)
{
	PERSEQ_LOCALS_7(index, v, dst, src, expect, len, desired);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_COPY(dst, src, len)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(dst) PERSEQ_POINTER(src) PERSEQ_VALUE(expect) PERSEQ_VALUE(len) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_7(index, v, dst, src, expect, len, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `if *v == expect { copy len bytes from src to dst; *v = new }`, else exits. The copy may happen, whole
 * or in part, without the commit. `dst` and `src` need no alignment. */
PERSEQ_INLINE int perseq_here_mm_cid_load_cbne_memcpy_store_release(uintptr_t *v, uintptr_t *dst, uintptr_t *src, uintptr_t expect, uintptr_t len, uintptr_t desired)
{
	PERSEQ_LOCALS_6(v, dst, src, expect, len, desired);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(ne)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v) PERSEQ_T_LOCATE(dst)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_BRANCH_NE(expect, ne)
		PERSEQ_T_COPY(dst, src, len)
		PERSEQ_T_STORE_RELEASE(desired, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_POINTER(dst) PERSEQ_POINTER(src) PERSEQ_VALUE(expect) PERSEQ_VALUE(len) PERSEQ_VALUE(desired)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_6(v, dst, src, expect, len, desired))
		: PERSEQ_CLOBBERS : aborted, ne);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
ne:
	return PERSEQ_EXITED;
}

/* `let p = *(*v + offset); *p += n`. */
PERSEQ_INLINE int perseq_on_mm_cid_load_add_load_load_add_store(uint32_t index, uintptr_t *v, uintptr_t offset, uintptr_t n)
{
	PERSEQ_LOCALS_4(index, v, offset, n);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_ADD_AT(n) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(offset) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_4(index, v, offset, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `let p = *(*v + offset); *p += n`. */
PERSEQ_INLINE int perseq_here_mm_cid_load_add_load_load_add_store(uintptr_t *v, uintptr_t offset, uintptr_t n)
{
	PERSEQ_LOCALS_3(v, offset, n);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_ADD_AT(n) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(offset) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(v, offset, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `let p = *(*v + offset); *p += n`. */
PERSEQ_INLINE int perseq_on_mm_cid_load_add_load_load_add_store_release(uint32_t index, uintptr_t *v, uintptr_t offset, uintptr_t n)
{
	PERSEQ_LOCALS_4(index, v, offset, n);
	if ((int32_t)index < 0)
		return PERSEQ_ABORTED;
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_CHECK("24")
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_ADD_AT_RELEASE(n) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(offset) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS_ON(PERSEQ_INPUTS_4(index, v, offset, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `let p = *(*v + offset); *p += n`. */
PERSEQ_INLINE int perseq_here_mm_cid_load_add_load_load_add_store_release(uintptr_t *v, uintptr_t offset, uintptr_t n)
{
	PERSEQ_LOCALS_3(v, offset, n);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v)
		PERSEQ_T_LOAD(v, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_ADD_AT_RELEASE(n) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(offset) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(v, offset, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* `*v += n`, in one instruction where memory can be added to. */
PERSEQ_INLINE int perseq_here_mm_cid_add(uintptr_t *v, uintptr_t n)
{
	PERSEQ_LOCALS_2(v, n);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(v)
		PERSEQ_T_STORE_ADD(n, v, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(v) PERSEQ_VALUE(n)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_2(v, n))
		: PERSEQ_CLOBBERS : aborted);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
}

/* Pushes `word` unless the row is full or closed: the length is not below the limit. */
PERSEQ_INLINE int perseq_guarded_mm_cid_array_push_open(uintptr_t *row, uintptr_t word)
{
	PERSEQ_LOCALS_2(row, word);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(full_or_closed)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row)
		PERSEQ_T_LIMIT(row, 1)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_BRANCH_OUTSIDE(full_or_closed)
		PERSEQ_T_STORE_SLOT(word, row, 3)
		PERSEQ_T_ADD_LITERAL(1)
		PERSEQ_T_STORE_TMP(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_VALUE(word)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_2(row, word))
		: PERSEQ_CLOBBERS : aborted, full_or_closed);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
full_or_closed:
	return PERSEQ_EXITED;
}

/* Pops a word into `*out` unless the row is empty or closed: the length − 1, unsigned, is not below the limit. */
PERSEQ_INLINE int perseq_guarded_mm_cid_array_pop_open(uintptr_t *row, uintptr_t *out)
{
	PERSEQ_LOCALS_2(row, out);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(empty_or_closed)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row)
		PERSEQ_T_LIMIT(row, 1)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_ADD_LITERAL(-1)
		PERSEQ_T_BRANCH_OUTSIDE(empty_or_closed)
		PERSEQ_T_TAKE_SLOT(row, 3, out)
		PERSEQ_T_STORE_TMP(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(out)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_2(row, out))
		: PERSEQ_CLOBBERS : aborted, empty_or_closed);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
empty_or_closed:
	return PERSEQ_EXITED;
}

/* Pushes `word` unless there are `capacity` words. */
PERSEQ_INLINE int perseq_guarded_mm_cid_array_push(uintptr_t *row, uintptr_t word, uintptr_t capacity)
{
	PERSEQ_LOCALS_3(row, word, capacity);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(full) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_BRANCH_EQ(capacity, full)
		PERSEQ_T_STORE_SLOT(word, row, 3)
		PERSEQ_T_ADD_LITERAL(1)
		PERSEQ_T_STORE_TMP(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_VALUE(word) PERSEQ_VALUE(capacity)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(row, word, capacity))
		: PERSEQ_CLOBBERS : aborted, full, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
full:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Pops a word into `*out`. */
PERSEQ_INLINE int perseq_guarded_mm_cid_array_pop(uintptr_t *row, uintptr_t *out)
{
	PERSEQ_LOCALS_2(row, out);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(empty) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_BRANCH_ZERO(empty)
		PERSEQ_T_ADD_LITERAL(-1)
		PERSEQ_T_TAKE_SLOT(row, 3, out)
		PERSEQ_T_STORE_TMP(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(out)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_2(row, out))
		: PERSEQ_CLOBBERS : aborted, empty, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
empty:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Pushes the `n` words at `source` unless more than `room` are there; `room` is the capacity − n, `bytes` is n in
 * bytes, `scratch` any value. */
PERSEQ_INLINE int perseq_guarded_mm_cid_array_push_batch(uintptr_t *row, uintptr_t *source, uintptr_t *scratch, uintptr_t n, uintptr_t room, uintptr_t bytes)
{
	PERSEQ_LOCALS_6(row, source, scratch, n, room, bytes);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(full) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_BRANCH_ABOVE(room, full)
		PERSEQ_T_SLOT(row, 3)
		PERSEQ_T_SET(scratch)
		PERSEQ_T_COPY(scratch, source, bytes)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_ADD(n)
		PERSEQ_T_STORE_TMP(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(source) PERSEQ_POINTER(scratch) PERSEQ_VALUE(n) PERSEQ_VALUE(room) PERSEQ_VALUE(bytes)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_6(row, source, scratch, n, room, bytes))
		: PERSEQ_CLOBBERS : aborted, full, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
full:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Pops `n` words to `target`, the last pushed last, unless fewer are there; `minus_n` is −n, `bytes` is n in bytes,
 * `scratch` any value. */
PERSEQ_INLINE int perseq_guarded_mm_cid_array_pop_batch(uintptr_t *row, uintptr_t *target, uintptr_t *scratch, uintptr_t n, uintptr_t minus_n, uintptr_t bytes)
{
	PERSEQ_LOCALS_6(row, target, scratch, n, minus_n, bytes);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(fewer) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_BRANCH_BELOW(n, fewer)
		PERSEQ_T_ADD(minus_n)
		PERSEQ_T_SLOT(row, 3)
		PERSEQ_T_SET(scratch)
		PERSEQ_T_COPY(target, scratch, bytes)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_ADD(minus_n)
		PERSEQ_T_STORE_TMP(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(target) PERSEQ_POINTER(scratch) PERSEQ_VALUE(n) PERSEQ_VALUE(minus_n) PERSEQ_VALUE(bytes)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_6(row, target, scratch, n, minus_n, bytes))
		: PERSEQ_CLOBBERS : aborted, fewer, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
fewer:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Pushes the node at address `node`, whose link is the word at `link`. Never exits. */
PERSEQ_INLINE int perseq_guarded_mm_cid_list_push(uintptr_t *row, uintptr_t *link, uintptr_t node)
{
	PERSEQ_LOCALS_3(row, link, node);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_STORE_TMP(link, 0)
		PERSEQ_T_STORE(node, row, 1) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(link) PERSEQ_VALUE(node)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(row, link, node))
		: PERSEQ_CLOBBERS : aborted, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
guarded:
	return PERSEQ_GUARDED;
}

/* Pops a node's address into `*out`; `offset` is that of the link in a node, in bytes. */
PERSEQ_INLINE int perseq_guarded_mm_cid_list_pop(uintptr_t *row, uintptr_t *out, uintptr_t offset)
{
	PERSEQ_LOCALS_3(row, out, offset);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(empty) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_BRANCH_ZERO(empty)
		PERSEQ_T_STORE_TMP(out, 0)
		PERSEQ_T_LOAD_AT(offset)
		PERSEQ_T_STORE_TMP(row, 1) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(out) PERSEQ_VALUE(offset)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(row, out, offset))
		: PERSEQ_CLOBBERS : aborted, empty, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
empty:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Appends `word` unless there are `capacity` words, a power of two; `mask` is the capacity − 1. */
PERSEQ_INLINE int perseq_guarded_mm_cid_queue_push(uintptr_t *row, uintptr_t word, uintptr_t capacity, uintptr_t mask)
{
	PERSEQ_LOCALS_4(row, word, capacity, mask);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(full) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_SUB_LOAD(row, 1)
		PERSEQ_T_BRANCH_EQ(capacity, full)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_AND(mask)
		PERSEQ_T_STORE_SLOT(word, row, 3)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_ADD_LITERAL(1)
		PERSEQ_T_STORE_TMP_RELEASE(row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_VALUE(word) PERSEQ_VALUE(capacity) PERSEQ_VALUE(mask)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_4(row, word, capacity, mask))
		: PERSEQ_CLOBBERS : aborted, full, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
full:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Takes the oldest word into `*out`; `mask` is the capacity − 1. */
PERSEQ_INLINE int perseq_guarded_mm_cid_queue_pop(uintptr_t *row, uintptr_t *out, uintptr_t mask)
{
	PERSEQ_LOCALS_3(row, out, mask);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(empty) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_SUB_LOAD(row, 1)
		PERSEQ_T_BRANCH_ZERO(empty)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_AND(mask)
		PERSEQ_T_LOAD_SLOT(row, 3)
		PERSEQ_T_STORE_TMP(out, 0)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_ADD_LITERAL(1)
		PERSEQ_T_STORE_TMP(row, 1) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(out) PERSEQ_VALUE(mask)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(row, out, mask))
		: PERSEQ_CLOBBERS : aborted, empty, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
empty:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Appends a record of `len` bytes from `source`, unless the bytes from `read` to `written` and it are more than
 * the capacity, or it would cross the end of the buffer. `need` is what it takes: a header of 8 bytes and `len`,
 * rounded up to 8; `room` is the capacity − `need`, `mask` the capacity − 1, `scratch` any value. */
PERSEQ_INLINE int perseq_guarded_mm_cid_ring_write(uintptr_t *row, uintptr_t *source, uintptr_t *scratch, uintptr_t len, uintptr_t need, uintptr_t room, uintptr_t mask)
{
	PERSEQ_LOCALS_7(row, source, scratch, len, need, room, mask);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(full) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_SUB_LOAD(row, 2)
		PERSEQ_T_BRANCH_ABOVE(room, full)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_AND(mask)
		PERSEQ_T_BRANCH_ABOVE(room, full)
		PERSEQ_T_ADD(row)
		PERSEQ_T_ADD_LITERAL(64)
		PERSEQ_T_SET(scratch)
		PERSEQ_T_STORE(len, scratch, 0)
		PERSEQ_T_ADD_LITERAL(8)
		PERSEQ_T_SET(scratch)
		PERSEQ_T_COPY(scratch, source, len)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_ADD(need)
		PERSEQ_T_STORE_TMP_RELEASE(row, 1) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(source) PERSEQ_POINTER(scratch) PERSEQ_VALUE(len) PERSEQ_VALUE(need) PERSEQ_VALUE(room) PERSEQ_VALUE(mask)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_7(row, source, scratch, len, need, room, mask))
		: PERSEQ_CLOBBERS : aborted, full, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
full:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* If `written` is `expected` and at most `room` bytes are used: puts `marker` there and moves `written` to
 * `next`, the start of the buffer. `mask` is the capacity − 1, `scratch` any value. */
PERSEQ_INLINE int perseq_guarded_mm_cid_ring_pad(uintptr_t *row, uintptr_t *scratch, uintptr_t expected, uintptr_t room, uintptr_t mask, uintptr_t marker, uintptr_t next)
{
	PERSEQ_LOCALS_7(row, scratch, expected, room, mask, marker, next);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(moved) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_BRANCH_NE(expected, moved)
		PERSEQ_T_SUB_LOAD(row, 2)
		PERSEQ_T_BRANCH_ABOVE(room, moved)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_AND(mask)
		PERSEQ_T_ADD(row)
		PERSEQ_T_ADD_LITERAL(64)
		PERSEQ_T_SET(scratch)
		PERSEQ_T_STORE(marker, scratch, 0)
		PERSEQ_T_STORE_RELEASE(next, row, 1) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(scratch) PERSEQ_VALUE(expected) PERSEQ_VALUE(room) PERSEQ_VALUE(mask) PERSEQ_VALUE(marker) PERSEQ_VALUE(next)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_7(row, scratch, expected, room, mask, marker, next))
		: PERSEQ_CLOBBERS : aborted, moved, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
moved:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* On the row that the caller has looked at, with `read` still what it was there: moves `read` to `next`, past
 * the oldest records. `there` is `expected` plus that row's address: another row may have the same `read`. */
PERSEQ_INLINE int perseq_guarded_mm_cid_ring_discard(uintptr_t *row, uintptr_t expected, uintptr_t there, uintptr_t next)
{
	PERSEQ_LOCALS_4(row, expected, there, next);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(moved) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 2)
		PERSEQ_T_BRANCH_NE(expected, moved)
		PERSEQ_T_ADD(row)
		PERSEQ_T_BRANCH_NE(there, moved)
		PERSEQ_T_STORE(next, row, 2) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_VALUE(expected) PERSEQ_VALUE(there) PERSEQ_VALUE(next)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_4(row, expected, there, next))
		: PERSEQ_CLOBBERS : aborted, moved, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
moved:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Takes the lock unless it is held, and stores the address of its row to `*out`; `free` is 0, `held` is not. */
PERSEQ_INLINE int perseq_guarded_mm_cid_lock_acquire(uintptr_t *row, uintptr_t *out, uintptr_t free, uintptr_t held)
{
	PERSEQ_LOCALS_4(row, out, free, held);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(busy) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_LOAD(row, 1)
		PERSEQ_T_BRANCH_NE(free, busy)
		PERSEQ_T_STORE(row, out, 0)
		PERSEQ_T_STORE(held, row, 1) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(out) PERSEQ_VALUE(free) PERSEQ_VALUE(held)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_4(row, out, free, held))
		: PERSEQ_CLOBBERS : aborted, busy, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
busy:
	return PERSEQ_EXITED;
guarded:
	return PERSEQ_GUARDED;
}

/* Sets the flag to `name`, which is not 0, and stores the flag's address to `*out`; leaves as if guarded where the flag is set. The
 * holder clears it by a release store of 0, on any thread. Never exits. */
PERSEQ_INLINE int perseq_guarded_mm_cid_flag_set(uintptr_t *row, uintptr_t *out, uintptr_t name)
{
	PERSEQ_LOCALS_3(row, out, name);
	PERSEQ_SANITIZE();
	__asm__ __volatile__ goto(
		PERSEQ_T_BEGIN PERSEQ_T_DESCRIPTOR PERSEQ_T_EXIT_POINT(aborted) PERSEQ_T_EXIT_POINT(guarded)
		PERSEQ_T_THREAD(PERSEQ_SLOT_1) PERSEQ_T_ENTER PERSEQ_T_REGISTERED("24")
		PERSEQ_T_HERE("24") PERSEQ_T_LOCATE(row) PERSEQ_T_UNGUARDED(row)
		PERSEQ_T_STORE(row, out, 0)
		PERSEQ_T_STORE(name, row, 0) PERSEQ_T_POST
		PERSEQ_T_ABORT PERSEQ_T_END
		: PERSEQ_SCRATCH PERSEQ_POINTER(row) PERSEQ_POINTER(out) PERSEQ_VALUE(name)
		: PERSEQ_INPUTS(PERSEQ_INPUTS_3(row, out, name))
		: PERSEQ_CLOBBERS : aborted, guarded);
	PERSEQ_SANITIZE();
	return PERSEQ_COMMITTED;
aborted:
	return PERSEQ_ABORTED;
guarded:
	return PERSEQ_GUARDED;
}

#endif
