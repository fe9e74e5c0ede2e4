/* Twice, and in one translation unit with glibc's own declarations where there are some. */
#include <perseq/rseq.h>
#if defined(__has_include)
#if __has_include(<sys/rseq.h>)
#include <sys/rseq.h>
#endif
#endif
#include <perseq/rseq.h>

int pushes(uintptr_t *row, uintptr_t word);

int pushes(uintptr_t *row, uintptr_t word)
{
	int outcome;
	PERSEQ_RETRY_MM_CID(outcome, perseq_guarded_mm_cid_array_push_open(row, word));
	return outcome;
}
