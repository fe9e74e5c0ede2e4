/*
 * lttng-ust beside perseq: an event with a number of 32 bits, in a loop.
 *
 *   read THREADS WARM_UP MEASURE     events; elapsed, CPU time, events timed, 0
 *
 * Whether they are recorded, and into what, is a matter of the session that `perseq bench` has made before.
 */
#define _GNU_SOURCE
#include "loop.h"

#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "lttng_events.h"

static void nothing(void)
{
}

static void batch(struct worker *own)
{
	(void)own;
	for (uint32_t i = 0; i < BATCH; i++)
		lttng_ust_tracepoint(LTTNG_UST_TRACEPOINT_PROVIDER, number, i);
}

int main(void)
{
	static const struct work events = { .enter = nothing, .begin = nothing, .batch = batch, .leave = nothing };
	struct command command;

	while (next(&command)) {
		if (strcmp(command.name, "read") != 0)
			die(command.name, EINVAL);
		run(&events, command.many, command.warm_up, command.measure);
	}
	return 0;
}
