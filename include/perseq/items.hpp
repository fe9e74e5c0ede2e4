/* perseq/perseq.hpp: stacks, queues and caches of what one owner has. */
#ifndef PERSEQ_ITEMS_HPP
#define PERSEQ_ITEMS_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>

#include <perseq/items.h>
#include <perseq/owner.hpp>
#include <perseq/held_row.hpp>

namespace perseq {

namespace detail {

/* The functions of one structure of pointers. */
struct array_stack_functions {
	using object = struct perseq_array_stack;
	static constexpr auto put = perseq_array_stack_push;
	static constexpr auto take = perseq_array_stack_pop;
	static constexpr auto steal = perseq_array_stack_steal;
	static constexpr auto drain = perseq_array_stack_drain;
	static constexpr auto with_row = perseq_array_stack_with_row;
	static constexpr auto len = perseq_array_stack_len;
	static constexpr auto destroy = perseq_array_stack_destroy;
};

struct queue_functions {
	using object = struct perseq_queue;
	static constexpr auto put = perseq_queue_push;
	static constexpr auto take = perseq_queue_pop;
	static constexpr auto steal = perseq_queue_steal;
	static constexpr auto drain = perseq_queue_drain;
	static constexpr auto with_row = perseq_queue_with_row;
	static constexpr auto len = perseq_queue_len;
	static constexpr auto destroy = perseq_queue_destroy;
};

struct cache_functions {
	using object = struct perseq_cache;
	static constexpr auto put = perseq_cache_put;
	static constexpr auto take = perseq_cache_get;
	static constexpr auto steal = perseq_cache_steal;
	static constexpr auto drain = perseq_cache_drain;
	static constexpr auto with_row = perseq_cache_with_row;
	static constexpr auto len = perseq_cache_len;
	static constexpr auto destroy = perseq_cache_destroy;
};

/* A structure that owns what its pointers point to. */
template <class T, class Deleter, class Functions> class items {
	static_assert(std::is_empty_v<Deleter> && std::is_default_constructible_v<Deleter>,
		      "items are deleted by a new Deleter: it has no state");

protected:
	using object = typename Functions::object;

	struct end {
		void operator()(object *structure) const noexcept
		{
			auto remove = [](T *item) {
				PERSEQ_TSAN_ACQUIRE(item);
				Deleter{}(item);
			};
			Functions::destroy(structure, call_item<T, decltype(remove)>, context(remove));
		}
	};

	owner<object, end> object_;

	explicit items(object *structure) noexcept : object_(structure) {}

	/* The item is the structure's if it was put in, and stays in `item` if not. */
	bool put_in(std::unique_ptr<T, Deleter> &item) noexcept
	{
		PERSEQ_TSAN_RELEASE(item.get());
		if (Functions::put(object_.get(), item.get()) != 0)
			return false;
		static_cast<void>(item.release());
		return true;
	}

	std::unique_ptr<T, Deleter> take_out() noexcept { return pointer(Functions::take(object_.get())); }

	static std::unique_ptr<T, Deleter> pointer(void *item) noexcept
	{
		PERSEQ_TSAN_ACQUIRE(item);
		return std::unique_ptr<T, Deleter>(static_cast<T *>(item));
	}

	template <class By, class F> bool drain_by(By by, F &f) noexcept
	{
		auto give = [&f](T *item) { f(pointer(item)); };
		return by(object_.get(), call_item<T, decltype(give)>, context(give)) == 0;
	}

public:
	using item_ptr = std::unique_ptr<T, Deleter>;

	explicit operator bool() const noexcept { return static_cast<bool>(object_); }
	object *get_object() const noexcept { return object_.get(); }
	item_ptr steal() noexcept { return pointer(Functions::steal(object_.get())); }
	std::size_t size() const noexcept { return Functions::len(object_.get()); }

	/* Gives every item to `f`, as an `item_ptr`. */
	template <class F> bool drain(F &&f) noexcept { return drain_by(Functions::drain, f); }

	/* Gives row `number`, held, to `f`, as a `held_row<T, Deleter> &`. */
	template <class F> bool with_row(std::uint32_t number, F &&f) noexcept
	{
		return Functions::with_row(object_.get(), number, held_row<T, Deleter>::template lend<std::remove_reference_t<F>>,
					   context(f)) == 0;
	}
};

} // namespace detail

/* The items of `array_stack`, `queue` and `cache` are owned: one that is still inside is deleted with the structure. */
template <class T, class Deleter = std::default_delete<T>>
class array_stack : public detail::items<T, Deleter, detail::array_stack_functions> {
	using base = detail::items<T, Deleter, detail::array_stack_functions>;
	using base::base;

