/* A function that is called back throws: the process ends, and no frame of the caller is unwound. */
#include <cstdint>
#include <initializer_list>

#include <fcntl.h>

#include "check.h"

namespace {

char item;

void of_item(void *, void *)
{
	throw 1;
}

void of_node(perseq_node *, void *)
{
	throw 1;
}

void of_row(perseq_held_row *, void *)
{
	throw 1;
}

void of_record(std::uint32_t, const void *, std::size_t, void *)
{
	throw 1;
}

void of_count(std::uint64_t, std::uint64_t, std::uint64_t, void *)
{
	throw 1;
}

void later(void *)
{
	throw 1;
}

void drain()
{
	perseq_queue *queue = perseq_queue_create(4);
	static_cast<void>(perseq_queue_push(queue, &item));
	static_cast<void>(perseq_queue_drain(queue, of_item, nullptr));
}

void destroy()
{
	perseq_cache *cache = perseq_cache_create(4, 0);
	static_cast<void>(perseq_cache_put(cache, &item));
	perseq_cache_destroy(cache, of_item, nullptr);
}

void nodes()
{
	static perseq_node node;
	perseq_stack *stack = perseq_stack_create();
	static_cast<void>(perseq_stack_push(stack, &node));
	static_cast<void>(perseq_stack_drain(stack, of_node, nullptr));
}

void with_row()
{
	static_cast<void>(perseq_array_stack_with_row(perseq_array_stack_create(4), 0, of_row, nullptr));
}

void of_ring()
{
	perseq_ring *ring = perseq_ring_create(4096, PERSEQ_DISCARD);
	static_cast<void>(perseq_ring_write(ring, "a", 1));
	static_cast<void>(perseq_ring_drain(ring, of_record, nullptr));
}

void counts()
{
	perseq_histogram *histogram = perseq_histogram_create(10, 1);
	perseq_histogram_record(histogram, 1);
	static_cast<void>(perseq_snapshot_each(perseq_histogram_snapshot(histogram), of_count, nullptr));
}

void locked()
{
	static_cast<void>(perseq_cpu_lock_with_row(perseq_cpu_lock_create(8), 0, of_item, nullptr));
}

void deferred()
{
	perseq_rcu *rcu = perseq_rcu_create();
	static_cast<void>(perseq_rcu_defer(rcu, later, nullptr));
	static_cast<void>(perseq_rcu_barrier(rcu));
}

/* Whether a child that calls `f` is aborted. */
bool aborts(void (*f)())
{
	int status = 0;
	const pid_t child = fork();

	if (child == 0) {
		/* What it says about that. */
		dup2(open("/dev/null", O_WRONLY), 2);
		alarm(100);
		try {
			f();
		} catch (int) {
			_exit(2);
		}
		_exit(1);
	}
	CHECK(child > 0 && waitpid(child, &status, 0) == child);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

} // namespace

int main()
{
	for (auto f : { drain, destroy, nodes, with_row, of_ring, counts, locked, deferred })
		CHECK(aborts(f));
	printf("%d conditions\n", checked);
	return 0;
}
