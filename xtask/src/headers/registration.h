
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