	/* Items that are moved at once. */
	static constexpr std::size_t batch = 64;

public:
	static array_stack create(std::size_t capacity) noexcept
	{
		return array_stack(perseq_array_stack_create(capacity));
	}
	[[nodiscard]] bool push(typename base::item_ptr &&item) noexcept { return base::put_in(item); }
	typename base::item_ptr pop() noexcept { return base::take_out(); }

	/* Puts in the first ones of `count` items, which are null then, as far as there is room; how many, or -1. */
	std::int64_t push_batch(typename base::item_ptr *some, std::size_t count) noexcept
	{
		void *moved[batch];
		std::size_t put = 0;

		for (;;) {
			const std::size_t asked = count - put < batch ? count - put : batch;
			for (std::size_t n = 0; n < asked; n++) {
				moved[n] = some[put + n].get();
				PERSEQ_TSAN_RELEASE(moved[n]);
			}
			const std::int64_t got = perseq_array_stack_push_batch(base::object_.get(), moved, asked);
			for (std::int64_t n = 0; n < got; n++)
				static_cast<void>(some[put + static_cast<std::size_t>(n)].release());
			put += got > 0 ? static_cast<std::size_t>(got) : 0;
			if (got != static_cast<std::int64_t>(batch))
				return got < 0 && put == 0 ? -1 : static_cast<std::int64_t>(put);
		}
	}
	/* Takes up to `count` items to the start of `some`, and deletes those that they replace; how many, or -1. */
	std::int64_t pop_batch(typename base::item_ptr *some, std::size_t count) noexcept
	{
		void *moved[batch];
		std::size_t taken = 0;

		for (;;) {
			const std::size_t asked = count - taken < batch ? count - taken : batch;
			const std::int64_t got = perseq_array_stack_pop_batch(base::object_.get(), moved, asked);
			for (std::int64_t n = 0; n < got; n++)
				some[taken++] = base::pointer(moved[n]);
			if (got != static_cast<std::int64_t>(batch))
				return got < 0 && taken == 0 ? -1 : static_cast<std::int64_t>(taken);
		}
	}
};

template <class T, class Deleter = std::default_delete<T>>
class queue : public detail::items<T, Deleter, detail::queue_functions> {
	using base = detail::items<T, Deleter, detail::queue_functions>;
	using base::base;

public:
	static queue create(std::size_t capacity) noexcept { return queue(perseq_queue_create(capacity)); }
	[[nodiscard]] bool push(typename base::item_ptr &&item) noexcept { return base::put_in(item); }
	typename base::item_ptr pop() noexcept { return base::take_out(); }
};

template <class T, class Deleter = std::default_delete<T>>
class cache : public detail::items<T, Deleter, detail::cache_functions> {
	using base = detail::items<T, Deleter, detail::cache_functions>;
	using base::base;

public:
	static cache create(std::size_t capacity, std::size_t overflow) noexcept
	{
		return cache(perseq_cache_create(capacity, overflow));
	}
	[[nodiscard]] bool put(typename base::item_ptr &&item) noexcept { return base::put_in(item); }
	typename base::item_ptr get() noexcept { return base::take_out(); }
	template <class F> bool drain_idle(F &&f) noexcept { return base::drain_by(perseq_cache_drain_idle, f); }
	perseq_cache_stats stats() const noexcept { return perseq_cache_get_stats(base::object_.get()); }
};

} // namespace perseq

#endif
