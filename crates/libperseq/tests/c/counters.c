/* Counters: sums under threads, handlers and forks; what they refuse. The library itself. */
#include "check.h"

static struct perseq_counter total, of_handler = PERSEQ_COUNTER_INIT;
static struct perseq_counter_f64 seconds;

#define EACH 20000
#define SIGNALS 200

static void *add(void *number)
{
	int n;

	for (n = 0; n < EACH; n++) {
		perseq_counter_inc(&total);
		perseq_counter_add(&total, 2);
		perseq_counter_f64_add(&seconds, 0.25);
	}
	(void)number;
	return NULL;
}

static void on_signal(int signal)
{
	int before = errno;

	perseq_counter_inc(&of_handler);
	CHECK(errno == before);
	(void)signal;
}

/* A handler adds to the counter that it interrupts, until it has done so SIGNALS times. */
static void under_signals(void)
{
	uint64_t mine = 0, both;

	signals_begin(on_signal);
	do {
		perseq_counter_inc(&of_handler);
		mine++;
		both = mine % 1024 == 0 ? perseq_counter_sum(&of_handler) : 0;
	} while (both < mine + SIGNALS);
	signals_end();
}

static void child_adds(void)
{
	CHECK(perseq_counter_sum(&total) == 3 * EACH * THREADS);
	perseq_counter_add(&total, 5);
	CHECK(perseq_counter_sum(&total) == 3 * EACH * THREADS + 5);
}

static void sums(void)
{
	uint64_t rows[1024], sum = 0;
	size_t count, n;

	CHECK(perseq_counter_rows(&total, rows, 0) == 0);
	in_threads(add);
	CHECK(perseq_counter_sum(&total) == 3 * EACH * THREADS);
	CHECK(perseq_counter_f64_sum(&seconds) == 0.25 * EACH * THREADS);
	count = perseq_counter_rows(&total, rows, 1024);
	CHECK(count == perseq_row_count() && count <= 1024);
	for (n = 0; n < count; n++)
		sum += rows[n];
	CHECK(perseq_attach() != 0 || sum == 3 * EACH * THREADS);
	rows[1] = 77;
	CHECK(perseq_counter_rows(&total, rows, 1) == count && rows[1] == 77);
	in_child(child_adds);
	CHECK(perseq_counter_reset(&total) == 3 * EACH * THREADS);
	CHECK(perseq_counter_sum(&total) == 0);
	perseq_counter_dec(&total);
	perseq_counter_sub(&total, 2);
	CHECK(perseq_counter_level(&total) == -3 && perseq_counter_sum(&total) == UINT64_MAX - 2);
	perseq_counter_f64_destroy(&seconds);
	CHECK(perseq_counter_f64_sum(&seconds) == 0);
}

static void lives(void)
{
	struct perseq_counter *many = (struct perseq_counter *)calloc(1000, sizeof(*many));
	int round, n;

	for (round = 0; round < 3; round++) {
		for (n = 0; n < 1000; n++)
			perseq_counter_add(&many[n], (uint64_t)n);
		for (n = 0; n < 1000; n++) {
			CHECK(perseq_counter_sum(&many[n]) == (uint64_t)n);
			perseq_counter_destroy(&many[n]);
		}
	}
	perseq_counter_destroy(&many[0]);
	free(many);
}

static void refusals(void)
{
	char bytes[64] __attribute__((aligned(8))) = { 0 };
	struct perseq_counter *odd = (struct perseq_counter *)(void *)(bytes + 4);
	struct perseq_counter_f64 *odd_f64 = (struct perseq_counter_f64 *)(void *)(bytes + 4);
	uint64_t row;
	size_t n;

	REFUSES(perseq_counter_add(NULL, 1), EINVAL, "struct perseq_counter was asked for and a null pointer");
	REFUSES(perseq_counter_add(odd, 1), EINVAL, "not to a struct perseq_counter");
	FAILS(perseq_counter_sum(NULL), 0, EINVAL, "null pointer");
	FAILS(perseq_counter_sum(odd), 0, EINVAL, "not to a");
	FAILS(perseq_counter_reset(NULL), 0, EINVAL, "null pointer");
	FAILS(perseq_counter_rows(NULL, &row, 1), 0, EINVAL, "null pointer");
	FAILS(perseq_counter_rows(&total, NULL, 1), 0, EINVAL, "rows");
	REFUSES(perseq_counter_destroy(NULL), EINVAL, "null pointer");
	REFUSES(perseq_counter_destroy(odd), EINVAL, "not to a");
	REFUSES(perseq_counter_f64_add(NULL, 1), EINVAL, "perseq_counter_f64");
	REFUSES(perseq_counter_f64_add(odd_f64, 1), EINVAL, "not to a");
	FAILS(perseq_counter_f64_sum(NULL), 0, EINVAL, "null pointer");
	REFUSES(perseq_counter_f64_destroy(NULL), EINVAL, "null pointer");
	for (n = 0; n < sizeof(bytes); n++)
		CHECK(bytes[n] == 0);
}

void counters(void)
{
	sums();
	lives();
	under_signals();
	refusals();
}

static void *fails_elsewhere(void *number)
{
	perseq_counter_add(NULL, 1);
	return number;
}

/* The first part: no call has failed. */
void library(void)
{
	CHECK(perseq_version() == PERSEQ_VERSION);
	CHECK(perseq_row_count() > 0);
	CHECK(!strcmp(perseq_error_text(), ""));
	in_threads(fails_elsewhere);
	CHECK(!strcmp(perseq_error_text(), ""));
	CHECK(perseq_attach() == 0 || (errno != 0 && strlen(perseq_error_text()) > 10));
}
