/*
 * The event of lttng.c. Sessions that run at once share no event: each variant has a provider of its own.
 */
#undef LTTNG_UST_TRACEPOINT_PROVIDER
#if defined(VARIANT_discard)
#define LTTNG_UST_TRACEPOINT_PROVIDER perseq_discard
#elif defined(VARIANT_overwrite)
#define LTTNG_UST_TRACEPOINT_PROVIDER perseq_overwrite
#elif defined(VARIANT_ids)
#define LTTNG_UST_TRACEPOINT_PROVIDER perseq_ids
#else
#error "no variant"
#endif

#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "./lttng_events.h"

#if !defined(PERSEQ_LTTNG_EVENTS_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define PERSEQ_LTTNG_EVENTS_H

#include <lttng/tracepoint.h>
#include <stdint.h>

LTTNG_UST_TRACEPOINT_EVENT(
	LTTNG_UST_TRACEPOINT_PROVIDER,
	number,
	LTTNG_UST_TP_ARGS(uint32_t, value),
	LTTNG_UST_TP_FIELDS(lttng_ust_field_integer(uint32_t, number, value))
)

#endif

#include <lttng/tracepoint-event.h>
