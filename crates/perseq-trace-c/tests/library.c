/* What program.c loads while it runs. */
#include "perseq_trace.h"

PERSEQ_EVENT(called, "library", "called", PERSEQ_INFO, PERSEQ_FIELD("answer", PERSEQ_U8));

#ifdef __cplusplus
extern "C"
#endif
void traced_call(void);

void traced_call(void)
{
	perseq_trace(called, PERSEQ_INT(42));
}
