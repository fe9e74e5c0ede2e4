/* Rings and histograms: each record is read once or counted as lost, each value is counted once. */
#include "check.h"

#define EACH 2000

static struct perseq_ring *ring;
static uint64_t read_count, read_sum;
static struct perseq_histogram *histogram;

static void record_read(uint32_t row, const void *record, size_t len, void *context)
{
	uint64_t number;

	CHECK(row < perseq_row_count() && len == sizeof(number) && context == &ring);
	memcpy(&number, record, sizeof(number));
	read_count++;
	read_sum += number;
}

static void *write_records(void *number)
{
	uint64_t record, me = (uint64_t)*(const int *)number;
	int n;

	for (n = 0; n < EACH; n++) {
		record = me * EACH + (uint64_t)n;
		CHECK(perseq_ring_write(ring, &record, sizeof(record)) == 0 || errno == ENOSPC);
		perseq_histogram_record(histogram, record);
	}
	return NULL;
}

static void drains_again(uint32_t row, const void *record, size_t len, void *context)
{
	FAILS(perseq_ring_drain_row(ring, row, record_read, context), -1, EBUSY, "another reader");
	CHECK(len == 3 && !memcmp(record, "abc", 3));
	++*(int *)context;
}

static void child_reads(void)
{
	read_count = 0;
	CHECK(perseq_ring_drain(ring, record_read, &ring) > 0);
	perseq_ring_destroy(ring);
}

static void rings(void)
{
	const uint64_t all = (uint64_t)THREADS * EACH;
	uint64_t number = 5;
	int calls = 0;
	size_t max;

	ring = perseq_ring_create(128 * 1024, PERSEQ_DISCARD);
	CHECK(ring);
	in_threads(write_records);
	CHECK(perseq_ring_look(ring, record_read, &ring) == (int64_t)(all - perseq_ring_lost(ring)));
	in_child(child_reads);
	read_count = read_sum = 0;
	CHECK(perseq_ring_drain(ring, record_read, &ring) == (int64_t)read_count);
	CHECK(read_count == all - perseq_ring_lost(ring));
	CHECK(perseq_ring_lost(ring) != 0 || read_sum == all * (all - 1) / 2);
	CHECK(perseq_ring_drain(ring, record_read, &ring) == 0);

	CHECK(perseq_ring_write(ring, "abc", 3) == 0);
	CHECK(perseq_ring_drain(ring, drains_again, &calls) == 1 && calls == 1);
	CHECK(perseq_ring_write(ring, NULL, 0) == 0);
	max = perseq_ring_max_record(ring);
	CHECK(max == 64 * 1024 - 8);
	FAILS(perseq_ring_write(ring, "abc", max + 1), -1, EMSGSIZE, "65529 bytes");
	FAILS(perseq_ring_write(ring, "abc", SIZE_MAX), -1, EMSGSIZE, "the longest");
	FAILS(perseq_ring_write(ring, NULL, 1), -1, EINVAL, "record");
	FAILS(perseq_ring_drain(ring, NULL, NULL), -1, EINVAL, "function");
	FAILS(perseq_ring_drain_row(ring, UINT32_MAX, record_read, NULL), -1, EINVAL, "row");
	FAILS(perseq_ring_look(ring, NULL, NULL), -1, EINVAL, "function");
	perseq_ring_destroy(ring);
	FAILS(perseq_ring_write(ring, "abc", 3), -1, EINVAL, "is to none");
	FAILS(perseq_ring_lost(ring), 0, EINVAL, "is to none");
	FAILS(perseq_ring_max_record(NULL), 0, EINVAL, "null pointer");
	REFUSES(perseq_ring_destroy(ring), EINVAL, "is to none");
	FAILS(perseq_ring_create(0, PERSEQ_DISCARD), NULL, EINVAL, "capacity of 0");
	FAILS(perseq_ring_create(64, 2), NULL, EINVAL, "mode 2");

	ring = perseq_ring_create(64, PERSEQ_OVERWRITE);
	run_here();
	for (number = 0; number < 100; number++)
		CHECK(perseq_ring_write(ring, &number, sizeof(number)) == 0);
	run_anywhere();
	read_count = 0;
	CHECK(perseq_ring_drain(ring, record_read, &ring) == (int64_t)read_count && read_count > 0);
	CHECK(read_count + perseq_ring_lost(ring) == 100);
	perseq_ring_destroy(ring);
}

struct counts {
	uint64_t count, last;
};

static void count_seen(uint64_t lowest, uint64_t highest, uint64_t count, void *context)
{
	struct counts *counts = (struct counts *)context;

	CHECK(lowest <= highest && count > 0 && (counts->count == 0 || lowest > counts->last));
	counts->count += count;
	counts->last = highest;
}

static void on_signal(int signal)
{
	perseq_histogram_record_n(histogram, 7, 2);
	(void)signal;
}

static void child_records(void)
{
	struct perseq_snapshot *seen;

	perseq_histogram_record(histogram, 1);
	seen = perseq_histogram_snapshot(histogram);
	CHECK(perseq_snapshot_count(seen) == THREADS * EACH + 1);
	perseq_snapshot_destroy(seen);
}

