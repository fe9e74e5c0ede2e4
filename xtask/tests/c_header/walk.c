/* Every section of perseq/rseq.h, in C or C++: called, and then interrupted before each of its instructions.
 *
 * A breakpoint traps; the kernel delivers the signal and, since a section was under way, sends the thread to the abort address.
 * The attempt must report an abort, and a second one must find the row as it was. After the last instruction, the attempt
 * has committed. Addresses of instructions come from a disassembler, on standard input. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <perseq/rseq.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

struct descriptor {
	uint32_t version, flags;
	uint64_t start, length, abort;
};
#ifdef __cplusplus
extern "C" {
#endif
extern struct descriptor *const __start___rseq_cs_ptr_array[];
extern struct descriptor *const __stop___rseq_cs_ptr_array[];
#ifdef __cplusplus
}
#endif

static uintptr_t *base, *row;
static uintptr_t out, node[2], other[8];
static char source[24] = "the bytes of a record.", target[24];

#define WORD(n) (row[n])
#define IS(condition) do { if (!(condition)) { printf("%s:%d: %s\n", __FILE__, __LINE__, #condition); exit(1); } } while (0)

/* One case: what is in the row before, the attempt, its outcome, and what is there afterwards. */
#define CASE(name, before, attempt, outcome, after) \
	static int name(int phase) \
	{ \
		if (phase == 0) { \
			before; \
		} else if (phase == 1) { \
			return attempt; \
		} else if (phase == 2) { \
			after; \
		} \
		return outcome; \
	}