static void distributions(void)
{
	const uint64_t all = (uint64_t)THREADS * EACH;
	struct counts counts = { 0, 0 };
	struct perseq_snapshot *seen, *since, *both;
	struct perseq_histogram *small;
	uint64_t sum = 0, mine = 0, fives;
	uint8_t bytes[40], *v2;
	size_t len;

	seen = perseq_histogram_snapshot(histogram);
	CHECK(seen && perseq_snapshot_count(seen) == all && perseq_snapshot_above(seen) == 0);
	CHECK(perseq_snapshot_sum(seen, &sum) == 0 && sum == all * (all - 1) / 2);
	CHECK(perseq_snapshot_mean(seen) == (double)sum / (double)all);
	CHECK(perseq_snapshot_min(seen) == 0 && perseq_snapshot_max(seen) / 8 == (all - 1) / 8);
	CHECK(perseq_snapshot_quantile(seen, 0.5) == all / 2 - 1);
	CHECK(perseq_snapshot_stdev(seen) > (double)all / 4);
	CHECK(perseq_snapshot_each(seen, count_seen, &counts) == 0 && counts.count == all);
	in_child(child_records);

	len = perseq_snapshot_v2(seen, NULL, 0);
	CHECK(len > 40 && perseq_snapshot_v2(seen, bytes, 39) == len);
	v2 = (uint8_t *)malloc(len);
	CHECK(perseq_snapshot_v2(seen, v2, len) == len && v2[0] == 0x1c && v2[1] == 0x84 && v2[2] == 0x93);
	free(v2);
	FAILS(perseq_snapshot_v2(seen, NULL, len), 0, EINVAL, "buffer");

	since = perseq_histogram_interval(histogram);
	CHECK(perseq_snapshot_count(since) == all);
	perseq_snapshot_destroy(since);
	perseq_histogram_record(histogram, 2000000);
	since = perseq_histogram_interval(histogram);
	CHECK(perseq_snapshot_count(since) == 1 && perseq_snapshot_above(since) == 1);
	both = perseq_snapshot_merged(seen, since);
	CHECK(perseq_snapshot_count(both) == all + 1 && perseq_snapshot_count(seen) == all);

	small = perseq_histogram_create(100, 1);
	perseq_snapshot_destroy(since);
	since = perseq_histogram_snapshot(small);
	FAILS(perseq_snapshot_merged(seen, since), NULL, EINVAL, "different buckets");
	FAILS(perseq_snapshot_merged(seen, NULL), NULL, EINVAL, "null pointer");
	FAILS(perseq_snapshot_merged(both, (struct perseq_snapshot *)(void *)small), NULL, EINVAL, "is to a struct perseq_histogram");
	FAILS(perseq_snapshot_sum(since, &sum), -1, ENODATA, "with_sum");
	FAILS(perseq_snapshot_sum(seen, NULL), -1, EINVAL, "null pointer");
	FAILS(perseq_snapshot_quantile(seen, 1.5), 0, EINVAL, "quantile");
	FAILS(perseq_snapshot_quantile(seen, -0.5), 0, EINVAL, "quantile");
	FAILS(perseq_snapshot_each(seen, NULL, NULL), -1, EINVAL, "function");
	CHECK(perseq_snapshot_quantile(since, 0.5) == 0 && perseq_snapshot_mean(since) == 0);

	signals_begin(on_signal);
	do {
		perseq_histogram_record(histogram, 5);
		mine++;
		if (mine % 4096 == 0)
			usleep(1);
		perseq_snapshot_destroy(both);
		both = mine % 4096 == 0 ? perseq_histogram_snapshot(histogram) : perseq_snapshot_merged(since, since);
		fives = perseq_snapshot_count(both);
	} while (fives < all + 1 + mine + 200);
	signals_end();
	perseq_snapshot_destroy(both);
	both = perseq_histogram_snapshot(histogram);
	CHECK((perseq_snapshot_count(both) - all - 1 - mine) % 2 == 0);

	perseq_snapshot_destroy(both);
	FAILS(perseq_snapshot_count(both), 0, EINVAL, "is to none");
	FAILS(perseq_snapshot_above(both), 0, EINVAL, "is to none");
	FAILS(perseq_snapshot_min(NULL), 0, EINVAL, "null pointer");
	FAILS(perseq_snapshot_max(NULL), 0, EINVAL, "null pointer");
	FAILS(perseq_snapshot_mean(NULL), 0, EINVAL, "null pointer");
	FAILS(perseq_snapshot_stdev(NULL), 0, EINVAL, "null pointer");
	REFUSES(perseq_snapshot_destroy(both), EINVAL, "is to none");
	perseq_snapshot_destroy(seen);
	perseq_snapshot_destroy(since);
	perseq_histogram_destroy(small);
	perseq_histogram_destroy(histogram);
	REFUSES(perseq_histogram_record(histogram, 1), EINVAL, "is to none");
	FAILS(perseq_histogram_snapshot(histogram), NULL, EINVAL, "is to none");
	FAILS(perseq_histogram_interval(NULL), NULL, EINVAL, "null pointer");
	REFUSES(perseq_histogram_destroy(NULL), EINVAL, "null pointer");
	FAILS(perseq_histogram_create(10, 0), NULL, EINVAL, "digits");
	FAILS(perseq_histogram_create(10, 257), NULL, EINVAL, "digits");
}

void records(void)
{
	histogram = perseq_histogram_create_with_sum(1000000, 3);
	CHECK(histogram);
	rings();
	distributions();
}