#define NODE (uintptr_t)node
#define OUT (&out)
#define CASES_OF_ORDER(by, index, order) \
	CASE(by##_on_add##order, WORD(0) = 5, perseq_on_##by##_load_add_store##order(index, row, 2), 0, IS(WORD(0) == 7)) \
	CASE(by##_here_add##order, WORD(0) = 5, perseq_here_##by##_load_add_store##order(base, 2), 0, IS(WORD(0) == 7)) \
	CASE(by##_on_cas##order, WORD(0) = 5, perseq_on_##by##_load_cbne_store##order(index, row, 5, 9), 0, IS(WORD(0) == 9)) \
	CASE(by##_here_cas##order, WORD(0) = 5, perseq_here_##by##_load_cbne_store##order(base, 5, 9), 0, IS(WORD(0) == 9)) \
	CASE(by##_here_cas_ne##order, WORD(0) = 5, perseq_here_##by##_load_cbne_store##order(base, 6, 9), 1, IS(WORD(0) == 5)) \
	CASE(by##_on_pop##order, (WORD(0) = NODE, node[1] = 77), perseq_on_##by##_load_cbeq_store_add_load_store##order(index, row, OUT, 0, 8), 0, IS(WORD(0) == 77 && out == NODE)) \
	CASE(by##_here_pop##order, (WORD(0) = NODE, node[1] = 77), perseq_here_##by##_load_cbeq_store_add_load_store##order(base, OUT, 0, 8), 0, IS(WORD(0) == 77 && out == NODE)) \
	CASE(by##_here_pop_eq##order, WORD(0) = 0, perseq_here_##by##_load_cbeq_store_add_load_store##order(base, OUT, 0, 8), 1, IS(WORD(0) == 0)) \
	CASE(by##_on_store2##order, (WORD(0) = 5, WORD(1) = 0), perseq_on_##by##_load_cbne_store_store##order(index, row, row + 1, 5, 3, 9), 0, IS(WORD(0) == 9 && WORD(1) == 3)) \
	CASE(by##_here_store2##order, (WORD(0) = 5, WORD(1) = 0), perseq_here_##by##_load_cbne_store_store##order(base, base + 1, 5, 3, 9), 0, IS(WORD(0) == 9 && WORD(1) == 3)) \
	CASE(by##_on_cas2##order, (WORD(0) = 5, WORD(1) = 6), perseq_on_##by##_load_cbne_load_cbne_store##order(index, row, row + 1, 5, 6, 9), 0, IS(WORD(0) == 9 && WORD(1) == 6)) \
	CASE(by##_here_cas2##order, (WORD(0) = 5, WORD(1) = 6), perseq_here_##by##_load_cbne_load_cbne_store##order(base, base + 1, 5, 6, 9), 0, IS(WORD(0) == 9 && WORD(1) == 6)) \
	CASE(by##_here_cas2_ne##order, (WORD(0) = 5, WORD(1) = 6), perseq_here_##by##_load_cbne_load_cbne_store##order(base, base + 1, 5, 7, 9), 1, IS(WORD(0) == 5)) \
	CASE(by##_on_copy##order, WORD(0) = 5, perseq_on_##by##_load_cbne_memcpy_store##order(index, row, row + 2, (uintptr_t *)(void *)source, 5, 22, 9), 0, IS(WORD(0) == 9 && memcmp(row + 2, source, 22) == 0)) \
	CASE(by##_here_copy##order, WORD(0) = 5, perseq_here_##by##_load_cbne_memcpy_store##order(base, base + 2, (uintptr_t *)(void *)source, 5, 22, 9), 0, IS(WORD(0) == 9 && memcmp(row + 2, source, 22) == 0)) \
	CASE(by##_on_indirect##order, (WORD(0) = NODE, node[1] = (uintptr_t)other, other[0] = 1), perseq_on_##by##_load_add_load_load_add_store##order(index, row, 8, 4), 0, IS(other[0] == 5)) \
	CASE(by##_here_indirect##order, (WORD(0) = NODE, node[1] = (uintptr_t)other, other[0] = 1), perseq_here_##by##_load_add_load_load_add_store##order(base, 8, 4), 0, IS(other[0] == 5))

#define CASES(by, index) \
	CASES_OF_ORDER(by, index, ) \
	CASES_OF_ORDER(by, index, _release) \
	CASE(by##_add, WORD(0) = 5, perseq_here_##by##_add(base, 2), 0, IS(WORD(0) == 7)) \
	CASE(by##_push_open, (WORD(1) = 4, WORD(2) = 1), perseq_guarded_##by##_array_push_open(base, 33), 0, IS(WORD(2) == 2 && WORD(4) == 33)) \
	CASE(by##_push_full, (WORD(1) = 1, WORD(2) = 1), perseq_guarded_##by##_array_push_open(base, 33), 1, IS(WORD(2) == 1)) \
	CASE(by##_pop_open, (WORD(1) = 4, WORD(2) = 2, WORD(4) = 44), perseq_guarded_##by##_array_pop_open(base, OUT), 0, IS(WORD(2) == 1 && out == 44)) \
	CASE(by##_push, (WORD(0) = 0, WORD(2) = 1), perseq_guarded_##by##_array_push(base, 33, 4), 0, IS(WORD(2) == 2 && WORD(4) == 33)) \
	CASE(by##_push_guarded, (WORD(0) = 1, WORD(2) = 1), perseq_guarded_##by##_array_push(base, 33, 4), 2, IS(WORD(2) == 1)) \
	CASE(by##_pop, (WORD(0) = 0, WORD(2) = 2, WORD(4) = 44), perseq_guarded_##by##_array_pop(base, OUT), 0, IS(WORD(2) == 1 && out == 44)) \
	CASE(by##_push_batch, (WORD(0) = 0, WORD(2) = 1), perseq_guarded_##by##_array_push_batch(base, other, NULL, 3, 5, 22), 0, IS(WORD(2) == 4 && memcmp(row + 4, other, 22) == 0)) \
	CASE(by##_pop_batch, (WORD(0) = 0, WORD(2) = 3, WORD(4) = 8, WORD(5) = 9), perseq_guarded_##by##_array_pop_batch(base, other + 4, NULL, 2, (uintptr_t)-2, 22), 0, IS(WORD(2) == 1 && other[4] == 8 && other[5] == 9)) \
	CASE(by##_list_push, (WORD(0) = 0, WORD(1) = 99), perseq_guarded_##by##_list_push(base, node + 1, NODE), 0, IS(WORD(1) == NODE && node[1] == 99)) \
	CASE(by##_list_pop, (WORD(0) = 0, WORD(1) = NODE, node[1] = 99), perseq_guarded_##by##_list_pop(base, OUT, 8), 0, IS(WORD(1) == 99 && out == NODE)) \
	CASE(by##_queue_push, (WORD(0) = 0, WORD(1) = 1, WORD(2) = 3), perseq_guarded_##by##_queue_push(base, 55, 4, 3), 0, IS(WORD(2) == 4 && WORD(6) == 55)) \
	CASE(by##_queue_pop, (WORD(0) = 0, WORD(1) = 1, WORD(2) = 3, WORD(4) = 66), perseq_guarded_##by##_queue_pop(base, OUT, 3), 0, IS(WORD(1) == 2 && out == 66)) \
	CASE(by##_ring_write, (WORD(0) = 0, WORD(1) = 8, WORD(2) = 0), perseq_guarded_##by##_ring_write(base, (uintptr_t *)(void *)source, NULL, 22, 32, 32, 63), 0, IS(WORD(1) == 40 && WORD(9) == 22 && memcmp(row + 10, source, 22) == 0)) \
	CASE(by##_ring_pad, (WORD(0) = 0, WORD(1) = 40, WORD(2) = 8), perseq_guarded_##by##_ring_pad(base, NULL, 40, 56, 63, 11, 64), 0, IS(WORD(1) == 64 && WORD(13) == 11)) \
	CASE(by##_ring_discard, (WORD(0) = 0, WORD(2) = 8), perseq_guarded_##by##_ring_discard(base, 8, 8 + (uintptr_t)row, 16), 0, IS(WORD(2) == 16)) \
	CASE(by##_lock, (WORD(0) = 0, WORD(1) = 0), perseq_guarded_##by##_lock_acquire(base, OUT, 0, 1), 0, IS(WORD(1) == 1 && out == (uintptr_t)row)) \
	CASE(by##_flag, WORD(0) = 0, perseq_guarded_##by##_flag_set(base, OUT, 7), 0, IS(WORD(0) == 7 && out == (uintptr_t)row))

CASES(cpu_id, (uint32_t)perseq_current_cpu_id())
CASES(mm_cid, (uint32_t)perseq_current_mm_cid())

#define NAMES_OF_ORDER(by, order) \
	by##_on_add##order, by##_here_add##order, by##_on_cas##order, by##_here_cas##order, by##_here_cas_ne##order, by##_on_pop##order, \
	by##_here_pop##order, by##_here_pop_eq##order, by##_on_store2##order, by##_here_store2##order, by##_on_cas2##order, \
	by##_here_cas2##order, by##_here_cas2_ne##order, by##_on_copy##order, by##_here_copy##order, by##_on_indirect##order, \
	by##_here_indirect##order
#define NAMES(by) \
	NAMES_OF_ORDER(by, ), NAMES_OF_ORDER(by, _release), by##_add, by##_push_open, by##_push_full, by##_pop_open, by##_push, \
	by##_push_guarded, by##_pop, by##_push_batch, by##_pop_batch, by##_list_push, by##_list_pop, by##_queue_push, by##_queue_pop, \
	by##_ring_write, by##_ring_pad, by##_ring_discard, by##_lock, by##_flag
static int (*const cases[])(int) = { NAMES(cpu_id), NAMES(mm_cid) };
#define COUNT (sizeof(cases) / sizeof(cases[0]))

static volatile uintptr_t breakpoint;
static volatile unsigned char saved;
static volatile int hits;

static void write_code(uintptr_t address, unsigned char byte)
{
	IS(mprotect((void *)(address & ~(uintptr_t)4095), 8192, PROT_READ | PROT_WRITE | PROT_EXEC) == 0);
	*(volatile unsigned char *)address = byte;
}

static void trapped(int signal, siginfo_t *info, void *context)
{
	ucontext_t *user = (ucontext_t *)context;
	(void)signal;
	(void)info;
	hits = hits + 1;
	write_code(breakpoint, saved);
#ifdef __x86_64__
	/* In a section, the kernel has already sent the thread to the abort address. */
	if ((uintptr_t)user->uc_mcontext.gregs[REG_RIP] == breakpoint + 1)
		user->uc_mcontext.gregs[REG_RIP] = (greg_t)breakpoint;
#else
	(void)user;
#endif
}

static void prepare(size_t number)
{
	int i;
	memset(row, 0, 512);
	memset(target, 0, sizeof(target));
	out = 0;
	for (i = 0; i < 8; i++)
		other[i] = (uintptr_t)(100 + i);
	cases[number](0);
}

/* The number of the section that the address is in, or -1. */
static long section_at(uintptr_t address, uintptr_t *end)
{
	struct descriptor *const *one;
	for (one = __start___rseq_cs_ptr_array; one != __stop___rseq_cs_ptr_array; one++)
		if (address >= (*one)->start && address <= (*one)->start + (*one)->length) {
			*end = (uintptr_t)((*one)->start + (*one)->length);
			return (long)(one - __start___rseq_cs_ptr_array);
		}
	return -1;
}

/* Of each section: instructions that nothing has reached, and whether its case commits, so that all must be. */
static unsigned long missed[1024];
static int commits[1024];

int main(int count, char **arguments)
{
	char line[64];
	size_t number;
	unsigned long walked = 0, aborted = 0;
	long section;
	struct descriptor *const *one;
	struct sigaction action;
	cpu_set_t cpus;
	int cpu = sched_getcpu();
	(void)arguments;
	CPU_ZERO(&cpus);
	CPU_SET(cpu, &cpus);
	IS(sched_setaffinity(0, sizeof(cpus), &cpus) == 0);
	if (perseq_rseq_attach() != 0 || perseq_current_mm_cid() < 0) {
		printf("SKIPPED: attach: %s; concurrency id %d\n", strerror(perseq_rseq_attach()), perseq_current_mm_cid());
		return 0;
	}
	IS(perseq_current_cpu_id() == cpu);
	base = (uintptr_t *)perseq_rows_map();
	IS(base);
	/* The thread is alone and pinned: its concurrency id stays. One row serves both indexes if the numbers are the same. */
	for (number = 0; number < COUNT; number++) {
		int outcome, left = 1000;
		row = perseq_row(base, (unsigned)(number < COUNT / 2 ? cpu : perseq_current_mm_cid()));
		do {
			prepare(number);
			outcome = cases[number](1);
		} while (outcome == PERSEQ_ABORTED && --left);
		if (outcome != cases[number](2))
			return printf("case %zu: outcome %d\n", number, outcome), 1;
	}
	if (count > 1) {
		for (one = __start___rseq_cs_ptr_array; one != __stop___rseq_cs_ptr_array; one++)
			printf("%lx %lx\n", (unsigned long)(*one)->start, (unsigned long)((*one)->start + (*one)->length));
		return 0;
	}
	memset(&action, 0, sizeof(action));
	action.sa_sigaction = trapped;
	action.sa_flags = SA_SIGINFO;
	IS(sigaction(SIGTRAP, &action, NULL) == 0);
	while (fgets(line, sizeof(line), stdin)) {
		uintptr_t address = (uintptr_t)strtoul(line, NULL, 16), end = 0;
		int reached = 0;
		section = section_at(address, &end);
		if (section < 0)
			continue;
		IS(section < 1024);
		saved = *(volatile unsigned char *)address;
		for (number = 0; number < COUNT; number++) {
			int outcome, left = 1000;
			row = perseq_row(base, (unsigned)(number < COUNT / 2 ? cpu : perseq_current_mm_cid()));
			/* An interruption from elsewhere aborts before the breakpoint: again. */
			do {
				hits = 0;
				prepare(number);
				breakpoint = address;
				write_code(address, 0xcc);
				outcome = cases[number](1);
				write_code(address, saved);
			} while (outcome == PERSEQ_ABORTED && !hits && --left);
			if (!hits) {
				if (outcome != cases[number](2))
					return printf("case %zu: outcome %d\n", number, outcome), 1;
				continue;
			}
			reached = 1;
			commits[section] |= cases[number](3) == PERSEQ_COMMITTED;
			/* At the end address the section is over. */
			if (address != end) {
				if (outcome != PERSEQ_ABORTED)
					return printf("case %zu at %lx: outcome %d, not an abort\n", number, (unsigned long)address, outcome), 1;
				aborted++;
				do {
					outcome = cases[number](1);
				} while (outcome == PERSEQ_ABORTED && --left);
			}
			if (outcome != cases[number](2))
				return printf("case %zu at %lx: outcome %d afterwards\n", number, (unsigned long)address, outcome), 1;
		}
		walked++;
		missed[section] += !reached;
	}
	for (section = 0; section < 1024; section++)
		if (commits[section] && missed[section])
			return printf("section %ld: %lu instructions not reached\n", section, missed[section]), 1;
	printf("%zu cases, %lu boundaries, %lu aborts\n", COUNT, walked, aborted);
	return 0;
}
